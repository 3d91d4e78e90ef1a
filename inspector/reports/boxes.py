"""
Blocks of a paper as boxes of known height that can be drawn, and some of them split between pages.

A box is laid out once for a given width; drawing it later needs no measuring. Tables are in `grid.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from inspector.reports import theme
from inspector.reports.document import (
    Heading,
    KeyValues,
    Letterhead,
    Lines,
    Paragraph,
    Photo,
    PhotoGrid,
    Recipients,
    SignatureColumn,
    Signatures,
    Style,
    Text,
    Title,
)
from inspector.reports.ink import Ink
from inspector.reports.typeset import Line, balanced, natural_width, wrap

_BODY = theme.BODY * theme.LINE
_TABLE = theme.TABLE * theme.LINE
_SMALL = theme.SMALL * theme.LINE


class Box(Protocol):
    """Something with a height that is drawn from its top downwards."""

    height: float
    gap: float
    """Room above, unless it is the first on its page."""
    keep_next: bool
    """Never the last on a page."""
    keep_end: bool
    """Its end goes with what follows: where that begins a page, `tail` is taken along."""

    def least(self, page: float) -> float:
        """The least height of it that may stand on a page of this height."""

    def split(self, room: float, page: float) -> tuple[Box, Box] | None:
        """The part that fits in `room` and the rest; None when it may not be parted there. `page`: a whole page."""

    def tail(self, page: float) -> tuple[Box, Box] | None:
        """What may stay behind and the end that goes on to the next page; None when it stays whole."""

    def paint(self, ink: Ink, x: float, top: float, width: float) -> None:
        """Draw it."""


class Solid:
    """A box that is never parted."""

    height: float = 0.0
    gap: float = theme.PARAGRAPH_GAP
    keep_next: bool = False
    keep_end: bool = False

    def least(self, page: float) -> float:
        """All of it."""
        return self.height

    def split(self, room: float, page: float) -> tuple[Box, Box] | None:
        """Never."""
        return None

    def tail(self, page: float) -> tuple[Box, Box] | None:
        """None: it stays whole."""
        return None

    def paint(self, ink: Ink, x: float, top: float, width: float) -> None:
        """Draw it."""
        raise NotImplementedError


@dataclass(slots=True)
class TextBox:
    """Lines of one paragraph; at least two of them stay together on either side of a page break."""

    lines: list[Line]
    size: float = theme.BODY
    align: str = "justify"
    gap: float = theme.PARAGRAPH_GAP
    keep_next: bool = False
    left: float = 0.0
    mark: tuple[str, int] | None = None
    """Title and level of the bookmark that leads here."""
    keep_end: bool = False
    height: float = field(init=False)

    def __post_init__(self) -> None:
        self.height = len(self.lines) * self.size * theme.LINE

    def least(self, page: float) -> float:
        """Two lines; all of it when only three, since one may not stay alone."""
        count = len(self.lines)
        return (count if count <= 3 else 2) * self.size * theme.LINE

    def split(self, room: float, page: float) -> tuple[Box, Box] | None:
        """Part it so that neither side has a single line."""
        leading = self.size * theme.LINE
        count = min(int((room + 0.01) / leading), len(self.lines) - 2)
        if count < 2:
            return None
        head = TextBox(self.lines[:count], self.size, self.align, self.gap, False, self.left, self.mark)
        return head, TextBox(self.lines[count:], self.size, self.align, 0.0, self.keep_next, self.left)

    def tail(self, page: float) -> tuple[Box, Box] | None:
        """None: it stays whole."""
        return None

    def paint(self, ink: Ink, x: float, top: float, width: float) -> None:
        """Draw the lines."""
        if self.mark:
            ink.bookmark(*self.mark, top)
        baseline = top - ascent(self.size)
        for line in self.lines:
            ink.line(line, x + self.left, baseline, self.size, width=width - self.left, align=self.align)
            baseline -= self.size * theme.LINE


def ascent(size: float) -> float:
    """From the top of a line to its baseline."""
    return size * (0.891 + (theme.LINE - 1.107) / 2)


def paragraph(block: Paragraph, width: float) -> TextBox:
    """A paragraph as the decree wants it."""
    if block.style is Style.CENTRED:
        return TextBox(wrap(block.text, theme.BODY, width), align="centre", keep_next=block.keep_next)
    if block.style is Style.ADDRESS:
        return TextBox(wrap(block.text, 14.0, width), size=14.0, align="centre", gap=12.0, keep_next=block.keep_next)
    if block.style is Style.NOTE:
        lines = wrap(block.text, theme.TABLE, width, italic=True)
        return TextBox(lines, size=theme.TABLE, gap=4.0, keep_next=block.keep_next)
    italic = block.style is Style.GROUNDS
    gap = 3.0 if block.style is Style.POINT else theme.PARAGRAPH_GAP
    lines = wrap(block.text, theme.BODY, width, first=theme.INDENT, italic=italic)
    return TextBox(lines, gap=gap, keep_next=block.keep_next)


def heading(block: Heading, width: float) -> TextBox:
    """A bold heading that stays with what follows and can be jumped to."""
    lines = wrap(block.text, theme.BODY, width, first=theme.INDENT, bold=True, italic=block.level > 2)
    return TextBox(
        lines,
        gap=10.0 if block.level == 1 else 8.0,
        keep_next=True,
        align="left",
        mark=(block.text, block.level - 1),
    )


def key_values(block: KeyValues, width: float) -> list[Box]:
    """Labels on the left, what they mean beside them."""
    label_width = min(
        max((natural_width(label, theme.BODY) for label, _text in block.rows), default=0) + 14, width * 0.4
    )
    return [
        KeyValueBox(label, text, label_width, width, number == 0) for number, (label, text) in enumerate(block.rows)
    ]


class KeyValueBox(Solid):
    """One label and its text."""

    def __init__(self, label: str, text: Text, label_width: float, width: float, first: bool) -> None:
        self._label = wrap(label + ":", theme.BODY, label_width - 8)
        self._left = label_width
        self._lines = wrap(text, theme.BODY, width - label_width)
        self.height = max(len(self._label), len(self._lines)) * _BODY
        self.gap = theme.PARAGRAPH_GAP if first else 2.0

    def split(self, room: float, page: float) -> tuple[Box, Box] | None:
        """Only a text that would fill much of a page is parted."""
        if self.height < page * 0.4:
            return None
        count = int(room / (_BODY))
        if count < 2 or count > len(self._lines) - 2:
            return None
        head, tail = KeyValueBox("", "", self._left, 1e6, False), KeyValueBox("", "", self._left, 1e6, False)
        head._label, head._lines, head.gap = self._label, self._lines[:count], self.gap
        tail._label, tail._lines, tail.gap = [], self._lines[count:], 0.0
        for part in (head, tail):
            part.height = max(len(part._label), len(part._lines)) * _BODY
        return head, tail

    def paint(self, ink: Ink, x: float, top: float, width: float) -> None:
        """Draw both."""
        _column(ink, self._label, x, top, 0, theme.BODY, "left")
        _column(ink, self._lines, x + self._left, top, width - self._left, theme.BODY, "justify")


class LetterheadBox(Solid):
    """Bodies on the left, nation and motto on the right, number and place below on one line."""

    gap = 0.0

    def __init__(self, block: Letterhead, width: float) -> None:
        self._left = width * 0.40
        self._right = width - self._left
        inner = self._left - 6
        self._superior = [wrap(line.upper(), theme.HEAD_BODY, inner) for line in block.superior]
        self._body = [wrap(line.upper(), theme.HEAD_BODY, inner, bold=True) for line in block.body]
        self._nation = wrap(theme.NATION, theme.HEAD_NATION, self._right, bold=True)
        self._motto = wrap(theme.MOTTO, theme.HEAD_MOTTO, self._right, bold=True)
        self._number = wrap(block.number, theme.HEAD_NUMBER, inner) if block.number else []
        self._place = wrap(block.place_and_date, theme.HEAD_MOTTO, self._right, italic=True)
        self._boxed = wrap(block.boxed, theme.BODY, inner, bold=True) if block.boxed else []
        left = sum(len(lines) for lines in (*self._superior, *self._body)) * theme.HEAD_BODY * theme.LINE
        right = (len(self._nation) * theme.HEAD_NATION + len(self._motto) * theme.HEAD_MOTTO) * theme.LINE
        self._upper = max(left, right) + 10
        lower = max(len(self._number), len(self._place)) * theme.HEAD_MOTTO * theme.LINE
        self.height = self._upper + lower + (len(self._boxed) * _BODY + 12 if self._boxed else 0)

    def paint(self, ink: Ink, x: float, top: float, width: float) -> None:
        """Draw it."""
        y = top
        for lines in (*self._superior, *self._body):
            y = _column(ink, lines, x, y, self._left - 6, theme.HEAD_BODY, "centre")
        if self._body:
            text = max(line.width for line in self._body[-1])
            _centred_rule(ink, x, self._left - 6, y - 3, text * 0.42)
        right = x + self._left
        y = _column(ink, self._nation, right, top, self._right, theme.HEAD_NATION, "centre")
        y = _column(ink, self._motto, right, y, self._right, theme.HEAD_MOTTO, "centre")
        _centred_rule(ink, right, self._right, y - 2, max(line.width for line in self._motto))
        low = top - self._upper
        after = _column(ink, self._number, x, low, self._left - 6, theme.HEAD_NUMBER, "centre")
        _column(ink, self._place, right, low, self._right, theme.HEAD_MOTTO, "centre")
        if self._boxed:
            text = max(line.width for line in self._boxed) + 12
            high = len(self._boxed) * _BODY + 4
            ink.rectangle(x + (self._left - 6 - text) / 2, after - 4 - high, text, high)
            _column(ink, self._boxed, x, after - 6, self._left - 6, theme.BODY, "centre")


class TitleBox(Solid):
    """Type of the paper, its subject, a line below."""

    gap = 20.0

    def __init__(self, block: Title, width: float) -> None:
        self._kind = balanced(block.kind.upper(), theme.TITLE, width, bold=True)
        self._subject = balanced(block.subject, theme.TITLE, width * 0.9, bold=True) if block.subject else []
        self._remark = balanced(block.remark, theme.BODY, width * 0.9, italic=True) if block.remark else []
        self._mark = block.kind
        rows = (len(self._kind) + len(self._subject)) * theme.TITLE + len(self._remark) * theme.BODY
        self.height = rows * theme.LINE + 12
        self.keep_next = True

    def paint(self, ink: Ink, x: float, top: float, width: float) -> None:
        """Draw it."""
        ink.bookmark(self._mark, 0, top)
        y = _column(ink, self._kind, x, top, width, theme.TITLE, "centre")
        y = _column(ink, self._subject, x + width * 0.05, y, width * 0.9, theme.TITLE, "centre")
        longest = max(line.width for line in (self._subject or self._kind))
        _centred_rule(ink, x, width, y - 3, longest * 0.4)
        _column(ink, self._remark, x + width * 0.05, y - 6, width * 0.9, theme.BODY, "centre")


class AnnexTitleBox(Solid):
    """Number of an annex, its name in capitals, and which paper it is enclosed with above a line."""

    keep_next = True

    def __init__(self, block: Title, width: float) -> None:
        self._mark = block.kind
        name = balanced(block.subject.upper(), theme.ANNEX_NAME, width * 0.9, bold=True)
        if len(name) > 1 and ": " in block.subject:
            name = balanced(block.subject.upper().replace(": ", ":\n", 1), theme.ANNEX_NAME, width, bold=True)
        self._parts = [
            (balanced(block.kind, theme.TITLE, width, bold=True), theme.TITLE),
            (name, theme.ANNEX_NAME),
        ]
        if block.remark:
            self._parts.append((balanced(block.remark, theme.BODY, width * 0.9, italic=True), theme.BODY))
        self.height = sum(len(lines) * size for lines, size in self._parts) * theme.LINE + 12

    def paint(self, ink: Ink, x: float, top: float, width: float) -> None:
        """Draw it."""
        ink.bookmark(self._mark, 0, top)
        y = top
        for lines, size in self._parts:
            y = _column(ink, lines, x + width * 0.05, y, width * 0.9, size, "centre")
        longest = max(line.width for line in self._parts[-1][0])
        _centred_rule(ink, x, width, y - 4, longest * 0.4)


class SignatureRow(Solid):
    """Parties side by side, each with room to sign."""

    gap = 14.0

    def __init__(self, columns: tuple[SignatureColumn, ...], width: float) -> None:
        self._columns = columns
        self._width = width / len(columns)
        inner = self._width - 8
        self._captions = [balanced(c.caption.upper(), theme.BODY, inner, bold=True) for c in columns]
        self._instructions = [
            wrap(c.instruction, theme.BODY, inner, italic=True) if c.instruction else [] for c in columns
        ]
        self._names = [wrap(c.name, theme.BODY, inner, bold=True) if c.name else [] for c in columns]
        self._posts = [wrap(c.post, theme.TABLE, inner) if c.post else [] for c in columns]
        self._smalls = [
            [line for text in c.lines for line in wrap(text, theme.SMALL, inner, italic=True)] for c in columns
        ]
        self._refusals = [wrap(c.refusal, theme.TABLE, inner, italic=True) if c.refusal else [] for c in columns]
        self._head = max(map(len, self._captions)) * _BODY
        self._head += max(map(len, self._instructions)) * _BODY
        room = max(map(len, self._refusals)) * _TABLE + 8
        self._room = max(theme.SIGNATURE_HEIGHT, room)
        foot = max(
            len(name) * _BODY + len(post) * _TABLE + len(small) * _SMALL
            for name, post, small in zip(self._names, self._posts, self._smalls, strict=True)
        )
        self.height = self._head + self._room + foot + 4

    def paint(self, ink: Ink, x: float, top: float, width: float) -> None:
        """Draw it and remember where each party signs."""
        captions = max(map(len, self._captions)) * _BODY
        for number, column in enumerate(self._columns):
            left = x + number * self._width + 4
            inner = self._width - 8
            _column(ink, self._captions[number], left, top, inner, theme.BODY, "centre")
            _column(ink, self._instructions[number], left, top - captions, inner, theme.BODY, "centre")
            low = top - self._head - self._room
            if column.refusal:
                _column(ink, self._refusals[number], left, low + self._room - 4, inner, theme.TABLE, "centre")
            else:  # whoever refused has no place for a signature
                ink.strokes(column.strokes, left + inner * 0.1, low + 4, inner * 0.8, self._room - 8)
                ink.signature_box(column.key, left, low, inner, self._room)
            y = _column(ink, self._names[number], left, low - 2, inner, theme.BODY, "centre")
            y = _column(ink, self._posts[number], left, y, inner, theme.TABLE, "centre")
            _column(ink, self._smalls[number], left, y, inner, theme.SMALL, "centre")


def signature_rows(block: Signatures, width: float) -> list[Box]:
    """At most three parties side by side; four stand two and two."""
    columns = block.columns
    across = 2 if len(columns) in (2, 4) else 3
    return [SignatureRow(columns[start : start + across], width) for start in range(0, len(columns), across)]


class RecipientsBox(Solid):
    """`Nơi nhận`, on the left."""

    gap = 12.0

    def __init__(self, block: Recipients, width: float) -> None:
        self._title = wrap(block.title, theme.RECIPIENTS_TITLE, width * 0.55, bold=True, italic=True)
        self._lines = [line for text in block.lines for line in wrap(text, theme.RECIPIENTS, width * 0.55)]
        self.height = (len(self._title) * theme.RECIPIENTS_TITLE + len(self._lines) * theme.RECIPIENTS) * theme.LINE

    def paint(self, ink: Ink, x: float, top: float, width: float) -> None:
        """Draw it."""
        y = _column(ink, self._title, x, top, width, theme.RECIPIENTS_TITLE, "left")
        _column(ink, self._lines, x, y, width, theme.RECIPIENTS, "left")


class PhotoRow(Solid):
    """Photographs side by side with what is written under each."""

    gap = 8.0

    def __init__(self, photos: tuple[Photo, ...], across: int, width: float, missing: str) -> None:
        self._photos = photos
        self._width = (width - 10 * (across - 1)) / across
        self._high = self._width * theme.PHOTO_SHAPE
        self._missing = wrap(missing, theme.TABLE, self._width - 16, italic=True)
        self._captions = [
            [
                *wrap(photo.caption, theme.TABLE, self._width, bold=False),
                *(line for text in photo.lines for line in wrap(text, theme.SMALL, self._width)),
            ]
            for photo in photos
        ]
        self._first = [len(wrap(photo.caption, theme.TABLE, self._width)) for photo in photos]
        self.height = (
            self._high
            + 4
            + max(
                first * _TABLE + (len(lines) - first) * _SMALL
                for first, lines in zip(self._first, self._captions, strict=True)
            )
        )

    def paint(self, ink: Ink, x: float, top: float, width: float) -> None:
        """Draw them."""
        for number, photo in enumerate(self._photos):
            left = x + number * (self._width + 10)
            if not ink.photo(photo.sha256, left, top - self._high, self._width, self._high):
                ink.rectangle(left, top - self._high, self._width, self._high, line=0.7)
                middle = top - self._high / 2 + len(self._missing) * _TABLE / 2
                _column(ink, self._missing, left + 8, middle, self._width - 16, theme.TABLE, "centre")
            first = self._first[number]
            y = _column(
                ink, self._captions[number][:first], left, top - self._high - 4, self._width, theme.TABLE, "centre"
            )
            _column(ink, self._captions[number][first:], left, y, self._width, theme.SMALL, "centre")


def photo_rows(block: PhotoGrid, width: float) -> list[Box]:
    """The photographs of a grid, row by row."""
    across = max(1, block.across)
    return [
        PhotoRow(block.photos[start : start + across], across, width, block.missing)
        for start in range(0, len(block.photos), across)
    ]


class RuledLines(Solid):
    """Dotted lines to write on."""

    def __init__(self, block: Lines) -> None:
        self._count = block.count
        self.height = block.count * 22.0

    def paint(self, ink: Ink, x: float, top: float, width: float) -> None:
        """Draw them."""
        for number in range(1, self._count + 1):
            y = top - number * 22.0 + 3
            ink.path([(x, y), (x + width, y)], width=0.5, dash=(1, 2))


def _column(ink: Ink, lines: list[Line], x: float, top: float, width: float, size: float, align: str) -> float:
    baseline = top - ascent(size)
    for line in lines:
        ink.line(line, x, baseline, size, width=width, align=align)
        baseline -= size * theme.LINE
    return top - len(lines) * size * theme.LINE


def _centred_rule(ink: Ink, x: float, width: float, y: float, length: float) -> None:
    ink.rule(x + (width - length) / 2, y, x + (width + length) / 2, y, 0.75)
