"""A column of rows made near the sight: those that nobody sees become the ones that are wanted."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtWidgets import QLabel, QWidget
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
