"""Photographs of the visit that is filled: asked for, taken in, attached, shown small and large, taken off."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector import photos
from inspector.i18n import N_, _
from inspector.model import Photo
from ui.form import photo_dialog
from ui.form.photo_dialog import PhotoDialog, PhotoViewer
from ui.place import Desk
from ui.visits import reading
from ui.visits.writing import Writing
from ui.widgets.banner import Banner

Place = Callable[[float, float], None]
_OLDER: Final = N_("taken before the day of this visit")


@dataclass(frozen=True)
class Target:
    """The item that photographs are for."""

    key: str
    code: str
    answers: bool = False
    """Whether the picture is the answer itself."""

    def said(self, name: str) -> str:
        """A photograph of it in a person's words."""
        return f"{self.code}: {_('photo {name}').format(name=name)}"


class PhotoDesk(QObject):
    """Attaches to items of one visit; `small(sha256 -> bytes)` brings small pictures that were asked for."""

    small = Signal(dict)
    attached = Signal(str)
    """A photograph came to this row; it is on its way to the disk."""

    def __init__(self, desk: Desk, view: QWidget, writing: Writing) -> None:
        super().__init__(view)
        self.desk, self._view, self._writing = desk, view, writing
        self.visit = self.date = ""
        self._known: dict[str, bytes] = {}
        self._asked: set[str] = set()

    def set_visit(self, visit: str, date: str) -> None:
        """Which visit the photographs are for."""
        self.visit, self.date = visit, date

    # coming in

    def ask(self, to: Target, about: str) -> PhotoDialog:
        """Camera, folder, or what was copied."""
        dialog = PhotoDialog(about, self.desk.memory, self._view)
        dialog.files.connect(partial(self.take_files, to))
        dialog.picture.connect(partial(self.take_bytes, to))
        dialog.finished.connect(self._view.activateWindow)
        dialog.open()
        return dialog

    def take_files(self, to: Target, files: list[Path]) -> None:
        """Read picture files and attach them to an item."""
        then = partial(self._attach, to, self.visit, "")
        about = to.said(", ".join(file.name for file in files))
        self.desk.tasks.work(photos.take_all, files, then=then, owner=self, about=about)

    def take_bytes(self, to: Target, content: bytes, name: str, at: str = "") -> None:
        """Attach a picture that was taken, drawn or pasted."""
        visit = self.visit

        def then(picture: photos.Picture) -> None:
            self._attach(to, visit, at, ([picture], []))

        self.desk.tasks.work(photos.read, content, name=name, then=then, owner=self, about=to.said(name))

    def _attach(
        self, to: Target, visit: str, at: str, read: tuple[list[photos.Picture], list[photos.PictureError]]
    ) -> None:
        pictures, refused = read
        for found in pictures:
            picture = replace(found, taken_at=found.taken_at or at)
            self._known[picture.sha256] = picture.thumb
            older = visit == self.visit and picture.older_than(self.date)
            if older:
                self._warn(picture.name)
            warning = _(_OLDER) if older else ""
            about = to.said(picture.name)
            self._writing.photo(visit, to.key, picture, answers=to.answers, warning=warning, about=about)
            self.attached.emit(to.key)
        for error in refused:
            self.desk.tasks.failed.emit(error)

    def _warn(self, name: str) -> None:
        self.desk.notify(
            Banner(
                _("{file} was taken before the day of this visit.").format(file=name),
                _("It was attached all the same; the paper shows its time."),
                tone="warn",
                close_text=_("Put away"),
            )
        )

    def ask_place(self, put: Place) -> None:
        """Where a photograph was taken, as its file says."""
        files = photo_dialog.choose(self._view, self.desk.memory, several=False)

        def then(picture: photos.Picture) -> None:
            if picture.latitude is not None and picture.longitude is not None:
                put(picture.latitude, picture.longitude)
            else:
                self.desk.notify(
                    Banner(
                        _("{file} does not say where it was taken.").format(file=picture.name),
                        _("Switch on the location in the phone's camera, or type the position."),
                        tone="warn",
                        close_text=_("Put away"),
                    )
                )

        if files:
            self.desk.tasks.work(photos.take, files[0], then=then, owner=self)

    # going out

    def want(self, shas: Iterable[str]) -> None:
        """Bring the small pictures of these."""
        wanted = list(dict.fromkeys(shas))
        have = {sha: self._known[sha] for sha in wanted if sha in self._known}
        if have:
            self.small.emit(have)
        missing = [sha for sha in wanted if sha not in have and sha not in self._asked]
        if missing:
            self._asked.update(missing)
            self.desk.tasks.read(reading.contents, missing, then=self._reduce, owner=self)

    def _reduce(self, contents: dict[str, bytes]) -> None:
        if contents:
            self.desk.tasks.work(photos.thumbnails, contents, then=self._show, owner=self)

    def _show(self, found: dict[str, bytes]) -> None:
        self._known.update(found)
        self.small.emit(found)

    def warning(self, photo: Photo) -> str:
        """What to say of a photograph beside it."""
        older = bool(photo.taken_at) and photo.taken_at[:10] < self.date
        return _(_OLDER) if older else ""

    def open(self, sha256: str, name: str, remove: Callable[[], None] | None) -> PhotoViewer:
        """Show a photograph large."""
        viewer = PhotoViewer(name, self._view, removable=remove is not None)
        viewer.finished.connect(self._view.activateWindow)
        if remove is not None:
            viewer.removed.connect(remove)

        def show(contents: dict[str, bytes]) -> None:
            if sha256 in contents:
                self.desk.tasks.work(reading.enlarged, contents[sha256], then=viewer.show_picture, owner=viewer)

        self.desk.tasks.read(reading.contents, [sha256], then=show, owner=viewer)
        viewer.open()
        return viewer
