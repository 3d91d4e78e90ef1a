"""
What this laptop was given and what waits on it: the visits of the rounds, drafts to go on with, findings that are
overdue near them, parcels that no register has acknowledged yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import or_, select

from inspector import findings, history, receipts, visits
from inspector.model import DISPUTED, Handover
from inspector.store import Reader, lists
from inspector.store.tables import PROJECTIONS

MOST: Final = 300
"""Visits that one laptop is given at most, as far as the list goes."""
NEARBY: Final = 12
UNFINISHED: Final = ("planned", "draft", "agreed")
_visit, _finding, _site, _answer = (PROJECTIONS[kind] for kind in ("visit", "finding", "site", "answer"))


@dataclass(frozen=True, slots=True)
class Due:
    """A visit of the agenda with what earlier visits left open at its site."""

    visit: lists.VisitLine
    open_findings: int
    critical: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """What the first place shows."""

    given: tuple[tuple[str, tuple[Due, ...]], ...]
    """By commune, those with the nearest day first."""
    drafts: tuple[lists.VisitLine, ...]
    overdue: tuple[lists.FindingLine, ...]
    awaited: tuple[Handover, ...]
    sites: int

    @property
    def empty(self) -> bool:
        """Whether this laptop has nothing yet."""
        return not (self.sites or self.given or self.drafts)

    @property
    def waits(self) -> int:
        """Visits that are not finished: what the rail counts."""
        return sum(due.visit.state in UNFINISHED for _commune, dues in self.given for due in dues)


def read(reader: Reader, today: str) -> Agenda:
    """The agenda of one day."""
    current = _current(reader, today)
    left = _open_by_site(reader, {line.site for line in current})
    communes: dict[str, list[Due]] = {}
    for line in sorted(current, key=lambda one: (one.date, one.code)):
        number, critical = left.get(line.site, (0, 0))
        communes.setdefault(line.commune, []).append(Due(line, number, critical))
    drafts = sorted((line for line in current if line.state == "draft"), key=lambda one: one.date, reverse=True)
    return Agenda(
        tuple((name, tuple(dues)) for name, dues in communes.items()),
        tuple(drafts),
        tuple(_overdue(reader, current, today)),
        tuple(receipts.awaited(reader)),
        lists.counts(reader, today=today).sites,
    )


def draft(reader: Reader, visit: str) -> tuple[str, int]:
    """Where a person goes on in a visit that was begun (`<form>/<path>`), and how many items are still unanswered."""
    pages = visits.dossier(reader, visit).pages
    left = [line for page in pages for line in page.lines if line.value in ("", DISPUTED)]
    last = history.last_answered(reader, visit)
    known = {line.path for page in pages for line in page.lines}
    measured = {f"{line.form}/{line.item.measure}": line.path for page in pages for line in page.lines}
    item = last if last in known else measured.get(last, "")
    return item or (left[0].path if left else ""), len(left)


def _current(reader: Reader, today: str) -> Sequence[lists.VisitLine]:
    """Visits of rounds that are not over, and all that are unfinished."""
    round_ = PROJECTIONS["round"]
    running = list(reader.connection.execute(select(round_.c.uid).where(round_.c.ends >= today)).scalars())
    found: dict[str, lists.VisitLine] = {}
    for state in UNFINISHED:
        for line in lists.visits(reader, lists.Slice(limit=MOST), state=state)[0]:
            found[line.uid] = line
    for uid in running:
        for line in lists.visits(reader, lists.Slice(limit=MOST), round=uid)[0]:
            found[line.uid] = line
    return list(found.values())


def _open_by_site(reader: Reader, sites: Iterable[str]) -> dict[str, tuple[int, int]]:
    asked = (
        select(_visit.c.site, _finding.c.severity)
        .join(_visit, _visit.c.uid == _finding.c.visit)
        .where(_finding.c.stands == 1, _finding.c.state != "closed", _finding.c.on_the_spot == "")
    )
    wanted = set(sites)
    found: dict[str, tuple[int, int]] = {}
    for site, severity in reader.connection.execute(asked):
        if site in wanted:
            number, critical = found.get(site, (0, 0))
            found[site] = (number + 1, critical + (severity == "critical"))
    return found


def _overdue(reader: Reader, current: Sequence[lists.VisitLine], today: str) -> list[lists.FindingLine]:
    """Overdue findings at the sites of the agenda and in their communes; the longest overdue first."""
    communes = {line.commune for line in current if line.commune}
    places = {line.site for line in current}
    every, _total = lists.findings(reader, lists.Slice(limit=1000), state="overdue", today=today)
    near = [one for one in every if one.site in places or one.commune in communes] if current else every
    return findings.in_words(reader, near[:NEARBY])


def visits_of(reader: Reader, handover: Handover) -> str:
    """The sites that a parcel was about, in words."""
    uids = handover.visits.split()
    asked = (
        select(_site.c.code)
        .join(_visit, _visit.c.site == _site.c.uid)
        .where(or_(*[_visit.c.uid == uid for uid in uids]))
        .order_by(_site.c.code)
    )
    found: list[Any] = list(reader.connection.execute(asked).scalars()) if uids else []
    return ", ".join(str(code) for code in found)
