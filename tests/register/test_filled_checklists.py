"""A checklist filled in a spreadsheet by a person without the program is merged like a parcel, or refused with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from inspector import reports, sites
from inspector.reports import papers
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
        sheet.cell(row, 3, value)
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
        ({"site": "KHONGCO"}, "KHONGCO"),
        ({"site": None}, "Mã địa điểm"),
        ({"person": None}, "Người kiểm tra"),
        ({"day": "hôm qua"}, "hôm qua"),
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
