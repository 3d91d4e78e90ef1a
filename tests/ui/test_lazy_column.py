"""A column of rows made near the sight: those that nobody sees become the ones that are wanted."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.lazy_column import LazyColumn

ROWS = [f"row {at}" for at in range(400)]


def test_scrolling_from_end_to_end_needs_few_widgets_and_shows_each_row_once(qtbot: QtBot) -> None:
    made: list[QLabel] = []

    def make(key: str) -> QWidget:
        made.append(QLabel(key))
        return made[-1]

    def reuse(key: str, widget: QWidget) -> bool:
        assert isinstance(widget, QLabel)
        widget.setText(key)
        return True

    column = LazyColumn(make, lambda _key, _width: 40, reuse=reuse, keep=lambda key: key == "row 0")
    qtbot.addWidget(column)
    column.resize(300, 400)
    column.show()
    qtbot.waitExposed(column)
    column.set_rows(ROWS)
    bar = column.verticalScrollBar()
    seen: set[str] = set()
    for value in [*range(0, bar.maximum() + 1, 90), bar.maximum()]:
        bar.setValue(value)
        sight = column.viewport().rect()
        shown = [widget for key, widget in column.made.items() if widget.geometry().intersects(sight)]
        tops = sorted(widget.y() for widget in shown)
        assert all(below - above >= 20 for above, below in pairwise(tops)), "rows lie on one another"
        assert all(widget.text() == key for key, widget in column.made.items() if isinstance(widget, QLabel))
        seen.update(widget.text() for widget in shown if isinstance(widget, QLabel))
    assert seen == set(ROWS)
    assert len(made) < 60
    assert column.made["row 0"] is made[0], "a row that is to be kept became another"

    column.clear()
    before = len(made)
    column.set_rows(ROWS[200:])
    assert len(made) == before, "rows that were put away are used again"


def of_fields(qtbot: QtBot, height: int, made: list[str] | None = None) -> LazyColumn:
    """Twenty rows with a field at their head and one at their foot, in a sight of 300 pixels; `made` takes their keys."""

    def make(key: str) -> QWidget:
        if made is not None:
            made.append(key)
        row = QWidget()
        row.setMinimumHeight(height)
        inside = QVBoxLayout(row)
        inside.addWidget(QLineEdit())
        inside.addStretch(1)
        inside.addWidget(QLineEdit())
        return row

    column = LazyColumn(make, lambda _key, _width: height)
    qtbot.addWidget(column)
    column.resize(300, 300)
    column.show()
    qtbot.waitExposed(column)
    column.set_rows(ROWS[:20])
    return column


def in_sight(column: LazyColumn, widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect().height() == widget.height() and widget.isVisibleTo(column)


def test_what_was_brought_into_sight_stays_there_when_the_window_becomes_lower(qtbot: QtBot) -> None:
    column = of_fields(qtbot, 100)
    column.bring("row 19")
    column.made["row 19"].findChildren(QLineEdit)[0].setFocus()
    assert in_sight(column, column.made["row 19"])

    column.resize(300, 180)
    assert in_sight(column, column.made["row 19"])

    column.made["row 19"].setMinimumHeight(150)
    qtbot.waitUntil(lambda: in_sight(column, column.made["row 19"]))
    assert column.made["row 19"].height() == 150


def test_a_person_who_scrolled_away_is_not_taken_back(qtbot: QtBot) -> None:
    column = of_fields(qtbot, 100)
    column.bring("row 19")
    column.verticalScrollBar().setValue(0)

    column.resize(300, 180)

    assert column.verticalScrollBar().value() == 0


def test_a_field_at_the_foot_of_a_high_row_comes_into_sight_with_the_cursor(qtbot: QtBot) -> None:
    column = of_fields(qtbot, 500)
    column.bring("row 3")
    column.activateWindow()
    head, foot = column.made["row 3"].findChildren(QLineEdit)
    head.setFocus()
    qtbot.waitUntil(head.hasFocus)
    assert in_sight(column, head)
    assert not in_sight(column, foot)

    qtbot.keyClick(head, Qt.Key.Key_Tab)
    assert foot.hasFocus()
    assert in_sight(column, foot)

    qtbot.keyClick(foot, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert in_sight(column, head)


def test_rows_that_are_taken_away_make_no_new_ones_where_the_cursor_goes(qtbot: QtBot) -> None:
    """Going to another visit with the cursor in a row: the row that went gave it to one whose checklist had gone."""
    made: list[str] = []
    column = of_fields(qtbot, 280, made)
    column.activateWindow()
    head = column.made["row 0"].findChildren(QLineEdit)[0]
    head.setFocus()
    qtbot.waitUntil(head.hasFocus)
    before = list(made)

    column.clear()

    assert made == before
    assert column.made == {}
