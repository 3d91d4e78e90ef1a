"""Choose a report and a period, look at it as it will be printed, save it as PDF or workbook."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QFileDialog

from inspector import i18n, reports
from inspector.i18n import N_, _
from inspector.reports import papers
from inspector.reports.document import Document
from ui.place import Desk, PlaceView
from ui.signing.paper import PaperView
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.layout import label, row

NAMES = {
    "summary": N_("Summary for the review meeting"),
    "overdue": N_("Overdue findings"),
    "findings": N_("Findings by unit"),
}


class ReportsView(PlaceView):
    """One report at a time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Reports"))
        self.document: Document | None = None
        self.name = QComboBox()
        self.name.setAccessibleName(_("Report"))
        for key in papers.PERIODIC:
            self.name.addItem(_(NAMES.get(key, key)), key)
        today = QDate.currentDate()
        self.first = QDateEdit(QDate(today.year(), 1, 1))
        self.last = QDateEdit(today)
        for field, words in ((self.first, _("From day")), (self.last, _("To day"))):
            field.setAccessibleName(words)
            field.setDisplayFormat("dd/MM/yyyy")
            field.setCalendarPopup(True)
            field.dateChanged.connect(lambda _date: self._reload())
        self.name.currentIndexChanged.connect(lambda _at: self._reload())
        self.save = Button(_("Save…"), kind="primary", icon="export")
        self.save.setEnabled(False)
        self.save.clicked.connect(self._choose)
        self.header.add(self.save)
        self.body.addLayout(
            row(self.name, label(_("From day"), "second"), self.first, label(_("To day"), "second"), self.last, None)
        )
        self.paper = PaperView(desk.tasks)
        self.body.addWidget(self.paper, 1)

    def go_to(self, **target: Any) -> None:
        self._reload()

    def _reload(self) -> None:
        first, last = (self._day(field) for field in (self.first, self.last))
        if first > last:
            return
        today = datetime.datetime.now().astimezone().date()
        self.desk.tasks.read(
            papers.report_of,
            self.name.currentData(),
            first=first,
            last=last,
            on=today,
            language=i18n.language(),
            then=self._show,
            owner=self,
        )

    @staticmethod
    def _day(field: QDateEdit) -> datetime.date:
        date = field.date()
        return datetime.date(date.year(), date.month(), date.day())

    def _show(self, document: Document) -> None:
        self.document = document
        self.save.setEnabled(True)
        self.paper.show_document(document)

    def _choose(self) -> None:
        suggested = f"{self.name.currentData()}.pdf"
        name, _filter = QFileDialog.getSaveFileName(self, _("Save…"), suggested, "*.pdf *.xlsx")
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the report that is shown."""
        if self.document is not None:
            self.desk.tasks.work(reports.render, self.document, path, then=lambda _none: self._said(path), owner=self)

    def _said(self, path: Path) -> None:
        self.desk.notify(
            Banner(_("Written: {file}").format(file=path), tone="pass", sign="check", close_text=_("Put away"))
        )
