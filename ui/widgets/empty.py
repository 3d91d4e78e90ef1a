"""What an empty place shows: what it is for, and the first step."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import tokens
from ui.widgets import paint
from ui.widgets.button import Button
from ui.widgets.layout import label


class EmptyState(QWidget):
    """An icon, a sentence, a smaller one, and the button of the first step (`pressed`)."""

    pressed = Signal()

    def __init__(
        self, icon: str, title: str, text: str = "", step: str = "", *, keys: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        whole = QVBoxLayout(self)
        whole.setSpacing(8)
        whole.addStretch(2)
        self._picture = Medallion(icon)
        whole.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addSpacing(4)
        self._title = label(title, "heading", wrap=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        whole.addWidget(self._title)
        self._text = label(text, "second", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setMaximumWidth(520)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._text, 8)
        middle.addStretch(1)
        whole.addLayout(middle)
        whole.addSpacing(8)
        self.steps = QHBoxLayout()
        self.steps.setSpacing(10)
        self.steps.addStretch(1)
        if step:
            self.button = Button(step, kind="primary", keys=keys)
            self.button.clicked.connect(self.pressed)
            self.steps.addWidget(self.button)
        self.steps.addStretch(1)
        whole.addLayout(self.steps)
        whole.addStretch(3)

    def say(self, title: str, text: str = "") -> None:
        """Show other sentences."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)


class Medallion(QWidget):
    """An icon on a round ground."""

    def __init__(self, icon: str, side: int = 64, tone: str = "brand", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self.setFixedSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        paint.rounded(painter, QRectF(self.rect()), self.width() / 2, look.ground_of(self._tone))
        side = round(self.width() * 0.44)
        paint.icon(painter, self._icon, look.ink_of(self._tone), QPointF(self.width() / 2, self.height() / 2), side)
        painter.end()
