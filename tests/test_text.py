"""Text that people call the same must compare as the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.text import fold, normalise_code, shortened, spelling, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [("Thanh Hoá", "thanh hóa"), ("Cẩm Thuỷ", "CẨM THỦY"), ("Điện Biên", "dien bien"), ("Cột  đèn\u00a0", "cot den")],
)
def test_a_search_without_marks_finds_the_word_with_marks(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_the_place_of_the_tone_mark_does_not_matter_but_the_tone_does() -> None:
    assert spelling("Thuỷ Hoá") == spelling("Thủy Hóa")
    assert spelling("Thủy") != spelling("Thúy")
    assert spelling("Đông Tiến") != spelling("Đồng Tiến")


@pytest.mark.parametrize("written", ["THA0123", " tha-0123", "THA_0123\u00a0", "Tha.01 23", "THA\u20110123"])
def test_a_code_is_the_same_however_it_is_spaced(written: str) -> None:
    assert normalise_code(written) == "THA0123"


def test_leading_zeros_and_the_letter_o_are_kept_apart() -> None:
    assert normalise_code("0123") == "0123"
    assert normalise_code("THA0123") != normalise_code("THAO123")


@given(st.text(max_size=40))
def test_composed_and_decomposed_text_have_the_same_keys(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)

    assert fold(text) == fold(decomposed)
    assert tidy(text) == tidy(decomposed)
    assert normalise_code(text) == normalise_code(decomposed)


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert tidy(tidy(text)) == tidy(text)
    assert normalise_code(normalise_code(text)) == normalise_code(text)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Tồn tại", "Tồn tại"),
        ("Quản lý, sử dụng, vận hành thiết bị viễn thông", "Quản lý, sử dụng, vận hành…"),
        ("Phòng cháy, chữa cháy, cứu nạn", "Phòng cháy, chữa cháy, cứu nạn"),
        ("Phòng cháy, chữa cháy và, cứu nạn", "Phòng cháy, chữa cháy và, cứu…"),
        ("x" * 40, "x" * 30 + "…"),
    ],
)
def test_a_text_that_is_too_long_ends_after_a_whole_word(text: str, short: str) -> None:
    assert shortened(text, 31) == short
    assert len(short) <= 31
