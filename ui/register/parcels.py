"""The tab of parcels: what arrived from which laptop, what is missing, receipts, and how a parcel is taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector import arrivals, backups, purging, receipts, trust, visits
from inspector.arrivals import Arrival, DeviceParcels
from inspector.i18n import _, ngettext
from inspector.journal import short
from inspector.model import Handover, Site
from inspector.store import Reader, Store
from inspector.text import fold
from ui import files
from ui.messages import Dialog
from ui.models.columns import figure
from ui.place import Desk
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.empty import EmptyState, on_card
from ui.widgets.header import ChipRow
from ui.widgets.layout import Card, Elided, clear, column, hairline, label, row, scrolled
from ui.widgets.search_field import SearchField

MOST = 60
"""So many parcels of one laptop are listed; older ones are found by words."""


@dataclass(frozen=True)
class Shelf:
    """Everything that the tab shows, in one snapshot."""

    devices: list[DeviceParcels]
    arrived: list[Arrival]
    lacking: set[str]
    names: dict[str, str]
    left: list[Handover]
    places: dict[str, str]
    purgeable: list[str]
    room: int
    own: str
    code: str


def read(reader: Reader) -> Shelf:
    """What arrived, what is missing, and what this computer itself handed over."""
    devices = arrivals.parcels(reader)
    arrived = arrivals.listed(reader)
    left = sorted(reader.all(Handover, device=reader.device), key=lambda one: -one.number)
    ready = purging.ready(reader)
    names: dict[str, str] = {}
    for one in arrived:
        names.setdefault(one.device, one.by)
    uids = {
        visit for each in (*left, *(one for device in devices for one in device.left)) for visit in each.visits.split()
    }
    places = {uid: _place(reader, uid) for uid in uids}
    own = trust.own(reader)
    code = trust.fingerprint(own) if own else ""
    return Shelf(
        devices, arrived, receipts.with_holes(reader), names, left, places, ready, purging.room(reader, ready), reader.device, code
    )  # fmt: skip


def _place(reader: Reader, uid: str) -> str:
    try:
        site = reader.get(Site, visits.known(reader, uid).site)
    except visits.VisitError:
        return ""
    return site.code if site else ""


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in words: 1–4, 6."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)


class Parcels(QWidget):
    """Own hand-overs and receipts above; below a card for each laptop. `merged_again(files)` is not ours to do."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._shelf: Shelf | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 0)
        whole.setSpacing(10)
        self.search = SearchField(_("Find a laptop, a person, a file…"))
        self.search.setMinimumWidth(280)
        self.search.searched.connect(lambda _text: self._show())
        self.code = QLineEdit()
        self.code.setAccessibleName(_("Code of a receipt"))
        self.code.setPlaceholderText(_("Receipt code, for example 7F3A 91C2"))
        self.code.setMinimumWidth(330)
        self.code.setToolTip(self.code.placeholderText())
        acknowledge = Button(_("Enter the receipt"))
        acknowledge.clicked.connect(self._acknowledge)
        self.code.returnPressed.connect(self._acknowledge)
        whole.addLayout(row(self.search, None, self.code, acknowledge))
        inside = QWidget()
        self._cards = QVBoxLayout(inside)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(12)
        self._area = scrolled(inside)
        whole.addWidget(self._area, 1)

    def show_shelf(self, shelf: Shelf) -> None:
        """Show what is there."""
        if shelf != self._shelf:
            self._shelf = shelf
            self._show()

    def _show(self) -> None:
        shelf, now = self._shelf, self.window().focusWidget()
        if now is not None and self._area.isAncestorOf(now):
            self.search.setFocus()  # what had the keys goes with its card, and Qt would look for another
        clear(self._cards)
        if shelf is None:
            return
        words = fold(self.search.text())
        self.search.setVisible(bool(shelf.arrived or shelf.devices))
        if not shelf.devices and not shelf.left:
            empty = EmptyState(
                "inbox",
                _("No parcel has arrived yet."),
                _("Each laptop numbers its parcels, so a missing one is seen here."),
            )
            self._cards.addWidget(on_card(empty), 1)
            return
        if shelf.left and not words:
            self._cards.addWidget(self._own(shelf))
        for device in shelf.devices:
            arrived = [one for one in shelf.arrived if one.device == device.device]
            arrived.sort(key=lambda one: -one.number)
            fits = [
                one for one in arrived if not words or words in fold(f"{one.device} {one.by} {one.file} {one.parcel}")
            ]
            if fits or not words:
                self._cards.addWidget(self._device(shelf, device, fits))
        self._cards.addStretch(1)

    def _own(self, shelf: Shelf) -> Card:
        card = Card(_("Handed over from this computer"))
        if shelf.code:
            said = _("Computer {device}, key {code}").format(device=shelf.own[:4].upper(), code=shelf.code)
            card.body.addWidget(label(said, "small", selectable=True))
        for one in shelf.left[:MOST]:
            about = ", ".join(filter(None, (shelf.places.get(uid, "") for uid in one.visits.split())))
            parcel = _("no. {number}").format(number=one.number)
            if one.received:
                chip = Chip(_("{parcel}: received").format(parcel=parcel), "pass", "check")
            else:
                chip = Chip(_("{parcel}: not received yet").format(parcel=parcel), "warn", "clock")
            line = row(chip, spacing=10)
            line.addWidget(label(about, "second", wrap=True), 1)
            card.body.addLayout(line)
        if shelf.purgeable:
            said = _("The photos of {n} received visits take {size} MB here. The register holds them in full.")
            tell = label(said.format(n=len(shelf.purgeable), size=max(1, shelf.room // 1_000_000)), "second", wrap=True)
            small = Button(_("Keep small copies only…"), icon="picture")
            small.clicked.connect(self.ask_purge)
            line = row(spacing=10)
            line.addWidget(tell, 1)
            line.addWidget(small)
            card.body.addLayout(line)
        return card

    def _device(self, shelf: Shelf, device: DeviceParcels, arrived: list[Arrival]) -> Card:
        card = Card()
        name = shelf.names.get(device.device, "")
        head = ChipRow(label(_("Computer {device}").format(device=device.device[:4].upper()), "heading"))
        head.add(label(name, "second"))
        if device.received:
            head.add(Chip(_("received {numbers}").format(numbers=ranges(device.received)), "pass", "check"))
        gone = [one for one in device.missing if one not in device.out]
        if gone:
            head.add(Chip(_("missing {numbers}").format(numbers=ranges(gone)), "fail", "warn"))
        if device.out:
            head.add(Chip(_("taken out {numbers}").format(numbers=ranges(device.out)), "na", "undo"))
        card.body.addWidget(head)
        for one in device.left:
            about = ", ".join(filter(None, (shelf.places.get(uid, "") for uid in one.visits.split())))
            when = f"{'/'.join(reversed(one.at[:10].split('-')))} {one.at[11:16]}"
            said = _("No. {number} was handed over on {when}: {sites}")
            card.body.addWidget(
                label(said.format(number=one.number, when=when, sites=about or "–"), "second", wrap=True)
            )
        for arrival in arrived[:MOST]:
            card.body.addWidget(hairline())
            card.body.addLayout(self._arrival(shelf, arrival))
        if len(arrived) > MOST:
            card.body.addWidget(label(_("{n} older ones are found by words.").format(n=len(arrived) - MOST), "second"))
        return card

    def _arrival(self, shelf: Shelf, one: Arrival) -> QHBoxLayout:
        when = f"{'/'.join(reversed(one.at[:10].split('-')))} {one.at[11:16]}"
        number = label(_("no. {number}").format(number=one.number), "strong")
        number.setMinimumWidth(max(60, number.sizeHint().width()))
        line = row(number, spacing=10)
        taken = _("taken {when}").format(when=when)
        entries = _("1 entry") if one.entries == 1 else _("{n} entries").format(n=figure(one.entries))
        words = column(Elided(one.file, folds=True), label(f"{taken} · {entries}", "small"), spacing=1)
        line.addLayout(words, 1)
        if one.parcel in shelf.lacking:
            chip = Chip(_("photos missing: no receipt yet"), "warn", "photo")
            chip.setToolTip(_("The laptop keeps its photos until a later parcel brings them."))
            line.addWidget(chip)
        out = Button(_("Take out…"), kind="quiet", icon="undo")
        out.setAccessibleName(_("Take parcel {parcel} out").format(parcel=one.parcel))
        out.clicked.connect(partial(self.ask_takeout, one))
        line.addWidget(out)
        return line

    def ask_takeout(self, one: Arrival) -> Dialog:
        """Ask before a parcel is taken out."""
        made = Dialog(
            _("Take parcel no. {number} of {name} out?").format(number=one.number, name=one.by or one.device),
            _(
                "What came with this parcel alone leaves the register; what others brought too stays, and so do decisions. "
                "A backup is made first. The same file can be merged again at any time."
            ),
            sign="undo",
            tone="warn",
            parent=self,
        )
        keep = Button(_("Leave it in"))
        keep.clicked.connect(made.reject)
        out = Button(_("Take the parcel out"), kind="danger")
        out.clicked.connect(made.accept)
        made.add(keep)
        made.add(out)
        made.accepted.connect(lambda: self.desk.tasks.write(_take_out, one.parcel, then=self._taken_out, owner=self))
        made.open()
        keep.setFocus()
        return made

    def _taken_out(self, done: arrivals.TakenOut) -> None:
        gone = ngettext("{n} entry was taken out.", "{n} entries were taken out.", done.entries_removed)
        digest = _("The digest of the register is {code}.").format(code=short(done.digest))
        n = done.decisions_kept
        stays = ngettext("{n} entry made here about them stays.", "{n} entries made here about them stay.", n)
        self.desk.notify(
            Banner(f"{gone} {digest}", stays if n else "", tone="pass", sign="undo", close_text=_("Put away"))
        )
        self.changed.emit()

    def ask_purge(self) -> Dialog:
        """Ask before photos become small."""
        made = Dialog(
            _("Keep small copies only?"),
            _(
                "Only visits whose receipt is here, and that were not changed since. Answers, findings and signatures stay "
                "as they are; each photo stays as a small copy."
            ),
            sign="picture",
            parent=self,
        )
        keep = Button(_("Keep the photos"))
        keep.clicked.connect(made.reject)
        go = Button(_("Keep small copies only"), kind="primary")
        go.clicked.connect(made.accept)
        made.add(keep)
        made.add(go)
        chosen = self._shelf.purgeable if self._shelf else []
        made.accepted.connect(lambda: self.desk.tasks.write(purging.purge, chosen, then=self._purged, owner=self))
        made.open()
        return made

    def _purged(self, done: purging.Purged) -> None:
        small = ngettext("{n} photo became a small copy.", "{n} photos became small copies.", done.photos)
        said = f"{small} {_('{size} MB are free.').format(size=done.bytes // 1_000_000)}"
        self.desk.notify(Banner(said, tone="pass", sign="check", close_text=_("Put away")))
        self.changed.emit()

    def _acknowledge(self) -> None:
        code, person = self.code.text().strip(), self.desk.person
        if code and person is not None:
            self.desk.tasks.write(receipts.take_code, code, by=person.uid, then=self._acknowledged, owner=self)

    def _acknowledged(self, told: receipts.Acknowledged) -> None:
        self.code.clear()
        said = _("The register holds parcels {numbers}.").format(numbers=ranges(sorted((*told.new, *told.known))))
        self.desk.notify(Banner(said, tone="pass", sign="check", close_text=_("Put away")))
        self.changed.emit()


def save_receipts(parent: QWidget, desk: Desk, given: Sequence[receipts.Receipt]) -> None:
    """Ask for a folder, such as the stick, and write them there."""
    folder = files.folder(parent, desk.memory, _("Save receipts…"))
    if folder is not None:
        desk.tasks.work(
            receipts.write, list(given), folder, then=lambda written: desk.notify(_saved(written, folder)), owner=parent
        )


def _saved(written: list[Path], folder: Path) -> Banner:
    words = ngettext("{n} receipt is written.", "{n} receipts are written.", len(written))
    return Banner(words, str(folder), tone="pass", sign="check", close_text=_("Put away"))


def given_to(store: Store, devices: Sequence[str], folder: Path | None) -> list[receipts.Receipt]:
    """Receipts for these laptops, a copy of each kept in the data folder."""
    if not devices:
        return []
    made = receipts.make(store, devices)
    if folder is not None:
        kept = folder / "receipts"
        kept.mkdir(parents=True, exist_ok=True)
        receipts.write(made, kept)
    return made


def _take_out(store: Store, parcel: str) -> arrivals.TakenOut:
    with backups.unless_refused(store):
        return arrivals.takeout(store, parcel)
