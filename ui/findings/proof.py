"""Photos that prove a remedy: chosen, taken, pasted or dropped while the words are written, kept when those are."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector import photos
from inspector.errors import InspectorError
from inspector.i18n import N_, _
from inspector.photos import Picture, PictureError
from ui.form.photo_dialog import PhotoDialog, PhotoViewer
from ui.form.photo_strip import PhotoStrip
from ui.place import Desk
from ui.widgets.layout import label

_OLDER: Final = N_("taken before the inspection that found the fault")


class ProofPhotos(QWidget):
    """The pictures so far; `take_from` what was dropped. `about` is the item, `date` the day of its inspection."""

    def __init__(self, desk: Desk, about: str, date: str) -> None:
        super().__init__()
        self._desk, self._about, self._date = desk, about, date
        self.pictures: list[Picture] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(label(_("Photos of what was done; files can be dropped here"), "second", wrap=True))
        self.strip = PhotoStrip(keys="")
        self.strip.wanted.connect(self.ask)
        self.strip.opened.connect(self.open)
        whole.addWidget(self.strip)
        self.refused = label("", "small", wrap=True)
        self.refused.hide()
        whole.addWidget(self.refused)

    def ask(self) -> PhotoDialog:
        """Camera, folder, or what was copied."""
        dialog = PhotoDialog(self._about, self._desk.memory, self)
        dialog.files.connect(self.take_files)
        dialog.picture.connect(self._take_bytes)
        dialog.open()
        return dialog

    def take_files(self, files: list[Path]) -> None:
        """Read picture files; what is no picture is named."""
        self._desk.tasks.work(photos.take_all, files, then=self._take, owner=self)

    def take_from(self, held: QMimeData) -> bool:
        """Files that were dropped."""
        files = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
        if files:
            self.take_files(files)
        return bool(files)

    def open(self, sha256: str) -> PhotoViewer:
        """Show one large; it can be taken off there."""
        picture = next(one for one in self.pictures if one.sha256 == sha256)
        viewer = PhotoViewer(picture.name, self, removable=True)
        viewer.removed.connect(partial(self._remove, sha256))
        self._desk.tasks.work(photos.reduced, picture.content, then=viewer.show_picture, owner=viewer)
        viewer.open()
        return viewer

    def _take_bytes(self, content: bytes, name: str, _at: str) -> None:
        self._desk.tasks.work(
            photos.read,
            content,
            name=name,
            then=lambda picture: self._take(([picture], [])),
            otherwise=lambda error: self._take(([], [error])),
            owner=self,
        )

    def _take(self, read: tuple[list[Picture], list[PictureError] | list[InspectorError]]) -> None:
        pictures, refused = read
        known = {one.sha256 for one in self.pictures}
        self.pictures += [one for one in pictures if one.sha256 not in known]
        self.refused.setText("\n".join(f"⚠ {error.says()}" for error in refused))
        self.refused.setVisible(bool(refused))
        self._show()

    def _remove(self, sha256: str) -> None:
        self.pictures = [one for one in self.pictures if one.sha256 != sha256]
        self._show()

    def _show(self) -> None:
        shown = [(one.sha256, one.name, _(_OLDER) if one.older_than(self._date) else "") for one in self.pictures]
        self.strip.show_photos(shown)
        self.strip.show_pictures({one.sha256: one.thumb for one in self.pictures})
