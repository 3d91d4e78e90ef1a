"""Nodes from definitions: a new form, or one more instance of a repeat, with the values that the model begins with."""

from __future__ import annotations

import secrets
from typing import Final

from inspector.datatypes import kind_of
from inspector.form.definition import Blank
from inspector.form.expression.compiler import Context
from inspector.form.node import Node
from inspector.form.problems import AnswerError, problem
from inspector.i18n import N_

MAX_INSTANCES: Final = 5_000
"""How many instances all repeats of a form may have together."""

_TOO_MANY: Final = N_("“{path}” has more than {limit} instances.")


def full(range_: Node) -> AnswerError:
    """That a repeat takes no further instance."""
    return AnswerError([problem("answer.many", _TOO_MANY, path=range_.path, limit=MAX_INSTANCES)])


def take(range_: Node, uid: str | None) -> Node:
    """An instance of a repeat as serialised answers have it; nothing follows from it yet."""
    if range_.home.instances >= MAX_INSTANCES:
        raise full(range_)
    return instance_of(range_, range_.definition.template, uid)


def forget(range_: Node) -> None:
    """Empty a repeat before serialised answers are put into it."""
    for node in range_.walk():
        range_.home.instances -= node.definition.kind == "repeat-instance"
    range_.slots.clear()


def furnish(node: Node, blank: Blank | None) -> None:
    """Give a node its attributes and children, with the values of the model or of a repeat's blank."""
    _attributes(node, blank)
    for child in node.definition.children:
        made = Node(child, node, node.home)
        node.slots.append(made)
        _constants(made)
        if child.kind == "repeat":
            if child.control is not None and child.control.count is not None:
                continue
            for start in blank.repeats.get(child.slot, []) if blank else child.starts:
                instance_of(made, start, str(len(made.slots) + 1))
        elif child.kind == "group":
            furnish(made, blank.groups.get(child.slot) if blank else None)
        else:
            default = blank.values.get(child.slot, "") if blank else child.default
            made.value = kind_of(child.type).canonical(default) if default else ""
            _attributes(made, None)


def instance_of(range_: Node, blank: Blank | None, uid: str | None) -> Node:
    """One more instance at the end of a repeat."""
    definition = range_.definition.instance
    assert definition is not None
    made = Node(definition, range_, range_.home)
    made.place = len(range_.slots) + 1
    # Rows that follow from the form alone have the same uid on every computer, so that their answers find them again.
    made.uid = uid or (str(made.place) if range_.fixed else secrets.token_hex(6))
    _constants(made)
    range_.slots.append(made)
    range_.home.instances += 1
    furnish(made, blank or Blank())
    return made


def _attributes(node: Node, blank: Blank | None) -> None:
    for attribute in node.definition.attributes:
        made = Node(attribute, node, node.home)
        made.value = blank.attributes.get(attribute.slot, attribute.default) if blank else attribute.default
        _constants(made)
        node.attrs.append(made)


def _constants(node: Node) -> None:
    bind = node.definition.bind
    if bind is None:
        return
    c = Context(node, node.home.world)
    if bind.relevant is not None and bind.relevant.constant:
        node.own_relevant = bind.relevant.boolean(c)
    if bind.readonly is not None and bind.readonly.constant:
        node.own_readonly = bind.readonly.boolean(c)
    if bind.required is not None and bind.required.constant:
        node.required = bind.required.boolean(c)
