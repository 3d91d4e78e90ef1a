"""Positions without a map: north up, true to scale, with a bar of kilometres; moved and enlarged by mouse or keys."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from inspector.i18n import N_, _
from ui import theme
from ui.theme import tokens
from ui.widgets import paint
from ui.widgets.charts import Spot
from ui.widgets.layout import FlowLayout

KM_A_DEGREE: Final = 111.195
NAMED_UP_TO: Final = 40
MEANINGS: Final = {
    "fail": N_("critical finding open"),
    "warn": N_("overdue"),
    "pass": N_("inspected"),
    "na": N_("never inspected"),
}
"""What the sign of a tone says about a site."""
MOST_PX_A_KM: Final = 2000.0
LINE: Final = 17
MOST_LINES: Final = 3
"""Height of a line where a name takes several, and how many."""
_STEP: Final = 1.4
_STAMP: Final = 16
_STAMP_MIDDLE: Final = QPointF(_STAMP / 2, _STAMP / 2)
_SIGN: Final = QPointF(8, 8)
_MARGIN: Final = 24
_BAR: Final = QSizeF(180, 40)
"""What the bar of kilometres takes at the lower left."""
_WEIGHT: Final = {"na": 0, "pass": 1, "warn": 2, "fail": 3}
_WAYS: Final = {
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


class SitePlot(QWidget):
    """`chosen(key)` when a position is pressed. Arrows go to the next one that way, + and - enlarge, 0 shows all."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, tall: int = 300) -> None:
        super().__init__(parent)
        self._tall = tall
        self._spots: list[Spot] = []
        self._flat: list[QPointF] = []
        self._plain: list[tuple[float, float]] = []
        self._current: object = None
        self._near = -1
        self._scale = 1.0
        self._centre = QPointF()
        self._fitted = True
        self._grabbed: QPointF | None = None
        self._moved = False
        self._ground: QPixmap | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(200, 180)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Positions of the sites"))
        self.setToolTip(_("Arrows: next site · + −: enlarge · 0: show all · Enter: open"))

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(360, self._tall)

    @property
    def px_a_km(self) -> float:
        """How much it is enlarged."""
        return self._scale

    @property
    def spots(self) -> Sequence[Spot]:
        """The points that are shown."""
        return self._spots

    def set_spots(self, spots: Sequence[Spot], *, current: object = None, around_km: float = 0) -> None:
        """Show these; `current` has a ring, and with `around_km` stands in the middle of so much land."""
        self._spots, self._current, self._near = list(spots), current, -1
        middle = math.radians(sum(spot.lat for spot in spots) / max(1, len(spots)))
        self._flat = [
            QPointF(spot.lon * KM_A_DEGREE * math.cos(middle), -spot.lat * KM_A_DEGREE) for spot in self._spots
        ]
        self._plain = [(point.x(), point.y()) for point in self._flat]
        here = next((at for at, spot in enumerate(self._spots) if spot.key == current), -1)
        self._near = here
        if around_km and here >= 0:
            self._fitted = False
            self._centre = QPointF(self._flat[here])
            self._scale = min(max(self.width(), 200), max(self.height(), 180)) / (2 * around_km)
        else:
            self.show_all()
        self._redraw()

    def show_all(self) -> None:
        """Enlarge as far as everything fits."""
        self._fitted = True
        if self._flat:
            self._fit(below=_MARGIN)
            if self._under_the_bar():
                self._fit(below=_MARGIN + _BAR.height())
        self._redraw()

    def _fit(self, below: float) -> None:
        """Everything within the margins, with so much room below."""
        xs, ys = [x for x, _y in self._plain], [y for _x, y in self._plain]
        wide, high = max(max(xs) - min(xs), 0.2), max(max(ys) - min(ys), 0.2)
        free = self.height() - _MARGIN - below
        self._scale = max(0.01, min((self.width() - 2 * _MARGIN) / wide, free / high))
        down = (below - _MARGIN) / 2 / self._scale
        self._centre = QPointF((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2 + down)

    def _under_the_bar(self) -> bool:
        """Whether the bar of kilometres covers a sign."""
        low = self._land(QPointF(0, self.height() - _BAR.height()) - _SIGN)
        right = self._land(QPointF(_BAR.width(), 0) + _SIGN).x()
        return any(y > low.y() and x < right for x, y in self._plain)

    def enlarge(self, times: float, at: QPointF | None = None) -> None:
        """Enlarge around a point of the widget."""
        at = at or QPointF(self.width() / 2, self.height() / 2)
        before = self._land(at)
        self._scale = min(MOST_PX_A_KM, max(0.05, self._scale * times))
        self._centre += before - self._land(at)
        self._fitted = False
        self._redraw()

    def place_of(self, key: object) -> QPointF | None:
        """Where a site stands in the widget."""
        return next(
            (self._screen(flat) for spot, flat in zip(self._spots, self._flat, strict=True) if spot.key == key), None
        )

    # hands

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.enlarge(_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grabbed, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            way = event.position() - self._grabbed
            if self._moved or way.manhattanLength() > 6:
                self._moved, self._fitted = True, False
                self._centre -= way / self._scale
                self._grabbed = event.position()
                self._redraw()
            return
        near = self._nearest(event.position(), 14)
        if near != self._near:
            self._near = near
            self.setCursor(Qt.CursorShape.PointingHandCursor if near >= 0 else Qt.CursorShape.OpenHandCursor)
            if near >= 0:
                QToolTip.showText(event.globalPosition().toPoint(), self._spots[near].name, self)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grabbed, self._grabbed = self._grabbed, None
        near = self._nearest(event.position(), 14)
        if grabbed is not None and not self._moved and near >= 0:
            self.chosen.emit(self._spots[near].key)

    def leaveEvent(self, event: QEvent) -> None:
        self._near = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _WAYS:
            self._step(_WAYS[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.enlarge(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.enlarge(1 / _STEP)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.show_all()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._near >= 0:
            self.chosen.emit(self._spots[self._near].key)
        else:
            super().keyPressEvent(event)

    def _step(self, way: QPointF) -> None:
        """Go to the nearest site that lies that way, and bring it into sight."""
        if not self._flat:
            return
        here = self._flat[self._near] if self._near >= 0 else self._centre
        best, least = -1, math.inf
        for at, flat in enumerate(self._flat):
            ahead = QPointF.dotProduct(flat - here, way)
            aside = abs(QPointF.dotProduct(flat - here, QPointF(way.y(), way.x())))
            if at != self._near and ahead > 1e-6 and ahead + 2 * aside < least:
                best, least = at, ahead + 2 * aside
        if best >= 0:
            self._near = best
            self.setAccessibleDescription(self._spots[best].name)
            if not QRectF(self.rect()).adjusted(20, 20, -20, -20).contains(self._screen(self._flat[best])):
                self._centre, self._fitted = QPointF(self._flat[best]), False
            self._redraw()

    def _nearest(self, place: QPointF, within: float) -> int:
        land = self._land(place)
        x, y, best, least = land.x(), land.y(), -1, within / self._scale
        for at, (east, south) in enumerate(self._plain):
            away = abs(east - x) + abs(south - y)
            if away < least:
                best, least = at, away
        return best

    def _screen(self, flat: QPointF) -> QPointF:
        return (flat - self._centre) * self._scale + QPointF(self.width() / 2, self.height() / 2)

    def _land(self, place: QPointF) -> QPointF:
        return (place - QPointF(self.width() / 2, self.height() / 2)) / self._scale + self._centre

    # painting

    def names_shown(self) -> list[tuple[str, QRectF]]:
        """The names that stand on the ground, with their places: those that touch no sign and no other name."""
        whole = QRectF(self.rect())
        shown = [
            (spot, place)
            for spot, flat in zip(self._spots, self._flat, strict=True)
            if whole.contains(place := self._screen(flat))
        ]
        if len(shown) > NAMED_UP_TO:
            return []
        metrics = QFontMetrics(theme.font(11))
        taken = [QRectF(place.x() - 6, place.y() - 6, 12, 12) for _spot, place in shown]
        taken += [QRectF(QPointF(0, self.height() - _BAR.height()), _BAR), self.compass()]
        named = []
        for spot, place in sorted(shown, key=lambda pair: -_WEIGHT[pair[0].tone]):
            name = spot.name.partition(" · ")[0]
            wide = metrics.horizontalAdvance(name) + 2.0
            for left in (place.x() + 9, place.x() - 9 - wide):
                where = QRectF(left, place.y() - 9, wide, 18)
                if whole.contains(where) and not any(where.intersects(other) for other in taken):
                    named.append((name, where))
                    taken.append(where)
                    break
        return named

    def compass(self) -> QRectF:
        """Where the arrow to the north stands: in the corner that hides the fewest signs."""
        top, side = 4.0, QSizeF(28, 56)
        corners = [
            QPointF(self.width() - 36.0, top),
            QPointF(8.0, top),
            QPointF(self.width() - 36.0, self.height() - 60.0),
        ]

        def hidden(room: QRectF) -> int:
            low, high = self._land(room.topLeft() - _SIGN), self._land(room.bottomRight() + _SIGN)
            left, top, right, bottom = low.x(), low.y(), high.x(), high.y()
            return sum(left <= east <= right and top <= south <= bottom for east, south in self._plain)

        return min((QRectF(corner, side) for corner in corners), key=hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.show_all()
        self._ground = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._ground = None

    def _redraw(self) -> None:
        self._ground = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ground is None:
            self._ground = self._drawn()
        look = tokens()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for at, (spot, flat) in enumerate(zip(self._spots, self._flat, strict=True)):
            if at == self._near or spot.key == self._current:
                painter.setPen(QPen(QColor(look.brand), 2.4))
                painter.drawEllipse(self._screen(flat), 9, 9)
        if self._near >= 0:
            self._name(painter, self._spots[self._near].name, self._screen(self._flat[self._near]))
        if self.hasFocus():
            paint.rounded(painter, QRectF(self.rect()), 8, None, look.brand, 2)
        painter.end()

    def _name(self, painter: QPainter, name: str, place: QPointF) -> None:
        """A name beside its point, on a ground of its own, inside the widget; on more lines where one is too short."""
        look, font = tokens(), theme.small(QFont.Weight.DemiBold)
        metrics, most = QFontMetrics(font), self.width() - 8.0
        lines = paint.lines(name, font, most - 18.0, MOST_LINES)
        wide = min(max(metrics.horizontalAdvance(line) for line in lines) + 18.0, most)
        ground = QRectF(place.x() + 14, place.y() - 12, wide, 24 + LINE * (len(lines) - 1))
        if ground.right() > self.width() - 4:
            ground.moveTo(min(max(4.0, place.x() - wide / 2), self.width() - 4 - wide), place.y() + 14)
        if ground.bottom() > self.height() - 4:
            ground.moveBottom(place.y() - 14)
        paint.rounded(painter, ground, 6, look.surface, look.line)
        for at, line in enumerate(lines):
            paint.text(
                painter, QRectF(ground.left() + 8, ground.top() + LINE * at, wide - 16, 24), line, look.ink, font
            )

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        look = tokens()
        made.fill(QColor(look.surface))
        painter = QPainter(made)
        paint.rounded(painter, QRectF(self.rect()), 8, look.bg, look.line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = self._land(QPointF(-8, -8)), self._land(QPointF(self.width() + 8, self.height() + 8))
        left, top, right, bottom = low.x(), low.y(), high.x(), high.y()
        shown = [
            (spot, self._screen(flat))
            for spot, flat, (east, south) in zip(self._spots, self._flat, self._plain, strict=True)
            if left <= east <= right and top <= south <= bottom
        ]
        shown.sort(key=lambda pair: _WEIGHT[pair[0].tone])  # the grave ones lie on top
        stamps = {tone: _stamp(tone, ratio) for tone in _WEIGHT}
        for spot, place in shown:
            painter.drawPixmap(place - _STAMP_MIDDLE, stamps[spot.tone])
        small = theme.font(11)
        for name, where in self.names_shown():
            paint.text(painter, where, name, look.ink2, small)
        self._scale_and_north(painter)
        painter.end()
        return made

    def _scale_and_north(self, painter: QPainter) -> None:
        look = tokens()
        km = nice_length(self._scale)
        left, low, wide = 14.0, self.height() - 14.0, km * self._scale
        small = theme.font(11, QFont.Weight.DemiBold, tabular=True)
        paint.rounded(painter, QRectF(left - 8, low - 26, max(wide + 16, 64), 34), 6, look.bg)
        painter.setPen(QPen(QColor(look.ink), 2))
        painter.drawLine(QPointF(left, low), QPointF(left + wide, low))
        for x in (left, left + wide):
            painter.drawLine(QPointF(x, low - 4), QPointF(x, low + 4))
        words = f"{km:g} km" if km >= 1 else f"{km * 1000:g} m"
        paint.text(painter, QRectF(left, low - 22, 120, 16), words, look.ink, small)
        room = self.compass()
        x, top = room.center().x(), room.top() + 30
        paint.rounded(painter, room, 6, look.bg)
        painter.setPen(QPen(QColor(look.ink), 2))
        painter.drawLine(QPointF(x, top + 20), QPointF(x, top - 6))
        painter.drawPolyline([QPointF(x - 5, top + 2), QPointF(x, top - 8), QPointF(x + 5, top + 2)])
        north = QRectF(x - 10, top - 28, 20, 18)
        paint.text(painter, north, _("N"), look.ink, small, Qt.AlignmentFlag.AlignCenter)


class Legend(QWidget):
    """What the signs of the plot mean, in one line that wraps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, spacing=14, line_spacing=2)
        for tone in ("fail", "warn", "pass", "na"):
            flow.addWidget(_LegendLine(tone, _(MEANINGS[tone])))


class _LegendLine(QWidget):
    """One sign with its meaning."""

    def __init__(self, tone: str, words: str) -> None:
        super().__init__()
        self._tone, self._words = tone, words
        self.setAccessibleName(words)
        self.setFixedSize(QFontMetrics(theme.small()).horizontalAdvance(words) + 22, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sign(painter, QPointF(8, 10), self._tone)
        paint.text(painter, QRectF(20, 0, self.width() - 20, 20), self._words, tokens().ink2, theme.small())
        painter.end()


def nice_length(px_a_km: float) -> float:
    """A round number of kilometres that is about 60 to 150 pixels long."""
    wanted = 150 / px_a_km
    step = 10.0 ** math.floor(math.log10(wanted))
    return max(times * step for times in (1, 2, 5) if times * step <= wanted)


def _stamp(tone: str, ratio: float) -> QPixmap:
    """The sign of a state, drawn once for all the sites that have it."""
    made = QPixmap(round(_STAMP * ratio), round(_STAMP * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sign(painter, _STAMP_MIDDLE, tone)
    painter.end()
    return made


def sign(painter: QPainter, place: QPointF, tone: str) -> None:
    """The sign of a state: a cross, a triangle, a filled or an empty dot."""
    colour = QColor(tokens().ink_of(tone))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if tone == "fail":
        painter.setPen(QPen(colour, 2))
        painter.drawLine(place + QPointF(-4, -4), place + QPointF(4, 4))
        painter.drawLine(place + QPointF(4, -4), place + QPointF(-4, 4))
    elif tone == "warn":
        painter.setPen(QPen(colour, 2))
        painter.drawPolygon([place + QPointF(0, -5), place + QPointF(5, 4), place + QPointF(-5, 4)])
    elif tone == "pass":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(place, 3.5, 3.5)
    else:
        painter.setPen(QPen(colour, 1.4))
        painter.drawEllipse(place, 3.2, 3.2)
