"""Merging is union: any order, any repetition; a workbook that is refused changes nothing; what came can be taken out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector import arrivals, disagreements, register, workplace
from inspector.model import DISPUTED
from inspector.store import Store
from tests import stores
from tests.scenario import Laptop

ITEM = "s3/ht_16"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[list[Laptop]]:
    laptops = [Laptop(tmp_path, "a"), Laptop(tmp_path, "b", person="Phạm Minh Họa", skew=-600)]
    yield laptops
    for one in laptops:
        one.store.close()


@pytest.fixture
def registers(tmp_path: Path) -> Iterator[list[Store]]:
    opened = [workplace.open_workplace(stores.named(tmp_path, f"register{n}")) for n in range(2)]
    yield opened
    for one in opened:
        one.close()


def digest(store: Store) -> tuple[str, int]:
    with store.read() as reader:
        return reader.digest()


def told(made: list[Laptop]) -> tuple[str, list[Path]]:
    """Two laptops with a visit each, and the first one's visit continued on the second with another answer."""
    a, b = made
    visit = a.start()
    first = a.export(visit)
    b.merge(first)
    a.answer(visit, ITEM, "pass")
    b.answer(visit, ITEM, "fail", "Cáp võng.")
    return visit, [first, a.export(visit), b.export(visit), b.export(b.start("THA0091"))]


def test_any_order_gives_the_same_register(made: list[Laptop], registers: list[Store]) -> None:
    _visit, files = told(made)
    register.merge(registers[0], files)
    for path in reversed(files):
        register.merge(registers[1], [path])

    assert digest(registers[0]) == digest(registers[1])
    assert all(one.rebuild()[1] == 0 for one in registers)


def test_the_same_workbook_twice_adds_nothing(made: list[Laptop], registers: list[Store]) -> None:
    _visit, files = told(made)
    register.merge(registers[0], files)
    before = digest(registers[0])
    again = register.merge(registers[0], files)

    assert [one.verdict for one in again.files] == ["nothing new"] * len(files)
    assert digest(registers[0]) == before


def test_a_preview_writes_nothing(made: list[Laptop], registers: list[Store]) -> None:
    _visit, files = told(made)
    before = digest(registers[0])
    seen = register.preview(registers[0], files)

    assert digest(registers[0]) == before
    merged = register.merge(registers[0], files)
    assert [one.entries_new for one in seen.files] == [one.entries_new for one in merged.files]


def test_taking_a_parcel_out_leaves_what_the_others_brought(made: list[Laptop], registers: list[Store]) -> None:
    _visit, files = told(made)
    register.merge(registers[0], files[:3])
    before = digest(registers[0])
    brought = register.merge(registers[0], files[3:]).files[0]
    taken = arrivals.takeout(registers[0], brought.parcel)

    assert taken.entries_removed == brought.entries_new > 0
    assert digest(registers[0]) == before
    assert registers[0].rebuild()[1] == 0


def test_a_disagreement_shows_both_sides_and_is_decided_once(made: list[Laptop], registers: list[Store]) -> None:
    _visit, files = told(made)
    register.merge(registers[0], files)
    with registers[0].read() as reader:
        found = [one for one in disagreements.waiting(reader) if one.kind == "answer" and one.field == "value"]

    assert [{one.value for one in each.values} for each in found] == [{"pass", "fail"}]
    assert {one.by for one in found[0].values} == {"Lê Văn Ví Dụ", "Phạm Minh Họa"}
    disagreements.decide(registers[0], found[0].id, value="fail", reason="Xem ảnh.", by=made[0].by)
    with registers[0].read() as reader:
        assert found[0].id not in {one.id for one in disagreements.waiting(reader)}


def test_a_disputed_answer_shows_as_disputed(made: list[Laptop]) -> None:
    visit, files = told(made)
    made[0].merge(files[2])

    assert made[0].value(visit, ITEM) == DISPUTED


@pytest.mark.parametrize("harm", ["cut", "foreign", "empty", "absent"])
def test_a_bad_workbook_is_refused_and_hinders_no_other(
    made: list[Laptop], registers: list[Store], tmp_path: Path, harm: str
) -> None:
    _visit, files = told(made)
    bad = tmp_path / "bad.xlsx"
    if harm == "cut":
        content = files[0].read_bytes()
        bad.write_bytes(content[: len(content) // 2])
    elif harm == "foreign":
        shutil.copy(Path("forms/fire.xlsx"), bad)
    elif harm == "empty":
        bad.write_bytes(b"")
    before = digest(registers[0])
    assert register.merge(registers[0], [bad]).files[0].verdict == "refused"
    assert digest(registers[0]) == before
    assert [one.verdict for one in register.merge(registers[0], [bad, files[0]]).files] == ["refused", "merged"]
