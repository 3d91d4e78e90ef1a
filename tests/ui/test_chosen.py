"""What is chosen is told by an edge or a bar that is seen without colours, in every look."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.test_focus import NOTICED
from ui.models.columns import Column
from ui.models.paged import PagedModel, all_at_once
from ui.palette import _FOUND, Found, _FoundDelegate
from ui.place import Place
from ui.rail import RailButton
from ui.theme import Theme
from ui.theme_tokens import CHIP_HEIGHT, contrast
from ui.widgets.chip import ChipButton, FilterChip
from ui.widgets.table import DataTable

EDGE = 4
"""The mark lies so near the edge, where no words are."""
LEAST_PIXELS = 30

Made = tuple[QWidget, QRect, Callable[[], object]]
"""A control, where its choice is painted, and what chooses it."""


def rail() -> Made:
    made = RailButton(Place("today", "Today", "today", lambda _desk: QWidget()))
    return made, QRect(0, 0, 200, 40), lambda: made.setChecked(True)


def chip() -> Made:
    made = ChipButton("Overdue", checkable=True)
    made.resize(made.sizeHint())
    return made, _body(made), lambda: made.setChecked(True)


def marked_chip() -> Made:
    made = ChipButton("PCCC 3/36", "brand")
    made.resize(made.sizeHint())
    return made, _body(made), lambda: made.mark_chosen(True)


def filter_() -> Made:
    made = FilterChip("Severity", [("a", "Severity")])
    made.resize(made.sizeHint())
    return made, _body(made), lambda: made.choose("a")


def row() -> Made:
    model = PagedModel([Column("Code", lambda one: one, width=120)], all_at_once(["THA0001", "THA0002"]))
    made = DataTable(model, name="chosen", title="Sites")
    made.horizontalHeader().hide()
    model.refresh()
    return made, QRect(0, 0, 200, 40), lambda: made.select_row(0)


def moved_row() -> Made:
    columns = [Column("Code", lambda one: one, width=120), Column("Name", lambda one: one, width=120)]
    model = PagedModel(columns, all_at_once(["THA0001", "THA0002"]))
    made = DataTable(model, name="moved", title="Sites")
    made.horizontalHeader().hide()
    made.horizontalHeader().moveSection(1, 0)
    model.refresh()
    return made, QRect(0, 0, 200, 40), lambda: made.select_row(0)


def listed() -> Made:
    made = QListWidget()
    made.addItems(["One", "Two"])
    return made, QRect(0, 0, 200, 40), lambda: made.setCurrentRow(0)


def palette() -> Made:
    made = QListWidget()
    made.setItemDelegate(_FoundDelegate(made))
    item = QListWidgetItem()
    item.setData(_FOUND, Found("Places", "Sites", lambda: None))
    made.addItem(item)
    return made, QRect(0, 0, 200, 40), lambda: made.setCurrentRow(0)


def menu() -> Made:
    made = QMenu()
    action = made.addAction("Severity")
    made.resize(made.sizeHint())
    return made, made.actionGeometry(action), lambda: made.setActiveAction(action)


CONTROLS: dict[str, Callable[[], Made]] = {
    "rail": rail,
    "chip": chip,
    "marked chip": marked_chip,
    "filter": filter_,
    "row": row,
    "row with moved columns": moved_row,
    "list": listed,
    "palette": palette,
    "menu": menu,
}


def _body(chip: QWidget) -> QRect:
    return QRect(0, (chip.height() - CHIP_HEIGHT) // 2, chip.width(), CHIP_HEIGHT)


def marked(before: QImage, after: QImage, where: QRect) -> int:
    """How many pixels at the edge differ by a contrast that is seen."""
    inner = where.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    return sum(
        contrast(before.pixelColor(x, y).name(), after.pixelColor(x, y).name()) >= NOTICED
        for x in range(where.left(), min(where.right() + 1, before.width()))
        for y in range(where.top(), min(where.bottom() + 1, before.height()))
        if not inner.contains(x, y) and before.pixel(x, y) != after.pixel(x, y)
    )


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_what_is_chosen_has_a_mark_besides_its_colour(look: Theme, qtbot: QtBot, mode: str) -> None:
    look.set_mode(mode)
    seen = {}
    for name, build in CONTROLS.items():
        widget, where, choose = build()
        qtbot.addWidget(widget)
        if where.width() == 200:
            widget.resize(200, 40 if name == "rail" else 120)
        widget.show()
        widget.clearFocus()
        before = widget.grab().toImage()
        choose()
        widget.clearFocus()
        seen[name] = marked(before, widget.grab().toImage(), where)

    print(f"{mode}: {seen}")
    assert {name: number for name, number in seen.items() if number < LEAST_PIXELS} == {}
