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
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, insert, select, update

from inspector.journal import Entry
from inspector.model import DISPUTED, RECORDS, Record
from inspector.store.tables import PROJECTIONS, awaited, checklist_item, disagreement, entry, saying
from inspector.text import fold

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

Dirty = set[tuple[str, str]]
CHUNK = 400
_ENTRY = ("id", "device", "number", "at", "person", "op", "line")
_SAYING = ("kind", "uid", "field", "entry", "value", "head")
_FAULTLESS = frozenset({"", "pass", "na"})


def add(
    connection: Connection, entries: Iterable[Entry], *, here: Collection[str] | None = None
) -> tuple[list[str], Dirty]:
    """
    Put into the journal what it lacks; the ids that were new, and the records they touch. Tables are not made here.
    `here` names those of the entries that are in the journal, where the caller has asked already.
    """
    once = {found.id: found for found in entries}
    known = present(connection, once) if here is None else here
    fresh = [found for id, found in once.items() if id not in known]
    if not fresh:
        return [], set()
    ids = [found.id for found in fresh]
    late = _awaited(connection, ids)
    heads: dict[tuple[str, str, str, str], int] = {}
    for found in fresh:
        for kind, uid, field, _value, _over in found.says:
            key = (kind, uid, field, found.id)
            heads[key] = 0 if key in late else 1
    outside = []
    for found in fresh:
        for kind, uid, field, _value, replaced in found.says:
            for over in replaced:
                key = (kind, uid, field, over)
                if key in heads:
                    heads[key] = 0
                else:
                    outside.append(key)
    insert_many(connection, entry, _ENTRY, [(e.id, e.device, e.number, e.at, e.person, e.op, e.line) for e in fresh])
    said = [
        (say.kind, say.uid, say.field, found.id, say.value, heads[say.kind, say.uid, say.field, found.id])
        for found in fresh
        for say in found.says
    ]
    insert_many(connection, saying, _SAYING, said)
    if outside:
        _replace(connection, outside)
    return ids, {(kind, uid) for kind, uid, _field, _entry in heads}


def project(connection: Connection, dirty: Dirty) -> None:
    """Make the rows of these records again from what stands."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind, uid in dirty:
        if kind in RECORDS:
            kinds[kind].add(uid)
    findings = kinds.pop("finding", set())
    for kind, uids in sorted(kinds.items()):
        for chunk in _chunks(sorted(uids)):
            standing = _project_records(connection, kind, chunk)
            if kind == "answer":
                findings |= {uid for uid, said in standing.items() if said.get("value", _FAULTLESS) - _FAULTLESS}
                findings |= _having_findings(connection, chunk)
    if "visit" in kinds or "sheet" in kinds:
        findings |= _findings_of(connection, kinds["visit"] | {uid.partition("/")[0] for uid in kinds["sheet"]})
    for chunk in _chunks(sorted(findings)):
        _project_findings(connection, chunk)


def rebuild(connection: Connection) -> tuple[int, int]:
    """Make every table that follows from the journal again. Returns how many entries there are, and how many rows differ."""
    from sqlalchemy import text

    derived = [saying, disagreement, *PROJECTIONS.values()]
    for table in derived:
        connection.execute(text(f'CREATE TEMPORARY TABLE "before_{table.name}" AS SELECT * FROM "{table.name}"'))  # noqa: S608 - own names
        connection.execute(delete(table))
    connection.execute(delete(awaited))
    lines = connection.execute(select(entry.c.line).order_by(entry.c.seq)).scalars().all()
    connection.execute(delete(entry))
    from inspector.journal import read

    dirty: Dirty = set()
    for start in range(0, len(lines), 2000):
        dirty |= add(connection, [read(line) for line in lines[start : start + 2000]])[1]
    project(connection, dirty)
    differences = 0
    for table in derived:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        now, before = f'SELECT {names} FROM "{table.name}"', f'SELECT {names} FROM "before_{table.name}"'  # noqa: S608 - own names
        for one, other in ((now, before), (before, now)):
            counted = text(f"SELECT count(*) FROM ({one} EXCEPT {other}) AS d")  # noqa: S608 - own names
            differences += connection.execute(counted).scalar_one()
        connection.execute(text(f'DROP TABLE "before_{table.name}"'))
    return len(lines), differences


def present(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Which of these entries are in the journal."""
    known: set[str] = set()
    for chunk in _chunks(list(ids)):
        known.update(connection.execute(select(entry.c.id).where(entry.c.id.in_(chunk))).scalars())
    return known


def insert_many(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Many rows by one statement of the driver, with nothing between: the places are the columns that are named."""
    if rows:
        places = ", ".join(["%s" if connection.dialect.paramstyle in ("format", "pyformat") else "?"] * len(columns))
        names = ", ".join(f'"{name}"' for name in columns)
        statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({places})'  # noqa: S608 - own names
        connection.exec_driver_sql(statement, rows if len(rows) > 1 else rows[0])


def _awaited(connection: Connection, ids: list[str]) -> set[tuple[str, str, str, str]]:
    found: set[tuple[str, str, str, str]] = set()
    if connection.execute(select(awaited.c.entry).limit(1)).first() is None:
        return found
    columns = (awaited.c.kind, awaited.c.uid, awaited.c.field, awaited.c.entry)
    for chunk in _chunks(ids):
        found.update(tuple(row) for row in connection.execute(select(*columns).where(awaited.c.entry.in_(chunk))))
        connection.execute(delete(awaited).where(awaited.c.entry.in_(chunk)))
    return found


def _replace(connection: Connection, keys: list[tuple[str, str, str, str]]) -> None:
    """What was said before no longer stands; what is still to come will not stand when it comes."""
    known = present(connection, sorted({key[3] for key in keys}))
    same = and_(
        saying.c.kind == bindparam("k"),
        saying.c.uid == bindparam("u"),
        saying.c.field == bindparam("f"),
        saying.c.entry == bindparam("e"),
    )
    here = [dict(k=k, u=u, f=f, e=e) for k, u, f, e in keys if e in known]
    if here:
        connection.execute(update(saying).where(same).values(head=0), here)
    missing = {key for key in keys if key[3] not in known}
    for chunk in _chunks(sorted({key[3] for key in missing})):
        columns = (awaited.c.kind, awaited.c.uid, awaited.c.field, awaited.c.entry)
        missing -= {tuple(row) for row in connection.execute(select(*columns).where(awaited.c.entry.in_(chunk)))}
    if missing:
        connection.execute(insert(awaited), [dict(kind=k, uid=u, field=f, entry=e) for k, u, f, e in sorted(missing)])


def _standing(connection: Connection, kind: str, uids: list[str]) -> dict[str, dict[str, set[str]]]:
    """What stands of these records: uid -> field -> values."""
    found: dict[str, dict[str, set[str]]] = {}
    asked = select(saying.c.uid, saying.c.field, saying.c.value).where(
        saying.c.kind == kind, saying.c.uid.in_(uids), saying.c.head == 1
    )
    for uid, field, value in connection.execute(asked):
        found.setdefault(uid, {}).setdefault(field, set()).add(value)
    for field, settle in RECORDS[kind].SETTLED.items() if kind in RECORDS else ():
        for fields in found.values():
            if len(fields.get(field, ())) > 1:
                fields[field] = {settle(fields[field])}
    return found


def _project_records(connection: Connection, kind: str, uids: list[str]) -> dict[str, dict[str, set[str]]]:
    model, table = RECORDS[kind], PROJECTIONS[kind]
    standing = _standing(connection, kind, uids)
    _disagreements(connection, kind, uids, standing)
    connection.execute(delete(table).where(table.c.uid.in_(uids)))
    rows = [_row(model, uid, fields) for uid, fields in standing.items()]
    if kind == "site":
        for row in rows:
            parts = ("code", "alt_codes", "name", "commune", "old_commune", "old_district", "address", "unit")
            row["search"] = fold(" ".join(str(row[part]) for part in parts))
    _insert_rows(connection, table, rows)
    return standing


def _insert_rows(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        insert_many(connection, table, list(rows[0]), [tuple(row.values()) for row in rows])


def _having_findings(connection: Connection, uids: list[str]) -> set[str]:
    table = PROJECTIONS["finding"]
    return set(connection.execute(select(table.c.uid).where(table.c.uid.in_(uids))).scalars())


def _disagreements(
    connection: Connection, kind: str, uids: list[str], standing: dict[str, dict[str, set[str]]]
) -> None:
    connection.execute(delete(disagreement).where(disagreement.c.kind == kind, disagreement.c.uid.in_(uids)))
    disputed = [
        dict(kind=kind, uid=uid, field=field)
        for uid, fields in standing.items()
        for field, values in fields.items()
        if len(values) > 1
    ]
    if disputed:
        connection.execute(insert(disagreement), disputed)


def _row(model: type[Record], uid: str, fields: dict[str, set[str]]) -> dict[str, Any]:
    row: dict[str, Any] = {"uid": uid}
    derived = model.from_uid(uid)
    for name, annotation in _columns(model):
        if name in derived:
            row[name] = derived[name] if annotation is str else _number(annotation, derived[name])
            continue
        values = fields.get(name, ())
        one = next(iter(values)) if len(values) == 1 else ""
        if annotation is str:
            row[name] = DISPUTED if len(values) > 1 else one
        else:
            row[name] = _number(annotation, one)
    return row


@functools.cache
def _columns(model: type[Record]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, field.annotation) for name, field in model.model_fields.items() if name != "uid")


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


def _findings_of(connection: Connection, visits: set[str]) -> set[str]:
    table, answer = PROJECTIONS["finding"], PROJECTIONS["answer"]
    found: set[str] = set()
    for chunk in _chunks(sorted(visits)):
        found.update(connection.execute(select(table.c.uid).where(table.c.visit.in_(chunk))).scalars())
        faults = answer.c.value.not_in(sorted(_FAULTLESS))
        found.update(connection.execute(select(answer.c.uid).where(answer.c.visit.in_(chunk), faults)).scalars())
    return found


def _project_findings(connection: Connection, uids: list[str]) -> None:
    model, table = RECORDS["finding"], PROJECTIONS["finding"]
    said = _standing(connection, "finding", uids)
    answers = _standing(connection, "answer", uids)
    _disagreements(connection, "finding", uids, said)
    connection.execute(delete(table).where(table.c.uid.in_(uids)))
    wanted = [uid for uid in uids if uid in said or answers.get(uid, {}).get("value", _FAULTLESS) - _FAULTLESS]
    if not wanted:
        return
    rows = []
    presets = _Presets(connection, {uid.partition("/")[0] for uid in wanted})
    for uid in wanted:
        row = _row(model, uid, said.get(uid, {}))
        preset = presets.of(row["visit"], row["form"], row["path"])
        answer = answers.get(uid, {})
        row["stands"] = int(bool(answer.get("value", set()) & preset["fails_on"]))
        if not row["stands"] and uid not in said:
            continue
        notes = answer.get("note", set())
        row["text"] = row["text"] or (DISPUTED if len(notes) > 1 else next(iter(notes), ""))
        row["severity"] = row["severity"] or preset["severity"]
        row["due"] = row["due"] or preset["due"]
        rows.append(row)
    _insert_rows(connection, table, rows)


class _Presets:
    """What the checklists of some visits say of their items."""

    def __init__(self, connection: Connection, visits: set[str]) -> None:
        sheet, visit = PROJECTIONS["sheet"], PROJECTIONS["visit"]
        self._connection = connection
        self._items: dict[str, dict[str, Any]] = {}
        self._sha: dict[tuple[str, str], str] = {}
        self._dates: dict[str, str] = {}
        for chunk in _chunks(sorted(visits)):
            for row in connection.execute(
                select(sheet.c.visit, sheet.c.form, sheet.c.sha256).where(sheet.c.visit.in_(chunk))
            ):
                self._sha[row[0], row[1]] = row[2]
            self._dates.update(
                (uid, date)
                for uid, date in connection.execute(select(visit.c.uid, visit.c.date).where(visit.c.uid.in_(chunk)))
            )

    def of(self, visit: str, form: str, path: str) -> dict[str, Any]:
        if "@" in form:  # kept aside from an earlier version of the checklist, see editions.py
            return {"fails_on": set(), "severity": "", "due": ""}
        sha = self._sha.get((visit, form), "")
        if sha not in self._items:
            asked = select(
                checklist_item.c.path, checklist_item.c.fails_on, checklist_item.c.severity, checklist_item.c.due_days
            ).where(checklist_item.c.sha256 == sha)
            self._items[sha] = {row[0]: row for row in self._connection.execute(asked)}
        item = self._items[sha].get(path)
        if item is None:
            return {"fails_on": {"fail"}, "severity": "", "due": ""}
        due = _later(self._dates.get(visit, ""), item[3])
        return {"fails_on": set(item[1].split()), "severity": item[2], "due": due}


def _later(date: str, days: int | None) -> str:
    if days is None:
        return ""
    try:
        return (datetime.date.fromisoformat(date) + datetime.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return ""


def _chunks(items: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
