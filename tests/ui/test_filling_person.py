"""A person and a whole fire checklist of 43 items: by keys alone, and by the mouse; and what they find at the next start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from inspector import visits
from inspector.demo.pictures import taken
from tests.ui.desk import Desk
from tests.ui.test_window import AT, lines, started
from ui.form.item_card import ItemCard
from ui.form.photo_dialog import PhotoDialog
from ui.visits.filling import FillingView

LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
NOTE = "Nội quy đã mờ."


def press(desk: Desk, *keys: Any, to: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press keys wherever the focus is, as a keyboard does."""
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(key, str):
            desk.keys(focus, key)
        else:
            desk.qtbot.keyClick(focus, key, to)


def measured(card: ItemCard) -> str:
    """A value within the limits."""
    item = card.line.item
    value = item.least if item.least is not None else item.most or 1
    return f"{value:g}".replace(".", ",")


def shown(desk: Desk, kind: type[QWidget]) -> Any:
    """A dialog that has come up."""
    desk.until(lambda: [one for one in desk.window.findChildren(kind) if one.isVisible()])
    return next(one for one in desk.window.findChildren(kind) if one.isVisible())


def judge(desk: Desk, visit: str, photos: int) -> None:
    """All of it is on the disk."""
    desk.calm()
    found = lines(desk, visit)
    assert len(found) == 43
    assert [code for code, line in found.items() if not line.value] == []
    assert [code for code, line in found.items() if line.fails] == ["PCCC-04"]
    assert (found["PCCC-04"].note, len(found["PCCC-04"].photos)) == (NOTE, photos)
    finding = desk.read(visits.dossier, visit).findings[0]
    assert (finding.due, finding.remedy) == ("2026-12-05", "In lại nội quy.")


def test_a_whole_checklist_is_filled_by_the_keyboard(
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Keys go to whatever has the focus; nothing is focused for the person."""
    visit = started(desk, "THA0162", "fire")
    view: FillingView = desk.place("visit")
    picture = tmp_path / "a.jpg"
    picture.write_bytes(taken("sign", "THA0162", AT))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_given: ([str(picture)], ""))
    for at, key in enumerate(list(view.cards)):
        assert view.current == key
        card = view.cards[key]
        if at != 3:
            press(desk, "1")
            if card.line.item.measure:
                press(desk, measured(card), Qt.Key.Key_Return)
            continue
        press(desk, "2")
        press(desk, NOTE, Qt.Key.Key_Escape, "h")
        press(desk, *"05/12/2026", Qt.Key.Key_Return, "b")
        press(desk, "In lại nội quy.", Qt.Key.Key_Return)
        copied = QImage(320, 240, QImage.Format.Format_RGB32)
        copied.fill(Qt.GlobalColor.darkCyan)
        QGuiApplication.clipboard().setImage(copied)
        press(desk, Qt.Key.Key_V, to=CONTROL)
        desk.until(lambda: len(lines(desk, visit)["PCCC-04"].photos) == 1)
        press(desk, "p")
        dialog = shown(desk, PhotoDialog)
        dialog.activateWindow()
        desk.until(dialog.isActiveWindow)
        press(desk, "f")
        desk.until(lambda: len(lines(desk, visit)["PCCC-04"].photos) == 2)
        desk.calm()
        desk.until(lambda: QApplication.focusWidget() is not None and desk.window.isActiveWindow())
        press(desk, Qt.Key.Key_Down)
    judge(desk, visit, photos=2)
    press(desk, Qt.Key.Key_F8)
    desk.until(lambda: desk.window.current == "sign")


def test_a_whole_checklist_is_filled_by_the_mouse(desk: Desk, tmp_path: Path) -> None:
    """Each answer is a click on its segment after the wheel has brought it into sight; only words are typed."""
    visit = started(desk, "THA0162", "fire")
    view: FillingView = desk.place("visit")
    picture = tmp_path / "a.jpg"
    picture.write_bytes(taken("sign", "THA0162", AT))

    def click(widget: QWidget) -> None:
        desk.until(lambda: widget.isVisible() and not widget.visibleRegion().isEmpty())
        desk.qtbot.mouseClick(widget, LEFT)

    for at, key in enumerate(list(view.cards)):
        view.column.bring(key)
        card = view.cards[key]
        click(card.segments.button("fail" if at == 3 else "pass"))
        assert view.current == key
        if card.line.item.measure:
            click(card.measure)
            press(desk, measured(card))
        if at == 3:
            click(card.finding.note.viewport())
            press(desk, NOTE)
            for name, text in (("due", "05/12/2026"), ("remedy", "In lại nội quy.")):
                click(card.finding.chips[name])
                press(desk, *(text if text.isascii() else [text]), Qt.Key.Key_Return)
            view.pictures.take_files(key, [picture])
            desk.until(lambda card=card: card.finding.strip.thumbs)
    desk.qtbot.mouseClick(view.sections, LEFT, pos=QPoint(60, 20))
    judge(desk, visit, photos=1)
    click(view.bottom.sign)
    desk.until(lambda: desk.window.current == "sign")


def test_a_sentence_that_was_cut_short_is_there_at_the_next_start_at_its_item(desk: Desk) -> None:
    """Typed, a pause, and the program is gone without a word; the next one opens at the item, with the half sentence."""
    visit = started(desk, "THA0001", "fire")
    first: FillingView = desk.place("visit")
    key = list(first.cards)[6]
    first.choose(key)
    press(desk, "n", "Cửa thoát nạn bị ch")
    code = first.cards[key].line.item.code
    desk.until(lambda: lines(desk, visit)[code].note == "Cửa thoát nạn bị ch")

    desk.session.open(desk.session.person)

    again: FillingView = desk.place("visit")
    desk.until(lambda: again is not first and again.current == key)
    assert again.cards[key].finding.note.text() == "Cửa thoát nạn bị ch"
    assert again.cards[key].finding.note.isVisible()
