"""A paper on screen: the PDF itself, laid out in the file lane, shown by QtPdf."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, QMargins, QTemporaryDir
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QStackedLayout, QWidget

from inspector import reports
from inspector.i18n import _
from inspector.reports.document import Document
from ui.tasks import Tasks
from ui.widgets.empty import EmptyState


class PaperView(QWidget):
    """Shows one Document at a time."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._folder = QTemporaryDir(QDir.tempPath() + "/inspector-XXXXXX")
        self._number = 0
        self.pdf = QPdfDocument(self)
        self.pages = QPdfView()
        self.pages.setAccessibleName(_("Preview of the paper"))
        self.pages.setPageMode(QPdfView.PageMode.MultiPage)
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.pages.setDocumentMargins(QMargins(12, 12, 12, 12))
        self.pages.setDocument(self.pdf)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(EmptyState("pdf", _("The paper is being laid out…")))
        self._stack.addWidget(self.pages)

    def show_document(self, document: Document) -> None:
        """Lay a document out and show it."""
        self._number += 1
        path = Path(self._folder.path()) / f"{self._number}.pdf"
        self._tasks.work(_laid_out, document, path, then=self._show, owner=self)

    def _show(self, path: Path) -> None:
        if path.stem == str(self._number):
            self.pdf.load(str(path))
            self._stack.setCurrentIndex(1)


def _laid_out(document: Document, path: Path) -> Path:
    reports.render(document, path)
    return path
