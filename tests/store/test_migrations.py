"""A store made new and a store brought up step by step have the same tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine

from inspector import arrivals, register
from inspector.errors import Cancelled
from inspector.model import Op, Visit
from inspector.store import Store, migrations, open_store
from inspector.store.engine import StoreTooNew, connect
from inspector.store.store import VERSION
from inspector.store.tables import metadata
from tests import stores
from tests.laws.laws import state
from tests.scenario import Laptop


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


def test_a_register_of_version_3_is_brought_up_with_all_that_it_took_and_says_how_far_it_is(tmp_path: Path) -> None:
    laptop, other, office = (Laptop(tmp_path, name) for name in ("laptop", "other", "office"))
    visit = laptop.start()
    other.merge(laptop.export(visit))
    laptop.answer(visit, "s3/ht_16", "fail", "Cáp võng.")
    other.answer(visit, "s3/ht_16", "pass")
    office.merge(laptop.export(visit), last := other.export(visit))
    before = state(office.store)
    with office.store.read() as reader:
        parcel = next(one.parcel for one in arrivals.listed(reader) if one.device == other.device)
    old = stores.named(tmp_path, "old")
    _written_as(3, office.store, old)
    told: list[tuple[int, int]] = []
    with open_store(old, progress=lambda done, total: told.append((done, total))) as store:
        assert told[-1][0] == told[-1][1]
        assert state(store) == before
        assert store.rebuild() == (before[0][1], 0)
        (again,) = register.merge(store, [last]).files
        assert again.verdict == "nothing new"
        assert arrivals.takeout(store, parcel) == arrivals.takeout(office.store, parcel)
        assert state(store) == state(office.store)
        assert register.merge(store, [last]).digest == before[0][0]
    told.clear()
    open_store(old, progress=lambda done, total: told.append((done, total))).close()
    assert told == []


def test_a_store_that_cannot_be_brought_up_is_as_it_was(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, "laptop")
    laptop.start()
    old = stores.named(tmp_path, "old")
    _written_as(3, laptop.store, old)

    def stopped(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        open_store(old, progress=stopped)
    with open_store(old) as store:
        assert state(store) == state(laptop.store)


def test_where_only_an_index_changed_the_rows_stay(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, "laptop")
    laptop.answer(laptop.start(), "s3/ht_16", "fail", "Cáp võng.")
    old = stores.named(tmp_path, "old")
    _written_as(4, laptop.store, old)
    told: list[tuple[int, int]] = []
    with open_store(old, progress=lambda done, total: told.append((done, total))) as store:
        assert told == [(0, 1), (1, 1)]
        assert state(store) == state(laptop.store)
        with store.transact("rebuild") as tx:
            assert compare_metadata(MigrationContext.configure(tx.connection), metadata) == []
        assert store.rebuild()[1] == 0


def _written_as(version: int, store: Store, name: str) -> None:
    """The same store as the program of that version kept it."""
    engine = connect(name)
    with store.read() as reader, engine.begin() as connection:
        metadata.drop_all(connection)
        migrations.upgrade(connection, 0, version)
        found = MetaData()
        found.reflect(connection)
        for table in found.sorted_tables:
            if table.name == "arrival_entry":
                asked = "SELECT parcel, id AS entry FROM brought JOIN entry ON seq BETWEEN first AND last"
            else:
                columns = ", ".join(f'"{column.name}"' for column in table.columns)
                asked = f'SELECT {columns} FROM "{table.name}"'
            rows = [dict(row._mapping) for row in reader.connection.exec_driver_sql(asked)]
            if rows:
                connection.execute(table.insert(), rows)
        connection.execute(
            found.tables["local"].update().where(found.tables["local"].c.name == "version"), {"value": str(version)}
        )
    engine.dispose()
