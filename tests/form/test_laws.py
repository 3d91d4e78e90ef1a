"""Laws of filling: what was reached step by step is what a fresh evaluation of the same values gives."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.form import AnswerError, Form, FormError, Instance, load

XFORM = """
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>t</h:title><model>
 <instance><data id="laws"><n/><m/><shown/><g><x/><y/></g><kind/><sort/><r jr:template=""><v/><w/><at/><i><u/></i><s/></r>
  <r><v/><w/><at/><i><u/></i><s/></r><total/><most/><twice/></data></instance>
 <instance id="sorts"><root>
  <item><name>a1</name><of>a</of></item><item><name>a2</name><of>a</of></item><item><name>b1</name><of>b</of></item></root></instance>
 <bind nodeset="/data/n" type="int" constraint=". &lt; 8"/>
 <bind nodeset="/data/m" type="int" required="/data/n &gt; 2" constraint=". &gt;= /data/n"/>
 <bind nodeset="/data/shown" calculate="if(/data/n &gt; 3, 'yes', 'no')"/>
 <bind nodeset="/data/g" relevant="/data/shown = 'yes'"/>
 <bind nodeset="/data/g/x" type="int" required="true()"/>
 <bind nodeset="/data/g/y" calculate="../x * 2 + /data/m" readonly="true()"/>
 <bind nodeset="/data/r" relevant="/data/n != 5"/>
 <bind nodeset="/data/r/v" type="int"/>
 <bind nodeset="/data/r/w" relevant="../v &gt; 1" calculate="../v + /data/n"/>
 <bind nodeset="/data/r/at" calculate="position(..)"/>
 <bind nodeset="/data/r/i/u" type="int" relevant="../../v &gt; 0"/>
 <bind nodeset="/data/r/s" calculate="sum(../i/u)"/>
 <bind nodeset="/data/total" calculate="sum(/data/r/w)"/>
 <bind nodeset="/data/most" calculate="max(/data/r/v) + count(/data/r[v &gt; 2]/i)"/>
 <bind nodeset="/data/twice" calculate="concat(/data/total, '-', indexed-repeat(/data/r/v, /data/r, 2), '-', /data/g/y)"/>
</model></h:head><h:body>
 <input ref="/data/n"/><input ref="/data/m"/><group ref="/data/g"><input ref="/data/g/x"/><input ref="/data/g/y"/></group>
 <select1 ref="/data/kind"><item><label>a</label><value>a</value></item><item><label>b</label><value>b</value></item></select1>
 <select1 ref="/data/sort"><itemset nodeset="instance('sorts')/root/item[of = /data/kind]"><value ref="name"/><label ref="name"/>
  </itemset></select1>
 <group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/v"/>
  <group ref="/data/r/i"><repeat nodeset="/data/r/i"><input ref="/data/r/i/u"/></repeat></group></repeat></group>
</h:body></h:html>
"""


@cache
def form() -> Form:
    return load(XFORM)


def state(filled: Instance) -> list[tuple[Any, ...]]:
    return [
        (
            node.ref, node.value, node.relevant, node.readonly, node.required, node.violation,
            tuple(choice.value for choice in node.choices),
        )
        for node in filled.nodes()
        if node.definition.local != "instanceID"
    ]  # fmt: skip


PLACE = st.integers(1, 4)
ACTS = st.one_of(
    st.tuples(st.just("answer"), st.sampled_from(["n", "m", "g/x"]), st.integers(0, 9).map(str) | st.just("")),
    st.tuples(st.just("answer"), st.just("kind"), st.sampled_from(["a", "b", ""])),
    st.tuples(st.just("answer"), st.just("sort"), st.sampled_from(["a1", "a2", "b1", ""])),
    st.tuples(st.just("answer"), PLACE.map(lambda at: f"r[{at}]/v"), st.integers(0, 5).map(str) | st.just("")),
    st.tuples(st.just("answer"), st.builds("r[{}]/i[{}]/u".format, PLACE, PLACE), st.integers(0, 5).map(str)),
    st.tuples(st.just("add"), st.just("r") | PLACE.map(lambda at: f"r[{at}]/i"), st.just("")),
    st.tuples(
        st.just("remove"), PLACE.map(lambda at: f"r[{at}]") | st.builds("r[{}]/i[{}]".format, PLACE, PLACE), st.just("")
    ),
)


def act(filled: Instance, kind: str, path: str, text: str) -> None:
    if kind == "answer":
        filled.answer(path, text)
    elif kind == "add":
        filled.add_repeat(path)
    else:
        filled.remove_repeat(path)


@settings(max_examples=200, deadline=None)
@given(st.lists(ACTS, max_size=14))
def test_step_by_step_and_all_at_once_agree(acts):
    filled = form().new()
    for one in acts:
        before = state(filled)
        try:
            act(filled, *one)
        except AnswerError:
            assert state(filled) == before, "what is refused changes nothing"

    assert state(form().restore(filled.draft())) == state(filled)


@settings(max_examples=100, deadline=None)
@given(st.lists(ACTS, max_size=10))
def test_a_delta_names_every_value_that_changed(acts):
    filled = form().new()
    for kind, path, text in acts:
        if kind != "answer" or path not in filled:
            continue
        before = {node.path: node.value for node in filled.nodes()}

        delta = filled.answer(path, text)

        after = {node.path: node.value for node in filled.nodes()}
        changed = {path: value for path, value in after.items() if before[path] != value}
        assert changed.items() <= delta.values.items() <= after.items()


@settings(max_examples=60, deadline=None)
@given(st.lists(ACTS, max_size=10))
def test_the_answers_of_a_finished_form_hold_nothing_that_is_not_relevant(acts):
    filled = form().new()
    for one in acts:
        try:
            act(filled, *one)
        except AnswerError:
            continue

    again = form().restore(filled.serialise())

    assert {n.ref: n.value for n in again.nodes() if n.relevant and n.definition.is_leaf and n.value} == {
        n.ref: n.value for n in filled.nodes() if n.relevant and n.definition.is_leaf and n.value
    }


def test_a_choice_that_leaves_its_list_comes_back_with_it():
    filled = form().new()
    filled.answer("kind", "a")
    filled.answer("sort", "a2")

    filled.answer("kind", "b")
    assert filled["sort"].value == ""
    filled.answer("kind", "a")

    assert filled["sort"].value == "a2"


def test_a_choice_that_was_answered_anew_stays_as_it_is():
    filled = form().new()
    filled.answer("kind", "a")
    filled.answer("sort", "a2")
    filled.answer("kind", "b")
    filled.answer("sort", "b1")

    filled.answer("kind", "a")

    assert filled["sort"].value == ""


def test_an_edit_gives_a_new_id_and_keeps_the_old_one():
    filled = form().new()
    old = filled["meta/instanceID"].value

    edited = form().edit(filled.serialise())

    assert edited["meta/deprecatedID"].value == old
    assert edited["meta/instanceID"].value not in ("", old)
    assert form().restore(edited.draft())["meta/deprecatedID"].value == old


@pytest.mark.parametrize("xml", ['<data id="other"/>', "<data/>", '<else id="laws"/>', "<data id='laws'>", ""])
def test_answers_of_another_form_are_refused(xml: str):
    with pytest.raises(FormError):
        form().restore(xml)
