"""What a digital signature shows on paper: the drawn name in blue and who signed when, as a page of its own."""

from __future__ import annotations

import io
from collections.abc import Sequence

from inspector.reports import theme
from inspector.reports.document import Stroke
from inspector.reports.ink import Ink
from inspector.reports.typeset import face, wrap

SIZE = 8.0


def draw(size: tuple[float, float], lines: Sequence[str], strokes: tuple[Stroke, ...] = ()) -> bytes:
    """One page as large as the place of the party, in points, fonts embedded."""
    from reportlab.pdfgen.canvas import Canvas

    width, height = size
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, pageCompression=1, invariant=1, initialFontName=face().name)
    ink = Ink(canvas, lambda sha256: None)
    ink.begin_page(size)
    laid = [line for text in lines for line in wrap(text, SIZE, width - 4)]
    low = len(laid) * SIZE * theme.LINE
    ink.strokes(strokes, width * 0.1, low + 2, width * 0.8, max(4.0, height - low - 4))
    baseline = low - SIZE
    for line in laid:
        ink.line(line, 2, baseline, SIZE, width=width - 4, align="centre")
        baseline -= SIZE * theme.LINE
    ink.end_page()
    canvas.save()
    return out.getvalue()
