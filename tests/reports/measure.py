"""Measures finished PDF files: where every character stands, in which font and size, and which lines are drawn."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cached_property

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MM = 72 / 25.4


@dataclass(frozen=True)
class Character:
    """One character of a page; the origin of the coordinates is the lower left corner."""

    sign: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    font: str


class Paper:
    """A PDF that can be measured."""

    def __init__(self, content: bytes) -> None:
        self._pdf = pdfium.PdfDocument(content)
        self.pages = [Sheet(self._pdf[number]) for number in range(len(self._pdf))]

    @property
    def text(self) -> str:
        """All words, page after page."""
        return "\n".join(page.text for page in self.pages)

    def bookmarks(self) -> list[tuple[int, str]]:
        """Level and title of every entry of the outline."""
        return [(item.level, item.get_title()) for item in self._pdf.get_toc()]


class Sheet:
    """One page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self.width, self.height = page.get_size()
        self._words = page.get_textpage()
        self.text: str = self._words.get_text_bounded().replace("\r", "")

    @cached_property
    def characters(self) -> list[Character]:
        """Every visible character."""
        found = []
        for index in range(self._words.count_chars()):
            code = raw.FPDFText_GetUnicode(self._words, index)
            sign = chr(code)
            if sign.isspace() or not code:
                continue
            left, bottom, right, top = self._words.get_charbox(index, loose=False)
            name = ctypes.create_string_buffer(100)
            flags = ctypes.c_int()
            raw.FPDFText_GetFontInfo(self._words, index, name, 100, ctypes.byref(flags))
            size = raw.FPDFText_GetFontSize(self._words, index)
            found.append(Character(sign, left, bottom, right, top, size, name.value.decode()))
        return found

    def run(self, text: str) -> list[Character]:
        """The characters of the first place where `text` stands, spaces left out."""
        wanted = "".join(text.split())
        signs = "".join(character.sign for character in self.characters)
        start = signs.find(wanted)
        assert start >= 0, f"{text!r} is not on the page"
        return self.characters[start : start + len(wanted)]

    @cached_property
    def rules(self) -> list[tuple[float, float, float, float]]:
        """Left, bottom, right, top of everything that is drawn and is no text, with forms opened."""
        return [
            item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos()
            for item in self._page.get_objects(max_depth=3)
            if item.type == raw.FPDF_PAGEOBJ_PATH
        ]

    @cached_property
    def pictures(self) -> list[tuple[float, float, float, float]]:
        """Left, bottom, right, top of every picture."""
        return [item.get_bounds() for item in self._page.get_objects() if item.type == raw.FPDF_PAGEOBJ_IMAGE]


def segments(page: Sheet) -> list[tuple[float, float, float, float]]:
    """Every straight line of a page as two points."""
    found = []
    for item in page._page.get_objects(max_depth=1):
        if item.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        matrix = item.get_matrix().get()
        last = (0.0, 0.0)
        for index in range(raw.FPDFPath_CountSegments(item)):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            x, y = ctypes.c_float(), ctypes.c_float()
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            a, b, c, d, e, f = matrix
            point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
                found.append((*last, *point))
            last = point
    return found


def crossings(page: Sheet) -> list[str]:
    """Characters that a vertical rule cuts through: text outside its cell."""
    upright = [(x, min(y1, y2), max(y1, y2)) for x, y1, x2, y2 in segments(page) if abs(x - x2) < 0.1]
    found = []
    for sign in page.characters:
        if sign.size > 30:  # the watermark lies behind everything
            continue
        middle = (sign.bottom + sign.top) / 2
        for x, low, high in upright:
            if sign.left + 0.8 < x < sign.right - 0.8 and low < middle < high:
                found.append(f"{sign.sign} at {sign.left:.0f},{sign.bottom:.0f}")
    return found


def overlaps(page: Sheet) -> list[str]:
    """Characters that lie on top of others."""
    found = []
    signs = sorted((sign for sign in page.characters if sign.size < 30), key=lambda sign: sign.left)
    for index, sign in enumerate(signs):
        for other in signs[index + 1 :]:
            if other.left >= sign.right:
                break
            wide = min(sign.right, other.right) - other.left
            high = min(sign.top, other.top) - max(sign.bottom, other.bottom)
            narrow = min(sign.right - sign.left, other.right - other.left)
            if wide > max(1.2, narrow / 2) and high > 1.5:  # slanted letters lean over their neighbours a little
                found.append(f"{sign.sign}{other.sign} at {sign.left:.0f},{sign.bottom:.0f}")
    return found


def outside(page: Sheet) -> list[str]:
    """Characters beyond the edge of the paper."""
    return [
        f"{sign.sign} at {sign.left:.0f},{sign.bottom:.0f}"
        for sign in page.characters
        if sign.size < 30
        and not (sign.left >= 0 and sign.right <= page.width and sign.bottom >= 0 and sign.top <= page.height)
    ]
