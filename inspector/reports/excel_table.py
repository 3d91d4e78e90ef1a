"""A sheet of real tables: filters, frozen head, drop-downs, marks; words stand above and below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from inspector.i18n import _
from inspector.reports import theme
from inspector.reports.document import (
    Block,
    Chart,
    Column,
    KeyValues,
    Kind,
    Letterhead,
    Mark,
    Span,
    Table,
    Text,
    Title,
    Value,
    plain,
)
from inspector.reports.excel_entries import FORMS, take
from inspector.reports.excel_styles import bar_cells, mark_cells, number_format, put, text
from inspector.reports.grid import column_widths, shown
from inspector.reports.typeset import cell_lines, headed, natural_width

if TYPE_CHECKING:
    pass
from inspector.reports.excel_sheet import (
    _ROW,
    ALIGN,
    CHAR_POINTS,
    HEAD_FILL,
    SLACK,
    UNIT_CHARS,
    UNITS,
    Sheet,
    SheetNames,
    halved,
)

_OPEN_FILL = "FFFBE6"
_MEASURED = 3000
"""Rows of a longer table are left to the spreadsheet program to fit."""
_COMPANY = 3
"""Rows of a table that go to its last page together."""
_PARTS = (0.99, 1.01, 1.03)
"""How much of a page rows may have; programs round their heights in ways of their own."""
_FROZEN = 170.0
"""Points above the rows of a table that may stand still: a letterhead would leave no room for the rows."""
_UNSEEN = 60.0
"""Width of a column that is not shown."""
_BESIDE = 0.8
"""Digits that a column is wider than its words."""
_WIDE = {True: 247.0, False: 165.0}


class TableSheet(Sheet):
    """A sheet whose columns are those of its first table; words stand above and below."""

    _widths: Sequence[float] = ()
    _alone = True
    """Whether one table is all there is."""
    _listed: tuple[int, int] | None = None
    """Head and last row of a table whose rows have the heights that they print with."""

    def write(self, title: str | Title, blocks: Sequence[Block], names: SheetNames) -> None:
        """Write the title and the blocks."""
        from openpyxl.utils import get_column_letter

        tables = {number: _with_sections(block) for number, block in enumerate(blocks) if isinstance(block, Table)}
        main = next((table for table in tables.values() if table.rows), None)
        if main is not None:
            texts = [
                [_marked(shown(value, column), column) for value, column in zip(row, main.columns, strict=True)]
                for row in main.rows[:400]
            ]
            room = _WIDE[self._landscape] * theme.MM * 1.04
            seen = [number for number, column in enumerate(main.columns) if not column.hidden]
            shares = column_widths(
                [main.columns[number] for number in seen], [[row[number] for number in seen] for row in texts], room
            )
            if any(isinstance(block, Letterhead) for block in blocks):
                shares = _for_letterhead(shares)
            known = dict(zip(seen, shares, strict=True))
            widths = self._widths = [known.get(number, _UNSEEN) for number in range(len(main.columns))]
            for number, width in enumerate(widths, 1):
                self._sheet.column_dimensions[get_column_letter(number)].width = width / CHAR_POINTS + _BESIDE
            self._across, self._points = len(shares), sum(shares)
        else:
            for number in range(1, UNITS + 1):
                self._sheet.column_dimensions[get_column_letter(number)].width = UNIT_CHARS + 0.71
        if isinstance(title, Title):
            self._common(title)
        elif title:
            self._say(title, bold=True, size=14)
        self._alone = sum(isinstance(block, (Table, Chart)) for block in blocks) == 1
        for number, block in enumerate(blocks):
            if number in tables:
                self._table(tables[number], names, freeze=tables[number] is main)
            elif isinstance(block, KeyValues):
                self._key_values(block)
            elif isinstance(block, Letterhead):
                self._letterhead(block)
            elif isinstance(block, Title):  # unlike an annex: its type in capitals, its subject not
                self._title(block.kind.upper(), block.subject, block.remark)
            else:
                self._common(block)

    def _paged(self) -> bool:
        return not self._widths

    def _page_room(self) -> float:
        """More rows than on paper where a wide sheet is printed smaller."""
        wide = sum(width + _BESIDE * CHAR_POINTS for width in self._widths)
        paper = theme.PAGE[1 if self._landscape else 0] - theme.LEFT - theme.RIGHT
        return super()._page_room() / min(1.0, int(100 * paper / wide) / 100 if wide else 1.0)

    def _before_the_end(self) -> None:
        """One row or the words below a table go to another page with the rows before them, not under its head alone."""
        from openpyxl.worksheet.pagebreak import Break

        if not self._alone or self._listed is None or self._listed[1] - self._listed[0] < _COMPANY + 1:
            return
        head, last = self._listed
        alone = range(max(head + 2, last - _COMPANY + 2), self._row)
        if any(self._last_begun(self._page_room() * part) in alone for part in _PARTS):
            breaks: Any = self._sheet.row_breaks
            breaks.append(Break(id=last - _COMPANY))

    def _last_begun(self, room: float) -> int:
        """The row that begins the last page, where pages have so much room."""
        head = self._listed[0] if self._listed else 0
        heights = {row: self._sheet.row_dimensions[row].height or _ROW for row in range(1, self._row)}
        used, begun = 0.0, 1
        for row, high in heights.items():
            if used and used + high > room:
                used, begun = heights[head], row
            used += high
        return begun

    def _room(self, first: int, last: int) -> float:
        return sum(self._widths[first - 1 : last]) if self._widths else super()._room(first, last)

    def _key_values(self, block: KeyValues) -> None:
        """Labels on the left; a value with a name may be filled and is found again by it."""
        longest = max((natural_width(label + ": ", 12, bold=True) for label, _said in block.rows), default=0.0)
        split = max(1, min(2, self._across - 1))
        while split < self._across - 1 and (self._room(1, split) - 6) * SLACK < longest:
            split += 1
        for number, (label, said) in enumerate(block.rows):
            if not block.names:
                self._say(f"{label}: {plain(said)}")
                continue
            at = self._row
            self._say(label + ":", last=split, bold=True, row=at)
            self._say(said, first=split + 1, row=at)
            for column in range(split + 1, self._across + 1):
                cell = self._sheet.cell(at, column)
                self._styles.set(cell, size=12, border=True, open_=True, fill=_OPEN_FILL, form="@")
            self.places[block.names[number]] = f"{self._sheet.title}!{at}!{split + 1}"
            self._row += 1

    def _table(self, table: Table, names: SheetNames, *, freeze: bool) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.table import Table as RealTable
        from openpyxl.worksheet.table import TableStyleInfo

        if table.title:
            self._say(table.title, bold=True)
        if not table.rows:
            if table.empty:
                self._say(table.empty, italic=True)
            return
        head = self._row
        widths = self._widths or [_UNSEEN] * len(table.columns)
        titles = _unique(
            [
                headed(_full_title(column, table.columns), 11, (width - 6) * SLACK)
                for column, width in zip(table.columns, widths, strict=False)
            ]
        )
        for number, words in enumerate(titles, 1):
            cell: Any = self._sheet.cell(head, number)
            put(cell, words)
            self._styles.set(cell, size=11, bold=True, align="center", middle=True, border=True, fill=HEAD_FILL)
        rooms = zip(titles, self._widths, strict=False)
        lines = max((cell_lines(words, 11, width - 6, bold=True) for words, width in rooms), default=2)
        self._height(head, max(34, lines * 11 * 1.18 + 6))
        for row, values in enumerate(table.rows, head + 1):
            self._values(row, table.columns, values)
            if len(table.rows) <= _MEASURED:
                self._fit(row, table.columns, values)
        last = head + len(table.rows)
        if len(table.rows) <= _MEASURED:
            self._listed = (head, last)
        letter = get_column_letter(len(titles))
        real: Any = RealTable(displayName=names.table(table.name), ref=f"A{head}:{letter}{last}")
        real.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        real._initialise_columns()
        for column, words in zip(real.tableColumns, titles, strict=True):
            column.name = words.replace("\n", "_x000a_")
        self._sheet.add_table(real)
        self._looks(table, head, last)
        entries = {(head + 1 + row, column + 1): entry for (row, column), entry in table.entries.items()}
        for (row, number), entry in entries.items():
            open_, form = bool(entry.kind), FORMS.get(entry.kind, "@")
            shade = _OPEN_FILL if open_ else ""
            self._styles.set(self._sheet.cell(row, number), size=11, border=True, open_=open_, fill=shade, form=form)
        take(self._sheet, entries)
        if any(column.hidden or column.fillable for column in table.columns):
            self.places[f"table {table.name}"] = f"{self._sheet.title}!{head}!{last}"
        self._row = last + 1
        if table.total:
            self._values(self._row, table.columns, table.total, bold=True)
            self._row += 1
        if freeze:
            codes = sum(1 for column in table.columns[:2] if column.kind in (Kind.CODE, Kind.ORDER))
            above = sum(self._sheet.row_dimensions[row].height or 15 for row in range(1, head + 1))
            frozen = head + 1 if above <= _FROZEN else 1
            self._sheet.freeze_panes = f"{get_column_letter(codes + 1)}{frozen}"
            if self._alone or self._ended()[0]:  # over a chart or another table the head would be a wrong one
                self._sheet.print_title_rows = f"{head}:{head}"
        self._skip()

    def _values(self, row: int, columns: Sequence[Column], values: Sequence[Value], *, bold: bool = False) -> None:
        for number, (column, value) in enumerate(zip(columns, values, strict=True), 1):
            cell: Any = self._sheet.cell(row, number)
            quoted = put(cell, value)
            self._styles.set(
                cell,
                size=11,
                bold=bold,
                align=ALIGN.get(column.kind, "left"),
                border=True,
                form=number_format(column, value),
                quoted=quoted,
                open_=column.fillable,
                fill=_OPEN_FILL if column.fillable else "",
            )

    def _fit(self, row: int, columns: Sequence[Column], values: Sequence[Value]) -> None:
        """Make a row as high as its words, which some spreadsheets do not do by themselves."""
        lines = 1
        for column, value, width in zip(columns, values, self._widths, strict=False):
            if isinstance(value, (str, tuple)) and column.kind in (Kind.TEXT, Kind.CHOICE):
                said = _marked(value, column)
                lines = max(lines, cell_lines(plain(said), 11, width * SLACK, bold=_bold(said)))
        self._height(row, lines * 11 * 1.18 + 4)

    def _looks(self, table: Table, head: int, last: int) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        for number, column in enumerate(table.columns, 1):
            letter = get_column_letter(number)
            if column.hidden:
                self._sheet.column_dimensions[letter].hidden = True
            reference = f"{letter}{head + 1}:{letter}{last}"
            if column.marks:
                mark_cells(self._sheet, reference, dict(column.marks))
            if column.bars:
                bar_cells(self._sheet, reference)
            if column.choices:
                said = ",".join(word.replace('"', "") for word in column.choices)
                rule = DataValidation(type="list", formula1=f'"{said}"', allow_blank=True, showErrorMessage=True)
                rule.errorTitle, rule.error = column.title[:31], _("Choose one of the words in the list.")
                own = {head + 1 + row for row, place in table.entries if place == number - 1}
                for first, end in _runs([row for row in range(head + 1, last + 1) if row not in own]):
                    rule.add(f"{letter}{first}:{letter}{end}")
                if rule.sqref.ranges:
                    self._sheet.add_data_validation(rule)


def _for_letterhead(shares: list[float]) -> list[float]:
    """Widths of columns with room on the right for the name of the country on one line; the widest one gives it."""
    if len(shares) < 2:
        return shares
    split = halved(shares)
    lack = natural_width(theme.NATION, 12, bold=True) / SLACK * 1.05 + 8 - sum(shares[split:])
    widest = max(range(split), key=shares.__getitem__)
    if lack <= 0 or shares[widest] < 2 * lack:
        return shares
    more = lack / (len(shares) - split)
    wider = [width + (more if number >= split else 0.0) for number, width in enumerate(shares)]
    wider[widest] -= lack
    return wider


def _marked(value: Text, column: Column) -> Text:
    """A word with the shape that `mark_cells` shows before it."""
    mark = column.marks.get(plain(value))
    if not mark:
        return value
    return (Span(f"{theme.SHAPES[mark]}\u00a0{plain(value)}", bold=mark in (Mark.BAD, Mark.SEVERE)),)


def _bold(said: Text) -> bool:
    return isinstance(said, tuple) and any(isinstance(span, Span) and span.bold for span in said)


def _with_sections(table: Table) -> Table:
    """Rows written across a table become a column, so that a filter can use them."""
    if not table.sections:
        return table
    rows: list[list[Value]] = []
    current = ""
    for number, row in enumerate(table.rows):
        current = table.sections.get(number, current)
        rows.append([current, *row])
    columns = (Column(_("Section"), weight=1.2), *table.columns)
    total = ["", *table.total] if table.total else None
    entries = {(row, column + 1): entry for (row, column), entry in table.entries.items()}
    return Table(columns, rows, table.title, table.empty, total, name=table.name, entries=entries)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Rising numbers as first and last of each unbroken run."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _full_title(column: Column, columns: Sequence[Column]) -> str:
    """A head in one row: with the words above it only where another column is called the same."""
    alike = sum(other.title == column.title for other in columns) > 1
    return f"{column.group} – {column.title}" if column.group and alike else column.title


def _unique(titles: Sequence[str]) -> list[str]:
    found: list[str] = []
    for number, title in enumerate(titles, 1):
        name = text(title).strip() or f"({number})"
        while name.lower() in {known.lower() for known in found}:
            name += " "
            name = f"{name.strip()} ({number})"
        found.append(name)
    return found
