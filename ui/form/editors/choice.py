"""One of a few choices: large segments where they fit in a row, otherwise one below the other; figures choose."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from inspector.i18n import _
from ui.form.editors.base import Asked, Editor
from ui.widgets.layout import clear
from ui.widgets.segments import Segment, Segments

if TYPE_CHECKING:
    from inspector.form import Node

RESULTS = {"pass": ("pass", "check"), "fail": ("fail", "cross"), "na": ("na", "dash")}
WIDE = 52
"""Letters of all choices together that still make a row of segments."""


class SegmentsEditor(Editor):
    """Segments with a key each. The three results of an inspection have their colours and signs."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._keys_shown = False
        self.segments = self._made()

    def take(self, asked: Asked) -> bool:
        question, other = self.node.question, asked.node.question
        alike = (question.control, question.appearance) == (other.control, other.appearance) == ("select1", "")
        if not alike or _offered(self.node) != _offered(asked.node) or asked.node.readonly or other.calculated:
            return False
        self.asked = asked
        self.segments.setAccessibleName(asked.node.label or asked.node.local)
        self.show_value(asked.node.value)
        return True

    def _made(self) -> Segments:
        names = {"pass": _("Pass"), "fail": _("Fail"), "na": _("Not applicable")}
        choices = self.node.choices
        results = {choice.value for choice in choices} <= set(names)
        parts = []
        for at, choice in enumerate(choices):
            tone, sign = RESULTS[choice.value] if results else ("brand", None)
            words = names[choice.value] if results else choice.label
            parts.append(Segment(choice.value, words, tone, sign, str(at + 1)))
        made = Segments(parts, label=self.node.label or self.node.local)
        made.chosen.connect(self.say)
        made.cleared.connect(partial(self.say, ""))
        made.show_keys(self._keys_shown)
        made.set_value(self.shown or None)
        self._whole.addWidget(made)
        return made

    def show_value(self, text: str) -> None:
        super().show_value(text)
        self.segments.set_value(text or None)

    def show_choices(self) -> None:
        clear(self._whole)
        self.segments = self._made()

    def show_keys(self, shown: bool) -> None:
        self._keys_shown = shown
        self.segments.show_keys(shown)

    def begin(self) -> bool:
        return False

    def take_digit(self, digit: int) -> bool:
        choices = self.node.choices
        if not 1 <= digit <= len(choices):
            return False
        self.segments.choose(choices[digit - 1].value)
        return True


def _offered(node: Node) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in node.choices]


class RadioEditor(Editor):
    """Choices one below the other, each with its figure."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.buttons: dict[str, QRadioButton] = {}
        self.show_choices()

    def show_choices(self) -> None:
        clear(self._whole)
        self.buttons = {}
        for at, choice in enumerate(self.node.choices):
            figure = f"{at + 1}  " if at < 9 else ""
            button = QRadioButton(f"{figure}{choice.label}".replace("&", "&&"))
            button.setAutoExclusive(False)
            button.setAccessibleName(choice.label)
            button.clicked.connect(partial(self._on_clicked, choice.value))
            self.buttons[choice.value] = button
            self._whole.addWidget(button)
        self.show_value(self.node.value)

    def show_value(self, text: str) -> None:
        super().show_value(text)
        for value, button in self.buttons.items():
            button.setChecked(value == text)

    def stops(self) -> list[QWidget]:
        return list(self.buttons.values())

    def begin(self) -> bool:
        return False

    def take_digit(self, digit: int) -> bool:
        values = list(self.buttons)
        if not 1 <= digit <= len(values):
            return False
        self._choose(values[digit - 1])
        return True

    def _on_clicked(self, value: str) -> None:
        self._choose("" if self.shown == value else value)

    def _choose(self, value: str) -> None:
        for known, button in self.buttons.items():
            button.setChecked(known == value)
        self.say(value)


class AcknowledgeEditor(Editor):
    """Read and understood; `1` ticks it."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.segments = Segments([Segment("OK", _("Read and understood"), "pass", "check", "1")], label=_("Read"))
        self.segments.chosen.connect(self.say)
        self.segments.cleared.connect(partial(self.say, ""))
        whole.addWidget(self.segments, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_keys(False)
        self.show_value(asked.node.value)

    def show_value(self, text: str) -> None:
        super().show_value(text)
        self.segments.set_value("OK" if text else None)

    def begin(self) -> bool:
        return False

    def show_keys(self, shown: bool) -> None:
        self.segments.show_keys(shown)

    def take_digit(self, digit: int) -> bool:
        if digit != 1:
            return False
        self.segments.choose("OK")
        return True
