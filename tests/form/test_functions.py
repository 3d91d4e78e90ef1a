"""Every function of the language says what its table of cases says; a function without a table is named here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.form.expression.code import Scope
from inspector.form.expression.compiler import compile_expression
from inspector.form.expression.library import CORE, FUNCTIONS
from tests.form.asking import said

FILE = Path(__file__).parents[1] / "data" / "form" / "functions.json"
CASES: dict[str, dict[str, str]] = json.loads(FILE.read_text("utf-8"))
"""
For every function, and for operators, paths and what is refused: expressions, and what each says of the document of asking.py.

What begins with ! is refused: when it is read, the code of the problem and the position; when it is asked, the template.
"""


@pytest.mark.parametrize("name", sorted({*FUNCTIONS, *CORE, "number", "pulldata"}))
def test_a_function_has_its_table_of_cases(name: str):
    assert len(CASES.get(name, {})) >= 1, f"{name}: write cases in {FILE.name}"
    assert all(name in expression for expression in CASES[name])


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_function_says_what_its_cases_say(name: str):
    found = {expression: said(expression) for expression in CASES[name]}

    assert found == CASES[name]


@pytest.mark.parametrize("name", sorted(CASES))
def test_what_is_said_is_said_of_every_kind(name: str):
    """A text, a number and a truth are each made by a closure of their own: they must agree with each other."""
    for expression, expected in CASES[name].items():
        if expected.startswith("!") or "random" in expression or "uuid" in expression:
            continue
        assert said(f"string({expression})") == expected
        assert said(f"concat('', ({expression}), '')").startswith(expected)
        assert said(f"if(true(), ({expression}), 1)") == expected
        assert said(f"not(not({expression}))") == said(f"boolean({expression})")


def test_a_constant_is_known_to_be_one():
    for expression, constant in {
        "1 + 2": True, "concat('a', 'b')": True, "true()": True, "random()": False, "uuid()": False, "once('a')": False,
        "now()": False, "/data": False, "not(false())": True, "- 1": True, "'a' = 'b'": True, "1 < 2": True, "1 or 0": True,
        "1 and random()": False, "1 + random()": False, "if(true(), 1, 2)": True, "position()": False, "number('1')": False,
        "number(1)": True, "'a' | 'b'": False, "1 = random()": False, "1 < random()": False, "- random()": False,
        "1 + 2 + random()": False, "1 or 0 or random()": False, "pi()": False,
    }.items():  # fmt: skip
        made = compile_expression(expression, Scope())
        assert made is not None
        assert made.constant is constant, expression


def test_what_an_expression_needs_to_know_is_noted():
    spoken = compile_expression("jr:itext('x')", Scope())
    timed = compile_expression("concat(today(), 'x')", Scope())
    plain = compile_expression("1 + 1", Scope())

    assert spoken is not None
    assert timed is not None
    assert plain is not None
    assert (spoken.uses_language, spoken.uses_clock, spoken.entry is not None) == (True, False, True)
    assert (timed.uses_language, timed.uses_clock, timed.entry) == (False, True, None)
    assert (plain.uses_language, plain.uses_clock) == (False, False)


@pytest.mark.parametrize(
    ("expression", "code", "fields"),
    [
        ("nothing(1)", "form.expression.function", {"name": "nothing"}),
        ("concatt('a')", "form.expression.function", {"name": "concatt", "suggestion": "concat"}),
        ("not()", "form.expression.arity", {"name": "not", "least": "1", "given": "0"}),
        ("not(1, 2)", "form.expression.arity", {"name": "not", "most": "1", "given": "2"}),
        ("number(1, 2)", "form.expression.arity", {"name": "number", "most": "1", "given": "2"}),
        ("pulldata('x')", "form.expression.arity", {"name": "pulldata", "given": "1"}),
        ("pulldata('x', 'a', 'b', 'c', 'd')", "form.expression.arity", {"name": "pulldata", "most": "4", "given": "5"}),
        ("count('a')", "form.expression.nodes", {"name": "count"}),
        ("regex('a', '(')", "form.expression.pattern", {"pattern": "("}),
    ],
)
def test_a_mistake_is_told_with_its_place(expression: str, code: str, fields: dict[str, str]):
    scope = Scope()
    compile_expression(f"1 + {expression}", scope)

    found = scope.problems[0]
    at = 10 if code == "form.expression.nodes" else 4
    assert (found.code, found.offset, found.text) == (code, at, f"1 + {expression}")
    said_fields = {**{key: str(value) for key, value in dict(found.fields).items()}, "suggestion": found.suggestion}
    assert {key: said_fields.get(key) for key in fields} == fields


def test_mistakes_inside_a_mistake_are_told_too():
    scope = Scope()
    compile_expression("nothing(never()) + not(never(), 1)", scope)

    assert [found.code.rpartition(".")[2] for found in scope.problems] == ["function", "function", "arity", "function"]


@pytest.mark.parametrize(
    ("expression", "template"),
    [
        ("pulldata('x', 'y', 'z')", "at least"),
        ("pulldata(1, 2, 3, 4, 5)", "at most"),
        ("not()", "at least"),
        ("not(1, 2)", "at most"),
    ],
)
def test_too_few_and_too_many_are_told_apart(expression: str, template: str):
    scope = Scope()
    compile_expression(expression, scope)

    assert template in scope.problems[0].template
