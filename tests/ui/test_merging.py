"""Workbooks of several computers that are new here are vouched for and merged, and what they disagree on is decided, all by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from inspector import arrivals, backups, disagreements, register, visits
from inspector.model import Visit
from tests.register.world import ITEM
from tests.scenario import Laptop
from tests.ui.desk import PATIENCE_MS, Desk, write
from ui.messages import Dialog
from ui.register.questions import VouchCard
from ui.register.view import DECIDING, PARCELS, WORKBOOKS, RegisterView
from ui.widgets.button import Button

TYPES = ("cable_route", "bts", "cable_route")


def workbooks(folder: Path) -> list[Path]:
    """One of each of three laptops, which do not agree on what two of the sites are."""
    folder.mkdir()
    made = []
    for number, types in enumerate(TYPES, start=1):
        laptop = Laptop(folder, f"may-{number}", person=f"Người {number}")
        started = [laptop.start(code, types=types) for code in ("KV1", "KV2")]
        laptop.answer(started[0], ITEM, "pass")
        made.append(laptop.export(*started))
        laptop.store.close()
    return made


def asking(view: RegisterView) -> list[VouchCard]:
    """The question that is on the screen."""
    return [one for one in view.findChildren(VouchCard) if one.isVisible()]


def texts(view: RegisterView) -> list[str]:
    """What is written in the place now."""
    return [one.text() for one in view.findChildren(QLabel) if one.isVisible()]


def saving(desk: Desk) -> list[Button]:
    """The button that is offered for the receipts."""
    buttons = desk.window.banner.findChildren(Button) if desk.window.banner is not None else []
    return [one for one in buttons if one.text() == "Save receipts…"]


def ready(desk: Desk, files: list[Path]) -> RegisterView:
    """The register with these workbooks vouched for, one key, and waiting to be merged."""
    view: RegisterView = desk.place("register")
    desk.session.take_files(files)
    desk.until(lambda: asking(view))
    desk.qtbot.keyClick(asking(view)[-1].buttons[0], Qt.Key.Key_Space)
    desk.until(lambda: view.merge.isEnabled() and not asking(view))
    return view


def asked_to_take_out(desk: Desk, view: RegisterView) -> Dialog:
    """The question before the only parcel is taken out."""
    view.tabs.setCurrentIndex(PARCELS)
    out = next(one for one in view.parcels.findChildren(Button) if one.text() == "Take out…" and one.isVisible())
    out.setFocus()
    desk.qtbot.keyClick(out, Qt.Key.Key_Return)
    (asked,) = [one for one in view.parcels.findChildren(Dialog) if one.isVisible()]
    return asked


def copies(desk: Desk) -> list[Path]:
    """The backups beside the store."""
    return [path for path, _size, _at in backups.listed(str(desk.store))]


def _in_sight(button: QWidget) -> bool:
    """Whether nothing of its height is cut off."""
    return button.visibleRegion().boundingRect().height() == button.height()


def test_each_new_computer_is_asked_about_in_sight_and_the_keys_merge_and_decide(desk: Desk, tmp_path: Path) -> None:
    """The second question had no height, the key of the button was unbound, and every decision sent the keys to the rail."""
    files = workbooks(tmp_path / "people")
    view: RegisterView = desk.place("register")
    desk.window.resize(1366, 768)
    desk.session.take_files(files)
    for left in (3, 2, 1):
        desk.until(lambda left=left: [one for one in asking(view) if len(one.buttons) == left])
        desk.calm()
        desk.until(lambda: all(_in_sight(one) for card in asking(view)[-1:] for one in card.buttons))
        card = asking(view)[-1]
        if left < 3:
            assert desk.window.focusWidget() is card.buttons[0]
        desk.qtbot.keyClick(card.buttons[0], Qt.Key.Key_Space)
    desk.until(lambda: view.merge.isEnabled() and not asking(view))
    assert desk.window.focusWidget() is view.merge

    with desk.qtbot.waitActive(desk.window, timeout=PATIENCE_MS):
        desk.window.activateWindow()
    desk.qtbot.keyClick(view.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    desk.until(lambda: len(desk.read(arrivals.listed)) == 3)
    waiting = len(desk.read(disagreements.waiting))
    assert waiting >= 2
    desk.until(lambda: view.tabs.currentIndex() == DECIDING and len(view.deciding.cards) == waiting)
    shown = {stand.shown for card in view.deciding.cards for stand in card.found.values}
    assert {"Cable route", "Base station building"} <= shown
    view.tabs.setCurrentIndex(WORKBOOKS)
    view.merge.setFocus()
    bar = view.tabs.tabBar()
    desk.qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(DECIDING).center())
    assert desk.window.focusWidget() is view.deciding.cards[0].values[0]
    for left in range(waiting, 0, -1):
        desk.until(lambda left=left: len(view.deciding.cards) == left)
        first = view.deciding.cards[0]
        desk.until(lambda first=first: desk.window.focusWidget() is first.values[0])
        assert first.reason.text() == ("" if left == waiting else "hai bên đã xem")
        desk.qtbot.keyClick(first.values[0], Qt.Key.Key_Right)
        desk.keys(first.reason, "" if first.reason.text() else "hai bên đã xem", Qt.Key.Key_Return)
    desk.until(lambda: not desk.read(disagreements.waiting))
    desk.until(lambda: not view.deciding.cards)
    desk.calm()
    assert desk.window.focusWidget() is view.tabs.tabBar()
    assert view.deciding.told.text().startswith("Decided: ")
    assert view.deciding.keys.isHidden()


def test_a_computer_that_waits_to_be_trusted_is_not_called_nothing(desk: Desk, tmp_path: Path) -> None:
    """It said that there was nothing to merge, and counted as merged what was still refused."""
    first, second = workbooks(tmp_path / "people")[:2]
    view: RegisterView = desk.place("register")
    desk.session.take_files([first, second])
    desk.until(lambda: [one for one in asking(view) if len(one.buttons) == 2])

    assert "First say which computers are to be trusted." in texts(view)
    assert not any("nothing to merge" in one for one in texts(view))

    desk.qtbot.keyClick(asking(view)[-1].buttons[0], Qt.Key.Key_Space)
    desk.until(lambda: view.merge.isEnabled() and [one for one in asking(view) if len(one.buttons) == 1])
    view.merge.click()
    desk.until(lambda: desk.window.banner)
    desk.calm()
    (came,) = desk.read(arrivals.listed)
    assert desk.window.banner is not None
    assert desk.window.banner.text.text().startswith(f"{came.entries} new entries are in the register.")
    codes = desk.window.banner.accessibleName().partition("Receipts to read out: ")[2]
    assert codes
    assert " " not in codes, "a code is parted by the end of a line"

    view.tabs.setCurrentIndex(WORKBOOKS)
    desk.until(lambda: [one for one in asking(view) if len(one.buttons) == 1])
    desk.qtbot.keyClick(asking(view)[-1].buttons[0], Qt.Key.Key_Space)
    desk.until(lambda: view.merge.isEnabled() and not asking(view))
    view.merge.click()
    desk.until(lambda: len(desk.read(arrivals.listed)) == 2)


def test_receipts_that_were_saved_are_told_of_with_their_folder(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(stick))
    view = ready(desk, workbooks(tmp_path / "people")[:1])
    desk.qtbot.mouseClick(view.merge, Qt.MouseButton.LeftButton)
    desk.until(lambda: saving(desk))
    desk.calm()
    asked = asked_to_take_out(desk, view)

    asked.accept()
    desk.until(lambda: not desk.read(arrivals.listed))
    desk.calm()

    assert desk.window.focusWidget() is view.parcels.search


def test_a_merge_that_writes_nothing_makes_no_backup(desk: Desk, tmp_path: Path) -> None:
    """Another window took the workbook between the preview and the key."""
    files = workbooks(tmp_path / "people")[:1]
    view = ready(desk, files)
    (code,) = view.accepted
    write(desk.store, lambda store: register.merge(store, files, accepted=[code]))

    desk.qtbot.mouseClick(view.merge, Qt.MouseButton.LeftButton)
    desk.until(lambda: saving(desk))
    desk.calm()

    assert copies(desk) == []


def test_a_parcel_that_cannot_be_taken_out_leaves_no_backup(desk: Desk, tmp_path: Path) -> None:
    view = ready(desk, workbooks(tmp_path / "people")[:1])
    desk.qtbot.mouseClick(view.merge, Qt.MouseButton.LeftButton)
    desk.until(lambda: saving(desk))
    desk.calm()
    former = copies(desk)
    visit = desk.read(lambda reader: reader.all(Visit)[0].uid)
    person = desk.session.person.uid
    write(desk.store, lambda store: visits.record_answers(store, visit, "infrastructure", {ITEM: "fail"}, by=person))

    asked_to_take_out(desk, view).accept()
    desk.until(lambda: "worked on here" in desk.window.banner.accessibleName())
    desk.calm()

    assert len(former) == 1
    assert copies(desk) == former
    assert desk.read(arrivals.listed)
