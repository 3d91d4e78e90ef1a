"""
A person at the real window, played inside a process that will be killed: starts the program, goes on where it opens,
and fills items by keys until the process ends.

What the person does is told to the parent line by line before it is done, so that the parent knows what may be asked of
the store afterwards:

    at <item>                     the window is there, and stands at this item
    field <item> <field> <text>   this field of that item is under the cursor and holds this text now

A field is the path of an answer, "|", and what of it: value or note.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NoReturn

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

import ui.app
from ui.main_window import MainWindow
from ui.visits.filling import FillingView

KEY_MS: Final = (6, 22)
"""Between two keys: a person who types forty keys a second is quicker than any."""
FIELD_MS: Final = (150, 250)
"""Between leaving a field and the first key of the next: five fields a second are more than anybody fills."""
WORDS: Final = ("Khoá cửa hỏng", "Bình chữa cháy hết hạn", "Chưa có nội quy", "Lối thoát bị chắn")


class Person(QObject):
    """Presses a key now and then."""

    def __init__(self, visit: str, seed: int, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._visit, self._chance, self._tell = visit, random.Random(seed), tell
        self._acts = self._work()
        QTimer.singleShot(0, self._next)

    def _next(self) -> None:
        QTimer.singleShot(next(self._acts), self._next)

    def _work(self) -> Iterator[int]:
        while not (windows := [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]):
            yield 1
        window = windows[0]
        window.activateWindow()
        view: FillingView | None = None
        while view is None or not view.current or not window.isActiveWindow():
            shown = window.view(window.current) if window.current else None
            if isinstance(shown, FillingView) and shown.visit:
                view = shown
            elif shown is not None and view is None:
                window.go("visit", visit=self._visit)
            yield 1
        self._tell(f"at {view.current}")
        while True:
            yield from self._item(view)

    def _item(self, view: FillingView) -> Iterator[int]:
        path = view.current
        card = view.cards[path]
        card.setFocus()
        yield self._pause(FIELD_MS)
        answer = self._chance.choice("1112223")
        value = {"1": "pass", "2": "fail", "3": "na"}[answer]
        if card.line.value != value:
            self._tell(f"field {path} {path}|value {value}")
            self._press(answer)
            yield self._pause(FIELD_MS)
        if answer == "2" and self._chance.random() < 0.7:
            card.open_note()
            yield from self._type(path, f"{path}|note", card.note, self._chance.choice(WORDS))
        if card.line.item.measure and answer == "1":
            card.open_measure()
            measure = f"{card.line.form}/{card.line.item.measure}|value"
            yield from self._type(path, measure, card.measure, str(self._chance.randrange(2, 60)))
        paths = list(view.cards)
        view.choose(paths[(paths.index(path) + 1) % len(paths)])

    def _type(self, item: str, field: str, into: QLineEdit, text: str) -> Iterator[int]:
        into.clear()
        for end in range(1, len(text) + 1):
            self._tell(f"field {item} {field} {text[:end]}")
            letter = text[end - 1]
            if letter.isascii():
                QTest.keyClick(into, letter)
            else:
                typed = QInputMethodEvent()
                typed.setCommitString(letter)
                QApplication.sendEvent(into, typed)
            yield self._pause(KEY_MS)
        QTest.keyClick(into, Qt.Key.Key_Return)

    @staticmethod
    def _press(key: str) -> None:
        focus = QApplication.focusWidget()
        if focus is not None:
            QTest.keyClick(focus, key)

    def _pause(self, span: tuple[int, int]) -> int:
        return self._chance.randint(*span)


def live(store: Path, visit: str, seed: int, pipe: int) -> NoReturn:
    """Be the program with a person at it, until somebody ends this process."""

    def tell(line: str) -> None:
        os.write(pipe, f"{line}\n".encode())

    application = QApplication(["inspector-window"])
    person = Person(visit, seed, tell)
    application.installEventFilter(_Crash(tell))
    code = ui.app.run(str(store), "vi", [])
    tell(f"ended {code} {person}")
    os._exit(1)


class _Crash(QObject):
    """Tells the parent when the program shows that it has a fault."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._tell = tell

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and type(watched).__name__ in ("CrashWindow", "RefusalWindow"):
            self._tell(f"fault {type(watched).__name__}")
        return False
