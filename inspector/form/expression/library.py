"""
The register of functions: what each is called, what it takes and gives, and the Python that answers it.

A signature is a row of kinds: `s` text, `n` number, `b` truth, `v` any value, `ns` node-set; `?` may be left out, `*` any number
of times. Arguments are converted before the function is called. A function with `lazy` is given the compiled arguments and
decides itself which to evaluate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final, Protocol

from inspector.form.expression.values import Value, XNode


class ExpressionFailure(Exception):
    """An expression cannot be answered: a function was given what it cannot take."""

    def __init__(self, template: str, **fields: object) -> None:
        super().__init__(template)
        self.template, self.fields = template, fields


class Environment(Protocol):
    """What expressions may ask of the world around them."""

    zone: tzinfo | None
    document: Any
    looked: int

    def now(self) -> datetime:
        """This moment, in local time."""

    def instance(self, name: str) -> XNode | None:
        """The root of a secondary instance."""

    def itext(self, name: str) -> list[Any]:
        """The texts of an entry in the active language, as nodes."""

    def choice_name(self, value: str, path: str, context: Context) -> str:
        """The label of a choice of the question at `path`."""

    def element_by_id(self, name: str) -> XNode | None:
        """The element whose `id` attribute is `name`."""

    def random(self) -> float:
        """A number from 0 up to 1."""


class Context:
    """Where an expression is evaluated: its node, position among how many, the node it began at, and the world."""

    __slots__ = ("current", "env", "node", "position", "size")

    def __init__(self, node: Any, env: Any, position: int = 1, size: int = 1, current: Any = None) -> None:
        self.node = node
        self.env = env
        self.position = position
        self.size = size
        self.current = node if current is None else current


Run = Callable[[Context], Value]


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language."""

    name: str
    kinds: tuple[str, ...]
    least: int
    most: int | None
    gives: str
    answer: Callable[..., Any]
    contextual: bool = False
    lazy: bool = False

    def kind(self, index: int) -> str:
        """The kind of the argument at `index`."""
        return self.kinds[min(index, len(self.kinds) - 1)]


FUNCTIONS: Final[dict[str, Function]] = {}
"""Every ODK function by name."""

CORE: Final[dict[str, Function]] = {}
"""Functions that plain XPath 1.0 answers otherwise, or that only it has."""


def function(
    name: str, signature: str, gives: str, *, contextual: bool = False, lazy: bool = False, core: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enter a function in the register under `name` (several names, separated by blanks, are the same function)."""
    words = signature.split()
    kinds = tuple(word.rstrip("?*") for word in words)
    least = sum(1 for word in words if word[-1] not in "?*")
    most = None if words and words[-1].endswith("*") else len(words)

    def enter(answer: Callable[..., Any]) -> Callable[..., Any]:
        for one in name.split():
            (CORE if core else FUNCTIONS)[one] = Function(one, kinds, least, most, gives, answer, contextual, lazy)
        return answer

    return enter
