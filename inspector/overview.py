"""
A period at a glance, for a meeting: how many visits, which share met, what is open and overdue, and how these compare
with the period before. Everything is asked of the register; nothing is estimated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, select

from inspector.finding_life import REINSPECTION
from inspector.i18n import _
from inspector.reports import gather
from inspector.reports.checklist_words import SECRET, Checklist
from inspector.reports.summary_data import Visits
from inspector.store import Reader, summary
from inspector.store.tables import PROJECTIONS, checklist, checklist_item, daily

_site, _visit, _sheet, _finding = (PROJECTIONS[kind] for kind in ("site", "visit", "sheet", "finding"))
_OF_THE_PLAN = (_visit.c.supplement_of == "", _visit.c.purpose != REINSPECTION)
"""Supplementary minutes and re-inspections follow from another visit: no plan counts them."""
LEAST_COVERED = 7
MOST_FAILED = 5


@dataclass(frozen=True, slots=True)
class Failed:
    """An item that was not met: its code and words, and how often."""

    code: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What part of everything is looked at: one checklist, sites of one unit; all of them when empty."""

    form: str = ""
    unit: str = ""

    def visits(self) -> list[Any]:
        """What holds of the visits in it."""
        asked: list[Any] = []
        if self.unit:
            asked.append(_visit.c.site.in_(select(_site.c.uid).where(_site.c.unit == self.unit)))
        if self.form:
            with_form = select(_sheet.c.visit).where(_sheet.c.form == self.form, _sheet.c.gone == "")
            asked.append(_visit.c.uid.in_(with_form))
        return asked

    def findings(self) -> list[Any]:
        """What holds of the findings in it."""
        asked: list[Any] = []
        if self.unit:
            asked.append(_finding.c.site.in_(select(_site.c.uid).where(_site.c.unit == self.unit)))
        if self.form:
            asked.append(_finding.c.form == self.form)
        return asked


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Choices:
    """What an overview can be narrowed to: checklists as (name, short name), and units."""

    forms: tuple[tuple[str, str], ...]
    units: tuple[str, ...]


def choices(reader: Reader, language: str = "vi") -> Choices:
    """The checklists that are installed, and the units that look after a site."""
    known = _Checklists(reader, language)
    units = reader.rows(select(_site.c.unit).where(_site.c.unit != "", _site.c.code != "").distinct())
    return Choices(
        tuple(sorted(((form, known.short(form)) for form in known.forms), key=lambda one: one[1])),
        tuple(sorted(str(row[0]) for row in units)),
    )


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page of the reports shows, but for the positions of sites, which are asked for by themselves."""

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
    frequent: tuple[Failed, ...]
    any_site: bool

    @property
    def empty(self) -> bool:
        """Whether nothing happened in the period and nothing is known of any place."""
        return not (self.planned or self.any_site or self.open_findings)


def read(
    reader: Reader, first: date, last: date, *, on: date, language: str = "vi", scope: Scope = EVERYTHING
) -> Overview:
    """The period between two days, looked at on one day."""
    length = last - first + timedelta(days=1)
    before = (first - length, first - timedelta(days=1))
    day = on.isoformat()
    known = _Checklists(reader, language)
    results = _Results(reader, min(before[0], _quarter(_quarter_of(last) - 3)), last, scope)
    found = reader.connection.execute(_open_findings(day, scope)).one()
    communes = _communes(reader, first, last, scope)
    periods, rates = _rates(results, last, known)
    planned = [one for one in communes if one.planned]
    return Overview(
        first,
        last,
        sum(one.planned for one in communes),
        sum(one.made for one in communes),
        _made(reader, *before, scope),
        _share(results.of(first, last).values()),
        _share(results.of(*before).values()),
        found.number,
        found.critical or 0,
        found.overdue or 0,
        (on - date.fromisoformat(found.due[2:12])).days if found.due and found.due < f"00{day}" else 0,
        periods,
        rates,
        tuple(sorted(planned, key=lambda one: (one.made / one.planned, one.name))[:LEAST_COVERED]),
        _frequent(reader, first, last, known, scope),
        bool(reader.rows(select(_site.c.uid).where(_site.c.code != "").limit(1))),
    )


class _Checklists:
    """What the checklists that are installed call their domains and items; each is read when it is asked for."""

    def __init__(self, reader: Reader, language: str) -> None:
        asked = select(checklist.c.name, checklist.c.sha256).order_by(checklist.c.installed)
        self._reader, self._language = reader, language
        self._sha256 = {row.name: row.sha256 for row in reader.rows(asked)}

    @property
    def forms(self) -> list[str]:
        """The names of the checklists."""
        return list(self._sha256)

    def _known(self, form: str) -> Checklist | None:
        return gather.checklist_of(self._reader, self._sha256.get(form, ""), self._language)

    def short(self, form: str) -> str:
        """A domain as its items' codes begin: a curve has no room for a title."""
        known = self._known(form)
        return known.short if known else form

    def item(self, form: str, path: str) -> tuple[str, str]:
        """Code and text of an item."""
        known = self._known(form)
        item = dict(known.items).get(path) if known else None
        return (item.code, item.text) if item else (path.rpartition("/")[2].upper().replace("_", "-"), "")


class _Results:
    """Met and not met of agreed visits, by day; read once for all periods that are compared."""

    def __init__(self, reader: Reader, first: date, last: date, scope: Scope) -> None:
        since, until = first.isoformat(), _end_of_quarter(last).isoformat()
        if scope.unit:
            asked = (
                select(_sheet.c.day, _sheet.c.form, func.sum(_sheet.c.met), func.sum(_sheet.c.unmet))
                .where(_sheet.c.day >= since, _sheet.c.day <= until)
                .where(_sheet.c.visit.in_(select(_visit.c.uid).where(*Scope(unit=scope.unit).visits())))
                .group_by(_sheet.c.day, _sheet.c.form)
            )
            form = _sheet.c.form
        else:
            asked = select(daily.c.day, daily.c.form, daily.c.met, daily.c.unmet)
            asked = asked.where(daily.c.day >= since, daily.c.day <= until)
            form = daily.c.form
        self._rows: list[Any] = reader.rows(asked.where(form == scope.form) if scope.form else asked)

    def of(self, first: date, last: date) -> dict[str, tuple[int, int]]:
        """Met and not met between two days, by form."""
        since, until = first.isoformat(), last.isoformat()
        found: dict[str, tuple[int, int]] = {}
        for day, form, met, unmet in self._rows:
            if since <= day <= until:
                before = found.get(form, (0, 0))
                found[form] = (before[0] + met, before[1] + unmet)
        return found


def _quarter_of(day: date) -> int:
    """The quarters since the year 0."""
    return day.year * 4 + (day.month - 1) // 3


def _quarter(number: int) -> date:
    """The first day of a quarter."""
    return date(number // 4, number % 4 * 3 + 1, 1)


def _end_of_quarter(day: date) -> date:
    return _quarter(_quarter_of(day) + 1) - timedelta(days=1)


def _share(results: Iterable[tuple[int, int]]) -> float | None:
    every = list(results)
    met, unmet = sum(one[0] for one in every), sum(one[1] for one in every)
    return met / (met + unmet) if met + unmet else None


def code_of(reader: Reader, sha256: str, language: str = "vi") -> str:
    """How the items' codes of a checklist begin, such as PCCC; its title when they have none."""
    known = gather.checklist_of(reader, sha256, language)
    return known.short if known else ""


def _rates(
    results: _Results, last: date, known: _Checklists
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[float | None, ...]], ...]]:
    """The share met by domain, for the quarter of the last day and the three before it."""
    quarters = [_quarter_of(last) - back for back in range(3, -1, -1)]
    found = {f"{one % 4 + 1}/{one // 4}": results.of(_quarter(one), _end_of_quarter(_quarter(one))) for one in quarters}
    with_any = {name: results for name, results in found.items() if any(sum(pair) for pair in results.values())}
    forms = sorted({form for results in with_any.values() for form in results})
    return tuple(with_any), tuple(
        (known.short(form), tuple(_share([results[form]] if form in results else []) for results in with_any.values()))
        for form in forms
    )


def _communes(reader: Reader, first: date, last: date, scope: Scope) -> list[Visits]:
    """Visits planned and made between two days, by commune."""
    asked = (
        select(_site.c.commune, func.count(), func.sum(case((_visit.c.agreed != "", 1), else_=0)))
        .select_from(_visit.join(_site, _site.c.uid == _visit.c.site, isouter=True))
        .where(_visit.c.date >= first.isoformat(), _visit.c.date < (last + timedelta(days=1)).isoformat())
        .where(*_OF_THE_PLAN, *scope.visits())
        .group_by(_site.c.commune)
    )
    rows: list[Any] = reader.rows(asked)
    return [Visits(commune or _("(not given)"), planned, int(made)) for commune, planned, made in rows]


def _made(reader: Reader, first: date, last: date, scope: Scope) -> int:
    """Visits that were agreed, of those between two days."""
    within = (_visit.c.date >= first.isoformat(), _visit.c.date < (last + timedelta(days=1)).isoformat())
    asked = (
        select(func.count()).select_from(_visit).where(*within, _visit.c.agreed != "", *_OF_THE_PLAN, *scope.visits())
    )
    return int(reader.connection.execute(asked).scalar_one())


def _open_findings(day: str, scope: Scope) -> Any:
    """Findings that are not settled: how many, how many of them critical and overdue, and which deadline is the first."""
    urgency = _finding.c.urgency
    return select(
        func.count().label("number"),
        func.sum(case((_finding.c.severity == "critical", 1), else_=0)).label("critical"),
        func.sum(case(((urgency >= "00") & (urgency < f"00{day}"), 1), else_=0)).label("overdue"),
        func.min(urgency).label("due"),
    ).where(_finding.c.stands == 1, urgency < summary.SETTLED, *scope.findings())


def _frequent(
    reader: Reader, first: date, last: date, known: _Checklists, scope: Scope = EVERYTHING
) -> tuple[Failed, ...]:
    """The items that were most often not met in agreed visits, counted item by item; those on state secrets are left out."""
    named = checklist_item.join(checklist, checklist.c.sha256 == checklist_item.c.sha256)
    items = (
        select(checklist.c.name, checklist_item.c.path)
        .select_from(named)
        .where(checklist.c.name != SECRET)
        .distinct()
        .subquery()
    )
    number = (
        select(func.count())
        .select_from(_finding)
        .where(_finding.c.stands == 1, _finding.c.form == items.c.name, _finding.c.path == items.c.path)
        .where(_finding.c.day >= first.isoformat(), _finding.c.day <= last.isoformat())
        .where(*scope.findings())
        .scalar_subquery()
    )
    rows: list[Any] = reader.rows(select(items.c.name, items.c.path, number))
    counted = sorted((row for row in rows if row[2]), key=lambda row: (-row[2], known.item(row[0], row[1])[0]))
    return tuple(Failed(*known.item(form, path), number) for form, path, number in counted[:MOST_FAILED])
