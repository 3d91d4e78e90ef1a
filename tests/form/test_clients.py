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
    told = {"name": "number", "most": 1, "given": 2}
    assert [(found.code, dict(found.fields)) for found in scope.problems] == [
        ("form.expression.arity", {"text": "number(1, 2)", **told})
    ]
    with pytest.raises(ExpressionFailure) as failed:
        made.number(Context(None, None))
    assert failed.value.fields == told


def test_plain_xpath_joins_nothing_between_texts():
    from inspector.form.expression.compiler import Context, Scope, compile_expression

    made = compile_expression("concat('a', 1, 'b')", Scope(core=True))

    assert made is not None
    assert made.string(Context(None, None)) == "a1b"


LIST = (
    '<instance id="l"><root><item><name>a</name><label>A</label><k>x</k></item><item><name>b</name><label>B</label>'
    "<k>x</k></item><item><name>c</name><label>C</label><k>y</k></item></root></instance>"
)


def test_a_list_may_look_at_what_was_chosen_from_it():
    filled = load(
        form(
            body=offering("/data/a", "instance('l')/root/item[k = 'x' or name = current()/../a]"),
            data="<a>c</a>",
            extra=LIST,
        )
    ).new()

    assert [one.value for one in filled["a"].choices] == ["a", "b", "c"]


def offering(ref: str, nodeset: str, tag: str = "select1") -> str:
    return f'<{tag} ref="{ref}"><itemset nodeset="{nodeset}"><value ref="name"/><label ref="label"/></itemset></{tag}>'


@pytest.mark.parametrize(
    "expression",
    [
        "count(/data/r[./v = current()/../v])",
        "count(/data/r[v = current()/../v])",
        "count((/data/r)[v = current()/../v])",
        "count(../../r[v = current()/../v])",
    ],
)
def test_what_asks_for_like_answers_follows_those_of_every_instance(expression: str):
    repeat = '<repeat nodeset="/data/r"><input ref="/data/r/v"/></repeat>'
    binds = f'<bind nodeset="/data/r/same" calculate="{expression}"/>'
    filled = load(form(binds, repeat, "<r><v>a</v><same/></r><r><v>b</v><same/></r>")).new()
    assert [one.slots[1].value for one in filled["r"].children] == ["1", "1"]

    filled.answer("r[2]/v", "a")

    assert [one.slots[1].value for one in filled["r"].children] == ["2", "2"]


def test_an_instance_that_is_added_has_the_values_of_the_template_alone():
    without = load(form(body=REPEAT.format(more=""), data="<n/><r><v>first</v></r>")).new()
    within = load(form(body=REPEAT.format(more=""), data='<n/><r jr:template=""><v>blank</v></r>')).new()

    without.add_repeat("r")
    within.add_repeat("r")

    assert [one.slots[0].value for one in without["r"].children] == ["first", ""]
    assert [one.slots[0].value for one in within["r"].children] == ["blank"]


def test_what_the_answers_of_an_instance_leave_out_has_the_value_of_the_template():
    whole = load(form(body=REPEAT.format(more=""), data='<n/><r jr:template=""><v>blank</v></r>'))

    restored = whole.restore('<data id="t"><r/><r><v/></r></data>')

    assert [one.slots[0].value for one in restored["r"].children] == ["blank", ""]


def test_a_repeat_is_read_only_as_a_whole():
    binds = '<bind nodeset="/data/r" readonly="/data/n = 1"/>'
    filled = load(form(binds, REPEAT.format(more=""), "<n/><r><v/></r>")).new()

    filled.answer("n", "1")

    assert (filled["r"].readonly, filled["r[1]/v"].readonly) == (True, True)


@pytest.mark.parametrize(("declared", "name"), [("", "meta"), (' xmlns:orx="http://openrosa.org/xforms"', "orx:meta")])
def test_the_place_of_the_id_is_named_as_the_form_names_things(declared: str, name: str):
    filled = load(form(data="<a/>").replace(" xmlns:jr=", f"{declared} xmlns:jr=")).new()

    assert f"<{name}>" in filled.serialise()
    assert "uuid:" in filled.serialise()


def test_an_id_that_the_form_does_not_ask_for_is_not_given():
    whole = load(form(data="<a/><meta><instanceID/></meta>"))

    assert whole.new()["meta/instanceID"].value == ""
    assert whole.edit('<data id="t"><a/></data>')["meta/instanceID"].value == ""


@pytest.mark.parametrize("tag", ["select1", "select"])
def test_of_a_choice_the_form_itself_sets_only_what_is_offered(tag: str):
    items = "".join(f"<item><label>{one}</label><value>{one}</value></item>" for one in "abc")
    action = '<setvalue event="xforms-value-changed" ref="/data/s" value="/data/t"/>'
    body = f'<input ref="/data/t">{action}</input><{tag} ref="/data/s">{items}</{tag}>'
    filled = load(form("", body, "<t/><s>other</s>")).new()
    assert filled["s"].value == ""

    filled.answer("t", "b")
    assert filled["s"].value == "b"
    filled.answer("t", "unknown")
    assert filled["s"].value == ""


def test_several_choices_that_the_form_sets_keep_their_order_and_those_of_a_person_follow_the_list():
    items = "".join(f"<item><label>{one}</label><value>{one}</value></item>" for one in "abc")
    filled = load(form("", f'<select ref="/data/s">{items}</select>', "<s>c a</s>")).new()
    assert filled["s"].value == "c a"

    filled.answer("s", "c b")

    assert filled["s"].value == "b c"


def test_what_other_clients_do_not_offer_is_not_answered_until_it_is_offered():
    body = '<input ref="/data/k"/>' + offering("/data/s", "instance('l')/root/item[k = /data/k]")
    filled = load(form("", body, "<k/><s/>", LIST)).new()

    filled.answer("s", "c", strict=False)
    assert filled["s"].value == ""

    filled.answer("k", "y")
    assert filled["s"].value == "c"


def test_a_ranking_holds_all_that_is_offered():
    body = '<input ref="/data/k"/>' + offering("/data/s", "instance('l')/root/item[selected(/data/k, k)]", "rank")
    filled = load(form("", body, "<k>x y</k><s/>", LIST)).new()
    assert filled["s"].value == ""

    filled.answer("s", "c a")
    assert filled["s"].value == "c a b"
    filled.answer("k", "x")
    assert filled["s"].value == "a b"
    filled.answer("k", "x y")
    assert filled["s"].value == "c a b"


def test_the_name_of_a_choice_follows_the_question_that_names_it():
    binds = '<bind nodeset="/data/t" calculate="jr:choice-name(/data/s, \'/data/s\')"/>'
    body = '<repeat nodeset="/data/r"><input ref="/data/r/name"/><input ref="/data/r/label"/></repeat>' + offering(
        "/data/s", "/data/r"
    )
    filled = load(form(binds, body, "<r><name>1</name><label>one</label></r><s/><t/>")).new()
    filled.answer("s", "1")
    assert filled["t"].value == "one"

    filled.answer("r[1]/label", "uno")

    assert filled["t"].value == "uno"


def test_a_flat_form_is_read_in_a_time_that_grows_with_it_alone(monkeypatch: pytest.MonkeyPatch):
    from inspector.form.expression import references

    asked: list[str] = []
    named = references._named
    monkeypatch.setattr(references, "_named", lambda *given: asked.append(given[1]) or named(*given))
    binds = "".join(f'<bind nodeset="/data/q{at}" relevant="/data/q0 = {at}"/>' for at in range(1, 200))

    load(form(binds, "", "".join(f"<q{at}/>" for at in range(200))))

    assert len(asked) < 200 * 10
