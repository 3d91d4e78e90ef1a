"""Label sheets: how long a tag takes, against the library's own QR widget; and how quickly a camera frame is read."""

from __future__ import annotations

import io
import time
from typing import Any

from inspector import tags
from inspector.tags import label, scan

TAGS = 5_000
PEERS = 200
FRAMES = 60


def run() -> list[dict[str, Any]]:
    """All figures of this run; `holds` is worked out from them."""
    return [sheets(), _frames()]


def sheets() -> dict[str, Any]:
    """Label sheets of 5,000 tags."""
    chosen = [label.Label(tags.payload_of(f"THA{n:04d}"), f"THA{n:04d}", f"Trạm Hoằng Đồng {n}") for n in range(TAGS)]
    label.sheets(chosen[:24])
    ours = min(_seconds(lambda: label.sheets(chosen)) for _round in range(2)) / TAGS * 1000
    peer = _seconds(lambda: _widgets(chosen[:PEERS])) / PEERS * 1000
    return {
        "name": "label sheets, 5,000 tags: the QR widget of reportlab",
        "ours": round(ours, 3),
        "peer": round(peer, 3),
        "ratio": round(peer / ours, 1),
        "unit": "ms a tag",
        "wanted": "<= 1 ms a tag",
        "holds": ours <= 1,
    }


def _seconds(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _widgets(chosen: list[label.Label]) -> bytes:
    """The same symbols the way that reportlab offers."""
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for number, one in enumerate(chosen):
        drawing = Drawing(80, 80)
        drawing.add(QrCodeWidget(one.payload, barLevel="Q", barWidth=80, barHeight=80))
        renderPDF.draw(drawing, canvas, 20 + number % 3 * 190, 20 + number // 3 % 8 * 100)
        if number % 24 == 23:
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def _frames() -> dict[str, Any]:
    """A frame of 1280 x 720 with a tag, read quickly and thoroughly."""
    from PIL import Image

    rows = label.modules(tags.payload_of("THA0123"))
    frame = Image.effect_noise((1280, 720), 20).point(lambda grey: min(255, grey + 70))
    size = len(rows) + 2 * label.QUIET
    symbol = Image.new("L", (size, size), 235)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                symbol.putpixel((x + label.QUIET, y + label.QUIET), 20)
    frame.paste(symbol.resize((size * 7, size * 7), Image.Resampling.NEAREST).rotate(12, fillcolor=128), (480, 200))
    pixels = frame.tobytes()
    found = [scan.texts(pixels, 1280, 720, thorough=thorough) for thorough in (False, True)]
    quick, full = (
        _seconds(lambda: [scan.texts(pixels, 1280, 720, thorough=thorough) for _frame in range(FRAMES)]) / FRAMES * 1000  # noqa: B023
        for thorough in (False, True)
    )
    return {
        "name": "camera frame of 1280 x 720 with one tag: all flags",
        "ours": round(quick, 2),
        "peer": round(full, 2),
        "ratio": round(full / quick, 2),
        "unit": "ms a frame",
        "wanted": "<= 33 ms a frame, both read",
        "holds": quick <= 33 and found == [[tags.payload_of("THA0123")]] * 2,
    }
