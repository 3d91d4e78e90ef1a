"""What a form knows without asking: the day, the moment of beginning and end, the device, a new id."""

from __future__ import annotations

import uuid

from inspector.form.definition import Definition
from inspector.form.node import Node
from inspector.form.world import World


def said(node: Node, world: World) -> str | None:
    """The value that `jr:preload` asks for when a form begins; None when the node keeps what it has."""
    definition = node.definition
    bind = definition.bind
    if bind is not None and bind.calculate is not None:
        return None  # what is computed is not given beforehand
    kind = bind.preload if bind is not None else ""
    if not kind:
        return None
    params = bind.preload_params if bind is not None else ""
    if kind == "uid":
        return new_id()
    if kind == "date" and params in ("today", ""):
        return world.now().date().isoformat()
    if kind == "timestamp" and params == "start":
        return moment(world)
    if kind == "property":
        known = {name.lower(): value for name, value in world.properties.items()}
        return known.get(params.lower())
    return None


def at_the_end(definition: Definition) -> bool:
    """Whether a node holds the moment at which the form was finished."""
    bind = definition.bind
    return bind is not None and bind.preload == "timestamp" and bind.preload_params == "end"


def moment(world: World) -> str:
    """Now, with the offset of the time zone."""
    return world.now().isoformat(timespec="milliseconds")


def new_id() -> str:
    """An id that nobody else has."""
    return f"uuid:{uuid.uuid4()}"
