"""What taking a station list would do, row by row, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QTabWidget, QVBoxLayout, QWidget

from inspector import i18n, sites, stationlist
from inspector.i18n import N_, _
from inspector.reports import gather
from inspector.store import Reader
from ui.models.columns import Column, Mark
from ui.models.paged import PagedModel, all_at_once
from ui.place import Desk
from ui.sites import mapping
from ui.widgets.button import Button
from ui.widgets.empty import EmptyState
from ui.widgets.layout import label, row
from ui.widgets.table import DataTable, ListCard

PROBLEMS = (
    Column(N_("Sheet"), lambda one: one.sheet, width=150),
    Column(N_("Cell"), lambda one: f"{one.column}{one.row}", width=80),
    Column(N_("Remark"), lambda one: one.message, width=420, stretch=True),
    Column(N_("Row taken"), lambda one: _("yes") if one.taken else _("no"), width=110),
)


def _told(one: sites.Planned) -> str:
    names = {"length": "length_m"}
    parts = []
    for field, was, becomes in one.changes:
        title = mapping.FIELDS.get(names.get(field, field))
        if title and becomes:
            if field == "types":
                was, becomes = (gather.type_names(kinds, i18n.language()) for kinds in (was, becomes))
            parts.append(f"{_(title)}: {was} → {becomes}" if was else f"{_(title)}: {becomes}")
    return " · ".join(parts)


CHANGES = (
    Column(N_("Row"), lambda one: one.station.row, width=64),
    Column(N_("Code"), lambda one: one.site.code, width=120, strong=True),
    Column(
        N_("What"),
        lambda one: one.new,
        width=110,
        marks=lambda one: [Mark(_("new"), "pass", "add") if one.new else Mark(_("changed"), "warn", "pen")],
    ),
    Column(N_("What the list says"), _told, width=420, stretch=True),
)


class ImportDialog(QDialog):
    """Counts, what changes and every remark; Take writes, Cancel leaves everything, Columns reads it otherwise."""

    taken = Signal()
    mapped = Signal(object)
    """The person said which column holds what: the list must be read again with this."""

    def __init__(self, desk: Desk, found: stationlist.StationList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._found = desk, found
        self.setWindowTitle(_("Station list"))
        self.resize(940, 580)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        whole.addWidget(label(_("Station list {file}").format(file=found.file), "title"))
        self.counts = label(_("Comparing with the register…"), "second", wrap=True)
        whole.addWidget(self.counts)
        known = ", ".join(
            dict.fromkeys(
                f"{column.letter} = {_(mapping.FIELDS.get(column.field, column.field))}"
                for table in found.tables
                for column in table.columns
                if column.field in mapping.FIELDS
            )
        )
        self.columns = label(_("Columns: {known}").format(known=known), "small", wrap=True)
        whole.addWidget(self.columns)
        for note in found.notes:
            whole.addWidget(label("⚠ " + note.message, "small", wrap=True))
        self._changes: list[sites.Planned] = []
        self._changes_model = PagedModel(CHANGES, all_at_once(self._changes), self)
        changes = DataTable(self._changes_model, name="import-changes", title=_("Changes"), memory=desk.memory)
        model = PagedModel(PROBLEMS, all_at_once([*found.problems]), self)
        self.table = DataTable(model, name="import", title=_("Remarks"), memory=desk.memory)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(_("Station list"))
        nothing = EmptyState("check", _("Nothing changes."), _("The register already says all that the list says."))
        self.tabs.addTab(ListCard(changes, nothing), _("Changes"))
        fine = EmptyState("check", _("Nothing to remark."), _("Every row was understood."))
        self.tabs.addTab(ListCard(self.table, fine), _("Remarks ({number})").format(number=len(found.problems)))
        whole.addWidget(self.tabs, 1)
        self.take = Button(_("Take into the register"), kind="primary")
        self.take.setEnabled(False)
        self.take.clicked.connect(self._take)
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.remap = Button(_("Columns…"), icon="columns")
        self.remap.clicked.connect(self._ask_columns)
        whole.addLayout(row(self.remap, None, cancel, self.take))
        model.refresh()
        desk.tasks.read(_planned, found, then=self._count, owner=self)

    def say_columns(self, said: Mapping[str, Mapping[str, str]]) -> None:
        """Read the list again with these columns, and remember them for lists like this one."""
        kept = mapping.remembered(self._desk.memory, self._found) or {}
        together = {sheet: {**kept.get(sheet, {}), **said.get(sheet, {})} for sheet in {*kept, *said}}
        mapping.remember(self._desk.memory, self._found, together)
        self.reject()
        self.mapped.emit(together)

    def _ask_columns(self) -> None:
        dialog = mapping.MappingDialog(self._found, self)
        dialog.accepted.connect(lambda: self.say_columns(dialog.said) if dialog.said else None)
        dialog.open()

    def _count(self, planned: list[sites.Planned]) -> None:
        counts = sites.counted(self._found, planned)
        self.counts.setText(
            _("{rows} rows: {added} new, {updated} changed, {unchanged} as before, {refused} not taken.").format(
                rows=counts.rows,
                added=counts.added,
                updated=counts.updated,
                unchanged=counts.unchanged,
                refused=len(self._found.untaken),
            )
        )
        self._changes[:] = [one for one in planned if one.changes]
        self._changes_model.refresh()
        if self._found.problems and not self._changes:
            self.tabs.setCurrentIndex(1)
        self.take.setEnabled(bool(counts.added or counts.updated))

    def _take(self) -> None:
        self.take.setEnabled(False)
        by = self._desk.person.uid if self._desk.person else ""
        self._desk.tasks.write(
            sites.take, self._found, by=by, title=_("Taking the list"), then=lambda _taken: self._done(), owner=self
        )

    def _done(self) -> None:
        self.taken.emit()
        self.accept()


def _planned(reader: Reader, found: stationlist.StationList) -> list[Any]:
    return sites.preview(reader, found)
