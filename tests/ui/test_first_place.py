"""A person at the first place: goes on where they were, starts a new laptop, practises, unlocks a sealed store."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QDialog

from inspector import days, people, practice, signing_off, sites, visits, workplace
from inspector.model import Side
from inspector.store import open_store
from inspector.store.engine import StoreLocked
from tests.ui.desk import PATIENCE_MS, Desk, write
from tests.ui.test_signing import fill
from tests.ui.test_window import people_uid
from ui.app import Session
from ui.theme import Theme
from ui.today.view import TodayView
from ui.visits.filling import FillingView
from ui.welcome import PassphraseDialog, Welcome

WORDS = "trạm viba trên đồi"


def today(desk: Desk) -> TodayView:
    desk.window.go("today")
    desk.calm()
    view: TodayView = desk.place("today")
    return view


def half_done(desk: Desk) -> tuple[str, str]:
    """A draft of which five items are answered: its uid, and the last of them."""
    site = desk.read(sites.named, "THA0001")
    on = days.today()
    visit = str(write(desk.store, lambda store: visits.start(store, site.uid, ["fire"], by=people_uid(store), on=on)))
    lines = desk.read(lambda reader: visits.dossier(reader, visit).pages[0].lines)
    for line in lines[:5]:
        write(
            desk.store,
            lambda store, path=line.item.path: visits.record_answers(
                store, visit, "fire", {path: "pass"}, by=people_uid(store)
            ),
        )
    return visit, lines[4].path


def test_a_draft_says_how_much_is_left_and_opens_at_the_item_where_its_person_was(desk: Desk) -> None:
    visit, last = half_done(desk)
    view = today(desk)
    desk.until(lambda: "items left" in view.drafts[visit].accessibleName())

    desk.qtbot.mouseClick(view.drafts[visit], Qt.MouseButton.LeftButton)
    desk.calm()

    filling: FillingView = desk.place("visit")
    desk.until(lambda: filling.current == last)
    assert desk.window.current == "visit"
    assert "1" in desk.window.rail.button("today").accessibleName()  # type: ignore[union-attr]


def test_the_saved_time_is_in_sight_from_the_start(desk: Desk) -> None:
    desk.until(lambda: desk.window.top.saved.isVisible())

    assert desk.window.top.saved.text().startswith("Saved ")


def test_scanning_begins_with_the_large_button(desk: Desk) -> None:
    view = today(desk)
    wanted: list[int] = []
    desk.window.scan_wanted.disconnect()
    desk.window.scan_wanted.connect(lambda: wanted.append(1))

    desk.qtbot.mouseClick(view.scan, Qt.MouseButton.LeftButton)

    assert wanted == [1]


@pytest.fixture
def new(qtbot: Any, qapp: QApplication, tmp_path: Path, memory: QSettings, look: Theme) -> Iterator[Desk]:
    """A laptop on which only its person is known."""
    store = tmp_path / "new.db"
    person = write(store, lambda opened: people.settle(opened, "Phạm Minh Họa", side=Side.VNPT))
    session = Session(str(store), memory, look, tmp_path)
    session.open(person)
    made = Desk(qtbot, session, store)
    made.calm()
    yield made
    made.calm()
    made.window.close()
    made.window.deleteLater()
    session.close()


def test_a_new_laptop_offers_three_ways_to_begin(new: Desk) -> None:
    view = today(new)

    assert view.pages.currentWidget() is view.first
    assert [button.text() for button in view.first.buttons] == ["Open an assignment…", "Import a list…", "Practise"]
    assert view.first.buttons[0].hasFocus()


def test_practice_is_a_store_of_its_own_that_every_screen_names(new: Desk) -> None:
    view = today(new)

    new.qtbot.mouseClick(view.first.buttons[2], Qt.MouseButton.LeftButton)
    new.until(lambda: new.session.practice)
    new.calm()

    assert "PRACTICE" in new.window.windowTitle()
    assert new.session.store == str(practice.store_in(new.session.folder))
    assert new.window.findChildren(QDialog) == []
    practised = today(new)
    assert practised.drafts
    new.session.leave_practice()
    new.calm()
    assert "PRACTICE" not in new.window.windowTitle()
    assert new.session.store == str(new.store)


def test_the_welcome_asks_for_a_passphrase_twice_and_for_a_long_one(qtbot: Any, look: Theme) -> None:
    welcome = Welcome(new_store=True)
    qtbot.addWidget(welcome)
    welcome.name.setText("Lê Văn Ví Dụ")
    welcome.side.choose("police")
    assert welcome.start.isEnabled()
    assert welcome.passphrase == ""

    welcome.seal.setChecked(True)
    states = []
    for first, again in (("ngắn", "ngắn"), (WORDS, "khác hẳn rồi"), (WORDS, WORDS)):
        welcome.first.setText(first)
        welcome.again.setText(again)
        states.append(welcome.start.isEnabled())

    assert states == [False, False, True]
    assert welcome.passphrase == WORDS


def test_after_a_kill_at_work_the_window_says_that_nothing_is_lost_and_only_then(
    qtbot: Any, tmp_path: Path, memory: QSettings, look: Theme
) -> None:
    """
    The lock of a process that is gone tells of it; a window that was closed leaves none. Whoever looked at a list, or at a
    visit that is signed, lost no thread and is told nothing.
    """
    store = tmp_path / "laptop.db"
    with workplace.open_workplace(str(store)) as opened:
        by = people.settle(opened, "Lê Văn Ví Dụ", side=Side.POLICE).uid
        site = sites.add(opened, "THA0090", by=by, name="Hải Hà", types="cable_route").uid
        visit = visits.start(opened, site, ["infrastructure"], by=by)
    lock = f"lock = QLockFile({str(store) + '.open'!r}); lock.lock()"
    kill = [sys.executable, "-c", f"from PySide6.QtCore import QLockFile; import os; {lock}; os._exit(9)"]

    def left_at(place: str) -> None:
        memory.setValue("window/place", place)
        memory.setValue("window/visit", visit)
        subprocess.run(kill, check=False)

    def first_words() -> str:
        session = Session(str(store), memory, look, tmp_path)
        assert session.begin()
        qtbot.waitUntil(lambda: session.person is not None and not session.tasks.busy, timeout=PATIENCE_MS)
        assert session.window is not None
        said = session.window.banner.accessibleName() if session.window.banner is not None else ""
        session.window.close()
        session.window.deleteLater()
        session.close()
        return said

    left_at("visit")
    said = first_words()
    assert "interrupted" in said
    assert "All that was entered is here" in said
    assert first_words() == ""

    left_at("findings")
    assert first_words() == ""

    with workplace.open_workplace(str(store)) as opened:
        fill(opened, visit, "infrastructure", "na", by)
        signing_off.sign(opened, visit, side=Side.POLICE, by=by)
    left_at("sign")
    assert first_words() == ""


def test_a_sealed_store_asks_until_the_passphrase_is_right(
    qtbot: Any, qapp: QApplication, tmp_path: Path, memory: QSettings, look: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "sealed.db"
    with workplace.open_workplace(str(store), key=WORDS) as opened:
        people.settle(opened, "Lê Văn Ví Dụ", side=Side.POLICE)
    with pytest.raises(StoreLocked):
        open_store(store, "sai mật khẩu")
    typed = iter(["sai mật khẩu", WORDS])
    seen: list[str] = []

    def answer(dialog: PassphraseDialog) -> int:
        seen.append(dialog.refused.text())
        dialog.field.setText(next(typed))
        return 1

    monkeypatch.setattr(PassphraseDialog, "exec", answer)
    session = Session(str(store), memory, look, tmp_path)

    assert session.begin()
    qtbot.waitUntil(lambda: session.person is not None and not session.tasks.busy, timeout=PATIENCE_MS)

    assert seen[0] == ""
    assert "passphrase" in seen[1]
    assert session.window is not None
    session.window.close()
    session.window.deleteLater()
    session.close()
