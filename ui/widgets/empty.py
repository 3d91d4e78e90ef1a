"""What an empty place shows: what it is for, and the first step."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import tokens
from ui.widgets import paint
from ui.widgets.button import Button
from ui.widgets.layout import Card, label

WIDEST: Final = 520
SHARE: Final = 0.78
"""So much of its place the smaller sentence takes at most."""


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
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._text, 100)
        middle.addStretch(1)
        whole.addLayout(middle)
        self._balance()
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
        self._balance()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._balance()

    def _balance(self) -> None:
        """No line of the smaller sentence holds one word alone: all are about as long as one another."""
        self._text.ensurePolished()
        widest = min(WIDEST, round(self.contentsRect().width() * SHARE))
        self._text.setMaximumWidth(balanced(self._text.text(), QFontMetrics(self._text.font()), widest))


def balanced(text: str, metrics: QFontMetrics, widest: int) -> int:
    """The least width at which a text needs no more lines than at the widest."""

    def high(width: int) -> int:
        return metrics.boundingRect(0, 0, width, 10_000, int(Qt.TextFlag.TextWordWrap), text).height()

    widest = max(1, widest)
    least, most = 1, widest
    while least < most:
        middle = (least + most) // 2
        if high(middle) <= high(widest):
            most = middle
        else:
            least = middle + 1
    return most + 1


def on_card(empty: EmptyState) -> Card:
    """It on a surface of its own, where no list holds it."""
    card = Card(padding=0)
    card.body.addWidget(empty)
    return card


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
