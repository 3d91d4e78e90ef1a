"""Room on a laptop: photos become small copies once the register holds them, and not before."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import pytest

from inspector import purging, receipts, register, visits
from inspector.demo.pictures import taken
from inspector.store import Store, evidence
from tests.register.world import FORM, ITEM
from tests.scenario import Laptop

PICTURE = taken("cable", "x", datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC))
SHA = hashlib.sha256(PICTURE).hexdigest()


def photographed(laptop: Laptop) -> str:
    """A visit with one photo."""
    visit = laptop.start()
    laptop.answer(visit, ITEM, "fail")
    visits.add_photo(laptop.store, visit, FORM, ITEM, PICTURE, by=laptop.by)
    return visit


def acknowledged(laptop: Laptop, office: Store, folder: Path, *chosen: str) -> None:
    """Hand over, and take the receipt."""
    register.merge(office, [laptop.export(*chosen)])
    laptop.merge(*receipts.write(receipts.make(office), folder))


def ready(laptop: Laptop) -> list[str]:
    with laptop.store.read() as reader:
        return purging.ready(reader)


def held(laptop: Laptop) -> bytes | None:
    with laptop.store.read() as reader:
        return evidence.fetch(reader, SHA)


def test_nothing_goes_before_the_register_has_said_that_it_holds_it(
    laptop: Laptop, office: Store, tmp_path: Path
) -> None:
    visit = photographed(laptop)
    for _step in ("not handed over", "handed over, on its way"):
        with pytest.raises(purging.NotReceived):
            purging.purge(laptop.store, [visit])
        assert (held(laptop), ready(laptop)) == (PICTURE, [])
        file = laptop.export(visit)
    register.merge(office, [file])
    laptop.merge(*receipts.write(receipts.make(office), tmp_path))

    assert ready(laptop) == [visit]
    laptop.answer(visit, ITEM, "pass")
    with pytest.raises(purging.NotReceived):
        purging.purge(laptop.store, [visit])
    assert (held(laptop), ready(laptop)) == (PICTURE, [])


def test_a_small_copy_stays_and_the_journal_is_as_it_was(laptop: Laptop, office: Store, tmp_path: Path) -> None:
    visit = photographed(laptop)
    acknowledged(laptop, office, tmp_path, visit)
    before = laptop.digest()

    done = purging.purge(laptop.store, [visit])

    assert done.photos == 1
    assert 0 < done.bytes < len(PICTURE)
    assert laptop.digest() == before
    assert held(laptop) is None
    with laptop.store.read() as reader:
        copy = evidence.shown(reader, SHA)
    assert copy is not None
    assert len(copy) == len(PICTURE) - done.bytes
    assert (ready(laptop), purging.purge(laptop.store, [visit]).photos) == ([], 0)
    with office.read() as reader:
        assert evidence.fetch(reader, SHA) == PICTURE


def test_a_photo_that_another_visit_shows_stays_whole(laptop: Laptop, office: Store, tmp_path: Path) -> None:
    first, _other = photographed(laptop), photographed(laptop)
    acknowledged(laptop, office, tmp_path, first)

    assert purging.purge(laptop.store, [first]).photos == 0
    assert held(laptop) == PICTURE
