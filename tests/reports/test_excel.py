"""What every workbook of the program keeps: text stays text, tables are tables, it prints on A4, it opens elsewhere."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import Cancelled
from inspector.reports import excel, minutes, shown, stream, summary
from inspector.reports.document import Column, Document, Kind, Mark, Photo, PhotoGrid, Section, Table
from inspector.reports.minutes_data import Fact
from inspector.reports.typeset import cell_lines
from tests.reports.period import period
from tests.reports.sample import photo, visit


def book_of(document: Document) -> openpyxl.Workbook:
    """The workbook of a document, read back."""
    return openpyxl.load_workbook(io.BytesIO(excel.to_bytes(document)))


def sheet_of(*tables: Table) -> openpyxl.worksheet.worksheet.Worksheet:
    """One sheet with these tables."""
    return book_of(Document("Thử", "test", (), sheets=(Section("Thử", tables, "Thử"),)))["Thử"]


@pytest.mark.parametrize(
    "said", ["=1+1", "+84", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "#REF!", "1e5", "007"]
)
def test_what_people_write_never_becomes_a_formula_or_a_number(said: str):
    sheet = sheet_of(Table((Column("A"), Column("B", Kind.CODE)), [(said, said)]))

    for cell in sheet[3]:
        assert cell.value == said
        assert cell.data_type == "s"
        assert cell.quotePrefix == said.startswith(("=", "+", "-", "@", "\t"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_written_and_comes_back_as_text(said: str):
    sheet = sheet_of(Table((Column("A"), Column("Z")), [("x", said)]))

    cell = sheet.cell(3, 2)
    assert cell.data_type in ("s", "n")
    assert cell.data_type == "s" or not cell.value


def test_text_in_the_minutes_stays_text_too():
    data = visit()
    book = book_of(minutes.build(replace(data, site=(Fact("Ghi chú", "=1+1"),), statement="=cmd|' /C calc'!A0")))

    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value in ("=1+1", "=cmd|' /C calc'!A0")} == {"s"}
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_numbers_days_and_shares_keep_their_kind():
    columns = (
        Column("Số", Kind.NUMBER),
        Column("Lẻ", Kind.NUMBER, decimals=2),
        Column("Ngày", Kind.DATE),
        Column("Lúc", Kind.MOMENT),
        Column("Tỷ lệ", Kind.PERCENT, decimals=1),
    )
    row = (1234, Decimal("2.5"), date(2026, 1, 5), datetime(2026, 1, 5, 1, 5, tzinfo=UTC), 0.25)

    sheet = sheet_of(Table(columns, [row]))

    assert [cell.value for cell in sheet[3]] == [1234, 2.5, datetime(2026, 1, 5), datetime(2026, 1, 5, 8, 5), 0.25]  # noqa: DTZ001
    forms = ["#,##0_0", "#,##0.00_0", "dd/mm/yyyy", "hh:mm dd/mm/yyyy", "0.0%_0"]
    assert [cell.number_format for cell in sheet[3]] == forms


def test_tables_are_real_with_filter_frozen_head_and_print_titles():
    book = book_of(summary.build(period()))

    for sheet in book.worksheets[1:-1]:
        assert sheet.tables, sheet.title
        for table in sheet.tables.values():
            assert table.autoFilter is not None
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
        assert (sheet.oddHeader.center.text, sheet.oddFooter.right.text) == ("&P", None)
    overdue = book["5. Kiến nghị quá hạn"]
    assert overdue.freeze_panes == "C3"
    assert overdue.print_title_rows == "$2:$2"
    assert overdue.page_setup.orientation == "landscape"


def test_sheets_have_vietnamese_names_that_excel_takes():
    book = book_of(summary.build(period()))

    assert book.sheetnames[0] == "Báo cáo"
    assert "1. Lượt kiểm tra" in book.sheetnames
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert len({name.lower() for name in book.sheetnames}) == len(book.sheetnames)
    assert "styles" not in book.sheetnames


def test_sheets_of_the_same_name_are_told_apart():
    tables = tuple(Section("Mục", (Table((Column("A"),), [("x",)]),), "Biểu [1]: a/b?" * 4) for _ in range(3))

    names = book_of(Document("Thử", "test", (), sheets=tables)).sheetnames

    assert len(set(names)) == 3


def test_charts_are_native():
    book = book_of(summary.build(period()))

    charts = [chart for sheet in book.worksheets for chart in sheet._charts]
    assert len(charts) == 5
    assert book.sheetnames[-1] == "Số liệu biểu đồ"


def test_marks_have_a_shape_besides_their_colour():
    column = Column("Kết quả", Kind.CHOICE, marks={"Đạt": Mark.GOOD, "Không đạt": Mark.BAD})

    sheet = sheet_of(Table((column,), [("Đạt",), ("Không đạt",)]))

    rules = [rule for ranges in sheet.conditional_formatting for rule in ranges.rules]
    assert {rule.dxf.numFmt.formatCode for rule in rules} == {'"● "@', '"▲ "@'}
    assert {rule.formula[0] for rule in rules} == {'"Đạt"', '"Không đạt"'}
    assert len({rule.dxf.font.color.rgb for rule in rules}) == 2


def test_photographs_are_stored_as_they_are():
    small = photo(1, 200)
    document = Document("Ảnh", "test", (Section("", (PhotoGrid((Photo("a", "Ảnh 1"),)),)),), photos=lambda s: small)

    with zipfile.ZipFile(io.BytesIO(excel.to_bytes(document))) as archive:
        media = [entry for entry in archive.infolist() if entry.filename.startswith("xl/media/")]
        assert [archive.read(entry) for entry in media] == [small]
        assert media[0].compress_type == zipfile.ZIP_STORED
        assert archive.testzip() is None


def test_properties_name_title_office_and_day():
    properties = book_of(minutes.build(visit())).properties

    assert properties.title == "Biên bản kiểm tra liên ngành – Trạm BTS Hoằng Lộc 2"
    assert properties.creator == "Đoàn kiểm tra liên ngành"
    assert properties.created == properties.modified == datetime(2026, 1, 5, 4, 25)  # noqa: DTZ001


def test_the_same_document_gives_the_same_bytes():
    assert excel.to_bytes(summary.build(period())) == excel.to_bytes(summary.build(period()))


def test_secrets_stay_on_their_own_sheet_and_out_of_other_copies():
    document = minutes.build(visit())

    book = book_of(document.copy_for("landlord"))

    assert not [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if "BMNN" in str(cell.value or "")
    ]


def test_cancelling_leaves_no_file(tmp_path: Path):
    def stop(done: int, total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        excel.render(minutes.build(visit()), tmp_path / "m.xlsx", progress=stop)

    assert not list(tmp_path.iterdir())


def test_another_spreadsheet_program_opens_it_and_prints_every_word(tmp_path: Path):
    """LibreOffice stands in for the office's own program; the words are looked for in what it prints."""
    excel.render(minutes.build(visit()), tmp_path / "bienban.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "bienban.xlsx"],
        check=True,
        capture_output=True,
        timeout=120,
    )

    said = subprocess.run(
        ["pdftotext", tmp_path / "bienban.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    text = " ".join(said.split())
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "▲ Không đạt", "Nguyễn Văn Ánh", "ẢNH MINH CHỨNG", "PCCC-12"):
        assert words in text


COLUMNS = (
    Column("Mã", Kind.CODE),
    Column("Tên"),
    Column("Ngày", Kind.DATE),
    Column("Lúc", Kind.MOMENT),
    Column("Số", Kind.NUMBER, decimals=1),
)


def rows(count: int):
    """Rows of a register, made one at a time."""
    for number in range(count):
        yield (
            f"THA-{number:06d}",
            "=1+1 <&> Hoằng Lộc\x00",
            date(2026, 1, 5),
            datetime(2026, 1, 5, 1, 5, tzinfo=UTC),
            number / 2,
        )


def test_a_streamed_register_reads_back_cell_by_cell(tmp_path: Path):
    path = tmp_path / "register.xlsx"

    assert stream.write(path, "Sổ: tồn tại", COLUMNS, rows(5000), total=5000) == 5000

    sheet = openpyxl.load_workbook(path).active
    assert sheet.title == "Sổ  tồn tại"
    assert sheet.max_row == 5001
    assert [cell.value for cell in sheet[1]] == ["Mã", "Tên", "Ngày", "Lúc", "Số"]
    code, text, day, moment, figure = sheet[5001]
    assert (code.value, text.value, text.data_type) == ("THA-004999", "=1+1 <&> Hoằng Lộc", "s")
    assert text.quotePrefix
    assert day.value == datetime(2026, 1, 5)  # noqa: DTZ001
    assert abs((moment.value - datetime(2026, 1, 5, 8, 5)).total_seconds()) < 0.01  # noqa: DTZ001
    assert figure.value == 2499.5
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E5001"


def test_a_written_list_gives_codes_no_more_room_than_they_need(tmp_path: Path):
    """Ten letters of a code stood as wide as the finding, which took three lines."""
    finding = "Nội quy PCCC dán ở cửa phòng máy đã mờ, chưa ghi số 114."
    unit = "Trung tâm Viễn thông khu vực 6"

    shown.write(tmp_path / "a.xlsx", "Tồn tại", ["Địa điểm", "Tồn tại", "Đơn vị"], [("THA0043", finding, unit)])

    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    code, told, whose = (sheet.column_dimensions[letter].width for letter in "ABC")
    assert code < 16
    assert told > 2.5 * code
    assert whose > len(unit)
    assert sheet.row_dimensions[2].height < 3 * 13


@pytest.mark.parametrize("weight", [0.4, 1, 3])
def test_a_streamed_row_is_as_high_as_its_words(tmp_path: Path, weight: float):
    """Long questions of “all answers” were cut at the edge of their cell."""
    told = ["Đạt.", "Cửa, lối vào phòng máy có khóa chắc chắn, có sổ ghi người ra vào không? " * 3, "Một\nhai\nba"]

    stream.write(tmp_path / "a.xlsx", "Sổ", (Column("Nội dung", weight=weight),), [(words,) for words in told])

    sheet: Any = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    room = sheet.column_dimensions["A"].width * 5.25
    for row, words in enumerate(told, 2):
        lines = cell_lines(words, 11, room)
        high = sheet.row_dimensions[row].height or sheet.sheet_format.defaultRowHeight
        assert sheet.cell(row, 1).alignment.wrap_text
        assert lines * 12.65 <= high <= (lines + 1.5) * 13 + 5


def test_rows_are_taken_one_at_a_time_and_memory_stays_flat(tmp_path: Path):
    import tracemalloc

    stream.write(tmp_path / "warm.xlsx", "Sổ", COLUMNS, rows(2500))
    peaks = []
    for count in (5_000, 20_000):
        tracemalloc.start()
        stream.write(tmp_path / "r.xlsx", "Sổ", COLUMNS, rows(count))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] * 1.2


def test_a_cancelled_register_leaves_no_file(tmp_path: Path):
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        stream.write(tmp_path / "r.xlsx", "Sổ", COLUMNS, rows(5000), progress=stop)

    assert not list(tmp_path.iterdir())


def test_more_rows_than_a_sheet_holds_go_on_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stream, "_MOST_ROWS", 400)

    stream.write(tmp_path / "r.xlsx", "Sổ", COLUMNS, rows(1000))

    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames == ["Sổ", "Sổ (2)", "Sổ (3)"]
    assert [sheet.max_row - 1 for sheet in book.worksheets] == [400, 400, 200]


def test_an_empty_register_is_a_workbook_with_a_head(tmp_path: Path):
    assert stream.write(tmp_path / "r.xlsx", "Sổ", COLUMNS, ()) == 0
    assert openpyxl.load_workbook(tmp_path / "r.xlsx").active.max_row == 1
