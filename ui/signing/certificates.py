"""Signing the minutes' PDF with certificates: the file, who has signed it, and the key that signs next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from inspector import digital_signing, paths
from inspector.digital_signing import KeyFile, SignedFile, Token
from inspector.errors import InspectorError
from inspector.i18n import _
from inspector.reports.document import Document
from inspector.security import pades
from ui import files
from ui.messages import Dialog
from ui.models.columns import local_date
from ui.tasks import Tasks
from ui.widgets.button import Button
from ui.widgets.combo import ElidedCombo
from ui.widgets.layout import Elided, clear, fields, label, row
from ui.widgets.segments import Segment, Segments
from ui.widgets.table import Memory

BY_FILE: Final = "file"
BY_DEVICE: Final = "token"
KEY_FILES: Final = "*.p12 *.pfx"
DRIVERS: Final = "*.dll *.so *.dylib"
PIN_WIDTH: Final = 120
NAME_WIDTH: Final = 140
WIDTH: Final = 860
"""The name of a certificate, until when it is valid and who issued it are read whole beside the PIN."""
KIND_KEPT: Final = "signing/key"
DRIVER_KEPT: Final = "signing/driver"


class CertificatesDialog(Dialog):
    """One file at a time; each party signs it in its turn. The dialog stays until it is closed."""

    def __init__(self, document: Document, suggested: str, tasks: Tasks, memory: Memory, parent: QWidget) -> None:
        super().__init__(
            _("Sign the PDF with certificates"),
            parent=parent,
            sign="pen",
        )
        words = _(
            "The PDF has a place for each party. The parties sign the same file one after the other; earlier "
            "signatures stay valid. What was signed by hand in the program stays as it is."
        )
        self.intro = label(words, "second", wrap=True, selectable=True)
        self.body.addWidget(self.intro)
        self.setMinimumWidth(WIDTH)
        self._document, self._suggested, self._tasks, self._memory = document, suggested, tasks, memory
        self.file: SignedFile | None = None
        self._found: list[pades.Certificate] = []
        self._build_file()
        self._build_key()
        self.said = label("", "fail", wrap=True)
        self.body.addWidget(self.said)
        self.close_button = Button(_("Close"))
        self.close_button.clicked.connect(self.reject)
        self.yes = Button(_("Sign"), kind="primary", icon="pen")
        self.yes.clicked.connect(self._sign)
        self.add(self.close_button)
        self.add(self.yes)
        self.kind.choose(str(memory.value(KIND_KEPT, BY_FILE) or BY_FILE))
        self._show_file(None)

    # what it shows

    def _build_file(self) -> None:
        self.name = Elided()
        self.new = Button(_("Write a file to sign…"), icon="pdf")
        self.new.clicked.connect(self._ask_new)
        self.open_button = Button(_("Open a file…"), icon="folder")
        self.open_button.clicked.connect(partial(self._ask, _("Open a file…"), "*.pdf", self.open_file))
        self.back = Button(_("Bring back a file signed elsewhere…"), kind="quiet", icon="import")
        self.back.setToolTip(
            _("Another program signed a copy of this file: take its signature in, checked byte by byte.")
        )
        self.back.clicked.connect(partial(self._ask, self.back.text(), "*.pdf", self.take_back))
        self._standing = QVBoxLayout()
        self._standing.setSpacing(4)
        self.body.addLayout(row(self.new, self.open_button, self.back, None))
        self.body.addWidget(self.name)
        self.body.addLayout(self._standing)

    def _build_key(self) -> None:
        self.place = QComboBox()
        self.place.setAccessibleName(_("Sign for"))
        self.kind = Segments(
            (Segment(BY_FILE, _("Key file"), sign="folder"), Segment(BY_DEVICE, _("USB token"), sign="lock")),
            label=_("Key"),
        )
        self.kind.chosen.connect(self._choose_kind)
        self.key_path = self._field(_("Key file"))
        self.passphrase = self._field(_("Passphrase"), secret=True)
        self.driver = self._field(_("Driver of the token"))
        self.driver.setText(str(self._memory.value(DRIVER_KEPT, "") or ""))
        self.certificate = ElidedCombo()
        self.certificate.setAccessibleName(_("Certificate"))
        self.certificate.currentIndexChanged.connect(self._judge)
        self.pin = self._field(_("PIN"), secret=True)
        self.pin.setFixedWidth(PIN_WIDTH)
        choose_key = Button(_("Choose…"))
        choose_key.clicked.connect(
            partial(self._ask, _("Key file"), KEY_FILES, lambda path: self._put(self.key_path, path))
        )
        choose_driver = Button(_("Choose…"))
        choose_driver.clicked.connect(
            partial(self._ask, _("Driver of the token"), DRIVERS, lambda path: self._put(self.driver, path))
        )
        self.look = Button(_("Read the token"), icon="search")
        self.look.clicked.connect(self._look)
        self.body.addWidget(_part((self.place, self.kind, None)))
        self._of_file = _part((self.key_path, choose_key), (self.passphrase,))
        self._of_token = _part(
            (self.driver, choose_driver, self.look), (self.certificate, label(_("PIN"), "second"), self.pin)
        )
        self.body.addWidget(self._of_file)
        self.body.addWidget(self._of_token)

    def _field(self, words: str, *, secret: bool = False) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(words)
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        field.textChanged.connect(self._judge)
        return field

    def _show_file(self, file: SignedFile | None) -> None:
        self.file = file
        self.intro.setVisible(file is None)
        self._say("")
        self.name.setText(
            str(file.path) if file else _("No file yet: write one from this visit, or open one that was begun.")
        )
        clear(self._standing)
        self.place.clear()
        if file:
            waiting = " · ".join(digital_signing.waiting(file.verdict))
            for words in [*digital_signing.signed(file.verdict), *([waiting] if waiting else [])]:
                self._standing.addWidget(label(words, "small", wrap=True))
            for words in digital_signing.problems(file.verdict):
                self._standing.addWidget(label(f"⚠ {words}", "fail", wrap=True))
            for place in file.verdict.open_places:
                self.place.addItem(digital_signing.side_words(place), place)
        self.place.setEnabled(self.place.count() > 0)
        self.passphrase.clear()
        self.pin.clear()
        self._judge()

    def _choose_kind(self, kind: str) -> None:
        self._memory.setValue(KIND_KEPT, kind)
        self._of_file.setVisible(kind == BY_FILE)
        self._of_token.setVisible(kind == BY_DEVICE)
        self._judge()

    def _judge(self) -> None:
        ready = bool(self.file and not digital_signing.problems(self.file.verdict) and self.place.count())
        if self.kind.value == BY_FILE:
            ready = ready and bool(self.key_path.text().strip())
        else:
            ready = ready and self.certificate.currentIndex() >= 0 and bool(self.pin.text())
        self.yes.setEnabled(ready)
        self.back.setEnabled(self.file is not None)
        self.look.setEnabled(bool(self.driver.text().strip()))

    # what it does

    def write_file(self, path: Path) -> None:
        """Write the minutes with a place for each party."""
        self._work(digital_signing.prepare, self._document, path)

    def open_file(self, path: Path) -> None:
        """Go on with a file that was begun."""
        self._work(digital_signing.opened, path)

    def take_back(self, path: Path) -> None:
        """Take in what an outside tool signed."""
        if self.file:
            self._work(digital_signing.taken_back, self.file, path)

    def _sign(self) -> None:
        if self.file is None:
            return
        using: KeyFile | Token = KeyFile(Path(self.key_path.text().strip()), self.passphrase.text())
        if self.kind.value == BY_DEVICE:
            self._memory.setValue(DRIVER_KEPT, self.driver.text().strip())
            chosen = self._found[self.certificate.currentIndex()]
            using = Token(Path(self.driver.text().strip()), chosen, self.pin.text())
        self._work(digital_signing.sign, self.file.path, str(self.place.currentData()), using)

    def _look(self) -> None:
        self._work(pades.certificates, Path(self.driver.text().strip()), then=self._show_certificates)

    def _show_certificates(self, found: list[pades.Certificate]) -> None:
        self._found = found
        self.certificate.clear()
        for one in found:
            self.certificate.addItem(_certificate_words(one))
        self._say("" if found else _("No certificate on any token. Is it plugged in?"))
        if found:
            self.pin.setFocus()
        self._judge()

    def _work(self, function: Callable[..., Any], *args: Any, then: Callable[[Any], None] | None = None) -> None:
        self._say("")
        focus = self.focusWidget()
        self.setEnabled(False)

        def enable() -> None:
            self.setEnabled(True)
            if focus is not None:
                focus.setFocus()

        def ended(found: Any) -> None:
            enable()
            (then or self._show_file)(found)

        def refused(error: InspectorError) -> None:
            enable()
            self._say(f"⚠ {error.says()} {error.advice()}")

        self._tasks.work(function, *args, then=ended, otherwise=refused, owner=self)

    def _say(self, words: str) -> None:
        """What went wrong, in sight; it takes no room when there is nothing to say."""
        self.said.setText(words)
        self.said.setVisible(bool(words))
        if words:
            QTimer.singleShot(0, self, lambda: self._scrolled.ensureWidgetVisible(self.said))

    def _ask_new(self) -> None:
        suggested = paths.file_name(self._suggested, suffix=".pdf")
        path = files.save(self, self._memory, self.new.text(), suggested, "*.pdf")
        if path is not None:
            self.write_file(path)

    def _ask(self, title: str, kinds: str, then: Callable[[Path], None]) -> None:
        path = files.open_one(self, self._memory, title, kinds)
        if path is not None:
            then(path)

    def _put(self, field: QLineEdit, path: Path) -> None:
        field.setText(str(path))


def _part(*rows: tuple[QWidget, *tuple[QWidget | None, ...]]) -> QWidget:
    part = QWidget()
    part.setLayout(fields(*((one[0].accessibleName(), _line(one)) for one in rows), name_width=NAME_WIDTH))
    return part


def _line(widgets: tuple[QWidget, *tuple[QWidget | None, ...]]) -> QWidget:
    if len(widgets) == 1:
        return widgets[0]
    line = QWidget()
    inside = row(*widgets)
    inside.setContentsMargins(0, 0, 0, 0)
    line.setLayout(inside)
    return line


def _certificate_words(one: pades.Certificate) -> str:
    words = _("{name} · valid until {day} · issued by {issuer}")
    if one.ends < datetime.now(UTC):
        words = _("{name} · expired on {day} · issued by {issuer}")
    return words.format(name=one.subject, issuer=one.issuer, day=local_date(one.ends))
