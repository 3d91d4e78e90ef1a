"""A blank checklist holds every question that a person can be asked, with or without a code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from inspector.reports import blank, excel, filled, pdf
from inspector.reports.checklist_words import Checklist, checklist_words
from inspector.reports.document import Table
from inspector.reports.minutes_data import Domain, Item
from tests.reports.measure import Paper

SURVEY = (
    ("type", "name", "label", "bind::ins:code", "bind::ins:role", "calculation", "readonly"),
    ("text", "site_types", "Loại", "", "site_types", "", ""),
    ("select_one result", "a", "Có nội quy không?", "A-01", "", "", ""),
    ("select_one result", "b", "Có biển báo không?", "", "", "", ""),
    ("select_one kind", "c", "Loại mái?", "", "", "", ""),
    ("date", "d", "Ngày bảo dưỡng gần nhất?", "", "", "", ""),
    ("integer", "e", "Số người trực?", "", "", "", ""),
    ("text", "f", "Mô tả hiện trạng?", "", "", "", ""),
    ("note", "n", "Chỉ để đọc.", "", "", "", ""),
    ("calculate", "k", "", "", "", "1 + 1", ""),
    ("begin_repeat", "rows", "Tổ ắc quy", "", "", "", ""),
    ("select_one result", "g", "Ắc quy có phồng không?", "A-02", "", "", ""),
    ("end_repeat", "", "", "", "", "", ""),
)
CHOICES = (
    ("list_name", "name", "label"),
    *(("result", name, label) for name, label in (("pass", "Đạt"), ("fail", "Không đạt"), ("na", "KAD"))),
    *(("kind", name, label) for name, label in (("flat", "Mái bằng"), ("tin", "Mái tôn"))),
)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Checklist:
    from pyxform.xls2xform import convert

    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in SURVEY:
        book["survey"].append(row)
    for name, rows in (
        ("choices", CHOICES),
        (
            "settings",
            (("form_id", "form_title", "namespaces"), ("own", "Phiếu riêng", 'ins="urn:inspector:checklist"')),
        ),
    ):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path_factory.mktemp("form") / "own.xlsx"
    book.save(path)
    return checklist_words(str(convert(str(path)).xform))


def test_every_question_is_on_the_paper_and_none_has_a_name_of_the_form_for_a_code(words: Checklist):
    text = " ".join(Paper(pdf.to_bytes(blank.build(words.blank()))[0]).text.split())

    asked = [row[2] for row in SURVEY[2:8]] + [SURVEY[11][2]]
    assert [question for question in asked if question not in text] == []
    assert "□ Mái bằng" in text
    assert "□ Mái tôn" in text
    assert "Ngày: .... /.... /......" in text
    assert "Số: ......" in text
    assert "hỏi cho từng đối tượng" in text
    assert "Chỉ để đọc" not in text
    assert [item.code for _path, item in words.questions] == ["A-01", "2", "3", "4", "5", "6", "A-02"]


def test_only_what_is_met_or_not_has_boxes_to_tick(words: Checklist):
    (table,) = (block for block in blank.build(words.blank()).blocks() if isinstance(block, Table))

    boxed = [row[0] for row in table.rows if not any(row[2:5])]
    assert boxed == ["A-01", "2", "A-02"]


def test_the_workbook_holds_every_question_too(words: Checklist, tmp_path: Path):
    path = tmp_path / "phieu.xlsx"
    excel.render(blank.build(words.blank()), path)
    said = [str(cell.value) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row]

    assert {item.text for _path, item in words.questions} <= set(said)


def test_a_basis_that_nobody_compared_is_marked_and_the_mark_is_explained_once(tmp_path: Path):
    """The same words stood under every item."""
    items = tuple(Item(f"A-{number}", "Có nội quy không?", confirmed=number > 2) for number in range(1, 5))
    path = tmp_path / "phieu.xlsx"

    document = blank.build(Domain("own", "Phiếu riêng", items=items))
    excel.render(document, path)

    for text in (
        Paper(pdf.to_bytes(document)[0]).text,
        "\n".join(str(cell.value) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row),
    ):
        said = " ".join(text.replace("\u00a0", " ").split())
        assert said.count("không? *") == 2
        assert said.count("(*) Căn cứ pháp lý") == 1
    assert filled.read(path).answers == ()
    long = (*(replace(item, confirmed=True) for item in items * 12), items[0])
    first, *_between, last = Paper(pdf.to_bytes(blank.build(Domain("own", "Phiếu riêng", items=long)))[0]).pages
    assert "*" not in first.text
    assert "(*) Căn cứ pháp lý" in " ".join(last.text.split())
    assert "(*)" not in Paper(pdf.to_bytes(blank.build(Domain("own", "Phiếu riêng", items=items[2:])))[0]).text


def test_no_line_of_the_workbook_ends_between_a_sign_and_its_number(tmp_path: Path):
    """“cảnh báo, ≤” stood on one line and “0” on the next."""
    item = Item("A-1", "Cảnh báo ngoài có về NOC không?", measure="Số cảnh báo", unit="cảnh báo", limits="≤ 0")
    path = tmp_path / "phieu.xlsx"

    excel.render(blank.build(Domain("own", "Phiếu riêng", items=(item,))), path)

    said = [str(cell.value) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert "cảnh báo, ≤\u00a00" in said
