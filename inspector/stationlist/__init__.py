"""
Station lists: a file becomes recognised columns, rows and problems. Self-contained; knows no store.

    found = read("tram.xlsx")
    found.stations        one row for each station: code, key and fields of the register
    found.problems        each with sheet, row, column, code, message, and whether the row was taken
    found.skipped         titles, headers, totals, notes: every other row that holds text
"""

from inspector.stationlist.errors import NoStationTable, StationListError
from inspector.stationlist.header import Column
from inspector.stationlist.problems import Note, RowProblem
from inspector.stationlist.reader import HEADER, SkippedRow, StationList, Table, read
from inspector.stationlist.record import StationRow

__all__ = [
    "HEADER",
    "Column",
    "NoStationTable",
    "Note",
    "RowProblem",
    "SkippedRow",
    "StationList",
    "StationListError",
    "StationRow",
    "Table",
    "read",
]
