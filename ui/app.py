"""The composition root: settings, store, lanes and places become one window. Nothing here is global."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication

from inspector import history, i18n, paths, people, workplace
from inspector.errors import InspectorError
from inspector.i18n import N_, _
from inspector.model import Person
from inspector.parcel.layout import MANIFEST
from inspector.store import Store, lists
from ui import findings, qt_words, register, reports, settings, signing, sites, visits
from ui.collecting import Collecting
from ui.main_window import MainWindow
from ui.messages import CrashCatcher, RefusalWindow
from ui.palette import Found, Take
from ui.place import Desk, Place
from ui.scan import Scanning
from ui.single import SingleInstance, StoreAlreadyOpen
from ui.tasks import Tasks
from ui.theme import Theme
from ui.welcome import Welcome

LARGEST: Final = 1_000_000
PLACES: tuple[Place, ...] = (
    *sites.PLACES,
    *visits.PLACES,
    *findings.PLACES,
    *signing.PLACES,
    *register.PLACES,
    *reports.PLACES,
    *settings.PLACES,
)


def run(store: str, language: str, files: Sequence[Path]) -> int:
    """Open the window on a store and stay until it is closed."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("inspector")
    folder = paths.data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    memory = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    i18n.set_language(language or str(memory.value("language", "vi")))
    theme = Theme(application, str(memory.value("theme", "system")))
    chosen = store or os.environ.get("INSPECTOR_STORE", "") or str(paths.default_store())
    instance = SingleInstance(Path(chosen))
    try:
        if "://" not in chosen:
            instance.take()
        first = workplace.open_workplace(chosen, key=os.environ.get("INSPECTOR_PASSPHRASE") or None)
    except (StoreAlreadyOpen, InspectorError) as refused:
        RefusalWindow(refused).exec()
        return 1
    with first.read() as reader:
        person = people.here(reader)
    first.close()
    session = Session(chosen, memory, theme, folder)
    catcher = CrashCatcher(folder, lambda: session.window)
    catcher.install()
    session.tasks.crashed.connect(catcher.caught)
    if person is None:
        welcome = Welcome()
        if not welcome.exec():
            session.close()
            instance.release()
            return 0
        session.settle(*welcome.said)
    else:
        session.open(person)
    if files:
        session.take_files(list(files))
    code = application.exec()
    session.close()
    instance.release()
    return int(code)


class Session(QObject):
    """One open store with its window; the window is built again when the language or the person changes."""

    def __init__(self, store: str, memory: QSettings, theme: Theme, folder: Path) -> None:
        super().__init__()
        self.memory, self.theme, self.folder = memory, theme, folder
        self.store = store
        self.tasks = Tasks(
            partial(workplace.open_workplace, store, key=os.environ.get("INSPECTOR_PASSPHRASE") or None), self
        )
        self.collecting = Collecting(self)
        self.person: Person | None = None
        self._waiting_files: list[Path] = []
        self.window: MainWindow | None = None
        self.tasks.changed.connect(lambda _changes: self._name_undo())

    def close(self) -> None:
        """Write what waits, and let the store go."""
        self.tasks.drain()
        self.collecting.stop()

    def settle(self, name: str, side: str, unit: str) -> None:
        """Say who works here, then open the window for them."""
        self.tasks.write(_settled, name, side, unit, then=lambda done: self.open(done[0]), owner=self)

    def open(self, person: Person) -> None:
        """Build the window for this person."""
        self.person = person
        before = self.window
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        qt_words.speak(application)
        window = MainWindow(self.tasks, self.memory, PLACES)
        self.window = window
        desk = Desk(
            tasks=self.tasks,
            actions=window.actions_,
            memory=self.memory,
            go=window.go,
            notify=window.notify,
            person=person,
            folder=self.folder,
            settings=self,
            restart=lambda: self.open(self.person or person),
        )
        window.top.set_person(person.name, _(_SIDES[person.side]) if person.side in _SIDES else "")
        window.providers.append(self._find)
        window.files_dropped.connect(self.take_files)
        self.scanning = Scanning(self.tasks, window.go, self.memory, window)
        window.scan_wanted.connect(self.scanning.open)
        window.furnish(desk)
        window.show()
        self._name_undo()
        files, self._waiting_files = self._waiting_files, []
        if files:
            self.take_files(files)
        if before is not None:
            before.hide()
            before.deleteLater()

    def take_files(self, files: list[Path]) -> None:
        """Parcels go to the register, station lists to their import; pictures are searched for tags."""
        if self.window is None:
            self._waiting_files += files
            return
        pictures = [path for path in files if path.suffix.lower() in (".jpg", ".jpeg", ".png", ".heic", ".webp")]
        if pictures and len(pictures) == len(files):
            self.scanning.search(pictures[0])
            return
        lists_ = [path for path in files if _is_list(path)]
        parcels = [path for path in files if path not in lists_ and path not in pictures]
        if parcels:
            self.window.go("register", files=parcels)
        elif lists_:
            self.window.go("sites")
            view = self.window.view("sites")
            assert isinstance(view, sites.SitesView)
            view.take_list(lists_[0])

    def _find(self, query: str, take: Take) -> None:
        """Sites and visits in the one box that finds everything."""
        if not query.strip() or self.window is None:
            return
        window = self.window

        def show(found: tuple[Any, Any]) -> None:
            places, made = found
            take(
                [
                    *(
                        Found(
                            _("Site list"),
                            f"{one.code} · {one.name}",
                            partial(window.go, "sites", site=one.uid),
                            one.commune,
                            "site",
                        )
                        for one in places
                    ),
                    *(
                        Found(
                            _("Visits"),
                            f"{one.code} · {one.name}",
                            partial(window.go, "visit", visit=one.uid),
                            one.date,
                            "visit",
                        )
                        for one in made
                    ),
                ]
            )

        self.tasks.read(_looked_up, query, then=show, owner=window)

    def _name_undo(self) -> None:
        if self.window is None or self.person is None:
            return
        by = self.person.uid
        self.tasks.read(_undo_names, by, then=self._show_undo, owner=self.window)

    def _show_undo(self, names: tuple[str, str]) -> None:
        if self.window is None or self.person is None:
            return
        by = self.person.uid
        self.window.set_undo(names[0] or None, lambda: self.tasks.write(history.undo, by))
        self.window.set_redo(names[1] or None, lambda: self.tasks.write(history.redo, by))


_SIDES: Final = {"police": N_("Police"), "vnpt": N_("VNPT"), "site": N_("Site"), "other": N_("Other")}


def _is_list(path: Path) -> bool:
    """Whether a file is a table of stations rather than a parcel: a workbook without the sheet that parcels have."""
    if path.suffix.lower() in (".csv", ".xls"):
        return True
    if path.suffix.lower() != ".xlsx" or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.getinfo("xl/workbook.xml").file_size < LARGEST and MANIFEST.encode() not in archive.read(
                "xl/workbook.xml"
            )
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
        return False


def _settled(store: Store, name: str, side: str, unit: str) -> list[Person]:
    return [people.settle(store, name, side=side, unit=unit)]


def _looked_up(reader: Any, query: str) -> tuple[Any, Any]:
    piece = lists.Slice(limit=6)
    return lists.sites(reader, piece, search=query)[0], lists.visits(reader, piece, search=query)[0]


def _undo_names(reader: Any, by: str) -> tuple[str, str]:
    undo, redo = history.next_undo(reader, by), history.next_redo(reader, by)
    return undo.name if undo else "", redo.name if redo else ""
