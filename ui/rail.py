"""The left rail: where one is, where one can go, and how much waits there. Narrow windows show its icons only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from inspector.i18n import _
from ui import theme
from ui.place import BELOW, HIDDEN, MAIN, SUPERVISOR, Place
from ui.theme import tokens
from ui.widgets import paint
from ui.widgets.layout import hairline, label
from ui.widgets.pressed_by_enter import PressedByEnter

WIDE, NARROW = 196, 64


class RailButton(QAbstractButton):
    """One place of the rail."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        PressedByEnter(self)
        self._icon = place.icon
        self._count = 0
        self._narrow = False
        self._name = _(place.name)
        self.setText(self._name)
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(f"{self._name}   {place.keys}".strip())
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """How much waits there."""
        self._count = count
        self.setAccessibleName(f"{self._name} ({count})" if count else self._name)
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Icon only."""
        self._narrow = narrow
        self.update()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(44, 40)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        body = QRectF(self.rect())
        on = self.isChecked()
        if on:
            paint.chosen(painter, body, 8)
        elif self.underMouse():
            paint.rounded(painter, body, 8, look.bg)
        if self.hasFocus():
            paint.rounded(painter, body, 8, None, look.brand, 2)
        ink = look.brand if on else look.ink2
        middle = body.center().y()
        left = body.center().x() if self._narrow else 20.0
        paint.icon(painter, self._icon, ink, QPointF(left, middle), 20)
        if self._narrow:
            if self._count:
                self._badge(painter, QPointF(left + 11, middle - 10))
            painter.end()
            return
        font = theme.font(14, QFont.Weight.DemiBold if on else QFont.Weight.Medium)
        right = body.right() - 10
        if self._count:
            figures = theme.font(12, QFont.Weight.DemiBold, tabular=True)
            words = str(self._count) if self._count < 1000 else "999+"
            width = QFontMetrics(figures).horizontalAdvance(words) + 2
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            paint.text(painter, QRectF(right - width, 0, width, body.height()), words, ink, figures, align)
            right -= width + 6
        paint.text(painter, QRectF(39, 0, right - 39, body.height()), self.text(), ink, font)
        painter.end()

    def _badge(self, painter: QPainter, centre: QPointF) -> None:
        """How much waits there, at the corner of the icon."""
        look = tokens()
        font = theme.font(10, QFont.Weight.Bold, tabular=True)
        words = str(self._count) if self._count < 100 else "99+"
        width = max(15, QFontMetrics(font).horizontalAdvance(words) + 7)
        where = QRectF(min(centre.x() - 7, self.width() - width - 1), centre.y() - 7.5, width, 15)
        paint.rounded(painter, where, 7.5, look.brand)
        paint.text(painter, where, words, look.on_brand, font, Qt.AlignmentFlag.AlignCenter)


class Rail(QFrame):
    """The rail. `chosen(key)` when a place is pressed."""

    chosen = Signal(str)

    def __init__(self, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("rail", "true")
        self.setAccessibleName(_("Places"))
        self._buttons: dict[str, RailButton] = {}
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 18, 11, 14)
        whole.setSpacing(0)
        self._brand = label(_("Joint inspection"), "brand")
        self._brand.setContentsMargins(10, 0, 0, 0)
        self._sides = label(_("Police · VNPT"), "small")
        self._sides.setContentsMargins(10, 0, 0, 0)
        whole.addWidget(self._brand)
        whole.addWidget(self._sides)
        whole.addSpacing(12)
        for group in (MAIN, SUPERVISOR):
            members = [place for place in places if place.group == group]
            if group == SUPERVISOR and members:
                whole.addSpacing(10)
                whole.addWidget(hairline())
                whole.addSpacing(10)
            for place in members:
                self._add(whole, place)
        whole.addStretch(1)
        for place in places:
            if place.group == BELOW:
                self._add(whole, place)
        self.set_narrow(False)

    def _add(self, whole: QVBoxLayout, place: Place) -> None:
        if place.group == HIDDEN:
            return
        button = RailButton(place, self)
        button.clicked.connect(lambda _checked=False, key=place.key: self.chosen.emit(key))
        self._buttons[place.key] = button
        whole.addWidget(button)

    def button(self, key: str) -> RailButton | None:
        """The button of a place."""
        return self._buttons.get(key)

    def set_current(self, key: str) -> None:
        """Show where one is."""
        for known, button in self._buttons.items():
            button.setChecked(known == key)

    def set_count(self, key: str, count: int) -> None:
        """Show how much waits in a place."""
        button = self._buttons.get(key)
        if button is not None:
            button.set_count(count)

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, or icons and names."""
        self.setFixedWidth(NARROW if narrow else WIDE)
        self._brand.setVisible(not narrow)
        self._sides.setVisible(not narrow)
        for button in self._buttons.values():
            button.set_narrow(narrow)
