"""Strokes that the self-painted widgets share. All measures are logical pixels."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from ui import icons
from ui.theme import tokens

BAR = 3.0
"""Width of the bar beside what is chosen."""
MARKS = "-_./\\·"
"""Behind these a name may go on in the next line."""


def rounded(
    painter: QPainter, rect: QRectF, radius: float, fill: str | None, edge: str | None = None, width: float = 1.0
) -> None:
    """A rounded rectangle; the edge lies inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(edge), width) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    inset = width / 2 if edge else 0.0
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


def chosen(painter: QPainter, rect: QRectF, radius: float) -> None:
    """The ground of what is chosen, with a bar at its left: colour never stands alone."""
    look = tokens()
    rounded(painter, rect, radius, look.brand_ground)
    bar = QRectF(rect.left(), rect.top() + radius, BAR, rect.height() - 2 * radius)
    rounded(painter, bar, BAR / 2 if radius else 0, look.brand)


def icon(painter: QPainter, name: str, colour: str, centre: QPointF, side: int) -> None:
    """An icon around its centre."""
    ratio = painter.device().devicePixelRatioF()
    picture = icons.pixmap(name, colour, side, ratio)
    painter.drawPixmap(QPointF(centre.x() - side / 2, centre.y() - side / 2), picture)


def text(
    painter: QPainter,
    rect: QRectF,
    words: str,
    colour: str,
    font: QFont,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
) -> None:
    """One line of text, shortened with an ellipsis where it does not fit."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = words
    if QFontMetrics(font).horizontalAdvance(words) > rect.width() + 1:
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, int(rect.width()))
    painter.drawText(rect, align | Qt.TextFlag.TextSingleLine, shown)


def folded(words: str, font: QFont, width: float) -> tuple[str, str]:
    """
    Words on two lines: what the first holds, and the rest; parted between two things that are named rather than within
    one, and a name without spaces that is too long for a line behind one of its marks. The sign between two things is
    left out where the line ends.
    """
    metrics, parts = QFontMetrics(font), words.split()
    kept = 1
    while kept < len(parts) and metrics.horizontalAdvance(" ".join(parts[: kept + 1])) <= width:
        kept += 1
    first = " ".join(parts[:kept])
    if kept == 1 and metrics.horizontalAdvance(first) > width:
        ends = [at for at, letter in enumerate(first, 1) if letter in MARKS and at < len(first)]
        fitting = [at for at in ends if metrics.horizontalAdvance(first[:at]) <= width]
        if fitting:
            return first[: fitting[-1]], " ".join([first[fitting[-1] :], *parts[1:]])
    between = [at for at in range(1, kept) if parts[at] == "·"] if kept < len(parts) else []
    if between and metrics.horizontalAdvance(" ".join(parts[between[-1] + 1 :])) <= width:
        kept = between[-1] + 1
    rest = parts[kept:]
    return " ".join(parts[: kept - (kept > 1 and parts[kept - 1] == "·")]), " ".join(rest[rest[:1] == ["·"] :])


def dotted(parts: Iterable[str]) -> str:
    """Things that are named one after the other, for a label that wraps: no line ends in the sign between them."""
    return " ·\u00a0".join(part for part in parts if part)


def lines(words: str, font: QFont, width: float, most: int) -> tuple[str, ...]:
    """Words on as many lines as they need, `most` of them; the last one may be too long."""
    metrics, rest = QFontMetrics(font), words
    found: list[str] = []
    while len(found) < most - 1 and metrics.horizontalAdvance(rest) > width:
        first, rest = folded(rest, font, width)
        found.append(first)
    return (*found, rest) if rest or not found else tuple(found)


def key_width(keys: str, font: QFont) -> int:
    """Width of a key cap that says `keys`."""
    return max(20, QFontMetrics(font).horizontalAdvance(keys) + 11)


def key_cap(painter: QPainter, rect: QRectF, keys: str, ink: str, fill: str, edge: str, font: QFont) -> None:
    """A key as it looks on a keyboard: a cap with a slightly heavier lower edge."""
    rounded(painter, rect, 4, fill, edge)
    painter.setPen(QPen(QColor(edge), 1))
    painter.drawLine(QPointF(rect.left() + 3, rect.bottom() + 0.5), QPointF(rect.right() - 3, rect.bottom() + 0.5))
    text(painter, rect, keys, ink, font, Qt.AlignmentFlag.AlignCenter)
