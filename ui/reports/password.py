"""The password of a PDF: chosen twice, and shown while it is typed when a person wishes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from inspector.i18n import _
from ui.messages import Dialog
from ui.widgets.button import Button
from ui.widgets.layout import label

WIDTH = 280
"""A long password, and the words that stand in an empty field, have room."""


class PasswordDialog(Dialog):
    """Asked before a PDF is sealed; `agreed(password)` when it was typed twice alike, or once where it could be seen."""

    agreed = Signal(str)

    def __init__(self, file: Path, parent: QWidget) -> None:
        words = _("Whoever opens {file} is asked for it. Write it down: nobody can open the paper without it.")
        super().__init__(_("Password of the PDF"), words.format(file=file.name), sign="lock", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.first, self.again = QLineEdit(), QLineEdit()
        for field, words in ((self.first, _("Password of the PDF")), (self.again, _("The same once more"))):
            field.setAccessibleName(words)
            field.setMinimumWidth(WIDTH)
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.textChanged.connect(self._check)
            self.body.addWidget(field)
        self.again.setPlaceholderText(self.again.accessibleName())
        self.shown = QCheckBox(_("Show what I type"))
        self.shown.toggled.connect(self._show)
        self.body.addWidget(self.shown)
        self.differs = label("", "fail", wrap=True)
        self.body.addWidget(self.differs)
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.yes = Button(_("Save PDF…"), kind="primary", icon="check")
        self.yes.setDefault(True)
        self.yes.clicked.connect(self.accept)
        self.accepted.connect(lambda: self.agreed.emit(self.first.text()))
        self.add(cancel)
        self.add(self.yes)
        self._check()
        self.first.setFocus()

    def _show(self, on: bool) -> None:
        """What can be seen need not be typed again."""
        echo = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        self.first.setEchoMode(echo)
        self.again.setEchoMode(echo)
        self.again.setVisible(not on)
        self._check()

    def _check(self) -> None:
        first, again = self.first.text(), self.again.text()
        alike = self.shown.isChecked() or first == again
        wrong = bool(again) and not alike and not first.startswith(again)
        self.differs.setText(_("The two are not the same.") if wrong else "")
        self.yes.setEnabled(bool(first.strip()) and alike)
