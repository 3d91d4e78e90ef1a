"""The program as `python -m ui` starts it; says when its window was usable, and when its first place was filled."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication


class _Watch(QObject):
    """Waits for the first window that was painted; then for its first place to have read what it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.seen and event.type() == QEvent.Type.Paint and type(watched).__name__ == "MainWindow":
            self.seen = True
            QTimer.singleShot(0, lambda: self._usable(watched))
        return False

    def _usable(self, window: Any) -> None:
        print(time.monotonic(), flush=True)
        self._wait(window)

    def _wait(self, window: Any) -> None:
        if window.current and not window.tasks.busy:
            window.grab()
            print(time.monotonic(), flush=True)
            QApplication.quit()
        else:
            QTimer.singleShot(1, lambda: self._wait(window))


def measured(store: str) -> None:
    """Run the window on a store until both are known."""
    from ui.app import run

    application = QApplication([])
    watch = _Watch()
    application.installEventFilter(watch)
    run(store, "vi", [])
