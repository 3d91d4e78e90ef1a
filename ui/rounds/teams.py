"""The teams of a round: a name for each, and its people by side."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from inspector.i18n import _
from inspector.model import Side
from inspector.text import tidy
from ui.widgets.layout import clear


class TeamFields(QWidget):
    """One line for each team. `changed` when a name was changed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self.lines: list[tuple[QLineEdit, QLineEdit, QLineEdit]] = []
        self.set_number(2)

    def set_number(self, number: int) -> None:
        """So many teams; what was typed of those that stay is kept."""
        before = [tuple(field.text() for field in line) for line in self.lines]
        clear(self._grid)
        self.lines = []
        for at in range(number):
            name, police, vnpt = QLineEdit(), QLineEdit(), QLineEdit()
            said = before[at] if at < len(before) else (_("Team {n}").format(n=at + 1), "", "")
            for place, (field, words, hint, text) in enumerate(
                (
                    (name, _("Name of the team"), "", said[0]),
                    (police, _("Police"), _("Police: names"), said[1]),
                    (vnpt, _("VNPT"), _("VNPT: names"), said[2]),
                )
            ):
                field.setText(text)
                field.setPlaceholderText(hint)
                field.setAccessibleName(f"{words} {at + 1}")
                field.setToolTip(_("Names, separated by commas") if place else "")
                self._grid.addWidget(field, at, place)
            name.editingFinished.connect(self.changed)
            self.lines.append((name, police, vnpt))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)

    def names(self) -> list[str]:
        """What the teams are called; an empty name is a number."""
        return [tidy(line[0].text()) or _("Team {n}").format(n=at + 1) for at, line in enumerate(self.lines)]

    def said(self) -> list[tuple[str, dict[Side, tuple[str, ...]]]]:
        """Each team with its people."""
        return [
            (name, {Side.POLICE: _people(line[1]), Side.VNPT: _people(line[2])})
            for name, line in zip(self.names(), self.lines, strict=True)
        ]


def _people(field: QLineEdit) -> tuple[str, ...]:
    return tuple(name for part in field.text().split(",") if (name := tidy(part)))
