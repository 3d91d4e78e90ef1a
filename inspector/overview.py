"""
A period at a glance, for a meeting: how many visits, which share met, what is open and overdue, and how these compare
with the period before. Everything is asked of the register; nothing is estimated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, distinct, func, select

from inspector.i18n import _
from inspector.reports import gather
from inspector.reports.checklist_words import SECRET, Checklist
from inspector.reports.summary_data import Frequent, Visits
from inspector.store import Reader, lists, summary
from inspector.store.tables import PROJECTIONS, checklist

_site, _visit, _sheet, _finding = (PROJECTIONS[kind] for kind in ("site", "visit", "sheet", "finding"))
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
    length = last - first + timedelta(days=1)
    before = (first - length, first - timedelta(days=1))
    day = on.isoformat()
    known = _Checklists(reader, language)
    results = _results(reader, first, last)
    found = reader.connection.execute(_open_findings(day)).one()
    communes = _communes(reader, first, last)
    periods, rates = _rates(reader, last, known)
    planned = [one for one in communes if one.planned]
    return Overview(
        first,
        last,
        sum(one.planned for one in communes),
        sum(one.made for one in communes),
        sum(one.made for one in _communes(reader, *before)),
        _share(results.values()),
        _share(_results(reader, *before).values()),
        found.number,
        found.critical or 0,
        found.overdue or 0,
        (on - date.fromisoformat(found.due[2:12])).days if found.due and found.due < f"00{day}" else 0,
        periods,
        rates,
        tuple(sorted(planned, key=lambda one: (one.made / one.planned, one.name))[:LEAST_COVERED]),
        _frequent(reader, first, last, known),
        tuple(lists.positions(reader)),
    )


class _Checklists:
    """What the checklists that are installed call their domains and items; each is read when it is asked for."""

    def __init__(self, reader: Reader, language: str) -> None:
        asked = select(checklist.c.name, checklist.c.sha256).order_by(checklist.c.installed)
        self._reader, self._language = reader, language
        self._sha256 = {row.name: row.sha256 for row in reader.rows(asked)}

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


def _results(reader: Reader, first: date, last: date) -> dict[str, tuple[int, int]]:
    """Met and not met of agreed visits between two days, by form."""
    asked = (
        select(_sheet.c.form, func.sum(_sheet.c.met), func.sum(_sheet.c.unmet))
        .where(_sheet.c.day >= first.isoformat(), _sheet.c.day <= last.isoformat())
        .group_by(_sheet.c.form)
    )
    rows: list[Any] = reader.rows(asked)
    return {form: (int(met), int(unmet)) for form, met, unmet in rows}


def _share(results: Iterable[tuple[int, int]]) -> float | None:
    every = list(results)
    met, unmet = sum(one[0] for one in every), sum(one[1] for one in every)
    return met / (met + unmet) if met + unmet else None


def code_of(reader: Reader, sha256: str, language: str = "vi") -> str:
    """How the items' codes of a checklist begin, such as PCCC; its title when they have none."""
    known = gather.checklist_of(reader, sha256, language)
    return known.short if known else ""


def _rates(
    reader: Reader, last: date, known: _Checklists
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[float | None, ...]], ...]]:
    """The share met by domain, for the quarter of the last day and the three before it."""
    quarters = [last.year * 4 + (last.month - 1) // 3 - back for back in range(3, -1, -1)]
    found = {}
    for one in quarters:
        begins, follows = (date(number // 4, number % 4 * 3 + 1, 1) for number in (one, one + 1))
        found[f"{one % 4 + 1}/{one // 4}"] = _results(reader, begins, follows - timedelta(days=1))
    with_any = {name: results for name, results in found.items() if any(sum(pair) for pair in results.values())}
    forms = sorted({form for results in with_any.values() for form in results})
    return tuple(with_any), tuple(
        (known.short(form), tuple(_share([results[form]] if form in results else []) for results in with_any.values()))
        for form in forms
    )


def _communes(reader: Reader, first: date, last: date) -> list[Visits]:
    """Visits planned and made between two days, by commune."""
    asked = (
        select(_site.c.commune, func.count(), func.sum(case((_visit.c.agreed != "", 1), else_=0)))
        .select_from(_visit.join(_site, _site.c.uid == _visit.c.site, isouter=True))
        .where(_visit.c.date >= first.isoformat(), _visit.c.date < (last + timedelta(days=1)).isoformat())
        .group_by(_site.c.commune)
    )
    rows: list[Any] = reader.rows(asked)
    return [Visits(commune or _("(not given)"), planned, int(made)) for commune, planned, made in rows]


def _open_findings(day: str) -> Any:
    """Findings that are not settled: how many, how many of them critical and overdue, and which deadline is the first."""
    urgency = _finding.c.urgency
    return select(
        func.count().label("number"),
        func.sum(case((_finding.c.severity == "critical", 1), else_=0)).label("critical"),
        func.sum(case(((urgency >= "00") & (urgency < f"00{day}"), 1), else_=0)).label("overdue"),
        func.min(urgency).label("due"),
    ).where(_finding.c.stands == 1, urgency < summary.SETTLED)


def _frequent(reader: Reader, first: date, last: date, known: _Checklists) -> tuple[Frequent, ...]:
    """The items that were most often not met in agreed visits; items on state secrets are left out."""
    within = (_finding.c.stands == 1, _finding.c.day >= first.isoformat(), _finding.c.day <= last.isoformat())
    asked = (
        select(_finding.c.form, _finding.c.path, func.count())
        .where(*within, _finding.c.form != SECRET)
        .group_by(_finding.c.form, _finding.c.path)
    )
    rows: list[Any] = reader.rows(asked)
    counted = sorted(rows, key=lambda row: (-row[2], known.item(row[0], row[1])[0]))[:MOST_FAILED]
    found = []
    for form, path, number in counted:
        sites = select(func.count(distinct(_finding.c.site))).where(
            *within, _finding.c.form == form, _finding.c.path == path
        )
        found.append(Frequent(*known.item(form, path), number, int(reader.connection.execute(sites).scalar_one())))
    return tuple(found)
