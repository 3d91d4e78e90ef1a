"""What an answer is stored as: text of the question's kind, within its range; choices of a person in the order of their list."""

from __future__ import annotations

from inspector.datatypes import kind_of
from inspector.form.node import Node


def canonical(node: Node, text: str) -> str:
    """The text as the question stores it; empty when it cannot be a value of its kind."""
    if not text:
        return ""
    value = kind_of(node.definition.type).canonical(text)
    control = node.definition.control
    if control is None or not value:
        return value
    if control.limits is not None:
        least, most = control.limits
        return value if _within(value, least, most) else ""
    return value


def ordered(node: Node, value: str) -> str:
    """Several choices in the order of their list, which is how a person's answer is stored."""
    control = node.definition.control
    if control is None or control.tag != "select" or " " not in value:
        return value
    offered = node.home.choice_list(node)
    places = offered.places if offered is not None else {}
    return " ".join(sorted(value.split(), key=lambda one: places.get(one, len(places))))


def _within(value: str, least: float, most: float) -> bool:
    try:
        return least <= float(value) <= most
    except ValueError:
        return False
