"""Quét mã: a tag becomes the dossier of its site, by camera, hand scanner, typed code or picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.later import Later
from ui.place import Go
from ui.scan.burst import BurstWatch
from ui.tasks import Tasks

if TYPE_CHECKING:
    from ui.scan.view import ScanDialog
    from ui.widgets.table import Memory

_USED = "scan/hand"


def _dialog() -> type[ScanDialog]:
    from ui.scan.view import ScanDialog

    return ScanDialog


DIALOG = Later(_dialog)


class Scanning(QObject):
    """Scanning in a window: opens the dialog, and takes what a hand scanner types wherever the focus is."""

    def __init__(self, tasks: Tasks, go: Go, memory: Memory, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._go, self._memory, self._window = tasks, go, memory, window
        self._dialog: ScanDialog | None = None
        used = str(memory.value(_USED, "")) == "yes"
        self.watch = BurstWatch(self, seen_before=used, wanted=self._wanted)
        self.watch.caught.connect(self._on_burst)

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

    def _wanted(self) -> bool:
        """No other dialog stands before the window: what is typed into one is its own."""
        return QApplication.activeModalWidget() in (None, self._dialog)

    def _on_burst(self, text: str) -> None:
        self._memory.setValue(_USED, "yes")
        self.open(lambda dialog: dialog.take(text))


__all__ = ["Scanning"]
