"""A round is drawn up from sites, shared out among teams, written as one act and handed out in files."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector import agenda, handover, paths, people, register, rounds, sites, stationlist, workplace
from inspector.model import Member, Side, Visit
from inspector.rounds import Remark, Team
from inspector.store import Store

MONDAY = datetime.date(2026, 11, 23)
FRIDAY = datetime.date(2026, 11, 27)
TEAMS = [
    Team("Đoàn 1", {Side.POLICE: ("Lê Văn Ví Dụ",), Side.VNPT: ("Phạm Minh Họa",)}),
    Team("Đoàn 2", {Side.POLICE: ("Trần Văn Thử Nghiệm",)}),
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Store, str]]:
    with workplace.open_workplace(str(tmp_path / "office.db")) as store:
        me = people.settle(store, "Phụ Trách Mẫu", side=Side.POLICE)
        sites.take(store, stationlist.read(paths.resource("sample", "stations.xlsx")), by=me.uid)
        yield store, me.uid


def chosen(store: Store, number: int) -> list[rounds.Stop]:
    with store.read() as reader:
        uids = [site.uid for site in sites.listed(reader)[:number]]
        return rounds.stops(reader, uids, MONDAY.isoformat())


def test_neighbours_go_to_one_team_on_working_days(office: tuple[Store, str]) -> None:
    stops = chosen(office[0], 20)

    planned = rounds.shared_out(stops, ["A", "B"], MONDAY, MONDAY + datetime.timedelta(days=13))

    assert {one.team for one in planned} == {"A", "B"}
    assert all(datetime.date.fromisoformat(one.on).weekday() < 5 for one in planned)
    assert [one.commune for one in planned] == [one.commune for one in stops]
    assert not any(Remark.CROWDED in one.remarks or one.refused for one in planned)


def test_what_stands_against_a_plan_is_said_before_it_is_written(office: tuple[Store, str]) -> None:
    stops = chosen(office[0], 8)

    crowded = rounds.shared_out(stops, ["A"], MONDAY, MONDAY)
    twice = rounds.judged([*crowded, crowded[0]], MONDAY, MONDAY)
    late = rounds.judged(crowded, FRIDAY, FRIDAY)

    assert all(Remark.CROWDED in one.remarks and Remark.NEVER in one.remarks for one in crowded)
    assert [one.refused for one in twice] == [True] + [False] * 7 + [True]
    assert all(Remark.OUTSIDE in one.remarks for one in late)
    with pytest.raises(rounds.RoundRefused):
        rounds.write_plan(office[0], "Đợt", twice, TEAMS, starts=MONDAY, ends=MONDAY, by=office[1])


def test_a_plan_is_written_whole_and_each_team_gets_its_own_files(office: tuple[Store, str], tmp_path: Path) -> None:
    store, by = office
    planned = rounds.shared_out(chosen(store, 5), ["Đoàn 1", "Đoàn 2"], MONDAY, FRIDAY)
    with store.read() as reader:
        before = reader.digest()[1]

    uid, changes = rounds.write_plan(store, "Quý I", planned, TEAMS, starts=MONDAY, ends=FRIDAY, by=by)
    given = rounds.hand_out(store, uid, tmp_path / "out", by=by)

    assert len(changes.entries) == 6
    assert before > 0
    with store.read() as reader:
        made = reader.all(Visit, round=uid)
        assert len(made) == 5
        assert all(visit.date >= MONDAY.isoformat() for visit in made)
        assert {one.side for one in reader.all(Member)} == {"police", "vnpt"}
        again = rounds.stops(reader, [made[0].site], MONDAY.isoformat())
    assert again[0].elsewhere == "Quý I"
    assert [(one.team, one.visits) for one in given] == [("Đoàn 1", 3), ("Đoàn 2", 2)]
    assert all(one.workbook.is_file() and one.tags.read_bytes().startswith(b"%PDF") for one in given)
    assert handover.read(given[0].workbook).manifest.purpose == handover.ASSIGNMENT
    with workplace.open_workplace(str(tmp_path / "laptop.db")) as laptop:
        people.settle(laptop, "Lê Văn Ví Dụ", side=Side.POLICE)
        merged = register.merge(laptop, [given[0].workbook])
        with laptop.read() as reader:
            now = agenda.read(reader, MONDAY.isoformat())
    assert merged.files[0].verdict == "merged"
    assert now.waits == 3
    assert not now.drafts


def test_the_files_of_two_rounds_lie_in_one_folder(office: tuple[Store, str], tmp_path: Path) -> None:
    """Teams are called alike in every round, and names of rounds as they stand in a plan are long."""
    store, by = office
    title = "Kế hoạch phối hợp kiểm tra an toàn phòng cháy, chữa cháy tại các trạm viễn thông trên địa bàn tỉnh"
    planned = rounds.shared_out(chosen(store, 4), ["Đoàn 1", "Đoàn 2"], MONDAY, FRIDAY)

    given = []
    for name in ("Quý I", title):
        uid, _changes = rounds.write_plan(store, name, planned, TEAMS, starts=MONDAY, ends=FRIDAY, by=by)
        given += rounds.hand_out(store, uid, tmp_path, by=by)

    assert len({one.workbook for one in given}) == len({one.tags for one in given}) == 4
    assert len(list(tmp_path.glob("*.xlsx"))) == 4


def test_an_empty_plan_is_refused(office: tuple[Store, str], tmp_path: Path) -> None:
    with pytest.raises(rounds.NothingPlanned):
        rounds.write_plan(office[0], "Đợt", [], TEAMS, starts=MONDAY, ends=FRIDAY, by=office[1])
