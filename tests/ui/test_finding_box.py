"""What a person wrote into a finding is read where it stands: its chips take more lines before a word is left out."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from inspector.model import Finding
from tests.ui import painted
from ui.form.finding_box import FindingBox
from ui.theme import Theme
from ui.theme_tokens import CONTROL_HEIGHT

REMEDY = "Kiểm tra, nạp lại hai bình MFZ8, dán tem mới và treo lại đúng vị trí trên tường cạnh cửa ra vào."
FAILED = Finding(uid="f", form="fire", path="p", remedy=REMEDY, in_charge="Tổ kỹ thuật số 2", due="2026-12-03")


@pytest.fixture
def box(qtbot: QtBot, look: Theme) -> FindingBox:
    made = FindingBox(photos=False)
    qtbot.addWidget(made)
    made.set_fails(True)
    made.show_finding(FAILED, (), preset="major")
    made.show()
    return made


def test_a_long_remedy_takes_a_second_line_of_its_chip(box: FindingBox, monkeypatch: pytest.MonkeyPatch) -> None:
    chip = box.chips["remedy"]
    box.resize(900, 400)
    assert chip.height() == CONTROL_HEIGHT

    box.resize(460, 400)

    said = [words for words in painted.whole(chip, monkeypatch) if words != "B"]
    assert len(said) == 2
    assert " ".join(said) == chip.text() == f"Remedy: {REMEDY}"
    assert chip.width() <= box.head.width()
    assert chip.height() == chip.heightForWidth(chip.width()) > CONTROL_HEIGHT
    assert chip.geometry().bottom() <= box.head.height()


def test_what_is_short_stands_in_as_few_lines_as_before(box: FindingBox) -> None:
    box.resize(460, 400)
    heights = {box.chips[name].height() for name in ("due", "in_charge")}

    assert heights == {CONTROL_HEIGHT}
    assert box.chips["in_charge"].y() == box.on_the_spot.y()
    assert box.chips["remedy"].y() > box.on_the_spot.y()
