"""
A workbook that leaves this computer takes its name after the store has said that it leaves, and the store remembers where.

So no workbook goes about whose number the store does not know. Where the program ends between the two, the workbook lies
whole beside its name; the next opening of the store, or the next workbook, gives it the name. The same where the name
cannot be given, because another program holds the file that has it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from inspector.reports.files import held, settled, written
from inspector.store import Reader, Store, Transaction

_LAST: Final = "leaving"


@contextmanager
def left(store: Store, path: Path, op: str, *, by: str) -> Iterator[tuple[Transaction, BinaryIO]]:
    """A transaction, and the file that takes the name `path` once it is committed. Raises FileUnwritable, StoreError."""
    finish(store)
    with store.outlasting() as until:
        file = until.enter_context(written(path, kept=True))
        with store.transact(op, by=by) as tx:
            yield tx, file
            file.flush()
            os.fsync(file.fileno())
            _remember(tx, Path(file.name), path)


def _remember(tx: Transaction, part: Path, path: Path) -> None:
    tx.set_local(_LAST, json.dumps([str(part.absolute()), str(path.absolute())]))


def finish(store: Store) -> None:
    """Give the last workbook its name, when the program ended before that; another one of that name stays."""
    with store.read() as reader:
        part, path = _last(reader)
    if part is None or path is None or not part.exists():
        return
    with suppress(OSError):
        with part.open("rb") as file:
            if not held(file.fileno()):  # it is being written at this moment
                return
        for name in _free(part, path):
            with suppress(OSError):
                os.replace(part, name)
                break
        settled(path.parent)


def _last(reader: Reader) -> tuple[Path | None, Path | None]:
    said = reader.local(_LAST)
    part, path = map(Path, json.loads(said)) if said else (None, None)
    return part, path


def _free(part: Path, path: Path) -> Iterator[Path]:
    """The name itself, where nothing newer has it, and others."""
    for found in (path, *(path.with_stem(f"{path.stem} ({number})") for number in range(2, 100))):
        if not found.exists() or (found == path and found.stat().st_mtime_ns <= part.stat().st_mtime_ns):
            yield found
