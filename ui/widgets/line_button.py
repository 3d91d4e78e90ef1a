"""
A line that is pressed: what it is, a smaller line below, chips on the right; chips that find no room are said below.
Rows of short lists are made of these.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.models.columns import Mark
from ui.theme import tokens
from ui.theme_tokens import CHIP_HEIGHT
from ui.widgets import paint
from ui.widgets.chip import chip_width, paint_chip

HEIGHT = 48


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
        self._below, self._marks, self._icon = below, tuple(marks), icon
        self.setText(title)
        self.setAccessibleName(", ".join(part for part in (title, below, *(mark.text for mark in marks)) if part))
        self.setToolTip("\n".join(part for part in (title, below) if part))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, below: str, marks: Sequence[Mark] | None = None) -> None:
        """Show another smaller line, and other chips."""
        self._below = below
        self._marks = self._marks if marks is None else tuple(marks)
        words = (self.text(), below, *(mark.text for mark in self._marks))
        self.setAccessibleName(", ".join(part for part in words if part))
        self.update()

    def sizeHint(self) -> QSize:
        """One line with its smaller one."""
        return QSize(200, HEIGHT)

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
        strong = theme.font(weight=QFont.Weight.DemiBold)
        least = left + min(150.0, QFontMetrics(strong).horizontalAdvance(self.text()))
        right = body.right() - 8
        left_out = list(self._marks)
        for mark in reversed(self._marks):
            width = chip_width(mark.text, mark.sign)
            if right - width < least:
                break
            left_out.pop()
            where = QRectF(right - width, body.center().y() - CHIP_HEIGHT / 2, width, CHIP_HEIGHT)
            paint_chip(painter, where, mark.text, mark.tone, mark.sign)
            right -= width + 6
        high = QFontMetrics(strong).height()
        if self._below:
            paint.text(painter, QRectF(left, body.top() + 5, right - left, high), self.text(), look.ink, strong)
            below = QRectF(left, body.top() + 6 + high, right - left, 17)
            for mark in left_out:
                words = f"{mark.text} · "
                paint.text(painter, below, words, look.ink_of(mark.tone), theme.small(QFont.Weight.DemiBold))
                below.setLeft(below.left() + QFontMetrics(theme.small(QFont.Weight.DemiBold)).horizontalAdvance(words))
            paint.text(painter, below, self._below, look.ink2, theme.small())
        else:
            paint.text(painter, QRectF(left, body.top(), right - left, body.height()), self.text(), look.ink, strong)
        painter.end()
