"""The keys go into a place that is opened, but never out of a field in which a person types."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from inspector.disagreements import Disagreement
from tests.ui.desk import Desk
from tests.ui.test_deciding import STANDS
from tests.ui.test_signing import ready
from ui.app import PLACES
from ui.form.photo_dialog import PhotoDialog
from ui.palette import Palette
from ui.register.decision import DecisionCard
from ui.welcome import PassphraseDialog


@pytest.mark.parametrize("place", ["sites", "visits", "findings"])
def test_a_place_that_is_wanted_again_leaves_the_search_that_is_typed_in(desk: Desk, place: str) -> None:
    view = desk.place(place)
    desk.window.go(place)
    desk.until(view.isVisible)
    desk.calm()
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    view.search.setFocus()
    desk.keys(view.search, "t")

    desk.window.go(place)
    desk.calm()
    assert QApplication.focusWidget() is view.search
    desk.keys(view.search, "h")

    assert view.search.text() == "th"


def test_a_place_that_comes_while_the_palette_is_typed_in_leaves_it_the_keys(desk: Desk) -> None:
    desk.window.open_palette()
    palette = next(one for one in desk.window.findChildren(Palette) if one.isVisible())
    palette.activateWindow()
    desk.until(lambda: QApplication.focusWidget() is palette.field)
    desk.keys(palette.field, "tram")

    desk.window.go("findings")
    desk.until(lambda: desk.window.current == "findings")
    desk.calm()

    assert QApplication.focusWidget() is palette.field
    assert palette.field.text() == "tram"
    palette.reject()


class Windows(QObject):
    """Watches which windows come up."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_no_part_of_a_place_comes_up_as_a_window_of_its_own_while_it_is_made(desk: Desk, qapp: QApplication) -> None:
    """It would flash on the screen, and close the palette that a person types in."""
    watch = Windows()
    qapp.installEventFilter(watch)
    try:
        for place in PLACES:
            desk.place(place.key)
        PhotoDialog("PCCC-28", desk.window.memory, desk.window)
        desk.qtbot.addWidget(PassphraseDialog("inspector.db", "Wrong."))
        two = Disagreement("1", "answer", "a", "value", "THA0500 HT-16", STANDS[:2], "v", "THA0500", "HT-16")
        desk.qtbot.addWidget(DecisionCard(two))
        ready(desk, "TC-001/KV2", "infrastructure")
    finally:
        qapp.removeEventFilter(watch)

    assert watch.shown == []


def test_pasting_a_photo_where_none_was_copied_says_so(desk: Desk) -> None:
    dialog = PhotoDialog("PCCC-28", desk.window.memory, desk.window)
    dialog.open()
    QGuiApplication.clipboard().setText("một câu")

    with desk.qtbot.assertNotEmitted(dialog.picture):
        desk.qtbot.mouseClick(dialog.paste, Qt.MouseButton.LeftButton)

    assert dialog.isVisible()
    assert dialog.said.text() == "No photo was copied yet. Copy one in another program, then paste it here."
    assert dialog.said.isVisible()
    dialog.reject()
