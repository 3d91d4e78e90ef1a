"""Where two laptops said different things of one field, both stand until a person decides, with a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from inspector import checklists
from inspector.errors import InspectorError
from inspector.i18n import N_, _
from inspector.journal import Entry
from inspector.model import RECORDS, Decision, Op, Person, Sheet, Site, Visit
from inspector.store import Changes, Reader, Store
from inspector.store.project import CHUNK
from inspector.store.tables import awaited, disagreement, entry, saying


class DisagreementUnknown(InspectorError):
    """A number that names no disagreement, or one that was decided meanwhile."""

    code = "disagreement.unknown"
    message = N_("{id} is no disagreement that waits for a decision.")
    hint = N_("List them again: somebody may have decided it already.")


class ChoiceUnknown(InspectorError):
    """A value was asked for that is not there."""

    code = "disagreement.choice"
    message = N_("There is no value {number} to take; there are {n}.")
    hint = N_("Take one of the values that are listed, or give another value.")


class ReasonMissing(InspectorError):
    """A decision without a reason."""

    code = "disagreement.reason"
    message = N_("A decision needs its reason.")
    hint = N_("Write in a few words why this value holds; both sides can read it later.")


@dataclass(frozen=True, slots=True)
class Stand:
    """What one side says: the value, as people read it, who said it, when, on which device, and the note beside it."""

    value: str
    shown: str
    by: str
    side: str
    at: str
    device: str
    note: str = ""
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field whose heads differ."""

    id: str
    kind: str
    uid: str
    field: str
    label: str
    values: tuple[Stand, ...]


def waiting(reader: Reader) -> list[Disagreement]:
    """Everything that people must decide, in the order of what it is about."""
    asked = select(disagreement).order_by(disagreement.c.kind, disagreement.c.uid, disagreement.c.field)
    return [_described(reader, row.kind, row.uid, row.field) for row in reader.rows(asked)]


def arising(reader: Reader, fresh: Sequence[Entry], coming: Iterable[Entry] = ()) -> int:
    """How many fields would be disputed once these entries are here, and were not before; `coming` arrive before them."""
    touched = {(say.kind, say.uid, say.field) for one in fresh for say in one.says}
    before = _heads_of(reader, touched, [one for one in coming if any(say[:3] in touched for say in one.says)])
    gone = _replaced_early(reader, fresh)
    after = {key: dict(heads) for key, heads in before.items()}
    for one in fresh:
        for say in one.says:
            if (say.kind, say.uid, say.field, one.id) not in gone:
                after.setdefault(say[:3], {})[one.id] = say.value
    for one in fresh:
        for say in one.says:
            for over in say.over:
                after.get(say[:3], {}).pop(over, None)
    return sum(_differ(key, heads) and not _differ(key, before.get(key, {})) for key, heads in after.items())


Key = tuple[str, str, str]


def _heads_of(reader: Reader, touched: set[Key], coming: Sequence[Entry]) -> dict[Key, dict[str, str]]:
    """What stands of these fields, by entry, once `coming` is here."""
    found: dict[Key, dict[str, str]] = {}
    by_kind: dict[str, set[str]] = {}
    for kind, uid, _field in touched:
        by_kind.setdefault(kind, set()).add(uid)
    for kind, uids in by_kind.items():
        for chunk in _chunks(sorted(uids)):
            asked = select(saying.c.uid, saying.c.field, saying.c.entry, saying.c.value).where(
                saying.c.kind == kind, saying.c.uid.in_(chunk), saying.c.head == 1
            )
            for row in reader.rows(asked):
                if (kind, row.uid, row.field) in touched:
                    found.setdefault((kind, row.uid, row.field), {})[row.entry] = row.value
    gone = _replaced_early(reader, coming)
    for one in coming:
        for say in one.says:
            if say[:3] in touched and (say.kind, say.uid, say.field, one.id) not in gone:
                found.setdefault(say[:3], {})[one.id] = say.value
    for one in coming:
        for say in one.says:
            for over in say.over:
                found.get(say[:3], {}).pop(over, None)
    return found


def _replaced_early(reader: Reader, entries: Sequence[Entry]) -> set[tuple[str, str, str, str]]:
    """What these entries say that was replaced before they arrived."""
    columns = (awaited.c.kind, awaited.c.uid, awaited.c.field, awaited.c.entry)
    found: set[tuple[str, str, str, str]] = set()
    for chunk in _chunks([one.id for one in entries]):
        found.update(tuple(row) for row in reader.rows(select(*columns).where(awaited.c.entry.in_(chunk))))
    return found


def _chunks(items: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def _differ(key: Key, heads: Mapping[str, str]) -> bool:
    """Whether people must decide: values differ, and the field is not one that settles itself."""
    kind, _uid, field = key
    settles = kind in RECORDS and field in RECORDS[kind].SETTLED
    return not settles and len(set(heads.values())) > 1


def decide(
    store: Store, id: str, *, take: int | None = None, value: str | None = None, reason: str, by: str
) -> Changes:
    """
    Settle a disagreement by one of its values (`take` counts from 1) or by another one.

    Raises:
        DisagreementUnknown, ChoiceUnknown, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    with store.transact(Op.DECIDE, by=by) as tx:
        found = next((one for one in waiting(tx) if one.id == id), None)
        if found is None:
            raise DisagreementUnknown(id=id)
        if take is not None:
            if not 1 <= take <= len(found.values):
                raise ChoiceUnknown(number=take, n=len(found.values))
            value = found.values[take - 1].value
        tx.say(found.kind, found.uid, found.field, value or "", again=True)
        tx.put(Decision(uid=f"{found.kind}|{found.uid}|{found.field}", reason=reason.strip()))
    return tx.changes


def _described(reader: Reader, kind: str, uid: str, field: str) -> Disagreement:
    id = hashlib.sha256(f"{kind}|{uid}|{field}".encode()).hexdigest()[:10]
    by_value: dict[str, list[str]] = {}
    heads = reader.heads(kind, uid)
    for head in heads[field]:
        by_value.setdefault(head.value, []).append(head.entry)
    notes = {head.entry: head.value for head in heads.get("note", [])} if field == "value" else {}
    shown = _choices(reader, kind, uid, field)
    values = tuple(_stand(reader, uid, value, entries, notes, shown) for value, entries in sorted(by_value.items()))
    return Disagreement(id, kind, uid, field, _label(reader, kind, uid, field), values)


def _stand(
    reader: Reader, uid: str, value: str, entries: list[str], notes: dict[str, str], shown: dict[str, str]
) -> Stand:
    columns = (entry.c.person, entry.c.at, entry.c.device)
    said = reader.rows(select(*columns).where(entry.c.id.in_(entries)).order_by(entry.c.at, entry.c.id))
    last = said[-1]
    person = reader.get(Person, last.person)
    note = next((notes[one] for one in entries if one in notes), "")
    name, side = (person.name, person.side) if person else ("", "")
    return Stand(value, shown.get(value, value), name, side, last.at, last.device, note, tuple(entries))


def _choices(reader: Reader, kind: str, uid: str, field: str) -> dict[str, str]:
    words = {"pass": _("Pass"), "fail": _("Fail"), "na": _("N/A"), "": _("(empty)")}
    return words if (kind, field) == ("answer", "value") else {"": _("(empty)")}


_KINDS = {
    "site": N_("Site"),
    "visit": N_("Visit"),
    "person": N_("Person"),
    "answer": N_("Answer"),
    "finding": N_("Finding"),
    "sheet": N_("Checklist"),
    "member": N_("Member of the team"),
    "round": N_("Round"),
    "signature": N_("Signature"),
}


_FIELDS = {
    "value": N_("value"),
    "note": N_("note"),
    "severity": N_("severity"),
    "due": N_("deadline"),
    "remedy": N_("remedy"),
    "text": N_("text"),
    "name": N_("name"),
    "date": N_("date"),
    "address": N_("address"),
    "unit": N_("unit"),
    "post": N_("post"),
    "side": N_("side"),
    "role": N_("role"),
    "state": N_("state"),
    "lat": N_("latitude"),
    "lon": N_("longitude"),
    "version": N_("version"),
    "in_charge": N_("in charge"),
}


def _label(reader: Reader, kind: str, uid: str, field: str) -> str:
    """What it is about, for a person: the site, the item, the field."""
    visit = reader.get(Visit, uid.partition("/")[0])
    site = reader.get(Site, visit.site) if visit else reader.get(Site, uid) if kind == "site" else None
    person = reader.get(Person, uid) if kind == "person" else None
    parts = [site.code if site else "", visit.date if visit else "", person.name if person else ""]
    if kind in ("answer", "finding"):
        _visit, form, path = (*uid.split("/", 2), "", "")[:3]
        sheet = reader.get(Sheet, f"{_visit}/{form}")
        item = checklists.items(checklists.form(reader, sheet.sha256)).get(path) if sheet else None
        parts.append(f"{item.code} {item.text}" if item else path)
    else:
        parts.append(_(_KINDS.get(kind, kind)))
    parts.append("" if (kind, field) == ("answer", "value") else _(_FIELDS.get(field, field)))
    return " · ".join(part for part in parts if part)
