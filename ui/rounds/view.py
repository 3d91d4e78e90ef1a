"""The rounds of this store: how far each has come, what each team has, and the files that are made for the teams."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from inspector import rounds, visits
from inspector.i18n import _, ngettext
from inspector.model import Round, Visit, VisitState
from inspector.rounds import Given, Progress
from ui import files
from ui.place import Desk, PlaceView
from ui.rounds.plan import PlanPage
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.empty import EmptyState
from ui.widgets.header import ChipRow
from ui.widgets.layout import Card, clear, label, row, scrolled
from ui.widgets.progress import PartsBar

TONES = {"planned": "na", "draft": "brand", "agreed": "warn", "signed": "pass", "handed_over": "pass"}


class RoundsView(PlaceView):
    """The list of rounds, or the page on which one is planned."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Rounds"))
        self.plan = Button(_("Plan a round"), kind="primary", icon="add", keys="Ctrl+N")
        self.plan.clicked.connect(self.start_plan)
        self.header.add(self.plan)
        desk.actions.add("plan-round", _("Plan a round"), self.start_plan, keys="Ctrl+N", icon="add", owner=self)
        inside = QWidget()
        self._cards = QVBoxLayout(inside)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(12)
        self.empty = EmptyState(
            "round",
            _("No round is planned yet."),
            _("Choose sites, share them out among the teams, and give each team its assignment and its tags."),
            _("Plan a round"),
        )
        self.empty.pressed.connect(self.start_plan)
        self.page = PlanPage(desk)
        self.page.done.connect(self._planned)
        self.page.left.connect(self.show_list)
        self.pages = QStackedWidget()
        self.area = scrolled(inside)
        for part in (self.area, self.empty, self.page):
            self.pages.addWidget(part)
        self.body.addWidget(self.pages, 1)
        self.files: dict[str, Button] = {}
        desk.tasks.changed.connect(self._on_changed)

    def go_to(self, **target: Any) -> None:
        if self.pages.currentWidget() is not self.page:
            self._read()
        if target.get("sites"):
            self.start_plan()
            self.page.add(list(target["sites"]))

    def start_plan(self) -> None:
        """Open the page on which a round is planned; a plan that is being drawn up is gone on with."""
        if self.pages.currentWidget() is self.page:
            return
        self.plan.hide()
        self.header.say(_("Plan a round"))
        self.page.begin()
        self.pages.setCurrentWidget(self.page)

    def show_list(self) -> None:
        """Back to the rounds."""
        self.plan.show()
        self.header.say(_("Rounds"))
        self.pages.setCurrentWidget(self.area)
        self._read()

    def hand_out(self, round: str, folder: Path) -> None:
        """Write every team's assignment and tags into a folder."""
        by = self.desk.person.uid if self.desk.person else ""
        self.desk.tasks.write(
            rounds.hand_out,
            round,
            folder,
            by=by,
            title=_("Writing the assignments"),
            then=lambda given: self._handed_out(folder, given),
            owner=self,
        )

    def _planned(self, round: str) -> None:
        self.show_list()
        banner = Banner(_("The round is planned."), tone="pass", sign="check", close_text=_("Put away"))
        files = Button(_("Files for the teams…"), kind="primary", icon="export")
        files.clicked.connect(partial(self._choose, round))
        banner.add(files)
        self.desk.notify(banner)
        files.setFocus()

    def _choose(self, round: str) -> None:
        folder = files.folder(self, self.desk.memory, _("Folder for the files of the teams"))
        if folder is not None:
            self.hand_out(round, folder)

    def _handed_out(self, folder: Path, given: list[Given]) -> None:
        words = ngettext(
            "{n} assignment and its tag sheets are written.",
            "{n} assignments and their tag sheets are written.",
            len(given),
        )
        self.desk.notify(Banner(words, str(folder), tone="pass", sign="check", close_text=_("Put away")))

    def _read(self) -> None:
        self.desk.tasks.read(rounds.listed, then=self._show, owner=self)

    def _show(self, found: list[Progress]) -> None:
        clear(self._cards)
        self.files = {}
        for one in found:
            self._cards.addWidget(self._card(one))
        self._cards.addStretch(1)
        if self.pages.currentWidget() is not self.page:
            self.pages.setCurrentWidget(self.area if found else self.empty)

    def _card(self, one: Progress) -> Card:
        card = Card()
        card.setAccessibleName(one.round.name)
        days = f"{_day(one.round.starts)} – {_day(one.round.ends)}"
        files = Button(_("Files for the teams…"), icon="export")
        files.setEnabled(bool(one.visits))
        files.clicked.connect(partial(self._choose, one.round.uid))
        self.files[one.round.uid] = files
        head = row(label(one.round.name, "heading", wrap=True), files)
        head.setStretch(0, 1)
        card.body.addLayout(head)
        made = _("{done} of {all} visits are signed").format(done=one.done, all=len(one.visits))
        card.body.addWidget(label(f"{days} · {made}", "second", wrap=True))
        bar = PartsBar()
        bar.set_parts([(one.done, "pass"), (one.states.get(VisitState.DRAFT, 0), "brand")], len(one.visits), says=made)
        card.body.addWidget(bar)
        chips = ChipRow()
        for state in VisitState:
            if one.states.get(state):
                chips.add(Chip(f"{_(visits.STATES[state])} {one.states[state]}", TONES[state.value]))
        for team, number in sorted(Counter(visit.team for visit in one.visits).items()):
            if team:
                chips.add(Chip(f"{team}: {number}", "plain", "team"))
        card.body.addWidget(chips)
        return card

    def _on_changed(self, changes: Any) -> None:
        if self.isVisible() and (changes.touch(Round) or changes.touch(Visit)):
            self._read()


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-")))
