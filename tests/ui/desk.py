"""A running window on a store of its own, and what its tests do with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from inspector import paths, people, sites, stationlist, workplace
from inspector.model import Side
from inspector.store import Store
from ui.app import Session
from ui.main_window import MainWindow

PATIENCE_MS: Final = 60_000
"""
Stands against what hangs, not against what is slow: on a laden machine that had compiled nothing yet, the first window of
a process took over 15 seconds.
"""


class Desk:
    """A running window with a helper that waits for what the lanes bring."""

    def __init__(self, qtbot: Any, session: Session, store: Path) -> None:
        self.qtbot, self.session, self.store = qtbot, session, store

    @property
    def window(self) -> MainWindow:
        assert self.session.window is not None
        return self.session.window

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=PATIENCE_MS)

    def calm(self) -> None:
        self.until(lambda: not self.session.tasks.busy)

    def keys(self, widget: QWidget, *keys: Any) -> None:
        for key in keys:
            if isinstance(key, str) and not key.isascii():
                typed = QInputMethodEvent()
                typed.setCommitString(key)
                QApplication.sendEvent(widget, typed)
            elif isinstance(key, str):
                self.qtbot.keyClicks(widget, key)
            else:
                self.qtbot.keyClick(widget, key)

    def read(self, function: Callable[..., Any], *args: Any) -> Any:
        with workplace.open_workplace(str(self.store)) as store, store.read() as reader:
            return function(reader, *args)

    def place(self, key: str) -> Any:
        return self.window.view(key)


def write(path: Path, function: Callable[[Store], Any]) -> Any:
    with workplace.open_workplace(str(path)) as store:
        return function(store)


def furnished(store: Store) -> str:
    """A person, the sample sites, and nothing else."""
    person = people.settle(store, "Lê Văn Ví Dụ", side=Side.POLICE, unit="Phòng PC07")
    sites.take(store, stationlist.read(paths.resource("sample", "stations.xlsx")), by=person.uid)
    return person.uid
