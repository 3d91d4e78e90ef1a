"""A list as rows of 40 px with chips, hairlines and figures of one width; columns are remembered, the header sorts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector.i18n import _
from ui import theme
from ui.models.columns import RIGHT, Column, Mark
from ui.models.paged import COLUMN, RECORD, PagedModel
from ui.theme import tokens
from ui.theme_tokens import CHIP_HEIGHT, ROW_HEIGHT, mixed
from ui.widgets import paint
from ui.widgets.chip import FilterChip, chip_width, paint_chip
from ui.widgets.empty import EmptyState
from ui.widgets.layout import Card
from ui.widgets.search_field import SearchField

PAD = 12
ARROW = 14
"""The header shows by an arrow how the list is sorted."""
STRETCHED, CRAMPED, NARROWEST, WIDEST = 180, 140, 60, 420
"""Names have at least so much room beside other columns, or what their column says; no column is narrower or, by what stands in it, wider."""
SMALL = 48
"""When names have room on two lines: who lacks so little gets it first, then names, then the others."""
MEASURED = 120
"""So many rows say how wide a column should be."""
WORD = 36
"""Of two lines one is longer by about half a word."""
FOLDED = 17
"""Height of a line where a cell has two."""
FOCUSED = 2
"""Lines above and below a chosen row while the keys are on the list."""
Weight = QFont.Weight
REACHED = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)
"""A person has come to the list by a key."""


class Memory(Protocol):
    """Where the window remembers how a person likes it (QSettings has this shape)."""

    def value(self, key: str, default: Any = None) -> Any: ...
    def setValue(self, key: str, value: Any) -> None: ...


class RowDelegate(QStyledItemDelegate):
    """Paints a cell: text, on two lines where one is too short for it, or chips."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = tokens()
        rect = QRectF(option.rect)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        column: Column = index.data(COLUMN)
        painter.save()
        if selected:
            painter.fillRect(rect, QColor(look.brand_ground))
        elif hovered:
            painter.fillRect(rect, QColor(mixed(look.surface, look.bg, 0.8)))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), QColor(look.line))
        record = index.data(RECORD)
        inner = rect.adjusted(PAD, 0, -PAD, -1)
        if column is not None and column.marks is not None and record is not None:
            marks = column.marks(record)
            if column.align == RIGHT and len(marks) == 1:
                inner.setLeft(max(inner.left(), inner.right() - chip_width(marks[0].text, marks[0].sign)))
            _paint_marks(painter, inner, marks)
        else:
            words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            strong, quiet = (column.strong, column.quiet) if column is not None else (False, False)
            font = theme.font(14, QFont.Weight.DemiBold if strong else QFont.Weight.Normal, tabular=True)
            side = (
                Qt.AlignmentFlag.AlignRight
                if column is not None and column.align == RIGHT
                else Qt.AlignmentFlag.AlignLeft
            )
            ink = look.ink2 if quiet else look.ink
            if QFontMetrics(font).horizontalAdvance(words) > inner.width() + 1:
                _paint_folded(painter, inner, words, ink, font.weight(), side)
            else:
                paint.text(painter, inner, words, ink, font, side | Qt.AlignmentFlag.AlignVCenter)
        if selected and rect.left() <= 0:
            painter.fillRect(QRectF(rect.left(), rect.top(), paint.BAR, rect.height()), QColor(look.brand))
        if selected and option.widget is not None and option.widget.hasFocus():
            for y in (rect.top(), rect.bottom() - FOCUSED):
                painter.fillRect(QRectF(rect.left(), y, rect.width(), FOCUSED), QColor(look.brand))
        painter.restore()


def _paint_folded(
    painter: QPainter,
    room: QRectF,
    words: str,
    ink: str,
    weight: QFont.Weight = QFont.Weight.Normal,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Two lines in the height of a row, a size smaller; one in its middle when that is enough."""
    font = theme.font(13, weight, tabular=True)
    lines = [line for line in paint.folded(words, font, room.width()) if line]
    for at, line in enumerate(lines):
        middle = room.center().y() + (at - (len(lines) - 1) / 2) * FOLDED
        where = QRectF(room.left(), middle - FOLDED / 2, room.width(), FOLDED)
        paint.text(painter, where, line, ink, font, side | Qt.AlignmentFlag.AlignVCenter)


def _paint_marks(painter: QPainter, room: QRectF, marks: Sequence[Mark]) -> None:
    """Chips side by side; those that find no room are counted instead of being cut."""
    left = room.left()
    if len(marks) == 1 and marks[0].tone == "words":
        if QFontMetrics(theme.font(14)).horizontalAdvance(marks[0].text) > room.width():
            _paint_folded(painter, room, marks[0].text, tokens().ink2)
        else:
            paint.text(painter, room, marks[0].text, tokens().ink2, theme.font(14))
        return
    for at, mark in enumerate(marks):
        rest = len(marks) - at - 1
        kept = chip_width(f"+{rest}", None) + 5 if rest else 0
        width = chip_width(mark.text, mark.sign)
        if left + width + kept > room.right() and at:
            mark = Mark(f"+{rest + 1}")
            width = chip_width(mark.text, None)
        width = min(width, int(room.right() - left))
        body = QRectF(left, room.center().y() - CHIP_HEIGHT / 2, width, CHIP_HEIGHT)
        paint_chip(painter, body, mark.text, mark.tone, mark.sign)
        if mark is not marks[at]:
            return
        left += width + 5


class DataTable(QTableView):
    """A list over a PagedModel. `opened(record)` on Enter, double click, or a click when `one_click`."""

    opened = Signal(object)
    current = Signal(object)

    def __init__(
        self, model: PagedModel, *, name: str, title: str, memory: Memory | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._memory, self._records = name, memory, model
        self._wished: dict[int, int] = {}
        self._seen: dict[int, int] = {}
        self._heads: dict[int, int] = {}
        self._fitting = True
        self._left_out: set[int] = set()
        self.setAccessibleName(title)
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(48)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionsClickable(True)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header.sortIndicatorChanged.connect(self._on_sort)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._column_menu)
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self._remember)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._on_current(now.row()))
        model.loaded.connect(lambda _total: self._measure())
        self._restore()

    def records(self) -> list[Any]:
        """The selected records."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [record for row in rows if (record := self._records.record(row)) is not None]

    def shown_columns(self) -> list[Column]:
        """The columns in the order in which they stand, without hidden ones."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(at) for at in range(header.count())]
        return [self._records.columns[at] for at in order if not self.isColumnHidden(at) or at in self._left_out]

    def select_row(self, row: int) -> None:
        """Make a row the current one, whatever key is held: Shift+Tab leads to a list as Tab does."""
        if 0 <= row < self._records.rowCount():
            index = self._records.index(row, 0)
            chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, chosen)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The line that the keys are on is seen, also when the list has only just been reached."""
        super().focusInEvent(event)
        if event.reason() in REACHED and not self.selectionModel().hasSelection():
            self.select_row(max(0, self.currentIndex().row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _open(self, row: int) -> None:
        record = self._records.record(row)
        if record is not None:
            self.opened.emit(record)

    def _on_current(self, row: int) -> None:
        record = self._records.record(row)
        if record is not None:
            self.current.emit(record)

    def _on_sort(self, column: int, order: Qt.SortOrder) -> None:
        if 0 <= column < len(self._records.columns) and self._records.columns[column].order is not None:
            self._records.sort(column, order)
        elif column >= 0:
            self.horizontalHeader().setSortIndicator(-1, order)

    def _fit(self) -> None:
        """Every column as wide as what stands in it where there is room for that; no sideways scrolling."""
        columns = self._records.columns
        room = self.viewport().width()
        self._fitting = True
        self._leave_out(room)
        shown = [at for at in range(len(columns)) if not self.isColumnHidden(at)]
        self._fitting = False
        stretching = [at for at in shown if columns[at].stretch] or shown[-1:]
        if not stretching:
            return
        cramped = [at for at in stretching if columns[at].marks is None]  # chips that find no room are not read at all
        widths = {at: min(self._least(at), CRAMPED) if at in cramped else self._least(at) for at in shown}
        left = room - sum(widths.values())
        for wanted in (
            lambda at: self._folded(at) if at in stretching else 0,
            self._natural,
            lambda at: self._wished.get(at, columns[at].width),
        ):
            needs = {at: wanted(at) - widths[at] for at in shown}
            for at in sorted(
                shown, key=lambda at: (needs[at] > SMALL and at not in stretching, needs[at] > SMALL, needs[at])
            ):
                more = min(max(0, left), max(0, wanted(at) - widths[at]))
                widths[at] += more
                left -= more
        for at in stretching:
            widths[at] += max(0, left) // len(stretching)
        for at in sorted(shown, key=lambda at: widths[at], reverse=True):
            cut = min(max(0, -left), max(0, widths[at] - NARROWEST))
            widths[at] -= cut
            left += cut
        self._fitting = True
        for at, width in widths.items():
            self.setColumnWidth(at, width)
        self._fitting = False

    def _least(self, at: int) -> int:
        """What a column needs before others are left out: its dates, codes and chips in full, the beginning of names."""
        column = self._records.columns[at]
        if at in self._wished:
            return min(self._wished[at], STRETCHED) if column.stretch else self._wished[at]
        natural = self._natural(at)
        if column.stretch:
            return min(natural, max(STRETCHED, column.width))
        return natural if column.marks else min(natural, max(column.width, self._heads.get(at, 0)))

    def _natural(self, at: int) -> int:
        """As wide as the widest that was seen in a column, within reason."""
        if at in self._wished:
            return self._wished[at]
        return min(self._seen.get(at, self._records.columns[at].width), WIDEST)

    def _folded(self, at: int) -> int:
        """As wide as the widest that was seen in a column is on two lines."""
        if at in self._wished:
            return self._wished[at]
        words = self._seen.get(at, 0) - 2 * PAD
        return min(self._natural(at), round(words * 13 / 14 / 2) + WORD + 2 * PAD)

    def _measure(self) -> None:
        """See how wide the first rows are; columns grow by that and never shrink again, so that nothing jumps."""
        before = dict(self._seen)
        plain, strong = (
            QFontMetrics(theme.font(14, weight, tabular=True)) for weight in (Weight.Normal, Weight.DemiBold)
        )
        head = QFontMetrics(theme.font(13, Weight.DemiBold))
        rows = [one for row in range(min(self._records.rowCount(), MEASURED)) if (one := self._records.record(row))]
        for at, column in enumerate(self._records.columns if rows else ()):
            widest = head.horizontalAdvance(_(column.title)) + ARROW
            self._heads[at] = widest + 2 * PAD
            for record in rows:
                if column.marks is None:
                    widest = max(
                        widest, (strong if column.strong else plain).horizontalAdvance(column.words(record)) + 2
                    )
                    continue
                marks = column.marks(record)
                if marks and marks[0].tone == "words":
                    widest = max(widest, plain.horizontalAdvance(marks[0].text) + 2)
                elif marks:
                    widest = max(widest, sum(chip_width(mark.text, mark.sign) + 5 for mark in marks) - 5)
            self._seen[at] = max(self._seen.get(at, 0), widest + 2 * PAD)
        if self._seen != before:
            self._fit()

    def _leave_out(self, room: int) -> None:
        """Columns that say the least are not shown where the others would be cut."""
        for at in self._left_out:
            self.setColumnHidden(at, False)
        columns = self._records.columns
        needed = sum(self._least(at) for at in range(len(columns)) if not self.isColumnHidden(at))
        self._left_out = set()
        for at in [at for at in reversed(range(len(columns))) if columns[at].spare and not self.isColumnHidden(at)]:
            if needed > room > 0:
                self.setColumnHidden(at, True)
                self._left_out.add(at)
                needed -= self._least(at)

    def _column_menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        for at, column in enumerate(self._records.columns):
            action = QAction(_(column.title), menu)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(at))
            action.toggled.connect(lambda shown, at=at: self._show_column(at, shown))
            menu.addAction(action)
        menu.popup(self.horizontalHeader().mapToGlobal(where))

    def _show_column(self, at: int, shown: bool) -> None:
        if not shown and len(self.shown_columns()) == 1:
            return
        self.setColumnHidden(at, not shown)
        self._fit()
        self._remember()

    def _on_resized(self, at: int, _before: int, width: int) -> None:
        if not self._fitting and width > 0:
            self._wished[at] = width
            self._remember()

    def _restore(self) -> None:
        """As the person left it: widths, order, hidden columns, by the titles of the columns so that new ones may come."""
        kept = self._memory.value(f"lists/{self._name}") if self._memory is not None else None
        try:
            known = json.loads(str(kept)) if kept else {}
        except ValueError:
            known = {}
        titles = [column.title for column in self._records.columns]
        for at, column in enumerate(self._records.columns):
            said = known.get(column.title, {})
            if "width" in said:
                self._wished[at] = int(said["width"])
            self.setColumnHidden(at, bool(said.get("hidden", column.hidden)))
        header = self.horizontalHeader()
        for place, title in enumerate(sorted(known, key=lambda title: int(known[title].get("place", 0)))):
            if title in titles:
                header.moveSection(header.visualIndex(titles.index(title)), min(place, header.count() - 1))
        self._fitting = False
        self._fit()

    def _remember(self, *_what: object) -> None:
        if self._fitting or self._memory is None:
            return
        header = self.horizontalHeader()
        kept: dict[str, dict[str, int | bool]] = {}
        for at, column in enumerate(self._records.columns):
            kept[column.title] = {
                "place": header.visualIndex(at),
                "hidden": self.isColumnHidden(at) and at not in self._left_out,
            }
            if at in self._wished:
                kept[column.title]["width"] = self._wished[at]
        self._memory.setValue(f"lists/{self._name}", json.dumps(kept))


class ListCard(Card):
    """A list on a card that says what it is for while it is empty."""

    cleared = Signal()
    """What a person sought is taken back."""

    def __init__(
        self,
        table: DataTable,
        empty: EmptyState,
        parent: QWidget | None = None,
        *,
        search: SearchField | None = None,
        filters: Iterable[FilterChip] = (),
    ) -> None:
        """`search` and `filters` are what the list is searched with; where nothing matches, it is offered to clear them."""
        super().__init__(padding=0, parent=parent)
        self.table, self.empty = table, empty
        self._search, self._filters = search, tuple(filters)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self._stack = QStackedLayout()
        self.body.addLayout(
            self._stack, 1
        )  # at once: a stack of nobody shows what comes into it as a window of its own
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 4, 0, 4)
        inner.addWidget(table)
        self._stack.addWidget(holder)
        self._stack.addWidget(empty)
        model = table.model()
        if isinstance(model, PagedModel):
            step = _("Clear search and filters") if search is not None else ""
            self.nothing = EmptyState(
                "search", _("Nothing matches."), _("Try fewer letters, or clear the filters."), step
            )
            self.nothing.pressed.connect(self._clear)
            self._stack.addWidget(self.nothing)
            model.loaded.connect(lambda total: self._show(model, total))

    def _clear(self) -> None:
        model = self.table.model()
        assert isinstance(model, PagedModel)
        for chip in self._filters:
            chip.choose(None)
        if self._search is not None:
            self._search.clear()
            self._search.setFocus()
        model.show(search="", filters=model.resting)
        self.cleared.emit()

    def _show(self, model: PagedModel, total: int) -> None:
        """The list; what it is for while there is nothing; or that the search found nothing."""
        self._stack.setCurrentIndex(0 if total else 2 if model.sought else 1)
