"""Where a person signs by hand: pen, finger or mouse, kept as strokes with their time and drawn again in any size."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QTabletEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

from inspector.i18n import _
from inspector.signing_off import drawn
from ui import theme
from ui.theme import tokens
from ui.widgets import paint

Point = tuple[float, float, int]
INK: Final = "#12307f"
INK_ON_DARK: Final = "#9db8ff"
_PEN: Final = 2.2
_NEAR: Final = 1.5
"""Points nearer than this to the one before are left out."""


class SignaturePad(QWidget):
    """`changed` with every stroke that ends; `text()` is the signature as it is stored."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strokes: list[list[Point]] = []
        self._clock = QElapsedTimer()
        self._drawing = False
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_TabletTracking)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumSize(420, 170)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(_("Field to sign in with pen, finger or mouse"))

    def sizeHint(self) -> QSize:
        """Wide and low, as a line to sign on."""
        return QSize(520, 170)

    def text(self) -> str:
        """The strokes as they are stored; empty when nothing was drawn."""
        return drawn(self.strokes)

    def clear(self) -> None:
        """Begin again."""
        self.strokes, self._drawing = [], False
        self.changed.emit()
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            for point in event.points()[:1]:
                self._follow(point.position(), pressed=event.type() == QEvent.Type.TouchBegin)
            if event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
                self._lift()
            event.accept()
            return True
        return super().event(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        if event.type() == QEvent.Type.TabletRelease:
            self._lift()
        elif event.pressure() > 0 or event.type() == QEvent.Type.TabletPress:
            self._follow(event.position(), pressed=event.type() == QEvent.Type.TabletPress)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._follow(event.position(), pressed=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event.position(), pressed=False)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._lift()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        paint.rounded(painter, QRectF(self.rect()), 10, look.surface, look.ink3)
        base = self.height() - 44
        painter.setPen(QPen(QColor(look.ink3), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(24, base, self.width() - 24, base)
        if not self.strokes:
            painter.setPen(QColor(look.ink3))
            painter.setFont(theme.font())
            below = self.rect().adjusted(0, self.height() - 40, 0, 0)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, _("Sign here"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QPen(QColor(INK_ON_DARK if look.dark else INK), _PEN)
        ink.setCapStyle(Qt.PenCapStyle.RoundCap)
        ink.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(ink)
        for stroke in self.strokes:
            points = [QPointF(x, y) for x, y, _ms in stroke]
            if len(points) == 1:
                painter.drawPoint(points[0])
            else:
                painter.drawPolyline(QPolygonF(points))
        painter.end()

    def _follow(self, at: QPointF, *, pressed: bool) -> None:
        if not self._clock.isValid():
            self._clock.start()
        if pressed:
            self.strokes.append([])
            self._drawing = True
        if not self._drawing or not self.rect().contains(at.toPoint()):
            return
        stroke = self.strokes[-1]
        if not stroke or abs(stroke[-1][0] - at.x()) + abs(stroke[-1][1] - at.y()) >= _NEAR:
            stroke.append((at.x(), at.y(), self._clock.elapsed()))
            self.update()

    def _lift(self) -> None:
        if self._drawing:
            self._drawing = False
            self.strokes = [stroke for stroke in self.strokes if stroke]
            self.changed.emit()
