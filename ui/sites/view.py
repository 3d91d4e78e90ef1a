"""The list of sites with search and filters, or their positions; and beside it the dossier of the site that is chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from inspector import i18n, sites, stationlist
from inspector.i18n import N_, _, ngettext
from inspector.model import Op, Site, Visit
from inspector.reports import gather
from inspector.store import Changes, Store, lists
from ui import files
from ui.messages import AskDialog
from ui.models.columns import RIGHT, Column, Mark
from ui.models.paged import Answer, Ask, Page, PagedModel
from ui.place import Desk, PlaceView
from ui.sites import reading
from ui.sites.dossier import SiteCard, spots
from ui.sites.importing import ImportDialog
from ui.sites.mapping import remembered
from ui.sites.plot import Legend, SitePlot
from ui.sites.tag_sheets import TagSheetDialog
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.chip import ChipButton, FilterChip
from ui.widgets.empty import EmptyState
from ui.widgets.layout import Card, row
from ui.widgets.search_field import SearchField
from ui.widgets.table import DataTable, ListCard

COLUMNS = (
    Column(N_("Code"), lambda one: one.code, width=110, order="code", strong=True),
    Column(N_("Name"), lambda one: one.name, width=200, stretch=True, order="name"),
    Column(N_("Type"), lambda one: gather.type_names(one.types, i18n.language()), width=150, hidden=True),
    Column(N_("Commune"), lambda one: one.commune, width=140, order="commune", spare=True),
    Column(N_("Managing unit"), lambda one: one.unit, width=150, order="unit", hidden=True),
    Column(
        N_("Last time"),
        lambda one: one.last_visit,
        show=lambda text: "/".join(reversed(text.split("-"))),
        width=110,
        order="last_visit",
        spare=True,
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
NARROW_BELOW = 900
SEARCH = (240, 330)
"""How wide the search is at least, in a narrow window and in a wide one."""
STATES = (
    ("never", N_("never inspected")),
    ("long_ago", N_("not inspected for a year")),
    ("open", N_("with open findings")),
    ("overdue", N_("overdue")),
    ("soon", N_("due within 7 days")),
    ("clear", N_("nothing open")),
)


class SitesView(PlaceView):
    """Find a site, look at it, start or continue a visit; import and export lists; print tags."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Site list"))
        self._wanted = ""
        importing = Button(_("Import a list…"), icon="import")
        importing.clicked.connect(self._choose)
        exporting = Button(_("Excel…"), icon="export", tip=_("Write what the list shows to Excel"))
        exporting.clicked.connect(self._choose_export)
        self.tags = Button(_("Tags…"), icon="tag", tip=_("Print tags for the chosen sites, or for all that are shown"))
        self.tags.clicked.connect(self.print_tags)
        self.search = SearchField(_("Code, name, commune"))
        self.search.setToolTip(_("Code, name, commune; marks are not needed"))
        self.search.setMinimumWidth(SEARCH[1])
        for part in (self.search, self.tags, exporting, importing):
            self.header.add(part)
        self.filters = {
            "commune": FilterChip(_("Commune"), []),
            "kind": FilterChip(_("Type"), []),
            "unit": FilterChip(_("Managing unit"), []),
            "state": FilterChip(_("State"), [(key, _(words)) for key, words in STATES]),
        }
        self.as_plot = ChipButton(_("Positions"), sign="map", checkable=True)
        self.as_plot.toggled.connect(self._turn)
        self.body.addLayout(row(*self.filters.values(), self.as_plot, None))
        self.model = PagedModel(COLUMNS, self._fetch, self)
        self.model.loaded.connect(self._counted)
        self.table = DataTable(self.model, name="sites", title=_("Site list"), memory=desk.memory)
        empty = EmptyState(
            "site",
            _("There is no site here yet."),
            _("Import the station list that your office has: Excel or CSV, however it is laid out."),
            _("Import a list…"),
        )
        empty.pressed.connect(self._choose)
        self.card = SiteCard(desk)
        self.card.tag.clicked.connect(lambda: self._print([self.card.site.uid] if self.card.site else []))
        self.plot = SitePlot()
        self.plot.chosen.connect(lambda uid: self.card.show_site(str(uid)))
        plotted = Card(padding=8)
        plotted.body.addWidget(self.plot, 1)
        plotted.body.addWidget(Legend())
        self.pages = QStackedWidget()
        self.pages.addWidget(ListCard(self.table, empty, search=self.search, filters=self.filters.values()))
        self.pages.addWidget(plotted)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.pages, 3)
        line.addWidget(self.card, 2)
        self.body.addLayout(line, 1)
        self.search.searched.connect(lambda text: self._filter(search=text))
        self.search.left.connect(self.table.setFocus)
        for key, chip in self.filters.items():
            chip.chosen.connect(lambda value, key=key: self._filter(**{key: value}))
        self.table.current.connect(self._on_current)
        self.table.opened.connect(lambda one: self.card.start_visit())
        desk.tasks.changed.connect(self._on_changed)
        self._read_choices()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.search.setMinimumWidth(SEARCH[self.width() >= NARROW_BELOW])

    def go_to(self, **target: Any) -> None:
        self._wanted = str(target.get("site", ""))
        if self._wanted:
            self.card.show_site(self._wanted)
        if "commune" in target:
            self.filters["commune"].choose(target["commune"])
        if "search" in target or "commune" in target:
            self.search.setText(str(target.get("search", "")))
            self.model.show(search=self.search.text())
        else:
            self.model.refresh()
        self.search.setFocus()
        if target.get("new"):
            self._write_down(str(target["new"]))
        if target.get("list"):
            self.take_list(Path(target["list"]))

    def take_list(self, path: Path) -> None:
        """Read a station list, with the columns as the person put them last time, and show what taking it would do."""
        self._read_list(path, None)

    def print_tags(self) -> None:
        """Print tags of the chosen sites; of everything the list shows when at most one is chosen."""
        ask = self.model.ask
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())

        def choose(found: tuple[list[lists.SiteLine], int]) -> None:
            every = [one.uid for one in found[0]]
            self._print([every[row] for row in rows if row < len(every)] if len(rows) > 1 else every)

        self.desk.tasks.read(
            lists.sites,
            lists.Slice(0, 1_000_000, ask.order, ask.descending),
            search=ask.search,
            today=reading.today(),
            then=choose,
            owner=self,
            **ask.filters,
        )

    def export(self, path: Path) -> None:
        """Write what the list shows to a workbook."""
        self.desk.tasks.read(
            reading.export,
            path,
            language=i18n.language(),
            search=self.model.ask.search,
            filters=self.model.ask.filters,
            then=lambda _count: self.desk.notify(
                Banner(_("Written: {file}").format(file=path), tone="pass", sign="check", close_text=_("Close"))
            ),
            owner=self,
        )

    def _print(self, uids: list[str]) -> None:
        if uids:
            TagSheetDialog(self.desk, uids, self).open()

    def _read_list(self, path: Path, mapping: dict[str, dict[str, str]] | None) -> None:
        self.desk.tasks.work(
            stationlist.read,
            path,
            mapping=mapping,
            then=lambda found: self._preview(path, found, mapping),
            owner=self,
            title=_("Reading {file}").format(file=path.name),
        )

    def _preview(self, path: Path, found: stationlist.StationList, mapping: dict[str, dict[str, str]] | None) -> None:
        if mapping is None:
            kept = remembered(self.desk.memory, found)
            if kept:
                self._read_list(path, kept)
                return
        dialog = ImportDialog(self.desk, found, self)
        dialog.mapped.connect(lambda said: self._read_list(path, said))
        dialog.open()

    def _write_down(self, code: str) -> None:
        """Ask for the name of a site that no list had, and write it down."""
        by = self.desk.person.uid if self.desk.person else ""
        asked = _("Name of the site {code}").format(code=code)
        words = _("No list had this code. The site is added with this code; a later list fills in the rest.")
        dialog = AskDialog(_("New site"), asked, _("Add the site"), self, text=words, sign="site")
        dialog.agreed.connect(
            lambda name: self.desk.tasks.write(
                _added, code, by, name, then=lambda site: self.card.show_site(site[0]), owner=self
            )
        )
        dialog.open()

    def _filter(self, *, search: str | None = None, **changed: Any) -> None:
        self.model.show(search=search, filters={**self.model.ask.filters, **changed})
        if self.as_plot.isChecked():
            self._read_positions()

    def _on_current(self, one: lists.SiteLine) -> None:
        self._wanted = one.uid
        if one.uid != self.card.uid:
            self.card.show_site(one.uid)

    def _counted(self, total: int) -> None:
        """How many the list shows; the site that was asked for is its current line."""
        self.header.say(_("Site list"), ngettext("{n} site", "{n} sites", total) if total or self.model.sought else "")
        self.table.select_row(self.model.row_of(lambda one: one.uid == self._wanted))

    def _turn(self, as_plot: bool) -> None:
        self.pages.setCurrentIndex(1 if as_plot else 0)
        if as_plot:
            self._read_positions()
            self.plot.setFocus()

    def _read_positions(self) -> None:
        ask = self.model.ask
        self.desk.tasks.read(
            lists.sites,
            lists.Slice(0, 1_000_000),
            search=ask.search,
            today=reading.today(),
            then=lambda found: self.plot.set_spots(spots(found[0])),
            owner=self,
            **ask.filters,
        )

    def _read_choices(self) -> None:
        self.desk.tasks.read(lists.site_choices, then=self._offer, owner=self)

    def _offer(self, found: dict[str, list[str]]) -> None:
        self.filters["commune"].set_choices([(name, name) for name in found["commune"]])
        self.filters["unit"].set_choices([(name, name) for name in found["unit"]])
        self.filters["kind"].set_choices([(kind, gather.type_names(kind, i18n.language())) for kind in found["types"]])

    def _fetch(self, ask: Ask, answer: Answer) -> None:
        piece = lists.Slice(ask.offset, ask.limit, ask.order, ask.descending)
        self.desk.tasks.read(
            lists.sites,
            piece,
            search=ask.search,
            today=reading.today(),
            then=lambda found: answer(Page(*found)),
            owner=self,
            **ask.filters,
        )

    def _choose(self) -> None:
        path = files.open_one(self, self.desk.memory, _("Import a list…"), "*.xlsx *.xls *.csv")
        if path is not None:
            self.take_list(path)

    def _choose_export(self) -> None:
        path = files.save(self, self.desk.memory, _("Write the list"), _("sites.xlsx"), "*.xlsx")
        if path is not None:
            self.export(path)

    def _on_changed(self, changes: Any) -> None:
        if changes.touch(Site) or changes.touch(Visit):
            self.model.refresh()
            self.card.refresh()
        if changes.touch(Site):
            self._read_choices()


def _added(store: Store, code: str, by: str, name: str) -> tuple[str, Changes]:
    with store.transact(Op.EDIT_SITE, by=by) as tx:
        site = sites.put(tx, code, name=name)
    return site.uid, tx.changes


__all__ = ["SitesView"]
