"""
Words into lines: measures text in the shipped fonts and breaks it at spaces only. No pages, no drawing.

A number stays with what it counts (`spaces.py`). Vietnamese breaks between words, and a code such as HM-0123 is one word, so a hyphen never breaks a line. A word that
is wider than its column alone is cut where it must be; nothing is ever drawn outside its width.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from inspector import paths
from inspector.reports import theme
from inspector.reports.document import PAGES, Span, Text
from inspector.reports.errors import FontMissing
from inspector.reports.spaces import KEPT, kept, led

_UNKNOWN = "□"


class Face:
    """One shipped font: which characters it has and how wide they are."""

    def __init__(self, name: str) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFError, TTFont

        path = paths.resource("fonts", f"{name}.ttf")
        try:
            font = TTFont(name, str(path))
        except (TTFError, OSError) as error:
            raise FontMissing(file=path.name) from error
        pdfmetrics.registerFont(font)
        self.name = name
        self._glyphs: Any = font.face.charToGlyph
        self._widths: Any = font.face.charWidths
        self._default: float = font.face.defaultWidth
        self._words: dict[str, float] = {}
        self._drawn: dict[int, int | str] = {}
        self._known: set[str] = set()

    def width(self, word: str) -> float:
        """Width of `word` at size 1."""
        known = self._words.get(word)
        if known is None:
            widths, default = self._widths, self._default
            known = sum([widths.get(ord(sign), default) for sign in word.replace(PAGES, "00")]) / 1000
            if len(self._words) > 50_000:  # a long-lived window prints many papers
                self._words.clear()
            self._words[word] = known
        return known

    def has(self, sign: str) -> bool:
        """Whether the font can draw this character."""
        return ord(sign) in self._glyphs

    def drawable(self, text: str) -> str:
        """`text` in NFC, with an empty box for what the font cannot draw and without control characters."""
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        fresh = set(text) - self._known
        for sign in fresh:
            self._drawn[ord(sign)] = self._shown(sign)
        self._known |= fresh
        return text.translate(self._drawn)

    def _shown(self, sign: str) -> int | str:
        if sign in "\n\t" or sign == PAGES:
            return ord(sign)
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Mn"):
            return ""
        return ord(sign) if self.has(sign) else _UNKNOWN


@cache
def face(bold: bool = False, italic: bool = False) -> Face:
    """The serif in the asked style; read from disk once."""
    from reportlab import rl_config

    rl_config.useA85 = 0  # ASCII85 makes every image a quarter bigger and costs half of the time
    return Face(theme.FONTS[bold, italic])


@dataclass(frozen=True, slots=True)
class Piece:
    """Signs of one word in one font."""

    face: Face
    text: str
    width: float


@dataclass(slots=True)
class Word:
    """What stands between two spaces; `space` is the room before it when another word precedes."""

    pieces: list[Piece]
    width: float
    space: float


@dataclass(slots=True)
class Line:
    """Words that stand side by side, with their natural width including spaces."""

    words: list[Word]
    width: float
    last: bool = False
    indent: float = 0.0


def words(text: Text, size: float, *, bold: bool = False, italic: bool = False) -> list[list[Word]]:
    """`text` as words, one list for each forced line."""
    lines: list[list[Word]] = [[]]
    glue = False
    for part in (text,) if isinstance(text, str) else text:
        span = part if isinstance(part, Span) else Span(part)
        font = face(bold or span.bold, italic or span.italic)
        space = font.width(" ") * size
        for number, raw in enumerate(kept(font.drawable(span.text)).split("\n")):
            if number:
                lines.append([])
                glue = False
            current = lines[-1]
            found = raw.replace("\t", " ").split(" ")
            for index, signs in enumerate(found):
                if index:
                    glue = False
                if not signs:
                    continue
                signs = signs.replace(KEPT, " ")
                piece = Piece(font, signs, font.width(signs) * size)
                if glue and current:
                    current[-1].pieces.append(piece)
                    current[-1].width += piece.width
                else:
                    current.append(Word([piece], piece.width, space))
                glue = True
    return lines


def wrap(
    text: Text, size: float, width: float, *, first: float = 0.0, bold: bool = False, italic: bool = False
) -> list[Line]:
    """`text` broken into lines no wider than `width`; the first one leaves `first` free. At least one line."""
    done: list[Line] = []
    for row in words(text, size, bold=bold, italic=italic):
        indent = first if not done else 0.0
        line = Line([], 0.0, indent=indent)
        for word in _cut(row, size, width, width - indent):
            if not line.words and word.width > width - line.indent:
                line.indent = 0.0  # a word as wide as the column does not wait for the next line
            grown = line.width + (word.space if line.words else 0.0) + word.width
            if line.words and grown > width - line.indent + 0.01:
                done.append(line)
                line = Line([word], word.width)
            else:
                line.words.append(word)
                line.width = grown
        line.last = True
        done.append(line)
    return done


def balanced(text: Text, size: float, width: float, *, bold: bool = False, italic: bool = False) -> list[Line]:
    """`text` broken into as few lines as fit, all about as long: for words that stand centred."""
    if isinstance(text, str):
        text = led(text)
    lines = wrap(text, size, width, bold=bold, italic=italic)
    forced = text.count("\n") if isinstance(text, str) else 0
    if len(lines) == 1 + forced or forced:
        return lines
    low, high = max(word.width for line in lines for word in line.words), width
    best = lines
    while high - low > 1:
        middle = (low + high) / 2
        tried = wrap(text, size, middle, bold=bold, italic=italic)
        if len(tried) == len(lines):
            best, high = tried, middle
        else:
            low = middle
    return best


def texts(lines: Iterable[Line]) -> list[str]:
    """The words of lines without their style."""
    return [" ".join("".join(piece.text for piece in word.pieces) for word in line.words) for line in lines]


def cell_lines(text: str, size: float, room: float, *, bold: bool = False, italic: bool = False) -> int:
    """How many lines a spreadsheet makes of a text: it parts at every space and after a hyphen."""
    font = face(bold, italic)
    count = 0
    for row in text.split("\n"):
        count += 1
        used = 0.0
        for word in row.split(" "):
            gap = font.width(" ") * size
            for part in word.replace("-", "-\n").split("\n"):
                wide = font.width(part) * size
                if used and used + gap + wide > room:
                    count, used, gap = count + 1, 0.0, 0.0
                count += max(0, int((wide - 0.01) / room))
                used += gap + wide
                gap = 0.0
    return count


_PROGRAMS = (1.2, 1.15, 1.1, 1.05, 1.0, 0.95, 0.9)
"""How much room spreadsheet programs find in a cell, against what we reckon with."""


def headed(title: str, size: float, room: float) -> str:
    """
    The head of a spreadsheet's column: it is not parted within a word of two syllables, where that fits.

    Where no program would part it there it stays as it is, so that a search for its words finds it.
    """
    font = face(bold=True)
    parts = led(title).split(" ")
    held = " ".join(part if font.width(part) * size <= room else part.replace(KEPT, " ") for part in parts)

    def parted(head: str, part: float) -> list[str]:
        return texts(wrap(head, size, room * part, bold=True))

    return held if any(parted(title, part) != parted(held, part) for part in _PROGRAMS) else title


def line_widths(text: Text, size: float, *, bold: bool = False) -> list[float]:
    """Width of each forced line when nothing is broken."""
    return [
        sum(word.width for word in row) + sum(word.space for word in row[1:]) for row in words(text, size, bold=bold)
    ]


def natural_width(text: Text, size: float, *, bold: bool = False) -> float:
    """Width of the widest forced line when nothing is broken."""
    return max(line_widths(text, size, bold=bold), default=0.0)


def longest_word(text: Text, size: float, *, bold: bool = False) -> float:
    """Width of the widest word: the narrowest column that breaks none."""
    return max((word.width for row in words(text, size, bold=bold) for word in row), default=0.0)


def _loosened(row: Iterable[Word], width: float) -> Iterable[Word]:
    """Words that were kept together and are wider than a line are parted at their spaces after all."""
    for word in row:
        if word.width <= width + 0.01 or not any(" " in piece.text for piece in word.pieces):
            yield word
            continue
        part = Word([], 0.0, word.space)
        for piece in word.pieces:
            size = piece.width / (piece.face.width(piece.text) or 1)
            for number, signs in enumerate(piece.text.split(" ")):
                if number and part.pieces:
                    yield part
                    part = Word([], 0.0, piece.face.width(" ") * size)
                if signs:
                    wide = piece.face.width(signs) * size
                    part.pieces.append(Piece(piece.face, signs, wide))
                    part.width += wide
        if part.pieces:
            yield part


def _cut(row: Iterable[Word], size: float, width: float, first_width: float) -> Iterable[Word]:
    """The words of a row, those wider than a line cut into parts that fit."""
    room = first_width
    for word in _loosened(row, width):
        if word.width <= room + 0.01 or word.width <= width + 0.01:
            yield word
            room = width
            continue
        room = width
        part = Word([], 0.0, word.space)
        for piece in word.pieces:
            signs = ""
            taken = 0.0
            for sign in piece.text:
                step = piece.face.width(sign) * size
                if part.width + taken + step > width and (signs or part.pieces):
                    if signs:
                        part.pieces.append(Piece(piece.face, signs, taken))
                        part.width += taken
                    yield part
                    part, signs, taken = Word([], 0.0, 0.0), "", 0.0
                signs += sign
                taken += step
            if signs:
                part.pieces.append(Piece(piece.face, signs, taken))
                part.width += taken
        if part.pieces:
            yield part
