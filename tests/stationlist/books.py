"""Station lists as real workbooks, written where a test uses them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from inspector.stationlist import StationList, StationRow, read

Rows = Sequence[Sequence[Any]]
HEAD = ("STT", "Mã trạm", "Tên trạm", "Xã", "Huyện", "Vĩ độ", "Kinh độ")


def book(path: Path, sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None) -> Path:
    """Write a workbook: sheet name -> rows; merged areas as Excel names them."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
    workbook.save(path)
    return path


def listed(path: Path, *rows: Sequence[Any], head: Sequence[str] = HEAD, sheet: str = "Trạm") -> StationList:
    """What a workbook of one sheet says, header first."""
    return read(book(path / "tram.xlsx", {sheet: [head, *rows]}))


def one(path: Path, head: Sequence[str], *row: Any) -> StationRow:
    """The only station of a table of one row."""
    found = listed(path, row, head=head)
    assert len(found.stations) == 1, found.problems
    return found.stations[0]


def codes(found: StationList) -> list[str]:
    """Codes of the problems, in their order."""
    return [problem.code for problem in found.problems]


def accounted(found: StationList) -> list[tuple[str, int]]:
    """Sheet and row of everything that was taken, refused or passed over, sorted; a row twice would stand here twice."""
    places = [(row.sheet, row.row) for row in found.rows]
    places += [(problem.sheet, problem.row) for problem in found.untaken]
    places += [(row.sheet, row.row) for row in found.skipped]
    return sorted(places)
