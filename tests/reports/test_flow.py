"""Laws of page breaks: nothing lost, nothing torn, no heading alone, no single line, no table head without rows."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspector.reports import pdf
from inspector.reports.boxes import SignatureRow, TextBox
from inspector.reports.document import (
    Column,
    Document,
    Heading,
    Kind,
    Paragraph,
    Section,
    SignatureColumn,
    Signatures,
    Table,
)
from inspector.reports.flow import Page, frame
from inspector.reports.grid import GridBox

_SENTENCE = "Cơ sở đã tự kiểm tra và báo cáo kết quả bằng văn bản. "
_COLUMNS = (Column("STT", Kind.NUMBER), Column("Mã", Kind.CODE), Column("Nội dung"))

paragraphs = st.integers(1, 30).map(lambda count: Paragraph(_SENTENCE * count))
headings = st.integers(1, 3).map(lambda level: Heading("Kết quả kiểm tra", level))
tables = st.lists(st.integers(1, 60), min_size=1, max_size=25).map(
    lambda sizes: Table(_COLUMNS, [(n, f"HT-{n:02d}", _SENTENCE * size) for n, size in enumerate(sizes)])
)
signatures = st.just(Signatures((SignatureColumn("a", "Đại diện VNPT"), SignatureColumn("b", "Đại diện Công an"))))
blocks = st.lists(st.one_of(paragraphs, headings, tables, signatures), min_size=1, max_size=25)


def pages_of(*made: object) -> list[Page]:
    """The pages of a body of these blocks."""
    return pdf.lay_out(Document("Thử", "test", (Section("", tuple(made)),)))[0]  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(blocks)
def test_every_box_stands_inside_its_page_and_below_the_one_before(made: list[object]):
    for page in pages_of(*made):
        _width, height = frame(page.landscape)
        low = 0.0
        for placed in page.placed:
            assert placed.offset >= low - 0.01
            low = placed.offset + placed.box.height
        assert low <= height + 0.1


@settings(max_examples=60, deadline=None)
@given(blocks)
@example(
    [
        Paragraph(_SENTENCE),
        Paragraph(_SENTENCE * 7),
        *[Signatures((SignatureColumn("a", "Đại diện VNPT"), SignatureColumn("b", "Đại diện Công an")))] * 2,
        Heading("Kết quả kiểm tra", 1),
        Table(_COLUMNS, [(0, "HT-00", _SENTENCE * 47)]),
    ]
)
def test_a_heading_is_never_the_last_on_a_page(made: list[object]):
    for page in pages_of(*made, Paragraph("Hết."))[:-1]:
        assert not page.placed[-1].box.keep_next


@settings(max_examples=60, deadline=None)
@given(blocks)
def test_no_paragraph_leaves_a_single_line_behind_or_ahead(made: list[object]):
    for page in pages_of(*made):
        for placed in page.placed:
            if isinstance(placed.box, TextBox) and len(placed.box.lines) == 1:
                line = placed.box.lines[0]
                assert line.last
                assert line.indent or placed.box.align != "justify"  # a whole paragraph of one line


@settings(max_examples=60, deadline=None)
@given(blocks)
def test_words_and_rows_are_neither_lost_nor_doubled(made: list[object]):
    lines = 0
    cells: list[str] = []
    for page in pages_of(*made):
        for placed in page.placed:
            match placed.box:
                case TextBox(lines=found):
                    lines += sum(len(line.words) for line in found)
                case GridBox(_rows=rows):
                    cells += [
                        piece.text
                        for row in rows
                        for line in row.cells[2]
                        for word in line.words
                        for piece in word.pieces
                    ]

    said = [block for block in made if isinstance(block, (Paragraph, Heading))]
    assert lines == sum(len(str(block.text).split()) for block in said)
    expected = [
        word for block in made if isinstance(block, Table) for row in block.rows for word in str(row[2]).split()
    ]
    assert cells == expected


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60))
def test_signatures_never_stand_without_the_sentence_above(lines: int):
    """A page that holds nothing but signatures could be put under any paper."""
    closing = Paragraph(_SENTENCE, keep_next=True)
    sign = Signatures((SignatureColumn("a", "Đại diện VNPT"),))

    pages = pages_of(*(Paragraph("Một dòng.") for _ in range(lines)), closing, sign)

    page = next(page for page in pages if any(isinstance(placed.box, SignatureRow) for placed in page.placed))
    assert isinstance(page.placed[-2].box, TextBox)


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 60), st.booleans())
def test_one_sentence_and_signatures_take_what_stands_above_along(lines: int, listed: bool):
    """A page of one line and two names says too little to be signed."""
    above: list[object] = [Paragraph("Một dòng.") for _ in range(lines)]
    if listed:
        above = [Table(_COLUMNS, [(n, f"HT-{n:02d}", "ngắn") for n in range(lines)])]
    sign = Signatures((SignatureColumn("a", "Đại diện VNPT"),))

    pages = pages_of(*above, Paragraph("Danh sách hết ở đây."), sign)

    page = next(page for page in pages if any(isinstance(placed.box, SignatureRow) for placed in page.placed))
    assert isinstance(page.placed[-2].box, TextBox)
    assert isinstance(page.placed[-3].box, GridBox if listed else TextBox)
    rows = [len(placed.box._rows) for page in pages for placed in page.placed if isinstance(placed.box, GridBox)]
    assert sum(rows) == (lines if listed else 0)


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 60), st.integers(1, 2))
def test_a_small_table_goes_with_its_heading_to_the_page_that_is_signed(lines: int, rows: int):
    """A table of one row or two cannot be parted, so all of it stands above the names."""
    table = Table(_COLUMNS, [(n, f"HT-{n:02d}", "ngắn") for n in range(rows)])
    above = [Paragraph("Một dòng.") for _ in range(lines)]
    sign = Signatures((SignatureColumn("a", "Đại diện VNPT"),))

    pages = pages_of(*above, Heading("2. Chưa nêu đơn vị", 1), table, Paragraph("Danh sách hết ở đây."), sign)

    page = next(page for page in pages if any(isinstance(placed.box, SignatureRow) for placed in page.placed))
    heading, grid = (placed.box for placed in page.placed[-4:-2])
    assert isinstance(heading, TextBox)
    assert heading.mark
    assert isinstance(grid, GridBox)
    assert sum(isinstance(placed.box, GridBox) for page in pages for placed in page.placed) == 1


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 50), st.integers(1, 12))
def test_the_head_of_a_table_never_stands_alone(lines: int, rows: int):
    table = Table(_COLUMNS, [(n, f"HT-{n:02d}", "ngắn") for n in range(rows)])

    for page in pages_of(*(Paragraph("Một dòng.") for _ in range(lines)), Heading("Bảng"), table):
        for placed in page.placed:
            if isinstance(placed.box, GridBox):
                assert placed.box._rows
