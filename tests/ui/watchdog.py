"""
What the UI thread must not do, found while a window is used: by kind, not by the clock, so that a busy machine finds the same.

`Watchdog` refuses nothing; it writes down each call to the store, to files that are taken apart and to papers that are
drawn which comes from the UI thread. `Longest` measures, for a person who looks: the processor time that the thread took
without going back to its events.
"""

from __future__ import annotations

import importlib
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from PySide6.QtCore import QObject, QTimer

SLOW: Final = (
    ("inspector.store.store", "Store.read"),
    ("inspector.store.store", "Store.transact"),
    ("inspector.store.store", "Store.copy_to"),
    ("inspector.store.store", "open_store"),
    ("inspector.checklists", "_load"),
    ("inspector.reports.pdf", "render"),
    ("PIL.Image", "open"),
    ("zipfile", "ZipFile.__init__"),
)
"""Calls that belong into a lane."""


class Watchdog:
    """`offenders` holds what was called on the thread that made it, while `watching`, with where it came from."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.offenders: list[str] = []
        self._mine = threading.get_ident()
        self._at = ""
        for module, name in SLOW:
            self._follow(patch, module, name)

    @contextmanager
    def watching(self, at: str) -> Iterator[None]:
        """What is found meanwhile is said to have happened there."""
        self._at = at
        try:
            yield
        finally:
            self._at = ""

    def _follow(self, patch: pytest.MonkeyPatch, module: str, name: str) -> None:
        *inner, last = name.split(".")
        holder: Any = importlib.import_module(module)
        for part in inner:
            holder = getattr(holder, part)
        called = getattr(holder, last)

        def noted(*args: Any, **options: Any) -> Any:
            if self._at and threading.get_ident() == self._mine:
                frames = [one for one in traceback.extract_stack() if "/ui/" in one.filename.replace("\\", "/")]
                where = [f"{one.filename}:{one.lineno}" for one in frames if "/tests/" not in one.filename]
                self.offenders.append(f"{self._at}: {module}.{name} from {where[-1] if where else 'a test'}")
            return called(*args, **options)

        patch.setattr(holder, last, noted)


class Longest(QObject):
    """The longest stretch of processor time, in seconds, that this thread took before it looked at its events again."""

    def __init__(self) -> None:
        super().__init__()
        self.found = 0.0
        self._last: float | None = None
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._on_beat)
        self._beat.start(0)

    def _on_beat(self) -> None:
        if self._last is not None:
            self.found = max(self.found, time.thread_time() - self._last)
        self._last = time.thread_time()

    def take(self) -> float:
        """The longest since it was taken last."""
        self._on_beat()
        longest, self.found = self.found, 0.0
        return longest
