"""
A small world for histories: three laptops with wrong clocks and an office, with people, a site, and a visit that all share.

The stores lie in memory and are wound back to their beginning for each history; on PostgreSQL (see tests/stores.py) each
history has databases of its own. Parcels go from hand to hand as the objects that they are; `workbooks` writes and reads
real workbooks instead, which takes twenty times as long.
"""

from __future__ import annotations

import atexit
import datetime
import functools
import io
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from unittest import mock

from PIL import Image

from inspector import checklists, handover, people, photos, register, sites, visits
from inspector.form import xlsform
from inspector.model import Op, Visit
from inspector.parcel import Parcel
from inspector.store import Store, open_store
from tests import stores
from tests.form.sheets import markdown

LAPTOPS: Final = ("a", "b", "c")
OFFICE: Final = "office"
BLANK: Final = "blank"
PEOPLE: Final = {"a": "Lê Văn Ví Dụ", "b": "Phạm Minh Họa", "c": "Trần Thử Nghiệm", OFFICE: "Hoàng Thị Giả Định"}
SIDES: Final = {"a": "police", "b": "vnpt", "c": "site", OFFICE: "police"}
CLOCKS: Final = {"a": 0, "b": -525_600, "c": 60 * 31, OFFICE: 3}
"""By how many minutes each clock is wrong."""
START: Final = datetime.datetime(2026, 11, 24, 8, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
FORM: Final = "law"
ITEMS: Final = ("door", "cable")
ROW: Final = "rack"
IN_ROW: Final = "fan"
_FORM: Final = """
| settings | | | | |
| | form_id | version | form_title | namespaces |
| | law | {version} | Tủ | ins="urn:inspector:checklist" |
| choices | | | | |
| | list_name | name | label | |
| | result | pass | Đạt | |
| | result | fail | Không đạt | |
| | result | na | Không áp dụng | |
| survey | | | | | | |
| | type | name | label | bind::ins:fails-on | bind::ins:severity | bind::ins:due-days |
| | select_one result | door | Cửa | fail | {severity} | 7 |
| | select_one result | cable | Cáp | fail | minor | 3 |
| | begin_repeat | rack | Tủ | | | |
| | select_one result | fan | Quạt | fail | major | 5 |
| | end_repeat | | | | | |
"""


@functools.cache
def xforms() -> tuple[str, str]:
    """The checklist in its two versions."""
    with tempfile.TemporaryDirectory() as folder:
        told = [_FORM.format(version=version, severity=rank) for version, rank in ((1, "critical"), (2, "major"))]
        return tuple(xlsform.read(markdown(Path(folder), text)).xform for text in told)  # type: ignore[return-value]


@functools.cache
def picture(number: int) -> bytes:
    """One of a few small photographs."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (number * 40, 90, 160)).save(out, "JPEG")
    return photos.read(out.getvalue(), name="a.jpg").content


@dataclass
class Desk:
    """A computer and who works at it."""

    name: str
    store: Store
    by: str = ""
    device: str = ""
    now: datetime.datetime = START

    def clock(self) -> datetime.datetime:
        """Every look at the clock takes it on by a few seconds."""
        self.now += datetime.timedelta(seconds=7)
        return self.now


@dataclass
class World:
    """The desks, the visits that were begun, and the parcels that were handed over, oldest first."""

    desks: dict[str, Desk]
    blank: Callable[[], Store]
    folder: Path
    visits: list[str] = field(default_factory=list)
    parcels: list[Path] = field(default_factory=list)

    def export(self, desk: Desk, chosen: Sequence[str]) -> Path:
        """Hand visits over from a desk."""
        path = self.folder / f"{desk.name}-{len(self.parcels)}.xlsx"
        handover.export(desk.store, chosen, path, by=desk.by)
        self.parcels.append(path)
        return path

    def known(self, desk: Desk) -> list[str]:
        """The visits that a desk knows of."""
        with desk.store.read() as reader:
            here = {one.uid for one in reader.all(Visit)}
        return [one for one in self.visits if one in here]


class Pool:
    """Stores that are wound back again and again: in memory, or as copies of databases of a server."""

    def __init__(self) -> None:
        quick = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(prefix="laws-", dir=quick if quick.is_dir() else None))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        self.on_server = bool(stores.SERVER)
        self._first: dict[str, Store] = {}
        self._given: dict[str, Store] = {}
        self._made: list[str] = []
        self._number = itertools.count()

    def made(self, name: str, furnish: Callable[[Store], None] = lambda store: None) -> Store:
        """A store to begin with."""
        with stores.lasting():
            store = open_store(stores.named(self.folder, name) if self.on_server else ":memory:")
        furnish(store)
        self._first[name] = store
        return store

    def again(self, first: str, of: int = 1) -> Store:
        """A store as that one was; `of` so many that are in use at the same time, the oldest is taken back."""
        number = next(self._number)
        if self.on_server:
            with stores.passing() as made:
                store = open_store(stores.copied(self.folder, first, self.folder / f"{number}-{os.getpid()}"))
            self._made += made
            self._given[f"{number}"] = store
            return store
        name = f"{first}{number % of}"
        store = self._given.get(name) or self._given.setdefault(name, open_store(":memory:"))
        wind_back(self._first[first], store)
        return store

    def rest(self) -> None:
        """The beginnings are made; a server copies a database only when nobody has it open."""
        for store in self._first.values() if self.on_server else ():
            store.close()

    def end(self) -> None:
        """A history is over."""
        if self.on_server:
            for store in self._given.values():
                store.close()
            self._given = {}
            stores.drop(self._made)
            self._made = []


class Beginning:
    """How every history begins: made once in each process, and given out again and again as it was."""

    def __init__(self, *, workbooks: bool) -> None:
        self.workbooks = workbooks
        self.pool = Pool()
        self._parcels: dict[bytes, Parcel] = {}
        self._number = itertools.count()
        self.pool.made(BLANK)
        self._desks = {name: _seated(name, self.pool.made(name)) for name in (*LAPTOPS, OFFICE)}
        with self.going():
            self._world = World(self._desks, self._blank, self.pool.folder)
            self._begin()
        self.pool.rest()

    def _begin(self) -> None:
        """All laptops know one visit, and the office knows nothing yet."""
        world, first = self._world, self._desks["a"]
        site = sites.add(first.store, "THA0090", by=first.by, name="Trạm Một", types="cable_route")
        world.visits.append(visits.start(first.store, site.uid, (FORM,), by=first.by, on=START.date()))
        world.export(first, world.visits)
        for name in ("b", "c"):
            register.merge(self._desks[name].store, world.parcels, by=self._desks[name].by)

    @contextmanager
    def going(self) -> Iterator[None]:
        """While a history goes on, parcels travel as objects, under bytes that stand for them; or as real workbooks."""
        if self.workbooks:
            yield
            return
        writing = mock.patch.object(handover, "parcel_write", self._write)
        reading = mock.patch.object(handover, "parcel_read", self._read)
        with writing, reading:
            yield

    def _write(self, parcel: Parcel) -> bytes:
        token = f"parcel {next(self._number)}".encode()
        self._parcels[token] = parcel
        return token

    def _read(self, content: bytes, *, file: str) -> Parcel:
        return replace(self._parcels[content])

    def again(self) -> World:
        """A world as it was in the beginning; the one before is gone."""
        for token in list(self._parcels)[1:]:
            del self._parcels[token]
        self._number = itertools.count(1)
        desks = {}
        for name, seated in self._desks.items():
            desk = replace(seated, store=self.pool.again(name), now=START + _wrong(name))
            desk.store.clock = desk.clock
            desks[name] = desk
        return World(desks, self._blank, self.pool.folder, list(self._world.visits), list(self._world.parcels))

    def _blank(self) -> Store:
        return self.pool.again(BLANK, 2)


def _seated(name: str, store: Store) -> Desk:
    """A computer with its checklists, its person and its keys."""
    desk = Desk(name, store, now=START + _wrong(name))
    store.clock = desk.clock
    with store.transact("install") as tx:
        checklists.keep(tx, xforms()[0], install=True)
        if name != "c":
            checklists.keep(tx, xforms()[1])
    desk.by = people.settle(store, PEOPLE[name], side=SIDES[name]).uid
    with store.transact(Op.SET_UP, by=desk.by) as tx:
        people.device_key(tx)
        people.person_key(tx, desk.by)
        desk.device = tx.device
    return desk


def _wrong(name: str) -> datetime.timedelta:
    return datetime.timedelta(minutes=CLOCKS[name])


def wind_back(first: Store, store: Store) -> None:
    """Make a store in memory what the first one is."""
    _raw(first).backup(_raw(store))


def _raw(store: Store) -> Any:
    return store._engine.raw_connection().driver_connection


beginning = functools.cache(Beginning)
"""The beginning of this process, `workbooks` or not."""
