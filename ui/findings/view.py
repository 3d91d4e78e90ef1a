"""The list of findings: search, only overdue ones, and the way to the item that each is about."""

from __future__ import annotations

import datetime
from typing import Any

from inspector.findings import SEVERITIES, STATES
from inspector.i18n import N_, _
from inspector.model import Finding, FindingState, Visit
from inspector.store import lists
from ui.models.columns import Column, Mark
from ui.models.paged import Answer, Ask, Page, PagedModel
from ui.place import Desk, PlaceView
from ui.widgets.chip import FilterChip
from ui.widgets.empty import EmptyState
from ui.widgets.search_field import SearchField
from ui.widgets.table import DataTable, ListCard

TONES = {"critical": "fail", "major": "warn", "minor": "plain"}


def _severity(one: Any) -> list[Mark]:
    return (
        [Mark(_(SEVERITIES.get(one.severity, one.severity)), TONES.get(one.severity, "plain"))] if one.severity else []
    )


def _due(text: str) -> str:
    return "/".join(reversed(text.split("-")))


COLUMNS = (
    Column(N_("Site"), lambda one: one.code, width=110, order="code", strong=True),
    Column(N_("Item"), lambda one: one.item, width=100, order="item"),
    Column(N_("Finding"), lambda one: one.text or one.item_text, width=320, stretch=True),
    Column(N_("Severity"), lambda one: one.severity, marks=_severity, width=140, order="severity"),
    Column(N_("State"), lambda one: _(STATES[FindingState(one.state or "new")]), width=150, order="state"),
    Column(N_("Due"), lambda one: one.due, show=_due, width=110, order="due"),
    Column(N_("In charge"), lambda one: one.in_charge, width=180),
)


class FindingsView(PlaceView):
    """All findings of this store."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Findings"))
        self.search = SearchField(_("Code, site, words of the finding"))
        self.search.setMinimumWidth(300)
        self.severity = FilterChip(
            _("Severity"), [(None, _("All")), *((key, _(words)) for key, words in SEVERITIES.items())]
        )
        self.header.add(self.severity)
        self.header.add(self.search)
        self.model = PagedModel(COLUMNS, self._fetch, self)
        self.table = DataTable(self.model, name="findings", title=_("Findings"), memory=desk.memory)
        empty = EmptyState(
            "finding",
            _("There is no finding."),
            _("An item that is answered “fail” makes one; it stays here until it is closed."),
        )
        self.body.addWidget(ListCard(self.table, empty), 1)
        self.search.searched.connect(lambda text: self.model.show(search=text))
        self.severity.chosen.connect(lambda key: self.model.show(filters={"severity": key}))
        self.table.opened.connect(lambda one: desk.go("visit", visit=one.visit, item=f"{one.form}/{one.path}"))
        desk.tasks.changed.connect(self._on_changed)
        self.model.loaded.connect(self.counted)

    def go_to(self, **target: Any) -> None:
        self.model.refresh()
        self.search.setFocus()

    def _fetch(self, ask: Ask, answer: Answer) -> None:
        piece = lists.Slice(ask.offset, ask.limit, ask.order, ask.descending)
        today = datetime.datetime.now().astimezone().date().isoformat()
        self.desk.tasks.read(
            lists.findings,
            piece,
            search=ask.search,
            today=today,
            then=lambda found: answer(Page(*found)),
            owner=self,
            **ask.filters,
        )

    def _on_changed(self, changes: Any) -> None:
        if changes.touch(Finding) or changes.touch(Visit):
            self.model.refresh()
