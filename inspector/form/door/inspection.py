"""
Our own columns in a checklist (`bind::ins:…`): severity, deadline, legal basis, limits, photo rule.

The form engine carries them as attributes and never looks at them; here the author learns of a wrong word in time.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from inspector.form.door.columns import by_plain_name
from inspector.form.door.notes import Notes
from inspector.form.door.survey import Question, Survey
from inspector.form.door.tables import Sheet, Tables
from inspector.i18n import N_

NAMESPACE: Final = "urn:inspector:checklist"
WORDS: Final = {
    "severity": ("critical", "major", "minor"),
    "legal-status": ("confirmed", "unconfirmed"),
}
KNOWN: Final = (
    "code",
    "severity",
    "fails-on",
    "legal-basis",
    "legal-status",
    "due-days",
    "photo-on",
    "measure-of",
    "unit",
    "unit-en",
    "min",
    "max",
    "role",
)


def check_inspection(tables: Tables, survey: Survey, notes: Notes) -> None:
    """Look at our own columns, if the form declares their namespace."""
    prefix = _prefix(tables)
    if prefix is None:
        return
    sheet = tables.get("survey")
    at = _columns(sheet, prefix)
    for name, column in at.items():
        if name not in KNOWN:
            notes.warn(
                "ins-unknown",
                N_("{text} means nothing to this program. Correct the name, or delete the column."),
                sheet.name,
                sheet.header_row,
                column,
                text=name,
                among=KNOWN,
            )
    choices = _choices(tables)
    types = {question.name: question.type for question in survey.questions}
    codes: dict[str, int] = {}
    quiet = any(row.get(f"attribute::{prefix}:photos").lower() == "no" for row in tables.get("settings").rows)
    for question in survey.questions:
        said = {name: text for name, column in at.items() if (text := question.row.get(column))}
        _words(question, said, at, sheet, notes)
        _numbers(question, said, at, sheet, notes)
        _answers(question, said, at, sheet, choices, notes)
        _code(question, said, at, sheet, codes, notes)
        if "measure-of" in said and said["measure-of"] not in types:
            notes.error(
                "ins-measure",
                N_("{text} is no question of this form. Write the name of the item that the value belongs to."),
                sheet.name,
                question.row.number,
                at["measure-of"],
                text=said["measure-of"],
                among=types,
            )
        if quiet and ("photo-on" in said or question.type in ("image", "photo", "video", "audio", "file")):
            notes.error(
                "ins-photo",
                N_("This checklist allows no photos (photos = no in settings). Delete this row's photo or question."),
                sheet.name,
                question.row.number,
                at["photo-on"] if "photo-on" in said else by_plain_name(sheet)["type"],
            )


def _words(question: Question, said: dict[str, str], at: dict[str, str], sheet: Sheet, notes: Notes) -> None:
    for name, allowed in WORDS.items():
        if name in said and said[name] not in allowed:
            notes.error(
                "ins-word",
                N_("{text} is not allowed here. Write one of: {allowed}."),
                sheet.name,
                question.row.number,
                at[name],
                text=said[name],
                allowed=", ".join(allowed),
                among=allowed,
            )


def _numbers(question: Question, said: dict[str, str], at: dict[str, str], sheet: Sheet, notes: Notes) -> None:
    if "due-days" in said and not re.fullmatch(r"[1-9]\d{0,3}", said["due-days"]):
        notes.error(
            "ins-number",
            N_("{text} is no number of days. Write a whole number from 1 to 9999."),
            sheet.name,
            question.row.number,
            at["due-days"],
            text=said["due-days"],
        )
    limits: dict[str, Decimal] = {}
    for name in ("min", "max"):
        if name not in said:
            continue
        try:
            limits[name] = Decimal(said[name])
        except InvalidOperation:
            notes.error(
                "ins-limit",
                N_("{text} is no number. Write digits with a decimal point, for example 0.8, or leave the cell blank."),
                sheet.name,
                question.row.number,
                at[name],
                text=said[name],
            )
    if len(limits) == 2 and limits["min"] > limits["max"]:
        notes.error(
            "ins-limits",
            N_("The lower limit {text} is above the upper limit {other}. Exchange or correct them."),
            sheet.name,
            question.row.number,
            at["min"],
            text=said["min"],
            other=said["max"],
        )


def _answers(
    question: Question,
    said: dict[str, str],
    at: dict[str, str],
    sheet: Sheet,
    choices: dict[str, set[str]],
    notes: Notes,
) -> None:
    allowed = choices.get(question.list_name, set())
    for name in ("fails-on", "photo-on"):
        for word in said.get(name, "").split():
            if word not in allowed:
                notes.error(
                    "ins-answer",
                    N_("{text} is no answer to this question. Write the name of a choice of its list."),
                    sheet.name,
                    question.row.number,
                    at[name],
                    text=word,
                    among=allowed,
                )
    if "fails-on" in said and "severity" not in said:
        notes.warn(
            "ins-severity",
            N_("The question can fail but has no severity. Write critical, major or minor."),
            sheet.name,
            question.row.number,
            at.get("severity", "severity"),
        )
    if "legal-basis" in said and "legal-status" not in said:
        notes.warn(
            "ins-legal",
            N_("It is not said whether the legal basis was checked. Write confirmed or unconfirmed."),
            sheet.name,
            question.row.number,
            at.get("legal-status", "legal-status"),
        )


def _code(
    question: Question, said: dict[str, str], at: dict[str, str], sheet: Sheet, codes: dict[str, int], notes: Notes
) -> None:
    code = said.get("code")
    if code is None:
        if "fails-on" in said:
            notes.warn(
                "ins-code",
                N_(
                    "The item has no code. Give it one that was never used, so that it is recognised in later versions."
                ),
                sheet.name,
                question.row.number,
                at.get("code", "code"),
            )
        return
    if code in codes:
        notes.error(
            "ins-code-twice",
            N_("The code {text} is used already in row {other}. Give this item a code that was never used."),
            sheet.name,
            question.row.number,
            at["code"],
            text=code,
            other=codes[code],
        )
    codes.setdefault(code, question.row.number)


def _prefix(tables: Tables) -> str | None:
    for row in tables.get("settings").rows:
        if found := re.search(rf"([\w.-]+)\s*=\s*[\"'“”]{re.escape(NAMESPACE)}", row.get("namespaces")):
            return found[1]
    return None


def _columns(sheet: Sheet, prefix: str) -> dict[str, str]:
    start = f"bind::{prefix}:"
    return {column[len(start) :]: column for column in sheet.columns if column.startswith(start)}


def _choices(tables: Tables) -> dict[str, set[str]]:
    sheet = tables.get("choices")
    at = by_plain_name(sheet)
    found: dict[str, set[str]] = {}
    for row in sheet.rows:
        found.setdefault(row.get(at.get("list_name", "")), set()).add(row.get(at.get("name", "")))
    return found
