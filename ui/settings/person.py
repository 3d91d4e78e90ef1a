"""Who works on this computer, and for which side."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit

from inspector import people
from inspector.i18n import _
from inspector.store import Store
from ui.place import Desk
from ui.settings.page import SettingsPage
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.layout import fields, row
from ui.widgets.segments import Segment, Segments


class PersonPage(SettingsPage):
    """Name, side and unit; what was said under an earlier name stays under it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words = _("Your name stands beside every answer you give. What was said under another name stays under it.")
        card = self.card(_("Who works on this computer"), words)
        person = desk.person
        self.name = QLineEdit(person.name if person else "")
        self.unit = QLineEdit(person.unit if person else "")
        self.post = QLineEdit(person.post if person else "")
        self.side = Segments([Segment("police", _("Police")), Segment("vnpt", "VNPT")], label=_("Side"))
        self.side.set_value(person.side if person else None)
        self.keep = Button(_("Work under this name"), kind="primary", icon="person")
        self.keep.setEnabled(False)
        self.keep.clicked.connect(self._keep)
        for words, field in ((_("Name"), self.name), (_("Unit"), self.unit), (_("Post"), self.post)):
            field.setAccessibleName(words)
            field.setMaximumWidth(460)
            field.textChanged.connect(lambda _text: self._changed())
            field.returnPressed.connect(self.keep.click)
        self.side.chosen.connect(lambda _key: self._changed())
        self.side.cleared.connect(self._changed)
        card.body.addLayout(
            fields((_("Name"), self.name), (_("Side"), self.side), (_("Unit"), self.unit), (_("Post"), self.post))
        )
        self.waits = Chip("", "warn", "warn")
        self.waits.hide()
        card.body.addLayout(row(self.keep, self.waits, None))
        self.body.addStretch(1)

    def _changed(self) -> None:
        """It can be taken once something is different and nothing needed is missing."""
        said = (self.name.text().strip(), self.side.value or "", self.unit.text().strip(), self.post.text().strip())
        one = self.desk.person
        known = (one.name, one.side, one.unit, one.post) if one else ("", "", "", "")
        ready = bool(said[0] and said[1])
        self.keep.setEnabled(ready and said != known)
        self.waits.say(_("not applied yet") if ready else _("name and side are needed"), "warn", "warn")
        self.waits.setVisible(said != known)

    def _keep(self) -> None:
        name, side = self.name.text().strip(), self.side.value
        if name and side:
            unit, post = self.unit.text(), self.post.text()
            self.desk.tasks.write(_settled, name, side, unit, post, then=self._settled, owner=self)

    def _settled(self, done: list[Any]) -> None:
        self.desk.settings.open(done[0])


def _settled(store: Store, name: str, side: str, unit: str, post: str) -> list[Any]:
    return [people.settle(store, name, side=side, unit=unit.strip(), post=post.strip())]
