"""A disagreement of three values: each of them has room, beside one another or below."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from inspector.disagreements import Disagreement, Stand
from ui.register.decision import DecisionCard
from ui.theme import Theme
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
