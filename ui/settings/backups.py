"""Backups: made now, listed, and taken back; the store that is replaced is kept aside."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from inspector import backups, i18n
from inspector.i18n import _
from inspector.paths import is_url
from ui import files, messages
from ui.models.columns import figure
from ui.place import Desk
from ui.settings.page import SettingsPage
from ui.widgets.button import Button
from ui.widgets.layout import FlowLayout, clear, label
from ui.widgets.line_button import LineButton


class BackupsPage(SettingsPage):
    """The copies beside the store, the newest first; press one to take it back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words = _("All data in one file. It can be made while people work.")
        card = self.card(_("Backups"), words)
        self.now = Button(_("Back up now"), kind="primary", icon="backup")
        self.now.clicked.connect(self.back_up_here)
        self.elsewhere = Button(_("Back up elsewhere…"), icon="export")
        self.elsewhere.clicked.connect(self._choose)
        self.other = Button(_("Restore from a file…"), icon="import")
        self.other.clicked.connect(self._choose_other)
        choices = FlowLayout()
        for button in (self.now, self.elsewhere, self.other):
            choices.addWidget(button)
        card.body.addLayout(choices)
        listed = self.card(
            _("Backups on this computer"), _("Merging makes one by itself before it begins; the last ten stay.")
        )
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        listed.body.addLayout(self._lines)
        self.lines: list[LineButton] = []
        self.body.addStretch(1)

    def refresh(self) -> None:
        self.desk.tasks.work(backups.listed, str(self.desk.settings.store), then=self._show, owner=self)

    def back_up_here(self) -> None:
        """A copy beside the store."""
        self.desk.tasks.write(backups.before_merge, then=lambda path: self._said(path), owner=self)

    def back_up(self, path: Path) -> None:
        """Copy the store aside."""
        self.desk.tasks.write(backups.make, path, then=lambda _made: self._said(path), owner=self)

    def restore(self, path: Path) -> None:
        """Ask, then put a backup in the place of the store."""
        agreed = messages.ask(
            self,
            _("Take this backup back?"),
            _("{file} becomes the store. The present one is kept beside it under another name.").format(file=path.name),
            _("Restore"),
            danger=True,
        )
        if agreed:
            self.desk.settings.restore(path)

    def _show(self, found: list[tuple[Path, int, datetime.datetime]]) -> None:
        clear(self._lines)
        self.lines = []
        if not found:
            self._lines.addWidget(label(_("There is no backup yet. Make one now."), "second", wrap=True))
        for path, size, at in found:
            size_words = figure(round(size / 1_048_576, 1), language=i18n.language())
            below = f"{size_words} MB · {path.name}"
            line = LineButton(f"{at.astimezone():%d/%m/%Y %H:%M:%S}", below, icon="backup")
            line.clicked.connect(partial(self.restore, path))
            self.lines.append(line)
            self._lines.addWidget(line)

    def _choose(self) -> None:
        path = files.save(self, self.desk.memory, _("Back up elsewhere…"), "sao-luu.db", "*.db")
        if path is not None:
            self.back_up(path)

    def _choose_other(self) -> None:
        path = files.open_one(self, self.desk.memory, _("Restore from a file…"), "*.db")
        if path is not None and not is_url(str(self.desk.settings.store)):
            self.restore(path)

    def _said(self, path: Path | None) -> None:
        self.done(_("The backup is in {file}.").format(file=path))
        self.refresh()
