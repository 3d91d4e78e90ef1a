"""
What was said before: the former answers of a site, its measured values over time, and undo by name.

Undo is no way back in the journal: it is an entry that says the former values again. What can be undone follows from
the journal alone, so it survives a restart; signing, handing over and merging are never undone.

An act that replaced several values, as a decision does, is undone by an entry for each of them: they all stand again.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
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
    Op.DECIDE: N_("decision {item}"),
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
        _say_former(tx, done[-1:], again)
    return tx.changes


def redo(store: Store, by: str, *, origin: object = None) -> Changes:
    """Do again what was undone last. Raises NothingToUndo, VisitLocked."""
    with store.transact(Op.UNDO, by=by, origin=origin) as tx:
        _done, undone, again = _stacks(tx, by)
        if not undone:
            raise NothingToUndo
        _say_former(tx, undone[-1][1], again)
    return tx.changes


Field = tuple[str, str, str]
Undone = tuple[Entry, tuple[Entry, ...]]
"""An act, and the entries by which it was undone."""


def _stacks(reader: Reader, by: str) -> tuple[list[Entry], list[Undone], dict[str, set[str]]]:
    """
    Acts that stand, oldest first; those that were undone, the next to be redone last; and what says again.

    Who undoes an act says again what stood before it: then the act before it stands by another entry (entry -> acts).
    """
    asked = select(entry.c.line).where(entry.c.device == reader.device, entry.c.person == by)
    lines = reader.rows(asked.order_by(entry.c.number.desc()).limit(DEPTH))
    done: list[Entry] = []
    undone: list[Undone] = []
    again: dict[str, set[str]] = {}
    mine: dict[str, Entry] = {}
    for (line,) in reversed(lines):
        found = read_entry(line)
        mine[found.id] = found
        over = _over(found)
        if found.op == Op.UNDO and undone and _beside(found, undone[-1][1][0]):
            undone[-1] = (undone[-1][0], (*undone[-1][1], found))
            again[found.id] = _said_again(found, undone[-1][0], mine, again)
        elif found.op == Op.UNDO:
            over = over.union(*(again.get(id, ()) for id in over))
            back = bool(done) and done[-1].id in over
            if (
                undone
                and over.intersection(one.id for one in undone[-1][1])
                and (not back or _values_of(found) <= _values_of(undone[-1][0]))
            ):
                taken_back = undone.pop()[1][0]
                done.append(found)
            elif back:
                taken_back = done.pop()
                undone.append((taken_back, (found,)))
            else:
                done, undone = [], []
                continue
            again[found.id] = _said_again(found, taken_back, mine, again)
        elif found.op in UNDOABLE:
            done.append(found)
            undone = []
        else:
            done, undone = [], []
    return done, undone, again


def _beside(found: Entry, other: Entry) -> bool:
    """Whether two entries replace the same words, so that both stand: neither came after the other was known."""
    words = {(say.kind, say.uid, say.field, id) for say in other.says for id in say.over}
    return any((say.kind, say.uid, say.field, id) in words for say in found.says for id in say.over)


def _said_again(found: Entry, undone: Entry, mine: dict[str, Entry], again: dict[str, set[str]]) -> set[str]:
    """The acts that stand by `found` once it has undone another: of those that it replaced, which say the same."""
    values = _values_of(found)
    former = {id for id in _over(undone) if id not in mine or not values.isdisjoint(_values_of(mine[id]))}
    return former.union(*(again.get(id, ()) for id in former))


def _over(act: Entry) -> set[str]:
    return {id for say in act.says for id in say.over}


def _values_of(act: Entry) -> set[tuple[str, str, str, str]]:
    return {(say.kind, say.uid, say.field, say.value) for say in act.says}


def _say_former(tx: Transaction, acts: Sequence[Entry], again: dict[str, set[str]]) -> None:
    """Say again what stood before `acts`, where what they said still stands."""
    says = [say for act in acts for say in act.says]
    decided = any(say.kind == "decision" for say in says)
    for visit in {say.uid.partition("/")[0] for say in says if say.kind in _OF_VISIT and not _followed(say)}:
        if not decided:
            visits.changeable(tx, visit)
    former = _values(tx, {id for say in says for id in say.over})
    photos = {say.uid for say in says if say.kind == "photo" and say.field != "gone" and not say.over}
    for photo in photos:
        tx.say("photo", photo, "gone", "yes")
    own = {act.id for act in acts}
    over: dict[Field, set[str]] = {}
    for say in says:
        if say.uid not in photos or say.kind != "photo":
            over.setdefault((say.kind, say.uid, say.field), set()).update(say.over)
    records = {key[:2]: tx.heads(*key[:2]) for key in over}
    standing: dict[Field, list[str]] = {}
    before: dict[Field, dict[str, str]] = {}
    for key, ids in over.items():
        heads = [head.entry for head in records[key[:2]].get(key[2], [])]
        said = [id for id in heads if id in own or again.get(id, set()) & own]
        if said:
            standing[key] = said if decided else heads
            before[key] = {id: former[*key, id] for id in sorted(ids) if (*key, id) in former}
            if key[0] == "decision" and acts[0].op == Op.DECIDE:
                before[key] = {}  # whatever was decided earlier is open as well
    for words in _beside_one_another(before):
        for key, value in words.items():
            tx.say(*key, value, over=standing[key])
        tx.finish()


def _beside_one_another(before: dict[Field, dict[str, str]]) -> list[dict[Field, str]]:
    """
    What stood before, entry by entry: one that says everything, and one more for each further value that stood beside
    it. What an entry said of several such fields stays together, and all of them name the decision they take back.
    """
    first = {key: next(iter(values.values()), "") for key, values in before.items()}
    apart = {key: values for key, values in before.items() if len(set(values.values())) > 1}
    found = [first]
    for id in sorted({id for values in apart.values() for id in values}):
        said = {key: values[id] for key, values in apart.items() if id in values}
        if not any(said.items() <= other.items() for other in found):
            found.append(said | {key: value for key, value in first.items() if key[0] == "decision"})
    return found


def _followed(say: Says) -> bool:
    """Whether it tells or shows what became of a finding, which is said when its visit has long been signed."""
    shows = say.kind == "photo" and say.uid.split("/")[1:2] == [findings.REMEDY]
    return shows or (say.kind == "finding" and say.field in findings.FOLLOWED)


def _values(reader: Reader, ids: Iterable[str]) -> dict[tuple[str, str, str, str], str]:
    """What entries said, by the field and the entry."""
    asked = select(saying.c.kind, saying.c.uid, saying.c.field, saying.c.entry, saying.c.value).where(
        saying.c.entry.in_(sorted(ids))
    )
    return {(row.kind, row.uid, row.field, row.entry): row.value for row in reader.rows(asked)}


def _named(reader: Reader, act: Entry) -> Act:
    words = _(UNDOABLE.get(Op(act.op), N_("change"))) if act.op != Op.UNDO else _(_of_undo(act))
    return Act(act, words.format(item=_code(reader, act)))


def _of_undo(act: Entry) -> str:
    kinds = {say.kind for say in act.says}
    for kind, op in (
        ("decision", Op.DECIDE),
        ("answer", Op.ANSWER),
        ("finding", Op.EDIT_FINDING),
        ("photo", Op.ADD_PHOTO),
    ):
        if kind in kinds:
            return UNDOABLE[op]
    return N_("change")


def _code(reader: Reader, act: Entry) -> str:
    """The code of the item that an act is about, as the checklist writes it; of a decision, what it is about."""
    for say in act.says:
        if say.kind == "decision":
            from inspector import disagreements

            return disagreements.about(reader, say.uid)
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
