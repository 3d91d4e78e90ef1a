"""
A readable cell of a workbook was edited in a spreadsheet program: that is a proposed change, taken under a person's name.

A proposal is never taken by itself. Taken, it is an entry as any other, with its reason; a visit that was signed is opened
again in the open, so that its signatures say that the text changed since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from inspector import checklists, visits
from inspector.errors import InspectorError
from inspector.i18n import N_, _
from inspector.model import Decision, Op, Sheet, Visit, VisitState
from inspector.parcel import CellEdited
from inspector.store import Reader, Store, Transaction
from inspector.text import fold

_WORDS: Final = {
    "dat": "pass", "pass": "pass", "khong dat": "fail", "fail": "fail", "khong ap dung": "na", "n/a": "na", "na": "na",
}  # fmt: skip
_SIGNS: Final = {"●": "pass", "▲": "fail", "○": "na"}


class ReasonMissing(InspectorError):
    """A proposed change without a reason."""

    code = "proposal.reason"
    message = N_("A change that was made in the workbook needs a person and a reason to be taken.")
    hint = N_("Say who takes it and why; both sides can read it later.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edited cell as a change: the field it is about and the value it asks for; `problem` says why it cannot be taken."""

    cell: CellEdited
    uid: str = ""
    field: str = ""
    value: str = ""
    problem: str = ""


def read(reader: Reader, cells: Sequence[CellEdited]) -> list[Proposal]:
    """What each edited cell asks for."""
    return [_read(reader, cell) for cell in cells]


def take(store: Store, cells: Sequence[CellEdited], *, by: str, reason: str) -> list[Proposal]:
    """
    Say what these cells ask for, in one entry. Those that cannot be taken come back with their problem, untouched.

    Raises:
        ReasonMissing.
    """
    if not reason.strip() or not by:
        raise ReasonMissing
    with store.transact(Op.PROPOSE, by=by) as tx:
        found = read(tx, cells)
        wanted = [one for one in found if not one.problem]
        for visit in sorted({one.uid.partition("/")[0] for one in wanted}):
            _reopen(tx, visit, reason.strip())
        for one in wanted:
            tx.say("answer", one.uid, one.field, one.value)
            tx.put(Decision(uid=f"answer|{one.uid}|{one.field}", reason=reason.strip()))
    return found


def _reopen(tx: Transaction, uid: str, reason: str) -> None:
    visit = visits.known(tx, uid)
    if visits.state(tx, visit) in (VisitState.SIGNED, VisitState.HANDED_OVER):
        tx.put(visit.but(agreed="", reopened=f"{tx.at} {reason}"))


def _read(reader: Reader, cell: CellEdited) -> Proposal:
    uid, _bar, field = cell.target.rpartition("|")
    visit, form, path = (*uid.split("/", 2), "", "")[:3]
    sheet = reader.get(Sheet, f"{visit}/{form}") if path else None
    if sheet is None or reader.get(Visit, visit) is None:
        return Proposal(cell, problem=_("it belongs to no item that is here"))
    known = checklists.items(checklists.form(reader, sheet.sha256))
    if field == "note":
        if path not in known:
            return Proposal(cell, problem=_("it belongs to no item that is here"))
        if not visits.takes_photos(reader, sheet):
            return Proposal(cell, problem=_("free text is not taken for state-secret items"))
        if cell.now.endswith("…") and cell.was.endswith("…"):
            return Proposal(cell, problem=_("the text was too long for its cell; change it in the program"))
        return Proposal(cell, uid, "note", cell.now.strip())
    if field == "measured":
        return (
            _measured(cell, uid)
            if any(item.measure == path for item in known.values())
            else Proposal(cell, problem=_("it belongs to no item that is here"))
        )
    value = _answer(cell.now)
    if value is None or path not in known:
        return Proposal(cell, problem=_("“{now}” is no answer of this item").format(now=cell.now[:60]))
    return Proposal(cell, uid, "value", value)


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
