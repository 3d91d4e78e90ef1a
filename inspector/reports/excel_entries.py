"""Cells of a workbook that take one kind of answer: drop-downs, numbers, days and times, each with its prompt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from inspector.i18n import _
from inspector.reports.document import Entry
from inspector.reports.excel_styles import put

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LISTS: Final = "_lists"
"""Name of the hidden sheet with the choices that are too long, or too odd, to stand in a rule itself."""
FORMS: Final = {"whole": "0", "decimal": "General", "date": "dd/mm/yyyy", "time": "hh:mm"}
"""How a cell of each kind is shown; others hold text."""
_MOST_INLINE: Final = 250
_MOST_PROMPT: Final = 250


def take(sheet: Worksheet, entries: Mapping[tuple[int, int], Entry]) -> None:
    """Let each cell (row, column) take what its entry says; cells that take alike share a rule."""
    from openpyxl.utils import get_column_letter

    made: dict[Entry, Any] = {}
    for (row, column), entry in entries.items():
        if not entry.kind or (entry.kind == "text" and not entry.prompt):
            continue
        if entry not in made:
            made[entry] = _rule(sheet, entry)
            sheet.add_data_validation(made[entry])
        made[entry].add(f"{get_column_letter(column)}{row}")


def _rule(sheet: Worksheet, entry: Entry) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    rules: dict[str, dict[str, Any]] = {
        "whole": {"type": "whole", "operator": "between", "formula1": "-999999999", "formula2": "999999999"},
        "decimal": {"type": "decimal", "operator": "between", "formula1": "-1E+15", "formula2": "1E+15"},
        "date": {"type": "date", "operator": "greaterThan", "formula1": "1"},
        "time": {"type": "time", "operator": "between", "formula1": "0", "formula2": "0.999999"},
    }
    said = rules.get(entry.kind, {})
    if entry.choices:
        said = {"type": "list", "formula1": _list(sheet, entry.choices)}
    strict = entry.kind not in ("choices", "text")
    rule = DataValidation(allow_blank=True, showErrorMessage=strict, **said)
    rule.error = _error(entry.kind)
    if entry.prompt:
        rule.showInputMessage, rule.prompt = True, entry.prompt[:_MOST_PROMPT]
    return rule


def _error(kind: str) -> str:
    match kind:
        case "whole":
            return _("Write a whole number.")
        case "decimal":
            return _("Write a number.")
        case "date":
            return _("Write a day, as 24/11/2026.")
        case "time":
            return _("Write a time, as 08:30.")
    return _("Choose one of the words in the list.")


def _list(sheet: Worksheet, choices: tuple[str, ...]) -> str:
    said = ",".join(choices)
    plain = all(word == word.strip() and not set(word) & set(',"\n') for word in choices)
    if plain and len(said) <= _MOST_INLINE:
        return f'"{said}"'
    from openpyxl.utils import get_column_letter

    book: Any = sheet.parent
    if LISTS not in book.sheetnames:
        book.create_sheet(LISTS).sheet_state = "hidden"
    lists = book[LISTS]
    column = lists.max_column + 1 if lists.cell(1, 1).value is not None else 1
    for row, word in enumerate(choices, 1):
        put(lists.cell(row, column), word)
    letter = get_column_letter(column)
    return f"{LISTS}!${letter}$1:${letter}${len(choices)}"
