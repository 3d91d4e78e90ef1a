"""The list of findings, overdue ones first, with chips as filters; and beside it the life of the one that is chosen."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector import checklists, days, finding_life, findings
from inspector.findings import SEVERITIES, STATES
from inspector.i18n import N_, _, ngettext
from inspector.model import Finding, FindingState, Visit
from inspector.store import Reader, lists
from ui import exporting
from ui.findings.page import FindingPage
from ui.messages import Dialog
from ui.models.columns import RIGHT, Column, Mark, this_day
from ui.models.paged import Answer, Ask, Page, PagedModel
from ui.place import Desk, PlaceView
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.chip import ChipButton, FilterChip
from ui.widgets.empty import EmptyState
from ui.widgets.header import ChipRow
from ui.widgets.layout import label, row
from ui.widgets.search_field import SearchField
from ui.widgets.table import DataTable, ListCard

TONES = {"critical": "fail", "major": "warn", "minor": "plain"}
STATE_TONES = {"new": "na", "assigned": "plain", "reported": "brand", "failed_again": "fail"}
WHICH = (("open", N_("Open")), ("overdue", N_("Overdue")), ("soon", N_("Due within 7 days")), (None, N_("All")))


def today() -> datetime.date:
    """The day here."""
    return days.today()


def _severity(one: Any) -> list[Mark]:
    words = _(SEVERITIES.get(one.severity, one.severity))
    return [Mark(words, TONES.get(one.severity, "plain"))] if one.severity else []


def _state(one: Any) -> list[Mark]:
    return [Mark(_(STATES[FindingState(one.state or "new")]), STATE_TONES.get(one.state, "pass"))]


def _late(one: Any) -> list[Mark]:
    days = one.days_late(today().isoformat())
    return [Mark(ngettext("{n} day", "{n} days", days), "fail")] if days else []


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-")))


COLUMNS = (
    Column(N_("Site"), lambda one: one.code, width=92, order="code", strong=True),
    Column(N_("Item code"), lambda one: one.item, width=98, order="item"),
    Column(N_("Finding"), lambda one: one.text or one.item_text, width=300, stretch=True),
    Column(N_("Severity"), lambda one: one.severity, marks=_severity, width=120, order="severity"),
    Column(N_("State"), lambda one: one.state, marks=_state, width=150, order="state", spare=True),
    Column(N_("Due"), lambda one: one.due, show=_day, width=112, order="due"),
    Column(N_("Late"), lambda one: one.days_late(today().isoformat()), marks=_late, width=90, order="due", align=RIGHT),
    Column(N_("Who is in charge"), lambda one: one.in_charge, width=146, order="in_charge", spare=True),
    Column(N_("Commune"), lambda one: one.commune, width=140, order="commune", hidden=True),
)


class FindingsView(PlaceView):
    """All findings of this store; choose one to see its life, or several to have them looked at again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Findings"))
        self.search = SearchField(_("Code, site, words of the finding"))
        self.search.setMinimumWidth(260)
        self.again = Button(
            _("Re-inspection…"), icon="refresh", tip=_("Plan visits that look at the chosen findings again")
        )
        self.again.setEnabled(False)
        self.again.clicked.connect(self.ask_reinspection)
        self.excel = Button(_("Excel…"), icon="export", tip=_("Write what the list shows to Excel"))
        self.excel.clicked.connect(self._choose_export)
        for part in (self.search, self.again, self.excel):
            self.header.add(part)
        self.which: dict[str | None, ChipButton] = {}
        for key, words in WHICH:
            chip = ChipButton(_(words), checkable=True)
            chip.setToolTip(_("Not late yet; the deadline is within 7 days") if key == "soon" else "")
            chip.clicked.connect(partial(self.show_which, key))
            self.which[key] = chip
        self.filters = {
            "severity": FilterChip(_("Severity"), [(key, _(words)) for key, words in SEVERITIES.items()]),
            "form": FilterChip(_("Checklist"), []),
            "commune": FilterChip(_("Commune"), []),
            "in_charge": FilterChip(_("Who is in charge"), []),
        }
        self.chips = ChipRow(*self.which.values(), *self.filters.values(), spacing=6, line_spacing=-4)
        self.model = PagedModel(COLUMNS, self._fetch, self)
        self.model.resting = {"state": "open"}
        self.table = DataTable(self.model, name="findings", title=_("Findings"), memory=desk.memory)
        empty = EmptyState(
            "finding",
            _("There is no finding."),
            _("An item that is answered “fail” makes one; it stays here until it is closed."),
            _("Show the visits"),
        )
        empty.pressed.connect(lambda: self.desk.go("visits"))
        listed = QWidget()
        whole = QVBoxLayout(listed)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.chips)
        line = QHBoxLayout()
        whole.addLayout(line, 1)
        card = ListCard(self.table, empty, search=self.search, filters=self.filters.values())
        card.cleared.connect(lambda: self.show_which("open"))
        line.addWidget(card, 1)
        self.page = FindingPage(desk)
        self.page.left.connect(self.show_list)
        self.pages = QStackedWidget()
        self.pages.addWidget(listed)
        self.pages.addWidget(self.page)
        self.body.addWidget(self.pages, 1)
        self.search.searched.connect(lambda text: self.model.show(search=text))
        self.search.left.connect(self.table.setFocus)
        for key, filter_ in self.filters.items():
            filter_.chosen.connect(lambda value, key=key: self._filter(**{key: value}))
        self.table.opened.connect(lambda one: self.open_finding(one.uid))
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._selected())
        desk.tasks.changed.connect(self._on_changed)
        self.show_which("open")
        self._read_choices()

    def go_to(self, **target: Any) -> None:
        if target.get("finding"):
            self.open_finding(str(target["finding"]))
            return
        self.show_list()
        if "which" in target:
            self.show_which(target["which"])
        if target:
            self.search.setText(str(target.get("search", "")))
            self.model.show(search=self.search.text())
        if "severity" in target:
            self.filters["severity"].choose(target["severity"])
        self.search.setFocus()

    def show_list(self) -> None:
        """Back to the list."""
        for part in (self.search, self.again, self.excel):
            part.show()
        self.header.say(_("Findings"))
        self.pages.setCurrentIndex(0)
        self.model.refresh()

    def open_finding(self, uid: str) -> None:
        """Show the life of a finding."""
        for part in (self.search, self.again, self.excel):
            part.hide()
        self.header.say(_("Finding"))
        self.page.show_finding(uid)
        self.pages.setCurrentWidget(self.page)

    def show_which(self, key: str | None) -> None:
        """Show those that are open, overdue, due soon, or all."""
        for known, chip in self.which.items():
            chip.setChecked(known == key)
        self._filter(state=key)

    def export(self, path: Path) -> None:
        """Write what the list shows to a workbook."""
        exporting.export(self.desk, self.table, self._fetch, self.model.ask, path, _("Findings"))

    def ask_reinspection(self) -> ReinspectionDialog:
        """Ask when the chosen findings are looked at again."""
        dialog = ReinspectionDialog(self.table.records(), self)
        dialog.accepted.connect(lambda: self.reinspect([one.uid for one in dialog.lines], dialog.day()))
        dialog.open()
        return dialog

    def reinspect(self, chosen: list[str], on: datetime.date) -> None:
        """Plan visits that look at these findings again."""
        by = self.desk.person.uid if self.desk.person else ""
        self.desk.tasks.write(finding_life.reinspect, chosen, on=on, by=by, then=self._planned, owner=self)

    def _planned(self, made: tuple[list[str], Any]) -> None:
        words = ngettext("{n} re-inspection is planned.", "{n} re-inspections are planned.", len(made[0]))
        banner = Banner(words, tone="pass", sign="check", close_text=_("Put away"))
        show = Button(_("Show the visits"), icon="visit")
        show.clicked.connect(lambda: self.desk.go("visits"))
        banner.add(show)
        self.desk.notify(banner)

    def _filter(self, **changed: Any) -> None:
        self.model.show(filters={**self.model.ask.filters, **changed})

    def _selected(self) -> None:
        records = self.table.records()
        self.again.setEnabled(any(not one.settled for one in records))

    def _choose_export(self) -> None:
        path = exporting.ask_where(self, self.desk, _("Findings"))
        if path is not None:
            self.export(path)

    def _read_choices(self) -> None:
        self.desk.tasks.read(_choices, then=self._offer, owner=self)

    def _offer(self, found: tuple[dict[str, list[str]], dict[str, str]]) -> None:
        choices, titles = found
        self.filters["form"].set_choices([(name, titles.get(name, name)) for name in choices["form"]])
        for key in ("commune", "in_charge"):
            self.filters[key].set_choices([(name, name) for name in choices[key]])

    def _fetch(self, ask: Ask, answer: Answer) -> None:
        piece = lists.Slice(ask.offset, ask.limit, ask.order, ask.descending)
        self.desk.tasks.read(
            findings.lines,
            piece,
            search=ask.search,
            today=today().isoformat(),
            then=lambda found: answer(Page(*found)),
            owner=self,
            **ask.filters,
        )

    def _on_changed(self, changes: Any) -> None:
        if changes.touch(Finding) or changes.touch(Visit):
            self.model.refresh()
            self._read_choices()
            self.page.refresh()


class ReinspectionDialog(Dialog):
    """The re-inspection list: what is looked at again, where, and when."""

    def __init__(self, chosen: list[lists.FindingLine], parent: QWidget | None = None) -> None:
        super().__init__(_("Re-inspection"), sign="refresh", parent=parent)
        self.lines = [one for one in chosen if not one.settled]
        sites = sorted({one.code for one in self.lines})
        number = ngettext("{n} finding", "{n} findings", len(self.lines))
        places = ngettext("at {n} site", "at {n} sites", len(sites))
        self.date = QDateEdit(this_day().addDays(1))
        self.date.setDisplayFormat("dd/MM/yyyy")
        self.date.setCalendarPopup(True)
        self.date.setAccessibleName(_("Day of the re-inspection"))
        self.body.addLayout(row(label(_("Day of the re-inspection")), self.date, None))
        self.body.addWidget(label(f"{number} {places}", "strong"))
        for one in self.lines[:8]:
            self.body.addWidget(label(f"{one.code} · {one.item} · {one.text or one.item_text}", "second", wrap=True))
        if len(self.lines) > 8:
            self.body.addWidget(label(ngettext("and {n} more", "and {n} more", len(self.lines) - 8), "small"))
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.plan = Button(_("Plan the visits"), kind="primary", icon="check")
        self.plan.clicked.connect(self.accept)
        self.add(cancel)
        self.add(self.plan)

    def day(self) -> datetime.date:
        """When they are looked at again."""
        chosen = self.date.date()
        return datetime.date(chosen.year(), chosen.month(), chosen.day())


def _choices(reader: Reader) -> tuple[dict[str, list[str]], dict[str, str]]:
    return lists.finding_choices(reader), checklists.titles(reader)
