"""
Papers straight from the store: what the window and the terminal ask for.

Everything is read here, photographs too, so that the paper can be laid out afterwards without the store.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

from inspector import finding_life, model, preferences, reports, signing_off, sites, visits
from inspector.i18n import _, speaking
from inspector.reports import gather, gather_period
from inspector.reports import said as written
from inspector.reports.document import Document
from inspector.reports.errors import NoFirePart, NothingBefore, ReportError, ReportNeeds, ReportUnknown
from inspector.reports.exported import EXPORTS
from inspector.reports.gather import Printing
from inspector.reports.minutes_data import MinutesData, Office
from inspector.reports.pc03 import FIRE
from inspector.reports.registry_data import (
    Compared,
    DayData,
    FindingsData,
    OverdueData,
    PassportData,
    PastValue,
    PastVisit,
    ReinspectionData,
    Stop,
)
from inspector.reports.summary_data import SummaryData
from inspector.reports.words import degrees
from inspector.store import Reader, evidence
from inspector.text import fold

P = ParamSpec("P")
PERIODIC = ("summary", "overdue", "findings")
"""Reports of the whole register; the others are of one visit, site, team or checklist."""
OF_SITE, OF_VISIT, OF_DAY, OF_FORM = ("passport",), ("minutes", "pc03", "reinspection"), ("day",), ("blank",)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is about; each takes from it what it needs."""

    first: date
    last: date
    on: date
    site: str = ""
    visit: str = ""
    team: str = ""
    form: str = ""


_NETWORK: Final = "network"
"""A reader for whom no annex about state secrets is meant."""


def _marked(build: Callable[Concatenate[Reader, P], Document]) -> Callable[Concatenate[Reader, P], Document]:
    """Papers of a practice store say so across every page; from a database on a network no state-secret annex is printed."""

    @wraps(build)
    def marked(reader: Reader, *args: P.args, **options: P.kwargs) -> Document:
        document = build(reader, *args, **options)
        if reader.served:
            document = document.copy_for(_NETWORK)
        if not reader.practice:
            return document
        with speaking(document.language):
            return replace(
                document, watermark=_("PRACTICE"), title=_("[Practice] {title}").format(title=document.title)
            )

    return cast(Callable[Concatenate[Reader, P], Document], marked)


def paper(reader: Reader, name: str, asked: Asked, *, language: str = "vi") -> Document:
    """
    Any report of the registry.

    Raises:
        ReportUnknown: no such report. ReportNeeds: it is not said of which site, visit or checklist.
    """
    match name:
        case "passport":
            site = sites.named(reader, _given(name, asked.site, "--site"))
            return passport_of(reader, site.uid, on=asked.on, language=language)
        case "minutes" | "pc03":
            return minutes_of(reader, _given(name, asked.visit, "--visit"), name=name, language=language)
        case "reinspection":
            return reinspection_of(reader, _given(name, asked.visit, "--visit"), language=language)
        case "day":
            return day_list(reader, asked.on, team=asked.team, language=language)
        case "blank":
            return blank_of(reader, _given(name, asked.form, "--form"), language=language)
    return report_of(reader, name, first=asked.first, last=asked.last, on=asked.on, language=language)


def _given(report: str, value: str, option: str) -> str:
    if not value:
        raise ReportNeeds(report=reports.REPORTS[report].says(), option=option)
    return value


@_marked
def minutes_of(
    reader: Reader,
    visit: str,
    *,
    printing: Printing | None = None,
    name: str = "minutes",
    language: str = "vi",
) -> Document:
    """
    The minutes of a visit (or `pc03`, its fire part) with every annex; use `copy_for` for other readers.

    Raises:
        NoFirePart: the fire part of a visit without a fire checklist.
    """
    data = minutes_data(reader, visit, printing, language)
    if name == "pc03" and not any(domain.key == FIRE for domain in data.domains):
        raise NoFirePart
    return reports.build(name, data, language=language)


def minutes_data(reader: Reader, visit: str, printing: Printing | None, language: str) -> MinutesData:
    """What the minutes of a visit hold, its photographs read."""
    data = gather.minutes_data(
        reader,
        visit,
        printing=printing or Printing(office=preferences.office(reader)),
        digest=signing_off.digest_of(reader, visit),
        language=language,
    )
    if printing is None:
        held = {photo.sha256: evidence.shown(reader, photo.sha256) for photo in data.photos}
        data = replace(data, bytes_of=held.get)
    return data


@_marked
def report_of(
    reader: Reader,
    name: str,
    *,
    first: date,
    last: date,
    on: date,
    office: Office | None = None,
    said: SummaryData | None = None,
    language: str = "vi",
) -> Document:
    """
    A report of the whole register: `summary` for a period, `overdue` on a day, `findings` of a period by unit.

    Raises:
        ReportUnknown: no such report of the whole register.
    """
    head = office or preferences.office(reader)
    match name:
        case "summary":
            data = gather_period.summary_data(
                reader,
                first,
                last,
                made_on=on,
                office=head,
                said=said or written.read(reader, first, last),
                language=language,
            )
            return reports.build(name, data, language=language)
        case "overdue":
            rows = gather_period.overdue_rows(reader, on, language=language)
            return reports.build(name, OverdueData(on, rows, head), language=language)
        case "findings":
            found = gather_period.finding_rows(reader, on, first=first, last=last, language=language)
            return reports.build(name, FindingsData(on, found, head), language=language)
    raise ReportUnknown(name=name, known=", ".join([*reports.REPORTS, *EXPORTS]))


@_marked
def passport_of(reader: Reader, site: str, *, on: date, office: Office | None = None, language: str = "vi") -> Document:
    """Everything that is known of one site (its uid)."""
    found = reader.get(model.Site, site)
    if found is None:
        raise ReportError(reason=site)
    with speaking(language):
        data = PassportData(
            on,
            found.code,
            found.name,
            gather.site_facts(found, language, every=True),
            _past_visits(reader, site, language),
            gather_period.finding_rows(reader, on, site=site, language=language),
            _past_values(reader, site, language),
            found.code,
            office or preferences.office(reader),
        )
    return reports.build("passport", data, language=language)


@_marked
def reinspection_of(reader: Reader, visit: str, *, office: Office | None = None, language: str = "vi") -> Document:
    """
    A visit against the one before it at the same site: what had failed then, and how it stands now.

    Raises:
        NothingBefore: there was no visit before.
    """
    now = visits.known(reader, visit)
    before = [
        one
        for one in reader.all(model.Visit, order="date", site=now.site)
        if one.uid != visit and one.agreed and not one.supplement_of and one.date <= now.date
    ]
    if not before:
        raise NothingBefore
    site = reader.get(model.Site, now.site) or model.Site(uid=now.site)
    rows = [
        compared
        for finding in reader.all(model.Finding, order="path", visit=before[-1].uid, stands=1)
        if (compared := _compared(reader, finding, visit, language)) is not None
    ]
    held = {sha: evidence.shown(reader, sha) for row in rows for sha in (row.photo_before, row.photo_after) if sha}
    data = ReinspectionData(
        site.code,
        site.name,
        gather.day_of(before[-1].date) or date.min,
        gather.day_of(now.date) or date.min,
        rows,
        office or preferences.office(reader),
        held.get,
    )
    return reports.build("reinspection", data, language=language)


@_marked
def day_list(
    reader: Reader, day: date, *, team: str = "", office: Office | None = None, language: str = "vi"
) -> Document:
    """The visits that a team has to make on one day; without a team, all of that day."""
    planned = [one for one in reader.all(model.Visit, date=day.isoformat()) if not team or one.team == team]
    findings = gather_period.finding_rows(reader, day, last=day - timedelta(days=1), language=language)
    stops = []
    named: dict[str, str] = {}
    for visit in planned:
        site = reader.get(model.Site, visit.site) or model.Site(uid=visit.site)
        past = [one.date for one in reader.all(model.Visit, site=visit.site) if one.agreed and one.date < visit.date]
        known = [
            checklist
            for sheet in reader.all(model.Sheet, visit=visit.uid, gone="")
            if (checklist := gather.checklist_of(reader, sheet.sha256, language))
        ]
        named.update((checklist.short, checklist.title) for checklist in known)
        known_place = [degrees(value) for value in (site.lat, site.lon) if value is not None]
        position = ", ".join(known_place) if len(known_place) == 2 else ""
        stops.append(
            Stop(
                site.code,
                site.name,
                site.commune,
                site.address,
                position,
                "\n".join(part for part in (site.keeper, site.keeper_phone) if part),
                gather.day_of(max(past, default="")),
                sum(row.open for row in findings if row.site_code == site.code),
                ", ".join(checklist.short for checklist in known),
                _("re-inspection") if visit.purpose == finding_life.REINSPECTION else visit.purpose,
                visit.team,
            )
        )
    teams = {visit.team for visit in planned}
    stops.sort(key=lambda stop: (stop.team, not stop.commune, fold(stop.commune), stop.code))
    return reports.build(
        "day",
        DayData(
            day,
            teams.pop() if len(teams) == 1 else team,
            stops,
            _people(reader, planned),
            sorted(named.items()),
            office or preferences.office(reader),
        ),
        language=language,
    )


def _people(reader: Reader, planned: list[model.Visit]) -> list[str]:
    """Who goes: the members of both sides, where all visits are one team's."""
    if len({visit.team for visit in planned}) != 1:
        return []
    rank = {"leader": 0, "deputy": 1}
    found = {}
    for visit in planned:
        for member in reader.all(model.Member, visit=visit.uid, gone=""):
            if member.side != model.Side.SITE:
                person = reader.get(model.Person, member.person)
                found[person.name if person else member.person] = rank.get(member.role, 2)
    return sorted(found, key=lambda name: (found[name], name))


@_marked
def blank_of(reader: Reader, form: str, *, office: Office | None = None, language: str = "vi") -> Document:
    """An installed checklist to be filled by hand."""
    from inspector import checklists
    from inspector.reports import blank, blank_questions

    sha256 = checklists.named(reader, form).sha256
    found = gather.checklist_of(reader, sha256, language)
    if found is None:
        raise ReportError(reason=form)
    asked = blank_questions.questions(checklists.form(reader, sha256), found, language)
    return blank.build(found.blank(), asked, office=office or preferences.office(reader), language=language)


def _past_visits(reader: Reader, site: str, language: str) -> list[PastVisit]:
    past = []
    for visit in reversed(reader.all(model.Visit, order="date", site=site)):
        sheets = reader.all(model.Sheet, visit=visit.uid, gone="")
        titles = [found.title for sheet in sheets if (found := gather.checklist_of(reader, sheet.sha256, language))]
        values = [answer.value for answer in reader.all(model.Answer, visit=visit.uid)]
        checked = sum(value in ("pass", "fail", "na") for value in values)
        day = gather.day_of(visit.date) or date.min
        state = visits.STATES[visits.state(reader, visit)]
        past.append(PastVisit(day, visit.number, "; ".join(titles), checked, values.count("fail"), _(state)))
    return past


def _past_values(reader: Reader, site: str, language: str) -> list[PastValue]:
    found = []
    for visit in reversed(reader.all(model.Visit, order="date", site=site)):
        day = gather.day_of(visit.date) or date.min
        for sheet in reader.all(model.Sheet, visit=visit.uid, gone=""):
            words = gather.checklist_of(reader, sheet.sha256, language)
            if words is None or words.secret:
                continue
            answers = {
                answer.path: answer.value for answer in reader.all(model.Answer, visit=visit.uid, form=sheet.form)
            }
            items = dict(words.items)
            for path, measure in words.measures.items():
                value, item = answers.get(measure, ""), items.get(path)
                if value and item:
                    said = value.replace(".", ",") if language == "vi" else value
                    bounds = words.bounds[measure]
                    within = None if bounds == (None, None) else not gather_period.outside(value, *bounds)
                    found.append(
                        PastValue(day, item.code, item.measure, f"{said} {item.unit}".strip(), item.limits, within)
                    )
    return found


def _compared(reader: Reader, finding: model.Finding, visit: str, language: str) -> Compared | None:
    answer = reader.get(model.Answer, f"{visit}/{finding.form}/{finding.path}")
    if answer is None or answer.value not in ("pass", "fail"):
        return None
    sheet = reader.get(model.Sheet, f"{visit}/{finding.form}")
    words = gather.checklist_of(reader, sheet.sha256, language) if sheet else None
    item = dict(words.items).get(finding.path) if words else None
    secret = words.secret if words else finding.form == "state_secret"

    def photo(of: str) -> str:
        taken = reader.all(model.Photo, order="taken_at", visit=of, form=finding.form, path=finding.path, gone="")
        return taken[-1].sha256 if taken and not secret else ""

    return Compared(
        item.code if item else finding.path,
        gather.demanded(finding, item),
        gather.worded(finding, item),
        answer.note,
        answer.value == "pass",
        photo(finding.visit),
        photo(visit),
        secret,
    )


def quarter(day: date) -> tuple[date, date]:
    """First and last day of the quarter that a day lies in."""
    begins = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    follows = date(begins.year + begins.month // 10, (begins.month + 2) % 12 + 1, 1)
    return begins, follows - timedelta(days=1)
