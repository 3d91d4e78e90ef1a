"""
What people do with a finding: complete it on site, report its remedy, extend, inspect again, close; and list findings.

A finding follows from an answer (see store/project.py); what is said here completes it. Until the visit is signed its
words may be changed; afterwards only its life goes on, and the signed words stay.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, func, or_, select

from inspector import checklists, i18n, visits
from inspector.errors import InspectorError
from inspector.i18n import N_, _
from inspector.model import DISPUTED, GRAVITY, Finding, FindingState, Op, Photo, Severity, Sheet
from inspector.store import Changes, Reader, Store, Transaction, evidence, lists
from inspector.store.tables import PROJECTIONS, checklist_item, sheet_of
from inspector.text import fold, spelling, tidy

if TYPE_CHECKING:
    from inspector.photos import Picture

COMPLETED: Final = ("text", "remedy", "in_charge", "due", "on_the_spot", "reservation")
"""What a person completes on site; severity has its own act because it asks for a reason."""
FOLLOWED: Final = ("reported", "extension", "closed", "state")
"""What is said of a finding when its visit has long been signed."""
REMEDY: Final = "remedy"
"""Where a checklist is named with other photos: these came after the signatures, and none of them covers them."""
ENDED: Final = (FindingState.CLOSED, FindingState.ON_THE_SPOT)
STATES: Final[dict[str, str]] = {
    FindingState.NEW: N_("new"),
    FindingState.ASSIGNED: N_("remedy assigned"),
    FindingState.REPORTED: N_("reported as remedied"),
    FindingState.FAILED_AGAIN: N_("not met at re-inspection"),
    FindingState.ON_THE_SPOT: N_("remedied on the spot"),
    FindingState.CLOSED: N_("closed"),
}
SEVERITIES: Final[dict[str, str]] = {
    Severity.CRITICAL: N_("Critical"),
    Severity.MAJOR: N_("Major"),
    Severity.MINOR: N_("Minor"),
}
STARTERS: Final = (N_("missing"), N_("out of date"), N_("damaged"), N_("blocked"), N_("no label or seal"))
"""Phrases for an item of which nobody has written anything yet."""
PHRASES: Final = 5
_PHRASE_LENGTH: Final = (3, 48)
_BREAKS: Final = re.compile(r"[,;.\n•]+(?:\s|$)|\s+[–-]\s+")


class FindingError(InspectorError):
    """Something that cannot be done to a finding."""

    code = "finding"


class FindingUnknown(FindingError):
    code = "finding.unknown"
    message = N_("There is no finding {finding} in this store.")
    hint = N_("List the findings, or merge the workbook that holds it.")


class FindingFieldUnknown(FindingError):
    code = "finding.field"
    message = N_("{field} is not something that is completed in a finding.")
    hint = N_("Complete one of: {known}.")


class SeverityReasonMissing(FindingError):
    code = "finding.severity-reason"
    message = N_("The severity of this item is set by its checklist; changing it needs a reason.")
    hint = N_("Say in a few words why it is more or less serious here.")


class ReasonMissing(FindingError):
    code = "finding.reason"
    message = N_("This cannot be done without a reason.")
    hint = N_("Say in a few words why.")


class DateWrong(FindingError):
    code = "finding.date"
    message = N_("{value} is not a date.")
    hint = N_("Write the date as year-month-day, for example 2026-11-30.")


class FindingEnded(FindingError):
    code = "finding.ended"
    message = N_("This finding is closed.")
    hint = N_("If the fault is there again, inspect the item again in a new visit.")


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding as lists show it."""

    finding: Finding
    code: str
    item: str
    site: str
    site_code: str
    site_name: str
    date: str
    state: str
    days_late: int = 0

    @property
    def overdue(self) -> bool:
        return self.days_late > 0

    def described(self) -> dict[str, Any]:
        """As the terminal prints it."""
        finding = self.finding
        return dict(
            id=finding.uid,
            visit=finding.visit,
            site=self.site_code,
            item=self.code,
            text=finding.text or self.item,
            severity=finding.severity,
            state=self.state,
            due=deadline(finding),
            overdue=self.overdue,
            remedy=finding.remedy,
            in_charge=finding.in_charge,
        )


def state_words(state: str) -> str:
    """The word for the state of a finding; one that is not known stays as it is."""
    return _(STATES.get(state or FindingState.NEW, state))


def uid_of(visit: str, form: str, path: str) -> str:
    """The uid of the finding that an answer makes."""
    return f"{visit}/{form}/{path}"


def state_of(finding: Finding) -> FindingState:
    """Where a finding stands in its life."""
    if finding.on_the_spot:
        return FindingState.ON_THE_SPOT
    if finding.state in set(FindingState) - {FindingState.NEW}:
        return FindingState(finding.state)
    return FindingState.ASSIGNED if finding.in_charge else FindingState.NEW


def days_late(finding: Finding, today: datetime.date) -> int:
    """How many days its deadline has passed; 0 while it has not, or when the finding is ended."""
    if state_of(finding) in ENDED:
        return 0
    try:
        return max(0, (today - datetime.date.fromisoformat(finding.due)).days)
    except ValueError:
        return 0


def edit(store: Store, finding: str, *, by: str, origin: object = None, **fields: str) -> Changes:
    """Complete a finding before its visit is signed: text, remedy, in_charge, due, on_the_spot, reservation."""
    for name in fields:
        if name not in COMPLETED:
            raise FindingFieldUnknown(field=name, known=", ".join(COMPLETED))
    if fields.get("due"):
        _date(fields["due"])
    with store.transact(Op.EDIT_FINDING, by=by, origin=origin) as tx:
        visits.changeable(tx, finding.partition("/")[0])
        for name, value in fields.items():
            tx.say("finding", finding, name, value.strip())
    return tx.changes


def set_severity(
    store: Store, finding: str, severity: Severity | str, *, reason: str, by: str, origin: object = None
) -> Changes:
    """Judge a finding otherwise than its checklist does, with a reason. The checklist's own severity needs none."""
    with store.transact(Op.EDIT_FINDING, by=by, origin=origin) as tx:
        visits.changeable(tx, finding.partition("/")[0])
        preset = _preset(tx, finding)
        if str(severity) != preset and not reason.strip():
            raise SeverityReasonMissing
        tx.say("finding", finding, "severity", str(Severity(severity)))
        tx.say("finding", finding, "severity_reason", reason.strip() if str(severity) != preset else "")
    return tx.changes


def report(
    store: Store, finding: str, text: str, *, by: str, pictures: Iterable[Picture] = (), origin: object = None
) -> Changes:
    """The unit says that the fault is remedied, and shows it; the team has yet to look. Raises PhotoRefused."""
    with store.transact(Op.EDIT_FINDING, by=by, origin=origin) as tx:
        _going_on(tx, finding)
        tx.say("finding", finding, "reported", f"{tx.at[:10]} {_reason(text)}")
        tx.say("finding", finding, "state", FindingState.REPORTED)
        _prove(tx, finding, pictures)
    return tx.changes


def extend(store: Store, finding: str, due: str, *, reason: str, by: str, origin: object = None) -> Changes:
    """Give more time, with a reason. The deadline that was signed stays readable: both dates are kept."""
    _date(due)
    with store.transact(Op.EDIT_FINDING, by=by, origin=origin) as tx:
        _going_on(tx, finding)
        tx.say("finding", finding, "extension", f"{due} {_reason(reason)}")
    return tx.changes


def reinspect(store: Store, finding: str, *, met: bool, note: str, by: str, origin: object = None) -> Changes:
    """What the re-inspection found: met closes the finding, not met opens it again."""
    with store.transact(Op.EDIT_FINDING, by=by, origin=origin) as tx:
        _going_on(tx, finding)
        if met:
            tx.say("finding", finding, "closed", f"{tx.at[:10]} {note.strip()}".strip())
            tx.say("finding", finding, "state", FindingState.CLOSED)
        else:
            tx.say("finding", finding, "reported", f"{tx.at[:10]} {_reason(note)}")
            tx.say("finding", finding, "state", FindingState.FAILED_AGAIN)
    return tx.changes


def close(
    store: Store, finding: str, *, note: str, by: str, pictures: Iterable[Picture] = (), origin: object = None
) -> Changes:
    """Close a finding on proof that needs no second visit. Raises PhotoRefused."""
    with store.transact(Op.EDIT_FINDING, by=by, origin=origin) as tx:
        _going_on(tx, finding)
        tx.say("finding", finding, "closed", f"{tx.at[:10]} {_reason(note)}")
        tx.say("finding", finding, "state", FindingState.CLOSED)
        _prove(tx, finding, pictures)
    return tx.changes


def takes_proof(reader: Reader, finding: str) -> bool:
    """Whether a photo may prove the remedy of a finding; never for state secrets."""
    visit, form, _path = (*finding.split("/", 2), "", "")[:3]
    sheet = reader.get(Sheet, f"{visit}/{form}")
    try:
        return sheet is not None and visits.takes_photos(reader, sheet)
    except InspectorError:  # two laptops differ about the version of the checklist, or it has not arrived
        return False


def _prove(tx: Transaction, finding: str, pictures: Iterable[Picture]) -> None:
    """Keep photos of a remedy with their finding, apart from those that its visit was signed with."""
    visit, _slash, item = finding.partition("/")
    for one in pictures:
        if not takes_proof(tx, finding):
            raise visits.PhotoRefused(path=item)
        sha256 = evidence.keep(tx, one.content, media_type=one.media_type)
        uid = f"{visit}/{REMEDY}/{item}/{sha256}"
        photo = Photo(uid=uid, name=tidy(one.name), media_type=one.media_type, taken_at=one.taken_at, stage="after")
        tx.put(photo)


def preset_due(date: str, days: int) -> str:
    """The deadline that a checklist presets for a visit of that date (ISO); empty when there is none."""
    try:
        return (datetime.date.fromisoformat(date) + datetime.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return ""


def deadline(finding: Finding) -> str:
    """The deadline that counts now: the extension's, or else the one that was signed."""
    extended = finding.extension.partition(" ")[0]
    return extended if extended else finding.due


def listed(
    reader: Reader,
    *,
    today: datetime.date,
    state: str | None = None,
    overdue: bool = False,
    visit: str | None = None,
    site: str | None = None,
    severity: str | None = None,
    search: str = "",
) -> list[Listed]:
    """The findings that stand, overdue ones first, then by severity and deadline."""
    finding, visited, place, sheet = (PROJECTIONS[name] for name in ("finding", "visit", "site", "sheet"))
    asked = (
        select(
            *[finding.c[name] for name in Finding.model_fields],
            visited.c.date,
            visited.c.site.label("site"),
            place.c.code.label("site_code"),
            place.c.name.label("site_name"),
            checklist_item.c.code.label("code"),
            checklist_item.c.text.label("item"),
        )
        .join(visited, visited.c.uid == finding.c.visit, isouter=True)
        .join(place, place.c.uid == visited.c.site, isouter=True)
        .join(sheet, sheet_of(finding), isouter=True)
        .join(
            checklist_item,
            and_(checklist_item.c.sha256 == sheet.c.sha256, checklist_item.c.path == finding.c.path),
            isouter=True,
        )
        .where(finding.c.stands == 1)
    )
    if visit is not None:
        asked = asked.where(finding.c.visit == visit)
    if site is not None:
        asked = asked.where(visited.c.site == site)
    if severity is not None:
        asked = asked.where(finding.c.severity == severity)
    if overdue:
        asked = asked.where(or_(finding.c.due < today.isoformat(), finding.c.extension != ""))
    order = case(GRAVITY, value=finding.c.severity, else_=len(GRAVITY))
    found = [_listed(row._mapping, today) for row in reader.rows(asked.order_by(order, finding.c.due, finding.c.uid))]
    wanted = fold(search)
    kept = [
        one
        for one in found
        if (state is None or one.state == state)
        and (not overdue or one.overdue)
        and (not wanted or wanted in fold(f"{one.code} {one.finding.text} {one.item} {one.site_code} {one.site_name}"))
    ]
    return sorted(kept, key=lambda one: not one.overdue)


def lines(reader: Reader, piece: lists.Slice, **asked: Any) -> tuple[list[lists.FindingLine], int]:
    """Findings as lists show them, see `lists.findings`."""
    found, total = lists.findings(reader, piece, **asked)
    return in_words(reader, found), total


def in_words(reader: Reader, found: Iterable[lists.FindingLine]) -> list[lists.FindingLine]:
    """Where nobody has written what is wrong, the item speaks, in the language of the program."""

    def spoken(one: lists.FindingLine) -> lists.FindingLine:
        item = None if one.text else checklists.item(reader, one.sha256, one.path, i18n.language())
        return replace(one, item_text=item.text) if item else one

    return [spoken(one) for one in found]


def item_words(reader: Reader, one: Listed) -> str:
    """What the item of a finding asks, in the language of the program."""
    found = one.finding
    sheet = reader.get(Sheet, f"{found.visit}/{found.form}")
    item = checklists.item(reader, sheet.sha256, found.path, i18n.language()) if sheet else None
    return item.text if item else one.item


def phrases(reader: Reader, form: str, path: str, *, limit: int = PHRASES) -> list[str]:
    """What people wrote of this item before, in pieces, the most frequent first; starters where nobody wrote."""
    return learned(earlier_texts(reader, form, [path]).get(path, []), limit=limit)


def earlier_texts(reader: Reader, form: str, paths: Iterable[str]) -> dict[str, list[str]]:
    """Texts of findings and of failing answers' notes by item, over all visits in this store."""
    finding = PROJECTIONS["finding"]
    found: dict[str, list[str]] = {}
    wanted = list(paths)
    for start in range(0, len(wanted), 400):
        asked = select(finding.c.path, finding.c.text).where(
            finding.c.form == form, finding.c.path.in_(wanted[start : start + 400]), func.length(finding.c.text) > 1
        )
        for row in reader.rows(asked):
            found.setdefault(row.path, []).append(row.text)
    return found


def in_charge_before(reader: Reader, *, limit: int = 40) -> list[str]:
    """Who was put in charge of remedies before, the most frequent first."""
    finding = PROJECTIONS["finding"]
    asked = (
        select(finding.c.in_charge)
        .where(func.length(finding.c.in_charge) > 1)
        .group_by(finding.c.in_charge)
        .order_by(func.count().desc(), finding.c.in_charge)
        .limit(limit)
    )
    return [str(row.in_charge) for row in reader.rows(asked)]


def learned(texts: Iterable[str], *, limit: int = PHRASES) -> list[str]:
    """Pieces of these texts that are short enough for a chip, the most frequent first."""
    counted: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for text in texts:
        if text == DISPUTED:
            continue
        for piece in {tidy(piece) for piece in _BREAKS.split(text)}:
            if _PHRASE_LENGTH[0] <= len(piece) <= _PHRASE_LENGTH[1]:
                key = spelling(piece)
                counted[key] += 1
                shown.setdefault(key, piece[0].lower() + piece[1:] if piece[1:2].islower() else piece)
    best = sorted(counted, key=lambda key: (-counted[key], key))[:limit]
    return [shown[key] for key in best] or [_(starter) for starter in STARTERS[:limit]]


def _listed(row: object, today: datetime.date) -> Listed:
    said = dict(row)  # type: ignore[call-overload]
    found = Finding.model_construct(**{name: said[name] for name in Finding.model_fields})
    return Listed(
        finding=found,
        code=said["code"] or found.path.rpartition("/")[2].upper().replace("_", "-"),
        item=said["item"] or "",
        site=said["site"] or "",
        site_code=said["site_code"] or "",
        site_name=said["site_name"] or "",
        date=said["date"] or "",
        state=state_of(found).value,
        days_late=days_late(found.but(due=deadline(found)), today),
    )


def _going_on(tx: Transaction, uid: str) -> Finding:
    found = tx.get(Finding, uid)
    if found is None:
        raise FindingUnknown(finding=uid)
    if state_of(found) in ENDED:
        raise FindingEnded
    return found


def _preset(reader: Reader, uid: str) -> str:
    visit, form, path = (*uid.split("/", 2), "", "")[:3]
    sheet = PROJECTIONS["sheet"]
    asked = (
        select(checklist_item.c.severity)
        .join(sheet, sheet.c.sha256 == checklist_item.c.sha256)
        .where(sheet.c.uid == f"{visit}/{form}", checklist_item.c.path == path)
    )
    found = reader.rows(asked)
    return str(found[0][0]) if found else ""


def _reason(text: str) -> str:
    if not text.strip():
        raise ReasonMissing
    return text.strip()


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise DateWrong(value=text) from error
