"""Draw up a round: sites by filter or plot on the left, the plan with its teams, days and remarks on the right."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector import days, i18n, rounds
from inspector.i18n import N_, _, ngettext
from inspector.reports import gather
from inspector.rounds import Remark, Stop, Team
from inspector.store import lists
from ui.models.columns import RIGHT, Column, Mark, this_day
from ui.models.paged import Answer, Ask, Page, PagedModel, all_at_once
from ui.place import Desk
from ui.rounds.teams import TeamFields
from ui.sites.dossier import spots
from ui.sites.plot import Legend, SitePlot
from ui.sites.view import STATES
from ui.widgets import paint
from ui.widgets.button import Button
from ui.widgets.chip import ChipButton, FilterChip
from ui.widgets.empty import EmptyState
from ui.widgets.header import ChipRow
from ui.widgets.layout import Card, label, row, scrolled
from ui.widgets.search_field import SearchField
from ui.widgets.table import DataTable, ListCard

NARROW_BELOW = 900
CODES = {"fire": "PCCC", "equipment": "TB", "infrastructure": "HT", "guard": "BV", "state_secret": "BMNN"}
SHORT = {
    Remark.NEVER: N_("first time"),
    Remark.ELSEWHERE: N_("other round"),
    Remark.TWICE: N_("twice"),
    Remark.CROWDED: N_("busy day"),
    Remark.NO_CHECKLIST: N_("no checklist"),
    Remark.OUTSIDE: N_("outside"),
}
"""Remarks as chips have room for; below the list they stand in full."""
_TONES = {Remark.NEVER: "brand", Remark.ELSEWHERE: "warn", Remark.CROWDED: "warn"}


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-")))


def _short_day(text: str) -> str:
    return _day(text)[:5]


def _remarks(one: Stop) -> list[Mark]:
    return [Mark(_(SHORT[remark]), _TONES.get(remark, "fail")) for remark in one.remarks]


SITES = (
    Column(N_("Code"), lambda one: one.code, width=92, order="code", strong=True),
    Column(N_("Name"), lambda one: one.name, width=150, stretch=True, order="name"),
    Column(N_("Commune"), lambda one: one.commune, width=120, order="commune", spare=True),
    Column(N_("Last time"), lambda one: one.last_visit, show=_day, width=118, order="last_visit"),
    Column(
        N_("Open findings"),
        lambda one: one.open_findings or "",
        align=RIGHT,
        width=70,
        order="open_findings",
        spare=True,
    ),
)
PLAN = (
    Column(N_("Code"), lambda one: one.code, width=92, strong=True),
    Column(N_("Team"), lambda one: one.team, width=80),
    Column(N_("Day"), lambda one: one.on, show=_short_day, width=70),
    Column(N_("Checklists"), lambda one: ", ".join(CODES.get(name, name) for name in one.forms), width=176),
    Column(N_("Remarks"), lambda one: one.remarks, marks=_remarks, width=190, stretch=True),
)


class PlanPage(QWidget):
    """`done(round)` when the plan is written; `left` when it is given up."""

    done = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.stops: list[Stop] = []
        self._by_hand: dict[str, int] = {}
        """The teams that a person chose for sites, by their number: sharing out anew leaves them."""
        inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(16)
        self.choosing, self.planning = self._choosing(), self._planning()
        self._columns.addWidget(self.choosing, 3)
        self._columns.addWidget(self.planning, 4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))
        self._show_plan()

    # building

    def _choosing(self) -> Card:
        card = Card(_("1. Choose sites"), padding=12)
        self.search = SearchField(_("Code, name, commune"))
        self.search.searched.connect(lambda text: self._filter(search=text))
        self.filters = {
            "commune": FilterChip(_("Commune"), []),
            "kind": FilterChip(_("Type"), []),
            "state": FilterChip(_("State"), [(key, _(words)) for key, words in STATES]),
        }
        for key, chip in self.filters.items():
            chip.chosen.connect(lambda value, key=key: self._filter(**{key: value}))
        self.as_plot = ChipButton(_("Positions"), sign="map", checkable=True)
        self.as_plot.toggled.connect(self._turn)
        card.body.addWidget(self.search)
        card.body.addWidget(ChipRow(*self.filters.values(), self.as_plot))
        self.model = PagedModel(SITES, self._fetch, self)
        self.model.loaded.connect(self._counted)
        self.table = DataTable(self.model, name="round-sites", title=_("Site list"), memory=self.desk.memory)
        self.table.opened.connect(lambda one: self.add([one.uid]))
        self.search.left.connect(self.table.setFocus)
        self.plot = SitePlot()
        self.plot.chosen.connect(lambda uid: self.add([str(uid)]))
        self.pages = QStackedWidget()
        self.pages.setProperty("plain", "true")
        empty = EmptyState("site", _("There is no site here yet."), _("Import a station list first."))
        self.listed = ListCard(self.table, empty, search=self.search, filters=self.filters.values())
        self.pages.addWidget(self.listed)
        plotted = QWidget()
        column = QVBoxLayout(plotted)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot, 1)
        column.addWidget(Legend())
        self.pages.addWidget(plotted)
        card.body.addWidget(self.pages, 1)
        self.add_chosen = Button(_("Add the chosen"), icon="add")
        self.add_chosen.clicked.connect(lambda: self.add([one.uid for one in self.table.records()]))
        self.add_all = Button(_("Add all that are shown"))
        self.add_all.clicked.connect(self._add_shown)
        card.body.addWidget(ChipRow(self.add_chosen, self.add_all))
        return card

    def _planning(self) -> Card:
        card = Card(_("2. Teams and days"), padding=12)
        today = this_day()
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name of the round"))
        self.name.setPlaceholderText(_("Name of the round, as in the plan"))
        self.name.textChanged.connect(lambda _text: self._judge())
        self.starts, self.ends = QDateEdit(today), QDateEdit(today.addDays(13))
        for field, words in ((self.starts, _("First day")), (self.ends, _("Last day"))):
            field.setAccessibleName(words)
            field.setDisplayFormat("dd/MM/yyyy")
            field.setCalendarPopup(True)
            field.dateChanged.connect(lambda _date: self.share_out())
        self.number = QSpinBox()
        self.number.setAccessibleName(_("Number of teams"))
        self.number.setRange(1, 12)
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number.setValue(2)
        self.number.valueChanged.connect(self._on_number)
        card.body.addWidget(self.name)
        dates = row(label("–", "second"), None)
        dates.insertWidget(0, self.starts)
        dates.insertWidget(2, self.ends)
        dates.insertWidget(3, label(_("Teams"), "second"))
        dates.insertWidget(4, self.number)
        card.body.addLayout(dates)
        self.teams = TeamFields()
        self.teams.changed.connect(self._renamed)
        card.body.addWidget(self.teams)
        self.plan_model = PagedModel(PLAN, all_at_once([]), self)
        self.plan = DataTable(self.plan_model, name="round-plan", title=_("Planned visits"), memory=self.desk.memory)
        empty = EmptyState("round", _("No site is in this plan yet."), _("Add them from the list on the left."))
        self.plan_card = ListCard(self.plan, empty)
        card.body.addWidget(self.plan_card, 1)
        self.team = QComboBox()
        self.team.setAccessibleName(_("Team of the chosen visits"))
        self.team.activated.connect(self._change)
        self.remove = Button(_("Take out"), icon="remove", tip=_("Take the chosen visits out of the plan"))
        self.remove.clicked.connect(self._remove)
        self.remarks = label("", "second", wrap=True)
        line = row(self.team, self.remove, self.remarks)
        line.setStretch(2, 1)
        card.body.addLayout(line)
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.left)
        self.write = Button(_("Write the plan"), kind="primary", icon="check")
        self.write.clicked.connect(self._write)
        card.body.addLayout(row(None, cancel, self.write))
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        for card in (self.choosing, self.planning):
            card.setMinimumHeight(440 if narrow else 0)

    # choosing

    def begin(self) -> None:
        """Start with an empty plan."""
        self.stops, self._by_hand = [], {}
        self.name.clear()
        self._on_number(self.number.value())
        self.desk.tasks.read(lists.site_choices, then=self._offer, owner=self)
        self.model.refresh()
        self._show_plan()
        self.search.setFocus()

    def add(self, sites: Sequence[str]) -> None:
        """Put sites into the plan; those that are in it stay as they are."""
        known = {one.site for one in self.stops}
        wanted = [uid for uid in sites if uid not in known]
        if wanted:
            self.desk.tasks.read(rounds.stops, wanted, _today(), then=self._added, owner=self)

    def _added(self, found: list[Stop]) -> None:
        known = {one.site for one in self.stops}
        self.stops += [one for one in found if one.site not in known]
        self.share_out()

    def _add_shown(self) -> None:
        ask = self.model.ask
        piece = lists.Slice(0, 1_000_000, ask.order, ask.descending)
        self.desk.tasks.read(
            lists.sites,
            piece,
            search=ask.search,
            today=_today(),
            then=lambda found: self.add([one.uid for one in found[0]]),
            owner=self,
            **ask.filters,
        )

    def _filter(self, *, search: str | None = None, **changed: Any) -> None:
        self.model.show(search=search, filters={**self.model.ask.filters, **changed})
        if self.as_plot.isChecked():
            self._turn(True)

    def _turn(self, as_plot: bool) -> None:
        self.pages.setCurrentIndex(1 if as_plot else 0)
        if as_plot:
            ask = self.model.ask
            self.desk.tasks.read(
                lists.sites,
                lists.Slice(0, 1_000_000),
                search=ask.search,
                today=_today(),
                then=lambda found: self.plot.set_spots(spots(found[0])),
                owner=self,
                **ask.filters,
            )

    def _offer(self, found: dict[str, list[str]]) -> None:
        self.filters["commune"].set_choices([(name, name) for name in found["commune"]])
        self.filters["kind"].set_choices([(kind, gather.type_names(kind, i18n.language())) for kind in found["types"]])

    def _fetch(self, ask: Ask, answer: Answer) -> None:
        piece = lists.Slice(ask.offset, ask.limit, ask.order, ask.descending)
        self.desk.tasks.read(
            lists.sites,
            piece,
            search=ask.search,
            today=_today(),
            then=lambda found: answer(Page(*found)),
            owner=self,
            **ask.filters,
        )

    def _counted(self, total: int) -> None:
        self.add_all.say(ngettext("Add the {n} that is shown", "Add all {n} that are shown", total))
        self.add_all.setEnabled(total > 0)

    # planning

    def share_out(self) -> None:
        """Give every visit a team and a day anew; a team that a person chose stays."""
        names, starts, ends = self.teams.names(), self._date(self.starts), self._date(self.ends)
        shared = rounds.shared_out(self.stops, names, starts, ends)
        chosen = {site: names[at] for site, at in self._by_hand.items() if at < len(names)}
        self.stops = rounds.judged([replace(one, team=chosen.get(one.site, one.team)) for one in shared], starts, ends)
        self._show_plan()

    def _on_number(self, number: int) -> None:
        self.teams.set_number(number)
        self.share_out()

    def _renamed(self) -> None:
        self.share_out()

    def _change(self, at: int) -> None:
        team, chosen = self.teams.names()[at], {one.site for one in self.plan.records()}
        self._by_hand |= dict.fromkeys(chosen, at)
        changed = [replace(one, team=team) if one.site in chosen else one for one in self.stops]
        self.stops = rounds.judged(changed, self._date(self.starts), self._date(self.ends))
        self._show_plan()

    def _remove(self) -> None:
        chosen = {one.site for one in self.plan.records()}
        self.stops = [one for one in self.stops if one.site not in chosen]
        self.share_out()

    def _show_plan(self) -> None:
        self.plan_model.set_fetch(all_at_once(self.stops))
        self.team.clear()
        self.team.addItems(self.teams.names())
        said = [ngettext("{n} visit", "{n} visits", len(self.stops))]
        for remark in Remark:
            number = sum(remark in one.remarks for one in self.stops)
            if number:
                said.append(f"{number} {_(rounds.REMARKS[remark])}")
        self.remarks.setText(paint.dotted(said))
        self._judge()

    def _judge(self) -> None:
        ready = bool(self.stops) and bool(self.name.text().strip()) and not any(one.refused for one in self.stops)
        self.write.setEnabled(ready and self._date(self.starts) <= self._date(self.ends))

    def _write(self) -> None:
        teams = [Team(name, members) for name, members in self.teams.said()]
        by = self.desk.person.uid if self.desk.person else ""
        self.write.setEnabled(False)
        self.desk.tasks.write(
            rounds.write_plan,
            self.name.text(),
            list(self.stops),
            teams,
            starts=self._date(self.starts),
            ends=self._date(self.ends),
            by=by,
            then=lambda made: self.done.emit(made[0]),
            owner=self,
        )

    @staticmethod
    def _date(field: QDateEdit) -> datetime.date:
        date = field.date()
        return datetime.date(date.year(), date.month(), date.day())


def _today() -> str:
    return days.today().isoformat()
