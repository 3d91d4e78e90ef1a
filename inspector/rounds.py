"""
Rounds: a plan of visits for a half-year or a year, and how far it has come.

A plan is drawn up from chosen sites: checklists follow from what a site is, teams and days are shared out along the
communes, and what stands against it is said before anything is written. Then each team gets its assignment.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from inspector import checklists, days, handover, paths, people, sites, tagging, visits
from inspector.errors import FileUnwritable, InspectorError, fault_of
from inspector.i18n import N_, _
from inspector.model import Member, Op, Round, Side, Visit, VisitState, new_uid, visit_uid
from inspector.store import Changes, Reader, Store, lists
from inspector.text import fold, tidy

A_DAY = 3
"""Visits that one team makes in a day, as long as there are days enough."""


class RoundRefused(InspectorError):
    """A round that cannot be planned."""

    code = "round.refused"
    message = N_("A round needs a name, and must not end before it starts.")
    hint = N_("Give its name as it stands in the plan, with the first and the last day.")


class NothingPlanned(InspectorError):
    """A round without visits."""

    code = "round.nothing"
    message = N_("No site is in this plan yet.")
    hint = N_("Choose sites in the list or in the plot, then add them to the plan.")


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


class Remark(StrEnum):
    """What is worth knowing of a planned visit before the plan is written."""

    NEVER = "never"
    ELSEWHERE = "elsewhere"
    TWICE = "twice"
    CROWDED = "crowded"
    NO_CHECKLIST = "no-checklist"
    OUTSIDE = "outside"


REMARKS = {
    Remark.NEVER: N_("never inspected"),
    Remark.ELSEWHERE: N_("planned elsewhere"),
    Remark.TWICE: N_("planned twice"),
    Remark.CROWDED: N_("on a busy day"),
    Remark.NO_CHECKLIST: N_("no checklist applies"),
    Remark.OUTSIDE: N_("day outside the round"),
}
"""Remarks in words to be translated."""
STANDS_AGAINST = frozenset((Remark.TWICE, Remark.NO_CHECKLIST, Remark.OUTSIDE))


@dataclass(frozen=True, slots=True)
class Team:
    """Who goes: the team's name and its people by side."""

    name: str
    members: Mapping[Side, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit of a plan that is not written yet."""

    site: str
    code: str
    name: str
    commune: str
    forms: tuple[str, ...]
    last_visit: str = ""
    elsewhere: str = ""
    team: str = ""
    on: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the plan cannot be written with this visit in it."""
        return bool(STANDS_AGAINST & set(self.remarks))


@dataclass(frozen=True, slots=True)
class Given:
    """What one team was given: the assignment and the tags of its sites."""

    team: str
    visits: int
    workbook: Path
    tags: Path


def stops(reader: Reader, chosen: Iterable[str], today: str) -> list[Stop]:
    """Chosen sites (their uids) with the checklists that apply to what they are, and what is known of them."""
    wanted = set(chosen)
    known, _total = lists.sites(reader, lists.Slice(limit=1_000_000), today=today)
    unfinished = {}
    for state in ("planned", "draft", "agreed"):
        for visit in lists.visits(reader, lists.Slice(limit=1_000_000), state=state)[0]:
            unfinished[visit.site] = visit.round_name or visit.date
    applying: dict[str, tuple[str, ...]] = {}
    found = []
    for line in known:
        if line.uid not in wanted:
            continue
        if line.types not in applying:
            applying[line.types] = forms_for(reader, line.types)
        found.append(
            Stop(
                line.uid,
                line.code,
                line.name,
                line.commune,
                applying[line.types],
                line.last_visit,
                unfinished.get(line.uid, ""),
            )
        )
    return sorted(found, key=lambda one: (fold(one.commune), one.code))


def forms_for(reader: Reader, types: str) -> tuple[str, ...]:
    """The installed checklists of which at least one item applies to a site of these types."""
    found = []
    for one in checklists.installed(reader):
        form = checklists.form(reader, one.sha256)
        filled = form.new(zone=days.HERE)
        for question in form.questions:
            if question.attributes.get("ins:role") == "site_types":
                filled.answer(question.path, types)
        if any(filled[path].relevant for path in checklists.items(form)):
            found.append(one.name)
    return tuple(found)


def shared_out(chosen: Sequence[Stop], teams: Sequence[str], starts: datetime.date, ends: datetime.date) -> list[Stop]:
    """
    Give every visit a team and a day: neighbours by commune go to one team, which makes up to A_DAY visits on each
    working day, and more only when the round has too few days.
    """
    days = [starts + datetime.timedelta(days=n) for n in range((ends - starts).days + 1)] or [starts]
    days = [day for day in days if day.weekday() < 5] or days
    ordered = sorted(chosen, key=lambda one: (fold(one.commune), one.code))
    each = -(-len(ordered) // max(1, len(teams)))
    found = []
    for number, team in enumerate(teams or [""]):
        share = ordered[number * each : (number + 1) * each]
        a_day = max(A_DAY, -(-len(share) // len(days)))
        found += [replace(one, team=team, on=days[at // a_day].isoformat()) for at, one in enumerate(share)]
    return judged(found, starts, ends)


def judged(planned: Sequence[Stop], starts: datetime.date, ends: datetime.date) -> list[Stop]:
    """The same visits with what is worth knowing of each."""
    sites_ = Counter(one.site for one in planned)
    crowds = Counter((one.team, one.on) for one in planned)
    found = []
    for one in planned:
        said = {
            Remark.TWICE: sites_[one.site] > 1,
            Remark.NO_CHECKLIST: not one.forms,
            Remark.OUTSIDE: not starts.isoformat() <= one.on <= ends.isoformat(),
            Remark.ELSEWHERE: bool(one.elsewhere),
            Remark.CROWDED: crowds[one.team, one.on] > A_DAY,
            Remark.NEVER: not one.last_visit,
        }
        found.append(replace(one, remarks=tuple(remark for remark, holds in said.items() if holds)))
    return found


def write_plan(
    store: Store,
    name: str,
    planned: Sequence[Stop],
    teams: Sequence[Team],
    *,
    starts: datetime.date,
    ends: datetime.date,
    by: str,
) -> tuple[str, Changes]:
    """
    Write a round with all its visits down, or nothing of it. Returns its uid. Raises RoundRefused, NothingPlanned.

    Every visit is an entry of its own, so that the assignment of one team does not bring the visits of another.
    """
    if not tidy(name) or ends < starts or any(one.refused for one in planned):
        raise RoundRefused
    if not planned:
        raise NothingPlanned
    uid = new_uid()
    with store.transact(Op.PLAN, by=by) as tx:
        tx.put(Round(uid=uid, name=tidy(name), starts=starts.isoformat(), ends=ends.isoformat()))
        members = {
            team.name: [
                (people.known(tx, called, side=side).uid, str(side))
                for side, names in team.members.items()
                for called in names
            ]
            for team in teams
        }
        tx.finish()
        for one in planned:
            visit = visit_uid(datetime.date.fromisoformat(one.on))
            tx.put(Visit(uid=visit, site=one.site, date=one.on, round=uid, team=tidy(one.team)))
            for form in one.forms:
                visits.add_sheet(tx, visit, form)
            for person, side in members.get(one.team, ()):
                tx.put(Member(uid=f"{visit}/{person}", side=side, role="member"))
            tx.finish()
    return uid, tx.changes


def hand_out(
    store: Store, round: str, folder: Path, *, by: str, progress: Callable[[int, int], None] | None = None
) -> list[Given]:
    """Write each team's assignment and the tags of its sites into a folder. Raises RoundUnknown, NothingPlanned."""
    with store.read() as reader:
        name = known(reader, round).name
        planned = reader.all(Visit, round=round, order="date")
        places = {visit.site: sites.of_uid(reader, visit.site) for visit in planned}
    if not planned:
        raise NothingPlanned
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise FileUnwritable(file=folder.name, reason=fault_of(fault)) from fault
    teams = sorted({visit.team for visit in planned}, key=fold)
    given = []
    for number, team in enumerate(teams):
        mine = [visit for visit in planned if visit.team == team]
        label = f"{paths.file_name(name, limit=40)}-{paths.file_name(team or _('team'), limit=40)}"
        workbook, tags = folder / f"phan-cong-{label}.xlsx", folder / f"nhan-{label}.pdf"
        handover.assign(store, [visit.uid for visit in mine], workbook, by=by)
        stations = {visit.site: place for visit in mine if (place := places[visit.site]) is not None}
        tagging.write_sheet(tags, sorted(stations.values(), key=lambda site: site.code))
        given.append(Given(team, len(mine), workbook, tags))
        if progress is not None:
            progress(number + 1, len(teams))
    return given
