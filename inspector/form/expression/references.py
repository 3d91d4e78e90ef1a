"""
What a location path refers to, as far as it is known from the definition before anything is filled in.

The steps are followed through the definition: where they lead, how many hops that is, which instance the reader and what it
reads have in common. A name that leads nowhere is a problem with what may be meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from inspector.form.expression.code import Reference, Scope
from inspector.form.expression.grammar import Binary, Call, Expr, Filter, Literal, Path, Step, SyntaxProblem, parse
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
    """What is known of a path before it is walked; `downs` are there when it leads to one definition, by a few hops."""

    targets: list[Any] | None = None
    base: str = "root"
    ups: int = 0
    downs: list[tuple[str, int]] | None = None
    pivot: Any = None
    soft: bool = False


def known(tree: Path, scope: Scope) -> Walk:
    """Follow the steps through the definition as far as they can be followed."""
    origin = scope.origin if scope.origin is not None else scope.definition
    if tree.start == "/":
        return _from_root(tree, scope, origin)
    if tree.start is None:
        base, context = "node", scope.definition
    elif isinstance(tree.start, Call) and tree.start.name == "current":
        base, context = "current", origin
    else:
        return _from_found(tree, scope, origin)
    if context is None:
        return Walk()
    return _follow(Walk([context], base), tree.steps, scope, origin)


def _from_found(tree: Path, scope: Scope, origin: Any) -> Walk:
    """From what an expression finds: `(…)[1]/a`, `randomize(…)/a`, `indexed-repeat(…)/a`."""
    starts = _paths_in(tree.start, scope)
    if not starts:
        return Walk()
    walk = _follow(Walk(starts), tree.steps, scope, origin)
    walk.pivot, walk.downs = scope.root, None
    return walk


def _paths_in(tree: Expr | str | None, scope: Scope) -> list[Any]:
    if isinstance(tree, Path):
        return known(tree, replace(scope, check=False)).targets or []
    if isinstance(tree, Filter):
        return _paths_in(tree.base, scope)
    parts = tree.args if isinstance(tree, Call) else (tree.left, tree.right) if isinstance(tree, Binary) else ()
    return [one for part in parts for one in _paths_in(part, scope)]


def _from_root(tree: Path, scope: Scope, origin: Any) -> Walk:
    if scope.root is None or not tree.steps:
        return Walk()
    first, *others = tree.steps
    if first.axis == "descendant-or-self":
        return _everything(tree, scope)
    if first.axis != "child":
        return Walk()
    if first.test != "*" and not _named(scope.root, first.test, scope):
        if scope.check:
            _unknown(first, scope.root, scope, absolute=True)
        return Walk()
    walk = _follow(Walk([scope.root]), others, scope, origin)
    if first.predicates:
        walk.downs = None
    return walk


def _follow(walk: Walk, waiting: Sequence[Step], scope: Scope, origin: Any) -> Walk:
    assert walk.targets is not None
    current = walk.targets
    downs: list[tuple[str, int]] = []
    simple = going_up = True
    walk.pivot = current[0]
    for step in waiting:
        if step.predicates:
            simple = False
        found = _found(step, current, scope)
        if not found:
            if scope.check and step.axis == "child" and step.test not in _ANY:
                _unknown(step, current[0], scope)
            return Walk()
        if step.axis == "self":
            continue
        if step.axis == "parent":
            if going_up:
                walk.ups += current[0].depth - found[0].depth
                walk.pivot = found[0]
            else:
                simple = False
                walk.pivot = _above(walk.pivot, found[0])
            current = found
            continue
        going_up = False
        if step.predicates and any(one.kind == "repeat-instance" and contains(one, origin) for one in found):
            walk.soft = True
        if len(found) > 1 or step.axis.startswith("descendant"):
            simple = False
        downs.append(_down(found[0]))
        current = found
    walk.targets = current
    walk.downs = downs if simple else None
    return walk


def _found(step: Step, current: list[Any], scope: Scope) -> list[Any]:
    """The definitions that a step leads to; none when it leads out of the form, or along an axis that forms do not have."""
    around: list[Any] = []
    for definition in current:
        if step.axis == "child":
            local = step.test.rpartition(":")[2]
            around += element_children(definition) if step.test in _ANY else children_named(definition, local)
        elif step.axis == "attribute":
            around += definition.attributes
        elif step.axis == "parent":
            parent = element_parent(definition)
            around += [parent] if parent is not None else []
        elif step.axis in ("self", "descendant-or-self"):
            around.append(definition)
        if step.axis in ("descendant", "descendant-or-self"):
            around += _below(definition)
    return [one for one in dict.fromkeys(around) if step.test in _ANY or _named(one, step.test, scope)]


def _down(definition: Any) -> tuple[str, int]:
    if definition.kind == "attribute":
        return "a", definition.slot
    if definition.kind == "repeat-instance":
        return "r", definition.parent.slot
    return "c", definition.slot


def in_own_repeat(walk: Walk, scope: Scope) -> None:
    """An absolute reference from inside a repeat to a question of the same repeat means that of the same instance."""
    if walk.base != "root" or walk.downs is None:
        return
    assert walk.targets is not None
    origin = scope.origin if scope.origin is not None else scope.definition
    target = walk.targets[0]
    instance = repeat_of(target.parent)
    while not contains(instance, origin):
        if instance is None:
            return
        instance = repeat_of(instance.parent)
    below = 0
    while target is not instance:
        target, below = element_parent(target), below + 1
    walk.base, walk.ups, walk.downs = "current", origin.depth - instance.depth, walk.downs[-below:]
    walk.pivot = instance


def _everything(tree: Path, scope: Scope) -> Walk:
    """`//name`: every definition of that name may be meant."""
    last = tree.steps[-1]
    around = [scope.root, *_below(scope.root)]
    if last.axis == "attribute":
        around = [attribute for one in around for attribute in one.attributes]
    return Walk([one for one in around if last.test in _ANY or _named(one, last.test, scope)])


def _above(pivot: Any, other: Any) -> Any:
    while not contains(pivot, other):
        pivot = pivot.parent
    return pivot


def _below(definition: Any) -> list[Any]:
    found = element_children(definition)
    for one in found:
        found += element_children(one)
    return found


def contains(outer: Any, inner: Any) -> bool:
    """Whether a definition is another one or below it."""
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


def refer(walk: Walk, scope: Scope, *, inside: bool) -> None:
    """Write down what the path reads; `inside`: of a group it reads the text, which is that of all questions in it."""
    if walk.targets is None:
        return
    shared = shared_by(walk, scope)
    origin = scope.origin if scope.origin is not None else scope.definition
    targets = list(walk.targets)
    for target in walk.targets:
        if inside and not contains(target, origin):
            targets += _below(target)
    for read in targets:
        scope.references.append(Reference(read, shared, soft=walk.soft))


def shared_by(walk: Walk, scope: Scope) -> Any:
    """The deepest repeat instance that the reader and what the path leads to have in common; None when it is the form."""
    shared = repeat_of(walk.pivot)
    if walk.base == "node" and scope.origin is not None:
        # The context of a predicate may be any instance that the path before it leads to.
        return shared if contains(shared, scope.reach) else scope.reach
    return shared


def _unknown(step: Step, parent: Any, scope: Scope, *, absolute: bool = False) -> None:
    local = step.test.rpartition(":")[2]
    names = scope.root.names
    if absolute:
        scope.wrong("form.reference.unknown", _UNKNOWN, step.at, name="/" + step.test, suggestion="/" + parent.local)
    elif local in names:
        scope.wrong("form.reference.place", _NOT_FOUND_INSIDE, step.at, name=step.test, parent=parent.local)
    else:
        suggestion = None if scope.crowded else nearest(local, names)
        # A bare word in a question (`null`, a choice without quotation marks) finds nothing in any client: worth a warning.
        bare = parent.kind == "question" and suggestion is None
        code = "form.reference.bare" if bare else "form.reference.unknown"
        scope.wrong(code, _UNKNOWN, step.at, name=step.test, suggestion=suggestion, fatal=not bare)


def refer_to_quoted(argument: Expr, scope: Scope) -> None:
    """Note the reference that `jr:choice-name` makes by a path written as text."""
    if not isinstance(argument, Literal):
        return
    try:
        tree = parse(" " * (argument.at + 1) + argument.value)  # so that it stands where it stands
    except SyntaxProblem:
        return
    if isinstance(tree, Path):
        walk = known(tree, scope)
        in_own_repeat(walk, scope)
        refer(walk, scope, inside=scope.texts)


def along(tree: Path, scope: Scope) -> list[tuple[Step, Any]]:
    """The steps, and for each with predicates the one definition that it leads to, or None."""
    return [
        (step, only(Path(tree.start, tree.steps[:place], tree.at), scope) if step.predicates else None)
        for place, step in enumerate(tree.steps, 1)
    ]


def only(tree: Expr, scope: Scope) -> Any:
    """The one definition that a path leads to, or None."""
    targets = known(tree, replace(scope, check=False)).targets if isinstance(tree, Path) else None
    return targets[0] if targets is not None and len(targets) == 1 else None
