"""
One step of a path, walked node by node: axes, node tests and predicates.

What is known of the definition beforehand is the business of references.py; here any tree of nodes may be walked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from inspector.form.expression.code import Scope
from inspector.form.expression.functions_nodes import document_order
from inspector.form.expression.grammar import Expr, Step
from inspector.form.expression.library import Context, ExpressionFailure
from inspector.form.expression.values import to_boolean
from inspector.i18n import N_

MAX_LOOKED: Final = 1_000_000
"""How many nodes one evaluation may look at: rows asked about all rows, once for each of them, would take hours."""
_TOO_MUCH: Final = N_("The expression compares the rows of a list with each other more than {limit} times.")

Build = Callable[..., Any]
Mover = Callable[[list[Any], Context], list[Any]]


def mover(step: Step, definition: Any, scope: Scope, build: Build) -> Mover:
    """From nodes to those that a step leads to."""
    axis = _AXES.get(step.axis, _child)
    test = _test(step, scope)
    inner = scope.inner(definition) if step.predicates else scope
    keeps = [predicate(one, inner, build) for one in step.predicates]
    backwards = step.axis in _BACKWARDS

    def move(nodes: list[Any], c: Context) -> list[Any]:
        result: list[Any] = []
        for node in nodes:
            found = [one for one in axis(node) if test(one)]
            if backwards:
                found.reverse()
            look(c, len(found))
            for keep in keeps:
                found = keep(found, c)
            result += found
        return result

    return move


def look(c: Context, nodes: int) -> None:
    """
    Count the nodes that an evaluation looks at.

    Raises:
        ExpressionFailure: there are too many by now.
    """
    c.env.looked += nodes
    if c.env.looked > MAX_LOOKED:
        raise ExpressionFailure(_TOO_MUCH, limit=MAX_LOOKED)


def predicate(tree: Expr, scope: Scope, build: Build) -> Mover:
    """From nodes to those for which an expression holds."""
    code = build(tree, scope)
    if code.kind == "boolean":
        holds = code.run

        def keep_true(nodes: list[Any], c: Context) -> list[Any]:
            size, env, current = len(nodes), c.env, c.current
            inner = Context(None, env, 1, size, current)
            kept: list[Any] = []
            for at, node in enumerate(nodes, 1):
                inner.node, inner.position = node, at
                if holds(inner):
                    kept.append(node)
            return kept

        return keep_true
    if code.constant and code.kind == "number":
        place = code.run(None)
        return lambda nodes, c: [nodes[int(place) - 1]] if 1 <= place <= len(nodes) and place == int(place) else []
    run = code.run

    def keep(nodes: list[Any], c: Context) -> list[Any]:
        kept: list[Any] = []
        size = len(nodes)
        for at, node in enumerate(nodes, 1):
            value = run(Context(node, c.env, at, size, c.current))
            if value.__class__ is float:
                if value == at:
                    kept.append(node)
            elif to_boolean(value):
                kept.append(node)
        return kept

    return keep


def _test(step: Step, scope: Scope) -> Callable[[Any], bool]:
    test = step.test
    wanted = "attribute" if step.axis == "attribute" else "namespace" if step.axis == "namespace" else "element"
    if test == "*":
        return lambda node: node.sort == wanted
    if test == "node()":
        return lambda node: True
    if test == "text()":
        return lambda node: node.sort == "text"
    if test == "comment()":
        return lambda node: node.sort == "comment"
    if test == "processing-instruction()":
        name = step.argument
        return lambda node: node.sort == "processing-instruction" and (name is None or node.local == name)
    prefix, colon, local = test.rpartition(":")
    if colon:
        namespace = scope.namespaces.get(prefix)
        if namespace is None:
            if local == "*":
                return lambda node: node.sort == wanted and node.name().startswith(prefix + ":")
            return lambda node: node.sort == wanted and node.name() == test
        if local == "*":
            return lambda node: node.sort == wanted and node.namespace == namespace
        return lambda node: node.sort == wanted and node.local == local and node.namespace == namespace
    if scope.core or wanted == "attribute":
        default = "" if wanted == "attribute" else scope.namespaces.get("", "")
        return lambda node: node.sort == wanted and node.local == local and node.namespace == default
    # Forms do not declare a prefix for the default namespace: a bare name means an element of that name.
    return lambda node: node.local == local and node.sort == wanted


def _child(node: Any) -> list[Any]:
    return list(node.down())


def _self(node: Any) -> list[Any]:
    return [node]


def _parent(node: Any) -> list[Any]:
    found = node.up()
    return [] if found is None else [found]


def _attribute(node: Any) -> list[Any]:
    return list(node.attributes())


def _descendant(node: Any) -> list[Any]:
    found: list[Any] = []
    waiting = list(reversed(node.down()))
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += reversed(one.down())
    return found


def _ancestor(node: Any) -> list[Any]:
    found: list[Any] = []
    while (node := node.up()) is not None:
        found.append(node)
    return found[::-1]


def _siblings(node: Any, after: bool) -> list[Any]:
    parent = node.up()
    if parent is None or node.sort == "attribute":
        return []
    all_of_them = parent.down()
    for at, one in enumerate(all_of_them):
        if one is node:
            return list(all_of_them[at + 1 :] if after else all_of_them[:at])
    return []


def _around(node: Any, after: bool) -> list[Any]:
    found: list[Any] = []
    at = node
    if node.sort == "attribute":
        at = node.up()
        if after:
            found += _descendant(at)
    while at is not None:
        for sibling in _siblings(at, after):
            found += [sibling, *_descendant(sibling)]
        at = at.up()
    return document_order(found)


_AXES: Final[dict[str, Callable[[Any], list[Any]]]] = {
    "child": _child,
    "self": _self,
    "parent": _parent,
    "attribute": _attribute,
    "descendant": _descendant,
    "descendant-or-self": lambda node: [node, *_descendant(node)],
    "ancestor": _ancestor,
    "ancestor-or-self": lambda node: [*_ancestor(node), node],
    "following-sibling": lambda node: _siblings(node, True),
    "preceding-sibling": lambda node: _siblings(node, False),
    "following": lambda node: _around(node, True),
    "preceding": lambda node: _around(node, False),
    "namespace": lambda node: list(node.namespaces()) if hasattr(node, "namespaces") else [],
}
_BACKWARDS: Final = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})
