"""A place before its view is there: its name, where the view will say it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.header import Header


class Waiting(QWidget):
    """Takes the room of a place that is being made."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "bg")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 16)
        self._header = Header()
        whole.addWidget(self._header)
        whole.addStretch(1)

    def say(self, name: str) -> None:
        """Which place is coming."""
        self._header.say(name)
        self.setAccessibleName(name)
