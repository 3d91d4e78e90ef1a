"""What every row of a checklist on screen is: a card that may be the current one, and that Tab walks through in order."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from ui.theme import tokens
from ui.theme_tokens import CARD_RADIUS
from ui.widgets import paint

DRAWN_ABOVE: Final = 240
PICTURES: Final = 24


class RowCard(QFrame):
    """`picked()` when a person comes here; `left(step)` when Tab goes out at its end (1) or its beginning (-1)."""

    picked = Signal()
    left = Signal(int)
    typing = Signal(object)
    """A letter is about to be typed into this field of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.current = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_current(self, current: bool) -> None:
        """Mark the row that the keys act on."""
        self.current = current
        self.update()

    def watch(self, *widgets: QWidget) -> None:
        """Coming into one of these fields makes this row the current one."""
        for widget in widgets:
            widget.installEventFilter(self)

    def reached(self) -> list[QWidget]:
        """What Tab reaches in this card, in order."""
        found = [self, *self.findChildren(QWidget)]
        return [
            one
            for one in found
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled() and one.isVisibleTo(self)
        ]

    def enter(self, step: int) -> None:
        """Tab comes in from above (1) or from below (-1)."""
        stops = self.reached()
        if stops:
            stops[0 if step > 0 else -1].setFocus(
                Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
            )

    def focusNextPrevChild(self, forward: bool) -> bool:
        stops = self.reached()
        here = QApplication.focusWidget()
        step = 1 if forward else -1
        at = stops.index(here) + step if here in stops else (0 if forward else len(stops) - 1)
        if 0 <= at < len(stops):
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            stops[at].setFocus(reason)
            return True
        self.left.emit(step)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusIn:
            self.picked.emit()
        elif (kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text()) or (
            kind == QEvent.Type.InputMethod
        ):
            self.typing.emit(watched)
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.picked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """From a picture that cards of one size share: most are of one of a few sizes."""
        painter = QPainter(self)
        if self.height() > DRAWN_ABOVE:
            self._draw(painter)
        else:
            ratio = self.devicePixelRatioF()
            alike = (tokens(), ratio, self.width(), self.height(), self.current)
            picture = _pictures.get(alike)
            if picture is None:
                picture = QPixmap(self.size() * ratio)
                picture.setDevicePixelRatio(ratio)
                picture.fill(Qt.GlobalColor.transparent)
                on_it = QPainter(picture)
                self._draw(on_it)
                on_it.end()
                if len(_pictures) >= PICTURES:
                    _pictures.clear()
                _pictures[alike] = picture
            painter.drawPixmap(0, 0, picture)
        painter.end()

    def _draw(self, painter: QPainter) -> None:
        look = tokens()
        edge, width = (look.brand, 2) if self.current else (look.line, 1)
        paint.rounded(painter, QRectF(self.rect()), CARD_RADIUS, look.surface, edge, width)


_pictures: dict[tuple[object, ...], QPixmap] = {}
