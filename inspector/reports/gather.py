"""
From the store to what papers print: a visit, as its minutes tell it.

Reads through one snapshot and decides nothing that people decide. Which items apply to a site is asked of whoever runs
the form engine; without an answer, the items that were answered are taken.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from inspector import checklists, days, findings, model, paths, people, repeats, visits
from inspector.finding_life import REINSPECTION
from inspector.i18n import N_, _, speaking
from inspector.reports import phrases, words
from inspector.reports.checklist_words import Checklist, checklist_words
from inspector.reports.document import Stroke
from inspector.reports.minutes_data import (
    Domain,
    Earlier,
    Fact,
    FindingLine,
    Item,
    Member,
    MinutesData,
    Office,
    Opinion,
    Picture,
    Result,
    Side,
    Signed,
    State,
)
from inspector.reports.phrases import CAPTIONS
from inspector.signing_off import PAPERS
from inspector.store import Reader

_NUMBERED = re.compile(r"\d+ - ")
"""How the words of a list begin that people know by number; on paper the words are enough."""
SITE_FACTS = (
    ("code", N_("Site code")),
    ("name", N_("Name")),
    ("types", N_("Type")),
    ("address", N_("Address")),
    ("commune", N_("Commune")),
    ("unit", N_("Managing unit")),
    ("keeper", N_("Person in charge")),
    ("police_unit", N_("Police in charge")),
    ("structure", N_("Structure")),
    ("floor_area", N_("Floor area (m²)")),
    ("storeys", N_("Storeys")),
    ("fire_group", N_("Group under Decree 105")),
    ("fire_manager", N_("Fire authority")),
    ("tower_type", N_("Kind of mast")),
    ("tower_height", N_("Height of mast (m)")),
    ("power", N_("Power")),
)
MORE_FACTS = (
    ("alt_codes", N_("Other codes")),
    ("importance", N_("Importance")),
    ("sharing", N_("Shared infrastructure")),
    ("old_commune", N_("Former commune")),
    ("old_district", N_("Former district")),
    ("lat", N_("Latitude")),
    ("lon", N_("Longitude")),
    ("length", N_("Length (m)")),
    ("owner", N_("Owner")),
    ("keeper_phone", N_("Telephone")),
    ("fire_category", N_("Fire hazard category")),
    ("manned", N_("Manned")),
    ("start_date", N_("In service since")),
    ("status", N_("Status")),
    ("note", N_("Note")),
)
"""What the register knows of a site besides; minutes leave it out."""
_YES_NO = {"yes": N_("Yes"), "no": N_("No")}


@dataclass(frozen=True, slots=True)
class Printing:
    """How an office prints, and where photographs are."""

    office: Office = Office()  # noqa: RUF009 - frozen
    copies: int = 3
    kept_by: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    bytes_of: Callable[[str], bytes | None] = lambda sha256: None


def minutes_data(
    reader: Reader,
    visit_uid: str,
    *,
    printing: Printing | None = None,
    digest: str = "",
    language: str = "vi",
) -> MinutesData:
    """
    A visit as its minutes tell it.

    Raises:
        VisitUnknown: no such visit.
    """
    with speaking(language):
        return _Visit(reader, visit_uid, printing or Printing(), language).data(digest)


class _Visit:
    def __init__(self, reader: Reader, uid: str, printing: Printing, language: str) -> None:
        visit = visits.known(reader, uid)
        self._reader, self._visit, self._printing = reader, visit, printing
        self._language = language
        self._site = reader.get(model.Site, visit.site) or model.Site(uid=visit.site)
        self._sheets = [sheet for sheet in reader.all(model.Sheet, visit=uid) if not sheet.gone]
        self._people = {person.uid: person for person in reader.all(model.Person)}
        self._members = people.present(
            reader.all(model.Member, visit=uid), self._sheets, reader.all(model.Signature, visit=uid), self._people
        )
        self._checklists = {
            sheet.form: words_of for sheet in self._sheets if (words_of := checklist_of(reader, sheet.sha256, language))
        }
        self._answers: dict[tuple[str, str], model.Answer] = {
            (answer.form, answer.path): answer for answer in reader.all(model.Answer, visit=uid)
        }
        self._items = {sheet.form: self._asked(sheet) for sheet in self._sheets if sheet.form in self._checklists}

    def data(self, digest: str) -> MinutesData:
        visit, printing = self._visit, self._printing
        begun, ended = self._times()
        domains = tuple(self._domain(sheet) for sheet in self._sheets)
        return MinutesData(
            visit=visit.uid,
            state=self._state(),
            site=site_facts(self._site, self._language),
            site_name=self._site.name or self._site.code,
            site_code=self._site.code,
            begun=begun,
            ended=ended if visit.agreed else None,
            office=printing.office,
            number=visit.number,
            refers_to=self._refers_to(),
            becomes=self._becomes(),
            place=visit.place or _place(self._site),
            grounds=self._grounds(),
            team=tuple(self._member(member) for member in self._members),
            domains=domains,
            statement=visit.statement,
            correction=visit.purpose if visit.supplement_of else "",
            findings=tuple(self._findings()),
            earlier=tuple(self._earlier()),
            opinions=(Opinion(_("Opinion of the site"), visit.opinion),) if visit.opinion.strip() else (),
            photos=tuple(self._photos()),
            signatures=tuple(self._signatures()),
            copies=printing.copies,
            kept_by=printing.kept_by,
            recipients=printing.recipients,
            digest=digest,
            bytes_of=printing.bytes_of,
        )

    def _state(self) -> State:
        return self._becomes() if self._visit.agreed else State.DRAFT

    def _becomes(self) -> State:
        if self._visit.supplement_of:
            return State.SUPPLEMENTARY
        return State.REINSPECTION if self._visit.purpose == REINSPECTION else State.SIGNED

    def _times(self) -> tuple[datetime, datetime | None]:
        starts = sorted(moment for sheet in self._sheets if (moment := moment_of(sheet.started)))
        ends = sorted(moment for sheet in self._sheets if (moment := moment_of(sheet.ended)))
        signatures = self._reader.all(model.Signature, visit=self._visit.uid)
        signed = sorted(moment for signature in signatures if (moment := moment_of(signature.at)))
        day = day_of(self._visit.date) or date(2000, 1, 1)
        begun = [*starts, *signed, words.midnight(day)][0]
        return begun, ([*signed, *ends][-1] if signed or ends else None)

    def _refers_to(self) -> str:
        first = None
        if self._visit.supplement_of:
            first = self._reader.get(model.Visit, self._visit.supplement_of)
        elif self._visit.purpose == REINSPECTION:
            first = next((visit for visit, _finding in self._past()), None)
        made = day_of(first.date) if first else None
        if first is None or made is None:
            return ""
        day = words.long_day(made)
        if first.number:
            number = phrases.letterhead(self._printing.office, first.number, made).number
            return _("minutes {number} of {day}").format(number=phrases.first_down(number).replace(": ", " "), day=day)
        return _("minutes of {day}").format(day=day)

    def _grounds(self) -> tuple[str, ...]:
        said = self._visit.grounds
        if not said and self._visit.round:
            plan = self._reader.get(model.Round, self._visit.round)
            said = "\n".join(part for part in (plan.grounds, plan.decision) if part) if plan else ""
        return tuple(line.strip() for line in said.splitlines() if line.strip())

    def _name(self, uid: str) -> str:
        person = self._people.get(uid)
        return person.name if person else uid

    def _member(self, member: model.Member) -> Member:
        person = self._people.get(member.person) or model.Person(uid=member.person, name=member.person)
        return Member(person.name, person.post, person.unit, member.role, side_of(member.side))

    def _domain(self, sheet: model.Sheet) -> Domain:
        checklist = self._checklists.get(sheet.form)
        if checklist is None:
            return Domain(sheet.form, sheet.form, sheet.version, secret=sheet.form == "state_secret")
        fillers = tuple(self._name(uid) for uid in sheet.filler.split() if uid)
        return Domain(
            checklist.form,
            checklist.title,
            checklist.version,
            tuple(self._items[sheet.form].values()),
            checklist.secret,
            fillers,
        )

    def _asked(self, sheet: model.Sheet) -> dict[str, Item]:
        """What the form asks now, with what was answered: path -> item. A row of a repeat has a section of its own."""
        lines = visits.page(self._reader, sheet).lines
        items = [self._item(self._checklists[sheet.form], line) for line in lines]
        codes = repeats.told_apart(item.code for item in items)
        return {line.item.path: replace(item, code=code) for line, item, code in zip(lines, items, codes, strict=True)}

    def _item(self, checklist: Checklist, line: visits.Line) -> Item:
        path = line.item.path
        item = checklist.item(path) or Item(checklist.number(path) or line.item.code, line.item.text, line.item.section)
        if repeats.asked(path) != path:
            item = replace(item, section=line.item.section)
        result = result_of(line.item, line.value)
        said = line.said if result is Result.OPEN else phrases.result(result)
        value = self._value(line.form, checklist, path)
        return replace(item, graded=line.item.graded, said=said, result=result, value=value, note=line.note)

    def _value(self, form: str, checklist: Checklist, path: str) -> str:
        answer = self._answers.get((form, checklist.measure(path)))
        value = answer.value if answer else ""
        return value.replace(".", ",") if self._language == "vi" else value

    def _findings(self) -> Iterable[FindingLine]:
        before = {(finding.form, finding.path) for _visit, finding in self._past()}
        asked = {(form, path): item for form, items in self._items.items() for path, item in items.items()}
        order = {place: number for number, place in enumerate(asked)}
        found = [
            finding
            for finding in self._reader.all(model.Finding, visit=self._visit.uid, stands=1)
            if finding.form not in self._items or (finding.form, finding.path) in asked
        ]
        for finding in sorted(found, key=lambda one: order.get((one.form, one.path), len(order))):
            checklist = self._checklists.get(finding.form)
            item = asked.get((finding.form, finding.path))
            value = self._value(finding.form, checklist, finding.path) if checklist else ""
            yield FindingLine(
                code=item.code if item else finding.path,
                domain=finding.form,
                text=worded(finding, item),
                severity=finding.severity,
                value=f"{value} {item.unit}".strip() if value and item else value,
                limits=item.limits if item else "",
                remedy=finding.remedy,
                in_charge=self._name(finding.in_charge) if finding.in_charge in self._people else finding.in_charge,
                due=day_of(finding.due),
                fixed_on_the_spot=bool(finding.on_the_spot) or finding.state == "on_the_spot",
                reservation=finding.reservation,
                basis=item.basis if item else "",
                confirmed=item.confirmed if item else True,
                repeated=(finding.form, finding.path) in before,
                disputed=item is not None and item.result is Result.DISPUTED,
            )

    def _past(self) -> list[tuple[model.Visit, model.Finding]]:
        """Findings of earlier visits to the same site, the latest visit first."""
        visits = [
            visit
            for visit in self._reader.all(model.Visit, order="date", site=self._visit.site)
            if visit.uid != self._visit.uid and visit.date < self._visit.date and visit.agreed
        ]
        known = {visit.uid: visit for visit in visits}
        found = self._reader.all(model.Finding, visit=list(known), stands=1) if known else []
        return sorted(((known[f.visit], f) for f in found), key=lambda pair: pair[0].date, reverse=True)

    def _earlier(self) -> Iterable[Earlier]:
        for visit, finding in self._past():
            again = self._looked_at_again(finding)
            ended = findings.state_of(finding) in findings.ENDED and not again
            if finding.on_the_spot or ended or finding.form == "state_secret":
                continue
            due = day_of(findings.deadline(finding))
            state = again or standing(finding, day_of(self._visit.date))
            checklist = self._checklists.get(finding.form)
            item = checklist.item(finding.path) if checklist else None
            yield Earlier(
                item.code if item else finding.path.rpartition("/")[2].upper().replace("_", "-"),
                demanded(finding, item),
                day_of(visit.date),
                self._name(finding.in_charge) if finding.in_charge in self._people else finding.in_charge,
                due,
                phrases.first_up(state),
            )

    def _looked_at_again(self, finding: model.Finding) -> str:
        """What a re-inspection says of an earlier finding; nothing in other visits."""
        answer = self._answers.get((finding.form, finding.path)) if self._visit.purpose == REINSPECTION else None
        said = {"pass": _("met at re-inspection"), "fail": findings.state_words(model.FindingState.FAILED_AGAIN)}
        return said.get(answer.value, "") if answer else ""

    def _photos(self) -> Iterable[Picture]:
        for photo in self._reader.all(model.Photo, order="taken_at", visit=self._visit.uid):
            if photo.gone or photo.form in ("state_secret", findings.REMEDY):
                continue
            item = self._items.get(photo.form, {}).get(photo.path)
            note = self._answers.get((photo.form, photo.path))
            yield Picture(
                photo.sha256,
                note.note if note and note.note else "",
                moment_of(photo.taken_at),
                item.code if item else self._paper(photo) or photo.path.rpartition("/")[2],
                photo.form,
            )

    @staticmethod
    def _paper(photo: model.Photo) -> str:
        """What a photo of signed paper is called."""
        return _("Signed paper – {side}").format(side=_(CAPTIONS[side_of(photo.path)])) if photo.stage == PAPERS else ""

    def _signatures(self) -> Iterable[Signed]:
        for signature in self._reader.all(model.Signature, order="at", visit=self._visit.uid):
            person = self._people.get(signature.person)
            yield Signed(
                side_of(signature.side),
                name=person.name if person else signature.person,
                post=person.post if person else "",
                strokes=strokes_of(signature.strokes),
                at=moment_of(signature.at),
                seal=signature.key[:16],
                refused=bool(signature.refused),
                reason=signature.refused,
                witnesses=tuple(name.strip() for name in signature.witnesses.split(";") if name.strip()),
            )


def standing(finding: model.Finding, on: date | None) -> str:
    """How a finding stands, and by how many days its deadline has passed on a day."""
    state = findings.state_words(findings.state_of(finding))
    late = findings.days_late(finding.but(due=findings.deadline(finding)), on) if on else 0
    return _("{state}, {days} days overdue").format(state=state, days=late) if late else state


def worded(finding: model.Finding, item: Item | None) -> str:
    """What a finding says; one without words is that its item is not met."""
    return finding.text or phrases.not_met(item.text if item else "")


def demanded(finding: model.Finding, item: Item | None) -> str:
    """What a finding asks for; without a remedy, that what was found is put right."""
    return finding.remedy or worded(finding, item)


def checklist_of(reader: Reader, sha256: str, language: str = "vi") -> Checklist | None:
    """The words of an installed checklist, or None when this version is not here."""
    from sqlalchemy import select

    from inspector.store.tables import checklist

    found = reader.rows(select(checklist.c.xform).where(checklist.c.sha256 == sha256))
    return checklist_words(found[0][0], language) if found else None


def result_of(item: checklists.Item, value: str) -> Result:
    """What an answer means for its item; of a question that is neither met nor not met, whether it is agreed on."""
    if value == model.DISPUTED or not value:
        return Result(value)
    if not item.graded:
        return Result.OPEN
    return Result.FAIL if value in item.fails_on else Result(value) if value in checklists.RESULTS else Result.PASS


def site_facts(site: model.Site, language: str, *, every: bool = False) -> tuple[Fact, ...]:
    """The data of a site that is filled in, with words for its codes: what minutes say of it, or every field."""
    fields = SITE_FACTS + MORE_FACTS if every else SITE_FACTS
    return tuple(
        Fact(_(label), site_words(field, getattr(site, field), language))
        for field, label in fields
        if getattr(site, field) not in ("", None)
    )


def site_words(field: str, value: str | float, language: str) -> str:
    """What a field of a site says, in words for people: no codes, days as they write them."""
    if isinstance(value, float):
        return words.degrees(value) if field in ("lat", "lon") else words.number(value)
    if field == "types":
        return type_names(value, language)
    if field == "alt_codes":
        return ", ".join(value.split(";"))
    if field == "start_date":
        return words.day(day_of(value)) or value
    if value in _YES_NO:
        return _(_YES_NO[value])
    return _NUMBERED.sub("", choice_name(field, value, language))


def type_names(types: str, language: str) -> str:
    """Words for the kinds of a site; the words of one kind may have a comma themselves."""
    known = _site_types(language)
    first, *others = [known.get(kind, kind) for kind in types.replace(";", " ").split()] or [""]
    return "; ".join((first, *map(phrases.first_down, others)))


def choice_name(field: str, key: str, language: str) -> str:
    """Words for one of the closed lists of the register; what no list holds stays as it is."""
    return _choices(language).get((field, key), key)


def side_of(side: str) -> Side:
    """The side of a person; one that is not known is another party."""
    return Side(side) if side in Side._value2member_map_ else Side.OTHER


def day_of(text: str) -> date | None:
    """A day as the journal writes it; None for anything else."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def moment_of(text: str) -> datetime | None:
    """A moment as the journal writes it; None for anything else. Without an offset it is Vietnam's time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=days.HERE)


def strokes_of(text: str) -> tuple[Stroke, ...]:
    """A drawn signature from its JSON: lists of points; anything else draws nothing."""
    try:
        found = json.loads(text) if text else []
        return tuple(tuple((float(x), float(y)) for x, y, *_time in stroke) for stroke in found if stroke)
    except (ValueError, TypeError):
        return ()


@cache
def _site_types(language: str) -> Mapping[str, str]:
    with paths.resource("reference", "site_types.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row[language if language in row else "vi"] for row in csv.DictReader(file)}


@cache
def _choices(language: str) -> Mapping[tuple[str, str], str]:
    with paths.resource("reference", "choices.csv").open(encoding="utf-8", newline="") as file:
        return {(row["field"], row["key"]): row[language if language in row else "vi"] for row in csv.DictReader(file)}


_WITHIN = ("Số ", "Ngõ ", "Thôn ", "Bản ", "Xóm ", "Tổ dân phố ", "Xã ", "Phường ", "Thị trấn ", "Đặc khu ")


def _place(site: model.Site) -> str:
    """Where a site is, within a sentence: after a comma it is “số 46 đường …, xã Hoằng Hóa”."""
    first, *others = [
        part.strip() for said in (site.name, site.address, site.commune) for part in said.split(",") if part.strip()
    ] or [""]
    return ", ".join((first, *(phrases.first_down(part) if part.startswith(_WITHIN) else part for part in others)))
