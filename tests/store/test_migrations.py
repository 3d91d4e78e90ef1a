"""A store made new and a store brought up step by step have the same tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from inspector.model import Op, Visit
from inspector.store import migrations, open_store
from inspector.store.engine import StoreTooNew
from inspector.store.store import VERSION
from inspector.store.tables import metadata


def test_every_step_together_makes_the_tables_of_today() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrations.upgrade(connection, 0, VERSION)
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_every_version_has_its_step() -> None:
    folder = Path(migrations.__file__).parent
    assert {path.stem for path in folder.glob("v*.py")} == {f"v{number}" for number in range(1, VERSION + 1)}


def test_an_earlier_store_is_brought_up_when_it_is_opened_and_keeps_its_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path / "old.db") as store:
        with store.transact(Op.START_VISIT, by="p") as tx:
            tx.put(Visit(uid="v", site="s", date="2026-11-24"))
        with store.read() as reader:
            before = reader.digest()
    steps: list[tuple[int, int]] = []
    monkeypatch.setattr(migrations, "upgrade", lambda _connection, since, to: steps.append((since, to)))
    monkeypatch.setattr("inspector.store.store.VERSION", VERSION + 1)
    with open_store(tmp_path / "old.db") as store, store.read() as reader:
        assert reader.digest() == before
        assert reader.local("version") == str(VERSION + 1)
    assert steps == [(VERSION, VERSION + 1)]
    monkeypatch.setattr("inspector.store.store.VERSION", VERSION)
    with pytest.raises(StoreTooNew):
        open_store(tmp_path / "old.db")
