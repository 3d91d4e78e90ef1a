"""The photographs of an item as small pictures, and a tile to add another. A picture that is pressed opens large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from inspector.i18n import _
from ui import theme
from ui.theme import tokens
from ui.widgets import paint
from ui.widgets.layout import FlowLayout
from ui.widgets.pressed_by_enter import PressedByEnter

SIZE: Final = QSize(76, 57)
RADIUS: Final = 6.0


class Thumb(QAbstractButton):
    """One picture; grey until its bytes have come."""

    def __init__(self, sha256: str, name: str, *, warn: str = "", size: QSize = SIZE) -> None:
        super().__init__()
        PressedByEnter(self)
        self.sha256 = sha256
        self._picture = QPixmap()
        self._warn = bool(warn)
        self.setFixedSize(size)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(" · ".join(part for part in (_("Photo"), name, warn) if part))
        self.setToolTip("\n".join(part for part in (name, warn) if part))

    def show_picture(self, content: bytes) -> None:
        """Show the small picture."""
        picture = QPixmap()
        if picture.loadFromData(content):
            ratio = self.devicePixelRatioF()
            self._picture = picture.scaled(
                self.size() * ratio,
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
            self.update()

    @property
    def shows(self) -> bool:
        """Whether the picture is there."""
        return not self._picture.isNull()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), QColor(look.na_ground))
        if self.shows:
            room = self.size() * self.devicePixelRatioF()
            spare = self._picture.size() - room
            source = QRectF(spare.width() / 2, spare.height() / 2, room.width(), room.height())
            painter.drawPixmap(QRectF(self.rect()), self._picture, source)
        painter.restore()
        if self._warn:
            paint.rounded(painter, QRectF(4, 4, 20, 20), 10, look.warn_ground)
            paint.icon(painter, "warn", look.warn, QPointF(14, 14), 14)
        if self.hasFocus() or self.underMouse():
            paint.rounded(painter, QRectF(self.rect()), RADIUS, None, look.brand, 2)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: Any) -> None:
        self.update()


class AddTile(QAbstractButton):
    """A broken frame with a plus and the key, where one acts."""

    def __init__(self, keys: str = "P") -> None:
        super().__init__()
        PressedByEnter(self)
        self._keys = keys
        self.setFixedSize(SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Add a photo"))
        self.setToolTip(_("Camera, file, or drop and paste (Ctrl+V)"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = look.brand if self.hasFocus() or self.underMouse() else look.ink2
        pen = QPen(QColor(ink), 2 if self.hasFocus() else 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        middle = QRectF(self.rect()).center()
        paint.icon(painter, "photo", ink, middle + QPointF(-12 if self._keys else 0, 0), 18)
        if self._keys:
            small = theme.small(QFont.Weight.DemiBold)
            width = paint.key_width(self._keys, small)
            cap = QRectF(middle.x() + 4, middle.y() - 10, width, 20)
            paint.key_cap(painter, cap, self._keys, look.ink2, look.surface, look.line, small)
        painter.end()


class PhotoStrip(QWidget):
    """`opened(sha256)` when a picture is pressed, `wanted()` when another is; none can be added while it is disabled."""

    opened = Signal(str)
    wanted = Signal()

    def __init__(self, *, adds: bool = True, size: QSize = SIZE, keys: str = "P") -> None:
        super().__init__()
        self._size = size
        self._flow = FlowLayout(self)
        self.thumbs: dict[str, Thumb] = {}
        self.add: AddTile | None = None
        if adds:
            self.add = AddTile(keys)
            self.add.clicked.connect(self.wanted)
            self._flow.addWidget(self.add)

    def show_photos(self, photos: Sequence[tuple[str, str, str]]) -> None:
        """Show these (sha256, name, what to warn of), keeping what is shown already."""
        wanted = [sha for sha, _name, _warn in photos]
        if list(self.thumbs) == wanted:
            return
        kept, self.thumbs = self.thumbs, {}
        while self._flow.takeAt(0) is not None:
            pass
        for sha256, name, warn in photos:
            thumb = kept.pop(sha256, None)
            if thumb is None:
                thumb = Thumb(sha256, name, warn=warn, size=self._size)
                thumb.clicked.connect(lambda _checked=False, sha=sha256: self.opened.emit(sha))
            self.thumbs[sha256] = thumb
            self._flow.addWidget(thumb)
            thumb.show()
        for thumb in kept.values():
            thumb.hide()
            thumb.deleteLater()
        if self.add is not None:
            self._flow.addWidget(self.add)
        self._flow.invalidate()
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and self.add is not None:
            self.add.setVisible(self.isEnabled())

    def lacking(self) -> list[str]:
        """Pictures whose bytes have not come yet."""
        return [sha for sha, thumb in self.thumbs.items() if not thumb.shows]

    def show_pictures(self, pictures: dict[str, bytes]) -> None:
        """Fill in the small pictures."""
        for sha256, content in pictures.items():
            if sha256 in self.thumbs and not self.thumbs[sha256].shows:
                self.thumbs[sha256].show_picture(content)
