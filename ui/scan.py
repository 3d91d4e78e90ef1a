"""Scanning a tag: a hand scanner types into the field, or a picture is searched; the site is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from inspector import tagging
from inspector.errors import InspectorError
from inspector.i18n import _
from ui.tasks import Tasks
from ui.widgets.button import Button
from ui.widgets.layout import label, row

_UID = 256


class ScanDialog(QDialog):
    """`found(uid)` is called with the site that was chosen."""

    def __init__(self, tasks: Tasks, found: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._found = tasks, found
        self.setWindowTitle(_("Scan a tag"))
        self.setMinimumWidth(520)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        whole.addWidget(label(_("Scan a tag"), "title"))
        whole.addWidget(
            label(_("Use a hand scanner, type the code, or choose a picture of the tag."), "second", wrap=True)
        )
        self.code = QLineEdit()
        self.code.setAccessibleName(_("Site code"))
        self.code.setPlaceholderText(_("Site code"))
        self.code.returnPressed.connect(self._typed)
        whole.addWidget(self.code)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Tags found"))
        self.list.hide()
        self.list.itemActivated.connect(lambda item: self._take(item.data(_UID)))
        whole.addWidget(self.list)
        self.says = label("", "small", wrap=True)
        whole.addWidget(self.says)
        picture = Button(_("Choose a picture…"), icon="picture")
        picture.clicked.connect(self._choose)
        whole.addLayout(row(picture, None))
        self.code.setFocus()

    def search(self, path: Path) -> None:
        """Search a picture for tags."""
        self.says.setText(_("Searching {file}…").format(file=path.name))
        self._tasks.read(tagging.in_picture, path, then=self._show, otherwise=self._refuse, owner=self)

    def _typed(self) -> None:
        text = self.code.text()
        if text.strip():
            self._tasks.read(tagging.belonging, [text], then=self._show, otherwise=self._refuse, owner=self)

    def _choose(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Choose a picture…"), "", "*.jpg *.jpeg *.png *.heic *.webp"
        )
        if name:
            self.search(Path(name))

    def _show(self, scanned: list[Any]) -> None:
        known = [one for one in scanned if one.site is not None]
        if len(known) == 1:
            self._take(known[0].site.uid)
            return
        self.list.clear()
        for one in known:
            item = QListWidgetItem(f"{one.site.code} · {one.site.name}")
            item.setData(_UID, one.site.uid)
            self.list.addItem(item)
        self.list.setVisible(bool(known))
        if not scanned:
            self.says.setText(_("No tag was found in the picture. Move closer, or type the code."))
        elif not known:
            self.says.setText(
                _("{text} is not in the register.").format(text=scanned[0].tag.code or scanned[0].tag.text)
            )
        else:
            self.says.setText(_("Choose one of the sites."))

    def _refuse(self, error: InspectorError) -> None:
        self.says.setText(error.line())

    def _take(self, uid: str) -> None:
        self.accept()
        self._found(uid)
