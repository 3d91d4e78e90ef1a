"""
What a form is, once it is read: the tree of its groups, repeats and questions, with everything that was written about each.

Built by xform.py, shared by all instances, never changed afterwards. A repeat is two definitions: the repeat itself, which
holds instances, and what one instance is made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inspector.form.expression.compiler import Compiled
    from inspector.form.itemsets import Choices
    from inspector.form.texts import Text

JR = "http://openrosa.org/javarosa"
ORX = "http://openrosa.org/xforms"
ODK = "http://www.opendatakit.org/xforms"
XFORMS = "http://www.w3.org/2002/xforms"
OURS = "urn:inspector:checklist"


class Definition:
    """One node of the form: `kind` is root, group, repeat, repeat-instance, question or attribute."""

    __slots__ = (
        "attributes", "bind", "by_name", "children", "control", "declared", "default", "depth", "index", "instance", "kind", "local", "names",
        "namespace", "nodeset", "parent", "path", "prefix", "slot", "starts", "template", "type", "units",
    )  # fmt: skip

    def __init__(
        self, kind: str, local: str, namespace: str, prefix: str, parent: Definition | None, nodeset: str
    ) -> None:
        self.kind, self.local, self.namespace, self.prefix, self.parent, self.nodeset = (
            kind,
            local,
            namespace,
            prefix,
            parent,
            nodeset,
        )
        self.path = nodeset.partition("/")[2].partition("/")[2] if nodeset.count("/") > 1 else ""
        self.children: list[Definition] = []
        self.attributes: list[Definition] = []
        self.slot = self.index = 0
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.default = ""
        self.type = "string"
        self.bind: Bind | None = None
        self.control: Control | None = None
        self.instance: Definition | None = None
        self.names: frozenset[str] = frozenset()
        self.by_name: dict[str, list[Definition]] | None = None
        # What stands in the model: `starts` for a repeat's first instances, `template` for one that is added.
        self.starts: list[Blank] = []
        self.template: Blank | None = None
        self.declared: str | None = None
        self.units: list[Any] = []

    def __repr__(self) -> str:
        return f"<{self.kind} {self.nodeset}>"

    @property
    def qualified(self) -> str:
        """The name with its prefix, as it is written."""
        return f"{self.prefix}:{self.local}" if self.prefix else self.local

    def walk(self) -> Iterator[Definition]:
        """This definition and all below it in document order; attributes follow their element."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            if one.instance is not None:
                waiting.append(one.instance)
                continue
            waiting += reversed(one.children)
            waiting += reversed(one.attributes)

    @property
    def is_leaf(self) -> bool:
        """Whether it holds a value."""
        return self.kind in ("question", "attribute")


@dataclass(slots=True)
class Blank:
    """Values of one repeat instance as the model has them: slot -> text, or the instances of an inner repeat."""

    values: dict[int, str] = field(default_factory=dict)
    repeats: dict[int, list[Blank]] = field(default_factory=dict)
    groups: dict[int, Blank] = field(default_factory=dict)
    attributes: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Bind:
    """What a <bind> says. Expressions are compiled; `attributes` holds those of foreign namespaces as `prefix:name`."""

    relevant: Compiled | None = None
    readonly: Compiled | None = None
    required: Compiled | None = None
    constraint: Compiled | None = None
    calculate: Compiled | None = None
    required_message: Text | None = None
    constraint_message: Text | None = None
    preload: str = ""
    preload_params: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Control:
    """What stands in the body for a question, a group or a repeat."""

    tag: str
    appearance: str = ""
    label: Text | None = None
    hint: Text | None = None
    choices: Choices | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    count: Compiled | None = None
    fixed: bool = False
    media: str = ""
    limits: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """A setvalue (or its kin): on which events, into which definition, what."""

    events: tuple[str, ...]
    target: Definition
    owner: Definition | None
    value: Compiled | None
    literal: str
    kind: str = "setvalue"
    nodes: Compiled | None = None


@dataclass(frozen=True)
class Question:
    """A question as lists, reports and findings see it: who it is and what its author wrote about it."""

    definition: Definition
    text: Any = field(repr=False, compare=False)
    spoken: str | None = field(default=None, compare=False)
    """The language that it speaks when it is asked for none."""

    @property
    def path(self) -> str:
        """Path below the form's root, without positions: `earthing/resistance`."""
        return self.definition.path

    @property
    def name(self) -> str:
        """The last step of the path."""
        return self.definition.local

    @property
    def nodeset(self) -> str:
        """Absolute path in the XForm."""
        return self.definition.nodeset

    @property
    def type(self) -> str:
        """Kind of value, a key of datatypes.KINDS."""
        return self.definition.type

    @property
    def control(self) -> str:
        """input, select1, select, rank, range, upload, trigger; empty for a calculation."""
        return self.definition.control.tag if self.definition.control else ""

    @property
    def appearance(self) -> str:
        """What the author said about how it looks."""
        return self.definition.control.appearance if self.definition.control else ""

    @property
    def calculated(self) -> bool:
        """Whether its value is computed."""
        return self.definition.bind is not None and self.definition.bind.calculate is not None

    @property
    def attributes(self) -> dict[str, str]:
        """Foreign attributes of the bind and of the control, as `ins:severity`."""
        found: dict[str, str] = {}
        for attribute in self.definition.attributes:
            if attribute.namespace:
                found[attribute.qualified] = attribute.default
        if self.definition.control:
            found.update(self.definition.control.attributes)
        if self.definition.bind:
            found.update(self.definition.bind.attributes)
        return found

    @property
    def parent(self) -> Definition | None:
        """The group or repeat it is in; None at the top."""
        parent = self.definition.parent
        return None if parent is None or parent.kind == "root" else parent

    @property
    def in_repeat(self) -> bool:
        """Whether there may be several of it in one form."""
        at: Definition | None = self.definition
        while at is not None and at.kind != "repeat-instance":
            at = at.parent
        return at is not None

    def label(self, language: str | None = None) -> str:
        """The label in a language, with what is computed in it left out."""
        return self.words(self.definition.control.label, language) if self.definition.control else ""

    def hint(self, language: str | None = None) -> str:
        """The hint in a language."""
        return self.words(self.definition.control.hint, language) if self.definition.control else ""

    def said(self, name: str, language: str | None = None) -> str:
        """A foreign attribute in a language; empty when it is not there."""
        return in_language(self.attributes, name, language or self.spoken)

    def words(self, text: Text | None, language: str | None = None) -> str:
        """A text of the form in a language."""
        return str(self.text(text, language or self.spoken))

    def choices(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Every choice (value, label) that the list may ever show, unfiltered."""
        control = self.definition.control
        return control.choices.every(language or self.spoken) if control and control.choices else ()


def in_language(attributes: Mapping[str, str], name: str, language: str | None) -> str:
    """What an attribute says in a language: `ins:unit-en` before `ins:unit` for `English (en)`, or for `en`."""
    code = (language or "").rpartition("(")[2].rstrip(")")
    return attributes.get(f"{name}-{code}") or attributes.get(name, "")
