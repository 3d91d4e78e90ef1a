"""What people add to the report for a period: the situation, causes, incidents, proposals, the plan."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inspector.i18n import _
from inspector.reports.summary_data import Incidents, Proposal, SummaryData
from ui.widgets.button import Button
from ui.widgets.layout import label, row, scrolled
from ui.widgets.on_screen import OnScreen

ROWS = 3
"""Empty rows below what is written."""


class WordsDialog(OnScreen):
    """One field for each part that the register cannot know; `said()` gives them back."""

    def __init__(self, said: SummaryData, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first, self._last = said.first, said.last
        self.setWindowTitle(_("Words of the report"))
        self.resize(720, 640)
        self.number = QLineEdit(said.number)
        self.situation, self.causes = _text(said.situation), _text(said.causes)
        self.plan = _text("\n".join(said.plan))
        self.incidents = _table(
            (_("Commune"), _("Theft"), _("Fire"), _("Sabotage")),
            [(one.commune, one.theft or "", one.fire or "", one.sabotage or "") for one in said.incidents],
        )
        self.proposals = _table((_("To"), _("Content")), [(one.to, one.text) for one in said.proposals])
        inside = QWidget()
        fields = QVBoxLayout(inside)
        fields.setContentsMargins(0, 0, 0, 0)
        for words, field in (
            (_("Number of the report"), self.number),
            (_("General situation"), self.situation),
            (_("Causes of the findings"), self.causes),
            (_("Incidents by commune (table 9)"), self.incidents),
            (_("Tasks of the next period, one a line"), self.plan),
            (_("Proposals to each side"), self.proposals),
        ):
            fields.addWidget(label(words))
            field.setAccessibleName(words)
            fields.addWidget(field)
        keep, cancel = Button(_("Keep"), kind="primary", icon="check"), Button(_("Cancel"))
        keep.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        period = f"{_day(self._first)} – {_day(self._last)}"
        whole.addWidget(label(_("Words of the report, {period}").format(period=period), "title"))
        whole.addWidget(
            label(
                _("The figures are written by the program. What it cannot know is written here."), "second", wrap=True
            )
        )
        whole.addWidget(scrolled(inside), 1)
        whole.addLayout(row(None, cancel, keep))

    def said(self) -> SummaryData:
        """What is written now."""
        return SummaryData(
            self._first,
            self._last,
            self._last,
            number=self.number.text(),
            situation=self.situation.toPlainText(),
            causes=self.causes.toPlainText(),
            plan=tuple(self.plan.toPlainText().splitlines()),
            proposals=tuple(Proposal(to, text) for to, text in _rows(self.proposals)),
            incidents=tuple(
                Incidents(commune, _count(theft), _count(fire), _count(sabotage))
                for commune, theft, fire, sabotage in _rows(self.incidents)
            ),
        )


def _text(words: str) -> QPlainTextEdit:
    field = QPlainTextEdit(words)
    field.setTabChangesFocus(True)
    field.setFixedHeight(74)
    return field


def _table(titles: tuple[str, ...], rows: list[tuple[object, ...]]) -> QTableWidget:
    table = QTableWidget(len(rows) + ROWS, len(titles))
    table.setHorizontalHeaderLabels(list(titles))
    table.verticalHeader().hide()
    table.setTabKeyNavigation(False)
    table.setFixedHeight(150)
    for at, cells in enumerate(rows):
        for column, value in enumerate(cells):
            table.setItem(at, column, QTableWidgetItem(str(value)))
    wide = len(titles) - 1 if len(titles) == 2 else 0
    table.horizontalHeader().setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    if len(titles) == 2:
        table.setColumnWidth(0, 190)
    table.horizontalHeader().setMinimumSectionSize(130)
    return table


def _rows(table: QTableWidget) -> list[list[str]]:
    """What is written in the rows that are not empty."""
    found = []
    for at in range(table.rowCount()):
        items = [table.item(at, column) for column in range(table.columnCount())]
        cells = [item.text().strip() if item else "" for item in items]
        if any(cells):
            found.append(cells)
    return found


def _count(text: str) -> int:
    """A number of incidents; what is no number counts as none."""
    return int(text) if text.isascii() and text.isdigit() else 0


def _day(day: datetime.date) -> str:
    return f"{day:%d/%m/%Y}"
