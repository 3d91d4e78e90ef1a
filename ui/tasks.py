"""
Where work leaves the UI thread and comes back. The only module with threads.

    store lane   one thread: every call that takes the Store, writes before reads and each in the order asked; it alone
                 opens and touches the Store
    file lane    a few threads: workbooks, papers, pictures; paths and records only

Callbacks run on the UI thread and are dropped when their owner is gone. A refusal goes to `otherwise`, or else to
`failed`; anything else that is raised is a bug and goes to `crashed`. A write that the environment refused for now
(disk full, store locked) is kept, tried again in order until it succeeds, and said to be unsaved meanwhile.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from inspector.errors import Cancelled, InspectorError

log = logging.getLogger(__name__)

Then = Callable[[Any], object]
Otherwise = Callable[[InspectorError], object]

RETRIED: Final = frozenset({"store.busy", "store.full", "store.unwritable"})
"""Codes of refusals that pass by themselves: the write is kept and tried again."""
RETRY_MS: Final = 2000
FILE_THREADS: Final = 2
SWITCH_S: Final = 0.0005
"""The UI thread waits for Python so long at most while a lane computes; by itself Python lets it wait ten times as long."""
importing: Final = threading.RLock()
"""Held while modules are imported: two lanes that import what needs each other would see halves of modules."""
REPORT_S: Final = 0.05
"""Progress is shown twenty times a second, however often it is reported."""


class Changes(Protocol):
    """What a write touched; views ask `touch`."""

    def touch(self, kind: type, **where: object) -> bool: ...


class Readable(Protocol):
    """What the factory of the store gives."""

    def read(self) -> AbstractContextManager[Any]: ...
    def tidy(self) -> None: ...
    def close(self) -> None: ...


class Job(QObject):
    """One piece of work under way. Those with a title are shown with their progress and can be cancelled."""

    progressed = Signal(int, int)

    def __init__(
        self, title: str | None, then: Then | None, otherwise: Otherwise | None, owner: QObject | None
    ) -> None:
        super().__init__()
        self.title = title
        self.done = 0
        self.total = 0
        self._then, self._otherwise, self._owner = then, otherwise, owner
        self._cancelled = threading.Event()
        self._last_report = 0.0

    @property
    def cancelled(self) -> bool:
        """True once somebody asked for it to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; it does so at its next report of progress."""
        self._cancelled.set()

    def report(self, done: int, total: int) -> None:
        """Called by the work, on its own thread."""
        if self._cancelled.is_set():
            raise Cancelled
        self.done, self.total = done, total
        now = time.monotonic()
        if done >= total or now - self._last_report > REPORT_S:
            self._last_report = now
            self.progressed.emit(done, total)

    def wanted(self) -> bool:
        """Whether anybody still waits for the answer."""
        return self._owner is None or shiboken6.isValid(self._owner)

    def give(self, value: Any) -> None:
        """Hand over the answer (UI thread)."""
        if self._then is not None and self.wanted():
            self._then(value)

    def refuse(self, error: InspectorError) -> bool:
        """Hand over a refusal; False when nobody took it."""
        if not self.wanted():
            return True
        if self._otherwise is None:
            return isinstance(error, Cancelled)
        self._otherwise(error)
        return True


@dataclass(eq=False)
class _Call:
    job: Job
    run: Callable[[], Any]
    writes: bool = False
    retried: bool = False
    value: Any = None
    error: BaseException | None = field(default=None)
    about: str = ""
    """What of a person's work it writes, in their words."""
    ended: threading.Event = field(default_factory=threading.Event)


class Tasks(QObject):
    """The lanes. `read`, `write` and `work` return at once; `drain` waits, at closing."""

    changed = Signal(object)
    """Changes of a committed write."""
    saved = Signal(object)
    """A write is on disk: the datetime of it."""
    unsaved = Signal(int, object)
    """So many writes wait to be tried again, and the refusal that the first of them met; 0 when all are saved."""
    failed = Signal(object)
    """A refusal that nobody handled."""
    crashed = Signal(object)
    """An exception that is a bug."""
    started = Signal(object)
    """A Job with a title began."""
    finished = Signal(object)
    """A Job with a title ended, however it ended."""
    _came_back = Signal(object)

    def __init__(self, open_store: Callable[[], Readable] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_S)
        self._last = time.monotonic()
        self._open_store = open_store
        self._store: Readable | None = None
        self._store_lane = ThreadPoolExecutor(1, thread_name_prefix="store-lane")
        self._file_lane = ThreadPoolExecutor(FILE_THREADS, thread_name_prefix="file-lane")
        self._asked: tuple[deque[_Call], deque[_Call]] = (deque(), deque())
        """For the store lane: writes, reads."""
        self._under_way: set[_Call] = set()
        self._painted_first: deque[_Call] = deque()
        """Writes for which a lane that rests is not woken before the act is on the screen: Python does one thing at a time."""
        self._after_paint = QTimer(self)
        self._after_paint.setSingleShot(True)
        self._after_paint.setInterval(0)
        self._after_paint.timeout.connect(self._hand_over)
        self._waiting: deque[_Call] = deque()
        self._closing = False
        self._held: BaseException | None = (
            None  # store lane only: why writes are held back, so that none overtakes another
        )
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(RETRY_MS)
        self._again.timeout.connect(self._try_again)
        self._came_back.connect(self._on_back, Qt.ConnectionType.QueuedConnection)

    # asking

    def read(
        self,
        function: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        otherwise: Otherwise | None = None,
        owner: QObject | None = None,
        title: str | None = None,
        **options: Any,
    ) -> Job:
        """Call `function(reader, *args, **options)` on a snapshot, in the store lane. With a title it gets `progress`."""
        job = self._job(title, then, otherwise, owner)

        def snapshot(store: Readable, *given: Any, **named: Any) -> Any:
            with store.read() as reader:
                return function(reader, *given, **named)

        self._send(self._store_lane, _Call(job, self._with_store(job, snapshot, args, options)))
        return job

    def write(
        self,
        function: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        otherwise: Otherwise | None = None,
        owner: QObject | None = None,
        title: str | None = None,
        about: str = "",
        **options: Any,
    ) -> Job:
        """
        Call `function(store, *args, **options)`; what it changed is announced by `changed`, then `saved`.

        `about` says in a person's words what would be lost without it.
        """
        job = self._job(title, then, otherwise, owner)
        call = _Call(job, self._with_store(job, function, args, options), writes=True, about=about)
        if self._waiting:
            self._waiting.append(call)
            self.unsaved.emit(len(self._waiting), self._waiting[0].error)
        else:
            self._send(self._store_lane, call)
        return job

    def work(
        self,
        function: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        otherwise: Otherwise | None = None,
        owner: QObject | None = None,
        title: str | None = None,
        about: str = "",
        **options: Any,
    ) -> Job:
        """
        Call `function(*args, **options)` in the file lane. With a title it also gets `progress`.

        `about` says in a person's words what would be lost if it did not come to its end.
        """
        job = self._job(title, then, otherwise, owner)

        def run() -> Any:
            return function(*args, **options, **self._progress(job))

        self._send(self._file_lane, _Call(job, run, about=about))
        return job

    def tidy(self) -> None:
        """A person pauses: let the store put itself in order."""
        job = self._job(None, None, lambda _refused: None, None)
        self._send(self._store_lane, _Call(job, self._with_store(job, lambda store: store.tidy(), (), {})))

    # state

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._under_way or self._waiting)

    @property
    def still(self) -> float:
        """For how many seconds nothing was asked and nothing came back: a person pauses."""
        return 0.0 if self._under_way else time.monotonic() - self._last

    @property
    def unsaved_count(self) -> int:
        """Writes that wait to be tried again."""
        return len(self._waiting)

    @property
    def unsaved_work(self) -> list[str]:
        """What is not on the disk, in a person's words; empty words where nobody said what it is."""
        entered = (call for call in self._under_way if call.writes or call.about)
        return [call.about for call in (*self._waiting, *entered)]

    def settle(self, seconds: float) -> bool:
        """
        Wait until what was entered is on the disk, so long at most; whether it is.

        Nobody waits for what will be tried again later, nor behind work that shows its progress.
        """
        self._hand_over()
        end = time.monotonic() + seconds
        entered = [call for call in self._under_way if call.writes]
        if self._waiting or any(call.retried or call.job.title is not None for call in self._under_way):
            return not entered
        return all(call.ended.wait(max(0.0, end - time.monotonic())) for call in entered)

    def finish(self, seconds: float) -> bool:
        """At the wish to close: wait for what was entered, and hear how it went; whether all of it is on the disk."""
        end = time.monotonic() + seconds
        while True:
            self._hand_over()
            for call in [one for one in self._under_way if one.writes or one.about]:
                call.ended.wait(max(0.0, end - time.monotonic()))
            QCoreApplication.sendPostedEvents(self)
            if not any(call.writes or call.about for call in self._under_way) or time.monotonic() >= end:
                return not self.unsaved_work

    def retry_now(self) -> None:
        """Try the waiting writes at once."""
        self._again.stop()
        self._try_again()

    def drain(self, timeout: float | None = 30.0) -> bool:
        """
        At closing: cancel file work, let the store lane finish what was asked, close the store. Callbacks run no more.

        Returns whether every write reached the disk.
        """
        if self._closing:
            return not self._waiting
        self._hand_over()
        self._closing = True
        self._again.stop()
        for call in list(self._under_way):
            if not call.writes:
                call.job.cancel()
        self._file_lane.shutdown(wait=False, cancel_futures=True)
        for call in self._waiting:
            call.retried = True
            self._store_lane.submit(self._perform, call)
        last = self._store_lane.submit(self._close)
        self._store_lane.shutdown(wait=False)
        try:
            last.result(timeout)
        except TimeoutError:
            return False
        self._file_lane.shutdown(wait=True, cancel_futures=True)
        saved = all(call.error is None for call in self._waiting)
        self._waiting.clear()
        self._under_way.clear()
        return saved

    # lanes

    def _job(self, title: str | None, then: Then | None, otherwise: Otherwise | None, owner: QObject | None) -> Job:
        if owner is None:
            bound = getattr(then, "__self__", None) or getattr(otherwise, "__self__", None)
            owner = bound if isinstance(bound, QObject) else None
        return Job(title, then, otherwise, owner)

    def _progress(self, job: Job) -> dict[str, Any]:
        return {"progress": job.report} if job.title is not None else {}

    def _with_store(
        self, job: Job, function: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]
    ) -> Callable[[], Any]:
        def run() -> Any:
            if self._store is None:
                if self._open_store is None:
                    raise RuntimeError("no store was given")
                self._store = self._open_store()
            return function(self._store, *args, **options, **self._progress(job))

        return run

    def _send(self, lane: ThreadPoolExecutor, call: _Call) -> None:
        if self._closing:
            return
        self._under_way.add(call)
        self._last = time.monotonic()
        if call.job.title is not None:
            self.started.emit(call.job)
        if lane is self._store_lane:
            self._asked[0 if call.writes else 1].append(call)
        if call.writes and not call.retried:
            self._painted_first.append(call)
            self._after_paint.start()
            return
        if lane is self._store_lane:
            self._hand_over()
        self._submit(lane, call)

    def _hand_over(self) -> None:
        while self._painted_first:
            self._submit(self._store_lane, self._painted_first.popleft())

    def _submit(self, lane: ThreadPoolExecutor, call: _Call) -> None:
        def perform() -> None:
            mine = self._next_call() if lane is self._store_lane else call
            self._perform(mine)
            if not self._closing:
                self._came_back.emit(mine)
            mine.ended.set()

        future: Future[None] = lane.submit(perform)
        future.add_done_callback(_log_lost)

    def _next_call(self) -> _Call:
        """What the store lane does next: what people entered goes to the disk before anything is read for the screen."""
        writes, reads = self._asked
        return (writes or reads).popleft()

    def _perform(self, call: _Call) -> None:
        if call.writes and self._held is not None and not call.retried:
            call.error = self._held
            return
        call.error = None
        try:
            if call.job.cancelled:
                raise Cancelled
            call.value = call.run()
        except BaseException as error:  # every outcome travels to the UI thread; nothing is swallowed here
            call.error = error
        if call.writes:
            self._held = call.error if _passes(call.error) else None

    def _close(self) -> None:
        store, self._store = self._store, None
        if store is not None:
            store.close()

    # back on the UI thread

    def _on_back(self, call: _Call) -> None:
        self._under_way.discard(call)
        self._last = time.monotonic()
        error = call.error
        if call.writes and _passes(error):
            self._keep(call)
            return
        if call.job.title is not None:
            self.finished.emit(call.job)
        if error is None:
            if call.writes:
                self._announce(call.value)
            call.job.give(call.value)
        elif isinstance(error, InspectorError):
            if not call.job.refuse(error):
                self.failed.emit(error)
        else:
            log.error("a bug in a lane", exc_info=error)
            self.crashed.emit(error)
        if call.retried:
            self.unsaved.emit(len(self._waiting), self._waiting[0].error if self._waiting else None)
            self._try_again()

    def _announce(self, value: Any) -> None:
        for change in _changes_in(value):
            self.changed.emit(change)
        self.saved.emit(datetime.now().astimezone())

    def _keep(self, call: _Call) -> None:
        if call.retried:
            self._waiting.appendleft(call)
        else:
            self._waiting.append(call)
        self.unsaved.emit(len(self._waiting), call.error)
        self._again.start()

    def _try_again(self) -> None:
        if not self._waiting or self._closing or any(call.writes for call in self._under_way):
            return
        call = self._waiting.popleft()
        call.retried = True
        call.ended.clear()
        self._send(self._store_lane, call)


def _passes(error: BaseException | None) -> bool:
    return isinstance(error, InspectorError) and error.code in RETRIED


def _changes_in(value: Any) -> list[Any]:
    parts = value if isinstance(value, tuple) and not hasattr(value, "touch") else (value,)
    found = []
    for part in parts:
        if callable(getattr(part, "touch", None)) and hasattr(part, "origin"):
            found.append(part)
        elif callable(getattr(getattr(part, "changes", None), "touch", None)):
            found.append(part.changes)
    return found


def _log_lost(future: Future[None]) -> None:
    error = None if future.cancelled() else future.exception()
    if error is not None:
        log.error("a lane lost its answer", exc_info=error)
