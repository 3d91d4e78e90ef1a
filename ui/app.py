"""The composition root: settings, store, lanes and places become one window. Nothing here is global."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QApplication

from inspector import agenda, backups, history, i18n, paths, people, practice, workplace
from inspector.errors import InspectorError
from inspector.i18n import N_, _
from inspector.model import Person
from inspector.parcel.layout import MANIFEST
from inspector.store import Reader, Store, lists
from inspector.store.engine import StoreLocked, is_url
from ui import findings, qt_words, register, reports, rounds, settings, signing, sites, today, visits
from ui.collecting import Collecting
from ui.main_window import MainWindow
from ui.messages import CrashCatcher, RefusalWindow
from ui.palette import Found, Take
from ui.place import Desk, Place
from ui.scan import Scanning
from ui.single import SingleInstance
from ui.tasks import Tasks
from ui.theme import Theme
from ui.welcome import PassphraseDialog, Welcome

LARGEST: Final = 1_000_000
COUNTED_AFTER_MS: Final = 1500
"""What waits in each place is counted when nothing was written for so long: nobody waits for it while filling."""
PLACES: tuple[Place, ...] = (
    *today.PLACES,
    *sites.PLACES,
    *visits.PLACES,
    *findings.PLACES,
    *signing.PLACES,
    *rounds.PLACES,
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
    session = Session(chosen, memory, theme, folder)
    catcher = CrashCatcher(folder, lambda: session.window)
    catcher.install()
    session.crashed.connect(catcher.caught)
    try:
        if not session.begin():
            session.close()
            return 0
    except InspectorError as refused:
        RefusalWindow(refused).exec()
        session.close()
        return 1
    if files:
        session.take_files(list(files))
    code = application.exec()
    session.close()
    return int(code)


class Session(QObject):
    """
    One open store with its window; the window is built again when the language or the person changes, and moves to
    another store when practice begins or ends.
    """

    crashed = Signal(object)

    def __init__(self, store: str, memory: QSettings, theme: Theme, folder: Path) -> None:
        super().__init__()
        self.memory, self.theme, self.folder = memory, theme, folder
        self.store = self.own_store = store
        self.key = os.environ.get("INSPECTOR_PASSPHRASE") or None
        self.practice = False
        self.person: Person | None = None
        self.window: MainWindow | None = None
        self.collecting = Collecting(self)
        self._instance: SingleInstance | None = None
        self._waiting_files: list[Path] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._look)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(COUNTED_AFTER_MS)
        self._calm.timeout.connect(self._count)
        self.tasks = self._lanes()

    def _lanes(self) -> Tasks:
        lanes = Tasks(lambda: workplace.open_workplace(self.store, key=self.key, practice=self.practice), self)
        lanes.changed.connect(lambda _changes: (self._soon.start(), self._calm.start()))
        lanes.crashed.connect(self.crashed)
        return lanes

    def begin(self) -> bool:
        """Open the store, ask who works here when nobody has said so, show the window; False when a person gave up."""
        self._hold()
        if not is_url(self.store) and not Path(self.store).exists():
            welcome = Welcome(new_store=True)
            if not welcome.exec():
                return False
            self.key = welcome.passphrase or self.key
            self.settle(*welcome.said)
            return True
        person = self._found()
        if person is False:
            return False
        if isinstance(person, Person):
            self.open(person)
            return True
        welcome = Welcome()
        if not welcome.exec():
            return False
        self.settle(*welcome.said)
        return True

    def _hold(self) -> None:
        """One window per store. Raises StoreAlreadyOpen."""
        if not is_url(self.store):
            instance = SingleInstance(Path(self.store))
            instance.take()
            self._instance = instance

    def _found(self) -> Person | bool | None:
        """Who works in the store; asks for its passphrase while it is sealed, False when the person has none."""
        refused = ""
        while True:
            try:
                with workplace.open_workplace(self.store, key=self.key) as opened, opened.read() as reader:
                    self.practice = reader.practice
                    return people.here(reader)
            except StoreLocked as locked:
                asked = PassphraseDialog(Path(self.store).name, refused)
                if not asked.exec():
                    return False
                self.key = asked.passphrase
                refused = locked.line()

    def close(self) -> None:
        """Write what waits, and let the store go."""
        self.tasks.drain()
        self.collecting.stop()
        if self._instance is not None:
            self._instance.release()

    def open_practice(self) -> None:
        """Go to the practice store, which is made when there is none."""
        person = self.person
        if person is not None:
            path = practice.store_in(self.folder)
            self.tasks.work(practice.make, path, person, then=lambda made: self._move(str(made), True), owner=self)

    def leave_practice(self) -> None:
        """Back to one's own store."""
        self._move(self.own_store, False)

    def restore(self, backup: Path) -> None:
        """Put a backup in the place of the store that is open, and open the window on it again."""
        if self.window is None or self.person is None:
            return
        self._let_go()
        try:
            backups.restore(backup, Path(self.store), key=self.key)
        except InspectorError as refused:
            RefusalWindow(refused, self.window).exec()
        self._again_in(self.person)

    def _move(self, store: str, practising: bool) -> None:
        if self.window is None or self.person is None or store == self.store:
            return
        self._let_go()
        self.store, self.practice = store, practising
        self._again_in(self.person)

    def _let_go(self) -> None:
        self.tasks.drain()
        self.tasks.deleteLater()
        if self._instance is not None:
            self._instance.release()
            self._instance = None

    def _again_in(self, person: Person) -> None:
        self.tasks = self._lanes()
        self._hold()
        self.memory.setValue("window/place", "today")
        self.open(person)

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
        window = MainWindow(self.tasks, self.memory, PLACES, practice=self.practice)
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
        self._look()
        self._count()
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

    def _look(self) -> None:
        """Read what the frame of the window says: what undo would do, and when was saved last."""
        if self.window is not None and self.person is not None:
            self.tasks.read(_frame, self.person.uid, then=self._show_frame, owner=self.window)

    def _show_frame(self, found: Frame) -> None:
        if self.window is None or self.person is None:
            return
        by = self.person.uid
        self.window.set_undo(found.undo or None, lambda: self.tasks.write(history.undo, by))
        self.window.set_redo(found.redo or None, lambda: self.tasks.write(history.redo, by))
        if found.saved and not self.tasks.unsaved_count:
            self.window.top.saved.saved(datetime.fromisoformat(found.saved))

    def _count(self) -> None:
        if self.window is not None:
            self.tasks.read(_counts, then=self.window.set_counts, owner=self.window)


@dataclass(frozen=True)
class Frame:
    """What the frame of the window shows of the store."""

    undo: str
    redo: str
    saved: str


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


def _frame(reader: Reader, by: str) -> Frame:
    undo, redo = history.next_undo(reader, by), history.next_redo(reader, by)
    return Frame(undo.name if undo else "", redo.name if redo else "", history.last_saved(reader))


def _counts(reader: Reader) -> dict[str, int]:
    day = datetime.now().astimezone().date().isoformat()
    found = lists.counts(reader, today=day)
    return {
        "today": agenda.read(reader, day).waits,
        "visits": found.unfinished,
        "findings": found.overdue,
        "register": found.disagreements,
    }
