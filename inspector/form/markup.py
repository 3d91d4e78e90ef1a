"""
XML from outside: read without entities, without a network, within bounds of size and depth; and small read-only trees of it.

`Element` is what secondary instances are made of. It is light, knows its parent, and may be walked by paths.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from inspector.form.problems import FormError, problem
from inspector.i18n import N_

MAX_BYTES: Final = 64_000_000
MAX_DEPTH: Final = 100

_BROKEN: Final = N_("This is not well-formed XML: {reason}")
_ENTITIES: Final = N_("The XML declares a document type or entities, which forms never need.")
_DEEP: Final = N_("The XML is nested deeper than {limit} elements.")
_LARGE: Final = N_("The XML is larger than {limit} bytes.")


def read(source: str | bytes, *, what: str | None = None) -> Any:
    """
    The root element (lxml) of a document.

    Raises:
        FormError: not well-formed, too large, too deep, or with a document type.
    """
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else bytes(source)
    if len(data) > MAX_BYTES:
        raise FormError([problem("form.xml.large", _LARGE, limit=MAX_BYTES, place=what)])
    if b"<!DOCTYPE" in data[:4096].replace(b"\x00", b"") or b"<!ENTITY" in data.replace(b"\x00", b"")[:65536]:
        raise FormError([problem("form.xml.entities", _ENTITIES, place=what)])
    data = data.lstrip(b" \t\r\n")
    if isinstance(source, str) and data.startswith(b"<?xml"):
        # The declared encoding described bytes that are no longer there.
        end = data.find(b"?>")
        data = data[end + 2 :].lstrip() if end > 0 else data
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=False,
        remove_pis=False, strip_cdata=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormError([problem("form.xml.broken", _BROKEN, reason=str(error), place=what)]) from None
    if root.getroottree().docinfo.doctype:
        raise FormError([problem("form.xml.entities", _ENTITIES, place=what)])
    _measure(root, what)
    return root


def _measure(root: Any, what: str | None) -> None:
    if root.xpath(f"boolean({'/*' * (MAX_DEPTH + 1)})"):
        raise FormError([problem("form.xml.deep", _DEEP, limit=MAX_DEPTH, place=what)])


def local_name(element: Any) -> str:
    """The local name of an lxml element; empty for comments and instructions."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2]


def namespace(element: Any) -> str:
    """The namespace of an lxml element."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def elements(parent: Any) -> Iterator[Any]:
    """The child elements of an lxml element, without comments and instructions."""
    found: Iterator[Any] = parent.iterchildren(tag=etree.Element)
    return found


class Leaf:
    """A text, an attribute, a comment or an instruction: a node without children."""

    __slots__ = ("local", "namespace", "owner", "qualified", "sort", "value")
    relevant = True

    def __init__(
        self, sort: str, value: str, owner: Any, local: str = "", qualified: str = "", namespace: str = ""
    ) -> None:
        self.sort, self.value, self.owner = sort, value, owner
        self.local, self.qualified, self.namespace = local, qualified or local, namespace

    def string(self) -> str:
        """Its text."""
        return self.value

    def up(self) -> Any:
        """The element it belongs to."""
        return self.owner

    def down(self) -> list[Any]:
        """No children."""
        return []

    def attributes(self) -> list[Any]:
        """No attributes."""
        return []

    def name(self) -> str:
        """Its name with the prefix."""
        return self.qualified


class Element:
    """An element of a secondary instance: children, attributes, text; indexes of columns on its root."""

    __slots__ = ("_attributes", "children", "indexes", "local", "namespace", "parent", "qualified", "text")
    sort = "element"
    relevant = True

    def __init__(
        self, local: str, parent: Element | None = None, text: str = "", namespace: str = "", prefix: str = ""
    ) -> None:
        self.local, self.parent, self.text, self.namespace = local, parent, text, namespace
        self.qualified = f"{prefix}:{local}" if prefix else local
        self.children: list[Element] = []
        self._attributes: list[Leaf] | None = None
        self.indexes: dict[Any, Any] = {}

    def string(self) -> str:
        """The text of the element and all below it."""
        if not self.children:
            return self.text
        return self.text + "".join(child.string() for child in self.children)

    def up(self) -> Element | None:
        """Its parent."""
        return self.parent

    def down(self) -> list[Element]:
        """Its child elements."""
        return self.children

    def attributes(self) -> list[Leaf]:
        """Its attributes."""
        return self._attributes or []

    def name(self) -> str:
        """Its name with the prefix."""
        return self.qualified

    def add(self, local: str, text: str = "") -> Element:
        """A new child element behind the others."""
        child = Element(local, self, text)
        self.children.append(child)
        return child

    def value(self, local: str) -> str | None:
        """The text of the first child of that name; None when there is none."""
        for child in self.children:
            if child.local == local:
                return child.string()
        return None


def light(element: Any, parent: Element | None = None) -> Element:
    """An lxml element as Elements; depth is bounded by read()."""
    space, brace, local = element.tag.rpartition("}")
    made = Element(local, parent, "", space[1:] if brace else "", element.prefix or "")
    attributes = element.items()
    if attributes:
        made._attributes = []
        for key, value in attributes:
            space, _, name = key[1:].partition("}") if key.startswith("{") else ("", "", key)
            made._attributes.append(Leaf("attribute", value, made, name, "", space))
    if len(element):
        made.children = [light(child, made) for child in elements(element)]
        if not made.children or (element.text and element.text.strip()):
            made.text = "".join(part for part in element.itertext()) if not made.children else (element.text or "")
    else:
        made.text = element.text or ""
    return made
