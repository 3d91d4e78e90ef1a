"""`form check`: mistakes in expressions, too, are told at their cell; and what the command prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.cli import main
from inspector.form.xlsform import check
from inspector.i18n import set_language
from tests.form.sheets import excel, markdown

FORM = """
    | survey   |           |         |       |              |                   |               |
    |          | type      | name    | label | relevant     | constraint        | calculation   |
    |          | decimal   | a       | A     |              | {constraint}      |               |
    |          | text      | b       | B     | {relevant}   |                   |               |
    |          | calculate | c       |       |              |                   | {calculation} |
    | settings |           |         |       |
    |          | form_id   | version | form_title |
    |          | small     | 1       | Small      |
"""
GOOD = {"constraint": ". > 0", "relevant": "${a} > 1", "calculation": "${a} * 2"}

MISTAKES = {
    "a function that is never closed": ({"constraint": "foo("}, ("survey", 2, "constraint")),
    "a function that does not exist": ({"relevant": "contians(${a}, '1')"}, ("survey", 3, "relevant")),
    "too few values for a function": ({"calculation": "substr()"}, ("survey", 4, "calculation")),
    "an operator without its right side": ({"constraint": ". > 0 and"}, ("survey", 2, "constraint")),
    "a quotation mark that is not closed": ({"relevant": "${a} = 'x"}, ("survey", 3, "relevant")),
    "a path that leads nowhere": ({"calculation": "/data/nothing + 1"}, ("survey", 4, "calculation")),
    "a calculation that needs itself": ({"calculation": "${c} + 1"}, ("survey", 4, "calculation")),
    "a question shown by its own answer": ({"relevant": "${b} = 'x'"}, ("survey", 3, "relevant")),
}


@pytest.fixture(autouse=True)
def _in_english():
    set_language("en")
    yield
    set_language("vi")


def test_a_good_form_has_nothing_to_tell(tmp_path: Path):
    assert check(excel(tmp_path, FORM.format(**GOOD))) == []


@pytest.mark.parametrize("mistake", sorted(MISTAKES))
def test_a_mistake_in_an_expression_is_told_at_its_cell(mistake: str, tmp_path: Path):
    cells, place = MISTAKES[mistake]

    problems = [said for said in check(excel(tmp_path, FORM.format(**{**GOOD, **cells}))) if said.fatal]

    assert problems
    assert (problems[0].sheet, problems[0].row, problems[0].column) == place
    assert "{" not in problems[0].message.replace("${", "")
    cured = problems[0].suggestion or problems[0].cure
    assert cured
    assert problems[0].line().startswith(f"survey, row {place[1]}, {place[2]}: {problems[0].message}")
    assert cured in problems[0].line()


def test_a_mistake_in_an_expression_is_shown_as_its_author_wrote_it(tmp_path: Path):
    (problem,) = check(excel(tmp_path, FORM.format(**{**GOOD, "relevant": "${a} > 3 and foo(${a}, 'x"})))

    assert "In: “${a} > 3 and foo(${a}, 'x”." in problem.line()
    assert len(check(excel(tmp_path, FORM.format(**{**GOOD, "relevant": "foo(" * 99})))[0].line()) < 400


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("${a} == 3", "${a} = 3"),
        ("${a} => 3 && ${a} <> 5", "${a} >= 3 and ${a} != 5"),
        ("${a} =< 3 || ${a} == 5", "${a} <= 3 or ${a} = 5"),
        ("${a} > 3 AND ${a} < 5 OR 1 = 2", "${a} > 3 and ${a} < 5 or 1 = 2"),
        ("${a} > 0,5", "${a} > 0.5"),
        ("${a} == (3", None),
    ],
)
def test_signs_of_other_languages_are_told_with_those_of_this_one(tmp_path: Path, written: str, meant: str | None):
    (problem,) = check(excel(tmp_path, FORM.format(**{**GOOD, "relevant": written.replace("|", r"\|")})))

    assert (f"Did you mean {meant}?" in problem.message) == (meant is not None)
    assert ("quotation marks" in problem.line()) == (meant is None)


def test_a_path_is_shown_as_it_was_written_where_no_reference_stood(tmp_path: Path):
    (problem,) = check(excel(tmp_path, FORM.format(**{**GOOD, "relevant": "instance('zz')/root/item[a = 1]/b = 'x'"})))

    assert "In: “instance('zz')/root/item[a = 1]/b = 'x'”." in problem.line()


def test_what_the_matcher_of_patterns_says_is_not_repeated(tmp_path: Path):
    (problem,) = check(excel(tmp_path, FORM.format(**{**GOOD, "constraint": "regex(., '[a-')"})))

    assert problem.message == "“[a-” is not a pattern."


def test_an_attached_file_that_is_missing_is_told_at_its_cell(tmp_path: Path):
    path = excel(
        tmp_path,
        """
        | survey   |                                   |      |       |                                         |
        |          | type                              | name | label | calculation                             |
        |          | select_one_from_file stations.csv | a    | A     |                                         |
        |          | calculate                         | b    |       | pulldata('codes', 'name', 'code', ${a}) |
        | settings |                                   |      |
        |          | form_id                           | version |
        |          | x                                 | 1    |
        """,
    )

    problems = check(path)

    assert [(said.code, said.sheet, said.row, said.column) for said in problems] == [
        ("form.resource.missing", "survey", 2, "type"),
        ("form.resource.missing", "survey", 3, "calculation"),
    ]
    assert all("choices" in said.cure for said in problems)


def test_a_circle_of_questions_is_refused_with_a_row_of_it(tmp_path: Path):
    problems = check(
        excel(tmp_path, FORM.format(**{**GOOD, "relevant": "${c} > 1", "calculation": "string-length(${b})"}))
    )

    assert problems
    assert (problems[0].sheet, problems[0].row) in {("survey", 3), ("survey", 4)}


def test_the_command_names_place_and_cure_and_says_that_something_waits(tmp_path: Path, capsys):
    path = markdown(tmp_path, FORM.format(**{**GOOD, "relevant": "${aa} > 1"}))

    assert main(["--json", "--lang", "en", "form", "check", str(path)]) == 3

    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["sheet"], problem["row"], problem["column"]) == ("survey", 3, "relevant")
    assert problem["code"] == "xlsform.reference"
    assert "${aa}" in problem["message"]


def test_the_command_is_quiet_about_a_good_form(tmp_path: Path, capsys):
    path = excel(tmp_path, FORM.format(**GOOD))

    assert main(["--json", "form", "check", str(path)]) == 0
    assert json.loads(capsys.readouterr().out) == {"problems": []}


def test_the_command_says_what_changed(tmp_path: Path, capsys):
    old = excel(tmp_path, FORM.format(**GOOD), "old.xlsx")
    new = excel(tmp_path, FORM.format(**{**GOOD, "constraint": ". > 5"}), "new.xlsx")

    assert main(["--json", "--lang", "en", "form", "diff", str(old), str(new)]) == 0

    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert (change["code"], change["item"], change["path"]) == ("constraint", "A", "a")
    assert ". > 5" in change["message"]


def test_a_converted_form_is_what_the_shipped_one_is(tmp_path: Path, capsys):
    from inspector import paths

    target = tmp_path / "fire.xml"

    assert main(["form", "convert", str(paths.root() / "forms" / "fire.xlsx"), str(target)]) == 0
    assert target.read_bytes() == paths.resource("checklists", "fire.xml").read_bytes()
    assert main(["form", "convert", str(target), str(tmp_path / "no" / "such" / "fire.xml")]) == 1
    assert "fire.xml" in capsys.readouterr().err


def test_every_mistake_in_an_expression_can_be_said_in_vietnamese(tmp_path: Path):
    found = [
        said
        for number, (cells, _place) in enumerate(MISTAKES.values())
        for said in check(excel(tmp_path, FORM.format(**{**GOOD, **cells}), f"{number}.xlsx"))
    ]
    english = [said.line() for said in found]
    set_language("vi")

    assert not [said for said, problem in zip(english, found, strict=True) if said == problem.line()]
    assert all("dòng" in problem.where for problem in found)
