"""Files written beside their final name, flushed, and moved into place: a paper is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from inspector.errors import FileUnwritable, fault_of, nowhere


@contextmanager
def written(path: Path, *, kept: bool = False) -> Iterator[BinaryIO]:
    """
    A file to write to; it takes the name `path` when the block ends well, and is gone when it does not. What a program that
    was killed left of an earlier attempt goes with it. With `kept` a whole file that could not take its name stays beside it.
    """
    whole = False
    try:
        _gives_way(path)
        _sweep(path)
        made = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed below
            prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent, delete=False
        )
        name = made.name
    except FileNotFoundError as error:
        raise FileUnwritable(file=path, reason=nowhere(path)) from error
    except OSError as error:
        raise FileUnwritable(file=path.name, reason=fault_of(error)) from error
    try:
        with made as file:
            held(file.fileno())
            yield cast(BinaryIO, file)
            file.flush()
            os.fsync(file.fileno())
        _usual_rights(name)
        whole = True
        os.replace(name, path)
        settled(path.parent)
    except OSError as error:
        raise FileUnwritable(file=path.name, reason=fault_of(error)) from error
    finally:
        if not (kept and whole):
            with suppress(OSError):
                os.unlink(name)


def _gives_way(path: Path) -> None:
    """Raise OSError where a file of this name would not give way: one that a spreadsheet program holds, a folder."""
    with suppress(FileNotFoundError), path.open("r+b"):
        pass


def settled(folder: Path) -> None:
    """A name that was given in this folder outlives a power cut, where the system can promise that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(path: Path) -> None:
    """Remove unfinished files of this name that no running program holds."""
    beginning = f".{path.name[:40]}."
    for name in os.listdir(path.parent):
        if name.startswith(beginning) and name.endswith(".part"):
            with suppress(OSError), (path.parent / name).open("rb") as left:
                if held(left.fileno()):
                    (path.parent / name).unlink()


def held(file: int) -> bool:
    """Hold an unfinished file, so that no other program takes it for a left one; False when another one holds it."""
    try:
        import fcntl
    except ImportError:  # Windows removes no file that is open
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _usual_rights(name: str) -> None:
    """Temporary files are private; a paper has the rights that the person's other files have."""
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(name, 0o666 & ~mask)
