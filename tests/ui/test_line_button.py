"""A line that is pressed says what it is in full: chips give way, and long words take a second line."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import painted
from ui import theme
from ui.models.columns import Mark
from ui.theme import Theme
from ui.widgets import paint
from ui.widgets.line_button import HEIGHT, LineButton

SITE = "THA0043 · Trung tâm viễn thông Hậu Lộc"
QUESTION = "Hệ thống chữa cháy khí có ở chế độ tự động, có còi đèn cảnh báo và nút dừng khẩn cấp không?"
MARKS = (Mark("2 tồn tại", "fail", "finding"), Mark("đã bàn giao", "pass", "check"))


@pytest.fixture
def place(qtbot: QtBot, look: Theme) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def laid_out(place: QWidget, width: int, line: LineButton) -> LineButton:
    """The line in a column of this width."""
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(line)
    column.addStretch(1)
    place.resize(width, 300)
    place.show()
    return line


def test_chips_give_way_to_the_name_of_a_site_and_are_said_below(
    place: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = laid_out(place, 700, LineButton(SITE, "Đoàn 1", MARKS))
    assert painted.whole(line, monkeypatch) == ["đã bàn giao", "2 tồn tại", SITE, "Đoàn 1"]

    place.resize(420, 300)

    assert painted.whole(line, monkeypatch) == ["đã bàn giao", SITE, "2 tồn tại · ", "Đoàn 1"]


def test_a_question_below_takes_a_second_line_and_the_line_is_higher(
    place: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The questions that stand against signing ended in an ellipsis after some words."""
    line = laid_out(place, 420, LineButton("PCCC-31 · chưa trả lời", QUESTION, icon="arrow-right"))
    words = painted.whole(line, monkeypatch)

    assert words[0] == "PCCC-31 · chưa trả lời"
    assert len(words) == 3
    assert " ".join(words[1:]) == QUESTION
    assert line.height() > HEIGHT


def test_a_name_that_is_longer_still_takes_a_third_line(place: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "THA0043 · Trung tâm Viễn thông khu vực Hoằng Hóa – Nhà trạm truyền dẫn liên tỉnh"
    line = laid_out(place, 260, LineButton(name, "tiếp tục, còn 34 mục", icon="play"))
    words = painted.whole(line, monkeypatch)

    assert len(words) == 4
    assert " ".join(words) == f"{name} tiếp tục, còn 34 mục"


def test_a_long_name_takes_a_second_line(place: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    line = laid_out(place, 340, LineButton(QUESTION[:59], "PCCC-31"))
    words = painted.whole(line, monkeypatch)

    assert " ".join(words) == f"{QUESTION[:59]} PCCC-31"
    assert line.height() > HEIGHT


def test_things_below_are_parted_between_their_names(place: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    line = laid_out(place, 240, LineButton("Một bình bị che.", "THA0264 · PCCC-29 · Phường Nguyệt Viên"))

    assert painted.whole(line, monkeypatch)[1:] == ["THA0264 · PCCC-29", "Phường Nguyệt Viên"]


def test_a_line_that_says_more_grows(qtbot: QtBot, place: QWidget) -> None:
    line = laid_out(place, 420, LineButton("PCCC-31", "chưa trả lời"))
    assert line.height() == HEIGHT

    line.say(QUESTION)

    qtbot.waitUntil(lambda: line.height() > HEIGHT)
    assert QUESTION in line.toolTip()


@given(names=st.lists(st.text("abcđêô", min_size=1, max_size=12), min_size=2, max_size=6), width=st.integers(30, 400))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_line_ends_or_begins_with_the_sign_between_two_things(look: Theme, names: list[str], width: int) -> None:
    found = paint.lines(" · ".join(names), theme.font(), width, 9)

    assert not any(line.startswith("·") or line.endswith("·") for line in found)
    assert [name for line in found for name in line.split(" · ")] == names
