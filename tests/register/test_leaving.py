"""A workbook takes its name after the store has said that it leaves; a program that ends between the two is made up for."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from inspector import handover, visits
from inspector.errors import FileUnwritable
from inspector.model import Handover
from inspector.reports import files
from tests.register.world import World


class PowerCut(BaseException):
    """Nothing of the program runs any more."""


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The power fails at the moment when the file would take its name: nobody cleans up."""

    def fails(*_names: Any) -> None:
        raise PowerCut

    monkeypatch.setattr(files.os, "replace", fails)
    return monkeypatch


def numbers(world: World) -> list[int]:
    """The hand-overs that laptop a knows of."""
    with world.a.store.read() as reader:
        return sorted(one.number for one in reader.all(Handover, device=reader.device))


def test_a_workbook_whose_naming_was_cut_off_is_there_when_the_store_is_opened_again(
    world: World, cut: pytest.MonkeyPatch
) -> None:
    path = world.folder / "cut.xlsx"
    world.a.answer(world.visit, "s3/ht_16", "pass")
    with pytest.raises(PowerCut):
        handover.export(world.a.store, [world.visit], path, by=world.a.by)
    assert not path.exists()
    assert numbers(world) == [1, 2]

    cut.undo()
    world.laptop("a")
    assert handover.verify(path).intact
    assert not list(world.folder.glob(".*.part"))
    (taken,) = world.taken(path)
    assert (taken.verdict, taken.number) == ("merged", 2)


def test_the_next_workbook_gives_the_last_one_its_name_and_takes_none_of_its_number(
    world: World, cut: pytest.MonkeyPatch
) -> None:
    path = world.folder / "cut.xlsx"
    with pytest.raises(PowerCut):
        handover.export(world.a.store, [world.visit], path, by=world.a.by)
    cut.undo()
    made = handover.export(world.a.store, [world.visit], world.folder / "next.xlsx", by=world.a.by)

    assert (made.number, numbers(world)) == (3, [1, 2, 3])
    assert [one.number for one in world.taken(path, made.path)] == [2, 3]


def test_what_took_the_name_meanwhile_stays(world: World, cut: pytest.MonkeyPatch) -> None:
    path = world.folder / "cut.xlsx"
    with pytest.raises(PowerCut):
        handover.export(world.a.store, [world.visit], path, by=world.a.by)
    cut.undo()
    (part,) = world.folder.glob(".*.part")
    path.write_bytes(b"another one")
    os.utime(path, ns=(part.stat().st_mtime_ns + 1, part.stat().st_mtime_ns + 1))
    world.laptop("a")

    assert path.read_bytes() == b"another one"
    assert handover.verify(world.folder / "cut (2).xlsx").intact


def test_a_workbook_that_cannot_be_written_takes_no_number(world: World) -> None:
    with pytest.raises(FileUnwritable):
        handover.export(world.a.store, [world.visit], world.folder / "nowhere" / "x.xlsx", by=world.a.by)

    assert numbers(world) == [1]


@pytest.mark.parametrize("what", ["a folder", "a file that is held"])
def test_a_name_that_does_not_give_way_is_refused_before_a_number_is_taken(
    world: World, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    path = world.folder / "open.xlsx"
    if what == "a folder":
        path.mkdir()
    else:  # what Windows says of a workbook that is open in Excel
        path.write_bytes(b"open")
        usual = Path.open

        def held(self: Path, *arguments: Any, **named: Any) -> Any:
            if self == path:
                raise PermissionError(errno.EACCES, "held")
            return usual(self, *arguments, **named)

        monkeypatch.setattr(Path, "open", held)
    with pytest.raises(FileUnwritable):
        handover.export(world.a.store, [world.visit], path, by=world.a.by)

    assert numbers(world) == [1]
    assert not list(world.folder.glob(".*.part"))


def test_a_file_that_is_opened_elsewhere_while_the_workbook_is_written_costs_no_workbook(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = world.folder / "open.xlsx"
    path.write_bytes(b"open")
    usual = os.replace

    def refuses(source: Any, target: Any) -> None:
        if Path(target) == path:
            raise PermissionError(errno.EACCES, "held")
        usual(source, target)

    monkeypatch.setattr(files.os, "replace", refuses)
    with pytest.raises(FileUnwritable):
        handover.export(world.a.store, [world.visit], path, by=world.a.by)
    assert path.read_bytes() == b"open"

    made = handover.export(world.a.store, [world.visit], world.folder / "next.xlsx", by=world.a.by)
    assert numbers(world) == [1, 2, 3]
    assert [one.number for one in world.taken(world.folder / "open (2).xlsx", made.path)] == [2, 3]


def test_within_several_steps_the_name_is_given_after_the_last(world: World) -> None:
    path = world.folder / "together.xlsx"
    with world.a.store.together():
        handover.export(world.a.store, [world.visit], path, by=world.a.by)
        assert not path.exists()
    assert handover.verify(path).intact

    def one_that_is_refused() -> None:
        with world.a.store.together():
            handover.export(world.a.store, [world.visit], world.folder / "lost.xlsx", by=world.a.by)
            handover.export(world.a.store, ["no such visit"], world.folder / "lost too.xlsx", by=world.a.by)

    with pytest.raises(visits.VisitUnknown):
        one_that_is_refused()
    assert not (world.folder / "lost.xlsx").exists()
    assert not list(world.folder.glob(".*.part"))
    assert numbers(world) == [1, 2]
