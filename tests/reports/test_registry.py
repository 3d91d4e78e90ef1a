"""Every report of the registry, built from made-up data and laid out both ways."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from inspector import reports
from inspector.model import Site
from inspector.reports import blank, excel, filled, pdf, register_export, site_list
from inspector.reports.document import Document, Paragraph, plain
from inspector.reports.errors import ReportUnknown
from inspector.reports.filled import ChecklistUnreadable
from inspector.reports.minutes_data import Domain, Fact, Result
from inspector.reports.registry_data import (
    Compared,
    DayData,
    FindingRow,
    FindingsData,
    OverdueData,
    PassportData,
    PastValue,
    PastVisit,
    ReinspectionData,
    Stop,
)
from inspector.reports.summary_data import Overdue
from tests import workbooks
from tests.reports import measure
from tests.reports.measure import Paper
from tests.reports.period import period
from tests.reports.sample import LONG_NAME, items, visit

TODAY = date(2026, 7, 3)


def finding_rows(count: int) -> tuple[FindingRow, ...]:
    """Findings of three units, some closed, one whose text begins like a formula."""
    return tuple(
        FindingRow(
            f"THA-{n:04d}",
            LONG_NAME if n == 2 else f"Trạm BTS Hoằng Lộc {n}",
            "Hoằng Lộc",
            "Trung tâm Viễn thông Hoằng Hóa",
            TODAY - timedelta(days=90 + n),
            f"PCCC-{n + 1:02d}",
            "PCCC",
            "=1+1" if n == 0 else "02 bình MFZ4 hết hạn kiểm định",
            ("critical", "major", "minor")[n % 3],
            "đã giao khắc phục",
            "Thay bình, bổ sung tem kiểm định",
            ("Tổ kỹ thuật Hoằng Hóa", "Trung tâm Viễn thông Nghi Sơn", "")[n % 3],
            TODAY + timedelta(days=n - 5),
            open=n % 4 != 0,
        )
        for n in range(count)
    )


def checklist() -> Domain:
    """A fire checklist of twenty items, not filled."""
    return Domain(
        "fire",
        "Phòng cháy, chữa cháy",
        "2026.2",
        tuple(replace(item, result=Result.OPEN, value="", note="", hint="Xem hồ sơ.") for item in items("PCCC", 20)),
    )


def sample(name: str) -> Any:
    """What a report is built from."""
    photos = visit(photos=2)
    match name:
        case "minutes" | "pc03":
            return visit()
        case "summary":
            return period()
        case "overdue":
            return OverdueData(TODAY, period().overdue)
        case "findings":
            return FindingsData(TODAY, finding_rows(30))
        case "passport":
            return PassportData(
                TODAY,
                "THA-0123",
                "Trạm BTS Hoằng Lộc 2",
                (Fact("Xã", "Hoằng Lộc"), Fact("Đơn vị quản lý", LONG_NAME)),
                (PastVisit(TODAY, "05/BB-ĐKTLN", "PCCC, hạ tầng", 40, 6, "đã ký"),),
                finding_rows(12),
                (PastValue(TODAY, "TB-14", "Điện trở tiếp đất", "12,5 Ω", "≤ 10 Ω", False),),
                tag="THA-0123",
            )
        case "reinspection":
            return ReinspectionData(
                "THA-0123",
                "Trạm BTS Hoằng Lộc 2",
                TODAY - timedelta(days=60),
                TODAY,
                (
                    Compared(
                        "PCCC-02",
                        "Thay bình",
                        "hết hạn",
                        "còn hạn",
                        True,
                        photos.photos[0].sha256,
                        photos.photos[1].sha256,
                    ),
                    Compared("BMNN-02", "Phân công người", "chưa", "đã có", True, photos.photos[0].sha256, secret=True),
                    Compared("HT-03", "Sửa hàng rào", "bị phá", "chưa sửa", False),
                ),
                bytes_of=photos.bytes_of,
            )
        case "day":
            stops = (
                Stop(
                    f"THA-{n:04d}",
                    LONG_NAME,
                    "Hoằng Lộc",
                    "Thôn Đồng Tiến",
                    "19.81230, 105.84560",
                    "Đỗ Thị Hạnh 0237 3 123 456",
                )
                for n in range(9)
            )
            return DayData(TODAY, "Đoàn số 1", tuple(stops), ("Nguyễn Văn Ánh", "Trần Thị Bưởi"))
        case "blank":
            return checklist()
    raise AssertionError(f"no sample for {name}")


@pytest.mark.parametrize("name", sorted(reports.REPORTS))
def test_every_report_says_something(name: str):
    document = reports.build(name, sample(name))

    assert document.sections
    assert document.kind == name
    assert reports.REPORTS[name].says() != reports.REPORTS[name].title


@pytest.mark.parametrize("name", sorted(reports.REPORTS))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_report_prints_inside_its_cells(name: str, language: str):
    paper = Paper(pdf.to_bytes(reports.build(name, sample(name), language=language))[0])

    for page in paper.pages:
        assert not measure.outside(page)
        assert not measure.crossings(page)
        assert not measure.overlaps(page)


@pytest.mark.parametrize("name", sorted(reports.REPORTS))
def test_every_report_makes_a_workbook(name: str):
    book = openpyxl.load_workbook(io.BytesIO(excel.to_bytes(reports.build(name, sample(name)))))

    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9 or sheet.title in ("Số liệu biểu đồ", "_inspector")
        for row in sheet.iter_rows():
            assert not [cell.coordinate for cell in row if cell.data_type == "f"]


def test_a_report_that_nobody_knows_is_refused():
    with pytest.raises(ReportUnknown, match="minutes"):
        reports.build("weather", None)


def test_pairs_of_photographs_leave_out_state_secrets():
    document = reports.build("reinspection", sample("reinspection"))

    paper = Paper(pdf.to_bytes(document)[0])
    assert sum(len(page.pictures) for page in paper.pages) == 2


@pytest.mark.parametrize("name", ["overdue", "findings", "passport", "reinspection", "summary"])
def test_what_is_said_of_state_secrets_stays_out_of_other_copies(name: str):
    data = sample(name)
    match name:
        case "overdue":
            data = replace(data, rows=(replace(data.rows[0], code="BMNN-02", secret=True), *data.rows[1:]))
        case "findings":
            data = replace(data, rows=(replace(data.rows[0], code="BMNN-02", secret=True), *data.rows[1:]))
        case "passport":
            data = replace(data, findings=(replace(data.findings[0], code="BMNN-02", secret=True),))
        case "summary":
            data = replace(data, overdue=(replace(data.overdue[-1], code="BMNN-02", secret=True), *data.overdue[:-1]))
    document = reports.build(name, data)

    assert "BMNN-02" in Paper(pdf.to_bytes(document.copy_for("police"))[0]).text
    copy = document.copy_for("landlord")
    assert "BMNN-02" not in Paper(pdf.to_bytes(copy)[0]).text
    book = openpyxl.load_workbook(io.BytesIO(excel.to_bytes(copy)))
    assert not [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.value == "BMNN-02"]


def test_the_annex_of_a_re_inspection_names_its_paper_without_saying_a_word_twice():
    data = sample("reinspection")
    paper = reports.build("reinspection", replace(data, rows=[replace(row, secret=True) for row in data.rows]))

    assert [annex.remark for annex in paper.annexes] == [f"(Kèm theo Kết quả phúc tra tại {data.site})"]
    (said,) = (block.text for block in paper.sections[0].blocks if isinstance(block, Paragraph))
    assert plain(said).endswith("nêu tại phụ lục riêng về bảo vệ bí mật nhà nước.")
    overdue = reports.build("overdue", OverdueData(TODAY, [replace(period().overdue[0], secret=True)]))
    assert [annex.remark for annex in overdue.annexes] == [
        "(Kèm theo Danh sách kiến nghị quá hạn tính đến ngày 03/07/2026)"
    ]


def test_the_result_of_a_re_inspection_is_signed():
    """A numbered paper that nobody signs proves nothing; a workbook is looked at and not signed."""
    paper = reports.build("reinspection", sample("reinspection"))

    text = " ".join(Paper(pdf.to_bytes(paper)[0]).text.split())
    assert "Đã phúc tra 03 kiến nghị: 02 đạt, 01 chưa đạt./." in text
    assert "NGƯỜI LẬP" in text
    assert text.index("TRƯỞNG ĐOÀN") < text.index("Nơi nhận:")
    book = openpyxl.load_workbook(io.BytesIO(excel.to_bytes(paper)))
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == "Nơi nhận:"]
    empty = reports.build("reinspection", replace(sample("reinspection"), rows=()))
    assert "TRƯỞNG ĐOÀN" not in Paper(pdf.to_bytes(empty)[0]).text


def test_findings_of_a_unit_stand_together():
    document = reports.build("findings", sample("findings"))

    titles = [section.title for section in document.sections[1:-1]]
    assert titles == [
        "1. Tổ kỹ thuật Hoằng Hóa",
        "2. Trung tâm Viễn thông Hoằng Hóa",
        "3. Trung tâm Viễn thông Nghi Sơn",
    ]
    assert len(document.sheets[0].blocks[0].rows) == 30
    book = openpyxl.load_workbook(io.BytesIO(excel.to_bytes(document)))
    assert book.worksheets[0].max_row < 30  # the counts; the rows stand in the table that can be filtered
    assert book["Tất cả tồn tại"].max_row > 30


def filled_workbook(tmp_path: Path, document: Document) -> tuple[Path, Any]:
    path = tmp_path / "phieu.xlsx"
    excel.render(document, path)
    return path, openpyxl.load_workbook(path)


def test_a_checklist_filled_in_a_spreadsheet_reads_back(tmp_path: Path):
    path, book = filled_workbook(tmp_path, blank.build(checklist()))
    sheet = book.worksheets[0]
    row_of = {sheet.cell(row, 2).value: row for row in range(1, sheet.max_row + 1)}
    for row in range(1, 6):
        if sheet.cell(row, 1).value == "Mã địa điểm:":
            workbooks.fill_beside(sheet, row, "THA-0123")
        if sheet.cell(row, 1).value == "Người kiểm tra:":
            workbooks.fill_beside(sheet, row, "Trần Thị Bưởi")
    sheet.cell(row_of["PCCC-01"], 5, "Đạt")
    sheet.cell(row_of["PCCC-03"], 5, "Không đạt")
    sheet.cell(row_of["PCCC-03"], 7, 12.5)
    sheet.cell(row_of["PCCC-03"], 9, "+1 cọc bị đứt").data_type = "s"
    book.save(path)

    read = filled.read(path)

    assert (read.form, read.version, read.site, read.person) == ("fire", "2026.2", "THA-0123", "Trần Thị Bưởi")
    said = [(answer.code, answer.result, answer.value, answer.note) for answer in read.answers]
    assert said == [("PCCC-01", "pass", "", ""), ("PCCC-03", "fail", "12.5", "+1 cọc bị đứt")]


def test_only_answers_of_a_blank_checklist_may_be_changed(tmp_path: Path):
    _path, book = filled_workbook(tmp_path, blank.build(checklist()))
    sheet = book.worksheets[0]

    assert sheet.protection.sheet
    open_ = {cell.column for row in sheet.iter_rows(min_row=8) for cell in row if not cell.protection.locked}
    assert open_ == {5, 7, 9}
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == ['"Đạt,Không đạt,Không áp dụng"']
    assert book["_inspector"].sheet_state == "hidden"


def test_pages_of_a_blank_checklist_say_form_version_and_page(tmp_path: Path):
    import subprocess

    import zxingcpp
    from PIL import Image

    path = tmp_path / "phieu.pdf"
    pdf.render(blank.build(checklist()), path)
    assert "Mẫu PCCC · phiên bản 2026.2" in Paper(path.read_bytes()).pages[0].text  # its name for programs is English
    subprocess.run(["pdftoppm", "-r", "150", "-png", path, tmp_path / "page"], check=True)

    read = []
    for picture in sorted(tmp_path.glob("page*.png")):
        with Image.open(picture) as image:
            read += [code.text for code in zxingcpp.read_barcodes(image)]
    assert read == [f"CL1;fire;2026.2;{page}" for page in range(1, len(read) + 1)]
    assert len(read) >= 2


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"not a workbook"])
def test_what_is_no_checklist_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)

    with pytest.raises(ChecklistUnreadable, match=r"x\.xlsx"):
        filled.read(path)


def test_a_workbook_of_somebody_else_is_refused(tmp_path: Path):
    path = tmp_path / "x.xlsx"
    openpyxl.Workbook().save(path)

    with pytest.raises(ChecklistUnreadable):
        filled.read(path)


def test_the_register_exports_every_answer_and_every_finding(tmp_path: Path):
    rows = (
        register_export.AnswerRow(
            "V1",
            TODAY,
            "THA-0001",
            "Trạm",
            "Hoằng Lộc",
            "PCCC",
            f"PCCC-{n:02d}",
            "Có đủ không?",
            Result.FAIL,
            "12.5" if n else "trên 12,5",
            "Ω",
        )
        for n in range(300)
    )

    assert register_export.answers(tmp_path / "a.xlsx", rows, total=300) == 300
    assert register_export.findings(tmp_path / "f.xlsx", finding_rows(40)) == 40

    answers = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert answers.title == "Tất cả câu trả lời"
    assert [answers.cell(301, column).value for column in (6, 8, 9)] == ["PCCC-299", "Không đạt", 12.5]
    assert answers["I2"].value == "trên 12,5"
    findings = openpyxl.load_workbook(tmp_path / "f.xlsx").active
    assert (findings["H2"].value, findings["H2"].data_type, findings["I2"].value) == ("=1+1", "s", "Nghiêm trọng")


def test_registers_are_printed_one_page_wide_in_letters_that_are_read(tmp_path: Path):
    """All answers began with the key of the visit and went over two pages side by side."""
    register_export.answers(tmp_path / "a.xlsx", ())
    register_export.findings(tmp_path / "f.xlsx", ())
    site_list.write(tmp_path / "s.xlsx", [Site(uid="1", code="T-1", name="Trạm " * 9, note="x " * 90, lat=19.8)])

    for name in "afs":
        sheet: Any = openpyxl.load_workbook(tmp_path / f"{name}.xlsx").active
        last = sheet[sheet.print_area.replace("$", "").partition(":")[2]].column
        points = sum(sheet.column_dimensions[get_column_letter(n)].width for n in range(1, last + 1)) * 5.25
        margins = (sheet.page_margins.left + sheet.page_margins.right) * 72
        assert " ".join(sheet["A1"].value.split()) == "Mã địa điểm"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
        assert 11 * (842 - margins) / points >= 7.9
    assert sheet["H2"].value == 19.8
    answers: Any = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert (answers["B1"].value, answers["O1"].value) == ("Ngày", "Lượt kiểm tra")
    assert answers.print_area.endswith("!$A$1:$N$1")


def test_a_day_list_spells_a_checklist_out_without_its_short_name():
    data = replace(sample("day"), checklists=(("PCCC", "Phòng cháy, chữa cháy (PCCC)"), ("HT", "Hạ tầng")))

    text = " ".join(Paper(pdf.to_bytes(reports.build("day", data))[0]).text.split())

    assert "PCCC: Phòng cháy, chữa cháy; HT: Hạ tầng." in text


def test_the_gravest_of_what_is_overdue_comes_first_and_nothing_is_said_once():
    rows = [
        Overdue("A", "Trạm", code, "Sửa.", TODAY, days, severity=severity)
        for code, days, severity in (("N-1", 44, "minor"), ("C-1", 3, "critical"), ("C-2", 9, "critical"))
    ]
    listed = Paper(pdf.to_bytes(reports.build("overdue", OverdueData(TODAY, rows)))[0]).text
    empty = Paper(pdf.to_bytes(reports.build("overdue", OverdueData(TODAY, [])))[0]).text

    assert listed.index("C-2") < listed.index("C-1") < listed.index("N-1")
    assert "Không có kiến nghị quá hạn" in empty
    assert "Có 0" not in empty
