"""What scrolls is as high as its words at the width they have."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Theme
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
