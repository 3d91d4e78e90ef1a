"""
Tables for print: columns as wide as their words need, rows that stay whole, a head repeated on every page.

Codes, numbers and days are never broken; the room they leave is shared by the columns of text. A row is parted between
pages only when it is too high to move as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from inspector.reports import theme, words
from inspector.reports.boxes import Box, Solid, ascent
from inspector.reports.document import Column, Kind, Table, Text, Value
from inspector.reports.ink import Ink
from inspector.reports.typeset import Line, balanced, line_widths, longest_word, natural_width, wrap

_LEADING = theme.TABLE * theme.LINE
_ALIGN = {
    Kind.TEXT: "left",
    Kind.CODE: "left",
    Kind.CHOICE: "centre",
    Kind.ORDER: "centre",
    Kind.NUMBER: "right",
    Kind.PERCENT: "right",
    Kind.DATE: "centre",
    Kind.MOMENT: "centre",
    Kind.BOX: "centre",
}
WHOLE = {Kind.CODE, Kind.ORDER, Kind.NUMBER, Kind.PERCENT, Kind.DATE, Kind.MOMENT}


def shown(value: Value, column: Column) -> Text:
    """What a cell says in print."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return words.day(value) if column.kind is Kind.DATE else words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, (int, float, Decimal)):
        if column.kind is Kind.PERCENT:
            return words.percent(value, column.decimals)
        if column.kind in (Kind.NUMBER, Kind.ORDER):
            return words.number(value, column.decimals)
        return str(value)
    return value


@dataclass(slots=True)
class Row:
    """Lines of each cell, laid out; `across` stands in one cell over the whole width."""

    cells: list[list[Line]]
    height: float
    bold: bool = False
    across: bool = False
    keep_next: bool = False
    keep_previous: bool = False
    boxes: tuple[int, ...] = ()


@dataclass(slots=True)
class Frame:
    """What all parts of one table share."""

    widths: list[float]
    aligns: list[str]
    head: list[list[Line]]
    head_height: float
    groups: list[tuple[int, int, list[Line]]]
    group_height: float


class GridBox:
    """A table, or the part of it that stands on one page."""

    keep_next = False

    def __init__(self, frame: Frame, rows: list[Row], gap: float = 5.0, keep_end: bool = False) -> None:
        self._frame = frame
        self._rows = rows
        self.gap = gap
        self.keep_end = keep_end
        self._top = frame.head_height + frame.group_height
        self.height = self._top + sum(row.height for row in rows)

    def least(self, page: float) -> float:
        """The head and its first row, or two rows when they are small; of a row that may be parted, three lines."""
        height = self._top
        for number, row in enumerate(self._rows):
            if _may_part(row, page):
                return height + 3 * _LEADING + 2 * theme.CELL_Y
            height += row.height
            follower = self._rows[number + 1] if number + 1 < len(self._rows) else None
            if row.keep_next or (follower is not None and follower.keep_previous):
                continue
            if number or height > 40 * theme.MM or follower is None or follower.height > 40 * theme.MM:
                break
        return height

    def split(self, room: float, page: float) -> tuple[Box, Box] | None:
        """Part it between rows, or inside a row that is too high to be moved."""
        count, height = 0, self._top
        for row in self._rows:
            if height + row.height > room + 0.01:
                break
            height += row.height
            count += 1
        while count and (
            self._rows[count - 1].keep_next or (count < len(self._rows) and self._rows[count].keep_previous)
        ):
            count -= 1
            height -= self._rows[count].height
        if len(self._rows) - count == 1 and count >= 3:  # one row alone on a page reads like a mistake
            count -= 1
            height -= self._rows[count].height
        following = self._rows[count]
        free = room - height
        if _may_part(following, page):
            parted = _part(following, free)
            if parted is not None:
                head, tail = parted
                return self._of([*self._rows[:count], head]), self._of([tail, *self._rows[count + 1 :]], self.keep_end)
        if not count:
            return None
        return self._of(self._rows[:count]), self._of(self._rows[count:], self.keep_end)

    def tail(self, page: float) -> tuple[Box, Box] | None:
        """Its last rows: two of them, one of three; a table of one or two goes whole."""
        return self.split(self.height - 1, page) if len(self._rows) > 2 else None

    def paint(self, ink: Ink, x: float, top: float, width: float) -> None:
        """Draw rules and words."""
        frame = self._frame
        edges = [x]
        for column in frame.widths:
            edges.append(edges[-1] + column)
        right = edges[-1]
        lines: list[tuple[float, float, float, float]] = [(x, top, right, top)]
        y = top
        if frame.head_height:
            ink.rectangle(x, top - self._top, right - x, self._top, grey=0.93, line=0)
            y = self._paint_head(ink, edges, top, lines)
        for row in self._rows:
            low = y - row.height
            if row.across:
                _cell(ink, row.cells[0], x, y, right - x, row.height, "left")
                lines += [(x, y, x, low), (right, y, right, low)]
            else:
                for number, cell in enumerate(row.cells):
                    _cell(ink, cell, edges[number], y, frame.widths[number], row.height, frame.aligns[number])
                for number in row.boxes:
                    side = 9.0
                    middle = edges[number] + frame.widths[number] / 2
                    ink.rectangle(middle - side / 2, y - theme.CELL_Y - side - 1.5, side, side, line=0.7)
                lines += [(edge, y, edge, low) for edge in edges]
            lines.append((x, low, right, low))
            y = low
        ink.rules(lines, theme.RULE)

    def _paint_head(
        self, ink: Ink, edges: list[float], top: float, lines: list[tuple[float, float, float, float]]
    ) -> float:
        frame = self._frame
        grouped: set[int] = set()
        for first, last, words_ in frame.groups:
            grouped.update(range(first, last + 1))
            low = top - frame.group_height
            _cell(ink, words_, edges[first], top, edges[last + 1] - edges[first], frame.group_height, "centre", True)
            lines.append((edges[first], low, edges[last + 1], low))
            lines += [(edges[column], low, edges[column], top - self._top) for column in range(first + 1, last + 1)]
        for number, cell in enumerate(frame.head):
            high = frame.head_height if number in grouped else self._top
            start = top - frame.group_height if number in grouped else top
            _cell(ink, cell, edges[number], start, frame.widths[number], high, "centre", True)
        inner = {column for first, last, _words in frame.groups for column in range(first + 1, last + 1)}
        lines += [(edge, top, edge, top - self._top) for index, edge in enumerate(edges) if index not in inner]
        lines.append((edges[0], top - self._top, edges[-1], top - self._top))
        return top - self._top

    def _of(self, rows: list[Row], keep_end: bool = False) -> GridBox:
        return GridBox(self._frame, rows, self.gap, keep_end)


class CaptionBox(Solid):
    """Title over a table; never without it."""

    gap = 8.0
    keep_next = True

    def __init__(self, text: str, width: float) -> None:
        self._lines = wrap(text, theme.TABLE + 1, width, bold=True)
        self.height = len(self._lines) * (theme.TABLE + 1) * theme.LINE

    def paint(self, ink: Ink, x: float, top: float, width: float) -> None:
        """Draw it."""
        baseline = top - ascent(theme.TABLE + 1)
        for line in self._lines:
            ink.line(line, x, baseline, theme.TABLE + 1, width=width, align="left")
            baseline -= (theme.TABLE + 1) * theme.LINE


def grid(table: Table, width: float) -> list[Box]:
    """A table as boxes for a column of this width."""
    columns = [column for column in table.columns if not column.hidden]
    kept = [number for number, column in enumerate(table.columns) if not column.hidden]
    texts = [[shown(row[number], table.columns[number]) for number in kept] for row in table.rows]
    total = [shown(table.total[number], table.columns[number]) for number in kept] if table.total else None
    widths = column_widths(columns, [*texts, *([total] if total else [])], width)
    rows: list[Row] = []
    for number, cells in enumerate(texts):
        across = table.sections.get(number)
        if across is not None:
            rows.append(_across(across, width))
        rows.append(_row(cells, columns, widths, table.lines))
    if total:
        rows.append(_row(total, columns, widths, 1, bold=True))
    if not rows:
        return []
    title: list[Box] = [CaptionBox(table.title, width)] if table.title else []
    return [*title, GridBox(_frame(columns, widths), rows)]


def column_widths(columns: Sequence[Column], rows: Sequence[Sequence[Text]], width: float) -> list[float]:
    """How wide each column is: whole words where that is possible, and the width of the page in all."""
    pad = 2 * theme.CELL_X + 0.5
    count = len(columns)
    least = [max(_title_width(column.title) + pad, column.least_mm * theme.MM) for column in columns]
    wished = list(least)
    for number, column in enumerate(columns):
        measure = natural_width if column.kind in WHOLE else longest_word
        widest = max((measure(row[number], theme.TABLE, bold=True) for row in rows if row[number]), default=0.0) + pad
        if column.kind is Kind.BOX:
            widest = max(widest, 22.0)
        cap = width * (0.45 if column.kind in WHOLE else 0.25)
        least[number] = max(least[number], min(widest, cap))
        wished[number] = least[number]
        if column.kind not in WHOLE and column.kind is not Kind.BOX:
            natural = max((natural_width(row[number], theme.TABLE) for row in rows if row[number]), default=0.0) + pad
            wished[number] = max(least[number], natural)
    if sum(least) > width:
        scale = width / sum(least)
        return [value * scale for value in least]
    flexible = {n for n in range(count) if columns[n].kind is Kind.TEXT}
    if not flexible:
        flexible = set(range(count))
        wished = [width] * count
    widths = list(least)
    _share(widths, wished, columns, flexible | {n for n in range(count) if columns[n].kind is Kind.CHOICE}, width)
    if sum(widths) < width - 0.01:
        _share(widths, [width] * count, columns, flexible, width)
        return widths
    return _lower(widths, least, rows, sorted(flexible))


_READABLE = 34 * theme.MM
_SELDOM_READABLE = 26 * theme.MM
"""For a column that says something in few rows only."""
_SHORT_TITLE = 45.0
_SAMPLE = 120
"""Rows by which the widths of a long table are weighed."""


def _lower(
    widths: list[float], least: list[float], rows: Sequence[Sequence[Text]], flexible: Sequence[int]
) -> list[float]:
    """Room moved between columns of text as long as that makes the table lower; every step must pay."""
    if len(flexible) < 2:
        return widths
    sample = rows[:: max(1, len(rows) // _SAMPLE)]
    long = [[line_widths(row[number], theme.TABLE) for number in flexible] for row in sample]
    pad = 2 * theme.CELL_X
    floor = dict(
        zip(
            flexible,
            (max((line for row in long for line in row[n]), default=0.0) for n in range(len(flexible))),
            strict=True,
        )
    )
    for place, (number, longest) in enumerate(floor.items()):  # narrower than that, words stand one below the other
        seldom = 6 * sum(any(row[place]) for row in long) <= len(long)
        readable = _SELDOM_READABLE if seldom else _READABLE
        floor[number] = max(least[number], min(longest + pad, widths[number], readable))

    def cost(tried: list[float]) -> int:
        rooms = [tried[number] - pad for number in flexible]
        return sum(
            max(
                sum(1 if line <= room else 1 + int(line / (room * 0.96)) for line in cell)  # no line is quite full
                for cell, room in zip(row, rooms, strict=True)
            )
            for row in long
        )

    best = cost(widths)
    for step in (96.0, 48.0, 24.0, 12.0, 6.0):
        while True:
            moves = []
            for giver in flexible:
                for taker in flexible:
                    if giver != taker and widths[giver] - step >= floor[giver]:
                        tried = list(widths)
                        tried[giver] -= step
                        tried[taker] += step
                        moves.append((cost(tried), tried))
            lowest = min(moves, key=lambda move: move[0], default=None)
            if lowest is None or lowest[0] >= best:
                break
            best, widths = lowest
    return widths


def _title_width(title: str) -> float:
    """Room for a short title on its line, and for one that is not long on two."""
    whole = natural_width(title, theme.TABLE, bold=True)
    if whole <= _SHORT_TITLE:
        return whole
    return max(longest_word(title, theme.TABLE, bold=True), min(whole * 0.66, 60.0))


def _share(
    widths: list[float], wished: list[float], columns: Sequence[Column], open_columns: set[int], width: float
) -> None:
    """Give what is left by weight, to no column more than it wishes."""
    waiting = {number for number in open_columns if widths[number] < wished[number] - 0.01}
    while waiting and (left := width - sum(widths)) > 0.01:
        ideal = sum(widths[number] for number in waiting) + left
        weights = sum(columns[number].weight for number in waiting)
        grown = {n: max(widths[n], ideal * columns[n].weight / weights) for n in waiting}
        excess = sum(grown.values()) - ideal
        if excess > 0.01:  # some are wider than their share already; the others share what remains
            settled = {n for n in waiting if ideal * columns[n].weight / weights <= widths[n]}
            waiting -= settled
            continue
        done = {n for n in waiting if grown[n] >= wished[n] - 0.01}
        for number in waiting:
            if not done:
                widths[number] = grown[number]
            elif number in done:
                widths[number] = wished[number]
        if not done:
            return
        waiting -= done


def _frame(columns: Sequence[Column], widths: list[float]) -> Frame:
    head = [
        balanced(column.title, theme.TABLE, widths[number] - 2 * theme.CELL_X, bold=True) if column.title else []
        for number, column in enumerate(columns)
    ]
    titled = any(head)
    groups: list[tuple[int, int, list[Line]]] = []
    number = 0
    while number < len(columns):
        last = number
        name = columns[number].group
        while name and last + 1 < len(columns) and columns[last + 1].group == name:
            last += 1
        if name:
            room = sum(widths[number : last + 1]) - 2 * theme.CELL_X
            groups.append((number, last, wrap(name, theme.TABLE, room, bold=True)))
        number = last + 1
    pad = 2 * theme.CELL_Y
    return Frame(
        widths,
        [_ALIGN[column.kind] for column in columns],
        head,
        max(map(len, head), default=0) * _LEADING + pad if titled else 0.0,
        groups,
        max(len(lines) for _first, _last, lines in groups) * _LEADING + pad if groups else 0.0,
    )


def _row(cells: Sequence[Text], columns: Sequence[Column], widths: list[float], lines: int, bold: bool = False) -> Row:
    laid = [
        wrap(text, theme.TABLE, widths[number] - 2 * theme.CELL_X, bold=bold) if text else []
        for number, text in enumerate(cells)
    ]
    boxes = tuple(n for n, column in enumerate(columns) if column.kind is Kind.BOX and not cells[n])
    most = max(max(map(len, laid), default=1), lines, 1)
    return Row(laid, most * _LEADING + 2 * theme.CELL_Y, bold=bold, keep_previous=bold, boxes=boxes)


def _across(text: str, width: float) -> Row:
    laid = wrap(text, theme.TABLE, width - 2 * theme.CELL_X, bold=True)
    return Row([laid], len(laid) * _LEADING + 2 * theme.CELL_Y, across=True, keep_next=True)


def _may_part(row: Row, page: float) -> bool:
    """Whether a row is too high to be moved to the next page as a whole."""
    return row.height > 0.45 * page and not row.across


def _part(row: Row, room: float) -> tuple[Row, Row] | None:
    longest = max(map(len, row.cells))
    count = min(int((room - 2 * theme.CELL_Y + 0.01) / _LEADING), longest - 2)  # nor does one line go on alone
    if count < 3:
        return None
    pad = 2 * theme.CELL_Y
    head = [cell[:count] for cell in row.cells]
    tail = [cell[count:] for cell in row.cells]
    left = max(map(len, tail))
    return (
        Row(head, count * _LEADING + pad, row.bold, boxes=row.boxes),
        Row(tail, left * _LEADING + pad, row.bold),
    )


def _cell(
    ink: Ink, lines: list[Line], x: float, top: float, width: float, height: float, align: str, middle: bool = False
) -> None:
    if not lines:
        return
    start = top - theme.CELL_Y
    if middle:
        start = top - (height - len(lines) * _LEADING) / 2
    baseline = start - ascent(theme.TABLE)
    for line in lines:
        ink.line(line, x + theme.CELL_X, baseline, theme.TABLE, width=width - 2 * theme.CELL_X, align=align)
        baseline -= _LEADING
