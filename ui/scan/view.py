"""Quét mã: the camera, a hand scanner, the typed code, and a picture that is opened, dropped or pasted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QMimeData, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inspector import photos, tagging
from inspector.errors import InspectorError
from inspector.i18n import _
from inspector.store import lists
from inspector.tagging import Scanned, Seal
from inspector.tags import State
from ui import files
from ui.scan import decoding
from ui.scan.camera import Camera
from ui.scan.decoding import Decoder, Seen
from ui.scan.picture import CameraPanel
from ui.tasks import Tasks
from ui.widgets.button import Button
from ui.widgets.layout import Card, label, row
from ui.widgets.on_screen import OnScreen
from ui.widgets.table import Memory

SETTLE_MS: Final = 450
"""How long one tag alone must stand in the picture before its site is opened; time enough to see its outline."""
_UID: Final = Qt.ItemDataRole.UserRole


class CodeField(QLineEdit):
    """A field for a code; a picture that is pasted into it goes to `pictured`."""

    pictured = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = QGuiApplication.clipboard().mimeData()
        if event.matches(QKeySequence.StandardKey.Paste) and (held.hasImage() or held.hasUrls()):
            self.pictured.emit(held)
            return
        super().keyPressEvent(event)


class ScanDialog(OnScreen):
    """`found(uid)` is called with the site that was chosen. `unknown` and `search_wanted` when there is none."""

    register_wanted = Signal(str)
    """The person wants the site of this code written down."""
    search_wanted = Signal(str)
    """The person wants the list searched for this."""

    def __init__(
        self,
        tasks: Tasks,
        found: Callable[[str], object],
        parent: QWidget | None = None,
        *,
        camera: Camera | None = None,
        memory: Memory | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._found, self._memory = tasks, found, memory
        self._known: dict[str, Scanned] = {}
        self._asked: set[str] = set()
        self._here: list[str] = []
        self._alone = ""
        self._code = ""
        self.setWindowTitle(_("Scan a tag"))
        self.setAcceptDrops(True)
        self.camera = camera or Camera(self)
        self.decoder = Decoder(tasks, self)
        self.camera.framed.connect(self.decoder.offer)
        self.camera.changed.connect(self._on_camera)
        self.decoder.seen.connect(self._on_seen)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self._take_alone)
        self._sites: dict[str, str] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(120)
        self._pause.timeout.connect(self._look_up)
        self._build()
        self.resize(820, 460)

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        whole.addWidget(label(_("Scan a tag"), "title"))
        self.panel = CameraPanel(self.camera, self._mark)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(
            label(_("Hold the tag before the camera, read it with a hand scanner, or type its code."), wrap=True)
        )
        self.code = CodeField()
        self.code.setAccessibleName(_("Site code"))
        self.code.setPlaceholderText(_("Site code or name"))
        self.code.setMinimumHeight(40)
        self.code.returnPressed.connect(lambda: self.take(self.code.text()))
        self.code.textEdited.connect(lambda _text: self._pause.start())
        self.code.pictured.connect(self._pasted)
        self._offers = QStringListModel(self)
        completer = QCompleter(self._offers, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._complete)
        self.code.setCompleter(completer)
        right.addWidget(self.code)
        self.says = label("", wrap=True)
        self.says.setAccessibleName(_("What was found"))
        right.addWidget(self.says)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Tags found"))
        self.list.setProperty("side", "true")
        self.list.hide()
        self.list.itemActivated.connect(self._chosen)
        self.list.itemClicked.connect(self._chosen)
        right.addWidget(self.list, 1)
        self.search_button = Button(_("Search the list"), icon="search")
        self.search_button.clicked.connect(lambda: self._leave_for(self.search_wanted))
        self.register_button = Button(_("Add the site…"), icon="add")
        self.register_button.clicked.connect(lambda: self._leave_for(self.register_wanted))
        right.addLayout(row(self.search_button, self.register_button, None))
        right.addStretch(1)
        right.addWidget(
            label(_("A photo of the tag: open it, drop it here, or paste it with Ctrl+V."), "small", wrap=True)
        )
        picture = Button(_("Open a photo…"), icon="picture")
        picture.clicked.connect(self._choose)
        self.other = Button(_("Other camera"), icon="refresh")
        self.other.clicked.connect(self.camera.next)
        right.addLayout(row(picture, self.other, None))
        self._offer(False)
        self.other.hide()
        line = QHBoxLayout()
        line.setSpacing(20)
        held = Card(padding=8)
        held.body.addWidget(self.panel, 1)
        line.addWidget(held, 5)
        line.addLayout(right, 4)
        whole.addLayout(line, 1)
        self.code.setFocus()

    # what comes in

    def take(self, text: str) -> None:
        """A text that was typed, or that a hand scanner typed."""
        if text.strip():
            self._look([text])

    def search(self, path: Path) -> None:
        """Search a picture for tags."""
        self._say(_("Searching {file}…").format(file=path.name))
        self._tasks.work(tagging.texts_in, path, then=self._look, otherwise=self._refuse, owner=self)

    def search_image(self, image: QImage) -> None:
        """Search a picture that was pasted."""
        self._tasks.work(decoding.in_image, image, then=self._look, otherwise=self._refuse, owner=self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _picture_in(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._pasted(event.mimeData())

    def _pasted(self, held: QMimeData) -> None:
        picture = _picture_in(held)
        if isinstance(picture, Path):
            self.search(picture)
        elif picture is not None:
            self.search_image(picture)

    def _choose(self) -> None:
        suffixes = " ".join(f"*{suffix}" for suffix in photos.SUFFIXES)
        path = files.open_one(self, self._memory, _("Open a photo…"), suffixes, kept=files.PHOTOS)
        if path is not None:
            self.search(path)

    def _look(self, texts: list[str]) -> None:
        if not texts:
            self._say(_("No tag was found in the photo. Move closer, or type the code."))
            return
        self._tasks.read(tagging.belonging, texts, then=self._show, otherwise=self._refuse, owner=self)

    def _look_up(self) -> None:
        text = self.code.text().strip()
        if text:
            self._tasks.read(lists.sites, lists.Slice(limit=8), search=text, then=self._suggest, owner=self)

    def _suggest(self, found: tuple[list[Any], int]) -> None:
        self._sites = {f"{one.code} · {one.name}": one.uid for one in found[0]}
        self._offers.setStringList(list(self._sites))
        if self.code.hasFocus() and self._sites:
            self.code.completer().complete()

    def _complete(self, offered: str) -> None:
        uid = self._sites.get(offered)
        if uid:
            self._take(uid)

    # what was found

    def _show(self, scanned: list[Scanned]) -> None:
        known = [one for one in scanned if one.site is not None]
        if len(known) == 1 and len(scanned) == 1 and known[0].seal is not Seal.FORGED:
            assert known[0].site is not None
            self._take(known[0].site.uid)
            return
        self._list(known)
        if known:
            forged = any(one.seal is Seal.FORGED for one in known)
            self._say(_forged_words() if forged and len(known) == 1 else _("Choose one of the sites."), warn=forged)
            return
        first = scanned[0].tag
        self._code = first.code
        if first.state is State.DAMAGED:
            self._say(
                _("The tag {text} is damaged: a sign is wrong. Scan it again, or type the code.").format(
                    text=first.text[:40]
                ),
                warn=True,
            )
        elif first.state is State.NEWER:
            self._say(_("The tag was made by a newer program. Update this one, or type the code."), warn=True)
        else:
            self._say(_("{text} is not in the register.").format(text=first.code or first.text[:60]), warn=True)
            self._offer(bool(first.code))

    def _list(self, known: list[Scanned]) -> None:
        self.list.clear()
        for one in known:
            assert one.site is not None
            words = f"{one.site.code} · {one.site.name}"
            if one.seal is Seal.FORGED:
                words += " · ⚠ " + _("forged seal")
            item = QListWidgetItem(words)
            item.setData(_UID, one.site.uid)
            self.list.addItem(item)
        self.list.setVisible(bool(known))
        self.list.setCurrentRow(0 if known else -1)

    def _say(self, text: str, *, warn: bool = False) -> None:
        self.says.setText(("⚠ " if warn else "") + text)
        self._offer(False)

    def _offer(self, on: bool) -> None:
        """Offer what may be done about a code that nobody knows."""
        self.search_button.setVisible(on)
        self.register_button.setVisible(on)

    def _refuse(self, error: InspectorError) -> None:
        self._list([])
        self._say(error.line(), warn=True)

    def _chosen(self, item: QListWidgetItem) -> None:
        self._take(item.data(_UID))

    def _leave_for(self, wanted: Any) -> None:
        self.accept()
        wanted.emit(self._code)

    def _take(self, uid: str) -> None:
        if self.result() != QDialog.DialogCode.Accepted:
            self.accept()
            self._found(uid)

    # the camera

    def _on_camera(self) -> None:
        self.other.setVisible(self.camera.sink is not None and self.camera.many)

    def _on_seen(self, seen: Seen) -> None:
        self.panel.live.show_seen(seen)
        self._here = [symbol.text for symbol in seen.symbols]
        new = [text for text in self._here if text not in self._asked]
        if new:
            self._asked.update(new)
            self._tasks.read(tagging.belonging, new, then=self._learn, owner=self)
        else:
            self._decide()

    def _learn(self, scanned: list[Scanned]) -> None:
        for one in scanned:
            self._known[one.tag.text] = one
        QApplication.beep()
        self.panel.live.update()
        self._decide()

    def _decide(self) -> None:
        """One good tag alone is taken after a moment; several are offered; of a strange one it is said that it is strange."""
        here = [self._known[text] for text in self._here if text in self._known]
        if not here:
            return
        if len(here) == 1 and here[0].site is not None and here[0].seal is not Seal.FORGED:
            if self._alone != here[0].site.uid:
                self._alone = here[0].site.uid
                self._settled.start()
            return
        self._alone = ""
        self._settled.stop()
        shown = {self.list.item(at).data(_UID) for at in range(self.list.count())}
        wanted = {one.site.uid for one in here if one.site is not None}
        if wanted != shown or not wanted:
            self._show(here)

    def _take_alone(self) -> None:
        if self._alone and self.isVisible():
            self._take(self._alone)

    def _mark(self, text: str) -> tuple[str, str]:
        one = self._known.get(text)
        if one is None:
            return "", "na"
        if one.seal is Seal.FORGED:
            return "⚠ " + _("forged seal"), "fail"
        if one.site is None:
            return _("not in the register"), "warn"
        return one.site.code, "pass"

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.camera.state:
            QTimer.singleShot(0, self, self.camera.start)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.camera.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.camera.stop()
        super().closeEvent(event)


def _forged_words() -> str:
    return _("The seal on this tag does not hold: somebody may have forged it. Compare the site before you open it.")


def _picture_in(held: QMimeData) -> Path | QImage | None:
    """The picture that was dropped or pasted, as a file or as an image."""
    files = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
    if files:
        return next((path for path in files if path.suffix.lower() in photos.SUFFIXES), None)
    image = held.imageData() if held.hasImage() else None
    return image if isinstance(image, QImage) and not image.isNull() else None
