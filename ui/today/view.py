"""What this laptop was given: visits by commune, drafts to go on with, what is overdue nearby, parcels on their way."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector import agenda, days, visits
from inspector.agenda import Agenda, Due
from inspector.i18n import _, ngettext
from inspector.model import Finding, Handover, Site, Visit, VisitState
from inspector.store import Reader
from ui import files
from ui.models.columns import Mark
from ui.place import Desk, PlaceView
from ui.today.first_steps import FirstSteps
from ui.widgets.button import Button
from ui.widgets.layout import Card, clear, label, scrolled
from ui.widgets.line_button import LineButton

NARROW_BELOW = 820
AT_ONCE = 20
"""So many lines are made before the window has its turn."""
SHOWN = 4
"""So many overdue findings stand here; the list of findings has them all."""
TONES = {"planned": "na", "draft": "brand", "agreed": "warn", "signed": "pass", "handed_over": "pass"}
SIGNS = {"planned": "circle", "draft": "pen", "agreed": "clock", "signed": "check", "handed_over": "check"}


class TodayView(PlaceView):
    """The first place. Everything in it leads to where the work is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Today"))
        self.scan = Button(_("Scan a station's tag"), kind="primary", icon="scan", keys="F2")
        self.scan.setMinimumHeight(48)
        self.scan.clicked.connect(lambda: desk.actions.get("scan").trigger())
        self.header.add(self.scan)
        inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(16)
        self._given, self._waiting = QVBoxLayout(), QVBoxLayout()
        for part, share in ((self._given, 3), (self._waiting, 2)):
            part.setSpacing(12)
            self._columns.addLayout(part, share)
        self.area = scrolled(inside)
        self.first = FirstSteps()
        self.first.assignment.connect(lambda: self._open_file("*.xlsx"))
        self.first.sites.connect(lambda: self._open_file("*.xlsx *.xls *.csv"))
        self.first.practice.connect(lambda: desk.settings.open_practice())
        self.pages = QStackedWidget()
        self.pages.addWidget(self.area)
        self.pages.addWidget(self.first)
        self.body.addWidget(self.pages, 1)
        self._left: Iterator[int] = iter(())
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._show_more)
        self.drafts: dict[str, LineButton] = {}
        self._items: dict[str, str] = {}
        desk.tasks.changed.connect(self._on_changed)

    def go_to(self, **target: Any) -> None:
        self._read()
        self.scan.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        way = QBoxLayout.Direction.BottomToTop if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(way)

    def continue_visit(self, visit: str) -> None:
        """Go on in a visit at the very item where its person was."""
        self.desk.go("visit", visit=visit, item=self._items.get(visit, ""))

    def _read(self) -> None:
        self.desk.tasks.read(_read, _today().isoformat(), then=self._show, owner=self)

    def _show(self, found: tuple[Agenda, dict[str, str]]) -> None:
        now, parcels = found
        self.counted.emit(now.waits)
        self.header.say(_("Today"), _long_day(_today()))
        self.pages.setCurrentWidget(self.first if now.empty else self.area)
        if now.empty and self.scan.hasFocus():
            self.first.buttons[0].setFocus()
        self.drafts = {}
        clear(self._given)
        clear(self._waiting)
        self._given.addStretch(1)
        self._left = self._show_given(now)
        self._show_more()
        self._show_drafts(now)
        self._show_overdue(now)
        self._show_awaited(now.awaited, parcels)
        self._waiting.addStretch(1)
        for part in (self._given, self._waiting):
            _show_at_once(part)
        for line in now.drafts[:8]:
            self.desk.tasks.read(agenda.draft, line.uid, then=partial(self._tell_draft, line.uid), owner=self)

    def _show_more(self) -> None:
        """Some more of what was given; the rest when the window had its turn."""
        if next(self._left, None) is not None:
            self._soon.start()

    def _show_given(self, now: Agenda) -> Iterator[int]:
        """One line for each visit; stops after every few of them."""
        made = 0
        for commune, dues in now.given:
            done = sum(due.visit.state not in agenda.UNFINISHED for due in dues)
            card = Card(padding=10)
            card.body.setSpacing(0)
            name = commune or _("Commune not known")
            card.setAccessibleName(name)
            heading = label(f"{name} · {done}/{len(dues)}", "heading")
            heading.setContentsMargins(8, 2, 0, 4)
            card.body.addWidget(heading)
            self._put_given(card)
            for due in dues:
                card.body.addWidget(self._due(due))
                made += 1
                if made % AT_ONCE == 0:
                    yield made
        if not now.given:
            card = Card(_("No visit is planned here"))
            words = _("Drop the assignment workbook of your office on this window, or start a visit at a site.")
            card.body.addWidget(label(words, "second", wrap=True))
            start = Button(_("New visit"), icon="add")
            start.clicked.connect(lambda: self.desk.go("sites"))
            card.body.addWidget(start)
            self._put_given(card)

    def _put_given(self, card: Card) -> None:
        self._given.insertWidget(self._given.count() - 1, card)

    def _due(self, due: Due) -> LineButton:
        one = due.visit
        marks = []
        if due.open_findings:
            words = ngettext("{n} open", "{n} open", due.open_findings)
            marks.append(Mark(words, "fail" if due.critical else "warn", "finding"))
        marks.append(Mark(_(visits.STATES[VisitState(one.state)]), TONES[one.state], SIGNS[one.state]))
        forms = ngettext("{n} checklist", "{n} checklists", len(one.form_names))
        below = " · ".join(part for part in (_day(one.date), forms, one.team, one.round_name) if part)
        line = LineButton(f"{one.code} · {one.name}".rstrip(" ·"), below, marks)
        line.clicked.connect(lambda: self.desk.go("visit", visit=one.uid))
        return line

    def _show_drafts(self, now: Agenda) -> None:
        if not now.drafts:
            return
        card = self._card(_("To be continued"))
        for one in now.drafts[:8]:
            line = LineButton(f"{one.code} · {one.name}".rstrip(" ·"), _day(one.date), icon="play")
            line.clicked.connect(partial(self.continue_visit, one.uid))
            self.drafts[one.uid] = line
            card.body.addWidget(line)

    def _tell_draft(self, visit: str, found: tuple[str, int]) -> None:
        item, left = found
        self._items[visit] = item
        if visit in self.drafts:
            words = ngettext("continue, {n} item left", "continue, {n} items left", left)
            self.drafts[visit].say(words if left else _("all answered; check and sign"))

    def _show_overdue(self, now: Agenda) -> None:
        if not now.overdue:
            return
        card = self._card(_("Overdue nearby"))
        today = _today().isoformat()
        for one in now.overdue[:SHOWN]:
            late = ngettext("{n} day late", "{n} days late", one.days_late(today))
            below = " · ".join(part for part in (one.code, one.item, one.commune) if part)
            line = LineButton(one.text or one.item_text, below, [Mark(late, "fail", "clock")])
            line.clicked.connect(partial(self.desk.go, "findings", finding=one.uid))
            card.body.addWidget(line)
        if len(now.overdue) > SHOWN:
            every = Button(_("All that are overdue"), kind="quiet", icon="arrow-right")
            every.clicked.connect(partial(self.desk.go, "findings", which="overdue"))
            card.body.addWidget(every)

    def _show_awaited(self, awaited: tuple[Handover, ...], parcels: dict[str, str]) -> None:
        if not awaited:
            return
        card = self._card(_("No receipt of the supervisor yet"))
        for one in awaited:
            title = _("Parcel no. {number}").format(number=one.number)
            below = " · ".join(part for part in (_day(one.at[:10]), parcels.get(one.uid, "")) if part)
            line = LineButton(title, below, [Mark(_("waiting"), "warn", "clock")], icon="export")
            line.clicked.connect(partial(self.desk.go, "register"))
            card.body.addWidget(line)
        words = _("Drop the receipt on this window, or type its eight characters in the register.")
        note = label(words, "small", wrap=True)
        note.setContentsMargins(8, 0, 8, 4)
        card.body.addWidget(note)

    def _card(self, heading: str) -> Card:
        card = Card(heading, padding=10)
        card.heading.setContentsMargins(8, 2, 0, 4)
        card.body.setSpacing(0)
        self._waiting.addWidget(card)
        return card

    def _open_file(self, kinds: str) -> None:
        path = files.open_one(self, self.desk.memory, _("Open a file…"), kinds)
        if path is not None:
            self.desk.settings.take_files([path])

    def _on_changed(self, changes: Any) -> None:
        if any(changes.touch(kind) for kind in (Visit, Site, Finding, Handover)) and self.isVisible():
            self._read()


def _read(reader: Reader, today: str) -> tuple[Agenda, dict[str, str]]:
    found = agenda.read(reader, today)
    return found, {one.uid: agenda.visits_of(reader, one) for one in found.awaited}


def _today() -> datetime.date:
    return days.today()


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-")))


def _long_day(day: datetime.date) -> str:
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return f"{names[day.weekday()]}, {day:%d/%m/%Y}"


def _show_at_once(part: QVBoxLayout) -> None:
    """Cards that a layout shows in its own time come too late for the area to learn how much room they need."""
    for at in range(part.count()):
        item = part.itemAt(at)
        card = item.widget() if item is not None else None
        if card is not None:
            card.show()
