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
from inspector.form.expression.grammar import Binary, Call, Expr, Filter, Literal, Number, Path
from inspector.form.expression.library import Context, Run
from inspector.form.expression.steps import Build
from inspector.form.expression.values import Value
from inspector.form.problems import nearest
from inspector.i18n import N_

_UNKNOWN_INSTANCE: Final = N_("There is no list or attached file called “{name}”.")


def build_path(tree: Path, scope: Scope, build: Build, *, single: bool) -> Code:
    """Compile a location path; `single`: one value is wanted of it."""
    walk = references.known(tree, scope, single)
    if isinstance(tree.start, Call | Filter | Binary | Literal | Number | Path):
        start = _start(tree.start, scope, build)
    else:
        start = None
    references.refer(walk, scope, inside=single)
    if walk.downs is not None:
        return _quick(walk)
    return Code("nodes", _general(tree, scope, build, start, walk))


def build_filter(tree: Filter, scope: Scope, build: Build) -> Code:
    """Compile an expression with predicates behind it."""
    base = as_nodes(build(tree.base, scope, single=False))
    targets = references.targets_of(tree.base, scope) if isinstance(tree.base, Path) else []
    inner = scope.inner(targets[0] if len(targets) == 1 else None)
    inner.reach = None
    filters = [steps.predicate(one, inner, build) for one in tree.predicates]

    def run(c: Context) -> Value:
        nodes = base(c)
        for keep in filters:
            nodes = keep(nodes, c)
        return nodes

    return Code("nodes", run)


# --- quick paths ----------------------------------------------------------------------------------------------------


def _quick(walk: references.Walk) -> Code:
    downs = walk.downs or []
    locate = _locator(walk.base, walk.ups)
    if any(kind == "r" for kind, _slot in downs):
        return Code("nodes", _several(locate, downs))
    slots = [slot for _kind, slot in downs]
    attribute = bool(downs) and downs[-1][0] == "a"
    below = bool(downs)

    if attribute:
        *slots, last = slots

        def find(c: Context) -> Any:
            node = locate(c)
            for slot in slots:
                node = node.slots[slot]
            return node.attrs[last]

    elif len(slots) == 1:
        only = slots[0]
        if walk.base == "node" and walk.ups == 1:

            def find(c: Context) -> Any:
                return c.node.parent.slots[only]

        else:

            def find(c: Context) -> Any:
                return locate(c).slots[only]

    elif len(slots) == 2:
        outer, inner = slots

        def find(c: Context) -> Any:
            return locate(c).slots[outer].slots[inner]

    elif slots:

        def find(c: Context) -> Any:
            node = locate(c)
            for slot in slots:
                node = node.slots[slot]
            return node

    else:

        def find(c: Context) -> Any:
            return locate(c)

    def text(c: Context) -> str:
        return str(find(c).string())

    def nodes(c: Context) -> Value:
        node = find(c)
        return [node] if node.relevant or not below else []

    target = (walk.targets or [None])[0]
    return Code("nodes", nodes, text=text, static=target)


def _locator(base: str, ups: int) -> Callable[[Context], Any]:
    if base == "root":
        return lambda c: c.env.primary
    if base == "current":

        def from_current(c: Context) -> Any:
            node = c.current
            for _ in range(ups):
                node = node.parent
            return node

        return from_current

    def from_node(c: Context) -> Any:
        node = c.node
        for _ in range(ups):
            node = node.parent
        return node

    return from_node


def _several(locate: Callable[[Context], Any], downs: list[tuple[str, int]]) -> Run:
    def run(c: Context) -> Value:
        nodes = [locate(c)]
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


def _start(start: Expr, scope: Scope, build: Build) -> Run:
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


def _general(tree: Path, scope: Scope, build: Build, start: Run | None, walk: references.Walk) -> Run:
    if tree.start == "/":

        def begin(c: Context) -> Value:
            return [c.env.document]

    elif tree.start is None:

        def begin(c: Context) -> Value:
            return [c.node]

    else:
        assert start is not None
        first = start

        def begin(c: Context) -> Value:
            return first(c)

    definitions = references.along(tree, scope)
    if any(step.predicates for step in tree.steps):
        scope = replace(scope, reach=references.shared_by(walk, scope))
    movers: list[Callable[[list[Any], Context], list[Any]]] = []
    at = 0
    known = indexes.indexed(tree, scope, build)
    if known is not None:
        at, first_mover = known
        movers.append(first_mover)
    for index in range(at, len(tree.steps)):
        movers.append(steps.mover(tree.steps[index], definitions[index], scope, build))
    sorts = sum(1 for step in tree.steps if step.axis not in _IN_ORDER) > 0
    filters = bool(tree.steps) and tree.steps[-1].axis not in _ALWAYS_THERE

    def run(c: Context) -> Value:
        nodes = begin(c)
        for mover in movers:
            nodes = mover(nodes, c)
            if not nodes:
                return nodes
        if filters:
            nodes = [node for node in nodes if node.relevant]
        return document_order(nodes) if sorts and len(nodes) > 1 else nodes

    return run
