"""Quét mã: a tag becomes the dossier of its site, by camera, hand scanner, typed code or picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from inspector import tags
from inspector.i18n import _
from ui.later import Later
from ui.messages import Dialog
from ui.place import Go
from ui.scan.burst import BurstWatch
from ui.tasks import Tasks
from ui.widgets.button import Button

if TYPE_CHECKING:
    from inspector.store import Reader
    from ui.scan.view import ScanDialog
    from ui.widgets.table import Memory

_USED = "scan/hand"


def _dialog() -> type[ScanDialog]:
    from ui.scan.view import ScanDialog

    return ScanDialog


DIALOG = Later(_dialog)


def _known_codes(reader: Reader) -> frozenset[str]:
    from inspector import sites

    return sites.known_codes(reader)


class Scanning(QObject):
    """Scanning in a window: opens the dialog, and takes what a hand scanner types wherever the focus is."""

    def __init__(self, tasks: Tasks, go: Go, memory: Memory, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._go, self._memory, self._window = tasks, go, memory, window
        self._dialog: ScanDialog | None = None
        used = str(memory.value(_USED, "")) == "yes"
        self.watch = BurstWatch(self, seen_before=used, tag=self._is_tag, free=self._is_free)
        self.watch.caught.connect(self._on_burst)
        self._codes: frozenset[str] = frozenset()
        self._codes_left = True
        self._told: Dialog | None = None
        tasks.changed.connect(self._on_changed)

    def open(self, then: Callable[[ScanDialog], object] | None = None) -> None:
        """Open the dialog, or bring forward the one that is open; then do something with it."""
        DIALOG.want(self._tasks, lambda kind: self._open(kind, then), self)

    def search(self, path: Path) -> None:
        """Search a picture for tags."""
        self.open(lambda dialog: dialog.search(path))

    def _open(self, kind: type[ScanDialog], then: Callable[[ScanDialog], object] | None) -> None:
        if self._dialog is None:
            dialog = kind(self._tasks, lambda uid: self._go("sites", site=uid), self._window, memory=self._memory)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.search_wanted.connect(lambda text: self._go("sites", search=text))
            dialog.register_wanted.connect(lambda code: self._go("sites", new=code))
            dialog.finished.connect(self._on_finished)
            self._dialog = dialog
        self._dialog.open()
        if then is not None:
            then(self._dialog)

    def _on_finished(self) -> None:
        self._dialog = None
        self._window.activateWindow()

    def learn(self) -> None:
        """Read the codes of the sites, if they may be others now: a label from before says no more than such a code."""
        if self._codes_left:
            self._codes_left = False
            self._tasks.read(_known_codes, then=self._take_codes, owner=self)

    def _take_codes(self, codes: frozenset[str]) -> None:
        self._codes = codes

    def _on_changed(self, changes: Any) -> None:
        from inspector.model import Site

        self._codes_left = self._codes_left or changes.touch(Site)

    def _is_free(self) -> bool:
        """No other dialog stands before the window: what is typed into one is its own."""
        return QApplication.activeModalWidget() in (None, self._dialog)

    def _is_tag(self, text: str) -> bool:
        if self._dialog is not None and self._is_free():
            return True
        return tags.is_tag(text, self._codes)

    def _on_burst(self, text: str) -> None:
        self._memory.setValue(_USED, "yes")
        if self._is_free():
            self.open(lambda dialog: dialog.take(text))
        elif self._told is None:
            self._tell()

    def _tell(self) -> None:
        """A site cannot be opened behind a dialog that waits for its answer: say so, in front of it."""
        told = Dialog(
            _("A tag was read, but another dialog is open."),
            _("Nothing was written into it. Finish or close it, then scan the tag again."),
            sign="scan",
            parent=QApplication.activeModalWidget(),
        )
        told.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        back = Button(_("Back to the dialog"), kind="primary")
        back.clicked.connect(told.accept)
        told.add(back)
        told.finished.connect(self._on_told)
        self._told = told
        told.open()
        back.setFocus()

    def _on_told(self) -> None:
        asking = self._told.parentWidget() if self._told is not None else None
        self._told = None
        if asking is not None:
            asking.activateWindow()


__all__ = ["Scanning"]
