"""What taking a station list would do, row by row, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from inspector import i18n, sites, stationlist
from inspector.i18n import N_, _, ngettext
from inspector.model import Op
from inspector.reports import gather
from inspector.store import Changes, Reader
from ui.models.columns import Column, Mark
from ui.models.paged import PagedModel, all_at_once
from ui.place import Desk
from ui.sites import mapping
from ui.widgets import paint
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.empty import EmptyState
from ui.widgets.header import ChipRow
from ui.widgets.layout import label, row
from ui.widgets.on_screen import OnScreen
from ui.widgets.table import DataTable, ListCard

PROBLEMS = (
    Column(N_("Sheet"), lambda one: one.sheet, width=150),
    Column(N_("Cell"), lambda one: one.cell, width=80),
    Column(N_("Remark"), lambda one: one.message, width=420, stretch=True),
    Column(N_("Row taken"), lambda one: one.taken, marks=lambda one: _taken(one.taken), width=120),
)
KNOWN = (
    Column(N_("Sheet"), lambda one: one.sheet, width=170),
    Column(N_("Column"), lambda one: one.letter, width=80),
    Column(N_("Title in the file"), lambda one: one.header, width=280, stretch=True),
    Column(
        N_("Read as"),
        lambda one: one.field,
        width=260,
        marks=lambda one: [Mark(_(mapping.FIELDS[one.field]), "brand")] if one.field else [Mark(_("left out"), "na")],
    ),
)


@dataclass(frozen=True, slots=True)
class Remark:
    """A line of the remarks: about a cell, or about a whole sheet."""

    sheet: str
    cell: str
    message: str
    taken: bool | None = None


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """A column of the file and the field that it was recognised as."""

    sheet: str
    letter: str
    header: str
    field: str


def _taken(taken: bool | None) -> list[Mark]:
    if taken is None:
        return []
    return [Mark(_("yes"), "pass", "check") if taken else Mark(_("no"), "fail", "cross")]


def _remarks(found: stationlist.StationList) -> list[Remark]:
    cells = [Remark(one.sheet, f"{one.column}{one.row}", one.message, one.taken) for one in found.problems]
    return [*(Remark(one.sheet, "", one.message) for one in found.notes), *cells]


def _known(found: stationlist.StationList) -> list[KnownColumn]:
    return [
        KnownColumn(table.sheet, one.letter, one.header, one.field if one.field in mapping.FIELDS else "")
        for table in found.tables
        for one in table.columns
    ]


def _told(one: sites.Planned) -> str:
    names = {"length": "length_m"}
    parts = []
    for field, was, becomes in one.changes:
        title = mapping.FIELDS.get(names.get(field, field))
        if title and becomes:
            was, becomes = (
                gather.site_words(field, value, i18n.language()) if value else "" for value in (was, becomes)
            )
            parts.append(f"{_(title)}: {was} → {becomes}" if was else f"{_(title)}: {becomes}")
    return " · ".join(parts)


CHANGES = (
    Column(N_("Row"), lambda one: one.station.row, width=64),
    Column(N_("Code"), lambda one: one.site.code, width=120, strong=True),
    Column(
        N_("State"),
        lambda one: one.new,
        width=110,
        marks=lambda one: [Mark(_("new"), "pass", "add") if one.new else Mark(_("changed"), "warn", "pen")],
    ),
    Column(N_("What the list says"), _told, width=420, stretch=True),
)


class ImportDialog(OnScreen):
    """Counts, what changes and every remark; Take writes, Cancel leaves everything, Columns reads it otherwise."""

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
        self.summary = ChipRow()
        whole.addWidget(self.summary)
        remarks, known = _remarks(found), _known(found)
        self._changes: list[sites.Planned] = []
        self._changes_model = PagedModel(CHANGES, all_at_once(self._changes), self)
        changes = DataTable(self._changes_model, name="import-changes", title=_("Changes"), memory=desk.memory)
        model = PagedModel(PROBLEMS, all_at_once(remarks), self)
        self.table = DataTable(model, name="import", title=_("Remarks"), memory=desk.memory)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(_("Station list"))
        nothing = EmptyState("check", _("Nothing changes."), _("The register already says all that the list says."))
        self.tabs.addTab(ListCard(changes, nothing), _("Changes"))
        fine = EmptyState("check", _("Nothing to remark."), _("Every row was understood."))
        self.tabs.addTab(ListCard(self.table, fine), _("Remarks ({number})").format(number=len(remarks)))
        known_model = PagedModel(KNOWN, all_at_once(known), self)
        self.known = DataTable(known_model, name="import-columns", title=_("Columns"), memory=desk.memory)
        none = EmptyState("columns", _("No column was recognised."), _("Say which column holds what."))
        self.tabs.addTab(ListCard(self.known, none), _("Columns ({number})").format(number=len(known)))
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
        known_model.refresh()
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
        self.counts.setText(ngettext("{n} row was read.", "{n} rows were read.", counts.rows))
        self.summary.clear()
        for number, words, tone, sign in (
            (counts.added, _("{n} new"), "pass", "add"),
            (counts.updated, _("{n} changed"), "warn", "pen"),
            (counts.unchanged, _("{n} as before"), "na", "equal"),
            (len(self._found.untaken), _("{n} rows not taken"), "fail", "cross"),
        ):
            if number:
                self.summary.add(Chip(words.format(n=number), tone, sign))
        self._changes[:] = [one for one in planned if one.changes]
        self._changes_model.refresh()
        if self._found.problems and not self._changes:
            self.tabs.setCurrentIndex(1)
        self.take.setEnabled(bool(counts.added or counts.updated))

    def _take(self) -> None:
        """Write it; the window shows how far it is, where it can be stopped, and says what became of the list."""
        by, desk = self._desk.person.uid if self._desk.person else "", self._desk
        file, untaken = self._found.file, len(self._found.untaken)
        desk.tasks.write(
            sites.take,
            self._found,
            by=by,
            title=_("Taking the list"),
            then=lambda taken: _tell(desk, _told_of(file, taken, untaken)),
            owner=desk.tasks,
        )
        self.accept()


class TakenBanner(Banner):
    """What became of a list. It is said until it is put away, or the list was taken back."""

    def look(self, changes: Changes) -> None:
        """What was taken back is not in the register."""
        if changes.op == Op.UNDO:
            self.closed.emit()


def _tell(desk: Desk, banner: TakenBanner) -> None:
    desk.tasks.changed.connect(banner.look)
    desk.notify(banner)


def _told_of(file: str, taken: sites.Taken, untaken: int) -> TakenBanner:
    words = [_("{n} new").format(n=taken.added), _("{n} changed").format(n=taken.updated)]
    if untaken:
        words.append(_("{n} rows not taken").format(n=untaken))
    advice = _("{counts}. Ctrl+Z takes the list back.").format(counts=paint.dotted(words))
    said = _("The list {file} is in the register.").format(file=file)
    return TakenBanner(said, advice, tone="pass", sign="check", close_text=_("Put away"))


def _planned(reader: Reader, found: stationlist.StationList) -> list[Any]:
    return sites.preview(reader, found)
