"""The first start: who works here, for which side, and whether the store is sealed; and the question for a passphrase."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from inspector.i18n import _
from ui.messages import Dialog
from ui.widgets.button import Button
from ui.widgets.layout import fields, label, row
from ui.widgets.segments import Segment, Segments

LEAST_LETTERS = 8
NAME_WIDTH = 132


class Welcome(Dialog):
    """Three questions; `said` holds name, side and unit, `passphrase` what seals a new store, or nothing yet."""

    def __init__(self, *, new_store: bool = False) -> None:
        words = _("Your name stands beside every answer you give. It can be changed later under Settings.")
        super().__init__(_("Who works on this computer?"), words, sign="person")
        self.setWindowTitle(_("Joint inspection"))
        self.setMinimumWidth(640)
        self.name, self.unit = QLineEdit(), QLineEdit()
        self.name.setAccessibleName(_("Name"))
        self.unit.setAccessibleName(_("Unit"))
        self.side = Segments([Segment("police", _("Police")), Segment("vnpt", "VNPT")], label=_("Side"))
        who = ((_("Name"), self.name), (_("Side"), self.side), (_("Unit"), self.unit))
        self.body.addLayout(fields(*who, name_width=NAME_WIDTH))
        self.seal = QCheckBox(_("Seal the data on this computer with a passphrase"))
        self.first, self.again = _secret(_("Passphrase")), _secret(_("The same once more"))
        self.again.setPlaceholderText(_("The same once more"))
        self._twice = QWidget()
        self._twice.setLayout(row(self.first, self.again))
        self._secrets = fields((_("Passphrase"), self._twice), name_width=NAME_WIDTH)
        self.advice = label(_("Not yet: the data can be read by whoever has this computer."), "small", wrap=True)
        if new_store:
            self.body.addWidget(self.seal)
            self.body.addLayout(self._secrets)
            self.body.addWidget(self.advice)
        else:
            for part in (self.seal, self._twice, self.advice):
                part.setParent(self)
                part.hide()
        self.start = Button(_("Begin"), kind="primary")
        self.start.setDefault(True)
        self.start.clicked.connect(self.accept)
        self.add(self.start)
        for field in (self.name, self.first, self.again):
            field.textChanged.connect(lambda _text: self._check())
        self.side.chosen.connect(lambda _key: self._check())
        self.side.cleared.connect(self._check)
        self.seal.toggled.connect(lambda _on: self._check())
        self._check()
        self.name.setFocus()

    @property
    def said(self) -> tuple[str, str, str]:
        """Name, side, unit."""
        return self.name.text().strip(), self.side.value or "", self.unit.text().strip()

    @property
    def passphrase(self) -> str:
        """What seals the store; empty when it is not sealed yet."""
        return self.first.text() if self.seal.isChecked() else ""

    def _check(self) -> None:
        name, side, _unit = self.said
        sealing = self.seal.isChecked()
        self._secrets.setRowVisible(self._twice, sealing)
        words, ready = _("Not yet: the data can be read by whoever has this computer."), True
        if sealing:
            ready = len(self.first.text()) >= LEAST_LETTERS and self.first.text() == self.again.text()
            words = _("Write it down and keep it safe: nobody can open the data without it.")
            if len(self.first.text()) < LEAST_LETTERS:
                words = _("At least eight letters; several words are best.")
            elif not ready:
                words = _("The two are not the same.")
        self.advice.setText(words)
        self.start.setEnabled(bool(name and side) and ready)


class PassphraseDialog(Dialog):
    """A sealed store asks for its passphrase; a wrong one is said, and may be tried again."""

    def __init__(self, file: str, refused: str = "") -> None:
        asked = _("Type the passphrase that was chosen on this computer.")
        super().__init__(_("{file} is sealed").format(file=file), asked, sign="lock")
        self.setWindowTitle(_("Joint inspection"))
        self.setMinimumWidth(520)
        self.field = _secret(_("Passphrase"))
        self.body.addWidget(self.field)
        self.shown = QCheckBox(_("Show what I type"))
        self.shown.toggled.connect(
            lambda on: self.field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        )
        self.body.addWidget(self.shown)
        self.refused = label(f"⚠ {refused}" if refused else "", "fail", wrap=True)
        if not refused:
            self.refused.hide()
        self.body.addWidget(self.refused)
        cancel = Button(_("Close the program"))
        cancel.clicked.connect(self.reject)
        self.open_ = Button(_("Unlock"), kind="primary", icon="unlock")
        self.open_.setDefault(True)
        self.open_.setEnabled(False)
        self.open_.clicked.connect(self.accept)
        self.field.textChanged.connect(lambda text: self.open_.setEnabled(bool(text)))
        self.add(cancel)
        self.add(self.open_)
        self.field.setFocus()

    @property
    def passphrase(self) -> str:
        """What was typed."""
        return self.field.text()


def _secret(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    return field
