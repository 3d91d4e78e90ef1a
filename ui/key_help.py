"""F1: every key that does something here, on one page."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QGridLayout, QWidget

from inspector.i18n import _
from ui.actions import KeyLine
from ui.messages import Dialog
from ui.widgets.button import Button
from ui.widgets.key_hint import KeyHint
from ui.widgets.layout import label, scrolled


class KeyHelp(Dialog):
    """The key help; drawn from the registry of actions."""

    def __init__(self, lines: list[KeyLine], parent: QWidget | None = None) -> None:
        super().__init__(_("Keys"), sign="keyboard", parent=parent)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        at = [0, 0]
        for number, (group, members) in enumerate(groupby(lines, key=lambda line: line.group)):
            side = number % 2
            grid.addWidget(label(_(group), "heading"), at[side], side * 2, 1, 2)
            at[side] += 1
            for line in members:
                grid.addWidget(label(line.text, "second", wrap=True), at[side], side * 2)
                grid.addWidget(KeyHint(line.keys), at[side], side * 2 + 1)
                at[side] += 1
            grid.setRowMinimumHeight(at[side], 8)
            at[side] += 1
        grid.setRowStretch(max(at), 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        room = parent.height() - 80 if parent is not None else 620
        self.resize(760, min(room, 140 + 34 * max(at)))
        area = scrolled(inside)
        self.body.addWidget(area, 1)
        close = Button(_("Close"), kind="primary", keys="Esc")
        close.clicked.connect(self.accept)
        self.add(close)
        close.setFocus()
