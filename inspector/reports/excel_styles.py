"""How cells of a workbook look: made once for each kind and shared, since openpyxl's own way costs most of its time."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from inspector import days
from inspector.reports import theme
from inspector.reports.document import Column, Kind, Mark, Value, plain

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FONT = "Times New Roman"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST = 32_767
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BESIDE = "_0"
"""What keeps a figure on the right clear of the line beside it: LibreOffice forgets the indents of most cells."""


class Styles:
    """Shared styles of one workbook, by name."""

    def __init__(self, workbook: Workbook) -> None:
        self._sheet = workbook.create_sheet("styles")
        _widths_by_our_font(workbook)
        self._workbook = workbook
        self._made: dict[tuple[Any, ...], Any] = {}

    def close(self) -> None:
        """Take away the sheet on which the styles were made."""
        self._workbook.remove(self._sheet)

    def set(
        self,
        cell: Any,
        *,
        size: float = 12,
        bold: bool = False,
        italic: bool = False,
        align: str = "left",
        middle: bool = False,
        wrap: bool = True,
        border: bool = False,
        fill: str = "",
        form: str = "",
        quoted: bool = False,
        open_: bool = False,
        under: bool = False,
    ) -> None:
        """Give a cell its look."""
        key = (size, bold, italic, align, middle, wrap, border, fill, form, quoted, open_, under)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._make(*key)
        cell._style = made

    def _make(
        self,
        size: float,
        bold: bool,
        italic: bool,
        align: str,
        middle: bool,
        wrap: bool,
        border: bool,
        fill: str,
        form: str,
        quoted: bool,
        open_: bool,
        under: bool,
    ) -> Any:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        cell: Any = self._sheet.cell(len(self._made) + 1, 1)
        cell.font = Font(name=FONT, size=size, bold=bold, italic=italic, underline="single" if under else None)
        cell.alignment = Alignment(
            horizontal={"centre": "center", "justify": "justify"}.get(align, align),
            vertical="center" if middle else "top",
            wrap_text=wrap and align != "right",
        )
        if border:
            thin = Side(style="thin", color="808080")
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        if fill:
            cell.fill = PatternFill("solid", start_color=fill)
        if form:
            cell.number_format = form
        if open_:
            cell.protection = Protection(locked=False)
        cell.quotePrefix = quoted
        return cell._style


def _widths_by_our_font(workbook: Any) -> None:
    """
    A spreadsheet measures widths of columns in digits of the workbook's own font, so that has to be the one in use.

    At size 12 a digit is 8 dots wide; at 11 it is 7.33, which Excel rounds and LibreOffice does not: there columns came
    out wider by a twentieth, and rows too high for their words.
    """
    from openpyxl.styles import Font
    from openpyxl.utils.indexed_list import IndexedList

    plain_font = Font(name=FONT, size=12, family=1)
    workbook._fonts = IndexedList([plain_font])
    workbook._named_styles["Normal"].font = plain_font


def text(value: str) -> str:
    """`value` as a workbook takes it: no control characters, not too long."""
    cleaned = _CONTROL.sub("", value) if _CONTROL.search(value) else value
    return cleaned if len(cleaned) <= _MOST else cleaned[: _MOST - 1] + "…"


def put(cell: Any, value: Value) -> bool:
    """
    Write a value; people's text stays text, whatever it begins with. True: it looks like a formula.

    Such a text is also marked as quoted, so that a spreadsheet does not calculate it when somebody edits it.
    """
    if isinstance(value, (str, tuple)):
        said = text(plain(value))
        if not said:
            return False
        cell.value = said
        if said.startswith(_FORMULA):
            cell.data_type = "s"
            return True
        cell.data_type = "s"
        return False
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(days.HERE).replace(tzinfo=None)
    if isinstance(value, float) and value != value:
        value = None
    cell.value = value
    return False


def number_format(column: Column, value: Value) -> str:
    """How a number or a day of this column is shown."""
    decimals = "." + "0" * column.decimals if column.decimals else ""
    match column.kind:
        case Kind.ORDER if isinstance(value, int):
            return "0"
        case Kind.NUMBER if isinstance(value, (int, float, Decimal)):
            return "#,##0" + decimals + BESIDE
        case Kind.PERCENT if isinstance(value, (int, float, Decimal)):
            return "0" + decimals + "%" + BESIDE
        case Kind.DATE | Kind.MOMENT if isinstance(value, date):
            return "dd/mm/yyyy" if column.kind is Kind.DATE else "hh:mm dd/mm/yyyy"
    if not isinstance(value, (str, tuple)):
        return ""
    return "@" + BESIDE if value and column.kind in (Kind.NUMBER, Kind.PERCENT) else "@"


def mark_cells(sheet: Worksheet, reference: str, marks: dict[str, Mark]) -> None:
    """Colour words by what they mean, with a shape before each, so that it reads without colour too."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.styles.differential import DifferentialStyle
    from openpyxl.styles.numbers import NumberFormat

    for number, (word, mark) in enumerate(marks.items()):
        look = DifferentialStyle(
            font=Font(color=theme.COLOURS[mark], bold=mark in (Mark.BAD, Mark.SEVERE)),
            fill=PatternFill(bgColor=theme.FILLS[mark]),
            numFmt=NumberFormat(numFmtId=200 + list(Mark).index(mark), formatCode=f'"{theme.SHAPES[mark]} "@'),
        )
        said = word.replace('"', '""')
        rule = Rule(type="cellIs", operator="equal", formula=[f'"{said}"'], dxf=look, priority=number + 1)
        sheet.conditional_formatting.add(reference, rule)


def bar_cells(sheet: Worksheet, reference: str) -> None:
    """A bar in each cell as long as its number."""
    from openpyxl.formatting import rule as rules

    make: Any = rules.DataBarRule
    rule = make(start_type="num", start_value=0, end_type="max", color="8FA7C4", showValue=True)
    sheet.conditional_formatting.add(reference, rule)
