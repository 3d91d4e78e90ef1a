"""What the smaller reports print, gathered: plain frozen records, no store, no layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from inspector.reports.minutes_data import Fact, Office
from inspector.reports.summary_data import Overdue


@dataclass(frozen=True, slots=True)
class OverdueData:
    """Recommendations past their deadline on one day."""

    on: date
    rows: Sequence[Overdue]
    office: Office = field(default_factory=Office)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding with all that a list of findings says of it."""

    site_code: str
    site: str
    commune: str
    unit: str
    found: date
    code: str
    domain: str
    text: str
    severity: str = ""
    state: str = ""
    remedy: str = ""
    in_charge: str = ""
    due: date | None = None
    closed: date | None = None
    open: bool = True
    secret: bool = False
    """About state secrets: printed in an annex of its own."""


@dataclass(frozen=True, slots=True)
class FindingsData:
    """Findings of a period, to be shown unit by unit."""

    on: date
    rows: Sequence[FindingRow]
    office: Office = field(default_factory=Office)


@dataclass(frozen=True, slots=True)
class PastVisit:
    """One earlier visit of a site."""

    day: date
    number: str
    domains: str
    checked: int
    not_met: int
    state: str = ""


@dataclass(frozen=True, slots=True)
class PastValue:
    """One measured value of a site."""

    day: date
    code: str
    what: str
    value: str
    limits: str = ""
    within: bool | None = True
    """None: it has no limits."""


@dataclass(frozen=True, slots=True)
class PassportData:
    """All that is known of one site."""

    on: date
    code: str
    name: str
    facts: Sequence[Fact]
    visits: Sequence[PastVisit] = ()
    findings: Sequence[FindingRow] = ()
    values: Sequence[PastValue] = ()
    tag: str = ""
    """What the QR label at the site says."""
    office: Office = field(default_factory=Office)


@dataclass(frozen=True, slots=True)
class Compared:
    """One recommendation before and after."""

    code: str
    text: str
    before: str
    after: str
    met: bool
    photo_before: str = ""
    photo_after: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class ReinspectionData:
    """A re-inspection against the visit before."""

    site_code: str
    site: str
    before: date
    after: date
    rows: Sequence[Compared]
    office: Office = field(default_factory=Office)
    bytes_of: Callable[[str], bytes | None] = lambda sha256: None


@dataclass(frozen=True, slots=True)
class Stop:
    """One site on a team's way."""

    code: str
    name: str
    commune: str
    address: str = ""
    position: str = ""
    keeper: str = ""
    last: date | None = None
    open_findings: int = 0
    checklists: str = ""
    note: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class DayData:
    """Where a team goes on one day."""

    day: date
    team: str
    stops: Sequence[Stop]
    people: Sequence[str] = ()
    checklists: Sequence[tuple[str, str]] = ()
    """Short names of the checklists, and what they stand for."""
    office: Office = field(default_factory=Office)
