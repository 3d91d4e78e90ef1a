"""How large an expression may be: what lies at the limit is taken, what is one larger is refused with its place."""

from __future__ import annotations

import pytest

from inspector.form.expression import grammar
from inspector.form.expression.grammar import SyntaxProblem, parse

SIZES = {
    "operators": ("1{}", "+1", grammar.MAX_CHAIN),
    "unions": ("a{}", "|a", grammar.MAX_CHAIN),
    "steps": ("a{}", "/a", grammar.MAX_STEPS - 1),
    "steps from the root": ("{}", "/a", grammar.MAX_STEPS),
    "steps from a variable place": ("current(){}", "/a", grammar.MAX_STEPS),
    "brackets": ("{}1", "(", grammar.MAX_DEPTH - 1),
    "signs": ("{}1", "-", grammar.MAX_DEPTH - 1),
    "arguments": ("f(1{})", ",1", grammar.MAX_TERMS - 2),
    "length": ("'{}'", "x", grammar.MAX_LENGTH - 2),
}


def made(name: str, times: int) -> str:
    around, what, _most = SIZES[name]
    text = around.format(what * times)
    return text + ")" * times if what == "(" else text


@pytest.mark.parametrize("name", sorted(SIZES))
def test_what_lies_at_a_limit_is_taken_and_no_more(name: str):
    most = SIZES[name][2]
    parse(made(name, most))

    with pytest.raises(SyntaxProblem) as refused:
        parse(made(name, most + 1))

    assert "limit" in refused.value.fields


def test_the_parts_of_all_paths_are_counted_together():
    paths = "+".join(["a/a"] * (grammar.MAX_TERMS // 2))
    parse(paths)

    with pytest.raises(SyntaxProblem):
        parse(paths + "/a")
    with pytest.raises(SyntaxProblem):
        parse("a/" + paths)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (" /data/a ", "/child::data/child::a"), ("/a/div/mod", "/a/child::div/child::mod"), ("1and 1", "1 and 1"), ("2div-1", "2 div -1"),
        ("2mod.5", "2 mod .5"), ("a div b", "child::a div child::b"), ("//a", "/descendant-or-self::node()/child::a"), ("@x", "attribute::x"),
        ("../a", "parent::node()/child::a"), ("/n:a/n:b", "/child::n:a/child::n:b"), ("f(a)//b", "f(a)/descendant-or-self::node()/b"),
        ("(a)[1][2]", " ( a ) [ 1 ] [ 2 ] "), ("*", "child::*"), ("2 * 3", "2*3"), ("* * *", "child::* * child::*"), (".", "self::node()"),
        ("a/b//c", "a/b/descendant-or-self::node()/c"), ("order", "child::order"), ("1or 1", "1 or 1"), ("a/*/b", "a/child::*/b"),
    ],
)  # fmt: skip
def test_two_ways_to_write_one_expression_are_one(text: str, same: str):
    assert shape(parse(text)) == shape(parse(same))


def shape(tree: object) -> object:
    """The tree without positions."""
    if isinstance(tree, tuple):
        return tuple(map(shape, tree))
    slots = getattr(tree, "__slots__", None)
    if slots is None:
        return tree
    return type(tree).__name__, tuple(shape(getattr(tree, name)) for name in slots if name != "at")


@pytest.mark.parametrize(
    ("text", "places"),
    [(" /data/ab/c ", [1, 2, 7, 10]), ("  /a", [2, 3]), ("/n:a/b", [0, 1, 5])],
)
def test_each_step_knows_where_it_stands(text: str, places: list[int]):
    tree = parse(text)

    assert isinstance(tree, grammar.Path)
    assert [tree.at, *(step.at for step in tree.steps)] == places


@pytest.mark.parametrize(
    ("text", "why", "at"),
    [("1 + 'x", "quotation mark", 4), ('1 + "x', "quotation mark", 4), ("1 # 2", "does not fit", 2), ("1 +", "ends too early", 3), ("$a", "Variables", 0), ("1 + $a", "“{found}”", 4)],
)  # fmt: skip
def test_it_is_said_what_does_not_fit(text: str, why: str, at: int):
    with pytest.raises(SyntaxProblem) as refused:
        parse(text)

    assert why in refused.value.template
    assert refused.value.position == at
    assert refused.value.fields.get("found", text[at : at + 1]) == text[at : at + 1]
