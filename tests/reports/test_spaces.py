"""Lines are never broken between a number and what it counts, nor before a dash; the words stay as they are."""

from __future__ import annotations

import pytest

from inspector.reports.spaces import KEPT, kept
from inspector.reports.typeset import balanced, texts, wrap


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("quá hạn 04 ngày.", "04 ngày."),
        ("ngày 24 tháng 4 năm 2013", "ngày 24|tháng 4|năm 2013"),
        ("Nghị định 105/2025/NĐ-CP, Điều 13; QCVN 06:2022/BXD", "Điều 13;"),
        ("Điện trở tiếp đất 12,5 Ω (≤ 10)", "12,5 Ω|(≤ 10)"),
        ("Độ ẩm (%, 30 – 75)", "30 – 75)"),
        ("Trung tâm Viễn thông khu vực 6", "vực 6"),
        ("Tuyến cáp Yên Trường - Minh Sơn", "Trường -"),
        ("Trạm BTS Hoằng Đồng 12", "Đồng 12"),
    ],
)
def test_what_belongs_together_stays_on_one_line(text: str, together: str):
    assert kept(text).replace(KEPT, " ") == text
    for width in range(100, 240, 10):
        lines = [" ".join(piece.text for word in line.words for piece in word.pieces) for line in wrap(text, 13, width)]
        assert " ".join(lines) == text
        for words in together.split("|"):
            assert any(words in line for line in lines), (width, lines)


def test_a_column_narrower_than_both_parts_them_after_all():
    lines = [line.words[0].pieces[0].text for line in wrap("ngày 24 tháng 12", 13, 34)]

    assert lines == ["ngày", "24", "tháng", "12"]


def test_a_title_is_parted_before_a_small_word_and_not_after_it():
    title = "Kiểm tra liên ngành về phòng cháy, chữa cháy và an ninh, an toàn tại Kho vật tư khu vực Hoằng Hóa"

    for width in range(200, 420, 10):
        lines = [
            " ".join(piece.text for word in line.words for piece in word.pieces)
            for line in balanced(title, 14, width, bold=True)
        ]
        assert " ".join(lines) == title
        assert not [line for line in lines[:-1] if line.rpartition(" ")[2] in ("và", "về", "tại")]
        for word in ("liên ngành", "phòng cháy", "an toàn", "vật tư"):
            assert any(word in line for line in lines), (width, lines)


def test_a_date_does_not_hold_what_follows_it():
    note = "(Kèm theo Biên bản ngày 17 tháng 11 năm 2026 tại Kho vật tư khu vực Hoằng Hóa)"

    assert f"2026{KEPT}" not in kept(note)
    assert f"02{KEPT}bình" in kept("Thiếu 02 bình tại cửa")


def test_a_day_at_the_end_of_a_line_is_followed_by_the_whole_place():
    note = "(Kèm theo Biên bản ngày 17 tháng 11 năm 2026 tại Kho vật tư khu vực Hoằng Hóa)"

    assert texts(balanced(note, 13, 420, italic=True)) == [
        "(Kèm theo Biên bản ngày 17 tháng 11 năm 2026",
        "tại Kho vật tư khu vực Hoằng Hóa)",
    ]


@pytest.mark.parametrize("site", ["Hải Hà", "Tuyến cáp Xuân Lập - Tam Chung"])
def test_what_is_named_together_in_a_subject_is_not_parted(site: str):
    subject = f"Kiểm tra liên ngành về phòng cháy, chữa cháy và an ninh, an toàn tại {site}"

    assert texts(balanced(subject, 14, 420, bold=True)) == [
        "Kiểm tra liên ngành về phòng cháy, chữa cháy",
        f"và an ninh, an toàn tại {site}",
    ]
