"""The rules of Nghị định 30/2020, annex I, measured in a finished file: millimetres and points, not settings."""

from __future__ import annotations

import pytest

from inspector.reports import minutes, pdf
from tests.reports.measure import MM, Paper, Sheet
from tests.reports.rules import measured
from tests.reports.sample import visit


@pytest.fixture(scope="module")
def paper() -> Paper:
    """The minutes of a visit with annexes and photographs."""
    content, _rendered = pdf.to_bytes(minutes.build(visit(per_domain=40, photos=7)))
    return Paper(content)


@pytest.fixture(scope="module")
def first(paper: Paper) -> Sheet:
    """Its first page."""
    return paper.pages[0]


def body(page: Sheet) -> list:
    """Characters that are neither the page number nor the foot."""
    return [sign for sign in page.characters if sign.bottom > 20 * MM - 4 and sign.top < page.height - 18 * MM]


def test_paper_is_a4_upright(paper: Paper):
    for page in paper.pages:
        assert (page.width / MM, page.height / MM) == pytest.approx((210, 297), abs=0.1)


def test_margins_are_kept_on_every_page(paper: Paper):
    """Left 30 to 35 mm, right 15 to 20, top and bottom 20 to 25: nothing of the text stands outside."""
    for page in paper.pages:
        signs = body(page)
        assert min(sign.left for sign in signs) / MM >= 30 - 0.2
        assert (page.width - max(sign.right for sign in signs)) / MM >= 15 - 0.2
        assert (page.height - max(sign.top for sign in signs)) / MM >= 20 - 0.2
        assert min(sign.bottom for sign in signs) / MM >= 20 - 0.2


def test_text_fills_the_width_between_the_margins(paper: Paper):
    signs = [sign for page in paper.pages for sign in body(page)]

    assert min(sign.left for sign in signs) / MM == pytest.approx(30, abs=0.6)
    assert (210 - max(sign.right for sign in signs) / MM) == pytest.approx(15, abs=0.6)


def test_page_numbers_stand_in_the_top_margin_except_on_first_pages(paper: Paper):
    """Size 13 or 14, upright, centred between the margins; annexes count for themselves."""
    numbers = []
    for page in paper.pages:
        above = [sign for sign in page.characters if sign.bottom > page.height - 20 * MM]
        numbers.append("".join(sign.sign for sign in above))
        for sign in above:
            assert 13 <= sign.size <= 14
            assert sign.font == "LiberationSerif"
        if above:
            middle = (above[0].left + above[-1].right) / 2
            assert middle == pytest.approx((30 * MM + page.width - 15 * MM) / 2, abs=2)
    assert numbers[0] == ""
    parts = "|".join(number or "new" for number in numbers).split("new")[1:]
    assert [part.strip("|").split("|") if part.strip("|") else [] for part in parts] == [
        [str(number) for number in range(2, len(part.strip("|").split("|")) + 2)] if part.strip("|") else []
        for part in parts
    ]
    assert len(parts) == 5  # the minutes, two checklists, photographs, state secrets


@pytest.mark.parametrize(
    ("text", "sizes", "font"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), "LiberationSerif-Bold"),
        ("Độc lập - Tự do - Hạnh phúc", (13, 14), "LiberationSerif-Bold"),
        ("CÔNG AN TỈNH THANH HÓA", (12, 13), "LiberationSerif"),
        ("ĐOÀN KIỂM TRA LIÊN NGÀNH", (12, 13), "LiberationSerif-Bold"),
        ("Số: 05/BB-ĐKTLN", (13, 13), "LiberationSerif"),
        ("Thanh Hóa, ngày 05 tháng 01 năm 2026", (13, 14), "LiberationSerif-Italic"),
        ("BIÊN BẢN", (13, 14), "LiberationSerif-Bold"),
        ("Kiểm tra liên ngành về", (13, 14), "LiberationSerif-Bold"),
        ("Căn cứ Luật Phòng cháy", (13, 14), "LiberationSerif-Italic"),
        ("chúng tôi gồm các thành phần", (13, 14), "LiberationSerif"),
    ],
)
def test_elements_of_the_head_have_their_size_and_style(first: Sheet, text: str, sizes: tuple[int, int], font: str):
    for sign in first.run(text):
        assert sizes[0] <= sign.size <= sizes[1]
        assert sign.font == font


def test_number_and_date_stand_on_one_line(first: Sheet):
    number = first.run("Số: 05/BB-ĐKTLN")[0]
    date = first.run("Thanh Hóa, ngày 05")[0]

    assert number.bottom == pytest.approx(date.bottom, abs=0.5)


def test_the_nation_stands_right_of_the_bodies_and_the_motto_centred_below(first: Sheet):
    nation, motto = first.run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), first.run("Độc lập - Tự do - Hạnh phúc")
    office = first.run("ĐOÀN KIỂM TRA LIÊN NGÀNH")

    assert max(sign.right for sign in office) < nation[0].left
    assert (nation[0].left + nation[-1].right) / 2 == pytest.approx((motto[0].left + motto[-1].right) / 2, abs=1)


def test_lines_below_motto_body_and_subject_have_their_length(first: Sheet):
    """As long as the motto; a third to a half of the text below the body and the subject."""
    flat = [(left, right, bottom) for left, bottom, right, top in first.rules if top - bottom < 2]

    def under(text: str) -> float:
        run = first.run(text)
        low = min(sign.bottom for sign in run)
        middle = (run[0].left + run[-1].right) / 2
        near = [(right - left) for left, right, y in flat if 0 < low - y < 8 and abs((left + right) / 2 - middle) < 4]
        assert near, text
        return near[0] / (run[-1].right - run[0].left)

    assert under("Độc lập - Tự do - Hạnh phúc") == pytest.approx(1, abs=0.03)
    assert 1 / 3 - 0.02 <= under("ĐOÀN KIỂM TRA LIÊN NGÀNH") <= 0.52


def test_body_is_indented_justified_and_set_apart(first: Sheet):
    """First line 1 to 1.27 cm in; at least 6 pt between paragraphs; single spacing to one and a half."""
    start = first.run("Hồi 8 giờ 05 phút")[0]
    assert (start.left / MM - 30) == pytest.approx(12.7, abs=0.4)

    second = first.run("Đồng Tiến, xã Hoằng Lộc, tỉnh Thanh Hóa, chúng")[0]
    assert second.left / MM == pytest.approx(30, abs=0.4)
    line = [sign for sign in first.characters if abs(sign.bottom - start.bottom) < 6 and sign.left > 400]
    assert (first.width - max(sign.right for sign in line)) / MM == pytest.approx(15, abs=0.4)

    grounds = first.run("Căn cứ Chương trình phối hợp")[0]
    before = first.run("Căn cứ Luật Phòng cháy")[0]
    assert 13 * 1.0 + 6 - 0.5 <= before.bottom - grounds.bottom <= 13 * 1.5 + 7


def test_the_foot_of_the_minutes_has_its_sizes(paper: Paper):
    page = next(page for page in paper.pages if "Nơi nhận" in page.text)

    for sign in page.run("Nơi nhận:"):
        assert (sign.size, sign.font) == (12, "LiberationSerif-BoldItalic")
    for sign in page.run("- Lưu: VT, Hồ sơ."):
        assert (sign.size, sign.font) == (11, "LiberationSerif")
    for sign in page.run("ĐẠI DIỆN VNPT"):
        assert 13 <= sign.size <= 14
        assert sign.font == "LiberationSerif-Bold"
    for sign in page.run("Nguyễn Văn Ánh"):
        assert 13 <= sign.size <= 14
        assert sign.font == "LiberationSerif-Bold"


def test_the_closing_sentence_knows_its_pages(paper: Paper):
    text = " ".join(paper.text.split())
    body_pages = next(
        number for number, page in enumerate(paper.pages) if number and "Phụ lục I\n" in page.text.replace("\r", "")
    )

    assert f"gồm {body_pages:02d} trang, được lập thành 03 bản" in text
    assert "cùng ký tên dưới đây./." in text


def test_nothing_is_ever_stamped_secret(paper: Paper):
    lowered = paper.text.upper().split("\n")

    assert not [line for line in lowered if line.strip() in ("MẬT", "TỐI MẬT", "TUYỆT MẬT")]


def test_the_table_of_rules_holds_in_every_row(paper: Paper):
    found = measured(paper)

    assert len(found) >= 20
    assert [rule.line() for rule in found if not rule.holds] == []
