"""The cards beside the paper: the team by side, the words of the site, the reservations about findings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout

from inspector import people, visits
from inspector.i18n import _
from inspector.model import Person, Side
from inspector.reports import phrases
from inspector.sides import SIDES
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.layout import Card, clear, label, row

SIGNING: Final = tuple((side, SIDES[side.value]) for side in (Side.POLICE, Side.VNPT, Side.SITE))
PAUSE_MS: Final = 900
"""What is typed is journalled after such a pause, or when the field is left."""


class TeamCard(Card):
    """Who is there, by side. `added(name, side)`, `removed(person)`."""

    added = Signal(str, str)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Joint team and site representative"))
        self._people = QVBoxLayout()
        self.body.addLayout(self._people)
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Full name"))
        self.name.setAccessibleName(_("Name of a person to add"))
        self.name.returnPressed.connect(self._add)
        self.side = QComboBox()
        self.side.setAccessibleName(_("Side"))
        for side, words in SIGNING:
            self.side.addItem(_(words), side.value)
        self.button = Button(_("Add"), icon="add")
        self.button.clicked.connect(self._add)
        self.body.addLayout(row(self.name, self.side, self.button))

    def show_team(self, dossier: visits.Dossier, known: Mapping[str, Person]) -> None:
        """Show whom the minutes name; who is there by signing or filling cannot be taken out, and nobody while it is locked."""
        clear(self._people)
        locked = dossier.locked
        named = {member.person for member in dossier.members}
        sheets = (page.sheet for page in dossier.pages)
        everybody = people.present(dossier.members, sheets, dossier.signatures, known)
        for side, words in SIGNING:
            present = [member for member in everybody if member.side == side]
            self._people.addWidget(label(_(words), "second"))
            if not present:
                missing = _("Nobody yet.") if side is not Side.SITE else _("No representative: the site does not sign.")
                self._people.addWidget(label(missing, "small", wrap=True))
            for member in present:
                name = known[member.person].name if member.person in known else member.person
                away = Button(icon="cross", kind="quiet", tip=_("Take {name} out").format(name=name))
                away.clicked.connect(partial(self.removed.emit, member.person))
                role = label(phrases.role(member.role), "small")
                self._people.addLayout(row(label(name, wrap=True), role, None, away))
                away.setVisible(member.person in named and not locked)
        for part in (self.name, self.side, self.button):
            part.setVisible(not locked)

    def _add(self) -> None:
        name = self.name.text().strip()
        if name:
            self.name.clear()
            self.added.emit(name, str(self.side.currentData()))


class WordsCard(Card):
    """What the site says. `edited(field, text)` after a pause and when a field is left; there is no button to save."""

    edited = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(_("Opinion of the site"))
        self.fields = {"statement": QPlainTextEdit(), "opinion": QPlainTextEdit()}
        self.said: dict[str, QLabel] = {}
        """What stands when the text is locked: words, not fields that look as if one could write in them."""
        self._shown = dict.fromkeys(self.fields, "")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.keep)
        for name, words in (("statement", _("Statement")), ("opinion", _("Opinion on the result"))):
            field = self.fields[name]
            field.setAccessibleName(words)
            field.setFixedHeight(72)
            field.setTabChangesFocus(True)
            field.textChanged.connect(self._pause.start)
            field.installEventFilter(self)
            self.body.addWidget(label(words, "second"))
            self.body.addWidget(field)
            self.said[name] = label("", wrap=True, selectable=True)
            self.body.addWidget(self.said[name])
        self.unsaved = Chip(_("not saved"), "warn", "warn")
        self.unsaved.hide()
        self.body.addLayout(row(self.unsaved, None))

    def show_words(self, statement: str, opinion: str, *, locked: bool) -> None:
        """Show what stands; a field in which somebody types is left alone."""
        for name, text in (("statement", statement), ("opinion", opinion)):
            field = self.fields[name]
            field.setReadOnly(locked)
            field.setVisible(not locked)
            self.said[name].setText(text or _("Nothing was said."))
            self.said[name].setVisible(locked)
            typed = field.toPlainText().strip() != self._shown[name]
            if not typed and field.toPlainText() != text:
                field.setPlainText(text)
            if not typed or field.toPlainText().strip() == text:
                self._shown[name] = text

    def keep(self) -> None:
        """Journal what was typed."""
        self._pause.stop()
        for name, field in self.fields.items():
            text = field.toPlainText().strip()
            if text != self._shown[name] and not field.isReadOnly():
                self._shown[name] = text
                self.edited.emit(name, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.keep()
        return super().eventFilter(watched, event)


class ReservationsCard(Card):
    """Every finding, and what a party does not agree with about it. `edited(path, text)`."""

    edited = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(_("Reservations about findings"))
        self.fields: dict[str, QLineEdit] = {}
        self.said: dict[str, QLabel] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.none = label(_("No reservation."), "second")
        self.body.addLayout(self._lines)
        self.body.addWidget(self.none)

    def show_findings(self, dossier: visits.Dossier) -> None:
        """Show the findings; made anew only when there are others than before."""
        lines = {line.path: line for page in dossier.pages for line in page.lines}
        found = {f"{one.form}/{one.path}": one for one in dossier.findings}
        if list(self.fields) != list(found) or not found:
            self.said = {}
            clear(self._lines)
            self.fields = {}
            if not found:
                self._lines.addWidget(label(_("There is no finding."), "small"))
            for path, finding in found.items():
                line = lines.get(path)
                code = line.item.code if line else path.rpartition("/")[2]
                field = QLineEdit()
                field.setPlaceholderText(_("Reservation, if there is one"))
                field.setAccessibleName(_("Reservation about {code}").format(code=code))
                field.editingFinished.connect(partial(self._on_edited, path))
                self.fields[path] = field
                said = finding.text or (line.note if line else "") or (line.item.text if line else "")
                line_ = row(label(code, "code"))
                line_.addWidget(label(said, wrap=True), 1)
                self._lines.addLayout(line_)
                self._lines.addWidget(field)
                self.said[path] = label("", "second", wrap=True, selectable=True)
                self._lines.addWidget(self.said[path])
        for path, field in self.fields.items():
            made = found[path].reservation
            field.setReadOnly(dossier.locked)
            field.setVisible(not dossier.locked)
            self.said[path].setText(_("Reservation: {text}").format(text=made))
            self.said[path].setVisible(dossier.locked and bool(made))
            if not field.hasFocus():
                field.setText(found[path].reservation)
            field.setProperty("stored", found[path].reservation)
        self.none.setVisible(dossier.locked and bool(found) and not any(one.reservation for one in found.values()))

    def _on_edited(self, path: str) -> None:
        field = self.fields[path]
        text = field.text().strip()
        if text != str(field.property("stored") or "") and not field.isReadOnly():
            field.setProperty("stored", text)
            self.edited.emit(path, text)
