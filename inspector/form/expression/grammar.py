"""
XPath 1.0 text -> syntax tree. A tokenizer and a Pratt parser; nothing is resolved and nothing is evaluated here.

Every node of the tree knows the position at which it begins. Text that is not an expression raises SyntaxProblem with the
position of the first token that does not fit. Length and depth are bounded: a form is not to be trusted.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final

from inspector.i18n import N_

MAX_LENGTH: Final = 60_000
MAX_DEPTH: Final = 60
MAX_TERMS: Final = 4_000
MAX_CHAIN: Final = 2_000
MAX_STEPS: Final = 200
_SHORT: Final = 120


class SyntaxProblem(Exception):
    """The text is not an expression: why, and at which position."""

    def __init__(self, template: str, position: int, /, **fields: object) -> None:
        super().__init__(template)
        self.template, self.position, self.fields = template, position, fields


@dataclass(frozen=True, slots=True)
class Literal:
    """A quoted text."""

    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float
    at: int


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and the operator between them."""

    op: str
    left: Expr
    right: Expr
    at: int


@dataclass(frozen=True, slots=True)
class Negate:
    """A minus sign before an operand."""

    operand: Expr
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    name: str
    args: tuple[Expr, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: axis, node test (name, `*`, `p:*`, `node()`, `text()` …) and predicates."""

    axis: str
    test: str
    predicates: tuple[Expr, ...]
    at: int
    argument: str | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A location path. `start` is None (relative), "/" (absolute) or the expression that it goes on from."""

    start: Expr | str | None
    steps: tuple[Step, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Filter:
    """An expression with predicates behind it."""

    base: Expr
    predicates: tuple[Expr, ...]
    at: int


Expr = Literal | Number | Binary | Negate | Call | Path | Filter

AXES: Final = frozenset({
    "ancestor", "ancestor-or-self", "attribute", "child", "descendant", "descendant-or-self", "following",
    "following-sibling", "namespace", "parent", "preceding", "preceding-sibling", "self",
})  # fmt: skip
NODE_TYPES: Final = frozenset({"comment", "text", "processing-instruction", "node"})

_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    rf"""[ \t\r\n]*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<literal>"[^"]*"|'[^']*')
    |(?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    |(?P<mark>//|\.\.|::|!=|<=|>=|[()\[\].@,/|+\-=<>*$])|(?P<space>\Z))""",
    re.VERBOSE,
)
_PLAIN_PATH: Final = re.compile(rf"[ \t\r\n]*(?:/{_NAME}(?::(?!:){_NAME})?)+[ \t\r\n]*")
"""What most references are: an absolute path of names. It is read without a tokenizer."""
_BINDING: Final = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
}  # fmt: skip
_UNARY: Final = 7
_GLUE: Final = "-."
_WORD_OPERATORS: Final = frozenset({"or", "and", "div", "mod"})
_OPENS: Final = frozenset({"(", "[", ",", "@", "::", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=", "op"})

_NOT_HERE: Final = N_("“{found}” does not fit at position {position}.")
_ENDS: Final = N_("The expression ends too early.")
_UNCLOSED: Final = N_("A quotation mark at position {position} is not closed.")
_TOO_LONG: Final = N_("The expression is longer than {limit} signs.")
_TOO_DEEP: Final = N_("The expression is nested deeper than {limit} levels.")
_TOO_MANY: Final = N_("The expression has more than {limit} parts.")
_VARIABLE: Final = N_("Variables such as “{found}” do not exist in forms.")


@dataclass(slots=True)
class _Token:
    kind: str
    text: str
    at: int


@dataclass(slots=True)
class _Parser:
    tokens: list[_Token]
    index: int = 0
    depth: int = 0
    terms: int = 0


def parse(text: str) -> Expr:
    """
    The syntax tree of `text`.

    Raises:
        SyntaxProblem: the text is no XPath 1.0 expression, or is larger than the limits of this module.
    """
    return _often(text) if len(text) <= _SHORT else _parse(text)


def _parse(text: str) -> Expr:
    if len(text) > MAX_LENGTH:
        raise SyntaxProblem(_TOO_LONG, 0, limit=MAX_LENGTH)
    if _PLAIN_PATH.fullmatch(text) and text.count("/") <= MAX_STEPS:
        return _plain_path(text)
    parser = _Parser(_tokens(text))
    found = _expression(parser, 0)
    token = _peek(parser)
    if token.kind != "end":
        raise _unexpected(token)
    return found


_often = functools.lru_cache(maxsize=1_000)(_parse)
"""Forms say the same in many places (`. >= 0`, the column of a list), and a tree never changes."""


def chained(expr: Binary) -> tuple[Expr, list[tuple[str, Expr]]]:
    """A chain that leans to the left (`a + b - c`) as its first operand and what follows, so that nobody need recurse."""
    rest: list[tuple[str, Expr]] = []
    left: Expr = expr
    while isinstance(left, Binary):
        rest.append((left.op, left.right))
        left = left.left
    rest.reverse()
    return left, rest


def _plain_path(text: str) -> Path:
    at = text.index("/")
    place = at + 1
    steps: list[Step] = []
    for name in text.strip(" \t\r\n")[1:].split("/"):
        steps.append(Step("child", name, (), place))
        place += len(name) + 1
    return Path("/", tuple(steps), at)


def _tokens(text: str) -> list[_Token]:
    """All tokens, the end as the last one."""
    tokens: list[_Token] = []
    at, before = 0, "("
    while True:
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text) - at - len(text[at:].lstrip(" \t\r\n"))
            if text[at] in "\"'":
                raise SyntaxProblem(_UNCLOSED, at, position=at + 1)
            raise SyntaxProblem(_NOT_HERE, at, found=text[at], position=at + 1)
        kind = str(match.lastgroup)
        found, at = match[kind], match.start(kind)
        if kind == "space":
            tokens.append(_Token("end", "", len(text)))
            return tokens
        # A star or a word is an operator exactly when an operand stands before it (XPath 1.0, 3.7).
        if kind == "name":
            if before not in _OPENS:
                # "1and1" and "a div-1" are legal; a name is cut where its operator ends.
                operator = next((word for word in _WORD_OPERATORS if found == word or _glued(found, word)), None)
                if operator is not None:
                    kind, found = "op", operator
        elif kind == "mark":
            kind = "op" if found == "*" and before not in _OPENS else found
        tokens.append(_Token(kind, found, at))
        if len(tokens) > MAX_TERMS * 4:
            raise SyntaxProblem(_TOO_MANY, at, limit=MAX_TERMS)
        at += len(found)
        before = kind


def _glued(found: str, word: str) -> bool:
    return (
        found.startswith(word) and len(found) > len(word) and (found[len(word)].isdigit() or found[len(word)] in _GLUE)
    )


def _peek(parser: _Parser) -> _Token:
    return parser.tokens[parser.index]


def _take(parser: _Parser) -> _Token:
    token = parser.tokens[parser.index]
    if token.kind != "end":
        parser.index += 1
    return token


def _expect(parser: _Parser, kind: str) -> _Token:
    token = _peek(parser)
    if token.kind != kind:
        raise _unexpected(token)
    return _take(parser)


def _unexpected(token: _Token) -> SyntaxProblem:
    if token.kind == "end":
        return SyntaxProblem(_ENDS, token.at)
    if token.kind == "$":
        return SyntaxProblem(_VARIABLE, token.at, found="$")
    return SyntaxProblem(_NOT_HERE, token.at, found=token.text, position=token.at + 1)


def _expression(parser: _Parser, floor: int) -> Expr:
    parser.depth += 1
    if parser.depth > MAX_DEPTH:
        raise SyntaxProblem(_TOO_DEEP, _peek(parser).at, limit=MAX_DEPTH)
    token = _peek(parser)
    left: Expr
    if token.kind == "-":
        _take(parser)
        left = Negate(_expression(parser, _UNARY - 1), token.at)
    else:
        left = _union(parser)
    chain = 0
    while True:
        token = _peek(parser)
        operator = token.text if token.kind in ("op", "+", "-", "=", "!=", "<", "<=", ">", ">=") else ""
        binding = _BINDING.get(operator, 0)
        if binding <= floor:
            break
        chain += 1
        if chain > MAX_CHAIN:
            raise SyntaxProblem(_TOO_MANY, token.at, limit=MAX_CHAIN)
        _take(parser)
        left = Binary(operator, left, _expression(parser, binding), token.at)
    parser.depth -= 1
    return left


def _union(parser: _Parser) -> Expr:
    left = _path(parser)
    chain = 0
    while _peek(parser).kind == "|":
        token = _take(parser)
        chain += 1
        if chain > MAX_CHAIN:
            raise SyntaxProblem(_TOO_MANY, token.at, limit=MAX_CHAIN)
        left = Binary("|", left, _path(parser), token.at)
    return left


def _path(parser: _Parser) -> Expr:
    parser.terms += 1
    token = _peek(parser)
    if parser.terms > MAX_TERMS:
        raise SyntaxProblem(_TOO_MANY, token.at, limit=MAX_TERMS)
    if token.kind in ("/", "//"):
        _take(parser)
        if token.kind == "/" and not _begins_step(parser):
            return Path("/", (), token.at)
        first = (_ANY_DEPTH(token.at),) if token.kind == "//" else ()
        return Path("/", first + _steps(parser), token.at)
    if token.kind in ("number", "literal", "(") or (token.kind == "name" and _is_call(parser)):
        base = _primary(parser)
        predicates = _predicates(parser)
        if predicates:
            base = Filter(base, predicates, token.at)
        after = _peek(parser)
        if after.kind in ("/", "//"):
            _take(parser)
            first = (_ANY_DEPTH(after.at),) if after.kind == "//" else ()
            return Path(base, first + _steps(parser), token.at)
        return base
    if _begins_step(parser):
        return Path(None, _steps(parser), token.at)
    raise _unexpected(token)


def _ANY_DEPTH(at: int) -> Step:
    return Step("descendant-or-self", "node()", (), at)


def _is_call(parser: _Parser) -> bool:
    token, after = parser.tokens[parser.index : parser.index + 2]
    return after.kind == "(" and token.text not in NODE_TYPES and not token.text.endswith(":*")


def _primary(parser: _Parser) -> Expr:
    token = _take(parser)
    if token.kind == "number":
        return Number(float(token.text), token.at)
    if token.kind == "literal":
        return Literal(token.text[1:-1], token.at)
    if token.kind == "(":
        inner = _expression(parser, 0)
        _expect(parser, ")")
        return inner
    _expect(parser, "(")
    args: list[Expr] = []
    if _peek(parser).kind != ")":
        args.append(_expression(parser, 0))
        while _peek(parser).kind == ",":
            _take(parser)
            args.append(_expression(parser, 0))
    _expect(parser, ")")
    return Call(token.text, tuple(args), token.at)


def _predicates(parser: _Parser) -> tuple[Expr, ...]:
    found: list[Expr] = []
    while _peek(parser).kind == "[":
        _take(parser)
        found.append(_expression(parser, 0))
        _expect(parser, "]")
    return tuple(found)


def _begins_step(parser: _Parser) -> bool:
    token = _peek(parser)
    return token.kind in ("name", ".", "..", "@", "*")


def _steps(parser: _Parser) -> tuple[Step, ...]:
    steps = [_step(parser)]
    while _peek(parser).kind in ("/", "//"):
        token = _take(parser)
        if token.kind == "//":
            steps.append(_ANY_DEPTH(token.at))
        steps.append(_step(parser))
        parser.terms += 1
        if parser.terms > MAX_TERMS or len(steps) > MAX_STEPS:
            raise SyntaxProblem(_TOO_MANY, token.at, limit=MAX_STEPS)
    return tuple(steps)


def _step(parser: _Parser) -> Step:
    token = _peek(parser)
    if token.kind == ".":
        _take(parser)
        return Step("self", "node()", _predicates(parser), token.at)
    if token.kind == "..":
        _take(parser)
        return Step("parent", "node()", _predicates(parser), token.at)
    axis = "child"
    if token.kind == "@":
        _take(parser)
        axis = "attribute"
    elif token.kind == "name" and parser.tokens[parser.index + 1].kind == "::":
        if token.text not in AXES:
            raise _unexpected(token)
        axis = token.text
        _take(parser)
        _take(parser)
    test = _peek(parser)
    if test.kind == "*":
        _take(parser)
        return Step(axis, "*", _predicates(parser), token.at)
    if test.kind != "name":
        raise _unexpected(test)
    _take(parser)
    if _peek(parser).kind == "(":
        if test.text not in NODE_TYPES:
            raise _unexpected(_peek(parser))
        _take(parser)
        argument = None
        if test.text == "processing-instruction" and _peek(parser).kind == "literal":
            argument = _take(parser).text[1:-1]
        _expect(parser, ")")
        return Step(axis, f"{test.text}()", _predicates(parser), token.at, argument)
    return Step(axis, test.text, _predicates(parser), token.at)
