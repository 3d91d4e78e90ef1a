"""Beside the items: what the current one means, its legal basis, and what was found at this site before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.history import Past
from inspector.i18n import _
from inspector.visits import Line
from ui.form.item_card import words
from ui.widgets.chip import Chip
from ui.widgets.layout import Card, clear, hairline, label, row, scrolled_plain

TONES = {"pass": ("pass", "check"), "fail": ("fail", "cross"), "na": ("na", "dash")}


class HelpColumn(Card):
    """Shows one item at a time."""

    def __init__(self) -> None:
        super().__init__()
        inside = QWidget()
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        self.body.addWidget(scrolled_plain(inside), 1)
        self.setFixedWidth(264)

    def show_item(self, line: Line, past: Sequence[Past]) -> None:
        """Guidance, basis, history."""
        clear(self._lines)
        if line.item.hint:
            self._lines.addWidget(label(_("Guidance"), "heading"))
            self._lines.addWidget(label(line.item.hint, "second", wrap=True))
        self._lines.addWidget(label(_("Legal basis"), "heading"))
        self._lines.addWidget(label(line.item.basis or "–", "second", wrap=True))
        if not line.item.confirmed:
            self._lines.addLayout(row(Chip(_("to be checked against the original"), "warn", "warn"), None))
        self._lines.addWidget(hairline())
        self._lines.addWidget(label(_("At this site"), "heading"))
        if not past:
            self._lines.addWidget(label(_("This item was not inspected here before."), "second", wrap=True))
        for one in past[:6]:
            tone, sign = TONES.get(one.value, ("plain", "dot"))
            day = "/".join(reversed(one.date.split("-")))
            self._lines.addLayout(row(label(day), None, Chip(words(one.value), tone, sign)))
        self._lines.addStretch(1)
