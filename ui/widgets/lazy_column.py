"""A column of rows of which only those near the sight exist as widgets: a thousand cards open as quickly as ten."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget

from ui.theme import colour

AHEAD: Final = 240
"""Pixels above and below the sight that are made as well, so that scrolling meets rows that are ready."""
MOST: Final = 150
"""How many rows stay made; beyond that the farthest are let go."""
KEPT: Final = 20
"""Beyond so many a row that is far from the sight becomes the one that is wanted, where it can, instead of a new one."""
MARGIN: Final = 40
"""So much of the rows before and after is seen of a row that is brought into sight, where there is room."""
PART: Final = 12
"""So much around a part of a row that is brought into sight."""
SPARE: Final = 24
"""So many rows that were put away wait to be used again."""
AHEAD_MS: Final = 50
"""A person who goes on quickly does not wait for rows that they will meet later."""


class LazyColumn(QAbstractScrollArea):
    """
    `make(key)` gives the widget of a row when it comes near; `guess(key, width)` its height until then. Where
    `reuse(key, widget)` is true it has made the row out of one that nobody sees, which is quicker.
    """

    def __init__(
        self,
        make: Callable[[str], QWidget],
        guess: Callable[[str, int], int],
        *,
        spacing: int = 10,
        keep: Callable[[str], bool] = lambda _key: False,
        reuse: Callable[[str, QWidget], bool] = lambda _key, _widget: False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make, self._guess, self._gap, self._keep = make, guess, spacing, keep
        self._reuse = reuse
        self._spare: list[QWidget] = []
        self._placed = 0
        self._keys: list[str] = []
        self._at: dict[str, int] = {}
        self._made: dict[str, QWidget] = {}
        self._heights: list[int] = []
        self._tops: list[int] = [0]
        self._placing = self._again = False
        self._brought = ""
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(AHEAD_MS)
        self._idle.timeout.connect(self._make_ahead)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)
        self.verticalScrollBar().setSingleStep(48)

    # what is in it

    @property
    def keys(self) -> list[str]:
        """The rows in order."""
        return self._keys

    @property
    def made(self) -> dict[str, QWidget]:
        """The rows that exist as widgets now."""
        return self._made

    def set_rows(self, keys: Sequence[str]) -> None:
        """Show these rows; widgets of rows that stay are kept, and what is in sight stays in sight."""
        if list(keys) == self._keys:
            return
        anchor, inset = self._anchor()
        self._keys = list(keys)
        self._at = {key: at for at, key in enumerate(self._keys)}
        for key in [key for key in self._made if key not in self._at]:
            self._drop(key)
        width = self._width()
        known = {key: self._measured(widget, width) for key, widget in self._made.items() if widget.isVisible()}
        self._heights = [known.get(key) or self._guess(key, width) for key in self._keys]
        self._sum()
        if anchor in self._at:
            self._scroll_to(self._tops[self._at[anchor]] + inset)
        self._place()

    def clear(self) -> None:
        """No rows. A row that goes gives the cursor to the next one, which must not be made any more."""
        going, self._made = list(self._made.values()), {}
        self._keys, self._at, self._heights = [], {}, []
        self._brought = ""
        self._sum()
        for widget in going:
            self._put_away(widget)
        self.verticalScrollBar().setValue(0)

    def row(self, key: str) -> QWidget:
        """The widget of a row, made if need be."""
        widget = self._made.get(key)
        if widget is None:
            widget = self._used_again(key)
            if widget is None:
                widget = self._make(key)
                widget.setParent(self.viewport())
            self._made[key] = widget
            at = self._at[key]
            widget.setGeometry(0, self._tops[at] - self.verticalScrollBar().value(), self._width(), self._heights[at])
            widget.show()
            height = self._measured(widget, self._width())
            if height != self._heights[at]:
                self._heights[at] = height
                self._sum()
            if not self._placing:
                self._place()
        return widget

    def bring(self, key: str) -> None:
        """Scroll as little as is needed to see a row, its head before its foot; it stays in sight until a person scrolls."""
        if key not in self._at:
            return
        self._brought = key
        self.row(key)
        self._place(measure=True)
        for _round in range(2):
            at, seen, value = self._at[key], self.viewport().height(), self.verticalScrollBar().value()
            top, bottom = self._tops[at], self._tops[at] + self._heights[at]
            margin = min(MARGIN, max(4, (seen - self._heights[at]) // 2))
            if bottom + margin > value + seen:
                value = bottom + margin - seen
            if top - margin < value:
                value = top - margin
            before = self.verticalScrollBar().value()
            self._scroll_to(value)
            if self.verticalScrollBar().value() == before:
                return
            self._place()

    def bring_part(self, part: QWidget) -> None:
        """Scroll as little as is needed to see a part of a row that has come to be written in."""
        rect = part.rect().translated(part.mapTo(self.viewport(), QPoint()))
        seen, value = self.viewport().height(), self.verticalScrollBar().value()
        wanted = value
        if rect.bottom() + PART > seen:
            wanted = value + rect.bottom() + PART - seen
        if rect.top() - PART < wanted - value:
            wanted = value + rect.top() - PART
        if wanted != value:
            self._brought = ""
            self._scroll_to(wanted)
            self._place()

    # placing

    def _width(self) -> int:
        return max(120, self.viewport().width() - 4)

    def _measured(self, widget: QWidget, width: int) -> int:
        layout = widget.layout()
        if layout is not None and layout.hasHeightForWidth():
            return max(layout.totalHeightForWidth(width), widget.minimumHeight())
        return max(widget.sizeHint().height(), widget.minimumHeight())

    def _sum(self) -> None:
        gap = self._gap
        self._tops = list(accumulate((height + gap for height in self._heights), initial=2))
        bar = self.verticalScrollBar()
        seen = self.viewport().height()
        bar.setPageStep(seen)
        blocked = bar.blockSignals(True)
        bar.setRange(0, max(0, self._tops[-1] - seen))
        bar.blockSignals(blocked)

    def _anchor(self) -> tuple[str, int]:
        """The first row in sight and how far it is scrolled."""
        if not self._keys:
            return "", 0
        value = self.verticalScrollBar().value()
        at = min(max(0, bisect_right(self._tops, value) - 1), len(self._keys) - 1)
        return self._keys[at], value - self._tops[at]

    def _scroll_to(self, value: int) -> None:
        bar = self.verticalScrollBar()
        blocked = bar.blockSignals(True)
        bar.setValue(max(0, value))
        bar.blockSignals(blocked)

    def _place(self, *, measure: bool = False) -> None:
        if self._placing:
            self._again = True
            return
        self._placing = True
        try:
            for _round in range(6):
                self._again = False
                moved = self._pass(measure)
                if not moved and not self._again:
                    break
                measure = measure or self._again
        finally:
            self._placing = False
        self._idle.start()

    def _pass(self, measure: bool) -> bool:
        """Make what is near, measure it, put all in its place; whether heights changed on the way."""
        if not self._keys:
            return False
        width, seen = self._width(), self.viewport().height()
        anchor, inset = self._anchor()
        value = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, value) - 1)
        moved = False
        at = first
        while at < len(self._keys) and self._tops[at] < value + seen:
            key = self._keys[at]
            fresh = key not in self._made
            widget = self.row(key)
            if measure or fresh or widget.width() != width:
                height = self._measured(widget, width)
                if height != self._heights[at]:
                    self._heights[at] = height
                    moved = True
            at += 1
        if moved:
            self._sum()
            self._scroll_to(self._tops[self._at[anchor]] + inset)
        value = self.verticalScrollBar().value()
        if value != self._placed:
            self.viewport().scroll(0, self._placed - value)
            self._placed = value
        for key, widget in self._made.items():
            place = self._at[key]
            top, height = self._tops[place] - value, self._heights[place]
            if (widget.x(), widget.y(), widget.width(), widget.height()) != (2, top, width, height):
                widget.setGeometry(2, top, width, height)
        return moved

    def _make_ahead(self) -> None:
        """When nothing else is to be done: one row that scrolling will meet next, until all near are made."""
        if not self._keys:
            return
        value, seen = self.verticalScrollBar().value(), self.viewport().height()
        at = bisect_right(self._tops, value)
        below = range(at, min(len(self._keys), bisect_right(self._tops, value + seen + AHEAD)))
        above = range(max(0, bisect_right(self._tops, value - AHEAD) - 1), at)
        for place in (*below, *reversed(above)):
            if self._keys[place] not in self._made:
                self.row(self._keys[place])
                return
        self._let_go()

    def _let_go(self) -> None:
        if len(self._made) <= MOST:
            return
        here = self._at.get(self._anchor()[0], 0)
        far = sorted(self._made, key=lambda key: -abs(self._at[key] - here))
        for key in far[: len(self._made) - MOST + 20]:
            if not self._keep(key) and abs(self._at[key] - here) > 20:
                self._drop(key)

    def _drop(self, key: str) -> None:
        self._put_away(self._made.pop(key))

    def _put_away(self, widget: QWidget) -> None:
        widget.hide()
        if len(self._spare) < SPARE:
            self._spare.append(widget)
        else:
            widget.deleteLater()

    def _used_again(self, key: str) -> QWidget | None:
        """A row that was put away, or one far from the sight, as this one."""
        for at, widget in enumerate(self._spare):
            if self._reuse(key, widget):
                return self._spare.pop(at)
        if len(self._made) < KEPT:
            return None
        seen, value, wanted = self.viewport().height(), self.verticalScrollBar().value(), self._tops[self._at[key]]
        for one, widget in self._made.items():
            top = self._tops[self._at[one]]
            needed = any(from_ - AHEAD - seen < top < from_ + seen + AHEAD for from_ in (value, wanted))
            if not needed and not self._keep(one) and self._reuse(key, widget):
                return self._made.pop(one)
        return None

    # what happens

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colour("bg"))
        painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._place(measure=True)
            self._keep_in_sight()
        return super().viewportEvent(event)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self._brought = ""
        self._place()

    def _keep_in_sight(self) -> None:
        """Rows changed their heights, or the window its own: what was brought into sight stays there."""
        at = self._at.get(self._brought)
        if at is not None:
            top = self._tops[at] - self.verticalScrollBar().value()
            if top < 0 or (top > MARGIN and top + self._heights[at] > self.viewport().height()):
                self.bring(self._brought)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The cursor went into a row by a key: its place in it is seen. What the mouse presses must not move away."""
        viewport = self.viewport()
        if now is None or not viewport.isAncestorOf(now):
            return
        row: QWidget | None = now
        while row is not None and row.parentWidget() is not viewport:
            row = row.parentWidget()
        if row is not self._made.get(self._brought):
            self._brought = ""
        if row is not now and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.bring_part(now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            anchor, inset = self._anchor()
            width = self._width()
            self._heights = [
                self._measured(self._made[key], width) if key in self._made else self._guess(key, width)
                for key in self._keys
            ]
            self._sum()
            if anchor in self._at:
                self._scroll_to(self._tops[self._at[anchor]] + inset)
        else:
            self._sum()
        self._place()
        self._keep_in_sight()
