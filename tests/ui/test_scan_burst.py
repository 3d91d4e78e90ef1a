"""A hand scanner is told from a person by its speed; nothing a person types is lost, changed or turned round."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMessageBox, QPlainTextEdit, QVBoxLayout, QWidget

from inspector import people, sites, tags, workplace
from inspector.model import Op, Side
from inspector.store import Changes, Store
from tests.ui.desk import Desk
from ui.messages import Dialog
from ui.scan import Scanning
from ui.scan.burst import LIMIT_MS, SCANNED_INTO, BurstWatch
from ui.tasks import Tasks

TAG = tags.payload_of("THA0123")
END = "\r"


class Keyboard:
    """Types into whatever has the focus; the time between keys is said, not waited for."""

    def __init__(self) -> None:
        self.now = 1000.0

    def press(self, sign: str, after: float) -> None:
        self.now += after
        widget = QApplication.focusWidget()
        assert widget is not None
        key = Qt.Key.Key_Return if sign == END else Qt.Key(ord(sign.upper()))
        shift = Qt.KeyboardModifier.ShiftModifier if sign.isupper() else Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, shift, sign)
            event.setTimestamp(int(self.now))
            QApplication.sendEvent(widget, event)

    def type(self, text: str, *, each: float) -> None:
        for sign in text:
            self.press(sign, each)


class Room(QWidget):
    """A line, a text, and a place that takes keys itself."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.text, self.place = QLineEdit(), QPlainTextEdit(), QWidget()
        self.place.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        for part in (self.line, self.text, self.place):
            column.addWidget(part)
        self.entered = 0
        self.line.returnPressed.connect(self._enter)
        self.pressed: list[str] = []
        shortcut = QShortcut(QKeySequence("2"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self.pressed.append("2"))

    def _enter(self) -> None:
        self.entered += 1


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()


@pytest.fixture
def room(qtbot: Any) -> Room:
    made = Room()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def watch(room: Room, keyboard: Keyboard) -> Iterator[BurstWatch]:
    made = BurstWatch(room, clock=lambda _event: keyboard.now, tag=lambda text: text == TAG)
    yield made
    made.stop()


def test_a_burst_is_caught_and_leaves_no_trace_in_the_field(
    qtbot: Any, room: Room, watch: BurstWatch, keyboard: Keyboard
) -> None:
    room.line.setFocus()
    room.line.setText("ghi chú")
    with qtbot.waitSignal(watch.caught) as caught:
        keyboard.type(TAG + END, each=4)

    assert caught.args == [TAG]
    assert room.line.text() == "ghi chú"
    assert room.entered == 0


@pytest.fixture
def scanning(qtbot: Any, room: Room, tmp_path: Path) -> Iterator[Scanning]:
    """Scanning in a window whose store knows one site."""
    store = tmp_path / "store.db"
    with workplace.open_workplace(str(store)) as opened:
        sites.add(opened, "HUE-0007", by=people.settle(opened, "Lê Văn Ví Dụ", side=Side.POLICE, unit="PC07").uid)
    lanes = Tasks(lambda: workplace.open_workplace(str(store)), room)
    memory = QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat)
    made = Scanning(lanes, lambda *_place, **_at: None, memory, room)
    made.learn()
    qtbot.waitUntil(lambda: not lanes.busy)
    yield made
    made.watch.stop()
    lanes.drain()


def asked(qtbot: Any, room: Room) -> QInputDialog:
    """A dialog before the window, and the cursor in its field."""
    dialog = QInputDialog(room)
    dialog.setTextValue("ghi")
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.findChild(QLineEdit))
    return dialog


def told(room: Room) -> list[Dialog]:
    return [one for one in room.findChildren(Dialog) if one.isVisible()]


@pytest.mark.parametrize(
    ("text", "secret"), [("mat-khau-dai", True), (TAG, True), ("binh chua chay", False), ("$1KTHA0123", False)]
)
def test_a_dialog_keeps_what_is_no_tag_and_every_secret_however_fast_they_come(
    qtbot: Any, room: Room, scanning: Scanning, keyboard: Keyboard, text: str, secret: bool
) -> None:
    """A program that keeps passwords or phrases types like a scanner, and ends with Enter."""
    dialog = asked(qtbot, room)
    if secret:
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)

    keyboard.type(text + END, each=4)

    assert dialog.textValue() == text
    assert dialog.result() == QInputDialog.DialogCode.Accepted.value
    assert told(room) == []


@pytest.mark.parametrize("text", [TAG, "hue 0007", "https://vi-du.vn/tem/HUE-0007"])
def test_a_tag_that_is_scanned_into_a_dialog_leaves_no_trace_and_is_said(
    qtbot: Any, room: Room, scanning: Scanning, keyboard: Keyboard, text: str
) -> None:
    """No site can be opened behind a dialog, and Enter must not agree to what it asks."""
    dialog = asked(qtbot, room)
    keyboard.type(text + END, each=4)
    qtbot.waitUntil(lambda: len(told(room)) == 1)

    assert dialog.textValue() == "ghi"
    assert dialog.isVisible()

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.findChild(QLineEdit))
    assert told(room) == []


def test_where_a_dialog_takes_no_text_a_tag_does_not_press_its_button(
    qtbot: Any, room: Room, scanning: Scanning, keyboard: Keyboard
) -> None:
    dialog = QMessageBox(QMessageBox.Icon.Question, "", "Xóa?", QMessageBox.StandardButton.Yes, room)
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.button(QMessageBox.StandardButton.Yes))
    keyboard.type(TAG + END, each=4)
    qtbot.waitUntil(lambda: len(told(room)) == 1)

    assert dialog.isVisible()


def test_a_question_for_a_code_keeps_what_is_scanned_into_it(
    qtbot: Any, room: Room, watch: BurstWatch, keyboard: Keyboard
) -> None:
    room.line.setProperty(SCANNED_INTO, True)
    room.line.setFocus()
    keyboard.type(TAG + END, each=4)

    assert room.line.text() == TAG
    assert room.entered == 1


def test_a_burst_over_chosen_text_gives_the_text_back(
    qtbot: Any, room: Room, watch: BurstWatch, keyboard: Keyboard
) -> None:
    for field in (room.line, room.text):
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.setText("một hai")
        else:
            field.setPlainText("một hai")
        field.selectAll()
        with qtbot.waitSignal(watch.caught):
            keyboard.type(TAG + END, each=4)
        keyboard.now += 500
        assert (field.text() if isinstance(field, QLineEdit) else field.toPlainText()) == "một hai"


def test_a_burst_is_caught_where_nothing_takes_text(
    qtbot: Any, room: Room, watch: BurstWatch, keyboard: Keyboard
) -> None:
    room.place.setFocus()
    with qtbot.waitSignal(watch.caught) as caught:
        keyboard.type("THA2222" + END, each=10)

    assert caught.args == ["THA2222"]
    assert room.pressed == []


def test_a_line_feed_ends_a_burst_too(qtbot: Any, room: Room, watch: BurstWatch, keyboard: Keyboard) -> None:
    room.line.setFocus()
    keyboard.type(TAG, each=4)
    keyboard.now += 4
    feed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier, "\n")
    with qtbot.waitSignal(watch.caught) as caught:
        QApplication.sendEvent(room.line, feed)

    assert caught.args == [TAG]
    assert room.line.text() == ""


def test_once_a_scanner_was_seen_its_first_key_is_no_command_either(
    qtbot: Any, room: Room, watch: BurstWatch, keyboard: Keyboard
) -> None:
    room.place.setFocus()
    watch.wary = True
    with qtbot.waitSignal(watch.caught):
        keyboard.type("2THA001" + END, each=10)
    assert room.pressed == []

    keyboard.press("2", 900)
    qtbot.waitUntil(lambda: room.pressed == ["2"])


@pytest.mark.parametrize(
    ("text", "each"),
    [("tha01" + END, 4), (TAG + END, LIMIT_MS + 1), ("binh chua chay" + END, 4)],
    ids=["too short", "too slow", "no tag"],
)
def test_what_is_no_burst_stays_in_the_field_and_enter_works(
    room: Room, watch: BurstWatch, keyboard: Keyboard, text: str, each: float
) -> None:
    room.line.setFocus()
    caught: list[str] = []
    watch.caught.connect(caught.append)
    keyboard.type(text, each=each)

    assert room.line.text() == text.rstrip(END)
    assert room.entered == 1
    QApplication.processEvents()
    assert caught == []


def test_a_fast_run_without_an_end_is_given_back_after_the_pause(
    qtbot: Any, room: Room, watch: BurstWatch, keyboard: Keyboard
) -> None:
    room.line.setFocus()
    keyboard.type("nhanhtay", each=5)
    assert room.line.text() == "n"
    qtbot.waitUntil(lambda: room.line.text() == "nhanhtay")


def test_a_shortcut_that_was_held_runs_after_all(qtbot: Any, room: Room, watch: BurstWatch, keyboard: Keyboard) -> None:
    room.place.setFocus()
    keyboard.type("x2", each=5)
    assert room.pressed == []
    qtbot.waitUntil(lambda: room.pressed == ["2"])


def test_moving_on_gives_held_keys_to_the_field_they_were_typed_into(
    room: Room, watch: BurstWatch, keyboard: Keyboard
) -> None:
    room.line.setFocus()
    keyboard.type("abc", each=5)
    room.text.setFocus()

    assert room.line.text() == "abc"
    assert room.text.toPlainText() == ""


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    keys=st.lists(
        st.tuples(st.sampled_from("abcXYZ019$-/ " + END), st.floats(LIMIT_MS + 1, 400)), min_size=1, max_size=30
    )
)
def test_keys_slower_than_the_limit_arrive_unchanged_and_in_order(
    room: Room, watch: BurstWatch, keyboard: Keyboard, keys: list[tuple[str, float]]
) -> None:
    room.line.setFocus()
    room.line.clear()
    entered = room.entered
    for sign, after in keys:
        keyboard.press(sign, after)

    assert room.line.text() == "".join(sign for sign, _after in keys if sign != END)
    assert room.entered - entered == sum(sign == END for sign, _after in keys)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=st.lists(st.tuples(st.sampled_from("abcXYZ019$-/ "), st.floats(0, 80)), min_size=1, max_size=30))
def test_without_an_end_keys_of_any_speed_arrive_in_order(
    room: Room, watch: BurstWatch, keyboard: Keyboard, keys: list[tuple[str, float]]
) -> None:
    room.line.setFocus()
    room.line.clear()
    for sign, after in keys:
        keyboard.press(sign, after)
    watch.give_back()

    assert room.line.text() == "".join(sign for sign, _after in keys)


def _written_down(store: Store, code: str, by: str) -> Changes:
    with store.transact(Op.EDIT_SITE, by=by) as tx:
        sites.put(tx, code)
    return tx.changes


def test_a_code_that_became_known_meanwhile_is_a_tag_in_every_field(
    desk: Desk, keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = desk.session.person
    assert by is not None
    desk.window.go("sites")
    desk.until(lambda: desk.window.current == "sites" and "sites" in desk.window._views)
    desk.session.tasks.write(_written_down, "HUE-0009", by.uid)
    field = desk.place("sites").search

    def scanned() -> bool:
        field.setFocus()
        field.clear()
        keyboard.now += 500
        keyboard.type("HUE0009" + END, each=4)
        return field.text() == ""

    desk.until(scanned)
    card = desk.place("sites").card
    desk.until(lambda: card.site is not None and card.site.code == "HUE-0009")
