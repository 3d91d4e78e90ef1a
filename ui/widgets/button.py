"""Buttons: primary, plain, quiet and danger; the key that presses them is shown on them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui import theme
from ui.theme import tokens
from ui.theme_tokens import CONTROL_HEIGHT, CONTROL_RADIUS, Tokens, mixed
from ui.widgets import paint
from ui.widgets.pressed_by_enter import PressedByEnter

_ICON = 18
_GAP = 8


class Button(QPushButton):
    """A button of 40 px that paints itself. Kinds: primary, plain, quiet, danger. `keys` is shown, not bound."""

    def __init__(
        self,
        text: str = "",
        *,
        kind: str = "plain",
        icon: str | None = None,
        keys: str = "",
        tip: str = "",
        trailing: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        PressedByEnter(self)
        self._kind, self._icon_name, self._keys, self._trailing = kind, icon, keys, trailing
        self.setAccessibleName(text or tip)
        if tip:
            self.setToolTip(tip)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    def say(self, text: str, *, icon: str | None = None) -> None:
        """Show another text; the key stays bound (Qt takes it away with the text)."""
        bound = self.shortcut()
        self.setText(text)
        self.setShortcut(bound)
        self.setAccessibleName(text)
        if icon:
            self._icon_name = icon
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """At least a square of 40 px."""
        parts = []
        if self._icon_name:
            parts.append(_ICON)
        if self.text():
            parts.append(QFontMetrics(self._font()).horizontalAdvance(self.text().replace("&", "")) + 1)
        if self._keys:
            parts.append(paint.key_width(self._keys, theme.small(QFont.Weight.DemiBold)))
        if self.menu() is not None:
            parts.append(14)
        pad = 10 if self._icon_name and len(parts) == 1 else 15
        width = sum(parts) + _GAP * max(0, len(parts) - 1) + 2 * pad
        return QSize(max(CONTROL_HEIGHT, width), CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same: words on a button are never cut."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        ink, fill, edge = self._colours(look)
        body = QRectF(self.rect())
        if self.hasFocus():
            if self._kind in ("primary", "danger"):
                paint.rounded(painter, body, CONTROL_RADIUS + 1, None, look.ink, 2)
                body = body.adjusted(3, 3, -3, -3)
                paint.rounded(painter, body, CONTROL_RADIUS - 1, fill)
            else:
                paint.rounded(painter, body, CONTROL_RADIUS, fill, look.brand, 2)
        else:
            paint.rounded(painter, body, CONTROL_RADIUS, fill, edge)
        self._contents(painter, look, ink)
        painter.end()

    def _contents(self, painter: QPainter, look: Tokens, ink: str) -> None:
        hint = self.sizeHint().width()
        pad = 10 if not self.text() and not self._keys else 15
        left = (self.width() - hint) / 2 + pad
        middle = self.height() / 2
        if hint == CONTROL_HEIGHT and not self.text() and self._icon_name:
            left = (self.width() - _ICON) / 2

        def draw_icon() -> None:
            nonlocal left
            if self._icon_name:
                paint.icon(painter, self._icon_name, ink, QPointF(left + _ICON / 2, middle), _ICON)
                left += _ICON + _GAP

        if not self._trailing:
            draw_icon()
        if self.text():
            words = self.text().replace("&", "")
            width = QFontMetrics(self._font()).horizontalAdvance(words) + 1
            paint.text(painter, QRectF(left, 0, width, self.height()), words, ink, self._font())
            left += width + _GAP
        if self._trailing:
            draw_icon()
        if self._keys:
            small = theme.small(QFont.Weight.DemiBold)
            width = paint.key_width(self._keys, small)
            cap = QRectF(left, middle - 10, width, 20)
            if not self.isEnabled():
                paint.key_cap(painter, cap, self._keys, ink, look.na_ground, ink, small)
            elif self._kind == "primary":
                paint.key_cap(painter, cap, self._keys, look.brand, look.surface, look.brand_ground, small)
            else:
                paint.key_cap(painter, cap, self._keys, look.ink2, look.surface, look.line, small)
            left += width + _GAP
        if self.menu() is not None:
            paint.icon(painter, "chevron-down", ink, QPointF(left + 7, middle), 14)

    def _font(self) -> QFont:
        return theme.font(weight=QFont.Weight.DemiBold)

    def _colours(self, look: Tokens) -> tuple[str, str | None, str | None]:
        if not self.isEnabled():
            return look.ink3, look.na_ground, None
        over = self.underMouse() or self.isDown()
        if self._kind == "primary":
            return look.on_brand, mixed(look.brand, look.ink, 0.18 if over else 0.0), None
        if self._kind == "danger":
            return look.on_solid, mixed(look.failed, look.ink, 0.18 if over else 0.0), None
        if self._kind == "quiet":
            return (look.brand, look.brand_ground, None) if over or self.isChecked() else (look.ink2, None, None)
        return look.ink, mixed(look.surface, look.na_ground, 1.0 if over else 0.0), mixed(look.line, look.ink3, 0.15)
