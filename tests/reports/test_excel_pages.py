"""Workbooks as they print: what belongs together stands on one page or sheet, and nothing is cut."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from inspector import reports
from inspector.reports import excel, minutes, summary, theme
from inspector.reports.document import (
    Annex,
    Chart,
    ChartKind,
    Column,
    Document,
    Heading,
    KeyValues,
    Kind,
    Mark,
    Paragraph,
    Section,
    Series,
    SignatureColumn,
    Signatures,
    Style,
    Table,
)
from inspector.reports.excel_sheet import CHAR_POINTS
from inspector.reports.minutes_data import State
from inspector.reports.registry_data import FindingsData
from inspector.reports.typeset import headed, natural_width
from tests.reports.period import period
from tests.reports.sample import visit
from tests.reports.test_excel import book_of, sheet_of
from tests.reports.test_registry import TODAY, finding_rows, sample


def breaks(sheet: Any) -> list[int]:
    """The last rows of the pages that are ended by hand."""
    return sorted(one.id for one in sheet.row_breaks.brk)


def said(sheet: Any, row: int) -> list[str]:
    """What the cells of a row say."""
    return [str(cell.value) for cell in sheet[row] if cell.value is not None]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["heading", "words", "table"]), min_size=8, max_size=40))
def test_no_page_of_words_ends_with_a_heading_or_the_head_of_a_table(made: list[str]):
    kinds = {
        "heading": Heading("6. Kết quả kiểm tra", 1),
        "words": Paragraph("Cơ sở đã tự kiểm tra. " * 12),
        "table": Table((Column("Mã", Kind.CODE), Column("Nội dung")), [("HT-01", "Đạt. " * 40)] * 3),
    }
    blocks = (*(kinds[one] for one in made), Paragraph("Hết."))

    sheet = book_of(Document("Thử", "test", (Section("", blocks, "Thử"),))).worksheets[0]

    ended = breaks(sheet)
    for row in ended:
        assert said(sheet, row)[:1] not in (["6. Kết quả kiểm tra"], ["Mã"])
    edges = [0, *ended, sheet.max_row]
    for first, last in pairwise(edges):
        assert sum(sheet.row_dimensions[row].height or 15 for row in range(first + 1, last + 1)) <= 720


def test_signatures_and_recipients_stand_on_the_page_of_the_sentence_above():
    sign = Signatures((SignatureColumn("a", "Đại diện VNPT", "(Ký, ghi rõ họ tên)"),))

    for lines in range(20, 45):
        blocks = (*(Paragraph(f"Dòng {number}.") for number in range(lines)), sign)
        sheet = book_of(Document("Thử", "test", (Section("", blocks, "Thử"),))).worksheets[0]
        for row in breaks(sheet):
            assert said(sheet, row + 1)[0].startswith("Dòng")


@pytest.mark.parametrize("above", [0, 5, 17])
@pytest.mark.parametrize("rows", [2, 3, 40, 90])
def test_a_table_that_goes_on_after_a_page_has_its_head_again(above: int, rows: int):
    listed = Table((Column("Mã", Kind.CODE), Column("Nội dung")), [(f"HT-{n:02d}", "Đạt. " * 40) for n in range(rows)])
    sign = Signatures((SignatureColumn("a", "Đại diện VNPT"),))
    blocks = (*(Paragraph("Một dòng.") for _ in range(above)), listed, Paragraph("Hết."), sign)

    sheet = book_of(Document("Thử", "test", (Section("", blocks, "Thử"),))).worksheets[0]

    first = [said(sheet, row + 1) for row in breaks(sheet)]
    assert not [words for words in first if words and words[0].startswith("HT-")]
    assert sum(words == ["Mã", "Nội dung"] for words in first) >= (1 if rows > 20 else 0)
    codes = [words[0] for row in range(1, sheet.max_row + 1) if (words := said(sheet, row))]
    assert [code for code in codes if code.startswith("HT-")] == [f"HT-{n:02d}" for n in range(rows)]


@pytest.mark.parametrize("rows", [2, 3, 5])
def test_the_first_row_of_a_table_is_not_left_alone_at_the_foot_of_a_page(rows: int):
    """Of a summary of two domains one stood on the first page, the other with the sum on the second."""
    listed = Table(
        (Column("Lĩnh vực"), Column("Đạt", Kind.NUMBER)), [(f"HT-{n}", n) for n in range(rows)], total=("Tổng cộng", 9)
    )
    parted = 0
    for above in range(28, 42):
        blocks = (*(Paragraph("Một dòng.") for _ in range(above)), Heading("Tổng hợp", 2), listed)
        sheet = book_of(Document("Thử", "test", (Section("", blocks, "Thử"),))).worksheets[0]
        last = [said(sheet, row) for row in breaks(sheet)]
        assert not [words for words in last if words and words[0] in ("HT-0", "Tổng hợp", "Lĩnh vực")]
        parted += bool(last)
    assert parted


def test_a_note_stands_on_the_page_of_the_last_rows_of_its_table():
    sign = Signatures((SignatureColumn("a", "Đại diện VNPT"),))
    for above in range(44):
        listed = Table((Column("Mã", Kind.CODE), Column("Nội dung")), [(f"HT-{n}", "Đạt.") for n in range(6)])
        note = Paragraph("(*) Cần đối chiếu văn bản gốc.", Style.NOTE)
        blocks = (*(Paragraph("Một dòng.") for _ in range(above)), listed, note, Paragraph("Hết."), sign)

        sheet = book_of(Document("Thử", "test", (Section("", blocks, "Thử"),))).worksheets[0]

        rows = {said(sheet, row)[0]: row for row in range(1, sheet.max_row + 1) if said(sheet, row)}
        assert rows[note.text] == rows["HT-5"] + 1
        for ended in breaks(sheet):
            assert ended not in (rows["HT-4"], rows["HT-5"])
            if rows["HT-0"] <= ended < rows["HT-4"]:
                assert said(sheet, ended + 1) == ["Mã", "Nội dung"]


def test_the_last_page_of_a_list_holds_three_rows_at_least():
    """Its head is repeated by the spreadsheet: over one row or the words below alone it would stand for nothing."""
    note = Paragraph("Căn cứ của các nội dung: Luật PCCC và CNCH 55/2024/QH15. " * 12, Style.NOTE)
    ended = {}
    for rows in range(3, 90):
        listed = Table((Column("Mã", Kind.CODE), Column("Nội dung")), [(f"HT-{n}", "Đạt.") for n in range(rows)])
        annex = Annex("Phụ lục I", "Danh mục", (listed, note))
        sheet = book_of(Document("Thử", "test", (Section("", (Paragraph("Hết."),), "Thử"),), annexes=(annex,)))[
            "Danh mục"
        ]
        for row in breaks(sheet):
            assert said(sheet, row + 1)[0] == f"HT-{rows - 3}"
            ended[rows] = row

    assert 3 < len(ended) < 30
    assert min(ended) > 20


def test_a_digit_is_a_whole_number_of_dots_wide():
    """Columns are measured in digits: Excel rounds a digit to dots and LibreOffice does not, so it must be whole."""
    book = book_of(minutes.build(visit(per_domain=3)))

    normal = book._named_styles["Normal"].font
    assert normal.name == "Times New Roman"
    assert (normal.size * 96 / 72 / 2).is_integer()


@pytest.mark.parametrize("items", [3, 12, 40])
def test_the_closing_sentence_says_on_how_many_pages_it_prints(items: int):
    sheet = book_of(minutes.build(visit(per_domain=items))).worksheets[0]

    (closing,) = (cell.value for row in sheet.iter_rows() for cell in row if "kết thúc hồi" in str(cell.value))
    assert f"gồm {len(breaks(sheet)) + 1:02d} trang" in closing


def test_a_long_subject_is_parted_in_even_lines():
    data = replace(visit(), site_name="Tổng đài trung tâm")

    sheet = book_of(minutes.build(data)).worksheets[0]

    subjects = [cell.value for row in sheet.iter_rows() for cell in row if "Kiểm tra liên ngành về" in str(cell.value)]
    first, second = subjects[0].split("\n")
    assert len(second) > len(first) / 2
    assert second.startswith("và ")


@pytest.mark.parametrize(("name", "words"), [("overdue", "kiến nghị quá hạn"), ("day", "địa điểm cần kiểm tra")])
def test_a_list_stands_on_one_sheet_with_its_head_and_sentence(name: str, words: str):
    sheet = book_of(reports.build(name, sample(name))).worksheets[0]

    text = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert any(words in one for one in text)
    assert len(sheet.tables) == 1
    assert sheet.print_title_rows
    assert not str(sheet.freeze_panes or "").endswith("1") or sheet.freeze_panes[1:] == "1"
    assert sheet.page_setup.orientation == "landscape"


def test_a_further_table_of_an_annex_takes_its_heading_along_and_names_its_sheet():
    book = book_of(minutes.build(visit(per_domain=12)))

    assert book.sheetnames[-2:] == ["Bí mật nhà nước", "Bí mật nhà nước – kiến nghị"]
    assert said(book.worksheets[-1], 1) == ["Kiến nghị, yêu cầu khắc phục"]
    assert "Kiến nghị, yêu cầu khắc phục" not in [
        cell.value for row in book["Bí mật nhà nước"].iter_rows() for cell in row
    ]


def test_pages_of_an_annex_are_counted_from_one():
    book = book_of(minutes.build(visit(per_domain=12)))

    anew = [sheet.title for sheet in book.worksheets if sheet.page_setup.useFirstPageNumber]
    assert all(book[name].page_setup.firstPageNumber == 1 for name in anew)
    assert "Bí mật nhà nước" in anew
    assert not {book.sheetnames[0], "Bí mật nhà nước – kiến nghị"} & set(anew)  # the annex goes on


def test_the_head_of_a_checklist_is_repeated_on_every_page():
    book = book_of(minutes.build(visit(per_domain=40)))

    for sheet in book.worksheets:
        for table in sheet.tables.values():
            head = int("".join(filter(str.isdigit, table.ref.partition(":")[0])))
            assert sheet.print_title_rows == f"${head}:${head}"


def test_figures_behind_charts_are_out_of_sight():
    book = book_of(summary.build(period()))

    figures = book["Số liệu biểu đồ"]
    assert figures.sheet_state == "hidden"
    with zipfile.ZipFile(io.BytesIO(excel.to_bytes(summary.build(period())))) as parts:
        charts = [parts.read(name) for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert charts
    assert all(b'<c:plotVisOnly val="0"' in part or b'<plotVisOnly val="0"' in part for part in charts)
    assert all(figures.column_dimensions[cell.column_letter].width >= len(str(cell.value)) for cell in figures[2])


def test_a_word_with_its_shape_is_not_cut():
    """“▲ Ngoài” was all that could be read of “Ngoài ngưỡng”."""
    marks = {"Ngoài ngưỡng": Mark.BAD, "Trong ngưỡng": Mark.GOOD}
    columns = (Column("Nội dung", weight=9), Column("Đánh giá", Kind.CHOICE, marks=marks))

    sheet = sheet_of(Table(columns, [("Điện trở tiếp đất của trạm " * 6, "Ngoài ngưỡng"), ("Ngắn", "Ngoài ngưỡng")]))

    wide, high = sheet.column_dimensions["B"].width, sheet.row_dimensions[4].height
    assert wide >= 14 or high >= 2 * 12.98


def test_an_empty_overdue_list_says_so_on_its_sheet():
    data = replace(sample("overdue"), rows=(), on=date(2026, 7, 3))

    sheet = book_of(reports.build("overdue", data)).worksheets[0]

    assert "Không có kiến nghị quá hạn." in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_draft_counts_its_pages_too():
    sheet = book_of(minutes.build(visit(state=State.DRAFT, signed=False))).worksheets[0]

    assert not [cell for row in sheet.iter_rows() for cell in row if "gồm … trang" in str(cell.value)]


def test_every_printed_page_of_a_draft_says_that_it_is_one():
    """A sheet has no watermark; without a word in its head a printed draft looked like the paper itself."""
    draft, final = (
        book_of(minutes.build(visit(state=state, signed=state is State.SIGNED))).worksheets
        for state in (State.DRAFT, State.SIGNED)
    )

    assert {head.right.text for sheet in draft for head in (sheet.firstHeader, sheet.oddHeader)} == {"DỰ THẢO"}
    assert {head.right.text for sheet in final for head in (sheet.firstHeader, sheet.oddHeader)} == {None}


def test_a_sheet_that_begins_a_paper_has_the_margins_of_one_and_no_number_on_its_first_page():
    first, *others = book_of(minutes.build(visit(per_domain=3))).worksheets

    assert (round(first.page_margins.left * 25.4), round(first.page_margins.right * 25.4)) == (30, 15)
    assert first.HeaderFooter.differentFirst
    assert not first.firstHeader.center.text
    assert first.oddHeader.center.text == "&P"
    assert first.firstFooter.left.text == first.oddFooter.left.text
    assert not [sheet.title for sheet in others if sheet.HeaderFooter.differentFirst]


def test_what_stands_across_a_table_among_words_has_rules():
    listed = Table((Column("Mã", Kind.CODE), Column("Nội dung")), [("HT-01", "Đạt")], sections={0: "Tuyến cáp"})
    sign = Signatures((SignatureColumn("a", "Đại diện VNPT"),))

    sheet = book_of(Document("Thử", "test", (Section("", (listed, Paragraph("Hết."), sign), "Thử"),))).worksheets[0]

    (row,) = (cell.row for line in sheet.iter_rows() for cell in line if cell.value == "Tuyến cáp")
    assert all(sheet.cell(row, column).border.top.style == "thin" for column in range(1, 25))


def test_a_word_with_a_shape_that_is_not_bold_takes_one_line():
    """Every row of measured values was two lines high: the word was measured as if it were bold."""
    marks = {"Trong ngưỡng": Mark.GOOD}
    columns = (Column("Nội dung đo"), Column("Đánh giá", Kind.CHOICE, marks=marks))

    sheet = sheet_of(Table(columns, [("Ngắn", "Trong ngưỡng")]))

    (row,) = (cell.row for line in sheet.iter_rows() for cell in line if cell.value == "Ngắn")
    assert sheet.row_dimensions[row].height < 2 * 12.98


def test_a_label_beside_what_is_filled_in_stands_on_one_line():
    named = KeyValues((("Mã địa điểm", ""), ("Người kiểm tra và đơn vị", "")), names=("site", "by"))
    listed = Table(
        (Column("STT", Kind.ORDER), Column("Mã", Kind.CODE), Column("Nội dung"), Column("Ghi chú")),
        [(1, "HT-01", "Đạt. " * 40, "ngắn. " * 40)],
    )
    blank = Document("Thử", "test", (), sheets=(Section("Thử", (named, listed), "Thử", True),))

    sheet = book_of(blank).worksheets[0]

    (row,) = (cell.row for line in sheet.iter_rows() for cell in line if str(cell.value).startswith("Người kiểm"))
    assert sheet.row_dimensions[row].height < 2 * 12 * 1.18


def test_numbers_do_not_wrap_and_the_bodies_at_the_head_take_one_line():
    """LibreOffice forgets the indent of most numbers: they stood against the next column, each table's uneven."""
    sheet = book_of(minutes.build(visit(per_domain=3))).worksheets[0]

    right = [cell for row in sheet.iter_rows() for cell in row if cell.alignment.horizontal == "right"]
    assert right
    assert not [cell.coordinate for cell in right if cell.alignment.wrap_text]
    assert not [cell.coordinate for cell in right if cell.alignment.indent]
    assert {cell.number_format for cell in right if cell.value is not None} == {"#,##0_0"}
    heads = {cell.value: cell.row for row in sheet.iter_rows(max_row=4) for cell in row if cell.value}
    assert sheet.row_dimensions[heads["ĐOÀN KIỂM TRA LIÊN NGÀNH"]].height < 20


@pytest.mark.parametrize("rows", [3, 20, 30, 36, 70])
def test_a_chart_is_not_cut_between_pages(rows: int):
    """Nor does it stand below the head of a table that ended on the page before."""
    listed = Table((Column("Xã, phường"), Column("Lượt", Kind.NUMBER)), [(f"Xã {n}", n) for n in range(rows)])
    chart = Chart(ChartKind.COLUMN, "Lượt kiểm tra", ("Xã 1", "Xã 2"), (Series("Lượt", (1, 2)),))
    sections = (Section("", (Paragraph("Một."),), "Lời"), Section("Biểu 1", (listed, chart), "Biểu 1"))

    sheet = book_of(Document("Thử", "test", sections)).worksheets[1]

    (drawn,) = sheet._charts
    top = drawn.anchor._from.row
    assert top > rows
    ended = [row for row in breaks(sheet) if row <= top]
    above = range(ended[-1] + 1 if ended else 1, top + 1)
    high = sum(sheet.row_dimensions[row].height or 15.75 for row in above)
    wide = sum(sheet.column_dimensions[letter].width * 6 for letter in "AB")
    assert high + drawn.height / 2.54 * 72 <= 727 / (int(100 * min(1, (165 / 25.4 * 72) / wide)) / 100)
    assert bool(sheet.print_title_rows) == (rows > 36)


@pytest.mark.parametrize(
    "title", ["Mã địa điểm", "Phiên bản danh mục", "Chưa kiểm tra", "Người, đơn vị chịu trách nhiệm"]
)
def test_the_head_of_a_column_is_not_parted_within_a_word(title: str):
    """“Mã địa / điểm” stood over the codes."""
    pairs = ("địa điểm", "Phiên bản", "danh mục", "kiểm tra", "đơn vị", "trách nhiệm")
    for room in range(65, 160):
        head = headed(title, 11, room)
        line, lines = "", []
        for word in head.split(" "):
            if line and natural_width(f"{line} {word}", 11, bold=True) > room:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        whole = [one.replace("\u00a0", " ") for one in (*lines, line)]
        assert " ".join(whole) == title
        assert not [pair for pair in pairs if pair in title and not any(pair in one for one in whole)]
    assert headed(title, 11, 400) == title


def test_a_chart_that_has_room_below_its_table_stays_there():
    """A sheet that is printed smaller has room for more rows; a chart went on alone to an empty page."""
    listed = Table((Column("Xã, phường"), Column("Lượt", Kind.NUMBER)), [(f"Xã {n}", n) for n in range(26)])
    chart = Chart(ChartKind.COLUMN, "Lượt kiểm tra", ("Xã 1", "Xã 2"), (Series("Lượt", (1, 2)),))
    sections = (Section("", (Paragraph("Một."),), "Lời"), Section("Biểu 1", (listed, chart), "Biểu 1"))

    sheet = book_of(Document("Thử", "test", sections)).worksheets[1]

    assert breaks(sheet) == []


def test_a_photo_stands_over_the_middle_of_its_caption_and_clear_of_the_page_before():
    sheet = book_of(minutes.build(visit(photos=3)))["Ảnh minh chứng"]

    def points(column: int) -> float:
        return sheet.column_dimensions[get_column_letter(column)].width * CHAR_POINTS

    captions = {area.min_row: [] for area in sheet.merged_cells.ranges}
    for area in sheet.merged_cells.ranges:
        captions[area.min_row].append((area.min_col, area.max_col))
    assert len(sheet._images) == 3
    for image in sheet._images:
        corner, size = image.anchor._from, image.anchor.ext
        left = sum(points(n) for n in range(1, corner.col + 1)) + corner.colOff / 12_700
        middle = left + size.width / 12_700 / 2
        middles = [
            sum(points(n) for n in range(1, first)) + sum(points(n) for n in range(first, last + 1)) / 2
            for first, last in captions[corner.row + 2]
        ]
        assert min(abs(middle - one) for one in middles) < 6
        assert 0 < corner.rowOff / 12_700 < 6


def test_the_name_of_the_country_stands_on_one_line_whatever_columns_lie_below():
    rows = tuple(replace(row, in_charge="Tổ kỹ thuật", secret=False) for row in finding_rows(3))
    sheet = book_of(reports.build("findings", FindingsData(TODAY, rows))).worksheets[0]

    (nation,) = (cell for row in sheet.iter_rows(max_row=4) for cell in row if cell.value == theme.NATION)
    (area,) = (one for one in sheet.merged_cells.ranges if nation.coordinate in one)
    room = sum(
        sheet.column_dimensions[get_column_letter(column)].width * CHAR_POINTS
        for column in range(area.min_col, area.max_col + 1)
    )
    assert natural_width(theme.NATION, 12, bold=True) < room
    assert sheet.row_dimensions[nation.row].height < 18


def test_the_figure_beside_a_full_bar_has_room_in_the_chart():
    bars = Chart(ChartKind.BAR, "Tỷ lệ đạt", ("PCCC",), (Series("Đạt", (100,)),), unit="%", highest=100)
    book = book_of(Document("Thử", "test", (Section("", (bars,), "Thử"),)))

    (chart,) = (one for sheet in book for one in sheet._charts)
    assert (chart.y_axis.scaling.max, chart.y_axis.majorUnit) == (pytest.approx(115), 20)


@pytest.mark.parametrize(
    ("columns", "heads"),
    [
        ((("Lớn", "Mức độ"), ("Nhỏ", "Mức độ")), ["Lĩnh vực", "Lớn", "Nhỏ"]),
        ((("Đạt", "Trước"), ("Đạt", "Sau")), ["Lĩnh vực", "Trước – Đạt", "Sau – Đạt"]),
    ],
)
def test_a_head_names_its_group_only_where_two_are_called_the_same(columns: tuple[Any, ...], heads: list[str]):
    listed = Table(
        (Column("Lĩnh vực"), *(Column(title, Kind.NUMBER, group=group) for title, group in columns)), [("PCCC", 1, 2)]
    )
    sheet = book_of(Document("Thử", "test", (Section("Biểu", (listed,), "Biểu"),))).worksheets[0]

    (found,) = ([said(sheet, row) for row in range(1, sheet.max_row + 1) if said(sheet, row)[:1] == ["Lĩnh vực"]],)
    assert [" ".join(" ".join(one).split()) for one in found] == [" ".join(heads)]


def test_columns_of_a_paper_are_as_wide_as_the_words_of_their_heads():
    """“Không / áp / dụng” stood in three lines."""
    sheet = book_of(minutes.build(visit(per_domain=3))).worksheets[0]

    heads = [str(cell.value).replace("\u00a0", "_") for row in sheet.iter_rows() for cell in row if cell.value]
    assert "Không áp_dụng" in heads or "Không áp dụng" in heads
    (row,) = {cell.row for line in sheet.iter_rows() for cell in line if str(cell.value).startswith("Không áp")}
    assert sheet.row_dimensions[row].height < 3 * 11 * 1.18
