"""
A medium that fails at every single write call of an export, a merge, a backup and a receipt: the process is killed in the
middle of the call, the disk is full from there on, or the disk reports a fault.

`pour` is a merge as it is written when many workbooks come at once.

Each time: the store is as before or as after, whole, and its tables are what its journal says; the file that is made is
the old one or a whole new one; the workbooks that are read are untouched; the person is told in one clear line; the same
command works afterwards, and nothing is left lying about.

The calls are counted and refused by media.c, which gcc compiles here; needs Linux.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

SHORT: Final = 3
OPERATIONS: Final = ("export", "merge", "pour", "backup", "receipt")
KINDS: Final = ("kill", "enospc", "eio")


def run(times: int, seed: int, operation: str = "", kind: str = "") -> dict[str, Any]:
    """Let so many calls of each operation fail in each way, evenly spread; 0: every call."""
    began = time.monotonic()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        shim = _compiled(Path(folder))
        for one in (operation,) if operation else OPERATIONS:
            kinds = (kind,) if kind else KINDS
            found |= {f"{one}, {how}": each for how, each in zip(kinds, _tried(shim, one, kinds, times), strict=True)}
    wrong = sum(each["wrong_in_all"] for each in found.values())
    return {
        "faults": sum(each["tried"] for each in found.values()),
        "wrong": wrong,
        "found": found,
        "seconds": round(time.monotonic() - began, 1),
        "wanted": "old or new, never neither; 0 damaged originals; a clear error; nothing left lying about",
        "holds": wrong == 0,
    }


def _tried(shim: Path, operation: str, kinds: Sequence[str], times: int) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.faults._media", operation, str(times), *kinds]
    done = subprocess.run(
        command, env={**os.environ, "LD_PRELOAD": str(shim)}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        return [{"calls": 0, "tried": 0, "wrong_in_all": 1, "wrong": [done.stderr[-2000:]]}] * len(kinds)
    read: list[dict[str, Any]] = json.loads(done.stdout)
    return read


def _compiled(folder: Path) -> Path:
    made = folder / "media.so"
    source = Path(__file__).with_suffix(".c")
    subprocess.run(["gcc", "-O1", "-shared", "-fPIC", "-o", str(made), str(source), "-ldl"], check=True)
    return made
