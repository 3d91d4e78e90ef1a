"""The demonstration, told once in a run of the tests by whichever process asks first; every other one has a copy."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from inspector import demo, i18n

WAIT_S = 600


def once(factory: pytest.TempPathFactory, to: Path) -> demo.Made:
    """A demonstration in Vietnamese at `to`, which is not there yet."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "told"
    with closing(sqlite3.connect(shared / "told.lock", timeout=WAIT_S)) as lock:
        lock.execute("BEGIN EXCLUSIVE")  # one process tells, the others wait for it
        if not folder.exists():
            before = i18n.language()
            i18n.set_language("vi")
            demo.tell(folder, lambda _line: None)
            i18n.set_language(before)
    shutil.copytree(folder, to)
    told = json.loads((to / "demo.json").read_text("utf-8"))

    def moved(*names: str) -> list[Path]:
        return [to / Path(name).relative_to(told["dir"]) for name in names]

    made = demo.Made(to, told["sites"], told["visits"], digest=told["digest"], disagreements=told["disagreements"])
    made.workbooks, made.minutes, made.reports, made.others = (
        moved(*told[name]) for name in ("workbooks", "minutes", "reports", "others")
    )
    made.tags, made.register = moved(told["tags"], told["register"])
    return made
