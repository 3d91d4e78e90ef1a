"""A field for sentences: as high as its text, with the manners of a line field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

_FRAME = 24


class GrowingText(QPlainTextEdit):
    """`textEdited(text)` while a person types, `editingFinished()` when they leave, `returnPressed()` on Enter."""

    textEdited = Signal(str)
    editingFinished = Signal()
    returnPressed = Signal()

    def __init__(self, *, lines: int = 1, enter_leaves: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._enter_leaves, self._showing = lines, enter_leaves, False
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(2)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._on_changed)
        self._fit()

    def text(self) -> str:
        """What is written."""
        return self.toPlainText()

    def setText(self, text: str) -> None:
        """Show a text without saying that it was typed."""
        if text != self.toPlainText():
            self._showing = True
            self.setPlainText(text)
            self._showing = False
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(200, self._wanted())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._wanted())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self._enter_leaves and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.editingFinished.emit()
            self.returnPressed.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.editingFinished.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _on_changed(self) -> None:
        if not self._showing:
            self._fit()
            self.textEdited.emit(self.toPlainText())

    def _wanted(self) -> int:
        lines = max(self._least, int(self.document().size().height()), 1)
        return max(40, lines * self.fontMetrics().lineSpacing() + _FRAME)

    def _fit(self) -> None:
        wanted = self._wanted()
        if self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)
