"""
The Store: `read()` for a snapshot that cannot write, `transact()` for the only writes there are.

A transaction is one entry: what it says, the tables that follow, and the commit, or nothing at all.
"""

from __future__ import annotations

import datetime
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from inspector import days
from inspector.errors import InspectorError
from inspector.i18n import N_
from inspector.journal import Entry, Saying, Says, tallied
from inspector.model import Record, is_practice, new_device
from inspector.store import migrations
from inspector.store.engine import StoreTooNew, alone, connect, faults, poured, take_turn, writing

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine, Row

R = TypeVar("R", bound=Record)
Clock = Callable[[], datetime.datetime]
Progress = Callable[[int, int], None]
VERSION = 5


class PracticeMixed(InspectorError):
    """Entries of a practice store met a real one, or the other way round."""

    code = "store.practice"
    message = N_("Practice data and real data are never put together.")
    hint = N_(
        "Merge practice workbooks in the practice store only, and real ones in your own store. Nothing was changed."
    )


@dataclass(frozen=True)
class Changes:
    """What one transaction, or one merge, touched. `origin` is whoever asked for it, so that a view knows its own echo."""

    op: str = ""
    entries: tuple[str, ...] = ()
    touched: frozenset[tuple[str, str]] = frozenset()
    at: str = ""
    origin: object = field(default=None, compare=False)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def touch(self, model: type[Record], *, visit: str | None = None, uid: str | None = None) -> bool:
        """Whether a record of this kind changed; of this visit, or this very one."""
        return any(
            kind == model.KIND
            and (uid is None or found == uid)
            and (visit is None or found == visit or found.startswith(f"{visit}/"))
            for kind, found in self.touched
        )


class Reader:
    """What can be asked of a store within one snapshot."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._device: str | None = None

    def get(self, model: type[R], uid: str) -> R | None:
        """The record of that uid as it stands, or None when nobody has said anything of it."""
        found = self.all(model, uid=uid)
        return found[0] if found else None

    def all(self, model: type[R], *, order: str = "uid", **where: Any) -> list[R]:
        """The records whose fields equal `where` (a list or tuple: is one of)."""
        from sqlalchemy import select

        from inspector.store.tables import PROJECTIONS

        table = PROJECTIONS[model.KIND]
        asked = select(*[table.c[name] for name in model.model_fields])
        for name, value in where.items():
            column = table.c[name]
            asked = asked.where(column.in_(list(value)) if isinstance(value, list | tuple | set) else column == value)
        found = self.connection.execute(asked.order_by(table.c[order]))
        return [cast(R, model.model_construct(**row._mapping)) for row in found]

    def heads(self, kind: str, uid: str) -> dict[str, list[Saying]]:
        """What stands of a record, field by field; several sayings of one field may agree or differ."""
        from sqlalchemy import select

        from inspector.store.tables import saying

        asked = select(saying.c.field, saying.c.entry, saying.c.value).where(
            saying.c.kind == kind, saying.c.uid == uid, saying.c.head == 1
        )
        found: dict[str, list[Saying]] = {}
        for name, id, value in self.connection.execute(asked.order_by(saying.c.field, saying.c.entry)):
            found.setdefault(name, []).append(Saying(id, value))
        return found

    def rows(self, statement: Any, **values: Any) -> list[Row[Any]]:
        """Any other question, as a SQLAlchemy statement."""
        return list(self.connection.execute(statement, values or None))

    def entry_ids(self) -> list[str]:
        """The ids of all entries."""
        from inspector.store import bulk

        return [row[0] for row in bulk.rows(self.connection, "SELECT id FROM entry")]

    def digest(self) -> tuple[str, int]:
        """The digest of the whole journal, and how many entries it has."""
        from inspector.store import bulk

        found = bulk.rows(self.connection, "SELECT total, entries FROM tally")
        return tallied(bytes(row[0]) for row in found), sum(row[1] for row in found)

    def local(self, name: str, default: str = "") -> str:
        """Something this device knows for itself."""
        from inspector.store import bulk

        found = bulk.rows(self.connection, "SELECT value FROM local WHERE name = ?", name)
        return str(found[0][0]) if found else default

    @property
    def device(self) -> str:
        """The uid of this device in its own journal."""
        if not self._device:
            self._device = self.local("device")
        return self._device

    @property
    def practice(self) -> bool:
        """Whether this store holds practice data."""
        return is_practice(self.device)

    @property
    def served(self) -> bool:
        """Whether this is a database of an office, which is reached by a network."""
        return self.connection.dialect.name == "postgresql"

    def belong(self, entries: Iterable[Entry]) -> None:
        """Raises PracticeMixed when practice entries would come into a real store, or real ones into a practice store."""
        practice = self.practice
        if any(is_practice(device) != practice for device in {one.device for one in entries}):
            raise PracticeMixed


class Transaction(Reader):
    """One entry in the making."""

    def __init__(self, connection: Connection, op: str, by: str, at: str) -> None:
        super().__init__(connection)
        self.op, self.by, self.at = op, by, at
        self.changes = Changes(op=op, at=at)
        self._says: dict[tuple[str, str, str], Says] = {}

    def say(
        self,
        kind: str,
        uid: str,
        field: str,
        value: str,
        *,
        again: bool = False,
        over: Sequence[str] | None = None,
    ) -> None:
        """
        This field is worth `value` from now on. Nothing is said when it is already (`again`: even then). With `over` it
        replaces what these entries said, and what else is said of the field stands beside it.
        """
        from inspector.journal import agreed

        if over is not None:
            self._says[kind, uid, field] = Says(kind, uid, field, value, tuple(over))
            return
        standing = self.heads(kind, uid).get(field, [])
        if not again and (agreed(standing) == value or (not standing and value == "")):
            self._says.pop((kind, uid, field), None)
            return
        self._says[kind, uid, field] = Says(kind, uid, field, value, tuple(head.entry for head in standing))

    def put(self, record: Record) -> None:
        """Say every field of the record that is not worth that already."""
        from inspector.journal import agreed

        standing = self.heads(record.KIND, record.uid)
        for name in record.said_fields():
            value = lexical(getattr(record, name))
            heads = standing.get(name, [])
            key = (record.KIND, record.uid, name)
            if agreed(heads) == value or (not heads and value == ""):
                self._says.pop(key, None)
            else:
                self._says[key] = Says(*key, value, tuple(head.entry for head in heads))

    def get(self, model: type[R], uid: str) -> R | None:
        """As the store holds it, with what this transaction has said so far."""
        found = super().get(model, uid)
        said = {name: say.value for (kind, of, name), say in self._says.items() if kind == model.KIND and of == uid}
        if not said:
            return found
        base = found or model.model_validate({"uid": uid, **model.from_uid(uid)})
        return model.model_validate(
            {**base.model_dump(), **{name: value or _blank(model, name) for name, value in said.items()}}
        )

    def set_local(self, name: str, value: str) -> None:
        """Keep something for this device alone; it is no entry and travels nowhere."""
        from inspector.store import bulk

        bulk.run(
            self.connection,
            "INSERT INTO local (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            *(name, value),
        )

    def add(self, entries: Iterable[Entry]) -> list[str]:
        """Take entries of other devices into the journal; the ids of those that were new."""
        from inspector.store import project

        entries = list(entries)
        self.belong(entries)
        places, dirty = project.add(self.connection, entries)
        ids = list(places)
        touched = frozenset((kind, uid) for kind, uids in dirty.items() for uid in uids)
        project.project(self.connection, dirty)
        self.changes = Changes(
            self.op,
            (*self.changes.entries, *ids),
            self.changes.touched | touched,
            self.at,
            self.changes.origin,
        )
        return ids

    def pending(self) -> Iterable[Says]:
        """What this transaction has said so far; the tables do not hold it yet."""
        return self._says.values()

    def finish(self, origin: object = None) -> None:
        """
        Make the entry of what was said, and the rows that follow. The Store does it before it commits; who has more
        than one thing to say of a field does it between them.
        """
        if self._says:
            number, previous = self._last()
            made = Entry.make(
                device=self.device,
                number=number + 1,
                previous=previous,
                at=self.at,
                person=self.by,
                op=self.op,
                says=tuple(self._says.values()),
            )
            self._says = {}
            self.add([made])
        self.changes = Changes(self.op, self.changes.entries, self.changes.touched, self.at, origin)

    def _last(self) -> tuple[int, str]:
        from sqlalchemy import select

        from inspector.store.tables import entry

        asked = select(entry.c.number, entry.c.id).where(entry.c.device == self.device)
        found = self.connection.execute(asked.order_by(entry.c.number.desc()).limit(1)).first()
        return (found[0], found[1]) if found else (0, "")


class Store:
    """A laptop's store, or a register. Not for several threads at once."""

    def __init__(self, engine: Engine, name: str, *, clock: Clock = days.now) -> None:
        self.name, self.clock = name, clock
        self._engine = engine
        weakref.finalize(self, engine.dispose)  # a store that is merely dropped lets go as well
        self._whole: Connection | None = None
        self._outlast = ExitStack()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A snapshot; nothing can be written through it."""
        if self._whole is not None:
            yield Reader(self._whole)
            return
        with faults(self.name), self._engine.connect() as connection, connection.begin():
            yield Reader(connection)
            connection.rollback()

    @contextmanager
    def transact(self, op: str, *, by: str = "", origin: object = None) -> Iterator[Transaction]:
        """The only way to write: one entry and all that follows from it, or nothing. `by` is a person's uid."""
        with self._writing() as connection:
            tx = Transaction(connection, op, by, self.clock().isoformat())
            yield tx
            tx.finish(origin)

    @contextmanager
    def together(self) -> Iterator[None]:
        """All transactions within become true at its end, or none of them: for a command of several steps."""
        with self.outlasting() as self._outlast, self._writing() as connection:
            self._whole = connection
            try:
                yield
            finally:
                self._whole = None

    @contextmanager
    def outlasting(self) -> Iterator[ExitStack]:
        """For what ends only when the transaction begun within has become true, or `together` the last of several."""
        if self._whole is not None:
            yield self._outlast
            return
        with ExitStack() as stack:
            yield stack

    def alone(self) -> None:
        """Nobody else has this store open. Raises StoreBusy."""
        with faults(self.name):
            alone(self._engine)

    @contextmanager
    def pouring(self) -> Iterator[None]:
        """Many transactions of many rows follow one another: write them the way that is quickest for much."""
        if self._whole is not None:
            yield
            return
        with faults(self.name), poured(self._engine):
            yield

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._whole is not None:
            with faults(self.name), self._whole.begin_nested():
                yield self._whole
            return
        with faults(self.name), writing(self._engine) as connection, connection.begin():
            take_turn(connection)
            yield connection

    def tidy(self) -> None:
        """Empty SQLite's log into the file, so that no commit has to; for a moment in which nobody waits."""
        if self._engine.dialect.name == "sqlite":
            with faults(self.name), self._engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def copy_to(self, path: Path) -> None:
        """Write the whole store as it is now into a new file, which opens with the same passphrase."""
        with faults(self.name), self._engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("VACUUM INTO ?", (str(path),))

    def pour_into(self, other: Store) -> None:
        """Copy every row, those of this device alone as well, into a store that is new and of no use otherwise."""
        from sqlalchemy import delete, insert, select

        from inspector.store.tables import metadata

        with self.read() as reader, other.transact("move") as tx:
            for table in metadata.sorted_tables:
                tx.connection.execute(delete(table))
                found = reader.connection.execution_options(yield_per=500).execute(select(table))
                for rows in found.partitions():
                    tx.connection.execute(insert(table), [dict(row._mapping) for row in rows])

    def rebuild(self, progress: Progress | None = None) -> tuple[int, int]:
        """Make the tables again from the journal: how many entries, and how many rows came out different."""
        from inspector.store.rebuild import rebuild

        with self.transact("rebuild") as tx:
            return rebuild(tx.connection, progress)


def open_store(
    store: str | Any,
    key: str | None = None,
    *,
    clock: Clock = days.now,
    practice: bool = False,
    progress: Progress | None = None,
) -> Store:
    """
    Open a store by file name or PostgreSQL URL; a new one is made when there is none, for practice if asked. One of an
    earlier version is brought up, whole or not at all, and `progress` is told. Raises StoreError.
    """
    name = str(store)
    engine = connect(name, key)
    opened = Store(engine, name, clock=clock)
    try:
        _prepare(opened, engine, practice, progress)
    except BaseException:
        opened.close()
        raise
    return opened


def lexical(value: Any) -> str:
    """A field's value as the journal writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _blank(model: type[Record], name: str) -> Any:
    return None if model.model_fields[name].annotation == float | None else ""


def _prepare(store: Store, engine: Engine, practice: bool, progress: Progress | None) -> None:
    from sqlalchemy import inspect

    with faults(store.name), engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
    if "local" not in names:
        with store.transact("create") as tx:
            from inspector.store.tables import metadata

            if "local" in inspect(tx.connection).get_table_names():
                return  # another process was first
            metadata.create_all(tx.connection)
            tx.set_local("version", str(VERSION))
            tx.set_local("device", new_device(practice=practice))
        return
    with store.read() as reader:
        found = reader.local("version", "0")
    if int(found) > VERSION:
        raise StoreTooNew(file=store.name, found=found, known=VERSION)
    if int(found) < VERSION:
        from inspector.store.rebuild import rebuild

        with store.pouring(), store.transact("upgrade") as tx:
            found = tx.local("version", "0")
            if int(found) >= VERSION:
                return  # another process was first
            if progress is not None:
                progress(0, 1)
            migrations.upgrade(tx.connection, int(found), VERSION)
            if int(found) < migrations.ROWS:
                rebuild(tx.connection, progress, compared=False)
            elif progress is not None:
                progress(1, 1)
            tx.set_local("version", str(VERSION))
