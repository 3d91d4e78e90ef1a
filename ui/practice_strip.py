"""A strip across every screen of a practice store, so that nobody takes it for earnest."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from inspector.i18n import _
from ui import theme
from ui.theme import tokens
from ui.widgets import paint

HEIGHT = 26


class PracticeStrip(QWidget):
    """Words on slanting stripes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = _("PRACTICE DATA – nothing here is real, and it never reaches a register")
        self.setAccessibleName(self.words)
        self.setFixedHeight(HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        ground, ink = QColor(look.ground_of("warn")), look.ink_of("warn")
        painter.fillRect(self.rect(), ground)
        stripe = QColor(ink)
        stripe.setAlphaF(0.10)
        painter.setPen(QPen(stripe, 8))
        for left in range(-HEIGHT, self.width() + HEIGHT, 28):
            painter.drawLine(QPointF(left, HEIGHT), QPointF(left + HEIGHT, 0))
        font = theme.font(12, QFont.Weight.DemiBold)
        paint.text(painter, QRectF(self.rect()), self.words, ink, font, Qt.AlignmentFlag.AlignCenter)
        painter.end()
