"""
What changed in the tables from version to version, as Alembic operations, one module each.

A new store is made whole from `tables.py`. A store of an earlier version is brought up here, step by step, within the
transaction that opens it; the journal is never touched. `tests/store/test_migrations.py` holds both ways together.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

ROWS: Final = 4
"""The last version with which rows changed: a store of an earlier one is made anew from its journal."""


def upgrade(connection: Connection, since: int, to: int) -> None:
    """Bring the tables of version `since` (0 is an empty database) to version `to`."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    context = MigrationContext.configure(connection)
    with Operations.context(context):
        for version in range(since + 1, to + 1):
            importlib.import_module(f"{__name__}.v{version}").upgrade()
