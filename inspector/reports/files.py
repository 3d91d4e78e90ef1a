"""Files written beside their final name, flushed, and moved into place: a paper is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from inspector.errors import FileUnwritable, fault_of


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A file to write to; it takes the name `path` when the block ends well, and is gone when it does not."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise FileUnwritable(file=path.name, reason=fault_of(error)) from error
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _usual_rights(name)
        os.replace(name, path)
    except OSError as error:
        raise FileUnwritable(file=path.name, reason=fault_of(error)) from error
    finally:
        with suppress(OSError):
            os.unlink(name)


def _usual_rights(name: str) -> None:
    """Temporary files are private; a paper has the rights that the person's other files have."""
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(name, 0o666 & ~mask)
