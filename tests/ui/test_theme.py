"""The look: readable everywhere, switched while the window is open, in the shipped type."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics, QPalette, QRawFont
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from ui import icons, theme
from ui.theme import Theme, tokens
from ui.theme_tokens import DARK, LIGHT, LOOKS, contrast, text_pairs
from ui.widgets.button import Button


@pytest.mark.parametrize("name", sorted(LOOKS))
def test_every_text_is_readable_on_its_ground(name: str) -> None:
    ratios = {what: contrast(ink, ground) for what, ink, ground in text_pairs(LOOKS[name])}

    for what, ratio in sorted(ratios.items()):
        print(f"{name}: {what} {ratio:.2f}")
    assert {what: round(ratio, 2) for what, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("name", ["contrast-light", "contrast-dark"])
def test_high_contrast_is_seven_to_one(name: str) -> None:
    assert {what for what, ink, ground in text_pairs(LOOKS[name]) if contrast(ink, ground) < 7} == set()


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_look_changes_while_the_window_is_open(look: Theme, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    theme.set_icon(button, "check")
    before = button.icon().pixmap(20).toImage()

    with qtbot.waitSignal(look.changed):
        look.set_mode("dark")

    assert theme.tokens() is DARK
    assert button.icon().pixmap(20).toImage() != before
    look.set_mode("light")
    assert theme.tokens() is LIGHT


class Desktop(QObject):
    """The style hints of a desktop that a person switches."""

    colorSchemeChanged = Signal(object)
    contrastPreferenceChanged = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.scheme, self.contrast = Qt.ColorScheme.Light, Qt.ContrastPreference.NoPreference

    def colorScheme(self) -> Qt.ColorScheme:
        return self.scheme

    def accessibility(self) -> Desktop:
        return self

    def contrastPreference(self) -> Qt.ContrastPreference:
        return self.contrast

    def unsetColorScheme(self) -> None:
        pass

    def setColorScheme(self, scheme: Qt.ColorScheme) -> None:
        pass

    def switch(
        self, scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference = Qt.ContrastPreference.NoPreference
    ) -> None:
        self.scheme, self.contrast = scheme, contrast
        self.colorSchemeChanged.emit(scheme)
        self.contrastPreferenceChanged.emit(contrast)


@pytest.fixture
def followed(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desktop, Theme]]:
    desktop = Desktop()
    monkeypatch.setattr(qapp, "styleHints", lambda: desktop, raising=False)
    made = Theme(qapp, "system")
    yield desktop, made
    made.setParent(None)
    made.deleteLater()
    qapp.setStyleSheet("")


def test_the_look_follows_the_desktop_while_the_window_is_open(
    followed: tuple[Desktop, Theme], qtbot: QtBot, qapp: QApplication
) -> None:
    desktop, made = followed
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    shown = {}
    for name, scheme, preference in (
        ("light", Qt.ColorScheme.Light, Qt.ContrastPreference.NoPreference),
        ("dark", Qt.ColorScheme.Dark, Qt.ContrastPreference.NoPreference),
        ("contrast-dark", Qt.ColorScheme.Dark, Qt.ContrastPreference.HighContrast),
        ("contrast-light", Qt.ColorScheme.Light, Qt.ContrastPreference.HighContrast),
        ("light", Qt.ColorScheme.Unknown, Qt.ContrastPreference.NoPreference),
    ):
        desktop.switch(scheme, preference)
        assert theme.tokens() is LOOKS[name]
        shown[name] = field.grab().toImage().pixelColor(4, 20).name()
    assert shown == {name: look.surface for name, look in LOOKS.items()}
    assert made.mode == "system"


def test_a_chosen_look_stays_whatever_the_desktop_does(followed: tuple[Desktop, Theme]) -> None:
    desktop, made = followed
    made.set_mode("light")
    desktop.switch(Qt.ColorScheme.Dark, Qt.ContrastPreference.HighContrast)
    assert theme.tokens() is LIGHT
    made.set_mode("system")
    assert theme.tokens() is LOOKS["contrast-dark"]


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_hints_in_empty_fields_and_what_cannot_be_used_are_readable(look: Theme, qtbot: QtBot, mode: str) -> None:
    look.set_mode(mode)
    field = QLineEdit()
    field.setPlaceholderText("Mã, tên, xã phường")
    qtbot.addWidget(field)
    field.ensurePolished()
    hint = field.palette().color(QPalette.ColorRole.PlaceholderText)
    assert hint.alpha() == 255
    print(f"{mode}: hint in an empty field {contrast(hint.name(), theme.tokens().surface):.2f}")
    assert contrast(hint.name(), theme.tokens().surface) >= 4.5
    gone = QApplication.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert contrast(gone.name(), theme.tokens().na_ground) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_the_bar_beside_a_chosen_line_is_straight(look: Theme, qtbot: QtBot, mode: str) -> None:
    """It bent round the corners of its line, like a bracket."""
    look.set_mode(mode)
    lines = QListWidget()
    lines.addItems(["Người và bên", "Sao lưu"])
    lines.setCurrentRow(1)
    qtbot.addWidget(lines)
    lines.resize(200, 120)
    drawn = lines.viewport().grab().toImage()

    line = lines.visualItemRect(lines.item(1))

    beside = {drawn.pixelColor(line.left() + 1, y).name() for y in range(line.top() + 1, line.bottom())}
    assert beside == {theme.tokens().brand}


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_a_box_that_cannot_be_ticked_looks_so(look: Theme, qtbot: QtBot, mode: str) -> None:
    look.set_mode(mode)
    box = QCheckBox()
    qtbot.addWidget(box)
    box.resize(60, 40)
    before = box.grab().toImage()

    box.setEnabled(False)

    assert box.grab().toImage() != before


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
@pytest.mark.parametrize("kind", ["primary", "plain", "quiet", "danger"])
def test_a_button_that_cannot_be_pressed_looks_so(look: Theme, qtbot: QtBot, mode: str, kind: str) -> None:
    """A quiet one was told from those that act by a shade of its words alone."""
    look.set_mode(mode)
    button = Button("Nhận lại", kind=kind)
    qtbot.addWidget(button)
    place = QPoint(button.sizeHint().width() // 2, 4)
    acts = button.grab().toImage().pixelColor(place)
    button.setEnabled(False)

    waits = button.grab().toImage().pixelColor(place)

    assert waits.name() == theme.tokens().na_ground
    assert acts != waits


def test_high_contrast_can_be_chosen(look: Theme) -> None:
    look.set_mode("contrast")

    assert theme.tokens() in (LOOKS["contrast-light"], LOOKS["contrast-dark"])


def test_the_shipped_type_has_every_vietnamese_letter(look: Theme) -> None:
    letters = "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
    raw = QRawFont.fromFont(theme.font())

    assert QFontInfo(theme.font()).family() == "Inter"
    assert {letter for letter in letters + letters.upper() if not raw.supportsCharacter(ord(letter))} == set()


def test_figures_in_tables_have_one_width(look: Theme) -> None:
    metrics = QFontMetrics(theme.font(tabular=True))

    assert len({metrics.horizontalAdvance(figure * 10) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold, QFont.Weight.Bold])
def test_each_weight_is_a_cut_of_its_own(look: Theme, weight: QFont.Weight) -> None:
    assert QFontInfo(theme.font(weight=weight)).weight() == weight
    assert "Inter" in QFontDatabase.families()


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_draws_something(name: str, look: Theme) -> None:
    image = icons.pixmap(name, "#ff0000", 24).toImage()

    painted = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() > 128
    ]
    assert len(painted) > 3


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_the_pages_of_a_paper_have_the_frame_that_cards_have(qtbot: QtBot, look: Theme, mode: str) -> None:
    """In high contrast theirs alone was pale."""
    look.set_mode(mode)
    pages = QPdfView()
    qtbot.addWidget(pages)
    pages.resize(200, 200)
    pages.show()

    picture = pages.grab().toImage()

    assert {picture.pixelColor(at, 0).name() for at in range(1, 199)} == {tokens().line}
