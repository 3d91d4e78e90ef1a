"""
A readable cell of a workbook was edited in a spreadsheet program: that is a proposed change, taken under a person's name.

A proposal is never taken by itself. It waits in the register, also when its workbook is gone, until a person takes it or
leaves it. Taken, it is an entry as any other, with its reason; a visit that was signed is opened again in the open, so that
its signatures say that the text changed since. Left, the entries stand as the laptop said them. What waits is kept beside
the journal, so that two registers that took the same parcels have the same digest.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from sqlalchemy import delete, select

from inspector import checklists, visits
from inspector.errors import InspectorError
from inspector.handover import SEVERITIES
from inspector.i18n import N_, _
from inspector.model import Decision, Finding, Op, Severity, Sheet, Visit, VisitState
from inspector.parcel import CellEdited
from inspector.store import Reader, Store, Transaction
from inspector.store.tables import local
from inspector.text import fold

_KEPT: Final = "edit:"
_ROW: Final = re.compile(r"\[[^\]]*\]")

_WORDS: Final = {
    "dat": "pass", "pass": "pass", "khong dat": "fail", "fail": "fail", "khong ap dung": "na", "n/a": "na", "na": "na",
}  # fmt: skip
_SEVERITIES: Final = {
    "nghiem trong": "critical", "critical": "critical", "lon": "major", "major": "major", "nho": "minor", "minor": "minor",
}  # fmt: skip
_SIGNS: Final = {"●": "pass", "▲": "fail", "○": "na"}


class ReasonMissing(InspectorError):
    """A proposed change without a reason."""

    code = "proposal.reason"
    message = N_("A change that was made in the workbook needs a person and a reason to be taken.")
    hint = N_("Say who takes it and why; both sides can read it later.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    An edited cell as a change: the field it is about and the value it asks for; `problem` says why it cannot be taken.
    `file` and `by` say which workbook it came in.
    """

    cell: CellEdited
    uid: str = ""
    field: str = ""
    value: str = ""
    problem: str = ""
    kind: str = "answer"
    file: str = ""
    by: str = ""


def read(reader: Reader, cells: Sequence[CellEdited]) -> list[Proposal]:
    """What each edited cell asks for."""
    return [_read(reader, cell) for cell in cells]


def remember(tx: Transaction, parcel: str, file: str, by: str, cells: Iterable[CellEdited]) -> None:
    """Keep what a workbook proposes until a person settles it. The same cell of the same parcel is asked of once."""
    for cell in cells:
        name = _name(parcel, cell)
        if not tx.local(name):
            said = {"parcel": parcel, "file": file, "by": by, "at": tx.at, **asdict(cell)}
            tx.set_local(name, json.dumps(said, ensure_ascii=False, sort_keys=True))


def proposes(reader: Reader, parcel: str, cells: Iterable[CellEdited]) -> bool:
    """Whether `remember` would keep something that is not known of this parcel."""
    return any(not reader.local(_name(parcel, cell)) for cell in cells)


def waiting(reader: Reader) -> list[Proposal]:
    """What edited cells ask for and nobody has settled yet, by workbook and cell."""
    found = [said for _name, said in _kept(reader) if not said.get("settled")]
    found.sort(key=lambda said: (said["file"], said["sheet"], len(said["cell"]), said["cell"]))
    return [_read(reader, _cell(said), file=said["file"], by=said["by"]) for said in found]


def leave(store: Store, cells: Sequence[CellEdited], *, by: str) -> int:
    """Leave these cells as the laptops said them; how many waited. It can be read in the workbook what was asked."""
    with store.transact(Op.PROPOSE, by=by) as tx:
        return _settle(tx, cells, f"left {tx.at} {by}")


def forget(tx: Transaction, parcel: str) -> None:
    """A parcel is taken out: what its cells asked for goes with it."""
    for name, said in _kept(tx):
        if said["parcel"] == parcel:
            tx.connection.execute(delete(local).where(local.c.name == name))


def take(store: Store, cells: Sequence[CellEdited], *, by: str, reason: str) -> list[Proposal]:
    """
    Say what these cells ask for, in one entry. Those that cannot be taken come back with their problem, untouched; they
    wait on, and so do cells that ask different things of one field.

    Raises:
        ReasonMissing.
    """
    if not reason.strip() or not by:
        raise ReasonMissing
    with store.transact(Op.PROPOSE, by=by) as tx:
        found = _apart(read(tx, cells))
        wanted = [_extended(tx, one, reason.strip()) for one in found if not one.problem]
        for visit in sorted({one.uid.partition("/")[0] for one in wanted if one.field != "extension"}):
            _reopen(tx, visit, reason.strip())
        for one in wanted:
            tx.say(one.kind, one.uid, one.field, one.value)
            if (one.kind, one.field) == ("finding", "severity"):
                tx.say("finding", one.uid, "severity_reason", reason.strip())
            tx.put(Decision(uid=f"{one.kind}|{one.uid}|{one.field}", reason=reason.strip()))
        _settle(tx, [one.cell for one in wanted], f"taken {tx.at} {by}")
    return found


def _apart(found: list[Proposal]) -> list[Proposal]:
    """Two cells that ask different things of one field are a question of their own: neither is taken."""
    asked: dict[tuple[str, str, str], set[str]] = {}
    for one in found:
        if not one.problem:
            asked.setdefault((one.kind, one.uid, one.field), set()).add(one.value)
    said = _("another cell asks for something else here; take one of them")
    return [
        Proposal(one.cell, problem=said) if len(asked.get((one.kind, one.uid, one.field), ())) > 1 else one
        for one in found
    ]


def _name(parcel: str, cell: CellEdited) -> str:
    about = cell.target or f"{cell.sheet}!{cell.cell}"
    return _KEPT + hashlib.sha256("\x1f".join((parcel, about, cell.was, cell.now)).encode()).hexdigest()[:40]


def _kept(reader: Reader) -> list[tuple[str, dict[str, str]]]:
    asked = select(local.c.name, local.c.value).where(local.c.name.startswith(_KEPT)).order_by(local.c.name)
    return [(row.name, json.loads(row.value)) for row in reader.rows(asked)]


def _cell(said: dict[str, str]) -> CellEdited:
    return CellEdited(said["sheet"], said["cell"], said["was"], said["now"], said["target"])


def _settle(tx: Transaction, cells: Iterable[CellEdited], how: str) -> int:
    wanted = set(cells)
    found = [(name, said) for name, said in _kept(tx) if not said.get("settled") and _cell(said) in wanted]
    for name, said in found:
        tx.set_local(name, json.dumps({**said, "settled": how}, ensure_ascii=False, sort_keys=True))
    return len(found)


def _extended(tx: Transaction, one: Proposal, reason: str) -> Proposal:
    """A later deadline of a finding that was signed is an extension: both dates stay readable."""
    if (one.kind, one.field) == ("finding", "due") and _signed(tx, one.uid.partition("/")[0]):
        return replace(one, field="extension", value=f"{one.value} {reason}")
    return one


def _signed(tx: Transaction, uid: str) -> bool:
    return visits.state(tx, visits.known(tx, uid)) in (VisitState.SIGNED, VisitState.HANDED_OVER)


def _reopen(tx: Transaction, uid: str, reason: str) -> None:
    visit = visits.known(tx, uid)
    if _signed(tx, uid):
        tx.put(visit.but(agreed="", reopened=f"{tx.at} {reason}"))


def _read(reader: Reader, cell: CellEdited, *, file: str = "", by: str = "") -> Proposal:
    found = _asked(reader, cell)
    return replace(found, file=file, by=by)


def _asked(reader: Reader, cell: CellEdited) -> Proposal:
    if not cell.target and cell.cell:
        if cell.was:
            return Proposal(
                cell, problem=_("this row is gone from the sheet; what it said stays as the laptop said it")
            )
        return Proposal(cell, problem=_("this row is of no item here: read it, and write it where it belongs"))
    uid, _bar, field = cell.target.rpartition("|")
    visit, form, path = (*uid.split("/", 2), "", "")[:3]
    sheet = reader.get(Sheet, f"{visit}/{form}") if path else None
    if sheet is None or reader.get(Visit, visit) is None:
        return Proposal(cell, problem=_("it belongs to no item that is here"))
    free = visits.takes_photos(reader, sheet)
    if field in ("text", "severity", "remedy", "due"):
        return _of_finding(reader, cell, uid, field, free=free)
    known = checklists.items(checklists.form(reader, sheet.sha256))
    plain = _ROW.sub("", path)
    if field == "note":
        if plain not in known:
            return Proposal(cell, problem=_("it belongs to no item that is here"))
        if not free:
            return Proposal(cell, problem=_("free text is not taken for state-secret items"))
        if cell.now.endswith("…") and cell.was.endswith("…"):
            return Proposal(cell, problem=_("the text was too long for its cell; change it in the program"))
        return Proposal(cell, uid, "note", cell.now.strip())
    if field == "measured":
        return (
            _measured(cell, uid)
            if any(item.measure == plain for item in known.values())
            else Proposal(cell, problem=_("it belongs to no item that is here"))
        )
    value = _answer(cell.now)
    if value is None or plain not in known:
        return Proposal(cell, problem=_("“{now}” is no answer of this item").format(now=cell.now[:60]))
    return Proposal(cell, uid, "value", value)


def _of_finding(reader: Reader, cell: CellEdited, uid: str, field: str, *, free: bool) -> Proposal:
    finding = reader.get(Finding, uid)
    if finding is None:
        return Proposal(cell, problem=_("the finding is no longer there"))
    text = cell.now.strip()
    if field == "severity":
        severity = text if text in set(Severity) else _SEVERITIES.get(fold(text), "")
        severity = severity or next((key for key, word in SEVERITIES.items() if fold(_(word)) == fold(text)), "")
        if not severity:
            return Proposal(cell, problem=_("“{now}” is no severity").format(now=text[:60]))
        return Proposal(cell, uid, field, severity, kind="finding")
    if field == "due":
        day = _day(text)
        if not day:
            return Proposal(cell, problem=_("“{now}” is no date").format(now=text[:60]))
        return Proposal(cell, uid, field, day, kind="finding")
    if not free:
        return Proposal(cell, problem=_("free text is not taken for state-secret items"))
    return Proposal(cell, uid, field, text, kind="finding")


def _day(text: str) -> str:
    """A date as people or spreadsheets write it, in ISO; empty when it is none."""
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return ""


def _measured(cell: CellEdited, uid: str) -> Proposal:
    text = cell.now.strip().replace(",", ".")
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        number = Decimal("NaN")
    if number is not None and not number.is_finite():
        return Proposal(cell, problem=_("“{now}” is no number").format(now=cell.now[:60]))
    return Proposal(cell, uid, "value", "" if number is None else format(number, "f"))


def _answer(text: str) -> str | None:
    plain = text.strip()
    if not plain:
        return ""
    words = fold(plain.lstrip("●▲○ "))
    return _WORDS.get(words) or (_SIGNS.get(plain) if not words else None)
