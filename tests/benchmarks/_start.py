"""
The program as `python -m ui` starts it, watched from inside: one line of JSON with the moments (of the clock that the parent
reads as well) at which its frame was painted and answered keys and mouse, and at which the first place showed its records.
"""

from __future__ import annotations

import json
import time
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

AFTERWARDS_S: Final = 3.0
"""The window is watched for so long after its first place is there: the other places are imported meanwhile."""


class _Watch(QObject):
    """Waits for the window, tries it as a person would, and measures how long the event loop stands still."""

    def __init__(self, tried: bool) -> None:
        super().__init__()
        self._tried = tried
        self._window: Any = None
        self._place = ""
        self._found: dict[str, float] = {}
        self._last: tuple[float, float] | None = None
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._on_beat)
        self._beat.start(0)

    def _on_beat(self) -> None:
        if self._window is None:
            for one in QApplication.topLevelWidgets():
                if type(one).__name__ == "MainWindow" and one.isVisible():
                    self._window = one
                    one.installEventFilter(self)
                    self._beat.stop()
                    return
            return
        now, used = time.monotonic(), time.thread_time()
        if self._last is not None:
            self._longest("blocked", now - self._last[0])
            self._longest("used", used - self._last[1])
        if "today" not in self._found and self._filled():
            self._window.grab()
            self._found["today"] = now = time.monotonic()
        if "today" in self._found and now - self._found["today"] > AFTERWARDS_S:
            print(json.dumps(self._found), flush=True)
            QApplication.quit()
        self._last = (time.monotonic(), time.thread_time())

    def _longest(self, name: str, spent: float) -> None:
        self._found[name] = max(self._found.get(name, 0.0), spent)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and "window" not in self._found:
            self._found["window"] = 0.0
            QTimer.singleShot(0, self._usable)
        return False

    def _usable(self) -> None:
        """Painted; now, if asked, the palette and the rail are tried before the store is open."""
        self._found["window"] = time.monotonic()
        if self._tried:
            window = self._window
            QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
            opened: QWidget | None = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            assert opened is not None, "Ctrl+K opens nothing"
            opened.close()
            for key in ("visits", "today"):
                QTest.mouseClick(window.rail.button(key), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
                assert window.rail.button(key).isChecked(), f"the rail does not answer: {key}"
            self._found["answered"] = time.monotonic()
        self._beat.start(1)

    def _filled(self) -> bool:
        window = self._window
        if window.current != "today" or not window.furnished:
            return False
        return bool(window.view("today").drafts)


def measured(store: str, tried: bool) -> None:
    """Run the window on a store until all is known."""
    from ui.app import run

    application = QApplication([])
    watch = _Watch(tried)
    run(store, "vi", [])
    del watch, application
