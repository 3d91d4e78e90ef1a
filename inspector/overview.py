"""
A period at a glance, for a meeting: how many visits, which share met, what is open and overdue, and how these compare
with the period before. Everything is asked of the register; nothing is estimated.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from inspector import checklists
from inspector.reports import gather, gather_period
from inspector.reports.summary_data import Frequent, SummaryData, Visits
from inspector.store import Reader, lists

LEAST_COVERED = 7
MOST_FAILED = 5


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page of the reports shows."""

    first: date
    last: date
    planned: int
    made: int
    made_before: int
    rate: float | None
    rate_before: float | None
    open_findings: int
    critical: int
    overdue: int
    longest: int
    periods: tuple[str, ...]
    rates: tuple[tuple[str, tuple[float | None, ...]], ...]
    """By domain: the share met in each of `periods`."""
    coverage: tuple[Visits, ...]
    """Communes with a plan, the least covered first."""
    frequent: tuple[Frequent, ...]
    places: tuple[lists.SiteLine, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing happened in the period and nothing is known of any place."""
        return not (self.planned or self.places or self.open_findings)


def read(reader: Reader, first: date, last: date, *, on: date, language: str = "vi") -> Overview:
    """The period between two days, looked at on one day."""
    now = gather_period.summary_data(reader, first, last, made_on=on, language=language)
    length = last - first + timedelta(days=1)
    before = gather_period.summary_data(
        reader, first - length, first - timedelta(days=1), made_on=first - timedelta(days=1), language=language
    )
    day = on.isoformat()
    found, total = lists.findings(reader, lists.Slice(limit=1_000_000), state="open", today=day)
    late = [one.days_late(day) for one in found]
    periods, rates = _rates(now, _short(reader, language))
    planned = [one for one in now.by_commune if one.planned]
    return Overview(
        first,
        last,
        sum(one.planned for one in now.by_unit),
        sum(one.made for one in now.by_unit),
        sum(one.made for one in before.by_unit),
        _rate(now),
        _rate(before),
        total,
        Counter(one.severity for one in found)["critical"],
        sum(days > 0 for days in late),
        max(late, default=0),
        periods,
        rates,
        tuple(sorted(planned, key=lambda one: (one.made / one.planned, one.name))[:LEAST_COVERED]),
        tuple(now.frequent[:MOST_FAILED]),
        tuple(lists.positions(reader, today=day)),
    )


def _rate(data: SummaryData) -> float | None:
    met, applied = sum(one.met for one in data.domains), sum(one.met + one.not_met for one in data.domains)
    return met / applied if applied else None


def _short(reader: Reader, language: str) -> dict[str, str]:
    """Domains as their items' codes begin: a curve has no room for a title."""
    found = {}
    for one in checklists.installed(reader):
        known = gather.checklist_of(reader, one.sha256, language)
        code = next((item.code for _path, item in known.items), "") if known else ""
        if known:
            found[known.title] = code.rpartition("-")[0] or known.title
    return found


def _rates(
    data: SummaryData, short: dict[str, str]
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[float | None, ...]], ...]]:
    periods = tuple(dict.fromkeys(one.period for one in data.rates))
    known = {(one.domain, one.period): one.rate for one in data.rates}
    domains = tuple(dict.fromkeys(one.domain for one in data.rates))
    return periods, tuple(
        (short.get(name, name), tuple(known.get((name, period)) for period in periods)) for name in domains
    )
