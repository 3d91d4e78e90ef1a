"""A page of words in a workbook, on narrow columns, as it would be printed."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from inspector.reports.document import (
    Block,
    Column,
    Document,
    KeyValues,
    Letterhead,
    Paragraph,
    Recipients,
    SignatureColumn,
    Signatures,
    Stroke,
    Style,
    Table,
    Text,
    Title,
    Value,
    plain,
)
from inspector.reports.excel_charts import ChartData
from inspector.reports.excel_styles import Styles, number_format, put
from inspector.reports.grid import WHOLE, column_widths, shown
from inspector.reports.spaces import led
from inspector.reports.typeset import cell_lines, headed, longest_word, natural_width

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet
from inspector.reports.excel_sheet import ALIGN, HEAD_FILL, SLACK, UNIT_CHARS, UNIT_POINTS, UNITS, Sheet

_LOW = 0.25
"""Part of a page that rows may leave empty which go on to the next one for the sake of company."""


class PaperSheet(Sheet):
    """A page of words on narrow columns, as it would be printed."""

    _tabled = 0
    """The last row of the last table, with its note; what stands below moves to another page without it."""

    def __init__(self, sheet: Worksheet, styles: Styles, document: Document, charts: Callable[[], ChartData]) -> None:
        from openpyxl.utils import get_column_letter

        super().__init__(sheet, styles, document, charts)
        for number in range(1, UNITS + 1):
            sheet.column_dimensions[get_column_letter(number)].width = UNIT_CHARS + 0.71
        sheet.sheet_view.showGridLines = False

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Write blocks below the last; a note stays with the end of the table above it."""
        note: Block | None = None
        for block, after in zip(blocks, (*blocks[1:], None), strict=True):
            if block is note:
                continue
            note = None
            if isinstance(block, Table) and isinstance(after, Paragraph) and after.style is Style.NOTE and block.rows:
                note = after
                self._table(block, after)
            else:
                self.block(block)

    def block(self, block: Block) -> None:
        """Write one block below the last."""
        if isinstance(block, Title):  # unlike an annex: its type in capitals, its subject not
            self._title(block.kind.upper(), block.subject, block.remark)
            return
        if self._common(block):
            return
        match block:
            case Letterhead():
                self._letterhead(block)
            case KeyValues(rows):
                for label, said in rows:
                    at = self._row
                    self._say(label + ":", last=8, row=at)
                    self._say(said, first=9, row=at)
                    self._row += 1
            case Table():
                self._table(block)
            case Signatures(columns):
                self._keep(max(self._row - 3, self._tabled + 1), self._row - 1)  # nobody signs a page that says nothing
                across = 2 if len(columns) in (2, 4) else 3
                for start in range(0, len(columns), across):
                    self._signatures(columns[start : start + across])
                    self._keep(self._row - 6, self._row - 2)
            case Recipients(title, lines):
                top = self._row - 1
                self._skip()
                self._say(title, bold=True, italic=True)
                for line in lines:
                    self._say(line, size=11)
                self._keep(top, self._row - 2)

    def _cell(self, row: int, column: int) -> Any:
        return self._sheet.cell(row, column)

    def _table(self, table: Table, note: Paragraph | None = None) -> None:
        if table.title:
            self._say(table.title, bold=True)
            self._keep(self._row - 1, self._row - 1)
        if not table.rows:
            if table.empty:
                self._say(table.empty)
            return
        texts = [[shown(value, column) for value, column in zip(row, table.columns, strict=True)] for row in table.rows]
        cells = [[row[number] for row in texts] for number in range(len(table.columns))]
        least = [_least(column, said, led(column.title)) for column, said in zip(table.columns, cells, strict=True)]
        if sum(math.ceil(points / UNIT_POINTS) for points in least) > UNITS:  # then single syllables stay whole
            least = [_least(column, said, column.title) for column, said in zip(table.columns, cells, strict=True)]
        spans = _spans(column_widths(table.columns, texts, UNITS * UNIT_POINTS), least)
        self._head(table.columns, spans)
        heights = [self._high(table.columns, spans, row) for row in table.rows]
        last = len(table.rows) - 1
        end = last - 1 if last > 1 else last  # one row alone on a page reads like a mistake
        below = self._said_height(note.text, size=12, italic=True) if note else 0.0
        for number, row in enumerate(table.rows):
            across = table.sections.get(number, "")
            high = sum(heights[number:]) if number == end else heights[number]
            if number == end:
                high += below + (self._high(table.columns, spans, table.total, bold=True) if table.total else 0.0)
            if 0 < number <= end and not self._fits(high + (UNIT_POINTS if across else 0.0)):
                if number == 1 and heights[0] + high <= _LOW * self._page_room():
                    self._keep(self._row - 1, self._row - 1)  # so that the first row is not alone on the page either
                else:
                    self._fresh.add(self._row)
                    self._head(table.columns, spans)
            if across:
                self._say(across, bold=True)
                self._frame(self._row - 1)
                self._keep(self._row - 1, self._row - 1)
            self._cells(table.columns, spans, row)
        if end < last:
            self._keep(self._row - 2, self._row - 2)
        if table.total:
            self._keep(self._row - 1, self._row - 1)
            self._cells(table.columns, spans, table.total, bold=True)
        if note:
            self._keep(self._row - 1, self._row - 1)
            self.block(note)
        self._tabled = self._row - 1
        self._skip()

    def _head(self, columns: Sequence[Column], spans: Sequence[tuple[int, int]]) -> None:
        rooms = [(last - first + 1) * UNIT_POINTS - 5 for first, last in spans]
        titles = [headed(column.title, 11, room * SLACK) for column, room in zip(columns, rooms, strict=True)]
        self._cells(columns, spans, titles, head=True)
        self._keep(self._row - 1, self._row - 1)

    def _frame(self, row: int) -> None:
        """Rules around what stands across a table."""
        for position in range(1, UNITS + 1):
            self._styles.set(self._cell(row, position), size=11, bold=True, align="left", border=True)

    def _fits(self, high: float) -> bool:
        """Whether rows of this height stand on the page that is being filled."""
        _ended, used = self._ended()
        return used + high <= self._page_room()

    @staticmethod
    def _high(
        columns: Sequence[Column],
        spans: Sequence[tuple[int, int]],
        values: Sequence[Value],
        *,
        head: bool = False,
        bold: bool = False,
    ) -> float:
        """How high a row is."""
        lines = 1
        for column, (first, last), value in zip(columns, spans, values, strict=True):
            said = value if head else shown(value, column)
            words = plain(said) if isinstance(said, (str, tuple)) else ""
            room = ((last - first + 1) * UNIT_POINTS - 5) * (SLACK if head else 1)
            lines = max(lines, cell_lines(words, 11, room, bold=head or bold))
        return lines * 11 * 1.18 + 4

    def _cells(
        self,
        columns: Sequence[Column],
        spans: Sequence[tuple[int, int]],
        values: Sequence[Value],
        *,
        head: bool = False,
        bold: bool = False,
    ) -> None:
        at = self._row
        for column, (first, last), value in zip(columns, spans, values, strict=True):
            cell = self._cell(at, first)
            quoted = put(cell, value)
            form = "" if head else number_format(column, value)
            align = "center" if head else ALIGN.get(column.kind, "left")
            for position in range(first, last + 1):
                self._styles.set(
                    self._cell(at, position),
                    size=11,
                    bold=head or bold,
                    align=align,
                    middle=head,
                    border=True,
                    fill=HEAD_FILL if head else "",
                    form=form,
                    quoted=quoted,
                )
            if last > first:
                self._merge(at, first, last)
        self._height(at, self._high(columns, spans, values, head=head, bold=bold))
        self._row += 1

    def _signatures(self, columns: tuple[SignatureColumn, ...]) -> None:
        step = UNITS // len(columns)
        self._skip()
        top = self._row
        for number, column in enumerate(columns):
            first, last = 1 + number * step, (number + 1) * step
            self._say(column.caption.upper(), first=first, last=last, bold=True, align="centre", row=top)
            self._say(column.instruction, first=first, last=last, italic=True, align="centre", row=top + 1)
            self._say(column.refusal, first=first, last=last, italic=True, size=11, align="centre", row=top + 2)
            self._height(top + 2, 62)
            if column.strokes:
                self._place(drawn_signature(column.strokes), "png", top + 2, first + 1, (step - 2) * UNIT_POINTS, 58)
            self._say(column.name, first=first, last=last, bold=True, align="centre", row=top + 3)
            below = "\n".join(part for part in (column.post, *column.lines) if part)
            self._say(below, first=first, last=last, size=9, italic=True, align="centre", row=top + 4)
        self._row = top + 5


def _least(column: Column, cells: Sequence[Text], title: str) -> float:
    """The narrowest that breaks neither a word of the title nor a code, number or day."""
    head = longest_word(title, 11, bold=True) / SLACK
    whole = max((natural_width(cell, 11) for cell in cells), default=0.0) if column.kind in WHOLE else 0.0
    return max(head, min(whole, 8 * UNIT_POINTS)) + 5


def _spans(widths: Sequence[float], least: Sequence[float]) -> list[tuple[int, int]]:
    """First and last narrow column of each column of a table: as many as its title needs, UNITS all together."""
    needs = [math.ceil(points / UNIT_POINTS) for points in least]
    if sum(needs) > UNITS:
        needs = [1] * len(widths)
    edges, position = [0], 0.0
    for number, width in enumerate(widths, 1):
        position += width
        wished = round(position / sum(widths) * UNITS)
        edges.append(min(max(wished, edges[-1] + needs[number - 1]), UNITS - sum(needs[number:])))
    return [(edges[n] + 1, edges[n + 1]) for n in range(len(widths))]


def drawn_signature(strokes: tuple[Stroke, ...]) -> bytes:
    """A drawn signature as a blue picture on nothing."""
    from PIL import Image, ImageDraw

    points = [point for stroke in strokes for point in stroke]
    left, top = min(x for x, _y in points), min(y for _x, y in points)
    wide = max(max(x for x, _y in points) - left, 1.0)
    high = max(max(y for _x, y in points) - top, 1.0)
    scale = min(600 / wide, 300 / high)
    image = Image.new("RGBA", (620, 320), (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    dx, dy = (620 - wide * scale) / 2, (320 - high * scale) / 2
    for stroke in strokes:
        placed = [(dx + (x - left) * scale, dy + (y - top) * scale) for x, y in stroke]
        pen.line(placed if len(placed) > 1 else placed * 2, fill=(13, 38, 140, 255), width=6, joint="curve")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
