"""The bar at the top: search, scan, whether all is saved, and who works here for which side."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from inspector.i18n import _, ngettext
from ui import theme
from ui.models.columns import clock
from ui.theme import tokens
from ui.theme_tokens import mixed
from ui.widgets import paint
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.layout import label
from ui.widgets.pressed_by_enter import PressedByEnter

PASSING_MS: Final = 4000
"""So long is said what is said in passing."""


class SearchBox(QAbstractButton):
    """Looks like a field, opens the palette."""

    def __init__(self, text: str, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        PressedByEnter(self)
        self.setText(text)
        self._keys = keys
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(440)
        self.setMinimumWidth(150)

    def sizeHint(self) -> QSize:
        """A control's height, as wide as it may."""
        return QSize(440, 40)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        body = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        edge = look.brand if self.hasFocus() else mixed(look.line, look.ink3, 0.5 if self.underMouse() else 0.15)
        paint.rounded(painter, body, 8, look.bg, edge, 2 if self.hasFocus() else 1)
        paint.icon(painter, "search", look.ink3, QPointF(20, body.center().y()), 18)
        small = theme.small(QFont.Weight.DemiBold)
        width = paint.key_width(self._keys, small)
        cap = QRectF(body.right() - width - 10, body.center().y() - 10, width, 20)
        paint.key_cap(painter, cap, self._keys, look.ink2, look.surface, look.line, small)
        paint.text(painter, QRectF(36, 0, cap.left() - 44, self.height()), self.text(), look.ink3, theme.font())
        painter.end()


class SavedMark(QAbstractButton):
    """ "Saved 14:03:22", always in sight; when something is not saved it says so, and pressing it tries again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        PressedByEnter(self)
        self._tone, self._sign = "pass", "check"
        self._kept: tuple[str, str, str, str] | None = None
        self._passing = QTimer(self)
        self._passing.setSingleShot(True)
        self._passing.setInterval(PASSING_MS)
        self._passing.timeout.connect(self._again)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def saved(self, at: datetime) -> None:
        """All is on disk."""
        self._say(_("Saved {time}").format(time=clock(at)), "pass", "check", "")

    def unsaved(self, count: int, why: str) -> None:
        """So many writes wait."""
        words = ngettext("{n} change not saved", "{n} changes not saved", count)
        self._say(words, "fail", "warn", _("{why} It is tried again by itself; press to try now.").format(why=why))

    def say_in_passing(self, words: str) -> None:
        """Something small, in the place of what is saved for a moment; what is not saved stays in sight."""
        if self._kept is not None and self._kept[1] == "fail":
            return
        self._show(words, "na", "info", "")
        self._passing.start()

    def _say(self, text: str, tone: str, sign: str, tip: str) -> None:
        self._kept = (text, tone, sign, tip)
        if tone == "fail" or not self._passing.isActive():
            self._again()

    def _again(self) -> None:
        self._passing.stop()
        if self._kept is not None:
            self._show(*self._kept)
        else:
            self.hide()

    def _show(self, text: str, tone: str, sign: str, tip: str) -> None:
        self._tone, self._sign = tone, sign
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.show()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(QFontMetrics(self._font()).horizontalAdvance(self.text()) + 26, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = tokens().ink_of(self._tone)
        paint.icon(painter, self._sign, ink, QPointF(9, self.height() / 2), 16)
        paint.text(painter, QRectF(22, 0, self.width() - 22, self.height()), self.text(), ink, self._font())
        if self.hasFocus():
            paint.rounded(painter, QRectF(self.rect()).adjusted(0, 4, 0, -4), 6, None, tokens().brand, 2)
        painter.end()

    def _font(self) -> QFont:
        return theme.font(13, QFont.Weight.Medium, tabular=True)


class TopBar(QFrame):
    """The bar. `search_pressed`, `scan_pressed`, `retry_pressed`, `person_pressed`."""

    search_pressed = Signal()
    scan_pressed = Signal()
    retry_pressed = Signal()
    person_pressed = Signal()

    def __init__(self, menu: QMenu | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "top")
        self.setFixedHeight(56)
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 0, 12, 0)
        line.setSpacing(12)
        self.search = SearchBox(_("Find a site, a visit, a command…"), "Ctrl+K")
        self.search.clicked.connect(self.search_pressed)
        self.scan = Button(_("Scan"), icon="scan", keys="F2")
        self.scan.clicked.connect(self.scan_pressed)
        self.saved = SavedMark()
        self.saved.clicked.connect(self.retry_pressed)
        self.side = Chip("", "brand", square=True)
        self.side.hide()
        self.person = label("", "person")
        line.addWidget(self.search, 4)
        line.addWidget(self.scan)
        line.addStretch(1)
        line.addWidget(self.saved)
        line.addWidget(self.side)
        line.addWidget(self.person)
        self.more = Button("", kind="quiet", icon="menu", tip=_("Menu"))
        if menu is not None:
            self.more.clicked.connect(lambda: menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft())))
            line.addWidget(self.more)

    def set_person(self, name: str, side: str) -> None:
        """Who works here, for which side (already in words)."""
        self.person.setText(name)
        self.side.setVisible(bool(side))
        if side:
            self.side.say(side)
