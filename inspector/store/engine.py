"""
Open a database and tell its faults apart: SQLite or SQLCipher through one driver, PostgreSQL for a big office.

BEGIN is emitted here: the drivers would let DDL out of a rolled-back transaction. WAL where the medium can, DELETE
elsewhere; synchronous=FULL, foreign keys on.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from inspector.errors import InspectorError, fault_of
from inspector.i18n import N_, _
from inspector.paths import is_url

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

BUSY_MS: Final = 4000
LOG_PAGES: Final = 4000
"""
SQLite's log grows to so many pages before a commit must empty it into the file, which takes a hundred times as long as
the commit: `Store.tidy` empties it while a person pauses.
"""
CACHE_KIB: Final = 80_000
"""A group of workbooks is written from memory, once; SQLite's own 2 MB make it write the same pages again and again."""
TURN_S: Final = 120
"""So long a writer of a database waits for the one before."""
_TURN: Final = 7_261_955
"""The number of the lock that writers take in turn; locks belong to a database."""
_ROOM: Final = 65_536
"""With less than this left on its medium SQLite cannot even open a store, and calls that a fault of the medium."""
_HEADER: Final = b"SQLite format 3\x00"


class StoreError(InspectorError):
    """The environment refused: a medium, a lock, another program."""

    code = "store"
    message = N_("The store {file} cannot be used: {reason}")
    hint = N_("Close other programs that use it, then try again.")


class StoreBusy(StoreError):
    code = "store.busy"
    message = N_("The store {file} is in use by another program.")
    hint = N_("Close the other window of this program, then try again. Nothing was changed.")


class StoreFull(StoreError):
    code = "store.full"
    message = N_("There is no room left for the store {file}.")
    hint = N_("Free some space on this disk, then try again. Nothing was changed.")


class StoreDamaged(StoreError):
    code = "store.damaged"
    message = N_("{file} is damaged or is not a store of this program.")
    hint = N_("Restore the last backup, or name another store. The file was not changed.")


class StoreLocked(StoreError):
    code = "store.passphrase"
    message = N_("{file} does not open with this passphrase.")
    hint = N_("Check the passphrase and the Vietnamese input method, then try again.")


class StoreTooNew(StoreError):
    code = "store.too-new"
    message = N_("{file} was written by a newer program (store version {found}; this program knows {known}).")
    hint = N_("Update the program on this computer, then open the store again.")


class StoreUnwritable(StoreError):
    code = "store.unwritable"
    message = N_("The store {file} cannot be written: {reason}")
    hint = N_("Check that the disk is not write-protected and that the folder exists.")


class StoreAway(StoreError):
    code = "store.away"
    message = N_("The database {file} cannot be reached: {reason}")
    hint = N_("Check that its server is on, and the cable of the office network, then try again. Nothing was changed.")


class StoreDenied(StoreError):
    code = "store.denied"
    message = N_("The database {file} does not let you in: {reason}")
    hint = N_("Check user and password in its address, or ask whoever keeps the server. Nothing was changed.")


class StoreMissing(StoreError):
    code = "store.missing"
    message = N_("There is no such database on the server: {file} ({reason})")
    hint = N_(
        "Check the name at the end of the address, or ask whoever keeps the server to make it. Nothing was changed."
    )


def connect(store: str, key: str | None = None) -> Engine:
    """An engine on the store, which is made when it does not exist. Raises StoreError."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    if is_url(store):
        return _served(store)
    if "://" in store:
        raise StoreAway(file=store.rsplit("@", 1)[-1], reason=_("this is no address of a database"))
    path = Path(store)
    _roomed(path)
    engine = create_engine("sqlite://", creator=lambda: _open(path, key), poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        immediate = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    with faults(store), engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    return engine


def _served(store: str) -> Engine:
    """
    An engine on a database of an office. Readers have a snapshot; writers wait for one another (`take_turn`), each of them
    sees what the one before has written.
    """
    from sqlalchemy import create_engine
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    name = store.rsplit("@", 1)[-1]
    try:
        engine = create_engine(store, isolation_level="REPEATABLE READ", pool_pre_ping=True)
    except ModuleNotFoundError:
        raise StoreAway(file=name, reason=_("the part of the program for PostgreSQL is not installed")) from None
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise StoreAway(file=name, reason=_("this is no address of a database")) from None
    with faults(store), engine.connect():
        pass
    return engine


def writing(engine: Engine) -> Connection:
    """A connection whose next transaction writes."""
    if engine.dialect.name == "postgresql":
        return engine.connect().execution_options(isolation_level="READ COMMITTED")
    return engine.connect().execution_options(writes=True)


def take_turn(connection: Connection) -> None:
    """Wait until no other process writes into this database; SQLite does so by itself when the transaction begins."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{TURN_S}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")


def _roomed(path: Path) -> None:
    """Make the folder of a store that does not exist yet."""
    if path.is_dir():
        raise StoreDamaged(file=path.name)
    if not path.exists():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise StoreUnwritable(file=path.name, reason=fault_of(OSError(errno.ENOTDIR, ""))) from None
        except OSError as fault:
            raise StoreUnwritable(file=path.name, reason=fault_of(fault)) from None


def _unread(path: Path, key: str | None) -> StoreError:
    """
    Tell a store with a passphrase from a damaged one, when the driver could not read it.

    Only then: to close a file is to let go of all the locks that this process holds on it (POSIX), and a store may be
    open here already.
    """
    with path.open("rb") as file:
        head = file.read(16)
    plain = head == _HEADER
    damaged = not key and (plain or path.stat().st_size % 512)
    return StoreDamaged(file=path.name) if damaged else StoreLocked(file=path.name)


def _open(path: Path, key: str | None) -> Any:
    import sqlcipher3

    with faults(str(path)):
        raw = sqlcipher3.connect(
            str(path), isolation_level=None, timeout=BUSY_MS / 1000, check_same_thread=False, cached_statements=256
        )
        raw.execute("PRAGMA cipher_log_level = NONE")  # a wrong passphrase is said by us, in one line
        if key:
            raw.execute("PRAGMA key = '" + key.replace("'", "''") + "'")
        try:
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlcipher3.DatabaseError as fault:
            raw.close()
            if "file is not a database" in str(fault):
                raise _unread(path, key) from None
            raise
        _keep_log(raw)
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA trusted_schema = OFF")
        raw.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        return raw


def _keep_log(raw: Any) -> None:
    """Write ahead where the medium can; a store into which another process is pouring much (`poured`) is taken as it is."""
    import sqlcipher3

    try:
        if raw.execute("PRAGMA journal_mode = WAL").fetchone()[0].lower() != "wal":
            raw.execute("PRAGMA journal_mode = DELETE")
    except sqlcipher3.OperationalError as fault:
        if "locked" not in str(fault):
            raise


def alone(engine: Engine) -> None:
    """Raise what the driver says when another process has the store open: the log goes only when the last one lets go."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA journal_mode = DELETE").fetchone()
        raw.execute("BEGIN EXCLUSIVE")
        raw.execute("ROLLBACK")


@contextmanager
def poured(engine: Engine) -> Iterator[None]:
    """
    While much is written and no other process has the store open: new pages go to their place at once, where a log that is
    written ahead would hold them a second time. What is safe when the program is killed or the power fails stays the same.
    """
    import sqlcipher3

    if engine.dialect.name != "sqlite":
        yield
        return
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
    ahead = raw.execute("PRAGMA journal_mode").fetchone()[0].lower() == "wal"
    if ahead:
        try:
            raw.execute("PRAGMA journal_mode = TRUNCATE").fetchone()
        except sqlcipher3.OperationalError:
            raw.execute(f"PRAGMA wal_autocheckpoint = {2 * LOG_PAGES}")
    try:
        yield
    finally:
        if ahead:
            with suppress(sqlcipher3.OperationalError):  # what was written is safe; the next opening tries again
                raw.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
                _keep_log(raw)


@contextmanager
def faults(store: str) -> Iterator[None]:
    """Turn what the driver raises about the environment into a StoreError; our own mistakes pass unchanged."""
    from sqlalchemy.exc import DBAPIError

    name = store.rsplit("@", 1)[-1] if is_url(store) else Path(store).name
    try:
        yield
    except InspectorError:
        raise
    except DBAPIError as fault:
        found = _told(name, fault.orig, store)
        if found is None:
            raise
        raise found from fault
    except Exception as fault:
        found = _told(name, fault, store)
        if found is None:
            raise
        raise found from fault


def _free(store: str) -> int:
    """Bytes that are left on the medium of a store; much where that cannot be told, or where none was ever there."""
    try:
        medium = shutil.disk_usage(Path(store).parent)
    except OSError:
        return _ROOM
    return medium.free if medium.total else _ROOM


def _reason(code: str, text: str, store: str) -> str:
    """Why a medium refused, in words for a person."""
    flags = os.statvfs(Path(store).parent).f_flag if hasattr(os, "statvfs") and Path(store).parent.is_dir() else 0
    if code.startswith("SQLITE_READONLY") or "readonly" in text or flags & getattr(os, "ST_RDONLY", 0):
        return fault_of(OSError(errno.EROFS, ""))
    if code.startswith("SQLITE_CANTOPEN") or "unable to open" in text:
        return fault_of(OSError(errno.EACCES, ""))
    return fault_of(OSError(errno.EIO, ""))


def _told_by_server(name: str, kind: str, text: str) -> StoreError | None:
    if kind in ("LockNotAvailable", "SerializationFailure", "DeadlockDetected"):
        return StoreBusy(file=name)
    if kind == "DiskFull":
        return StoreFull(file=name)
    if kind in ("ReadOnlySqlTransaction", "InsufficientPrivilege"):
        return StoreUnwritable(file=name, reason=fault_of(OSError(errno.EPERM, "")))
    lost = (
        "OperationalError",
        "ConnectionTimeout",
        "AdminShutdown",
        "CrashShutdown",
        "CannotConnectNow",
        "IdleInTransactionSessionTimeout",
    )
    return _not_opened(name, " ".join(text.split()) or kind) if kind in lost else None


_WHY: Final[tuple[tuple[str, type[StoreError], str], ...]] = (
    ("database .* does not exist", StoreMissing, ""),
    ("password authentication failed", StoreDenied, N_("the password is wrong")),
    ("no password supplied", StoreDenied, N_("a password is wanted")),
    ("role .* does not exist", StoreDenied, N_("the server does not know this user")),
    (
        "no pg_hba.conf entry|permission denied|authentication failed|not permitted",
        StoreDenied,
        N_("this user or this computer is not allowed"),
    ),
    (
        "could not translate host name|failed to resolve host|name or service not known",
        StoreAway,
        N_("the name of the server is not known in this network"),
    ),
    ("connection refused|no such file or directory", StoreAway, N_("no server answers there")),
    ("time ?out|timed out|no route to host|unreachable", StoreAway, N_("the server did not answer in time")),
    ("too many clients|remaining connection", StoreAway, N_("the server takes no more users now")),
    ("starting up|shutting down", StoreAway, N_("the server is starting or stopping")),
    ("terminating connection|closed the connection|connection is lost", StoreAway, N_("the connection broke off")),
)
"""What is looked for in the words of a server, the first that is there; what it means for a person."""


def _not_opened(name: str, words: str) -> StoreError:
    """Why a server did not open a database, in words for a person; the server's own come after them."""
    for pattern, refusal, said in _WHY:
        if re.search(pattern, words, re.IGNORECASE):
            return refusal(file=name, reason=f"{_(said)} ({words})" if said else words)
    return StoreAway(file=name, reason=words)


def _told(name: str, fault: BaseException | None, store: str) -> StoreError | None:
    code = getattr(fault, "sqlite_errorname", "") or ""
    text = str(fault).lower()
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or "database is locked" in text:
        return StoreBusy(file=name)
    if code.startswith("SQLITE_FULL") or "disk is full" in text or "no space left" in text:
        return StoreFull(file=name)
    damaged = ("malformed", "file is not a database", "file is encrypted")
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or any(word in text for word in damaged):
        return StoreDamaged(file=name)
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR")) or any(
        word in text for word in ("unable to open", "readonly database", "disk i/o error")
    ):
        full = "readonly" not in text and _free(store) < _ROOM
        return StoreFull(file=name) if full else StoreUnwritable(file=name, reason=_reason(code, text, store))
    kind = type(fault).__name__
    if type(fault).__module__.startswith("psycopg"):
        return _told_by_server(name, kind, str(fault))
    return StoreError(file=name, reason=text) if isinstance(fault, sqlite3.OperationalError) else None
