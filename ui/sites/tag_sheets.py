"""Printing tags: label sheets for the chosen sites, looked at before they are written."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, QMargins, Qt, QTemporaryDir, QTimer
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QSpinBox,
    QWidget,
)

from inspector import sites, tagging
from inspector.errors import InspectorError
from inspector.i18n import N_, _, ngettext
from inspector.model import Site
from inspector.security.keys import KeyPair
from inspector.store import Changes, Reader, Store
from inspector.tags import label as labels
from ui import files
from ui.place import Desk
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.layout import column, label, row
from ui.widgets.on_screen import OnScreen

NAMES: Final = {
    "3x8": N_("24 labels a sheet (63.5 × 33.9 mm)"),
    "2x4": N_("8 labels a sheet (99 × 68 mm)"),
    "wall": N_("one large tag for a wall"),
}
SHOWN_SHEETS: Final = 2


class TagSheetDialog(OnScreen):
    """Layout, first label, seal; the first sheets as they will be printed; then the file."""

    def __init__(self, desk: Desk, uids: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.sites: list[Site] = []
        self._key: KeyPair | None = None
        self._folder = QTemporaryDir(QDir.tempPath() + "/inspector-XXXXXX")
        self._number = 0
        self.setWindowTitle(_("Print tags"))
        self.resize(900, 600)
        self.layouts = QComboBox()
        self.layouts.setAccessibleName(_("Label sheet"))
        for key, name in NAMES.items():
            self.layouts.addItem(_(name), key)
        self.start = QSpinBox()
        self.start.setAccessibleName(_("First label"))
        self.start.setRange(1, 24)
        self.start.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.seal = QCheckBox(_("Seal the tags with the key of this office"))
        self.seal.setToolTip(_("A forged tag is noticed when it is scanned. The symbols become denser."))
        self.count = label("", "second", wrap=True)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(10)
        form.addRow(label(_("Label sheet")), self.layouts)
        form.addRow(label(_("First label (a begun sheet is used up)")), self.start)
        left = column(label(_("Print tags"), "title"), self.count, spacing=12)
        left.addLayout(form)
        left.addWidget(self.seal)
        left.addWidget(label(_("Print at 100 %, not fitted to the page."), "small", wrap=True))
        left.addStretch(1)
        self.save = Button(_("Write the PDF…"), kind="primary", icon="pdf")
        self.save.setEnabled(False)
        self.save.clicked.connect(self._choose)
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        left.addLayout(row(None, cancel, self.save))
        self.pdf = QPdfDocument(self)
        self.pages = QPdfView()
        self.pages.setAccessibleName(_("Preview of the paper"))
        self.pages.setPageMode(QPdfView.PageMode.MultiPage)
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.pages.setDocumentMargins(QMargins(12, 12, 12, 12))
        self.pages.setDocument(self.pdf)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(20)
        whole.addLayout(left, 2)
        whole.addWidget(self.pages, 3)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(150)
        self._soon.timeout.connect(self._preview)
        self.layouts.currentIndexChanged.connect(self._on_layout)
        self.start.valueChanged.connect(self._say)
        self.seal.toggled.connect(self._on_seal)
        desk.tasks.read(_of, uids, then=self._take, owner=self)

    @property
    def layout_name(self) -> str:
        """The chosen layout, a name of inspector.tags.label.LAYOUTS."""
        return str(self.layouts.currentData())

    def write(self, path: Path) -> None:
        """Write the sheets, with progress; may be cancelled."""
        self.desk.tasks.work(
            tagging.write_sheet,
            path,
            self.sites,
            layout=self.layout_name,
            start=self.start.value(),
            office=self._office(),
            then=lambda made: self.desk.notify(_written(path, *made)),
            owner=self.desk.tasks,
            title=_("Laying out the tags"),
        )
        self.accept()

    def _take(self, found: list[Site]) -> None:
        self.sites = found
        self.save.setEnabled(bool(found))
        self._say()

    def _on_layout(self) -> None:
        self.start.setMaximum(labels.LAYOUTS[self.layout_name].places)
        self._say()

    def _on_seal(self, on: bool) -> None:
        if on and self._key is None:
            by = self.desk.person.uid if self.desk.person else ""
            self.desk.tasks.write(_office_key, by, then=self._sealed, owner=self)
        else:
            self._say()

    def _sealed(self, made: tuple[KeyPair, Changes]) -> None:
        self._key = made[0]
        self._say()

    def _say(self) -> None:
        sheets = labels.pages(len(self.sites), self.layout_name, self.start.value())
        self.count.setText(_amount(len(self.sites), sheets))
        self._soon.start()

    def _office(self) -> KeyPair | None:
        return self._key if self.seal.isChecked() else None

    def _preview(self) -> None:
        if not self.sites:
            return
        self._number += 1
        path = Path(self._folder.path()) / f"{self._number}.pdf"
        first = SHOWN_SHEETS * labels.LAYOUTS[self.layout_name].places - self.start.value() + 1
        self.desk.tasks.work(
            tagging.write_sheet,
            path,
            self.sites[:first],
            layout=self.layout_name,
            start=self.start.value(),
            office=self._office(),
            then=lambda _made: self._show(path),
            otherwise=self._refused,
            owner=self,
        )

    def _show(self, path: Path) -> None:
        if path.stem == str(self._number):
            self.pdf.load(str(path))

    def _refused(self, error: InspectorError) -> None:
        self.count.setText("⚠ " + error.line())
        self.save.setEnabled(False)

    def _choose(self) -> None:
        path = files.save(self, self.desk.memory, _("Write the PDF…"), _("tags.pdf"), "*.pdf")
        if path is not None:
            self.write(path)


def _of(reader: Reader, uids: list[str]) -> list[Site]:
    found = [site for uid in uids if (site := sites.of_uid(reader, uid)) is not None]
    return sorted(found, key=lambda site: site.code)


def _office_key(store: Store, by: str) -> tuple[KeyPair, Changes]:
    return tagging.office_key(store, by=by)


def _written(path: Path, tags: int, sheets: int) -> Banner:
    text = _("Written: {file}").format(file=path)
    return Banner(text, _amount(tags, sheets), tone="pass", sign="check", close_text=_("Close"))


def _amount(tags: int, sheets: int) -> str:
    return " · ".join((ngettext("{n} tag", "{n} tags", tags), ngettext("{n} sheet", "{n} sheets", sheets)))
