"""
A visit from its start to its hand-over: the team, the checklists, answers with notes and photos.

Every function is one act of a person: one transaction, one entry, and what changed. Signing is in signing_off.py.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from inspector import checklists, days, repeats
from inspector.errors import InspectorError
from inspector.i18n import N_, _
from inspector.model import (
    DISPUTED,
    Answer,
    Finding,
    Handover,
    Member,
    Op,
    Person,
    Photo,
    Sheet,
    Side,
    Signature,
    Site,
    Visit,
    VisitState,
    visit_uid,
)
from inspector.store import Changes, Reader, Store, Transaction, evidence
from inspector.store.tables import handed
from inspector.text import tidy

if TYPE_CHECKING:
    from inspector.form import Form, Instance, Node


class VisitError(InspectorError):
    """Something that cannot be done to a visit."""

    code = "visit"


class VisitUnknown(VisitError):
    code = "visit.unknown"
    message = N_("There is no visit {visit} in this store.")
    hint = N_("List the visits, or merge the workbook that holds it.")


class VisitLocked(VisitError):
    code = "visit.locked"
    message = N_("The visit is signed; its text is locked.")
    hint = N_("Reopen it with a reason, or draw up supplementary minutes.")


class SheetUnknown(VisitError):
    code = "visit.item"
    message = N_("{form} is not a checklist of this visit.")
    hint = N_("Name one of: {known}.")


class PhotoRefused(VisitError):
    code = "visit.photo"
    message = N_("{item}: no photo is taken for state-secret items.")
    hint = N_("Describe the state in neutral words, without title, number or content of any document.")


STATES = {
    VisitState.PLANNED: N_("planned"),
    VisitState.DRAFT: N_("being checked"),
    VisitState.AGREED: N_("awaiting signatures"),
    VisitState.SIGNED: N_("signed"),
    VisitState.HANDED_OVER: N_("handed over"),
}
"""The states of a visit in words to be translated."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a visit as people see it: what is asked, what is answered, by whom."""

    form: str
    item: checklists.Item
    value: str = ""
    note: str = ""
    measured: str = ""
    photos: tuple[Photo, ...] = ()
    by: str = ""
    at: str = ""
    violation: str = ""
    taken: bool = False
    said: str = ""
    """The answer in the words of the checklist."""

    @property
    def path(self) -> str:
        """The item's path within the visit: the form, then the path in it."""
        return f"{self.form}/{self.item.path}"

    @property
    def fails(self) -> bool:
        return self.value in self.item.fails_on


@dataclass(frozen=True, slots=True)
class Page:
    """One checklist of a visit with its relevant items, in order."""

    sheet: Sheet
    title: str
    lines: tuple[Line, ...] = ()

    def count(self, *values: str) -> int:
        """How many items have one of these answers."""
        return sum(line.value in values for line in self.lines)


@dataclass(frozen=True, slots=True)
class Dossier:
    """A visit with all that belongs to it."""

    visit: Visit
    site: Site | None
    state: VisitState
    pages: tuple[Page, ...] = ()
    members: tuple[Member, ...] = ()
    findings: tuple[Finding, ...] = ()
    signatures: tuple[Signature, ...] = ()
    handovers: tuple[Handover, ...] = field(default=())

    @property
    def locked(self) -> bool:
        """Whether the text may not be changed: from the first signature on, until it is opened again."""
        return is_locked(self.visit, self.signatures)


def start(
    store: Store,
    site: str,
    forms: Iterable[str],
    *,
    by: str,
    on: datetime.date | None = None,
    round: str = "",
    team: str = "",
    purpose: str = "",
) -> str:
    """Start a visit at a site (its uid) with these checklists. Returns the uid of the visit."""
    day = on or store.clock().date()
    uid = visit_uid(day)
    with store.transact(Op.START_VISIT, by=by) as tx:
        tx.put(Visit(uid=uid, site=site, date=day.isoformat(), round=round, team=team, purpose=purpose))
        for name in forms:
            add_sheet(tx, uid, name)
        if by:
            person = tx.get(Person, by)
            tx.put(Member(uid=f"{uid}/{by}", side=person.side if person else "", role="member"))
    return uid


def add_sheet(tx: Transaction, visit: str, name: str) -> None:
    """Put an installed checklist into a visit."""
    found = checklists.named(tx, name)
    tx.put(Sheet(uid=f"{visit}/{name}", version=found.version, sha256=found.sha256))


def put_member(store: Store, visit: str, person: str, *, side: Side | str, role: str, by: str) -> Changes:
    """Put a person into the team of a visit, or give the site its representative (side `site`)."""
    with store.transact(Op.EDIT_VISIT, by=by) as tx:
        changeable(tx, visit)
        tx.put(Member(uid=f"{visit}/{person}", side=str(side), role=role))
    return tx.changes


def remove_member(store: Store, visit: str, person: str, *, by: str) -> Changes:
    """Take a person out of the team of a visit; the journal still knows that they were in it."""
    with store.transact(Op.EDIT_VISIT, by=by) as tx:
        changeable(tx, visit)
        tx.say("member", f"{visit}/{person}", "gone", "yes")
    return tx.changes


def edit(store: Store, visit: str, *, by: str, **fields: str) -> Changes:
    """Change what a visit says of itself: date, statement, opinion, grounds, number …"""
    with store.transact(Op.EDIT_VISIT, by=by) as tx:
        found = changeable(tx, visit)
        tx.put(found.but(**{name: value.strip() for name, value in fields.items()}))
    return tx.changes


def sheet_of(reader: Reader, visit: str, form: str) -> Sheet:
    """A checklist of a visit. Raises SheetUnknown."""
    sheet = reader.get(Sheet, f"{visit}/{form}")
    if sheet is None:
        raise SheetUnknown(form=form, known=", ".join(one.form for one in reader.all(Sheet, visit=visit, gone="")))
    return sheet


def instance(reader: Reader, visit: str, form: str) -> Instance:
    """The form of a visit as it is filled so far, ready to be filled on."""
    sheet = sheet_of(reader, visit, form)
    found = reader.get(Visit, visit)
    site = reader.get(Site, found.site) if found else None
    return _filled(checklists.form(reader, sheet.sha256), site, reader.all(Answer, visit=visit, form=form))


def _filled(loaded: Form, site: Site | None, given: Iterable[Answer]) -> Instance:
    from inspector.form import FormError

    filled = loaded.new(zone=days.HERE)
    for question in loaded.questions:
        if question.attributes.get("ins:role") == "site_types" and site:
            filled.answer(question.path, site.types)
    answers = {answer.path: answer.value for answer in given if answer.value}
    repeats.restore(filled, {path: value for path, value in answers.items() if repeats.is_row(path)})
    for node in list(filled.nodes()):
        if answers.get(node.path, DISPUTED) != DISPUTED and node.kind == "question" and node.home is filled:
            try:
                filled.answer(node.path, answers[node.path], strict=False)
            except FormError:
                continue  # computed now, or counted by the form: what was said stays in the journal
    return filled


def record_answers(
    store: Store,
    visit: str,
    form: str,
    values: Mapping[str, str],
    *,
    notes: Mapping[str, str] | None = None,
    taken: Iterable[str] = (),
    by: str,
    origin: object = None,
) -> Changes:
    """Say what questions of one checklist are worth (path -> text), as one act; `taken` ones come from the last visit."""
    with store.transact(Op.ANSWER, by=by, origin=origin) as tx:
        changeable(tx, visit)
        record(tx, visit, form, values, notes or {}, set(taken))
    return tx.changes


def record(
    tx: Transaction, visit: str, form: str, values: Mapping[str, str], notes: Mapping[str, str], taken: set[str]
) -> None:
    """The same within a transaction; the first answer of a person says that they fill the checklist, and when it was begun."""
    sheet = sheet_of(tx, visit, form)
    for path in {**values, **notes}:
        uid = f"{visit}/{form}/{path}"
        if path in values:
            tx.say("answer", uid, "value", values[path])
            tx.say("answer", uid, "taken", "last" if path in taken else "")
        if path in notes:
            tx.say("answer", uid, "note", notes[path].strip())
    if not sheet.started:
        tx.say("sheet", sheet.uid, "started", tx.at)
    if tx.by and tx.by not in sheet.filler.split():
        tx.say("sheet", sheet.uid, "filler", f"{sheet.filler} {tx.by}".strip())


def add_photo(
    store: Store,
    visit: str,
    form: str,
    path: str,
    content: bytes,
    *,
    by: str,
    name: str = "",
    media_type: str = "image/jpeg",
    taken_at: str = "",
    stage: str = "",
    answers: bool = False,
) -> Changes:
    """Attach a photo to an item. Its bytes are kept once, under their SHA-256, which `answers` a question for a picture."""
    with store.transact(Op.ADD_PHOTO, by=by) as tx:
        changeable(tx, visit)
        attach(tx, visit, form, path, content, name=name, media_type=media_type, taken_at=taken_at, stage=stage)
        if answers:
            record(tx, visit, form, {path: hashlib.sha256(content).hexdigest()}, {}, set())
    return tx.changes


def attach(
    tx: Transaction,
    visit: str,
    form: str,
    path: str,
    content: bytes,
    *,
    name: str,
    media_type: str,
    taken_at: str = "",
    stage: str = "",
) -> None:
    """The same within a transaction."""
    sheet = sheet_of(tx, visit, form)
    if not takes_photos(tx, sheet):
        item = checklists.items(checklists.form(tx, sheet.sha256)).get(path)
        raise PhotoRefused(item=(item and item.code) or path)
    sha256 = evidence.keep(tx, content, media_type=media_type)
    uid = f"{visit}/{form}/{path}/{sha256}"
    photo = Photo(uid=uid, name=tidy(name), media_type=media_type, taken_at=taken_at, stage=stage)
    tx.put(photo)


def takes_photos(reader: Reader, sheet: Sheet) -> bool:
    """Whether photographs belong into this checklist; never for state secrets."""
    return checklists.form(reader, sheet.sha256).attributes.get("ins:photos", "") != "no"


def remove_photo(store: Store, photo: str, *, by: str) -> Changes:
    """Take a photo off its item. It stays in the journal, and can be put back."""
    with store.transact(Op.ADD_PHOTO, by=by) as tx:
        changeable(tx, photo.partition("/")[0])
        tx.say("photo", photo, "gone", "yes")
    return tx.changes


def known(reader: Reader, visit: str) -> Visit:
    """The visit of that uid. Raises VisitUnknown."""
    found = reader.get(Visit, visit)
    if found is None:
        raise VisitUnknown(visit=visit)
    return found


def changeable(tx: Reader, visit: str) -> Visit:
    """The visit, when its text may be changed. Raises VisitLocked."""
    found = known(tx, visit)
    if is_locked(found, tx.all(Signature, visit=visit)):
        raise VisitLocked(visit=visit)
    return found


def is_locked(visit: Visit, signatures: Iterable[Signature]) -> bool:
    """A text is locked from the first signature, or refusal to sign, until it is opened again."""
    return bool(visit.agreed) and any(one.seal or one.refused for one in signatures)


def state(reader: Reader, visit: Visit) -> VisitState:
    """Where a visit stands. Signed means by the police and by VNPT, and by the site where it has a representative."""
    signed = {one.side for one in reader.all(Signature, visit=visit.uid) if one.seal or one.refused}
    wanted = {Side.POLICE.value, Side.VNPT.value}
    wanted |= {one.side for one in reader.all(Member, visit=visit.uid, gone="") if one.side == Side.SITE}
    if not visit.reopened and signed and wanted <= signed:
        return VisitState.HANDED_OVER if handovers(reader, visit.uid) else VisitState.SIGNED
    if visit.agreed:
        return VisitState.AGREED
    begun = any(sheet.started for sheet in reader.all(Sheet, visit=visit.uid))
    return VisitState.DRAFT if begun or not visit.round else VisitState.PLANNED


def handovers(reader: Reader, visit: str) -> list[Handover]:
    """The parcels in which this visit was handed over."""
    named = reader.rows(select(handed.c.handover).where(handed.c.visit == visit))
    return reader.all(Handover, uid=[row.handover for row in named]) if named else []


def dossier(
    reader: Reader, visit: str, *, language: str | None = None, kept: dict[str, Instance] | None = None
) -> Dossier:
    """
    A visit with its checklists line by line, its people, findings and signatures; in a language, or in that of each
    checklist. `kept` takes the filled forms.
    """
    found = known(reader, visit)
    sheets = [sheet for sheet in reader.all(Sheet, visit=visit) if not sheet.gone]
    site = reader.get(Site, found.site)
    pages = tuple(_page(reader, sheet, site, kept, language) for sheet in sheets)
    asked = {line.path for one in pages for line in one.lines}
    forms = {one.sheet.form for one in pages}
    findings = [
        one
        for one in reader.all(Finding, visit=visit, stands=1)
        if one.form not in forms or f"{one.form}/{one.path}" in asked
    ]
    return Dossier(
        visit=found,
        site=site,
        state=state(reader, found),
        pages=pages,
        members=tuple(reader.all(Member, visit=visit, gone="")),
        findings=tuple(findings),
        signatures=tuple(reader.all(Signature, visit=visit)),
        handovers=tuple(handovers(reader, visit)),
    )


def withdraw_unasked(tx: Transaction, visit: str, filled: Mapping[str, Instance]) -> None:
    """Answers to what the checklists (form -> as filled) do not ask any more stand no longer; the journal keeps them."""
    for form, one in filled.items():
        asked = {node.path: node.relevant for node in one.nodes()}
        for answer in tx.all(Answer, visit=visit, form=form):
            gone = not asked.get(answer.path, "[" not in answer.path)
            if gone and answer.value not in ("", DISPUTED) and not repeats.is_row(answer.path):
                tx.say("answer", answer.uid, "value", "")


def broken(node: Node) -> str:
    """The rule that a question breaks now, in words; empty when it breaks none."""
    from inspector.form import Violation

    if node.violation is None:
        return ""
    said = _("An answer is needed.") if node.violation is Violation.REQUIRED else _("The answer is not allowed here.")
    return node.message or said


def words_of(node: Node, value: str) -> str:
    """An answer in the words of its form: labels of choices, numbers and days as people write them."""
    if not value or value == DISPUTED:
        return ""
    return checklists.in_words(value, node.definition.type, {choice.value: choice.label for choice in node.choices})


def page(reader: Reader, sheet: Sheet, *, kept: dict[str, Instance] | None = None) -> Page:
    """One checklist of a visit: each relevant item with its answer, and what breaks a rule; one line for each row of a repeat."""
    visit = reader.get(Visit, sheet.visit)
    return _page(reader, sheet, reader.get(Site, visit.site) if visit else None, kept)


def _page(
    reader: Reader, sheet: Sheet, site: Site | None, kept: dict[str, Instance] | None, language: str | None = None
) -> Page:
    form = checklists.form(reader, sheet.sha256)
    answers = {answer.path: answer for answer in reader.all(Answer, visit=sheet.visit, form=sheet.form)}
    filled = _filled(form, site, answers.values())
    filled.set_language(form.spoken(language))
    if kept is not None:
        kept[sheet.form] = filled
    said = _authors(reader, sheet)
    photos: dict[str, list[Photo]] = {}
    for photo in reader.all(Photo, visit=sheet.visit, form=sheet.form, gone="", order="taken_at"):
        photos.setdefault(photo.path, []).append(photo)
    lines = []
    for item, node in repeats.placed(filled, checklists.items(form, language)):
        if not node.relevant:
            continue
        answer = answers.get(item.path, Answer(uid=""))
        by, at = said.get(item.path, ("", ""))
        lines.append(
            Line(
                form=sheet.form,
                item=item,
                value=answer.value,
                note=answer.note,
                measured=answers[item.measure].value if item.measure in answers else "",
                photos=tuple(photos.get(item.path, ())),
                by=by,
                at=at,
                violation=broken(node),
                taken=bool(answer.taken),
                said=words_of(node, answer.value),
            )
        )
    return Page(sheet, form.title_in(language), tuple(lines))


def _authors(reader: Reader, sheet: Sheet) -> dict[str, tuple[str, str]]:
    """Who gave the answers that stand, and when: path -> (person's name, time)."""
    from sqlalchemy import select

    from inspector.store.tables import PROJECTIONS, entry, saying

    person = PROJECTIONS["person"]
    prefix = f"{sheet.visit}/{sheet.form}/"
    asked = (
        select(saying.c.uid, person.c.name, entry.c.person, entry.c.at)
        .join(entry, entry.c.seq == saying.c.seq)
        .join(person, person.c.uid == entry.c.person, isouter=True)
        .where(saying.c.kind == "answer", saying.c.head == 1, saying.c.field == "value")
        .where(saying.c.uid >= prefix, saying.c.uid < prefix + "\U0010ffff")
        .order_by(saying.c.uid, entry.c.at)
    )
    return {uid[len(prefix) :]: (name or by, at) for uid, name, by, at in reader.connection.execute(asked)}
