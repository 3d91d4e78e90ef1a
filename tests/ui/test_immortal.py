"""The window lives on after more signals than None, True and False have references."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import ui
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

class Source(QObject):
    said = Signal(object)

application = QCoreApplication([])
source, timer = Source(), QTimer()
source.said.connect(lambda value: None)
for _ in range(100_000):
    source.said.emit(None)
    timer.setSingleShot(True)
print("alive")
"""


def test_a_hundred_thousand_signals_do_not_end_the_interpreter() -> None:
    folder = str(Path(__file__).parents[2])
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": folder}
    )

    assert run.stdout.strip() == "alive", run.stderr
    assert run.returncode == 0
