"""Columns of a list: what stands in them is not cut while there is room, and what says least goes first."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from inspector.rounds import Remark, Stop
from tests.ui import painted
from ui import theme
from ui.findings.view import COLUMNS as FINDINGS
from ui.models.columns import Column, Mark
from ui.models.paged import PagedModel, all_at_once
from ui.rounds.plan import PLAN
from ui.theme import Theme
from ui.widgets import paint
from ui.widgets.table import PAD, DataTable

CODE, NAME, DAY, UNIT = "TC-001/KV2-NHÁNH-3", "Tuyến cáp Xuân Lập - Tam Chung", "26/11/2026", "Trung tâm Viễn thông 6"
COLUMNS = (
    Column("Code", lambda one: one[0], width=90, strong=True),
    Column("Name", lambda one: one[1], width=200, stretch=True),
    Column("Day", lambda one: one[2], width=112),
    Column("Unit", lambda one: one[3], width=120, spare=True),
)


def shown(qtbot: QtBot, columns: Sequence[Column], records: Sequence[Any], width: int) -> DataTable:
    """A table of these records, on the screen."""
    model = PagedModel(columns, all_at_once(records))
    made = DataTable(model, name="table", title="Table")
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(width, 300)
    made.show()
    model.refresh()
    QApplication.processEvents()
    return made


def table(qtbot: QtBot, width: int) -> DataTable:
    return shown(qtbot, COLUMNS, [(CODE, NAME, DAY, UNIT), ("A", "B", DAY, "C")], width)


def room(made: DataTable, at: int) -> int:
    return made.columnWidth(at) - 2 * PAD


def needs(made: DataTable, text: str) -> int:
    return made.fontMetrics().horizontalAdvance(text)


@pytest.mark.parametrize("width", [900, 1300])
def test_with_room_for_all_nothing_is_cut_and_nothing_is_left_over(qtbot: QtBot, width: int) -> None:
    made = table(qtbot, width)
    for at, text in enumerate((CODE, NAME, DAY, UNIT)):
        assert room(made, at) >= needs(made, text), text
    assert sum(made.columnWidth(at) for at in range(4)) == made.viewport().width()


def test_names_have_room_on_two_lines_before_others_grow(
    qtbot: QtBot, look: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commune stood whole on one line beside a name of which the end was cut."""
    name, commune = "Trung tâm Viễn thông khu vực Hoằng Hóa – Nhà trạm truyền dẫn số 12", "Phường Nguyệt Viên Hạ"
    columns = (
        Column("Name", lambda one: one[0], width=200, stretch=True),
        Column("Commune", lambda one: one[1], width=150),
        Column("Day", lambda one: one[2], width=112),
    )
    made = shown(qtbot, columns, [(name, commune, DAY)], 528)

    assert " ".join(painted.whole(made, monkeypatch)) == f"{name} {commune} {DAY}"


def test_without_room_the_spare_column_goes_and_the_day_stays_whole(qtbot: QtBot) -> None:
    made = table(qtbot, 420)
    assert made.isColumnHidden(3)
    assert not made.isColumnHidden(2)
    assert room(made, 2) >= needs(made, DAY)
    assert sum(made.columnWidth(at) for at in range(3)) == made.viewport().width()


def test_a_finding_is_read_whole_on_a_small_screen(qtbot: QtBot, look: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its words were cut after some, with no way to see the rest."""
    words = "Hai bình MFZ8 quá hạn kiểm tra từ tháng 9/2026, kim áp suất ở vạch đỏ"
    said = {"uid": "1", "code": "THA0043", "site": "", "item": "BMNN-10", "text": words, "severity": "critical"}
    rest = dict.fromkeys(("state", "due", "in_charge", "commune", "form", "visit", "item_text"), "")
    line = SimpleNamespace(**{**rest, **said, "due": "2026-11-19"}, days_late=lambda _today: 7)
    made = shown(qtbot, FINDINGS, [line], 805)

    assert room(made, 2) < needs(made, words)
    assert words in " ".join(painted.whole(made, monkeypatch))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Tổ kỹ thuật số 2, Trung tâm Viễn thông Hậu Lộc", " "),
        ("ban-giao_may-doan-1_20261124_003.xlsx", ""),
    ],
)
def test_a_name_that_is_too_long_for_its_column_takes_a_second_line(
    qtbot: QtBot, look: Theme, monkeypatch: pytest.MonkeyPatch, words: str, said: str
) -> None:
    """Names of people, units and files were cut; a name without spaces goes on behind one of its marks."""
    column = Column("Responsible", lambda one: one, width=80, strong=True)
    made = shown(qtbot, [column], [words], 240)

    assert room(made, 0) < needs(made, words)
    assert words == said.join(painted.whole(made, monkeypatch))


def test_why_a_file_is_refused_is_read_whole(qtbot: QtBot, look: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    why = "Không phải tệp bàn giao nhận được: không có trang ẩn của gói"
    column = Column("To look at", lambda one: one, marks=lambda one: [Mark(one, "words")], width=80, stretch=True)
    made = shown(qtbot, [column], [why], 300)
    lines = painted.whole(made, monkeypatch)

    assert len(lines) == 2
    assert " ".join(lines) == why


def test_words_that_fit_when_they_are_smaller_stand_in_the_middle_of_their_row(
    qtbot: QtBot, look: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "Tem kiểm tra của hai bình đã quá hạn."
    column = Column("Finding", lambda one: one, width=80, stretch=True)
    model = PagedModel([column], all_at_once([line]))
    made = DataTable(model, name="folded", title="Findings")
    model.setParent(made)
    qtbot.addWidget(made)
    small, plain = (QFontMetrics(theme.font(size, tabular=True)).horizontalAdvance(line) for size in (13, 14))
    made.resize((small + plain) // 2 + 2 * PAD + made.width() - made.viewport().width(), 200)
    made.show()
    model.refresh()
    QApplication.processEvents()
    middles = []
    monkeypatch.setattr(paint, "text", lambda _painter, rect, words, *_how: middles.append((words, rect.center().y())))
    made.grab()

    assert middles == [(line, pytest.approx(made.rowHeight(0) / 2, abs=1))]


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier])
def test_the_line_that_the_keys_are_on_is_seen_when_the_list_is_reached(
    qtbot: QtBot, held: Qt.KeyboardModifier
) -> None:
    """The first line was current, and nothing showed it; with Shift+Tab, nothing was chosen."""
    before = QLineEdit()
    qtbot.addWidget(before)
    before.show()
    qtbot.keyPress(before, Qt.Key.Key_F9, held)
    made = table(qtbot, 900)
    with qtbot.waitActive(made):
        made.activateWindow()
    made.clearFocus()
    assert made.records() == []

    made.setFocus(Qt.FocusReason.TabFocusReason)
    assert [record[0] for record in made.records()] == [CODE]
    qtbot.keyRelease(before, Qt.Key.Key_F9)


@pytest.mark.parametrize("width", [570, 596, 608, 900])
def test_the_remarks_of_a_plan_are_read_while_other_columns_have_room_to_give(
    qtbot: QtBot, look: Theme, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """They were counted, "+1", beside a column of checklists that was wider than what stood in it."""
    every = ("equipment", "fire", "guard", "infrastructure")
    remarks = (Remark.CROWDED, Remark.NEVER)
    stops = [
        Stop("1", "THA0063", "", "", every, team="Team 1", on="2026-11-26", remarks=remarks),
        Stop("2", "THA0064", "", "", (*every, "state_secret"), team="Team 1", on="2026-11-26", remarks=remarks),
    ]
    made = shown(qtbot, PLAN, stops, width)

    said = painted.whole(made, monkeypatch)
    assert (said.count("busy day"), said.count("first time")) == (2, 2)
    assert "TB, PCCC, BV, HT, BMNN" in " ".join(said)
