"""Who works on this computer, and for which side."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFormLayout, QLineEdit

from inspector import people
from inspector.i18n import _
from inspector.store import Store
from ui.place import Desk
from ui.settings.page import SettingsPage
from ui.widgets.button import Button
from ui.widgets.layout import row
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
        fields = QFormLayout()
        fields.setVerticalSpacing(10)
        for words, field in ((_("Name"), self.name), (_("Unit"), self.unit), (_("Post"), self.post)):
            field.setAccessibleName(words)
            fields.addRow(words, field)
        fields.insertRow(1, _("Side"), self.side)
        card.body.addLayout(fields)
        self.keep = Button(_("Keep"), kind="primary")
        self.keep.clicked.connect(self._keep)
        card.body.addLayout(row(self.keep, None))
        self.body.addStretch(1)

    def _keep(self) -> None:
        name, side = self.name.text().strip(), self.side.value
        if name and side:
            unit, post = self.unit.text(), self.post.text()
            self.desk.tasks.write(_settled, name, side, unit, post, then=self._settled, owner=self)

    def _settled(self, done: list[Any]) -> None:
        self.desk.settings.open(done[0])


def _settled(store: Store, name: str, side: str, unit: str, post: str) -> list[Any]:
    return [people.settle(store, name, side=side, unit=unit.strip(), post=post.strip())]
