"""Work is given in the same kind of workbook: what was there before goes along, and work that was done is never undone."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector import arrivals, disagreements, handover, register, trust, visits
from inspector.demo.pictures import taken
from inspector.model import VisitState
from inspector.store import evidence
from tests.scenario import Laptop

ITEM, OTHER = "s3/ht_16", "s3/ht_19"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[list[Laptop]]:
    laptops = [
        Laptop(tmp_path, name, person=person) for name, person in zip("oab", ("Hoàng", "Lê", "Ngô"), strict=True)
    ]
    yield laptops
    for one in laptops:
        one.store.close()


def assigned(office: Laptop, *chosen: str) -> Path:
    path = office.folder / f"assignment-{office.digest()[:8]}.xlsx"
    handover.assign(office.store, chosen, path, by=office.by)
    return path


def test_an_assignment_brings_the_last_answers_open_findings_and_smaller_photos(made: list[Laptop]) -> None:
    office, team, _other = made
    before = office.start()
    office.answer(before, ITEM, "fail", "Cáp võng.")
    picture = taken("cable", "x", datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC))
    visits.add_photo(office.store, before, "infrastructure", ITEM, picture, by=office.by)
    planned = office.start()
    (took,) = team.merge(assigned(office, planned)).files

    assert (took.verdict, took.visits) == ("merged", (planned,))
    assert team.value(before, ITEM) == "fail"
    with team.store.read() as reader:
        assert [one.path for one in visits.dossier(reader, before).findings] == [ITEM]
        (photo,) = next(line for line in visits.dossier(reader, before).pages[0].lines if line.photos).photos
        small = evidence.shown(reader, photo.sha256)
        assert evidence.fetch(reader, photo.sha256) is None
        assert small is not None
        assert arrivals.parcels(reader) == []


def test_an_assignment_hands_nothing_over(made: list[Laptop]) -> None:
    office, team, _other = made
    planned = office.start()
    team.merge(assigned(office, planned))
    with team.store.read() as reader:
        assert visits.handovers(reader, planned) == []
        assert visits.state(reader, visits.known(reader, planned)) is VisitState.DRAFT


def test_an_assignment_that_comes_twice_or_late_overwrites_no_work(made: list[Laptop]) -> None:
    office, team, _other = made
    planned = office.start()
    file = assigned(office, planned)
    team.merge(file)
    team.answer(planned, ITEM, "fail", "Đã làm.")
    assert team.merge(file).files[0].verdict == "nothing new"
    office.answer(planned, OTHER, "pass")
    team.merge(assigned(office, planned))

    assert (team.value(planned, ITEM), team.value(planned, OTHER)) == ("fail", "pass")
    with team.store.read() as reader:
        assert disagreements.waiting(reader) == []


def test_an_assignment_that_says_otherwise_is_a_disagreement_and_no_loss(made: list[Laptop]) -> None:
    office, team, _other = made
    planned = office.start()
    team.merge(assigned(office, planned))
    team.answer(planned, ITEM, "fail")
    office.answer(planned, ITEM, "pass")
    team.merge(assigned(office, planned))
    with team.store.read() as reader:
        (found,) = disagreements.waiting(reader)

    assert {one.value for one in found.values} == {"pass", "fail"}


def test_an_assignment_introduces_the_keys_that_the_office_knows(made: list[Laptop]) -> None:
    office, team, other = made
    result = other.export(other.start("THA0091"))
    office.merge(result)
    team.merge(assigned(office, office.start()))
    with team.store.read() as reader:
        sources = {key.device: key.source for key in trust.known(reader)}
    (taken_in,) = register.merge(team.store, [result], first_use=False).files

    assert set(sources.values()) == {trust.Source.FIRST_USE, trust.Source.ASSIGNMENT}
    assert (taken_in.verdict, taken_in.standing) != ("refused", trust.Standing.NEW)


def test_results_introduce_no_key_but_their_own(made: list[Laptop]) -> None:
    office, team, other = made
    team.merge(other.export(other.start("THA0091")))
    office.merge(team.export(team.start()))
    with office.store.read() as reader:
        assert len(trust.known(reader)) == 1


def test_taking_out_keeps_the_decisions_made_here_and_counts_them(made: list[Laptop]) -> None:
    office, team, other = made
    visit = team.start()
    other.merge(team.export(visit))
    team.answer(visit, ITEM, "pass")
    other.answer(visit, ITEM, "fail")
    office.merge(team.export(visit))
    (late,) = office.merge(other.export(visit)).files
    with office.store.read() as reader:
        (found,) = disagreements.waiting(reader)
    disagreements.decide(office.store, found.id, value="fail", reason="Xem ảnh.", by=office.by)
    taken_out = arrivals.takeout(office.store, late.parcel)

    assert taken_out.decisions_kept == 1
    assert office.value(visit, ITEM) == "fail"
    assert office.store.rebuild()[1] == 0
