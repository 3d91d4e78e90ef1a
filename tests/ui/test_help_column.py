"""What stands beside the items: figures in the language of the program, and a remark that looks alike at every width."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inspector import i18n
from inspector.checklists import Item
from inspector.history import Past
from inspector.visits import Line
from ui.form.help_column import HelpColumn
from ui.theme import Theme
from ui.widgets.chip import Chip
from ui.widgets.figures import KEPT, limits

ITEM = Item("s/e", "HT-09", "Earthing", "Is it earthed?", "", ("fail",), "major", 15, (), "TCVN 9385", False, "s/e_m", "Ohms", "Ω", 0.5, 4.5)  # fmt: skip


@pytest.mark.parametrize(("language", "said", "within"), [("en", "Fail · 12.5 Ω", "0.5 – 4.5 Ω"), ("vi", "Không đạt · 12,5 Ω", "0,5 – 4,5 Ω")])  # fmt: skip
def test_a_measured_value_is_written_as_the_language_writes_it(
    qtbot: QtBot, look: Theme, language: str, said: str, within: str
) -> None:
    column = HelpColumn()
    qtbot.addWidget(column)

    with i18n.speaking(language):
        column.show_item(Line("fire", ITEM), [Past("v", "2026-11-02", "fail")], [Past("v", "2026-11-02", "12.5")])
        assert said in [one.text for one in column.findChildren(Chip)]
        assert limits(ITEM.least, ITEM.most, ITEM.unit) == within.replace(" ", KEPT)


@pytest.mark.parametrize("narrow", [True, False])
def test_what_is_not_confirmed_is_said_alike_at_every_width(qtbot: QtBot, look: Theme, narrow: bool) -> None:
    column = HelpColumn()
    qtbot.addWidget(column)
    column.set_narrow(narrow)
    column.show_item(Line("fire", ITEM), [])

    (said,) = [one for one in column.findChildren(QLabel) if "checked against" in one.text()]
    assert said.text() == "⚠ to be checked against the original"
