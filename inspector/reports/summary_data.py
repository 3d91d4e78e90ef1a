"""
Everything that a report for a period prints, gathered: plain frozen records, no store, no layout.

Counts are whole numbers; shares are worked out by the builder, so that a table and its sentence never differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from inspector.reports.minutes_data import Office


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits planned and made for one unit, commune or type of site."""

    name: str
    planned: int
    made: int


@dataclass(frozen=True, slots=True)
class DomainCount:
    """Results of one domain; `rate_before` is the share met in the period before, None when there was none."""

    title: str
    checked: int
    met: int
    not_met: int
    not_applicable: int
    rate_before: float | None = None

    @property
    def rate(self) -> float | None:
        """Share of the items met among those that applied."""
        applied = self.met + self.not_met
        return self.met / applied if applied else None


@dataclass(frozen=True, slots=True)
class SectionCount:
    """Findings of one section of a checklist by severity."""

    domain: str
    section: str
    critical: int
    major: int
    minor: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.critical + self.major + self.minor


@dataclass(frozen=True, slots=True)
class Frequent:
    """An item that is often not met."""

    code: str
    text: str
    count: int
    sites: int


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How the recommendations of one responsible unit stand."""

    unit: str
    closed_in_time: int
    closed_late: int
    not_due: int
    overdue: int

    @property
    def made(self) -> int:
        """All of them."""
        return self.closed_in_time + self.closed_late + self.not_due + self.overdue


@dataclass(frozen=True, slots=True)
class Overdue:
    """A recommendation past its deadline."""

    site_code: str
    site: str
    code: str
    text: str
    due: date
    days_late: int
    in_charge: str = ""
    reason: str = ""
    severity: str = ""
    commune: str = ""
    secret: bool = False
    """About state secrets: printed in an annex of its own."""


@dataclass(frozen=True, slots=True)
class Reinspected:
    """A re-inspection and what came of it."""

    site_code: str
    site: str
    day: date
    checked: int
    passed: int
    failed: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """A fault found at the same site again."""

    site_code: str
    site: str
    code: str
    text: str
    times: int


@dataclass(frozen=True, slots=True)
class Unvisited:
    """A site that nobody visited in the period; `last` None: never."""

    code: str
    name: str
    commune: str
    unit: str
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured value outside its limits."""

    site_code: str
    site: str
    code: str
    what: str
    value: str
    limits: str
    day: date


@dataclass(frozen=True, slots=True)
class Incidents:
    """Incidents in one commune."""

    commune: str
    theft: int
    fire: int
    sabotage: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is asked of one side."""

    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Rate:
    """Share met of one domain in one period."""

    period: str
    domain: str
    rate: float


@dataclass(frozen=True, slots=True)
class SummaryData:
    """A period of the programme as its report tells it."""

    first: date
    last: date
    made_on: date
    office: Office = field(default_factory=Office)
    number: str = ""
    by_unit: Sequence[Visits] = ()
    by_commune: Sequence[Visits] = ()
    by_type: Sequence[Visits] = ()
    domains: Sequence[DomainCount] = ()
    sections: Sequence[SectionCount] = ()
    frequent: Sequence[Frequent] = ()
    units: Sequence[UnitCount] = ()
    overdue: Sequence[Overdue] = ()
    reinspected: Sequence[Reinspected] = ()
    repeated: Sequence[Repeated] = ()
    unvisited: Sequence[Unvisited] = ()
    measured: Sequence[Measured] = ()
    incidents: Sequence[Incidents] = ()
    proposals: Sequence[Proposal] = ()
    rates: Sequence[Rate] = ()
    plan: Sequence[str] = ()
    situation: str = ""
    causes: str = ""
    sites: int = 0
    """Sites in the register."""
