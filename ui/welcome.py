"""The first start: who works here, for which side, and whether the store is sealed; and the question for a passphrase."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QVBoxLayout

from inspector.i18n import _
from ui.widgets.button import Button
from ui.widgets.layout import fields, label, row
from ui.widgets.segments import Segment, Segments

LEAST_LETTERS = 8
NAME_WIDTH = 132


class Welcome(QDialog):
    """Three questions; `said` holds name, side and unit, `passphrase` what seals a new store, or nothing yet."""

    def __init__(self, *, new_store: bool = False) -> None:
        super().__init__()
        self.setWindowTitle(_("Joint inspection"))
        self.setMinimumWidth(600)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 24, 28, 24)
        whole.setSpacing(14)
        whole.addWidget(label(_("Who works on this computer?"), "title"))
        words = _("Your name stands beside every answer you give. It can be changed later under Settings.")
        whole.addWidget(label(words, "second", wrap=True))
        self.name, self.unit = QLineEdit(), QLineEdit()
        self.name.setAccessibleName(_("Name"))
        self.unit.setAccessibleName(_("Unit"))
        self.side = Segments([Segment("police", _("Police")), Segment("vnpt", "VNPT")], label=_("Side"))
        who = ((_("Name"), self.name), (_("Side"), self.side), (_("Unit"), self.unit))
        whole.addLayout(fields(*who, name_width=NAME_WIDTH))
        self.seal = QCheckBox(_("Seal the data on this computer with a passphrase"))
        self.first, self.again = _secret(_("Passphrase")), _secret(_("The same once more"))
        secrets = ((_("Passphrase"), self.first), (_("The same once more"), self.again))
        self._secrets = fields(*secrets, name_width=NAME_WIDTH)
        self.advice = label(_("Not yet: the data can be read by whoever has this computer."), "small", wrap=True)
        if new_store:
            whole.addWidget(self.seal)
            whole.addLayout(self._secrets)
            whole.addWidget(self.advice)
        else:
            for part in (self.seal, self.first, self.again, self.advice):
                part.setParent(self)
                part.hide()
        self.start = Button(_("Begin"), kind="primary")
        self.start.setDefault(True)
        self.start.clicked.connect(self.accept)
        whole.addLayout(row(None, self.start))
        for field in (self.name, self.first, self.again):
            field.textChanged.connect(lambda _text: self._check())
        self.side.chosen.connect(lambda _key: self._check())
        self.side.cleared.connect(self._check)
        self.seal.toggled.connect(lambda _on: self._check())
        self._check()
        self.name.setFocus()

    def sizeHint(self) -> QSize:
        """As high as its parts."""
        return super().sizeHint().expandedTo(QSize(600, 0))

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
        for field in (self.first, self.again):
            self._secrets.setRowVisible(field, sealing)
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


class PassphraseDialog(QDialog):
    """A sealed store asks for its passphrase; a wrong one is said, and may be tried again."""

    def __init__(self, file: str, refused: str = "") -> None:
        super().__init__()
        self.setWindowTitle(_("Joint inspection"))
        self.setMinimumWidth(520)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 24, 28, 24)
        whole.setSpacing(14)
        whole.addWidget(label(_("{file} is sealed").format(file=file), "title", wrap=True))
        whole.addWidget(label(_("Type the passphrase that was chosen on this computer."), "second", wrap=True))
        self.field = _secret(_("Passphrase"))
        whole.addWidget(self.field)
        self.shown = QCheckBox(_("Show what I type"))
        self.shown.toggled.connect(
            lambda on: self.field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        )
        whole.addWidget(self.shown)
        self.refused = label(f"⚠ {refused}" if refused else "", "fail", wrap=True)
        self.refused.setVisible(bool(refused))
        whole.addWidget(self.refused)
        cancel = Button(_("Close the program"))
        cancel.clicked.connect(self.reject)
        self.open_ = Button(_("Unlock"), kind="primary", icon="unlock")
        self.open_.setDefault(True)
        self.open_.setEnabled(False)
        self.open_.clicked.connect(self.accept)
        self.field.textChanged.connect(lambda text: self.open_.setEnabled(bool(text)))
        whole.addLayout(row(None, cancel, self.open_))
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
