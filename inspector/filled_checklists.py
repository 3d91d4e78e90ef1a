"""
A checklist that was filled in a spreadsheet, as a parcel that the register takes like any other.

What stands in the workbook makes one entry of its own, the same on every computer, that replaces nothing: the same file
again brings nothing new, and an answer that differs from another person's waits for a decision.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from sqlalchemy import select

from inspector import sites
from inspector.errors import InspectorError
from inspector.i18n import N_, _
from inspector.journal import Entry, Says, digest
from inspector.model import Op, derived_uid, person_uid
from inspector.parcel import Manifest, Parcel
from inspector.reports import filled
from inspector.reports.checklist_words import Checklist, checklist_words
from inspector.store import Reader
from inspector.store.tables import checklist
from inspector.text import tidy

RESULTS = ("pass", "fail", "na")
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
    day, person = _day(path, found.day), tidy(found.person)
    if not person:
        raise FilledRefused(file=path.name, place=_("Checked by"), reason=_("the name is missing"))
    if not found.site:
        raise FilledRefused(file=path.name, place=_("Site code"), reason=_("the code is missing"))
    site = sites.named(reader, found.site)
    sha256, words = _version(reader, path, found)
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
        *_answers(path, found, words, sheet),
    ]
    content = "\x1f".join("\x1e".join(say[:4]) for say in says)
    device = derived_uid("filled", hashlib.sha256(content.encode()).hexdigest())
    entry = Entry.make(device=device, number=1, previous="", at=at, person=by, op=Op.ANSWER.value, says=tuple(says))
    manifest = Manifest(device, 1, by, at, (visit,), 1, digest([entry.id]), (), (sha256,))
    return Parcel(manifest, ((entry.id, entry.line),), {}, ())


def _day(path: Path, text: str) -> datetime.date:
    for form in _DAYS:
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise FilledRefused(
        file=path.name,
        place=_("Day of the check"),
        reason=_("“{text}” is not a day; write 24/11/2026").format(text=text),
    )


def _version(reader: Reader, path: Path, found: filled.FilledChecklist) -> tuple[str, Checklist]:
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
    return str(rows[0].sha256), checklist_words(rows[0].xform)


def _answers(path: Path, found: filled.FilledChecklist, words: Checklist, sheet: str) -> Iterator[Says]:
    known = {item.code: place for place, item in words.questions if item.graded and not item.repeated}
    seen: set[str] = set()
    for one in found.answers:
        place = _("row {row}").format(row=one.row)
        if one.code not in known:
            reason = _("{code} is not an item of this checklist").format(code=one.code)
            raise FilledRefused(file=path.name, place=place, reason=reason)
        if one.code in seen:
            raise FilledRefused(
                file=path.name, place=place, reason=_("{code} stands there twice").format(code=one.code)
            )
        seen.add(one.code)
        if one.result and one.result not in RESULTS:
            reason = _("“{text}” is not a result; choose one from the list").format(text=one.result)
            raise FilledRefused(file=path.name, place=place, reason=reason)
        uid = f"{sheet}/{known[one.code]}"
        if one.result:
            yield Says("answer", uid, "value", one.result)
        if one.note:
            yield Says("answer", uid, "note", tidy(one.note))
        if one.value:
            measure = words.measures.get(known[one.code])
            if measure is None:
                reason = _("nothing is measured for {code}").format(code=one.code)
                raise FilledRefused(file=path.name, place=place, reason=reason)
            yield Says("answer", f"{sheet}/{measure}", "value", _number(path, place, one.value))


def _number(path: Path, place: str, text: str) -> str:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > 15:
        raise FilledRefused(file=path.name, place=place, reason=_("“{text}” is not a number").format(text=text[:40]))
    return format(number, "f")
