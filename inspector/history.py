"""
What was said before: the former answers of a site, its measured values over time, and undo by name.

Undo is no way back in the journal: it is an entry that says the former values again. What can be undone follows from
the journal alone, so it survives a restart; signing, handing over and merging are never undone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from inspector import checklists, findings, repeats, visits
from inspector.errors import InspectorError
from inspector.i18n import N_, _
from inspector.journal import Entry, Says
from inspector.journal import read as read_entry
from inspector.model import DISPUTED, FindingState, Op, Sheet
from inspector.store import Changes, Reader, Store, Transaction
from inspector.store.tables import PROJECTIONS, arrival, checklist_item, entry, saying

UNDOABLE: Final = {
    Op.ANSWER: N_("answer {item}"),
    Op.ADD_PHOTO: N_("photo {item}"),
    Op.EDIT_FINDING: N_("finding {item}"),
    Op.EDIT_VISIT: N_("edit of the visit"),
    Op.EDIT_SITE: N_("edit of the site"),
    Op.IMPORT_SITES: N_("import of the station list"),
}
DEPTH: Final = 200
"""How many entries back undo reaches."""
_VISITS: Final = 24
_OF_VISIT: Final = frozenset(("visit", "sheet", "member", "answer", "photo", "finding"))


class NothingToUndo(InspectorError):
    """There is no act of this person on this device that could be taken back."""

    code = "history.nothing"
    message = N_("There is nothing to undo.")


@dataclass(frozen=True, slots=True)
class Past:
    """What an earlier visit to the same site said of an item."""

    visit: str
    date: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormerPhoto:
    """A photo that an earlier visit to the same site took of an item."""

    sha256: str
    name: str
    date: str


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be undone or done again: its entry and its name in words."""

    entry: Entry
    name: str


def at_site(reader: Reader, visit: str) -> dict[tuple[str, str], tuple[Past, ...]]:
    """Former answers at the site of a visit: (form, path) -> newest first. Measured values are among them."""
    table, answer = PROJECTIONS["visit"], PROJECTIONS["answer"]
    mine = reader.rows(select(table.c.site, table.c.date).where(table.c.uid == visit))
    if not mine or not mine[0].site:
        return {}
    earlier = (
        select(table.c.uid, table.c.date)
        .where(table.c.site == mine[0].site, table.c.uid != visit, table.c.date <= mine[0].date)
        .order_by(table.c.date.desc(), table.c.uid)
        .limit(_VISITS)
    )
    dates = {str(row.uid): str(row.date) for row in reader.rows(earlier)}
    if not dates:
        return {}
    order = {uid: place for place, uid in enumerate(dates)}
    asked = select(answer.c.visit, answer.c.form, answer.c.path, answer.c.value, answer.c.note).where(
        answer.c.visit.in_(list(dates)), answer.c.value.not_in(["", DISPUTED])
    )
    found: dict[tuple[str, str], list[Past]] = {}
    for row in sorted(reader.rows(asked), key=lambda row: order[row.visit]):
        found.setdefault((row.form, row.path), []).append(Past(row.visit, dates[row.visit], row.value, row.note))
    return {key: tuple(pasts) for key, pasts in found.items()}


def photos_before(reader: Reader, visit: str, form: str, path: str, *, limit: int = 4) -> list[FormerPhoto]:
    """The last photos of an item at the site of a visit, newest first."""
    table, photo = PROJECTIONS["visit"], PROJECTIONS["photo"]
    mine = reader.rows(select(table.c.site, table.c.date).where(table.c.uid == visit))
    if not mine or not mine[0].site:
        return []
    asked = (
        select(photo.c.sha256, photo.c.name, table.c.date)
        .join(table, table.c.uid == photo.c.visit)
        .where(table.c.site == mine[0].site, table.c.uid != visit, table.c.date <= mine[0].date)
        .where(photo.c.form == form, photo.c.path == path, photo.c.gone == "")
        .order_by(table.c.date.desc(), photo.c.taken_at.desc(), photo.c.uid)
        .limit(limit)
    )
    return [FormerPhoto(row.sha256, row.name, row.date) for row in reader.rows(asked)]


def open_before(reader: Reader, visit: str) -> int:
    """How many findings of earlier visits to the same site are still open."""
    table, finding = PROJECTIONS["visit"], PROJECTIONS["finding"]
    mine = reader.rows(select(table.c.site).where(table.c.uid == visit))
    if not mine or not mine[0].site:
        return 0
    asked = (
        select(func.count())
        .select_from(finding)
        .join(table, table.c.uid == finding.c.visit)
        .where(table.c.site == mine[0].site, table.c.uid != visit, finding.c.stands == 1)
        .where(finding.c.on_the_spot == "", finding.c.state != FindingState.CLOSED.value)
    )
    return int(reader.rows(asked)[0][0])


def last_answered(reader: Reader, visit: str, form: str = "") -> str:
    """The item (`<form>/<path>`) that was answered last in a visit, where a person goes on after a break; or empty."""
    prefix = f"{visit}/{form}/" if form else f"{visit}/"
    asked = (
        select(saying.c.uid)
        .where(saying.c.kind == "answer", saying.c.head == 1, saying.c.uid >= prefix)
        .where(saying.c.uid < prefix + "\U0010ffff")
        .order_by(saying.c.seq.desc())
        .limit(1)
    )
    found = reader.rows(asked)
    return _item_of(reader, visit, str(found[0][0]).partition("/")[2]) if found else ""


def _item_of(reader: Reader, visit: str, path: str) -> str:
    """The item that an answer belongs to: its own, or the one whose measured value it is."""
    name, _slash, inner = path.partition("/")
    sheet = reader.get(Sheet, f"{visit}/{name}")
    known = checklists.items(checklists.form(reader, sheet.sha256)) if sheet else {}
    if inner in known:
        return path
    return next((f"{name}/{item.path}" for item in known.values() if item.measure == inner), path)


def last_saved(reader: Reader) -> str:
    """When this store last took something in: written here, or merged; empty when it never did."""
    own = select(entry.c.at).where(entry.c.device == reader.device).order_by(entry.c.number.desc()).limit(1)
    merged = select(arrival.c.at).order_by(arrival.c.at.desc()).limit(1)
    moments = [str(row[0]) for asked in (own, merged) for row in reader.rows(asked)]
    return max(moments, key=datetime.datetime.fromisoformat, default="")


def next_undo(reader: Reader, by: str) -> Act | None:
    """What undo would take back: the last act of this person on this device that still stands."""
    done, _undone, _again = _stacks(reader, by)
    return _named(reader, done[-1]) if done else None


def next_redo(reader: Reader, by: str) -> Act | None:
    """What redo would do again."""
    _done, undone, _again = _stacks(reader, by)
    return _named(reader, undone[-1][0]) if undone else None


def names(store: Store, by: str) -> tuple[str, str]:
    """The names of what undo and redo would do, empty when nothing: for the menu."""
    with store.read() as reader:
        undo_, redo_ = next_undo(reader, by), next_redo(reader, by)
    return undo_.name if undo_ else "", redo_.name if redo_ else ""


def undo(store: Store, by: str, *, origin: object = None) -> Changes:
    """Take back the last act of this person on this device. Raises NothingToUndo, VisitLocked."""
    with store.transact(Op.UNDO, by=by, origin=origin) as tx:
        done, _undone, again = _stacks(tx, by)
        if not done:
            raise NothingToUndo
        _say_former(tx, done[-1], again)
    return tx.changes


def redo(store: Store, by: str, *, origin: object = None) -> Changes:
    """Do again what was undone last. Raises NothingToUndo, VisitLocked."""
    with store.transact(Op.UNDO, by=by, origin=origin) as tx:
        _done, undone, again = _stacks(tx, by)
        if not undone:
            raise NothingToUndo
        _say_former(tx, undone[-1][1], again)
    return tx.changes


def _stacks(reader: Reader, by: str) -> tuple[list[Entry], list[tuple[Entry, Entry]], dict[str, set[str]]]:
    """
    Acts that stand, oldest first; (act, the entry that undid it), the next to be redone last; and what says again.

    Who undoes an act says again what stood before it: then the act before it stands by another entry (entry -> acts).
    """
    asked = select(entry.c.line).where(entry.c.device == reader.device, entry.c.person == by)
    lines = reader.rows(asked.order_by(entry.c.number.desc()).limit(DEPTH))
    done: list[Entry] = []
    undone: list[tuple[Entry, Entry]] = []
    again: dict[str, set[str]] = {}
    for (line,) in reversed(lines):
        found = read_entry(line)
        over = _over(found)
        if found.op == Op.UNDO:
            over = over.union(*(again.get(id, ()) for id in over))
            back = bool(done) and done[-1].id in over
            if undone and undone[-1][1].id in over and (not back or _values_of(found) <= _values_of(undone[-1][0])):
                taken_back = undone.pop()[1]
                done.append(found)
            elif back:
                taken_back = done.pop()
                undone.append((taken_back, found))
            else:
                done, undone = [], []
                continue
            former = _over(taken_back)
            again[found.id] = former.union(*(again.get(id, ()) for id in former))
        elif found.op in UNDOABLE:
            done.append(found)
            undone = []
        else:
            done, undone = [], []
    return done, undone, again


def _over(act: Entry) -> set[str]:
    return {id for say in act.says for id in say.over}


def _values_of(act: Entry) -> set[tuple[str, str, str, str]]:
    return {(say.kind, say.uid, say.field, say.value) for say in act.says}


def _say_former(tx: Transaction, act: Entry, again: dict[str, set[str]]) -> None:
    """Say again what stood before `act`, where what it said still stands."""
    for visit in {say.uid.partition("/")[0] for say in act.says if say.kind in _OF_VISIT and not _followed(say)}:
        visits.changeable(tx, visit)
    former = _values(tx, {id for say in act.says for id in say.over})
    photos = {say.uid for say in act.says if say.kind == "photo" and say.field != "gone" and not say.over}
    for photo in photos:
        tx.say("photo", photo, "gone", "yes")
    records = {(say.kind, say.uid) for say in act.says}
    standing = {record: tx.heads(*record) for record in records}
    for say in act.says:
        if say.uid in photos and say.kind == "photo":
            continue
        heads = {head.entry for head in standing[say.kind, say.uid].get(say.field, [])}
        if not any(act.id == id or act.id in again.get(id, ()) for id in heads):
            continue
        before = {former.get((say.kind, say.uid, say.field, id), "") for id in say.over} or {""}
        tx.say(say.kind, say.uid, say.field, before.pop() if len(before) == 1 else "", again=True)


def _followed(say: Says) -> bool:
    """Whether it tells what became of a finding, which is said when its visit has long been signed."""
    return say.kind == "finding" and say.field in findings.FOLLOWED


def _values(reader: Reader, ids: Iterable[str]) -> dict[tuple[str, str, str, str], str]:
    asked = select(saying.c.kind, saying.c.uid, saying.c.field, saying.c.entry, saying.c.value).where(
        saying.c.entry.in_(sorted(ids))
    )
    return {(row.kind, row.uid, row.field, row.entry): row.value for row in reader.rows(asked)}


def _named(reader: Reader, act: Entry) -> Act:
    words = _(UNDOABLE.get(Op(act.op), N_("change"))) if act.op != Op.UNDO else _(_of_undo(act))
    return Act(act, words.format(item=_code(reader, act)))


def _of_undo(act: Entry) -> str:
    kinds = {say.kind for say in act.says}
    for kind, op in (("answer", Op.ANSWER), ("photo", Op.ADD_PHOTO), ("finding", Op.EDIT_FINDING)):
        if kind in kinds:
            return UNDOABLE[op]
    return N_("change")


def _code(reader: Reader, act: Entry) -> str:
    """The code of the item that an act is about, as the checklist writes it."""
    for say in act.says:
        if say.kind in ("answer", "photo", "finding"):
            visit, form, path = (*say.uid.split("/", 2), "", "")[:3]
            if say.kind == "photo":
                path = path.rpartition("/")[0]
            path = repeats.asked(path)
            sheet = PROJECTIONS["sheet"]
            asked = (
                select(checklist_item.c.code)
                .join(sheet, sheet.c.sha256 == checklist_item.c.sha256)
                .where(sheet.c.uid == f"{visit}/{form}", checklist_item.c.path.in_([path, path.removesuffix("_m")]))
            )
            found = reader.rows(asked)
            return str(found[0][0]) if found else path.rpartition("/")[2].upper().replace("_", "-")
    return ""
