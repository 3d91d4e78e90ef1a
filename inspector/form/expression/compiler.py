"""
Syntax tree -> closures. References are resolved once, against the definition of the form, where the context is known.

    compile(text, scope)   Compiled: run(context) -> value, what it depends on, what is wrong with it

A Scope says what is known at compile time: the definition of the context node (None in a document that nobody described, such
as a secondary instance) and the kinds of namespaces. Nothing of the text is ever executed as a program.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from inspector.form.expression import (
    dates,
    functions,
    functions_dates,
    functions_geo,
    functions_nodes,
    indexes,
    paths,
    patterns,
    references,
)
from inspector.form.expression.code import (
    Code,
    Compiled,
    Reference,
    Scope,
    as_boolean,
    as_nodes,
    as_number,
    as_string,
    converted,
)
from inspector.form.expression.dates import Moment
from inspector.form.expression.grammar import (
    Binary,
    Call,
    Expr,
    Filter,
    Literal,
    Negate,
    Number,
    Path,
    SyntaxProblem,
    chained,
    parse,
)
from inspector.form.expression.library import CORE, FUNCTIONS, Context, ExpressionFailure, Function, Run
from inspector.form.expression.miswritten import meant
from inspector.form.expression.values import (
    NAN,
    Value,
    equal,
    number_text,
    related,
    text_number,
    to_number,
    to_string,
    unequal,
)
from inspector.form.problems import nearest
from inspector.i18n import N_

__all__ = ["Code", "Compiled", "Context", "ExpressionFailure", "Reference", "Scope", "compile_expression"]

_LIBRARIES: Final = (functions, functions_nodes, functions_dates, functions_geo)
_ARITHMETIC: Final = frozenset({"+", "-", "*", "div", "mod"})


_UNKNOWN_FUNCTION: Final = N_("There is no function “{name}”.")
_TOO_FEW: Final = N_("{name}() needs at least {least} values and is given {given}.")
_TOO_MANY: Final = N_("{name}() takes at most {most} values and is given {given}.")
_NOT_NODES: Final = N_("{name}() needs a reference to questions here.")


def compile_expression(text: str, scope: Scope) -> Compiled | None:
    """
    The expression compiled, or None when its text is no expression.

    What else is wrong is in `scope.problems`; a wrong part fails when it is evaluated.
    """
    scope.text = text
    try:
        tree = parse(text)
    except SyntaxProblem as wrong:
        suggestion = meant(text)
        scope.wrong("form.expression.syntax", wrong.template, wrong.position, suggestion=suggestion, **wrong.fields)
        return None
    code = build(tree, scope)
    entry = (
        as_string(build(tree.args[0], scope))
        if isinstance(tree, Call) and tree.name == "jr:itext" and tree.args
        else None
    )
    return Compiled(
        text, code.run, as_string(code), as_number(code), as_boolean(code), as_nodes(code), tuple(dict.fromkeys(scope.references)),
        code.constant and not scope.references, "language" in scope.uses, "clock" in scope.uses, tree, entry,
    )  # fmt: skip


# --- the tree -------------------------------------------------------------------------------------------------------


def build(tree: Expr, scope: Scope, *, single: bool = True) -> Code:
    """Compile one node of the tree. `single`: the value of one node is wanted, not a node-set."""
    if isinstance(tree, Literal):
        literal = tree.value
        return Code("string", lambda c: literal, constant=True)
    if isinstance(tree, Number):
        number = tree.value
        return Code("number", lambda c: number, constant=True)
    if isinstance(tree, Negate):
        operand = build(tree.operand, scope)
        run = as_number(operand)
        return Code("number", lambda c: -run(c), constant=operand.constant)
    if isinstance(tree, Binary):
        return _binary(tree, scope)
    if isinstance(tree, Call):
        return _call(tree, scope, single=single)
    if isinstance(tree, Path):
        return paths.build_path(tree, scope, build, single=single)
    assert isinstance(tree, Filter)
    return paths.build_filter(tree, scope, build)


def _binary(tree: Binary, scope: Scope) -> Code:
    first, rest = chained(tree)
    if tree.op == "|":
        parts = [as_nodes(build(part, scope, single=False)) for part in (first, *(right for _op, right in rest))]
        return Code("nodes", lambda c: functions_nodes.document_order([node for part in parts for node in part(c)]))
    if all(op == "or" for op, _ in rest) or all(op == "and" for op, _ in rest):
        return _logic([first, *(right for _op, right in rest)], tree.op, scope)
    if all(op in _ARITHMETIC for op, _ in rest):
        return _arithmetic(first, rest, scope)
    left = build(first, scope)
    for op, right in rest:
        left = _combined(op, left, build(right, scope))
    return left


def _logic(parts: list[Expr], op: str, scope: Scope) -> Code:
    codes = [build(part, scope) for part in parts]
    runs = [as_boolean(code) for code in codes]
    constant = all(code.constant for code in codes)
    if len(runs) == 2:
        one, two = runs
        if op == "or":
            return Code("boolean", lambda c: one(c) or two(c), constant)
        return Code("boolean", lambda c: one(c) and two(c), constant)
    if op == "or":
        return Code("boolean", lambda c: any(run(c) for run in runs), constant)
    return Code("boolean", lambda c: all(run(c) for run in runs), constant)


def _arithmetic(first: Expr, rest: list[tuple[str, Expr]], scope: Scope) -> Code:
    left = build(first, scope)
    constant = left.constant
    run = as_number(left)
    steps: list[tuple[Callable[[float, float], float], Callable[[Context], float]]] = []
    for op, right in rest:
        code = build(right, scope)
        constant = constant and code.constant
        steps.append((_OPERATIONS[op], as_number(code)))
    if len(steps) == 1:
        operate, other = steps[0]
        return Code("number", lambda c: operate(run(c), other(c)), constant)

    def chain(c: Context) -> float:
        total = run(c)
        for operate, other in steps:
            total = operate(total, other(c))
        return total

    return Code("number", chain, constant)


def _divide(left: float, right: float) -> float:
    if right == 0:
        if left == 0 or left != left:
            return NAN
        return left * math.copysign(math.inf, right)
    return left / right


def _modulo(left: float, right: float) -> float:
    if right == 0 or not math.isfinite(left) or right != right:
        return NAN
    return left if math.isinf(right) else math.fmod(left, right)


def _times(left: float, right: float) -> float:
    return left * right


_OPERATIONS: Final[dict[str, Callable[[float, float], float]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": _times,
    "div": _divide,
    "mod": _modulo,
}


def _combined(op: str, left: Code, right: Code) -> Code:
    constant = left.constant and right.constant
    if op in _ARITHMETIC:
        operate, one, two = _OPERATIONS[op], as_number(left), as_number(right)
        return Code("number", lambda c: operate(one(c), two(c)), constant)
    if op in ("or", "and"):
        first, second = as_boolean(left), as_boolean(right)
        if op == "or":
            return Code("boolean", lambda c: first(c) or second(c), constant)
        return Code("boolean", lambda c: first(c) and second(c), constant)
    if op in ("=", "!="):
        return _equality(op, left, right, constant)
    return _relation(op, left, right, constant)


def _textual(code: Code) -> Callable[[Context], str] | None:
    if code.kind == "string":
        return code.run
    return code.text


def _equality(op: str, left: Code, right: Code, constant: bool) -> Code:
    one, two = _textual(left), _textual(right)
    # Texts compare as texts. A reference to one question that is always there needs no node-set.
    if one is not None and two is not None:
        if right.constant:
            known = right.run(None)  # type: ignore[arg-type]
            if op == "=":
                return Code("boolean", lambda c: one(c) == known, constant)
            return Code("boolean", lambda c: one(c) != known, constant)
        if op == "=":
            return Code("boolean", lambda c: one(c) == two(c), constant)
        return Code("boolean", lambda c: one(c) != two(c), constant)
    if (left.kind == "number" or left.text is not None) and (right.kind == "number" or right.text is not None):
        first, second = as_number(left), as_number(right)
        if op == "=":
            return Code("boolean", lambda c: first(c) == second(c), constant)
        return Code("boolean", lambda c: first(c) != second(c), constant)
    test, run, other = equal if op == "=" else unequal, left.run, right.run
    return Code("boolean", lambda c: test(run(c), other(c), c.env.zone), constant)


def _relation(op: str, left: Code, right: Code, constant: bool) -> Code:
    if (left.kind in ("nodes", "any") and left.text is None) or (right.kind in ("nodes", "any") and right.text is None):
        run, other = left.run, right.run
        return Code("boolean", lambda c: related(op, run(c), other(c), c.env.zone), constant)
    one, two = as_number(left), as_number(right)
    if op == "<":
        return Code("boolean", lambda c: one(c) < two(c), constant)
    if op == "<=":
        return Code("boolean", lambda c: one(c) <= two(c), constant)
    if op == ">":
        return Code("boolean", lambda c: one(c) > two(c), constant)
    return Code("boolean", lambda c: one(c) >= two(c), constant)


# --- functions ------------------------------------------------------------------------------------------------------

_CORE_ONLY: Final = frozenset({
    "string", "concat", "starts-with", "contains", "substring-before", "substring-after", "substring", "string-length",
    "normalize-space", "translate", "boolean", "not", "true", "false", "lang", "number", "sum", "floor", "ceiling", "round",
    "last", "position", "count", "id", "local-name", "namespace-uri", "name", "current",
})  # fmt: skip
_OWN_NODES: Final = frozenset(
    {"count", "sum", "max", "min", "join", "concat", "count-non-empty", "randomize", "indexed-repeat"}
)
_READ_TEXTS: Final = frozenset({"sum", "max", "min", "join", "concat", "count-non-empty"})
_CLOCK: Final = frozenset({"now", "today"})


def _call(tree: Call, scope: Scope, *, single: bool) -> Code:
    name = tree.name
    known = (CORE.get(name) if scope.core else None) or FUNCTIONS.get(name)
    if known is None and name != "number" and name != "pulldata":
        scope.wrong(
            "form.expression.function", _UNKNOWN_FUNCTION, tree.at, name=name, suggestion=nearest(name, FUNCTIONS)
        )
        # An unknown function must not hide what is wrong with its arguments; where it may stand, it fails when it is reached.
        for argument in tree.args:
            build(argument, scope)
        return Code("any", _failing(_UNKNOWN_FUNCTION, name=name))
    if name == "number":
        return _number(tree, scope)
    if name == "pulldata":
        return _pulldata(tree, scope)
    assert known is not None
    if not _arity(tree, known, scope):
        for argument in tree.args:
            build(argument, scope)
        return Code("any", _failing(_TOO_FEW, name=name, least=known.least, given=len(tree.args)))
    if name in ("jr:choice-name", "jr:itext"):
        scope.uses.add("language")
    if name in _CLOCK:
        scope.uses.add("clock")
    if name == "jr:choice-name":
        references.refer_to_quoted(tree.args[1], scope)
    if name == "regex" and isinstance(tree.args[1], Literal):
        try:
            patterns.compiled(tree.args[1].value)
        except ExpressionFailure as failure:
            scope.wrong("form.expression.pattern", failure.template, tree.at, **failure.fields)
    codes = _arguments(tree, known, scope)
    if codes is None:
        return Code("any", _failing(_NOT_NODES, name=name))
    constant = all(code.constant for code in codes) and not known.contextual and name not in ("uuid", "once")
    gives = known.gives
    if name == "if" and codes[1].kind == codes[2].kind and codes[1].kind in ("string", "number", "boolean"):
        gives = codes[1].kind
    runs = [converted(code, known.kind(at)) for at, code in enumerate(codes)]
    return Code(
        gives, _closure(known, runs), constant and bool(codes or known.answer in (functions._true, functions._false))
    )


def _arguments(tree: Call, known: Function, scope: Scope) -> list[Code] | None:
    codes: list[Code] = []
    own_set = tree.name in _OWN_NODES
    before = len(scope.references)
    outer_texts = scope.texts
    scope.texts = tree.name in _READ_TEXTS
    for at, argument in enumerate(tree.args):
        wants_nodes = known.kind(at) == "ns"
        code = build(argument, scope, single=not (wants_nodes or own_set))
        if wants_nodes and code.kind not in ("nodes", "any"):
            scope.wrong("form.expression.nodes", _NOT_NODES, argument.at, name=tree.name)
            return None
        codes.append(code)
    scope.texts = outer_texts
    if tree.name == "position" and tree.args:
        scope.references[before:] = [replace(found, place=True) for found in scope.references[before:]]
    if tree.name == "indexed-repeat":
        scope.references[before:] = [replace(found, soft=True) for found in scope.references[before:]]
    return codes


def _closure(known: Function, runs: list[Run]) -> Run:
    answer = known.answer
    if known.lazy:
        return lambda c: answer(c, *runs)
    if known.contextual:
        if not runs:
            return lambda c: answer(c)
        if len(runs) == 1:
            only = runs[0]
            return lambda c: answer(c, only(c))
        return lambda c: answer(c, *[run(c) for run in runs])
    if not runs:
        return lambda c: answer()
    if len(runs) == 1:
        only = runs[0]
        return lambda c: answer(only(c))
    if len(runs) == 2:
        one, two = runs
        return lambda c: answer(one(c), two(c))
    return lambda c: answer(*[run(c) for run in runs])


def _arity(tree: Call, known: Function, scope: Scope) -> bool:
    given = len(tree.args)
    if given < known.least:
        scope.wrong("form.expression.arity", _TOO_FEW, tree.at, name=tree.name, least=known.least, given=given)
        return False
    if known.most is not None and given > known.most:
        scope.wrong("form.expression.arity", _TOO_MANY, tree.at, name=tree.name, most=known.most, given=given)
        return False
    return True


def _failing(template: str, **fields: object) -> Run:
    def fail(c: Context) -> Value:
        raise ExpressionFailure(template, **fields)

    return fail


def _number(tree: Call, scope: Scope) -> Code:
    """number(): a date becomes the days it stands for, and as a text the whole days."""
    if len(tree.args) > 1:
        scope.wrong("form.expression.arity", _TOO_MANY, tree.at, name="number", most=1, given=len(tree.args))
        return Code("any", _failing(_TOO_MANY, name="number", most=1, given=len(tree.args)))
    if not tree.args:
        return Code("number", lambda c: text_number(c.node.string(), c.env.zone))
    code = build(tree.args[0], scope)
    if code.kind in ("number", "boolean"):
        return Code("number", as_number(code), code.constant)
    run = code.run

    def number(c: Context) -> Value:
        value = run(c)
        found = to_number(value, c.env.zone)
        if value.__class__ is str or value.__class__ is list:
            at = dates.parse(to_string(value), c.env.zone)
            if at is not None:
                return Moment(at, number_text(float(math.floor(found))))
        return value if isinstance(value, Moment) else found

    return Code("any", number)


_PULLED: Final = 4
"""How many values pulldata() takes."""


def _pulldata(tree: Call, scope: Scope) -> Code:
    """pulldata(instance, column, key column, key): the column of the first row whose key column is the key."""
    given = len(tree.args)
    if given != _PULLED:
        template = _TOO_FEW if given < _PULLED else _TOO_MANY
        scope.wrong(
            "form.expression.arity", template, tree.at, name="pulldata", least=_PULLED, most=_PULLED, given=given
        )
    runs = [as_string(build(argument, scope)) for argument in tree.args]
    if given != _PULLED:
        return Code("string", lambda c: "")

    def pull(c: Context) -> str:
        name, wanted, column, key = (run(c) for run in runs)
        root = c.env.instance(name)
        if root is None:
            return ""
        for item in indexes.lookup(root, ("root", "item"), column, key):
            found = indexes.columns(item, wanted)
            return str(found[0].string()) if found else ""
        return ""

    return Code("string", pull)
