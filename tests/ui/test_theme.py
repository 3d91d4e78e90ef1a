"""The look: readable everywhere, switched while the window is open, in the shipped type."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics, QRawFont
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ui import icons, theme
from ui.theme import Theme
from ui.theme_tokens import DARK, LIGHT, LOOKS, contrast, text_pairs


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
