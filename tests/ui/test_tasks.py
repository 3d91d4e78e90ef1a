"""Work leaves the UI thread, keeps its order, and its answers come back, or are dropped when nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from inspector.errors import Cancelled, FileUnreadable
from inspector.store import Changes
from inspector.store.engine import StoreFull
from tests.ui.conftest import Box
from ui import tasks as lanes
from ui.tasks import Tasks


def put(box: Box, line: str) -> Changes:
    box.lines.append(line)
    return Changes(op="put", entries=(line,))


def test_answers_come_back_on_the_thread_of_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    threads: list[int] = []

    tasks.read(lambda _box: threading.get_ident(), then=lambda there: threads.extend([there, threading.get_ident()]))

    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] != threads[1] == threading.get_ident()


def test_the_store_lane_keeps_the_order_asked(tasks: Tasks, box: Box, qtbot: QtBot) -> None:
    for number in range(50):
        tasks.write(put, str(number))

    qtbot.waitUntil(lambda: len(box.lines) == 50)
    assert box.lines == [str(number) for number in range(50)]


def test_a_write_announces_what_it_changed_and_that_it_is_saved(tasks: Tasks, qtbot: QtBot) -> None:
    said: list[Any] = []
    tasks.changed.connect(said.append)
    tasks.saved.connect(said.append)

    tasks.write(put, "a")

    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[0].entries == ("a",)
    assert isinstance(said[1], datetime)


def test_changes_are_found_beside_a_value_too(tasks: Tasks, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tasks.changed) as announced:
        tasks.write(lambda box: ("value", put(box, "b")))

    assert announced.args is not None
    assert announced.args[0].entries == ("b",)


def test_a_refusal_goes_to_the_one_who_asked(tasks: Tasks, qtbot: QtBot) -> None:
    refused: list[object] = []

    def refuse(_box: Box) -> None:
        raise FileUnreadable(file="a.xlsx", reason="gone")

    tasks.read(refuse, otherwise=refused.append)

    qtbot.waitUntil(lambda: bool(refused))
    assert isinstance(refused[0], FileUnreadable)


def test_a_refusal_that_nobody_took_is_announced(tasks: Tasks, qtbot: QtBot) -> None:
    def refuse() -> None:
        raise FileUnreadable(file="a.xlsx", reason="gone")

    with qtbot.waitSignal(tasks.failed) as announced:
        tasks.work(refuse)

    assert announced.args is not None
    assert isinstance(announced.args[0], FileUnreadable)


def test_a_bug_is_told_apart_from_a_refusal(tasks: Tasks, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tasks.crashed) as announced:
        tasks.work(lambda: {}["missing"])

    assert announced.args is not None
    assert isinstance(announced.args[0], KeyError)


def test_an_answer_for_a_view_that_is_gone_is_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    class View(QObject):
        heard: ClassVar[list[Any]] = []

        def hear(self, value: Any) -> None:
            self.heard.append(value)

    view = View()
    gate = threading.Event()
    tasks.read(lambda _box: gate.wait(5), then=view.hear)
    view.deleteLater()
    qtbot.wait(0)
    import shiboken6

    shiboken6.delete(view)
    gate.set()
    done: list[int] = []
    tasks.read(lambda _box: 1, then=done.append)

    qtbot.waitUntil(lambda: bool(done))
    assert View.heard == []


def test_work_with_a_title_reports_and_can_be_cancelled(tasks: Tasks, qtbot: QtBot) -> None:
    begun = threading.Event()
    refused: list[object] = []

    def endless(progress: Callable[[int, int], None]) -> None:
        while True:
            progress(1, 10)
            begun.set()

    with qtbot.waitSignal(tasks.started):
        job = tasks.work(endless, title="Reading", otherwise=refused.append)
    assert begun.wait(5)
    with qtbot.waitSignal(tasks.finished):
        job.cancel()

    qtbot.waitUntil(lambda: bool(refused))
    assert isinstance(refused[0], Cancelled)


def test_a_full_disk_keeps_the_writes_in_order_until_there_is_room(
    tasks: Tasks, box: Box, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second answer to one question must never reach the disk before the first, nor be lost."""
    full = threading.Event()
    full.set()

    def answer(box: Box, line: str) -> Changes:
        if full.is_set():
            raise StoreFull(file="a.db")
        return put(box, line)

    counts: list[int] = []
    tasks.unsaved.connect(lambda count, _error: counts.append(count))
    for line in ("first", "second", "third"):
        tasks.write(answer, line)
    qtbot.waitUntil(lambda: tasks.unsaved_count == 3)
    tasks.write(answer, "fourth")
    tasks.retry_now()
    qtbot.waitUntil(lambda: tasks.unsaved_count == 4 and not tasks._under_way)

    full.clear()
    tasks.retry_now()

    qtbot.waitUntil(lambda: len(box.lines) == 4)
    assert box.lines == ["first", "second", "third", "fourth"]
    qtbot.waitUntil(lambda: counts[-1] == 0)
    assert max(counts) == 4


def test_a_write_does_not_overtake_one_that_waits(tasks: Tasks, box: Box, qtbot: QtBot) -> None:
    """Asked before anybody knew that the first had failed, the second is held back in the lane itself."""
    refusals = [StoreFull(file="a.db")]

    def answer(box: Box, line: str) -> Changes:
        if refusals:
            raise refusals.pop()
        return put(box, line)

    tasks.write(answer, "first")
    tasks.write(answer, "second")
    qtbot.waitUntil(lambda: tasks.unsaved_count == 2)
    tasks.retry_now()

    qtbot.waitUntil(lambda: len(box.lines) == 2)
    assert box.lines == ["first", "second"]


def test_closing_finishes_what_was_asked_and_closes_the_store(qapp: Any, box: Box) -> None:
    tasks = Tasks(lambda: box)
    for number in range(20):
        tasks.write(put, str(number))

    assert tasks.drain()

    assert len(box.lines) == 20
    assert box.closed


def test_closing_tells_when_something_could_not_be_saved(qapp: Any, box: Box, qtbot: QtBot) -> None:
    def refuse(_box: Box) -> None:
        raise StoreFull(file="a.db")

    tasks = Tasks(lambda: box)
    tasks.write(refuse)
    qtbot.waitUntil(lambda: tasks.unsaved_count == 1)

    assert not tasks.drain()


def test_every_kept_code_is_a_code_of_the_store() -> None:
    from inspector.store import engine

    codes = {kind.code for kind in vars(engine).values() if isinstance(kind, type) and hasattr(kind, "code")}
    assert codes >= lanes.RETRIED


def test_what_was_entered_goes_to_the_disk_before_what_is_to_be_read(tasks: Tasks, qtbot: QtBot) -> None:
    """A read holds the lane; of what waits behind it a write that was asked last is done first."""
    gate, order = threading.Event(), []
    tasks.read(lambda _box: gate.wait(5))
    for name in ("read 1", "read 2"):
        tasks.read(lambda _box, name=name: order.append(name))
    for name in ("write 1", "write 2"):
        tasks.write(lambda _box, name=name: order.append(name))
    gate.set()
    qtbot.waitUntil(lambda: not tasks.busy)

    assert order == ["write 1", "write 2", "read 1", "read 2"]


def test_one_may_wait_until_what_was_entered_is_on_the_disk(tasks: Tasks, box: Box, qtbot: QtBot) -> None:
    gate = threading.Event()
    tasks.read(lambda _box: gate.wait(5))
    tasks.write(put, "a")
    assert not tasks.settle(0.0)

    gate.set()

    assert tasks.settle(5)
    assert box.lines == ["a"]


def test_nobody_waits_for_a_full_disk(tasks: Tasks, qtbot: QtBot) -> None:
    def refuse(_box: Box) -> None:
        raise StoreFull(file="a.db")

    tasks.write(refuse, about="PCCC-04: note")
    qtbot.waitUntil(lambda: tasks.unsaved_count == 1)

    assert tasks.settle(5)
    assert tasks.unsaved_work == ["PCCC-04: note"]


def test_nobody_waits_behind_work_that_shows_its_progress(tasks: Tasks) -> None:
    gate = threading.Event()
    tasks.read(lambda _box, progress: gate.wait(20), title="Merging")
    tasks.write(put, "behind")

    assert not tasks.settle(20)
    assert not gate.is_set()
    gate.set()
