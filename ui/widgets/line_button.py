"""
A line that is pressed: what it is, a smaller line below, chips on the right; chips that would cut what it is are said
below. What is too long for one line takes another one. Rows of short lists are made of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.models.columns import Mark
from ui.theme import tokens
from ui.theme_tokens import CHIP_HEIGHT
from ui.widgets import paint
from ui.widgets.chip import chip_width, paint_chip
from ui.widgets.pressed_by_enter import PressedByEnter

HEIGHT: Final = 48
SMALLER: Final = 17
"""Height of a smaller line."""
MOST: Final = 3
"""Words that are longer than so many lines end in an ellipsis."""
LEAST: Final = 150
"""Words on two lines have at least so much room beside chips."""


@dataclass(frozen=True)
class Arranged:
    """What stands where at one width: the lines of the title and of what is below it, chips beside them and below."""

    title: tuple[str, ...]
    below: tuple[str, ...]
    beside: int
    """So many chips, the last ones, stand on the right."""
    height: int


class LineButton(QAbstractButton):
    """One line; the whole of it is pressed."""

    def __init__(
        self,
        title: str,
        below: str = "",
        marks: Sequence[Mark] = (),
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        PressedByEnter(self)
        self._below, self._marks, self._icon = below, tuple(marks), icon
        self.setText(title)
        self.setAccessibleName(", ".join(part for part in (title, below, *(mark.text for mark in marks)) if part))
        self.setToolTip("\n".join(part for part in (title, below) if part))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._arranged: dict[int, Arranged] = {}

    def say(self, below: str, marks: Sequence[Mark] | None = None) -> None:
        """Show another smaller line, and other chips."""
        self._below = below
        self._marks = self._marks if marks is None else tuple(marks)
        words = (self.text(), below, *(mark.text for mark in self._marks))
        self.setAccessibleName(", ".join(part for part in words if part))
        self.setToolTip("\n".join(part for part in (self.text(), below) if part))
        self._arranged.clear()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One line with its smaller one."""
        return QSize(200, HEIGHT)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.arranged(width).height

    def arranged(self, width: int) -> Arranged:
        """What stands where at a width."""
        if width not in self._arranged:
            self._arranged[width] = self._arrange(width)
        return self._arranged[width]

    def _arrange(self, width: int) -> Arranged:
        strong, small = theme.font(weight=QFont.Weight.DemiBold), theme.small()
        metrics, title = QFontMetrics(strong), self.text()
        room = width - 18 - (30 if self._icon else 0)
        left = [float(room)]
        for mark in reversed(self._marks):
            left.append(left[-1] - chip_width(mark.text, mark.sign) - 6)
        wanted = metrics.horizontalAdvance(title)
        beside = next((n for n in reversed(range(len(left))) if wanted <= left[n]), None)
        lines: tuple[str, ...] = (title,)
        if beside is None:
            for beside in reversed(range(len(left))):
                lines = paint.lines(title, strong, left[beside], MOST if beside == 0 else 2)
                if left[beside] >= LEAST and metrics.horizontalAdvance(lines[-1]) <= left[beside]:
                    break
        assert beside is not None
        below: tuple[str, ...] = ()
        if self._below or beside < len(self._marks):
            bold = QFontMetrics(theme.small(QFont.Weight.DemiBold))
            said = sum(bold.horizontalAdvance(words) for words, _tone in self._said_below(beside))
            below = paint.folded(self._below, small, left[beside] - said)
            if below[1]:
                below = (below[0], *paint.lines(below[1], small, left[beside], MOST - 1))
            else:
                below = below[:1]
        more = (len(lines) - 1) * metrics.height() + max(0, len(below) - 1) * SMALLER
        return Arranged(lines, below, beside, HEIGHT + more)

    def _said_below(self, beside: int) -> list[tuple[str, str]]:
        """The chips that find no room on the right, as words and tone."""
        out = self._marks[: len(self._marks) - beside]
        return [(mark.text if mark is out[-1] and not self._below else f"{mark.text} · ", mark.tone) for mark in out]

    def minimumSizeHint(self) -> QSize:
        """Narrow windows shorten the words."""
        return QSize(120, HEIGHT)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse() or self.isDown():
            paint.rounded(painter, body, 8, look.bg)
        if self.hasFocus():
            paint.rounded(painter, body, 8, None, look.brand, 2)
        left = body.left() + 8
        if self._icon:
            paint.icon(painter, self._icon, look.ink2, QPointF(left + 10, body.center().y()), 20)
            left += 30
        strong, bold = theme.font(weight=QFont.Weight.DemiBold), theme.small(QFont.Weight.DemiBold)
        shown = self.arranged(self.width())
        right = body.right() - 8
        for mark in reversed(self._marks[len(self._marks) - shown.beside :]):
            width = chip_width(mark.text, mark.sign)
            where = QRectF(right - width, body.center().y() - CHIP_HEIGHT / 2, width, CHIP_HEIGHT)
            paint_chip(painter, where, mark.text, mark.tone, mark.sign)
            right -= width + 6
        high = QFontMetrics(strong).height()
        top = body.top() + 5 if shown.below else body.center().y() - high * len(shown.title) / 2
        for words in shown.title:
            paint.text(painter, QRectF(left, top, right - left, high), words, look.ink, strong)
            top += high
        below = QRectF(left, top + 1, right - left, SMALLER)
        for words, tone in self._said_below(shown.beside):
            paint.text(painter, below, words, look.ink_of(tone), bold)
            below.setLeft(below.left() + QFontMetrics(bold).horizontalAdvance(words))
        for words in shown.below:
            paint.text(painter, below, words, look.ink2, theme.small())
            below = QRectF(left, below.bottom(), right - left, SMALLER)
        painter.end()
