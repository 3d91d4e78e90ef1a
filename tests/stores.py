"""
Where the stores of tests lie: files of their own; or, when INSPECTOR_TEST_POSTGRESQL names a server, databases of their own.

`python -m tests.postgresql` starts such a server and runs the tests of stores, merges and registers on it.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from pathlib import Path
from typing import Final

SERVER: Final = os.environ.get("INSPECTOR_TEST_POSTGRESQL", "")
"""URL of a database that may make others, as `postgresql+psycopg://inspector@/postgres?host=/tmp/x`; empty: SQLite."""
BLANK: Final = "inspector_blank"


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


def of(database: str) -> str:
    """The URL of a database on the test server."""
    head, _slash, tail = SERVER.rpartition("/postgres")
    return f"{head}/{database}{tail}"


def _made(database: str, template: str) -> None:
    import psycopg

    with psycopg.connect(SERVER.replace("+psycopg", ""), autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone():
            server.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
