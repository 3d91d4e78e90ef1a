"""What a merge asks a person: whether a computer is to be trusted, and which cells that were edited are to be taken."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit

from inspector.i18n import _
from inspector.parcel import CellEdited
from inspector.register import FilePreview
from ui.widgets.button import Button
from ui.widgets.layout import Card, label, row

SHOWN = 12
"""So many edited cells are offered at once; the others follow when these are settled."""


class VouchCard(Card):
    """One workbook whose key nobody has vouched for: `vouched(code)` when the person does."""

    vouched = Signal(str)

    def __init__(self, found: FilePreview) -> None:
        super().__init__(padding=12)
        name = Path(found.file).name
        self.setAccessibleName(_("Trust the computer of {file}?").format(file=name))
        self.button = Button(_("Trust this computer"), icon="check")
        self.button.clicked.connect(lambda: self.vouched.emit(found.code))
        who = " · ".join(part for part in (name, found.by, found.device) if part)
        self.body.addLayout(row(label(who, "strong"), None, label(found.code, "heading"), 8, self.button))
        self.body.addWidget(label(found.reason, "second", wrap=True))


class EditsCard(Card):
    """Cells that were edited in a spreadsheet program: `taken(cells, reason)` for those that the person ticked."""

    taken = Signal(object, str)

    def __init__(self, cells: Sequence[CellEdited]) -> None:
        super().__init__(_("Edited in the workbook"), padding=12)
        self.body.addWidget(
            label(
                _("Tick what holds; it is taken under your name. The rest stays as the laptop said it."),
                "second",
                wrap=True,
            )
        )
        self._cells = list(cells)[:SHOWN]
        self.ticks: list[QCheckBox] = []
        for cell in self._cells:
            place = f"{cell.sheet}!{cell.cell}"
            said = _("{cell}: “{was}” becomes “{now}”")
            tick = QCheckBox(said.format(cell=place, was=cell.was[:80] or "–", now=cell.now[:80] or "–"))
            tick.setEnabled(bool(cell.target))
            tick.toggled.connect(self._allow)
            self.ticks.append(tick)
            self.body.addWidget(tick)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason of the change"))
        self.reason.setPlaceholderText(_("Reason of the change, both sides can read it later"))
        self.reason.textChanged.connect(self._allow)
        self.button = Button(_("Take the ticked ones"))
        self.button.setEnabled(False)
        self.button.clicked.connect(self._take)
        line = row(self.button)
        line.insertWidget(0, self.reason, 1)
        self.body.addLayout(line)

    def _ticked(self) -> list[CellEdited]:
        return [cell for cell, tick in zip(self._cells, self.ticks, strict=True) if tick.isChecked()]

    def _allow(self) -> None:
        self.button.setEnabled(bool(self._ticked()) and bool(self.reason.text().strip()))

    def _take(self) -> None:
        self.button.setEnabled(False)
        self.taken.emit(self._ticked(), self.reason.text().strip())
