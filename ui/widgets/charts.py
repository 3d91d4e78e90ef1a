"""Small charts, readable without colour: a curve in a line's height, bars, curves over time, positions on a plane."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui import theme
from ui.theme import tokens
from ui.widgets import paint

NAMED = 0.5
"""Names beside bars take no more of the width."""
EDGE = 6
"""Figures keep so far from the ring around the bar that has the keys."""


class Sparkline(QWidget):
    """A measured value over time; a broken line shows the limit, the last point is marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[float] = []
        self._limit: float | None = None
        self._last_tone = "brand"
        self.setMinimumHeight(48)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_values(
        self, values: Sequence[float], *, limit: float | None = None, last_tone: str = "brand", says: str
    ) -> None:
        """Show these, oldest first; `says` is the same in words."""
        self._values, self._limit, self._last_tone = list(values), limit, last_tone
        self.setAccessibleName(says)
        self.setToolTip(says)
        self.update()

    def sizeHint(self) -> QSize:
        """Wide, as high as two lines."""
        return QSize(180, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._values:
            return
        look = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = [*self._values, *([self._limit] if self._limit is not None else [])]
        low, high = min(shown), max(shown)
        span = (high - low) or 1.0

        def at(index: int, value: float) -> QPointF:
            step = (self.width() - 12) / max(1, len(self._values) - 1)
            return QPointF(6 + index * step, 7 + (self.height() - 14) * (1 - (value - low) / span))

        if self._limit is not None:
            pen = QPen(QColor(look.failed), 1.2, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            y = at(0, self._limit).y()
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        painter.setPen(QPen(QColor(look.brand), 2))
        points = [at(index, value) for index, value in enumerate(self._values)]
        painter.drawPolyline(points)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.brand))
        for point in points[:-1]:
            painter.drawEllipse(point, 2, 2)
        painter.setBrush(QColor(look.ink_of(self._last_tone)))
        painter.drawEllipse(points[-1], 4, 4)
        painter.end()


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its length, what is written beside it, its tone."""

    name: str
    value: float
    shown: str
    tone: str = "brand"


class BarList(QWidget):
    """
    Horizontal bars under one another, names left and figures right; a name that is too long takes a second line. A bar is
    pressed (`pressed(index)`) by the mouse, or reached by the arrows and pressed by Enter; its name is said by a reader of
    the screen.
    """

    pressed = Signal(int)
    LINE = 26
    FOLDED = 17

    def __init__(self, *, name_width: int = 150, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: list[Bar] = []
        self._lines: list[tuple[str, ...]] = []
        self._top = 0.0
        self._name_width = name_width
        self._says = ""
        self._current = 0
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def bars(self) -> Sequence[Bar]:
        """The bars that are shown."""
        return self._bars

    def set_bars(self, bars: Sequence[Bar], *, top: float | None = None, says: str) -> None:
        """Show these; `top` is the value of a full bar, the largest if not given."""
        self._bars = list(bars)
        self._top = top or max((bar.value for bar in bars), default=1.0) or 1.0
        self._says, self._current = says, min(self._current, max(0, len(bars) - 1))
        self._name_current()
        self.setAccessibleDescription("; ".join(f"{bar.name} {bar.shown}" for bar in bars))
        self._fold()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _named(self) -> int:
        """How wide the names are."""
        metrics = QFontMetrics(theme.font(13))
        widest = max((metrics.horizontalAdvance(bar.name) for bar in self._bars), default=0) + 4
        return min(max(self._name_width, widest), round(self.width() * NAMED))

    def _fold(self) -> None:
        """Part the names that are too long for the width, and be as high as that."""
        font, named = theme.font(13), self._named()
        metrics = QFontMetrics(font)
        self._lines = [
            (bar.name,) if metrics.horizontalAdvance(bar.name) <= named else paint.folded(bar.name, font, named)
            for bar in self._bars
        ]
        self.setFixedHeight(max(self.LINE, self._tops()[-1]))

    def _tops(self) -> list[int]:
        """Where each bar begins, and where the last one ends."""
        return list(accumulate((self.LINE + self.FOLDED * (len(lines) - 1) for lines in self._lines), initial=0))

    def _at(self, y: float) -> int:
        """The bar at this height; -1 below the last."""
        tops = self._tops()
        return bisect_right(tops, y) - 1 if 0 <= y < tops[-1] else -1

    def event(self, event: QEvent) -> bool:
        """The whole name and figure of the bar below the pointer, where the name is cut."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._at(event.pos().y())
            bar = self._bars[index] if index >= 0 else None
            QToolTip.showText(event.globalPos(), f"{bar.name}: {bar.shown}" if bar else "", self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position().y())
        if index >= 0:
            self.pressed.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._bars) - 1
        goes = {
            Qt.Key.Key_Down: min(last, self._current + 1),
            Qt.Key.Key_Up: max(0, self._current - 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if last >= 0 and key in goes:
            self._current = goes[key]
            self._name_current()
            self.update()
        elif last >= 0 and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self._current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._name_current()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._name_current()
        self.update()

    def _name_current(self) -> None:
        """The bar that has the keys is part of the name, so that it is said when it is reached."""
        here = self._bars[self._current] if self.hasFocus() and self._bars else None
        self.setAccessibleName(f"{self._says}: {here.name} {here.shown}" if here else self._says)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        text, figures = theme.font(13), theme.font(13, tabular=True)
        shown_width = max((QFontMetrics(figures).horizontalAdvance(bar.shown) for bar in self._bars), default=0) + 8
        named, tops = self._named(), self._tops()
        room = self.width() - named - 10 - shown_width - 8 - EDGE
        for index, (bar, lines) in enumerate(zip(self._bars, self._lines, strict=True)):
            y, high = tops[index], tops[index + 1] - tops[index]
            first = y + (high - self.FOLDED * len(lines)) / 2
            for at, line in enumerate(lines):
                paint.text(painter, QRectF(0, first + self.FOLDED * at, named, self.FOLDED), line, look.ink, text)
            width = max(4.0, room * bar.value / self._top) if bar.value > 0 else 3.0
            where = QRectF(named + 10, y + (high - self.LINE) / 2 + 7, width, self.LINE - 14)
            paint.rounded(painter, where, 3, look.ink_of(bar.tone))
            right = QRectF(self.width() - shown_width - EDGE, y, shown_width, high)
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            paint.text(painter, right, bar.shown, look.ink2, figures, align)
            if self.hasFocus() and index == self._current:
                ring = QRectF(0, y, self.width(), high).adjusted(-0, 1, 0, -1)
                paint.rounded(painter, ring, 6, None, look.brand, 2)
        painter.end()


@dataclass(frozen=True)
class Curve:
    """One curve over time: a value or None for each label of the axis."""

    name: str
    values: tuple[float | None, ...]
    tone: str = "brand"


_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


class LineChart(QWidget):
    """A few curves over the same periods; each has its own stroke and its name at its end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: list[str] = []
        self._curves: list[Curve] = []
        self._unit = ""
        self.setMinimumHeight(190)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_curves(self, labels: Sequence[str], curves: Sequence[Curve], *, unit: str = "%", says: str) -> None:
        """Show these curves; `says` is what the chart is about."""
        self._labels, self._curves, self._unit = list(labels), list(curves), unit
        self.setAccessibleName(says)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        values = [value for curve in self._curves for value in curve.values if value is not None]
        if not values or not self._labels:
            return
        look = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = theme.font(11, tabular=True)
        names = theme.font(12, QFont.Weight.DemiBold)
        right = max(QFontMetrics(names).horizontalAdvance(self._name(curve)) for curve in self._curves) + 14
        area = QRectF(46, 8, self.width() - 46 - right, self.height() - 36)
        low, high, step = _scale(min(values), max(values))

        def at(index: int, value: float) -> QPointF:
            across = area.width() * index / max(1, len(self._labels) - 1)
            return QPointF(area.left() + across, area.bottom() - area.height() * (value - low) / (high - low))

        tick = low
        while tick <= high + step / 2:
            y = at(0, tick).y()
            painter.setPen(QPen(QColor(look.line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            paint.text(painter, QRectF(0, y - 9, 40, 18), f"{tick:g} {self._unit}".strip(), look.ink3, small, align)
            tick += step
        each = max(1, round(len(self._labels) * 60 / max(1.0, area.width())))
        for index, words in enumerate(self._labels):
            if index % each == 0 or index == len(self._labels) - 1:
                where = QRectF(at(index, low).x() - 40, area.bottom() + 6, 80, 18)
                paint.text(painter, where, words, look.ink3, small, Qt.AlignmentFlag.AlignCenter)
        taken: list[float] = []
        for order, curve in enumerate(self._curves):
            colour = look.ink_of(curve.tone)
            painter.setPen(QPen(QColor(colour), 2.2, _DASHES[order % len(_DASHES)]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            path, end = QPainterPath(), None
            for index, value in enumerate(curve.values):
                if value is None:
                    continue
                point = at(index, value)
                path.lineTo(point) if end is not None else path.moveTo(point)
                end = point
            painter.drawPath(path)
            if end is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colour))
                painter.drawEllipse(end, 3.5, 3.5)
                y = end.y()
                while any(abs(y - other) < 16 for other in taken):
                    y += 16
                taken.append(y)
                paint.text(painter, QRectF(area.right() + 10, y - 9, right - 8, 18), self._name(curve), colour, names)
        painter.end()

    def _name(self, curve: Curve) -> str:
        last = next((value for value in reversed(curve.values) if value is not None), None)
        return curve.name if last is None else f"{curve.name} {last:.0f} {self._unit}".strip()


@dataclass(frozen=True)
class Spot:
    """A place on the plane: where, what it is called, in which state (pass, fail, warn, na)."""

    key: object
    name: str
    lat: float
    lon: float
    tone: str = "na"


def _scale(low: float, high: float) -> tuple[float, float, float]:
    """Round ends and a round step for an axis that shows from low to high."""
    span = (high - low) or max(abs(high), 1.0) * 0.2
    step = 10.0 ** len(str(int(span))) / 10
    while span / step < 3:
        step /= 2
    while span / step > 5:
        step *= 2
    return (low // step) * step, -((-high) // step) * step or step, step
