"""Units and letterhead: what stands at the head of every paper, and which side comes first."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from inspector import preferences, settings
from inspector.errors import InspectorError
from inspector.i18n import _
from inspector.store import Reader, Store
from ui.place import Desk
from ui.settings.page import SettingsPage
from ui.widgets.layout import label, row
from ui.widgets.segments import Segment, Segments


class LetterheadPage(SettingsPage):
    """A field for each declared setting; what is typed is kept on leaving the field."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        card = self.card(_("Units and letterhead"), _("Minutes and reports made from now on carry this head."))
        self.fields: dict[str, QLineEdit | Segments] = {}
        self._notes = {}
        for one in settings.of_group(settings.LETTERHEAD):
            field: QLineEdit | Segments
            card.body.addWidget(label(_(one.title), "strong"))
            if one.choices:
                field = Segments([Segment(key, _(words)) for key, words in one.choices], label=_(one.title))
                field.chosen.connect(lambda key, name=one.name: self.keep(name, key))
                card.body.addLayout(row(field, None))
            else:
                field = QLineEdit()
                field.setAccessibleName(_(one.title))
                field.editingFinished.connect(lambda name=one.name: self._typed(name))
                card.body.addWidget(field)
            note = label(_(one.says), "small", wrap=True)
            card.body.addWidget(note)
            card.body.addSpacing(6)
            self.fields[one.name], self._notes[one.name] = field, note
        self._kept: dict[str, str] = {}
        self.body.addStretch(1)

    def refresh(self) -> None:
        self.desk.tasks.read(_read, then=self._show, owner=self)

    def keep(self, name: str, value: str) -> None:
        """Keep one setting."""
        if value != self._kept.get(name):
            self.desk.tasks.write(
                _put,
                name,
                value,
                then=lambda kept: self._told(name, kept),
                otherwise=lambda error: self._refused(name, error),
                owner=self,
            )

    def _typed(self, name: str) -> None:
        field = self.fields[name]
        if isinstance(field, QLineEdit):
            self.keep(name, field.text())

    def _show(self, found: dict[str, str]) -> None:
        self._kept = found
        for name, field in self.fields.items():
            if isinstance(field, QLineEdit):
                if not field.hasFocus():
                    field.setText(found[name])
            else:
                field.set_value(found[name])

    def _told(self, name: str, kept: dict[str, str]) -> None:
        self._kept |= kept
        self._notes[name].setText(_(settings.named(name).says))

    def _refused(self, name: str, error: InspectorError) -> None:
        self._notes[name].setText(f"⚠ {error.says()}")


def _read(reader: Reader) -> dict[str, str]:
    return preferences.read(reader)


def _put(store: Store, name: str, value: str) -> dict[str, str]:
    return preferences.put(store, {name: value})
