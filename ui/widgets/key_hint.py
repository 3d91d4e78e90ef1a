"""A key cap, shown where the key acts."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import tokens
from ui.widgets import paint


class KeyHint(QWidget):
    """One key or combination, such as `Ctrl+K`."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(paint.key_width(keys, self._font()) + 1, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        cap = QRectF(0.5, 0.5, self.width() - 1, 20)
        paint.key_cap(painter, cap, self._keys, look.ink2, look.surface, look.line, self._font())
        painter.end()

    def _font(self) -> QFont:
        return theme.small(QFont.Weight.DemiBold)
