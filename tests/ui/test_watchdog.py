"""The UI thread leaves the store, workbooks, pictures and papers to the lanes, whichever place is used."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector.store import open_store
from tests.ui.desk import Desk
from tests.ui.test_window import started
from tests.ui.watchdog import Watchdog

PLACES = ("today", "sites", "visits", "findings", "rounds", "register", "reports", "settings", "today")


@pytest.fixture
def watchdog(monkeypatch: pytest.MonkeyPatch) -> Watchdog:
    return Watchdog(monkeypatch)


def test_no_place_asks_the_store_or_takes_a_file_apart_on_the_ui_thread(
    desk: Desk,
    qapp: QApplication,
    watchdog: Watchdog,
) -> None:
    visit = started(desk, "THA0001", "fire")
    for place in PLACES:
        with watchdog.watching(place):
            desk.window.go(place)
            desk.calm()
    for place in ("visit", "sign"):
        with watchdog.watching(place):
            desk.window.go(place, visit=visit)
            desk.calm()
    with watchdog.watching("the palette"):
        desk.window.open_palette()
        desk.calm()
        popup = qapp.activePopupWidget() or qapp.activeModalWidget()
        assert popup is not None
        popup.close()

    assert watchdog.offenders == []


def test_a_call_on_the_ui_thread_is_found_and_named(tmp_path: Path, watchdog: Watchdog) -> None:
    with open_store(tmp_path / "one.db") as store:
        with watchdog.watching("here"), store.read():
            pass
        with store.read():
            pass

    assert [one.partition(" from ")[0] for one in watchdog.offenders] == ["here: inspector.store.store.Store.read"]
