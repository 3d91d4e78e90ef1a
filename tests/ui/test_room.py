"""A laptop that runs out of room: the register's code is typed in, then photos become small copies, after a question."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from inspector import handover, people, purging, receipts, register, visits, workplace
from inspector.demo.pictures import taken
from inspector.model import Side
from inspector.store import Store, evidence
from tests.ui.desk import Desk, write
from tests.ui.test_window import lines, people_uid, started
from ui.form.photo_strip import PhotoStrip
from ui.register.view import PARCELS, RegisterView
from ui.widgets.button import Button

PICTURE = taken("cable", "x", datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC))
SHA = hashlib.sha256(PICTURE).hexdigest()


def test_photos_become_small_copies_when_the_receipt_is_in_and_a_person_says_so(desk: Desk, tmp_path: Path) -> None:
    visit = started(desk, "THA0001", "fire")
    item = next(iter(lines(desk, visit).values())).item.path
    code = write(desk.store, lambda store: _handed_over(store, visit, item, tmp_path))
    view: RegisterView = desk.place("register")
    desk.window.go("register")
    view.tabs.setCurrentIndex(PARCELS)
    desk.until(lambda: view.parcels._shelf is not None)
    assert not _small(view)

    desk.keys(view.parcels.code, code, Qt.Key.Key_Return)
    desk.until(lambda: _small(view))
    dialog = view.parcels.ask_purge()
    assert isinstance(dialog, QDialog)
    _press(desk, dialog, "Keep the photos")
    desk.calm()
    assert desk.read(lambda reader: evidence.fetch(reader, SHA)) == PICTURE

    desk.qtbot.mouseClick(_small(view)[0], Qt.MouseButton.LeftButton)
    desk.until(lambda: [one for one in view.parcels.findChildren(QDialog) if one.isVisible()])
    _press(desk, next(one for one in view.parcels.findChildren(QDialog) if one.isVisible()), "Keep small copies only")
    desk.until(lambda: desk.read(lambda reader: evidence.fetch(reader, SHA)) is None)
    assert desk.read(lambda reader: evidence.shown(reader, SHA))
    assert desk.read(purging.ready) == []
    desk.until(lambda: desk.window.banner is not None and not _small(view))


def test_what_is_locked_offers_no_photo(qtbot: QtBot) -> None:
    strip = PhotoStrip()
    qtbot.addWidget(strip)
    strip.show()
    assert strip.add is not None
    assert strip.add.isVisible()
    strip.setEnabled(False)
    assert not strip.add.isVisible()
    strip.setEnabled(True)
    assert strip.add.isVisible()


def _handed_over(store: Store, visit: str, item: str, folder: Path) -> str:
    """A failed item with a photo is handed over and taken; the code of the receipt as it is read out."""
    by = people_uid(store)
    visits.record_answers(store, visit, "fire", {item: "fail"}, by=by)
    visits.add_photo(store, visit, "fire", item, PICTURE, by=by)
    handover.export(store, [visit], folder / "a.xlsx", by=by)
    with workplace.open_workplace(str(folder / "office.db")) as office:
        people.settle(office, "Ngô Thị Mẫu", side=Side.VNPT)
        register.merge(office, [folder / "a.xlsx"])
        return receipts.make(office)[0].code


def _small(view: RegisterView) -> list[Button]:
    return [
        one for one in view.parcels.findChildren(Button) if one.text() == "Keep small copies only…" and one.isVisible()
    ]


def _press(desk: Desk, dialog: QDialog, words: str) -> None:
    button = next(one for one in dialog.findChildren(Button) if one.text() == words)
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
