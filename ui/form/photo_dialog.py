"""Photographs for an item: taken with the camera of the laptop, chosen from a phone's folder, or pasted."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QImage, QKeySequence, QPixmap, QShortcut, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from inspector import days, photos
from inspector.i18n import _
from inspector.store import evidence
from ui import files
from ui.place import Desk
from ui.scan.camera import BROKEN, LIVE, NONE, STARTING, Camera
from ui.widgets.button import Button
from ui.widgets.empty import EmptyState
from ui.widgets.layout import Card, label, row
from ui.widgets.on_screen import OnScreen
from ui.widgets.table import Memory

SHOWN: Final = QSize(480, 300)
EVERY_S: Final = 0.08


def choose(parent: QWidget, memory: Memory, *, several: bool = True) -> list[Path]:
    """Ask for picture files, beginning in the folder of the last time."""
    suffixes = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in photos.SUFFIXES)
    filter_ = f"{_('Pictures')} ({suffixes})"
    if several:
        return files.open_several(parent, memory, _("Choose photos"), filter_, kept=files.PHOTOS)
    one = files.open_one(parent, memory, _("Choose photos"), filter_, kept=files.PHOTOS)
    return [one] if one is not None else []


def encoded(image: QImage, kind: str = "JPEG") -> bytes:
    """A picture as a file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, 92)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


class PhotoDialog(OnScreen):
    """`files(paths)` were chosen; `picture(bytes, name, taken_at)` was taken or pasted."""

    files = Signal(list)
    picture = Signal(bytes, str, str)

    def __init__(self, about: str, memory: Memory, parent: QWidget, *, camera: Camera | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self._frame: Any = None
        self._shown_at = 0.0
        self.setWindowTitle(_("Photo"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(10)
        whole.addWidget(label(about, "strong", wrap=True))
        self.view = QLabel()
        self.view.setMinimumSize(SHOWN)
        self.view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view.setAccessibleName(_("Live view of the camera"))
        self.without = EmptyState("camera-off", "")
        held = Card(padding=8)
        self.pages = QStackedLayout()
        held.body.addLayout(self.pages, 1)
        self.pages.addWidget(self.without)
        self.pages.addWidget(self.view)
        whole.addWidget(held, 1)
        self.said = label("", "second", wrap=True)
        self.said.hide()
        whole.addWidget(self.said)
        self.shoot = Button(_("Take it"), kind="primary", icon="photo", keys="Space")
        self.shoot.clicked.connect(self.take)
        self.shoot.setEnabled(False)
        self.choose = Button(_("From a phone or folder…"), icon="folder", keys="F")
        self.choose.clicked.connect(self._choose)
        self.paste = Button(_("Paste"), icon="copy", keys="Ctrl+V")
        self.paste.clicked.connect(self._paste)
        close = Button(_("Close"), keys="Esc")
        close.clicked.connect(self.reject)
        whole.addLayout(row(self.shoot, self.choose, self.paste, None, 16, close))
        for keys, run in (("F", self._choose), ("Ctrl+V", self._paste), ("Space", self.take)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(run)
        self.camera = camera or Camera(self)
        self.camera.framed.connect(self._on_frame)
        self.camera.changed.connect(self._on_camera)

    def take(self) -> None:
        """Keep what the camera shows now."""
        if self._frame is None:
            return
        image = self._frame.toImage()
        if not image.isNull():
            now = days.now()
            self.picture.emit(encoded(image), now.strftime("camera-%H%M%S.jpg"), now.isoformat())
            self.accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.camera.start()
        self._on_camera()
        self.choose.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        self.camera.stop()
        super().hideEvent(event)

    def _on_frame(self, frame: Any) -> None:
        self._frame = frame
        now = time.monotonic()
        if now - self._shown_at >= EVERY_S:
            self._shown_at = now
            image = frame.toImage()
            if not image.isNull():
                mode = Qt.AspectRatioMode.KeepAspectRatio
                self.view.setPixmap(QPixmap.fromImage(image.scaled(SHOWN, mode)))
                self.pages.setCurrentWidget(self.view)
        if not self.shoot.isEnabled():
            self.shoot.setEnabled(True)
            self.shoot.setFocus()

    def _on_camera(self) -> None:
        if self.camera.state != LIVE:
            self.shoot.setEnabled(False)
            self._frame = None
            title, advice = self.camera.says()
            if self.camera.state in (NONE, BROKEN):
                advice = _(
                    "Take the photos with a phone: choose them from its folder, paste them, or drop them on the item."
                )
            self.without.say(title, advice if self.camera.state != STARTING else "")
            self.pages.setCurrentWidget(self.without)

    def _choose(self) -> None:
        found = choose(self, self._memory)
        if found:
            self.files.emit(found)
            self.accept()

    def _paste(self) -> None:
        held = QGuiApplication.clipboard().mimeData()
        paths = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
        image = QGuiApplication.clipboard().image()
        if paths:
            self.files.emit(paths)
            self.accept()
        elif not image.isNull():
            self.picture.emit(encoded(image, "PNG"), _("pasted.png"), "")
            self.accept()
        else:
            self.said.setText(_("No photo was copied yet. Copy one in another program, then paste it here."))
            self.said.show()


class PhotoViewer(OnScreen):
    """One photograph, large; `removed()` when it is taken off its item."""

    removed = Signal()

    def __init__(self, name: str, parent: QWidget, *, removable: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(name or _("Photo"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        self.view = QLabel(_("Reading the photo…"))
        self.view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view.setMinimumSize(640, 440)
        self.view.setAccessibleName(name)
        whole.addWidget(self.view, 1)
        self.remove = Button(_("Take it off this item"), kind="quiet", icon="remove")
        self.remove.setVisible(removable)
        self.remove.clicked.connect(self._remove)
        close = Button(_("Close"), kind="primary", keys="Esc")
        close.clicked.connect(self.accept)
        whole.addLayout(row(label(name, "second", wrap=True), None, self.remove, close))

    def show_picture(self, content: bytes) -> None:
        """Show the bytes of a reduced copy."""
        picture = QPixmap()
        if picture.loadFromData(content):
            mode = Qt.AspectRatioMode.KeepAspectRatio
            ratio = self.devicePixelRatioF()
            scaled = picture.scaled(self.view.size() * ratio, mode, Qt.TransformationMode.SmoothTransformation)
            scaled.setDevicePixelRatio(ratio)
            self.view.setPixmap(scaled)

    def _remove(self) -> None:
        self.removed.emit()
        self.accept()


def enlarge(desk: Desk, sha256: str, parent: QWidget, name: str = "") -> None:
    """Show a photograph of the store large."""

    def show(content: bytes | None) -> None:
        if content is not None:
            viewer = PhotoViewer(name or _("Photo"), parent, removable=False)
            viewer.show()
            viewer.show_picture(content)

    desk.tasks.read(evidence.shown, sha256, then=show, owner=parent)
