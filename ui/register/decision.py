"""One disagreement: every value with who said it, on which side, when; one is taken, with a reason."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from inspector.disagreements import Disagreement, Stand
from inspector.i18n import N_, _
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.layout import Card, label, row

SIDES: Final = {"police": N_("Police"), "vnpt": N_("VNPT"), "site": N_("The site"), "other": N_("Other")}
TONES = {"pass": ("pass", "check"), "fail": ("fail", "cross"), "na": ("na", "dash")}


class DecisionCard(Card):
    """`decided(take, value, reason)`; `take` counts from 1, 0 when another value is written."""

    decided = Signal(int, str, str)

    def __init__(self, found: Disagreement) -> None:
        super().__init__()
        self.found = found
        self.setAccessibleName(found.label)
        self.body.addWidget(label(found.label, "strong", wrap=True))
        line = QHBoxLayout()
        line.setSpacing(12)
        self.buttons: list[Button] = []
        for number, stand in enumerate(found.values, start=1):
            line.addWidget(self._value(number, stand), 1)
        self.body.addLayout(line)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason of the decision"))
        self.reason.setPlaceholderText(_("Reason of the decision, both sides can read it later"))
        self.reason.textChanged.connect(self._allow)
        self.body.addWidget(self.reason)

    def _value(self, number: int, stand: Stand) -> Card:
        card = Card(padding=12)
        tone, sign = TONES.get(stand.value, ("plain", None))
        card.body.addLayout(row(Chip(stand.shown, tone, sign), None))
        side = _(SIDES[stand.side]) if stand.side in SIDES else ""
        time = "/".join(reversed(stand.at[:10].split("-"))) + " " + stand.at[11:16]
        card.body.addWidget(label(" · ".join(part for part in (stand.by, side, time) if part), "second", wrap=True))
        if stand.note:
            card.body.addWidget(label(stand.note, wrap=True))
        button = Button(_("Take this one"))
        button.setAccessibleName(_("Take {value}").format(value=stand.shown))
        button.setEnabled(False)
        button.clicked.connect(partial(self._take, number))
        self.buttons.append(button)
        card.body.addLayout(row(button, None))
        return card

    def _allow(self, reason: str) -> None:
        for button in self.buttons:
            button.setEnabled(bool(reason.strip()))

    def _take(self, number: int) -> None:
        self.decided.emit(number, "", self.reason.text().strip())
