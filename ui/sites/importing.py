"""What taking a station list would do, row by row, before anything is written."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from inspector import sites, stationlist
from inspector.i18n import N_, _
from inspector.store import Reader
from ui.models.columns import Column
from ui.models.paged import PagedModel, all_at_once
from ui.place import Desk
from ui.widgets.button import Button
from ui.widgets.empty import EmptyState
from ui.widgets.layout import label, row
from ui.widgets.table import DataTable, ListCard

COLUMNS = (
    Column(N_("Sheet"), lambda one: one.sheet, width=150),
    Column(N_("Cell"), lambda one: f"{one.column}{one.row}", width=80),
    Column(N_("Remark"), lambda one: one.message, width=420, stretch=True),
    Column(N_("Row taken"), lambda one: _("yes") if one.taken else _("no"), width=110),
)


class ImportDialog(QDialog):
    """Counts and every remark; Take writes, Cancel leaves everything as it is."""

    taken = Signal()

    def __init__(self, desk: Desk, found: stationlist.StationList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._found = desk, found
        self.setWindowTitle(_("Station list"))
        self.resize(900, 560)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        whole.addWidget(label(_("Station list {file}").format(file=found.file), "title"))
        self.counts = label(_("Comparing with the register…"), "second", wrap=True)
        whole.addWidget(self.counts)
        model = PagedModel(COLUMNS, all_at_once([*found.problems]), self)
        self.table = DataTable(model, name="import", title=_("Remarks"), memory=desk.memory)
        whole.addWidget(
            ListCard(self.table, EmptyState("check", _("Nothing to remark."), _("Every row was understood."))), 1
        )
        self.take = Button(_("Take into the register"), kind="primary")
        self.take.setEnabled(False)
        self.take.clicked.connect(self._take)
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        whole.addLayout(row(None, cancel, self.take))
        model.refresh()
        desk.tasks.read(_counted, found, then=self._count, owner=self)

    def _count(self, counts: sites.Taken) -> None:
        self.counts.setText(
            _("{rows} rows: {added} new, {updated} changed, {unchanged} as before, {refused} not taken.").format(
                rows=counts.rows,
                added=counts.added,
                updated=counts.updated,
                unchanged=counts.unchanged,
                refused=len(self._found.untaken),
            )
        )
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


def _counted(reader: Reader, found: stationlist.StationList) -> sites.Taken:
    return sites.counted(found, sites.preview(reader, found))
