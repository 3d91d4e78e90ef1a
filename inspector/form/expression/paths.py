"""
Location paths -> closures.

Where every step is a name and the definition of the context is known, a path becomes a few hops: so many parents up, these
slots down. Everything else (predicates, other axes, other documents) is walked step by step; of these, paths whose predicate
asks for equality in a secondary instance use an index of that column.

A node that is not relevant is left out of what a path finds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from inspector.form.expression.functions_nodes import document_order
from inspector.form.expression.grammar import (
    Binary,
    Call,
    Expr,
    Filter,
    Literal,
    Number,
    Path,
    Step,
    SyntaxProblem,
    parse,
)
from inspector.form.expression.library import Context, Run
from inspector.form.expression.values import Value, to_boolean
from inspector.form.problems import nearest
from inspector.i18n import N_

if TYPE_CHECKING:
    from inspector.form.expression.compiler import Code, Scope

Build = Callable[..., Any]

_UNKNOWN: Final = N_("“{name}” is not a question or group of this form.")
_UNKNOWN_INSTANCE: Final = N_("There is no list or attached file called “{name}”.")
_NOT_FOUND_INSIDE: Final = N_("“{name}” is not inside “{parent}”.")


def element_parent(definition: Any) -> Any:
    """The definition of the parent element; the range of a repeat is no element."""
    parent = definition.parent
    return parent.parent if parent is not None and parent.kind == "repeat" else parent


def element_children(definition: Any) -> list[Any]:
    """The definitions of the child elements."""
    return [child.instance if child.kind == "repeat" else child for child in definition.children]


def repeat_of(definition: Any) -> Any:
    """The innermost repeat instance that the definition is, or is in; None outside of repeats."""
    while definition is not None and definition.kind != "repeat-instance":
        definition = definition.parent
    return definition


@dataclass(slots=True)
class _Walk:
    """What is known of a path before it is walked."""

    targets: list[Any] | None
    base: str = "node"
    ups: int = 0
    downs: list[tuple[str, int]] | None = None
    pivot: Any = None
    crossed: list[Any] | None = None
    soft: bool = False


def build_path(tree: Path, scope: Scope, build: Build, *, single: bool) -> Code:
    """Compile a location path; `single`: one value is wanted of it."""
    from inspector.form.expression.compiler import Code

    walk = _known(tree, scope, single)
    if isinstance(tree.start, Call | Filter | Binary | Literal | Number | Path):
        start = _start(tree.start, scope, build)
    else:
        start = None
    _refer(tree, walk, scope)
    if walk.downs is not None:
        return _quick(walk)
    return Code("nodes", _general(tree, scope, build, start, walk))


def build_filter(tree: Filter, scope: Scope, build: Build) -> Code:
    """Compile an expression with predicates behind it."""
    from inspector.form.expression.compiler import Code, as_nodes

    base = as_nodes(build(tree.base, scope, single=False))
    filters = [_predicate(predicate, scope.inner(None), build) for predicate in tree.predicates]

    def run(c: Context) -> Value:
        nodes = base(c)
        for keep in filters:
            nodes = keep(nodes, c)
        return nodes

    return Code("nodes", run)


def refer_to_quoted(argument: Expr, scope: Scope) -> None:
    """Note the reference that `jr:choice-name` makes by a path written as text."""
    if not isinstance(argument, Literal) or (scope.definition is None and scope.origin is None):
        return
    try:
        tree = parse(argument.value)
    except SyntaxProblem:
        return
    if isinstance(tree, Path):
        _refer(tree, _known(tree, scope, True), scope)


# --- what is known at compile time ----------------------------------------------------------------------------------


def _known(tree: Path, scope: Scope, single: bool) -> _Walk:
    """Follow the steps through the definition as far as they can be followed."""
    origin = scope.origin if scope.origin is not None else scope.definition
    context = scope.definition
    walk = _Walk(None, downs=[])
    steps = list(tree.steps)
    if tree.start is None:
        walk.base = "node"
    elif tree.start == "/":
        walk.base = "root"
        if scope.root is None:
            return _Walk(None)
        if not steps:
            return _Walk(None)
        first = steps.pop(0)
        if first.axis != "child" or (first.test != "*" and not _named(scope.root, first.test, scope)):
            if first.axis == "child" and scope.check:
                _unknown(first, scope.root, scope, absolute=True)
            return _everything(tree, scope) if first.axis == "descendant-or-self" else _Walk(None)
        walk.soft = bool(first.predicates)
        simple = not first.predicates
        walk.targets = [scope.root]
        return _follow(walk, steps, scope, origin, single, simple)
    elif isinstance(tree.start, Call) and tree.start.name == "current" and not tree.start.args:
        walk.base, context = "current", origin
    else:
        return _Walk(None)
    if context is None:
        return _Walk(None)
    walk.targets = [context]
    return _follow(walk, steps, scope, origin, single, True)


def _follow(walk: _Walk, steps: list[Step], scope: Scope, origin: Any, single: bool, simple: bool) -> _Walk:
    current: list[Any] = list(walk.targets or [])
    downs: list[tuple[str, int]] = []
    crossed: list[Any] = []
    ups = 0
    pivot = current[0]
    going_up = True
    trail: list[Any] = [current[0]]
    for step in steps:
        if step.predicates:
            simple = False
        if step.axis == "self" and step.test in ("node()", "*"):
            continue
        if step.axis == "parent" and step.test in ("node()", "*"):
            above = list(dict.fromkeys(p for p in map(element_parent, current) if p is not None))
            if not above:
                return _Walk(None)
            if not going_up or len(current) != 1:
                simple = False
                pivot = _above(pivot, above[0])
            else:
                ups += 2 if current[0].kind == "repeat-instance" else 1
                pivot = above[0]
                trail = [above[0]]
            current = above
            continue
        going_up = False
        found: list[Any] = []
        if step.axis == "child" and not step.test.endswith("()"):
            for definition in current:
                found += [
                    child
                    for child in element_children(definition)
                    if step.test == "*" or _named(child, step.test, scope)
                ]
            if step.test == "*" or len(found) != 1 or len(current) != 1:
                simple = False
        elif step.axis == "attribute":
            for definition in current:
                found += [
                    a for a in definition.attributes if step.test in ("*", "node()") or _named(a, step.test, scope)
                ]
            if len(found) != 1 or len(current) != 1:
                simple = False
        elif step.axis == "descendant-or-self":
            simple = False
            for definition in current:
                found += [definition, *_below(definition)]
        else:
            return _Walk(None)
        if not found:
            if scope.check and step.axis == "child" and step.test != "*":
                _unknown(step, current[0], scope)
            return _Walk(None)
        for definition in found:
            if definition.kind == "repeat-instance" and definition.parent not in crossed:
                crossed.append(definition.parent)
                if step.predicates and origin is not None and _contains(definition, origin):
                    walk.soft = True
        if simple:
            only = found[0]
            if only.kind == "attribute":
                downs.append(("a", only.slot))
            elif only.kind == "repeat-instance":
                downs.append(("r", only.parent.slot))
            else:
                downs.append(("c", only.slot))
            trail.append(only)
        current = found
    walk.targets, walk.pivot, walk.crossed = current, pivot, crossed
    walk.ups = ups
    walk.downs = downs if simple else None
    if simple and walk.base == "root":
        _in_own_repeat(walk, trail, origin, single)
    return walk


def _in_own_repeat(walk: _Walk, trail: list[Any], origin: Any, single: bool) -> None:
    """An absolute reference from inside a repeat to a question of the same repeat means that of the same instance."""
    if origin is None or not single:
        return
    ancestors: dict[int, int] = {}
    hops, at = 0, origin
    while at is not None:
        ancestors[id(at)] = hops
        at, hops = at.parent, hops + 1
    shared = -1
    for index, definition in enumerate(trail):
        if definition.kind == "repeat-instance" and id(definition) in ancestors and index < len(trail) - 1:
            shared = index
    if shared < 0:
        return
    assert walk.downs is not None
    assert walk.crossed is not None
    walk.base = "current"
    walk.ups = ancestors[id(trail[shared])]
    walk.downs = walk.downs[shared:]
    walk.pivot = trail[shared]
    kept = {id(definition.parent) for definition in trail[shared + 1 :] if definition.kind == "repeat-instance"}
    walk.crossed = [found for found in walk.crossed if id(found) in kept]


def _everything(tree: Path, scope: Scope) -> _Walk:
    """`//name`: every definition of that name may be meant."""
    last = tree.steps[-1]
    found = [
        one
        for one in [scope.root, *_below(scope.root)]
        if last.test in ("*", "node()") or _named(one, last.test, scope)
    ]
    return _Walk(found, base="root", downs=None, pivot=scope.root, crossed=list(_ranges(scope.root)))


def _above(pivot: Any, other: Any) -> Any:
    while pivot is not None and not _contains(pivot, other):
        pivot = pivot.parent
    return pivot if pivot is not None else other


def _below(definition: Any) -> list[Any]:
    found: list[Any] = []
    waiting = element_children(definition)
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += element_children(one)
    return found


def _ranges(definition: Any) -> list[Any]:
    return [one.parent for one in _below(definition) if one.kind == "repeat-instance"]


def _contains(outer: Any, inner: Any) -> bool:
    while inner is not None:
        if inner is outer:
            return True
        inner = inner.parent
    return False


def _named(definition: Any, test: str, scope: Scope) -> bool:
    prefix, colon, local = test.rpartition(":")
    if definition.local != local:
        return False
    if not colon:
        return not definition.namespace or definition.kind != "attribute"
    return bool(definition.namespace == scope.namespaces.get(prefix, definition.namespace))


def _refer(tree: Path, walk: _Walk, scope: Scope) -> None:
    """Write down what the path reads."""
    if walk.targets is None:
        return
    from inspector.form.expression.compiler import Reference

    shared = repeat_of(walk.pivot) if walk.base != "root" else None
    for target in walk.targets:
        if target.kind != "root":
            scope.references.append(Reference(target, shared, soft=walk.soft))
    for crossed in walk.crossed or ():
        scope.references.append(Reference(crossed, shared, soft=walk.soft))


def _unknown(step: Step, parent: Any, scope: Scope, *, absolute: bool = False) -> None:
    local = step.test.rpartition(":")[2]
    root = scope.root
    names = root.names if root is not None else ()
    if absolute:
        scope.wrong("form.reference.unknown", _UNKNOWN, step.at, name="/" + step.test, suggestion="/" + parent.local)
    elif local in names:
        scope.wrong("form.reference.place", _NOT_FOUND_INSIDE, step.at, name=step.test, parent=parent.local)
    else:
        scope.wrong("form.reference.unknown", _UNKNOWN, step.at, name=step.test, suggestion=nearest(local, names))


# --- quick paths ----------------------------------------------------------------------------------------------------


def _quick(walk: _Walk) -> Code:
    from inspector.form.expression.compiler import Code

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
    from inspector.form.expression.compiler import as_nodes

    if isinstance(start, Call) and start.name == "instance" and scope.check and scope.instances is not None:
        argument = start.args[0] if start.args else None
        if isinstance(argument, Literal) and argument.value not in scope.instances:
            scope.wrong(
                "form.reference.instance", _UNKNOWN_INSTANCE, start.at, name=argument.value,
                suggestion=nearest(argument.value, scope.instances),
            )  # fmt: skip
    return as_nodes(build(start, scope, single=False))


def _general(tree: Path, scope: Scope, build: Build, start: Run | None, walk: _Walk) -> Run:
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

    definitions = _along(tree, scope)
    movers: list[Callable[[list[Any], Context], list[Any]]] = []
    at = 0
    indexed = _indexed(tree, scope, build)
    if indexed is not None:
        at, mover = indexed
        movers.append(mover)
    for index in range(at, len(tree.steps)):
        movers.append(_mover(tree.steps[index], definitions[index], scope, build))
    sorts = sum(1 for step in tree.steps if step.axis not in ("child", "self", "attribute")) > 0
    filters = bool(tree.steps) and tree.steps[-1].axis not in ("self", "parent")

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


def _along(tree: Path, scope: Scope) -> list[Any]:
    """For each step the one definition that it leads to, or None."""
    found: list[Any] = []
    for end in range(1, len(tree.steps) + 1):
        part = Path(tree.start, tuple(Step(s.axis, s.test, (), s.at, s.argument) for s in tree.steps[:end]), tree.at)
        quiet = scope.inner(scope.definition)
        quiet.check, quiet.problems, quiet.origin = False, [], scope.origin
        targets = _known(part, quiet, False).targets if tree.steps[end - 1].predicates else None
        found.append(targets[0] if targets and len(targets) == 1 else None)
    return found


def _mover(step: Step, definition: Any, scope: Scope, build: Build) -> Callable[[list[Any], Context], list[Any]]:
    axis = _AXES.get(step.axis, _child)
    test = _test(step, scope)
    inner = scope.inner(definition)
    keeps = [_predicate(predicate, inner, build) for predicate in step.predicates]
    backwards = step.axis in _BACKWARDS

    def move(nodes: list[Any], c: Context) -> list[Any]:
        result: list[Any] = []
        for node in nodes:
            found = [one for one in axis(node) if test(one)]
            if backwards:
                found.reverse()
            for keep in keeps:
                found = keep(found, c)
            result += found
        return result

    return move


def _predicate(tree: Expr, scope: Scope, build: Build) -> Callable[[list[Any], Context], list[Any]]:
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
            elif value.__class__ is list:
                # A reference to a number question is a position only where the number is; to a text it is a condition.
                if value and (bool(value[0].string().strip())):
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


# --- secondary instances by index -----------------------------------------------------------------------------------


def lookup(root: Any, names: tuple[str, ...], column: str, key: str) -> list[Any]:
    """The elements at `names` below a secondary instance whose child `column` has the text `key`, in order."""
    index = root.indexes.get((names, column))
    if index is None:
        nodes = [root]
        for name in names:
            nodes = [
                child for node in nodes for child in node.down() if child.local == name and child.sort == "element"
            ]
        index = {}
        for node in nodes:
            for text in dict.fromkeys(child.string() for child in node.down() if child.local == column):
                index.setdefault(text, []).append(node)
        root.indexes[(names, column)] = index
    return list(index.get(key, ()))


def _indexed(tree: Path, scope: Scope, build: Build) -> tuple[int, Callable[[list[Any], Context], list[Any]]] | None:
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
    keeps = [_predicate(one, inner, build) for one in rest]
    wanted, run = tuple(names), value.run
    if value.kind in ("number", "boolean"):
        return None

    def move(nodes: list[Any], c: Context) -> list[Any]:
        key = run(Context(c.node, c.env, 1, 1, c.current))
        if key.__class__ is list:
            keys = list(dict.fromkeys(node.string() for node in key))
        elif key.__class__ is str:
            keys = [key]
        else:
            return [node for start in nodes for node in _scanned(start, wanted, column, key)]
        result = [node for start in nodes for one in keys for node in lookup(start, wanted, column, one)]
        for keep in keeps:
            result = keep(result, c)
        return document_order(result) if len(keys) > 1 else result

    return len(names), move


def _scanned(start: Any, names: tuple[str, ...], column: str, key: Value) -> list[Any]:
    from inspector.form.expression.values import equal

    nodes = [start]
    for name in names:
        nodes = [child for node in nodes for child in node.down() if child.local == name]
    return [node for node in nodes if equal([child for child in node.down() if child.local == column], key)]


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
    return not isinstance(tree, Path | Literal) or any(step.predicates for step in getattr(tree, "steps", ()))


__all__ = ["build_filter", "build_path", "element_children", "element_parent", "lookup", "refer_to_quoted", "repeat_of"]


def targets_of(tree: Path, scope: Scope) -> list[Any]:
    """The definitions that a path leads to; none when it leaves the form."""
    return _known(tree, scope, False).targets or []
