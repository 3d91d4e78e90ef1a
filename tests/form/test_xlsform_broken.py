"""Broken workbooks, each kind of mistake once: every problem names its sheet, row and column, and says the cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.form.problems import FormError, Problem
from inspector.form.xlsform import read
from inspector.i18n import set_language
from tests.form.sheets import excel

SETTINGS = """
    | settings |              |         |            |
    |          | form_title   | form_id | version    |
    |          | Tiếp đất     | earth   | 2026.11.1  |
"""

BROKEN: dict[str, tuple[str, tuple[str, str, int | None, str | None], str]] = {
    "a type that does not exist": (
        """
    | survey |          |           |                  |
    |        | type     | name      | label            |
    |        | note     | start     | Start            |
    |        | decimall | earth_ohm | Earth resistance |
    """,
        ("xlsform.type-unknown", "survey", 3, "type"),
        "decimal",
    ),
    "a list that is not there": (
        """
    | survey  |                   |      |       |
    |         | type              | name | label |
    |         | select_one resutl | ok   | OK?   |
    | choices |                   |      |       |
    |         | list_name         | name | label |
    |         | result            | pass | Đạt   |
    """,
        ("xlsform.list-unknown", "survey", 2, "type"),
        "result",
    ),
    "a question that is called by the wrong name": (
        """
    | survey |         |           |       |                     |
    |        | type    | name      | label | relevant            |
    |        | decimal | earth_ohm | Ohm   |                     |
    |        | text    | why       | Why   | ${earth_ohn} > 10   |
    """,
        ("xlsform.reference", "survey", 3, "relevant"),
        "earth_ohm",
    ),
    "two questions of one name": (
        """
    | survey |         |      |       |
    |        | type    | name | label |
    |        | decimal | ohm  | Ohm   |
    |        | text    | ohm  | Why   |
    """,
        ("xlsform.name-twice", "survey", 3, "name"),
        "row 2",
    ),
    "a name with a space": (
        """
    | survey |         |           |       |
    |        | type    | name      | label |
    |        | decimal | earth ohm | Ohm   |
    """,
        ("xlsform.name-invalid", "survey", 2, "name"),
        "letters, digits",
    ),
    "a group that is never closed": (
        """
    | survey |             |       |          |
    |        | type        | name  | label    |
    |        | begin_group | earth | Earthing |
    |        | decimal     | ohm   | Ohm      |
    """,
        ("xlsform.group-open", "survey", 2, "type"),
        "end_group",
    ),
    "a repeat closed as a group": (
        """
    | survey |              |       |          |
    |        | type         | name  | label    |
    |        | begin_repeat | pole  | Pole     |
    |        | decimal      | ohm   | Ohm      |
    |        | end_group    |       |          |
    """,
        ("xlsform.group-close", "survey", 4, "type"),
        "end_repeat",
    ),
    "a prefix that nobody declared": (
        """
    | survey |         |      |       |                    |
    |        | type    | name | label | bind::zz:severity  |
    |        | decimal | ohm  | Ohm   | major              |
    """,
        ("xlsform.prefix", "survey", 1, "bind::zz:severity"),
        "namespaces",
    ),
    "a choice without a name": (
        """
    | survey  |                   |      |       |
    |         | type              | name | label |
    |         | select_one result | ok   | OK?   |
    | choices |                   |      |       |
    |         | list_name         | name | label |
    |         | result            | pass | Đạt   |
    |         | result            |      | Không |
    """,
        ("xlsform.choice-name", "choices", 3, "name"),
        "value that is stored",
    ),
    "a choice named twice": (
        """
    | survey  |                   |      |       |
    |         | type              | name | label |
    |         | select_one result | ok   | OK?   |
    | choices |                   |      |       |
    |         | list_name         | name | label |
    |         | result            | pass | Đạt   |
    |         | result            | pass | Không |
    """,
        ("xlsform.choice-twice", "choices", 3, "name"),
        "row 2",
    ),
    "a row without a type": (
        """
    | survey |         |      |       |
    |        | type    | name | label |
    |        |         | ohm  | Ohm   |
    |        | text    | why  | Why   |
    """,
        ("xlsform.type-missing", "survey", 2, "type"),
        "select_one",
    ),
    "a row without a name": (
        """
    | survey |         |      |       |
    |        | type    | name | label |
    |        | decimal |      | Ohm   |
    """,
        ("xlsform.name-missing", "survey", 2, "name"),
        "earth_ohm",
    ),
    "a title above the column names": (
        """
    | survey |           |      |       |
    |        | Biểu mẫu  |      |       |
    |        | type      | name | label |
    |        | decimal   | ohm  | Ohm   |
    """,
        ("xlsform.header-lower", "survey", 1, "Biểu mẫu"),
        "row 2",
    ),
    "a calculation that is empty": (
        """
    | survey |           |      |             |
    |        | type      | name | calculation |
    |        | calculate | sum  |             |
    |        | calculate | two  | 1 + 1       |
    """,
        ("xlsform.calculation-missing", "survey", 2, "calculation"),
        "expression",
    ),
    "parameters the type does not know": (
        """
    | survey |       |       |       |                   |
    |        | type  | name  | label | parameters        |
    |        | text  | other | Other |                   |
    |        | range | grade | Grade | start=1 end=0.x   |
    """,
        ("xlsform.parameters", "survey", 3, "parameters"),
        "key=value",
    ),
    "no question at all": (
        """
    | survey |      |      |       |
    |        | type | name | label |
    """,
        ("xlsform.no-questions", "survey", 2, "type"),
        "type, name and label",
    ),
    "an end without a beginning": (
        """
    | survey |           |      |       |
    |        | type      | name | label |
    |        | decimal   | ohm  | Ohm   |
    |        | end_group |      |       |
    """,
        ("xlsform.group-close", "survey", 3, "type"),
        "begin_group",
    ),
    "a column twice": (
        """
    | survey |         |      |       |       |
    |        | type    | name | label | label |
    |        | decimal | ohm  | Ohm   | Earth |
    """,
        ("xlsform.column-twice", "survey", 1, "label"),
        "another name",
    ),
    "a severity that is none": (
        """
    | survey   |         |      |       |                    |
    |          | type    | name | label | bind::ins:severity |
    |          | decimal | ohm  | Ohm   | majr               |
    | settings |         |      |       |                    |
    |          | form_id | version | namespaces                   | |
    |          | earth   | 1       | ins="urn:inspector:checklist" | |
    """,
        ("xlsform.ins-word", "survey", 2, "bind::ins:severity"),
        "critical, major, minor",
    ),
}


@pytest.fixture(autouse=True)
def _in_english():
    set_language("en")
    yield
    set_language("vi")


@pytest.mark.parametrize("mistake", sorted(BROKEN))
def test_a_broken_workbook_is_refused_at_the_cell_with_the_cure(mistake: str, tmp_path: Path):
    text, expected, cure = BROKEN[mistake]
    path = excel(tmp_path, text if "settings" in text else text.rstrip() + SETTINGS)

    with pytest.raises(FormError) as refused:
        read(path)

    fatal = [problem for problem in refused.value.problems if problem.fatal]
    assert [(said.code, said.sheet, said.row, said.column) for said in fatal] == [expected]
    assert cure in fatal[0].message
    assert fatal[0].where in str(refused.value)


def test_one_mistake_is_told_once(tmp_path: Path):
    """A title above the names of columns is no unknown column, and a list that was misspelt is not unused too."""
    for mistake in ("a title above the column names", "a list that is not there"):
        with pytest.raises(FormError) as refused:
            read(excel(tmp_path, BROKEN[mistake][0].rstrip() + SETTINGS))

        assert len(refused.value.problems) == 1


def test_a_misnamed_sheet_is_pointed_out(tmp_path: Path):
    path = excel(tmp_path, "| surveys | | |\n| | type | name |\n| notes | |\n| | x |")

    with pytest.raises(FormError) as refused:
        read(path)

    (problem,) = refused.value.problems
    assert (problem.code, problem.sheet) == ("xlsform.no-survey", "surveys")


def test_all_mistakes_are_told_at_once(tmp_path: Path):
    path = excel(
        tmp_path,
        """
        | survey  |                   |      |       |             |
        |         | type              | name | label | relevant    |
        |         | decimall          | a b  | A     |             |
        |         | select_one nobody | c    | C     | ${missing}  |
        | choices |                   |      |       |             |
        |         | list_name         | name | label |             |
        |         | result            |      | Đạt   |             |
        """,
    )

    with pytest.raises(FormError) as refused:
        read(path)

    fatal = [problem for problem in refused.value.problems if problem.fatal]
    assert [(said.sheet, said.row, said.code.removeprefix("xlsform.")) for said in fatal] == [
        ("survey", 2, "name-invalid"),
        ("survey", 2, "type-unknown"),
        ("survey", 3, "list-unknown"),
        ("survey", 3, "reference"),
        ("choices", 2, "choice-name"),
    ]


def warnings(path: Path) -> list[tuple[str, str | None, int | None, str | None]]:
    return [(said.code.removeprefix("xlsform."), said.sheet, said.row, said.column) for said in read(path).problems]


def test_a_text_without_its_translation_is_named_cell_by_cell(tmp_path: Path):
    path = excel(
        tmp_path,
        """
        | survey   |         |         |                         |                      |
        |          | type    | name    | label::Tiếng Việt (vi)  | label::English (en)  |
        |          | decimal | ohm     | Điện trở                | Resistance           |
        |          | text    | why     | Vì sao                  |                      |
        | settings |         |         |                         |                      |
        |          | form_id | version | default_language        |                      |
        |          | earth   | 1       | Tiếng Việt (vi)         |                      |
        """,
    )

    assert warnings(path) == [("translation", "survey", 3, "label::English (en)")]


def test_an_unknown_column_is_told_with_the_one_that_was_meant(tmp_path: Path):
    path = excel(
        tmp_path,
        """
        | survey |         |      |       |          |                |
        |        | type    | name | label | relevent | _my own remark |
        |        | decimal | ohm  | Ohm   | 1 = 1    | see page 3     |
        """.rstrip()
        + SETTINGS,
    )

    assert warnings(path) == [("column-unknown", "survey", 1, "relevent")]
    assert read(path).problems[0].suggestion == "relevant"


def test_a_list_nobody_uses_an_empty_group_and_a_choice_without_label_are_warned_of(tmp_path: Path):
    path = excel(
        tmp_path,
        """
        | survey  |                   |      |       |
        |         | type              | name | label |
        |         | select_one result | ok   | OK?   |
        |         | begin_group       | g    | G     |
        |         | end_group         | g    |       |
        | choices |                   |      |       |
        |         | list_name         | name | label |
        |         | result            | pass | Đạt   |
        |         | result            | fail |       |
        |         | spare             | x    | X     |
        """.rstrip()
        + SETTINGS,
    )

    assert warnings(path) == [
        ("group-empty", "survey", 3, "type"),
        ("choice-label", "choices", 3, "label"),
        ("list-unused", "choices", 4, "list_name"),
    ]


def test_a_default_language_that_no_column_speaks_is_warned_of(tmp_path: Path):
    path = excel(
        tmp_path,
        """
        | survey   |         |         |                         |
        |          | type    | name    | label::Tiếng Việt (vi)  |
        |          | decimal | ohm     | Điện trở                |
        | settings |         |         |                         |
        |          | form_id | version | default_language        |
        |          | earth   | 1       | Tieng Viet (vi)         |
        """,
    )

    assert ("language-unknown", "settings", 2, "default_language") in warnings(path)


def test_a_checklist_without_photographs_may_not_ask_for_one(tmp_path: Path):
    path = excel(
        tmp_path,
        """
        | survey   |         |         |                               |                        |
        |          | type    | name    | label                         |                        |
        |          | image   | shot    | Photo of the safe             |                        |
        | settings |         |         |                               |                        |
        |          | form_id | version | namespaces                    | attribute::ins:photos  |
        |          | secret  | 1       | ins="urn:inspector:checklist" | no                     |
        """,
    )

    with pytest.raises(FormError) as refused:
        read(path)

    (problem,) = refused.value.problems
    assert (problem.code, problem.sheet, problem.row, problem.column) == ("xlsform.ins-photo", "survey", 2, "type")


def test_a_bug_of_the_converter_is_a_problem_and_not_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import pyxform.xls2xform

    def broken(*_: object, **__: object) -> None:
        raise TypeError("node() got multiple values for argument 'tag'")

    monkeypatch.setattr(pyxform.xls2xform, "convert", broken)
    path = excel(tmp_path, "| survey | | | |\n|  | type | name | label |\n|  | text | a | A |")

    with pytest.raises(FormError) as refused:
        read(path)

    assert refused.value.problems[0].code == "xlsform.converter-failed"


def test_every_problem_can_be_said_in_vietnamese(tmp_path: Path):
    set_language("vi")
    english: list[str] = []
    for number, (text, _, _) in enumerate(BROKEN.values()):
        with pytest.raises(FormError) as refused:
            read(excel(tmp_path, text, f"{number}.xlsx"))
        problems: tuple[Problem, ...] = refused.value.problems
        spoken = [said.message for said in problems]
        set_language("en")
        english += [said for said, problem in zip(spoken, problems, strict=True) if said == problem.message]
        set_language("vi")

    assert english == []
