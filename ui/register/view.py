"""Drop workbooks, see what would happen, merge; beside it what people must decide, edited cells, and parcels."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from inspector import arrivals, backups, disagreements, hints, proposals, receipts, register
from inspector.disagreements import Disagreement
from inspector.errors import Cancelled, InspectorError
from inspector.i18n import _, ngettext
from inspector.journal import short
from inspector.model import Site, Visit
from inspector.proposals import Proposal
from inspector.store import Reader, Store
from ui import files
from ui.models.paged import PagedModel, all_at_once
from ui.place import Desk, PlaceView
from ui.register import parcels
from ui.register.deciding import Deciding
from ui.register.parcels import Parcels, Shelf, ranges
from ui.register.preview import BEFORE, DONE, columns, in_words
from ui.register.questions import Edits, VouchCard
from ui.theme_tokens import ROW_HEIGHT
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.empty import EmptyState
from ui.widgets.figures import KEPT
from ui.widgets.layout import Card, clear, label, row, stand_apart
from ui.widgets.on_screen import ScrolledBody
from ui.widgets.table import DataTable, ListCard

QUESTIONS_HEIGHT: Final = 240
LOW_BELOW: Final = 560
ROWS: Final = 2
"""So many workbooks are in sight, whatever is asked below them."""
EDGES: Final = 12
"""What a list has above and below its rows."""
ONE_CHIP: Final = 30
"""So many letters of what is missing stand in one chip; its tip says all."""
APART: Final = 8
"""Between the tabs and what stands beside them."""
WORKBOOKS, DECIDING, EDITED, PARCELS = range(4)


@dataclass(frozen=True)
class Waiting:
    """What the place shows beside the workbooks, in one snapshot."""

    disputed: list[Disagreement]
    edited: list[Proposal]
    shelf: Shelf
    digest: str


class Everything:
    """Changes of a merge: whatever a view shows may be other now."""

    op = "merge"
    origin = None

    def touch(self, *_what: object, **_where: object) -> bool:
        """Always."""
        return True


class RegisterView(PlaceView):
    """Four tabs: workbooks, to decide, edited cells, parcels."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Register"))
        self.files: list[Path] = []
        self.accepted: set[str] = set()
        self._vouching = False
        self._found: list[register.FilePreview] = []
        self._missing = ""
        self._code = label("", "heading", selectable=True)
        self._code.setAccessibleName(_("Digest of the register"))
        self._code.setToolTip(_("Digest of the register"))
        self.choose = Button(_("Choose workbooks…"), icon="workbook", tip=_("Choose workbooks…"))
        self.choose.clicked.connect(self._choose)
        self._code_name = label(_("Digest of the register"), "second")
        self._beside = QWidget()
        self._beside.setLayout(row(self._code_name, self._code, self.choose, spacing=10))
        self.header.add(self._beside)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self._corner, self._corner_row = QWidget(), row()
        self._corner.setLayout(self._corner_row)
        self._corner.hide()
        self.tabs.setCornerWidget(self._corner)
        self.body.addWidget(self.tabs, 1)
        self.tabs.addTab(self._workbooks(), _("Workbooks"))
        self.deciding, self.edits, self.parcels = Deciding(desk), Edits(desk), Parcels(desk)
        self.parcels.changed.connect(self._reload)
        self.tabs.addTab(self.deciding, _("To decide"))
        self.tabs.addTab(self.edits, _("Edited in Excel"))
        self.tabs.addTab(self.parcels, _("Parcels"))
        self.tabs.currentChanged.connect(self._turned)
        self.deciding.emptied.connect(self.tabs.tabBar().setFocus)
        self.table: DataTable | None = None
        self._show_files([], BEFORE)
        desk.tasks.changed.connect(lambda _changes: self._reload())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < LOW_BELOW
        if low != self.header.isHidden():
            self.header.setVisible(not low)
            self._code_name.setVisible(not low)
            self._corner.setVisible(low)
            if low:
                self._corner_row.addWidget(self._beside)
            else:
                self.header.add(self._beside)
            self._fit_words()
        self._fit_tabs()

    def _fit_tabs(self) -> None:
        """On a low window what stands in the head is beside the tabs, so that lists have its room; tabs come first."""
        self.choose.say(_("Choose workbooks…"))
        tabs = self.tabs.tabBar().sizeHint().width()
        if self.header.isHidden() and tabs + self._beside.sizeHint().width() + APART > self.tabs.width():
            self.choose.say("")
            self.choose.setAccessibleName(self.choose.toolTip())

    def _turned(self, tab: int) -> None:
        """Turned with the mouse: the keys named beside the disagreements act at once."""
        if tab == DECIDING and not self.tabs.tabBar().hasFocus():
            self.deciding.go_to()

    def _workbooks(self) -> QWidget:
        made = QWidget()
        whole = QVBoxLayout(made)
        whole.setContentsMargins(0, 12, 0, 0)
        whole.setSpacing(10)
        self._arrivals = QVBoxLayout()
        whole.addLayout(self._arrivals, 1)
        self.words = label("", "second", wrap=True, selectable=True)
        self.words.hide()
        whole.addWidget(self.words)
        self._asked = ScrolledBody()
        stand_apart(self._asked)
        self._asked.setMaximumHeight(QUESTIONS_HEIGHT)
        self._questions = self._asked.column
        self._questions.setContentsMargins(0, 0, 0, 0)
        self._questions.setSpacing(8)
        self._asked.hide()
        whole.addWidget(self._asked)
        self._lacking = Chip("", "fail", "warn")
        self._lacking.hide()
        self._says = label("", "second", wrap=True)
        self.put_away = Button(_("Put away"))
        self.put_away.clicked.connect(self._put_away)
        self.merge = Button(_("Merge"), kind="primary", icon="import", keys="Ctrl+↵")
        self.merge.setEnabled(False)
        self.merge.setShortcut("Ctrl+Return")
        self.merge.clicked.connect(self._merge)
        self._foot = QWidget()
        foot = row(self._lacking, self._says, self.put_away, self.merge, spacing=12)
        foot.setStretch(1, 1)
        self._foot.setLayout(foot)
        self._foot.hide()
        whole.addWidget(self._foot)
        return made

    def go_to(self, **target: Any) -> None:
        files = target.get("files")
        if files:
            self.preview([Path(one) for one in files])
        self._reload()

    def preview(self, files: list[Path]) -> None:
        """Show what merging these workbooks would do; folders are walked."""
        found = arrivals.walked(files)
        if found != self.files:
            self.accepted = set()
        self.files = found
        self.merge.setEnabled(False)
        self.tabs.setCurrentIndex(WORKBOOKS)
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
        self._show_files(list(preview.files), BEFORE)
        n = sum(one.verdict == "merged" for one in preview.files)
        self.merge.setEnabled(bool(n))
        self.merge.say(ngettext("Merge {n} workbook", "Merge {n} workbooks", n).format(n=n) if n else _("Merge"))
        asked = self._ask_trust(preview.files)
        nothing = (
            _("First say which computers are to be trusted.") if asked else _("There is nothing to merge in these.")
        )
        self._says.setText(_("A backup is made before merging.") if n else nothing)
        self._foot.show()
        if self._vouching:
            self._vouching = False
            (asked[0] if asked else self.merge).setFocus()

    def _ask_trust(self, files: Sequence[register.FilePreview]) -> list[Button]:
        """Ask about the computers that nobody has vouched for, each once; the buttons that answer."""
        asking: dict[str, register.FilePreview] = {}
        for one in files:
            if one.asks:
                asking.setdefault(one.code, one)
        card = VouchCard(list(asking.values()))
        card.vouched.connect(self._vouch)
        self._ask([card] if asking else [])
        return card.buttons

    def _vouch(self, code: str) -> None:
        self.accepted.add(code)
        self._vouching = True
        self.preview(self.files)

    def _put_away(self) -> None:
        self.files, self.accepted = [], set()
        self._show_files([], BEFORE)
        self._foot.hide()
        self._ask([])

    def _ask(self, cards: Sequence[QWidget]) -> None:
        """Show what a person has to settle below the table, or nothing."""
        clear(self._questions)
        for card in cards:
            self._questions.addWidget(card)
        self._asked.setVisible(bool(cards))
        self._fit_words()

    def _merge(self) -> None:
        if self.table is not None:
            self.table.setFocus()
        self.merge.setEnabled(False)
        self.desk.tasks.write(
            _merge,
            self.files,
            by=self.desk.person.uid if self.desk.person else "",
            accepted=tuple(self.accepted),
            title=_("Merging"),
            then=self._merged,
            otherwise=self._stopped,
            owner=self,
        )

    def _stopped(self, refused: InspectorError) -> None:
        """Cancelled, or refused by the medium: what was merged so far is merged; show what is left."""
        if isinstance(refused, Cancelled):
            said = _("Merging was stopped. Workbooks that were taken before stay taken; below is what is left.")
            self.desk.notify(Banner(said, tone="warn", sign="warn", close_text=_("Put away")))
        else:
            self.desk.tasks.failed.emit(refused)
        self.desk.tasks.changed.emit(Everything())
        self.preview(self.files)

    def _merged(self, merged: register.Merged) -> None:
        self._show_files(list(merged.files), DONE)
        self.merge.say(_("Merge"))
        self._says.setText(_("Done. A parcel can be taken out again under “Parcels”."))
        self._foot.show()
        taken = [one for one in merged.files if one.verdict != "refused"]
        self._ask_trust(merged.files)
        tasks = self.desk.tasks
        tasks.read(_worth_a_look, [visit for one in taken for visit in one.visits], then=self._show_hints, owner=self)
        devices = [one.device for one in taken if one.visits]
        say = partial(self._say_merged, merged)
        tasks.write(parcels.given_to, devices, self.desk.folder, then=say, owner=self)
        tasks.changed.emit(Everything())
        if merged.disagreements:
            self.tabs.setCurrentIndex(DECIDING)
            self.deciding.begin()
        elif self.table is not None:
            self.table.setFocus()

    def _say_merged(self, merged: register.Merged, made: list[receipts.Receipt]) -> None:
        added = sum(one.entries_new for one in merged.files if one.verdict == "merged")
        new = ngettext("{n} new entry is in the register.", "{n} new entries are in the register.", added)
        codes = "   ".join(f"{one.device[:4].upper()}: {one.code}".replace(" ", KEPT) for one in made)
        n = merged.disagreements
        waiting = ngettext("{n} thing waits for a decision.", "{n} things wait for a decision.", n)
        said = [waiting] if n else []
        said += [_("Receipts to read out: {codes}").format(codes=codes)] if codes else []
        banner = Banner(
            f"{new} {_('The digest of the register is {code}.').format(code=short(merged.digest))}",
            " ".join(said),
            tone="pass",
            sign="check",
            close_text=_("Put away"),
        )
        if made:
            save = Button(_("Save receipts…"))
            save.clicked.connect(partial(parcels.save_receipts, self, self.desk, made))
            banner.add(save)
        self.desk.notify(banner)

    def _show_hints(self, found: list[tuple[str, hints.Hint]]) -> None:
        if not found:
            return
        card = Card(_("Worth a look"), padding=12)
        for code, one in found[:20]:
            open_ = Button(f"{code} · {one.says}", kind="quiet", icon="search")
            open_.clicked.connect(partial(self.desk.go, "visit", visit=one.visit))
            card.body.addLayout(row(open_, None))
        if len(found) > 20:
            card.body.addWidget(label(_("{n} more follow.").format(n=len(found) - 20), "second"))
        self._questions.addWidget(card)
        self._asked.show()
        self._fit_words()

    def _choose(self) -> None:
        chosen = files.open_several(self, self.desk.memory, _("Choose workbooks…"), "*.xlsx *.xlsm *.ods *.json")
        if chosen:
            self.preview(chosen)

    def _show_files(self, files: list[register.FilePreview], words: dict[str, str]) -> None:
        self._found = files
        self.words.clear()
        clear(self._arrivals)
        model = PagedModel(columns(words), all_at_once(files), self)
        self.table = DataTable(model, name="arrivals", title=_("Workbooks"), memory=self.desk.memory)
        self.table.current.connect(self._show_words)
        empty = EmptyState(
            "inbox",
            _("Drop the workbooks of the laptops here."),
            _("You see what each one would change before anything is merged."),
            _("Choose workbooks…"),
        )
        empty.pressed.connect(self._choose)
        listed = ListCard(self.table, empty)
        listed.setMinimumHeight(ROW_HEIGHT * (1 + min(len(files), ROWS)) + EDGES if files else 0)
        self._arrivals.addWidget(listed, 1)
        self.words.hide()
        model.refresh()
        first = next((at for at, one in enumerate(files) if one.verdict == "refused" or one.cells_edited), 0)
        if files:
            self.table.select_row(first)

    def _show_words(self, one: register.FilePreview) -> None:
        self.words.setText(in_words(one))
        self._fit_words()

    def _fit_words(self) -> None:
        """On a low window a question leaves no room for the words about a workbook, unless a person goes over the list."""
        low = self.height() < LOW_BELOW and self._asked.isVisibleTo(self)
        going = self.table is not None and self.table.hasFocus()
        self.words.setVisible(bool(self.words.text()) and (going or not low))

    def _reload(self) -> None:
        self.desk.tasks.read(_waiting, then=self._show_waiting, owner=self)

    def _show_waiting(self, found: Waiting) -> None:
        self._code.setText(short(found.digest))
        self.counted.emit(len(found.disputed) + len(found.edited))
        for tab, words, n in (
            (DECIDING, _("To decide"), len(found.disputed)),
            (EDITED, _("Edited in Excel"), len(found.edited)),
        ):
            self.tabs.setTabText(tab, f"{words} ({n})" if n else words)
        self._fit_tabs()
        self.deciding.show_waiting(found.disputed)
        self.edits.show_waiting(found.edited)
        self.parcels.show_shelf(found.shelf)
        lacking = [
            _("computer {device} no. {numbers}").format(device=one.device[:4].upper(), numbers=ranges(gone))
            for one in found.shelf.devices
            if (gone := [number for number in one.missing if number not in one.out])
        ]
        words = _("Not received: {parcels}")
        self._lacking.say(words.format(parcels=_in_short(lacking)), "fail", "warn")
        self._lacking.setToolTip(words.format(parcels=" · ".join(lacking)))
        self._lacking.setVisible(bool(lacking))


def _in_short(said: Sequence[str]) -> str:
    """As many as a chip has room for, and how many more there are."""
    shown = [textwrap.shorten(one, ONE_CHIP, placeholder=" …") for one in said[:1]]
    for one in said[1:]:
        if len(" · ".join((*shown, one))) > ONE_CHIP:
            break
        shown.append(one)
    more = [f"+{len(said) - len(shown)}"] if len(shown) < len(said) else []
    return " · ".join(shown + more)


def _merge(
    store: Store, files: Sequence[Path], *, by: str, accepted: Sequence[str], progress: register.Progress
) -> register.Merged:
    """The merge, with a backup beside the store before anything is written."""
    before = partial(backups.before_merge, store)
    return register.merge(store, files, by=by, before=before, accepted=accepted, first_use=False, progress=progress)


def _worth_a_look(reader: Reader, wanted: list[str]) -> list[tuple[str, hints.Hint]]:
    """The hints about these visits, each with the code of the site that it is about."""
    found = hints.of(reader, wanted)
    where = (
        {one.uid: one.site for one in reader.all(Visit, uid=sorted({hint.visit for hint in found}))} if found else {}
    )
    codes = {one.uid: one.code for one in reader.all(Site, uid=sorted(set(where.values())))} if where else {}
    return [(codes.get(where.get(hint.visit, ""), "–"), hint) for hint in found]


def _waiting(reader: Reader) -> Waiting:
    return Waiting(disagreements.waiting(reader), proposals.waiting(reader), parcels.read(reader), reader.digest()[0])
