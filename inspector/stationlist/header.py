"""
Find the header of a table and say which column holds what. Pure: sees texts, not meanings of cells.

A row is a header when several of its cells are names of columns, a code or a name among them. A second row joins it when it
stands under merged cells or fills the names that the first left blank, as 'Tọa độ' over 'Kinh độ | Vĩ độ' does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from inspector.stationlist import names
from inspector.stationlist.package import letters_of, number_of
from inspector.text import tidy

KEYS: Final = frozenset({"code", "name", "alt_codes", "position", "lat"})
MANY: Final = frozenset({"alt_codes", "note", "keeper", "keeper_phone", "address"})
"""Fields that may have several columns; of the others the first column counts."""


@dataclass(frozen=True)
class Column:
    """One column of a table: its letter, the words over it, and the field it holds ('' when none is known)."""

    letter: str
    header: str
    field: str

    @property
    def index(self) -> int:
        """Its number from 0."""
        return number_of(self.letter) - 1


@dataclass(frozen=True)
class Header:
    """Where the header stands (rows from 0, both included) and the columns under it."""

    first: int
    last: int
    columns: tuple[Column, ...]

    def column(self, field: str) -> Column | None:
        """The first column of a field."""
        return next((column for column in self.columns if column.field == field), None)

    def all_of(self, field: str) -> list[Column]:
        """All columns of a field, left to right."""
        return [column for column in self.columns if column.field == field]

    def mapped(self, mapping: Mapping[str, str]) -> Header:
        """The same table with `mapping` (field -> letter, '' for none) in place of what was recognised."""
        asked = {letter.upper(): field for field, letter in mapping.items() if letter}
        columns = []
        for column in self.columns:
            if column.letter in asked:
                columns.append(replace(column, field=asked.pop(column.letter)))
            else:
                columns.append(replace(column, field="" if column.field in mapping else column.field))
        columns += [Column(letter, "", field) for letter, field in asked.items()]
        return replace(self, columns=tuple(sorted(columns, key=lambda column: column.index)))


def named_columns(row: Sequence[object]) -> int:
    """How many different fields the cells of a row name."""
    fields = {names.field_of(cell) for cell in row if isinstance(cell, str) and cell.strip()}
    return len(fields - {None})


def looks_like_header(row: Sequence[str]) -> bool:
    """Whether a row names columns of a station table."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2:
        return False
    fields = {field for cell in filled if (field := names.field_of(cell))}
    if not fields & KEYS or sum(len(cell) for cell in filled) > 120 * len(filled):
        return False
    needed = 2 if len(filled) <= 3 else 3
    return len(fields) >= needed and len(fields) * 3 >= len(filled)


def header_at(grid: Sequence[Sequence[str]], row: int, merged: Sequence[tuple[int, int, int, int]]) -> Header | None:
    """
    The header that begins in `row`, if one does.

    Args:
        grid: texts of the sheet.
        merged: merged areas, from 0.
    """
    first, under = grid[row], grid[row + 1] if row + 1 < len(grid) else []
    parents = _parents(first, row, merged)
    double = _is_second_row(first, under, row, merged)
    if not looks_like_header(first):
        named = {cell for cell in first if cell}
        if not double or len(named) < 2 or looks_like_header(under) or not looks_like_header(_joined(parents, under)):
            return None
    width = max(len(first), len(under) if double else 0)
    columns = []
    used: set[str] = set()
    for index in range(width):
        over = parents[index] if index < len(parents) else ""
        below = under[index] if double and index < len(under) else ""
        if not over and not below:
            continue
        field = _field(over, below)
        if field in used and field not in MANY:
            field = ""
        if field:
            used.add(field)
        columns.append(Column(letters_of(index + 1), tidy(f"{over} {below}" if over != below else over), field))
    return Header(row, row + 1 if double else row, tuple(_settled(columns)))


def is_numbering(row: Sequence[str]) -> bool:
    """The row '(1) (2) (3)' that some forms put under the header."""
    filled = [re.sub(r"[()\[\]\s]", "", cell) for cell in row if cell]
    if len(filled) < 3 or not all(re.fullmatch(r"\d{1,2}(?:=.*)?|[A-D]", cell) for cell in filled):
        return False
    numbers = [int(cell.split("=")[0]) for cell in filled if cell[0].isdigit()]
    return len(numbers) >= 2 and all(b - a == 1 for a, b in pairwise(numbers))


def _parents(first: Sequence[str], row: int, merged: Sequence[tuple[int, int, int, int]]) -> list[str]:
    """The upper header row with merged words spread over their columns."""
    parents = list(first)
    for top, left, bottom, right in merged:
        if top <= row <= bottom and right > left and left < len(parents):
            parents += [""] * (right + 1 - len(parents))
            for index in range(left + 1, right + 1):
                parents[index] = parents[index] or parents[left]
    return parents


def _is_second_row(
    first: Sequence[str], under: Sequence[str], row: int, merged: Sequence[tuple[int, int, int, int]]
) -> bool:
    filled = [(index, cell) for index, cell in enumerate(under) if cell]
    if not filled or is_numbering(under):
        return False
    tall = {(top, left) for top, left, bottom, _right in merged if top <= row and bottom == row + 1}
    wide = {
        index
        for top, left, bottom, right in merged
        if top <= row <= bottom < row + 1 and right > left
        for index in range(left, right + 1)
    }
    known = [index for index, cell in filled if names.field_of(cell)]
    if not known or len(known) * 2 < len(filled):
        return False
    blank_over = [index for index, _cell in filled if index >= len(first) or not first[index]]
    fits = all(index in wide or index in blank_over or first[index] == cell for index, cell in filled)
    return fits or (bool(tall) and all(index in wide or index in blank_over for index in known))


def _joined(parents: Sequence[str], under: Sequence[str]) -> list[str]:
    width = max(len(parents), len(under))
    padded = [*parents, *[""] * (width - len(parents))]
    below = [*under, *[""] * (width - len(under))]
    return [low or high for high, low in zip(padded, below, strict=True)]


def _field(over: str, below: str) -> str:
    if not below or below == over:
        return names.field_of(over) or ""
    together = names.field_of(f"{over} {below}")
    alone = names.field_of(below)
    if together and together in ("commune", "old_commune", "old_district", "alt_codes", "keeper_phone", "police_unit"):
        return together
    parent = names.field_of(over)
    if parent == "code" and alone == "alt_codes":
        return "alt_codes"
    return alone or together or ""


def _settled(columns: list[Column]) -> list[Column]:
    """A list that has only codes of technologies or of the infrastructure has its code there; a lone 'X' is no longitude."""
    fields = [column.field for column in columns]
    if "code" not in fields and "alt_codes" in fields:
        place = fields.index("alt_codes")
        columns[place] = replace(columns[place], field="code")
    if ("lat" in fields) != ("lon" in fields):
        for place, column in enumerate(columns):
            if column.field in ("lat", "lon") and len(column.header) == 1:
                columns[place] = replace(column, field="")
    return columns
