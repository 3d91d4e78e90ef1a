"""
The life of a finding, from the answer that made it to its closing: who said what and when, with photos before and after.

Everything is read from the journal, so what was said and replaced since (a first deadline, a first report) is there too.
After: what later visits to the same site say and show of the same item.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import or_, select

from inspector import findings, visits
from inspector.findings import FindingUnknown, Listed
from inspector.i18n import N_, _
from inspector.model import DISPUTED, FindingState, Op, Photo, Severity, Visit, visit_uid
from inspector.store import Changes, Reader, Store
from inspector.store.tables import PROJECTIONS, entry, saying

REINSPECTION = "reinspection"
"""The purpose of a visit that looks at findings again."""
_WORDS = {
    "remedy": N_("Remedy: {value}"),
    "in_charge": N_("In charge: {value}"),
    "due": N_("Deadline: {value}"),
    "text": N_("Wording: {value}"),
    "severity": N_("Severity: {value}"),
    "severity_reason": N_("Reason for the severity: {value}"),
    "reservation": N_("Reservation: {value}"),
    "reported": N_("Reported: {value}"),
    "extension": N_("Extended: {value}"),
    "closed": N_("Closed: {value}"),
}
_TAKEN_BACK = {
    "reported": N_("The report was taken back"),
    "extension": N_("The extension was taken back"),
    "closed": N_("The closing was taken back"),
}


def of_the_plan(visit: Visit) -> bool:
    """Whether a visit is one that a plan counts: supplementary minutes and re-inspections follow from another visit."""
    return not visit.supplement_of and visit.purpose != REINSPECTION


@dataclass(frozen=True, slots=True)
class Step:
    """One moment of a finding's life."""

    at: str
    who: str
    what: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Life:
    """A finding with its whole life."""

    listed: Listed
    section: str
    signed_due: str
    steps: tuple[Step, ...]
    before: tuple[Photo, ...]
    after: tuple[Photo, ...]
    again: str
    """The visit that is planned or was made to look at it again; empty when there is none."""
    photos: bool = True
    """Whether a photo may prove its remedy."""


def read(reader: Reader, uid: str, *, today: datetime.date) -> Life:
    """The life of one finding. Raises FindingUnknown."""
    visit, form, path = (*uid.split("/", 2), "", "")[:3]
    found = [one for one in findings.listed(reader, today=today, visit=visit) if one.finding.uid == uid]
    if not found:
        raise FindingUnknown(finding=uid)
    one = replace(found[0], item=findings.item_words(reader, found[0]))
    of = visits.known(reader, visit)
    later = [
        other
        for other in reader.all(Visit, site=of.site, order="date")
        if other.uid != visit and (other.date, other.uid) >= (of.date, "")
    ]
    steps = [*_said(reader, uid), *_later(reader, later, form, path)]
    photos = reader.all(Photo, visit=visit, form=form, path=path, gone="", order="taken_at")
    after = [photo for photo in photos if photo.stage == "after"]
    after += reader.all(Photo, visit=visit, form=findings.REMEDY, path=f"{form}/{path}", gone="", order="taken_at")
    for other in later:
        after += reader.all(Photo, visit=other.uid, form=form, path=path, gone="", order="taken_at")
    return Life(
        one,
        "",
        one.finding.due,
        tuple(sorted(steps, key=lambda step: step.at)),
        tuple(photo for photo in photos if photo.stage != "after"),
        tuple(after),
        next((other.uid for other in reversed(later) if other.purpose == REINSPECTION), ""),
        findings.takes_proof(reader, uid),
    )


def reinspect(
    store: Store, chosen: Sequence[str], *, on: datetime.date, team: str = "", by: str
) -> tuple[list[str], Changes]:
    """
    Plan the re-inspection of findings: a visit to each of their sites with the checklists that they are of, or none.
    The uids of the visits, in the order of the sites' first findings.
    """
    with store.transact(Op.PLAN, by=by) as tx:
        wanted: dict[str, list[str]] = {}
        for uid in chosen:
            visit, form, _path = (*uid.split("/", 2), "", "")[:3]
            site = visits.known(tx, visit).site
            forms = wanted.setdefault(site, [])
            if form not in forms:
                forms.append(form)
        made = []
        for site, forms in wanted.items():
            made.append(visit_uid(on))
            tx.put(Visit(uid=made[-1], site=site, date=on.isoformat(), team=team, purpose=REINSPECTION))
            for form in forms:
                visits.add_sheet(tx, made[-1], form)
            tx.finish()
    return made, tx.changes


def _said(reader: Reader, uid: str) -> list[Step]:
    """What was said of the finding and of the answer it follows from, oldest first."""
    person, decision = PROJECTIONS["person"], saying.alias("decision")
    of_it = saying.c.kind.concat("|").concat(saying.c.uid).concat("|").concat(saying.c.field)
    asked = (
        select(saying.c.kind, saying.c.field, saying.c.value, saying.c.entry)
        .add_columns(entry.c.op, entry.c.at, entry.c.person, person.c.name)
        .add_columns(decision.c.value.label("reason"))
        .join(entry, entry.c.seq == saying.c.seq)
        .join(person, person.c.uid == entry.c.person, isouter=True)
        .join(
            decision,
            (decision.c.kind == "decision") & (decision.c.uid == of_it) & (decision.c.entry == saying.c.entry),
            isouter=True,
        )
        .where(saying.c.uid == uid, or_(saying.c.kind == "finding", saying.c.kind == "answer"))
        .order_by(entry.c.seq, saying.c.field.desc())
    )
    found = []
    rows = reader.rows(asked)
    together = {(row.entry, row.field): row.value for row in rows if row.kind == "finding"}
    for row in rows:
        who = str(row.name or row.person)
        if row.reason == "":
            step = Step(row.at, who, _("The decision was withdrawn; both values stand again"), "warn")
            if step not in found:
                found.append(step)
        elif row.reason is not None:
            value = _(_RESULTS.get(row.value, row.value)) if row.kind == "answer" else _shown(row.field, row.value)
            words = _("Decided: {value} ({reason})").format(value=value or "–", reason=row.reason)
            found.append(Step(row.at, who, words, {"fail": "fail", "pass": "pass"}.get(row.value, "plain")))
        elif row.kind == "answer" and row.field == "value" and row.value:
            tone = {"fail": "fail", "pass": "pass"}.get(row.value, "plain")
            found.append(
                Step(row.at, who, _(_ANSWERS.get(row.value, N_("Answered: {value}"))).format(value=row.value), tone)
            )
        elif row.kind == "answer" and row.field == "note" and row.value:
            found.append(Step(row.at, who, _("Note: {value}").format(value=row.value)))
        elif row.kind == "finding" and row.field == "on_the_spot" and row.value:
            found.append(Step(row.at, who, _("Remedied on the spot"), "pass"))
        elif row.kind == "finding" and row.field == "state" and row.value in ("failed_again", "closed"):
            tone, said = ("pass", "closed") if row.value == "closed" else ("fail", "reported")
            if not together.get((row.entry, said)):  # else its words tell it
                found.append(Step(row.at, who, _(findings.STATES[FindingState(row.value)]), tone))
        elif row.op == Op.UNDO and row.kind == "finding" and row.field in _TAKEN_BACK and not row.value:
            found.append(Step(row.at, who, _(_TAKEN_BACK[row.field]), "warn"))
        elif row.kind == "finding" and row.field in _WORDS and row.value:
            again = row.field == "reported" and together.get((row.entry, "state")) == FindingState.FAILED_AGAIN
            words = N_("Not met at re-inspection: {value}") if again else _WORDS[row.field]
            value, day = str(row.value), f"{row.at[:10]} "
            stands_below = row.field in ("reported", "closed") and value.startswith(day)
            value = value.removeprefix(day) if stands_below else _shown(row.field, value)
            found.append(
                Step(row.at, who, _(words).format(value=value), "fail" if again else _TONES.get(row.field, "plain"))
            )
    return found


_RESULTS = {"fail": N_("Fail"), "pass": N_("Pass"), "na": N_("Not applicable")}
_ANSWERS = {"fail": N_("Not met at the inspection"), "pass": N_("Met at the inspection"), "na": N_("Not applicable")}
_TONES = {"extension": "warn", "reported": "brand", "closed": "pass"}


def _later(reader: Reader, later: Sequence[Visit], form: str, path: str) -> list[Step]:
    """What later visits to the site say of the same item."""
    found = []
    for other in later:
        uid = f"{other.uid}/{form}/{path}"
        found += [step for step in _said(reader, uid) if step.tone in ("pass", "fail")]
    return found


def _shown(field: str, value: str) -> str:
    """A date as people write it; what follows a date stays."""
    if value == DISPUTED or field not in ("due", "extension", "reported", "closed"):
        return _(findings.SEVERITIES[Severity(value)]) if _is_severity(field, value) else value
    day, _space, rest = value.partition(" ")
    return f"{'/'.join(reversed(day.split('-')))} {rest}".strip()


def _is_severity(field: str, value: str) -> bool:
    return field == "severity" and value in set(Severity)
