"""Large segments of which one is chosen: pass, fail, not applicable, each with its sign and its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.theme import tokens
from ui.theme_tokens import CONTROL_RADIUS, Tokens, mixed
from ui.widgets import paint

HEIGHT = 42
_ICON = 16
_PAD = 16


@dataclass(frozen=True)
class Segment:
    """One choice: its key in data, its words, tone, sign and the key that chooses it."""

    key: str
    text: str
    tone: str = "brand"
    sign: str | None = None
    keys: str = ""


class Segments(QWidget):
    """Segments in one row. `chosen(key)` when a person chooses; pressing the chosen one again takes it back."""

    chosen = Signal(str)
    cleared = Signal()

    def __init__(self, choices: Sequence[Segment], *, label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(label)
        self._buttons: dict[str, SegmentButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for index, choice in enumerate(choices):
            place = ("only" if len(choices) == 1 else "first") if index == 0 else "middle"
            if index and index == len(choices) - 1:
                place = "last"
            button = SegmentButton(choice, place, self)
            button.clicked.connect(lambda _checked=False, key=choice.key: self._on_clicked(key))
            self._buttons[choice.key] = button
            row.addWidget(button)
        row.addStretch(1)
        self._show_focus()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def value(self) -> str | None:
        """The chosen key."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), None)

    def set_value(self, key: str | None) -> None:
        """Show a choice without announcing it."""
        for known, button in self._buttons.items():
            button.setChecked(known == key)
        self._show_focus()

    def choose(self, key: str) -> None:
        """Choose as a person does."""
        self.set_value(key)
        self.chosen.emit(key)

    def show_keys(self, shown: bool) -> None:
        """Show the key caps (of the current question) or not."""
        for button in self._buttons.values():
            button.set_keys_shown(shown)

    def button(self, key: str) -> SegmentButton:
        """The button of a choice."""
        return self._buttons[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        keys = list(self._buttons)
        focused = next((key for key, button in self._buttons.items() if button.hasFocus()), None)
        if step and focused is not None:
            target = keys[(keys.index(focused) + step) % len(keys)]
            self._buttons[target].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)

    def _on_clicked(self, key: str) -> None:
        if self._buttons[key].isChecked():
            self.choose(key)
        else:
            self.set_value(None)
            self.cleared.emit()

    def _show_focus(self) -> None:
        """Tab reaches the chosen segment, or the first; arrows go between them."""
        reached = self.value or next(iter(self._buttons), None)
        for key, button in self._buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if key == reached else Qt.FocusPolicy.ClickFocus)


class SegmentButton(QAbstractButton):
    """One segment; paints itself."""

    def __init__(self, choice: Segment, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice, self._place = choice, place
        self._keys_shown = bool(choice.keys)
        self.setText(choice.text)
        self.setAccessibleName(choice.text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_keys_shown(self, shown: bool) -> None:
        """Show the key cap or leave it out."""
        if shown != self._keys_shown:
            self._keys_shown = shown and bool(self._choice.keys)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for sign, words and key."""
        width = self._text_width() + 2 * _PAD + 1
        if self._choice.sign:
            width += _ICON + 6
        if self._keys_shown:
            width += 8 + paint.key_width(self._choice.keys, theme.small(QFont.Weight.DemiBold))
        return QSize(width, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are the row's: a button alone would give them to the next control, as Tab does."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """From a picture that all segments of the same look and state share: a form shows a dozen of each."""
        look, ratio = tokens(), self.devicePixelRatioF()
        state = (self.isChecked(), self.isEnabled(), self.underMouse(), self.hasFocus(), self._keys_shown)
        alike = (look, ratio, self._choice, self._place, self.text(), self.width(), self.height(), state)
        picture = _pictures.get(alike)
        if picture is None:
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            self._draw(QPainter(picture), look)
            if len(_pictures) >= PICTURES:
                _pictures.clear()
            _pictures[alike] = picture
        painter = QPainter(self)
        painter.drawPixmap(0, 0, picture)
        painter.end()

    def _draw(self, painter: QPainter, look: Tokens) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = self._choice.tone
        on = self.isChecked()
        ink = look.solid_ink_of(tone) if on else look.ink2
        if not self.isEnabled() and not on:
            ink = look.ink3
        fill = look.ink_of(tone) if on else (look.na_ground if self.underMouse() and self.isEnabled() else look.surface)
        edge = look.ink_of(tone) if on else mixed(look.line, look.ink3, 0.15)
        shape = self._shape()
        painter.fillPath(shape, QColor(fill))
        painter.strokePath(shape, QPen(QColor(edge), 1))
        left = float(_PAD)
        middle = self.height() / 2
        if self._choice.sign:
            paint.icon(painter, self._choice.sign, ink, QPointF(left + _ICON / 2, middle), _ICON)
            left += _ICON + 6
        width = self._text_width() + 1
        paint.text(painter, QRectF(left, 0, width, self.height()), self.text(), ink, self._font())
        left += width + 8
        if self._keys_shown:
            small = theme.small(QFont.Weight.DemiBold)
            cap = QRectF(left, middle - 10, paint.key_width(self._choice.keys, small), 20)
            cap_ink, cap_fill, cap_edge = (ink, fill, ink) if on else (look.ink2, look.surface, look.line)
            paint.key_cap(painter, cap, self._choice.keys, cap_ink, cap_fill, cap_edge, small)
        if self.hasFocus():
            inner = QRectF(self.rect()).adjusted(3, 3, -3, -3)
            paint.rounded(painter, inner, CONTROL_RADIUS - 3, None, ink if on else look.brand, 2)
        painter.end()

    def _shape(self) -> QPainterPath:
        return _outline(self._place, self.width(), self.height())

    def _text_width(self) -> int:
        # as wide as when chosen, so that choosing moves nothing
        return _width(self.text())

    def _font(self) -> QFont:
        return theme.font(weight=QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium)


PICTURES: Final = 512
_pictures: dict[tuple[object, ...], QPixmap] = {}


@lru_cache(maxsize=512)
def _width(text: str) -> int:
    return QFontMetrics(theme.font(weight=QFont.Weight.DemiBold)).horizontalAdvance(text)


@lru_cache(maxsize=512)
def _outline(place: str, width: int, height: int) -> QPainterPath:
    """A segment's outline: round where the row ends."""
    body = QRectF(0, 0, width, height).adjusted(0.5 if place in ("first", "only") else -0.5, 0.5, -0.5, -0.5)
    path = QPainterPath()
    radius = float(CONTROL_RADIUS)
    path.addRoundedRect(body, radius, radius)
    if place not in ("first", "only"):
        path = path.united(_box(QRectF(body.left(), body.top(), radius * 2, body.height())))
    if place not in ("last", "only"):
        path = path.united(_box(QRectF(body.right() - radius * 2, body.top(), radius * 2, body.height())))
    return path.simplified()


def _box(rect: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRect(rect)
    return path
