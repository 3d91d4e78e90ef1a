"""Six workbooks of one story have 720 orders; every one of them gives the same register."""

from __future__ import annotations

import itertools
import random
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from inspector import register, signing_off, visits
from tests.laws import laws, world
from tests.laws.world import FORM, ITEMS, World


def told(now: World) -> list[Path]:
    """Six parcels: a visit that goes on on all laptops, with disagreements, a photo, a signature, and a re-export."""
    a, b, c = (now.desks[name] for name in world.LAPTOPS)
    (visit,) = now.visits
    door, cable = ITEMS

    def says(desk: world.Desk, **values: str) -> None:
        visits.record_answers(desk.store, visit, FORM, values, by=desk.by)

    says(a, **{door: "fail", cable: "pass"})
    visits.add_photo(a.store, visit, FORM, door, world.picture(1), by=a.by)
    now.export(a, [visit])
    says(b, **{door: "pass"})
    now.export(b, [visit])
    register.merge(c.store, [now.parcels[1]], by=c.by)
    says(c, **{door: "na", cable: "fail"})
    now.export(c, [visit])
    says(a, **{door: "pass"})
    signing_off.sign(a.store, visit, side="police", by=a.by)
    now.export(a, [visit])
    register.merge(b.store, [now.parcels[-1]], by=b.by)
    now.export(b, [visit])
    assert len(now.parcels) == 6
    return now.parcels


def hold(many: int, seed: int, merging: AbstractContextManager[object] | None = None) -> None:
    """So many of the 720 orders, each in a register of its own, give one digest and one set of rows."""
    begun = world.beginning(workbooks=False)
    with begun.going():
        now = begun.again()
        parcels = told(now)
        orders = list(itertools.permutations(parcels))
        chosen = orders if many >= len(orders) else random.Random(seed).sample(orders, many)
        first = None
        with merging or nullcontext():
            for order in chosen:
                store = now.blank()
                for path in order:
                    laws.take(store, [path])
                found = laws.state(store)
                first = first or found
                assert found == first, f"the order {[path.stem for path in order]}"
        begun.pool.end()
