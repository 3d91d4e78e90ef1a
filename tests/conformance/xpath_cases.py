"""Cases of xpath.jsonl: one expression, its document, its result."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Any

from inspector.form.expression.compiler import Context, ExpressionFailure, Scope, compile_expression
from tests.conformance.document import DomNode, locate, read

FORM = "http://www.w3.org/2002/xforms"


class World:
    """What an expression may ask: the document's own secondary instances and translations."""

    def __init__(
        self, root: DomNode, document: DomNode, zone: tzinfo, now: Callable[[], datetime], language: str | None
    ) -> None:
        self.document = self.primary = root
        self._whole, self.zone, self.now, self._language = document, zone, now, language
        self.looked = 0

    def instance(self, name: str) -> DomNode | None:
        for node in self._whole.walk():
            if node.local == "instance" and any(a.name() == "id" and a.string() == name for a in node.attributes()):
                return node
        return None

    def itext(self, name: str) -> list[DomNode]:
        said = {a.owner_language: a for a in map(_Translation, self._whole.walk()) if a.owner_language is not None}
        if not said:
            return []
        default = next((a for a in said.values() if a.default), next(iter(said.values())))
        return said.get(self._language or "", default).values(name)

    def choice_name(self, value: str, path: str, context: Context) -> str:
        raise ExpressionFailure("no choices in a document")

    def element_by_id(self, name: str) -> DomNode | None:
        for node in self._whole.walk():
            if any(a.name() == "id" and a.string() == name for a in node.attributes()):
                return node
        return None

    def random(self) -> float:
        return 0.5


class _Translation:
    def __init__(self, node: DomNode) -> None:
        at = {a.name(): a.string() for a in node.attributes()} if node.local == "translation" else {}
        self.node, self.owner_language, self.default = node, at.get("lang"), at.get("default", "false()") != "false()"

    def values(self, name: str) -> list[DomNode]:
        for text in self.node.down():
            if any(a.name() == "id" and a.string() == name for a in text.attributes()):
                return [one for one in text.down() if one.local == "value" and not one.attributes()]
        return []


def check(case: dict[str, Any], zone: tzinfo, now: Callable[[], datetime]) -> str | None:
    """None when the case holds, else what is different."""
    document = read(case["xml"])
    root = locate(document, case["root"]) if case.get("root") else document
    world = World(root, document, zone, now, case.get("language"))
    core = case["dialect"] == "xpath1"
    node = locate(document, case["context"]) if case["context"] != "/" else document
    namespaces = {key or "": value for key, value in case.get("namespaces", {}).items()}
    namespaces.setdefault("xml", "http://www.w3.org/XML/1998/namespace")
    scope = Scope(core=core, namespaces=namespaces)
    try:
        compiled = compile_expression(case["expression"], scope)
        if compiled is None:
            return None if case["type"] == "error" else f"does not parse: {scope.problems[0].line()}"
        context = Context(node, world)
        kind = case["type"]
        found: Any
        if kind == "boolean":
            found = compiled.boolean(context)
        elif kind == "number":
            found = compiled.number(context)
        elif kind in ("node", "nodeset"):
            found = compiled.nodes(context)
        else:
            found = compiled.string(context)
    except ExpressionFailure as failure:
        return None if case["type"] == "error" else f"refused: {failure.template}"
    return None if _agrees(kind, case, found, document) else f"expected {case['value']!r}, got {_shown(found)!r}"


def _agrees(kind: str, case: dict[str, Any], found: Any, document: DomNode) -> bool:
    wanted = case["value"]
    if kind == "number":
        wanted = float(wanted)
        if math.isnan(wanted) or math.isinf(wanted):
            return found == wanted or (math.isnan(wanted) and math.isnan(found))
        return math.isclose(found, wanted, rel_tol=1e-6 if case["topic"] == "geo" else 1e-12, abs_tol=1e-15)
    if kind in ("boolean", "string"):
        return bool(found == wanted)
    if kind == "error":
        return False
    nodes = found if kind == "nodeset" else found[:1]
    paths = wanted if kind == "nodeset" else [wanted] if wanted is not None else []
    expected = [id(locate(document, path) if path != "/" else document) for path in paths]
    actual = [id(node) for node in nodes]
    return actual == expected if case.get("ordered", True) else sorted(actual) == sorted(expected)


def _shown(found: Any) -> Any:
    return [f"{node.sort} {node.name()}" for node in found] if isinstance(found, list) else found
