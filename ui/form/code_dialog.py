"""A code read with the camera for a question that asks for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from inspector.i18n import _
from ui.scan.camera import Camera
from ui.scan.decoding import Decoder, Seen
from ui.tasks import Tasks
from ui.widgets.button import Button
from ui.widgets.layout import label, row
from ui.widgets.on_screen import OnScreen


class CodeDialog(OnScreen):
    """`put(text)` with the first code that stands before the camera."""

    def __init__(
        self, tasks: Tasks, put: Callable[[str], None], parent: QWidget, *, camera: Camera | None = None
    ) -> None:
        super().__init__(parent)
        self._put: Callable[[str], None] | None = put
        self.setWindowTitle(_("Scan"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.addWidget(label(_("Hold the code before the camera."), wrap=True))
        self.view = QLabel()
        self.view.setFixedSize(QSize(480, 300))
        self.view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view.setWordWrap(True)
        self.view.setAccessibleName(_("Live view of the camera"))
        whole.addWidget(self.view)
        cancel = Button(_("Cancel"), keys="Esc")
        cancel.clicked.connect(self.reject)
        whole.addLayout(row(None, cancel))
        self.camera = camera or Camera(self)
        self.decoder = Decoder(tasks, self)
        self.camera.framed.connect(self.decoder.offer)
        self.camera.changed.connect(self._on_camera)
        self.decoder.seen.connect(self._on_seen)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.camera.start()
        self._on_camera()

    def hideEvent(self, event: QHideEvent) -> None:
        self.camera.stop()
        super().hideEvent(event)

    def _on_camera(self) -> None:
        title, advice = self.camera.says()
        if title:
            self.view.setText(f"{title}\n{advice}".strip())

    def _on_seen(self, seen: Seen) -> None:
        mode: Any = Qt.AspectRatioMode.KeepAspectRatio
        self.view.setPixmap(QPixmap.fromImage(seen.picture).scaled(self.view.size(), mode))
        if seen.symbols and self._put is not None:
            put, self._put = self._put, None
            self.accept()
            put(seen.symbols[0].text)
