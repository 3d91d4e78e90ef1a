"""The overview: four figures, the share met over time, coverage, what fails most, and where. Everything leads to its list."""

from __future__ import annotations

import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from inspector import days, i18n, overview
from inspector.i18n import N_, _, ngettext
from inspector.overview import Overview
from inspector.reports.papers import quarter
from inspector.store import lists
from ui.place import Desk
from ui.sites.dossier import spots_at
from ui.sites.plot import Legend, SitePlot
from ui.widgets.charts import Bar, BarList, Curve, LineChart
from ui.widgets.chip import FilterChip
from ui.widgets.layout import Card, label, scrolled
from ui.widgets.stat_tile import StatTile

TONES = ("brand", "pass", "fail", "warn", "na")
NARROW_BELOW = 820
PERIODS = (
    ("quarter", N_("This quarter")),
    ("before", N_("Last quarter")),
    ("year", N_("This year")),
    ("twelve", N_("Last 12 months")),
)


def span(period: str, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First and last day of a period that can be chosen."""
    first, last = quarter(today)
    if period == "before":
        return quarter(first - datetime.timedelta(days=1))
    if period == "year":
        return datetime.date(today.year, 1, 1), datetime.date(today.year, 12, 31)
    if period == "twelve":
        return today - datetime.timedelta(days=364), today
    return first, last


class OverviewPage(QWidget):
    """Tiles above, charts below; two columns where there is room."""

    loaded = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.found: Overview | None = None
        self.offered = overview.Choices((), ())
        self.period = FilterChip(_("This quarter"), [(key, _(words)) for key, words in PERIODS[1:]])
        self.unit = FilterChip(_("Every unit"), [])
        self.domain = FilterChip(_("Every domain"), [])
        self.filters = (self.period, self.unit, self.domain)
        for chip in self.filters:
            chip.chosen.connect(lambda _key: self.refresh())
        self.tiles = {
            "visits": StatTile(_("Visits")),
            "rate": StatTile(_("Share met")),
            "open": StatTile(_("Open findings")),
            "overdue": StatTile(_("Overdue remedies")),
        }
        self.chart, self.coverage, self.failed = LineChart(), BarList(name_width=170), BarList(name_width=230)
        self.rates = BarList(name_width=90)
        self.failed.pressed.connect(self._open_item)
        self.coverage.pressed.connect(self._open_commune)
        self.rates.pressed.connect(self._open_domain)
        for key, place, target in (
            ("visits", "visits", {}),
            ("rate", "findings", {"which": None}),
            ("open", "findings", {"which": "open"}),
            ("overdue", "findings", {"which": "overdue"}),
        ):
            self.tiles[key].pressed.connect(partial(desk.go, place, **target))
        self.plot = SitePlot(tall=150)
        self.plot.setMinimumHeight(150)
        self.plot.chosen.connect(lambda uid: desk.go("sites", site=uid))
        self._notes: dict[str, QLabel] = {}
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.cards = [
            self._card("rates", _("Share met by domain"), self.chart),
            self._card("coverage", _("Coverage by commune (the least covered)"), self.coverage),
            self._card("failed", _("Items most often not met"), self.failed),
            self._card("places", _("Positions and state"), self.plot),
        ]
        self.cards[0].body.insertWidget(1, self.rates)
        self.cards[0].body.addStretch(0)
        self.cards[3].body.addWidget(Legend())
        self._narrow: bool | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))
        self._arrange(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width() < NARROW_BELOW)

    def refresh(self) -> None:
        """Ask the register again."""
        today = days.today()
        first, last = span(str(self.period.value or "quarter"), today)
        scope = overview.Scope(form=str(self.domain.value or ""), unit=str(self.unit.value or ""))
        language = i18n.language()
        self.desk.tasks.read(overview.choices, language=language, then=self._offer, owner=self)
        self.desk.tasks.read(
            overview.read, first, last, on=today, language=language, scope=scope, then=self._show, owner=self
        )
        self.desk.tasks.read(lists.positions, today.isoformat(), then=self._show_places, owner=self)

    def _card(self, key: str, heading: str, chart: QWidget) -> Card:
        card = Card(heading)
        note = label("", "second", wrap=True)
        note.hide()
        self._notes[key] = note
        card.body.addWidget(chart, 1 if chart in (self.chart, self.plot) else 0)
        card.body.addWidget(note)
        if chart is not self.chart:
            card.body.addStretch(0 if chart is self.plot else 1)
        return card

    def _arrange(self, narrow: bool) -> None:
        if narrow == self._narrow:
            return
        self._narrow = narrow
        across = 2 if narrow else 4
        for at, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, at // across, at % across)
        top = 2 if narrow else 1
        for at, card in enumerate(self.cards):
            if narrow:
                self._grid.addWidget(card, top + at, 0, 1, 2)
            else:
                self._grid.addWidget(card, top + at // 2, (at % 2) * 2, 1, 2)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
        for at in (0, 1):
            self._grid.setRowStretch(top + at, 1)

    def _offer(self, found: overview.Choices) -> None:
        if found != self.offered:
            self.offered = found
            self.unit.set_choices([(unit, unit) for unit in found.units])
            self.domain.set_choices(list(found.forms))
        self.unit.setEnabled(bool(found.units))

    def _show(self, found: Overview) -> None:
        self.found = found
        change = found.made - found.made_before
        than = _("{n} compared with before").format(n=f"{change:+d}")
        self.tiles["visits"].say(f"{found.made} / {found.planned}", than if found.planned else "", *_way(change))
        if found.rate is None:
            self.tiles["rate"].say("–")
        else:
            points = (found.rate - found.rate_before) * 100 if found.rate_before is not None else None
            chip = "" if points is None else _("{n} points").format(n=_figure(points, sign=True))
            self.tiles["rate"].say(f"{_figure(found.rate * 100)} %", chip, *_way(points or 0))
        grave = ngettext("{n} critical", "{n} critical", found.critical) if found.critical else ""
        self.tiles["open"].say(str(found.open_findings), grave, "fail", "cross")
        longest = ngettext("longest {n} day", "longest {n} days", found.longest) if found.overdue else ""
        self.tiles["overdue"].say(str(found.overdue), longest, "warn", "clock")
        self._show_rates(found)
        bars = [
            Bar(
                one.name or "–",
                one.made / one.planned * 100,
                f"{one.made}/{one.planned}",
                "brand" if one.made else "fail",
            )
            for one in found.coverage
        ]
        self.coverage.set_bars(bars, top=100, says=_("Coverage by commune (the least covered)"))
        self._note("coverage", self.coverage, bool(bars), _("No visit is planned in this period."))
        failed = [Bar(f"{one.code} {one.text}", one.count, str(one.count), "fail") for one in found.frequent]
        self.failed.set_bars(failed, says=_("Items most often not met"))
        self._note("failed", self.failed, bool(failed), _("Nothing was found wanting in this period."))
        self.loaded.emit()

    def _show_places(self, places: list[lists.Position]) -> None:
        self.plot.set_spots(spots_at(places))
        self._note("places", self.plot, bool(places), _("No position is known. Import a list with coordinates."))

    def _show_rates(self, found: Overview) -> None:
        curves = [
            Curve(name, tuple(None if value is None else value * 100 for value in values), TONES[at % len(TONES)])
            for at, (name, values) in enumerate(found.rates)
        ]
        over_time = len(found.periods) > 1
        quarters = [_quarter(period) for period in found.periods]
        self.chart.set_curves(quarters, curves, says=_("Share met by domain"))
        bars = [
            Bar(one.name, last, f"{_figure(last)} %")
            for one in curves
            if (last := one.values[-1] if one.values else None) is not None
        ]
        bars.sort(key=lambda bar: bar.value)
        self.rates.set_bars(bars, top=100, says=_("Share met by domain"))
        self.rates.setVisible(bool(bars) and not over_time)
        self._note("rates", self.chart, bool(curves), _("No checklist was answered in this period."))
        self.chart.setVisible(over_time and bool(curves))

    def _note(self, key: str, chart: QWidget, filled: bool, words: str) -> None:
        chart.setVisible(filled)
        self._notes[key].setText(words)
        self._notes[key].setVisible(not filled)

    def _open_item(self, at: int) -> None:
        if self.found is not None and at < len(self.found.frequent):
            self.desk.go("findings", which=None, search=self.found.frequent[at].code)

    def _open_commune(self, at: int) -> None:
        if self.found is not None and at < len(self.found.coverage):
            name = self.found.coverage[at].name
            self.desk.go("sites", commune=None if name == _("(not given)") else name)

    def _open_domain(self, at: int) -> None:
        """Narrow the overview to the domain of a bar."""
        form = next((form for form, short in self.offered.forms if short == self.rates.bars[at].name), None)
        if form is not None:
            self.domain.choose(form)


def _quarter(period: str) -> str:
    """A quarter as it stands below a chart: IV/2026."""
    number, _slash, year = period.partition("/")
    return f"{('I', 'II', 'III', 'IV')[int(number) - 1]}/{year}"


def _way(change: float) -> tuple[str, str | None]:
    if change > 0:
        return "pass", "trend-up"
    return ("warn", "trend-down") if change < 0 else ("plain", None)


def _figure(value: float, *, sign: bool = False) -> str:
    words = f"{value:+.1f}" if sign else f"{value:.1f}"
    return words.replace(".", ",") if i18n.language() == "vi" else words
