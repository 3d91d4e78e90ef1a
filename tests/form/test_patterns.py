"""Which patterns of regex() are taken, on how long a text they are tried, and which could take for ever and are refused."""

from __future__ import annotations

import warnings

import pytest

from inspector.form.expression.library import ExpressionFailure
from inspector.form.expression.patterns import compiled, search

TRIED_ON = {
    r"(\w|-)+$": 2000, r"(?:\s|a)+b": 2000, "(?:a??b|c)+d": 2000, "(?:a?b|c)+d": 2000, "(ab|cd)+e": 2000, "(ab|ad)+e": 2000,
    "(a|b)*c": 2000, "(?:^a|b)+c": 2000, "((a|b)c|d)+e": 2000, "(?:[^a]|a)+b": 2000, "(?:[a-c]|[d-f])+g": 2000,
    "(?:a{2}|b)+c": 2000, "(?:a+)?b": 2000, "(?:a+){2}b": 464, "(?:a{1,3}){1,3}b": 2000, "(?=a+)b+": 464, "(?!a+)b+": 464,
    "a+b": 2000, r"(a+)\1b": 464, "a*b*c*d*e*f*": 13, "a*a*a*": 100, "[^,]*,[^,]*$": 464,
    r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}": 2000, "^([A-Z]{2,3}-)+$": 2000, r"(?:x|[y-z]|\d)+": 2000, r"(?:\W|a)+": 2000,
    r"(?:\S| )+": 2000, "(?:ab|abc){2}x": 2000, "(?:(?:a|b)|c)*d": 2000, "(?:ab?)*c": 2000, "(?:ba?)*c": 2000,
    "a{1,30}b{1,30}c{1,30}": 2000, "a{1,31}b{1,31}": 464, "(?:a|b){1,31}": 2000, "(?:a|bc){31}": 2000,
    "(?:(?:ab|cd){2})+": 2000, "(?:a+|b+c+)d": 464, "(?:a|bb)c+d+": 464, "": 2000, "(?:a{40}){1,2}b": 464, "(?:a{31}){2,3}b": 100, r"(?:\wx|-)+": 2000, r"(?:\sx|a)+b": 2000, "a{31}b+": 464,
    "a++b": 2000, "a++b++": 464, "(?>a+)b+": 464, "a+?b+?": 464, "(?:a++b|c){2}": 464, "(?:(?=a|b)a)+": 2000, "(?:(?>ab)|(?>c))+": 2000,
    "(?:a{2}b|bc)+d": 2000, "(?:(?=x)a|(?!x)b)+c": 2000, "(?:a{31}|b{32}c){1}d": 2000, "(?:a{31}b|c{32}){2}d": 464, "a*b*c*d*e*f*g{30}": 13, "(?:a+){1}b": 2000,
}  # fmt: skip
REFUSED = (
    "(?:a?a|c)+d", "(?:a??a|c)+d", "(?:|a)*b", "(?:a|)*b", "(?:[^a]|b)+c", "(?:a{1,2}|b)+c", "(?:a{1,2}a|b)+c", "(?:a*b)+c",
    "(?:ab*)+c", "(?:a+){1,2}b", "(?:a+){5}b", "(?:a{1,40})+b", "(?:a{40})+b", "(a+)+b", "(?:.|a)+", "(?:ab?b)*c",
    "(?:a|b)?c+d+e+f+g+h+i+", "((?:a|bb|b)c?)*x", "(?:(?:ab|a)b)*c", "(a|aa)*c", "(a?a)*c", "(?:(a+)b)*c", "(?:(?:x|xy)z|(?:y|x)z)+q",
    "(?=(a+)+b)c", "(?:[a-d]{1,2}[d-f])+g", r"(?:\wx|ax)+", r"(?:\sx| x)+b", r"(?:\Wx|,x)+b", r"(?:[^a]x|bx)+c", r"(?:[^ad]x|bx)+c", r"(?:\dx|5x)+b",
    "(?:a++)+b", "(?:ab|ab)+c", "a?(?:(?:ab|ab))+c", "(?:(?>a+))+b", "(?:a+?)+b", "a*b*c*d*e*f*g*", "(?:(?:a?)(?:a?))+b", "(?:(?:a|b){0,2}a)+c", "(?:a?+a)+b", "(?:(?:a?)+b)+",
    "(?:(?=x)ab|ac)+d", "(?:(?!x)ab|ac)+d", r"(?:\bab|ac)+d", "(?:(?:bc|)ad|ae)+f", "(?:(?:b?|cd)ad|ae)+f", "(?:a{31}|b{32}){1,2}d", "(?:(a)\\1*)+b",
)  # fmt: skip


@pytest.mark.parametrize("pattern", sorted(TRIED_ON))
def test_a_pattern_is_taken(pattern: str):
    assert compiled(pattern)[1] == TRIED_ON[pattern]


@pytest.mark.parametrize("pattern", REFUSED)
def test_a_pattern_that_could_take_for_ever_is_refused(pattern: str):
    with pytest.raises(ExpressionFailure) as refused:
        compiled(pattern)

    assert "take for ever" in refused.value.template
    assert refused.value.fields == {"pattern": pattern}


@pytest.mark.parametrize(
    ("pattern", "taken", "refused"),
    [
        (r"^[\d]+$", "129", "12~"), (r"^\D$", "x", "1"), (r"^\p{Lu}\p{Ll}+$", "Đạt", "đạt"), (r"^[\p{Lu}]+$", "ĂÂ", "ă"),
        (r"^\p{N}+$", "12", "x"), (r"^[\p{Nd}-]+$", "1-2", "a"), (r"^a$", "a", "a\n"), (r"^[$]$", "$", "x"), (r"^[[]$", "[", "x"),
        (r"^a\/b$", "a/b", r"a\/b"), (r"^(?<n>a)b$", "ab", "b"), (r"^\.$", ".", "x"), (r"^[^a]$", "b", "a"), ("\\\\$", "\\", "x"),
        (r"^.{2}$", "ab", "abc"), (r"^[a\]]+$", "a]", "b"), (r"^\p{L}$", "ế", "1"), (r"^\w+$", "ếa_1", "a b"), (r"^\p{Ll}$", "ế", "~"),
        (r"^\p{Lu}$", "Đ", "~"), (r"^\w{2}$", "ab", "a"), (r"a\d", "a7", "a~"), (r"^\p{L}x$", "ếx", "ế"), (r"^[x\p{Lu}y]$", "y", "p"), (r"^\p{L}+$", "ab", "a_"), (r"^[\p{N}]$", "1", "~"), (r"^[\p{Nd}]$", "1", "~"),
    ],
)  # fmt: skip
def test_a_pattern_says_what_it_says_in_other_clients(pattern: str, taken: str, refused: str):
    assert search(pattern, taken)
    assert not search(pattern, refused)


@pytest.mark.parametrize(
    "pattern",
    ["(", "[", r"\p{Greek}", r"[\p{L}]", r"\p", "(?P<n", "a{99999999999999}", r"\p{L", r"\pL", "a\\", "(" * 200],
)
def test_what_is_no_pattern_is_refused(pattern: str):
    with pytest.raises(ExpressionFailure) as refused:
        compiled(pattern)

    assert "is not a pattern" in refused.value.template
    assert len(str(refused.value.fields["pattern"])) <= 80


def test_a_pattern_that_is_too_long_is_refused():
    with pytest.raises(ExpressionFailure) as refused:
        compiled("a" * 2_001)

    assert "is longer than" in refused.value.template
    assert refused.value.fields == {"pattern": "a" * 80, "limit": 2_000}


def test_a_pattern_may_hold_what_a_later_python_may_read_otherwise():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert search("^[a&&b]$", "&")


def test_a_long_text_is_tried_at_its_beginning():
    assert search("b", "a" * 1_999 + "b")
    assert not search("b", "a" * 2_000 + "b")
    assert search("a*a*a*b", "a" * 38 + "b")
    assert compiled("a" * 2_000)[1] == 2_000
