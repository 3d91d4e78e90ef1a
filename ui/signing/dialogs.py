"""What is asked when a visit ends: a signature, a refusal, why a text is opened again, what supplementary minutes say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from inspector import photos
from inspector.errors import InspectorError
from inspector.i18n import _
from ui import files
from ui.messages import Dialog
from ui.signing.pad import SignaturePad
from ui.tasks import Tasks
from ui.widgets.button import Button
from ui.widgets.layout import column, label, row
from ui.widgets.table import Memory


class _Asking(Dialog):
    """A dialog with named fields; the button that ends it waits until what is needed is there."""

    def __init__(self, title: str, text: str, yes: str, parent: QWidget, *, sign: str, danger: bool = False) -> None:
        super().__init__(title, text, parent=parent, sign=sign, tone="warn" if danger else "brand")
        self._needed: list[QLineEdit | QPlainTextEdit] = []
        self.yes = Button(yes, kind="danger" if danger else "primary")
        self.yes.clicked.connect(self.accept)
        no = Button(_("Cancel"))
        no.clicked.connect(self.reject)
        self.add(no)
        self.add(self.yes)

    def line(self, words: str, text: str = "", *, beside: bool = False) -> QLineEdit:
        """A line to fill in; its name stands above it, or beside it."""
        field = QLineEdit(text)
        self._need(field, words)
        name = label(words, "second")
        self.body.addLayout(row(name, field, spacing=12) if beside else column(name, field, spacing=10))
        return field

    def lines(self, words: str) -> QPlainTextEdit:
        """A text to fill in; Tab leaves it."""
        field = QPlainTextEdit()
        field.setTabChangesFocus(True)
        field.setFixedHeight(96)
        self._need(field, words)
        self.body.addWidget(label(words, "second"))
        self.body.addWidget(field)
        return field

    def _need(self, field: QLineEdit | QPlainTextEdit, words: str) -> None:
        field.setAccessibleName(words)
        field.textChanged.connect(self._judge)
        self._needed.append(field)
        self._judge()

    def _judge(self) -> None:
        """What is needed is there, or the button says what is not."""
        missing = [field.accessibleName() for field in self._needed if not _text(field).strip()]
        self.yes.setEnabled(not missing)
        self.yes.setToolTip(_("Still to be filled in: {fields}.").format(fields="; ".join(missing)) if missing else "")


def _text(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


class SignDialog(_Asking):
    """One person signs for one side: drawn here, or by hand on the printed paper with a photo of it now or later."""

    def __init__(self, side: str, name: str, tasks: Tasks, memory: Memory, parent: QWidget) -> None:
        super().__init__(
            _("{side}: signature").format(side=side),
            _(
                "Sign with pen, finger or mouse. Whoever signs on the printed paper leaves the field empty and may add a photo of it."
            ),
            _("Sign"),
            parent,
            sign="pen",
        )
        self._tasks, self._memory = tasks, memory
        self.paper: photos.Picture | None = None
        self.name = self.line(_("Who signs"), name, beside=True)
        self.pad = SignaturePad()
        self.body.addWidget(self.pad)
        self.again = Button(_("Draw again"), kind="quiet", icon="undo")
        self.again.clicked.connect(self.pad.clear)
        self.photo = Button(_("Photo of the signed paper…"), icon="photo")
        self.photo.clicked.connect(self._choose)
        self.said = label("", "small", wrap=True)
        self.said.hide()
        self.body.addLayout(row(self.again, self.photo, None))
        self.body.addWidget(self.said)
        self.pad.changed.connect(self._drawn)
        self._drawn()
        self.name.setFocus()

    def _drawn(self) -> None:
        self.again.setEnabled(bool(self.pad.strokes))

    def _choose(self) -> None:
        path = files.open_one(self, self._memory, _("Photo of the signed paper…"), PICTURES, kept=files.PHOTOS)
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Read the photo of the paper."""
        self._tasks.work(photos.take, path, then=self._took, otherwise=self._refused, owner=self)

    def _took(self, picture: photos.Picture) -> None:
        self.paper = picture
        self._say(_("Added: {file}").format(file=picture.name))

    def _refused(self, error: InspectorError) -> None:
        self._say(f"⚠ {error.says()} {error.advice()}")

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.show()


class RefuseDialog(_Asking):
    """A side refuses: who, why, and who saw it."""

    def __init__(self, side: str, name: str, parent: QWidget) -> None:
        super().__init__(
            _("{side}: refusal to sign").format(side=side),
            _("The reason and the witnesses are printed in the minutes; the text is locked as by a signature."),
            _("Note the refusal"),
            parent,
            sign="warn",
            danger=True,
        )
        self.name = self.line(_("Who refuses"), name)
        self.reason = self.lines(_("Reason"))
        self.witnesses = self.line(_("Witnesses, separated by semicolons"))
        (self.reason if name else self.name).setFocus()


class ReasonDialog(_Asking):
    """One text that says why, or what."""

    def __init__(self, title: str, text: str, words: str, yes: str, parent: QWidget) -> None:
        super().__init__(title, text, yes, parent, sign="pen")
        self.reason = self.lines(words)
        self.reason.setFocus()


def ask_reason(parent: QWidget, title: str, text: str, words: str, yes: str, then: Callable[[str], object]) -> None:
    """Ask for one text, and go on with it."""
    dialog = ReasonDialog(title, text, words, yes, parent)
    dialog.accepted.connect(lambda: then(dialog.reason.toPlainText()))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


PICTURES = " ".join(f"*{suffix}" for suffix in photos.SUFFIXES)
