"""
A store that refuses for a while, and what a person sees of it: the row says so, what they wrote stays on screen, it is
tried again by itself, and closing names what would be lost.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from inspector import visits
from tests.ui.desk import Desk
from tests.ui.test_window import lines, started
from ui.closing import UnsavedDialog
from ui.form.item_card import ItemCard
from ui.signing.view import SigningView
from ui.visits.filling import FillingView

NOTE = "Hai bình quá hạn kiểm tra, kim ở vạch đỏ. " * 200
"""More than fits into a page of the store that has room already."""
HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def locked(desk: Desk) -> Iterator[None]:
    """Another program holds the store's lock."""
    command = [sys.executable, "-c", HOLD, str(desk.store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        try:
            yield
        finally:
            other.communicate("")


@contextmanager
def full(desk: Desk) -> Iterator[None]:
    """The store has no page to spare, as on a full disk: SQLite itself says that the disk is full."""
    _limit(desk, lambda pages: pages)
    try:
        yield
    finally:
        _limit(desk, lambda _pages: 1 << 30)


@contextmanager
def cramped(desk: Desk) -> Iterator[None]:
    """The system refuses to let any file grow further."""
    desk.calm()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = desk.store.with_name(f"{desk.store.name}-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size if log.exists() else 0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _limit(desk: Desk, most: Callable[[int], int]) -> None:
    done: list[int] = []

    def limit(reader: Any) -> int:
        execute = reader.connection.exec_driver_sql
        pages = int(execute("PRAGMA page_count").scalar())
        spare = int(execute("PRAGMA freelist_count").scalar())
        assert spare == 0
        return int(execute(f"PRAGMA max_page_count = {most(pages)}").scalar())

    desk.session.tasks.read(limit, then=done.append)
    desk.until(lambda: done)


def wrote(desk: Desk) -> tuple[str, FillingView, ItemCard]:
    """A visit whose current item is about to be answered."""
    visit = started(desk, "THA0001", "fire")
    view: FillingView = desk.place("visit")
    desk.calm()
    return visit, view, view.cards[view.current]


def fail_with_all(desk: Desk, card: ItemCard) -> None:
    """A failed item with wording, deadline and a pasted photograph, by keys."""
    desk.keys(card, "2")
    desk.keys(card.note, NOTE, Qt.Key.Key_Escape)
    desk.keys(card, "h")
    desk.keys(card.finding.fields["due"], *"05/12/2026", Qt.Key.Key_Return)
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(picture)
    desk.qtbot.keyClick(card, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: card.finding.strip.thumbs)


@pytest.mark.parametrize("trouble", [full, cramped, locked])
def test_what_a_store_refuses_stays_on_screen_and_is_written_when_it_can(
    desk: Desk,
    trouble: Callable[[Desk], AbstractContextManager[None]],
) -> None:
    visit, view, card = wrote(desk)
    tasks = desk.session.tasks
    with trouble(desk):
        fail_with_all(desk, card)
        desk.until(lambda: card.unsaved.isVisible() and tasks.unsaved_count)
        assert "not saved" in desk.window.top.saved.text()
        assert card.unsaved.text == "not saved, trying again"
        assert lines(desk, visit)[card.line.item.code].note == ""
        again: list[Any] = []
        tasks.read(lambda reader: visits.dossier(reader, visit), then=again.append)
        view.reload_soon()
        desk.until(lambda: again)

        assert card.segments.value == "fail"
        assert card.finding.note.text() == NOTE.strip()
        assert "05/12/2026" in card.finding.chips["due"].text()
        assert len(card.finding.strip.thumbs) == 1

    desk.until(lambda: not tasks.busy and not card.unsaved.isVisible())
    line = lines(desk, visit)[card.line.item.code]
    assert (line.value, line.note, len(line.photos)) == ("fail", NOTE.strip(), 1)
    assert desk.read(visits.dossier, visit).findings[0].due == "2026-12-05"
    assert desk.window.top.saved.text().startswith("Saved")


def asked(desk: Desk) -> UnsavedDialog:
    """The question that comes when the window is closed."""
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: [one for one in desk.window.findChildren(UnsavedDialog) if one.isVisible()])
    assert desk.window.isVisible()
    return desk.window.findChildren(UnsavedDialog)[-1]


def test_closing_names_what_would_be_lost_and_goes_on_when_it_is_saved(desk: Desk) -> None:
    visit, _view, card = wrote(desk)
    code = card.line.item.code
    with full(desk):
        fail_with_all(desk, card)
        desk.until(lambda: desk.session.tasks.unsaved_count)
        dialog = asked(desk)
        assert "no room left" in dialog.why.text()
        named = dialog.lost.text()
        for said in (f"{code}: Hai bình quá hạn", "Deadline: 05/12/2026", "photo pasted.png"):
            assert said in named

        desk.keys(dialog, Qt.Key.Key_Escape)
        desk.until(lambda: not desk.window.findChildren(UnsavedDialog))
        assert desk.window.isVisible()
        assert desk.session.tasks.unsaved_count

        dialog = asked(desk)
    desk.qtbot.mouseClick(dialog.retry, Qt.MouseButton.LeftButton)
    desk.until(lambda: not desk.window.isVisible())
    assert lines(desk, visit)[code].note == NOTE.strip()


def test_a_person_may_lose_what_the_disk_does_not_take(desk: Desk) -> None:
    visit, _view, card = wrote(desk)
    _limit(desk, lambda pages: pages)
    fail_with_all(desk, card)
    desk.until(lambda: desk.session.tasks.unsaved_count)
    dialog = asked(desk)

    desk.qtbot.mouseClick(dialog.lose, Qt.MouseButton.LeftButton)

    desk.until(lambda: not desk.window.isVisible())
    desk.session.close()
    assert desk.read(_sound) == "ok"
    line = lines(desk, visit)[card.line.item.code]
    assert (line.note, line.photos) == ("", ())


def _sound(reader: Any) -> str:
    return str(reader.connection.exec_driver_sql("PRAGMA integrity_check").scalar())


def test_a_sentence_that_is_being_typed_is_written_before_the_window_closes(desk: Desk) -> None:
    visit, _view, card = wrote(desk)
    card.open_note()
    desk.keys(card.note, "hong khoa")

    desk.qtbot.keyClick(desk.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)

    desk.until(lambda: not desk.window.isVisible())
    assert lines(desk, visit)[card.line.item.code].note == "hong khoa"


def test_words_of_the_site_stay_while_the_disk_is_full(desk: Desk) -> None:
    visit, _filling, _card = wrote(desk)
    view: SigningView = desk.place("sign")
    desk.window.go("sign", visit=visit)
    desk.until(lambda: view.ending is not None)
    desk.calm()
    with full(desk):
        long = "Cơ sở đề nghị gia hạn. " * 400
        desk.keys(view.words.fields["statement"], long)
        view.words.keep()
        desk.until(lambda: desk.session.tasks.unsaved_count)
        assert view.words.unsaved.isVisible()
        view._reload()
        read: list[Any] = []
        desk.session.tasks.read(lambda _reader: 1, then=read.append)
        desk.until(lambda: read)
        assert view.words.fields["statement"].toPlainText().strip() == long.strip()
    desk.until(lambda: not desk.session.tasks.busy)
    assert desk.read(visits.dossier, visit).visit.statement == long.strip()
