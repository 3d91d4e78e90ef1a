"""Where the keyboard is can be seen on every kind of control, in every look."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui import theme
from ui.form.photo_strip import AddTile, Thumb
from ui.models.columns import Column
from ui.models.paged import PagedModel, all_at_once
from ui.place import Place
from ui.rail import RailButton
from ui.sites.plot import SitePlot
from ui.theme import Theme
from ui.theme_tokens import contrast
from ui.widgets.button import Button
from ui.widgets.charts import Bar, BarList
from ui.widgets.chip import ChipButton, FilterChip
from ui.widgets.line_button import LineButton
from ui.widgets.segments import Segment, Segments
from ui.widgets.stat_tile import StatTile
from ui.widgets.table import DataTable

NOTICED = 3.0
"""A change of contrast that is seen, and so many pixels of it. Source: WCAG 2.2, 2.4.13."""
LEAST_PIXELS = 40


def segments() -> Segments:
    return Segments([Segment("pass", "Đạt", "pass", "check"), Segment("fail", "Không đạt", "fail", "cross")])


def chosen_segments() -> Segments:
    made = segments()
    made.set_value("pass")
    return made


def table() -> DataTable:
    model = PagedModel([Column("Code", lambda one: one, width=120)], all_at_once(["THA0001", "THA0002"]))
    made = DataTable(model, name="focus", title="Sites")
    model.refresh()
    made.select_row(0)
    return made


def listed() -> QListWidget:
    made = QListWidget()
    made.addItems(["One", "Two"])
    made.setCurrentRow(0)
    return made


def tabs() -> QTabWidget:
    made = QTabWidget()
    for words in ("One", "Two"):
        made.addTab(QWidget(), words)
    return made


def bars() -> BarList:
    made = BarList()
    made.set_bars([Bar("PCCC", 95.8, "95,8 %"), Bar("BV", 98.5, "98,5 %")], says="Tỷ lệ đạt")
    return made


CONTROLS: dict[str, Callable[[], QWidget]] = {
    **{kind: (lambda kind=kind: Button("Ký", kind=kind)) for kind in ("primary", "plain", "quiet", "danger")},
    "segment": segments,
    "chosen segment": chosen_segments,
    "chip": lambda: ChipButton("quá hạn kiểm tra", "brand"),
    "filter": lambda: FilterChip("Mức độ", [("a", "A")]),
    "line": lambda: LineButton("THA0043", "còn 12 mục"),
    "rail": lambda: RailButton(Place("today", "Today", "today", lambda _desk: QWidget())),
    "field": QLineEdit,
    "text": QPlainTextEdit,
    "number": QSpinBox,
    "day": QDateEdit,
    "choice": QComboBox,
    "tick": lambda: QCheckBox("Khắc phục tại chỗ"),
    "radio": lambda: QRadioButton("Khắc phục tại chỗ"),
    "row": table,
    "list": listed,
    "tabs": tabs,
    "plot": SitePlot,
    "bar": bars,
    "figure": lambda: StatTile("Lượt kiểm tra"),
}


def focused(widget: QWidget) -> QWidget:
    """The part of a control that takes the focus."""
    if isinstance(widget, Segments):
        return next(one for one in widget.findChildren(QAbstractButton) if one.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return widget.tabBar() if isinstance(widget, QTabWidget) else widget


def changed(before: QImage, after: QImage) -> int:
    """How many pixels differ by a contrast that is seen."""
    return sum(
        contrast(before.pixelColor(x, y).name(), after.pixelColor(x, y).name()) >= NOTICED
        for x in range(before.width())
        for y in range(before.height())
        if before.pixel(x, y) != after.pixel(x, y)
    )


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_the_focus_is_seen_on_every_kind_of_control(look: Theme, qtbot: QtBot, mode: str) -> None:
    look.set_mode(mode)
    top = QWidget()
    top.setProperty("ground", "bg")
    qtbot.addWidget(top)
    column = QVBoxLayout(top)
    elsewhere = QPushButton("Elsewhere")
    column.addWidget(elsewhere)
    made = {name: build() for name, build in CONTROLS.items()}
    for widget in made.values():
        column.addWidget(widget)
    top.resize(420, 1500)
    top.show()
    top.activateWindow()
    seen = {}
    for name, widget in made.items():
        elsewhere.setFocus()
        qtbot.waitUntil(elsewhere.hasFocus)
        before = widget.grab().toImage()
        focused(widget).setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(focused(widget).hasFocus)
        seen[name] = changed(before, widget.grab().toImage())

    print(f"{mode} on {theme.tokens().bg}: {seen}")
    assert {name: number for name, number in seen.items() if number < LEAST_PIXELS} == {}


def test_arrows_walk_within_a_row_of_segments_and_not_out_of_it(look: Theme, qtbot: QtBot) -> None:
    """Right leapt over the second segment to the next control: whose side is not the first could not be chosen."""
    top = QWidget()
    qtbot.addWidget(top)
    column = QVBoxLayout(top)
    row, after = segments(), QPushButton("After")
    column.addWidget(row)
    column.addWidget(after)
    top.show()
    with qtbot.waitActive(top):
        top.activateWindow()
    row.button("pass").setFocus()

    qtbot.keyClick(row.button("pass"), Qt.Key.Key_Right)
    assert row.button("fail").hasFocus()
    qtbot.keyClick(row.button("fail"), Qt.Key.Key_Space)
    assert row.value == "fail"
    qtbot.keyClick(row.button("fail"), Qt.Key.Key_Right)
    assert row.button("pass").hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_place_of_the_rail_is_opened_by_either_key(look: Theme, qtbot: QtBot, key: Qt.Key) -> None:
    button = RailButton(Place("today", "Today", "today", lambda _desk: QWidget()))
    qtbot.addWidget(button)

    with qtbot.waitSignal(button.clicked, timeout=1000):
        qtbot.keyClick(button, key)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_every_button_is_pressed_by_the_keys(look: Theme, qtbot: QtBot, key: Qt.Key) -> None:
    """Enter did nothing at a button that had the keys, not even at the one that was there to be pressed."""
    made = (
        Button("Write", kind="primary"),
        ChipButton("Overdue"),
        LineButton("THA0001"),
        Thumb("0" * 64, "one"),
        AddTile(),
    )
    for button in made:
        qtbot.addWidget(button)

        with qtbot.waitSignal(button.clicked, timeout=1000):
            qtbot.keyClick(button, key)


def test_enter_with_another_key_is_left_to_whoever_wants_it(look: Theme, qtbot: QtBot) -> None:
    button = Button("Take back")
    qtbot.addWidget(button)

    with qtbot.assertNotEmitted(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
