"""Dialogs that stay on the screen they come up on: what has no room is scrolled to, and the buttons stay in sight."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.widgets.layout import ScrollArea, stand_apart

TITLE_BAR: Final = 40
"""What the system draws above and around a window takes so much of the screen."""
LEAST: Final = 96
"""Of what is scrolled at least so much is seen."""


def room(window: QWidget) -> QSize:
    """How large a window may be on its screen."""
    free = window.screen().availableGeometry().size()
    return QSize(free.width(), free.height() - TITLE_BAR)


class OnScreen(QDialog):
    """A dialog that never comes up larger than its screen."""

    def showEvent(self, event: QShowEvent) -> None:
        self.resize(self.size().boundedTo(room(self)))
        super().showEvent(event)

    def grow(self, size: QSize) -> None:
        """Become so large while it is shown, as far as the screen goes, and stay on it: up and left where it must."""
        self.resize(size.boundedTo(room(self)))
        frame, screen = self.frameGeometry(), self.screen().availableGeometry()
        left = max(screen.left(), min(frame.left(), screen.right() + 1 - frame.width()))
        top = max(screen.top(), min(frame.top(), screen.bottom() + 1 - frame.height()))
        if (left, top) != (frame.left(), frame.top()):
            self.move(left, top)


class ScrolledBody(ScrollArea):
    """As high as what it holds wants to be at its width; where it gets less it is scrolled, up and down only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        inside = QWidget()
        super().__init__(inside, parent)
        stand_apart(self)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setProperty("plain", "true")
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def column(self) -> QVBoxLayout:
        """What is scrolled, one below the other."""
        return self._column

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        column = self._column
        return column.totalHeightForWidth(width) if column.hasHeightForWidth() else column.totalSizeHint().height()

    def sizeHint(self) -> QSize:
        return self._column.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        wanted = self._column.totalMinimumSize()
        bar = self.verticalScrollBar()
        beside = bar.sizeHint().width() if bar.isVisible() else 0
        return QSize(wanted.width() + beside, min(LEAST, wanted.height()))

    def viewportEvent(self, event: QEvent) -> bool:
        """What is held wants another size: whoever laid this out is told."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().viewportEvent(event)
