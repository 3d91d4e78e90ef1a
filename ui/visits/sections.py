"""The sections of a checklist with how many of their items are answered."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.i18n import _
from ui import theme
from ui.form.tally import Section
from ui.theme import tokens
from ui.theme_tokens import CONTROL_RADIUS
from ui.widgets import paint
from ui.widgets.keeps_keys import KeepsKeys
from ui.widgets.layout import Card

_ROLE = Qt.ItemDataRole.UserRole


class Sections(Card):
    """`chosen(section)` when a person wants to go there."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(padding=8)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Sections"))
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.itemClicked.connect(lambda item: self.chosen.emit(item.data(_ROLE).name))
        self.list.itemActivated.connect(lambda item: self.chosen.emit(item.data(_ROLE).name))
        KeepsKeys(self.list)
        self.body.addWidget(self.list)
        self.shown: tuple[Section, ...] = ()

    def show_sections(self, found: tuple[Section, ...]) -> None:
        """Show how far each section is."""
        if found == self.shown:
            return
        if [one.name for one in found] != [one.name for one in self.shown]:
            self.list.clear()
            for _one in found:
                self.list.addItem(QListWidgetItem())
        self.shown = found
        for at, one in enumerate(found):
            item = self.list.item(at)
            if item.data(_ROLE) != one:
                item.setData(_ROLE, one)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.name} {one.done}/{one.total}")

    def set_current(self, section: str) -> None:
        """Mark where the person is."""
        at = next((at for at, one in enumerate(self.shown) if one.name == section), -1)
        if at >= 0 and at != self.list.currentRow():
            self.list.setCurrentRow(at)


class _Lines(QStyledItemDelegate):
    """Sign, name over as many lines as it needs, count at the right."""

    _LEFT, _RIGHT, _PAD = 30, 12, 10

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListWidget) else option.rect.width()
        return QSize(width, max(40, self._text_height(index.data(_ROLE), width) + 12))

    def _room(self, one: Section, width: int) -> int:
        count = QFontMetrics(theme.small(QFont.Weight.DemiBold)).horizontalAdvance(f"{one.done}/{one.total}")
        return max(40, width - self._LEFT - count - self._RIGHT - 8)

    def _text_height(self, one: Section | None, width: int) -> int:
        if one is None:
            return 20
        metrics = QFontMetrics(theme.font(13, QFont.Weight.DemiBold))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        return metrics.boundingRect(QRect(0, 0, self._room(one, width), 1000), flags, one.name or "–").height()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        one: Section | None = index.data(_ROLE)
        if one is None:
            return
        look, rect = tokens(), QRectF(option.rect)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            paint.chosen(painter, rect, CONTROL_RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.rounded(painter, rect, CONTROL_RADIUS, None, look.brand, 2)
        sign, tone = one.sign
        middle = rect.center().y()
        paint.icon(painter, sign, look.ink_of(tone), QPointF(rect.left() + 16, middle), 14)
        font = theme.font(13, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(look.brand if chosen else look.ink)
        room = self._room(one, option.rect.width())
        text = QRectF(rect.left() + self._LEFT, rect.top(), room, rect.height())
        painter.drawText(text, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter, one.name or "–")
        right = QRectF(rect.left(), rect.top(), rect.width() - self._RIGHT, rect.height())
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        paint.text(painter, right, f"{one.done}/{one.total}", look.ink2, theme.small(QFont.Weight.DemiBold), align)
        painter.restore()
