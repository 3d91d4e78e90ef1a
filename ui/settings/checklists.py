"""The checklists of this store: check a file, install it, and read in plain words how two versions differ."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from inspector import checklists, i18n, overview
from inspector.checklists import Checklist
from inspector.form.problems import Problem
from inspector.i18n import _, ngettext
from inspector.store import Reader, Store
from ui import files
from ui.messages import Dialog
from ui.models.columns import Mark
from ui.place import Desk
from ui.settings.page import SettingsPage
from ui.widgets.button import Button
from ui.widgets.layout import clear, label, row
from ui.widgets.line_button import LineButton

MOST_SHOWN = 200
FEW = 6


class ChecklistsPage(SettingsPage):
    """Press a checklist to compare its versions."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words = _("New visits use the version that is installed; visits that were begun keep theirs.")
        card = self.card(_("Checklists"), words)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        card.body.addLayout(self._lines)
        self.check = Button(_("Check a file…"), icon="search")
        self.check.clicked.connect(lambda: self._choose(self.check_file))
        self.install = Button(_("Install a file…"), icon="import")
        self.install.clicked.connect(lambda: self._choose(self.install_file))
        card.body.addLayout(row(self.check, self.install, None))
        self.lines: dict[str, LineButton] = {}
        self.body.addStretch(1)

    def refresh(self) -> None:
        self.desk.tasks.read(_every, then=self._show, owner=self)

    def check_file(self, path: Path) -> None:
        """Say what is wrong with a checklist, with sheet, row and column; nothing is installed."""
        from inspector.form import xlsform

        self.desk.tasks.work(xlsform.check, path, then=lambda found: self._checked(path, found), owner=self)

    def install_file(self, path: Path) -> None:
        """Install a checklist for new visits."""
        self.desk.tasks.write(_installed, path, then=self._told, owner=self)

    def compare(self, name: str) -> None:
        """Show how the installed version differs from the one before."""
        self.desk.tasks.read(_compared, name, then=self._show_changes, owner=self)

    def _show(self, found: list[tuple[Checklist, str, int, str]]) -> None:
        clear(self._lines)
        self.lines = {}
        for one, title, versions, code in found:
            items = ngettext("{n} item", "{n} items", one.items)
            below = " · ".join((code or one.name, _("version {version}").format(version=one.version), items))
            several = ngettext("{n} version here", "{n} versions here", versions)
            marks = [Mark(several, "brand")] if versions > 1 else []
            line = LineButton(title, below, marks, icon="checklist")
            line.clicked.connect(partial(self.compare, one.name))
            self.lines[one.name] = line
            self._lines.addWidget(line)

    def _choose(self, then: object) -> None:
        path = files.open_one(self, self.desk.memory, _("Checklist"), "*.xlsx *.xls *.xml")
        if path is not None and callable(then):
            then(path)

    def _checked(self, path: Path, found: list[Problem]) -> None:
        if not found:
            self.done(_("{file} has no mistakes.").format(file=path.name))
            return
        title = ngettext("{n} problem found.", "{n} problems found.", len(found))
        LinesDialog(title, [one.line() for one in found], self).open()

    def _told(self, made: tuple[str, str]) -> None:
        title, version = made
        self.done(_("Installed: {title}, version {version}.").format(title=title, version=version))
        self.refresh()

    def _show_changes(self, found: tuple[str, list[str]]) -> None:
        title, lines = found
        LinesDialog(title, lines or [_("This store holds one version only; there is nothing to compare.")], self).open()


class LinesDialog(Dialog):
    """Sentences under one another."""

    def __init__(self, title: str, lines: list[str], parent: ChecklistsPage) -> None:
        super().__init__(title, sign="checklist", parent=parent)
        self.lines = lines
        self.setMinimumWidth(560)
        if len(lines) > FEW:
            self.resize(680, 460)
        for line in lines[:MOST_SHOWN]:
            self.body.addWidget(label(f"• {line}" if len(lines) > 1 else line, wrap=True, selectable=True))
        if len(lines) > MOST_SHOWN:
            self.body.addWidget(label(ngettext("and {n} more", "and {n} more", len(lines) - MOST_SHOWN), "second"))
        self.body.addStretch(1)
        close = Button(_("Close"), kind="primary")
        close.clicked.connect(self.accept)
        self.add(close)


def _every(reader: Reader) -> list[tuple[Checklist, str, int, str]]:
    """Each checklist with its title, how many versions are here, and how the codes of its items begin."""
    return [
        (
            one,
            checklists.title(reader, one.sha256),
            len(checklists.versions(reader, one.name)),
            overview.code_of(reader, one.sha256),
        )
        for one in checklists.installed(reader)
    ]


def _installed(store: Store, path: Path) -> tuple[str, str]:
    """The title and the version."""
    made = checklists.install(store, path)
    with store.read() as reader:
        return checklists.title(reader, made.sha256), made.version


def _compared(reader: Reader, name: str) -> tuple[str, list[str]]:
    """The title and the sentences; the version before is the other one that this store holds."""
    from inspector.form import versions

    known = checklists.versions(reader, name)
    now = known[0]
    title = checklists.title(reader, now.sha256)
    if len(known) < 2:
        return title, []
    before = known[1]
    changes = versions.diff(
        checklists.form(reader, before.sha256), checklists.form(reader, now.sha256), i18n.language()
    )
    title = _("{title}: from {before} to {now}").format(title=title, before=before.version, now=now.version)
    return title, [change.sentence() for change in changes] or [_("Nothing that people see has changed.")]
