"""
Read back a checklist that was filled in a spreadsheet: what is on the sheet, not yet what it means.

The file comes from outside: only the cells are read, by position, and nothing in it is calculated.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector.i18n import N_, speaking
from inspector.reports import phrases
from inspector.reports.blank import ANSWER, FIELDS, FORMAT, KEY, NOTE, VALUE
from inspector.reports.errors import ReportError
from inspector.reports.excel import IDENTITY
from inspector.reports.excel_entries import LISTS
from inspector.reports.minutes_data import Result

_MOST_BYTES = 20_000_000
_MOST_ROWS = 5_000


class ChecklistUnreadable(ReportError):
    """A workbook is no checklist that was made by this program."""

    code = "report.checklist-unreadable"
    message = N_("{file} is not a checklist of this program: {reason}")
    hint = N_("Fill the workbook that `form blank` made, and do not move its rows.")


@dataclass(frozen=True, slots=True)
class Filled:
    """One answer as it was typed: `result` is pass, fail, na or the words on the sheet when they are none of these."""

    key: str
    """Path of the question; empty of a row that is none of the checklist's."""
    code: str
    result: str
    value: str
    note: str
    places: tuple[str, str, str]
    """Sheet and cell of the result, the value and the note."""
    beside: tuple[tuple[str, str], ...] = ()
    """Cells beside the table in which something stands, and what."""


@dataclass(frozen=True, slots=True)
class FilledChecklist:
    """A checklist as it came back."""

    form: str
    version: str
    site: str
    day: str
    person: str
    answers: tuple[Filled, ...]
    places: dict[str, str]
    """Sheet and cell of site, day and person."""


def ours(path: Path) -> bool:
    """Whether the workbook says of itself that it is a checklist to be filled."""
    import python_calamine

    try:
        if path.stat().st_size > _MOST_BYTES:
            return False
        book = python_calamine.CalamineWorkbook.from_path(path)
        return IDENTITY in book.sheet_names and ["format", FORMAT] in [row[:2] for row in _rows(book, IDENTITY, 200)]
    except (python_calamine.CalamineError, OSError, ValueError):
        return False


def read(path: Path) -> FilledChecklist:
    """
    The answers of a filled checklist; rows without an answer are left out.

    Raises:
        ChecklistUnreadable: no workbook, not ours, too big, or its rows were moved.
    """
    import python_calamine

    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ChecklistUnreadable(file=path.name, reason="> 20 MB")
        book = python_calamine.CalamineWorkbook.from_path(path)
        if IDENTITY not in book.sheet_names:
            raise ChecklistUnreadable(file=path.name, reason=IDENTITY)
        known = {str(row[0]): str(row[1]) for row in _rows(book, IDENTITY, 200) if len(row) > 1}
        if known.get("format") != FORMAT:
            raise ChecklistUnreadable(file=path.name, reason=known.get("format", "?"))
        sheet, head, _last = known["table DanhMuc"].rsplit("!", 2)
        if sheet not in book.sheet_names:  # it took another name
            sheet = next(name for name in book.sheet_names if name not in (IDENTITY, LISTS))
        rows = _rows(book, sheet, _MOST_ROWS)
        fields = {name: _field(rows, known[name]) for name in FIELDS}
        places = {name: _place(sheet, known[name]) for name in FIELDS}
        answers = _answers(rows[int(head) :], int(head), sheet, int(known["before"]))
    except (python_calamine.CalamineError, OSError, KeyError, ValueError, IndexError, StopIteration) as error:
        raise ChecklistUnreadable(file=path.name, reason=str(error) or type(error).__name__) from error
    return FilledChecklist(known["form"], known.get("version", ""), **fields, answers=answers, places=places)


def _rows(book: object, sheet: str, most: int) -> list[list[object]]:
    found: list[list[object]] = []
    for row in book.get_sheet_by_name(sheet).iter_rows():  # type: ignore[attr-defined]
        found.append(list(row))
        if len(found) >= most:
            break
    return found


def _field(rows: list[list[object]], place: str) -> str:
    _sheet, row, column = place.rsplit("!", 2)
    return _text(rows[int(row) - 1][int(column) - 1])


def _place(sheet: str, place: str) -> str:
    """A cell as a person finds it, on the sheet as it is called now."""
    from openpyxl.utils import get_column_letter

    _sheet, row, column = place.rsplit("!", 2)
    return f"{sheet}!{get_column_letter(int(column))}{row}"


def _answers(rows: list[list[object]], head: int, sheet: str, before: int) -> tuple[Filled, ...]:
    from openpyxl.utils import get_column_letter

    words = _results()
    found = []
    for number, row in enumerate(rows, head + 1):
        cells = [_text(cell) for cell in row]
        cells += [""] * (before + KEY + 1 - len(cells))
        own = cells[before : before + KEY + 1]
        result, value, note, key = (own[place] for place in (ANSWER, VALUE, NOTE, KEY))
        places = [f"{sheet}!{get_column_letter(before + place + 1)}{number}" for place in (ANSWER, VALUE, NOTE)]
        beside = tuple(
            (f"{sheet}!{get_column_letter(column)}{number}", said)
            for column, said in enumerate(cells, 1)
            if said and (column > before + KEY + 1 or not key)
        )
        if result or value or note or beside:
            said = words.get(result.casefold(), result)
            found.append(Filled(key, own[0], said, value, note, (places[0], places[1], places[2]), beside))
    return tuple(found)


def _results() -> dict[str, str]:
    """Words for results in every language of the program -> what they mean."""
    found = {result.value: result.value for result in (Result.PASS, Result.FAIL, Result.NA)}
    for language in ("vi", "en"):
        with speaking(language):
            found |= {
                phrases.result(result).casefold(): result.value for result in (Result.PASS, Result.FAIL, Result.NA)
            }
    return found


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
