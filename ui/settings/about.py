"""What this program is, where its data lie, and the keys that act in it."""

from __future__ import annotations

import platform

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QFormLayout

from inspector import __version__
from inspector.i18n import _
from inspector.journal import short
from inspector.store import Reader
from ui.place import Desk
from ui.settings.page import SettingsPage
from ui.widgets.button import Button
from ui.widgets.layout import label, row


class AboutPage(SettingsPage):
    """Version, store, digest."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        card = self.card(
            _("Joint inspection"),
            _("Works without any network; nothing leaves this computer but the files you hand over."),
        )
        facts = QFormLayout()
        facts.setHorizontalSpacing(16)
        self.store = label("", wrap=True, selectable=True)
        for words, value in (
            (_("Version"), label(__version__, selectable=True)),
            (_("Store"), label(str(desk.settings.store), wrap=True, selectable=True)),
            (_("Digest of the store"), self.store),
            (_("Runs on"), label(f"Python {platform.python_version()} · Qt {qVersion()}", selectable=True)),
            (_("Typefaces"), label("Inter, Liberation (OFL)", selectable=True)),
        ):
            facts.addRow(label(words, "second"), value)
        card.body.addLayout(facts)
        keys = Button(_("Keys"), icon="keyboard", keys="F1")
        keys.clicked.connect(lambda: desk.actions.get("keys").trigger())
        card.body.addLayout(row(keys, None))
        self.body.addStretch(1)

    def refresh(self) -> None:
        self.desk.tasks.read(_digest, then=self.store.setText, owner=self)


def _digest(reader: Reader) -> str:
    return short(reader.digest()[0])
