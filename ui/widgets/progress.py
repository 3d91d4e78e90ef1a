"""What a long piece of work is doing, how far it is, and a way to stop it; and the bar of parts of a whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from ui.theme import tokens
from ui.widgets.button import Button
from ui.widgets.layout import label


class ProgressStrip(QFrame):
    """One line: what, how far, cancel (`cancelled`)."""

    cancelled = Signal()

    def __init__(self, text: str, cancel_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setAccessibleName(text)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 4, 6, 4)
        line.setSpacing(12)
        self.text = label(text, "strong")
        self.figures = label("", "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(text)
        self.button = Button(cancel_text, kind="quiet", icon="cross")
        self.button.clicked.connect(self.cancelled)
        line.addWidget(self.text)
        line.addWidget(self.bar, 1)
        line.addWidget(self.figures)
        line.addWidget(self.button)

    def report(self, done: int, total: int) -> None:
        """So far."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.figures.setText(f"{done}/{total}" if total else "")


class PartsBar(QWidget):
    """A bar of a whole in coloured parts: (count, tone) each; what is left stays empty."""

    def __init__(self, parent: QWidget | None = None, height: int = 8) -> None:
        super().__init__(parent)
        self._parts: list[tuple[int, str]] = []
        self._total = 0
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: Sequence[tuple[int, str]], total: int, *, says: str) -> None:
        """Show these parts; `says` is the same in words."""
        self._parts, self._total = list(parts), total
        self.setAccessibleName(says)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QPainterPath()
        whole.addRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setClipPath(whole)
        painter.fillRect(self.rect(), QColor(look.na_ground))
        left = 0.0
        for count, tone in self._parts:
            width = self.width() * count / self._total if self._total else 0.0
            painter.fillRect(QRectF(left, 0, width, self.height()), QColor(look.ink_of(tone)))
            left += width
        painter.end()
