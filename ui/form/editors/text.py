"""Text: one line, or several where the author asked for them."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.datatypes import nfc
from ui.form.editors.base import PAUSE_MS, Asked, Editor, TypedEditor
from ui.widgets.growing_text import GrowingText


class TextEditor(TypedEditor):
    """One line."""

    def parse(self, typed: str) -> str | None:
        return nfc(typed)


class LongTextEditor(Editor):
    """Several lines; Enter makes a new one, Ctrl+Enter goes on."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.field = GrowingText(lines=3, enter_leaves=False)
        self.field.setAccessibleName(asked.node.label or asked.node.local)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.field)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.keep_typed)
        self.field.textEdited.connect(lambda _text: self._pause.start())
        self.field.editingFinished.connect(self.keep_typed)
        self.show_value(asked.node.value)

    def show_value(self, text: str) -> None:
        super().show_value(text)
        if not self.field.hasFocus():
            self.field.setText(text)

    def stops(self) -> list[QWidget]:
        return [self.field]

    def keep_typed(self) -> None:
        self._pause.stop()
        self.say(nfc(self.field.text().strip()))
