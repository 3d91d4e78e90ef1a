"""What one cell means: codes, positions, dates, telephones, communes, and Vietnamese in every encoding of the last thirty years."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from inspector.stationlist import read
from tests.stationlist.books import codes, listed, one

PLACE = ("Mã trạm", "Tên trạm", "Vĩ độ", "Kinh độ")


@pytest.mark.parametrize(
    ("written", "code", "key"),
    [
        ("THA0123 ", "THA0123", "THA0123"),
        ("\u00a0tha 123", "tha 123", "THA123"),
        ("THA-0123", "THA-0123", "THA0123"),
        ("THA_HHA_HOANG_LOC", "THA_HHA_HOANG_LOC", "THAHHAHOANGLOC"),
        ("B12/THA7", "B12/THA7", "B12/THA7"),
        ("OLT-THA-01", "OLT-THA-01", "OLTTHA01"),
    ],
)
def test_a_code_keeps_its_spelling_beside_its_key(tmp_path: Path, written: str, code: str, key: str) -> None:
    station = one(tmp_path, ("Mã trạm", "Tên trạm"), written, "Một")
    assert (station.code, station.key) == (code, key)


def test_a_code_stored_as_a_number_is_taken_and_told(tmp_path: Path) -> None:
    found = listed(tmp_path, (123, "Một"), head=("Mã trạm", "Tên trạm"))
    assert [station.code for station in found.stations] == ["123"]
    assert codes(found) == ["code.number"]


def test_the_same_site_by_technology_is_one_station(tmp_path: Path) -> None:
    found = listed(tmp_path, ("THA0123_3G", "Một"), ("THA0123_4G", "Một"), head=("Mã trạm", "Tên trạm"))
    assert [(s.code, s.fields["alt_codes"]) for s in found.stations] == [("THA0123", "THA0123_3G;THA0123_4G")]
    assert [(problem.row, problem.code) for problem in found.problems] == [(3, "duplicate.joined")]
    assert found.data_rows == 2


def test_codes_of_technologies_in_columns_of_their_own_are_kept(tmp_path: Path) -> None:
    station = one(tmp_path, ("Mã trạm", "Tên trạm", "Mã 3G", "Mã 4G"), "THA1", "Một", "3G_THA1", "THA1L")
    assert station.fields["alt_codes"] == "3G_THA1;THA1L"


def test_the_letter_o_and_the_digit_0_are_a_suspicion_not_one_code(tmp_path: Path) -> None:
    found = listed(tmp_path, ("THA0012", "Một"), ("THAO012", "Hai"), head=("Mã trạm", "Tên trạm"))
    assert [station.code for station in found.stations] == ["THA0012", "THAO012"]
    assert codes(found) == ["code.letter-o"]


def test_one_code_for_two_places_leaves_the_second_to_a_person(tmp_path: Path) -> None:
    found = listed(tmp_path, ("THA1", "Một", 19.80, 105.80), ("THA1", "Một", 19.81, 105.80), head=PLACE)
    assert len(found.stations) == 1
    assert [(problem.row, problem.code) for problem in found.untaken] == [(3, "duplicate.differs")]
    assert "1.1 km" in found.untaken[0].message


def test_one_code_twice_within_a_stones_throw_is_one_place(tmp_path: Path) -> None:
    found = listed(tmp_path, ("THA1", "Một", 19.8, 105.8), ("tha 1", "Một", 19.8009, 105.8), head=PLACE)
    assert (len(found.stations), codes(found)) == (1, ["duplicate.joined"])


def test_what_two_rows_of_one_station_say_otherwise_is_named(tmp_path: Path) -> None:
    head = ("Mã trạm", "Tên trạm", "Đơn vị quản lý", "Ghi chú")
    found = listed(tmp_path, ("THA1", "Một", "Tổ 1", None), ("THA1", "Một", "Tổ 2", "mái tôn"), head=head)
    assert found.stations[0].fields["unit"] == "Tổ 1"
    assert found.stations[0].fields["note"] == "mái tôn"
    assert codes(found) == ["duplicate.joined", "duplicate.fields"]


@pytest.mark.parametrize(
    ("lat", "lon", "expected", "told"),
    [
        (19.8067, 105.7764, ("19.8067", "105.7764"), []),
        ("19,8067", "105,7764", ("19.8067", "105.7764"), []),
        ("19°48'24\"", "105°46'35\"", ("19.8066667", "105.7763889"), []),
        ("19º48’24”N", "105º46’35”E", ("19.8066667", "105.7763889"), []),
        (105.7764, 19.8067, ("19.8067", "105.7764"), ["position.swapped"]),
        (0, 0, None, ["position.zero"]),
        (None, None, None, []),
        (19.8067, None, None, ["position.half"]),
        (19.8067, 0, None, ["position.half"]),
        ("19.8067, 105.7764", None, ("19.8067", "105.7764"), []),
        ("ở gần chợ", "ở gần chợ", None, ["position.unreadable"]),
        ("2189456", "581234", None, ["position.metres"]),
        (21.0285, 105.8542, ("21.0285", "105.8542"), ["position.outside"]),
        ("19°75'00\"", "105°46'35\"", None, ["position.unreadable"]),
    ],
)
def test_a_position_however_it_is_written(
    tmp_path: Path, lat: Any, lon: Any, expected: tuple[str, str] | None, told: list[str]
) -> None:
    found = listed(tmp_path, ("THA1", "Một", lat, lon), head=PLACE)
    fields = found.stations[0].fields
    assert (fields.get("lat"), fields.get("lon")) == (expected or (None, None))
    assert codes(found) == told


@pytest.mark.parametrize("cell", ["19.8067, 105.7764", "105.7764;19.8067", "(19.8067 105.7764)", "19,8067; 105,7764"])
def test_both_coordinates_in_one_cell(tmp_path: Path, cell: str) -> None:
    fields = one(tmp_path, ("Mã trạm", "Tên trạm", "Tọa độ"), "THA1", "Một", cell).fields
    assert (fields["lat"], fields["lon"]) == ("19.8067", "105.7764")


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("01/7/2025", "2025-07-01"),
        ("31.12.24", "2024-12-31"),
        (dt.date(2012, 5, 23), "2012-05-23"),
        (43041, "2017-11-02"),
        ("43041", "2017-11-02"),
        (2015, "2015"),
        ("năm 2015", "2015"),
        ("tháng 7/2025", "2025-07"),
        ("2025-07-01", "2025-07-01"),
    ],
)
def test_a_date_however_it_is_written(tmp_path: Path, cell: Any, date: str) -> None:
    station = one(tmp_path, ("Mã trạm", "Tên trạm", "Ngày hoạt động"), "THA1", "Một", cell)
    assert station.fields["start_date"] == date


@pytest.mark.parametrize("cell", ["31/02/2025", "hôm qua", "13/13/2025", 7])
def test_a_date_that_is_none_is_told_and_left_blank(tmp_path: Path, cell: Any) -> None:
    found = listed(tmp_path, ("THA1", "Một", cell), head=("Mã trạm", "Tên trạm", "Ngày hoạt động"))
    assert "start_date" not in found.stations[0].fields
    assert codes(found) == ["date.unreadable"]


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (900000067, "0900000067"),
        ("0900.000.067", "0900000067"),
        ("+84 900 000 067", "0900000067"),
        ("0900000067 / 0900000068", "0900000067;0900000068"),
    ],
)
def test_a_telephone_gets_its_leading_zero(tmp_path: Path, cell: Any, phone: str) -> None:
    station = one(tmp_path, ("Mã trạm", "Tên trạm", "Điện thoại"), "THA1", "Một", cell)
    assert station.fields["keeper_phone"] == phone


def test_two_people_in_one_cell_are_two(tmp_path: Path) -> None:
    cell = "Lê Văn Mẫu - 0900.000.067, Ngô Thị Ví Dụ (900000068)"
    fields = one(tmp_path, ("Mã trạm", "Tên trạm", "Người phụ trách"), "THA1", "Một", cell).fields
    assert fields["keeper"] == "Lê Văn Mẫu;Ngô Thị Ví Dụ"
    assert fields["keeper_phone"] == "0900000067;0900000068"


def test_a_telephone_that_is_none_is_kept_as_written(tmp_path: Path) -> None:
    found = listed(tmp_path, ("THA1", "Một", "hỏi bảo vệ"), head=("Mã trạm", "Tên trạm", "Điện thoại"))
    assert found.stations[0].fields["keeper_phone"] == "hỏi bảo vệ"
    assert codes(found) == ["phone.unreadable"]


@pytest.mark.parametrize(
    ("commune", "district", "now"),
    [
        ("Hoằng Giang", "Hoằng Hóa", "Xã Hoằng Giang"),
        ("xã Hoằng Quỳ", "H. Hoằng Hoá", "Xã Hoằng Giang"),
        ("P. Ba Đình", "TP Thanh Hóa", "Phường Hạc Thành"),
        ("Ba Đình", "TX Bỉm Sơn", "Phường Bỉm Sơn"),
        ("Ba Đình", "Nga Sơn", "Xã Ba Đình"),
        ("TT Bút Sơn", "Hoằng Hóa", "Xã Hoằng Hóa"),
        (unicodedata.normalize("NFD", "Hoằng Giang"), unicodedata.normalize("NFD", "Hoằng Hóa"), "Xã Hoằng Giang"),
        ("hoang giang", "hoang hoa", "Xã Hoằng Giang"),
    ],
)
def test_a_former_commune_of_a_district_is_found_today(tmp_path: Path, commune: str, district: str, now: str) -> None:
    found = listed(tmp_path, (1, "THA1", "Một", commune, district))
    assert found.stations[0].fields["commune"] == now
    assert codes(found) == []


@pytest.mark.parametrize(
    ("commune", "district", "code"),
    [
        ("Đông Thọ", "TP Thanh Hóa", "commune.split"),
        ("Ba Đình", "", "commune.several"),
        ("Xã Không Có", "", "commune.unknown"),
        ("Hoằng Giang", "Quảng Xương", "commune.not-in-district"),
        ("Hoằng Giang", "Huyện Nào Đó", "district.unknown"),
    ],
)
def test_a_commune_that_a_person_must_choose_is_never_guessed(
    tmp_path: Path, commune: str, district: str, code: str
) -> None:
    found = listed(tmp_path, (1, "THA1", "Một", commune, district))
    assert code in codes(found)
    assert "commune_code" not in found.stations[0].fields or code == "district.unknown"
    assert found.problems[0].column in ("D", "E")


def test_marks_tell_two_communes_apart(tmp_path: Path) -> None:
    head = ("Mã trạm", "Tên trạm", "Xã/phường (mới)")
    found = listed(tmp_path, ("THA1", "Một", "Phường Đông Tiến"), ("THA2", "Hai", "Xã Đồng Tiến"), head=head)
    assert [station.fields["commune"] for station in found.stations] == ["Phường Đông Tiến", "Xã Đồng Tiến"]


def test_a_commune_code_alone_places_nothing(tmp_path: Path) -> None:
    """14797 was Phường Đông Hải and is Phường Hạc Thành: codes were used again."""
    found = listed(tmp_path, ("THA1", "Một", "14797"), head=("Mã trạm", "Tên trạm", "Mã xã"))
    assert "commune" not in found.stations[0].fields
    assert codes(found) == ["commune.code-only"]


def test_a_list_that_contradicts_the_reform_is_told_and_kept(tmp_path: Path) -> None:
    head = ("Mã trạm", "Tên trạm", "Xã cũ", "Huyện", "Xã/phường (mới)")
    found = listed(tmp_path, ("THA1", "Một", "Hoằng Quỳ", "Hoằng Hóa", "Xã Hoằng Phú"), head=head)
    assert found.stations[0].fields["commune"] == "Xã Hoằng Phú"
    assert codes(found) == ["commune.mismatch"]


@pytest.mark.parametrize(
    ("head", "name", "meant"),
    [
        (("M· tr¹m", "Tªn tr¹m", "§Þa chØ"), "Tr¹m CÈm Long", "Trạm Cẩm Long"),
        (("Maõ traïm", "Teân traïm", "Ñòa chæ"), "Traïm Hoaèng Loäc", "Trạm Hoằng Lộc"),
        (("MÃ£ tráº¡m", "TÃªn tráº¡m", "Ä\x90á»‹a chá»‰"), "Tráº¡m Cáº©m Long", "Trạm Cẩm Long"),
    ],
)
def test_old_encodings_are_put_right(tmp_path: Path, head: tuple[str, ...], name: str, meant: str) -> None:
    found = listed(tmp_path, ("THA1", name, ""), ("THA2", f"{name} 2", ""), head=head)
    assert [station.fields["name"] for station in found.stations] == [meant, f"{meant} 2"]
    assert "text.converted" in [note.code for note in found.notes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_table_in_any_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    text = "\n".join(separator.join(row) for row in (("Mã trạm", "Tên trạm"), ("007", "Trạm Hoằng Lộc")))
    if encoding == "cp1258":
        signs = unicodedata.normalize("NFD", text)
        text = "".join(signs).replace("a\u0323\u0302", "â\u0323").replace("o\u0323\u0302", "ô\u0323")
        text = text.replace("a\u0306\u0300", "ă\u0300").replace("e\u0302", "ê").replace("o\u0302", "ô")
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    station = read(path).stations[0]
    assert (station.code, station.fields["name"]) == ("007", "Trạm Hoằng Lộc")
    assert read(path).problems == ()


def test_kinds_of_place_and_closed_lists_are_understood(tmp_path: Path) -> None:
    head = ("Mã trạm", "Tên trạm", "Loại", "Kiểu nhà trạm", "Chiều cao cột (m)", "Diện tích sàn", "Có người trực")
    fields = one(tmp_path, head, "THA1", "Một", "BTS", "Nhà xây", "42m", "45,5 m²", "x").fields
    assert fields["types"] == "bts tower"
    assert (fields["structure"], fields["tower_height"], fields["floor_area"]) == ("built", "42", "45.5")
    assert fields["manned"] == "yes"


def test_words_outside_the_lists_are_told_with_their_cell(tmp_path: Path) -> None:
    head = ("Mã trạm", "Tên trạm", "Loại", "Kiểu nhà trạm", "Chiều cao cột", "BMNN")
    found = listed(tmp_path, ("THA1", "Một", "Tàu vũ trụ", "Lều", "cao lắm", "hỏi sau"), head=head)
    assert {(problem.column, problem.code) for problem in found.problems} == {
        ("C", "types.unknown"), ("D", "choice.unknown"), ("E", "number.unreadable"), ("F", "choice.unknown"),
    }  # fmt: skip
    assert all("{" not in problem.message for problem in found.problems)
    assert len(found.stations) == 1
