"""One window per store: a lock file beside it (no socket is ever opened)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile

from inspector.errors import InspectorError
from inspector.i18n import N_


class StoreAlreadyOpen(InspectorError):
    """Another window has this store open."""

    code = "window.already-open"
    message = N_("{file} is already open in another window (process {process} on {computer}).")
    hint = N_("Go to that window, or close it first.")


class SingleInstance:
    """Held while a window has a store open; a lock whose process is gone is taken over."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._lock = QLockFile(f"{store}.open")
        self._lock.setStaleLockTime(0)

    def take(self) -> bool:
        """Whether the window before was interrupted: it never let go, and its process is gone. Raises StoreAlreadyOpen."""
        self._store.parent.mkdir(parents=True, exist_ok=True)
        left = Path(self._lock.fileName()).exists()
        if self._lock.tryLock(100):
            return left
        if self._lock.error() == QLockFile.LockError.LockFailedError:
            process, computer, _program = self._lock.getLockInfo()
            raise StoreAlreadyOpen(file=self._store.name, process=process, computer=computer)
        return False

    def release(self) -> None:
        """Let others in."""
        self._lock.unlock()
