"""Any XML document as nodes that paths walk over, with comments, texts and namespaces: what the XPath cases need."""

from __future__ import annotations

import re
from typing import Any, ClassVar
from xml.dom import minidom

import defusedxml.minidom


class DomNode:
    """One node of a document; the same DOM node is always the same DomNode."""

    relevant = True
    _KINDS: ClassVar[dict[int, str]] = {
        minidom.Node.ELEMENT_NODE: "element",
        minidom.Node.ATTRIBUTE_NODE: "attribute",
        minidom.Node.TEXT_NODE: "text",
        minidom.Node.CDATA_SECTION_NODE: "text",
        minidom.Node.COMMENT_NODE: "comment",
        minidom.Node.PROCESSING_INSTRUCTION_NODE: "processing-instruction",
        minidom.Node.DOCUMENT_NODE: "document",
    }

    def __init__(self, node: Any, parent: DomNode | None) -> None:
        self.node, self.parent = node, parent
        self.sort = self._KINDS.get(node.nodeType, "other")
        self.indexes: dict[Any, Any] = {}
        qualified = node.target if self.sort == "processing-instruction" else node.nodeName
        self.qualified = qualified if self.sort in ("element", "attribute", "processing-instruction") else ""
        self.local = self.qualified.rpartition(":")[2]
        self.namespace = (node.namespaceURI or "") if self.sort in ("element", "attribute") else ""
        self._children = (
            [DomNode(child, self) for child in node.childNodes] if self.sort in ("element", "document") else []
        )
        self._children = [child for child in self._children if child.sort != "other"]
        attributes = (
            [node.attributes.item(at) for at in range(node.attributes.length)] if self.sort == "element" else []
        )
        self._attributes = [
            DomNode(a, self) for a in attributes if a.name != "xmlns" and not a.name.startswith("xmlns:")
        ]

    def string(self) -> str:
        if self.sort in ("element", "document"):
            return "".join(child.string() for child in self._children if child.sort in ("element", "text"))
        return str(self.node.nodeValue or "")

    def up(self) -> DomNode | None:
        return self.parent

    def down(self) -> list[DomNode]:
        return self._children

    def attributes(self) -> list[DomNode]:
        return self._attributes

    def name(self) -> str:
        return self.qualified

    def walk(self) -> Any:
        yield self
        for child in self._children:
            yield from child.walk()


def read(xml: str) -> DomNode:
    """The document node of `xml`."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", xml)
    return DomNode(defusedxml.minidom.parseString(text.encode()), None)


def locate(document: DomNode, path: str) -> DomNode:
    """The node at a case's path: `/*[1]/*[2]/text()[1]`, `…/@name`, `…/@*[name()='p:n']`."""
    node = document
    for step in re.findall(r"/([^/\[]+(?:\[[^\]]*\])?)", path):
        name, index = re.fullmatch(r"([^\[]+)(?:\[(.*)\])?", step).groups()
        if name.startswith("@"):
            wanted = index[len("name()='") : -1] if name == "@*" else name[1:]
            node = next(one for one in node.attributes() if one.name() == wanted)
            continue
        kind = {
            "*": "element",
            "text()": "text",
            "comment()": "comment",
            "processing-instruction()": "processing-instruction",
        }[name]
        node = [one for one in node.down() if one.sort == kind][int(index) - 1]
    return node
