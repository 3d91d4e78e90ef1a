"""The window: rail, top bar, the place that is shown; keys, undo by name, banners, progress, files dropped anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from inspector.errors import InspectorError
from inspector.i18n import _
from ui import messages
from ui.actions import DO, EDIT, GO, WINDOW, Actions, keys_text
from ui.closing import Closing
from ui.drop_veil import DropVeil
from ui.key_help import KeyHelp
from ui.palette import Found, Palette, Provider, Take, matching
from ui.place import HIDDEN, Desk, Place, PlaceView
from ui.practice_strip import PracticeStrip
from ui.rail import Rail
from ui.tasks import Job, Tasks
from ui.top_bar import TopBar
from ui.waiting import Waiting
from ui.widgets.banner import Banner
from ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from ui.widgets.table import Memory

NARROW_BELOW: Final = 1120
COUNTED: Final = ("visits", "findings")
"""Places whose count follows from the store alone."""


class MainWindow(QMainWindow):
    """Holds the places and what surrounds them; knows nothing of inspections."""

    files_dropped = Signal(list)
    """Paths that were dropped anywhere on the window."""
    scan_wanted = Signal()
    painted = Signal()
    """Once, when a person sees the window for the first time."""
    shown = Signal(str)
    """A place is there with its view, after it was wanted."""
    closed = Signal()
    look_again = Signal(bool)
    """Undo (True: redo) was pressed while nothing is known to be there; whoever knows says so, or that there is nothing."""

    def __init__(self, tasks: Tasks, memory: Memory, places: Sequence[Place] = (), *, practice: bool = False) -> None:
        super().__init__()
        self.setObjectName("main")
        self.practice = practice
        title = _("Joint inspection")
        self.setWindowTitle(_("{title} – PRACTICE").format(title=title) if practice else title)
        self.setMinimumSize(760, 480)
        self.setAcceptDrops(True)
        self.tasks, self.memory = tasks, memory
        self.actions_ = Actions(self)
        self.providers: list[Provider] = []
        self._places = {place.key: place for place in places}
        self._views: dict[str, QWidget] = {}
        self._desk: Desk | None = None
        self._current = ""
        self._wanted: tuple[str, dict[str, Any]] = ("", {})
        self._painted = False
        self._history: list[tuple[str, dict[str, Any]]] = []
        self._strips: dict[Job, ProgressStrip] = {}
        self._banner: Banner | None = None
        self._undo: Callable[[], object] | None = None
        self._redo: Callable[[], object] | None = None
        self._closing = Closing(self, tasks)
        self._make_actions()
        self._build(places)
        tasks.saved.connect(self.top.saved.saved)
        tasks.unsaved.connect(self._on_unsaved)
        tasks.failed.connect(self._on_failed)
        tasks.started.connect(self._on_started)
        tasks.finished.connect(self._on_finished)
        self._restore()

    # building

    def _build(self, places: Sequence[Place]) -> None:
        whole = QWidget()
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self.rail = Rail(places)
        self.rail.chosen.connect(lambda key: self.go(key))
        line.addWidget(self.rail)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        menu = self.actions_.menu(["undo", "redo", None, "scan", "palette", None, "keys", "back", None, "quit"], self)
        self.top = TopBar(menu)
        self.top.search_pressed.connect(self.open_palette)
        self.top.scan_pressed.connect(self.scan_wanted)
        self.top.retry_pressed.connect(self.tasks.retry_now)
        right.addWidget(self.top)
        if self.practice:
            right.addWidget(PracticeStrip())
        self._above = QVBoxLayout()
        self._above.setContentsMargins(20, 0, 20, 0)
        right.addLayout(self._above)
        self.stack = QStackedWidget()
        self._waiting = Waiting()
        self.stack.addWidget(self._waiting)
        right.addWidget(self.stack, 1)
        self._below = QVBoxLayout()
        self._below.setContentsMargins(20, 0, 20, 0)
        self._below.setSpacing(6)
        right.addLayout(self._below)
        line.addLayout(right, 1)
        self.setCentralWidget(whole)
        self._veil = DropVeil(self)

    def _make_actions(self) -> None:
        add = self.actions_.add
        for place in self._places.values():
            if place.group != HIDDEN:
                words = _("Go to {place}").format(place=_(place.name))
                add(
                    f"go-{place.key}",
                    words,
                    partial(self.go, place.key),
                    keys=place.keys,
                    icon=place.icon,
                    group=GO,
                )
        add("back", _("Back"), self.back, keys=("Alt+Left",), icon="arrow-left", group=GO)
        add("palette", _("Search"), self.open_palette, keys=("Ctrl+K",), icon="search", group=DO)
        add("scan", _("Scan a tag"), self.scan_wanted.emit, keys=("F2",), icon="scan", group=DO)
        add("undo", _("Undo"), self._run_undo, keys=("Ctrl+Z",), icon="undo", group=EDIT)
        add("redo", _("Redo"), self._run_redo, keys=("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo", group=EDIT)
        add("keys", _("Keys"), self.open_keys, keys=("F1",), icon="keyboard", group=WINDOW)
        add("fullscreen", _("Full screen"), self._full_screen, keys=("F11",), icon="square", group=WINDOW)
        add("quit", _("Close the program"), self.close, keys=("Ctrl+Q",), icon="cross", group=WINDOW)
        self._in_vain: dict[str, list[QShortcut]] = {}
        for key in ("undo", "redo"):
            for at in self.actions_.get(key).shortcuts():
                pressed = QShortcut(at, self)
                pressed.activated.connect(partial(self.look_again.emit, key == "redo"))
                self._in_vain.setdefault(key, []).append(pressed)
        self.set_undo(None)
        self.set_redo(None)

    def set_counts(self, counts: dict[str, int]) -> None:
        """Show how much waits in each place; a place that counts for itself once it was shown is left to do so."""
        for key, count in counts.items():
            if key not in self._views or key in COUNTED:
                self.rail.set_count(key, count)

    def expect(self, start: str = "") -> str:
        """Show the name of the place that will be the first one, before there is anything to furnish it with."""
        kept = str(self.memory.value("window/place", "") or "")
        first = start or (kept if kept in self._places else next(iter(self._places), ""))
        visit = str(self.memory.value("window/visit", "") or "")
        if first and self._places[first].group == HIDDEN:
            first = first if visit else next(iter(self._places))
        if first:
            self.go(first, **({"visit": visit} if self._places[first].group == HIDDEN else {}))
        return first

    def furnish(self, desk: Desk, start: str = "") -> None:
        """Give the places what they work with, and show the first one, or the one that was wanted meanwhile."""
        self._desk = desk
        if self._wanted[0] and not start:
            self._show(*self._wanted)
        else:
            self.expect(start)

    # going about

    @property
    def current(self) -> str:
        """The key of the place that is shown; empty before the window is furnished."""
        return self._current

    @property
    def furnished(self) -> bool:
        """Whether the places have what they work with."""
        return self._desk is not None

    def view(self, key: str) -> QWidget:
        """The view of a place, made when it is first wanted."""
        if key not in self._views:
            if self._desk is None:
                raise RuntimeError("furnish comes first")
            made = self._places[key].factory.load()(self._desk)
            if isinstance(made, PlaceView):
                made.counted.connect(lambda count, key=key: self.rail.set_count(key, count))
            self._views[key] = made
            self.stack.addWidget(made)
        return self._views[key]

    def go(self, place: str, **target: Any) -> None:
        """Show a place, and what is wanted in it."""
        self._history.append((place, target))
        del self._history[:-50]
        self._show(place, target)

    @property
    def trail(self) -> list[tuple[str, dict[str, Any]]]:
        """The places where one has been, the present one last."""
        return list(self._history)

    @trail.setter
    def trail(self, places: list[tuple[str, dict[str, Any]]]) -> None:
        self._history = list(places)

    def back(self) -> None:
        """Where one was before."""
        if len(self._history) > 1:
            self._history.pop()
            place, target = self._history[-1]
            self._show(place, target)

    def _show(self, place: str, target: dict[str, Any]) -> None:
        self._wanted = (place, target)
        self.rail.set_current(self._places[place].under or place)
        if self._desk is None:
            self._wait(place)
            return
        self._current = place
        factory = self._places[place].factory
        if place not in self._views and not factory.known:
            self._wait(place)
        factory.want(self.tasks, lambda _factory: self._arrived(place, target), self)

    def _wait(self, place: str) -> None:
        self._waiting.say(_(self._places[place].name))
        self.stack.setCurrentWidget(self._waiting)

    def _arrived(self, place: str, target: dict[str, Any]) -> None:
        """Show a place whose view can be made, if it is still wanted."""
        if self._wanted != (place, target):
            return
        view = self.view(place)
        popup = QApplication.activePopupWidget()
        typed_in = popup.focusWidget() if popup is not None else None
        self.stack.setCurrentWidget(view)
        if isinstance(view, PlaceView):
            view.go_to(**target)
        self._lead_into(view)
        if typed_in is not None:
            typed_in.setFocus()  # the place came late, and a person searches already
        self.memory.setValue("window/place", place)
        if "visit" in target:
            self.memory.setValue("window/visit", target["visit"])
        self.shown.emit(place)

    def _lead_into(self, view: QWidget) -> None:
        """The keys go into the place: to what it chose itself, or to its first control."""
        now = self.focusWidget()
        if now is not None and view.isAncestorOf(now) and now.isVisible():
            return
        one = view.nextInFocusChain()
        while one is not None and one is not view and view.isAncestorOf(one):
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled() and one.isVisible():
                one.setFocus()
                return
            one = one.nextInFocusChain()

    # saying things

    def notify(self, banner: Banner) -> None:
        """Show a banner above the place; a newer one takes its place."""
        self._put_away()
        self._banner = banner
        banner.closed.connect(self._put_away)
        self._above.setContentsMargins(20, 12, 20, 0)
        self._above.addWidget(banner)

    def _put_away(self) -> None:
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
            self._above.setContentsMargins(20, 0, 20, 0)

    @property
    def banner(self) -> Banner | None:
        """What is said above the place now."""
        return self._banner

    def set_undo(self, name: str | None, run: Callable[[], object] | None = None) -> None:
        """Say what Ctrl+Z would take back, such as "answer PCCC-07"; None when there is nothing."""
        self._undo = run if name else None
        self._name("undo", _("Undo: {what}").format(what=name) if name else "", _("Undo"))

    def set_redo(self, name: str | None, run: Callable[[], object] | None = None) -> None:
        """Say what Ctrl+Shift+Z would do again."""
        self._redo = run if name else None
        self._name("redo", _("Redo: {what}").format(what=name) if name else "", _("Redo"))

    def _name(self, key: str, words: str, without: str) -> None:
        action = self.actions_.get(key)
        action.setEnabled(bool(words))
        action.setText(words or without)
        for pressed in self._in_vain[key]:
            pressed.setEnabled(not words)

    def say_nothing_left(self, redo: bool) -> None:
        """Undo or redo was pressed, and there is nothing: said in passing, where it is said what is saved."""
        self.top.saved.say_in_passing(_("Nothing left to redo.") if redo else _("Nothing left to undo."))

    def open_palette(self) -> None:
        """The one box that finds everything."""
        Palette([self._find_places_and_commands, *self.providers], self).open_at(self.top.search)

    def open_keys(self) -> None:
        """Every key on one page."""
        help_ = KeyHelp(self.actions_.key_lines(), self)
        help_.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        help_.open()

    def _find_places_and_commands(self, query: str, take: Take) -> None:
        places = [
            Found(
                _("Places"),
                _(place.name),
                partial(self.go, place.key),
                icon=place.icon,
                keys=place.keys,
            )
            for place in self._places.values()
            if place.group != HIDDEN
        ]
        commands = [
            Found(
                _("Commands"),
                action.text(),
                action.trigger,
                icon=str(action.property("iconName") or "enter"),
                keys=keys_text(action),
            )
            for action in self.actions_.all()
            if not action.objectName().startswith("go-") and action.objectName() != "palette"
        ]
        take([*matching(query, places), *matching(query, commands)])

    # what the lanes say

    def _on_unsaved(self, count: int, error: InspectorError | None) -> None:
        if count and error is not None:
            self.top.saved.unsaved(count, error.says())

    def _on_failed(self, error: InspectorError) -> None:
        self.notify(messages.banner(error))

    def _on_started(self, job: Job) -> None:
        strip = ProgressStrip(job.title or "", _("Cancel"))
        strip.cancelled.connect(job.cancel)
        job.progressed.connect(strip.report)
        self._strips[job] = strip
        self._below.setContentsMargins(20, 0, 20, 12)
        self._below.addWidget(strip)

    def _on_finished(self, job: Job) -> None:
        strip = self._strips.pop(job, None)
        if strip is not None:
            strip.hide()
            strip.deleteLater()
        if not self._strips:
            self._below.setContentsMargins(20, 0, 20, 0)

    def _run_undo(self) -> None:
        if self._undo is not None:
            self._undo()

    def _run_redo(self) -> None:
        if self._redo is not None:
            self._redo()

    def _full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # files, size, end

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event):
            event.acceptProposedAction()
            self._veil.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.hide()
        files = _files(event)
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_narrow(self.width() < NARROW_BELOW)
        self.top.person.setVisible(self.width() >= NARROW_BELOW - 100)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closing.may_close():
            event.ignore()
            return
        self.memory.setValue("window/geometry", self.saveGeometry())
        event.accept()
        self.closed.emit()

    def _restore(self) -> None:
        kept = self.memory.value("window/geometry")
        if not (kept and self.restoreGeometry(kept)):
            self.resize(1366, 768)


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
