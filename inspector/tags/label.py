"""Sheets of labels: an A4 grid with the QR symbol, the readable code and the name, as PDF. Lengths in millimetres."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from inspector import paths
from inspector.tags.errors import LayoutUnknown, StartOutside
from inspector.tags.symbol import modules

Progress = Callable[[int, int], None]
PAGE: Final = (210.0, 297.0)
QUIET: Final = 4
"""Modules of white around a symbol (ISO/IEC 18004)."""
_MM: Final = 72 / 25.4
_BOLD, _PLAIN = "LabelBold", "LabelPlain"
_DIGITS: Final = bytes.maketrans(b"\0\1", b"01")
_SMALLEST: Final = 0.5
_READABLE: Final = 8.0
"""A code that does not fit at this part of its size, nor in letters of these points, goes on in a second line."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label: what its symbol says, and what people read beside it."""

    payload: str
    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet of equal labels. `level` is the error level of the symbols: Q restores 25 %, H 30 %."""

    columns: int
    rows: int
    width: float
    height: float
    symbol: float
    code_size: float
    name_size: float
    level: str = "Q"
    beside: bool = True
    gap: float = 0.0
    """Between the labels of a row, as common label stock has it."""

    @property
    def places(self) -> int:
        return self.columns * self.rows

    @property
    def left(self) -> float:
        return (PAGE[0] - self.columns * (self.width + self.gap) + self.gap) / 2

    @property
    def top(self) -> float:
        return (PAGE[1] - self.rows * self.height) / 2


LAYOUTS: Final = {
    "3x8": Layout(3, 8, 63.5, 33.9, 27, 11, 7.5, gap=2.5),
    "2x4": Layout(2, 4, 99.1, 67.7, 60, 20, 13, gap=2.5),
    "wall": Layout(1, 1, 190, 277, 150, 54, 26, "H", beside=False),
}
"""By columns and rows, placed as on label stock of A4; `wall` is one large tag for a wall."""
DEFAULT: Final = "3x8"


def pages(count: int, layout: str = DEFAULT, start: int = 1) -> int:
    """How many sheets `count` labels take."""
    return -(-(count + start - 1) // _layout(layout, start).places) if count else 0


def sheets(
    labels: Sequence[Label], *, layout: str = DEFAULT, start: int = 1, progress: Progress | None = None
) -> bytes:
    """
    The labels as a PDF.

    Args:
        layout: a name of LAYOUTS.
        start: the first position used on the first sheet, from 1, so that a begun sheet is used up.
        progress: called with (labels done, labels in all); may raise to stop.
    Raises:
        LayoutUnknown, StartOutside: no such layout or position.
    """
    from reportlab.pdfgen.canvas import Canvas

    grid = _layout(layout, start)
    _fonts()
    out = io.BytesIO()
    size = (PAGE[0] * _MM, PAGE[1] * _MM)
    canvas = Canvas(out, pagesize=size, pageCompression=1, invariant=1, lang="vi", initialFontName=_PLAIN)
    canvas.setTitle("Nhãn QR")
    canvas.setCreator("Inspector")
    for done, label in enumerate(labels, start=1):
        place = (done + start - 2) % grid.places
        if place == 0 and done > 1:
            canvas.showPage()
        row, column = divmod(place, grid.columns)
        left = grid.left + column * (grid.width + grid.gap)
        low = PAGE[1] - grid.top - (row + 1) * grid.height
        _marks(canvas, left, low, grid)
        _label(canvas, label, left, low, grid)
        if progress is not None and (done % 100 == 0 or done == len(labels)):
            progress(done, len(labels))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _layout(name: str, start: int) -> Layout:
    grid = LAYOUTS.get(name)
    if grid is None:
        raise LayoutUnknown(name=name, known=", ".join(LAYOUTS))
    if not 1 <= start <= grid.places:
        raise StartOutside(start=start, layout=name, last=grid.places)
    return grid


def _fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    known = pdfmetrics.getRegisteredFontNames()
    for name, file in ((_BOLD, "LiberationSans-Bold.ttf"), (_PLAIN, "LiberationSans-Regular.ttf")):
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(paths.resource("fonts", file))))


def _marks(canvas: Any, left: float, low: float, grid: Layout) -> None:
    """Short strokes at the four corners, to cut along."""
    canvas.setLineWidth(0.25)
    canvas.setStrokeGray(0.6)
    for x, way in ((left, 1), (left + grid.width, -1)):
        for y, rise in ((low, 1), (low + grid.height, -1)):
            canvas.line(x * _MM, y * _MM, (x + 3 * way) * _MM, y * _MM)
            canvas.line(x * _MM, y * _MM, x * _MM, (y + 3 * rise) * _MM)


def _label(canvas: Any, label: Label, left: float, low: float, grid: Layout) -> None:
    if grid.beside:
        below = low + (grid.height - grid.symbol) / 2
        quiet = _symbol(canvas, label.payload, left + 1, below, grid)
        words, room = left + 1 + grid.symbol, grid.width - grid.symbol - 5  # the white around it keeps them apart
        top = below + grid.symbol - quiet  # the code begins as high as the symbol
        _words(canvas, label, words, top, room, grid, top - low - 6)
    else:
        _symbol(
            canvas, label.payload, left + (grid.width - grid.symbol) / 2, low + grid.height - grid.symbol - 20, grid
        )
        _words(canvas, label, left + 10, low + grid.height - grid.symbol - 32, grid.width - 20, grid, 80)


def _symbol(canvas: Any, text: str, left: float, low: float, grid: Layout) -> float:
    """
    The symbol on a label; says how wide the white around it is.

    One image of one bit a module; on a wall tag shapes, as viewers soften so large an image.
    """
    rows = modules(text, grid.level)
    size = len(rows)
    cell = grid.symbol / (size + 2 * QUIET)
    side = cell * size * _MM
    x, y = (left + cell * QUIET) * _MM, (low + cell * QUIET) * _MM
    placed = f"q {side:.3f} 0 0 {side:.3f} {x:.3f} {y:.3f} cm"
    if grid.beside:
        packed = "".join(_bits(row) for row in rows)
        drawn = f"BI /W {size} /H {size} /IM true /BPC 1 /D [1 0] /F /AHx ID {packed}> EI"
    else:
        drawn = " ".join(_runs(rows)) + " f"
    canvas._code.append(f"{placed} {drawn} Q")
    return cell * QUIET


def _runs(rows: Sequence[Sequence[bool]]) -> Iterator[str]:
    """Dark modules that stand side by side as one rectangle, in parts of the symbol's side."""
    size = len(rows)
    for row, cells in enumerate(rows):
        start = 0
        for dark, run in groupby(cells):
            width = len(list(run))
            if dark:
                yield f"{start / size:.5f} {1 - (row + 1) / size:.5f} {width / size:.5f} {1.01 / size:.5f} re"
            start += width


def _bits(row: Sequence[bool]) -> str:
    width = -(-len(row) // 8) * 8
    bits = bytes(row).translate(_DIGITS).ljust(width, b"0")
    return f"{int(bits, 2):0{width // 4}X}"


def _words(canvas: Any, label: Label, left: float, top: float, room: float, grid: Layout, height: float) -> None:
    """The code as large as it fits, and the name below it in as many lines as there is room for."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    canvas.setFillGray(0)
    natural = max(stringWidth(label.code, _BOLD, grid.code_size), 1)
    smallest = min(grid.code_size * _SMALLEST, _READABLE)
    size = min(grid.code_size, max(grid.code_size * room * _MM / natural, smallest))
    codes = wrapped(label.code, _BOLD, size, room * _MM + 0.1)  # it may fill the line to the last digit
    y = top * _MM - size
    for number, line in enumerate(codes):
        _line(canvas, line, _BOLD, size, left, y - number * size * 1.15, room, grid)
    y -= (len(codes) - 1) * size * 1.15
    height -= (len(codes) - 1) * size * 1.15 / _MM
    size = grid.name_size
    lines = wrapped(label.name, _PLAIN, size, room * _MM)
    fits = max(1, int((height * _MM - grid.code_size - 4) // (size * 1.25)))
    if len(lines) > fits:
        lines = [*lines[: fits - 1], _cut(lines[fits - 1] + "…", _PLAIN, size, room * _MM)]
    for number, line in enumerate(lines, start=1):
        _line(canvas, line, _PLAIN, size, left, y - 3 - number * size * 1.25, room, grid)


def _line(canvas: Any, text: str, font: str, size: float, left: float, y: float, room: float, grid: Layout) -> None:
    canvas.setFont(font, size)
    if grid.beside:
        canvas.drawString(left * _MM, y, text)
    else:
        canvas.drawCentredString((left + room / 2) * _MM, y, text)


def wrapped(text: str, font: str, size: float, room: float) -> list[str]:
    """`text` in lines no wider than `room` points; a longer word is broken."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(joined, font, size) <= room:
            lines[-1] = joined
            continue
        while stringWidth(word, font, size) > room and len(word) > 1:
            cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or stringWidth(word[:n], font, size) <= room)
            lines.append(word[:cut])
            word = word[cut:]
        lines.append(word)
    return lines


def _cut(text: str, font: str, size: float, room: float) -> str:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    while stringWidth(text, font, size) > room and len(text) > 2:
        text = text[:-2].rstrip() + "…"
    return text
