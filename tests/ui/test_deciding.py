"""A disagreement: its values have room, beside one another or below, and the item it is about waits in its visit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from inspector import handover, people, register, visits
from inspector.disagreements import Disagreement, Former, Stand
from inspector.model import Side
from inspector.store import Store
from tests.ui.desk import Desk, write
from tests.ui.test_window import lines, people_uid, started
from ui.register.decision import DecisionCard
from ui.theme import Theme
from ui.visits.filling import FillingView
from ui.widgets.chip import Chip
from ui.widgets.layout import column, scrolled

STANDS = tuple(
    Stand(value, shown, by, side, "2026-11-24T08:00", device, note)
    for value, shown, by, side, device, note in (
        ("fail", "Không đạt", "Đỗ Thị Minh Chứng", "vnpt", "B7270000", "Cáp võng sát đường, xe tải có thể vướng."),
        ("na", "Không áp dụng", "Trần Văn Thử", "police", "5A570000", "Tuyến này đã hạ ngầm."),
        ("pass", "Đạt", "Lê Văn Ví Dụ", "police", "AA460000", ""),
    )
)


def test_three_values_stand_side_by_side_or_below_one_another_but_never_beyond_the_edge(
    qtbot: QtBot, look: Theme
) -> None:
    found = Disagreement("1", "answer", "a", "value", "THA0500 HT-16", STANDS, "v", "THA0500 · 24/11/2026", "HT-16")
    card = DecisionCard(found)
    inside = QWidget()
    inside.setLayout(column(card, None))
    area = scrolled(inside)
    qtbot.addWidget(area)
    area.show()

    for width, rows in ((1120, 1), (800, 2), (1120, 1)):
        area.resize(width, 400)
        qtbot.waitUntil(lambda rows=rows: len({value.y() for value in card.values}) == rows)
        assert card.width() <= area.viewport().width()
        assert card.rect().contains(card.mapFromGlobal(card.decide.mapToGlobal(card.decide.rect().bottomRight())))


def test_who_said_it_and_when_stands_on_one_line(qtbot: QtBot, look: Theme) -> None:
    """Beside the chips it broke into four: name, day, hour, computer."""
    card = DecisionCard(Disagreement("1", "answer", "a", "value", "HT-16", STANDS, "v", "THA0500", "HT-16"))
    qtbot.addWidget(card)
    card.resize(1180, 400)
    card.show()

    said = [one for one in card.findChildren(QLabel) if "24/11/2026" in one.text()]
    assert len(said) == len(STANDS)
    for one in said:
        assert one.fontMetrics().horizontalAdvance(one.text()) <= one.width()


def test_what_was_decided_before_stands_on_one_line_where_there_is_room(qtbot: QtBot, look: Theme) -> None:
    """It took three lines at the left, beside as much room again."""
    former = Former(
        "Ảnh chụp 09:41 cho thấy rõ", "Trần Văn Thử", "2026-11-26T09:50", "2026-11-26T09:55", "Lê Văn Ví Dụ"
    )
    card = DecisionCard(Disagreement("1", "answer", "a", "value", "HT-16", STANDS, "v", "THA0500", "HT-16", (), former))
    qtbot.addWidget(card)
    card.resize(1120, 300)
    card.show()

    (said,) = [one for one in card.findChildren(QLabel) if "Withdrawn" in one.text()]
    assert said.fontMetrics().horizontalAdvance(said.text()) <= said.width()


def test_an_answer_is_a_chip_and_whatever_else_people_wrote_is_text(qtbot: QtBot, look: Theme) -> None:
    """However long it is: two notes of one disagreement look alike."""
    words = ("Cũ.", "Bình cũ, kim áp suất nằm ở vạch đỏ từ tháng chín.")
    notes = tuple(Stand(said, said, "Trần Văn Thử", "police", "2026-11-24T08:00", "AA46", "") for said in words)
    cards = [
        DecisionCard(Disagreement("1", "answer", "a", "note", "", which, "v", "", "")) for which in (notes, STANDS)
    ]
    for card in cards:
        qtbot.addWidget(card)
    shown = [[chip.text for chip in card.findChildren(Chip) if chip.text not in ("Police", "VNPT")] for card in cards]

    assert shown == [[], ["Không đạt", "Không áp dụng", "Đạt"]]
    assert set(words) <= {one.text() for one in cards[0].findChildren(QLabel)}


def test_an_item_on_which_two_laptops_differ_is_not_counted_as_answered(desk: Desk, tmp_path: Path) -> None:
    """The head said that all of a checklist was answered while one of its items waited for a decision."""
    visit = started(desk, "THA0001", "fire")
    first, second = list(lines(desk, visit).values())[:2]
    items = [first.item.path, second.item.path]

    def here(store: Store) -> None:
        visits.record_answers(store, visit, "fire", dict.fromkeys(items, "pass"), by=people_uid(store))

    def elsewhere(store: Store) -> None:
        person = people.settle(store, "Ngô Thị Mẫu", side=Side.VNPT)
        register.merge(store, [tmp_path / "a.xlsx"])
        visits.record_answers(store, visit, "fire", {items[1]: "fail"}, by=person.uid)
        handover.export(store, [visit], tmp_path / "b.xlsx", by=person.uid)

    write(desk.store, lambda store: handover.export(store, [visit], tmp_path / "a.xlsx", by=people_uid(store)))
    write(tmp_path / "other.db", elsewhere)
    write(desk.store, here)
    write(desk.store, lambda store: register.merge(store, [tmp_path / "b.xlsx"]))
    desk.window.go("visits")
    desk.calm()
    desk.window.go("visit", visit=visit)
    view: FillingView = desk.place("visit")
    desk.until(lambda: view.bottom.disputed.isVisible())

    total = len(view.sheet.items()) if view.sheet is not None else 0
    assert view.bottom.done.text() == f"1/{total} answered"
    assert view.bottom.disputed.text() == "1 disagreement"
    assert view.bottom.missing.text() == f"{total - 2} unanswered"
    assert any(chip.text().endswith(f" 1/{total}") for chip in view.head._chips.values())
    assert view.sections.shown[0].sign == ("disagreement", "warn")
    view.going.choose(f"fire/{items[0]}")
    desk.qtbot.mouseClick(view.bottom.disputed, Qt.MouseButton.LeftButton)
    assert view.current == f"fire/{items[1]}"
    assert view.cards[view.current].disputed.isVisible()
    assert view.cards[view.current].violation.isHidden(), "two results are not a missing one"

    desk.qtbot.keyClick(view.cards[view.current], Qt.Key.Key_1)
    desk.until(lambda: view.bottom.done.text() == f"2/{total} answered" and view.bottom.disputed.isHidden())
