"""What Qt says by itself is Vietnamese too: menus of a field, names of days, buttons of dialogs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from inspector import i18n
from tests.ui.walk import WORD
from ui import qt_words


@pytest.fixture(autouse=True)
def vietnamese(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    i18n.set_language("vi")
    qt_words.speak(qapp)
    yield
    i18n.set_language("en")
    QLocale.setDefault(before)


def test_the_menu_of_a_field_is_vietnamese(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)

    menu = field.createStandardContextMenu()

    said = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert said == ["Hoàn tác", "Làm lại", "Cắt", "Sao chép", "Dán", "Xóa", "Chọn tất cả"]


def test_the_file_dialog_speaks_vietnamese(qtbot: QtBot) -> None:
    """Where the system has no dialog of its own, Qt shows its own: no English word may be left in it."""
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)

    labels = [label.text() for label in dialog.findChildren(QLabel)]
    buttons = [button.text() for box in dialog.findChildren(QDialogButtonBox) for button in box.buttons()]

    assert "Tên tệp:" in labels
    assert buttons
    assert {word for text in labels + buttons for word in WORD.findall(text)} <= {
        "Thư", "mục", "Tên", "tệp", "Loại", "Hủy", "Mở", "Mọi",
    }  # fmt: skip


def test_a_calendar_names_its_days_in_vietnamese(qapp: QApplication) -> None:
    assert QLocale().dayName(1) == "Thứ Hai"
    assert QLocale().toString(QDate(2026, 11, 23), QLocale.FormatType.ShortFormat).startswith("23/11/")


def test_english_keeps_the_words_of_qt(qapp: QApplication, qtbot: QtBot) -> None:
    i18n.set_language("en")
    qt_words.speak(qapp)
    field = QLineEdit()
    qtbot.addWidget(field)

    assert "&Copy" in field.createStandardContextMenu().actions()[4].text()
