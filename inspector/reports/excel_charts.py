"""Native charts of a workbook, told apart by pattern, dash and marker so that a black-and-white print still reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inspector.reports.document import Chart, ChartKind
from inspector.reports.excel_styles import put

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FILLS: tuple[Any, ...] = ("1F3A5F", "FFFFFF", None, "BFC5CC", None)
"""Dark, white, hatched, grey, hatched the other way: as in print. None: a pattern."""
_PATTERNS: tuple[Any, ...] = ("", "", "wdUpDiag", "", "wdDnDiag")
_SHADES = ("1F3A5F", "5B7DA6", "9AA7B5", "2F6B5E", "6E6259")
_DASHES = ("solid", "dash", "sysDot", "dashDot", "lgDash")
_MARKERS = ("square", "triangle", "diamond", "circle", "x")


class ChartData:
    """The sheet that holds the figures behind the charts."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._row = 1
        self.title = sheet.title
        sheet.sheet_state = "hidden"
        sheet.column_dimensions["A"].width = 44
        page: Any = sheet
        page.page_setup.paperSize, page.page_setup.fitToHeight = 9, 0
        page.sheet_properties.pageSetUpPr.fitToPage = True

    def native(self, chart: Chart, *, width_cm: float) -> Any:
        """The chart of these figures, which are written down first."""
        from openpyxl.chart import BarChart, LineChart, Reference, Series
        from openpyxl.chart.label import DataLabelList
        from openpyxl.chart.shapes import GraphicalProperties
        from openpyxl.drawing.fill import PatternFillProperties
        from openpyxl.utils import get_column_letter

        known = [value for series in chart.series for value in series.values if value is not None]
        counted = all(float(value).is_integer() for value in known)
        stacked = [sum(value or 0 for value in one) for one in zip(*(s.values for s in chart.series), strict=True)]
        most = max(stacked if chart.kind is ChartKind.STACKED else known, default=0)
        form = f'0{"" if counted else ".0"}"{chart.unit}"' if chart.unit else "General"
        top = self._row
        put(self._sheet.cell(top, 1), chart.title)
        for number, series in enumerate(chart.series):
            put(self._sheet.cell(top + 1, number + 2), series.name)
            column = self._sheet.column_dimensions[get_column_letter(number + 2)]
            column.width = max(column.width, len(series.name) + 2)
        for index, name in enumerate(chart.categories):
            put(self._sheet.cell(top + 2 + index, 1), name)
            for number, series in enumerate(chart.series):
                cell: Any = self._sheet.cell(top + 2 + index, number + 2)
                put(cell, series.values[index])
                cell.number_format = form  # that of the words beside the bars
        last = top + 1 + len(chart.categories)
        self._row = last + 3

        drawn: Any = LineChart() if chart.kind is ChartKind.LINE else BarChart()
        if chart.kind is not ChartKind.LINE:
            drawn.type = "bar" if chart.kind is ChartKind.BAR else "col"
            drawn.gapWidth = 60
            if chart.kind is ChartKind.STACKED:
                drawn.grouping, drawn.overlap = "stacked", 100
        drawn.title = chart.title
        _small(drawn.title)
        drawn.style = 1
        drawn.height = 2.2 + 0.75 * max(6, len(chart.categories)) if chart.kind is ChartKind.BAR else 8.5
        drawn.width = width_cm
        drawn.visible_cells_only = False  # the figures are hidden
        names = Reference(self._sheet, min_col=1, min_row=top + 2, max_row=last)
        for number in range(len(chart.series)):
            values = Reference(self._sheet, min_col=number + 2, min_row=top + 1, max_row=last)
            series = Series(values, title_from_data=True)
            shade, filled = _SHADES[number % 5], _FILLS[number % 5]
            if chart.kind is ChartKind.LINE:
                series.graphicalProperties.line.solidFill = shade
                series.graphicalProperties.line.dashStyle = _DASHES[number % 5]
                series.graphicalProperties.line.width = 22000
                series.marker.symbol = _MARKERS[number % 5]
                series.marker.size = 7
                series.marker.graphicalProperties = GraphicalProperties(solidFill=shade)
                series.smooth = False
            else:
                if filled is None:
                    fill: Any = PatternFillProperties(prst=_PATTERNS[number % 5])
                    fill.foreground, fill.background = _colour("000000"), _colour("FFFFFF")
                    series.graphicalProperties = GraphicalProperties(pattFill=fill)
                else:
                    series.graphicalProperties = GraphicalProperties(solidFill=filled)
                series.graphicalProperties.line.solidFill = "1F3A5F"
            drawn.series.append(series)
        drawn.set_categories(names)
        drawn.legend = drawn.legend if len(chart.series) > 1 else None
        if drawn.legend is not None:
            drawn.legend.position = "b"
        if chart.kind in (ChartKind.BAR, ChartKind.COLUMN) and len(chart.categories) * len(chart.series) <= 40:
            drawn.dataLabels = DataLabelList()
            drawn.dataLabels.showVal = True
            for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
                setattr(drawn.dataLabels, other, False)
        drawn.x_axis.delete = drawn.y_axis.delete = False  # newer spreadsheets hide axes that do not say so
        drawn.y_axis.scaling.min = 0
        if chart.highest:
            drawn.y_axis.scaling.max = chart.highest
            if chart.kind is ChartKind.BAR and drawn.dataLabels:  # the figure at the end of a full bar stays inside
                drawn.y_axis.scaling.max = chart.highest * 1.15
                drawn.y_axis.majorUnit = chart.highest / 5
        drawn.y_axis.number_format = form.replace(".0", "")
        if counted and most <= 12:
            drawn.y_axis.majorUnit = 1
        if chart.kind is ChartKind.BAR:
            drawn.x_axis.scaling.orientation = "maxMin"
            drawn.y_axis.crosses = "max"  # upside down, and its axis still below
        return drawn


def _colour(value: str) -> Any:
    from openpyxl.drawing.colors import ColorChoice

    made: Any = ColorChoice
    return made(srgbClr=value)


def _small(title: Any) -> None:
    """A title as large as the words around it."""
    from openpyxl.drawing.text import CharacterProperties, ParagraphProperties

    look = CharacterProperties(sz=1100, b=True)
    for paragraph in title.tx.rich.p:
        paragraph.pPr = ParagraphProperties(defRPr=look)
        for run in paragraph.r:
            run.rPr = look
