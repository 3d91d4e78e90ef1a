"""
Charts for print, drawn as lines and rectangles: crisp at any size, told apart without colour.

Series differ by filling (black, white, hatched, grey) or by dash and marker, so a photocopy still reads.
"""

from __future__ import annotations

import math

from inspector.reports import theme, words
from inspector.reports.boxes import Solid
from inspector.reports.document import Chart, ChartKind
from inspector.reports.ink import Ink
from inspector.reports.typeset import longest_word, natural_width, wrap

_SIZE = 9.0
_LEADING = _SIZE * theme.LINE
_LEGEND_ROW = 14.0
_BAR = 15.0
_PLOT = 150.0
_DASHES: tuple[tuple[float, ...], ...] = ((), (5, 2), (1.5, 1.5), (7, 2, 1.5, 2), (3, 3))


def _legend_places(names: list[str], width: float) -> list[tuple[float, int]]:
    """Distance from the left and row of each entry of a legend; what does not fit goes on in the next row."""
    places: list[tuple[float, int]] = []
    left, row = 0.0, 0
    for name in names:
        wide = 22 + natural_width(name, _SIZE)
        if places and left + wide > width:
            left, row = 0.0, row + 1
        places.append((left, row))
        left += wide + 16
    return places


class ChartBox(Solid):
    """One chart with its title and legend; never parted."""

    gap = 10.0

    def __init__(self, chart: Chart, width: float) -> None:
        self._chart = chart
        self._title = wrap(chart.title, theme.TABLE + 1, width, bold=True)
        self._legend = chart.series if len(chart.series) > 1 else ()
        self._top = _top(chart)
        head = len(self._title) * (theme.TABLE + 1) * theme.LINE + 6
        self._legend_places = _legend_places([series.name for series in self._legend], width)
        legend = _LEGEND_ROW * (self._legend_places[-1][1] + 1) + 2 if self._legend else 0.0
        if chart.kind is ChartKind.BAR:
            widest = max((natural_width(name, _SIZE) for name in chart.categories), default=0)
            self._label_width = min(widest + 8, width * 0.45)
            self._labels = [wrap(name, _SIZE, self._label_width - 8) for name in chart.categories]
            self._rows = [max(_BAR * max(1, len(chart.series)), len(label) * _LEADING) + 5 for label in self._labels]
            self._body = sum(self._rows) + 18
        else:
            step = (width - 40) / max(1, len(chart.categories))
            self._label_width = 40
            self._labels = [wrap(name, _SIZE, max(step - 4, 12)) for name in chart.categories]
            self._step = step
            self._body = _PLOT + 10 + max((len(label) for label in self._labels), default=1) * _LEADING + 6
        self.height = head + legend + self._body
        self._head = head + legend

    def paint(self, ink: Ink, x: float, top: float, width: float) -> None:
        """Draw it."""
        y = top - (theme.TABLE + 1) * 0.95
        for line in self._title:
            ink.line(line, x, y, theme.TABLE + 1, width=width)
            y -= (theme.TABLE + 1) * theme.LINE
        if self._legend:
            self._paint_legend(ink, x, y)
        if self._chart.kind is ChartKind.BAR:
            self._paint_bars(ink, x, top - self._head, width)
        else:
            self._paint_plot(ink, x, top - self._head, width)

    def _paint_legend(self, ink: Ink, x: float, y: float) -> None:
        first = y
        for number, (series, (right, row)) in enumerate(zip(self._legend, self._legend_places, strict=True)):
            left, y = x + right, first - row * _LEGEND_ROW
            if self._chart.kind is ChartKind.LINE:
                ink.path([(left, y + 3), (left + 18, y + 3)], width=1.2, dash=_DASHES[number % 5])
                _marker(ink, left + 9, y + 3, number)
            else:
                ink.hatched(left, y, 18, 8, number)
            ink.line(wrap(series.name, _SIZE, 400)[0], left + 22, y + 0.5, _SIZE)

    def _paint_bars(self, ink: Ink, x: float, top: float, width: float) -> None:
        left = x + self._label_width
        room = width - self._label_width - 44
        y = top
        for index, label in enumerate(self._labels):
            high = self._rows[index]
            baseline = y - (high - len(label) * _LEADING) / 2 - _SIZE * 0.85
            for line in label:
                ink.line(line, x, baseline, _SIZE, width=self._label_width - 8, align="right")
                baseline -= _LEADING
            thick = _BAR - 4
            bar = y - (high - _BAR * len(self._chart.series)) / 2
            for number, series in enumerate(self._chart.series):
                value = series.values[index]
                low = bar - _BAR * (number + 1) + 2
                if value is not None:
                    length = room * max(0.0, value) / self._top
                    ink.hatched(left, low, length, thick, number if len(self._chart.series) > 1 else 3)
                    _words(ink, self._said(value), left + length + 4, low + 2.5)
            y -= high
        ink.rule(left, top, left, y, 0.7)

    def _paint_plot(self, ink: Ink, x: float, top: float, width: float) -> None:
        chart = self._chart
        left, low = x + self._label_width, top - _PLOT - 4
        for number in range(5):
            level = low + _PLOT * number / 4
            if number:
                ink.path([(left, level), (x + width, level)], width=0.3, dash=(1, 2))
            said = wrap(self._said(self._top * number / 4), _SIZE, 100)[0]
            ink.line(said, x, level - 3, _SIZE, width=self._label_width - 5, align="right")
        ink.rules([(left, low, x + width, low), (left, low, left, low + _PLOT)], 0.7)
        for index, label in enumerate(self._labels):
            baseline = low - 4 - _SIZE * 0.85
            for line in label:
                ink.line(line, left + index * self._step + 2, baseline, _SIZE, width=self._step - 4, align="centre")
                baseline -= _LEADING
        if chart.kind is ChartKind.LINE:
            self._paint_lines(ink, left, low)
        else:
            self._paint_columns(ink, left, low)

    def _paint_columns(self, ink: Ink, left: float, low: float) -> None:
        chart = self._chart
        stacked = chart.kind is ChartKind.STACKED
        slots = 1 if stacked else len(chart.series)
        thick = min(28.0, (self._step - 6) / max(1, slots))
        for index in range(len(chart.categories)):
            start = left + index * self._step + (self._step - thick * slots) / 2
            base = low
            for number, series in enumerate(chart.series):
                value = series.values[index] or 0.0
                high = _PLOT * max(0.0, value) / self._top
                place = start if stacked else start + number * thick
                ink.hatched(place, base, thick - 1, high, number)
                if stacked:
                    base += high
                elif value and natural_width(self._said(value), 8) <= thick + 6:
                    said = wrap(self._said(value), 8, 100)[0]
                    ink.line(said, place - 5, base + high + 2, 8, width=thick + 9, align="centre")

    def _paint_lines(self, ink: Ink, left: float, low: float) -> None:
        for number, series in enumerate(self._chart.series):
            points: list[tuple[float, float]] = []
            for index, value in enumerate([*series.values, None]):
                if value is not None:
                    place = left + (index + 0.5) * self._step
                    points.append((place, low + _PLOT * min(value, self._top) / self._top))
                    continue
                if len(points) > 1:
                    ink.path(points, width=1.3, dash=_DASHES[number % 5])
                for px, py in points:
                    _marker(ink, px, py, number)
                points = []

    def _said(self, value: float) -> str:
        decimals = 0 if abs(value - round(value)) < 0.05 else 1
        return words.number(value, decimals) + self._chart.unit


def _marker(ink: Ink, x: float, y: float, number: int) -> None:
    r = 3.0
    kind = number % 4
    if kind == 0:
        ink.polygon([(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)], grey=0)
    elif kind == 1:
        ink.polygon([(x - r, y - r), (x + r, y - r), (x, y + r)], grey=1)
    elif kind == 2:
        ink.polygon([(x - r, y), (x, y - r), (x + r, y), (x, y + r)], grey=0)
    else:
        ink.polygon([(x + r * math.cos(a / 6 * math.pi), y + r * math.sin(a / 6 * math.pi)) for a in range(12)], grey=1)


def _words(ink: Ink, text: str, x: float, y: float) -> None:
    ink.line(wrap(text, _SIZE, max(longest_word(text, _SIZE), 1) + 200)[0], x, y, _SIZE)


def _top(chart: Chart) -> float:
    if chart.highest:
        return chart.highest
    if chart.kind is ChartKind.STACKED:
        columns = zip(*(series.values for series in chart.series), strict=True)
        most = max((sum(value or 0 for value in column) for column in columns), default=0)
    else:
        most = max((value or 0 for series in chart.series for value in series.values), default=0)
    if most <= 0:
        return 1.0
    if chart.kind is ChartKind.BAR:
        return float(most)
    step = 10 ** math.floor(math.log10(most / 4)) if most >= 4 else 1
    counted = all(float(value or 0).is_integer() for series in chart.series for value in series.values)
    for factor in (1, 2, 2.5, 3, 4, 5, 10):
        if step * factor * 4 >= most and (not counted or float(step * factor).is_integer()):
            return float(step * factor * 4)
    return float(most)
