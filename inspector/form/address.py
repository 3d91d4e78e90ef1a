"""Where a node is: by a path a person or a file gives, or down a route of the plan."""

from __future__ import annotations

import re
from typing import Final

from inspector.form.definition import Action
from inspector.form.expression.references import contains
from inspector.form.graph import Route, route
from inspector.form.node import Node

_STEP: Final = re.compile(r"([^\[\]/]+)(?:\[([^\[\]]+)\])?")


def find(root: Node, path: str) -> Node | None:
    """The node at a path, absolute or below the root; instances of repeats by uid or by their place from 1."""
    at: Node | None = root
    parts = path.split("/")
    if path.startswith("/"):
        if parts[1] not in (root.definition.qualified, root.definition.local):
            return None
        parts = parts[2:]
    for part in parts:
        if at is None or not part:
            break
        at = _step(at, part)
    return at


def _step(at: Node, part: str) -> Node | None:
    if part.startswith("@"):
        return next((one for one in at.attrs if one.definition.qualified == part[1:]), None)
    match = _STEP.fullmatch(part)
    if match is None:
        return None
    name, which = match.groups()
    found = next((one for one in at.slots if name in (one.definition.qualified, one.definition.local)), None)
    if found is None or which is None:
        return found
    if found.definition.kind != "repeat":
        return found if which == "1" else None
    by_uid = next((one for one in found.slots if one.uid == which), None)
    if by_uid is None and which.isdecimal() and len(which) < 9 and 1 <= int(which) <= len(found.slots):
        return found.slots[int(which) - 1]
    return by_uid


def down(node: Node, way: Route) -> list[Node]:
    """The nodes at the end of a route."""
    found = [node]
    for step, slot in way:
        if step == "r":
            found = [one for each in found for one in each.slots]
        elif step == "a":
            found = [each.attrs[slot] for each in found]
        else:
            found = [each.slots[slot] for each in found]
    return found


def targets(action: Action, owner: Node) -> list[Node]:
    """The nodes that an action sets when it happens at a node."""
    if action.nodes is not None:
        return [node for node in action.nodes.nodes(owner.home.context(owner)) if isinstance(node, Node)]
    top = owner
    while not contains(top.definition, action.target):
        assert top.parent is not None
        top = top.parent
    return down(top, route(top.definition, action.target))
