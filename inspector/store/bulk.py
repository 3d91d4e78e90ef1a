"""
Many rows at once, by statements of the driver with nothing between: what merging and rebuilding spend their time on.

A question about a list of texts is one statement whatever the length of the list, so the driver keeps it prepared:
`uid {among}` is written once and said in the words of the database that is asked.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.engine import Connection


def rows(connection: Connection, statement: str, *values: Any) -> list[Any]:
    """What a statement gives; `?` is a value, `{among}` a list of texts of which a column is one."""
    said = _said(statement, _numbered(connection))
    return list(connection.exec_driver_sql(said, _given(connection, values)).fetchall())


def run(connection: Connection, statement: str, *values: Any) -> None:
    """Do what a statement says; placeholders as for `rows`."""
    connection.exec_driver_sql(_said(statement, _numbered(connection)), _given(connection, values))


def insert(connection: Connection, table: Table, columns: Sequence[str], found: Sequence[tuple[Any, ...]]) -> None:
    """Put rows into a table; the places of a row are the columns that are named."""
    if found:
        statement = _insertion(table.name, tuple(columns), _numbered(connection))
        connection.exec_driver_sql(statement, list(found) if len(found) > 1 else found[0])


def change(connection: Connection, statement: str, found: Sequence[tuple[Any, ...]]) -> None:
    """Do what a statement says once for each row of values."""
    if found:
        said = _said(statement, _numbered(connection))
        connection.exec_driver_sql(said, list(found) if len(found) > 1 else found[0])


def present(connection: Connection, table: Table, column: str, asked: Iterable[str]) -> set[str]:
    """Which of these texts occur in a column."""
    wanted = list(asked)
    if not wanted:
        return set()
    statement = f'SELECT "{column}" FROM "{table.name}" WHERE "{column}" {{among}}'  # noqa: S608 - own names
    return {row[0] for row in rows(connection, statement, wanted)}


def _numbered(connection: Connection) -> bool:
    return connection.dialect.paramstyle in ("format", "pyformat")


def _given(connection: Connection, values: tuple[Any, ...]) -> tuple[Any, ...]:
    listed = list if _numbered(connection) else _written
    return tuple(value if isinstance(value, str | int | bytes) else listed(value) for value in values)


def _written(texts: Iterable[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)


@functools.cache
def _said(statement: str, numbered: bool) -> str:
    if numbered:
        return statement.replace("%", "%%").replace("{among}", "= ANY(?)").replace("?", "%s")
    return statement.replace("{among}", "IN (SELECT value FROM json_each(?))")


@functools.cache
def _insertion(name: str, columns: tuple[str, ...], numbered: bool) -> str:
    places = ", ".join(["%s" if numbered else "?"] * len(columns))
    named = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{name}" ({named}) VALUES ({places})'  # noqa: S608 - own names
