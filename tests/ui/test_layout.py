"""What scrolls is as high as its words at the width they have; what belongs together stands in one line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.actions import KeyLine
from ui.key_help import KeyHelp
from ui.theme import Theme
from ui.widgets.empty import EmptyState
from ui.widgets.key_hint import KeyHint
from ui.widgets.layout import label, scrolled

WORDS = "Hệ thống chữa cháy khí có ở chế độ tự động, có còi đèn cảnh báo và nút dừng khẩn cấp không? " * 3


def test_a_bar_to_scroll_with_shows_only_when_something_is_out_of_sight(qtbot: QtBot, look: Theme) -> None:
    """Wrapped words were given the height they would have in a narrow column: a bar beside nothing, and an empty end."""
    inside = QWidget()
    lines = QVBoxLayout(inside)
    for _number in range(4):
        lines.addWidget(label(WORDS, wrap=True))
    lines.addStretch(1)
    area = scrolled(inside)
    qtbot.addWidget(area)
    area.resize(900, 300)
    area.show()
    bar = area.verticalScrollBar()
    assert inside.sizeHint().height() > 300
    assert not bar.isVisible()

    area.resize(900, 90)

    qtbot.waitUntil(bar.isVisible)
    assert bar.maximum() + area.viewport().height() == inside.heightForWidth(area.viewport().width())


def test_the_bar_stands_apart_and_where_none_is_needed_all_of_the_width_is_used(qtbot: QtBot, look: Theme) -> None:
    """Cards ended short of the buttons above them, for the sake of a bar that was not there."""
    inside = QWidget()
    inside.setMinimumHeight(200)
    area = scrolled(inside)
    qtbot.addWidget(area)
    area.resize(400, 300)
    area.show()
    assert inside.width() == 400

    area.resize(400, 100)

    qtbot.waitUntil(area.verticalScrollBar().isVisible)
    assert inside.width() == 380


@pytest.mark.parametrize("width", [1100, 640, 420, 330])
@pytest.mark.parametrize(
    "words",
    [
        "Chọn địa điểm, chia cho các đoàn, rồi giao cho mỗi đoàn tệp phân công và nhãn.",
        "Nhập danh sách trạm đơn vị đang có: Excel hoặc CSV, bố cục thế nào cũng được.",
    ],
)
def test_no_word_of_an_empty_place_stands_alone_on_a_line(qtbot: QtBot, look: Theme, words: str, width: int) -> None:
    """The last word stood alone in the middle below a whole line."""
    place = EmptyState("calendar", "Chưa có gì.", words)
    qtbot.addWidget(place)
    place.resize(width, 500)
    place.show()
    shown = next(one for one in place.findChildren(QLabel) if one.text() == words)

    lines = parted(shown)

    assert all(" " in line for line in lines)
    assert place.rect().contains(shown.geometry())


def parted(shown: QLabel) -> list[str]:
    """The lines in which a label shows its words."""
    text = QTextLayout(shown.text(), shown.font())
    text.beginLayout()
    found = []
    while (line := text.createLine()).isValid():
        line.setLineWidth(shown.contentsRect().width())
        found.append(shown.text()[line.textStart() : line.textStart() + line.textLength()].strip())
    text.endLayout()
    return found


def test_the_keys_of_a_column_stand_under_one_another(qtbot: QtBot, look: Theme) -> None:
    """A long key of one group moved the keys of that group alone."""
    lines = [
        *[KeyLine("Ở đây", "Mục sau", keys) for keys in ("N", "Ctrl+PgUp PgDn", "F8", "P")],
        *[KeyLine("Đi đến", "Hôm nay", f"Ctrl+{number}") for number in range(1, 5)],
        KeyLine("Sửa", "Hoàn tác", "Ctrl+Z"),
    ]
    shown = KeyHelp(lines)
    qtbot.addWidget(shown)
    shown.show()

    lefts = [one.mapTo(shown, QPoint()).x() for one in shown.findChildren(KeyHint) if one.accessibleName() != "Esc"]

    assert len(set(lefts)) == 2


def test_a_bar_that_makes_the_words_wrap_goes_when_there_is_room(qtbot: QtBot, look: Theme) -> None:
    """Beside the bar the words took a second line, for which the bar was needed: it never went again."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    words = [label(WORDS[:90], wrap=True) for _number in range(4)]
    for one in words:
        column.addWidget(one)
    area = scrolled(inside)
    qtbot.addWidget(area)
    area.show()
    bar = area.verticalScrollBar()
    narrow = next(width for width in range(300, 1200) if inside.heightForWidth(width) == inside.heightForWidth(1200))
    wanted = inside.heightForWidth(narrow)
    assert inside.heightForWidth(narrow - bar.sizeHint().width()) > wanted
    area.resize(narrow, wanted // 2)
    qtbot.waitUntil(bar.isVisible)

    area.resize(narrow, wanted)

    qtbot.waitUntil(lambda: not bar.isVisible())
    assert inside.height() == wanted


def test_a_bar_comes_back_for_what_does_not_wrap(qtbot: QtBot, look: Theme) -> None:
    """Words that had room put it off for good: the lines that took their place were cut, and not to be reached."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    words = label(WORDS, wrap=True)
    column.addWidget(words)
    area = scrolled(inside)
    qtbot.addWidget(area)
    area.resize(900, 120)
    area.show()
    assert not area.verticalScrollBar().isVisible()

    words.setParent(None)
    for number in range(12):
        column.addWidget(label(f"THA{number:04d}"))

    qtbot.waitUntil(area.verticalScrollBar().isVisible)
