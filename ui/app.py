"""The composition root: settings, store, lanes and places become one window. Nothing here is global."""

from __future__ import annotations

import gc
import os
import sys
import zipfile
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from inspector import i18n, paths
from inspector.errors import InspectorError
from inspector.i18n import _
from inspector.sides import SIDES
from ui import findings, frame, qt_words, register, reports, rounds, scan, settings, signing, sites, today, visits
from ui.collecting import Collecting
from ui.frame import Acts, Who
from ui.later import Later
from ui.main_window import MainWindow
from ui.messages import CrashCatcher, RefusalWindow
from ui.palette import Found, Take
from ui.place import Desk, Place
from ui.scan import Scanning
from ui.settings.pages import findable
from ui.single import SingleInstance
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.banner import Banner

if TYPE_CHECKING:
    from inspector.model import Person
    from inspector.store import Reader

AT_WORK: Final = ("visit", "sign")
"""The places where something is filled: whoever only looked at a list has lost no thread."""
LARGEST: Final = 1_000_000
LOOKED_AFTER_MS: Final = 250
"""What undo would do is read when nothing was written for so long."""
COUNTED_AFTER_MS: Final = 1500
"""What waits in each place is counted when nothing was written for so long: nobody waits for it while filling."""
TIDIED_AFTER_MS: Final = 5000
"""The store puts itself in order, which holds up what is written meanwhile, when nothing was written for so long."""
IMPORTED_AFTER_MS: Final = 400
"""The places that are not shown yet are imported when the first one has stood for so long, with such a pause between."""
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
        self.collecting = Collecting(lambda: self.tasks.still, self)
        self._instance: SingleInstance | None = None
        self._interrupted_in = ""
        """The visit that was open when the window before was interrupted; empty when there was none."""
        self._waiting_files: list[Path] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(LOOKED_AFTER_MS)
        self._soon.timeout.connect(self._look)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(COUNTED_AFTER_MS)
        self._calm.timeout.connect(self._count)
        self._calm.timeout.connect(self._learn)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TIDIED_AFTER_MS)
        self._pause.timeout.connect(self._tidy)
        self._import_rest = QTimer(self)
        self._import_rest.setSingleShot(True)
        self._import_rest.setInterval(IMPORTED_AFTER_MS)
        self._import_rest.timeout.connect(self._import_next)
        self.tasks = self._lanes()

    def _lanes(self) -> Tasks:
        lanes = Tasks(lambda: frame.opened(self.store, self.key, self.practice), self)
        lanes.changed.connect(lambda _changes: (self._soon.start(), self._calm.start(), self._pause.start()))
        lanes.crashed.connect(self.crashed)
        return lanes

    def begin(self) -> bool:
        """
        Show the window, then open its store in a lane and ask who works here when nobody has said so.

        A new store asks first; False when a person gave up there.
        """
        self._hold()
        if not paths.is_url(self.store) and not Path(self.store).exists():
            from ui.welcome import Welcome

            welcome = Welcome(new_store=True)
            if not welcome.exec():
                return False
            self.key = welcome.passphrase or self.key
            self._stand().show()
            self.settle(*welcome.said)
            return True
        window = self._stand()
        first = window.expect()
        window.painted.connect(lambda: self._ask(first))
        window.show()
        return True

    def _ask(self, first: str = "") -> None:
        """Who works in the store; the first place is imported meanwhile, before anything else takes the lane."""
        imported = [place.factory for place in PLACES if place.key == first]
        self.tasks.read(_who, imported, then=self._told, otherwise=self._refused)

    def _told(self, found: Who) -> None:
        gc.freeze()
        self.practice = found.practice
        if found.person is not None:
            self.open(found.person)
            return
        from ui.welcome import Welcome

        welcome = Welcome()
        if welcome.exec():
            self.settle(*welcome.said)
        else:
            QApplication.exit(0)

    def _refused(self, refused: InspectorError) -> None:
        """A sealed store asks for its passphrase until it opens; another refusal ends the program."""
        from inspector.store.engine import StoreLocked
        from ui.welcome import PassphraseDialog

        if not isinstance(refused, StoreLocked):
            RefusalWindow(refused, self.window).exec()
            QApplication.exit(1)
            return
        asked = PassphraseDialog(Path(self.store).name, refused.line() if self.key else "")
        if self.window is not None:
            asked.setParent(self.window, Qt.WindowType.Dialog)
        if not asked.exec():
            QApplication.exit(0)
            return
        self.key = asked.passphrase
        self._ask()

    def _hold(self) -> None:
        """One window per store. Raises StoreAlreadyOpen."""
        if not paths.is_url(self.store):
            instance = SingleInstance(Path(self.store))
            at_work = str(self.memory.value("window/place", "") or "") in AT_WORK
            if instance.take() and at_work:
                self._interrupted_in = str(self.memory.value("window/visit", "") or "")
            self._instance = instance

    def close(self) -> None:
        """Write what waits, and let the store go."""
        self.tasks.drain()
        self.collecting.stop()
        if self._instance is not None:
            self._instance.release()

    def open_practice(self) -> None:
        """Go to the practice store, which is made when there is none."""
        from inspector import practice

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
        from inspector import backups

        self._let_go()
        aside: Path | None = None
        try:
            aside = backups.restore(backup, Path(self.store), key=self.key)
        except InspectorError as refused:
            RefusalWindow(refused, self.window).exec()
        self._again_in(self.person)
        if aside is not None:
            said = _("{file} is the store now.").format(file=backup.name)
            kept = _("What was here before is kept in {file}.").format(file=aside)
            self.window.notify(Banner(said, kept, tone="pass", sign="check", close_text=_("Put away")))

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
        self.tasks.write(frame.settled, name, side, unit, then=lambda done: self.open(done[0]), owner=self)

    def open(self, person: Person) -> None:
        """Furnish the window for this person; another one is built when it is not new."""
        self.person = person
        window, before = self.window, None
        if window is None or window.furnished or window.practice != self.practice:
            before, window = window, self._stand()
        desk = Desk(
            tasks=self.tasks,
            actions=window.actions_,
            memory=self.memory,
            go=window.go,
            notify=window.notify,
            person=person,
            folder=self.folder,
            settings=self,
            restart=self._speak_anew,
        )
        window.top.set_person(person.name, _(SIDES[person.side]) if person.side in SIDES else "")
        window.furnish(desk)
        window.show()
        self._look()
        self._count()
        if self._interrupted_in:
            self.tasks.read(frame.in_work, self._interrupted_in, then=self._say_interrupted, owner=window)
            self._interrupted_in = ""
        files, self._waiting_files = self._waiting_files, []
        if files:
            self.take_files(files)
        if before is not None:
            before.hide()
            before.deleteLater()

    def _speak_anew(self) -> None:
        """A window in the language just chosen, at the page where it was chosen; the way back is that of the window before."""
        if self.person is not None and self.window is not None:
            trail = self.window.trail
            self.open(self.person)
            self.window.trail = trail[:-1]
            self.window.go("settings", page="look")

    def _say_interrupted(self, in_work: bool) -> None:
        if in_work and self.window is not None:
            self.say_interrupted(self.window)

    def say_interrupted(self, window: MainWindow) -> None:
        """Power went, or the program was ended from outside: what is here, and how to go on."""
        words = _("All that was entered is here. Work goes on where it stopped.")
        said = Banner(
            _("Last time the program was interrupted."), words, tone="brand", sign="info", close_text=_("Put away")
        )
        window.notify(said)

    def _stand(self) -> MainWindow:
        """A window with its frame, still without a person."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        qt_words.speak(application)
        window = MainWindow(self.tasks, self.memory, PLACES, practice=self.practice)
        self.window = window
        window.providers += [self._find_settings, self._find]
        window.files_dropped.connect(self.take_files)
        self.scanning = Scanning(self.tasks, window.go, self.memory, window)
        window.look_again.connect(self._undo_after_all)
        window.scan_wanted.connect(lambda: self.scanning.open())
        window.shown.connect(lambda _place: self._import_rest.start())
        return window

    def _import_next(self) -> None:
        """
        Import one of the places that nobody has wanted yet, so that the first step into it is as quick as the next;
        not while a person works, for an import holds up the rest.
        """
        if self.tasks.still * 1000 < IMPORTED_AFTER_MS / 2:
            self._import_rest.start()
            return
        views: list[Later[Any]] = [scan.DIALOG, *(place.factory for place in PLACES)]
        left = [view for view in views if not view.known]
        if left:
            left[0].want(self.tasks, lambda _imported: self._imported(), self)
        else:
            self._learn()

    def _imported(self) -> None:
        gc.freeze()  # what was imported stays: a collection need not look at it
        self._import_rest.start()

    def take_files(self, files: list[Path]) -> None:
        """
        Parcels go to the register, station lists to their import; pictures are searched for tags. A list among parcels
        goes with them: there it is said what it is.
        """
        if self.window is None or self.person is None:
            self._waiting_files += files
            return
        pictures = [path for path in files if path.suffix.lower() in (".jpg", ".jpeg", ".png", ".heic", ".webp")]
        if pictures and len(pictures) == len(files):
            self.scanning.search(pictures[0])
            return
        lists_ = [path for path in files if _is_list(path)]
        parcels = [path for path in files if path not in lists_ and path not in pictures]
        if parcels:
            self.window.go("register", files=[*parcels, *lists_])
        elif lists_:
            self.window.go("sites", list=lists_[0])

    def choose(self, setting: str, value: str) -> None:
        """Take a language or a look at once, wherever a person is."""
        if self.window is None or self.person is None or (setting, value) == ("language", i18n.language()):
            return
        self.memory.setValue(setting, value)
        if setting == "theme":
            self.theme.set_mode(value)
            return
        typed_in = QApplication.focusWidget()
        if typed_in is not None:
            typed_in.clearFocus()  # what is typed is written before its window goes
        i18n.set_language(value)
        trail = self.window.trail
        self.open(self.person)
        self.window.trail = trail[:-1]
        place, target = trail[-1] if trail else ("today", {})
        self.window.go(place, **target)

    def _find_settings(self, query: str, take: Take) -> None:
        """Pages of the settings, looks and languages."""
        if query.strip() and self.window is not None:
            take(findable(query, self.window.go, self.choose))

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
                            "/".join(reversed(one.date.split("-"))),
                            "visit",
                        )
                        for one in made
                    ),
                ]
            )

        self.tasks.read(frame.looked_up, query, then=show, owner=window)

    def _look(self) -> None:
        """Read what the frame of the window says: what undo would do, and when was saved last."""
        if self.window is not None and self.person is not None:
            self.tasks.read(frame.acts, self.person.uid, then=self._show_frame, owner=self.window)

    def _undo_after_all(self, redo: bool) -> None:
        """Undo or redo was pressed and nothing was known: what was written last may not have been read yet."""

        def then(found: Acts) -> None:
            self._show_frame(found)
            if self.window is not None and (found.redo if redo else found.undo):
                self.window.actions_.get("redo" if redo else "undo").trigger()
            elif self.window is not None:
                self.window.say_nothing_left(redo)

        if self.window is not None and self.person is not None:
            self.tasks.read(frame.acts, self.person.uid, then=then, owner=self.window)

    def _show_frame(self, found: Acts) -> None:
        if self.window is None or self.person is None:
            return
        by = self.person.uid
        self.window.set_undo(found.undo or None, lambda: self.tasks.write(frame.undo, by))
        self.window.set_redo(found.redo or None, lambda: self.tasks.write(frame.redo, by))
        if found.saved and not self.tasks.unsaved_count:
            self.window.top.saved.saved(datetime.fromisoformat(found.saved))

    def _tidy(self) -> None:
        self.tasks.tidy()

    def _learn(self) -> None:
        self.scanning.learn()

    def _count(self) -> None:
        if self.window is not None:
            self.tasks.read(frame.counts, then=self.window.set_counts, owner=self.window)


def _is_list(path: Path) -> bool:
    """Whether a file is a table of stations rather than a parcel: a workbook without the sheet that parcels have."""
    if path.suffix.lower() in (".csv", ".xls"):
        return True
    if path.suffix.lower() != ".xlsx" or not path.is_file():
        return False
    from inspector.parcel.layout import MANIFEST

    try:
        with zipfile.ZipFile(path) as archive:
            return archive.getinfo("xl/workbook.xml").file_size < LARGEST and MANIFEST.encode() not in archive.read(
                "xl/workbook.xml"
            )
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
        return False


def _who(reader: Reader, imported: Sequence[Later[Any]]) -> Who:
    for one in imported:
        one.load()
    return frame.who(reader)
