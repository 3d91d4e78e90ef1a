"""Drop workbooks, see what would happen, merge; below it what people must decide and which parcels are missing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from inspector import arrivals, disagreements, hints, proposals, receipts, register, trust
from inspector.i18n import N_, _
from inspector.journal import short
from inspector.parcel import CellEdited
from inspector.store import Reader, Store
from ui.models.columns import RIGHT, Column, Mark
from ui.models.paged import PagedModel, all_at_once
from ui.place import Desk, PlaceView
from ui.register.decision import DecisionCard
from ui.register.questions import EditsCard, VouchCard
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.empty import EmptyState
from ui.widgets.layout import Card, clear, label, row, scrolled
from ui.widgets.table import DataTable, ListCard

VERDICTS = {"merged": N_("will be merged"), "nothing new": N_("nothing new"), "refused": N_("refused")}
DONE = {"merged": N_("merged"), "nothing new": N_("nothing new"), "refused": N_("refused")}
TONES = {"merged": ("pass", "check"), "nothing new": ("na", "equal"), "refused": ("fail", "cross")}
QUESTIONS_HEIGHT = 260


def _remark(one: register.FilePreview) -> str:
    said = [one.reason] if one.reason else []
    said += [
        _("cell {cell}: was “{was}”, now “{now}”").format(cell=f"{cell.sheet}!{cell.cell}", was=cell.was, now=cell.now)
        for cell in one.cells_edited[:3]
    ]
    if one.photos_missing:
        said.append(_("{n} photos missing").format(n=len(one.photos_missing)))
    return " · ".join(said)


def columns(words: dict[str, str]) -> tuple[Column, ...]:
    """The columns of a preview, or of what was done."""

    def verdict(one: register.FilePreview) -> list[Mark]:
        if one.asks:
            return [Mark(_("key not known"), "warn", "warn")]
        tone, sign = TONES[one.verdict]
        return [Mark(_(words[one.verdict]), tone, sign)]

    return (
        Column(N_("Workbook"), lambda one: Path(one.file).name, width=220, strong=True),
        Column(N_("From"), lambda one: one.by or one.device, width=170),
        Column(N_("Parcel no."), lambda one: one.number or "", width=90, align=RIGHT),
        Column(N_("Visits in it"), lambda one: len(one.visits) or "", width=100, align=RIGHT),
        Column(N_("New entries"), lambda one: one.entries_new, width=110, align=RIGHT),
        Column(N_("What"), lambda one: one.verdict, marks=verdict, width=170),
        Column(N_("Remark"), _remark, width=300, stretch=True),
    )


class RegisterView(PlaceView):
    """Three tabs: arrivals, to decide, parcels."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Register"))
        self.files: list[Path] = []
        self.accepted: set[str] = set()
        self._given: list[receipts.Receipt] = []
        choose = Button(_("Choose workbooks…"), icon="workbook")
        choose.clicked.connect(self._choose)
        self.merge = Button(_("Merge"), kind="primary", icon="import")
        self.merge.setEnabled(False)
        self.merge.clicked.connect(self._merge)
        self.header.add(choose)
        self.header.add(self.merge)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.body.addWidget(self.tabs, 1)
        self._arrivals = QVBoxLayout()
        self._arrivals.setContentsMargins(0, 12, 0, 0)
        asked = QWidget()
        self._questions = QVBoxLayout(asked)
        self._questions.setContentsMargins(0, 0, 8, 0)
        self._questions.setSpacing(8)
        self._asked = scrolled(asked)
        self._asked.hide()
        first = QWidget()
        whole = QVBoxLayout(first)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._arrivals, 1)
        whole.addWidget(self._asked)
        self.tabs.addTab(first, _("Workbooks"))
        inside = QWidget()
        self._decisions = QVBoxLayout(inside)
        self._decisions.setContentsMargins(0, 12, 8, 0)
        self._decisions.setSpacing(12)
        self.tabs.addTab(scrolled(inside), _("To decide"))
        parcels = QWidget()
        around = QVBoxLayout(parcels)
        around.setContentsMargins(0, 12, 0, 0)
        around.setSpacing(12)
        self.code = QLineEdit()
        self.code.setAccessibleName(_("Code of a receipt"))
        self.code.setPlaceholderText(_("Code of a receipt that the office read out: 7F3A 91C2"))
        self.code.setMinimumWidth(430)
        self.code.setToolTip(self.code.placeholderText())
        acknowledge = Button(_("Take the receipt"))
        acknowledge.clicked.connect(self._acknowledge)
        self.code.returnPressed.connect(self._acknowledge)
        self.own = label("", "strong", selectable=True)
        around.addLayout(row(self.code, acknowledge, None, self.own))
        self._parcels = QVBoxLayout()
        around.addLayout(self._parcels, 1)
        self.tabs.addTab(parcels, _("Parcels"))
        self.table: DataTable | None = None
        self._show_files([], VERDICTS)
        desk.tasks.changed.connect(lambda _changes: self._reload())

    def go_to(self, **target: Any) -> None:
        files = target.get("files")
        if files:
            self.preview([Path(one) for one in files])
        self._reload()

    def preview(self, files: list[Path]) -> None:
        """Show what merging these workbooks would do; folders are walked."""
        found: list[Path] = []
        for path in files:
            found += sorted(path.rglob("*.xlsx")) if path.is_dir() else [path]
        if found != self.files:
            self.accepted = set()
        self.files = found
        self.merge.setEnabled(False)
        self.tabs.setCurrentIndex(0)
        self.desk.tasks.write(
            register.preview,
            found,
            accepted=tuple(self.accepted),
            first_use=False,
            title=_("Reading the workbooks"),
            then=self._previewed,
            owner=self,
        )

    def _previewed(self, preview: register.Preview) -> None:
        self._show_files(list(preview.files), VERDICTS)
        self.merge.setEnabled(any(one.verdict == "merged" for one in preview.files))
        asking = {one.code: one for one in reversed(preview.files) if one.asks}
        cards = []
        for one in asking.values():
            card = VouchCard(one)
            card.vouched.connect(self._vouch)
            cards.append(card)
        self._ask(cards)

    def _vouch(self, code: str) -> None:
        self.accepted.add(code)
        self.preview(self.files)

    def _ask(self, cards: Sequence[QWidget]) -> None:
        """Show what a person has to settle below the table, or nothing."""
        clear(self._questions)
        for card in cards:
            self._questions.addWidget(card)
        self._questions.addStretch(1)
        self._show_asked(bool(cards))

    def _show_asked(self, shown: bool) -> None:
        self._questions.activate()
        wanted = self._questions.totalHeightForWidth(max(600, self.width() - 60))
        self._asked.setFixedHeight(min(QUESTIONS_HEIGHT, wanted + 4))
        self._asked.setVisible(shown)

    def _merge(self) -> None:
        self.merge.setEnabled(False)
        backup = None
        if self.desk.folder is not None:
            now = datetime.datetime.now().astimezone()
            backup = self.desk.folder / "backups" / f"{now:%Y%m%d-%H%M%S}.db"
            backup.parent.mkdir(parents=True, exist_ok=True)
        self.desk.tasks.write(
            register.merge,
            self.files,
            by=self.desk.person.uid if self.desk.person else "",
            backup=backup,
            accepted=tuple(self.accepted),
            first_use=False,
            title=_("Merging"),
            then=self._merged,
            owner=self,
        )

    def _merged(self, merged: register.Merged) -> None:
        self._show_files(list(merged.files), DONE)
        taken = [one for one in merged.files if one.verdict != "refused"]
        edits = [cell for one in taken for cell in one.cells_edited]
        cards: list[QWidget] = []
        if edits:
            card = EditsCard(edits)
            card.taken.connect(self._take_edits)
            cards.append(card)
        self._ask(cards)
        tasks = self.desk.tasks
        visits = [visit for one in taken for visit in one.visits]
        tasks.read(hints.of, visits, then=self._show_hints, owner=self)
        devices = [one.device for one in taken if one.visits]
        tasks.write(_receipts, devices, self.desk.folder, then=lambda made: self._say_merged(merged, made), owner=self)
        self._reload()
        if merged.disagreements:
            self.tabs.setCurrentIndex(1)

    def _say_merged(self, merged: register.Merged, made: list[receipts.Receipt]) -> None:
        self._given = made
        added = sum(one.entries_new for one in merged.files)
        codes = "   ".join(f"{one.device}: {one.code}" for one in made)
        said = [_("{n} things wait for a decision.").format(n=merged.disagreements)] if merged.disagreements else []
        said += [_("Receipts to read out: {codes}").format(codes=codes)] if codes else []
        banner = Banner(
            _("{n} new entries are in the register. Code: {code}").format(n=added, code=short(merged.digest)),
            " ".join(said),
            tone="pass",
            sign="check",
            close_text=_("Put away"),
        )
        if made:
            save = Button(_("Save receipts…"))
            save.clicked.connect(self._save_receipts)
            banner.add(save)
        self.desk.notify(banner)

    def _save_receipts(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Save receipts…"))
        if folder:
            self.desk.tasks.work(receipts.write, self._given, Path(folder), owner=self)

    def _show_hints(self, found: list[hints.Hint]) -> None:
        if not found:
            return
        card = Card(_("Worth a look"), padding=12)
        for one in found[:20]:
            open_ = Button(one.says, kind="quiet", icon="search")
            open_.clicked.connect(partial(self.desk.go, "visit", visit=one.visit))
            card.body.addLayout(row(open_, None))
        self._questions.insertWidget(self._questions.count() - 1, card)
        self._show_asked(True)

    def _take_edits(self, cells: list[CellEdited], reason: str) -> None:
        if self.desk.person is not None:
            by = self.desk.person.uid
            self.desk.tasks.write(proposals.take, cells, by=by, reason=reason, then=self._edits_taken, owner=self)

    def _edits_taken(self, found: list[proposals.Proposal]) -> None:
        left = [one for one in found if one.problem]
        n = len(found) - len(left)
        why = " ".join(f"{one.cell.sheet}!{one.cell.cell}: {one.problem}." for one in left)
        tone, sign = ("warn", "warn") if left else ("pass", "check")
        said = _("{n} changes were taken under your name.").format(n=n)
        self.desk.notify(Banner(said, why, tone=tone, sign=sign, close_text=_("Put away")))
        self._ask([])
        self._reload()

    def _acknowledge(self) -> None:
        code, person = self.code.text().strip(), self.desk.person
        if code and person is not None:
            self.desk.tasks.write(receipts.take_code, code, by=person.uid, then=self._acknowledged, owner=self)

    def _acknowledged(self, told: receipts.Acknowledged) -> None:
        self.code.clear()
        numbers = ", ".join(map(str, sorted((*told.new, *told.known))))
        said = _("The register holds parcels {numbers}.").format(numbers=numbers)
        self.desk.notify(Banner(said, tone="pass", sign="check", close_text=_("Put away")))

    def _choose(self) -> None:
        names, _filter = QFileDialog.getOpenFileNames(self, _("Choose workbooks…"), "", "*.xlsx *.json")
        if names:
            self.preview([Path(name) for name in names])

    def _show_files(self, files: list[register.FilePreview], words: dict[str, str]) -> None:
        clear(self._arrivals)
        model = PagedModel(columns(words), all_at_once(files), self)
        self.table = DataTable(model, name="arrivals", title=_("Workbooks"), memory=self.desk.memory)
        empty = EmptyState(
            "inbox",
            _("Drop the workbooks of the laptops here."),
            _("You see what each one would change before anything is merged."),
            _("Choose workbooks…"),
        )
        empty.pressed.connect(self._choose)
        self._arrivals.addWidget(ListCard(self.table, empty), 1)
        model.refresh()

    def _reload(self) -> None:
        self.desk.tasks.read(_waiting, then=self._show_waiting, owner=self)

    def _show_waiting(self, found: tuple[list[disagreements.Disagreement], list[arrivals.DeviceParcels], str]) -> None:
        waiting, parcels, own = found
        self.own.setText(_("Key of this computer: {code}").format(code=own) if own else "")
        self.counted.emit(len(waiting))
        self.tabs.setTabText(1, _("To decide ({n})").format(n=len(waiting)) if waiting else _("To decide"))
        clear(self._decisions)
        if not waiting:
            self._decisions.addWidget(
                EmptyState(
                    "disagreement",
                    _("Nothing waits for a decision."),
                    _("Where two laptops say different things, both stand here until you choose."),
                )
            )
        for one in waiting[:100]:
            card = DecisionCard(one)
            card.decided.connect(partial(self._decide, one.id))
            self._decisions.addWidget(card)
        self._decisions.addStretch(1)
        clear(self._parcels)
        if not parcels:
            self._parcels.addWidget(
                EmptyState(
                    "inbox",
                    _("No parcel has arrived yet."),
                    _("Each laptop numbers its parcels, so a missing one is seen here."),
                )
            )
        for device in parcels:
            missing = ", ".join(map(str, device.missing))
            said = _("received {numbers}").format(numbers=", ".join(map(str, device.received)))
            self._parcels.addLayout(
                row(
                    label(device.device, "code"),
                    12,
                    label(said),
                    label(_("missing {numbers}").format(numbers=missing) if missing else "", "strong"),
                    None,
                )
            )
        self._parcels.addStretch(1)

    def _decide(self, id: str, take: int, value: str, reason: str) -> None:
        if self.desk.person is not None:
            chosen = {"take": take} if take else {"value": value}
            self.desk.tasks.write(disagreements.decide, id, reason=reason, by=self.desk.person.uid, **chosen)


def _waiting(reader: Reader) -> tuple[list[disagreements.Disagreement], list[arrivals.DeviceParcels], str]:
    own = trust.own(reader)
    return disagreements.waiting(reader), arrivals.parcels(reader), trust.fingerprint(own) if own else ""


def _receipts(store: Store, devices: list[str], folder: Path | None) -> list[receipts.Receipt]:
    """Receipts for these laptops, a copy of each kept in the data folder."""
    if not devices:
        return []
    made = receipts.make(store, devices)
    if folder is not None:
        kept = folder / "receipts"
        kept.mkdir(parents=True, exist_ok=True)
        receipts.write(made, kept)
    return made
