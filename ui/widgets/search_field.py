"""A field to search in: says what was typed after a short pause, shows its key."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from inspector.i18n import _
from ui.theme import tokens
from ui.widgets import paint
from ui.widgets.key_hint import KeyHint

PAUSE_MS = 180
_BESIDE = 58
"""The sign before the words, and air on both sides."""


class SearchField(QLineEdit):
    """`searched(text)` after a pause or on Enter; Esc empties it; arrow down leaves it for the list (`left`)."""

    searched = Signal(str)
    left = Signal()

    def __init__(self, placeholder: str, *, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("search", "true")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setToolTip(placeholder)
        self.setClearButtonEnabled(not keys)
        for cross in self.findChildren(QToolButton):
            cross.setAccessibleName(_("Empty the field"))
        self._hint = KeyHint(keys, self) if keys else None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._say)
        self.textChanged.connect(lambda _text: self._pause.start())
        self.returnPressed.connect(self._say)

    def _say(self) -> None:
        self._pause.stop()
        self.searched.emit(self.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._say()
            return
        super().keyPressEvent(event)

    def keep_words_whole(self) -> None:
        """Never be narrower than what it asks for, for a head in which there is room."""
        self.ensurePolished()
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(self.placeholderText()) + _BESIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._hint is not None:
            self._hint.move(self.width() - self._hint.width() - 11, (self.height() - self._hint.height()) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint.icon(painter, "search", tokens().ink3, QPointF(20, self.height() / 2), 18)
        painter.end()
