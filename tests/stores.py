"""
Where the stores of tests lie: files of their own; or, when INSPECTOR_TEST_POSTGRESQL names a server, databases of their own.

`python -m tests.postgresql` starts such a server and runs the tests of stores, merges and registers on it.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

SERVER: Final = os.environ.get("INSPECTOR_TEST_POSTGRESQL", "")
"""URL of a database that may make others, as `postgresql+psycopg://inspector@/postgres?host=/tmp/x`; empty: SQLite."""
BLANK: Final = "inspector_blank"
_made_here: Final[list[str]] = []


def named(folder: Path, name: str) -> str:
    """What a test's store of this name in this folder is called; the same twice is the same store."""
    if not SERVER:
        return str(folder / f"{name}.db")
    database = "t" + hashlib.sha256(f"{folder}/{name}".encode()).hexdigest()[:16]
    _made(database, BLANK)
    return of(database)


def copied(folder: Path, name: str, to: Path) -> str:
    """The same store once more, for a test that begins where another one began."""
    if not SERVER:
        (to / f"{name}.db").write_bytes((folder / f"{name}.db").read_bytes())
        return str(to / f"{name}.db")
    known = "t" + hashlib.sha256(f"{folder}/{name}".encode()).hexdigest()[:16]
    database = "t" + hashlib.sha256(f"{to}/{name}".encode()).hexdigest()[:16]
    _made(database, known)
    return of(database)


def another() -> str:
    """What a store that begins empty and that nobody opens again is called."""
    return named(Path(uuid.uuid4().hex), "another") if SERVER else ":memory:"


@contextmanager
def swept() -> Iterator[None]:
    """What is made on the server in this block goes after it: thousands of databases have no room beside one another."""
    before = len(_made_here)
    yield
    drop(_made_here[before:])


def drop(databases: Sequence[str]) -> None:
    """Let these databases go, whoever has them open."""
    if databases:
        import psycopg

        with psycopg.connect(SERVER.replace("+psycopg", ""), autocommit=True) as server:
            for database in databases:
                server.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        _made_here[:] = [one for one in _made_here if one not in set(databases)]


@contextmanager
def lasting() -> Iterator[None]:
    """What is made in this block stays until the server stops."""
    before = len(_made_here)
    yield
    del _made_here[before:]


@contextmanager
def passing() -> Iterator[list[str]]:
    """The databases that are made in this block, filled when it is over."""
    before = len(_made_here)
    made: list[str] = []
    yield made
    made += _made_here[before:]


def of(database: str) -> str:
    """The URL of a database on the test server."""
    head, _slash, tail = SERVER.rpartition("/postgres")
    return f"{head}/{database}{tail}"


def _made(database: str, template: str) -> None:
    import psycopg

    with psycopg.connect(SERVER.replace("+psycopg", ""), autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone():
            server.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
            _made_here.append(database)
