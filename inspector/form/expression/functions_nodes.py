"""Functions on node-sets: counting, adding up, positions, repeats, secondary instances, order by chance."""

from __future__ import annotations

import hashlib
import math
from typing import Any, Final

from inspector.form.expression.library import Context, ExpressionFailure, Run, function
from inspector.form.expression.values import NAN, Value, text_number, to_number, to_string
from inspector.i18n import N_

_MODULUS: Final = 2**31 - 1
_MULTIPLIER: Final = 16807


@function("count", "ns", "number")
def _count(nodes: list[Any]) -> float:
    return float(len(nodes))


@function("count-non-empty", "ns", "number")
def _count_non_empty(nodes: list[Any]) -> float:
    return float(sum(1 for node in nodes if node.string() != ""))


@function("sum", "ns", "number")
def _sum(nodes: list[Any]) -> float:
    """Adds up; the sum of nothing is no number, as in the released engines, where a total of no rows stays blank."""
    return _core_sum(nodes) if nodes else NAN


@function("sum", "ns", "number", core=True)
def _core_sum(nodes: list[Any]) -> float:
    """Adds up as plain XPath does: the sum of nothing is 0."""
    total = 0.0
    for node in nodes:
        total += text_number(node.string())
    return total


@function("last", "", "number", contextual=True)
def _last(c: Context) -> float:
    return float(c.size)


@function("position", "ns?", "number", lazy=True)
def _position(c: Context, nodes: Run | None = None) -> float:
    if nodes is None:
        return float(c.position)
    found = nodes(c)
    if not found:
        return NAN
    if len(found) > 1:
        raise ExpressionFailure(N_("position() needs one node and was given several."))
    return float(place_among_same(found[0]))


def place_among_same(node: Any) -> int:
    """The place of a node among its neighbours of the same name, counted from 1."""
    known = getattr(node, "place", None)
    if known is not None:
        return int(known)
    parent = node.up()
    if parent is None:
        return 1
    place = 0
    for other in parent.down():
        if other.sort != "element":
            continue
        place = place + 1 if other.name() == node.name() else 0
        if other is node:
            return place
    return 1


@function("current", "", "nodes", contextual=True)
def _current(c: Context) -> list[Any]:
    return [c.current]


@function("instance", "s", "nodes", contextual=True)
def _instance(c: Context, name: str) -> list[Any]:
    found = c.env.instance(name)
    return [] if found is None else [found]


@function("jr:itext", "s", "nodes", contextual=True)
def _itext(c: Context, name: str) -> list[Any]:
    return list(c.env.itext(name))


@function("name", "ns?", "string", contextual=True)
def _name(c: Context, *nodes: list[Any]) -> str:
    found = nodes[0] if nodes else [c.node]
    return str(found[0].name()) if found else ""


@function("local-name", "ns?", "string", contextual=True)
def _local_name(c: Context, *nodes: list[Any]) -> str:
    found = nodes[0] if nodes else [c.node]
    return str(found[0].local) if found else ""


@function("namespace-uri", "ns?", "string", contextual=True)
def _namespace_uri(c: Context, *nodes: list[Any]) -> str:
    found = nodes[0] if nodes else [c.node]
    return str(found[0].namespace) if found else ""


@function("id", "v", "nodes", contextual=True)
def _id(c: Context, value: Value) -> list[Any]:
    texts = [node.string() for node in value] if value.__class__ is list else [to_string(value)]
    found = [c.env.element_by_id(word) for word in dict.fromkeys(word for text in texts for word in text.split())]
    return document_order([node for node in found if node is not None])


@function("lang", "s", "boolean", contextual=True)
def _lang(c: Context, wanted: str) -> bool:
    node = c.node
    while node is not None:
        for attribute in node.attributes():
            if attribute.name() == "xml:lang":
                said = attribute.string().lower()
                return bool(said == wanted.lower() or said.startswith(wanted.lower() + "-"))
        node = node.up()
    return False


@function("indexed-repeat", "ns ns n ns? n? ns? n?", "nodes")
def _indexed_repeat(targets: list[Any], *pairs: Any) -> list[Any]:
    """Targets inside the repeat instance that the pairs of repeat and index lead to, outermost repeat first."""
    if len(pairs) % 2:
        raise ExpressionFailure(N_("indexed-repeat() needs an index for every repeat."))
    levels = [(pairs[at], pairs[at + 1]) for at in range(0, len(pairs), 2)]
    if any(not repeats or index != index for repeats, index in levels):
        return []
    levels.sort(key=lambda level: _depth(level[0][0]))
    within: Any = None
    for repeats, index in levels:
        inside = repeats if within is None else [repeat for repeat in repeats if _is_inside(repeat, within)]
        if not 1 <= index <= len(inside) or index != int(index):
            return []
        within = inside[int(index) - 1]
    return [target for target in targets if _is_inside(target, within)]


@function("randomize", "ns v?", "nodes", contextual=True)
def _randomize(c: Context, nodes: list[Any], *seed: Value) -> list[Any]:
    return shuffled(nodes, to_seed(seed[0])) if seed else _by_chance(c, nodes)


def shuffled(nodes: list[Any], seed: int) -> list[Any]:
    """The nodes in the order that a seed gives: a Park-Miller generator and an inside-out shuffle, as every client does it."""
    state = int(math.fmod(seed, _MODULUS))
    if state <= 0:
        state += _MODULUS - 1
    result: list[Any] = []
    for at, node in enumerate(nodes):
        state = state * _MULTIPLIER % _MODULUS
        _put(result, at, math.floor((state - 1) / (_MODULUS - 1) * (at + 1)), node)
    return result


def to_seed(value: Value) -> int:
    """The whole number that a seed stands for; a text that is no number is hashed, an empty one is 0."""
    number = to_number(value)
    if number != number:
        text = to_string(value)
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True) if text else 0
    if math.isinf(number):
        return 2**63 - 1 if number == math.inf else -(2**63)
    return int(number)


def _by_chance(c: Context, nodes: list[Any]) -> list[Any]:
    result: list[Any] = []
    for at, node in enumerate(nodes):
        _put(result, at, int(c.env.random() * (at + 1)), node)
    return result


def _put(result: list[Any], at: int, place: int, node: Any) -> None:
    if place == at:
        result.append(node)
    else:
        result.append(result[place])
        result[place] = node


def _depth(node: Any) -> int:
    depth = 0
    while node is not None:
        node, depth = node.up(), depth + 1
    return depth


def _is_inside(node: Any, container: Any) -> bool:
    while node is not None:
        if node is container:
            return True
        node = node.up()
    return False


def document_order(nodes: list[Any]) -> list[Any]:
    """Nodes in the order of their document, each once."""
    if len(nodes) < 2:
        return nodes
    unique = list({id(node): node for node in nodes}.values())
    orders: dict[int, dict[int, int]] = {}
    return sorted(unique, key=lambda node: _order(node, orders))


def _order(node: Any, orders: dict[int, dict[int, int]]) -> tuple[int, ...]:
    key: list[int] = []
    while True:
        parent = node.up()
        if parent is None:
            break
        places = orders.get(id(parent))
        if places is None:
            # Attributes come after their element and before its children.
            places = {id(one): at for at, one in enumerate([*parent.attributes(), *parent.down()])}
            orders[id(parent)] = places
        key.append(places.get(id(node), -1))
        node = parent
    key.reverse()
    return tuple(key)
