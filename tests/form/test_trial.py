"""The sheet `tests` of a checklist: a step that turns out otherwise is told at its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.form.xlsform import check
from inspector.i18n import set_language
from tests.form.sheets import excel

FORM = """
    | survey   |                   |         |           |                    |            |             |          |
    |          | type              | name    | label     | relevant           | constraint | calculation | required |
    |          | begin_group       | earth   | Earthing  |                    |            |             |          |
    |          | decimal           | ohm     | Ohm       |                    | . >= 0     |             | yes      |
    |          | select_one result | state   | State     | ${ohm} > 10        |            |             |          |
    |          | calculate         | twice   |           |                    |            | ${ohm} * 2  |          |
    |          | end_group         |         |           |                    |            |             |          |
    |          | begin_repeat      | pole    | Pole      |                    |            |             |          |
    |          | decimal           | height  | Height    |                    |            |             |          |
    |          | end_repeat        |         |           |                    |            |             |          |
    | choices  |                   |         |           |
    |          | list_name         | name    | label     |
    |          | result            | pass    | Đạt       |
    |          | result            | fail    | Không đạt |
    | settings |                   |         |           |
    |          | form_title        | form_id | version   |
    |          | Earth             | earth   | 1         |
    | tests    |       |          |         |       |         |            |
    |          | case  | question | answer  | shown | value   | problem    |
"""


@pytest.fixture(autouse=True)
def _in_english():
    set_language("en")
    yield
    set_language("vi")


def told(tmp_path: Path, *steps: str) -> list[tuple[str, int | None, str | None]]:
    """Code, row and column of each problem; the first step is row 2 of the sheet."""
    text = FORM.rstrip() + "".join(f"\n    |          | {step} |" for step in steps) + "\n"
    return [
        (said.code.removeprefix("xlsform."), said.row, said.column)
        for said in check(excel(tmp_path, text))
        if said.sheet == "tests"
    ]


def test_a_checklist_whose_tests_hold_has_nothing_to_tell(tmp_path: Path):
    steps = (
        "Bad earth | ohm      | 12.5      | yes |           |             ",
        "          | state    | Không đạt | yes | fail      | no          ",
        "          | twice    |           |     | 25        |             ",
        "          | ohm      | -1        |     | -1        | constraint  ",
        "          | state    |           | no  |           |             ",
        "Blank     | ohm      |           | yes | (empty)   | required    ",
        "          | earth    |           | yes |           |             ",
        "Poles     | pole     | (add)     |     |           |             ",
    )

    assert told(tmp_path, *steps) == []


def test_the_words_may_be_vietnamese(tmp_path: Path):
    text = FORM.replace(
        "case  | question | answer  | shown | value   | problem",
        "trường hợp | câu hỏi | trả lời | hiện | giá trị | lỗi",
    )
    text = text.rstrip() + "\n    |          | Trống | ohm | (trống) | có | (trống) | bắt buộc |\n"

    assert [said for said in check(excel(tmp_path, text)) if said.sheet == "tests"] == []


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("A | ohm   | 3   | no    |   |            ", ("test-shown", 2, "shown")),
        ("A | state |     | yes   |   |            ", ("test-shown", 2, "shown")),
        ("A | ohm   | 3   |       | 4 |            ", ("test-value", 2, "value")),
        ("A | ohm   | -3  |       |   | no         ", ("test-problem", 2, "problem")),
        ("A | ohm   | 3   |       |   | required   ", ("test-problem", 2, "problem")),
        ("A | ohm   | 3   | maybe |   |            ", ("test-word", 2, "shown")),
        ("A | ohm   | 3   |       |   | broken     ", ("test-word", 2, "problem")),
        ("A | ohmm  | 3   |       |   |            ", ("test-unknown", 2, "question")),
        ("A |       | 3   |       |   |            ", ("test-question", 2, "question")),
        ("A | earth | 3   |       |   |            ", ("test-refused", 2, "answer")),
        ("A | ohm   | (add) |     |   |            ", ("test-refused", 2, "answer")),
    ],
)
def test_a_step_that_turns_out_otherwise_is_told_at_its_cell(tmp_path: Path, step: str, expected):
    assert told(tmp_path, step) == [expected]


def test_a_case_begins_with_a_blank_form_and_a_step_goes_on(tmp_path: Path):
    steps = ("First | ohm | 12 | | |", "| state | | yes | |", "Second | state | | no | |")

    assert told(tmp_path, *steps) == []


def test_tests_without_a_question_column_are_told(tmp_path: Path):
    text = FORM.replace("question |", "what     |").rstrip() + "\n    |          | A | ohm | 3 | yes | | |\n"

    assert [said.code for said in check(excel(tmp_path, text)) if said.sheet == "tests"] == ["xlsform.test-column"]
