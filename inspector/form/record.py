"""An instance as XML, and back: the answers of a form as any ODK program writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from inspector.form import markup
from inspector.form.definition import Definition
from inspector.form.problems import FormError, problem
from inspector.i18n import N_

if TYPE_CHECKING:
    from inspector.form.instance import Instance
    from inspector.form.node import Node

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
    _fill(instance, instance.root, top)


def _fill(instance: Instance, node: Node, element: Any) -> None:
    for attribute in node.attrs:
        definition = attribute.definition
        key = f"{{{definition.namespace}}}{definition.local}" if definition.namespace else definition.local
        attribute.value = element.get(key, attribute.value)
    groups: dict[str, list[Any]] = {}
    for child in markup.elements(element):
        groups.setdefault(markup.local_name(child), []).append(child)
    for slot in node.slots:
        found = groups.get(slot.definition.local, [])
        if slot.definition.kind == "repeat":
            slot.slots.clear()
            for one in found:
                made = instance.take(slot, one.get(_UID))
                _fill(instance, made, one)
        elif slot.definition.kind == "group":
            if found:
                _fill(instance, slot, found.pop(0))
        else:
            slot.value = _text(found.pop(0), slot.definition) if found else ""


def _text(element: Any, _definition: Definition) -> str:
    return "".join(element.itertext())
