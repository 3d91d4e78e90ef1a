"""
Every table that follows from the journal, made again: piece by piece, so that a journal of any size needs little memory.

First what was said, entry by entry; then which of it no longer stands; then the records, kind by kind; then what is kept
beside visits and sites. The journal itself is only read.
"""
# ruff: noqa: S608 - the names in these statements are those of our own tables

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, text

from inspector.journal import Entry, read
from inspector.store import bulk, project, summary
from inspector.store.tables import PROJECTIONS, awaited, daily, disagreement, handed, saying, tally

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

Progress = Callable[[int, int], None]
PIECE: Final = 2000
_FOLLOWING: Final = (saying, disagreement, handed, daily, *PROJECTIONS.values())
_KEY: Final = ("kind", "uid", "field", "entry")


def rebuild(connection: Connection, progress: Progress | None = None, *, compared: bool = True) -> tuple[int, int]:
    """
    Make every table that follows from the journal again. Returns how many entries there are, and, `compared`, how many rows
    differ: it needs room for a copy of them.

    Raises: whatever `progress` does to stop it; it is told entries and, of what comes after them, the same number again.
    """
    for table in _FOLLOWING if compared else ():
        connection.execute(text(f'CREATE TEMPORARY TABLE "before_{table.name}" AS SELECT * FROM "{table.name}"'))
    for table in (*_FOLLOWING, awaited, tally):
        connection.execute(delete(table))
    total = bulk.rows(connection, "SELECT count(*) FROM entry")[0][0]
    done = 0
    connection.execute(text("CREATE TEMPORARY TABLE replaced (kind TEXT, uid TEXT, field TEXT, entry TEXT)"))
    for entries in _entries(connection):
        _say(connection, entries)
        done += len(entries)
        if progress is not None:
            progress(done, total * 2)
    _replace(connection)
    for number, kind in enumerate(_in_order(), 1):
        for uids in _uids(connection, kind):
            project.project(connection, {kind: dict.fromkeys(uids)}, summarise=False)
        if progress is not None:
            progress(total + total * number // (len(PROJECTIONS) + 1), total * 2)
    for name, make in (("visit", summary.of_visits), ("site", summary.of_sites)):
        for uids in _pieces(connection, f'SELECT uid FROM "{name}" WHERE uid > ? ORDER BY uid LIMIT {PIECE}'):
            make(connection, uids)
    summary.of_days(connection)
    if progress is not None:
        progress(total * 2, total * 2)
    return total, sum(_differing(connection, table.name) for table in _FOLLOWING) if compared else 0


def _in_order() -> list[str]:
    """Kinds of records, answers after all that their findings need."""
    last = ("answer", "finding")
    return [*sorted(kind for kind in PROJECTIONS if kind not in last), *last]


def _entries(connection: Connection) -> Iterator[list[tuple[int, Entry]]]:
    last = -1
    while True:
        asked = f"SELECT seq, line FROM entry WHERE seq > ? ORDER BY seq LIMIT {PIECE}"
        found = bulk.rows(connection, asked, last)
        if not found:
            return
        yield [(seq, read(line)) for seq, line in found]
        last = found[-1][0]


def _say(connection: Connection, placed: list[tuple[int, Entry]]) -> None:
    """What some entries say, and what they say instead of."""
    project.count(connection, [one for _seq, one in placed])
    said = [(*say[:3], one.id, say.value, 1, seq) for seq, one in placed for say in one.says]
    bulk.insert(connection, saying, (*_KEY, "value", "head", "seq"), said)
    instead = [
        (kind, uid, field, id) for _seq, one in placed for kind, uid, field, _value, over in one.says for id in over
    ]
    bulk.change(connection, "INSERT INTO replaced (kind, uid, field, entry) VALUES (?, ?, ?, ?)", instead)


def _replace(connection: Connection) -> None:
    """What was replaced no longer stands; what was replaced and is not here is awaited."""
    key = ", ".join(_KEY)
    same = " AND ".join(f"{saying.name}.{name} = replaced.{name}" for name in _KEY)
    bulk.run(connection, f"UPDATE saying SET head = 0 WHERE ({key}) IN (SELECT {key} FROM replaced)")
    bulk.run(
        connection,
        f"INSERT INTO {awaited.name} ({key}) SELECT DISTINCT {key} FROM replaced "
        f"WHERE NOT EXISTS (SELECT 1 FROM {saying.name} WHERE {same})",
    )
    bulk.run(connection, "DROP TABLE replaced")


def _uids(connection: Connection, kind: str) -> Iterator[list[str]]:
    asked = f"SELECT DISTINCT uid FROM saying WHERE kind = ? AND uid > ? ORDER BY uid LIMIT {PIECE}"
    return _pieces(connection, asked, kind)


def _pieces(connection: Connection, asked: str, *values: str) -> Iterator[list[str]]:
    last = ""
    while True:
        found = [row[0] for row in bulk.rows(connection, asked, *values, last)]
        if not found:
            return
        yield found
        last = found[-1]


def _differing(connection: Connection, name: str) -> int:
    """How many rows of a table are not as they were, or are no longer there."""
    columns = ", ".join(f'"{column.name}"' for column in next(one for one in _FOLLOWING if one.name == name).columns)
    now, before = f'SELECT {columns} FROM "{name}"', f'SELECT {columns} FROM "before_{name}"'
    number = 0
    for one, other in ((now, before), (before, now)):
        number += bulk.rows(connection, f"SELECT count(*) FROM ({one} EXCEPT {other}) AS d")[0][0]
    bulk.run(connection, f'DROP TABLE "before_{name}"')
    return number
