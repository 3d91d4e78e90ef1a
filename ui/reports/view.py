"""Choose a report and what it is about, look at it as it will be printed, save it as PDF or workbook."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector import days, i18n, paths, reports
from inspector.errors import InspectorError
from inspector.i18n import _
from inspector.reports import exported, papers, said
from inspector.reports.document import Document
from inspector.reports.summary_data import SummaryData
from ui import files, messages
from ui.models.columns import this_day
from ui.models.offered import lasting, offer
from ui.place import Desk, PlaceView
from ui.reports import choices
from ui.reports.choices import Choices
from ui.reports.overview import OverviewPage
from ui.reports.password import PasswordDialog
from ui.reports.writing import WordsDialog
from ui.signing.paper import PaperView
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.empty import EmptyState
from ui.widgets.layout import label, row

PERIOD = (*papers.PERIODIC, *exported.EXPORTS)
ROOMY = 980
"""From this width on every button of the head says in full what it does."""
BESIDE = 100
"""The title and the edges take so much of the head."""
ORDER = (*papers.PERIODIC, *papers.OF_DAY, *papers.OF_SITE, *papers.OF_VISIT, *papers.OF_FORM, *exported.EXPORTS)


class ReportsView(PlaceView):
    """All reports on the left; what one is about and how it looks on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Reports"))
        self.document: Document | None = None
        self.names = QListWidget()
        self.names.setAccessibleName(_("Report"))
        self.names.setProperty("side", "true")
        self.names.setFixedWidth(282)
        self.names.setWordWrap(True)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setResizeMode(QListWidget.ResizeMode.Adjust)
        for key in ORDER:
            title = _(exported.EXPORTS[key]) if key in exported.EXPORTS else reports.REPORTS[key].says()
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.names.addItem(item)
        self.names.setCurrentRow(0)
        self._pickers()
        self._buttons()
        self.paper = PaperView(desk.tasks)
        self.empty = EmptyState("report", "")
        self.shown = QStackedWidget()
        self.shown.addWidget(self.empty)
        self.shown.addWidget(self.paper)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(
            row(
                *(widget for _keys, words, field in self._fields for widget in (words, field)),
                None,
            )
        )
        column.addWidget(self.shown, 1)
        papers_page = QWidget()
        across = QHBoxLayout(papers_page)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        across.addWidget(self.names)
        across.addWidget(right, 1)
        self._wanted_site = ""
        self.overview = OverviewPage(desk)
        for chip in self.overview.filters:
            self.header.add_chip(chip)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.overview)
        self.pages.addWidget(papers_page)
        self.body.addWidget(self.pages, 1)
        self.turn(papers=False)
        self.names.currentItemChanged.connect(lambda _now, _before: self._reload())

    def _pickers(self) -> None:
        today = this_day()
        self.first, self.last, self.day = QDateEdit(QDate(today.year(), 1, 1)), QDateEdit(today), QDateEdit(today)
        self.site, self.visit, self.form = QComboBox(), QComboBox(), QComboBox()
        self._fields = [
            (keys, label(words, "second"), field)
            for keys, words, field in (
                (PERIOD, _("From day"), self.first),
                (PERIOD, _("To day"), self.last),
                (papers.OF_DAY, _("On day"), self.day),
                (papers.OF_SITE, _("Site"), self.site),
                (papers.OF_VISIT, _("Visit"), self.visit),
                (papers.OF_FORM, _("Checklist"), self.form),
            )
        ]
        for _keys, words, field in self._fields:
            field.setAccessibleName(words.text())
            if isinstance(field, QDateEdit):
                field.setDisplayFormat("dd/MM/yyyy")
                field.setCalendarPopup(True)
                field.dateChanged.connect(lambda _date: self._reload())
            else:
                field.setMinimumWidth(260)
                lasting(field)
                field.currentIndexChanged.connect(lambda _at: self._reload())
        self.site.setEditable(True)
        self.site.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self.site.lineEdit()
        if line is not None:
            line.setAccessibleName(_("Site"))

    def _buttons(self) -> None:
        self.protect = QCheckBox(_("With a password"))
        self.protect.setToolTip(_("The PDF opens only with a password that you choose when it is saved."))
        self.as_workbook = Button(_("Save Excel…"), icon="export")
        self.as_pdf = Button(_("Save PDF…"), kind="primary", icon="export")
        self.as_workbook.clicked.connect(lambda: self._choose(".xlsx"))
        self.as_pdf.clicked.connect(lambda: self._choose(".pdf"))
        self.words = Button(_("Words of the report…"), icon="pen")
        self.words.setToolTip(_("Situation, causes, incidents, proposals and the plan for the next period"))
        self.words.clicked.connect(self._write)
        self.to_overview = Button(_("Overview"), icon="report")
        self.to_overview.setToolTip(_("Overview"))
        self.to_overview.clicked.connect(self.show_overview)
        self.to_papers = Button(_("Reports and papers"), kind="primary", icon="pdf")
        self.to_papers.clicked.connect(self.show_papers)
        for widget in (self.protect, self.words, self.to_overview, self.as_workbook, self.as_pdf, self.to_papers):
            self.header.add(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= ROOMY
        self.words.say(_("Words of the report…") if roomy else _("Words…"))
        self.to_overview.say(_("Overview"))
        head = (self.protect, self.words, self.to_overview, self.as_workbook, self.as_pdf)
        if not roomy and sum(part.sizeHint().width() + 12 for part in head) > self.width() - BESIDE:
            self.words.say("")
            self.to_overview.say("")
        self.words.setAccessibleName(_("Words of the report…"))
        self.to_overview.setAccessibleName(_("Overview"))

    @property
    def name(self) -> str:
        """The report that is chosen."""
        return str(self.names.currentItem().data(Qt.ItemDataRole.UserRole))

    def turn(self, *, papers: bool) -> None:
        """Show the overview, or the papers."""
        self.pages.setCurrentIndex(1 if papers else 0)
        self.header.say(_("Reports") if papers else _("Overview"))
        for chip in self.overview.filters:
            chip.setVisible(not papers)
        self.to_papers.setVisible(not papers)
        for widget in (self.to_overview, self.as_workbook, self.as_pdf):
            widget.setVisible(papers)
        self.protect.setVisible(papers and self.name not in exported.EXPORTS)
        self.words.setVisible(papers and self.name == "summary")

    def show_overview(self) -> None:
        """The figures of a period."""
        self.turn(papers=False)
        self.overview.refresh()

    def show_papers(self) -> None:
        """The list of reports with their preview."""
        self.turn(papers=True)
        self.desk.tasks.read(choices.read, then=self._offer, owner=self)
        self.names.setFocus()

    def choose(self, name: str) -> None:
        """Choose a report by its name."""
        self.turn(papers=True)
        self.names.setCurrentRow(ORDER.index(name))

    def go_to(self, **target: Any) -> None:
        if target.get("name") in ORDER:
            self.choose(target["name"])
        self._wanted_site = str(target.get("site", ""))
        if self.pages.currentIndex() == 0:
            self.overview.refresh()
        self.desk.tasks.read(choices.read, then=self._offer, owner=self)

    def _offer(self, found: Choices) -> None:
        for box, offered in ((self.site, found.sites), (self.visit, found.visits), (self.form, found.forms)):
            with QSignalBlocker(box):
                offer(box, offered)
        if self._wanted_site:
            with QSignalBlocker(self.site):
                self.site.setCurrentIndex(max(0, self.site.findData(self._wanted_site)))
            self._wanted_site = ""
        self._reload()

    def _reload(self) -> None:
        name = self.name
        for keys, words, field in self._fields:
            wanted = name in keys and not (isinstance(field, QComboBox) and not field.count())
            words.setVisible(wanted)
            field.setVisible(wanted)
        export = name in exported.EXPORTS
        self.words.setVisible(self.pages.currentIndex() == 1 and name == "summary")
        self.document = None
        self.protect.setVisible(self.pages.currentIndex() == 1 and not export)
        self.as_pdf.setToolTip(_("The whole register goes into a workbook.") if export else "")
        self.as_pdf.setEnabled(False)
        self.as_workbook.setEnabled(export)
        asked = self._asked()
        if asked.first > asked.last:
            self._say(_("The first day comes after the last."), _("Choose another period."))
            self.as_workbook.setEnabled(False)
        elif export:
            self._say(
                _("The whole register goes into a workbook."),
                _("It is too long to be shown here. Save it; you see how far it is, and can stop it."),
            )
        elif (name in papers.OF_SITE and not asked.site) or (name in papers.OF_VISIT and not asked.visit):
            self._say(_("There is nothing to report on yet."), _("Import sites or start a visit first."))
        else:
            self.desk.tasks.read(
                papers.paper,
                name,
                asked,
                language=i18n.language(),
                then=lambda document: self._show(document, name, asked),
                otherwise=self._refused,
                owner=self,
            )

    def _asked(self) -> papers.Asked:
        return papers.Asked(
            self._date(self.first),
            self._date(self.last),
            self._date(self.day) if self.name in papers.OF_DAY else days.today(),
            site=self.site.currentData() or "",
            visit=self.visit.currentData() or "",
            form=self.form.currentData() or "",
        )

    @staticmethod
    def _date(field: QDateEdit) -> datetime.date:
        date = field.date()
        return datetime.date(date.year(), date.month(), date.day())

    def _say(self, title: str, text: str = "") -> None:
        self.empty.say(title, text)
        self.shown.setCurrentWidget(self.empty)

    def _refused(self, error: InspectorError) -> None:
        said = messages.words(error)
        self._say(said.sentence, said.advice)

    def _show(self, document: Document, name: str, asked: papers.Asked) -> None:
        if (name, asked) != (self.name, self._asked()):
            return
        self.document = document
        self.as_pdf.setEnabled(True)
        self.as_workbook.setEnabled(True)
        self.shown.setCurrentWidget(self.paper)
        self.paper.show_document(document)

    def _write(self) -> None:
        asked = self._asked()
        self.desk.tasks.read(said.read, asked.first, asked.last, then=self._ask_words, owner=self)

    def _ask_words(self, found: SummaryData) -> None:
        dialog = WordsDialog(found, self)
        dialog.accepted.connect(lambda: self.keep_words(dialog.said()))
        dialog.open()

    def keep_words(self, words: SummaryData) -> None:
        """Keep what people wrote for the period, and show the report with it."""
        self.desk.tasks.write(said.keep, words, then=lambda _none: self._reload(), owner=self)

    def _choose(self, suffix: str) -> None:
        suggested = paths.file_name(self.name, suffix=suffix)
        path = files.save(self, self.desk.memory, _("Save…"), suggested, f"*{suffix}")
        if path is None:
            return
        if suffix == ".pdf" and self.protect.isChecked():
            self.ask_password(path)
        else:
            self.save_to(path)

    def ask_password(self, path: Path) -> PasswordDialog:
        """Ask what opens the PDF, then save it."""
        dialog = PasswordDialog(path, self)
        dialog.agreed.connect(lambda password: self.save_to(path, password))
        dialog.open()
        return dialog

    def save_to(self, path: Path, password: str = "") -> None:
        """Write the report that is chosen; its progress is shown, and it can be stopped."""
        title = _("Writing {file}").format(file=path.name)
        asked = self._asked()
        if self.name in exported.EXPORTS:
            self.desk.tasks.read(
                exported.export,
                self.name,
                path,
                first=asked.first,
                last=asked.last,
                on=asked.on,
                language=i18n.language(),
                title=title,
                then=lambda _rows: self._said(path),
                owner=self,
            )
        elif self.document is not None:
            self.desk.tasks.work(
                reports.render,
                self.document,
                path,
                password=password or None,
                title=title,
                then=lambda _none: self._said(path),
                owner=self,
            )

    def _said(self, path: Path) -> None:
        self.desk.notify(
            Banner(_("Written: {file}").format(file=path), tone="pass", sign="check", close_text=_("Put away"))
        )
