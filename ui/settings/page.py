"""What a page of the settings is: cards one below the other, read again whenever it is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.i18n import _
from ui.place import Desk
from ui.widgets.banner import Banner
from ui.widgets.layout import Card, label


class SettingsPage(QWidget):
    """One page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)

    def refresh(self) -> None:
        """Read what the page shows."""

    def card(self, heading: str, words: str = "") -> Card:
        """A card of this page."""
        made = Card(heading)
        if words:
            made.body.addWidget(label(words, "second", wrap=True))
        self.body.addWidget(made)
        return made

    def done(self, words: str, advice: str = "") -> None:
        """Say that something was done."""
        self.desk.notify(Banner(words, advice, tone="pass", sign="check", close_text=_("Put away")))
