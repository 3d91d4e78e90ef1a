"""
The words of the house as frozen, validated records. What a record says is what the journal says of its fields.

A record is known by kind and uid. Uids are made on the device: random for rounds and, after their day, for visits; derived
for everything that two laptops may meet on their own, so that they name it the same:

    person      from the name                  site        from the normalised code
    finding, answer   <visit>/<form>/<path>    photo       <visit>/<form>/<path>/<sha256>
    member      <visit>/<person>               signature   <visit>/<side>/<person>
    sheet       <visit>/<form>                 handover    <device>-<number>

The parts of such a uid are fields of the record that the journal need not say again (`DERIVED`).
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from enum import StrEnum
from typing import Any, ClassVar, Self

from pydantic import ConfigDict
from sqlmodel import SQLModel

from inspector import chance
from inspector.text import normalise_code, spelling

DISPUTED = "⇄"
"""What a table shows for a text field whose heads differ, until people decide."""


PRACTICE = "ffff"
"""How the uid of a practice store's device begins."""
_FIRST_DAY = datetime.date(2000, 1, 1)


class Op(StrEnum):
    """What was done, as an entry names it."""

    SET_UP = "set-up"
    IMPORT_SITES = "import-sites"
    EDIT_SITE = "edit-site"
    PLAN = "plan"
    START_VISIT = "start-visit"
    EDIT_VISIT = "edit-visit"
    ANSWER = "answer"
    ADD_PHOTO = "add-photo"
    EDIT_FINDING = "edit-finding"
    SIGN = "sign"
    REFUSE = "refuse-to-sign"
    REOPEN = "reopen"
    HAND_OVER = "hand-over"
    ACKNOWLEDGE = "acknowledge"
    DECIDE = "decide"
    PROPOSE = "propose"
    UNDO = "undo"


class Side(StrEnum):
    """Whose person it is."""

    POLICE = "police"
    VNPT = "vnpt"
    SITE = "site"
    OTHER = "other"


class Result(StrEnum):
    """The three answers of an item; an unanswered one is the empty text."""

    PASS = "pass"  # noqa: S105 - a result, not a password
    FAIL = "fail"
    NA = "na"


class Severity(StrEnum):
    """How grave a finding is, gravest first."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


GRAVITY: dict[str, int] = {severity.value: place for place, severity in enumerate(Severity)}


def gravity(severity: str) -> int:
    """The place of a severity among all, as lists are put in order; one that nobody knows comes last."""
    return GRAVITY.get(severity, len(GRAVITY))


class VisitState(StrEnum):
    """draft -> agreed -> signed by each side -> handed over."""

    PLANNED = "planned"
    DRAFT = "draft"
    AGREED = "agreed"
    SIGNED = "signed"
    HANDED_OVER = "handed_over"


class FindingState(StrEnum):
    """A finding's life; overdue and extended are seen from its dates."""

    NEW = "new"
    ASSIGNED = "assigned"
    REPORTED = "reported"
    FAILED_AGAIN = "failed_again"
    ON_THE_SPOT = "on_the_spot"
    CLOSED = "closed"


class Record(SQLModel):
    """Something the journal speaks of. Subclasses are frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")  # type: ignore[assignment]

    KIND: ClassVar[str] = ""
    DERIVED: ClassVar[tuple[str, ...]] = ()
    SETTLED: ClassVar[dict[str, Callable[[set[str]], str]]] = {}
    """Fields about which nobody needs to decide: how the value follows when two laptops said different ones."""
    HELD: ClassVar[dict[str, Callable[[set[str]], str]]] = {}
    """Fields on which others rest: which value the tables hold until people have decided between different ones."""

    uid: str

    @classmethod
    def said_fields(cls) -> tuple[str, ...]:
        """The fields that the journal says, in order of declaration."""
        return tuple(name for name in cls.model_fields if name != "uid" and name not in cls.DERIVED)

    @classmethod
    def from_uid(cls, uid: str) -> dict[str, str]:
        """The fields that are parts of the uid."""
        return {}

    def but(self, **fields: Any) -> Self:
        """The same record with other fields."""
        return self.model_copy(update=fields)


def _everybody(values: set[str]) -> str:
    """Lists of uids made one."""
    return " ".join(sorted({uid for value in values for uid in value.split()}))


class Person(Record):
    KIND = "person"
    name: str = ""
    side: str = ""
    unit: str = ""
    post: str = ""


class Device(Record):
    KIND = "device"
    label: str = ""
    key: str = ""


class Key(Record):
    """A public Ed25519 key (its hex is the uid) of a person on a device, or of the device itself."""

    KIND = "key"
    person: str = ""
    device: str = ""


class Site(Record):
    """A place or asset that is inspected; fields and labels as in the site register."""

    KIND = "site"
    code: str = ""
    alt_codes: str = ""
    name: str = ""
    types: str = ""
    structure: str = ""
    importance: str = ""
    sharing: str = ""
    address: str = ""
    commune_code: str = ""
    commune: str = ""
    old_commune: str = ""
    old_district: str = ""
    lat: float | None = None
    lon: float | None = None
    owner: str = ""
    unit: str = ""
    keeper: str = ""
    keeper_phone: str = ""
    police_unit: str = ""
    floor_area: float | None = None
    storeys: str = ""
    fire_group: str = ""
    fire_category: str = ""
    fire_manager: str = ""
    tower_type: str = ""
    tower_height: float | None = None
    power: str = ""
    manned: str = ""
    has_secrets: str = ""
    start_date: str = ""
    status: str = ""
    length: float | None = None
    points: str = ""
    note: str = ""


class Round(Record):
    """A group of visits in a plan."""

    KIND = "round"
    name: str = ""
    starts: str = ""
    ends: str = ""
    grounds: str = ""
    decision: str = ""


class Visit(Record):
    """One joint team, one site, one stretch of time, one or more checklists."""

    KIND = "visit"
    site: str = ""
    date: str = ""
    round: str = ""
    team: str = ""
    purpose: str = ""
    place: str = ""
    number: str = ""
    grounds: str = ""
    statement: str = ""
    opinion: str = ""
    agreed: str = ""
    reopened: str = ""
    supplement_of: str = ""


class Sheet(Record):
    """A checklist within a visit: which version, and who fills it."""

    KIND = "sheet"
    DERIVED = ("visit", "form")
    SETTLED: ClassVar[dict[str, Callable[[set[str]], str]]] = {"started": min, "ended": max, "filler": _everybody}
    HELD: ClassVar[dict[str, Callable[[set[str]], str]]] = {"sha256": max}
    visit: str = ""
    form: str = ""
    version: str = ""
    sha256: str = ""
    filler: str = ""
    started: str = ""
    ended: str = ""
    gone: str = ""

    @classmethod
    def from_uid(cls, uid: str) -> dict[str, str]:
        visit, _, form = uid.partition("/")
        return {"visit": visit, "form": form}


class Member(Record):
    """A person in the joint team of a visit, or the site's representative."""

    KIND = "member"
    DERIVED = ("visit", "person")
    visit: str = ""
    person: str = ""
    side: str = ""
    role: str = ""
    gone: str = ""

    @classmethod
    def from_uid(cls, uid: str) -> dict[str, str]:
        visit, _, person = uid.partition("/")
        return {"visit": visit, "person": person}


class _InForm(Record):
    """Something about one item of one checklist of one visit."""

    DERIVED: ClassVar[tuple[str, ...]] = ("visit", "form", "path")
    visit: str = ""
    form: str = ""
    path: str = ""

    @classmethod
    def from_uid(cls, uid: str) -> dict[str, str]:
        visit, form, path = (*uid.split("/", 2), "", "")[:3]
        return {"visit": visit, "form": form, "path": path}


class Answer(_InForm):
    """What a visit says about an item: its value and a note. `taken` says that it was taken over from the last visit."""

    KIND = "answer"
    SETTLED: ClassVar[dict[str, Callable[[set[str]], str]]] = {"taken": min}
    value: str = ""
    note: str = ""
    taken: str = ""


class Photo(_InForm):
    """Evidence for an item, known by the SHA-256 of its bytes."""

    KIND = "photo"
    DERIVED: ClassVar[tuple[str, ...]] = ("visit", "form", "path", "sha256")
    sha256: str = ""
    name: str = ""
    media_type: str = ""
    taken_at: str = ""
    stage: str = ""
    gone: str = ""

    @classmethod
    def from_uid(cls, uid: str) -> dict[str, str]:
        rest, _, sha256 = uid.rpartition("/")
        return {**_InForm.from_uid(rest), "sha256": sha256}


class Finding(_InForm):
    """A fault, derived from an answer by the checklist's rules and completed by a person."""

    KIND = "finding"
    text: str = ""
    severity: str = ""
    severity_reason: str = ""
    remedy: str = ""
    in_charge: str = ""
    due: str = ""
    on_the_spot: str = ""
    reservation: str = ""
    state: str = ""
    reported: str = ""
    extension: str = ""
    closed: str = ""


class Signature(Record):
    """A person's seal, for one side, over the digest of a visit; or a refusal with its reason and witnesses."""

    KIND = "signature"
    DERIVED = ("visit", "side", "person")
    visit: str = ""
    side: str = ""
    person: str = ""
    digest: str = ""
    seal: str = ""
    key: str = ""
    at: str = ""
    strokes: str = ""
    refused: str = ""
    witnesses: str = ""

    @classmethod
    def from_uid(cls, uid: str) -> dict[str, str]:
        visit, side, person = (*uid.split("/", 2), "", "")[:3]
        return {"visit": visit, "side": side, "person": person}


class Handover(Record):
    """
    A parcel that this device handed over; `received` is what the register's receipt says of it. A laptop that was set back
    to a copy gives a number twice: nobody needs to decide about that.
    """

    KIND = "handover"
    DERIVED = ("device", "number")
    SETTLED: ClassVar[dict[str, Callable[[set[str]], str]]] = {"visits": _everybody, "at": max, "received": max}
    device: str = ""
    number: int = 0
    visits: str = ""
    at: str = ""
    received: str = ""

    @classmethod
    def from_uid(cls, uid: str) -> dict[str, str]:
        device, _, number = uid.rpartition("-")
        return {"device": device, "number": number if number.isdecimal() else "0"}


class Decision(Record):
    """Why people chose what they chose, about one disputed field (`<kind>|<uid>|<field>`)."""

    KIND = "decision"
    reason: str = ""


RECORDS: dict[str, type[Record]] = {
    record.KIND: record
    for record in (
        Person,
        Device,
        Key,
        Site,
        Round,
        Visit,
        Sheet,
        Member,
        Answer,
        Photo,
        Finding,
        Signature,
        Handover,
        Decision,
    )
}
VISIT_KINDS = ("visit", "sheet", "member", "answer", "photo", "finding", "signature")


def is_practice(device: str) -> bool:
    """Whether a device is that of a practice store: every entry it makes says so, and cannot be made to say otherwise."""
    return device.startswith(PRACTICE)


def new_device(*, practice: bool = False) -> str:
    """The uid of a new device: eight hexadecimal digits, of which the first four tell practice from earnest."""
    if practice:
        return PRACTICE + chance.drawn(2).hex()
    drawn = chance.drawn(4).hex()
    return drawn if not is_practice(drawn) else f"0{drawn[1:]}"


def new_uid() -> str:
    """A random uid, for what only one device can have made."""
    return chance.drawn(12).hex()


def visit_uid(day: datetime.date) -> str:
    """
    A random uid that begins with the day of a visit. All that belongs to a visit is found by its uid: so a register writes
    where its newest visits lie, not at as many places as there are visits. Two of one day differ by 80 random bits.
    """
    return f"{max((day - _FIRST_DAY).days, 0) % 0x10000:04x}{chance.drawn(10).hex()}"


def person_uid(name: str) -> str:
    """The same name is the same person on every laptop; two of one name are told apart by what is added to it."""
    return derived_uid("person", spelling(name))


def site_uid(code: str) -> str:
    """The same code, however it is spelled, is the same site."""
    return derived_uid("site", normalise_code(code))


def derived_uid(*parts: str) -> str:
    """A uid that every device derives alike from the same words."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]
