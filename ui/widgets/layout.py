"""Ways to lay things out: cards, hairlines, rows that wrap, labels in the types of the window, scrolled columns."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QScrollBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme_tokens import CONTROL_HEIGHT
from ui.widgets import paint


class Card(QFrame):
    """A surface with a hairline and round corners; `body` is its column."""

    def __init__(self, heading: str = "", *, padding: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, max(0, padding - 2), padding, padding)
        self.body.setSpacing(8)
        if heading:
            self.setAccessibleName(heading)
            self.heading = label(heading, "heading")
            self.body.addWidget(self.heading)


def label(text: str = "", kind: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label in one of the types: title, heading, small, second, figure, code, strong, or plain text."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        made.setProperty("look", kind)
    if wrap:
        made.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class Elided(QLabel):
    """
    A line that shortens itself with an ellipsis instead of pushing others away; the whole text is its tip. One that
    `folds` takes a second line before that.
    """

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None, *, folds: bool = False) -> None:
        super().__init__(parent)
        self._folds = folds
        self.setTextFormat(Qt.TextFormat.PlainText)
        if kind:
            self.setProperty("look", kind)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(40)
        self._whole = ""
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text."""
        self._whole = text
        self.setAccessibleName(text)
        super().setText(text)
        self._shorten()

    def whole(self) -> str:
        """The text without an ellipsis, on one line."""
        return self._whole

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 4, hint.height())

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        metrics, room = self.fontMetrics(), max(20, self.width())
        lines = [self._whole]
        if self._folds and metrics.horizontalAdvance(self._whole) > room:
            lines = [line for line in paint.folded(self._whole, self.font(), room) if line]
        cut = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines]
        shown = "\n".join(cut)
        if shown != self.text():
            super().setText(shown)
            self.setToolTip(self._whole if cut != lines else "")


def fields(*rows: tuple[str, QWidget], name_width: int = 0) -> QFormLayout:
    """Names left and controls right; each name stands on the middle of its control."""
    made = QFormLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setHorizontalSpacing(16)
    made.setVerticalSpacing(10)
    for words, field in rows:
        name = label(words, "second")
        name.setMinimumSize(name_width, CONTROL_HEIGHT)
        made.addRow(name, field)
    return made


def hairline(parent: QWidget | None = None) -> QFrame:
    """A thin line between two parts."""
    made = QFrame(parent)
    made.setProperty("hairline", "true")
    return made


def row(
    *parts: QWidget | int | None, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Widgets side by side; a number is a space of so many pixels, None stretches."""
    made = QHBoxLayout()
    _fill(made, parts, spacing, margins)
    return made


def column(
    *parts: QWidget | int | None, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """Widgets one below the other; a number is a space of so many pixels, None stretches."""
    made = QVBoxLayout()
    _fill(made, parts, spacing, margins)
    return made


def _fill(
    made: QHBoxLayout | QVBoxLayout, parts: tuple[QWidget | int | None, ...], spacing: int, margins: tuple[int, ...]
) -> None:
    made.setSpacing(spacing)
    made.setContentsMargins(*margins)
    for part in parts:
        if part is None:
            made.addStretch(1)
        elif isinstance(part, int):
            made.addSpacing(part)
        else:
            made.addWidget(part)


class ScrollArea(QScrollArea):
    """
    `inside` in an area that scrolls up and down, never sideways. A bar that was wanted once goes when there is room:
    Qt keeps one whose own width makes words wrap, so that they need it.
    """

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._held = Fitting(inside)
        self.setWidget(self._held)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """What is held wants another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().viewportEvent(event)

    def _fit(self) -> None:
        room = self.maximumViewportSize()
        fits = self._held.hasHeightForWidth() and self._held.heightForWidth(room.width()) <= room.height()
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)


def scrolled(inside: QWidget, parent: QWidget | None = None, *, apart: bool = True) -> QScrollArea:
    """`inside` on the ground of the window, in an area that scrolls; the bar, when there is one, stands apart from it."""
    inside.setProperty("ground", "bg")
    area = ScrollArea(inside, parent)
    if apart:
        stand_apart(area)
    return area


class Fitting(QWidget):
    """As high as its content is at the width it has; Qt would keep room for the words as if it were narrow."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(inside)

    def minimumSizeHint(self) -> QSize:
        """The height follows from the width, where words wrap."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), 0) if self.hasHeightForWidth() else hint


def stand_apart(area: QScrollArea) -> None:
    """Give an area a bar that keeps a gap to what is scrolled; without a bar there is no gap."""
    bar = QScrollBar(Qt.Orientation.Vertical)
    bar.setProperty("apart", "true")
    area.setVerticalScrollBar(bar)


def scrolled_plain(inside: QWidget) -> QScrollArea:
    """The same on a card: the card's own surface shows through."""
    area = scrolled(inside, apart=False)
    inside.setProperty("ground", None)
    area.setProperty("plain", "true")
    return area


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


class FlowLayout(QLayout):
    """Parts side by side that go on in the next line where the width ends."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8, line_spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._line_gap = spacing, line_spacing
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        """How many parts."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        margins = self.contentsMargins()
        area = rect.adjusted(margins.left(), margins.top(), -margins.right(), -margins.bottom())
        x, y, height = area.x(), area.y(), 0
        line: list[tuple[QLayoutItem, int, QSize]] = []
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            size = item.sizeHint()
            if size.width() > area.width() and item.hasHeightForWidth():
                size = QSize(area.width(), item.heightForWidth(area.width()))
            if line and x + size.width() > area.right() + 1:
                self._place(line, y, height, place)
                x, y, height, line = area.x(), y + height + self._line_gap, 0, []
            line.append((item, x, size))
            x += size.width() + self._gap
            height = max(height, size.height())
        self._place(line, y, height, place)
        return y + height - rect.y() + margins.bottom()

    @staticmethod
    def _place(line: list[tuple[QLayoutItem, int, QSize]], y: int, height: int, place: bool) -> None:
        """Put the parts of one line on their common middle."""
        for item, x, size in line if place else ():
            item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
