"""
The program is killed (SIGKILL) at a random moment, again and again, while a person fills a checklist at its window.

Each time the real program runs in a process of its own: `ui.app.run` with its lock, lanes, store and window. Afterwards:

    at most the field under the cursor is lost   everything the person had left behind is in the store
    the store is whole                           integrity_check, and a rebuild finds no row that differs
    the next start goes on at the same item      the item of the last answer on the disk, with nobody's help

The processes are forked from this one after everything was imported and before Qt was started.
"""

from __future__ import annotations

import os
import random
import select
import signal
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from inspector import people, sites, visits, workplace
from inspector.model import Answer, Side
from inspector.store import Store

SHORT: Final = 4
AFTER_S: Final = (0.0, 1.0)
"""When the window stands at its item, the process lives so much longer, evenly spread."""
EARLY: Final = 0.1
"""This share of the processes is killed at any moment of its start instead."""
FRESH: Final = 40
"""After so many kills a new store is taken, so that the check of it stays quick."""
FORMS: Final = ("fire", "equipment")


@dataclass
class Seen:
    """What all the kills together did."""

    kills: int = 0
    moments: Counter[str] = field(default_factory=Counter)
    fields_done: int = 0
    lost_under_cursor: int = 0
    lost_elsewhere: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    differing_rows: int = 0
    wrong_item: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def run(times: int, seed: int) -> dict[str, Any]:
    """Kill the program so many times; what was lost and whether that is what we promise."""
    import tests.faults._person  # noqa: F401 - imported once, before the processes are forked

    chance, seen, began = random.Random(seed), Seen(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        desk: _Desk | None = None
        for number in range(times):
            if number % FRESH == 0:
                desk = _Desk(Path(folder) / f"{number}", seen)
            assert desk is not None
            desk.kill(chance)
        _last_start(desk, chance)
    holds = not (seen.lost_elsewhere or seen.damaged or seen.differing_rows or seen.wrong_item or seen.faults)
    return {
        **vars(seen),
        "seconds": round(time.monotonic() - began, 1),
        "wanted": "at most the field under the cursor lost each time, 0 damaged stores, recovery at the right item",
        "holds": holds and seen.kills == times,
    }


def _last_start(desk: _Desk | None, chance: random.Random) -> None:
    """One more start, so that the last kill has its recovery looked at too."""
    if desk is not None:
        desk.begin(chance.randrange(1 << 30))
        desk.wait_for_item()
        desk.end()


class _Desk:
    """One store, the program that works on it, and what a person left in it."""

    def __init__(self, folder: Path, seen: Seen) -> None:
        folder.mkdir()
        self.store, self.home, self.seen = folder / "laptop.db", folder / "home", seen
        with workplace.open_workplace(str(self.store)) as opened:
            self.visit = _furnished(opened)
        self.expected: dict[str, str] = {}
        self.resume = ""
        self.process, self._pipe, self._lines = 0, -1, b""

    def kill(self, chance: random.Random) -> None:
        """One life of the program, and what is left of it."""
        self.begin(chance.randrange(1 << 30))
        if chance.random() < EARLY:
            time.sleep(chance.uniform(0.0, 0.8))
            self.seen.moments["while starting"] += 1
        else:
            self.wait_for_item()
            time.sleep(chance.uniform(*AFTER_S))
            self.seen.moments["while filling"] += 1
        self.end()
        self.seen.kills += 1
        self.judge()

    def begin(self, seed: int) -> None:
        """Start the program."""
        reading, writing = os.pipe()
        self._lines = b""
        self.process = os.fork()
        if self.process == 0:
            os.close(reading)
            os.environ["INSPECTOR_HOME"] = str(self.home)
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            if "FAULTS_LOUD" not in os.environ:
                os.dup2(quiet, 2)
            try:
                from tests.faults._person import live

                live(self.store, self.visit, seed, writing)
            finally:
                os._exit(2)
        os.close(writing)
        self._pipe = reading

    def wait_for_item(self, seconds: float = 30.0) -> None:
        """Until the window stands at an item, which must be the right one."""
        end = time.monotonic() + seconds
        while b"at " not in self._lines:
            ready, _, _ = select.select([self._pipe], [], [], max(0.0, end - time.monotonic()))
            more = os.read(self._pipe, 65536) if ready else b""
            if not more:
                self.seen.faults.append("the window did not come")
                return
            self._lines += more

    def end(self) -> None:
        """SIGKILL, and what the person still told."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        while more := os.read(self._pipe, 65536):
            self._lines += more
        os.close(self._pipe)
        for line in self._lines.decode().splitlines():
            kind, _, said = line.partition(" ")
            if kind == "at" and self.resume and said != self.resume:
                self.seen.wrong_item.append(f"{said} instead of {self.resume}")
            elif kind in ("fault", "ended"):
                self.seen.faults.append(line)

    def judge(self) -> None:
        """Compare the store with what the person had told."""
        under = ""
        typed: dict[str, list[str]] = {}
        item_of: dict[str, str] = {}
        for line in self._lines.decode().splitlines():
            if line.startswith("field "):
                _kind, item, under, text = line.split(" ", 3)
                typed.setdefault(under, []).append(text)
                item_of[under] = item
        self.seen.fields_done += len(typed)
        with workplace.open_workplace(str(self.store)) as opened:
            with opened.read() as reader:
                (said,) = reader.connection.exec_driver_sql("PRAGMA integrity_check").scalars()
                answers = {answer.uid: answer for answer in reader.all(Answer, visit=self.visit)}
            differing = opened.rebuild()[1]
        if said != "ok":
            self.seen.damaged.append(str(said))
        self.seen.differing_rows += differing
        wanted = {**self.expected, **{name: texts[-1] for name, texts in typed.items()}}
        for name, text in wanted.items():
            path, _, which = name.partition("|")
            answer = answers.get(f"{self.visit}/{path}")
            held = str(getattr(answer, which)) if answer else ""
            if held == text:
                continue
            if name == under and held in ("", self.expected.get(name, ""), *typed[name]):
                self.seen.lost_under_cursor += 1
            else:
                self.seen.lost_elsewhere.append(f"{name}: {text!r} is {held!r}")
            wanted[name] = held
        kept = [name for name in typed if wanted[name] != self.expected.get(name, "")]
        self.resume = item_of[kept[-1]] if kept else self.resume
        self.expected = wanted


def _furnished(store: Store) -> str:
    person = people.settle(store, "Lê Văn Ví Dụ", side=Side.POLICE)
    site = sites.add(store, "THA0001", by=person.uid, name="Trạm Ví Dụ", types="bts exchange")
    return visits.start(store, site.uid, FORMS, by=person.uid)
