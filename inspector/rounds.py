"""Rounds: a plan of visits for a half-year or a year, and how far it has come."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from inspector import visits
from inspector.errors import InspectorError
from inspector.i18n import N_
from inspector.model import Op, Round, Visit, VisitState, new_uid
from inspector.store import Reader, Store
from inspector.text import tidy


class RoundRefused(InspectorError):
    """A round that cannot be planned."""

    code = "round.refused"
    message = N_("A round needs a name, and must not end before it starts.")
    hint = N_("Give its name as it stands in the plan, with the first and the last day.")


class RoundUnknown(InspectorError):
    """A round that nobody has planned here."""

    code = "round.unknown"
    message = N_("There is no round {round} in this store.")
    hint = N_("Plan it first, or merge the workbook that holds it.")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round has come: its visits, and how many are in each state."""

    round: Round
    visits: tuple[Visit, ...]
    states: dict[VisitState, int]

    @property
    def done(self) -> int:
        """Visits that are signed or handed over."""
        return self.states.get(VisitState.SIGNED, 0) + self.states.get(VisitState.HANDED_OVER, 0)


def plan(
    store: Store,
    name: str,
    *,
    starts: datetime.date,
    ends: datetime.date,
    by: str,
    grounds: str = "",
    decision: str = "",
) -> str:
    """Write a round down. Returns its uid. Raises RoundRefused."""
    if not tidy(name) or ends < starts:
        raise RoundRefused
    uid = new_uid()
    with store.transact(Op.PLAN, by=by) as tx:
        tx.put(
            Round(
                uid=uid,
                name=tidy(name),
                starts=starts.isoformat(),
                ends=ends.isoformat(),
                grounds=tidy(grounds),
                decision=tidy(decision),
            )
        )
    return uid


def put_visit(
    store: Store, round: str, site: str, forms: Iterable[str], *, on: datetime.date, team: str, by: str
) -> str:
    """Plan a visit of this round at a site (its uid). Returns the uid of the visit. Raises RoundUnknown."""
    with store.read() as reader:
        known(reader, round)
    return visits.start(store, site, forms, by=by, on=on, round=round, team=tidy(team))


def known(reader: Reader, round: str) -> Round:
    """The round of that uid. Raises RoundUnknown."""
    found = reader.get(Round, round)
    if found is None:
        raise RoundUnknown(round=round)
    return found


def listed(reader: Reader) -> list[Progress]:
    """Every round with its visits, the one that starts last first."""
    found = sorted(reader.all(Round), key=lambda one: (one.starts, one.name), reverse=True)
    return [progress(reader, one) for one in found]


def progress(reader: Reader, round: Round) -> Progress:
    """How far a round has come."""
    planned = sorted(reader.all(Visit, round=round.uid), key=lambda visit: (visit.date, visit.uid))
    states = Counter(visits.state(reader, visit) for visit in planned)
    return Progress(round, tuple(planned), dict(states))
