"""Where the table stands: titles, headers of two rows, merged cells, sheets by district, totals, notes, what is hidden."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.stationlist import HEADER, NoStationTable, read
from tests.stationlist.books import HEAD, accounted, book, codes, listed

A = (1, "THA0001", "Hoằng Giang 1", "Hoằng Giang", "Hoằng Hóa", 19.85, 105.84)
B = (2, "THA0002", "Quảng Trạch", "Quảng Trạch", "Quảng Xương", 19.72, 105.78)


def test_titles_totals_and_notes_are_told_from_stations(tmp_path: Path) -> None:
    rows = [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",),
        ("DANH SÁCH TRẠM",),
        ("Đơn vị tính: trạm",),
        (),
        HEAD,
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
        A,
        (),
        B,
        ("Tổng cộng", None, 2),
        ("Ghi chú: tọa độ theo WGS84",),
        (None, None, None, None, "Người lập biểu"),
    ]
    found = read(book(tmp_path / "a.xlsx", {"Trạm": rows}))
    assert [(station.code, station.row) for station in found.stations] == [("THA0001", 7), ("THA0002", 9)]
    assert {(row.row, str(row.kind)) for row in found.skipped} == {
        (1, "title"), (2, "title"), (3, "title"), (5, "header"), (6, "header"), (10, "total"), (11, "note"), (12, "note"),
    }  # fmt: skip
    assert found.tables[0].header_rows == (5, 5)
    assert found.untaken == []


def test_a_header_of_two_rows_under_merged_cells_is_one_header(tmp_path: Path) -> None:
    rows = [
        ("STT", "Mã trạm", "Tên trạm", "Tọa độ", None, "Ghi chú"),
        (None, None, None, "Kinh độ", "Vĩ độ", None),
        (1, "THA0001", "Hoằng Giang", 105.84, 19.85, "mái tôn"),
    ]
    areas = ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"]
    found = read(book(tmp_path / "a.xlsx", {"Trạm": rows}, {"Trạm": areas}))
    assert found.tables[0].header_rows == (1, 2)
    assert [(column.letter, column.field) for column in found.tables[0].columns] == [
        ("A", "number"), ("B", "code"), ("C", "name"), ("D", "lon"), ("E", "lat"), ("F", "note"),
    ]  # fmt: skip
    fields = found.stations[0].fields
    assert (fields["lat"], fields["lon"], fields["note"]) == ("19.85", "105.84", "mái tôn")


def test_columns_stand_in_any_order_under_other_names(tmp_path: Path) -> None:
    head = ("Long", "Ghi chú", "Tên CSHT", "Quận/Huyện", "Lat", "Mã CSHT", "Phường/Xã")
    station = listed(tmp_path, (105.84, "x", "Giang", "H. Hoằng Hoá", 19.85, "THA0009", "Hoằng Giang"), head=head)
    fields = station.stations[0].fields
    assert (fields["code"], fields["name"], fields["lat"], fields["lon"]) == ("THA0009", "Giang", "19.85", "105.84")
    assert (fields["commune"], fields["old_district"]) == ("Xã Hoằng Giang", "Huyện Hoằng Hóa")


def test_a_sheet_for_each_former_district_lends_its_name(tmp_path: Path) -> None:
    head = ("Mã trạm", "Tên trạm", "Xã")
    found = read(
        book(
            tmp_path / "a.xlsx",
            {
                "Hoằng Hóa": [head, ("THA0001", "Một", "Hoằng Xuân")],
                "TX Nghi Sơn": [head, ("THA0002", "Hai", "Anh Sơn")],
                "H. Quảng Xương": [head, ("THA0003", "Ba", "Quảng Định")],
            },
        )
    )
    assert [(s.fields["commune"], s.fields["old_district"]) for s in found.stations] == [
        ("Xã Hoằng Giang", "Huyện Hoằng Hóa"),
        ("Xã Các Sơn", "Thị xã Nghi Sơn"),
        ("Xã Lưu Vệ", "Huyện Quảng Xương"),
    ]


@pytest.mark.parametrize("merged", [["A2:A4"], []])
def test_a_district_written_once_counts_for_the_rows_below(tmp_path: Path, merged: list[str]) -> None:
    rows = [
        ("Huyện", "Mã trạm", "Tên trạm", "Xã"),
        ("Hoằng Hóa", "THA0001", "Một", "Hoằng Xuân"),
        (None, "THA0002", "Hai", "Hoằng Phú"),
        (None, "THA0003", "Ba", "Hoằng Kim"),
        ("Quảng Xương", "THA0004", "Bốn", "Quảng Đức"),
    ]
    found = read(book(tmp_path / "a.xlsx", {"Trạm": rows}, {"Trạm": merged}))
    assert [station.fields["old_district"] for station in found.stations] == ["Huyện Hoằng Hóa"] * 3 + [
        "Huyện Quảng Xương"
    ]


def test_a_dash_ends_a_district_that_was_written_once(tmp_path: Path) -> None:
    head = ("Huyện", "Mã trạm", "Tên trạm")
    found = listed(tmp_path, ("Hoằng Hóa", "THA0001", "Một"), ("–", "THA0002", "Hai"), head=head)
    assert [station.fields.get("old_district", "") for station in found.stations] == ["Huyện Hoằng Hóa", ""]


def test_a_row_between_stations_names_the_district_of_the_next(tmp_path: Path) -> None:
    head = ("STT", "Mã trạm", "Tên trạm", "Xã")
    found = listed(
        tmp_path,
        ("I. HUYỆN HOẰNG HÓA",),
        (1, "THA0001", "Một", "Hoằng Xuân"),
        ("II. HUYỆN QUẢNG XƯƠNG",),
        (1, "THA0002", "Hai", "Quảng Đức"),
        head=head,
    )
    assert [station.fields["old_district"] for station in found.stations] == ["Huyện Hoằng Hóa", "Huyện Quảng Xương"]
    assert [str(row.kind) for row in found.skipped if row.row > 1] == ["section", "section"]


def test_hidden_sheets_rows_and_columns_are_read_and_told(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"Trạm": [HEAD, A, B], "Ẩn": [HEAD, (1, "THA0003", "Ba")], "Bìa": [("Bìa",)]})
    workbook = openpyxl.load_workbook(path)
    workbook["Trạm"].row_dimensions[3].hidden = True
    workbook["Trạm"].column_dimensions["C"].hidden = True
    workbook["Trạm"].auto_filter.ref = "A1:G3"
    workbook["Ẩn"].sheet_state = "hidden"
    workbook.save(path)
    found = read(path)
    assert [station.code for station in found.stations] == ["THA0001", "THA0002", "THA0003"]
    assert {(note.sheet, note.code) for note in found.notes} == {
        ("Trạm", "rows.hidden"), ("Trạm", "columns.hidden"), ("Ẩn", "sheet.hidden"), ("Bìa", "sheet.no-table"),
    }  # fmt: skip
    assert all(note.message for note in found.notes)


def test_a_column_that_nobody_knows_is_told(tmp_path: Path) -> None:
    found = listed(tmp_path, ("THA0001", "Một", "xanh"), head=("Mã trạm", "Tên trạm", "Màu sơn"))
    assert [(note.code, note.fields["column"]) for note in found.notes] == [("columns.unknown", "C")]


def test_a_person_says_which_column_is_which(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"Trạm": [("A", "B"), ("THA0001", "Một"), ("THA0002", "Hai")]})
    with pytest.raises(NoStationTable):
        read(path)
    found = read(path, mapping={"*": {HEADER: "1", "code": "A", "name": "B"}})
    assert [(station.code, station.fields["name"]) for station in found.stations] == [
        ("THA0001", "Một"),
        ("THA0002", "Hai"),
    ]


def test_rows_without_a_usable_code_are_refused_with_their_place(tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        A,
        (2, None, "Trạm không mã", "Hoằng Phú", "Hoằng Hóa"),
        (3, "#N/A", "Trạm lỗi", "Hoằng Phú", "Hoằng Hóa"),
        (4, "Chưa có mã", "Trạm mới", "Hoằng Phú", "Hoằng Hóa"),
    )
    assert [station.code for station in found.stations] == ["THA0001"]
    assert [(problem.row, problem.column, problem.code) for problem in found.untaken] == [
        (3, "B", "code.missing"),
        (4, "B", "code.missing"),
        (5, "B", "code.unusable"),
    ]
    assert found.data_rows == 4
    assert all(problem.message for problem in found.untaken)


def test_progress_is_told_and_may_stop(tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    path = book(tmp_path / "a.xlsx", {"Trạm": [HEAD, *[(n, f"THA{n:04d}", f"Trạm {n}") for n in range(600)]]})
    told: list[tuple[int, int]] = []
    read(path, progress=lambda done, total: told.append((done, total)))
    assert told
    assert all(0 < done <= total == 601 for done, total in told)

    def stop(done: int, total: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        read(path, progress=stop)


WORDS = [
    "",
    "",
    "THA0001",
    "THA0002_4G",
    "tha 3",
    "Tổng cộng",
    "Hoằng Giang",
    "I. HUYỆN HOẰNG HÓA",
    "Ghi chú: x",
    "19,85",
]
CELLS = st.one_of(st.sampled_from([*WORDS, "105.84", "0", "-", "Mã trạm", "Tên trạm", "x"]), st.text(max_size=8))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, max_size=7), max_size=12))
def test_every_row_with_text_is_found_in_exactly_one_place(tmp_path: Path, rows: list[list[str]]) -> None:
    """Taken, refused or passed over: whatever people write under a header, no row is dropped and none counts twice."""

    def cell(text: str) -> str:
        return " ".join("".join(sign for sign in text if sign.isprintable() and sign not in '"').split())

    lines = [list(HEAD), *[[cell(text) for text in row] for row in rows]]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(",".join(f'"{text}"' for text in row) for row in lines), "utf-8")
    found = read(path)
    filled = [number for number, row in enumerate(lines, start=1) if any(row)]
    assert [row for _sheet, row in accounted(found)] == filled
    assert len(found.rows) + len(found.untaken) == found.data_rows
    assert len({station.key for station in found.stations}) == len(found.stations)
    assert "duplicate.joined" in codes(found) or not any(row.part_of for row in found.rows)
