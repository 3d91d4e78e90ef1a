"""A form is not to be trusted: whatever it holds, it is refused with a problem, soon, and nothing else happens."""

from __future__ import annotations

import contextlib
import time
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.form import AnswerError, FormError, load

BODY = '<input ref="/data/a"/><input ref="/data/b"/>'
REPEAT = '<repeat nodeset="/data/r" jr:count="{count}"><input ref="/data/r/v"/></repeat><input ref="/data/n"/>'


def form(binds: str = "", body: str = BODY, data: str = "<a/><b/>", extra: str = "") -> str:
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
        ' xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><instance><data id="t">'
        f"{data}</data></instance>{extra}{binds}</model></h:head><h:body>{body}</h:body></h:html>"
    )


def calculated(expression: str) -> str:
    return form(f'<bind nodeset="/data/b" calculate={quoteattr(expression)}/>')


def constrained(pattern: str) -> str:
    return form(f'<bind nodeset="/data/a" constraint="regex(., {quoteattr(pattern)[1:-1].join(chr(39) * 2)})"/>')


HOSTILE = {
    "entities": (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + form(data="<a>&b;</a>"),
        "form.xml.entities",
    ),
    "attributes": (form(data="<a " + " ".join(f'x{at}="1"' for at in range(30_000)) + "/><b/>"), "form.large"),
    "wrong names": (
        form(
            "".join(f'<bind nodeset="/data/q{at}" calculate="/data/x{at}"/>' for at in range(3_000)),
            body="",
            data="".join(f"<q{at}/>" for at in range(3_000)),
        ),
        "form.reference.unknown",
    ),
    "rows against rows": (
        form(
            '<bind nodeset="/data/b" calculate="count(instance(\'x\')/root/item[count(../item[n != current()/../a]) > 1])"/>',
            extra='<instance id="x"><root>' + "<item><n>1</n></item>" * 2_000 + "</root></instance>",
        ),
        "form.expression.fails",
    ),
    "deep": (form(data="<g>" * 120 + "</g>" * 120), "form.xml.deep"),
    "very deep": (form(data="<g>" * 5000 + "</g>" * 5000), "form.xml.broken"),
    "many nodes": (form(data="<a/>" * 150_000), "form.large"),
    "long sum": (calculated("1" + "+1" * 50_000), "form.expression.syntax"),
    "long path": (calculated("/data" + "/a" * 100_000), "form.expression.syntax"),
    "many brackets": (calculated("(" * 20_000 + "1" + ")" * 20_000), "form.expression.syntax"),
    "many signs": (calculated("-" * 50_000 + "1"), "form.expression.syntax"),
    "many predicates": (calculated("/data/a" + "[1]" * 15_000), "form.expression.syntax"),
    "nested repetition": (constrained("(a+)+$"), "form.expression.pattern"),
    "alternatives alike": (constrained("(a|aa)*c"), "form.expression.pattern"),
    "optional part": (constrained("(a?a)*c"), "form.expression.pattern"),
    "broken pattern": (constrained("("), "form.expression.pattern"),
    "number of repeats": (
        form(body=REPEAT.format(count="/data/n"), data="<n>1000000000</n><r><v/></r>"),
        "answer.many",
    ),
    "repeat of itself": (form(body=REPEAT.format(count="count(/data/r)+1"), data="<n/><r><v/></r>"), "answer.many"),
    "self": (calculated("/data/b + 1"), "form.cycle"),
    "large circle": (
        form(
            "".join(f'<bind nodeset="/data/q{at}" calculate="/data/q{(at + 1) % 4000}"/>' for at in range(4_000)),
            body="",
            data="".join(f"<q{at}/>" for at in range(4_000)),
        ),
        "form.cycle",
    ),
    "circle": (
        form('<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" calculate="/data/a"/>'),
        "form.cycle",
    ),
    "file of the system": (form(extra='<instance id="x" src="file:///etc/passwd"/>'), "form.resource.address"),
    "file above": (form(extra='<instance id="x" src="jr://file/../../etc/passwd"/>'), "form.resource.address"),
    "list that is no list": (
        form(
            body='<select1 ref="/data/a"><itemset nodeset="9"><value ref="."/></itemset></select1>',
            data="<a>x</a><b/>",
        ),
        "form.expression.fails",
    ),
    "submission": (form(extra='<submission method="get"/>'), "form.submission.method"),
    "upload": (form(body='<upload ref="/data/a" mediatype=".jpg"/>'), "form.upload.media"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_form_is_refused_soon(name: str):
    xml, code = HOSTILE[name]
    started = time.process_time()

    with pytest.raises(FormError) as refused:
        load(xml).new()

    assert code in {problem.code for problem in refused.value.problems}
    assert time.process_time() - started < 5, "a second on a quiet computer"


@pytest.mark.parametrize(
    "pattern",
    [r"(ab|cd)+", r"^\d{3}(,\d{3})*$", r"^([A-Z]{2,3}-)+$", r"^[\w.]+@[\w.]+\.\w+$", r"(a|b)*", r"^(0|\+84)\d{9}$"],
)
def test_a_pattern_that_reads_every_text_in_one_way_is_taken(pattern: str):
    assert load(constrained(pattern)).new()["a"].violation is None


def test_an_attached_file_that_is_too_long_is_refused_before_it_is_read():
    """Whatever it is: a table, XML or places."""
    asking = form(extra='<instance id="x" src="jr://file/x.{}"/>')

    for kind in ("csv", "xml", "geojson"):
        with pytest.raises(FormError) as refused:
            load(asking.replace("{}", kind), resources=lambda _address: "x" * 16_000_001)

        assert [found.code for found in refused.value.problems] == ["form.resource.large"]


def test_a_pattern_with_several_repetitions_stays_quick_on_a_long_text():
    filled = load(constrained("a*a*a*a*a*c")).new()
    started = time.process_time()

    filled.answer("a", "a" * 5000)

    assert time.process_time() - started < 5


def test_an_answer_that_would_make_too_many_instances_is_refused_and_changes_nothing():
    filled = load(form(body=REPEAT.format(count="/data/n"), data="<n>2</n><r><v/></r>")).new()
    before = filled.draft()

    with pytest.raises(AnswerError):
        filled.answer("n", "100000")

    assert filled.draft() == before
    assert filled["n"].value == "2"
    assert len(filled["r"].children) == 2


def test_a_form_whose_expression_fails_as_it_begins_is_refused_with_the_place():
    xml = form('<bind nodeset="/data/b" calculate="regex(\'x\', /data/a)"/>', data="<a>(</a><b/>")

    with pytest.raises(FormError) as refused:
        load(xml).new()

    assert refused.value.problems[0].place == "/data/b"


def test_an_expression_that_fails_later_leaves_its_question_blank():
    filled = load(form('<bind nodeset="/data/b" calculate="string(regex(\'x\', /data/a))"/>')).new()
    assert filled["b"].value == "true"

    filled.answer("a", "(")

    assert filled["b"].value == ""
    assert filled["a"].value == "("


WORDS = st.sampled_from(
    ["/data/a", ".", "..", "//", "[", "]", "(", ")", "1", "'x'", "+", "-", "*", " div ", " and ", "|", "=", "<", "sum(", "if(", ",",
     "regex(", "position(..)", "instance('x')", "@id", "current()", "once(", "concat(", "date(", "$", '"', "🔥", "\x85"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=12).map("".join))
def test_any_text_as_an_expression_is_taken_or_refused(text: str):
    with contextlib.suppress(FormError):
        filled = load(calculated(text)).new()
        filled.answer("a", "7")
        assert filled["a"].value == "7"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_form_with_a_piece_cut_out_is_taken_or_refused(data: st.DataObject):
    whole = form(
        '<bind nodeset="/data/r/v" calculate="position(..)" relevant="/data/n &gt; 1"/>',
        REPEAT.format(count="/data/n"),
        "<n>2</n><r><v/></r>",
        '<instance id="x"><root><item><name>a</name></item></root></instance>',
    )
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))

    with contextlib.suppress(FormError):
        assert load(whole[:start] + whole[end:]).new().serialise()


ENDLESS = {
    "one another": (
        "",
        '<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="/data/a + 1"/></input>'
        '<input ref="/data/b"><setvalue event="xforms-value-changed" ref="/data/a" value="/data/b + 1"/></input>',
    ),
    "itself": (
        "",
        '<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/a" value="/data/a + 1"/></input>',
    ),
    "by a calculation": (
        '<bind nodeset="/data/b" calculate="/data/a + 1"/>',
        '<input ref="/data/a"/><input ref="/data/b">'
        '<setvalue event="xforms-value-changed" ref="/data/a" value="/data/b"/></input>',
    ),
    "rows": (
        '<bind nodeset="/data/r/t" calculate="if(/data/a = \'\', 0, indexed-repeat(/data/r/t, /data/r, 3 - position(..)) + 1)"/>',
        '<input ref="/data/a"/><repeat nodeset="/data/r"><input ref="/data/r/t"/></repeat>',
    ),
}


@pytest.mark.parametrize("name", sorted(ENDLESS))
def test_an_answer_that_never_comes_to_rest_is_refused_and_nothing_has_changed(name: str):
    binds, body = ENDLESS[name]
    filled = load(form(binds, body, "<a/><b/><r><t/></r><r><t/></r>")).new()
    before = filled.draft()
    started = time.process_time()

    with pytest.raises(AnswerError) as refused:
        filled.answer("a", "1")

    assert [problem.code for problem in refused.value.problems] == ["answer.endless"]
    assert time.process_time() - started < 5, "a second on a quiet computer"
    assert filled.draft() == before
    assert not filled.answer("a", "").values


def test_questions_that_set_one_another_and_agree_come_to_rest():
    body = (
        '<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="/data/a * 2"/></input>'
        '<input ref="/data/b"><setvalue event="xforms-value-changed" ref="/data/a" value="/data/b div 2"/></input>'
    )
    filled = load(form(body=body)).new()

    assert filled.answer("a", "3").values == {"a": "3", "b": "6"}
    assert filled.answer("b", "10").values == {"a": "5", "b": "10"}


def test_a_refused_answer_brings_back_rows_that_it_had_taken_away():
    count = '<repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/v"/></repeat><input ref="/data/n"/>'
    other = '<repeat nodeset="/data/s" jr:count="if(/data/n = 1, 1000000, 1)"><input ref="/data/s/v"/></repeat>'
    filled = load(form(body=count + other, data="<n>3</n><r><v/></r><s><v/></s>")).new()
    for row, value in enumerate(("x", "y", "z"), 1):
        filled.answer(f"r[{row}]/v", value)
    before = filled.draft()

    with pytest.raises(AnswerError):
        filled.answer("n", "1")

    assert filled.draft() == before
    assert [filled[f"r[{row}]/v"].value for row in (1, 2, 3)] == ["x", "y", "z"]
    assert filled.answer("n", "2").values == {"n": "2"}
