"""A new visit: where, when, which checklists apply there, and who is in the joint team, by side."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QDateEdit,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from inspector import checklists, i18n, people, visits
from inspector.i18n import _, ngettext
from inspector.model import Person, Side
from inspector.store import Reader, Store, lists
from inspector.text import tidy
from ui.messages import Dialog
from ui.models.columns import this_day
from ui.place import Desk
from ui.theme_tokens import ROW_HEIGHT
from ui.widgets.button import Button
from ui.widgets.layout import clear, label
from ui.widgets.search_field import SearchField

CHOICES, SEEN = 6, 3
"""So many sites are offered; so many lines the list is high at most, and no higher than what it holds."""
FRAME = 18
_SITE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Applying:
    """An installed checklist, and how many of its items apply to a site."""

    name: str
    title: str
    items: int


def applying(reader: Reader, types: str) -> list[Applying]:
    """The installed checklists with the number of their items that apply to a site of these types."""
    found = []
    for one in checklists.installed(reader):
        form = checklists.form(reader, one.sha256)
        filled = form.new()
        for question in form.questions:
            if question.attributes.get("ins:role") == "site_types":
                filled.answer(question.path, types)
        items = sum(filled[path].relevant for path in checklists.items(form))
        found.append(Applying(one.name, form.title_in(i18n.language()), items))
    return found


def begin(
    store: Store, site: str, forms: Iterable[str], on: datetime.date, team: Mapping[Side, Iterable[str]], by: str
) -> str:
    """Start the visit and name its team; people who are not known yet are introduced with their side."""
    visit = visits.start(store, site, forms, by=by, on=on)
    for side, names in team.items():
        for name in names:
            person = people.introduce(store, name, side=side, by=by)
            role = "representative" if side == Side.SITE else "member"
            visits.put_member(store, visit, person.uid, side=side, role=role, by=by)
    return visit


def known_names(reader: Reader) -> list[str]:
    """Everybody this store knows by name."""
    return [person.name for person in reader.all(Person, order="name")]


class NewVisitDialog(Dialog):
    """`started(uid)` when the visit is on the disk."""

    started = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, code: str = "") -> None:
        super().__init__(_("New visit"), sign="visit", parent=parent)
        self.desk = desk
        self.site: lists.SiteLine | None = None
        self.setMinimumWidth(740)
        self.search = SearchField(_("Code, name, commune"))
        self.found = QListWidget()
        self.found.setAccessibleName(_("Sites found"))
        self.found.setProperty("side", "true")
        self._hold(1 if code else SEEN)
        self.date = QDateEdit(this_day())
        self.date.setDisplayFormat("dd/MM/yyyy")
        self.date.setCalendarPopup(True)
        self.date.setAccessibleName(_("Date"))
        self.boxes: dict[str, QCheckBox] = {}
        self.team: dict[Side, QLineEdit] = {}
        self._form()
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.start = Button(_("Start the visit"), kind="primary", icon="play")
        self.start.clicked.connect(self._start)
        self.add(cancel)
        self.add(self.start)
        self.search.searched.connect(self._search)
        self.search.left.connect(self.found.setFocus)
        self.found.currentItemChanged.connect(lambda item, _before: self._choose(item))
        desk.tasks.read(known_names, then=self._complete, owner=self)
        self.search.setText(code)
        self._search(code)
        self._judge()

    def _form(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self.lists = QGridLayout()
        self.lists.setVerticalSpacing(0)
        for place, (words, part) in enumerate(((_("Site"), self.search), ("", self.found), (_("Date"), self.date))):
            grid.addWidget(label(words, "second"), place, 0)
            grid.addWidget(part, place, 1)
        beside = label(_("Checklists"), "second")
        beside.setFixedHeight(ROW_HEIGHT)  # level with the first of them
        grid.addWidget(beside, 3, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(self.lists, 3, 1)
        for place, (side, words) in enumerate(
            ((Side.POLICE, _("Police")), (Side.VNPT, _("VNPT")), (Side.SITE, _("Site's representative")))
        ):
            field = QLineEdit()
            field.setAccessibleName(words)
            field.setPlaceholderText(_("names, separated by commas"))
            self.team[side] = field
            grid.addWidget(label(words, "second"), 4 + place, 0)
            grid.addWidget(field, 4 + place, 1)
        me = self.desk.person
        if me is not None and me.side in (Side.POLICE, Side.VNPT):
            self.team[Side(me.side)].setText(me.name)
        self.body.addLayout(grid)

    def names(self, side: Side) -> list[str]:
        """Who was named for a side."""
        return [name for part in self.team[side].text().split(",") if (name := tidy(part))]

    def forms(self) -> list[str]:
        """The checklists that are ticked."""
        return [name for name, box in self.boxes.items() if box.isChecked()]

    def _complete(self, names: list[str]) -> None:
        for field in self.team.values():
            completer = QCompleter(QStringListModel(names, field), field)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            field.setCompleter(completer)

    def _search(self, text: str) -> None:
        self.desk.tasks.read(lists.sites, lists.Slice(limit=CHOICES), search=text, then=self._show_sites, owner=self)

    def _show_sites(self, found: tuple[list[lists.SiteLine], int]) -> None:
        self.found.clear()
        for line in found[0]:
            item = QListWidgetItem(" · ".join(part for part in (line.code, line.name, line.commune) if part))
            item.setData(_SITE, line)
            item.setToolTip(item.text())
            self.found.addItem(item)
        if not found[0]:
            nothing = QListWidgetItem(_("Nothing matches."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.found.addItem(nothing)
        self._hold(self.found.count())
        self.found.setCurrentRow(0)
        self._judge()

    def _hold(self, lines: int) -> None:
        """Make the list as high as so many lines, within reason."""
        self.found.setFixedHeight(min(SEEN, lines) * ROW_HEIGHT + FRAME)

    def _choose(self, item: QListWidgetItem | None) -> None:
        self.site = item.data(_SITE) if item is not None else None
        if self.site is not None:
            self.desk.tasks.read(applying, self.site.types, then=self._show_lists, owner=self)
        self._judge()

    def _show_lists(self, found: list[Applying]) -> None:
        clear(self.lists)
        self.boxes = {}
        for place, one in enumerate(found):
            count = ngettext("{n} item", "{n} items", one.items) if one.items else _("does not apply here")
            box = QCheckBox(f"{one.title} – {count}")
            box.setChecked(one.items > 0)
            box.setEnabled(one.items > 0)
            box.toggled.connect(lambda _on: self._judge())
            self.boxes[one.name] = box
            self.lists.addWidget(box, place, 0)
        order: list[QWidget] = [self.date, *self.boxes.values(), self.team[Side.POLICE]]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        self._judge()

    def _judge(self) -> None:
        self.start.setEnabled(self.site is not None and bool(self.forms()) and self.desk.person is not None)

    def _start(self) -> None:
        if self.site is None or self.desk.person is None or not self.start.isEnabled():
            return
        self.start.setEnabled(False)
        chosen = self.date.date()
        day = datetime.date(chosen.year(), chosen.month(), chosen.day())
        team = {side: self.names(side) for side in self.team}
        self.desk.tasks.write(
            begin,
            self.site.uid,
            self.forms(),
            day,
            team,
            self.desk.person.uid,
            then=self._done,
            otherwise=self._refused,
            owner=self,
        )

    def _done(self, visit: str) -> None:
        self.started.emit(visit)
        self.accept()

    def _refused(self, error: object) -> None:
        self._judge()
        self.desk.tasks.failed.emit(error)
