"""Dialogs on a low screen: their buttons stay in sight, what has no room is scrolled to, and nothing scrolls for nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.messages import Dialog
from ui.theme import Theme
from ui.widgets import on_screen
from ui.widgets.button import Button
from ui.widgets.layout import label
from ui.widgets.on_screen import OnScreen, ScrolledBody

LOW = QSize(910, 472)


@pytest.fixture(autouse=True)
def low(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen of 1366 by 768 at 150 per cent, without the title bar."""
    monkeypatch.setattr(on_screen, "room", lambda _window: LOW)


def long_dialog(qtbot: QtBot, fields: int) -> tuple[Dialog, list[QLineEdit], Button]:
    dialog = Dialog("Many questions", "What is asked comes one below the other.")
    qtbot.addWidget(dialog)
    asked = [QLineEdit() for _at in range(fields)]
    for field in asked:
        dialog.body.addWidget(field)
    yes = Button("Done", kind="primary")
    dialog.add(yes)
    asked[0].setFocus()
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog, asked, yes


def test_a_dialog_is_no_higher_than_its_screen_and_its_button_is_in_sight(qtbot: QtBot) -> None:
    dialog, _asked, yes = long_dialog(qtbot, 14)

    assert dialog.height() == LOW.height()
    assert dialog.rect().contains(yes.geometry())


def test_the_bar_of_a_dialog_stands_apart_from_what_is_asked(qtbot: QtBot, look: Theme) -> None:
    dialog, asked, yes = long_dialog(qtbot, 14)

    bar = dialog.findChildren(ScrolledBody)[0].verticalScrollBar()
    qtbot.waitUntil(bar.isVisible)
    right = asked[0].mapTo(dialog, asked[0].rect().topRight()).x()
    assert yes.geometry().right() - right == 20


def test_tab_brings_a_field_that_has_no_room_into_sight(qtbot: QtBot) -> None:
    dialog, asked, _yes = long_dialog(qtbot, 14)
    dialog.activateWindow()
    qtbot.waitUntil(asked[0].hasFocus)
    assert asked[-1].visibleRegion().isEmpty()

    for field in asked[:-1]:
        qtbot.keyClick(field, Qt.Key.Key_Tab)

    assert asked[-1].hasFocus()
    assert asked[-1].visibleRegion().boundingRect().height() == asked[-1].height()


def test_words_that_wrap_have_no_scroll_bar_where_they_fit_and_more_of_them_find_room(qtbot: QtBot) -> None:
    dialog, _asked, _yes = long_dialog(qtbot, 2)
    said = label("Words that stand below the questions and are long enough to go on in a second line of it.", wrap=True)
    dialog.body.addWidget(said)
    before = dialog.height()
    qtbot.waitUntil(lambda: dialog.height() > before)

    assert not dialog._scrolled.verticalScrollBar().isVisible()
    assert said.visibleRegion().boundingRect().height() == said.height()


def test_a_dialog_with_a_size_of_its_own_keeps_to_the_screen_too(qtbot: QtBot) -> None:
    dialog = OnScreen()
    qtbot.addWidget(dialog)
    dialog.resize(1000, 640)

    dialog.show()

    assert dialog.size() == LOW


def test_a_dialog_that_grows_while_it_is_shown_moves_up_rather_than_off_the_screen(qtbot: QtBot) -> None:
    dialog, _asked, yes = long_dialog(qtbot, 2)
    screen = dialog.screen().availableGeometry()
    dialog.move(20, screen.bottom() - dialog.height() - 10)

    for _at in range(14):
        dialog.body.addWidget(QLineEdit())
    qtbot.waitUntil(lambda: dialog.height() == LOW.height())

    assert screen.contains(dialog.frameGeometry())
    assert screen.contains(dialog.mapToGlobal(yes.geometry().bottomRight()))
