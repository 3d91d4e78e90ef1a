"""What other clients of the format do with a form, in cases where ours once did otherwise; each was seen beside the peer."""

from __future__ import annotations

import pytest

from inspector.form import Instance, load
from tests.form.test_hostile import form

REPEAT = '<repeat nodeset="/data/r"{more}><input ref="/data/r/v"/></repeat><input ref="/data/n"/>'


def counted(data: str) -> Instance:
    return load(form(body=REPEAT.format(more=' jr:count="/data/n"'), data=data)).new()


@pytest.mark.parametrize(
    "expression",
    [
        "concat(/data/g, '')",
        "string(/data/g)",
        "/data/g",
        "join('', /data/g)",
        "normalize-space(/data/g)",
        "substr(/data/g, 0)",
    ],
)
def test_the_text_of_a_group_follows_the_questions_in_it(expression: str):
    bind = f'<bind nodeset="/data/b" calculate="{expression}"/>'
    filled = load(form(bind, '<input ref="/data/g/a"/>', "<g><a>1</a><h><c>2</c></h></g><b/>")).new()
    assert filled["b"].value == "12"

    filled.answer("g/a", "7")

    assert filled["b"].value == "72"


def test_numbers_of_groups_follow_the_questions_in_them():
    binds = '<bind nodeset="/data/b" calculate="sum(/data/g) + max(/data/g) - min(/data/g)"/>'
    filled = load(form(binds, '<input ref="/data/g/a"/>', "<g><a>1</a></g><b/>")).new()

    filled.answer("g/a", "7")

    assert filled["b"].value == "7"


def test_a_group_may_ask_for_its_own_text():
    filled = load(form('<bind nodeset="/data/g/c" calculate="string-length(..)"/>', data="<g><a>xx</a><c/></g>")).new()

    assert filled["g/c"].value in ("2", "3")


def test_a_repeat_without_instances_is_known_not_to_be_relevant():
    binds = '<bind nodeset="/data/r" relevant="/data/n = 1"/>'
    filled = load(form(binds, REPEAT.format(more=""), '<n/><r jr:template=""><v/></r>')).new()
    assert not filled["r"].relevant

    filled.answer("n", "1")
    assert filled["r"].relevant
    added = filled.add_repeat("r")
    assert "added" in {change.what for change in added.changes}
    assert filled["r[1]/v"].relevant

    filled.answer("n", "2")
    assert not filled["r[1]/v"].relevant
    assert "<v/>" not in filled.serialise()


def test_relevance_that_differs_from_instance_to_instance_stays_with_the_instances():
    binds = '<bind nodeset="/data/r" relevant="position(.) &gt; 1 or /data/n = 1"/>'
    filled = load(form(binds, REPEAT.format(more=""), "<n/><r><v/></r>")).new()
    filled.add_repeat("r")

    assert filled["r"].relevant
    assert [one.relevant for one in filled["r"].children] == [False, True]


def test_a_number_of_instances_that_is_being_typed_takes_nothing_away():
    filled = counted('<n>2</n><r jr:template=""><v/></r>')
    filled.answer("r[1]/v", "kept")

    filled.answer("n", "")
    assert len(filled["r"].children) == 2

    filled.answer("n", "1")
    assert [one.slots[0].value for one in filled["r"].children] == ["kept"]
    filled.answer("n", "-4")
    assert filled["r"].children == []


def test_instances_that_the_form_has_begin_with_their_own_values():
    filled = counted('<n>3</n><r jr:template=""><v>blank</v></r><r><v>one</v></r><r><v>two</v></r>')
    assert [one.slots[0].value for one in filled["r"].children] == ["one", "two", "blank"]

    filled.answer("n", "0")
    filled.answer("n", "2")

    assert [one.slots[0].value for one in filled["r"].children] == ["one", "two"]


def test_what_answers_leave_out_has_the_value_that_the_form_begins_with():
    whole = load(form(data="<a>form</a><g><b>in</b></g>", body='<input ref="/data/a"/><input ref="/data/g/b"/>'))

    restored = whole.restore('<data id="t"><other/></data>')
    cleared = whole.restore('<data id="t"><a/><g><b/></g></data>')

    assert (restored["a"].value, restored["g/b"].value) == ("form", "in")
    assert (cleared["a"].value, cleared["g/b"].value) == ("", "")


@pytest.mark.parametrize(
    ("bind", "expected"),
    [("", "default"), ("calculate=\"'sum'\"", "sum"), ('jr:preload="uid" calculate="\'sum\'"', "sum")],
)
def test_a_value_is_given_then_computed(bind: str, expected: str):
    filled = load(form(f'<bind nodeset="/data/a" {bind}/>', data="<a>default</a><b/>")).new()

    assert filled["a"].value == expected


def test_too_many_values_for_number_fail_where_they_are_reached():
    from inspector.form.expression.compiler import Context, ExpressionFailure, Scope, compile_expression

    scope = Scope(core=True)
    made = compile_expression("number(1, 2)", scope)
    assert made is not None
    assert [found.code for found in scope.problems] == ["form.expression.arity"]
    with pytest.raises(ExpressionFailure):
        made.number(Context(None, None))
