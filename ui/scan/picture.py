"""The live picture of the camera, the found tags outlined in it, or why there is none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from inspector.i18n import _
from ui import theme
from ui.scan.camera import LIVE, Camera
from ui.scan.decoding import Seen
from ui.theme import tokens
from ui.widgets import paint
from ui.widgets.chip import chip_width, paint_chip
from ui.widgets.empty import EmptyState

Mark = Callable[[str], tuple[str, str]]
"""What a tag of this text is called, and in which tone it is outlined."""


class LivePicture(QWidget):
    """Paints the newest frame; each symbol in it is outlined and named."""

    def __init__(self, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = mark
        self._seen: Seen | None = None
        self.setAccessibleName(_("Live view of the camera"))
        self.setMinimumSize(300, 220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Four to three."""
        return QSize(440, 330)

    def show_seen(self, seen: Seen | None) -> None:
        """Show this frame."""
        self._seen = seen
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        paint.rounded(painter, QRectF(self.rect()), 8, look.bg)
        if self._seen is not None:
            self._paint(painter, self._seen)
        painter.end()

    def _paint(self, painter: QPainter, seen: Seen) -> None:
        scale = min(self.width() / seen.width, self.height() / seen.height)
        where = QRectF(0, 0, seen.width * scale, seen.height * scale)
        where.moveCenter(QRectF(self.rect()).center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(where, seen.picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for symbol in seen.symbols:
            name, tone = self._mark(symbol.text)
            colour = QColor(tokens().ink_of(tone))
            corners = [where.topLeft() + QPointF(x * scale, y * scale) for x, y in symbol.corners]
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for width, ink in ((7, QColor("#ffffff")), (4, colour)):
                painter.setPen(
                    QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
                )
                painter.drawPolygon(QPolygonF(corners))
            if name:
                low = max(corner.y() for corner in corners) + 8
                wide = min(float(chip_width(name, None)), where.width())
                left = sum(corner.x() for corner in corners) / 4 - wide / 2
                left = min(max(left, where.left()), where.right() - wide)
                painter.setFont(theme.small(QFont.Weight.DemiBold))
                paint_chip(painter, QRectF(left, min(low, where.bottom() - 30), wide, 26), name, tone, None)


class CameraPanel(QWidget):
    """The live picture, or what to do when there is none."""

    def __init__(self, camera: Camera, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._camera = camera
        self._stack = QStackedLayout(self)
        self.live = LivePicture(mark)
        self.without = EmptyState("camera-off", "", "")
        self._stack.addWidget(self.without)
        self._stack.addWidget(self.live)
        camera.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say how the camera stands."""
        title, advice = self._camera.says()
        self.without.say(title, advice)
        self._stack.setCurrentWidget(self.live if self._camera.state == LIVE else self.without)
