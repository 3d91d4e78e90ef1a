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
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ui.scan import Scanning
from ui.scan.burst import LIMIT_MS, BurstWatch
from ui.tasks import Tasks

TAG = "$1KTHA0123"
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
    made = BurstWatch(room, clock=lambda _event: keyboard.now)
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


def test_a_dialog_keeps_what_is_typed_into_it_however_fast(
    qtbot: Any, room: Room, keyboard: Keyboard, tmp_path: Path
) -> None:
    """A program that keeps passwords types like a scanner, and ends with Enter."""
    memory = QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat)
    scanning = Scanning(Tasks(parent=room), lambda *_place, **_at: None, memory, room)
    caught: list[str] = []
    scanning.watch.caught.connect(caught.append)
    dialog = QInputDialog(room)
    dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.findChild(QLineEdit))

    keyboard.type("mat-khau-dai" + END, each=4)

    assert dialog.textValue() == "mat-khau-dai"
    assert dialog.result() == QInputDialog.DialogCode.Accepted.value
    assert caught == []
    scanning.watch.stop()


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
    ("text", "each"), [("tha01" + END, 4), ("THA0123" + END, LIMIT_MS + 1)], ids=["too short", "too slow"]
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
