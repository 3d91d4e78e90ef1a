"""
Location paths -> closures.

Where every step is a name and the definition of the context is known, a path becomes a few hops: so many parents up, these
slots down. Everything else (predicates, other axes, other documents) is walked step by step; of these, paths whose predicate
asks for equality in a secondary instance use an index of that column.

A node that is not relevant is left out of what a path finds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from inspector.form.expression import indexes, references, steps
from inspector.form.expression.code import Code, Scope, as_nodes
from inspector.form.expression.functions_nodes import document_order
from inspector.form.expression.grammar import Call, Expr, Filter, Literal, Path
from inspector.form.expression.library import Context, Run
from inspector.form.expression.steps import Build
from inspector.form.expression.values import Value
from inspector.form.problems import nearest
from inspector.i18n import N_

Find = Callable[[Context], Any]
"""From where an expression stands to one node."""

_UNKNOWN_INSTANCE: Final = N_("There is no list or attached file called “{name}”.")


def build_path(tree: Path, scope: Scope, build: Build, *, single: bool) -> Code:
    """Compile a location path; `single`: one value is wanted of it."""
    walk = references.known(tree, scope)
    if single:
        references.in_own_repeat(walk, scope)
    start = _start(tree.start, scope, build)
    references.refer(walk, scope, inside=single or scope.texts)
    if walk.downs is not None:
        return _quick(walk.base, walk.ups, walk.downs)
    return Code("nodes", _general(tree, scope, build, start, walk))


def build_filter(tree: Filter, scope: Scope, build: Build) -> Code:
    """Compile an expression with predicates behind it."""
    base = as_nodes(build(tree.base, scope, single=False))
    inner = scope.inner(references.only(tree.base, scope))
    inner.reach = None
    filters = [steps.predicate(one, inner, build) for one in tree.predicates]

    def run(c: Context) -> Value:
        nodes = base(c)
        for keep in filters:
            nodes = keep(nodes, c)
        return nodes

    return Code("nodes", run)


# --- quick paths ----------------------------------------------------------------------------------------------------


def _quick(base: str, ups: int, downs: list[tuple[str, int]]) -> Code:
    find = _BEGINNINGS[base]
    for _ in range(ups):
        find = _parent(find)
    if any(kind == "r" for kind, _slot in downs):
        return Code("nodes", _several(find, downs))
    for kind, slot in downs:
        find = _attribute(find, slot) if kind == "a" else _child(find, slot)
    below = bool(downs)

    def text(c: Context) -> str:
        return str(find(c).string())

    def nodes(c: Context) -> Value:
        node = find(c)
        return [node] if node.relevant or not below else []

    return Code("nodes", nodes, text=text)


_BEGINNINGS: Final[dict[str, Find]] = {
    "root": lambda c: c.env.primary,
    "current": lambda c: c.current,
    "node": lambda c: c.node,
}


def _parent(find: Find) -> Find:
    return lambda c: find(c).parent


def _child(find: Find, slot: int) -> Find:
    return lambda c: find(c).slots[slot]


def _attribute(find: Find, slot: int) -> Find:
    return lambda c: find(c).attrs[slot]


def _several(find: Find, downs: list[tuple[str, int]]) -> Run:
    def run(c: Context) -> Value:
        nodes = [find(c)]
        for kind, slot in downs:
            if kind == "c":
                nodes = [node.slots[slot] for node in nodes]
            elif kind == "r":
                nodes = [instance for node in nodes for instance in node.slots[slot].slots]
            else:
                nodes = [node.attrs[slot] for node in nodes]
        return [node for node in nodes if node.relevant]

    return run


# --- every other path -----------------------------------------------------------------------------------------------


def _start(start: Expr | str | None, scope: Scope, build: Build) -> Run:
    if start == "/":
        return lambda c: [c.env.document]
    if start is None:
        return lambda c: [c.node]
    if isinstance(start, Call) and start.name == "instance" and scope.check and scope.instances is not None:
        argument = start.args[0] if start.args else None
        if isinstance(argument, Literal) and argument.value not in scope.instances:
            scope.wrong(
                "form.reference.instance", _UNKNOWN_INSTANCE, start.at, name=argument.value,
                suggestion=nearest(argument.value, scope.instances),
            )  # fmt: skip
    return as_nodes(build(start, scope, single=False))


_IN_ORDER: Final = frozenset({"child", "self", "attribute"})
"""Axes that keep the order of the document."""
_ALWAYS_THERE: Final = frozenset({"self", "parent"})
"""Axes that lead to nodes whether they are relevant or not."""


def _general(tree: Path, scope: Scope, build: Build, begin: Run, walk: references.Walk) -> Run:
    places = references.along(tree, scope)
    scope = replace(scope, reach=references.shared_by(walk, scope))
    movers: list[steps.Mover] = []
    known = indexes.indexed(tree, scope, build)
    if known is not None:
        answered, first = known
        movers.append(first)
        places = places[answered:]
    movers += [steps.mover(step, definition, scope, build) for step, definition in places]
    sorts = any(step.axis not in _IN_ORDER for step in tree.steps)
    filters = bool(tree.steps) and tree.steps[-1].axis not in _ALWAYS_THERE

    def run(c: Context) -> Value:
        nodes = begin(c)
        for move in movers:
            nodes = move(nodes, c)
        if filters:
            nodes = [node for node in nodes if node.relevant]
        return document_order(nodes) if sorts else nodes

    return run
