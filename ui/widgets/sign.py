"""An icon that stands for itself, in the colour of a tone."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import tokens
from ui.widgets import paint


class Sign(QWidget):
    """An icon of `side` pixels; decoration, the words beside it say the same."""

    def __init__(self, name: str, tone: str = "plain", side: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._tone, self._side = name, tone, side
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        centre = QPointF(self.width() / 2, self.height() / 2)
        paint.icon(painter, self._name, tokens().ink_of(self._tone), centre, self._side)
        painter.end()
