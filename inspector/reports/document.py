"""
What a paper says, and nothing about how it is laid out. Pure data: builders make it, `pdf.py`, `excel.py` lay it out.

A Document has a head, sections and annexes. A section is a run of blocks; one that names a `sheet` becomes a sheet of
its own in a workbook. An annex is numbered by itself, and may be kept from readers who should not carry it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


Text = str | tuple[Span | str, ...]
"""Words of a paper. `PAGES` in them stands for the number of pages of the body, known only when it is laid out."""

Value = Text | int | float | Decimal | date | datetime | None
"""What a cell of a table holds; how it is written depends on the kind of its column."""

PAGES = "\ue000"
"""Stands in a Text for the number of pages of the body, written with two digits."""


class Kind(StrEnum):
    """What a column holds: decides alignment, number format, and whether its words may be broken."""

    TEXT = "text"
    CODE = "code"
    ORDER = "order"
    """A running number."""
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    BOX = "box"
    """An empty box to be ticked by pen."""


class Mark(StrEnum):
    """What a word in a choice column means; drawn as a shape and, where there is colour, a colour."""

    GOOD = "good"
    BAD = "bad"
    WARN = "warn"
    SEVERE = "severe"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. `weight` is its share of the room that is left when codes and numbers have theirs."""

    title: str
    kind: Kind = Kind.TEXT
    weight: float = 1.0
    decimals: int = 0
    marks: Mapping[str, Mark] = field(default_factory=dict)
    bars: bool = False
    choices: tuple[str, ...] = ()
    fillable: bool = False
    """May be filled in a protected workbook."""
    least_mm: float = 0.0
    """Room to write in, however little is printed there."""
    hidden: bool = False
    """Only in a workbook, and not shown there: what a program needs to read it back."""
    group: str = ""
    """Title of the group of neighbouring columns that this one stands under."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; level 2 is below the section's own title."""

    text: str
    level: int = 2


class Style(StrEnum):
    """How a paragraph is meant."""

    BODY = "body"
    GROUNDS = "grounds"
    POINT = "point"
    NOTE = "note"
    CENTRED = "centred"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    text: Text
    style: Style = Style.BODY
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What one cell of a workbook takes: text, choice, choices, whole, decimal, date or time; without a kind it is locked."""

    kind: str = ""
    choices: tuple[str, ...] = ()
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns. Without rows, `empty` is said instead."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    title: str = ""
    empty: str = ""
    total: Sequence[Value] | None = None
    sections: Mapping[int, str] = field(default_factory=dict)
    """Row number -> words written across the table above that row."""
    lines: int = 1
    """The fewest lines a row is high: room to write by pen."""
    name: str = ""
    """Name of the table in a workbook; ASCII."""
    entries: Mapping[tuple[int, int], Entry] = field(default_factory=dict)
    """Row and column -> what that cell takes, where it is not what its whole column takes."""


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Labels and what stands behind them, e.g. the data of a site."""

    rows: tuple[tuple[str, Text], ...]
    names: tuple[str, ...] = ()
    """Names under which filled values are read back from a workbook, one per row; the cells may then be filled."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The two-column head of an official paper. National words are always Vietnamese."""

    superior: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    number: str = ""
    place_and_date: str = ""
    boxed: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """Type of the paper in capitals and its subject."""

    kind: str
    subject: str = ""
    remark: str = ""
    """A line in brackets below, e.g. which paper this one completes."""


Stroke = tuple[tuple[float, float], ...]
"""Points of one pen stroke, x to the right and y down, any scale."""


@dataclass(frozen=True, slots=True)
class SignatureColumn:
    """Where one party signs: printed words above, drawn or digital signature, name below."""

    key: str
    caption: str
    instruction: str = ""
    strokes: tuple[Stroke, ...] = ()
    name: str = ""
    post: str = ""
    lines: tuple[str, ...] = ()
    """Small lines below the name: when it was signed, the seal."""
    refusal: str = ""
    """Said in place of a signature."""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Columns of a signature table, side by side; a fourth goes into a second row."""

    columns: tuple[SignatureColumn, ...]


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who receives the paper."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph known by the SHA-256 of its bytes, and what is written under it."""

    sha256: str
    caption: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoGrid:
    """Photographs in rows. One whose bytes are not here is a visible hole."""

    photos: tuple[Photo, ...]
    across: int = 2
    missing: str = ""
    """What a hole says."""


class ChartKind(StrEnum):
    """Shape of a chart."""

    BAR = "bar"
    """Horizontal bars, one per category."""
    COLUMN = "column"
    STACKED = "stacked"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    """Named values, one per category of the chart; None is a gap."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that is told apart in black and white by hatching, dashes and markers, not by colour."""

    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    highest: float | None = None
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Empty ruled lines to write on by pen."""

    count: int


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = (
    Heading
    | Paragraph
    | Table
    | KeyValues
    | Letterhead
    | Title
    | Signatures
    | Recipients
    | PhotoGrid
    | Chart
    | Lines
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Section:
    """A run of blocks under a title; `sheet` names its own sheet in a workbook."""

    title: str
    blocks: tuple[Block, ...]
    sheet: str = ""
    landscape: bool = False


EVERYONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex with pages of its own count. An `audience` other than EVERYONE keeps it out of other readers' copies."""

    title: str
    subject: str
    blocks: tuple[Block, ...]
    sheet: str = ""
    landscape: bool = False
    audience: frozenset[str] = EVERYONE
    remark: str = ""
    """A line in brackets below the subject: which paper it is enclosed with."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself."""

    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """What stands in the foot of every page: a QR symbol and the same in words."""

    payload: str
    """`{page}` in it stands for the number of the page."""
    words: str


@dataclass(frozen=True, slots=True)
class Document:
    """A paper. `photos` gives the bytes of a photograph by its SHA-256, or None when they are not here."""

    title: str
    kind: str
    sections: tuple[Section, ...]
    annexes: tuple[Annex, ...] = ()
    sheets: tuple[Section, ...] = ()
    """Tables that only a workbook carries, e.g. all findings to be filtered."""
    language: str = "vi"
    metadata: Metadata = Metadata()
    watermark: str = ""
    seal: Seal | None = None
    identity: tuple[tuple[str, str], ...] = ()
    """What a workbook says of itself on a hidden sheet, to be read back."""
    photos: Callable[[str], bytes | None] = lambda sha256: None
    protected: bool = False
    """In a workbook only the cells meant to be filled may be changed."""
    workbook: Document | None = None
    """What a workbook shows instead, when a page to be filled by pen would be of no use there."""

    def copy_for(self, reader: str) -> Document:
        """The copy that `reader` may carry: without the annexes that are for others."""
        kept = tuple(annex for annex in self.annexes if not annex.audience or reader in annex.audience)
        workbook = self.workbook.copy_for(reader) if self.workbook else None
        return replace(self, annexes=kept, workbook=workbook)

    def blocks(self) -> Iterator[Block]:
        """Every block, in order."""
        for section in self.sections:
            yield from section.blocks
        for annex in self.annexes:
            yield from annex.blocks


def plain(text: Text) -> str:
    """The words of a text without their style."""
    return text if isinstance(text, str) else "".join(part if isinstance(part, str) else part.text for part in text)
