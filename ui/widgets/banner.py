"""A sentence across the place that waits until it is read: a refusal, a warning, something done."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import tokens
from ui.theme_tokens import CARD_RADIUS
from ui.widgets import paint
from ui.widgets.button import Button
from ui.widgets.layout import label
from ui.widgets.sign import Sign


class Banner(QWidget):
    """Sentence, advice, buttons and a cross to put it away (`closed`). Tones as those of chips."""

    closed = Signal()

    def __init__(
        self,
        text: str,
        advice: str = "",
        *,
        tone: str = "fail",
        sign: str = "warn",
        close_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setAccessibleName(" ".join(part for part in (text, advice) if part))
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 8, 8)
        line.setSpacing(10)
        line.addWidget(Sign(sign, tone), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.text = label(text, "strong", wrap=True, selectable=True)
        words.addWidget(self.text)
        if advice:
            words.addWidget(label(advice, "second", wrap=True))
        line.addLayout(words, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        line.addLayout(self._buttons)
        if close_text:
            close = Button("", kind="quiet", icon="cross", tip=close_text)
            close.clicked.connect(self.closed)
            line.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def add(self, button: Button) -> None:
        """A button of the banner."""
        self._buttons.addWidget(button)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        paint.rounded(painter, QRectF(self.rect()), CARD_RADIUS, look.ground_of(self._tone), look.ink_of(self._tone), 1)
        painter.end()
