"""Pictures as answers: a photograph, and a signature drawn with pen, finger or mouse."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QTabletEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector.i18n import _
from ui.form.editors.base import Asked, Editor
from ui.theme import tokens
from ui.theme_tokens import CONTROL_RADIUS
from ui.widgets import paint
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.layout import label, row

SCALE: Final = 3
"""Pixels of the kept picture for each pixel of the pad."""


class PictureEditor(Editor):
    """The picture stands among the photographs of the item; here it is asked for."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self.add = Button(_("Photo…"), icon="photo", keys="P")
        self.add.clicked.connect(lambda: asked.tools.add_picture(asked.node.path))
        self.state = Chip("", "pass", "check")
        self.none = label(_("No photos are taken for state secrets; write in neutral words."), "small", wrap=True)
        for part in (self.add, self.state, self.none):
            line.addWidget(part)
        line.addStretch(1)
        self.add.setVisible(asked.tools.pictures)
        self.none.setVisible(not asked.tools.pictures)
        self.show_value(asked.node.value)

    def show_value(self, text: str) -> None:
        super().show_value(text)
        self.state.say(_("photo kept"), "pass", "check")
        self.state.setVisible(bool(text))

    def stops(self) -> list[QWidget]:
        return [self.add]


class SignaturePad(QWidget):
    """Strokes as they were drawn: points with their time in milliseconds. `drawn()` after each stroke."""

    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strokes: list[list[tuple[float, float, int]]] = []
        self._drawing = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumSize(280, 130)
        self.setMaximumWidth(560)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(_("Sign here with pen, finger or mouse"))

    def sizeHint(self) -> QSize:
        return QSize(480, 130)

    def clear(self) -> None:
        """An empty pad."""
        self.strokes = []
        self.update()

    def picture(self) -> bytes:
        """The strokes in black on white, as a PNG."""
        image = QImage(self.size() * SCALE, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.scale(SCALE, SCALE)
        self._draw(painter, "#000000")
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._begin(event.position(), event.timestamp())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_on(event.position(), event.timestamp())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._end(event.position(), event.timestamp())

    def tabletEvent(self, event: QTabletEvent) -> None:
        kind = event.type()
        if kind == QTabletEvent.Type.TabletPress:
            self._begin(event.position(), event.timestamp())
        elif kind == QTabletEvent.Type.TabletMove:
            self._go_on(event.position(), event.timestamp())
        else:
            self._end(event.position(), event.timestamp())
        event.accept()

    def _begin(self, at: QPointF, time: int) -> None:
        self._drawing = True
        self.strokes.append([(at.x(), at.y(), time)])
        self.update()

    def _go_on(self, at: QPointF, time: int) -> None:
        if self._drawing:
            self.strokes[-1].append((at.x(), at.y(), time))
            self.update()

    def _end(self, at: QPointF, time: int) -> None:
        if self._drawing:
            self._go_on(at, time)
            self._drawing = False
            self.drawn.emit()

    def _draw(self, painter: QPainter, ink: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(ink), 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in self.strokes:
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y, _time in stroke]))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        paint.rounded(painter, QRectF(self.rect()), CONTROL_RADIUS, "#ffffff", look.ink3)
        painter.setPen(QPen(QColor("#c4ccd4"), 1))
        painter.drawLine(QPointF(20, self.height() - 30), QPointF(self.width() - 20, self.height() - 30))
        self._draw(painter, "#16212e")
        painter.end()


class SignatureEditor(Editor):
    """Drawn, then kept; drawing again replaces it."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.pad = SignaturePad()
        whole.addWidget(self.pad)
        self.keep = Button(_("Keep the signature"), icon="check")
        self.keep.setEnabled(False)
        self.pad.drawn.connect(partial(self.keep.setEnabled, True))
        self.keep.clicked.connect(self._keep)
        again = Button(_("Draw again"), kind="quiet", icon="refresh")
        again.clicked.connect(self._again)
        self.state = Chip("", "pass", "check")
        self.buttons = [self.keep, again]
        whole.addLayout(row(self.keep, again, self.state, None))
        self.show_value(asked.node.value)

    def show_value(self, text: str) -> None:
        super().show_value(text)
        self.state.say(_("signature kept"), "pass", "check")
        self.state.setVisible(bool(text))

    def stops(self) -> list[QWidget]:
        return list(self.buttons)

    def begin(self) -> bool:
        return False

    def _keep(self) -> None:
        if self.pad.strokes:
            self.asked.tools.keep_picture(self.node.path, self.pad.picture(), "signature.png")
            self.keep.setEnabled(False)

    def _again(self) -> None:
        self.pad.clear()
        self.keep.setEnabled(False)
