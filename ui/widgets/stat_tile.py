"""A figure that a meeting reads from the back row."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.chip import Chip
from ui.widgets.layout import Card, label, row


class StatTile(Card):
    """What, how much, and a chip that says how it compares. Pressed by mouse or Enter, it leads to its list (`pressed`)."""

    pressed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body.setSpacing(2)
        self._name = name
        self._figure = label("–", "figure")
        self._figure.setFont(theme.font(26, QFont.Weight.Bold, tabular=True))
        self._chip = Chip("")
        kept = self._chip.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._chip.setSizePolicy(kept)
        self._chip.hide()
        self.body.addWidget(label(name, "second"))
        self.body.addWidget(self._figure)
        self.body.addLayout(row(self._chip, None))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(112)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def say(self, figure: str, chip: str = "", tone: str = "plain", sign: str | None = None) -> None:
        """Show a figure."""
        self._figure.setText(figure)
        self._chip.setVisible(bool(chip))
        if chip:
            self._chip.say(chip, tone, sign)
        self.setAccessibleName(f"{self._name}: {figure} {chip}".strip())
