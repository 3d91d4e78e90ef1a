"""What is only shown: computed values, and kinds of answers that are given elsewhere."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from inspector.visits import words_of
from ui.form.editors.base import Asked, Editor
from ui.widgets.layout import label


class SaidEditor(Editor):
    """A value in words; nothing can be changed."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 4, 0, 4)
        self.words = label("", "strong", wrap=True, selectable=True)
        whole.addWidget(self.words)
        self.show_value(asked.node.value)

    def show_value(self, text: str) -> None:
        super().show_value(text)
        self.words.setText(words_of(self.node, text) or "–")

    def begin(self) -> bool:
        return False
