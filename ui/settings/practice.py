"""Practice data: a store of its own, entered and left from here."""

from __future__ import annotations

from inspector.i18n import _
from ui.place import Desk
from ui.settings.page import SettingsPage
from ui.widgets.button import Button
from ui.widgets.layout import row


class PracticePage(SettingsPage):
    """Go there, or back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words = _(
            "Invented stations, a round and a visit that is half done, in a store of their own. Every screen and paper says "
            "that it is practice, and nothing of it can be merged into a real register."
        )
        card = self.card(_("Practice data"), words)
        self.enter = Button(_("Practise"), kind="primary", icon="play")
        self.enter.clicked.connect(lambda: desk.settings.open_practice())
        self.leave = Button(_("Back to the real data"), kind="primary", icon="arrow-left")
        self.leave.clicked.connect(lambda: desk.settings.leave_practice())
        practising = desk.settings.practice
        (self.enter if practising else self.leave).hide()
        card.body.addLayout(row(self.enter, self.leave, None))
        self.body.addStretch(1)
