"""What every editor of a question shares: it shows a node of the form, and says the text that a person made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from inspector.datatypes import kind_of
from ui import theme
from ui.widgets.layout import label

if TYPE_CHECKING:
    from inspector.form import Node

PAUSE_MS: Final = 900
"""What is being typed is journalled after such a pause, so that a lost laptop loses a few letters, not a sentence."""


def _nothing(*_given: object) -> None:
    """Where a tool is not there."""


@dataclass(frozen=True)
class Tools:
    """What the window lends to editors: pictures, the scanner, and where the site is."""

    add_picture: Callable[[str], None] = _nothing
    """Ask for pictures for this path."""
    keep_picture: Callable[[str, bytes, str], None] = _nothing
    """Keep these bytes as the picture of this path, under a name."""
    scan: Callable[[Callable[[str], None]], None] | None = None
    """Read a code and hand over its text."""
    site_place: tuple[float, float] | None = None
    picture_place: Callable[[Callable[[float, float], None]], None] | None = None
    """Ask for a photograph and hand over where it was taken."""
    pictures: bool = True


@dataclass(frozen=True)
class Asked:
    """One question to be edited: its node, and the tools."""

    node: Node
    tools: Tools = field(default_factory=Tools)

    @property
    def appearance(self) -> frozenset[str]:
        """What the author said about how it looks."""
        return frozenset(self.node.question.appearance.split())


class Editor(QWidget):
    """`edited(text)` when a person answered (empty: took it back); `go_on()` when they want the next question."""

    edited = Signal(str)
    go_on = Signal()

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self.asked = asked
        self.shown = asked.node.value

    @property
    def node(self) -> Node:
        """What is edited."""
        return self.asked.node

    def take(self, asked: Asked) -> bool:
        """Edit another question, if it is asked in just the same way; False when it is not, and nothing is changed."""
        return False

    def show_value(self, text: str) -> None:
        """Show what stands now."""
        self.shown = text

    def show_choices(self) -> None:
        """The form offers other choices, or speaks another language."""

    def stops(self) -> list[QWidget]:
        """What takes the focus in it, in order."""
        return []

    def begin(self) -> bool:
        """Put the cursor where the answer is written; False when it is given by keys on the card."""
        stops = self.stops()
        if stops:
            stops[0].setFocus()
        return bool(stops)

    def take_digit(self, digit: int) -> bool:
        """A figure was pressed on the card: choose, or begin to type with it."""
        return False

    def show_keys(self, shown: bool) -> None:
        """Show the keys that act, on the current card only."""

    def keep_typed(self) -> None:
        """Say what stands in the field, typed to its end or not."""

    def say(self, text: str) -> None:
        """Announce an answer, once."""
        if text != self.shown:
            self.shown = text
            self.edited.emit(text)


class TypedEditor(Editor):
    """A line in which the answer is typed; subclasses turn what is typed into the canonical text and back."""

    field_width = 0
    placeholder = ""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.field = QLineEdit()
        self.field.setAccessibleName(asked.node.label or asked.node.local)
        self.field.setPlaceholderText(self.placeholder)
        if self.field_width:
            self.field.setFixedWidth(self.field_width)
        self.problem = label("", "fail")
        self.problem.hide()
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(8)
        self.line.addWidget(self.field, 0 if self.field_width else 1)
        self.line.addWidget(self.problem)
        if self.field_width:
            self.line.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.keep_typed)
        self.field.textEdited.connect(self._on_typed)
        self.field.editingFinished.connect(self._on_finished)
        self.field.returnPressed.connect(self._on_return)
        self.show_value(asked.node.value)

    def parse(self, typed: str) -> str | None:
        """The canonical text; None when it cannot be one."""
        canonical = kind_of(self.node.definition.type).canonical(typed)
        return canonical if canonical or not typed else None

    def words(self, text: str) -> str:
        """The canonical text as it is typed."""
        return text

    def wrong(self) -> str:
        """What to say of something that cannot be an answer."""
        return ""

    def show_value(self, text: str) -> None:
        super().show_value(text)
        if not self.field.hasFocus():
            self.field.setText(self.words(text))
            self._judge(None)

    def stops(self) -> list[QWidget]:
        return [self.field]

    def begin(self) -> bool:
        self.field.setFocus()
        self.field.selectAll()
        return True

    def take_digit(self, digit: int) -> bool:
        self.field.setFocus()
        self.field.setText(str(digit))
        self._on_typed(str(digit))
        return True

    def keep_typed(self) -> None:
        self._pause.stop()
        parsed = self.parse(self.field.text().strip())
        if parsed is not None:
            self.say(parsed)

    def put(self, text: str) -> None:
        """Write an answer into the field as if it had been typed."""
        self.field.setText(self.words(text))
        self._on_finished()

    def _on_typed(self, _text: str) -> None:
        self._judge(None)
        self._pause.start()

    def _on_finished(self) -> None:
        self.keep_typed()
        typed = self.field.text().strip()
        if self.parse(typed) is None:
            self._judge(self.wrong())
        elif not self.field.hasFocus():
            self.field.setText(self.words(self.shown))
            self._judge(None)

    def _on_return(self) -> None:
        self.keep_typed()
        if self.parse(self.field.text().strip()) is not None:
            self.field.setText(self.words(self.shown))
            self.go_on.emit()

    def _judge(self, wrong: str | None) -> None:
        state = "fail" if wrong is not None else ""
        if (self.field.property("state") or "") != state:
            self.field.setProperty("state", state)
            theme.restyle(self.field)
        self.problem.setText(wrong or "")
        self.problem.setVisible(bool(wrong))
