"""
Who depends on whom, and in which order things are evaluated. Made once when a form is loaded; cycles are refused here.

A Unit is one expression at one definition: relevant, calculate, readonly, required, constraint, count, choices, label.
An Edge leads from a definition that is read to a unit that reads it: from a changed node so many hops up, then down a route to
the nodes whose unit must be evaluated again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from inspector.form.definition import Definition
from inspector.form.expression.compiler import Compiled, Reference
from inspector.form.expression.references import contains, repeat_of
from inspector.form.problems import problem
from inspector.i18n import N_

if TYPE_CHECKING:
    from inspector.form.xform import Source

_CYCLE: Final = N_("{names} depend on each other in a circle, so none of them can be computed.")
_SELF: Final = N_("“{name}” depends on itself, so it cannot be computed.")

_WRITERS: Final = frozenset({"relevant", "calculate", "count", "choices"})
_COLUMN: Final = {
    "relevant": "relevant",
    "calculate": "calculation",
    "count": "repeat_count",
    "choices": "choice_filter",
}


Route = tuple[tuple[str, int], ...]
"""Steps down: `c` a child slot, `r` every instance of a repeat, `a` an attribute slot."""


@dataclass(slots=True, eq=False, repr=False)
class Unit:
    """One expression at one definition."""

    kind: str
    owner: Definition
    compiled: Compiled | None
    index: int = 0
    rank: int = 0
    route: Route = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """From a changed node: `hops` up, then `route` down, there `unit` must be evaluated again."""

    unit: Unit
    hops: int
    route: Route


@dataclass
class Plan:
    """All units, and for every definition (by index) the edges that lead away from it."""

    units: list[Unit] = field(default_factory=list)
    edges: dict[int, list[Edge]] = field(default_factory=dict)
    places: dict[int, list[Edge]] = field(default_factory=dict)
    spoken: list[Unit] = field(default_factory=list)


def plan(made: Source) -> Plan:
    """The plan of a form; what goes in a circle is added to the problems."""
    found = Plan()
    units: list[tuple[Unit, list[Compiled]]] = []
    for definition in made.root.walk():
        for unit, expressions in _units(definition):
            unit.index = len(units)
            unit.route = route(made.root, definition)
            units.append((unit, expressions))
            definition.units.append(unit)
            if any(one.uses_language for one in expressions):
                found.spoken.append(unit)
    _rank(units, made)
    found.units = [unit for unit, _ in units]
    for unit, expressions in units:
        _connect(unit, expressions, made.root, found)
    return found


def _units(definition: Definition) -> Iterator[tuple[Unit, list[Compiled]]]:
    bind, control = definition.bind, definition.control
    if bind is not None:
        for kind in ("relevant", "readonly", "required", "calculate", "constraint"):
            compiled: Compiled | None = getattr(bind, kind)
            if compiled is not None and (kind in ("calculate", "constraint") or not compiled.constant):
                yield Unit(kind, definition, compiled), [compiled]
    if control is None:
        return
    if control.count is not None and definition.kind == "repeat":
        yield Unit("count", definition, control.count), [control.count]
    if control.choices is not None and control.choices.changes:
        yield Unit("choices", definition, None), control.choices.expressions
    texts = [text for text in (control.label, control.hint) if text is not None]
    said = [one for text in texts for one in text.expressions]
    if any(one.references for one in said):
        yield Unit("label", definition, None), said


def _references(expressions: list[Compiled]) -> list[Reference]:
    return [reference for one in expressions for reference in one.references]


# --- order ----------------------------------------------------------------------------------------------------------


def _rank(units: list[tuple[Unit, list[Compiled]]], made: Source) -> None:
    """
    Give every unit that others may read its rank.

    Vertices, by number: the value of every definition, then its relevance, then the units. A value follows from its relevance
    and then from what is computed, offered or counted there; relevance follows from that of the parent, in a repeat also from how many rows there are. What a vertex needs
    first gets the lower rank, so nothing is computed where it is no longer asked.
    """
    definitions = list(made.root.walk())
    own: dict[int, dict[str, Unit]] = {}
    for unit, _expressions in units:
        own.setdefault(unit.owner.index, {})[unit.kind] = unit
    size = len(definitions)
    needs: list[list[int]] = [[] for _ in range(2 * size + len(units))]
    for definition in definitions:
        at = definition.index
        mine = own.get(at, {})
        relevance = needs[at + size]
        parent = definition.parent
        if parent is not None:
            relevance.append(parent.index if parent.kind == "repeat" else parent.index + size)
        if "relevant" in mine:
            relevance.append(2 * size + mine["relevant"].index)
        needs[at].append(at + size)
        needs[at] += [2 * size + mine[kind].index for kind in ("calculate", "choices", "count") if kind in mine]
    for unit, expressions in units:
        if unit.kind not in _WRITERS:
            continue
        mine_needs = needs[2 * size + unit.index]
        for reference in _references(expressions):
            if (
                reference.place
                or _is_soft(reference, unit.owner)
                or (unit.kind == "choices" and reference.target is unit.owner)
            ):
                continue
            mine_needs.append(reference.target.index)
    for rank, component in enumerate(_components(needs)):
        for at in component:
            if at >= 2 * size:
                units[at - 2 * size][0].rank = rank
        settling = {at for at in component if at >= 2 * size and units[at - 2 * size][0].kind == "count"}
        for circle in _circles([at for at in component if at not in settling], needs):
            _refuse([units[at - 2 * size][0] for at in circle if at >= 2 * size], made)


def _circles(among: list[int], needs: list[list[int]]) -> list[list[int]]:
    """The circles among some vertices. Repeats may settle their number step by step, as one that counts itself does."""
    place = {at: number for number, at in enumerate(among)}
    inner = [[place[other] for other in needs[at] if other in place] for at in among]
    return [[among[number] for number in found] for found in _components(inner) if len(found) > 1]


def _is_soft(reference: Reference, owner: Definition) -> bool:
    """Whether the reference may lead to another instance of the repeat that its reader is in."""
    return reference.soft and contains(repeat_of(reference.target), owner)


def _refuse(members: list[Unit], made: Source) -> None:
    members = sorted(members, key=lambda unit: unit.index)
    if len(members) == 1:
        template, fields = _SELF, {"name": members[0].owner.local}
    else:
        names = list(dict.fromkeys(unit.owner.local for unit in members))[:8]
        template, fields = _CYCLE, {"names": ", ".join(f"“{name}”" for name in names)}
    for unit in members:
        text = unit.compiled.text if unit.compiled is not None else None
        made.problems.append(
            problem(
                "form.cycle", template, place=unit.owner.nodeset, column=_COLUMN.get(unit.kind), text=text, **fields
            )
        )


def _components(needs: list[list[int]]) -> list[list[int]]:
    """Strongly connected components, those first that others need (Tarjan, without recursion)."""
    index = [0] * len(needs)
    low = [0] * len(needs)
    waiting = [False] * len(needs)
    stack: list[int] = []
    found: list[list[int]] = []
    counter = 0
    for start in range(len(needs)):
        if index[start]:
            continue
        work: list[tuple[int, int]] = [(start, 0)]
        while work:
            at, step = work.pop()
            if step == 0:
                counter += 1
                index[at] = low[at] = counter
                stack.append(at)
                waiting[at] = True
            descended = False
            for place in range(step, len(needs[at])):
                other = needs[at][place]
                if not index[other]:
                    work += [(at, place + 1), (other, 0)]
                    descended = True
                    break
                if waiting[other]:
                    low[at] = min(low[at], index[other])
            if descended:
                continue
            if low[at] == index[at]:
                component: list[int] = []
                while True:
                    one = stack.pop()
                    waiting[one] = False
                    component.append(one)
                    if one == at:
                        break
                found.append(component)
            if work:
                above = work[-1][0]
                low[above] = min(low[above], low[at])
    return found


# --- edges ----------------------------------------------------------------------------------------------------------


def route(top: Definition, definition: Definition) -> Route:
    """The way down from a definition's node to those of another below it."""
    steps: list[tuple[str, int]] = []
    at = definition
    while at is not top:
        assert at.parent is not None
        if at.kind == "repeat-instance":
            steps.append(("r", 0))
        elif at.kind == "attribute":
            steps.append(("a", at.slot))
        else:
            steps.append(("c", at.slot))
        at = at.parent
    return tuple(reversed(steps))


def _connect(unit: Unit, expressions: list[Compiled], root: Definition, found: Plan) -> None:
    for place, target, edge in dict.fromkeys(_edges(unit, expressions, root)):
        (found.places if place else found.edges).setdefault(target, []).append(edge)


def _edges(unit: Unit, expressions: list[Compiled], root: Definition) -> Iterator[tuple[bool, int, Edge]]:
    for reference in _references(expressions):
        target: Definition = reference.target
        shared = _shared(reference, unit.owner, root)
        edge = Edge(unit, target.depth - shared.depth, route(shared, unit.owner))
        yield reference.place, target.index, edge


def _shared(reference: Reference, owner: Definition, root: Definition) -> Definition:
    """The definition whose instance reader and read have in common: the given one if it contains both, else the form."""
    shared: Definition | None = reference.shared
    if shared is None or not contains(shared, reference.target) or not contains(shared, owner):
        return root
    return shared
