"""A list of records that is sorted, filtered and cut into pages where the records are kept, not in the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from inspector.i18n import _
from ui.models.columns import RIGHT, Column

PAGE: Final = 100
RECORD: Final = Qt.ItemDataRole.UserRole + 1
COLUMN: Final = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Ask:
    """What a list wants to show: a piece of the records, in an order, through filters."""

    offset: int = 0
    limit: int = PAGE
    order: str | None = None
    descending: bool = False
    search: str = ""
    filters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """What came back: the records from `offset` on, and how many there are in all."""

    records: Sequence[Any]
    total: int


Answer = Callable[[Page], None]
Fetch = Callable[[Ask, Answer], object]


class PagedModel(QAbstractTableModel):
    """
    Records in pages, asked for as they come into sight.

    `fetch(ask, answer)` starts the reading (through Tasks) and calls `answer(Page)` on the UI thread.
    """

    loaded = Signal(int)
    """The first page is there; how many records there are in all."""

    def __init__(self, columns: Sequence[Column], fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._fetch = fetch
        self._ask = Ask()
        self.resting: dict[str, Any] = {}
        """Filters that stand when nobody chose any: what they leave out is not called a search."""
        self._pages: dict[int, Sequence[Any]] = {}
        self._asked: set[int] = set()
        self._total = 0
        self._turn = 0
        self._missing: set[int] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._fetch_missing)

    @property
    def ask(self) -> Ask:
        """What is shown now."""
        return self._ask

    @property
    def sought(self) -> bool:
        """Whether a person searches or filters."""
        return bool(self._ask.search) or self._ask.filters != self.resting

    @property
    def total(self) -> int:
        """How many records there are in all."""
        return self._total

    def show(self, *, search: str | None = None, filters: dict[str, Any] | None = None) -> None:
        """Show what matches."""
        ask = self._ask
        if search is not None:
            ask = replace(ask, search=search)
        if filters is not None:
            ask = replace(ask, filters={key: value for key, value in filters.items() if value is not None})
        self._ask = ask
        self._turn += 1
        self.refresh()

    def set_fetch(self, fetch: Fetch) -> None:
        """Show other records."""
        self._fetch = fetch
        self._turn += 1
        self.refresh()

    def refresh(self) -> None:
        """Read again what is shown; what stands there stays until an answer comes, also one that was asked for before."""
        self._asked = {0}
        self._request(0)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        key = self.columns[column].order if 0 <= column < len(self.columns) else None
        if key is None:
            return
        self._ask = replace(self._ask, order=key, descending=order == Qt.SortOrder.DescendingOrder)
        self._turn += 1
        self.refresh()

    def record(self, row: int) -> Any:
        """The record of a row, or None while it is under way."""
        page = self._pages.get(row // PAGE)
        at = row % PAGE
        return page[at] if page is not None and at < len(page) else None

    def row_of(self, wanted: Callable[[Any], bool]) -> int:
        """The row of the first loaded record that is wanted, or -1."""
        for number, page in sorted(self._pages.items()):
            for at, record in enumerate(page):
                if wanted(record):
                    return number * PAGE + at
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _(column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.align == RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role == COLUMN:
            return column
        record = self.record(index.row())
        if record is None:
            self._want(index.row() // PAGE)
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        if role == RECORD:
            return record
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return column.words(record)
        return None

    def _want(self, number: int) -> None:
        if number not in self._asked:
            self._missing.add(number)
            self._soon.start(0)

    def _fetch_missing(self) -> None:
        for number in sorted(self._missing):
            self._asked.add(number)
            self._request(number)
        self._missing.clear()

    def _request(self, number: int) -> None:
        turn = self._turn
        ask = replace(self._ask, offset=number * PAGE, limit=PAGE)
        self._fetch(ask, lambda page: self._take(turn, number, page))

    def _take(self, turn: int, number: int, page: Page) -> None:
        if turn != self._turn:
            return
        if number == 0:
            self.beginResetModel()
            self._pages = {0: page.records}
            self._total = page.total
            self.endResetModel()
            self.loaded.emit(page.total)
            return
        self._pages[number] = page.records
        first, last = number * PAGE, min(self._total, (number + 1) * PAGE) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))


def all_at_once(records: Sequence[Any]) -> Fetch:
    """A fetch over records that are already in memory: one page, unsorted."""

    def fetch(ask: Ask, answer: Answer) -> None:
        answer(Page(records[ask.offset : ask.offset + ask.limit], len(records)))

    return fetch
