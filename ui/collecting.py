"""
Python's collector runs on the UI thread only.

Left to itself it may run in a lane and take apart Qt objects there that belong to the UI thread, which ends the program.
The oldest generation, which takes long, is looked at while a person pauses.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY_MS: Final = 1000
PAUSE_S: Final = 2.0
OLDEST: Final = 2
BREATH_S: Final = 0.3
SOME: Final = 20_000
"""So many new things, such as a long checklist that was just read, wait until a person takes breath."""
MUCH: Final = 1_000_000
"""So many new things are not put off any longer."""
LATEST: Final = 6
"""So many times as full as Python would let it become, the oldest generation is not put off any longer."""


class Collecting(QObject):
    """Collects while it lives; hands the work back to Python when it is stopped."""

    def __init__(self, still: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._still = still
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the generations that are full, the oldest when nobody waits; what a lane makes is left to it meanwhile."""
        counts = gc.get_count()
        still = self._still()
        if counts[0] < MUCH and (not still or (still < BREATH_S and counts[0] > SOME)):
            return
        full = [at for at, (count, most) in enumerate(zip(counts, self._thresholds, strict=True)) if count > most]
        if OLDEST in full and still < PAUSE_S and counts[OLDEST] < LATEST * self._thresholds[OLDEST]:
            full = [OLDEST - 1]
        if full:
            gc.collect(full[-1])

    def stop(self) -> None:
        """Collect as Python does."""
        self._timer.stop()
        gc.enable()
