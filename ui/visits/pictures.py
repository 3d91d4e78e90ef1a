"""Pictures on their way to an item of the checklist that is shown: asked for, dropped, pasted; opened and taken off."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QPoint
from PySide6.QtGui import QGuiApplication

from inspector import photos
from inspector.i18n import _
from ui.form.photo_dialog import encoded
from ui.visits.photo_desk import Target

if TYPE_CHECKING:
    from ui.visits.filling import FillingView


class Pictures(QObject):
    """Knows which item of `view` is meant; never offers any for state secrets."""

    def __init__(self, view: FillingView) -> None:
        super().__init__(view)
        self._view = view

    @property
    def wanted(self) -> bool:
        """Whether the checklist that is shown takes photographs now."""
        view = self._view
        return view.opened is not None and view.form not in view.opened.secret and not view.locked

    def ask(self, key: str) -> None:
        """Ask for photographs of an item."""
        view = self._view
        if not self.wanted or key not in view.cards or view.sheet is None:
            return
        line = view.sheet.line(key)
        view.photos.ask(self.target(key), f"{line.item.code} · {line.item.text}")

    def take_files(self, key: str, files: list[Path]) -> None:
        """Read picture files and attach them to an item."""
        if self.wanted and self._view.sheet is not None:
            self._view.photos.take_files(self.target(key), files)

    def target(self, key: str, *, answers: bool = False) -> Target:
        """The item of a row, for which pictures come."""
        sheet = self._view.sheet
        assert sheet is not None
        binary = sheet.node(key).definition.type == "binary"
        return Target(key, sheet.line(key).item.code, answers or bool(binary))

    def open(self, key: str, sha256: str) -> None:
        """Show a photograph of an item large; it can be taken off there."""
        view = self._view
        if view.sheet is None:
            return
        photo = next((one for one in view.sheet.line(key).photos if one.sha256 == sha256), None)
        if photo is not None:
            remove = None if view.locked else partial(view.writing.remove_photo, photo.uid)
            view.photos.open(sha256, photo.name, remove)

    def take_from(self, held: QMimeData) -> bool:
        """Pictures that were dropped or pasted go to the current item."""
        view = self._view
        if not self.wanted or view.current not in view.cards:
            return False
        files = _files(held)
        if are_pictures(files):
            self.take_files(view.current, files)
            return True
        image = QGuiApplication.clipboard().image() if held.hasImage() and not files else None
        if image is not None and not image.isNull():
            view.photos.take_bytes(self.target(view.current), encoded(image, "PNG"), _("pasted.png"))
            return True
        return False

    def welcome(self, held: QMimeData) -> bool:
        """Whether what is dragged over the checklist may be dropped."""
        return self.wanted and are_pictures(_files(held))

    def dropped(self, held: QMimeData, at: QPoint) -> bool:
        """Pictures fell on the item below the pointer."""
        view = self._view
        over = view.column.viewport().mapFrom(view, at)
        for key, card in view.column.made.items():
            if key in view.cards and card.geometry().contains(over):
                view.going.mark(key)
        return self.take_from(held)


def _files(held: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]


def are_pictures(files: list[Path]) -> bool:
    """Whether all of these are pictures by their names."""
    return bool(files) and all(file.suffix.lower() in photos.SUFFIXES for file in files)
