"""
regex() for patterns that may be hostile: a pattern is translated, checked for shapes that take exponential time, and refused
when it has one.

Python's matcher backtracks. A repetition inside a repetition, or neighbouring repetitions of overlapping signs behind each
other, can take time that doubles with every sign. The first is refused; texts are cut at a length at which the second stays short.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import Any, Final

from inspector.form.expression.library import ExpressionFailure
from inspector.i18n import N_

MAX_PATTERN: Final = 2_000
MAX_TEXT: Final = 2_000
MAX_WORK: Final = 100_000_000

_SHOWN: Final = 80
"""How much of a pattern a problem shows."""
_LONG: Final = N_("The pattern “{pattern}…” is longer than {limit} signs.")
_BAD: Final = N_("“{pattern}” is not a pattern.")
_SLOW: Final = N_("The pattern “{pattern}” could take for ever: it repeats something that repeats itself.")


@lru_cache(maxsize=512)
def compiled(pattern: str) -> tuple[re.Pattern[str], int]:
    """
    The pattern, and how many signs of a text it may be tried on.

    Raises:
        ExpressionFailure: it is no pattern, or one that may take for ever.
    """
    shown = pattern[:_SHOWN]
    if len(pattern) > MAX_PATTERN:
        raise ExpressionFailure(_LONG, pattern=shown, limit=MAX_PATTERN)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            translated = _translated(pattern)
            found = re.compile(translated)
            tree = re._parser.parse(translated)  # type: ignore[attr-defined]
    except (re.error, OverflowError, RecursionError):
        raise ExpressionFailure(_BAD, pattern=shown) from None
    depth, neighbours = _weight(tree)
    if depth > 1 or neighbours > 6:
        raise ExpressionFailure(_SLOW, pattern=shown)
    limit = MAX_TEXT if neighbours <= 1 else int(MAX_WORK ** (1 / (neighbours + 1)))
    return found, limit


def search(pattern: str, text: str) -> bool:
    """Whether the pattern is found in the text. A text too long for the pattern is tried at its beginning."""
    found, limit = compiled(pattern)
    # Costs grow with a power of the length: a simpler answer is impossible, so the text is held to what is quick.
    return found.search(text[:limit]) is not None


_PROPERTIES: Final = {
    "L": r"^\W\d_", "Lu": "A-ZÀ-ÖØ-ÞĂĐƠƯẠ-Ỹ", "Ll": "a-zß-öø-ÿăđơưạ-ỹ", "N": r"\d", "Nd": r"\d",
}  # fmt: skip
r"""What stands in square brackets for \p{…}."""


def _translated(pattern: str) -> str:
    # Forms are written for ECMAScript and Java: named groups differ, \d means ASCII digits, "$" means the very end.
    pattern = re.sub(r"\(\?<([A-Za-z_]\w*)>", r"(?P<\1>", pattern)
    out: list[str] = []
    inside = False
    at = 0
    while at < len(pattern):
        sign, after = pattern[at], pattern[at + 1 : at + 2]
        at += 1
        if sign == "\\":
            at += 1
            if after == "d":
                out.append("0-9" if inside else "[0-9]")
            elif after == "p":
                name = re.match(r"{(\w+)}|", pattern[at:])[1]  # type: ignore[index]
                signs = _PROPERTIES.get(name)
                if signs is None or (inside and signs.startswith("^")):
                    raise re.error(rf"\p{{{name}}}")
                out.append(signs if inside else f"[{signs}]")
                at += len(name) + 2
            else:
                out.append(sign + after)
        elif sign == "[" and inside:
            out.append("\\[")
        elif sign == "$" and not inside:
            out.append(r"\Z")
        else:
            inside = (inside or sign == "[") and sign != "]"
            out.append(sign)
    return "".join(out)


_REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_GROUPS: Final = frozenset({"SUBPATTERN", "ATOMIC_GROUP", "ASSERT", "ASSERT_NOT"})


def _weight(tree: Any) -> tuple[int, int]:
    """How deep unbounded repetitions are nested, and how many of them follow each other on one way through."""
    deepest, neighbours = 0, 0
    for op, argument in tree:
        name = str(op)
        if name in _REPEATS:
            low, high, inner = int(argument[0]), int(argument[1]), argument[2]
            below, beside = _weight(inner)
            long = high > 30
            least, most = inner.getwidth()
            deepest = max(deepest, below + long)
            if (low != high and high > 1 and beside and least != most) or (high > 4 and _ambiguous(inner)):
                deepest = 2
            neighbours += long + beside * min(high, 8)
        elif name == "BRANCH":
            results = [_weight(branch) for branch in argument[1]]
            deepest = max(deepest, *(result[0] for result in results))
            neighbours += max(result[1] for result in results)
        elif name in _GROUPS:
            below, beside = _weight(_inside(argument))
            deepest, neighbours = max(deepest, below), neighbours + beside
        elif name == "GROUPREF":
            neighbours += 1
    return deepest, neighbours


def _inside(argument: Any) -> Any:
    """What stands inside a group; an atomic one has nothing else to say."""
    return argument[-1] if isinstance(argument, tuple) else argument


_SIGNS: Final = frozenset(map(chr, [*range(0x180), *range(0x1A0, 0x1B1), *range(0x1EA0, 0x1EFA), 0x2009, 0x4E00]))
"""Signs that stand for all others when two alternatives are compared."""


def _ambiguous(tree: Any) -> bool:
    """Whether one text may be read in several ways by alternatives or optional parts of a repetition's inside."""
    for place, (op, argument) in enumerate(tree, 1):
        name = str(op)
        after = _firsts(tree[place:]) or _firsts(tree)
        if name == "BRANCH":
            firsts = [_firsts(branch) for branch in argument[1]]
            every = frozenset().union(*firsts)
            empty = sum(branch.getwidth()[0] == 0 for branch in argument[1])
            alike = sum(map(len, firsts)) > len(every) or empty > 1
            if alike or (empty and after & every) or any(map(_ambiguous, argument[1])):
                return True
        elif name in _GROUPS and _ambiguous(_inside(argument)):
            return True
        elif name in _REPEATS:
            low, high, inner = argument
            if low != high and (_firsts(inner) & after or _ambiguous(inner)):
                return True
    return False


def _firsts(tree: Any) -> frozenset[str]:
    """The signs with which a text of the pattern may begin; none when the pattern may be empty and says nothing."""
    found: frozenset[str] = frozenset()
    for op, argument in tree:
        name = str(op)
        optional = False
        if name in ("AT", "ASSERT", "ASSERT_NOT"):
            continue
        if name in _GROUPS:
            found |= _firsts(_inside(argument))
            optional = _inside(argument).getwidth()[0] == 0
        elif name == "BRANCH":
            found = found.union(*map(_firsts, argument[1]))
            optional = any(branch.getwidth()[0] == 0 for branch in argument[1])
        elif name in _REPEATS:
            found |= _firsts(argument[2])
            optional = argument[0] == 0 or argument[2].getwidth()[0] == 0
        else:
            found |= _signs(name, argument)
        if not optional:
            break
    return found


def _signs(name: str, argument: Any) -> frozenset[str]:
    if name == "LITERAL":
        return frozenset(chr(argument))
    if name == "NOT_LITERAL":
        return _SIGNS - {chr(argument)}
    if name == "RANGE":
        return frozenset(sign for sign in _SIGNS if argument[0] <= ord(sign) <= argument[1])
    if name == "CATEGORY":
        kind = {"CATEGORY_SPACE": "\\s", "CATEGORY_WORD": "\\w"}.get(str(argument), ".")
        return frozenset(sign for sign in _SIGNS if re.match(kind, sign))
    if name == "IN":
        negated = str(argument[0][0]) == "NEGATE"
        signs = frozenset[str]().union(*(_signs(str(op), one) for op, one in argument if str(op) != "NEGATE"))
        return _SIGNS - signs if negated else signs
    return _SIGNS
