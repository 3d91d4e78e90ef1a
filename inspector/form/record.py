"""An instance as XML, and back: the answers of a form as any ODK program writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from inspector.form import making, markup, preloads
from inspector.form.definition import Definition
from inspector.form.node import Node
from inspector.form.problems import FormError, problem
from inspector.i18n import N_

if TYPE_CHECKING:
    from inspector.form.instance import Instance

_OTHER: Final = N_("The answers belong to another form: “{found}” is not “{name}”.")
_UID: Final = "uid"


def serialise(instance: Instance, *, everything: bool = False) -> str:
    """The XML of an instance; `everything` keeps what is not relevant, and the uids of repeats, for a draft."""
    parts: list[str] = []
    _write(instance.root, parts, everything, instance.form.namespaces)
    return "".join(parts)


def _write(node: Node, parts: list[str], everything: bool, namespaces: dict[str, str]) -> None:
    if not node.relevant and not everything:
        return
    if node.definition.kind == "repeat":
        for one in node.slots:
            _write(one, parts, everything, namespaces)
        return
    name = node.definition.qualified
    parts.append(f"<{name}")
    if node.parent is None:
        parts += [
            f" xmlns{':' if prefix else ''}{prefix}={quoteattr(uri)}" for prefix, uri in _spaces(node, namespaces)
        ]
    for attribute in node.attrs:
        if attribute.relevant or everything:
            parts.append(f" {attribute.definition.qualified}={quoteattr(attribute.value)}")
    if everything and node.uid is not None:
        parts.append(f" {_UID}={quoteattr(node.uid)}")
    if not node.slots and not node.value:
        parts.append("/>")
        return
    parts.append(">")
    if node.slots:
        for one in node.slots:
            _write(one, parts, everything, namespaces)
    else:
        parts.append(escape(node.value, {"\r": "&#13;"}))
    parts.append(f"</{name}>")


def _spaces(root: Node, namespaces: dict[str, str]) -> list[tuple[str, str]]:
    used: dict[str, str] = {}
    for definition in root.definition.walk():
        if definition.prefix:
            used[definition.prefix] = definition.namespace or namespaces.get(definition.prefix, "")
    if root.definition.declared:
        used[""] = root.definition.declared
    return sorted(used.items())


def fill(instance: Instance, data: str | bytes) -> None:
    """Put the values of serialised answers into a new instance. Raises FormError."""
    top = markup.read(data)
    if markup.local_name(top) != instance.root.definition.local:
        name = instance.root.definition.local
        raise FormError([problem("form.other", _OTHER, found=markup.local_name(top), name=name)])
    for attribute in instance.root.attrs:
        if attribute.definition.qualified == "id" and top.get("id") != attribute.definition.default:
            found, name = top.get("id") or "", attribute.definition.default
            raise FormError([problem("form.other", _OTHER, found=found, name=name)])
    _fill(instance, instance.root, top)


def deprecate(instance: Instance) -> None:
    """Begin the edit of a finished record: its id becomes the deprecated one and it is given a new one."""
    meta = next((one for one in instance.root.slots if one.definition.local == "meta"), None)
    own = next((one for one in meta.slots if one.definition.local == "instanceID"), None) if meta is not None else None
    if meta is None or own is None:
        return
    if own.value:
        _deprecated(meta).value = own.value
    bind = own.definition.bind
    if (own.value or (bind is not None and bind.preload == "uid")) and (bind is None or bind.calculate is None):
        own.value = preloads.new_id()


def _deprecated(meta: Node) -> Node:
    """The node of the id that a record had before; it is made when the form does not have it."""
    known = next((one for one in meta.slots if one.definition.local == "deprecatedID"), None)
    if known is not None:
        return known
    like = next(one.definition for one in meta.slots if one.definition.local == "instanceID")
    nodeset = like.nodeset.removesuffix("instanceID") + "deprecatedID"
    definition = Definition("question", "deprecatedID", like.namespace, like.prefix, meta.definition, nodeset)
    definition.index = -1
    definition.slot = len(meta.slots)
    made = Node(definition, meta, meta.home)
    meta.slots.append(made)
    return made


def _fill(instance: Instance, node: Node, element: Any) -> None:
    _attributes(node, element)
    groups: dict[str, list[Any]] = {}
    for child in markup.elements(element):
        groups.setdefault(markup.local_name(child), []).append(child)
    if node.definition.local == "meta" and "deprecatedID" in groups and node.parent is instance.root:
        _deprecated(node)
    for slot in node.slots:
        found = groups.get(slot.definition.local, [])
        if slot.definition.kind == "repeat":
            if not found and slot.definition.control is not None and slot.definition.control.fixed:
                # The form decides how many there are; what was left out of them has no value.
                _empty(slot)
                continue
            making.forget(slot)
            for one in found:
                made = making.take(slot, one.get(_UID))
                _fill(instance, made, one)
        elif slot.definition.kind == "group":
            if found:
                _fill(instance, slot, found.pop(0))
        elif found:
            _attributes(slot, found[0])
            slot.value = _text(found.pop(0), slot.definition)


def _empty(node: Node) -> None:
    for one in node.walk():
        one.value = ""


def _attributes(node: Node, element: Any) -> None:
    for attribute in node.attrs:
        definition = attribute.definition
        key = f"{{{definition.namespace}}}{definition.local}" if definition.namespace else definition.local
        attribute.value = element.get(key, attribute.value)


def _text(element: Any, _definition: Definition) -> str:
    return "".join(element.itertext())
