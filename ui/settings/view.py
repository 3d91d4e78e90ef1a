"""Settings that take effect at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QFormLayout, QLineEdit

from inspector import backups, i18n, people
from inspector.i18n import _
from inspector.store import Store
from ui.place import Desk, PlaceView
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.layout import Card, label, row
from ui.widgets.segments import Segment, Segments


class SettingsView(PlaceView):
    """Person, language, look, backup."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Settings"), scrolls=True)
        who = Card(_("Who works on this computer"))
        fields = QFormLayout()
        person = desk.person
        self.name = QLineEdit(person.name if person else "")
        self.unit = QLineEdit(person.unit if person else "")
        self.name.setAccessibleName(_("Name"))
        self.unit.setAccessibleName(_("Unit"))
        self.side = Segments([Segment("police", _("Police")), Segment("vnpt", "VNPT")], label=_("Side"))
        self.side.set_value(person.side if person else None)
        fields.addRow(_("Name"), self.name)
        fields.addRow(_("Side"), self.side)
        fields.addRow(_("Unit"), self.unit)
        who.body.addLayout(fields)
        keep = Button(_("Keep"))
        keep.clicked.connect(self._keep)
        who.body.addLayout(row(keep, None))
        look = Card(_("Language and look"))
        self.language = Segments([Segment("vi", "Tiếng Việt"), Segment("en", "English")], label=_("Language"))
        self.language.set_value(i18n.language())
        self.language.chosen.connect(self._speak)
        modes = [
            ("system", _("As the system")),
            ("light", _("Light")),
            ("dark", _("Dark")),
            ("contrast", _("High contrast")),
        ]
        self.look = Segments([Segment(key, words) for key, words in modes], label=_("Look"))
        self.look.set_value(str(desk.memory.value("theme", "system")))
        self.look.chosen.connect(self._paint)
        look.body.addLayout(row(self.language, None))
        look.body.addLayout(row(self.look, None))
        copy = Card(_("Copy of the store"))
        copy.body.addWidget(
            label(
                _("Everything that was ever said, in one file. It can be made while people work."), "second", wrap=True
            )
        )
        backup = Button(_("Make a backup…"), icon="backup")
        backup.clicked.connect(self._choose)
        copy.body.addLayout(row(backup, None))
        for card in (who, look, copy):
            self.body.addWidget(card)
        self.body.addStretch(1)

    def _keep(self) -> None:
        name, side = self.name.text().strip(), self.side.value
        if name and side:
            self.desk.tasks.write(_settled, name, side, self.unit.text(), then=self._settled, owner=self)

    def _settled(self, done: list[Any]) -> None:
        self.desk.settings.open(done[0])

    def _speak(self, language: str) -> None:
        self.desk.memory.setValue("language", language)
        i18n.set_language(language)
        if self.desk.restart is not None:
            self.desk.restart()

    def _paint(self, mode: str) -> None:
        self.desk.memory.setValue("theme", mode)
        self.desk.settings.theme.set_mode(mode)

    def _choose(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Make a backup…"), "sao-luu.db", "*.db")
        if name:
            self.back_up(Path(name))

    def back_up(self, path: Path) -> None:
        """Copy the store aside."""
        self.desk.tasks.write(backups.make, path, then=lambda _none: self._said(path), owner=self)

    def _said(self, path: Path) -> None:
        self.desk.notify(
            Banner(_("The backup is in {file}.").format(file=path), tone="pass", sign="check", close_text=_("Put away"))
        )


def _settled(store: Store, name: str, side: str, unit: str) -> list[Any]:
    return [people.settle(store, name, side=side, unit=unit.strip())]
