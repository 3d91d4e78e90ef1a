"""What a person left behind is on the disk before they write on: a lost laptop loses the field under the cursor."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt

from tests.ui.desk import Desk
from tests.ui.test_window import lines, started
from ui.visits.filling import FillingView


@contextmanager
def slow(desk: Desk) -> Iterator[threading.Event]:
    """The disk is busy until the event is set."""
    gate, reached = threading.Event(), threading.Event()

    def hold(_reader: Any) -> None:
        reached.set()
        gate.wait(10)

    desk.calm()
    desk.session.tasks.read(hold)
    assert reached.wait(10)
    yield gate
    gate.set()


def test_a_letter_in_the_next_field_waits_for_the_answer_before_it(desk: Desk) -> None:
    visit = started(desk, "THA0001", "fire")
    view: FillingView = desk.place("visit")
    card = view.cards[view.current]
    seen: list[str] = []

    with slow(desk) as gate:
        desk.keys(card, "2")
        assert lines(desk, visit)[card.line.item.code].value == ""
        card.note.textEdited.connect(lambda _text: seen.append(lines(desk, visit)[card.line.item.code].value))
        opener = threading.Timer(0.05, gate.set)
        opener.start()
        desk.keys(card.note, "h")

    assert seen == ["fail"]


def test_the_next_answer_waits_for_the_one_before_it(desk: Desk) -> None:
    visit = started(desk, "THA0001", "fire")
    view: FillingView = desk.place("visit")
    first, second = [view.cards[key].line.item.code for key in list(view.cards)[:2]]
    view.choose(next(iter(view.cards)))

    with slow(desk) as gate:
        desk.keys(view.cards[view.current], "1")
        threading.Timer(0.05, gate.set).start()
        desk.keys(view.cards[view.current], "3")
        assert lines(desk, visit)[first].value == "pass"

    desk.calm()
    assert lines(desk, visit)[second].value == "na"


def test_a_row_whose_answer_is_not_on_the_disk_for_long_says_so(desk: Desk) -> None:
    started(desk, "THA0001", "fire")
    view: FillingView = desk.place("visit")
    card = view.cards[view.current]

    with slow(desk):
        desk.keys(card, Qt.Key.Key_3)
        assert not card.unsaved.isVisible()
        desk.until(card.unsaved.isVisible)
    desk.until(lambda: not card.unsaved.isVisible())
