"""Ctrl+K: one box that finds places, sites, visits and commands, with or without marks typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QFont, QFontMetrics, QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from inspector.i18n import _
from inspector.text import fold
from ui import theme
from ui.theme import tokens
from ui.widgets import on_screen, paint
from ui.widgets.layout import label
from ui.widgets.search_field import SearchField

_FOUND: Final = Qt.ItemDataRole.UserRole + 1
ROW: Final = 48


@dataclass(frozen=True)
class Found:
    """One thing that was found: what it is, what it is called, what to do when it is chosen."""

    kind: str
    title: str
    run: Callable[[], object]
    subtitle: str = ""
    icon: str = "arrow-right"
    keys: str = ""


Take = Callable[[Sequence[Found]], None]
Provider = Callable[[str, Take], object]
"""Given the typed text, calls back with what it found, now or later, on the UI thread."""


def matching(query: str, candidates: Sequence[Found]) -> list[Found]:
    """Those whose words contain every typed word, best first; marks and case do not matter."""
    wanted = fold(query).split()
    scored = []
    for order, found in enumerate(candidates):
        title = fold(f"{found.title} {found.subtitle}")
        if all(word in title for word in wanted):
            starts = sum(any(part.startswith(word) for part in title.split()) for word in wanted)
            scored.append((-starts, order, found))
    return [found for _starts, _order, found in sorted(scored, key=lambda line: line[:2])]


class Palette(QDialog):
    """The box and what it found, grouped as the providers are ordered."""

    def __init__(self, providers: Sequence[Provider], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("popup", "true")
        self.setAccessibleName(_("Search"))
        self._providers = list(providers)
        self._results: dict[int, Sequence[Found]] = {}
        self._turn = 0
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, 8)
        whole.setSpacing(6)
        self.field = SearchField(_("Find a site, a visit, a command…"), keys="Esc")
        self.field.installEventFilter(self)
        whole.addWidget(self.field)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Found"))
        self.list.setItemDelegate(_FoundDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFocusProxy(self.field)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)  # what is said on two lines depends on the width
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._run)
        whole.addWidget(self.list, 1)
        self._nothing = label(_("Nothing found. Try fewer letters; marks are not needed."), "second")
        self._nothing.setContentsMargins(12, 8, 12, 12)
        self._nothing.hide()
        whole.addWidget(self._nothing)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(60)
        self._pause.timeout.connect(self._search)
        self.field.textChanged.connect(lambda _text: self._pause.start())

    def open_at(self, anchor: QWidget, text: str = "") -> None:
        """Open over the search box of the window."""
        corner = anchor.mapToGlobal(anchor.rect().topLeft())
        height = min(480, on_screen.room(self).height())
        self.setGeometry(QRect(corner.x() - 8, corner.y() - 8, max(560, anchor.width() + 16), height))
        self.show()
        self.field.setFocus()
        self.field.setText(text)
        self._search()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is still looked for comes too late."""
        self._turn += 1
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pause.stop()
                if self._pause_was_needed():
                    self._search()
                item = self.list.currentItem()
                if item is not None:
                    self._run(item)
                return True
            if key == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)

    def titles(self) -> list[str]:
        """What is shown, in order."""
        found = (self.list.item(at).data(_FOUND) for at in range(self.list.count()))
        return [one.title for one in found if isinstance(one, Found)]

    def _pause_was_needed(self) -> bool:
        return self._searched != self.field.text()

    _searched = ""

    def _search(self) -> None:
        self._turn += 1
        self._searched = self.field.text()
        self._results = {}
        for order, provider in enumerate(self._providers):
            provider(self._searched.strip(), partial(self._take, self._turn, order))
        self._show()

    def _take(self, turn: int, order: int, found: Sequence[Found]) -> None:
        if turn == self._turn:
            self._results[order] = found
            self._show()

    def _show(self) -> None:
        self.list.clear()
        for order in sorted(self._results):
            kind = None
            for found in self._results[order]:
                if found.kind != kind:
                    kind = found.kind
                    head = QListWidgetItem(kind)
                    head.setFlags(Qt.ItemFlag.NoItemFlags)
                    self.list.addItem(head)
                item = QListWidgetItem(found.title)
                item.setData(_FOUND, found)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{found.kind}: {found.title} {found.subtitle}")
                item.setToolTip("\n".join(part for part in (found.title, found.subtitle) if part))
                self.list.addItem(item)
        self._nothing.setVisible(self.list.count() == 0)
        self.list.setVisible(self.list.count() > 0)
        self.list.setCurrentRow(1 if self.list.count() > 1 else -1)

    def _step(self, step: int) -> None:
        at = self.list.currentRow() + step
        while 0 <= at < self.list.count():
            if self.list.item(at).data(_FOUND) is not None:
                self.list.setCurrentRow(at)
                return
            at += step

    def _run(self, item: QListWidgetItem) -> None:
        found = item.data(_FOUND)
        if isinstance(found, Found):
            self.close()
            found.run()


class _FoundDelegate(QStyledItemDelegate):
    def __init__(self, shown: QListWidget) -> None:
        super().__init__(shown)
        self._shown = shown

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        found = index.data(_FOUND)
        if not isinstance(found, Found):
            return QSize(100, 28)
        more = len(_titles(found, self._shown.viewport().width())) - 1
        return QSize(100, ROW + more * QFontMetrics(theme.font()).height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = tokens()
        rect = QRectF(option.rect)
        found = index.data(_FOUND)
        painter.save()
        if not isinstance(found, Found):
            small = theme.small(QFont.Weight.DemiBold)
            paint.text(painter, rect.adjusted(12, 4, -12, 0), str(index.data()), look.ink3, small)
            painter.restore()
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            paint.chosen(painter, rect.adjusted(0, 1, 0, -1), 8)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            paint.rounded(painter, rect.adjusted(0, 1, 0, -1), 8, look.bg)
        ink = look.brand if selected else look.ink
        paint.icon(
            painter, found.icon, look.brand if selected else look.ink2, QPointF(rect.left() + 24, rect.center().y()), 20
        )
        font = theme.font(weight=QFont.Weight.DemiBold if selected else QFont.Weight.Medium)
        titles = _titles(found, rect.width())
        right = rect.right() - 12
        if found.keys:
            small = theme.small(QFont.Weight.DemiBold)
            width = paint.key_width(found.keys, small)
            cap = QRectF(right - width, rect.center().y() - 10, width, 20)
            paint.key_cap(painter, cap, found.keys, look.ink2, look.surface, look.line, small)
            right -= width + 8
        left, high = rect.left() + 48, QFontMetrics(font).height()
        top = rect.top() + (6 if found.subtitle else (rect.height() - high * len(titles)) / 2)
        for line in titles:
            paint.text(painter, QRectF(left, top, right - left, high), line, ink, font)
            top += high
        if found.subtitle:
            paint.text(painter, QRectF(left, top + 1, right - left, 16), found.subtitle, look.ink2, theme.small())
        painter.restore()


def _titles(found: Found, width: float) -> tuple[str, ...]:
    """The lines of a title, two at most, in a row of this width; as wide as they are when the row is chosen."""
    keys = paint.key_width(found.keys, theme.small(QFont.Weight.DemiBold)) + 8 if found.keys else 0
    return paint.lines(found.title, theme.font(weight=QFont.Weight.DemiBold), width - 48 - 12 - keys, 2)
