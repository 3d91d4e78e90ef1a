"""
What a register took goes back to the laptop as a receipt: a small signed file, or eight characters that are read out.

The file is JSON, named `bien-nhan-<device>.json`, with these keys:

    receipt    1, the version
    register   the device uid of the register       by, at    who made it, and when
    device     the laptop that it is for            parcels   ids of all its parcels that the register holds
    key, seal  Ed25519 over the canonical JSON of everything else (sorted keys, no spaces, UTF-8)

A parcel of which the register lacks a photo is not named: the laptop keeps what may be the only copy. Once a laptop took its
receipt, its hand-overs say so by an entry; a visit without that must stay on the laptop.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from inspector import people, trust
from inspector.errors import FileUnreadable, InspectorError, fault_of
from inspector.handover import KEPT, is_assignment, is_laptop
from inspector.i18n import N_, _
from inspector.journal import short
from inspector.model import VISIT_KINDS, Handover, Op, Person
from inspector.reports.files import written
from inspector.security import keys
from inspector.store import Reader, Store, Transaction
from inspector.store.tables import PROJECTIONS, arrival, brought, entry, evidence, saying

VERSION: Final = 1
SUFFIX: Final = ".json"
_LARGEST: Final = 4_000_000
_GAPS: Final = 2


class ReceiptError(InspectorError):
    """A file that is no receipt, or one that was changed."""

    code = "receipt"
    message = N_("{file} is no receipt that can be taken: {reason}")
    hint = N_("Nothing was changed. Ask the office for the receipt again, or for its eight characters.")


class CodeUnknown(InspectorError):
    """Eight characters that fit nothing that this laptop handed over."""

    code = "receipt.code"
    message = N_("The code {code} fits no parcel that was handed over from this computer.")
    hint = N_("Have it read out again, and check that it is meant for computer {device}.")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a register holds of one device."""

    register: str
    device: str
    parcels: tuple[str, ...]
    by: str = ""
    at: str = ""
    key: str = ""
    seal: str = ""
    receipt: int = VERSION

    def sealed(self) -> bytes:
        """The bytes that the seal is over."""
        said = {name: value for name, value in asdict(self).items() if name != "seal"}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def code(self) -> str:
        """Eight characters to read out."""
        return read_out(self.device, self.parcels)

    @property
    def file_name(self) -> str:
        """What its file is called."""
        return f"bien-nhan-{self.device}{SUFFIX}"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What a receipt tells this laptop: parcels that are safe now, and those that were already."""

    new: tuple[int, ...]
    known: tuple[int, ...] = ()


def read_out(device: str, parcels: Collection[str]) -> str:
    """The eight characters that stand for these parcels of a device."""
    return short(hashlib.sha256("\n".join(["receipt", device, *sorted(parcels)]).encode()).hexdigest())


def make(store: Store, devices: Collection[str] = (), *, by: str = "") -> list[Receipt]:
    """A receipt for each device (or only for these) that this register holds parcels of, by device."""
    with store.transact("receipt", by=by) as tx:
        held: dict[str, list[str]] = {}
        lacking = with_holes(tx)
        for row in tx.rows(select(arrival.c.device, arrival.c.parcel).order_by(arrival.c.number, arrival.c.parcel)):
            laptop = row.device != tx.device and is_laptop(row.device) and not is_assignment(row.parcel)
            if laptop and row.parcel not in lacking and (not devices or row.device in devices):
                held.setdefault(row.device, []).append(row.parcel)
        pair = people.sealing_key(tx)
        person = tx.get(Person, by) if by else None
        made = []
        for device, parcels in sorted(held.items()):
            plain = Receipt(tx.device, device, tuple(parcels), person.name if person else "", tx.at, pair.public)
            made.append(replace(plain, seal=keys.seal(pair.secret, plain.sealed())))
    return made


def with_holes(reader: Reader) -> set[str]:
    """The parcels that speak of a photo of their own device whose bytes have not arrived here."""
    photo = PROJECTIONS["photo"]
    asked = (
        select(entry.c.device, entry.c.seq)
        .join(saying, (saying.c.seq == entry.c.seq) & (saying.c.kind == "photo"))
        .join(photo, photo.c.uid == saying.c.uid)
        .join(evidence, evidence.c.sha256 == photo.c.sha256, isouter=True)
        .where(photo.c.gone == "", evidence.c.sha256.is_(None))
        .distinct()
    )
    holes: dict[str, list[int]] = {}
    for row in reader.rows(asked):
        holes.setdefault(row.device, []).append(row.seq)
    if not holes:
        return set()
    parcels = select(arrival.c.device, brought.c.parcel, brought.c.first, brought.c.last).join(
        brought, brought.c.parcel == arrival.c.parcel
    )
    return {
        str(row.parcel)
        for row in reader.rows(parcels.where(arrival.c.device.in_(list(holes))))
        if any(row.first <= seq <= row.last for seq in holes[row.device])
    }


def write(receipts: Sequence[Receipt], folder: Path) -> list[Path]:
    """Put receipts into a folder, one file each. Raises FileUnwritable."""
    paths = []
    for one in receipts:
        path = folder / one.file_name
        with written(path) as file:
            file.write(json.dumps(asdict(one), ensure_ascii=False, indent=1).encode())
        paths.append(path)
    return paths


def is_receipt(path: Path) -> bool:
    """Whether a file is to be read as a receipt rather than as a workbook."""
    return path.suffix.lower() == SUFFIX


def read(path: Path) -> Receipt:
    """The receipt in a file whose seal holds. Raises FileUnreadable, ReceiptError."""
    try:
        if path.stat().st_size > _LARGEST:
            raise ReceiptError(file=path.name, reason=_("it is too large to be one"))
        text = path.read_text("utf-8")
    except OSError as fault:
        raise FileUnreadable(file=path, reason=fault_of(fault)) from None
    except ValueError:
        raise ReceiptError(file=path.name, reason=_("it holds no receipt")) from None
    try:
        said = json.loads(text)
        if int(said["receipt"]) > VERSION:
            raise ReceiptError(file=path.name, reason=_("it was made by a newer version of the program"))
        found = Receipt(
            register=str(said["register"]),
            device=str(said["device"]),
            parcels=tuple(map(str, said["parcels"])),
            by=str(said["by"]),
            at=str(said["at"]),
            key=str(said["key"]),
            seal=str(said["seal"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ReceiptError(file=path.name, reason=_("it holds no receipt")) from None
    if not keys.holds(found.key, found.sealed(), found.seal):
        raise ReceiptError(file=path.name, reason=_("its seal does not hold: it was changed after it was made"))
    return found


def judge(reader: Reader, found: Receipt, word: trust.Word) -> trust.Judged:
    """What this store knows of the key that sealed a receipt."""
    return trust.judge_key(reader, found.register, found.key, word.pinned)


def preview(reader: Reader, found: Receipt, *, file: str) -> Acknowledged:
    """Which parcels a receipt would acknowledge here. Raises ReceiptError when it is for another computer."""
    if found.device != reader.device:
        reason = _("it is for computer {device}, this one is {here}").format(device=found.device, here=reader.device)
        raise ReceiptError(file=file, reason=reason)
    waits = {number for number, id in _handed_over(reader).items() if id in found.parcels}
    return _sorted(reader, waits)


def take(tx: Transaction, found: Receipt, *, file: str) -> Acknowledged:
    """Say of every hand-over that a receipt names that it was received. Raises ReceiptError."""
    told = preview(tx, found, file=file)
    for number in told.new:
        tx.say("handover", f"{tx.device}-{number}", "received", f"{found.at} {found.register}")
    return told


def take_code(store: Store, code: str, *, by: str) -> Acknowledged:
    """The same from eight characters that were read out. Raises CodeUnknown."""
    with store.transact(Op.ACKNOWLEDGE, by=by) as tx:
        numbers = _fitting(tx.device, _handed_over(tx), trust.plain(code))
        if not numbers:
            raise CodeUnknown(code=code, device=tx.device)
        told = _sorted(tx, numbers)
        for number in told.new:
            tx.say("handover", f"{tx.device}-{number}", "received", f"{tx.at} {trust.plain(code)}")
    return told


def awaited(reader: Reader) -> list[Handover]:
    """What this device handed over and no register has acknowledged yet, the oldest first."""
    mine = reader.all(Handover, device=reader.device)
    return sorted((one for one in mine if not one.received), key=lambda one: one.number)


def received(reader: Reader, visit: str) -> bool:
    """
    Whether the last hand-over of a visit from this device was acknowledged, and nothing was said of it here since: before
    that nothing of it may go.
    """
    of_visit = [one for one in reader.all(Handover, device=reader.device) if visit in one.visits.split()]
    last = max(of_visit, key=lambda one: one.number, default=None)
    return last is not None and bool(last.received) and not _said_since(reader, visit, last)


def _said_since(reader: Reader, visit: str, last: Handover) -> bool:
    """Whether this device said something of a visit after it handed it over."""
    own = reader.device
    then = select(func.max(entry.c.number)).join(saying, saying.c.seq == entry.c.seq)
    then = then.where(
        saying.c.kind == "handover", saying.c.uid == last.uid, saying.c.field == "at", entry.c.device == own
    )
    number = reader.rows(then)[0][0] or 0
    within = (saying.c.uid == visit) | ((saying.c.uid >= f"{visit}/") & (saying.c.uid < f"{visit}0"))
    asked = select(entry.c.id).join(saying, saying.c.seq == entry.c.seq)
    asked = asked.where(saying.c.kind.in_(VISIT_KINDS), within, entry.c.device == own, entry.c.number > number)
    return bool(reader.rows(asked.limit(1)))


def _handed_over(reader: Reader) -> dict[int, str]:
    """The parcels that left this device: number -> id."""
    numbers = sorted(one.number for one in reader.all(Handover, device=reader.device))
    named = {number: reader.local(f"{KEPT}{number}") for number in numbers}
    return {number: id for number, id in named.items() if id}


def _sorted(reader: Reader, numbers: Collection[int]) -> Acknowledged:
    done = {one.number for one in reader.all(Handover, device=reader.device) if one.received}
    return Acknowledged(tuple(sorted(set(numbers) - done)), tuple(sorted(set(numbers) & done)))


def _fitting(device: str, left: dict[int, str], code: str) -> Collection[int]:
    """The parcels that a code stands for: a register may lack the newest, the oldest, or one or two between."""
    for numbers in _candidates(sorted(left)):
        if trust.plain(read_out(device, [left[number] for number in numbers])) == code:
            return numbers
    return ()


def _candidates(numbers: list[int]) -> Iterator[tuple[int, ...]]:
    for end in range(len(numbers), 0, -1):
        for start in range(end):
            yield tuple(numbers[start:end])
    for end in range(len(numbers), 0, -1):
        for gaps in range(1, _GAPS + 1):
            for lost in itertools.combinations(numbers[:end], gaps):
                yield tuple(number for number in numbers[:end] if number not in lost)
        if len(numbers) - end > 5:
            return
