"""
The laws, asked of a world when its history is over.

    converge    any order, grouping and repetition of all parcels, and taking some out and in again between, gives the
                same digest and the same rows in every table; `rebuild` finds no row that differs
    journal     what stands is what the journal alone says: computed again from the entries by inspector/journal
    history     no value that was ever said and handed over is missing
    takeout     a parcel that is taken out leaves what the others brought, as if it had never come
"""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from inspector import arrivals, handover, register
from inspector.journal import Saying, heads
from inspector.journal import read as read_entry
from inspector.model import DISPUTED, Answer
from inspector.store import Reader, Store
from inspector.store.tables import PROJECTIONS, awaited, disagreement, entry, saying

_HEADS = select(saying.c.kind, saying.c.uid, saying.c.field, saying.c.entry).where(saying.c.head == 1)
DERIVED = (saying, awaited, disagreement, *PROJECTIONS.values())
Said = tuple[str, str, str]
Rows = dict[str, list[tuple[Any, ...]]]


def rows(reader: Reader) -> Rows:
    """Every row of every table that follows from the journal."""
    return {
        table.name: sorted(
            map(tuple, reader.connection.exec_driver_sql(f'SELECT {_columns(table)} FROM "{table.name}"')), key=repr
        )
        for table in DERIVED
    }


def _columns(table: Table) -> str:
    """All but the place of an entry in this store, which is that in which it arrived."""
    return ", ".join(f'"{column.name}"' for column in table.columns if column.name != "seq")


def state(store: Store) -> tuple[tuple[str, int], Rows]:
    """The digest of a store and its tables."""
    with store.read() as reader:
        return reader.digest(), rows(reader)


def same(one: Store, other: Store, what: str) -> None:
    """Two stores say the same, row by row."""
    (digest, tables), (other_digest, other_tables) = state(one), state(other)
    assert digest == other_digest, f"{what}: the digests differ"
    for name, found in tables.items():
        assert found == other_tables[name], f"{what}: {name} differs"


def take(store: Store, parcels: Sequence[Path]) -> None:
    """Merge parcels, none of which may be refused."""
    found = register.merge(store, parcels).files
    assert all(one.verdict in ("merged", "nothing new") for one in found), [one.reason for one in found]


def hold(
    parcels: Sequence[Path],
    blank: Callable[[], Store],
    said: Collection[Said],
    chance: random.Random,
    *,
    knowing: Mapping[str, Store],
    thorough: bool = True,
) -> None:
    """
    All laws about these parcels, for new registers and for stores that are `knowing` all of them already, in whatever order
    they took them. `said` is what people said of answers: uid, field, value. Not `thorough`: no third register.
    """
    straight = blank()
    take(straight, parcels)
    for name, store in knowing.items():
        same(straight, store, f"a register that took everything at once, and {name}")
    follows(straight)
    kept(straight, said)
    if thorough:
        _taken_out(parcels, blank(), straight, chance)


def _taken_out(parcels: Sequence[Path], mixed: Store, straight: Store, chance: random.Random) -> None:
    """
    In another order, in groups, some twice; the last taken out again, and taken once more. That is one of another device:
    what a register has said itself stays in it.
    """
    with mixed.read() as reader:
        foreign = [path for path in parcels if handover.read(path).manifest.device != reader.device]
    if not foreign:
        return
    last = chance.choice(foreign)
    order = chance.sample([path for path in parcels if path != last], len(parcels) - 1)
    take_in_groups(mixed, order, chance)
    before = state(mixed)
    take(mixed, [last])
    same(straight, mixed, f"the order {[path.stem for path in (*order, last)]}")
    arrivals.takeout(mixed, handover.parcel_id(handover.read(last).manifest))
    assert state(mixed) == before, f"taking {last.stem} out left something, or took too much"
    take(mixed, [last])
    same(straight, mixed, f"{last.stem} taken out and in again")
    assert mixed.rebuild()[1] == 0, "rebuild finds rows that differ"


def take_in_groups(store: Store, parcels: Sequence[Path], chance: random.Random) -> None:
    """Merge parcels in any order and grouping, some of them twice."""
    order = [*chance.sample(parcels, len(parcels)), *chance.sample(parcels, len(parcels) // 2)]
    for group in _groups(order, chance):
        take(store, group)


def _groups(order: Sequence[Path], chance: random.Random) -> Iterator[Sequence[Path]]:
    cuts = sorted(chance.sample(range(len(order) + 1), min(2, len(order) + 1)))
    for start, end in itertools.pairwise([0, *cuts, len(order)]):
        if start < end:
            yield order[start:end]


def follows(store: Store) -> None:
    """The heads, the answers and the disagreements are those that the entries alone give."""
    with store.read() as reader:
        entries = [read_entry(line) for line in reader.connection.execute(select(entry.c.line)).scalars()]
        standing = {tuple(row) for row in reader.rows(_HEADS)}
        answers = {one.uid: one for one in reader.all(Answer)}
        waiting = {tuple(row) for row in reader.rows(select(disagreement))}
    told: dict[tuple[str, str, str], list[Saying]] = defaultdict(list)
    for one in entries:
        for say in one.says:
            told[say.kind, say.uid, say.field].append(Saying(one.id, say.value, say.over))
    found = {key: heads(sayings) for key, sayings in told.items()}
    assert standing == {(*key, head.entry) for key, stand in found.items() for head in stand}
    for (kind, uid, field), stand in found.items():
        values = {head.value for head in stand}
        if kind == "answer" and field in ("value", "note"):
            shown = values.pop() if len(values) == 1 else DISPUTED
            assert getattr(answers[uid], field) == shown
            assert ((kind, uid, field) in waiting) == (shown == DISPUTED)


def kept(store: Store, said: Collection[Said]) -> None:
    """What people said is there, whether it stands or was replaced."""
    asked = select(saying.c.uid, saying.c.field, saying.c.value).where(saying.c.kind == "answer")
    with store.read() as reader:
        kept = {tuple(row) for row in reader.rows(asked)}
    assert set(said) <= kept, f"lost: {sorted(set(said) - kept)}"
