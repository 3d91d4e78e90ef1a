"""F1: every key that does something here, on one page."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector.i18n import _
from ui.actions import KeyLine
from ui.messages import Dialog
from ui.widgets.button import Button
from ui.widgets.key_hint import KeyHint
from ui.widgets.layout import label, row


class KeyHelp(Dialog):
    """The key help; drawn from the registry of actions."""

    def __init__(self, lines: list[KeyLine], parent: QWidget | None = None) -> None:
        super().__init__(_("Keys"), sign="keyboard", parent=parent)
        self.setMinimumWidth(760)
        sides = row(spacing=24, margins=(0, 0, 12, 0))
        self.body.addLayout(sides)
        groups = [(group, list(members)) for group, members in groupby(lines, key=lambda line: line.group)]
        columns: list[list[tuple[str, list[KeyLine]]]] = [[], []]
        for one in sorted(groups, key=lambda one: -len(one[1])):
            min(columns, key=_rows).append(one)
        for column in columns:
            sides.addLayout(_column(column), 1)
        close = Button(_("Close"), kind="primary", keys="Esc")
        close.clicked.connect(self.accept)
        self.add(close)
        close.setFocus()


def _rows(column: list[tuple[str, list[KeyLine]]]) -> int:
    """How many rows a column has, with its headings and what is between its groups."""
    return sum(len(members) + 2 for _group, members in column)


def _column(column: list[tuple[str, list[KeyLine]]]) -> QGridLayout:
    """One grid for all groups of a column: their keys stand under one another."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    grid.setColumnMinimumWidth(1, 104)
    for group, members in column:
        heading = label(_(group), "heading")
        heading.setContentsMargins(0, 10 if grid.rowCount() > 1 else 0, 0, 0)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for line in members:
            at = grid.rowCount()
            grid.addWidget(label(line.text, "second", wrap=True), at, 0)
            grid.addWidget(KeyHint(line.keys), at, 1, Qt.AlignmentFlag.AlignLeft)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid
