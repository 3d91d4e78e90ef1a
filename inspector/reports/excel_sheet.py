"""What every sheet of a workbook shares: words in merged cells, photographs, charts, how it prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from inspector.i18n import _
from inspector.reports.document import (
    PAGES,
    Block,
    Chart,
    Document,
    Heading,
    Kind,
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
from inspector.reports.typeset import wrap
from inspector.text import shortened

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

UNITS = 24
"""Narrow columns of a page of words; tables on it span whole numbers of them."""
UNIT_CHARS = 3.0
UNIT_POINTS = 19.5
CHAR_POINTS = 5.25
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
        self.places: dict[str, str] = {}
        """Where what has a name stands: sheet, row and column."""

    def close(self, protect: bool = False) -> None:
        """Set up how the sheet prints."""
        from openpyxl.utils import get_column_letter

        sheet: Any = self._sheet
        document = self._document
        sheet.page_setup.paperSize = 9
        sheet.page_setup.orientation = "landscape" if self._landscape else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_area = f"A1:{get_column_letter(self._across)}{max(1, self._row - 1)}"
        margins = sheet.page_margins
        margins.left, margins.right, margins.top, margins.bottom = 0.8, 0.6, 0.8, 0.8
        sheet.oddHeader.center.text = "&P"
        sheet.oddHeader.center.size = 12
        sheet.oddFooter.left.text = _safe(document.seal.words if document.seal else document.title)
        sheet.oddFooter.left.size = 8
        if protect:
            sheet.protection.sheet = True
            sheet.protection.formatColumns = sheet.protection.formatRows = False
            sheet.protection.autoFilter = sheet.protection.sort = False

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
        words = plain(said).replace(PAGES, "…")
        quoted = put(cell, words)
        self._styles.set(cell, size=size, bold=bold, italic=italic, align=align, quoted=quoted)
        if last > first:
            self._merge(at, first, last)
        room = self._points * (last - first + 1) / self._across - 6
        lines = len(wrap(words, size, room, bold=bold, italic=italic))
        self._height(at, lines * size * 1.18 + 3)
        if not row:
            self._row += 1

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

    def _common(self, block: Block) -> bool:
        """Blocks that look the same on every kind of sheet. False: not one of them."""
        match block:
            case Paragraph(said, style, _keep):
                align = {Style.CENTRED: "centre", Style.ADDRESS: "centre"}.get(style, "justify")
                self._say(said, italic=style in (Style.GROUNDS, Style.NOTE), align=align)
            case Heading(said, level):
                self._say(said, bold=True, italic=level > 2, size=13 if level == 1 else 12)
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
        self._skip(int(drawn.height / 0.53) + 3)

    def _photos(self, grid: PhotoGrid) -> None:
        across = max(1, grid.across)
        step = self._across // across or 1
        side = self._points / across - 12
        high = side * 0.75
        for start in range(0, len(grid.photos), across):
            row = grid.photos[start : start + across]
            at = self._row
            self._height(at, min(409.0, high + 6))
            self._row += 1
            captions = self._row
            for number, photo in enumerate(row):
                first = 1 + number * step
                last = self._across if number == across - 1 else first + step - 1
                if not self._photo(photo, at, first, side, min(high, 400.0)):
                    self._say(grid.missing, first=first, last=last, italic=True, align="centre", row=at)
                told = "\n".join(part for part in (photo.caption, *photo.lines) if part)
                self._say(told, first=first, last=last, size=10, align="centre", row=captions)
            self._row += 1

    def _photo(self, photo: Photo, row: int, column: int, wide: float, high: float) -> bool:
        content = self._document.photos(photo.sha256)
        picture = for_print(content, 360) if content else None
        if picture is None:
            return False
        scale = min(wide / picture.width, high / picture.height)
        self._place(picture.jpeg, "jpeg", row, column, picture.width * scale, picture.height * scale)
        return True

    def _place(self, content: bytes, form: str, row: int, column: int, wide: float, high: float) -> None:
        """A picture over a cell, in points; its bytes are kept as they are."""
        from openpyxl.drawing.image import Image
        from openpyxl.utils import get_column_letter

        class Kept(Image):
            def __init__(self) -> None:  # openpyxl would decode the picture to measure it
                self.width, self.height, self.format = round(wide / 0.75), round(high / 0.75), form
                self.anchor = f"{get_column_letter(column)}{row}"

            def _data(self) -> bytes:
                return content

        self._sheet.add_image(Kept())


def _safe(words: str) -> str:
    return text(words).replace("&", "&&")[:200]
