"""Chips: a short state with its colour and its shape, and chips that filter a list."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ui import theme
from ui.theme import tokens
from ui.theme_tokens import CHIP_HEIGHT, CONTROL_HEIGHT
from ui.widgets import paint
from ui.widgets.pressed_by_enter import PressedByEnter

SEMIBOLD = QFont.Weight.DemiBold
CHOSEN_EDGE = 1.6
_PAD = 10
_ICON = 14
_LINE = 16
_LINES = 3
"""A chip that folds takes up to so many lines of so many pixels."""
_NARROWEST = 160


def chip_width(words: str, sign: str | None) -> int:
    """Width of a chip."""
    return _words_width(words) + 2 * _PAD + (_ICON + 4 if sign else 0) + 1


@lru_cache(maxsize=2048)
def _words_width(words: str) -> int:
    return QFontMetrics(theme.small(SEMIBOLD)).horizontalAdvance(words)


def paint_chip(
    painter: QPainter, rect: QRectF, words: str, tone: str, sign: str | None, *, square: bool = False
) -> None:
    """A chip in `rect`, with a line for each line of its words; delegates of tables use this too."""
    look = tokens()
    ink = look.ink_of(tone)
    paint.rounded(painter, rect, 6 if square else CHIP_HEIGHT / 2, look.ground_of(tone))
    left = rect.left() + _PAD
    if sign:
        paint.icon(painter, sign, ink, QPointF(left + _ICON / 2, rect.center().y()), _ICON)
        left += _ICON + 4
    lines = words.split("\n")
    room = QRectF(left, rect.top(), rect.right() - left - 6, rect.height() - _LINE * (len(lines) - 1))
    for at, line in enumerate(lines):
        paint.text(painter, room.translated(0, at * _LINE), line, ink, theme.small(SEMIBOLD))


class Chip(QWidget):
    """A state in one or two words. Tones: pass, fail, warn, na, brand, plain; `sign` is an icon's name."""

    def __init__(
        self,
        text: str = "",
        tone: str = "plain",
        sign: str | None = None,
        *,
        square: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._square, self._tone = square, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.say(text, tone, sign)

    def say(self, text: str, tone: str | None = None, sign: str | None = None) -> None:
        """Show another state."""
        self._text = text
        self._tone = tone or self._tone
        self._sign = sign
        self.setAccessibleName(text)
        self.setFixedSize(chip_width(text, sign), CHIP_HEIGHT)
        self.update()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    @property
    def tone(self) -> str:
        """Its tone."""
        return self._tone

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self._text, self._tone, self._sign, square=self._square)
        painter.end()


class ChipButton(QAbstractButton):
    """
    A chip that is pressed: a filter, a phrase, a choice. Checkable if asked; with a menu it shows an arrow. One that
    `folds` takes more lines where a line is too narrow for its words.
    """

    def __init__(
        self,
        text: str,
        tone: str = "plain",
        sign: str | None = None,
        *,
        checkable: bool = False,
        keys: str = "",
        folds: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        PressedByEnter(self)
        self._tone, self._sign, self._keys = tone, sign, keys
        self._keys_shown = True
        self._chosen = False
        self._menu: QMenu | None = None
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(checkable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if folds:
            policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(folds)
        self.setSizePolicy(policy)

    def say(self, text: str, tone: str | None = None, sign: str | None = None) -> None:
        """Show another text."""
        self.setText(text)
        self.setAccessibleName(text)
        self._tone = tone or self._tone
        self._sign = sign or self._sign
        self.updateGeometry()
        self.update()

    def show_keys(self, shown: bool) -> None:
        """Show the key that presses it, or not."""
        if shown != self._keys_shown:
            self._keys_shown = shown
            self.updateGeometry()
            self.update()

    def _keys_width(self) -> int:
        shown = self._keys and self._keys_shown
        return paint.key_width(self._keys, theme.small(SEMIBOLD)) + 2 if shown else 0

    def set_menu(self, menu: QMenu) -> None:
        """Open this menu when pressed."""
        self._menu = menu
        self.clicked.connect(self._open)
        self.updateGeometry()

    def _open(self) -> None:
        if self._menu is not None:
            self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def is_chosen(self) -> bool:
        """Whether it is on, which an edge shows besides the colour."""
        return self._chosen or self.isChecked()

    def mark_chosen(self, chosen: bool) -> None:
        """Show that this one of several is on, where a press goes elsewhere and checks nothing."""
        self._chosen = chosen
        self.update()

    def _beside(self) -> int:
        """What stands beside the words, but for the sign before them."""
        return (18 if self._menu else 0) + self._keys_width()

    def sizeHint(self) -> QSize:
        """A chip of 26 px inside a target of 40 px."""
        return QSize(chip_width(self.text(), self._sign) + self._beside(), CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same: chips do not shrink, but for those that fold."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), _NARROWEST), hint.height()) if self.hasHeightForWidth() else hint

    def heightForWidth(self, width: int) -> int:
        """So many lines as its words need."""
        return CONTROL_HEIGHT + _LINE * (len(self._folded(width)) - 1)

    def _folded(self, width: int) -> tuple[str, ...]:
        room = width - chip_width("", self._sign) - self._beside()
        return paint.lines(self.text(), theme.small(SEMIBOLD), max(room, 1), _LINES)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        around = (CONTROL_HEIGHT - CHIP_HEIGHT) / 2
        body = QRectF(self.rect()).adjusted(0, around, 0, -around)
        tone = "brand" if self.isChecked() else self._tone
        if not self.isEnabled():
            tone = "na"
        words = "\n".join(self._folded(self.width())) if self.hasHeightForWidth() else self.text()
        paint_chip(painter, body, words, tone, self._sign)
        if self._keys and self._keys_shown:
            small = theme.small(SEMIBOLD)
            width = paint.key_width(self._keys, small)
            cap = QRectF(body.right() - width - (22 if self._menu else 5), body.center().y() - 9, width, 18)
            paint.key_cap(painter, cap, self._keys, look.ink2, look.surface, look.line, small)
        if self._menu is not None:
            paint.icon(painter, "chevron-down", look.ink_of(tone), QPointF(body.right() - 14, body.center().y()), 14)
        if self.is_chosen():
            inset = 3 if self.hasFocus() else 0
            edge = body.adjusted(inset, 0, -inset, 0)
            paint.rounded(painter, edge, CHIP_HEIGHT / 2, None, look.ink_of(tone), CHOSEN_EDGE)
        if self.hasFocus():
            edge = body.adjusted(0, -3, 0, 3) if self.is_chosen() else body
            paint.rounded(painter, edge, min(edge.height(), CONTROL_HEIGHT) / 2, None, look.brand, 2)
        elif self.underMouse() and self.isEnabled():
            paint.rounded(painter, body, CHIP_HEIGHT / 2, None, look.ink_of(tone), 1)
        painter.end()


class FilterChip(ChipButton):
    """One filter of a list: shows what is chosen, offers the choices in a menu. `chosen(key)` when changed."""

    chosen = Signal(object)

    def __init__(self, label: str, choices: list[tuple[object, str]], parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self._label = label
        self._value: object = None
        self._filled = QMenu(self)
        self._filled.setAccessibleName(label)
        self.set_menu(self._filled)
        self.set_choices(choices)

    @property
    def value(self) -> object:
        """The chosen key; None when all are shown."""
        return self._value

    def is_chosen(self) -> bool:
        """Whether it leaves something out."""
        return self._value is not None

    def set_choices(self, choices: list[tuple[object, str]]) -> None:
        """Offer other choices; the first line always shows all."""
        self._filled.clear()
        self._texts = dict(choices)
        for key, text in [(None, self._label), *choices]:
            action = QAction(text, self._filled)
            action.setCheckable(True)
            action.setChecked(key == self._value)
            action.triggered.connect(lambda _checked=False, key=key: self.choose(key))
            self._filled.addAction(action)
        if self._value in self._texts:
            self.say(self._texts[self._value], "brand")

    def choose(self, key: object) -> None:
        """Choose a key, or None for all."""
        self._value = key
        self.say(self._texts.get(key, self._label), "plain" if key is None else "brand")
        for action, known in zip(self._filled.actions(), [None, *self._texts], strict=True):
            action.setChecked(known == key)
        self.chosen.emit(key)
