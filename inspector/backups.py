"""Copies of a store: made while it is in use, and taken back with the present store kept aside."""

from __future__ import annotations

import datetime
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from inspector.errors import FileUnreadable, FileUnwritable, InspectorError, fault_of
from inspector.i18n import N_
from inspector.paths import is_url
from inspector.reports.files import settled
from inspector.store import Store, open_store
from inspector.store.engine import StoreBusy, StoreDamaged, StoreError, faults
from inspector.store.store import PracticeMixed

KEPT = 10
"""How many of the copies that merging makes by itself stay."""


class NotAFile(InspectorError):
    """The store is a database of an office, which makes its own backups."""

    code = "backup.not-a-file"
    message = N_("{store} is not a file; it cannot be copied from here.")
    hint = N_("Use the backup of the database server.")


class ItsOwnCopy(InspectorError):
    """A copy was to take the name of what it is a copy of."""

    code = "backup.itself"
    message = N_("{file} is the store itself, not a copy of it.")
    hint = N_("Name another file. Nothing was changed.")


def make(store: Store, path: Path) -> Path:
    """Copy the store to `path` while it is in use; the copy opens with the same passphrase."""
    if is_url(store.name):
        raise NotAFile(store=store.name)
    _other_than(Path(store.name), path)
    part = path.with_name(
        f".{Path(store.name).name}.part"
    )  # one name for all copies of a store: what a kill left is found
    try:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise NotADirectoryError(errno.ENOTDIR, "") from None
        _remove(part)
        with faults(str(path)):
            store.copy_to(part)
        os.replace(part, path)
        settled(path.parent)
    except OSError as fault:
        raise FileUnwritable(file=path.name, reason=fault_of(fault)) from fault
    finally:
        with suppress(OSError):
            _remove(part)
    return path


def _other_than(store: Path, path: Path) -> None:
    """Raise ItsOwnCopy where a store would be copied onto itself."""
    with suppress(OSError):
        if path.samefile(store):
            raise ItsOwnCopy(file=path.name)


def _remove(part: Path) -> None:
    """An unfinished copy, with the log that its writing keeps beside it."""
    for name in (part.name, f"{part.name}-journal", f"{part.name}-wal"):
        part.with_name(name).unlink(missing_ok=True)


def before_merge(store: Store) -> Path | None:
    """A copy beside the store before workbooks are taken, the last ten kept; None for an office's database."""
    made = _beside(store)
    if made is not None:
        _outdated(Path(store.name), made.parent)
    return made


@contextmanager
def unless_refused(store: Store) -> Iterator[Path | None]:
    """The same copy around what may turn out to be refused: then it goes again, and pushes no other one out."""
    made = _beside(store)
    try:
        yield made
    except BaseException:
        if made is not None:
            with suppress(OSError):
                made.unlink()
        raise
    if made is not None:
        _outdated(Path(store.name), made.parent)


def _beside(store: Store) -> Path | None:
    if is_url(store.name):
        return None
    own = Path(store.name)
    stamp = datetime.datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    return make(store, own.parent / "backups" / f"{own.stem}-{stamp}{own.suffix}")


def _outdated(own: Path, folder: Path) -> None:
    """Remove the copies of a store before the last ten."""
    with suppress(OSError):
        for former in sorted(folder.glob(f"{own.stem}-????????-??????-??????{own.suffix}"))[:-KEPT]:
            former.unlink()


def listed(store: str) -> list[tuple[Path, int, datetime.datetime]]:
    """The copies beside a store: where, how many bytes, when; the newest first."""
    if is_url(store):
        return []
    own = Path(store)
    found = []
    with suppress(OSError):
        for path in (own.parent / "backups").glob(f"{own.stem}-*{own.suffix}"):
            known = path.stat()
            found.append((path, known.st_size, datetime.datetime.fromtimestamp(known.st_mtime, datetime.UTC)))
    return sorted(found, key=lambda one: one[2], reverse=True)


def restore(file: Path, store: Path, *, key: str | None = None) -> Path:
    """Put a backup in the place of the store, which nobody may have open; where the former store is kept now."""
    try:
        with file.open("rb"):
            _other_than(store, file)
        if not file.stat().st_size:  # opened as a store it would become a new one
            raise StoreDamaged(file=file.name)
    except OSError as fault:
        raise FileUnreadable(file=file, reason=fault_of(fault)) from None
    with closing(open_store(file, key)) as found, found.read() as reader:
        reader.digest()
        practice = reader.practice
    if store.exists():
        try:
            with closing(open_store(store, key)) as present:
                with present.read() as reader:
                    if reader.practice != practice:
                        raise PracticeMixed
                present.alone()
        except StoreBusy:
            raise
        except StoreError:  # damaged, of another passphrase, newer: that is why a backup is put in its place
            pass
    stamp = datetime.datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    aside = store.with_name(f"{store.stem}-{stamp}{store.suffix}")
    part = store.with_name(f".{store.name}.part")
    try:
        shutil.copyfile(file, part)
        for ending in ("-wal", "-shm"):
            beside = store.with_name(store.name + ending)
            if beside.exists():
                os.replace(beside, aside.with_name(aside.name + ending))
        if store.exists():
            os.replace(store, aside)
        os.replace(part, store)
    except OSError as fault:
        raise FileUnwritable(file=store.name, reason=fault_of(fault)) from fault
    finally:
        with suppress(OSError):
            part.unlink()
    return aside
