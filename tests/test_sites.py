"""The site register: lists are taken in and never erase, sites are found however they are spelled, and come out again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector import paths, sites, stationlist
from inspector.errors import Cancelled
from inspector.journal import Entry, Says
from inspector.model import DISPUTED, Op, Site, site_uid
from inspector.store import Store, open_store
from tests.stationlist.books import book

HEAD = ("Mã trạm", "Tên trạm", "Mã khác", "Xã", "Huyện", "Vĩ độ", "Kinh độ", "Ghi chú")
A = ("THA0001", "Hoằng Giang", "CSHT-77", "Hoằng Giang", "Hoằng Hóa", 19.85, 105.84, "mái tôn")
B = ("THA0002", "Quảng Trạch", None, "Quảng Trạch", "Quảng Xương", 19.72, 105.78, None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "office.db") as opened:
        yield opened


def take(store: Store, path: Path, *rows: Any, head: Any = HEAD) -> sites.Taken:
    return sites.take(store, stationlist.read(book(path / "tram.xlsx", {"Trạm": [head, *rows]})), by="p")


def digest(store: Store) -> tuple[str, int]:
    with store.read() as reader:
        return reader.digest()


def named(store: Store, code: str) -> Site:
    with store.read() as reader:
        return sites.named(reader, code)


def test_a_list_is_taken_as_one_act(store: Store, tmp_path: Path) -> None:
    taken = take(store, tmp_path, A, B)
    assert (taken.rows, taken.added, taken.updated, taken.unchanged) == (2, 2, 0, 0)
    assert digest(store)[1] == 1
    found = named(store, "THA0001")
    assert (found.name, found.commune, found.lat, found.lon) == ("Hoằng Giang", "Xã Hoằng Giang", 19.85, 105.84)


def test_the_same_list_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    take(store, tmp_path, A, B)
    before = digest(store)
    again = take(store, tmp_path, A, B)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 2)
    assert digest(store) == before


def test_the_whole_sample_again_changes_nothing_and_every_row_is_counted(store: Store) -> None:
    found = stationlist.read(paths.resource("sample", "stations.xlsx"))
    first = sites.take(store, found, by="p")
    before = digest(store)
    second = sites.take(store, found, by="p")
    assert first.rows == first.added + first.updated + first.unchanged + len(found.untaken)
    assert second.rows == second.unchanged + len(found.untaken)
    assert digest(store) == before


def test_what_a_list_leaves_blank_stays(store: Store, tmp_path: Path) -> None:
    take(store, tmp_path, A)
    taken = take(store, tmp_path, ("tha-0001", "Hoằng Giang Mới"), head=("Mã trạm", "Tên trạm"))
    assert (taken.added, taken.updated) == (0, 1)
    found = named(store, "THA0001")
    assert (found.name, found.note, found.lat) == ("Hoằng Giang Mới", "mái tôn", 19.85)
    assert found.code == "tha-0001"


def test_the_name_of_a_sheet_takes_no_kind_from_a_site_that_is_known(store: Store, tmp_path: Path) -> None:
    """A list of new names, without a column of kinds, on a sheet named after one: the mast was lost, and its checklist."""
    take(store, tmp_path, (*A, "BTS, cột anten"), head=(*HEAD, "Loại"))
    assert named(store, "THA0001").types == "bts tower"

    taken = take(store, tmp_path, ("THA0001", "Hoằng Giang Mới"), head=("Mã trạm", "Tên trạm"))
    assert (taken.updated, named(store, "THA0001").name) == (1, "Hoằng Giang Mới")
    assert named(store, "THA0001").types == "bts tower"

    take(store, tmp_path, ("THA0001", "BTS"), head=("Mã trạm", "Loại"))
    assert named(store, "THA0001").types == "bts"


def test_rows_of_one_station_count_once_as_changed(store: Store, tmp_path: Path) -> None:
    head = ("Mã trạm", "Tên trạm")
    taken = take(store, tmp_path, ("THA1_3G", "Một"), ("THA1_4G", "Một"), ("THA2", "Hai"), head=head)
    assert (taken.rows, taken.added, taken.updated, taken.unchanged) == (3, 2, 0, 1)
    assert named(store, "THA1_4G").code == "THA1"


def test_a_site_known_by_another_code_is_that_site(store: Store, tmp_path: Path) -> None:
    take(store, tmp_path, A)
    taken = take(store, tmp_path, ("csht 77", "Hoằng Giang", "cột mới"), head=("Mã trạm", "Tên trạm", "Ghi chú"))
    assert (taken.added, taken.updated) == (0, 1)
    found = named(store, "CSHT77")
    assert (found.uid, found.code, found.note) == (site_uid("THA0001"), "THA0001", "cột mới")


def test_an_other_code_of_two_sites_names_neither(store: Store) -> None:
    sites.add(store, "THA1", by="p", alt_codes="X1")
    sites.add(store, "THA2", by="p", alt_codes="x-1")
    with pytest.raises(sites.SiteUnknown):
        named(store, "X1")


def test_what_people_dispute_is_left_to_them(store: Store, tmp_path: Path) -> None:
    """Two laptops said two names; a list that comes later does not decide for them."""
    site = sites.add(store, "THA0001", by="p", name="Tên thứ nhất")
    other = Entry.make(
        device="other", number=1, previous="", at="2026-11-24T08:00:00+07:00", person="q", op=Op.EDIT_SITE,
        says=(Says(Site.KIND, site.uid, "name", "Tên thứ hai", ()),),
    )  # fmt: skip
    with store.transact(Op.HAND_OVER, by="p") as tx:
        tx.add([other])
    assert named(store, "THA0001").name == DISPUTED

    taken = take(store, tmp_path, ("THA0001", "Tên thứ ba", "mái tôn"), head=("Mã trạm", "Tên trạm", "Ghi chú"))

    assert taken.updated == 1
    assert (named(store, "THA0001").name, named(store, "THA0001").note) == (DISPUTED, "mái tôn")


def test_a_preview_says_each_change_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    take(store, tmp_path, A)
    before = digest(store)
    rows = [("THA0001", "Tên Khác"), ("THA0003", "Ba")]
    found = stationlist.read(book(tmp_path / "b.xlsx", {"T": [("Mã trạm", "Tên trạm"), *rows]}))
    with store.read() as reader:
        planned = sites.preview(reader, found)
    assert [(one.new, one.changes) for one in planned] == [
        (False, (("name", "Hoằng Giang", "Tên Khác"),)),
        (True, (("code", "", "THA0003"), ("name", "", "Ba"))),
    ]
    assert digest(store) == before


def test_a_list_that_is_stopped_leaves_nothing(store: Store, tmp_path: Path) -> None:
    head = ("Mã trạm", "Tên trạm")
    rows = [(f"THA{number:04d}", f"Trạm {number}") for number in range(450)]
    found = stationlist.read(book(tmp_path / "b.xlsx", {"T": [head, *rows]}))
    before = digest(store)

    def stop(done: int, total: int) -> None:
        assert (done, total) == (200, 450)
        raise Cancelled

    with pytest.raises(Cancelled):
        sites.take(store, found, by="p", progress=stop)
    assert digest(store) == before
    with store.read() as reader:
        assert sites.listed(reader) == []


@pytest.mark.parametrize("search", ["hoang giang", "HOẰNG", "tha0001", "giang hoang", "hoằng hoá"])
def test_a_site_is_found_without_marks(store: Store, tmp_path: Path, search: str) -> None:
    take(store, tmp_path, A, B)
    with store.read() as reader:
        assert [site.code for site in sites.listed(reader, search)] == ["THA0001"]


@pytest.mark.parametrize("search", ["%", "_", "không có", "THA0001 quảng"])
def test_signs_of_the_database_are_only_signs(store: Store, tmp_path: Path, search: str) -> None:
    take(store, tmp_path, A, B)
    with store.read() as reader:
        assert sites.listed(reader, search) == []


def test_no_search_lists_all_by_code(store: Store, tmp_path: Path) -> None:
    take(store, tmp_path, B, A)
    with store.read() as reader:
        assert [site.code for site in sites.listed(reader, "  ")] == ["THA0001", "THA0002"]


@pytest.mark.parametrize("code", ["THA0001", " tha 0001", "tha-0001", "THA_00.01"])
def test_a_code_is_known_however_it_is_spelled(store: Store, tmp_path: Path, code: str) -> None:
    take(store, tmp_path, A)
    assert named(store, code).uid == site_uid("THA0001")
    assert named(store, site_uid("THA0001")).code == "THA0001"


def test_an_unknown_code_is_refused_by_name(store: Store) -> None:
    with pytest.raises(sites.SiteUnknown) as refused:
        named(store, "THA7777")
    assert "THA7777" in refused.value.says()


@pytest.mark.parametrize("code", ["", "  ", "- _ ."])
def test_a_site_without_a_code_is_not_written(store: Store, code: str) -> None:
    before = digest(store)
    with pytest.raises(sites.SiteRefused):
        sites.add(store, code, by="p", name="Không mã")
    assert digest(store) == before


def test_a_site_is_written_down_and_edited(store: Store) -> None:
    made = sites.add(store, "tha 9", by="p", name="Chín")
    changes = sites.edit(store, made.uid, by="p", name="  Trạm   Chín ", lat="19.8")
    assert changes.touch(Site, uid=made.uid)
    assert (named(store, "THA9").name, named(store, "THA9").lat) == ("Trạm Chín", 19.8)
    assert not sites.edit(store, made.uid, by="p", name="Trạm Chín")
    with pytest.raises(sites.SiteUnknown):
        sites.edit(store, "nowhere", by="p", name="x")


def test_a_site_is_described_without_its_blanks(store: Store, tmp_path: Path) -> None:
    take(store, tmp_path, A)
    said = sites.described(named(store, "THA0001"))
    assert said["alt_codes"] == ["CSHT-77"]
    assert {"code", "name", "commune", "lat", "lon", "types"} <= set(said)
    assert said["types"] == ["bts"], "the sheet is called Trạm"
    assert "owner" not in said


def test_the_register_that_was_exported_is_the_register(store: Store, tmp_path: Path) -> None:
    sites.take(store, stationlist.read(paths.resource("sample", "stations.xlsx")), by="p")
    path = tmp_path / "out.xlsx"
    with store.read() as reader:
        assert sites.export(reader, path) == len(sites.listed(reader))
    before = digest(store)
    again = sites.take(store, stationlist.read(path), by="p")
    assert (again.added, again.updated, again.unchanged) == (0, 0, again.rows)
    assert digest(store) == before
