"""What a merge asks a person: whether a computer is to be trusted, and which cells that were edited are to be taken."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from inspector import proposals
from inspector.i18n import _, ngettext
from inspector.parcel import CellEdited
from inspector.proposals import Proposal
from inspector.register import FilePreview
from ui.place import Desk
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.empty import EmptyState, on_card
from ui.widgets.layout import Card, clear, hairline, label, row, scrolled

PAGE: Final = 40
"""So many edited cells stand on the page at once; the others follow when these are settled."""


class VouchCard(Card):
    """The computers for whose keys nobody has vouched, a line for each: `vouched(code)` when the person does."""

    vouched = Signal(str)

    def __init__(self, found: Sequence[FilePreview]) -> None:
        super().__init__(padding=12)
        said = _("These computers are new here. Have each code read out at that computer, by telephone or in person.")
        self.body.addWidget(label(said, "second", wrap=True))
        self.buttons: list[Button] = []
        for one in found:
            button = Button(_("Trust this computer"), icon="check")
            button.setAccessibleName(_("Trust the computer of {file}?").format(file=Path(one.file).name))
            button.clicked.connect(partial(self.vouched.emit, one.code))
            self.buttons.append(button)
            computer = _("computer {device}").format(device=one.device[:4].upper())
            who = label(" · ".join(part for part in (computer, one.by) if part), "strong")
            self.body.addWidget(hairline())
            self.body.addLayout(row(who, None, label(one.code, "heading", selectable=True), 8, button))


class EditLine(QWidget):
    """One edited cell: ticked when it is to be settled; what it was, what it is, and why it cannot be taken."""

    def __init__(self, found: Proposal) -> None:
        super().__init__()
        self.found = found
        cell = found.cell
        place = f"{cell.sheet}!{cell.cell}" if cell.cell else cell.sheet
        self.tick = QCheckBox(place)
        self.tick.setMinimumWidth(260)
        was, now = cell.was[:160] or "–", cell.now[:160] or "–"
        said = label(_("“{was}” becomes “{now}”").format(was=was, now=now), wrap=True)
        self.tick.setAccessibleName(f"{place}: {was} → {now}")
        line = row(self.tick, spacing=12)
        line.addWidget(said, 1)
        body = QVBoxLayout()
        body.setContentsMargins(0, 4, 0, 4)
        body.setSpacing(2)
        body.addLayout(line)
        if found.problem:
            body.addLayout(row(28, Chip(found.problem, "warn", "warn"), None))
        self.setLayout(body)


class Edits(QWidget):
    """The tab of cells that were edited in a spreadsheet program: each is taken under the person's name, or left."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.lines: list[EditLine] = []
        self._found: list[Proposal] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 0)
        whole.setSpacing(10)
        self.says = label("", "second", wrap=True)
        whole.addWidget(self.says)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        whole.addWidget(scrolled(inside), 1)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason of the change"))
        self.reason.setPlaceholderText(_("Reason of the change, both sides can read it later"))
        self.reason.setToolTip(self.reason.placeholderText())
        self.reason.textChanged.connect(lambda _text: self._allow())
        self.take = Button(_("Take the ticked ones"), kind="primary")
        self.take.clicked.connect(self._take)
        self.leave = Button(_("Leave the ticked ones"))
        self.leave.setToolTip(_("The answers stay as the laptop said them."))
        self.leave.clicked.connect(self._leave)
        self._foot = QWidget()
        foot = row(self.reason, self.leave, self.take, spacing=10)
        foot.setStretch(0, 1)
        self._foot.setLayout(foot)
        whole.addWidget(self._foot)
        self.show_waiting([])

    def show_waiting(self, found: list[Proposal]) -> None:
        """Show these; ticks stay while the same ones wait."""
        if found == self._found and self.lines:
            return
        self._found, self.lines = found, []
        clear(self._column)
        self._foot.setVisible(bool(found))
        self.says.setVisible(bool(found))
        more = len(found) - PAGE
        said = _("Tick what holds; it is taken under your name. The rest stays as the laptop said it.")
        self.says.setText(said + (" " + _("{n} more follow.").format(n=more) if more > 0 else ""))
        if not found:
            empty = EmptyState(
                "note",
                _("No edited cell waits."),
                _("A cell that somebody changed in Excel is shown here, and taken only when you say so."),
            )
            self._column.addWidget(on_card(empty), 1)
        for file in dict.fromkeys(one.file for one in found[:PAGE]):
            of_file = [one for one in found[:PAGE] if one.file == file]
            card = Card(file)
            if of_file[0].by:
                card.body.addWidget(label(_("handed over by {name}").format(name=of_file[0].by), "small"))
            for one in of_file:
                line = EditLine(one)
                line.tick.toggled.connect(lambda _on: self._allow())
                self.lines.append(line)
                card.body.addWidget(hairline())
                card.body.addWidget(line)
            self._column.addWidget(card)
        self._column.addStretch(1 if found else 0)
        self._allow()

    def _ticked(self) -> list[CellEdited]:
        return [line.found.cell for line in self.lines if line.tick.isChecked()]

    def _allow(self) -> None:
        ticked = [line.found for line in self.lines if line.tick.isChecked()]
        takeable = bool(ticked) and not any(one.problem for one in ticked)
        self.take.setEnabled(takeable and bool(self.reason.text().strip()))
        self.leave.setEnabled(bool(ticked))

    def _take(self) -> None:
        if self.desk.person is not None:
            self.take.setEnabled(False)
            reason = self.reason.text().strip()
            by = self.desk.person.uid
            self.desk.tasks.write(proposals.take, self._ticked(), by=by, reason=reason, then=self._taken, owner=self)

    def _leave(self) -> None:
        if self.desk.person is not None:
            self.leave.setEnabled(False)
            self.desk.tasks.write(proposals.leave, self._ticked(), by=self.desk.person.uid, then=self._left, owner=self)

    def _left(self, number: int) -> None:
        said = ngettext(
            "{n} cell was left as the laptop said it.", "{n} cells were left as the laptop said them.", number
        )
        self._tell(said)

    def _taken(self, found: Sequence[Proposal]) -> None:
        left = [one for one in found if one.problem]
        why = " ".join(f"{one.cell.sheet}!{one.cell.cell}: {one.problem}." for one in left)
        self.reason.clear()
        n = len(found) - len(left)
        said = ngettext("{n} change was taken under your name.", "{n} changes were taken under your name.", n)
        self._tell(said, why)

    def _tell(self, said: str, why: str = "") -> None:
        tone, sign = ("warn", "warn") if why else ("pass", "check")
        self.desk.notify(Banner(said, why, tone=tone, sign=sign, close_text=_("Put away")))
        self.desk.go("register")
