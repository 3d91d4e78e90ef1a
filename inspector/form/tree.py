"""The primary instance of an XForm -> definitions: which elements are groups, repeats, questions, and what they begin with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from inspector.datatypes import nfc
from inspector.form import markup
from inspector.form.definition import JR, ORX, Bind, Blank, Definition
from inspector.form.problems import FormError, Problem, problem
from inspector.i18n import N_

MAX_NODES: Final = 20_000

_TOO_MANY: Final = N_("The form has more than {limit} questions and groups.")
_STEP: Final = re.compile(r"(@)?(?:([^\W\d][\w.\-]*):)?([^\W\d][\w.\-·]*)(?:\[\d+\])?")


def grow(root: Any, repeats: set[str], problems: list[Problem]) -> Definition:
    """The definition of the primary instance whose root element (lxml) is given; `repeats` are the nodesets of repeats."""
    made = _definition("root", root, None, "")
    count = [0]
    _fill(made, [root], repeats, problems, count)
    _number(made)
    _read_blank(made, root)
    return made


def _definition(kind: str, element: Any, parent: Definition | None, above: str) -> Definition:
    namespace, prefix = markup.namespace(element), element.prefix or ""
    local = markup.local_name(element)
    made = Definition(kind, local, namespace, prefix, parent, f"{above}/{prefix + ':' if prefix else ''}{local}")
    made.declared = namespace if prefix or not namespace else None
    return made


def _fill(
    definition: Definition, samples: list[Any], repeats: set[str], problems: list[Problem], count: list[int]
) -> None:
    """Give a definition its children and attributes; `samples` are the elements that show what may be in it."""
    _attributes(definition, samples, count)
    seen: dict[Any, Definition] = {}
    named = [_by_tag(sample) for sample in samples]
    for sample in samples:
        ordinals: dict[Any, int] = {}
        for child in markup.elements(sample):
            nodeset = f"{definition.nodeset}/{child.prefix + ':' if child.prefix else ''}{markup.local_name(child)}"
            repeated = nodeset in repeats
            ordinals[child.tag] = ordinals.get(child.tag, 0) + 1
            key = child.tag if repeated else (child.tag, ordinals[child.tag])
            if key in seen:
                continue
            if repeated:
                seen[key] = _repeat(definition, child, samples, repeats, problems, count)
                continue
            place = ordinals[child.tag] - 1
            alike = [one[child.tag][place] for one in named if len(one.get(child.tag, ())) > place]
            kind = "group" if any(True for one in alike for _ in markup.elements(one)) else "question"
            made = seen[key] = _definition(kind, child, definition, definition.nodeset)
            definition.children.append(made)
            if kind == "group":
                _fill(made, alike, repeats, problems, count)
            else:
                _attributes(made, alike, count)


def _repeat(
    parent: Definition, child: Any, samples: list[Any], repeats: set[str], problems: list[Problem], count: list[int]
) -> Definition:
    made = _definition("repeat", child, parent, parent.nodeset)
    instance = _definition("repeat-instance", child, made, parent.nodeset)
    made.instance = instance
    parent.children.append(made)
    inner = [one for sample in samples for one in sample.iterchildren(child.tag)]
    _fill(instance, inner, repeats, problems, count)
    return made


def _by_tag(parent: Any) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for child in markup.elements(parent):
        found.setdefault(child.tag, []).append(child)
    return found


def _attributes(definition: Definition, samples: list[Any], count: list[int]) -> None:
    """Count the definition and give it its attributes."""
    count[0] += 1 + max(len(sample.attrib) for sample in samples)
    if count[0] > MAX_NODES:
        raise FormError([problem("form.large", _TOO_MANY, limit=MAX_NODES)])
    known: set[str] = set()
    for sample in samples:
        for key, value in sample.attrib.items():
            space, _, local = key[1:].partition("}") if key.startswith("{") else ("", "", key)
            if key in known or (space == JR and local == "template"):
                continue
            known.add(key)
            prefix = next((p or "" for p, uri in sample.nsmap.items() if uri == space), "") if space else ""
            name = f"{prefix}:{local}" if prefix else local
            made = Definition("attribute", local, space, prefix, definition, f"{definition.nodeset}/@{name}")
            made.default = value
            made.slot = len(definition.attributes)
            definition.attributes.append(made)


def _number(root: Definition) -> None:
    for index, definition in enumerate(root.walk()):
        definition.index = index
        for slot, child in enumerate(definition.children):
            child.slot = slot


def _read_blank(definition: Definition, element: Any) -> None:
    """Defaults of the definition from the model; those of repeats as blanks."""
    alike: dict[Any, list[Definition]] = {}
    for known in definition.children:
        alike.setdefault((known.namespace, known.local), []).append(known)
    places: dict[Any, int] = {}
    for child in markup.elements(element):
        key = (markup.namespace(child), markup.local_name(child))
        places[key] = places.get(key, 0) + 1
        found = alike.get(key, [])
        if not found:
            continue
        made = found[0]
        if made.kind != "repeat":
            if places[key] > len(found):
                continue
            made = found[places[key] - 1]
        if made.kind == "repeat":
            assert made.instance is not None
            blank = _blank(made.instance, child)
            if child.get(f"{{{JR}}}template") is not None:
                made.template = blank
            else:
                made.starts.append(blank)
        elif made.kind == "group":
            _read_blank(made, child)
        else:
            made.default = _text(child)


def _text(element: Any) -> str:
    return nfc("".join(element.itertext()) if len(element) else element.text or "")


def _blank(definition: Definition, element: Any) -> Blank:
    blank = Blank()
    children = {(child.namespace, child.local): child for child in reversed(definition.children)}
    for attribute in definition.attributes:
        key = f"{{{attribute.namespace}}}{attribute.local}" if attribute.namespace else attribute.local
        value = element.get(key)
        if value is not None:
            blank.attributes[attribute.slot] = value
    for child in markup.elements(element):
        made = children.get((markup.namespace(child), markup.local_name(child)))
        if made is None:
            continue
        if made.kind == "repeat":
            assert made.instance is not None
            inner = _blank(made.instance, child)
            if child.get(f"{{{JR}}}template") is not None:
                made.template = made.template or inner
            else:
                blank.repeats.setdefault(made.slot, []).append(inner)
        elif made.kind == "group":
            blank.groups[made.slot] = _blank(made, child)
        elif made.slot not in blank.values:
            blank.values[made.slot] = _text(child)
    return blank


def add_meta(root: Definition, namespaces: dict[str, str]) -> None:
    """Every form has a place for the id of its instances: meta/instanceID; where it must be made, the id is given too."""
    meta = next((child for child in root.children if child.local == "meta"), None)
    if meta is None:
        prefix = next((prefix for prefix, uri in namespaces.items() if prefix and uri == ORX), "")
        nodeset = f"{root.nodeset}/{prefix}:meta" if prefix else f"{root.nodeset}/meta"
        meta = Definition("group", "meta", ORX if prefix else root.namespace, prefix, root, nodeset)
        meta.slot = len(root.children)
        root.children.append(meta)
    elif meta.kind == "question":
        meta.kind = "group"
    if not any(child.local == "instanceID" for child in meta.children):
        prefix = f"{meta.prefix}:" if meta.prefix else ""
        made = Definition(
            "question", "instanceID", meta.namespace, meta.prefix, meta, f"{meta.nodeset}/{prefix}instanceID"
        )
        made.slot = len(meta.children)
        made.bind = Bind(preload="uid")
        meta.children.append(made)
    for index, definition in enumerate(root.walk()):
        definition.index = index


class Finder:
    """Definitions by the paths that binds and controls use."""

    def __init__(self, root: Definition, namespaces: dict[str, str]) -> None:
        self._root, self._namespaces = root, namespaces
        self._known: dict[str, list[Definition]] = {}
        for definition in root.walk():
            if definition.kind != "repeat":
                self._known.setdefault(definition.nodeset, []).append(definition)

    def find(self, ref: str, base: Definition | None = None) -> list[Definition]:
        """The definitions at a path, absolute or from `base`; a repeat's path gives what one instance is made of."""
        ref = ref.strip()
        if ref in self._known:
            return self._known[ref]
        if ref.startswith("/"):
            steps = ref[1:].split("/")
            if not self._fits(self._root, steps[0]):
                return []
            return self._down([self._root], steps[1:])
        ref = ref.removeprefix("current()/").removeprefix("./")
        return self._down([base or self._root], ref.split("/"))

    def _down(self, found: list[Definition], steps: Iterable[str]) -> list[Definition]:
        for step in steps:
            if step in (".", ""):
                continue
            if step == "..":
                found = [one for one in map(_parent, found) if one is not None]
            elif step.startswith("@"):
                found = [a for one in found for a in one.attributes if self._fits(a, step)]
            else:
                found = [child for one in found for child in _children(one) if self._fits(child, step)]
        return found

    def _fits(self, definition: Definition, step: str) -> bool:
        match = _STEP.fullmatch(step)
        if match is None:
            return False
        _at, prefix, local = match.groups()
        if definition.local != local:
            return False
        return not prefix or definition.namespace == self._namespaces.get(prefix, definition.namespace)


def _parent(definition: Definition) -> Definition | None:
    parent = definition.parent
    return parent.parent if parent is not None and parent.kind == "repeat" else parent


def _children(definition: Definition) -> list[Definition]:
    return [child.instance if child.instance is not None else child for child in definition.children]
