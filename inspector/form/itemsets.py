"""
Lists of choices: written out beside the question, or drawn from a secondary instance (or a repeat) through a filter.

A list that nothing in the form can change is made once and shared by all instances of its question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from inspector import collecting
from inspector.form.expression.compiler import Compiled, Context, ExpressionFailure
from inspector.form.texts import Text


class Choice:
    """One choice: the value that is stored, the words that are shown, and the columns of its row in the list."""

    __slots__ = ("_label", "_say", "node", "value")

    def __init__(self, value: str, say: Callable[[], str | None], node: Any = None) -> None:
        self.value, self._say, self.node = value, say, node
        self._label: str | None = None

    @property
    def label(self) -> str:
        """The words in the language that was active when the list was made."""
        if self._label is None:
            said = self._say()
            self._label = self.value if said is None else said
        return self._label

    @property
    def columns(self) -> dict[str, str]:
        """Further columns of the choice list: `ins_severity`, `legal` …"""
        if self.node is None:
            return {}
        return {child.local: child.string() for child in self.node.down()}

    def image(self) -> str | None:
        """The name of the picture column, if the list has one."""
        return self.columns.get("image")

    def __repr__(self) -> str:
        return f"<{self.value}: {self.label}>"


class ChoiceList:
    """Choices in order, and by value."""

    __slots__ = ("by_value", "choices", "places")

    def __init__(self, choices: list[Choice]) -> None:
        self.choices = tuple(choices)
        self.by_value = {choice.value: choice for choice in reversed(choices)}
        self.places = {choice.value: place for place, choice in reversed(list(enumerate(choices)))}

    def same_as(self, other: ChoiceList | None) -> bool:
        """Whether both offer the same values in the same order."""
        return other is not None and [c.value for c in self.choices] == [c.value for c in other.choices]


@dataclass(slots=True)
class Choices:
    """Where the choices of a question come from: `written` items, or `nodes` with a value and a label of each."""

    written: list[tuple[str, Text | None]] | None = None
    nodes: Compiled | None = None
    value: Compiled | None = None
    label: Text | None = None
    unfiltered: Callable[[], tuple[Compiled | None, Context]] | None = None
    default_language: str = ""
    _shared: dict[str, ChoiceList] = field(default_factory=dict)

    @property
    def expressions(self) -> list[Compiled]:
        """Everything whose change may change the list."""
        found = [one for one in (self.nodes, self.value) if one is not None]
        for text in self._texts:
            found += text.expressions
        return found

    @property
    def _texts(self) -> list[Text]:
        texts = [text for _value, text in self.written or () if text is not None]
        return [*texts, self.label] if self.label is not None else texts

    @property
    def changes(self) -> bool:
        """Whether an answer may change the list."""
        return any(one.references or one.uses_clock for one in self.expressions)

    @property
    def by_chance(self) -> bool:
        """Whether the list is drawn anew for each question."""
        return self.nodes is not None and "random" in self.nodes.text

    def made(self, c: Context, language: str) -> ChoiceList:
        """The list for one question in a language."""
        with collecting.put_off():
            if self.changes or self.by_chance:
                return self._made(c, language)
            known = self._shared.get(language)
            if known is None:
                known = self._shared[language] = self._made(c, language)
            return known

    def every(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Value and label of all choices without any filter."""
        language = language or self.default_language
        if self.written is not None:
            return tuple((value, (text.say(None, language) if text else None) or value) for value, text in self.written)
        nodes, c = self.unfiltered() if self.unfiltered is not None else (None, None)
        if nodes is None or c is None:
            return ()
        try:
            made = self._from_nodes(nodes.nodes(c), c, language)
            return tuple((choice.value, choice.label) for choice in made)
        except ExpressionFailure:
            return ()

    def _made(self, c: Context, language: str) -> ChoiceList:
        if self.written is not None:
            # The context moves on after the list is made; labels are said later.
            kept = Context(c.node, c.env)
            return ChoiceList([Choice(value, _saying(text, kept, language)) for value, text in self.written])
        assert self.nodes is not None
        return ChoiceList(self._from_nodes(self.nodes.nodes(c), c, language))

    def _from_nodes(self, nodes: list[Any], c: Context, language: str) -> list[Choice]:
        assert self.value is not None
        found: list[Choice] = []
        size, value = len(nodes), self.value.string
        for at, node in enumerate(nodes, 1):
            inner = Context(node, c.env, at, size, c.node)
            found.append(Choice(value(inner), _saying(self.label, inner, language), node))
        return found


def _saying(text: Text | None, c: Context, language: str) -> Callable[[], str | None]:
    if text is None:
        return lambda: None
    return lambda: text.say(c, language)
