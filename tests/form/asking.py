"""One small document, and what an expression says about it: the tables of cases per function are asked here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from inspector.form.expression.compiler import Context, ExpressionFailure, Scope, compile_expression
from tests.conformance.document import DomNode, read
from tests.conformance.xpath_cases import World

ZONE = ZoneInfo("America/Phoenix")
NOW = datetime(2026, 11, 23, 12, 30, 15, 250_000, ZONE)
DOCUMENT = (
    '<data xml:lang="en-GB" xmlns:n="urn:n"><a n:k="7" m="8">1</a><b>2</b><c> x  y z </c><empty/><neg>-7.5</neg>'
    "<day>2024-02-29</day><t>2024-02-29T10:20:30.456-07:00</t>"
    "<r><v>3</v><w>p</w><q><z>1</z></q><q><z>2</z></q></r><r><v>5</v><w>q</w><q><z>3</z></q></r><r><v/><w>q</w></r>"
    '<p1>38.25 21.75 0 0</p1><p2>38.26 21.76 0 0</p2><n:ns>9</n:ns><!-- c --><?pi x?><?other y?><word>Hello World<u:e xmlns:u="urn:u" u:k="5"/></word><nan>abc</nan>'
    '<list>c a b</list><id id="one">first</id><id id="two">second</id></data>'
)
LIST = (
    '<instance id="x"><root><item of="p"><name>a</name><n>2</n></item><item><name>b</name><n>1</n></item>'
    "<item><name>c</name><n>3</n></item><item><name>q</name><n>3</n></item></root></instance>"
)


class _Asked(World):
    def __init__(self) -> None:
        root = read(DOCUMENT)
        super().__init__(root, root, ZONE, lambda: NOW, None)
        self._list = read(LIST).down()[0]

    def instance(self, name: str) -> DomNode | None:
        return self._list if name == "x" else None

    def choice_name(self, value: str, path: str, context: Context) -> str:
        return f"{value} of {path}"


def said(expression: str) -> Any:
    """Its text; for what is refused when it is read or when it is asked, the code or the template of the problem."""
    scope = Scope(namespaces={"n": "urn:n", "xml": "http://www.w3.org/XML/1998/namespace"})
    made = compile_expression(expression, scope)
    if made is None:
        found = scope.problems[0]
        return f"! {found.code} at {found.offset}"
    world = _Asked()
    try:
        return made.string(Context(world.document, world))
    except ExpressionFailure as failure:
        return f"! {failure.template}"
