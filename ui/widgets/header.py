"""The head of a place: title, a line below it, chips beside it, buttons on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.layout import Elided, FlowLayout, clear


class Header(QWidget):
    """Title and subtitle left, chips, then buttons right."""

    def __init__(self, title: str = "", subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(1)
        self._title, self._subtitle = Elided(title, "title", folds=True), Elided(subtitle, "small", folds=True)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        line.addLayout(words)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        line.addLayout(self._chips)
        self._line = line
        line.addStretch(1)
        self._right = QHBoxLayout()
        self._right.setSpacing(10)
        line.addLayout(self._right)
        self.setMinimumHeight(40)
        self.say(title, subtitle)

    def say(self, title: str, subtitle: str = "") -> None:
        """Show another title."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self.setAccessibleName(title)

    def chips_right(self) -> None:
        """Put the chips at the right edge instead of beside the title."""
        self._line.takeAt(2)
        self._line.insertStretch(1, 1)

    def add_chip(self, chip: QWidget) -> None:
        """Put a chip beside the title."""
        self._chips.addWidget(chip)

    def clear_chips(self) -> None:
        """Take the chips away."""
        clear(self._chips)

    def add(self, part: QWidget) -> None:
        """Put a button on the right."""
        self._right.addWidget(part)


class ChipRow(QWidget):
    """Chips that wrap."""

    def __init__(self, *chips: QWidget, spacing: int = 8, line_spacing: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, spacing=spacing, line_spacing=line_spacing)
        for chip in chips:
            self._flow.addWidget(chip)

    def add(self, chip: QWidget) -> None:
        """One more."""
        self._flow.addWidget(chip)

    def clear(self) -> None:
        """None."""
        clear(self._flow)
