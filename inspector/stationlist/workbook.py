"""
Cells of a file, whatever program wrote it: .xlsx, .xls and text tables become the same Sheets.

The kind is told from the bytes, never from the name. The file is read once into memory and closed, so a list that lies
open elsewhere is not held. Nothing here knows what a station is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from inspector.errors import FileUnreadable, fault_of
from inspector.stationlist import limits
from inspector.stationlist.errors import (
    ListDamaged,
    ListIsOwnerFile,
    ListLocked,
    ListMissing,
    ListProtected,
    ListTooLarge,
    NotASpreadsheet,
    StationListError,
)

Cell: TypeAlias = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows[0][0]` is A1. Merged areas as (first row, first column, last row, last column), from 0."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncomputed: int = 0
    """Formulas whose value nobody worked out: their cells are blank here."""
    typed: bool = field(default=True)
    """Cells tell numbers from text; false for text tables, where '0123' is always text."""


def open_sheets(path: Path) -> list[Sheet]:
    """
    All sheets of `path`.

    Raises:
        StationListError: the file is missing, locked, protected, damaged, too large or no spreadsheet.
    """
    content = _bytes(path)
    head = content[:8]
    if head.startswith(b"PK\x03\x04"):
        return _open_zip(path, content)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _calamine(path, content, {})
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")):
        raise NotASpreadsheet(file=path.name, found=_signature(head))
    from inspector.stationlist import delimited

    return [delimited.read(path, content)]


def _bytes(path: Path) -> bytes:
    if path.name.startswith(("~$", ".~lock.")):
        raise ListIsOwnerFile(file=path.name)
    try:
        if not path.is_file():
            raise ListMissing(file=path.name)
        if path.stat().st_size > limits.FILE_BYTES:
            raise ListTooLarge(file=path.name, what=f"{path.stat().st_size // 1_000_000} MB")
        with path.open("rb") as file:
            content = file.read(limits.FILE_BYTES + 1)
    except PermissionError as error:
        raise ListLocked(file=path.name) from error
    except OSError as error:
        raise FileUnreadable(file=path.name, reason=fault_of(error)) from error
    except ValueError as error:
        raise FileUnreadable(file=path.name, reason=str(error)) from error
    if len(content) > limits.FILE_BYTES:
        raise ListTooLarge(file=path.name, what=f"{len(content) // 1_000_000} MB")
    return content


def _open_zip(path: Path, content: bytes) -> list[Sheet]:
    from inspector.stationlist import package

    return _calamine(path, content, package.inspect(path, content))


def _calamine(path: Path, content: bytes, states: dict[str, SheetState]) -> list[Sheet]:
    import io

    import python_calamine

    try:
        workbook = python_calamine.load_workbook(io.BytesIO(content))
        names = [
            (meta.name, meta.visible != python_calamine.SheetVisibleEnum.Visible)
            for meta in workbook.sheets_metadata
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        if len(names) > limits.SHEETS:
            raise ListTooLarge(file=path.name, what=f"{len(names)} × sheet")
        sheets = [_sheet(path, workbook.get_sheet_by_name(name), hidden, states.get(name)) for name, hidden in names]
    except StationListError:
        raise
    except python_calamine.PasswordError as error:
        raise ListProtected(file=path.name) from error
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the native reader is no Exception
        if "password" in str(error).lower():
            raise ListProtected(file=path.name) from error
        raise ListDamaged(file=path.name) from error
    if not sheets:
        raise ListDamaged(file=path.name)
    return sheets


def _sheet(path: Path, sheet: object, hidden: bool, state: SheetState | None) -> Sheet:
    start = sheet.start  # type: ignore[attr-defined]
    end = sheet.end  # type: ignore[attr-defined]
    rows: list[list[Cell]] = []
    if start is not None and end is not None:
        if end[0] >= limits.ROWS or (end[0] + 1) * (end[1] - start[1] + 1) > limits.CELLS:
            raise ListTooLarge(file=path.name, what=f"{sheet.name} {end[0] + 1} × {end[1] + 1}")  # type: ignore[attr-defined]
        lead: list[Cell] = [""] * min(start[1], limits.COLUMNS)
        rows = [(lead + row)[: limits.COLUMNS] for row in sheet.iter_rows()]  # type: ignore[attr-defined]
    merged = tuple((a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ())  # type: ignore[attr-defined]
    known = state or SheetState()
    return Sheet(
        name=sheet.name,  # type: ignore[attr-defined]
        rows=rows,
        merged=merged,
        hidden=hidden,
        hidden_rows=known.hidden_rows,
        hidden_columns=known.hidden_columns,
        uncomputed=known.uncomputed,
    )


@dataclass(frozen=True)
class SheetState:
    """What the native reader does not tell of a sheet. Rows and columns from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncomputed: int = 0


def _signature(head: bytes) -> str:
    for start, name in (
        (b"%PDF", "PDF"),
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8", "JPEG"),
        (b"GIF8", "GIF"),
        (b"Rar!", "RAR"),
        (b"7z", "7z"),
    ):
        if head.startswith(start):
            return name
    return "RTF"
