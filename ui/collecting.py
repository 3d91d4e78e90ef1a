"""
Python's collector runs on the UI thread only.

Left to itself it may run in a lane and take apart Qt objects there that belong to the UI thread, which ends the program.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY_MS: Final = 1000


class Collecting(QObject):
    """Collects while it lives; hands the work back to Python when it is stopped."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the generations that are full."""
        counts = gc.get_count()
        full = [at for at, (count, most) in enumerate(zip(counts, self._thresholds, strict=True)) if count > most]
        if full:
            gc.collect(full[-1])

    def stop(self) -> None:
        """Collect as Python does."""
        self._timer.stop()
        gc.enable()
