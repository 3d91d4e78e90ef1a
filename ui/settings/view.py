"""Cài đặt: the pages of the settings, one beside the other; each change takes effect at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget

from inspector.i18n import _
from ui.place import Desk, PlaceView
from ui.settings.about import AboutPage
from ui.settings.backups import BackupsPage
from ui.settings.checklists import ChecklistsPage
from ui.settings.letterhead import LetterheadPage
from ui.settings.look import LookPage
from ui.settings.page import SettingsPage
from ui.settings.pages import PAGES
from ui.settings.person import PersonPage
from ui.settings.practice import PracticePage
from ui.widgets.layout import scrolled


class SettingsView(PlaceView):
    """A list of pages on the left, the chosen one on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Settings"))
        self.person, self.look = PersonPage(desk), LookPage(desk)
        self.letterhead, self.backups = LetterheadPage(desk), BackupsPage(desk)
        self.checklists, self.practice = ChecklistsPage(desk), PracticePage(desk)
        self.about = AboutPage(desk)
        self.names = QListWidget()
        self.names.setAccessibleName(_("Settings"))
        self.names.setProperty("side", "true")
        self.names.setFixedWidth(242)
        self.names.setWordWrap(True)
        self.pages = QStackedWidget()
        self.keys: list[str] = []
        self._made: list[SettingsPage] = []
        for one in PAGES:
            item = QListWidgetItem(_(one.name))
            item.setData(Qt.ItemDataRole.UserRole, one.key)
            self.names.addItem(item)
            self.keys.append(one.key)
            self._made.append(getattr(self, one.key))
            self.pages.addWidget(scrolled(self._made[-1]))
        self.names.currentRowChanged.connect(self._turn)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(self.names)
        across.addWidget(self.pages, 1)
        self.body.addLayout(across, 1)
        self.names.setCurrentRow(0)

    def go_to(self, **target: Any) -> None:
        if target.get("page") in self.keys:
            self.names.setCurrentRow(self.keys.index(str(target["page"])))
        self._turn(self.names.currentRow())

    def _turn(self, at: int) -> None:
        self.pages.setCurrentIndex(at)
        self._made[at].refresh()
