"""
Everything that is printed in joint minutes, gathered: plain frozen records, no store, no layout.

Whoever gathers decides what is true; `minutes.py` only says it. Texts are already in the language of the paper,
except words of the program's own (results, severities, roles), which the builder says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inspector import model
from inspector.reports.document import Stroke


class Side(StrEnum):
    """A party to a visit."""

    POLICE = "police"
    VNPT = "vnpt"
    SITE = "site"
    OTHER = "other"


class State(StrEnum):
    """What kind of minutes these are."""

    DRAFT = "draft"
    SIGNED = "signed"
    SUPPLEMENTARY = "supplementary"
    REINSPECTION = "reinspection"


class Result(StrEnum):
    """What a visit says about an item."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    NA = "na"
    OPEN = ""
    DISPUTED = model.DISPUTED
    """Two laptops say it differently, and nobody has decided."""


@dataclass(frozen=True, slots=True)
class Office:
    """The letterhead: bodies in the order in which they print, place, and symbol of the number."""

    superior: tuple[str, ...] = ("Công an tỉnh Thanh Hóa", "VNPT Thanh Hóa")
    body: tuple[str, ...] = ("Đoàn kiểm tra liên ngành",)
    place: str = "Thanh Hóa"
    symbol: str = "BB-ĐKTLN"
    first: Side = Side.POLICE
    """Which side comes first in the composition and among the signatures."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the team, or of the site."""

    name: str
    post: str = ""
    unit: str = ""
    role: str = ""
    """leader, deputy, secretary, member, representative, or words of its own."""
    side: Side = Side.POLICE


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the data of a site."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a checklist and what the visit says about it."""

    code: str
    text: str
    section: str = ""
    result: Result = Result.OPEN
    value: str = ""
    unit: str = ""
    limits: str = ""
    note: str = ""
    severity: str = ""
    basis: str = ""
    confirmed: bool = True
    hint: str = ""
    measure: str = ""
    """What is measured, where something is."""
    graded: bool = True
    """Whether it is met or not met; of other questions `said` is the answer."""
    said: str = ""
    choices: tuple[str, ...] = ()
    """What may be answered to a question that is not graded."""
    kind: str = ""
    """Kind of value that such a question asks for, a key of datatypes.KINDS."""
    repeated: bool = False
    """Asked once for each row of a list."""


@dataclass(frozen=True, slots=True)
class Domain:
    """One checklist as it was filled. A `secret` one prints as an annex of its own and never has photographs."""

    key: str
    title: str
    version: str = ""
    items: tuple[Item, ...] = ()
    secret: bool = False
    inspectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A fault and what must be done about it."""

    code: str
    domain: str
    text: str
    severity: str = ""
    value: str = ""
    limits: str = ""
    remedy: str = ""
    in_charge: str = ""
    due: date | None = None
    fixed_on_the_spot: bool = False
    reservation: str = ""
    basis: str = ""
    confirmed: bool = True
    repeated: bool = False
    disputed: bool = False
    """Whether its item is not agreed on yet."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A recommendation of an earlier visit and how it stands now."""

    code: str
    text: str
    made: date | None = None
    in_charge: str = ""
    due: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph of the visit."""

    sha256: str
    caption: str = ""
    taken: datetime | None = None
    item: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a party wants written down."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Signed:
    """One party's place in the signature table; without `at` it is still empty."""

    side: Side
    caption: str = ""
    name: str = ""
    post: str = ""
    strokes: tuple[Stroke, ...] = ()
    at: datetime | None = None
    seal: str = ""
    """Short fingerprint of the key that sealed."""
    refused: bool = False
    reason: str = ""
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesData:
    """A visit as its minutes tell it."""

    visit: str
    state: State
    site: tuple[Fact, ...]
    site_name: str
    site_code: str
    begun: datetime
    ended: datetime | None = None
    office: Office = Office()
    number: str = ""
    """A running number, to which the symbol is added, or the number and symbol as they are to print."""
    subject: str = ""
    refers_to: str = ""
    place: str = ""
    grounds: tuple[str, ...] = ()
    team: tuple[Member, ...] = ()
    domains: tuple[Domain, ...] = ()
    statement: str = ""
    correction: str = ""
    becomes: State = State.SUPPLEMENTARY
    """What a draft that refers to other minutes will be."""
    """What supplementary minutes correct or add."""
    findings: tuple[FindingLine, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    photos: tuple[Picture, ...] = ()
    signatures: tuple[Signed, ...] = ()
    copies: int = 3
    kept_by: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    secret_readers: frozenset[str] = frozenset({"police", "vnpt"})
    digest: str = ""
    bytes_of: Callable[[str], bytes | None] = lambda sha256: None
