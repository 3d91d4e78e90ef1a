"""What is being typed reaches the disk after a short pause, before anybody leaves the field."""

from __future__ import annotations

from tests.ui.desk import Desk
from tests.ui.test_window import lines, started
from ui.visits.filling import FillingView


def test_a_note_is_on_the_disk_while_the_cursor_is_still_in_it(desk: Desk) -> None:
    visit = started(desk, "THA0001", "fire")
    view: FillingView = desk.place("visit")
    card = next(iter(view.cards.values()))
    card.open_note()

    desk.keys(card.note, "hong khoa")

    desk.until(lambda: lines(desk, visit)[card.line.item.code].note == "hong khoa")
    assert card.note.hasFocus()


def test_a_measure_is_on_the_disk_while_the_cursor_is_still_in_it(desk: Desk) -> None:
    visit = started(desk, "THA0001", "equipment")
    view: FillingView = desk.place("visit")
    card = next(card for card in view.cards.values() if card.line.item.measure)
    card.open_measure()

    desk.keys(card.measure, "12,5")

    desk.until(lambda: lines(desk, visit)[card.line.item.code].measured in ("12.5", "12,5"))
    assert card.measure.hasFocus()
