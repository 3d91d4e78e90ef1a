"""
A parcel: a workbook that is handed over. Self-contained: bytes in, bytes out; no store, no keys.

    layout.py   what a parcel holds, and on which sheets
    writer.py   Parcel -> workbook
    reader.py   workbook -> Parcel, and what was edited in it since
"""

from inspector.parcel.layout import Card, CellEdited, Manifest, Parcel, Picture, Sheet
from inspector.parcel.reader import ParcelError, read
from inspector.parcel.writer import write

__all__ = ["Card", "CellEdited", "Manifest", "Parcel", "ParcelError", "Picture", "Sheet", "read", "write"]
