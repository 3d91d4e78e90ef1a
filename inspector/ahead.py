"""
Workbooks are read before their turn, by a process beside this one: to read one takes as long as to write what was read.

It is a help and nothing depends on it: what it has not read or refuses is read here, so a bad workbook is refused in the
same words, and where no process can be started everything is read here. Neither side waits for the other to be ready. It
ends with its input, so it never outlives the program.
"""

from __future__ import annotations

import functools
import json
import marshal
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple
from pathlib import Path
from typing import IO, Final, NamedTuple

from inspector import handover
from inspector.journal import Entry, Says
from inspector.journal import read as read_entry
from inspector.parcel import CellEdited, Manifest, Parcel, Picture

ARGUMENT: Final = "--read-ahead"
"""What the program is started with to be the other process."""
MANY: Final = 32
"""From so many workbooks on it is worth a process."""
_MOST: Final = 128
_MOST_BYTES: Final = 40_000_000
"""So many workbooks, and so many bytes of them, are read before their turn."""
_NUMBER: Final = struct.Struct("<I")
_entry: Final = functools.partial(tuple.__new__, Entry)
_says: Final = functools.partial(tuple.__new__, Says)
_READY: Final = [b"ready"]
_PIPE: Final = 1 << 20


class Opened(NamedTuple):
    """A workbook that holds together: its parcel, whose lines were checked, and its entries."""

    parcel: Parcel
    entries: list[Entry]


def opened(parcel: Parcel) -> Opened | None:
    """A parcel with its entries; None when its seal does not hold. Raises EntryError."""
    if not handover.whole(parcel):
        return None
    return Opened(parcel, [read_entry(line, id=id, hashed=True) for id, line in parcel.entries])


class Ahead:
    """Reads workbooks that are asked for in this order."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = deque(files)
        self._asked: deque[tuple[Path, int]] = deque()
        self._bytes = 0
        self._forms: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "inspector"]
        with suppress(OSError):
            self._process = subprocess.Popen(  # noqa: S603 - this program itself
                [*program, ARGUMENT],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pipesize=_PIPE,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        self._begin = threading.Thread(target=self._begun, daemon=True)
        self._begin.start()

    def close(self) -> None:
        """Let the other process go, whatever it is at."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._begin.join()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]
        self._process = None

    def opened(self, path: Path) -> Opened | None:
        """What was read of this workbook; None when it is to be read here. Those before it are not asked for again."""
        found = None
        try:
            if any(asked == path for asked, _size in self._asked):
                found = self._told(path)
            elif path in self._files:
                while self._files.popleft() != path:
                    pass
            self._ask()
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            self.close()
        return found

    def wait(self) -> None:
        """Until the other process has begun, or cannot."""
        self._begin.join()

    def _begun(self) -> None:
        with suppress(OSError, EOFError):
            self._ready = _received(self._process) == _READY

    def _told(self, path: Path) -> Opened | None:
        while self._process is not None:
            asked, size = self._asked.popleft()
            self._bytes -= size
            told = _received(self._process)
            if asked == path:
                return self._made(told) if told else None
        return None

    def _ask(self) -> None:
        """Let the next ones be read, as many as there is room for."""
        if self._process is None or self._process.stdin is None or not self._ready:
            return
        while self._files and len(self._asked) < _MOST and self._bytes < _MOST_BYTES:
            path = self._files.popleft()
            size = path.stat().st_size if path.is_file() else 0
            self._asked.append((path, size))
            self._bytes += size
            self._process.stdin.write(json.dumps(str(path)).encode() + b"\n")
        self._process.stdin.flush()

    def _made(self, told: list[bytes]) -> Opened:
        said, *contents = told
        manifest, entries, forms, photos, edited = marshal.loads(said)  # noqa: S302 - of our own process
        self._forms |= {sha: text for sha, text in forms if text}
        parcel = Parcel(
            Manifest(*manifest),
            (),
            {sha: self._forms[sha] for sha, _text in forms},
            tuple(Picture(sha, kind, content, "") for (sha, kind), content in zip(photos, contents, strict=True)),
            edited=tuple(CellEdited(*one) for one in edited),
        )
        return Opened(parcel, [_entry((*facts, tuple(map(_says, says)), line)) for facts, says, line in entries])


@contextmanager
def reading(files: Sequence[Path]) -> Iterator[Ahead | None]:
    """Read these workbooks ahead, where there are many of them and a second processor to do it."""
    helper = Ahead(files) if len(files) >= MANY and (os.cpu_count() or 1) > 1 else None
    try:
        yield helper
    finally:
        if helper is not None:
            helper.close()


def serve() -> None:
    """Be the other process: paths come in, a line each; what was read goes out in that order, nothing for a refusal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out, sys.stdout = os.fdopen(os.dup(1), "wb"), sys.stderr
    finished: queue.SimpleQueue[list[bytes]] = queue.SimpleQueue()
    threading.Thread(target=_send, args=(finished, out), daemon=True).start()
    finished.put(_READY)
    sent: set[str] = set()
    for line in sys.stdin.buffer:
        finished.put(_read(Path(json.loads(line)), sent))
    os._exit(0)


def _send(finished: queue.SimpleQueue[list[bytes]], out: IO[bytes]) -> None:
    """What was read waits here and not where the next one is read."""
    while True:
        told = finished.get()
        out.write(_NUMBER.pack(len(told)))
        for one in told:
            out.write(_NUMBER.pack(len(one)))
            out.write(one)
        out.flush()


def _read(path: Path, sent: set[str]) -> list[bytes]:
    """What a workbook says, then its photos as they are; a checklist is said once, `sent` are those that were."""
    try:
        found = opened(handover.read(path))
    except Exception:
        return []  # it is read again where it can be said why
    if found is None:
        return []
    parcel, entries = found
    forms = [(sha, "" if sha in sent else text) for sha, text in parcel.forms.items()]
    sent.update(parcel.forms)
    said = (
        astuple(parcel.manifest),
        [(one[:7], tuple(map(tuple, one.says)), one.line) for one in entries],
        forms,
        [(one.sha256, one.media_type) for one in parcel.photos],
        [astuple(one) for one in parcel.edited],
    )
    return [marshal.dumps(said), *(one.content for one in parcel.photos)]


def _received(process: subprocess.Popen[bytes] | None) -> list[bytes]:
    if process is None or process.stdout is None:
        raise EOFError
    pipe = process.stdout
    return [_exactly(pipe, _number(pipe)) for _ in range(_number(pipe))]


def _number(pipe: IO[bytes]) -> int:
    (found,) = _NUMBER.unpack(_exactly(pipe, _NUMBER.size))
    return int(found)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    found = pipe.read(length)
    if len(found) < length:
        raise EOFError
    return found
