"""Every file in `forms/` is loaded, checked with its own tests, and filled with random valid answers."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector import checklists, paths
from inspector.form import Form, load, xlsform
from inspector.form.definition import Question

FILES = paths.shipped_forms()
NAMES = [path.stem for path in FILES]
TYPES = ["bts", "tower", "exchange", "dc", "office", "shop", "warehouse", "cable_route", "cabinet", "manhole"]


@cache
def form(name: str) -> Form:
    return load(paths.resource("checklists", f"{name}.xml").read_text("utf-8"))


@cache
def asked(name: str) -> tuple[Question, ...]:
    return tuple(question for question in form(name).questions if question.control and not question.calculated)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_checklist_is_checked_without_a_problem_and_its_own_tests_hold(path: Path):
    assert xlsform.check(path) == []


def valid(question: Question) -> st.SearchStrategy[str]:
    if question.control == "select1":
        return st.sampled_from([value for value, _label in question.choices()])
    if question.control == "select":
        values = [value for value, _label in question.choices()]
        return st.lists(st.sampled_from(values), unique=True).map(lambda some: " ".join(sorted(some, key=values.index)))
    assert question.type == "decimal", question.path
    return st.decimals(0, 5, places=2).map(str)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=12)
@given(data=st.data())
def test_a_checklist_takes_any_valid_answers_in_any_order(name, data):
    """What is answered stands; what is shown and answered breaks no rule; what is hidden is not asked for."""
    filled = form(name).new()
    some = data.draw(st.lists(st.sampled_from(asked(name)), min_size=1, max_size=25, unique_by=lambda one: one.path))
    given_answers = {question.path: data.draw(valid(question)) for question in some}

    for path, text in given_answers.items():
        filled.answer(path, text)

    for path, text in given_answers.items():
        node = filled[path]
        same = node.value == text or (node.question.type == "decimal" and float(node.value) == float(text))
        assert same, path
        assert node.violation is None


@pytest.mark.parametrize("name", NAMES)
def test_a_checklist_that_is_filled_breaks_no_rule(name):
    filled = form(name).new()
    for item in checklists.items(form(name)).values():
        filled.answer(item.path, "pass")

    broken = [node.path for node in filled.nodes() if node.kind == "question" and node.violation is not None]
    assert broken == []


@pytest.mark.parametrize("name", NAMES)
def test_an_item_that_is_not_answered_is_asked_for(name):
    filled = form(name).new()

    assert all(filled[path].violation is not None for path in checklists.items(form(name)))


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("name", NAMES)
def test_the_kind_of_site_decides_which_items_are_shown(name, kind):
    """An item is shown exactly for the kinds that its relevant names; without one, for all."""
    filled = form(name).new()
    filled.answer("site_types", kind)

    for path in checklists.items(form(name)):
        node = filled[path]
        bind = node.definition.bind
        wanted = bind.relevant is None or f"'{kind}'" in bind.relevant.text
        assert node.relevant == wanted, path


@pytest.mark.parametrize("name", NAMES)
def test_a_measure_outside_its_limits_suggests_a_failure(name):
    """The limits come from the measure's own row; a person still decides."""
    limited = [
        item for item in checklists.items(form(name)).values() if item.least is not None or item.most is not None
    ]

    assert limited
    for item in limited:
        assert item.unit
        if item.least is not None:
            assert item.outside(str(item.least - 0.01))
            assert not item.outside(str(item.least))
        if item.most is not None:
            assert item.outside(str(item.most + 0.01))
            assert not item.outside(str(item.most))
        assert not item.outside("")


def test_there_are_174_items_with_codes_of_their_own():
    codes = [item.code for name in NAMES for item in checklists.items(form(name)).values()]

    assert len(codes) == len(set(codes)) == 174


@pytest.mark.parametrize("name", NAMES)
def test_every_item_has_words_hint_section_and_basis(name):
    for item in checklists.items(form(name)).values():
        assert item.text
        assert item.hint
        assert item.section
        assert item.basis
        assert item.fails_on == ("fail",)


def test_legal_bases_that_nobody_checked_are_marked():
    marks = {item.confirmed for name in NAMES for item in checklists.items(form(name)).values()}

    assert marks == {True, False}


def test_state_secrets_allow_no_photographs():
    assert form("state_secret").attributes["ins:photos"] == "no"
    assert not any(item.photo_on for item in checklists.items(form("state_secret")).values())
    assert all(question.control != "upload" for question in asked("state_secret"))
    assert all(question.type != "string" or question.choices() for question in asked("state_secret"))
