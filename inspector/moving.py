"""
A register moves from its file into a database of the office, whole: journal, tables, photos, keys, and what arrived.

From then on the database is this register, with its device and its keys. The file would be a second computer of the same
name; so it is put aside under another one.
"""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from inspector.errors import FileUnreadable, FileUnwritable, InspectorError, fault_of
from inspector.i18n import N_
from inspector.paths import is_url
from inspector.store import open_store


class MoveRefused(InspectorError):
    """Not from a file into a database that is new."""

    code = "move"
    message = N_("{to} is no empty database that a register in a file can move to.")
    hint = N_("Name a new database, as postgresql+psycopg://user@server/name. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Moved:
    """The digest and the number of entries, the same before and after; and where the file is kept."""

    digest: str
    entries: int
    aside: Path


def move(file: Path, to: str, *, key: str | None = None) -> Moved:
    """Move the register in a file into a database. Raises MoveRefused, StoreError, FileUnreadable, FileUnwritable."""
    name = to.rsplit("@", 1)[-1]
    if not is_url(to) or is_url(str(file)):
        raise MoveRefused(to=name)
    if not file.is_file():
        raise FileUnreadable(file=file, reason=fault_of(FileNotFoundError(2, "")))
    with closing(open_store(to)) as target, closing(open_store(file, key)) as source:
        with target.read() as reader:
            if reader.digest()[1]:
                raise MoveRefused(to=name)
        source.pour_into(target)
        with source.read() as before, target.read() as after:
            found = before.digest()
            assert after.digest() == found
    aside = file.with_name(f"{file.stem}-moved{file.suffix}")
    try:
        os.replace(file, aside)
    except OSError as fault:
        raise FileUnwritable(file=file.name, reason=fault_of(fault)) from fault
    return Moved(*found, aside)
