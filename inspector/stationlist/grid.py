"""One sheet as texts and cells: old encodings put right, merged cells filled downwards. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from inspector.stationlist import legacy
from inspector.stationlist.cells import text_of
from inspector.stationlist.workbook import Cell, Sheet
from inspector.text import tidy

DASHES: Final = ("-", "–", "—")
"""What people write for 'none': it ends a district that was written once for the rows below it."""


@dataclass
class Grid:
    """
    The sheet as it is read: `texts` are tidy and in Unicode, `cells` the same with numbers and dates kept.

    Both are as long as the sheet; rows may differ in width.
    """

    sheet: Sheet
    texts: list[list[str]]
    cells: list[list[Cell]]
    encoding: str = ""
    doubtful: set[tuple[int, int]] = field(default_factory=set)

    def text(self, row: int, column: int) -> str:
        """Text at a place; '' beyond the edge."""
        line = self.texts[row]
        return line[column] if column < len(line) else ""

    def cell(self, row: int, column: int) -> Cell:
        """Cell at a place; '' beyond the edge."""
        line = self.cells[row]
        return line[column] if column < len(line) else ""

    def lend(self, row: int, column: int, text: str, cell: Cell) -> None:
        """Let a blank place say what another one says."""
        texts, cells = self.texts[row], self.cells[row]
        texts.extend([""] * (column + 1 - len(texts)))
        cells.extend([""] * (column + 1 - len(cells)))
        if not texts[column]:
            texts[column], cells[column] = text, cell

    def filled(self, row: int) -> bool:
        """Whether the row itself holds any text; what merged cells lend it does not count."""
        return any(tidy(text_of(cell)) for cell in self.sheet.rows[row])


def laid_out(sheet: Sheet) -> Grid:
    """The sheet as a Grid. Merged areas are not spread yet: in a header they mean something else than in the table."""
    strings = (cell for row in sheet.rows for cell in row if isinstance(cell, str) and not cell.isascii())
    reading = legacy.encoding_of(strings)
    cells: list[list[Cell]] = []
    texts: list[list[str]] = []
    doubtful: set[tuple[int, int]] = set()
    for number, row in enumerate(sheet.rows):
        line: list[Cell] = []
        for index, cell in enumerate(row):
            if isinstance(cell, str):
                text, sure = legacy.repaired(unicodedata.normalize("NFC", text_of(cell)), reading)
                if not sure:
                    doubtful.add((number, index))
                line.append("".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in text))
            else:
                line.append(cell)
        cells.append(line)
        texts.append([tidy(text_of(cell)) for cell in line])
    return Grid(sheet, texts, cells, reading.name if reading else "", doubtful)


def fill_down(grid: Grid, first: int, merged: Sequence[tuple[int, int, int, int]]) -> None:
    """Give the rows of a vertical merge, from row `first` on, what its top cell says."""
    for top, left, bottom, _right in merged:
        if (
            bottom <= top
            or bottom < first
            or top < first
            or left >= len(grid.texts[top] if top < len(grid.texts) else ())
        ):
            continue
        for row in range(top + 1, min(bottom + 1, len(grid.texts))):
            grid.lend(row, left, grid.texts[top][left], grid.cells[top][left])
