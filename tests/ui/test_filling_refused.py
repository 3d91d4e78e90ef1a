"""A store that refuses for a while: the row says so, the answer stays on screen, and it is written when the store is free."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt

from tests.ui.test_window import Desk, desk, started  # noqa: F401 - the fixture of the running window
from ui.visits.filling import FillingView

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(store: Path) -> Iterator[None]:
    """Another program holds the store's lock."""
    command = [sys.executable, "-c", HOLD, str(store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield
        other.communicate("")


def test_a_locked_store_leaves_the_answer_on_the_row_and_takes_it_later(desk: Desk) -> None:  # noqa: F811
    started(desk, "THA0001", "fire")
    view: FillingView = desk.place("visit")
    card = view.cards[view.current]

    with held(desk.store):
        desk.keys(card, Qt.Key.Key_3)
        desk.until(card.unsaved.isVisible)

        assert card.segments.value == "na"
        assert desk.session.tasks.unsaved_count == 1
    desk.session.tasks.retry_now()
    desk.until(lambda: not card.unsaved.isVisible())
    desk.calm()

    assert card.line.value == "na"
    assert desk.session.tasks.unsaved_count == 0
