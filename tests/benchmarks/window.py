"""The window while a person fills: opening a visit of 174 items, a key until it is painted, an answer until it is on disk."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector import people, sites, visits, workplace
from inspector.model import Side
from ui.app import Session
from ui.theme import Theme
from ui.visits.filling import FillingView

TYPES = "bts tower exchange dc office shop warehouse cable_route cabinet manhole"
FORMS = ("fire", "state_secret", "equipment", "infrastructure", "guard")
KEYS = 40
LIMIT_MS = {"open_visit_ms": 300.0, "key_painted_p99_ms": 16.0, "committed_p99_ms": 50.0}


def run() -> dict[str, Any]:
    """The figures of this computer, and which of the limits hold."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "laptop.db"
        with workplace.open_workplace(str(store)) as opened:
            person = people.settle(opened, "Lê Văn Ví Dụ", side=Side.POLICE)
            site = sites.add(opened, "THA0001", by=person.uid, name="Trạm", types=TYPES)
            made = [visits.start(opened, site.uid, FORMS, by=person.uid) for _ in range(4)]
        memory = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        session = Session(str(store), memory, Theme(application, "light"), Path(folder))
        session.open(person)
        figures = _filled(session, made)
        assert session.window is not None
        session.window.close()
        session.close()
    figures["holds"] = {name: figures[name] <= limit for name, limit in LIMIT_MS.items()}
    return figures


def _filled(session: Session, made: list[str]) -> dict[str, Any]:
    window = session.window
    assert window is not None
    view = window.view("visit")
    assert isinstance(view, FillingView)
    opening = []
    for visit in made:
        before = time.perf_counter()
        window.go("visit", visit=visit)
        _until(lambda visit=visit: view.opened is not None and view.opened.dossier.visit.uid == visit and view.cards)
        window.grab()
        opening.append(time.perf_counter() - before)
        _until(lambda: not session.tasks.busy)
    assert view.opened is not None
    window.activateWindow()
    _until(window.isActiveWindow)
    painted, committed = [], []
    for _ in range(min(KEYS, len(view.cards))):
        card = view.cards[view.current]
        card.setFocus()
        before = time.perf_counter()
        QTest.keyClick(card, Qt.Key.Key_3)
        assert card.segments.value == "na"
        card.segments.repaint()
        painted.append(time.perf_counter() - before)
        _until(lambda: view.opened is not None and not view._pending)
        committed.append(time.perf_counter() - before)
        _until(lambda: not session.tasks.busy)
    return {
        "items": sum(len(page.lines) for page in view.opened.dossier.pages),
        "open_visit_first_ms": _ms(opening[0]),
        "open_visit_ms": _ms(max(opening[1:])),
        "key_painted_p50_ms": _ms(sorted(painted)[len(painted) // 2]),
        "key_painted_p99_ms": _ms(max(painted)),
        "committed_p50_ms": _ms(sorted(committed)[len(committed) // 2]),
        "committed_p99_ms": _ms(max(committed)),
    }


def _until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Run the event loop until it is true."""
    loop, end = QEventLoop(), time.monotonic() + seconds
    wake = QTimer()
    wake.timeout.connect(loop.quit)
    wake.start(1)
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        loop.exec()


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


if __name__ == "__main__":
    for name, figure in run().items():
        print(name, figure)
