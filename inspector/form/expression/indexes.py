"""
Secondary instances by index: `instance(…)/root/item[column = value]` finds its rows without looking at the others.

The index of a column is made when it is first asked for, and kept with the instance.
"""

from __future__ import annotations

from typing import Any

from inspector.form.expression.code import Scope
from inspector.form.expression.functions_nodes import document_order
from inspector.form.expression.grammar import Binary, Call, Expr, Literal, Path
from inspector.form.expression.library import Context
from inspector.form.expression.steps import Build, Mover, predicate


def lookup(root: Any, names: tuple[str, ...], column: str, key: str) -> list[Any]:
    """The elements at `names` below a secondary instance whose child (or `@attribute`) `column` has the text `key`, in order."""
    index = root.indexes.get((names, column))
    if index is None:
        nodes = [root]
        for name in names:
            nodes = [
                child for node in nodes for child in node.down() if child.local == name and child.sort == "element"
            ]
        index = {}
        for node in nodes:
            for text in dict.fromkeys(child.string() for child in columns(node, column)):
                index.setdefault(text, []).append(node)
        root.indexes[(names, column)] = index
    return list(index.get(key, ()))


def columns(node: Any, column: str) -> list[Any]:
    """The children of a row that are called `column`, or its attribute when it begins with @."""
    if column.startswith("@"):
        return [one for one in node.attributes() if column[1:] in (one.local, one.name())]
    return [one for one in node.down() if one.local == column]


def indexed(tree: Path, scope: Scope, build: Build) -> tuple[int, Mover] | None:
    """`instance(…)/a/b[column = value]…`: the steps that an index answers, and what answers them."""
    if not (isinstance(tree.start, Call) and tree.start.name == "instance"):
        return None
    names: list[str] = []
    for step in tree.steps:
        if step.axis != "child" or step.test == "*" or step.test.endswith("()") or ":" in step.test:
            return None
        names.append(step.test)
        if step.predicates:
            break
    else:
        return None
    conditions = _conjuncts(step.predicates[0])
    rest: list[Expr] = list(step.predicates[1:])
    found = next((pair for pair in map(_column_equals, conditions) if pair is not None), None)
    if found is None or (len(conditions) > 1 and any(map(_depends_on_place, conditions))):
        return None
    condition, column, other = found
    rest = [one for one in conditions if one is not condition] + rest
    inner = scope.inner(None)
    value = build(other, inner)
    keeps = [predicate(one, inner, build) for one in rest]
    wanted, run = tuple(names), value.run

    def move(nodes: list[Any], c: Context) -> list[Any]:
        key = run(Context(c.node, c.env, 1, 1, c.current))
        keys = list(dict.fromkeys(node.string() for node in key)) if key.__class__ is list else [key]
        result = [node for start in nodes for one in keys for node in lookup(start, wanted, column, one)]
        for keep in keeps:
            result = keep(result, c)
        return document_order(result) if len(keys) > 1 else result

    return len(names), move


def _conjuncts(tree: Expr) -> list[Expr]:
    if isinstance(tree, Binary) and tree.op == "and":
        return (
            [*_conjuncts(tree.left), tree.right]
            if not isinstance(tree.right, Binary) or tree.right.op != "and"
            else [tree]
        )
    return [tree]


def _column_equals(tree: Expr) -> tuple[Expr, str, Expr] | None:
    if not isinstance(tree, Binary) or tree.op != "=":
        return None
    for one, other in ((tree.left, tree.right), (tree.right, tree.left)):
        if isinstance(one, Path) and one.start is None and len(one.steps) == 1:
            step = one.steps[0]
            named = step.test != "*" and ":" not in step.test and not step.test.endswith("()")
            if named and step.axis == "child" and not step.predicates and _stands_alone(other):
                return tree, step.test, other
    return None


def _stands_alone(tree: Expr) -> bool:
    """Whether the value is the same for every element that is asked."""
    if isinstance(tree, Literal):
        return True
    if isinstance(tree, Path):
        predicates = any(step.predicates for step in tree.steps)
        return not predicates and (tree.start == "/" or (isinstance(tree.start, Call) and tree.start.name == "current"))
    return False


def _depends_on_place(tree: Expr) -> bool:
    if isinstance(tree, Call):
        return tree.name in ("position", "last") or any(map(_depends_on_place, tree.args))
    if isinstance(tree, Binary):
        return _depends_on_place(tree.left) or _depends_on_place(tree.right)
    return not isinstance(tree, Path | Literal)
