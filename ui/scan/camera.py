"""The camera as a source of frames, and in plain words why there is none."""

from __future__ import annotations

import sys
from typing import Any, Final

from PySide6.QtCore import QCameraPermission, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from inspector.i18n import N_, _

NONE: Final = "none"
REFUSED: Final = "refused"
BROKEN: Final = "broken"
STARTING: Final = "starting"
LIVE: Final = "live"

_TITLES: Final = {
    NONE: N_("No camera was found."),
    REFUSED: N_("This program may not use the camera."),
    BROKEN: N_("The camera does not answer."),
    STARTING: N_("The camera is starting…"),
}
_ADVICE: Final = {
    NONE: N_("Connect a camera, or use one of the other ways: hand scanner, typed code, photo."),
    BROKEN: N_("Close other programs that use it, unplug it and plug it in again; or use one of the other ways."),
    STARTING: N_("Hold the tag in front of it, a hand's breadth away."),
}
_WHERE_ALLOWED: Final = {
    "win32": N_("Allow it in Windows Settings › Privacy & security › Camera (desktop apps), then open this again."),
    "darwin": N_("Allow it in System Settings › Privacy & Security › Camera, then open this again."),
}
_ALLOW: Final = N_("Allow this user to open the video device, then open this again.")


class Camera(QObject):
    """
    `start` it, and frames come by `framed(QVideoFrame)` until `stop`. `changed` when `state` does.

    The multimedia library is loaded when a camera is first wanted: a computer without it still opens the window.
    """

    framed = Signal(object)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = ""
        self._reason = ""
        self._sink: Any = None
        self._session: Any = None
        self._camera: Any = None
        self._watch: Any = None
        self._at = 0

    @property
    def sink(self) -> Any:
        """The QVideoSink that the frames arrive in."""
        return self._sink

    @property
    def session(self) -> Any:
        """The QMediaCaptureSession between the camera and the sink."""
        return self._session

    @property
    def many(self) -> bool:
        """Whether there is another camera to change to."""
        return len(self.devices()) > 1

    def says(self) -> tuple[str, str]:
        """What the state is in words, and what to do about it; last what the system said of it, in its own words."""
        advice = _WHERE_ALLOWED.get(sys.platform, _ALLOW) if self.state == REFUSED else _ADVICE.get(self.state, "")
        title = _(_TITLES[self.state]) if self.state in _TITLES else ""
        return title, "\n".join(filter(None, (_(advice) if advice else "", self._reason)))

    def start(self) -> None:
        """Ask for leave if the system wants that, then open the camera."""
        if not self._prepare():
            return
        status = self.permission()
        if status == Qt.PermissionStatus.Denied:
            self._become(REFUSED)
        elif status == Qt.PermissionStatus.Undetermined:
            self._become(STARTING)
            self.ask()
        else:
            self._open()

    def stop(self) -> None:
        """Let the camera go."""
        if self._camera is not None:
            self._camera.stop()
            self._session.setCamera(None)
            self._camera.deleteLater()
            self._camera = None
        self.state = ""

    def next(self) -> None:
        """Change to the next camera."""
        self._at += 1
        self.stop()
        self.start()

    def devices(self) -> list[Any]:
        """The cameras of this computer, the system's own choice first."""
        from PySide6.QtMultimedia import QMediaDevices

        return sorted(QMediaDevices.videoInputs(), key=lambda one: not one.isDefault())

    def permission(self) -> Qt.PermissionStatus:
        """What the system says of the camera and this program."""
        application = QApplication.instance()
        assert application is not None
        return application.checkPermission(QCameraPermission())

    def ask(self) -> None:
        """Have the system ask the person; the answer starts the camera or says that it is refused."""
        application = QApplication.instance()
        assert application is not None
        application.requestPermission(QCameraPermission(), self, self._answered)

    def _answered(self, permission: Any) -> None:
        if permission.status() == Qt.PermissionStatus.Granted:
            self._open()
        else:
            self._become(REFUSED)

    def _prepare(self) -> bool:
        """Load the library and make the sink; False when this computer cannot."""
        if self._sink is not None:
            return True
        try:
            from PySide6.QtMultimedia import QMediaCaptureSession, QMediaDevices, QVideoSink
        except ImportError as missing:
            self._become(BROKEN, str(missing))
            return False
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(self._on_frame)
        self._session = QMediaCaptureSession(self)
        self._session.setVideoSink(self._sink)
        self._watch = QMediaDevices(self)
        self._watch.videoInputsChanged.connect(self._on_devices)
        return True

    def _open(self) -> None:
        found = self.devices()
        if not found:
            self._become(NONE)
            return
        from PySide6.QtMultimedia import QCamera

        self._camera = QCamera(found[self._at % len(found)], self)
        self._camera.errorOccurred.connect(lambda _error, reason: self._become(BROKEN, reason))
        self._session.setCamera(self._camera)
        self._become(STARTING)
        self._camera.start()

    def _on_frame(self, frame: Any) -> None:
        if not self.state:
            return
        if self.state != LIVE:
            self._become(LIVE)
        self.framed.emit(frame)

    def _on_devices(self) -> None:
        """A camera was plugged in or out."""
        if self.state == NONE or (self.state in (LIVE, STARTING, BROKEN) and self._camera is not None):
            self.stop()
            self.start()

    def _become(self, state: str, reason: str = "") -> None:
        self.state, self._reason = state, reason
        self.changed.emit()
