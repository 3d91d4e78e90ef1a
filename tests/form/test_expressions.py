"""Corners of the language that a changed line of the engine would turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest

from inspector.form import FormError, load
from tests.form.test_hostile import form

LIST = (
    '<instance id="x"><root><item of="p"><name>a</name><n>2</n></item><item><name>b</name><n>1</n></item>'
    "<item><name>c</name><n>3</n></item></root></instance>"
)
SPACES = '<p:e xmlns:p="urn:p" p:k="7">1</p:e><q:e xmlns:q="urn:q">2</q:e>'
CASES = {
    "instance('x')/root/item[position() = 2]/name": "b",
    "instance('x')/root/item[number(/data/a)]/name": "b",
    "instance('x')/root/item[name = 'c' and n = 3]/n": "3",
    "instance('x')/root/item[name = /data/none or n = 1]/name": "b",
    "instance('x')/root/item[name = 'a']/@of": "p",
    "instance('x')/root/*[name = 'b']/n": "1",
    "count(instance('x')/root/item[name = 'b']/following-sibling::item)": "1",
    "count(instance('x')/root/item[name != 'b' and position() > 1])": "1",
    "count(instance('x')/root/item[* = 'b'])": "1",
    "count(instance('x')/root/item[n = 2 or n = 3])": "2",
    "count(instance('x')/root/item[n = 3][name = 'c'])": "1",
    "count(instance('x')/root/item[@of = 'p'])": "1",
    "count(instance('x')/root/item['c' = name])": "1",
    "count(instance('x')/root/item[name = name])": "3",
    "count(instance('x')/root/item[n = '02'])": "0",
    "count(instance('x')/root/item[n = 02])": "1",
    "instance('x')/root/item[name = concat('', 'c')]/n": "3",
    "concat(/data/a/@none, 'x')": "x",
    "/data/q:e": "2",
    "/data/p:e": "1",
    "concat(/data/p:e/@k, /data/p:e/@p:k)": "7",
    "/data/a = /data/a": "true",
    "/data/a = '3'": "false",
    "'x' = 'y'": "false",
    "string-length('abc') = 3": "true",
    "pulldata('x', 'n', '@of', 'p')": "2",
    "round(-7.5)": "-8",
    "coalesce(/data/none, 'z')": "z",
}


@pytest.mark.parametrize("expression", sorted(CASES))
def test_an_expression_has_its_value(expression: str):
    bind = f'<bind nodeset="/data/b" calculate="{expression.replace(">", "&gt;")}"/>'
    filled = load(form(bind, data=f"<a>2</a><b/><none/>{SPACES}", extra=LIST)).new()

    assert filled["b"].value == CASES[expression]


@pytest.mark.parametrize(
    ("path", "code", "name", "suggestion", "at"),
    [
        ("/dta/alpha", "unknown", "/dta", "/data", 5),
        ("/data/alpa", "unknown", "alpa", "alpha", 10),
        ("/data/group/alpa", "unknown", "alpa", "alpha", 16),
        ("/data/x:alpa", "unknown", "x:alpa", "alpha", 10),
        ("/data/group/x:alpha", "place", "x:alpha", None, 16),
        ("(/data/alpa)/c", "unknown", "alpa", "alpha", 11),
        ("(/data/group)[1]/alpa", "unknown", "alpa", "alpha", 21),
        ("jr:choice-name('a', '/data/alpa')", "unknown", "alpa", "alpha", 31),
        ("/data/group/alpha", "place", "alpha", None, 16),
        ("count(/data/alpa[. = 1])", "unknown", "alpa", "alpha", 16),
        ("instance('y')/root/item", "instance", "y", None, 4),
    ],
)
def test_a_path_that_leads_nowhere_is_refused_with_what_may_be_meant(
    path: str, code: str, name: str, suggestion: str | None, at: int
):
    bind = f'<bind nodeset="/data/b" calculate="1 + {path}"/>'
    with pytest.raises(FormError) as refused:
        load(form(bind, data="<alpha/><b/><group><c/></group>", extra=LIST))

    (found,) = refused.value.problems
    assert (found.code, dict(found.fields)["name"]) == (f"form.reference.{code}", name)
    assert (found.suggestion, found.offset) == (suggestion, at)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        (UTC, "2026-11-23T12:30:15.250+00:00"),
        (timezone(timedelta(hours=7)), "2026-11-23T12:30:15.250+07:00"),
        (timezone(-timedelta(hours=3, minutes=30)), "2026-11-23T12:30:15.250-03:30"),
    ],
)
def test_a_moment_says_its_distance_from_utc(zone: tzinfo, said: str):
    filled = load(form('<bind nodeset="/data/b" calculate="now()"/>')).new(
        clock=lambda: datetime(2026, 11, 23, 12, 30, 15, 250_000, zone), zone=zone
    )

    assert filled["b"].value == said


ROWS = '<repeat nodeset="/data/g/r"><input ref="/data/g/r/v"/></repeat><input ref="/data/a"/>'
OF_ROWS = "<a/><b/><g><r><v>2</v><t/><h><w>5</w></h></r><r><v>3</v><t/><h><w>7</w></h></r></g>"


@pytest.mark.parametrize(
    ("expression", "of_rows", "afterwards"),
    [
        ("/data/g/r/v * 2", ["4", "6"], ["18", "6"]),
        ("../v * 2", ["4", "6"], ["18", "6"]),
        ("/data/g/r/h/w + /data/g/r/v", ["7", "10"], ["14", "10"]),
        ("sum(/data/g/r/v)", ["5", "5"], ["12", "12"]),
        ("sum(../../r/v)", ["5", "5"], ["12", "12"]),
        ("count(/data/g/r[v &lt; 9])", ["2", "2"], ["1", "1"]),
        ("sum(/data/g/r[position() != position(current()/..)]/v)", ["3", "2"], ["3", "9"]),
        ("/data/g/r[position() = 1]/v", ["2", "2"], ["9", "9"]),
        ("/data/g/r[1]/h/w", ["5", "5"], ["5", "5"]),
        ("indexed-repeat(/data/g/r/v, /data/g/r, 3 - position(..))", ["3", "2"], ["3", "9"]),
        ("position(..) + /data/g/r/v", ["3", "5"], ["10", "5"]),
        ("concat(/data/g/r/v, '')", ["23", "23"], ["93", "93"]),
        ("string(/data/g/r/v)", ["2", "3"], ["9", "3"]),
        ("../h", ["5", "7"], ["5", "7"]),
        ("count(../../r)", ["2", "2"], ["2", "2"]),
        ("../h/../v", ["2", "3"], ["9", "3"]),
        ("parent::r/child::v", ["2", "3"], ["9", "3"]),
        ("sum(../h/../../r/v)", ["5", "5"], ["12", "12"]),
        ("count((/data/g/r/h)/w)", ["2", "2"], ["2", "2"]),
        ("count(../h[w &gt; sum((/data/g/r)[h]/v)])", ["0", "1"], ["0", "0"]),
        ("(/data/g/r/v)[2]", ["3", "3"], ["3", "3"]),
        ("count((/data/g/r)/v)", ["2", "2"], ["2", "2"]),
        ("(../../r/v)[position() = 1]", ["2", "2"], ["9", "9"]),
    ],
)
def test_what_is_read_from_inside_a_repeat(expression: str, of_rows: list[str], afterwards: list[str]):
    bind = f'<bind nodeset="/data/g/r/t" calculate="{expression}"/>'
    filled = load(form(bind, ROWS, OF_ROWS)).new()
    assert [filled[f"g/r[{row}]/t"].value for row in (1, 2)] == of_rows

    filled.answer("g/r[1]/v", "9")

    assert [filled[f"g/r[{row}]/t"].value for row in (1, 2)] == afterwards


@pytest.mark.parametrize(
    ("expression", "before", "afterwards", "with_one_more"),
    [
        ("string(/data/g/r)", "25", "95", "95"),
        ("concat(/data/g/r, '')", "2537", "9537", "9537"),
        ("concat(/data/g/r[2]/v, /data/g/r[1]/v)", "32", "39", "39"),
        ("sum(/data/g/r/v)", "5", "12", ""),
        ("count(/data/g/r)", "2", "2", "3"),
        ("count(/data/g/r[v = 9])", "0", "1", "1"),
        ("//v", "2", "9", "9"),
        ("count(//w)", "2", "2", "3"),
        ("count(/data/g/r[1]/node())", "3", "3", "3"),
        ("count(/data/g/node())", "2", "2", "3"),
        ("/data/g/*[2]/v", "3", "3", "3"),
        ("string(/data/g)", "2537", "9537", "9537"),
        ("/data/g/r[v = /data/a]/h/w", "", "", ""),
        ("join('-', /data/g/r/v)", "2-3", "9-3", "9-3-"),
        ("sum((/data/g/r)[1]/v)", "2", "9", "9"),
        ("sum((/data/g/r | /data/a)/v)", "5", "12", ""),
        ("sum(indexed-repeat(/data/g/r, /data/g/r, 1)/v)", "2", "9", "9"),
        ("sum(randomize(/data/g/r)/v)", "5", "12", ""),
        ("sum(/data/g/descendant::v)", "5", "12", ""),
        ("sum(/data/g/r/self::r/v)", "5", "12", ""),
        ("sum(/*/g/r/v)", "5", "12", ""),
        ("count(/data/g/r[v]/v/../..)", "1", "1", "1"),
        ("count(/data/a/*) + count(/data/a/@none)", "0", "0", "0"),
    ],
)
def test_what_is_read_of_a_repeat_from_outside(expression: str, before: str, afterwards: str, with_one_more: str):
    filled = load(form(f'<bind nodeset="/data/b" calculate="{expression}"/>', ROWS, OF_ROWS)).new()
    assert filled["b"].value == before

    filled.answer("g/r[1]/v", "9")
    assert filled["b"].value == afterwards

    filled.add_repeat("g/r")
    assert filled["b"].value == with_one_more


@pytest.mark.parametrize(
    ("ref", "expression"),
    [
        ("g/r/t", "sum(/data/g/r/t)"),
        ("g/r/t", "sum(../../r/t)"),
        ("g/r/t", "count(/data/g/r[t = 1])"),
        ("g/r/t", "/data/g/r/h/w + /data/g/r/t"),
        ("g/r/t", "count(/data/g/r/*)"),
        ("b", "sum(/data/g/r[t &gt; 1]/t) + /data/b"),
        ("b", "count(/data/g/r[. = /data/b])"),
    ],
)
def test_a_row_that_needs_its_own_answer_goes_round_in_circles(ref: str, expression: str):
    with pytest.raises(FormError) as refused:
        load(form(f'<bind nodeset="/data/{ref}" calculate="{expression}"/>', ROWS, OF_ROWS))

    assert [found.code for found in refused.value.problems] == ["form.cycle"]


def test_a_name_with_a_prefix_is_followed():
    data = '<x:a xmlns:x="urn:x">1</x:a><b/>'
    filled = load(form('<bind nodeset="/data/b" calculate="/data/x:a * 2"/>', '<input ref="/data/x:a"/>', data)).new()
    assert filled["b"].value == "2"

    filled.answer("x:a", "4")

    assert filled["b"].value == "8"


def counted(binds: str, count: str, data: str) -> str:
    body = f'<repeat nodeset="/data/r" jr:count="{count}"><input ref="/data/r/v"/></repeat><input ref="/data/a"/>'
    return form(binds, body, data)


def test_a_repeat_that_counts_itself_settles():
    bind = '<bind nodeset="/data/b" calculate="count(/data/r) + 1"/>'
    settled = load(counted(bind, "if(/data/b &gt; 3, 3, /data/b)", "<a/><b/><r><v/></r>")).new()

    assert settled["b"].value == "4"


@pytest.mark.parametrize(
    ("binds", "said"),
    [
        ({"a": "/data/b + count(/data/r)", "b": "/data/a"}, "{names} depend on each other"),
        ({"a": "/data/a + count(/data/r)"}, "“{name}” depends on itself"),
    ],
)
def test_a_circle_beside_a_count_does_not_settle(binds: dict[str, str], said: str):
    written = "".join(f'<bind nodeset="/data/{name}" calculate="{text}"/>' for name, text in binds.items())
    with pytest.raises(FormError) as refused:
        load(counted(written, "/data/a", "<a/><b/><r><v/></r>"))

    assert [found.code for found in refused.value.problems] == ["form.cycle"] * len(binds)
    assert all(found.template.startswith(said) for found in refused.value.problems)


def test_rows_that_a_count_adds_are_there_before_what_is_read_of_them():
    binds = (
        '<bind nodeset="/data/n" calculate="/data/a * 2"/><bind nodeset="/data/s" calculate="sum(/data/r/w)"/>'
        '<bind nodeset="/data/r/w" calculate="position(..)"/><bind nodeset="/data/r/v" relevant="/data/s &gt; 3"/>'
        '<bind nodeset="/data/r" relevant="/data/a &lt; 5"/>'
    )
    filled = load(counted(binds, "/data/n", "<a>1</a><n/><s/><r><v/><w/></r>")).new()
    assert (filled["s"].value, filled["r[1]/v"].relevant) == ("3", False)

    changes = [(one.path, one.what) for one in filled.answer("a", "2").changes]

    assert changes == [
        ("a", "value"), ("n", "value"), ("r[3]", "added"), ("r[4]", "added"), ("r[3]/w", "value"), ("r[4]/w", "value"),
        ("s", "value"), ("r[1]/v", "relevant"), ("r[2]/v", "relevant"),
    ]  # fmt: skip


@pytest.mark.parametrize("everything", ["count(//node())", "count(//*)", "count(//b)"])
def test_what_asks_for_everything_asks_for_itself(everything: str):
    with pytest.raises(FormError) as refused:
        load(form(f'<bind nodeset="/data/b" calculate="{everything}"/>', ROWS, OF_ROWS))

    assert [found.code for found in refused.value.problems] == ["form.cycle"]


def test_the_label_of_a_choice_follows_the_list_that_offers_it():
    filled = load(form(
        '<bind nodeset="/data/b" calculate="jr:choice-name(\'c\', \'/data/q\')"/>',
        '<select1 ref="/data/q"><itemset nodeset="instance(\'x\')/root/item[n = /data/a]"><value ref="name"/><label ref="n"/>'
        '</itemset></select1><input ref="/data/a"/>',
        "<a/><b/><q/>", LIST,
    )).new()  # fmt: skip
    assert filled["b"].value == ""

    filled.answer("a", "3")
    assert filled["b"].value == "3"

    filled.answer("a", "1")
    assert filled["b"].value == ""


def test_paths_with_conditions_lead_only_to_what_is_relevant():
    binds = (
        '<bind nodeset="/data/g/r/h" relevant="../v &gt; 5"/><bind nodeset="/data/b" calculate="count(/data/g/r[v]/h)"/>'
        '<bind nodeset="/data/c" calculate="count(/data/g/r[v]/h/..)"/>'
    )
    filled = load(form(binds, ROWS, OF_ROWS + "<c/>")).new()
    assert (filled["b"].value, filled["c"].value) == ("0", "2")

    filled.answer("g/r[1]/v", "9")

    assert (filled["b"].value, filled["c"].value) == ("1", "2")


def test_words_with_a_value_in_them_change_with_it():
    body = (
        '<input ref="/data/a"/><input ref="/data/b"><label>B <output value="/data/a * 2"/></label></input>'
        '<group ref="/data/g"><label>G</label><input ref="/data/g/c"><hint>C <output value="/data/a"/></hint></input></group>'
    )
    filled = load(form(body=body, data="<a/><b/><g><c/></g>")).new()

    changed = {(change.path, change.what) for change in filled.answer("a", "4").changes}

    assert changed == {("a", "value"), ("b", "label"), ("g/c", "label")}
    assert (filled["b"].label, filled["g/c"].hint, filled["g"].label) == ("B 8", "C 4", "G")


@pytest.mark.parametrize(
    "path",
    [
        "/data/g/r/v", "../v", "/data/g/r/h/w + ../v", "../h/../v", "count(../h[w &gt; ../v]) + 1", "current()/../v",
    ],
)  # fmt: skip
def test_a_row_that_nothing_changed_is_not_computed_again(path: str):
    drawn = iter(range(1, 100))
    bind = f'<bind nodeset="/data/g/r/t" calculate="if({path} &gt; 0, random(), 0)"/>'
    filled = load(form(bind, ROWS, OF_ROWS)).new(chance=lambda: float(next(drawn)))
    before = filled["g/r[2]/t"].value

    delta = filled.answer("g/r[1]/v", "9")

    assert set(delta.values) == {f"g/r[{filled['g/r[1]'].uid}]/{name}" for name in ("v", "t")}
    assert filled["g/r[2]/t"].value == before


def test_the_name_of_a_choice_is_looked_up_in_its_own_row():
    drawn = iter(range(1, 100))
    choice = '<select1 ref="/data/r/v"><item><label>A</label><value>a</value></item></select1>'
    expression = "if(jr:choice-name(../v, '/data/r/v') = 'A', random(), 0)"
    xml = form(
        f'<bind nodeset="/data/r/t" calculate="{expression}"/>',
        f'<repeat nodeset="/data/r">{choice}</repeat>',
        "<r><v>a</v><t/></r><r><v>a</v><t/></r>",
    )
    filled = load(xml).new(chance=lambda: float(next(drawn)))
    before = filled["r[2]/t"].value

    filled.answer("r[1]/v", "")

    assert (filled["r[1]/t"].value, filled["r[2]/t"].value) == ("0", before)


def test_what_depends_on_several_that_depend_on_each_other_is_computed_once():
    drawn = iter(range(1, 100))
    binds = (
        '<bind nodeset="/data/d" calculate="concat(/data/b, /data/c, if(/data/c &gt; 0, random(), \'\'))"/>'
        '<bind nodeset="/data/c" calculate="/data/b + 1"/><bind nodeset="/data/b" calculate="/data/a + 1"/>'
    )
    filled = load(form(binds, '<input ref="/data/a"/>', "<d/><c/><b/><a/>")).new(chance=lambda: float(next(drawn)))

    assert filled.answer("a", "1").values == {"a": "1", "b": "2", "c": "3", "d": "231"}
    assert filled.answer("a", "2").values == {"a": "2", "b": "3", "c": "4", "d": "342"}


def test_what_is_computed_from_words_follows_the_language():
    words = "".join(
        f'<translation lang="{lang}"><text id="w"><value>{word}</value></text></translation>'
        for lang, word in (("vi", "Đạt"), ("en", "Pass"))
    )
    binds = f'<itext>{words}</itext><bind nodeset="/data/b" calculate="concat(jr:itext(\'w\'), /data/a)"/>'
    filled = load(form(binds)).new()
    assert filled["b"].value == "Đạt"

    assert filled.set_language("en").values == {"b": "Pass"}


def test_elements_with_a_prefix_are_found_by_it():
    rows = (
        '<instance id="y" xmlns:n="urn:n"><root><n:item><name>a</name></n:item><item><name>a</name></item>'
        "<item><n:name>a</n:name></item></root></instance>"
    )
    expected = {
        "count(instance('y')/root/n:item[name = 'a'])": "1", "count(instance('y')/root/item[n:name = 'a'])": "1",
        "count(instance('y')/root/*[name = 'a'])": "3", "count(instance('y')/n:root/item[name = 'a'])": "0",
    }  # fmt: skip
    for expression, value in expected.items():
        bind = f'<bind nodeset="/data/b" calculate="{expression}"/>'
        assert load(form(bind, extra=rows)).new()["b"].value == value, expression
