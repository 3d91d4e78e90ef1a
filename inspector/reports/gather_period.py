"""
From the store to the report for a period: counts over all its visits, asked of the database where they are many.

A visit counts as made once the team agreed on it. What a register cannot know (incidents, proposals, the plan for the
next period, words on the situation) is given by whoever writes the report.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import distinct, func, select

from inspector import findings, model
from inspector.finding_life import REINSPECTION, of_the_plan
from inspector.i18n import _, speaking
from inspector.reports import gather, words
from inspector.reports.checklist_words import SECRET, Checklist
from inspector.reports.gather import checklist_of, day_of, type_names
from inspector.reports.minutes_data import Item, Office
from inspector.reports.registry_data import FindingRow
from inspector.reports.summary_data import (
    DomainCount,
    Frequent,
    Measured,
    Overdue,
    Rate,
    Reinspected,
    Repeated,
    SectionCount,
    SummaryData,
    UnitCount,
    Unvisited,
    Visits,
)
from inspector.store import Reader
from inspector.store.tables import PROJECTIONS, checklist
from inspector.text import fold

_answer, _visit, _sheet, _finding = (PROJECTIONS[kind] for kind in ("answer", "visit", "sheet", "finding"))
CLOSED = ("closed", "on_the_spot")


def summary_data(
    reader: Reader,
    first: date,
    last: date,
    *,
    made_on: date,
    office: Office | None = None,
    said: SummaryData | None = None,
    language: str = "vi",
) -> SummaryData:
    """
    A period of the programme from its first to its last day.

    `said` brings what people write themselves: number, incidents, proposals, plan, situation, causes.
    """
    with speaking(language):
        period = _Period(reader, first, last, made_on, language)
        given = said or SummaryData(first, last, made_on)
        return replace(
            given,
            first=first,
            last=last,
            made_on=made_on,
            office=office or given.office,
            sites=len(period.sites),
            by_unit=period.visits(lambda site: [site.unit]),
            by_commune=period.visits(lambda site: [site.commune]),
            by_type=period.visits(
                lambda site: [type_names(kind, language) for kind in site.types.replace(";", " ").split()] or [""]
            ),
            domains=period.domains(),
            sections=period.sections(),
            frequent=period.frequent(),
            units=period.units(),
            overdue=period.overdue(),
            reinspected=period.reinspected(),
            repeated=period.repeated(),
            unvisited=period.unvisited(),
            measured=period.measured(),
            rates=period.rates(),
        )


def overdue_rows(reader: Reader, on: date, *, language: str = "vi") -> list[Overdue]:
    """Every recommendation past its deadline on one day."""
    with speaking(language):
        return _Period(reader, date.min, date.max, on, language).overdue()


def finding_rows(
    reader: Reader,
    on: date,
    *,
    site: str = "",
    first: date = date.min,
    last: date = date.max,
    drafts: bool = False,
    language: str = "vi",
) -> list[FindingRow]:
    """Findings of agreed visits between two days, of one site or of all, as they stand on a day; of drafts too, if wished."""
    with speaking(language):
        return _Period(reader, first, last, on, language).finding_rows(site, drafts=drafts)


class _Period:
    def __init__(self, reader: Reader, first: date, last: date, on: date, language: str) -> None:
        self._reader, self._first, self._last, self._on, self._language = reader, first, last, on, language
        self.sites = {site.uid: site for site in reader.all(model.Site) if site.code}
        self._people = {person.uid: person.name for person in reader.all(model.Person)}
        every = reader.all(model.Visit, order="date")
        self._all = {visit.uid: visit for visit in every}
        self._visits = [visit for visit in every if self._within(visit.date)]
        self._made = {visit.uid for visit in self._visits if visit.agreed}
        self._checklists = self._latest()

    def _rows(self, asked: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._reader.rows(asked)]

    def _within(self, text: str) -> bool:
        return self._first.isoformat() <= text[:10] <= self._last.isoformat()

    def _latest(self) -> dict[str, Checklist]:
        found = {}
        for sha256, _position in self._rows(
            select(checklist.c.sha256, checklist.c.installed).order_by(checklist.c.installed)
        ):
            known = checklist_of(self._reader, sha256, self._language)
            if known:
                found[known.form] = known
        return found

    def _title(self, form: str) -> str:
        return self._checklists[form].title if form in self._checklists else form

    def _item(self, form: str, path: str) -> Item | None:
        known = self._checklists.get(form)
        return known.item(path) if known else None

    def _code(self, form: str, path: str) -> str:
        item = self._item(form, path)
        return item.code if item else path.rpartition("/")[2].upper().replace("_", "-")

    def visits(self, names: Any) -> list[Visits]:
        """Planned and made, by whatever `names` says of a site; what follows from another visit is in no plan."""
        planned: Counter[str] = Counter()
        made: Counter[str] = Counter()
        for visit in self._visits:
            if not of_the_plan(visit):
                continue
            site = self.sites.get(visit.site)
            for name in names(site) if site else [""]:
                planned[name or _("(not given)")] += 1
                made[name or _("(not given)")] += visit.uid in self._made
        return [Visits(name, planned[name], made[name]) for name in sorted(planned, key=_last_unnamed)]

    def _results(self, first: date, last: date) -> dict[str, Counter[str]]:
        """Answers pass, fail and na of agreed visits between two days, by form."""
        asked = (
            select(_answer.c.form, _answer.c.value, func.count())
            .join(_visit, _visit.c.uid == _answer.c.visit)
            .where(_visit.c.date >= first.isoformat(), _visit.c.date <= last.isoformat(), _visit.c.agreed != "")
            .where(_answer.c.value.in_(("pass", "fail", "na")))
            .group_by(_answer.c.form, _answer.c.value)
        )
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for form, value, count in self._rows(asked):
            found[form][value] += count
        return found

    def domains(self) -> list[DomainCount]:
        """Results by domain, with the rate of a period as long before this one."""
        now = self._results(self._first, self._last)
        days = self._last - self._first
        before = (
            self._results(self._first - days - timedelta(days=1), self._first - timedelta(days=1))
            if self._first - date.min > days + timedelta(days=1)
            else {}
        )
        counts = []
        for form in sorted(now):
            found = now[form]
            old = before.get(form, Counter())
            applied = old["pass"] + old["fail"]
            rate = old["pass"] / applied if applied else None
            checked = found["pass"] + found["fail"] + found["na"]
            counts.append(DomainCount(self._title(form), checked, found["pass"], found["fail"], found["na"], rate))
        return counts

    def rates(self) -> list[Rate]:
        """Share met by quarter, for the year that ends with this period."""
        quarter = (self._last.month - 1) // 3
        year = self._last.year
        found: list[Rate] = []
        for back in range(3, -1, -1):
            number = year * 4 + quarter - back
            begins = date(number // 4, number % 4 * 3 + 1, 1)
            follows = number + 1
            ends = date(follows // 4, follows % 4 * 3 + 1, 1) - timedelta(days=1)
            for form, counts in sorted(self._results(begins, ends).items()):
                applied = counts["pass"] + counts["fail"]
                if applied:
                    found.append(Rate(f"{number % 4 + 1}/{number // 4}", self._title(form), counts["pass"] / applied))
        return found

    def _findings(self, visits: Iterable[str] | None = None) -> list[model.Finding]:
        wanted = set(visits) if visits is not None else None
        return [
            finding
            for finding in self._reader.all(model.Finding, stands=1)
            if (wanted is None or finding.visit in wanted) and finding.visit in self._all
        ]

    def sections(self) -> list[SectionCount]:
        """Findings of the period by section and severity."""
        counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for finding in self._findings(self._made):
            item = self._item(finding.form, finding.path)
            counted[finding.form, item.section if item else ""][finding.severity] += 1
        return [
            SectionCount(self._title(form), section, found["critical"], found["major"], found["minor"])
            for (form, section), found in sorted(counted.items())
        ]

    def frequent(self) -> list[Frequent]:
        """The ten items that were most often not met; items on state secrets are left out."""
        asked = (
            select(_answer.c.form, _answer.c.path, func.count(), func.count(distinct(_visit.c.site)))
            .join(_visit, _visit.c.uid == _answer.c.visit)
            .where(_visit.c.date >= self._first.isoformat(), _visit.c.date <= self._last.isoformat())
            .where(_visit.c.agreed != "", _answer.c.value == "fail", _answer.c.form != SECRET)
            .group_by(_answer.c.form, _answer.c.path)
        )
        rows = sorted(self._rows(asked), key=lambda row: (-row[2], self._code(row[0], row[1])))
        return [
            Frequent(self._code(form, path), item.text if (item := self._item(form, path)) else "", count, sites)
            for form, path, count, sites in rows[:10]
        ]

    def _unit(self, finding: model.Finding) -> str:
        site = self.sites.get(self._all[finding.visit].site)
        named = self._people.get(finding.in_charge, finding.in_charge)
        return named or (site.unit if site else "") or _("(not given)")

    def units(self) -> list[UnitCount]:
        """How the recommendations of the period stand on the day of the report, by unit."""
        counted: dict[str, Counter[str]] = defaultdict(Counter)
        for finding in self._findings(self._made):
            counted[self._unit(finding)][self._standing(finding)] += 1
        return [
            UnitCount(unit, found["in time"], found["late"], found["not due"], found["overdue"])
            for unit, found in sorted(counted.items(), key=lambda pair: _last_unnamed(pair[0]))
        ]

    def _standing(self, finding: model.Finding) -> str:
        due = day_of(findings.deadline(finding))
        if finding.state in CLOSED or finding.on_the_spot or finding.closed:
            closed = day_of(finding.closed)
            return "late" if due and closed and closed > due else "in time"
        return "overdue" if due and due < self._on else "not due"

    def overdue(self) -> list[Overdue]:
        """Recommendations of all visits that are past their deadline."""
        late = []
        for finding in self._findings():
            due = day_of(findings.deadline(finding))
            visit = self._all[finding.visit]
            if self._standing(finding) != "overdue" or due is None or not visit.agreed:
                continue
            site = self.sites.get(visit.site) or model.Site(uid=visit.site)
            late.append(
                Overdue(
                    site.code,
                    site.name,
                    self._code(finding.form, finding.path),
                    gather.demanded(finding, self._item(finding.form, finding.path)),
                    due,
                    (self._on - due).days,
                    self._unit(finding),
                    self._extended(finding),
                    finding.severity,
                    site.commune,
                    finding.form == SECRET,
                )
            )
        return sorted(late, key=lambda row: (-row.days_late, row.site_code, row.code))

    @staticmethod
    def _extended(finding: model.Finding) -> str:
        """Why there was more time, and until when it was before."""
        _until, _space, reason = finding.extension.partition(" ")
        first = words.day(day_of(finding.due))
        if not finding.extension or not first:
            return reason
        return _("Extended from {day}: {reason}").format(day=first, reason=reason)

    def finding_rows(self, site_uid: str = "", *, drafts: bool = False) -> list[FindingRow]:
        """Findings of the visits of the period with all that is known of them."""
        rows = []
        for finding in self._findings([visit.uid for visit in self._visits if drafts or visit.uid in self._made]):
            visit = self._all[finding.visit]
            if site_uid and visit.site != site_uid:
                continue
            site = self.sites.get(visit.site) or model.Site(uid=visit.site)
            closed = self._standing(finding) in ("in time", "late")
            rows.append(
                FindingRow(
                    site.code,
                    site.name,
                    site.commune,
                    site.unit,
                    day_of(visit.date) or date.min,
                    self._code(finding.form, finding.path),
                    self._title(finding.form),
                    gather.worded(finding, self._item(finding.form, finding.path)),
                    finding.severity,
                    gather.standing(finding, self._on),
                    finding.remedy,
                    self._people.get(finding.in_charge, finding.in_charge),
                    day_of(findings.deadline(finding)),
                    day_of(finding.closed),
                    not closed,
                    finding.form == SECRET,
                )
            )
        return sorted(rows, key=lambda row: (row.site_code, row.code, row.found))

    def reinspected(self) -> list[Reinspected]:
        """Re-inspections of the period: what had failed at the visit before, and is met now or not."""
        rows = []
        for visit in self._visits:
            if visit.purpose != REINSPECTION or visit.uid not in self._made:
                continue
            site = self.sites.get(visit.site) or model.Site(uid=visit.site)
            before = {
                (finding.form, finding.path)
                for finding in self._findings(
                    u for u, v in self._all.items() if v.site == visit.site and v.date < visit.date
                )
            }
            answers = [
                answer.value
                for answer in self._reader.all(model.Answer, visit=visit.uid)
                if (answer.form, answer.path) in before and answer.value in ("pass", "fail")
            ]
            passed = answers.count("pass")
            rows.append(
                Reinspected(
                    site.code, site.name, day_of(visit.date) or self._on, len(answers), passed, len(answers) - passed
                )
            )
        return rows

    def repeated(self) -> list[Repeated]:
        """Faults of the period that the same site had before."""
        times: Counter[tuple[str, str, str]] = Counter()
        now = set()
        for finding in self._findings():
            visit = self._all[finding.visit]
            if not visit.agreed or visit.date[:10] > self._last.isoformat() or finding.form == SECRET:
                continue
            key = (visit.site, finding.form, finding.path)
            times[key] += 1
            if visit.uid in self._made:
                now.add(key)
        rows = []
        for site_uid, form, path in now:
            if times[site_uid, form, path] > 1:
                site = self.sites.get(site_uid) or model.Site(uid=site_uid)
                item = self._item(form, path)
                count = times[site_uid, form, path]
                rows.append(Repeated(site.code, site.name, self._code(form, path), item.text if item else "", count))
        return sorted(rows, key=lambda row: (-row.times, row.site_code, row.code))

    def unvisited(self) -> list[Unvisited]:
        """Sites that no agreed visit of the period was made to."""
        seen = {visit.site for visit in self._visits if visit.uid in self._made and not visit.supplement_of}
        last: dict[str, str] = {}
        for visit in self._all.values():
            if visit.agreed and not visit.supplement_of and visit.date[:10] <= self._last.isoformat():
                last[visit.site] = max(last.get(visit.site, ""), visit.date)
        return [
            Unvisited(site.code, site.name, site.commune, site.unit, day_of(last.get(site.uid, "")))
            for site in sorted(self.sites.values(), key=lambda site: (not site.commune, fold(site.commune), site.code))
            if site.uid not in seen
        ]

    def measured(self) -> list[Measured]:
        """Values of the period outside the limits of the checklist."""
        rows = []
        for form, known in self._checklists.items():
            if known.secret:
                continue
            names = {measure: path for path, measure in known.measures.items()}
            limits = {path: bounds for path, bounds in known.bounds.items() if bounds != (None, None)}
            for visit_uid, path, value in self._values(form, list(limits)):
                if not outside(value, *limits[path]):
                    continue
                visit = self._all[visit_uid]
                site = self.sites.get(visit.site) or model.Site(uid=visit.site)
                item = known.item(names[path]) or Item(path, "")
                said = value.replace(".", ",") if self._language == "vi" else value
                day = day_of(visit.date) or self._on
                rows.append(
                    Measured(
                        site.code, site.name, item.code, item.measure, f"{said} {item.unit}".strip(), item.limits, day
                    )
                )
        return sorted(rows, key=lambda row: (row.site_code, row.code, row.day))

    def _values(self, form: str, paths: Sequence[str]) -> list[tuple[str, str, str]]:
        asked = (
            select(_answer.c.visit, _answer.c.path, _answer.c.value)
            .join(_visit, _visit.c.uid == _answer.c.visit)
            .where(_visit.c.date >= self._first.isoformat(), _visit.c.date <= self._last.isoformat())
            .where(_visit.c.agreed != "", _answer.c.form == form, _answer.c.path.in_(paths), _answer.c.value != "")
        )
        return [(visit, path, value) for visit, path, value in self._rows(asked)]


def _last_unnamed(name: str) -> tuple[bool, str]:
    """Names in order; what has none comes last."""
    return name == _("(not given)"), fold(name)


def outside(value: str, low: Decimal | None, high: Decimal | None) -> bool:
    """Whether a measured value lies outside its limits; what is no number does not."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    return (low is not None and number < low) or (high is not None and number > high)
