"""The list of visits; those that are unfinished come first in sight."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from inspector import visits
from inspector.i18n import N_, _
from inspector.model import Visit, VisitState
from inspector.store import lists
from ui import exporting
from ui.models.columns import RIGHT, Column, Mark
from ui.models.paged import Answer, Ask, Page, PagedModel
from ui.place import Desk, PlaceView
from ui.visits.new_visit import NewVisitDialog
from ui.widgets.button import Button
from ui.widgets.chip import FilterChip
from ui.widgets.empty import EmptyState
from ui.widgets.search_field import SearchField
from ui.widgets.table import DataTable, ListCard

TONES = {"planned": "na", "draft": "brand", "agreed": "warn", "signed": "pass", "handed_over": "pass"}


def _state(one: Any) -> list[Mark]:
    known = one.state in list(VisitState)
    return [Mark(_(visits.STATES[VisitState(one.state)]) if known else "–", TONES.get(one.state, "plain"))]


COLUMNS = (
    Column(
        N_("Date"), lambda one: one.date, show=lambda text: "/".join(reversed(text.split("-"))), width=110, order="date"
    ),
    Column(N_("Site"), lambda one: one.code, width=110, order="code", strong=True),
    Column(N_("Name"), lambda one: one.name, width=220, stretch=True, order="name"),
    Column(N_("Commune"), lambda one: one.commune, width=150, order="commune"),
    Column(N_("Team"), lambda one: one.team, width=110, order="team", spare=True),
    Column(N_("State"), lambda one: one.state, marks=_state, width=160, order="state"),
    Column(N_("Findings"), lambda one: one.findings or "", width=90, align=RIGHT, order="findings"),
)

ROOMY: Final = 1000
"""In a narrower place the words of a button give way to its sign."""


class VisitsView(PlaceView):
    """Choose a visit to go on with it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Visits"))
        self.search = SearchField(_("Code, name, commune, date"))
        self.search.keep_words_whole()
        self.state = FilterChip(_("State"), [(state.value, _(words)) for state, words in visits.STATES.items()])
        self.header.add(self.state)
        self.header.add(self.search)
        self.excel = Button(_("Excel…"), icon="export", tip=_("Write what the list shows to Excel"))
        self.excel.clicked.connect(self._choose_export)
        self.header.add(self.excel)
        self.new = Button(_("New visit"), kind="primary", icon="add", keys="Ctrl+N")
        self.new.clicked.connect(self.new_visit)
        self.header.add(self.new)
        desk.actions.add("new-visit", _("New visit"), self.new_visit, keys="Ctrl+N", icon="add", owner=self)
        self.model = PagedModel(COLUMNS, self._fetch, self)
        self.table = DataTable(self.model, name="visits", title=_("Visits"), memory=desk.memory)
        empty = EmptyState(
            "visit",
            _("There is no visit here yet."),
            _("Choose a site and start a visit, or drop the assignment workbook of your office on this window."),
            _("New visit"),
        )
        empty.pressed.connect(self.new_visit)
        self.body.addWidget(ListCard(self.table, empty, search=self.search, filters=[self.state]), 1)
        self.search.searched.connect(lambda text: self.model.show(search=text))
        self.search.left.connect(self.table.setFocus)
        self.state.chosen.connect(lambda key: self.model.show(filters={"state": key}))
        self.table.opened.connect(lambda one: desk.go("visit", visit=one.uid))
        desk.tasks.changed.connect(self._on_changed)

    def go_to(self, **target: Any) -> None:
        self.model.refresh()
        if not self.search.hasFocus():
            self.table.setFocus()

    def new_visit(self) -> NewVisitDialog:
        """Ask where, when, what and who, then go on in the visit that was started."""
        dialog = NewVisitDialog(self.desk, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.started.connect(self._started)
        dialog.open()
        return dialog

    def _started(self, visit: str) -> None:
        self.model.refresh()
        self.desk.go("visit", visit=visit)

    def _fetch(self, ask: Ask, answer: Answer) -> None:
        piece = lists.Slice(ask.offset, ask.limit, ask.order, ask.descending)
        self.desk.tasks.read(
            lists.visits, piece, search=ask.search, then=lambda found: answer(Page(*found)), owner=self, **ask.filters
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.excel.say(_("Excel…") if self.width() >= ROOMY else "")
        self.excel.setAccessibleName(_("Write what the list shows to Excel"))

    def export(self, path: Path) -> None:
        """Write what the list shows to a workbook."""
        exporting.export(self.desk, self.table, self._fetch, self.model.ask, path, _("Visits"))

    def _choose_export(self) -> None:
        path = exporting.ask_where(self, self.desk, _("Visits"))
        if path is not None:
            self.export(path)

    def _on_changed(self, changes: Any) -> None:
        if changes.touch(Visit):
            self.model.refresh()
