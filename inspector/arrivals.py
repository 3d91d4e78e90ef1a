"""
What arrived in a register: which parcels of which laptop, which are missing, and how one is taken out again.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import delete, select

from inspector import handover, proposals
from inspector.errors import InspectorError
from inspector.i18n import N_
from inspector.journal import read as read_entry
from inspector.model import Handover, Op
from inspector.store import Reader, Store, Transaction, bulk
from inspector.store.rebuild import rebuild
from inspector.store.tables import PROJECTIONS, arrival, brought, entry, local, saying

_handover: Final = PROJECTIONS["handover"]
ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".ods")
MOST_MISSING: Final = 1000
"""So many numbers are named of which nothing is known: a workbook can claim any number, and no laptop gets that far."""
OUT: Final = "out:"
"""Where the store remembers which parcels were taken out, so that they are missed."""


class ParcelUnknown(InspectorError):
    """A parcel that this register never took."""

    code = "parcel.unknown"
    message = N_("No parcel {parcel} has arrived in this register.")
    hint = N_("Name one of: {known}.")


class NothingArrived(InspectorError):
    """A register that took no parcel."""

    code = "parcel.none"
    message = N_("No parcel has arrived in this register, so there is none to take out.")
    hint = N_("Open the register into which the workbooks were merged.")


class ParcelNeeded(InspectorError):
    """Work that was done on this computer rests on a parcel."""

    code = "parcel.needed"
    message = N_("Parcel {parcel} cannot be taken out: its visits have been worked on here.")
    hint = N_("Hand the visits over first. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A parcel that this register took: from whom, in which file, when, with how many entries."""

    parcel: str
    device: str
    number: int
    file: str
    by: str
    at: str
    entries: int


@dataclass(frozen=True, slots=True)
class DeviceParcels:
    """
    Which parcels of a device arrived, and which did not: numbers below the highest, those of which another parcel speaks,
    and those that were taken out again (`out`, among the missing). `left` says of missing ones what is known of them.
    """

    device: str
    received: tuple[int, ...]
    missing: tuple[int, ...]
    out: tuple[int, ...] = ()
    left: tuple[Handover, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What taking a parcel out removed; the decisions that were made here about it stay, and are counted."""

    entries_removed: int
    digest: str
    decisions_kept: int = 0


def walked(files: Iterable[Path]) -> list[Path]:
    """
    The files themselves, and what lies in folders: workbooks, also those that were saved as something else, so that none is
    passed over in silence, and receipts. What a spreadsheet program keeps beside an open workbook is none.
    """
    found: dict[Path, None] = {}
    for path in files:
        inside = sorted(path.rglob("*")) if path.is_dir() else []
        books = [one for one in inside if one.suffix.lower() in ENDINGS and not one.name.startswith(("~$", ".", "._"))]
        slips = [one for one in inside if one.match("bien-nhan-*.json")]
        found |= dict.fromkeys([*books, *slips] if path.is_dir() else [path])
    return list(found)


def parcels(reader: Reader) -> list[DeviceParcels]:
    """What arrived and what is missing, by device. Assignments are given to one laptop each, so none of them is missing."""
    numbers: dict[str, set[int]] = {}
    for row in reader.rows(select(arrival.c.parcel, arrival.c.device, arrival.c.number)):
        if not handover.is_assignment(row.parcel) and handover.is_laptop(row.device):
            numbers.setdefault(row.device, set()).add(row.number)
    out = _taken_out(reader)
    told = _told_of(reader)
    known = {device: set(have) for device, have in numbers.items()}
    for device, number in (*out, *told):
        known.setdefault(device, set()).add(number)
    found = []
    for device, ever in sorted(known.items()):
        have = numbers.get(device, set())
        between = (one for one in range(1, max(ever) + 1) if one not in have)
        missing = tuple(sorted({*itertools.islice(between, MOST_MISSING), *(ever - have)}))
        left = tuple(one for number in missing for one in reader.all(Handover, uid=told.get((device, number), "")))
        gone = tuple(one for one in missing if (device, one) in out)
        found.append(DeviceParcels(device, tuple(sorted(have)), missing, gone, left))
    return found


def _told_of(reader: Reader) -> dict[tuple[str, int], str]:
    """The hand-overs of other computers of which a parcel with results speaks, whether they arrived or not: their uids."""
    asked = select(saying.c.uid, saying.c.seq).where(saying.c.kind == "handover", saying.c.field == "at")
    given = _given_alone(reader)
    uids = {row.uid for row in reader.rows(asked) if row.seq not in given}
    told = reader.rows(select(_handover.c.uid, _handover.c.device, _handover.c.number))
    return {
        (row.device, row.number): row.uid
        for row in told
        if row.uid in uids and row.device != reader.device and row.number
    }


def _given_alone(reader: Reader) -> set[int]:
    """Where the entries stand that came with assignments and with nothing else."""
    given = {str(row.parcel) for row in reader.rows(select(arrival.c.parcel)) if handover.is_assignment(row.parcel)}
    return _alone(reader, given) if given else set()


def _alone(reader: Reader, parcels: Collection[str]) -> set[int]:
    """Where the entries stand that came with these parcels and with no other."""
    spans = bulk.rows(reader.connection, "SELECT first, last FROM brought WHERE parcel {among}", parcels)
    found = {seq for first, last in spans for seq in range(first, last + 1)}
    if found:
        low, high = min(found), max(found)
        asked = "SELECT parcel, first, last FROM brought WHERE first <= ? AND last >= ?"
        for parcel, first, last in bulk.rows(reader.connection, asked, high, low):
            if parcel not in parcels:
                found.difference_update(range(max(first, low), min(last, high) + 1))
    return found


def _taken_out(reader: Reader) -> set[tuple[str, int]]:
    """The numbers of parcels that were taken out and did not come again."""
    asked = select(local.c.value).where(local.c.name.startswith(OUT))
    return {(device, int(number)) for row in reader.rows(asked) for device, number in [row.value.split(" ")]}


def listed(reader: Reader) -> list[Arrival]:
    """The parcels that this register took, the last one first."""
    return [
        Arrival(row.parcel, row.device, row.number, row.file, row.by, row.at, row.entries)
        for row in reader.rows(select(arrival).order_by(arrival.c.at.desc(), arrival.c.parcel))
    ]


def arrived(reader: Reader, parcel: str) -> None:
    """This register took that parcel. Raises NothingArrived, ParcelUnknown."""
    known = [str(row.parcel) for row in reader.rows(select(arrival.c.parcel).order_by(arrival.c.parcel))]
    if not known:
        raise NothingArrived
    if parcel not in known:
        raise ParcelUnknown(parcel=parcel, known=", ".join(known))


def takeout(store: Store, parcel: str) -> TakenOut:
    """Take out the entries that came with this parcel alone. Raises ParcelUnknown."""
    with store.transact("takeout") as tx:
        arrived(tx, parcel)
        gone = tx.rows(select(arrival.c.device, arrival.c.number).where(arrival.c.parcel == parcel))
        asked = "SELECT seq, id FROM entry WHERE device <> ? AND seq {among}"
        removed = bulk.rows(tx.connection, asked, tx.device, _alone(tx, {parcel}))
        bulk.run(tx.connection, "DELETE FROM entry WHERE seq {among}", [seq for seq, _id in removed])
        tx.connection.execute(delete(brought).where(brought.c.parcel == parcel))
        tx.connection.execute(delete(arrival).where(arrival.c.parcel == parcel))
        kept_here = _decisions(tx, {id for _seq, id in removed})
        proposals.forget(tx, parcel)
        if not handover.is_assignment(parcel):
            tx.set_local(OUT + parcel, f"{gone[0].device} {gone[0].number}")
        rebuild(tx.connection)
        if _orphaned(tx):
            raise ParcelNeeded(parcel=parcel)
        return TakenOut(len(removed), tx.digest()[0], kept_here)


def _orphaned(tx: Transaction) -> bool:
    """
    Whether somebody worked on this computer in a visit of which nothing else is left; decisions come back with it, and
    so does what takes one back.
    """
    visit = PROJECTIONS["visit"]
    for kind in ("answer", "photo", "finding"):
        record = PROJECTIONS[kind]
        asked = (
            select(entry.c.id)
            .join(saying, (saying.c.seq == entry.c.seq) & (saying.c.kind == kind))
            .join(record, record.c.uid == saying.c.uid)
            .join(visit, visit.c.uid == record.c.visit, isouter=True)
            .where(entry.c.device == tx.device, entry.c.op.not_in([Op.DECIDE, Op.PROPOSE]), visit.c.uid.is_(None))
            .where(entry.c.seq.not_in(select(saying.c.seq).where(saying.c.kind == "decision")))
        )
        if tx.rows(asked.limit(1)):
            return True
    return False


def _decisions(tx: Transaction, removed: set[str]) -> int:
    """How many entries of this device replaced something that is taken out now."""
    lines = tx.rows(select(entry.c.line).where(entry.c.device == tx.device))
    mine = (read_entry(row.line) for row in lines)
    return sum(any(removed.intersection(say.over) for say in one.says) for one in mine)
