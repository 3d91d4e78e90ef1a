"""The list of sites with search, and beside it the site that is chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from inspector import stationlist
from inspector.i18n import N_, _
from inspector.model import Site, Visit
from inspector.reports import gather
from inspector.store import lists
from ui.models.columns import RIGHT, Column, Mark
from ui.models.paged import Answer, Ask, Page, PagedModel
from ui.place import Desk, PlaceView
from ui.sites.dossier import SiteCard
from ui.sites.importing import ImportDialog
from ui.widgets.button import Button
from ui.widgets.empty import EmptyState
from ui.widgets.search_field import SearchField
from ui.widgets.table import DataTable, ListCard

COLUMNS = (
    Column(N_("Code"), lambda one: one.code, width=110, order="code", strong=True),
    Column(N_("Name"), lambda one: one.name, width=220, stretch=True, order="name"),
    Column(N_("Type"), lambda one: gather.type_names(one.types, "vi"), width=150, hidden=True),
    Column(N_("Commune"), lambda one: one.commune, width=150, order="commune"),
    Column(
        N_("Last time"),
        lambda one: one.last_visit,
        show=lambda text: "/".join(reversed(text.split("-"))),
        width=110,
        order="last_visit",
    ),
    Column(
        N_("Open findings"),
        lambda one: one.open_findings,
        align=RIGHT,
        width=104,
        order="open_findings",
        marks=lambda one: (
            [Mark(str(one.open_findings), "fail" if one.critical else "warn")] if one.open_findings else []
        ),
    ),
)


class SitesView(PlaceView):
    """Find a site, look at it, start a visit; import a station list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Site list"))
        importing = Button(_("Import a list…"), icon="import")
        importing.clicked.connect(self._choose)
        self.search = SearchField(_("Code, name, commune; marks are not needed"))
        self.search.setMinimumWidth(320)
        self.header.add(self.search)
        self.header.add(importing)
        self.model = PagedModel(COLUMNS, self._fetch, self)
        self.table = DataTable(self.model, name="sites", title=_("Site list"), memory=desk.memory)
        empty = EmptyState(
            "site",
            _("There is no site here yet."),
            _("Import the station list that your office has: Excel or CSV, however it is laid out."),
            _("Import a list…"),
        )
        empty.pressed.connect(self._choose)
        self.card = SiteCard(desk)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(ListCard(self.table, empty), 5)
        line.addWidget(self.card, 3)
        self.body.addLayout(line, 1)
        self.search.searched.connect(lambda text: self.model.show(search=text))
        self.search.left.connect(self.table.setFocus)
        self.table.current.connect(lambda one: self.card.show_site(one.uid) if one is not None else None)
        self.table.opened.connect(lambda one: self.card.start_visit())
        desk.tasks.changed.connect(self._on_changed)

    def go_to(self, **target: Any) -> None:
        if target.get("site"):
            self.card.show_site(str(target["site"]))
        self.model.refresh()
        self.search.setFocus()

    def take_list(self, path: Path) -> None:
        """Read a station list and show what taking it would do."""
        self.desk.tasks.work(
            stationlist.read, path, then=self._preview, owner=self, title=_("Reading {file}").format(file=path.name)
        )

    def _preview(self, found: stationlist.StationList) -> None:
        dialog = ImportDialog(self.desk, found, self)
        dialog.taken.connect(self.model.refresh)
        dialog.open()

    def _fetch(self, ask: Ask, answer: Answer) -> None:
        piece = lists.Slice(ask.offset, ask.limit, ask.order, ask.descending)
        self.desk.tasks.read(lists.sites, piece, search=ask.search, then=lambda found: answer(Page(*found)), owner=self)

    def _choose(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, _("Import a list…"), "", "*.xlsx *.xls *.csv")
        if name:
            self.take_list(Path(name))

    def _on_changed(self, changes: Any) -> None:
        if changes.touch(Site) or changes.touch(Visit):
            self.model.refresh()
            self.card.refresh()
