"""In which order a form computes what follows from an answer, and what goes in circles and is refused."""

from __future__ import annotations

import pytest

from inspector.form import FormError, Violation, load
from inspector.form.problems import Problem
from tests.form.test_hostile import form

ROWS = '<repeat nodeset="/data/r"><input ref="/data/r/v"/></repeat><input ref="/data/a"/>'
TWO_ROWS = "<a/><b/><r><v>2</v><t/></r><r><v>3</v><t/></r>"


def bound(**said: str) -> str:
    """Binds: `name="calculate: …"`."""
    found = ""
    for name, text in said.items():
        kind, _, expression = text.partition(": ")
        found += f'<bind nodeset="/data/{name.replace("_", "/")}" {kind}="{expression}"/>'
    return found


def refused(binds: str, body: str = "", data: str = "<a/><b/><c/><d/>", extra: str = "") -> list[Problem]:
    with pytest.raises(FormError) as found:
        load(form(binds, body or '<input ref="/data/a"/>', data, extra))
    return list(found.value.problems)


def test_a_circle_shows_what_was_written_and_is_none_through_another_row():
    """A predicate in the way of a question is no other row of its repeat; one on the repeat itself may be."""
    body, data = ROWS, "<a/><r><g><v>1</v></g><t/></r>"

    for problem in refused(bound(r_t="calculate: ../g[1 = 1]/v + 1", r_g_v="calculate: ../../t + 1"), body, data):
        assert (problem.code, problem.text) in {
            ("form.cycle", "../g[1 = 1]/v + 1"),
            ("form.cycle", "../../t + 1"),
        }
    for problem in refused(
        bound(r_g_t="calculate: ../../g[1 = 1]/v + 1", r_g_v="calculate: ../t + 1"), body, "<a/><r><g><v/><t/></g></r>"
    ):
        assert problem.code == "form.cycle"

    before = "calculate: coalesce(/data/r[position() = position(current()/..) - 1]/t, 0) + ../v"
    filled = load(form(bound(r_t=before), ROWS, "<a/><r><v>2</v><t/></r>")).new()
    filled.add_repeat("r")
    filled.answer("r[2]/v", "5")

    assert filled["r[2]/t"].value == "7"


def test_what_is_computed_into_an_attribute_is_read_like_a_question():
    binds = '<bind nodeset="/data/a/@k" calculate="/data/c * 2"/>' + bound(b="calculate: /data/a/@k + 1")
    filled = load(form(binds, '<input ref="/data/c"/>', '<b/><a k="0"/><c>1</c>')).new()

    assert filled.answer("c", "4").values["b"] == "9"


def test_what_is_no_longer_asked_is_not_computed_any_more():
    binds = '<bind nodeset="/data/b" relevant="/data/a &lt; 2" calculate="/data/a * 10"/>'
    filled = load(form(binds, data="<b/><a>1</a>")).new()
    assert filled["b"].value == "10"

    delta = filled.answer("a", "5")

    assert (delta.values, filled["b"].relevant) == ({"a": "5"}, False)
    assert filled.answer("a", "0").values == {"a": "0", "b": "0"}


@pytest.mark.parametrize("asked", ["g_c", "g"])
def test_what_reads_a_question_waits_until_it_is_known_whether_it_is_asked(asked: str):
    drawn = iter(range(1, 100))
    binds = bound(
        b="calculate: concat(/data/a, /data/g/c, random())", d="calculate: /data/a", **{asked: "relevant: /data/d = 1"}
    )
    xml = form(binds, '<input ref="/data/a"/><input ref="/data/g/c"/>', "<a>1</a><b/><g><c>x</c></g><d/>")
    filled = load(xml).new(chance=lambda: float(next(drawn)))
    before = int(filled["b"].value[-1])

    assert filled.answer("a", "2").values == {"a": "2", "d": "2", "b": f"2{before + 1}"}


def test_what_reads_the_row_of_another_waits_for_it():
    drawn = iter(range(1, 100))
    binds = bound(
        b="calculate: concat(indexed-repeat(/data/r/t, /data/r, 1), /data/a, random())",
        r_t="calculate: /data/c + 1",
        c="calculate: /data/a",
    )
    filled = load(form(binds, ROWS, TWO_ROWS + "<c/>")).new(chance=lambda: float(next(drawn)))
    before = int(filled["b"].value)

    assert filled.answer("a", "4").values["b"] == f"54{before + 1}"


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"a": "relevant: . = 1"}, "relevant"),
        ({"b": "calculate: /data/b + 1"}, "calculation"),
        ({"b": "calculate: indexed-repeat(/data/r/v, /data/r, /data/b)"}, "calculation"),
        ({"r": "relevant: count(/data/r/v) = 1"}, "relevant"),
        ({"r_t": "calculate: indexed-repeat(/data/r/v, /data/r, ../t)"}, None),
    ],
)
def test_what_needs_itself_is_refused_at_its_cell(said: dict[str, str], column: str | None):
    if column is None:
        assert load(form(bound(**said), ROWS, TWO_ROWS)).new()["r[1]/t"].value == ""
        return
    (found,) = refused(bound(**said), ROWS, TWO_ROWS)

    (path,) = said
    assert (found.code, found.place, found.column) == ("form.cycle", "/data/" + path.replace("_", "/"), column)
    assert found.template.startswith("“{name}” depends on itself")
    assert dict(found.fields)["name"] == path


def test_relevance_that_hangs_on_what_is_computed_there_is_refused_where_it_is_written():
    (found,) = refused('<bind nodeset="/data/b" relevant=". &gt; 1" calculate="/data/a"/>')

    assert (found.column, dict(found.fields)["name"]) == ("relevant", "b")


def test_every_circle_is_told_with_its_own_names():
    found = refused(
        bound(a="calculate: /data/b", b="calculate: /data/a", c="calculate: /data/d", d="relevant: /data/c")
    )

    assert [(one.place, dict(one.fields)["names"], one.column) for one in found] == [
        ("/data/a", "“a”, “b”", "calculation"), ("/data/b", "“a”, “b”", "calculation"),
        ("/data/c", "“c”, “d”", "calculation"), ("/data/d", "“c”, “d”", "relevant"),
    ]  # fmt: skip


def test_of_a_long_circle_the_first_names_are_told():
    said = {f"q{at}": f"calculate: /data/q{(at + 1) % 10}" for at in range(10)}
    found = refused(bound(**said), data="<a/>" + "".join(f"<q{at}/>" for at in range(10)))

    assert len(found) == 10
    assert dict(found[0].fields)["names"] == ", ".join(f"“q{at}”" for at in range(8))


def test_of_a_repeat_that_counts_itself_only_the_circle_beside_it_is_told():
    binds = bound(
        b="calculate: count(/data/r)", c="calculate: /data/d + count(/data/r)", d="calculate: /data/c + /data/b"
    )
    body = '<repeat nodeset="/data/r" jr:count="/data/b + /data/c"><input ref="/data/r/v"/></repeat>'
    found = refused(binds, body, "<b/><c/><d/><r><v/></r>")

    assert [one.place for one in found] == ["/data/c", "/data/d"]


def test_a_rule_that_nothing_fulfils_is_broken_by_every_answer():
    filled = load(form(bound(a="constraint: false()"))).new()
    assert filled["a"].violation is None

    filled.answer("a", "x")

    assert filled["a"].violation is Violation.CONSTRAINT


def test_a_path_with_a_condition_on_its_root_reads_the_same_answers():
    binds = '<bind nodeset="/data/b" calculate="sum(/data[a &gt; 1]/r/v)"/>'
    filled = load(form(binds, ROWS, TWO_ROWS)).new()
    assert filled["b"].value == ""

    filled.answer("a", "2")
    assert filled["b"].value == "5"

    filled.answer("r[1]/v", "4")
    assert filled["b"].value == "7"


def test_the_number_of_what_is_not_asked_is_none():
    binds = bound(b="calculate: count(/data/c)", c="relevant: /data/a = 1")
    filled = load(form(binds, data="<a/><b/><c/>")).new()
    assert filled["b"].value == "0"

    filled.answer("a", "1")
    assert filled["b"].value == "1"


def test_a_row_that_comes_to_another_place_is_asked_there():
    filled = load(form(bound(r="relevant: position(.) = 1"), ROWS, TWO_ROWS)).new()
    assert [row.relevant for row in filled["r"].children] == [True, False]

    filled.remove_repeat("r[1]")

    assert [(row.relevant, row.slots[0].value) for row in filled["r"].children] == [(True, "3")]


def test_an_attribute_is_read_where_it_stands():
    binds = bound(b="calculate: concat(/data/c/@k, /data/g/@m, ../c/@k)")

    assert load(form(binds, data='<a/><b/><c k="7"/><g m="8"><d/></g>')).new()["b"].value == "787"


def test_a_bare_word_finds_nothing_and_is_told_but_not_refused():
    made = load(form(bound(b="calculate: if(/data/a = yes, 1, 2)"), data="<a/><b/>"))

    assert [(one.code, dict(one.fields)["name"], one.fatal) for one in made.warnings] == [
        ("form.reference.bare", "yes", False)
    ]
    assert made.new()["b"].value == "2"


def test_a_name_that_is_no_question_but_resembles_one_is_refused_also_inside_a_question():
    (found,) = refused(bound(b="calculate: alpa + 1"), data="<alpha/><b/>")

    assert (found.code, found.suggestion) == ("form.reference.unknown", "alpha")
