"""What every sheet of a workbook shares: words in merged cells, photographs, charts, how it prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from inspector.i18n import _
from inspector.reports import theme
from inspector.reports.document import (
    PAGES,
    Block,
    Chart,
    Document,
    Heading,
    Kind,
    Letterhead,
    Lines,
    PageBreak,
    Paragraph,
    Photo,
    PhotoGrid,
    Style,
    Text,
    Title,
    plain,
)
from inspector.reports.excel_charts import ChartData
from inspector.reports.excel_styles import Styles, put, text
from inspector.reports.photos import for_print
from inspector.reports.typeset import balanced, cell_lines, texts
from inspector.reports.words import two
from inspector.text import shortened

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

UNITS = 24
"""Narrow columns of a page of words; tables on it span whole numbers of them."""
UNIT_CHARS = 2.54
UNIT_POINTS = 19.5
CHAR_POINTS = 6.0
"""Width of a digit of the workbook's own font; a whole number of dots at any scale, so that all programs agree."""
_PAGE, _PAGE_ACROSS = 705.0, 458.0
"""Points that rows have on a page, with a little to spare for programs that round them to dots."""
_LOWEST = 0.8
"""Part of its height that a chart keeps at least, so that it stays on the page of its table."""
_EMU = 12_700
"""Units of drawings in a point."""
_CLEAR = 3.0
"""Points that a photo begins below the edge of its row: it would be seen at the foot of the page before."""
_ROW = 15.75
"""Height of a row of which nothing is said."""
SLACK = 0.97
"""Part of a cell's width that words may take: letters on a screen are a little wider than in print."""
HEAD_FILL = "E3E8EE"
ALIGN = {
    Kind.ORDER: "center",
    Kind.NUMBER: "right",
    Kind.PERCENT: "right",
    Kind.DATE: "center",
    Kind.MOMENT: "center",
    Kind.CHOICE: "center",
}


class SheetNames:
    """Names of sheets and tables that are still free."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._tables: set[str] = set()

    def free(self, title: str) -> str:
        """`title` as the name of a sheet: 31 letters at most, none that are forbidden, not taken yet."""
        plain_ = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip().strip("'") or _("Sheet")
        name, number = shortened(plain_, 31), 2
        while name.lower() in self._taken:
            end = f" ({number})"
            name, number = shortened(plain_, 31 - len(end)) + end, number + 1
        self._taken.add(name.lower())
        return name

    def table(self, name: str) -> str:
        """A name for a table that is not taken yet."""
        base = re.sub(r"[^A-Za-z0-9_]", "", name) or "Bang"
        found, number = base, 2
        while found.lower() in self._tables:
            found, number = f"{base}{number}", number + 1
        self._tables.add(found.lower())
        return found


class Sheet:
    def __init__(
        self,
        sheet: Worksheet,
        styles: Styles,
        document: Document,
        charts: Callable[[], ChartData],
        landscape: bool = False,
    ) -> None:
        self._sheet = sheet
        self._styles = styles
        self._document = document
        self._charts = charts
        self._row = 1
        self._across = UNITS
        self._points = UNITS * UNIT_POINTS
        self._landscape = landscape
        self._together: set[int] = set()
        """Rows that stand on the page of the next one."""
        self._fresh: set[int] = set()
        """Rows that begin a page."""
        self._counting: list[tuple[int, int, Text]] = []
        """Row and column of words that say how many pages there are."""
        self._charted: dict[int, Any] = {}
        """Charts by the row above them."""
        self._unnumbered = False
        """Whether its first page begins a paper and so has no number."""
        self.numbered_anew = False
        """Whether its pages are counted from 1, as those of an annex are."""
        self.places: dict[str, str] = {}
        """Where what has a name stands: sheet, row and column."""

    def close(self, protect: bool = False) -> None:
        """Set up how the sheet prints."""
        from openpyxl.utils import get_column_letter

        sheet: Any = self._sheet
        document = self._document
        if self._paged():
            self._pages()
        elif self._charted:
            self._before_charts()
        else:
            self._before_the_end()
        sheet.page_setup.paperSize = 9
        sheet.page_setup.orientation = "landscape" if self._landscape else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_area = f"A1:{get_column_letter(self._across)}{max(1, self._row - 1)}"
        margins = sheet.page_margins
        margins.left, margins.right = theme.LEFT / 72, theme.RIGHT / 72
        margins.top = margins.bottom = 0.8
        sheet.oddHeader.center.text = "&P"
        sheet.oddHeader.center.size = 13
        if document.watermark:
            for header in (sheet.oddHeader, sheet.firstHeader):
                header.right.text, header.right.size = _safe(document.watermark), 13
        for footer in (sheet.oddFooter, sheet.firstFooter):
            footer.left.text = _safe(document.seal.words if document.seal else document.title)
            footer.left.size = 8
        sheet.HeaderFooter.differentFirst = self._unnumbered
        if self.numbered_anew:
            sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber = 1, True
        if protect:
            sheet.protection.sheet = True
            sheet.protection.formatColumns = sheet.protection.formatRows = False
            sheet.protection.autoFilter = sheet.protection.sort = False

    def _paged(self) -> bool:
        """Whether its pages are ended here; rows of a real table may be hidden by a filter, so they flow."""
        return True

    def _pages(self) -> None:
        """End the pages so that nothing that belongs together is parted, and say how many there are."""
        from openpyxl.worksheet.pagebreak import Break

        breaks: Any = self._sheet.row_breaks
        ended, _used = self._ended()
        for row in ended:
            breaks.append(Break(id=row))
        for row, column, said in self._counting:
            put(self._sheet.cell(row, column), plain(said).replace(PAGES, two(len(ended) + 1)))

    def _ended(self) -> tuple[list[int], float]:
        """The last row of every page but the last, and how much of that one is used."""
        ended: list[int] = []
        used, row = 0.0, 1
        while row < self._row:
            last = row
            while last in self._together and last + 1 < self._row and last + 1 not in self._fresh:
                last += 1
            high = sum(self._sheet.row_dimensions[at].height or _ROW for at in range(row, last + 1))
            if used and (used + high > self._page_room() or row in self._fresh):
                ended.append(row - 1)
                used = 0.0
            used += high
            row = last + 1
        return ended, used

    def _before_charts(self) -> None:
        """End the page before a chart that would be cut; rows flow."""
        from openpyxl.worksheet.pagebreak import Break

        breaks: Any = self._sheet.row_breaks
        used, sure = 0.0, True  # where rows went on to another page by themselves, how far they reach is a guess
        for row in range(1, self._row):
            high = self._sheet.row_dimensions[row].height or _ROW
            if row in self._charted and used and (not sure or not self._holds(self._charted[row], used + _ROW)):
                breaks.append(Break(id=row - 1))
                used, sure = 0.0, True
            used += high
            sure = sure and used <= self._page_room()

    def _before_the_end(self) -> None:
        """End the page before what would stand alone under a repeated head; only sheets of one table have one."""

    def _holds(self, chart: Any, used: float) -> bool:
        """Whether a page of which so much is used holds a chart; one that nearly fits is drawn a little lower."""
        room = (self._page_room() - used) / 28.35
        if chart.height * _LOWEST <= room:
            chart.height = min(chart.height, room)
            return True
        return False

    def _page_room(self) -> float:
        return _PAGE_ACROSS if self._landscape else _PAGE

    def _room(self, first: int, last: int) -> float:
        """Points that columns have together."""
        return self._points * (last - first + 1) / self._across

    def _say(
        self,
        said: Text,
        *,
        first: int = 1,
        last: int = 0,
        size: float = 12,
        bold: bool = False,
        italic: bool = False,
        align: str = "left",
        row: int = 0,
    ) -> None:
        """One text over merged columns, in a row high enough for it."""
        last = last or self._across
        at = row or self._row
        cell: Any = self._sheet.cell(at, first)
        words = plain(said).replace(PAGES, "00")
        if PAGES in plain(said):
            self._counting.append((at, first, said))
        room = self._room(first, last) - 6
        if align == "centre" and "\n" not in words:
            lines = texts(balanced(words, size, room * SLACK, bold=bold, italic=italic))
            named = len(lines) > 1 and ": " in words
            words = words.replace(": ", ":\n", 1) if named else "\n".join(lines)
        quoted = put(cell, words)
        self._styles.set(cell, size=size, bold=bold, italic=italic, align=align, quoted=quoted)
        if last > first:
            self._merge(at, first, last)
        self._height(at, self._said_height(words, size=size, bold=bold, italic=italic, room=room))
        if not row:
            self._row += 1

    def _said_height(
        self, said: Text, *, size: float, bold: bool = False, italic: bool = False, room: float = 0.0
    ) -> float:
        """How high a row of words is, over the whole width or over so many points."""
        room = room or self._room(1, self._across) - 6
        return cell_lines(plain(said), size, room * SLACK, bold=bold, italic=italic) * size * 1.18 + 3

    def _height(self, row: int, points: float) -> None:
        have = self._sheet.row_dimensions[row].height or 0
        self._sheet.row_dimensions[row].height = min(409.0, max(have, points))

    def _merge(self, row: int, first: int, last: int) -> None:
        """Merge cells of one row. openpyxl's own way restyles every cell and compares every area with every other."""
        from openpyxl.worksheet.cell_range import CellRange

        areas: Any = self._sheet.merged_cells.ranges
        areas.add(CellRange(min_col=first, min_row=row, max_col=last, max_row=row))

    def _skip(self, rows: int = 1) -> None:
        self._row += rows

    def _keep(self, first: int, last: int) -> None:
        """Rows that are not parted from the row after the last of them."""
        self._together.update(range(max(1, first), last + 1))

    def _common(self, block: Block) -> bool:
        """Blocks that look the same on every kind of sheet. False: not one of them."""
        match block:
            case Paragraph(said, style, keep_next):
                align = {Style.CENTRED: "centre", Style.ADDRESS: "centre", Style.NOTE: "left"}.get(style, "justify")
                self._say(said, italic=style in (Style.GROUNDS, Style.NOTE), align=align)
                if keep_next:
                    self._keep(self._row - 1, self._row - 1)
            case Heading(said, level):
                self._say(said, bold=True, italic=level > 2, size=13 if level == 1 else 12)
                self._keep(self._row - 1, self._row - 1)
            case Title(kind, subject, remark):
                self._title(kind, subject.upper(), remark)
            case PhotoGrid():
                self._photos(block)
            case Chart():
                self._chart(block)
            case Lines() | PageBreak():
                pass
            case _:
                return False
        return True

    def _letterhead(self, head: Letterhead) -> None:
        self._unnumbered = True
        left = [(line.upper(), False) for line in head.superior] + [(line.upper(), True) for line in head.body]
        right = [(theme.NATION, 12), (theme.MOTTO, 13)]
        top, split = self._row, self._half()
        for number in range(max(len(left), len(right))):
            if number < len(left):
                self._say(left[number][0], last=split, bold=left[number][1], align="centre", row=top + number)
            if number < len(right):
                words, size = right[number]
                self._say(words, first=split + 1, size=size, bold=True, align="centre", row=top + number)
                if number == 1:
                    cell = self._sheet.cell(top + number, split + 1)
                    self._styles.set(cell, size=size, bold=True, align="centre", under=True)
        self._row = top + max(len(left), len(right)) + 1
        self._say(head.number, last=split, size=13, align="centre", row=self._row)
        self._say(head.place_and_date, first=split + 1, size=13, italic=True, align="centre", row=self._row)
        self._row += 1

    def _half(self) -> int:
        """The last column of the left side of a letterhead."""
        return halved([self._room(column, column) for column in range(1, self._across + 1)])

    def _title(self, kind: str, subject: str, remark: str) -> None:
        self._skip()
        self._say(kind, bold=True, size=14, align="centre")
        for words, italic in ((subject, False), (remark, True)):
            if words:
                self._say(words, bold=not italic, italic=italic, size=13, align="centre")
        self._skip()

    def _chart(self, chart: Chart) -> None:
        from openpyxl.utils import get_column_letter

        if not any(value for series in chart.series for value in series.values):
            if chart.empty:
                self._say(chart.empty, italic=True)
            return
        drawn = self._charts().native(chart, width_cm=min(24.0, self._points / 28.35))
        self._sheet.add_chart(drawn, f"{get_column_letter(1)}{self._row + 1}")
        first = self._row
        self._skip(int(drawn.height / 0.53) + 3)
        self._charted[first] = drawn

    def _photos(self, grid: PhotoGrid) -> None:
        across = max(1, grid.across)
        step = self._across // across or 1
        side = self._points / across - 12
        high = side * 0.75
        for start in range(0, len(grid.photos), across):
            row = grid.photos[start : start + across]
            at = self._row
            self._keep(at, at)
            self._height(at, min(409.0, high + 6))
            self._row += 1
            captions = self._row
            for number, photo in enumerate(row):
                first = 1 + number * step
                last = self._across if number == across - 1 else first + step - 1
                if not self._photo(photo, at, first, last, side, min(high, 400.0)):
                    self._say(grid.missing, first=first, last=last, italic=True, align="centre", row=at)
                told = "\n".join(part for part in (photo.caption, *photo.lines) if part)
                self._say(told, first=first, last=last, size=10, align="centre", row=captions)
            self._row += 1

    def _photo(self, photo: Photo, row: int, first: int, last: int, wide: float, high: float) -> bool:
        """A picture in the middle of columns, as its caption below."""
        content = self._document.photos(photo.sha256)
        picture = for_print(content, 360) if content else None
        if picture is None:
            return False
        scale = min(wide / picture.width, high / picture.height)
        beside = (self._room(first, last) - picture.width * scale) / 2
        while first < last and beside >= self._room(first, first):
            beside -= self._room(first, first)
            first += 1
        size = (picture.width * scale, picture.height * scale)
        self._place(picture.jpeg, "jpeg", row, first, *size, beside=max(0.0, beside), below=_CLEAR)
        return True

    def _place(
        self,
        content: bytes,
        form: str,
        row: int,
        column: int,
        wide: float,
        high: float,
        *,
        beside: float = 0.0,
        below: float = 0.0,
    ) -> None:
        """A picture over a cell, so far from its corner, in points; its bytes are kept as they are."""
        from openpyxl.drawing.image import Image
        from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
        from openpyxl.drawing.xdr import XDRPositiveSize2D

        class Kept(Image):
            def __init__(self) -> None:  # openpyxl would decode the picture to measure it
                self.width, self.height, self.format = round(wide / 0.75), round(high / 0.75), form
                corner = AnchorMarker(column - 1, round(beside * _EMU), row - 1, round(below * _EMU))
                self.anchor = OneCellAnchor(corner, XDRPositiveSize2D(round(wide * _EMU), round(high * _EMU)))

            def _data(self) -> bytes:
                return content

        self._sheet.add_image(Kept())


def halved(widths: Sequence[float]) -> int:
    """How many columns stand on the left side of a letterhead."""
    shares = [sum(widths[:column]) / sum(widths) for column in range(1, len(widths) + 1)]
    return 1 + min(range(len(widths) - 1), key=lambda number: abs(shares[number] - 0.42), default=0)


def _safe(words: str) -> str:
    return text(words).replace("&", "&&")[:200]
