"""
What a compiled expression is: the kind of its value, the closure that gives it, and what it reads.

A Scope says what is known where an expression stands; Code becomes text, number, truth or nodes by the functions below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from inspector.form.expression.grammar import Expr
from inspector.form.expression.library import Context, ExpressionFailure, Run
from inspector.form.expression.values import Value, text_number, to_boolean, to_number, to_string
from inspector.form.problems import Problem, problem
from inspector.i18n import N_


@dataclass(frozen=True, slots=True)
class Reference:
    """
    That an expression reads a definition.

    `shared` is the deepest definition whose instance the reader and what it reads have in common; `soft` references may lead
    to another instance of the reader's own repeat and close no cycle; `place` ones read only the order of instances.
    """

    target: Any
    shared: Any
    soft: bool = False
    place: bool = False


@dataclass
class Scope:
    """What is known where an expression stands."""

    definition: Any = None
    root: Any = None
    origin: Any = None
    core: bool = False
    namespaces: dict[str, str] = field(default_factory=dict)
    check: bool = False
    references: list[Reference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    text: str = ""
    lenient: int = 0
    uses: set[str] = field(default_factory=set)
    texts: bool = False
    instances: Any = None
    dynamic: bool = False
    crowded: bool = False
    # Inside a predicate: the deepest definition whose instance the reader and the context node have in common; None: the form.
    reach: Any = None

    def inner(self, definition: Any) -> Scope:
        """The scope inside a predicate: another context node, the same beginnings and the same lists."""
        return Scope(
            definition, self.root, self.origin or self.definition, self.core, self.namespaces, self.check, self.references,
            self.problems, self.text, self.lenient, self.uses, self.texts, self.instances, definition is None,
            self.crowded, self.reach,
        )  # fmt: skip

    def wrong(self, code: str, template: str, at: int, **fields: Any) -> None:
        """Note a problem at a position of the text."""
        self.problems.append(problem(code, template, text=self.text, offset=at, **fields))


@dataclass(slots=True)
class Code:
    """A compiled expression: the kind of its value and the closure that gives it."""

    kind: str
    run: Run
    constant: bool = False
    text: Callable[[Context], str] | None = None


@dataclass(slots=True)
class Compiled:
    """An expression ready to run."""

    text: str
    run: Run
    string: Callable[[Context], str]
    number: Callable[[Context], float]
    boolean: Callable[[Context], bool]
    nodes: Run
    references: tuple[Reference, ...]
    constant: bool
    uses_language: bool
    uses_clock: bool
    tree: Expr
    entry: Callable[[Context], str] | None = None


def as_string(code: Code) -> Callable[[Context], str]:
    """The value as text."""
    run = code.run
    if code.kind == "string":
        return run
    if code.text is not None:
        return code.text
    return lambda c: to_string(run(c))


def as_number(code: Code) -> Callable[[Context], float]:
    """The value as a number."""
    run = code.run
    if code.kind == "number":
        return run
    if code.text is not None:
        text = code.text
        return lambda c: text_number(text(c), c.env.zone)
    return lambda c: to_number(run(c), c.env.zone)


def as_boolean(code: Code) -> Callable[[Context], bool]:
    """The value as a truth."""
    run = code.run
    if code.kind == "boolean":
        return run
    return lambda c: to_boolean(run(c))


def as_nodes(code: Code) -> Run:
    """The value as a node-set; anything else is refused when it is evaluated."""
    run = code.run
    if code.kind == "nodes":
        return run

    def nodes(c: Context) -> Value:
        found = run(c)
        if found.__class__ is not list:
            raise ExpressionFailure(N_("A reference to questions is needed, and a value was given."))
        return found

    return nodes


def converted(code: Code, kind: str) -> Run:
    """The closure that gives the value as the kind of a signature."""
    if kind == "s":
        return as_string(code)
    if kind == "n":
        return as_number(code)
    if kind == "b":
        return as_boolean(code)
    return as_nodes(code) if kind == "ns" else code.run
