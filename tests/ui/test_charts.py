"""Bars say in full what they are of."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import painted
from ui.theme import Theme
from ui.widgets.charts import Bar, BarList

LONG = "PCCC-28 Bình chữa cháy có tem kiểm tra, bảo dưỡng còn hạn không?"


def test_the_name_of_an_item_beside_its_bar_takes_a_second_line(
    qtbot: QtBot, look: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The items that fail most often were cut after four words."""
    place = QWidget()
    qtbot.addWidget(place)
    bars = BarList()
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(bars)
    column.addStretch(1)
    bars.set_bars([Bar(LONG, 2, "2"), Bar("HT-10 Kim thu sét", 1, "1")], says="failed")
    place.resize(520, 400)
    place.show()
    QApplication.processEvents()
    words = painted.whole(bars, monkeypatch)

    assert " ".join(words) == f"{LONG} 2 HT-10 Kim thu sét 1"
    pressed: list[int] = []
    bars.pressed.connect(pressed.append)
    for y in (BarList.LINE + 4, bars.height() - 4):
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(40, y))
    assert pressed == [0, 1]

    place.resize(1200, 400)
    QApplication.processEvents()
    assert bars.height() == 2 * BarList.LINE
