"""
A checklist that was filled in a spreadsheet, as a parcel that the register takes like any other.

What stands in the workbook makes one entry of its own, the same on every computer, that replaces nothing: the same file
again brings nothing new, and an answer that differs from another person's waits for a decision.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from sqlalchemy import select

from inspector import checklists, sites
from inspector.datatypes import kind_of
from inspector.errors import InspectorError
from inspector.i18n import N_, _
from inspector.journal import Entry, Says, digest
from inspector.model import Op, derived_uid, person_uid
from inspector.parcel import Manifest, Parcel
from inspector.reports import filled
from inspector.reports.blank_questions import Asked, questions
from inspector.reports.checklist_words import checklist_words
from inspector.store import Reader
from inspector.store.tables import checklist
from inspector.text import tidy

Refused = Callable[[str, str], "FilledRefused"]
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S")


class FilledRefused(InspectorError):
    """A filled checklist says something that cannot be an answer."""

    code = "checklist.filled"
    message = N_("{file}, {place}: {reason}")
    hint = N_("Correct the cell and merge the file again. Nothing of it was taken.")


def recognised(path: Path) -> bool:
    """Whether the workbook is one that `form blank` made."""
    return path.suffix.lower() == ".xlsx" and filled.ours(path)


def parcel(reader: Reader, path: Path) -> Parcel:
    """
    The answers of a filled checklist as a parcel of the named person, unsealed.

    Raises:
        ChecklistUnreadable, FilledRefused, SiteUnknown: nothing is taken.
    """
    found = filled.read(path)
    day, person = _day(path, found), tidy(found.person)
    if not person:
        raise _refused(path, _("Checked by"), found.places["person"], _("the name is missing"))
    if not found.site:
        raise _refused(path, _("Site code"), found.places["site"], _("the code is missing"))
    try:
        site = sites.named(reader, found.site)
    except sites.SiteUnknown as unknown:
        raise _refused(path, _("Site code"), found.places["site"], unknown.says()) from None
    sha256, asked = _version(reader, path, found)
    visit = derived_uid("filled-visit", site.uid, day.isoformat())
    at = f"{day.isoformat()}T00:00:00+07:00"
    by = person_uid(person)
    sheet = f"{visit}/{found.form}"
    says = [
        Says("person", by, "name", person),
        Says("visit", visit, "site", site.uid),
        Says("visit", visit, "date", day.isoformat()),
        Says("member", f"{visit}/{by}", "role", "member"),
        Says("sheet", sheet, "version", found.version),
        Says("sheet", sheet, "sha256", sha256),
        Says("sheet", sheet, "filler", by),
        Says("sheet", sheet, "started", at),
        *_answers(path, found, asked, sheet),
    ]
    content = "\x1f".join("\x1e".join(say[:4]) for say in says)
    device = derived_uid("filled", hashlib.sha256(content.encode()).hexdigest())
    entry = Entry.make(device=device, number=1, previous="", at=at, person=by, op=Op.ANSWER.value, says=tuple(says))
    manifest = Manifest(device, 1, by, at, (visit,), 1, digest([entry.id]), (), (sha256,))
    return Parcel(manifest, ((entry.id, entry.line),), {}, ())


def _read_day(text: str) -> datetime.date | None:
    for form in _DAYS:
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _day(path: Path, found: filled.FilledChecklist) -> datetime.date:
    day = _read_day(found.day)
    if day is None:
        reason = _("“{text}” is not a day; write 24/11/2026").format(text=found.day)
        raise _refused(path, _("Day of the check"), found.places["day"], reason)
    return day


def _version(reader: Reader, path: Path, found: filled.FilledChecklist) -> tuple[str, tuple[Asked, ...]]:
    asked = (
        select(checklist.c.sha256, checklist.c.xform)
        .where(checklist.c.name == found.form, checklist.c.version == found.version)
        .order_by(checklist.c.installed.desc(), checklist.c.sha256)
    )
    rows = reader.rows(asked)
    if not rows:
        reason = _("version {version} of the checklist {form} is not on this computer; install it first")
        raise FilledRefused(
            file=path.name, place=_("Checklist"), reason=reason.format(version=found.version or "–", form=found.form)
        )
    form = checklists.form(reader, str(rows[0].sha256))
    return str(rows[0].sha256), questions(form, checklist_words(rows[0].xform), "vi")


def _answers(path: Path, found: filled.FilledChecklist, asked: Sequence[Asked], sheet: str) -> Iterator[Says]:
    known = {one.path: one for one in asked}
    seen: set[str] = set()
    for one in found.answers:
        refused = functools.partial(_refused, path, one.code)
        for place, said in one.beside:
            raise refused(place, _("“{text}” stands beside the checklist; write it under Notes").format(text=said[:60]))
        question = known.get(one.key)
        if question is None:
            raise refused(one.places[0], _("{code} is not an item of this checklist").format(code=one.code or one.key))
        if one.key in seen:
            raise refused(
                one.places[0], _("{code} stands there twice").format(code=one.code or question.item.text[:60])
            )
        seen.add(one.key)
        if not question.kind:
            raise refused(one.places[0], _("this is answered in the program, not on the sheet"))
        uid = f"{sheet}/{one.key}"
        if one.result:
            yield Says("answer", uid, "value", _value(refused, question, one))
        if one.note:
            yield Says("answer", uid, "note", tidy(one.note))
        if one.value:
            if not question.measure:
                code = one.code or question.item.text[:60]
                raise refused(one.places[1], _("nothing is measured for {code}").format(code=code))
            number = _number(refused, one.places[1], one.value, question.measured)
            yield Says("answer", f"{sheet}/{question.measure}", "value", number)


def _refused(path: Path, code: str, place: str, reason: str) -> FilledRefused:
    return FilledRefused(file=path.name, place=f"{place} ({code})" if code else place, reason=reason)


def _value(refused: Refused, asked: Asked, one: filled.Filled) -> str:
    """An answer as the program itself keeps it."""
    text, place = one.result, one.places[0]
    match asked.kind:
        case "result" | "choice":
            name = asked.names.get(text.casefold(), text if text in asked.names.values() else "")
            if not name:
                raise refused(place, _("“{text}” is not a result; choose one from the list").format(text=text[:60]))
            return name
        case "choices":
            return " ".join(_several(refused, asked, text, place))
        case "whole" | "decimal":
            return _number(refused, place, text, asked.type)
        case "date":
            day = _read_day(text)
            if day is None:
                raise refused(place, _("“{text}” is not a day; write 24/11/2026").format(text=text[:40]))
            return day.isoformat()
        case "time":
            canonical = kind_of("time").canonical(f"{text}:00" if len(text) == 5 else text.rpartition(" ")[2])
            if not canonical:
                raise refused(place, _("“{text}” is not a time; write 08:30").format(text=text[:40]))
            return canonical
    return tidy(text)


def _several(refused: Refused, asked: Asked, text: str, place: str) -> list[str]:
    """The names of choices in the order of the form."""
    wanted: set[str] = set()
    for part in [text] if text.casefold() in asked.names else re.split(r"[;\n]", text):
        if said := part.strip():
            if said.casefold() not in asked.names:
                reason = _("“{text}” is none of the choices; write them as they stand in the guidance, parted by “;”")
                raise refused(place, reason.format(text=said[:60]))
            wanted.add(asked.names[said.casefold()])
    return [name for name in dict.fromkeys(asked.names.values()) if name in wanted]


def _number(refused: Refused, place: str, text: str, kind: str) -> str:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > 15:
        raise refused(place, _("“{text}” is not a number").format(text=text[:40]))
    if kind == "int" and number != number.to_integral_value():
        raise refused(place, _("“{text}” is not a whole number").format(text=text[:40]))
    return kind_of(kind).canonical(format(number, "f"))
