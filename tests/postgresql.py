"""
A PostgreSQL server of its own for the tests of stores, merges and registers: made in a temporary folder, stopped afterwards.

    python -m tests.postgresql                    those tests, on PostgreSQL
    python -m tests.postgresql -q -n 2            those, with options of pytest
    python -m tests.postgresql tests/store -x     others

It listens on a socket in its folder only, on no port. PostgreSQL refuses to run as root, so root runs it as the user
`postgres` that Debian's package made. Without the package it says how to install it; exit 2.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.stores import BLANK

TESTS: Final = (
    "tests/store",
    "tests/journal",
    "tests/register",
    "tests/parcel",
    "tests/laws",
    "tests/test_register.py",
    "tests/test_ahead.py",
)
_ROOMS: Final = (
    "/usr/lib/postgresql",
    "/usr/local/pgsql",
    "/opt/homebrew/opt/postgresql",
    "C:/Program Files/PostgreSQL",
)
ROOM_BYTES: Final = 8_000_000_000
_QUICK: Final = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200"


def programs() -> Path | None:
    """The folder of the server's programs, the newest there is; Debian keeps them off the path."""
    found = [path.parent for room in _ROOMS for path in Path(room).glob("**/bin/initdb*")]
    known = shutil.which("initdb")
    return max(found, key=_version, default=Path(known).parent if known else None)


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())


def _in_memory() -> str | None:
    """Where files are quick: every test's store is a database of some 8 MB in 300 files. None: the usual place."""
    known = Path("/dev/shm")
    return str(known) if known.is_dir() and shutil.disk_usage(known).free > ROOM_BYTES else None


@contextmanager
def server() -> Iterator[str]:
    """The URL of a server that runs while the block does."""
    folder = programs()
    if folder is None:
        raise FileNotFoundError("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    room = Path(tempfile.mkdtemp(prefix="inspector-pg-", dir=_in_memory()))
    before: list[str] = []
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        shutil.chown(room, "postgres")
        before = ["runuser", "-u", "postgres", "--"]
    data = room / "data"

    def run(*command: str) -> None:
        done = subprocess.run([*before, *command], cwd=room, capture_output=True, text=True, check=False)
        if done.returncode:
            raise OSError(f"{command[0]}: {done.stdout}{done.stderr}")

    try:
        made = ("-U", "inspector", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run(str(folder / "initdb"), "-D", str(data), *made)
        options = f"-c listen_addresses= -c unix_socket_directories={room} {_QUICK}"
        control = (str(folder / "pg_ctl"), "-D", str(data), "-w")
        run(*control, "-l", str(room / "log"), "-o", options, "start")
        try:
            run(str(folder / "createdb"), "-h", str(room), "-U", "inspector", "-T", "template0", BLANK)
            yield f"postgresql+psycopg://inspector@/postgres?host={room}"
        finally:
            run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(room, ignore_errors=True)


def main(arguments: Sequence[str]) -> int:
    """Run tests on a server of their own; pytest's exit code."""
    if programs() is None:
        print("PostgreSQL is not installed; on Debian: apt-get install postgresql", file=sys.stderr)
        return 2
    named = any(Path(one.partition("::")[0]).exists() for one in arguments)
    chosen = [*arguments] if named else [*TESTS, *arguments]
    with server() as url:
        environment = {**os.environ, "INSPECTOR_TEST_POSTGRESQL": url, "QT_QPA_PLATFORM": "offscreen"}
        return subprocess.run([sys.executable, "-m", "pytest", *chosen], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
