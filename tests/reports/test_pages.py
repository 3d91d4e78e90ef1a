"""What was once seen wrong on a page stays right: legends, signatures, kinds of sites."""

from __future__ import annotations

from inspector.reports import pdf
from inspector.reports.document import (
    Chart,
    ChartKind,
    Document,
    Paragraph,
    Section,
    Series,
    SignatureColumn,
    Signatures,
)
from tests.reports.measure import MM, Paper


def paper(*blocks: object) -> Paper:
    document = Document(title="Thử", kind="test", sections=(Section("", tuple(blocks)),))  # type: ignore[arg-type]
    return Paper(pdf.to_bytes(document)[0])


def test_a_legend_of_many_long_names_goes_on_in_the_next_row():
    """Five names of checklists ran over the edge of the paper."""
    names = [f"Lực lượng bảo vệ và bảo vệ chính trị nội bộ số {number}" for number in range(5)]
    chart = Chart(ChartKind.LINE, "Tỷ lệ đạt", ("1", "2"), tuple(Series(name, (0.5, 0.75)) for name in names))

    page = paper(chart).pages[0]

    assert all(name in " ".join(page.text.split()) for name in names)
    assert max(sign.right for sign in page.characters) <= page.width - 15 * MM + 0.5


def test_what_is_counted_has_whole_numbers_beside_the_lines():
    """“2,5 findings” stood at the axis."""
    for most in range(1, 60):
        chart = Chart(ChartKind.STACKED, "Tồn tại", ("A",), (Series("Lớn", (float(most),)), Series("Nhỏ", (0.0,))))
        text = paper(chart).pages[0].text
        assert "," not in text, (most, text)


def test_nobody_signs_a_page_that_says_nothing():
    """The last paragraph goes with the signatures to their page."""
    sign = Signatures((SignatureColumn("police", "Đại diện Công an"), SignatureColumn("vnpt", "Đại diện VNPT")))

    for lines in range(20, 36):
        pages = paper(*(Paragraph(f"Đoạn {number}.") for number in range(lines)), sign).pages
        assert "Đoạn" in next(page.text for page in pages if "ĐẠI DIỆN VNPT" in page.text)
