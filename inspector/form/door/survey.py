"""The survey sheet row by row: types, names, groups, references; and where each node of the form was written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from inspector.form.door.columns import by_plain_name, plain
from inspector.form.door.notes import Notes
from inspector.form.door.tables import Row, Sheet, Tables
from inspector.form.problems import Place, nearest
from inspector.i18n import N_

CONTROLS: Final = {
    "group": "group",
    "lgroup": "repeat",
    "repeat": "repeat",
    "loop": "loop",
    "looped group": "repeat",
}
SELECTS: Final = (
    "add select one prompt using",
    "add select multiple prompt using",
    "select all that apply from",
    "select all that apply",
    "select one from file",
    "select multiple from file",
    "select_one_from_file",
    "select_multiple_from_file",
    "select_one_external",
    "select_multiple",
    "select one from",
    "select_one",
    "select one",
    "select1",
    "rank",
)
COMMON_TYPES: Final = (
    "text",
    "integer",
    "decimal",
    "date",
    "time",
    "dateTime",
    "note",
    "calculate",
    "image",
    "audio",
    "video",
    "file",
    "barcode",
    "geopoint",
    "geotrace",
    "geoshape",
    "range",
    "acknowledge",
    "hidden",
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "begin_group",
    "end_group",
    "begin_repeat",
    "end_repeat",
    "select_one",
    "select_multiple",
    "rank",
)
_SHOWN: Final = {
    "text",
    "integer",
    "decimal",
    "date",
    "time",
    "dateTime",
    "note",
    "image",
    "barcode",
    "range",
    "acknowledge",
}
_WORDED: Final = {"label", "hint", "image", "big-image", "audio", "video", "media", "calculation", "trigger", "bind"}
"""Columns of which one must be filled so that a question can be shown, or need not be."""
_BEGIN: Final = re.compile(rf"begin[\s_]({'|'.join(CONTROLS)})(?: (?:over )?(\S+))?")
_END: Final = re.compile(rf"end[\s_]({'|'.join(CONTROLS)})")
_SELECT: Final = re.compile(rf"({'|'.join(SELECTS)})(?:\s+(.+?))?(\s+(?:or specify other|or_other|or other))?")
_NAME: Final = re.compile(r"[^\W\d][\w.-]*")
_PULLED: Final = re.compile(r"""pulldata\s*\(\s*['"]([^'"]+)['"]""")
_REFERENCE: Final = re.compile(r"\$\{([^{}]*)\}")
_EXPRESSIONS: Final = {
    "relevant": "relevant",
    "constraint": "constraint",
    "calculation": "calculate",
    "required": "required",
    "read_only": "readonly",
    "choice_filter": "choice_filter",
    "repeat_count": "repeat_count",
    "default": "default",
    "trigger": "trigger",
    "label": "label",
    "hint": "hint",
    "constraint_message": "constraint_message",
    "required_message": "required_message",
    "guidance_hint": "guidance_hint",
    "type": "type",
    "name": "name",
    "appearance": "appearance",
    "parameters": "parameters",
}


@dataclass
class Question:
    """One row that makes a node: its path below the root, its type in plain words, and where it stands."""

    path: str
    name: str
    type: str
    row: Row
    list_name: str = ""


@dataclass
class Survey:
    """What the survey sheet says, as far as it could be understood."""

    root: str = "data"
    questions: list[Question] = field(default_factory=list)
    origin: dict[str, Place] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)


@dataclass
class _Open:
    kind: str
    name: str
    row: int
    children: int = 0
    names: dict[str, int] = field(default_factory=dict)


def check_survey(tables: Tables, notes: Notes) -> Survey:
    """Look at every row; fill `notes` and return what the rows make."""
    sheet = tables.get("survey")
    survey = Survey(root=next((row.get("name") for row in tables.get("settings").rows if row.get("name")), "data"))
    if not _usable(tables, sheet, notes):
        return survey
    at = by_plain_name(sheet)
    lists = _list_names(tables)
    stack = [_Open("survey", survey.root, sheet.header_row)]
    for row in sheet.rows:
        if not row.cells or _yes(row.get(at.get("disabled", "disabled"))):
            continue
        _row(row, sheet, at, stack, lists, survey, notes)
    for still in reversed(stack[1:]):
        notes.error(
            "group-open",
            N_("The {kind} {text} is never closed. Add a row of the type {cure} after its last question."),
            sheet.name,
            still.row,
            at["type"],
            kind=still.kind,
            text=still.name,
            cure=f"end_{still.kind}",
        )
    if not any(row.cells for row in sheet.rows):
        notes.error(
            "no-questions",
            N_("The sheet has no questions. Write each one into a row of its own: type, name and label."),
            sheet.name,
            sheet.header_row + 1,
            at["type"],
        )
    _check_references(tables, survey, notes)
    return survey


def _usable(tables: Tables, sheet: Sheet, notes: Notes) -> bool:
    if not sheet.columns:
        notes.error(
            "no-survey",
            N_(
                "The workbook has no sheet named survey with questions. Give the sheet with the questions the name survey."
            ),
            nearest("survey", tables.others) or "survey",
            None,
            None,
        )
        return False
    known = by_plain_name(sheet)
    if "type" in known and "name" in known:
        return True
    lower = next((row for row in sheet.rows[:20] if {"type", "name"} <= {t.lower() for t in _texts(row)}), None)
    missing = "type" if "type" not in known else "name"
    if lower is not None:
        notes.error(
            "header-lower",
            N_(
                "The column names must stand in the first row, but type and name stand in row {found}. "
                "Delete the rows above."
            ),
            sheet.name,
            sheet.header_row,
            next(iter(sheet.columns), "A"),
            found=lower.number,
        )
    else:
        notes.error(
            "column-missing",
            N_("The column {text} is missing. Add it to the first row of the sheet."),
            sheet.name,
            sheet.header_row,
            missing,
            text=missing,
            among=[column for column in sheet.columns if column not in known] or None,
        )
    return False


def _row(
    row: Row, sheet: Sheet, at: dict[str, str], stack: list[_Open], lists: set[str], survey: Survey, notes: Notes
) -> None:
    kind = " ".join(row.get(at["type"]).split())
    name = row.get(at["name"])
    if not kind:
        if name or any(plain(column) == "label" for column in row.cells):
            notes.error(
                "type-missing",
                N_("The row has no type. Write what is asked, for example text, integer or select_one."),
                sheet.name,
                row.number,
                at["type"],
            )
        return
    if end := _END.fullmatch(kind):
        _close(CONTROLS[end[1]], name, row, sheet, at, stack, notes)
        return
    begin = _BEGIN.fullmatch(kind)
    select = None if begin else _SELECT.fullmatch(kind)
    if not name:
        if kind == "note":
            name = f"generated_note_name_{row.number}"
        elif kind == "audit":
            return
        else:
            notes.error(
                "name-missing",
                N_("The row has no name. Write a short name without spaces and marks, for example earth_ohm."),
                sheet.name,
                row.number,
                at["name"],
            )
    elif not _NAME.fullmatch(name):
        notes.error(
            "name-invalid",
            N_("{text} cannot be a name. Begin with a letter; then letters, digits, _, - and . without spaces."),
            sheet.name,
            row.number,
            at["name"],
            text=name,
        )
    elif name in stack[-1].names:
        notes.error(
            "name-twice",
            N_("The name {text} is used already in row {other}. Give one of the two another name."),
            sheet.name,
            row.number,
            at["name"],
            text=name,
            other=stack[-1].names[name],
        )
    path = "/" + "/".join([*(part.name for part in stack), name])
    stack[-1].children += 1
    stack[-1].names.setdefault(name, row.number)
    survey.names.add(name)
    list_name = ""
    if begin:
        if begin[1] == "loop" and begin[2]:
            survey.lists.add(begin[2])
        stack.append(_Open(CONTROLS[begin[1]], name, row.number))
    elif select:
        list_name = _select(kind, select, row, sheet, at, lists, survey, notes)
        if select[3]:
            survey.names.add(f"{name}_other")
            survey.origin[f"{path}_other"] = (sheet.name, row.number, at["type"])
    else:
        _known_type(kind, row, sheet, at, survey, notes)
    if (select or kind in _SHOWN) and not any(plain(column) in _WORDED for column in row.cells):
        notes.error(
            "label-missing",
            N_("{text} has neither label nor hint. Write what the inspector should read."),
            sheet.name,
            row.number,
            next((column for column in sheet.columns if plain(column) == "label"), "label"),
            text=name,
        )
    if row.get(at.get("repeat_count", "")):
        survey.names.add(f"{name}_count")
        survey.origin[f"{path}_count"] = (sheet.name, row.number, at["repeat_count"])
    _remember(path, row, sheet, at, survey)
    survey.questions.append(Question(path, name, kind, row, list_name))


def _close(kind: str, name: str, row: Row, sheet: Sheet, at: dict[str, str], stack: list[_Open], notes: Notes) -> None:
    open_one = stack[-1]
    if len(stack) == 1 or open_one.kind != kind:
        if len(stack) == 1:
            template = N_(
                "end_{kind} closes nothing: no {kind} is open here. Delete the row, or add begin_{kind} above."
            )
        else:
            template = N_(
                "end_{kind} stands here, but the {found} {text} of row {other} is open. Write end_{found}, "
                "or add the missing row."
            )
        notes.error(
            "group-close",
            template,
            sheet.name,
            row.number,
            at["type"],
            kind=kind,
            found=open_one.kind,
            text=open_one.name if len(stack) > 1 else f"end_{kind}",
            other=open_one.row,
        )
        # One mistake is told once: the row is taken as the end of what it must have meant.
        meant = next((part for part in reversed(stack[1:]) if part.kind == kind), open_one)
        while len(stack) > 1 and stack.pop() is not meant:
            pass
        return
    if name and name != open_one.name:
        notes.warn(
            "group-close-name",
            N_("This row closes {other}, not {text}. Check which group ends here, or leave the name blank."),
            sheet.name,
            row.number,
            at["name"],
            text=name,
            other=open_one.name,
        )
    if not open_one.children:
        notes.warn(
            "group-empty",
            N_("The {kind} {text} holds no question. Put questions into it, or delete its two rows."),
            sheet.name,
            open_one.row,
            at["type"],
            kind=kind,
            text=open_one.name,
        )
    stack.pop()


def _select(
    kind: str,
    select: re.Match[str],
    row: Row,
    sheet: Sheet,
    at: dict[str, str],
    lists: set[str],
    survey: Survey,
    notes: Notes,
) -> str:
    list_name = select[2] or ""
    if not list_name:
        notes.error(
            "list-missing",
            N_("{text} needs the name of a list after it, for example {cure}."),
            sheet.name,
            row.number,
            at["type"],
            text=kind,
            cure=f"{select[1]} result",
        )
    elif "file" in select[1]:
        if not list_name.lower().endswith((".csv", ".xml", ".geojson")):
            notes.error(
                "list-file",
                N_("The file {text} must end in .csv, .xml or .geojson."),
                sheet.name,
                row.number,
                at["type"],
                text=list_name,
            )
    elif "${" not in list_name:
        survey.lists.add(list_name)
        if list_name not in lists and "external" not in select[1]:
            notes.error(
                "list-unknown",
                N_("The list {text} is not on the sheet choices. Add it there, or correct its name here."),
                sheet.name,
                row.number,
                at["type"],
                text=list_name,
                among=lists,
            )
    return list_name


def _known_type(kind: str, row: Row, sheet: Sheet, at: dict[str, str], survey: Survey, notes: Notes) -> None:
    from pyxform.aliases import settings_header
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    known = kind in QUESTION_TYPE_DICT or kind in settings_header or kind.startswith("osm ")
    if not known:
        notes.error(
            "type-unknown",
            N_("{text} is no type of question. Use for example text, integer, decimal, date, note or select_one list."),
            sheet.name,
            row.number,
            at["type"],
            text=kind,
            among=COMMON_TYPES,
        )
    elif kind == "calculate" and not row.get(at.get("calculation", ""), "bind::calculate", at.get("default", "")):
        notes.error(
            "calculation-missing",
            N_("{text} calculates nothing. Write an expression into the column calculation."),
            sheet.name,
            row.number,
            at.get("calculation", "calculation"),
            text=row.get(at["name"]),
        )


def _remember(path: str, row: Row, sheet: Sheet, at: dict[str, str], survey: Survey) -> None:
    survey.origin[path] = (sheet.name, row.number, at["name"])
    if select := _SELECT.fullmatch(" ".join(row.get(at["type"]).split())):
        survey.origin.setdefault((select[2] or "").rpartition(".")[0], (sheet.name, row.number, at["type"]))
    for column, text in row.cells.items():
        for file in _PULLED.findall(text):
            survey.origin.setdefault(file, (sheet.name, row.number, column))
        base = plain(column)
        if base == "bind" and "::" in column:
            base = column.split("::")[1].strip()
        key = _EXPRESSIONS.get(base, base)
        survey.origin.setdefault(f"{path}|{key}", (sheet.name, row.number, column))
        if key != base:
            survey.origin.setdefault(f"{path}|{base}", (sheet.name, row.number, column))


def _check_references(tables: Tables, survey: Survey, notes: Notes) -> None:
    """`${name}` in every cell of the form's sheets must name a question."""
    known = survey.names | {"instanceID", "instanceName"}
    for key in ("survey", "choices", "settings", "entities"):
        sheet = tables.get(key)
        for row in sheet.rows:
            for column, text in row.cells.items():
                if "$" not in text or column.startswith(("_", "#")):
                    continue
                for name in _REFERENCE.findall(text):
                    plain_name = name.strip().removeprefix("last-saved#")
                    if plain_name not in known:
                        notes.error(
                            "reference",
                            N_("${{{text}}} is not a question of this form. Correct the name, or add the question."),
                            sheet.name,
                            row.number,
                            column,
                            text=plain_name,
                            among=known,
                        )
                if "${" in _REFERENCE.sub("", text):
                    notes.error(
                        "reference-form",
                        N_("A reference is not closed in {text}. Write it as ${{name}}."),
                        sheet.name,
                        row.number,
                        column,
                        text=text[:80],
                    )


def _list_names(tables: Tables) -> set[str]:
    sheet = tables.get("choices")
    column = by_plain_name(sheet).get("list_name", "list_name")
    return {row.get(column) for row in sheet.rows if row.get(column)}


def _texts(row: Row) -> tuple[str, ...]:
    return (*row.cells.values(), *row.beyond)


def _yes(text: str) -> bool:
    return text.lower() in ("yes", "true", "true()", "1")
