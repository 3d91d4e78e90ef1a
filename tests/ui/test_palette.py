"""The one box that finds everything finds pages of the settings, looks and languages too, with or without marks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector import i18n
from tests.ui import painted
from tests.ui.desk import PATIENCE_MS, Desk
from ui.palette import Found, Palette
from ui.settings.view import SettingsView
from ui.theme import Theme


def looked_for(desk: Desk, words: str) -> Palette:
    """Ctrl+K, and something typed."""
    with desk.qtbot.waitActive(desk.window, timeout=PATIENCE_MS):
        desk.window.activateWindow()
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: [one for one in desk.window.findChildren(Palette) if one.isVisible()])
    palette = next(one for one in desk.window.findChildren(Palette) if one.isVisible())
    desk.until(lambda: QApplication.focusWidget() is palette.field)
    desk.keys(palette.field, words)
    return palette


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("ho ten", "person"),
        ("ngon ngu va giao dien", "look"),
        ("mau cong van", "letterhead"),
        ("so sanh phien", "checklists"),
        ("sao luu khoi phuc", "backups"),
        ("luyen tap", "practice"),
        ("gioi thieu", "about"),
    ],
)
def test_a_page_of_the_settings_is_found_without_marks_and_opened(desk: Desk, words: str, page: str) -> None:
    i18n.set_language("vi")
    palette = looked_for(desk, words)
    desk.until(lambda: len(palette.titles()) == 1)
    desk.qtbot.keyClick(palette.field, Qt.Key.Key_Return)

    desk.until(lambda: desk.window.current == "settings" and "settings" in desk.window._views)
    view: SettingsView = desk.place("settings")
    desk.until(lambda: view.keys[view.names.currentRow()] == page)
    desk.calm()


def test_a_look_is_chosen_from_the_box_at_once(desk: Desk) -> None:
    i18n.set_language("vi")
    desk.place("settings")
    palette = looked_for(desk, "giao dien toi")
    desk.until(lambda: palette.titles() == ["Giao diện: Tối"])
    desk.qtbot.keyClick(palette.field, Qt.Key.Key_Return)

    assert desk.session.memory.value("theme") == "dark"
    assert desk.session.theme.mode == "dark"
    desk.window.go("settings", page="look")
    desk.calm()
    assert desk.place("settings").look.theme.value == "dark"


def test_a_language_is_chosen_from_the_box_and_a_person_stays_where_they_are(desk: Desk) -> None:
    desk.window.go("findings")
    desk.until(lambda: desk.window.current == "findings")
    before = desk.window
    palette = looked_for(desk, "tieng viet")
    desk.until(lambda: palette.titles() == ["Language: Tiếng Việt"])
    desk.qtbot.keyClick(palette.field, Qt.Key.Key_Return)

    desk.until(lambda: desk.window is not before and desk.window.current == "findings")
    desk.calm()
    assert i18n.language() == "vi"
    assert desk.session.memory.value("language") == "vi"


def test_a_long_name_is_found_whole(qtbot: QtBot, look: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names over sixty letters were cut where the window is enlarged."""
    name = "THA0043 · Trung tâm Viễn thông khu vực Hoằng Hóa – Nhà trạm truyền dẫn liên tỉnh số 2"
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = Palette([lambda _words, take: take([Found("Sites", name, lambda: None, "Xã Hoằng Hóa", "site")])], window)
    made.open_at(window, "tha")
    made.resize(480, 300)
    QApplication.processEvents()
    shown = painted.whole(made.list.viewport(), monkeypatch)

    assert shown[0] == "Sites"
    assert len(shown) == 4
    assert " ".join(shown[1:]) == f"{name} Xã Hoằng Hóa"
    assert made.list.item(1).toolTip() == f"{name}\nXã Hoằng Hóa"
    made.close()
