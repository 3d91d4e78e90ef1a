"""Where two laptops said different things of one field, both stand until a person decides, with a reason."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select

from inspector import checklists, findings, i18n, visits
from inspector.errors import InspectorError
from inspector.i18n import N_, _
from inspector.journal import Entry
from inspector.journal import read as read_entry
from inspector.model import RECORDS, Decision, Op, Person, Photo, Sheet, Site, Visit
from inspector.reports import gather
from inspector.sides import SIDES
from inspector.store import Changes, Reader, Store, bulk
from inspector.store.tables import checklist, disagreement, entry, saying

EDITION: Final = ("version", "sha256")
"""The fields of a sheet that say which checklist it is; they are decided together."""
_ROW: Final = re.compile(r"\[[^\]]*\]")


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
    """
    What one side says: the value, as people read it, who said it, when, on which device, and the note beside it. Where
    several say the same, `by` names them all, and the rest is of the last of them. `photos` are those of its devices.
    """

    value: str
    shown: str
    by: str
    side: str
    at: str
    device: str
    note: str = ""
    entries: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Former:
    """
    A decision about the same field that waits again: something which arrived later has opened it, or it was withdrawn,
    and then it is said when and by whom.
    """

    reason: str
    by: str
    at: str
    withdrawn_at: str = ""
    withdrawn_by: str = ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """
    A field whose heads differ. `heading` and `asked` are its label in two parts: where, and what. `notes` stand beside it
    and belong to none of the values; `former` is the decision that was made of it before.
    """

    id: str
    kind: str
    uid: str
    field: str
    label: str
    values: tuple[Stand, ...]
    visit: str = ""
    heading: str = ""
    asked: str = ""
    notes: tuple[str, ...] = ()
    former: Former | None = None


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
    asked = "SELECT uid, field, entry, value FROM saying WHERE kind = ? AND head = 1 AND uid {among}"
    for kind, uids in by_kind.items():
        for uid, field, id, value in bulk.rows(reader.connection, asked, kind, uids):
            if (kind, uid, field) in touched:
                found.setdefault((kind, uid, field), {})[id] = value
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
    asked = "SELECT kind, uid, field, entry FROM awaited WHERE entry {among}"
    ids = [one.id for one in entries]
    return {(kind, uid, field, id) for kind, uid, field, id in bulk.rows(reader.connection, asked, ids)}


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
        said = {found.field: value or ""}
        if found.kind == "sheet" and found.field in EDITION:
            said = _edition(tx, found, value or "")
        for field, text in said.items():
            tx.say(found.kind, found.uid, field, text, again=True)
        of = f"{found.kind}|{found.uid}|{found.field}"
        tx.say(Decision.KIND, of, "reason", reason.strip(), again=True)
    return tx.changes


def about(reader: Reader, decision: str) -> str:
    """What a decision (`<kind>|<uid>|<field>`) is about, in the fewest words: the code of its item, or what it is."""
    kind, uid, field = (*decision.split("|", 2), "", "")[:3]
    if kind in ("answer", "finding"):
        visit, form, path = (*uid.split("/", 2), "", "")[:3]
        item = _item(reader, f"{visit}/{form}", path)
        return item.code if item else path
    heading, asked = _label(reader, kind, uid, field)
    return asked or heading


def _edition(reader: Reader, found: Disagreement, value: str) -> dict[str, str]:
    """What is said of a sheet along with one of its two fields: an edition is its version and its content together."""
    stand = next((one for one in found.values if one.value == value), None)
    if stand is None:
        raise ChoiceUnknown(number=value, n=len(found.values))
    heads = reader.heads(found.kind, found.uid)
    others = {
        field: head.value
        for field in EDITION
        for head in heads.get(field, [])
        if head.entry in stand.entries and field != found.field
    }
    return {found.field: value, **others}


def _described(reader: Reader, kind: str, uid: str, field: str) -> Disagreement:
    id = hashlib.sha256(f"{kind}|{uid}|{field}".encode()).hexdigest()[:10]
    by_value: dict[str, list[str]] = {}
    heads = reader.heads(kind, uid)
    for head in heads[field]:
        by_value.setdefault(head.value, []).append(head.entry)
    sayings = _Sayings(reader, kind, uid, field)
    first = {head.entry: sayings.first(head.entry) for head in heads[field]}
    beside = heads.get("note", []) if (kind, field) == ("answer", "value") else []
    photos = _photos(reader, uid) if kind in ("answer", "finding") else []
    said = _said(reader, kind, uid) | sayings.said
    shown = {value: _words_of(reader, kind, field, value) for value in by_value}
    values, told = [], set[str]()
    for value, entries in sorted(by_value.items()):
        spoken = list(dict.fromkeys(id for one in entries for id in first[one]))
        devices = {said[one].device for one in spoken if one in said}
        notes = [note for note in beside if note.entry in spoken]
        notes = notes or [note for note in beside if note.entry in said and said[note.entry].device in devices]
        told |= {note.entry for note in notes}
        pictures = tuple(sha256 for sha256, device in photos if device in devices)
        note = "\n".join(one.value for one in notes)
        stand = _stand(reader, value, spoken, said, note, shown, pictures)
        values.append(replace(stand, entries=tuple(entries)))
    left = tuple(note.value for note in beside if note.entry not in told and note.value)
    visit = uid.partition("/")[0] if reader.get(Visit, uid.partition("/")[0]) else ""
    heading, asked = _label(reader, kind, uid, field)
    label = " · ".join(part for part in (heading, asked) if part)
    former = _former(reader, f"{kind}|{uid}|{field}")
    return Disagreement(id, kind, uid, field, label, tuple(values), visit, heading, asked, left, former)


@dataclass(frozen=True, slots=True)
class _Said:
    """Who made an entry, when and where."""

    person: str
    at: str
    device: str


def _said(reader: Reader, kind: str, uid: str) -> dict[str, _Said]:
    """By the entry, of all that stands of a record."""
    asked = select(saying.c.entry, entry.c.person, entry.c.at, entry.c.device).join(entry, entry.c.seq == saying.c.seq)
    found = reader.rows(asked.where(saying.c.kind == kind, saying.c.uid == uid, saying.c.head == 1))
    return {row.entry: _Said(row.person, row.at, row.device) for row in found}


def _stand(
    reader: Reader,
    value: str,
    entries: list[str],
    said: Mapping[str, _Said],
    note: str,
    shown: dict[str, str],
    photos: tuple[str, ...],
) -> Stand:
    known = sorted((said[one].at, one) for one in entries if one in said)
    last = said[known[-1][1]]
    people = [reader.get(Person, uid) for uid in dict.fromkeys(said[one].person for _at, one in known)]
    names = ", ".join(person.name for person in people if person)
    sides = {person.side for person in people if person}
    side = sides.pop() if len(sides) == 1 else ""
    return Stand(value, shown[value], names, side, last.at, last.device, note, tuple(entries), photos)


def _photos(reader: Reader, uid: str) -> list[tuple[str, str]]:
    """The photos of an item that are shown, with the device that took each."""
    visit, form, path = (*uid.split("/", 2), "", "")[:3]
    mine = {one.uid: one.sha256 for one in reader.all(Photo, visit=visit, form=form, path=path, gone="")}
    asked = select(saying.c.uid, entry.c.device).join(entry, entry.c.seq == saying.c.seq)
    asked = asked.where(saying.c.kind == "photo", saying.c.field == "media_type", saying.c.uid.in_(list(mine)))
    return sorted((mine[row.uid], row.device) for row in reader.rows(asked))


class _Sayings:
    """All that was ever said of one field, by the entry; undo says again what somebody said before."""

    def __init__(self, reader: Reader, kind: str, uid: str, field: str) -> None:
        asked = select(saying.c.entry, saying.c.value, saying.c.head, entry.c.person, entry.c.at, entry.c.device)
        asked = asked.add_columns(entry.c.op, entry.c.line).join(entry, entry.c.seq == saying.c.seq)
        asked = asked.where(saying.c.kind == kind, saying.c.uid == uid, saying.c.field == field)
        self._key = (kind, uid, field)
        self.rows = {row.entry: row for row in reader.rows(asked.order_by(entry.c.at, entry.c.id))}
        self.said = {id: _Said(row.person, row.at, row.device) for id, row in self.rows.items()}

    def replaced(self, id: str) -> list[str]:
        """What an entry replaced of this field, as far as it is here."""
        says = read_entry(self.rows[id].line, id=id).says
        return [over for say in says if say[:3] == self._key for over in say.over if over in self.rows]

    def first(self, id: str) -> list[str]:
        """The entries that said first what one says again by undo; itself, where they are not here."""
        if self.rows[id].op != Op.UNDO:
            return [id]
        before = (former for over in self.replaced(id) for former in self.replaced(over))
        said = [
            one for former in before if self.rows[former].value == self.rows[id].value for one in self.first(former)
        ]
        return said or [id]


def _former(reader: Reader, uid: str) -> Former | None:
    """The last decision of a field, with who made it; and who has withdrawn it, where that was its end."""
    sayings = _Sayings(reader, "decision", uid, "reason")
    heads = [id for id, row in sayings.rows.items() if row.head]
    if not heads:
        return None
    chain = heads[-1:]  # the decision, perhaps undone, and done again
    while sayings.rows[chain[-1]].op == Op.UNDO:
        made = sayings.replaced(chain[-1])
        if not made:
            return None
        chain.append(made[0])
    row, end = sayings.rows[chain[-1]], sayings.rows[chain[0]]
    former = Former(row.value, _name(reader, row.person), row.at)
    withdrawn = len(chain) % 2 == 0
    return replace(former, withdrawn_at=end.at, withdrawn_by=_name(reader, end.person)) if withdrawn else former


def _name(reader: Reader, uid: str) -> str:
    person = reader.get(Person, uid)
    return person.name if person else ""


def _words_of(reader: Reader, kind: str, field: str, value: str) -> str:
    """A value as people read it: words for what is kept as a code."""
    if not value:
        return _("(empty)")
    if kind == "site":
        language = i18n.language()
        return gather.type_names(value, language) if field == "types" else gather.choice_name(field, value, language)
    if (kind, field) == ("sheet", "sha256"):
        known = reader.rows(select(checklist.c.version).where(checklist.c.sha256 == value))
        return _("version {version} ({code})").format(version=known[0].version, code=value[:8]) if known else value
    if field in ("date", "due") and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return "/".join(reversed(value.split("-")))
    words = _WORDS.get((kind, field), {}).get(value)
    return _(words) if words else value


_WORDS: Final[dict[tuple[str, str], Mapping[str, str]]] = {
    ("answer", "value"): {"pass": N_("Pass"), "fail": N_("Fail"), "na": N_("Not applicable")},
    ("finding", "severity"): findings.SEVERITIES,
    ("finding", "state"): findings.STATES,
    ("visit", "state"): {state.value: words for state, words in visits.STATES.items()},
    ("person", "side"): SIDES,
}
"""Words for values that are kept as codes, by kind and field."""


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
    "photo": N_("Photo"),
    "handover": N_("Hand-over"),
    "decision": N_("Decision"),
    "device": N_("Computer"),
    "key": N_("Key"),
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
    "code": N_("code"),
    "gone": N_("taken away or not"),
    "reason": N_("reason"),
    "sha256": N_("edition"),
    "statement": N_("statement of the site"),
    "opinion": N_("conclusion"),
    "team": N_("team"),
    "purpose": N_("purpose"),
    "place": N_("place"),
    "number": N_("number of the minutes"),
    "grounds": N_("legal grounds"),
    "commune": N_("commune"),
    "types": N_("type of site"),
    "on_the_spot": N_("remedied on the spot"),
    "reservation": N_("reservation"),
    "reported": N_("report of the remedy"),
    "extension": N_("extension"),
    "closed": N_("closing"),
}


def _label(reader: Reader, kind: str, uid: str, field: str) -> tuple[str, str]:
    """What it is about, for a person: the site and the day; the item and the field."""
    visit = reader.get(Visit, uid.partition("/")[0])
    site = reader.get(Site, visit.site) if visit else reader.get(Site, uid) if kind == "site" else None
    person = reader.get(Person, uid) if kind == "person" else None
    where = [site.code if site else "", _date(visit.date) if visit else "", person.name if person else ""]
    asked = []
    if kind in ("answer", "finding"):
        _visit, form, path = (*uid.split("/", 2), "", "")[:3]
        item = _item(reader, f"{_visit}/{form}", path)
        asked.append(f"{item.code} {item.text}" if item else path)
    else:
        asked.append(_(_KINDS.get(kind, kind)))
    asked.append("" if (kind, field) == ("answer", "value") else _(_FIELDS.get(field, field)))
    return " · ".join(part for part in where if part), " · ".join(part for part in asked if part)


def _item(reader: Reader, sheet: str, path: str) -> checklists.Item | None:
    found = reader.get(Sheet, sheet)
    try:
        known = checklists.items(checklists.form(reader, found.sha256), i18n.language()) if found else {}
    except InspectorError:  # two laptops differ about the version of the checklist, or it has not arrived
        known = {}
    return known.get(path) or known.get(_ROW.sub("", path))


def _date(text: str) -> str:
    return "/".join(reversed(text.split("-")))
