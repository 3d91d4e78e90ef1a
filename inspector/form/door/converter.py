"""
Run the converter, and say what it objects to in the program's own words, with the cell.

The tables that were read and checked are what it converts, so its row numbers are ours. Whatever it raises, also its own
bugs, becomes a Problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from inspector.form.door.columns import by_plain_name
from inspector.form.door.notes import Notes
from inspector.form.door.tables import FORM_SHEETS, Sheet, Tables
from inspector.form.problems import FormError, Problem
from inspector.i18n import N_


@dataclass(frozen=True)
class _Says:
    """How the converter says something, and how we say it."""

    pattern: re.Pattern[str]
    code: str
    template: str
    sheet: str = "survey"
    column: str = ""


def _says(pattern: str, code: str, template: str, sheet: str = "survey", column: str = "") -> _Says:
    return _Says(re.compile(pattern, re.DOTALL), code, template, sheet, column)


# Where our own checks have not spoken first. Order matters: the first that fits is used.
_OBJECTIONS: Final = (
    _says(
        r"Repeat names must unique anywhere|Repeat names must not be the same",
        "repeat-name",
        N_("A repeat's name must not be used anywhere else in the form. Give the repeat another name."),
        column="name",
    ),
    _says(
        r"name 'meta' is reserved",
        "name-reserved",
        N_("The name meta is reserved. Choose another name."),
        column="name",
    ),
    _says(
        r"The name '(?P<text>[^']*)' appears more than once|multiple survey elements named '(?P<text2>[^']*)'",
        "reference-double",
        N_("Several questions are called {text}, so the reference is not clear. Give them different names."),
    ),
    _says(
        r"Could not find the name '(?P<text>[^']*)'|no survey element named '(?P<text2>[^']*)'",
        "reference",
        N_("${{{text}}} is not a question of this form. Correct the name, or add the question."),
    ),
    _says(
        r"Reference variable|Reference variables must start",
        "reference-form",
        N_("A reference is not written correctly. Write ${{name}}, several with commas between them."),
    ),
    _says(
        r"'parameters' value is invalid|[Pp]arameter|must be set to true or false|Invalid value for",
        "parameters",
        N_(
            "The parameters do not fit this type of question. Write them as key=value, for example start=0 end=10 step=1."
        ),
        column="parameters",
    ),
    _says(
        r"save_to|'entities' sheet|entity",
        "entities",
        N_("The entity list cannot be made: the sheet entities and the column save_to do not fit together."),
    ),
    _says(
        r"element named '(?P<text>[^']*)' has no label or hint|has no label",
        "label-missing",
        N_("{text} has neither label nor hint. Write what the inspector should read."),
        column="label",
    ),
    _says(
        r"specify an image for the survey element named (?P<text>\S+?)\.?$",
        "big-image",
        N_("{text} has a big-image without an image. Fill in the column image too."),
        column="big-image",
    ),
    _says(
        r"or_other|'or other'",
        "or-other",
        N_("or_other cannot be used with a filter or without choices. Add the choice other to the list instead."),
        column="type",
    ),
    _says(
        r"background-geopoint",
        "background-geopoint",
        N_("A background-geopoint needs a trigger and no calculation. Fill in the column trigger."),
        column="trigger",
    ),
    _says(
        r"table-list|all questions must be select|must have the same list",
        "table-list",
        N_("In a table-list all questions must use the same list. Use one list, or drop the appearance table-list."),
        column="type",
    ),
    _says(
        r"external_choices sheet|external choices sheet",
        "external-choices",
        N_("select_one_external needs its list on a sheet external_choices. Add it, or use select_one."),
        column="type",
    ),
    _says(
        r"Headers that are different names for the same column were found: '(?P<text>[^']*)', '(?P<other>[^']*)'",
        "column-twice-meant",
        N_("The columns {text} and {other} mean the same. Delete one of them."),
    ),
    _says(
        r"The question \$\{(?P<text>[^}]*)\} is not user-visible",
        "trigger-hidden",
        N_("{text} is never shown, so its answer cannot be a trigger. Give it a label, or choose another trigger."),
    ),
    _says(
        r"Instance names must be unique|same name but different|instance",
        "file-twice",
        N_("Two lists or files have the same name. Give one of them another name."),
    ),
    _says(
        r"omit instanceID|public_key",
        "settings-instance-id",
        N_("An encrypted form needs its instanceID. Delete the setting omit_instanceID."),
        sheet="settings",
    ),
)

# What the converter warns of and our own checks say better, with the cell.
_SAID_ALREADY: Final = re.compile(
    r"is missing the|Choices should have a label|must not contain spaces|has no label|Row without name"
    r"|similar names were found|max-pixels|is being skipped"
)
_WARNINGS: Final = (
    _says(
        r"case-insensitive match",
        "name-case",
        N_("The name differs from another only in capital letters. Give one of the two another name."),
        column="name",
    ),
    _says(
        r"'disabled' column",
        "disabled",
        N_("The column disabled is out of use. Use relevant instead."),
        column="disabled",
    ),
    _says(
        r"or_other",
        "or-other-language",
        N_("The choice that or_other adds is English only. Add the choice other to the list yourself, translated."),
        column="type",
    ),
    _says(
        r"no longer supported",
        "type-old",
        N_("This type is out of use and stays empty on most devices. Delete the question."),
        column="type",
    ),
    _says(
        r"only meant for filtered",
        "external-unfiltered",
        N_("select_one_external is meant for filtered lists. Use select_one, or add a choice_filter."),
        column="type",
    ),
)


def convert(tables: Tables, *, stem: str, notes: Notes) -> str:
    """
    The XForm that the converter makes of these tables. Its warnings go into `notes`.

    Raises:
        FormError: it objects, or fails; with all of `notes`.
    """
    from pyxform.xls2xform import convert as pyxform_convert

    warnings: list[str] = []
    try:
        result = pyxform_convert(xlsform=_handed_over(tables, stem), validate=False, warnings=warnings)
        xform = str(result.xform)
    except Exception as error:  # the converter's refusals and its bugs alike must not cross the border
        notes.append(_objection(error, tables))
        raise FormError(ordered(notes)) from error
    for text in warnings:
        if not _SAID_ALREADY.search(text) and (said := _placed(text, _WARNINGS, tables, fatal=False)):
            notes.append(said)
    return xform


def ordered(notes: Notes) -> list[Problem]:
    """What keeps the form from being used first, then in the order of sheets and rows."""
    rank = {name: number for number, name in enumerate(("survey", "choices", "settings", "tests"))}
    return sorted(notes, key=lambda said: (not said.fatal, rank.get((said.sheet or "").lower(), -1), said.row or 0))


def _handed_over(tables: Tables, stem: str) -> dict[str, Any]:
    given: dict[str, Any] = {"fallback_form_name": stem, "sheet_names": list(tables.sheets)}
    for name in FORM_SHEETS:
        sheet = tables.get(name)
        if sheet.columns:
            given[name] = [dict(row.cells) for row in sheet.rows]
            given[f"{name}_header"] = [dict.fromkeys(sheet.columns)]
    return given


def _objection(error: Exception, tables: Tables) -> Problem:
    from pyxform.errors import PyXFormError

    text = str(error) if isinstance(error, PyXFormError) else ""
    if text:
        found = _placed(text, _OBJECTIONS, tables, fatal=True)
        if found is not None:
            return found
    return Problem(
        "xlsform.converter-failed",
        N_("The converter cannot read this workbook ({reason}). Compare it with a form that works, row by row."),
        (("reason", type(error).__name__),),
    )


def _placed(text: str, table: tuple[_Says, ...], tables: Tables, *, fatal: bool) -> Problem | None:
    row = re.search(r"\[row : (\d+)\]", text)
    named = re.search(r"On the '(\w+)' sheet|for sheet: '(\w+)'", text)
    asked = re.search(r"the '([^']+)' value is", text)
    says = next((says for says in table if says.pattern.search(text)), None)
    sheet = tables.get((named[1] or named[2]) if named else says.sheet if says else "survey")
    column = asked[1].split(" (")[0] if asked else says.column if says else ""
    number = _number(sheet, int(row[1])) if row else None
    written = by_plain_name(sheet).get(column, column) or None
    fields: dict[str, Any] = {}
    if says is None:
        if not fatal:
            return None
        code, template = "converter", N_("The converter refuses this: {reason}")
        fields["reason"] = re.sub(r"\s*(\[row : \d+\]|Learn more: \S+)\s*", " ", text).strip()[:300]
    else:
        code, template = says.code, says.template
        match = says.pattern.search(text)
        groups = {key: value for key, value in (match.groupdict() if match else {}).items() if value}
        fields = {key.rstrip("2"): value for key, value in groups.items()}
        if "text" not in fields and "{text}" in template:
            fields["text"] = "…"
        if number is None and "text" in fields:
            number, column_found = _where_named(sheet, fields["text"])
            written = written or column_found
    return Problem(
        f"xlsform.{code}", template, tuple(fields.items()), sheet=sheet.name, row=number, column=written, fatal=fatal
    )


def _number(sheet: Sheet, row: int) -> int:
    """The row as the spreadsheet shows it: the converter counts from the header."""
    place = row - 2
    return sheet.rows[place].number if 0 <= place < len(sheet.rows) else sheet.header_row


def _where_named(sheet: Sheet, name: str) -> tuple[int | None, str | None]:
    """The first row that is called so, or else that mentions it."""
    column = by_plain_name(sheet).get("name", "name")
    for row in sheet.rows:
        if row.get(column) == name:
            return row.number, column
    for row in sheet.rows:
        for said, text in row.cells.items():
            if f"${{{name}}}" in text:
                return row.number, said
    return None, None
