"""
What a location path refers to, as far as it is known from the definition before anything is filled in.

The steps are followed through the definition: where they lead, how many hops that is, which repeats they cross, which instance
the reader and what it reads have in common. A name that leads nowhere is a problem with what may be meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from inspector.form.expression.code import Reference, Scope
from inspector.form.expression.grammar import Call, Expr, Literal, Path, Step, SyntaxProblem, parse
from inspector.form.problems import nearest
from inspector.i18n import N_

_ANY: Final = frozenset({"*", "node()"})
_UNKNOWN: Final = N_("“{name}” is not a question or group of this form.")
_NOT_FOUND_INSIDE: Final = N_("“{name}” is not inside “{parent}”.")


def element_parent(definition: Any) -> Any:
    """The definition of the parent element; the range of a repeat is no element."""
    parent = definition.parent
    return parent.parent if parent is not None and parent.kind == "repeat" else parent


def element_children(definition: Any) -> list[Any]:
    """The definitions of the child elements."""
    return [child.instance if child.kind == "repeat" else child for child in definition.children]


def children_named(definition: Any, local: str) -> list[Any]:
    """The definitions of the child elements of a local name; an index, for large forms lie flat below their root."""
    if definition.by_name is None:
        definition.by_name = {}
        for child in element_children(definition):
            definition.by_name.setdefault(child.local, []).append(child)
    found: list[Any] = definition.by_name.get(local, [])
    return found


def repeat_of(definition: Any) -> Any:
    """The innermost repeat instance that the definition is, or is in; None outside of repeats."""
    while definition is not None and definition.kind != "repeat-instance":
        definition = definition.parent
    return definition


@dataclass(slots=True)
class Walk:
    """What is known of a path before it is walked."""

    targets: list[Any] | None
    base: str = "node"
    ups: int = 0
    downs: list[tuple[str, int]] | None = None
    pivot: Any = None
    crossed: list[Any] | None = None
    soft: bool = False


def known(tree: Path, scope: Scope, single: bool) -> Walk:
    """Follow the steps through the definition as far as they can be followed."""
    origin = scope.origin if scope.origin is not None else scope.definition
    context = scope.definition
    walk = Walk(None, downs=[])
    waiting = list(tree.steps)
    if tree.start is None:
        walk.base = "node"
    elif tree.start == "/":
        walk.base = "root"
        if scope.root is None:
            return Walk(None)
        if not waiting:
            return Walk(None)
        first = waiting.pop(0)
        if first.axis != "child" or (first.test != "*" and not _named(scope.root, first.test, scope)):
            if first.axis == "child" and scope.check:
                _unknown(first, scope.root, scope, absolute=True)
            return _everything(tree, scope) if first.axis == "descendant-or-self" else Walk(None)
        walk.soft = bool(first.predicates)
        simple = not first.predicates
        walk.targets = [scope.root]
        return _follow(walk, waiting, scope, origin, single, simple)
    elif isinstance(tree.start, Call) and tree.start.name == "current" and not tree.start.args:
        walk.base, context = "current", origin
    else:
        return Walk(None)
    if context is None:
        return Walk(None)
    walk.targets = [context]
    return _follow(walk, waiting, scope, origin, single, True)


def _follow(walk: Walk, waiting: list[Step], scope: Scope, origin: Any, single: bool, simple: bool) -> Walk:
    current: list[Any] = list(walk.targets or [])
    downs: list[tuple[str, int]] = []
    crossed: list[Any] = []
    ups = 0
    pivot = current[0]
    going_up = True
    trail: list[Any] = [current[0]]
    for step in waiting:
        if step.predicates:
            simple = False
        if step.axis == "self" and step.test in _ANY:
            continue
        if step.axis == "parent" and step.test in _ANY:
            above = list(dict.fromkeys(p for p in map(element_parent, current) if p is not None))
            if not above:
                return Walk(None)
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
        if step.axis == "child" and (step.test in _ANY or not step.test.endswith("()")):
            for definition in current:
                if step.test in _ANY:
                    found += element_children(definition)
                    continue
                local = step.test.rpartition(":")[2]
                found += [one for one in children_named(definition, local) if _named(one, step.test, scope)]
            if step.test in _ANY or len(found) != 1 or len(current) != 1:
                simple = False
        elif step.axis == "attribute":
            for definition in current:
                found += [a for a in definition.attributes if step.test in _ANY or _named(a, step.test, scope)]
            if len(found) != 1 or len(current) != 1:
                simple = False
        elif step.axis == "descendant-or-self":
            simple = False
            for definition in current:
                found += [definition, *_below(definition)]
        else:
            return Walk(None)
        if not found:
            if scope.check and step.axis == "child" and step.test not in _ANY:
                _unknown(step, current[0], scope)
            return Walk(None)
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


def _in_own_repeat(walk: Walk, trail: list[Any], origin: Any, single: bool) -> None:
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


def _everything(tree: Path, scope: Scope) -> Walk:
    """`//name`: every definition of that name may be meant."""
    last = tree.steps[-1]
    found = [one for one in [scope.root, *_below(scope.root)] if last.test in _ANY or _named(one, last.test, scope)]
    return Walk(found, base="root", downs=None, pivot=scope.root, crossed=list(_ranges(scope.root)))


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


def refer(walk: Walk, scope: Scope, *, inside: bool = False) -> None:
    """Write down what the path reads; `inside`: of a group it reads the text, which is that of all questions in it."""
    if walk.targets is None:
        return
    shared = shared_by(walk, scope)
    origin = scope.origin if scope.origin is not None else scope.definition
    targets = list(walk.targets)
    for target in walk.targets:
        if (inside or scope.texts) and target.kind in ("group", "repeat-instance") and not _contains(target, origin):
            targets += _below(target)
    for target in targets:
        if target.kind != "root":
            scope.references.append(Reference(target, shared, soft=walk.soft))
    for crossed in walk.crossed or ():
        scope.references.append(Reference(crossed, shared, soft=walk.soft))


def shared_by(walk: Walk, scope: Scope) -> Any:
    """The deepest repeat instance that the reader and what the path leads to have in common; None when it is the form."""
    if walk.targets is None:
        return None
    shared = repeat_of(walk.pivot)
    if walk.base == "node" and scope.origin is not None:
        # The context of a predicate may be any instance that the path before it leads to.
        return (
            shared if scope.reach is not None and shared is not None and _contains(shared, scope.reach) else scope.reach
        )
    return shared


def _unknown(step: Step, parent: Any, scope: Scope, *, absolute: bool = False) -> None:
    local = step.test.rpartition(":")[2]
    root = scope.root
    names = root.names if root is not None else ()
    if absolute:
        scope.wrong("form.reference.unknown", _UNKNOWN, step.at, name="/" + step.test, suggestion="/" + parent.local)
    elif local in names:
        scope.wrong("form.reference.place", _NOT_FOUND_INSIDE, step.at, name=step.test, parent=parent.local)
    else:
        suggestion = nearest(local, names)
        # A bare word in a question (`null`, a choice without quotation marks) finds nothing in any client: worth a warning.
        bare = parent.kind == "question" and suggestion is None
        code = "form.reference.bare" if bare else "form.reference.unknown"
        scope.wrong(code, _UNKNOWN, step.at, name=step.test, suggestion=suggestion, fatal=not bare)


def refer_to_quoted(argument: Expr, scope: Scope) -> None:
    """Note the reference that `jr:choice-name` makes by a path written as text."""
    if not isinstance(argument, Literal) or (scope.definition is None and scope.origin is None):
        return
    try:
        tree = parse(argument.value)
    except SyntaxProblem:
        return
    if isinstance(tree, Path):
        refer(known(tree, scope, True), scope)


def along(tree: Path, scope: Scope) -> list[Any]:
    """For each step with predicates the one definition that it leads to, or None."""
    found: list[Any] = [None] * len(tree.steps)
    for place, step in enumerate(tree.steps):
        if not step.predicates:
            continue
        part = Path(
            tree.start, tuple(Step(s.axis, s.test, (), s.at, s.argument) for s in tree.steps[: place + 1]), tree.at
        )
        quiet = scope.inner(scope.definition)
        quiet.check, quiet.problems, quiet.origin = False, [], scope.origin
        targets = known(part, quiet, False).targets
        found[place] = targets[0] if targets and len(targets) == 1 else None
    return found


def targets_of(tree: Path, scope: Scope) -> list[Any]:
    """The definitions that a path leads to; none when it leaves the form."""
    return known(tree, scope, False).targets or []
