"""A checklist filled in a spreadsheet by a person without the program is merged like a parcel, or refused with its place."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from inspector import checklists, reports, sites
from inspector.model import Answer
from inspector.reports import papers
from tests import workbooks
from tests.form.sheets import markdown
from tests.scenario import Laptop


@pytest.fixture
def office(tmp_path: Path) -> Laptop:
    made = Laptop(tmp_path, "Office")
    sites.add(made.store, "THA0123", by=made.by, name="Trạm Hoằng Lộc", types="bts")
    return made


def filled(
    office: Laptop,
    name: str = "phieu.xlsx",
    *,
    site: Any = "tha-0123",
    day: Any = "20/11/2026",
    person: Any = "Trần Thị Bưởi",
    **answers: tuple[Any, ...],
) -> Path:
    """The blank fire checklist with these cells: item -> result, value, note."""
    path = office.folder / name
    with office.store.read() as reader:
        reports.render(papers.blank_of(reader, "fire"), path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row, value in ((3, site), (4, day), (5, person)):
        workbooks.fill_beside(sheet, row, value)
    row_of = {sheet.cell(row, 2).value: row for row in range(1, sheet.max_row + 1)}
    for code, cells in answers.items():
        for column, value in zip((5, 7, 9), cells, strict=False):
            cell = sheet.cell(row_of[code.replace("_", "-")], column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)
    return path


def test_answers_become_those_of_the_named_person(office: Laptop):
    path = filled(office, PCCC_01=("Đạt",), PCCC_02=("Không đạt", None, "=1+1"))

    merged = office.merge(path)

    (one,) = merged.files
    assert (one.verdict, one.entries_new, len(one.visits)) == ("merged", 1, 1)
    lines = {line.item.code: line for line in office.lines(one.visits[0]).values()}
    assert (lines["PCCC-01"].value, lines["PCCC-02"].value, lines["PCCC-02"].note) == ("pass", "fail", "=1+1")
    assert lines["PCCC-02"].by == "Trần Thị Bưởi"


def test_the_same_file_again_brings_nothing_new(office: Laptop):
    path = filled(office, PCCC_01=("Đạt",))
    first = office.merge(path)

    again = office.merge(path)

    assert [one.verdict for one in again.files] == ["nothing new"]
    assert again.digest == first.digest


def test_two_people_who_differ_wait_for_a_decision(office: Laptop):
    one = filled(office, "a.xlsx", PCCC_01=("Đạt",))
    other = filled(office, "b.xlsx", person="Ngô Văn Mẫu", PCCC_01=("Không đạt",))

    merged = office.merge(one, other)

    assert merged.disagreements == 1
    assert {value.value for value in office.waiting()[0].values} == {"pass", "fail"}


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"site": "KHONGCO"}, "!C3 (Mã địa điểm): Kho này không có địa điểm mang mã KHONGCO"),
        ({"site": None}, "!C3 (Mã địa điểm)"),
        ({"person": None}, "!C5 (Người kiểm tra)"),
        ({"day": "hôm qua"}, "!C4 (Ngày kiểm tra): “hôm qua”"),
        ({"PCCC_01": ("Tạm được",)}, "Tạm được"),
        ({"PCCC_01": ("Đạt", "12")}, "PCCC-01"),
    ],
)
def test_what_is_no_answer_is_refused_with_its_place(office: Laptop, cells: dict[str, Any], says: str):
    path = filled(office, **{"PCCC_02": ("Đạt",), **cells})
    with office.store.read() as reader:
        before = reader.digest()

    (one,) = office.merge(path).files

    assert one.verdict == "refused"
    assert says in one.reason
    with office.store.read() as reader:
        assert reader.digest() == before


EVERY_KIND = """
| survey | | | | |
| | type | name | label | bind::ins:code |
| | select_one kq | pc | Có bình chữa cháy | PC-01 |
| | text | hieu | Nhãn hiệu | |
| | integer | so | Số bình | |
| | decimal | ap | Áp suất | |
| | date | ngay | Ngày nạp | |
| | time | gio | Giờ đo | |
| | select_one mau | mau | Màu | |
| | select_multiple mau | nhieu | Các màu | |
| | begin_repeat | may | Máy nổ | |
| | text | ten | Tên máy | |
| | end_repeat | | | |
| choices | | | |
| | list_name | name | label |
| | kq | pass | Đạt |
| | kq | fail | Không đạt |
| | mau | do | Đỏ, tươi |
| | mau | xanh | Xanh |
| settings | | | | |
| | form_title | form_id | version | namespaces |
| | Phiếu thử | thu | 1 | ins="urn:inspector:checklist" |
"""


def test_every_kind_of_question_is_on_the_sheet_and_read_back(office: Laptop):
    checklists.install(office.store, markdown(office.folder, EVERY_KIND, "thu.md"))
    path = office.folder / "thu.xlsx"
    with office.store.read() as reader:
        reports.render(papers.blank_of(reader, "thu"), path)
    typed = {
        "Có bình chữa cháy": "Không đạt",
        "Nhãn hiệu": "=1+1",
        "Số bình": 7,
        "Áp suất": "2,5",
        "Ngày nạp": datetime.date(2026, 11, 2),
        "Giờ đo": datetime.time(8, 30),
        "Màu": "Đỏ, tươi",
        "Các màu": "xanh; Đỏ, tươi",
    }
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    (head,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "_key")
    rows = {sheet.cell(row, head.column - 7).value: row for row in range(head.row + 1, sheet.max_row + 1)}
    assert typed.keys() | {"Tên máy"} == rows.keys()
    for row, value in ((3, "THA0123"), (4, "20/11/2026"), (5, "Trần Thị Bưởi")):
        workbooks.fill_beside(sheet, row, value)
    for words, value in typed.items():
        cell = sheet.cell(rows[words], head.column - 5, value)
        if isinstance(value, str):
            cell.data_type = "s"
    book.save(path)

    (one,) = office.merge(path).files

    assert one.verdict == "merged", one.reason
    with office.store.read() as reader:
        said = {answer.uid.rpartition("/")[2]: answer.value for answer in reader.all(Answer)}
    assert said == {
        "pc": "fail", "hieu": "=1+1", "so": "7", "ap": "2.5", "ngay": "2026-11-02", "gio": said["gio"], "mau": "do",
        "nhieu": "do xanh",
    }  # fmt: skip
    assert said["gio"].startswith("08:30:00")


FORM = """
| survey |
| | type | name | label | hint |
| | begin_group | chung | Phần chung | |
| | text | nguoi | Ai giữ chìa khóa? | |
| | integer | so_binh | Số bình chữa cháy | Đếm cả bình hỏng |
| | decimal | nhiet | Nhiệt độ phòng máy | |
| | date | kiem | Ngày kiểm định gần nhất | |
| | select_one nguon | nguon | Nguồn điện chính | |
| | select_multiple nguon | phu | Nguồn điện phụ | |
| | end_group | | | |
| | begin_repeat | acquy | Ắc quy | |
| | decimal | dien_ap | Điện áp | |
| | end_repeat | | | |
| choices |
| | list_name | name | label |
| | nguon | luoi | Điện lưới, ba pha |
| | nguon | may | Máy phát |
| | nguon | mat_troi | Pin mặt trời |
| settings |
| | form_id | form_title | version |
| | dien | Nguồn điện | 1 |
"""
QUESTIONS = {
    "Ai giữ chìa khóa?": ("chung/nguoi", "Bà Mẫu", "Bà Mẫu"),
    "Số bình chữa cháy": ("chung/so_binh", 4, "4"),
    "Nhiệt độ phòng máy": ("chung/nhiet", "27,5", "27.5"),
    "Ngày kiểm định gần nhất": ("chung/kiem", datetime.date(2026, 3, 14), "2026-03-14"),
    "Nguồn điện chính": ("chung/nguon", "Điện lưới, ba pha", "luoi"),
    "Nguồn điện phụ": ("chung/phu", "Pin mặt trời; Máy phát", "may mat_troi"),
}


@pytest.fixture
def own(office: Laptop) -> tuple[Path, dict[str, int]]:
    """The blank of a checklist without codes, filled but for its answers, and the row of each question."""
    (office.folder / "dien.md").write_text(FORM, "utf-8")
    checklists.install(office.store, office.folder / "dien.md")
    path = office.folder / "dien.xlsx"
    with office.store.read() as reader:
        reports.render(papers.blank_of(reader, "dien"), path)
    assert workbooks.faults(path) == []
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row, value in ((3, "THA0123"), (4, "20/11/2026"), (5, "Trần Thị Bưởi")):
        workbooks.fill_beside(sheet, row, value)
    book.save(path)
    return path, {str(sheet.cell(row, 3).value): row for row in range(7, sheet.max_row + 1)}


def test_a_question_without_a_code_can_be_answered_in_a_spreadsheet(office: Laptop, own: tuple[Path, dict[str, int]]):
    path, rows = own
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert {sheet.cell(row, 2).value for row in rows.values()} <= {None, "Mã"}
    rules = {rule.type for rule in sheet.data_validations.dataValidation}
    assert {"list", "whole", "decimal", "date"} <= rules
    for text, (_path, value, _kept) in QUESTIONS.items():
        sheet.cell(rows[text], 5, value)
    sheet.cell(rows["Số bình chữa cháy"], 9, "một bình hỏng")
    book.save(path)
    resaved = office.folder / "resaved"
    profile = f"-env:UserInstallation=file://{office.folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(resaved), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)

    (one,) = office.merge(resaved / "dien.xlsx").files

    assert (one.verdict, one.reason) == ("merged", "")
    lines = office.lines(one.visits[0])
    said = {place: lines[place].value for place, _value, _kept in QUESTIONS.values()}
    assert said == {place: kept for place, _value, kept in QUESTIONS.values()}
    assert (lines["chung/so_binh"].note, lines["chung/nguon"].by) == ("một bình hỏng", "Trần Thị Bưởi")


@pytest.mark.parametrize(
    ("text", "column", "value", "says"),
    [
        ("Số bình chữa cháy", 5, "3,5", "số nguyên"),
        ("Ngày kiểm định gần nhất", 5, "tháng ba", "tháng ba"),
        ("Nguồn điện phụ", 5, "Máy phát; Gió", "Gió"),
        ("Nguồn điện chính", 5, "Gió", "Gió"),
        ("Nguồn điện chính", 12, "hỏi lại", "hỏi lại"),
        ("Điện áp", 5, "12,6", "trong chương trình"),
    ],
)
def test_what_cannot_be_taken_names_its_cell_and_the_cure(
    office: Laptop, own: tuple[Path, dict[str, int]], text: str, column: int, value: str, says: str
):
    path, rows = own
    book = openpyxl.load_workbook(path)
    cell = book.worksheets[0].cell(rows[text], column, value)
    book.save(path)

    (one,) = office.merge(path).files

    assert one.verdict == "refused"
    assert f"Nguồn điện!{cell.coordinate}" in one.reason
    assert says in one.reason


def test_rows_that_were_put_in_between_do_not_hide_an_answer(office: Laptop, own: tuple[Path, dict[str, int]]):
    path, rows = own
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.insert_rows(rows["Nguồn điện phụ"])
    sheet.cell(rows["Nguồn điện phụ"] + 1, 5, "Máy phát")
    book.save(path)

    (one,) = office.merge(path).files

    assert office.value(one.visits[0], "chung/phu") == "may"
