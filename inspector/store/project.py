"""
Entries -> rows. The heads of a record's fields make its row; answers that fail make findings.

Every row is a function of what stands in the journal (and, for the presets of a finding, of the checklists that are
installed), never of the order in which entries arrived.
"""

from __future__ import annotations

import datetime
import functools
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from inspector.journal import Entry, packed, tally
from inspector.model import DISPUTED, RECORDS, VISIT_KINDS, Record
from inspector.store import bulk, summary
from inspector.store.tables import PROJECTIONS, awaited, checklist_item, disagreement, entry, saying
from inspector.store.tables import tally as tallies
from inspector.text import fold

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

Standing = dict[str, set[str]]
"""What stands of a record: field -> values."""
Said = tuple[str, str, str, str]
"""What one entry said of one field: kind, uid, field, entry."""
Dirty = dict[str, dict[str, Standing | None]]
"""The records, by kind and uid, that are to be projected; of one that nothing had been said of before, what stands."""
_ENTRY = ("seq", "id", "device", "number", "at", "person", "op", "line")
_SAYING = ("kind", "uid", "field", "entry", "value", "head", "seq")
_FAULTLESS = frozenset({"", "pass", "na"})
_UNKNOWN = frozenset({"fail"})
"""With what an item fails of which no checklist is here."""
_WITHIN = frozenset(VISIT_KINDS) - {"visit", "finding"}
"""Kinds of which every record of a visit that something stands of has a row that names the visit."""


def add(
    connection: Connection, entries: Iterable[Entry], *, here: Collection[str] | None = None
) -> tuple[dict[str, int], Dirty]:
    """
    Put into the journal what it lacks; the ids that were new with the places they took, and the records they touch. Tables
    are not made here. `here` names those of the entries that are in the journal, where the caller has asked already.
    """
    once = {found.id: found for found in entries}
    present = known(connection, once.values()) if here is None else here
    fresh = [found for id, found in once.items() if id not in present]
    if not fresh:
        return {}, {}
    last = bulk.rows(connection, "SELECT coalesce(max(seq), 0) FROM entry")[0][0]
    places = {found.id: seq for seq, found in enumerate(fresh, last + 1)}
    replaced = [
        (kind, uid, field, over) for found in fresh for kind, uid, field, _value, overs in found.says for over in overs
    ]
    gone = _awaited(connection, list(places)).union(replaced)
    said = [
        (kind, uid, field, id, value, 0 if gone and (kind, uid, field, id) in gone else 1, seq)
        for seq, (id, says) in enumerate([(found.id, found.says) for found in fresh], last + 1)
        for kind, uid, field, value, _over in says
    ]
    _arrived(connection, gone.intersection([row[:4] for row in said]) if gone else ())
    outside = []
    if replaced:
        among = {row[:4] for row in said}
        outside = [key for key in replaced if key not in among]
    dirty = _touched(connection, said)
    count(connection, fresh)
    rows = [(seq, e.id, e.device, e.number, e.at, e.person, e.op, e.line) for seq, e in enumerate(fresh, last + 1)]
    bulk.insert(connection, entry, _ENTRY, rows)
    bulk.insert(connection, saying, _SAYING, said)
    if outside:
        _replace(connection, outside)
    return places, dirty


def count(connection: Connection, entries: Iterable[Entry], *, gone: bool = False) -> None:
    """Add entries to the tallies of their devices, or take them away."""
    devices: dict[str, list[str]] = defaultdict(list)
    for found in entries:
        devices[found.device].append(found.id)
    asked = "SELECT device, entries, total FROM tally WHERE device {among}"
    known = {row[0]: (row[1], int.from_bytes(row[2], "big")) for row in bulk.rows(connection, asked, devices)}
    former: list[tuple[int, bytes, str]] = []
    new: list[tuple[int, bytes, str]] = []
    for device, ids in devices.items():
        number, total = known.get(device, (0, 0))
        sign = -1 if gone else 1
        row = (number + sign * len(ids), packed(total + sign * tally(ids)), device)
        (former if device in known else new).append(row)
    bulk.change(connection, "UPDATE tally SET entries = ?, total = ? WHERE device = ?", former)
    bulk.insert(connection, tallies, ("entries", "total", "device"), new)


def _touched(connection: Connection, said: Iterable[tuple[str, str, str, str, str, int, int]]) -> Dirty:
    """The records that these sayings, which are not in the journal yet, are about."""
    dirty: Dirty = defaultdict(dict)
    for kind, uid, field, _entry, value, head, _seq in said:
        of_kind = dirty[kind]
        standing = of_kind.get(uid)
        if standing is None:
            standing = of_kind[uid] = {}
        if head:
            if field in standing:
                standing[field].add(value)
            else:
                standing[field] = {value}
    for kind, uids in dirty.items():
        if kind in PROJECTIONS:  # what was said of has a row
            known = bulk.present(connection, PROJECTIONS[kind], "uid", _maybe_known(connection, kind, uids))
            uids.update(dict.fromkeys(known))
    return dirty


def _maybe_known(connection: Connection, kind: str, uids: Collection[str]) -> Iterable[str]:
    """Without those of visits of which nothing of that kind is here: a new visit is asked of once, not item by item."""
    if kind not in _WITHIN:
        return uids
    of_visits: dict[str, list[str]] = defaultdict(list)
    alone: list[str] = []
    for uid in uids:
        visit, slash, _rest = uid.partition("/")
        (of_visits[visit] if slash else alone).append(uid)
    asked = f'SELECT DISTINCT visit FROM "{PROJECTIONS[kind].name}" WHERE visit {{among}}'  # noqa: S608 - own names
    for (visit,) in bulk.rows(connection, asked, of_visits):
        alone += of_visits[visit]
    return alone


def project(connection: Connection, dirty: Dirty, *, summarise: bool = True) -> None:
    """Make the rows of these records again from what stands."""
    kinds = {kind: uids for kind, uids in dirty.items() if kind in RECORDS}
    touched = {uid.partition("/")[0] for kind in VISIT_KINDS for uid in kinds.get(kind, ())}
    sites, days = (
        (_sites_of(connection, touched), summary.days_of(connection, touched)) if summarise else (set(), set())
    )
    findings = kinds.pop("finding", {})
    answered: dict[str, Standing] = {}
    visits = {*kinds.get("visit", ()), *(uid.partition("/")[0] for uid in kinds.get("sheet", ()))}
    faulty = _findings_of(connection, visits)
    answers = kinds.get("answer", {})
    faulty |= answers.keys() & _known_findings(connection, {uid.partition("/")[0] for uid in answers})
    for kind, uids in sorted(kinds.items()):
        if kind == "handover":
            touched |= _visits_of(connection, uids)
        found = _project_records(connection, kind, uids)
        if kind == "answer":
            faulty |= {uid for uid, said in found.items() if said.get("value", _FAULTLESS) - _FAULTLESS}
            answered = found
        elif kind == "handover":
            touched |= _visits_of(connection, uids)
    if faulty or findings:
        _project_findings(connection, {**dict.fromkeys(faulty), **findings}, answered)
    if summarise:
        summary.of_visits(connection, touched)
        summary.of_days(connection, days | summary.days_of(connection, touched))
        summary.of_sites(connection, sites | _sites_of(connection, touched) | kinds.get("site", {}).keys())


def _sites_of(connection: Connection, visits: Collection[str]) -> set[str]:
    """The sites of these visits, as the tables have it now."""
    if not visits:
        return set()
    found = bulk.rows(connection, "SELECT DISTINCT site FROM visit WHERE uid {among}", visits)
    return {row[0] for row in found}


def _visits_of(connection: Connection, handovers: Collection[str]) -> set[str]:
    """The visits that these hand-overs name, as the tables have it now."""
    found = bulk.rows(connection, "SELECT DISTINCT visit FROM handed WHERE handover {among}", handovers)
    return {row[0] for row in found}


def known(connection: Connection, entries: Iterable[Entry]) -> dict[str, int]:
    """Which of these entries are in the journal, and where. What a device numbered after all that is here is not looked for."""
    devices: dict[str, list[int]] = defaultdict(list)
    wanted = set()
    for one in entries:
        devices[one.device].append(one.number)
        wanted.add(one.id)
    asked = (
        "SELECT device, (SELECT max(number) FROM entry WHERE entry.device = tally.device)"
        " FROM tally WHERE entries > 0 AND device {among}"
    )
    found: dict[str, int] = {}
    for device, last in bulk.rows(connection, asked, devices):
        numbers = [number for number in devices[device] if number <= (last or 0)]
        if numbers:
            asked = "SELECT id, seq FROM entry WHERE device = ? AND number {among}"
            found.update((id, seq) for id, seq in bulk.rows(connection, asked, device, numbers) if id in wanted)
    return found


def _awaited(connection: Connection, ids: list[str]) -> set[Said]:
    """What is here of these entries before them: that they are replaced."""
    if connection.execute(select(awaited.c.entry).limit(1)).first() is None:
        return set()
    asked = "SELECT kind, uid, field, entry FROM awaited WHERE entry {among}"
    return {(kind, uid, field, id) for kind, uid, field, id in bulk.rows(connection, asked, ids)}


def _arrived(connection: Connection, keys: Iterable[Said]) -> None:
    """What was awaited is here."""
    statement = "DELETE FROM awaited WHERE kind = ? AND uid = ? AND field = ? AND entry = ?"
    bulk.change(connection, statement, list(keys))


def _replace(connection: Connection, keys: Collection[Said]) -> None:
    """What was said before no longer stands; what is still to come will not stand when it comes."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind, uid, _field, _entry in keys:
        kinds[kind].add(uid)
    here: set[Said] = set()
    for kind, uids in kinds.items():
        asked = "SELECT uid, field, entry FROM saying WHERE kind = ? AND uid {among}"
        here.update((kind, *row) for row in bulk.rows(connection, asked, kind, uids))
    said = here.intersection(keys)
    statement = "UPDATE saying SET head = 0 WHERE kind = ? AND uid = ? AND field = ? AND entry = ?"
    bulk.change(connection, statement, sorted(said))
    missing = set(keys) - said
    if not missing:
        return
    asked = "SELECT kind, uid, field, entry FROM awaited WHERE entry {among}"
    missing -= {tuple(row) for row in bulk.rows(connection, asked, {key[3] for key in missing})}
    bulk.insert(connection, awaited, ("kind", "uid", "field", "entry"), sorted(missing))


def _standing(connection: Connection, kind: str, uids: Mapping[str, Standing | None]) -> dict[str, Standing]:
    """What stands of these records, by uid; asked of the journal where it is not known."""
    found = {uid: standing for uid, standing in uids.items() if standing is not None}
    unknown = [uid for uid, standing in uids.items() if standing is None]
    asked = "SELECT DISTINCT uid, field, value FROM saying WHERE kind = ? AND head = 1 AND uid {among}"
    for uid, field, value in bulk.rows(connection, asked, kind, unknown) if unknown else ():
        found.setdefault(uid, {}).setdefault(field, set()).add(value)
    for field, settle in RECORDS[kind].SETTLED.items():
        for fields in found.values():
            if len(fields.get(field, ())) > 1:
                fields[field] = {settle(fields[field])}
    return found


def _project_records(connection: Connection, kind: str, uids: Mapping[str, Standing | None]) -> dict[str, Standing]:
    model, table = RECORDS[kind], PROJECTIONS[kind]
    standing = _standing(connection, kind, uids)
    _disagreements(connection, kind, uids, standing)
    former = [uid for uid, known in uids.items() if known is None]
    if former:
        bulk.run(connection, f'DELETE FROM "{table.name}" WHERE uid {{among}}', former)  # noqa: S608 - own names
    rows = [_row(model, uid, fields) for uid, fields in standing.items()]
    if kind == "site":
        for row in rows:
            parts = ("code", "alt_codes", "name", "commune", "old_commune", "old_district", "address", "unit")
            row["search"] = fold(" ".join(str(row[part]) for part in parts))
    elif kind == "handover":
        summary.of_handovers(connection, rows)
    _insert_rows(connection, table, rows)
    return standing


def _insert_rows(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        bulk.insert(connection, table, list(rows[0]), [tuple(row.values()) for row in rows])


def _disagreements(
    connection: Connection, kind: str, uids: Mapping[str, Standing | None], standing: Mapping[str, Standing]
) -> None:
    former = [uid for uid, known in uids.items() if known is None]
    if former:
        bulk.run(connection, "DELETE FROM disagreement WHERE kind = ? AND uid {among}", kind, former)
    disputed = [
        (kind, uid, field) for uid, fields in standing.items() for field, values in fields.items() if len(values) > 1
    ]
    bulk.insert(connection, disagreement, ("kind", "uid", "field"), disputed)


def _row(model: type[Record], uid: str, fields: Standing) -> dict[str, Any]:
    blank, numbers = _columns(model)
    row: dict[str, Any] = {**blank, **model.from_uid(uid), "uid": uid}
    for name, values in fields.items():
        if name in blank:
            row[name] = next(iter(values)) if len(values) == 1 else model.HELD.get(name, _disputed)(values)
    for name, annotation in numbers:
        row[name] = _number(annotation, row[name])
    return row


def _disputed(_values: set[str]) -> str:
    return DISPUTED


@functools.cache
def _columns(model: type[Record]) -> tuple[dict[str, str], tuple[tuple[str, Any], ...]]:
    """The fields that the journal says, as yet unsaid, and those of all fields that are numbers."""
    numbers = ((name, field.annotation) for name, field in model.model_fields.items() if field.annotation is not str)
    return dict.fromkeys(model.said_fields(), ""), tuple(numbers)


def _number(annotation: Any, text: str) -> Any:
    try:
        number = float(text) if text else None
    except ValueError:
        number = None
    if number is not None and not math.isfinite(number):
        number = None
    if annotation is int:
        return int(number) if number is not None and abs(number) < 2**53 else 0
    return number


def _findings_of(connection: Connection, visits: Collection[str]) -> set[str]:
    """What may be a finding of these visits, from what was projected before."""
    if not visits:
        return set()
    faulty = bulk.rows(
        connection, "SELECT uid FROM answer WHERE value NOT IN ('', 'pass', 'na') AND visit {among}", visits
    )
    return {row[0] for row in faulty} | _known_findings(connection, visits)


def _known_findings(connection: Connection, visits: Collection[str]) -> set[str]:
    """What was projected as a finding of these visits before; asked of the visits, for each has many items and few findings."""
    if not visits:
        return set()
    return {row[0] for row in bulk.rows(connection, "SELECT uid FROM finding WHERE visit {among}", visits)}


def _project_findings(
    connection: Connection, uids: Mapping[str, Standing | None], known: Mapping[str, Standing]
) -> None:
    model, table = RECORDS["finding"], PROJECTIONS["finding"]
    said = _standing(connection, "finding", uids)
    answers = _standing(connection, "answer", {uid: known.get(uid) for uid in uids})
    _disagreements(connection, "finding", uids, said)
    bulk.run(connection, "DELETE FROM finding WHERE uid {among}", uids)
    wanted = [uid for uid in uids if uid in said or answers.get(uid, {}).get("value", _FAULTLESS) - _FAULTLESS]
    if not wanted:
        return
    rows = []
    presets = _Presets(connection, {uid.partition("/")[0] for uid in wanted})
    for uid in wanted:
        row = _row(model, uid, said.get(uid, {}))
        fails_on, severity, due = presets.of(row["visit"], row["form"], row["path"])
        answer = answers.get(uid, {})
        row["stands"] = int(bool(answer.get("value", set()) & fails_on))
        if not row["stands"] and uid not in said:
            continue
        notes = answer.get("note", set())
        row["text"] = row["text"] or (DISPUTED if len(notes) > 1 else next(iter(notes), ""))
        row["severity"] = row["severity"] or severity
        row["due"] = row["due"] or due
        summary.of_finding(row, *presets.visit(row["visit"]))
        rows.append(row)
    _insert_rows(connection, table, rows)


class _Presets:
    """What the checklists of some visits say of their items."""

    def __init__(self, connection: Connection, visits: set[str]) -> None:
        self._connection = connection
        self._items: dict[str, dict[str, tuple[frozenset[str], str, int | None]]] = {}
        self._sha: dict[tuple[str, str], str] = {}
        self._visits: dict[str, tuple[str, str, str]] = {}
        for row in bulk.rows(connection, "SELECT visit, form, sha256 FROM sheet WHERE visit {among}", visits):
            self._sha[row[0], row[1]] = row[2]
        asked = "SELECT uid, site, date, agreed FROM visit WHERE uid {among}"
        for uid, site, date, agreed in bulk.rows(connection, asked, visits):
            self._visits[uid] = (site, date, agreed)

    def visit(self, uid: str) -> tuple[str, str]:
        """The site of a visit, and the day on which it was agreed."""
        site, date, agreed = self._visits.get(uid, ("", "", ""))
        return site, date[:10] if agreed else ""

    def of(self, visit: str, form: str, path: str) -> tuple[frozenset[str], str, str]:
        """With which values an item fails, how severe that is, and until when it must be remedied."""
        if "@" in form:  # kept aside from an earlier version of the checklist, see editions.py
            return frozenset(), "", ""
        sha = self._sha.get((visit, form), "")
        if sha not in self._items:
            asked = select(
                checklist_item.c.path, checklist_item.c.fails_on, checklist_item.c.severity, checklist_item.c.due_days
            ).where(checklist_item.c.sha256 == sha)
            self._items[sha] = {
                path: (frozenset(fails_on.split()), severity, days)
                for path, fails_on, severity, days in self._connection.execute(asked)
            }
        fails_on, severity, days = self._items[sha].get(path, (_UNKNOWN, "", None))
        return fails_on, severity, _later(self._visits.get(visit, ("", "", ""))[1], days)


@functools.lru_cache(maxsize=256)
def _later(date: str, days: int | None) -> str:
    if days is None:
        return ""
    try:
        return (datetime.date.fromisoformat(date) + datetime.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return ""
