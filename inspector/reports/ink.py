"""
What a page is drawn with: lines of text, rules, pictures, bookmarks. The only place that talks to reportlab's canvas.

All text of a page goes into one text object, so that a page of a long table costs little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from inspector.reports.document import PAGES, Stroke
from inspector.reports.qr import modules
from inspector.reports.typeset import Line

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """Where one party signs: page from 0, lower left and upper right corner in points."""

    key: str
    page: int
    rectangle: tuple[float, float, float, float]


class Ink:
    """Draws on the pages of one file, in order."""

    def __init__(self, canvas: Any, photos: Callable[[str], bytes | None]) -> None:
        self._canvas = canvas
        self._photos = photos
        self._text: Any = None
        self._font: tuple[str, float] | None = None
        self._spacing = 0.0
        self._page = 0
        self._marks = 0
        self._level = -1
        self._symbols: dict[str, str] = {}
        self._images: dict[str, tuple[str, int, int] | None] = {}
        self.pages_of_body = 0
        self.boxes: list[SignatureBox] = []

    def begin_page(self, size: tuple[float, float]) -> None:
        """Start a page of this size."""
        self._canvas.setPageSize(size)
        self._text = self._canvas.beginText()
        self._font = None
        self._spacing = 0.0

    def end_page(self) -> None:
        """Finish the page."""
        self._canvas.drawText(self._text)
        self._canvas.showPage()
        self._page += 1

    def line(
        self, line: Line, x: float, baseline: float, size: float, *, width: float = 0.0, align: str = "left"
    ) -> None:
        """Draw one line; `justify` stretches it to `width` unless it is the last of its paragraph."""
        if not line.words:
            return
        runs: list[tuple[str, str]] = []
        for number, word in enumerate(line.words):
            for index, piece in enumerate(word.pieces):
                lead = " " if number and not index else ""
                if runs and runs[-1][0] == piece.face.name:
                    runs[-1] = (piece.face.name, runs[-1][1] + lead + piece.text)
                elif lead and runs:
                    runs[-1] = (runs[-1][0], runs[-1][1] + lead)
                    runs.append((piece.face.name, piece.text))
                else:
                    runs.append((piece.face.name, piece.text))
        spacing = 0.0
        start = x + line.indent
        if align == "justify" and not line.last:
            gaps = sum(text.count(" ") + text.count("\u00a0") for _font, text in runs)
            spacing = (width - line.indent - line.width) / gaps if gaps else 0.0
        elif align == "centre":
            start = x + (width - line.width) / 2
        elif align == "right":
            start = x + width - line.width
        out = self._text
        out.setTextOrigin(start, baseline)
        if abs(spacing - self._spacing) > 0.001:
            out.setWordSpace(spacing)
            self._spacing = spacing
        for font, text in runs:
            if self._font != (font, size):
                out.setFont(font, size)
                self._font = (font, size)
            out.textOut(text.replace(PAGES, f"{self.pages_of_body:02d}") if PAGES in text else text)

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5) -> None:
        """A black line."""
        self._canvas.setLineWidth(width)
        self._canvas.line(x1, y1, x2, y2)

    def rules(self, lines: Iterable[tuple[float, float, float, float]], width: float = 0.5) -> None:
        """Many lines at once."""
        self._canvas.setLineWidth(width)
        self._canvas.lines(list(lines))

    def rectangle(
        self, x: float, y: float, width: float, height: float, *, grey: float | None = None, line: float = 0.5
    ) -> None:
        """A rectangle with its lower left corner at x, y; filled with a grey, or only outlined, or both."""
        self._canvas.setLineWidth(line or 0.5)
        if grey is not None:
            self._canvas.setFillGray(grey)
        self._canvas.rect(x, y, width, height, stroke=1 if line else 0, fill=0 if grey is None else 1)
        if grey is not None:
            self._canvas.setFillGray(0)

    def path(self, points: Iterable[Point], *, width: float = 1.0, dash: tuple[float, ...] = ()) -> None:
        """An open line through points."""
        canvas = self._canvas
        path = canvas.beginPath()
        for number, (x, y) in enumerate(points):
            (path.lineTo if number else path.moveTo)(x, y)
        canvas.saveState()
        canvas.setLineWidth(width)
        canvas.setLineJoin(1)
        canvas.setLineCap(1)
        if dash:
            canvas.setLineCap(0)
            canvas.setDash(*[list(dash)])
        canvas.drawPath(path, stroke=1, fill=0)
        canvas.restoreState()

    def polygon(self, points: Iterable[Point], *, grey: float, line: float = 0.6) -> None:
        """A closed, filled shape."""
        canvas = self._canvas
        path = canvas.beginPath()
        for number, (x, y) in enumerate(points):
            (path.lineTo if number else path.moveTo)(x, y)
        path.close()
        canvas.saveState()
        canvas.setLineWidth(line)
        canvas.setFillGray(grey)
        canvas.drawPath(path, stroke=1, fill=1)
        canvas.restoreState()

    def hatched(self, x: float, y: float, width: float, height: float, pattern: int) -> None:
        """A bar told apart by its filling: black, white, hatched one way, dotted grey, hatched the other way."""
        if width <= 0 or height <= 0:
            return
        self.rectangle(x, y, width, height, grey=(0.15, 1.0, 1.0, 0.72, 1.0)[pattern % 5], line=0.6)
        slope = {2: 1, 4: -1}.get(pattern % 5)
        if slope is None:
            return
        canvas = self._canvas
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(x, y, width, height)
        canvas.clipPath(clip, stroke=0, fill=0)
        canvas.setLineWidth(0.6)
        step = 3.2
        lines = []
        position = x - height
        while position < x + width + height:
            lines.append((position, y, position + slope * height, y + height))
            position += step
        canvas.lines(lines)
        canvas.restoreState()

    def strokes(self, strokes: tuple[Stroke, ...], x: float, y: float, width: float, height: float) -> None:
        """A drawn signature in blue ink, as large as fits in the rectangle, its proportions kept."""
        points = [point for stroke in strokes for point in stroke]
        if not points:
            return
        left, top = min(px for px, _ in points), min(py for _, py in points)
        wide = max(max(px for px, _ in points) - left, 1e-6)
        high = max(max(py for _, py in points) - top, 1e-6)
        scale = min(width / wide, height / high)
        dx, dy = x + (width - wide * scale) / 2, y + (height + high * scale) / 2
        self._canvas.saveState()
        self._canvas.setStrokeColorRGB(0.05, 0.15, 0.55)
        for stroke in strokes:
            placed = [(dx + (px - left) * scale, dy - (py - top) * scale) for px, py in stroke]
            self.path(placed if len(placed) > 1 else [*placed, (placed[0][0] + 0.6, placed[0][1])], width=1.1)
        self._canvas.restoreState()

    def photo(self, sha256: str, x: float, y: float, width: float, height: float) -> bool:
        """Draw a photograph as large as fits, centred. False: its bytes are not here, or are no picture."""
        if sha256 not in self._images:
            self._images[sha256] = self._embed(sha256, max(width, height))
        found = self._images[sha256]
        if found is None:
            return False
        name, pixels_wide, pixels_high = found
        scale = min(width / pixels_wide, height / pixels_high)
        wide, high = pixels_wide * scale, pixels_high * scale
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(x + (width - wide) / 2, y + (height - high) / 2)
        canvas.scale(wide, high)
        canvas.doForm(name)
        canvas.restoreState()
        return True

    def _embed(self, sha256: str, side: float) -> tuple[str, int, int] | None:
        import io

        from reportlab.pdfbase.pdfdoc import PDFImageXObject

        from inspector.reports.photos import for_print

        content = self._photos(sha256)
        picture = for_print(content, side) if content else None
        if picture is None:
            return None
        document = self._canvas._doc
        name = f"photo{sha256[:32]}"
        inner = document.getXObjectName(name)
        image = PDFImageXObject(inner)
        image.mask = None
        image.loadImageFromJPEG(io.BytesIO(picture.jpeg))
        document.Reference(image, inner)
        document.addForm(name, image)
        return name, picture.width, picture.height

    def symbol(self, payload: str, x: float, y: float, side: float) -> None:
        """A QR symbol; the same words are stored once however often they are drawn. Its quiet zone lies outside."""
        canvas = self._canvas
        name = self._symbols.get(payload)
        if name is None:
            name = self._symbols[payload] = f"qr{len(self._symbols)}"
            cells = modules(payload)
            canvas.beginForm(name)
            step = side / len(cells)
            for row, dark in enumerate(cells):
                for start, end in _runs(dark):
                    canvas.rect(start * step, side - (row + 1) * step, (end - start) * step, step, stroke=0, fill=1)
            canvas.endForm()
        canvas.saveState()
        canvas.translate(x, y)
        canvas.doForm(name)
        canvas.restoreState()

    def watermark(self, line: Line, size: float, centre: Point, angle: float) -> None:
        """Large grey words behind the text of the page."""
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(*centre)
        canvas.rotate(angle)
        canvas.setFillGray(0.9)
        canvas.setFont(line.words[0].pieces[0].face.name, size)
        canvas.drawCentredString(0, -size / 3, " ".join(piece.text for word in line.words for piece in word.pieces))
        canvas.restoreState()

    def bookmark(self, title: str, level: int, top: float) -> None:
        """An entry of the outline that leads here. Levels never jump."""
        key = f"b{self._marks}"
        self._marks += 1
        self._level = min(level, self._level + 1)
        self._canvas.bookmarkPage(key, fit="XYZ", left=0, top=top + 6)
        self._canvas.addOutlineEntry(title, key, self._level, closed=False)

    @property
    def bookmarked(self) -> bool:
        """Whether there is anything in the outline."""
        return self._marks > 0

    def signature_box(self, key: str, x: float, y: float, width: float, height: float) -> None:
        """Remember where a party signs."""
        self.boxes.append(SignatureBox(key, self._page, (x, y, x + width, y + height)))


def _runs(cells: Iterable[bool]) -> Iterable[tuple[int, int]]:
    """First and one past the last of each run of dark cells."""
    start = None
    for number, dark in enumerate([*cells, False]):
        if dark and start is None:
            start = number
        elif not dark and start is not None:
            yield start, number
            start = None
