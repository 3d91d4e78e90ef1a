"""
One node of a form that is being filled, and what an answer changed.

A Node only holds; settling.py decides. Paths of expressions walk over nodes as over any XML (`up`, `down`, `string` …).
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inspector.form.definition import Definition, Question
from inspector.form.itemsets import Choice

if TYPE_CHECKING:
    from inspector.form.instance import Instance
    from inspector.form.itemsets import ChoiceList


class Violation(enum.Enum):
    """A rule of the form that a question breaks."""

    REQUIRED = "required"
    CONSTRAINT = "constraint"


class Node:
    """A group, a repeat, an instance of one, or a question, with its present state."""

    __slots__ = (
        "aside", "attrs", "definition", "home", "list_cache", "own_readonly", "own_relevant", "parent", "place", "readonly", "relevant",
        "required", "slots", "uid", "valid", "value",
    )  # fmt: skip

    def __init__(self, definition: Definition, parent: Node | None, home: Instance) -> None:
        self.definition, self.parent, self.home = definition, parent, home
        self.value = ""
        self.aside = ""
        self.slots: list[Node] = []
        self.attrs: list[Node] = []
        self.own_relevant = self.relevant = True
        self.own_readonly = self.readonly = False
        self.required = False
        self.valid = True
        self.uid: str | None = None
        self.place: int | None = None
        self.list_cache: ChoiceList | None = None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.path} {self.value!r}>"

    # What a person sees ----------------------------------------------------------------------------------------------

    @property
    def kind(self) -> str:
        """root, group, repeat, repeat-instance, note, question or calculation."""
        definition = self.definition
        if definition.kind != "question":
            return definition.kind
        if definition.control is None:
            return "calculation"
        bind = definition.bind
        silent = definition.control.tag == "input" and definition.type == "string" and bind is not None
        if (
            silent
            and bind is not None
            and bind.calculate is None
            and bind.readonly is not None
            and bind.readonly.constant
            and self.readonly
        ):
            return "note"
        return "question"

    @property
    def path(self) -> str:
        """Path below the form's root; instances of repeats by their uid: `batteries[i1]/voltage`."""
        parts: list[str] = []
        at: Node | None = self
        while at is not None and at.parent is not None:
            if at.uid is not None and at.definition.kind == "repeat-instance":
                parts.append(f"{at.definition.local}[{at.uid}]")
                at = at.parent.parent
                continue
            parts.append(
                f"@{at.definition.qualified}" if at.definition.kind == "attribute" else at.definition.qualified
            )
            at = at.parent
        return "/".join(reversed(parts))

    @property
    def ref(self) -> str:
        """Absolute path with positions: `/data/batteries[2]/voltage`."""
        parts: list[str] = []
        at: Node | None = self
        while at is not None:
            if at.definition.kind == "repeat-instance":
                assert at.parent is not None
                parts.append(f"{at.definition.qualified}[{at.place}]")
                at = at.parent.parent
                continue
            parts.append(
                f"@{at.definition.qualified}" if at.definition.kind == "attribute" else at.definition.qualified
            )
            at = at.parent
        return "/" + "/".join(reversed(parts))

    @property
    def question(self) -> Question:
        """What its author wrote about it."""
        return self.home.form.question_of(self.definition)

    @property
    def label(self) -> str | None:
        """Its label in the active language."""
        return self._said("label")

    @property
    def hint(self) -> str | None:
        """Its hint in the active language."""
        return self._said("hint")

    @property
    def guidance(self) -> str | None:
        """The longer help that is shown on request."""
        control = self.definition.control
        if control is None or control.hint is None or not control.hint.translated:
            return None
        return control.hint.say(self.home.context(self), self.home.language, ("guidance",))

    def media(self, form: str, of: str = "label") -> str | None:
        """The file that goes with its label (`image`, `audio`, `video`, `big-image`), as the form names it."""
        control = self.definition.control
        text = None if control is None else control.label if of == "label" else control.hint
        return (
            text.say(self.home.context(self), self.home.language, (form,))
            if text is not None and text.translated
            else None
        )

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices that are offered now."""
        found = self.home.choice_list(self)
        return found.choices if found is not None else ()

    @property
    def violation(self) -> Violation | None:
        """The rule that it breaks now, if any."""
        if not self.relevant or self.definition.kind not in ("question", "attribute"):
            return None
        if self.value == "":
            return Violation.REQUIRED if self.required else None
        return None if self.valid else Violation.CONSTRAINT

    @property
    def message(self) -> str | None:
        """The form's own words for its violation; None when the form has none."""
        bind, violation = self.definition.bind, self.violation
        if bind is None or violation is None:
            return None
        text = bind.required_message if violation is Violation.REQUIRED else bind.constraint_message
        return text.say(self.home.context(self), self.home.language) if text is not None else None

    @property
    def children(self) -> list[Node]:
        """What is directly inside it, attributes apart."""
        return self.slots

    @property
    def fixed(self) -> bool:
        """For a repeat: whether the form decides how many instances there are."""
        control = self.definition.control
        return control is not None and (control.fixed or control.count is not None)

    def walk(self) -> Iterator[Node]:
        """It and everything below it in document order."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.slots)

    # What expressions see -----------------------------------------------------------------------------------------------

    @property
    def local(self) -> str:
        """The local name."""
        return self.definition.local

    @property
    def namespace(self) -> str:
        """The namespace."""
        return self.definition.namespace

    @property
    def sort(self) -> str:
        """element or attribute."""
        return "attribute" if self.definition.kind == "attribute" else "element"

    def string(self) -> str:
        """Its text; a node that is not relevant has none."""
        if not self.relevant:
            return ""
        if not self.slots:
            return self.value
        return "".join(one.string() for one in self.down())

    def up(self) -> Any:
        """The parent element; above the root is the document."""
        parent = self.parent
        if parent is None:
            return self.home.world.document
        return parent.parent if parent.definition.kind == "repeat" else parent

    def down(self) -> list[Any]:
        """The child elements; of repeats all instances."""
        found: list[Any] = []
        for one in self.slots:
            if one.definition.kind == "repeat":
                found += one.slots
            else:
                found.append(one)
        return found

    def attributes(self) -> list[Any]:
        """Its attributes."""
        return self.attrs

    def name(self) -> str:
        """Its name with the prefix."""
        return self.definition.qualified

    def _said(self, what: str) -> str | None:
        control = self.definition.control
        text = getattr(control, what) if control is not None else None
        return text.say(self.home.context(self), self.home.language) if text is not None else None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed at one node: value, relevant, readonly, required, label, choices, violation, added or removed."""

    path: str
    what: str

    def __iter__(self) -> Iterator[str]:
        return iter((self.path, self.what))


@dataclass(frozen=True)
class Delta:
    """What an act changed; false when nothing did."""

    changes: tuple[Change, ...] = ()
    values: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.changes)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every node that changed, once, in order."""
        return tuple(dict.fromkeys(change.path for change in self.changes))

    def what(self, path: str) -> frozenset[str]:
        """What changed at one node."""
        return frozenset(change.what for change in self.changes if change.path == path)
