"""The sheets choices and settings, and translations: what is missing, doubled or never used."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from inspector.form.door.columns import TRANSLATED, by_plain_name, language, plain
from inspector.form.door.notes import Notes
from inspector.form.door.survey import Survey
from inspector.form.door.tables import Row, Sheet, Tables
from inspector.form.problems import nearest
from inspector.i18n import N_

FEW: Final = 20


def check_choices(tables: Tables, survey: Survey, notes: Notes) -> None:
    """Names and labels of choices; lists that nobody asks for."""
    sheet = tables.get("choices")
    if not sheet.rows:
        return
    at = by_plain_name(sheet)
    for needed in ("list_name", "name"):
        if needed not in at:
            notes.error(
                "column-missing",
                N_("The column {text} is missing. Add it to the first row of the sheet."),
                sheet.name,
                sheet.header_row,
                needed,
                text=needed,
            )
            return
    doubles = tables.get("settings").rows[:1]
    allowed = bool(doubles) and doubles[0].get("allow_choice_duplicates").lower() in ("yes", "true")
    multiple = {
        question.list_name
        for question in survey.questions
        if question.list_name and ("multiple" in question.type or "all that apply" in question.type)
    }
    seen: dict[str, dict[str, int]] = defaultdict(dict)
    for row in sheet.rows:
        if row.cells:
            _choice(row, sheet, at, allowed, multiple, seen, notes)
    mentioned = survey.lists | {
        found
        for key in ("survey", "settings", "entities")
        for row in tables.get(key).rows
        for text in row.cells.values()
        for found in re.findall(r"""['"]([^'"]+)['"]|=\s*([\w.-]+)""", text)
        for found in found
        if found
    }
    meant = {nearest(list_name, seen) for list_name in survey.lists - seen.keys()}
    for list_name, names in seen.items():
        if list_name not in mentioned and list_name not in meant:
            notes.warn(
                "list-unused",
                N_("The list {text} is used by no question. Delete it, or name it in a question's type."),
                sheet.name,
                min(names.values(), default=sheet.header_row),
                at["list_name"],
                text=list_name,
            )


def _choice(
    row: Row,
    sheet: Sheet,
    at: dict[str, str],
    allowed: bool,
    multiple: set[str],
    seen: dict[str, dict[str, int]],
    notes: Notes,
) -> None:
    list_name, name = row.get(at["list_name"]), row.get(at["name"])
    if not list_name:
        notes.warn(
            "choice-list",
            N_("The choice {text} belongs to no list. Write the list's name, or delete the row."),
            sheet.name,
            row.number,
            at["list_name"],
            text=name or next(iter(row.cells.values())),
        )
        return
    if not name:
        notes.error(
            "choice-name",
            N_("A choice of the list {text} has no name. Write the value that is stored when it is chosen."),
            sheet.name,
            row.number,
            at["name"],
            text=list_name,
        )
        seen[list_name].setdefault("", row.number)
        return
    if name in seen[list_name] and not allowed:
        notes.error(
            "choice-twice",
            N_("The list {list} has the choice {text} already in row {other}. Give one of the two another name."),
            sheet.name,
            row.number,
            at["name"],
            text=name,
            list=list_name,
            other=seen[list_name][name],
        )
    seen[list_name].setdefault(name, row.number)
    if list_name in multiple and re.search(r"\s", name):
        notes.error(
            "choice-space",
            N_("{text} contains a space, but several choices of this list can be chosen at once. Write _ instead."),
            sheet.name,
            row.number,
            at["name"],
            text=name,
        )
    if not any(plain(column) in ("label", "image", "audio", "video", "media") for column in row.cells):
        notes.warn(
            "choice-label",
            N_("The choice {text} has no label; its name is shown instead. Write what people should read."),
            sheet.name,
            row.number,
            next((column for column in sheet.columns if plain(column) == "label"), "label"),
            text=name,
        )


def check_settings(tables: Tables, notes: Notes) -> None:
    """One row of settings; a default language that exists; an identity and a version."""
    sheet = tables.get("settings")
    filled = [row for row in sheet.rows if row.cells]
    if not filled:
        notes.warn(
            "settings-missing",
            N_("The form has no title, form_id and version of its own. Add a sheet settings with these columns."),
            "settings",
            None,
            None,
        )
        return
    first = filled[0]
    if len(filled) > 1:
        notes.warn(
            "settings-rows",
            N_("Only the first row of settings counts; this row is left out. Put all settings into one row."),
            sheet.name,
            filled[1].number,
            None,
        )
    for needed, others in (("form_id", ("set_form_id", "id_string")), ("version", ())):
        if not first.get(needed, *others):
            notes.warn(
                "setting-missing",
                N_("{text} is not set. Without it two editions of this form cannot be told apart."),
                sheet.name,
                first.number,
                needed,
                text=needed,
            )
    chosen = first.get("default_language")
    spoken = languages(tables)
    if chosen and spoken and chosen not in spoken:
        notes.warn(
            "language-unknown",
            N_("No column is written in {text}. Write the language exactly as in the columns, for example {found}."),
            sheet.name,
            first.number,
            "default_language",
            text=chosen,
            found=spoken[0],
            among=spoken,
        )


def languages(tables: Tables) -> list[str]:
    """Languages of the translated columns, in the order in which they appear."""
    found: dict[str, None] = {}
    for key in ("survey", "choices"):
        for column in tables.get(key).columns:
            if said := language(column):
                found[said] = None
    return list(found)


def check_translations(tables: Tables, notes: Notes) -> None:
    """A text that exists in one language is expected in all; a missing one is shown in the default language."""
    spoken = languages(tables)
    if not spoken:
        return
    default = next((row.get("default_language") for row in tables.get("settings").rows if row.cells), "")
    for key in ("survey", "choices"):
        sheet = tables.get(key)
        for base in TRANSLATED:
            columns = {language(column) or default or "": column for column in sheet.columns if plain(column) == base}
            if not columns or base == "media":
                continue
            for tongue in spoken:
                if tongue not in columns:
                    notes.warn(
                        "translation-column",
                        N_("The column {text} is missing; the default language is shown instead. Add the column."),
                        sheet.name,
                        sheet.header_row,
                        f"{base}::{tongue}",
                        text=f"{base}::{tongue}",
                    )
                elif len(columns) > 1:
                    _cells(sheet, columns, tongue, notes)


def _cells(sheet: Sheet, columns: dict[str, str], tongue: str, notes: Notes) -> None:
    column = columns[tongue]
    holes = [
        row
        for row in sheet.rows
        if not row.get(column) and row.get(*(other for other in columns.values() if other != column))
    ]
    for row in holes[:FEW]:
        notes.warn(
            "translation",
            N_("The text is not translated into {text}; the default language is shown instead. Fill in the cell."),
            sheet.name,
            row.number,
            column,
            text=tongue,
        )
    if len(holes) > FEW:
        notes.warn(
            "translation-more",
            N_("{count} more texts below are not translated into {text}. Fill in the cells of this column."),
            sheet.name,
            holes[FEW].number,
            column,
            count=len(holes) - FEW,
            text=tongue,
        )
