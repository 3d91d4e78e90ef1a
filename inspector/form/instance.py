"""A form that is being filled: what it asks and what can be done with it. How it comes to rest is in settling.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Unpack

from inspector.datatypes import nfc
from inspector.form import answers, making, preloads, record
from inspector.form.address import down, find
from inspector.form.node import Delta, Node
from inspector.form.problems import AnswerError, problem
from inspector.form.settling import Settling
from inspector.form.world import Surroundings, World
from inspector.i18n import N_

if TYPE_CHECKING:
    from inspector.form.form import Form

_NO_NODE: Final = N_("The form has no question “{path}”.")
_NO_REPEAT: Final = N_("“{path}” is not a repeat, or has no such instance.")
_NO_VALUE: Final = N_("“{path}” takes no answer.")
_COMPUTED: Final = N_("“{path}” is computed by the form.")
_BAD_VALUE: Final = N_("“{text}” is not an answer to “{path}”.")
_COUNTED: Final = N_("The form decides how many instances “{path}” has.")


class Instance(Settling):
    """One filled form. Every act gives a Delta; an act that is refused changes nothing."""

    def __init__(
        self,
        form: Form,
        *,
        data: str | bytes | None = None,
        finished: bool = False,
        **surroundings: Unpack[Surroundings],
    ) -> None:
        super().__init__(form, World(self, surroundings))
        self.root = Node(form.root, None, self)
        self.world.document.root = self.root
        self.world.primary = self.root
        making.furnish(self.root, None)
        if data is not None:
            record.fill(self, data)
            if finished:
                record.deprecate(self)
        for node in self.root.walk():
            if node.parent is not None:
                node.relevant = node.own_relevant and node.parent.relevant
                node.readonly = node.own_readonly or node.parent.readonly
        for unit in form.plan.units:
            for node in down(self.root, unit.route):
                self._queue(unit, node)
        for node in self.root.walk():
            control = node.definition.control
            if node.value and control is not None and control.choices is not None and not control.choices.changes:
                node.value, node.aside = self._offered(node, node.value)
        self._settle()
        self._begin(restored=data is not None)
        self._begun = True
        self._changes.clear()
        self._fired.clear()

    # What is asked -------------------------------------------------------------------------------------------------------

    def __getitem__(self, path: str) -> Node:
        """The node at a path below the root: `earthing/resistance`, `batteries[uid]/voltage`, `batteries[2]/voltage`."""
        node = find(self.root, path)
        if node is None:
            raise AnswerError([problem("answer.no-node", _NO_NODE, path=path, place=path)])
        return node

    def __contains__(self, path: str) -> bool:
        return find(self.root, path) is not None

    def nodes(self) -> Iterator[Node]:
        """Everything below the root in document order."""
        return (node for node in self.root.walk() if node is not self.root)

    def violations(self) -> list[Node]:
        """The questions that break a rule now, in document order."""
        return [node for node in self.nodes() if node.violation is not None]

    def serialise(self) -> str:
        """The XML of the answers; what is not relevant is left out, and the moment of finishing is put in."""
        for node in self.nodes():
            if preloads.at_the_end(node.definition):
                node.value = preloads.moment(self.world)
        return record.serialise(self)

    def draft(self) -> str:
        """The XML of all values, what is not relevant too, to go on with later."""
        return record.serialise(self, everything=True)

    # What is done --------------------------------------------------------------------------------------------------------

    def answer(self, path: str, text: str, *, strict: bool = True) -> Delta:
        """
        Answer a question with text; the empty text takes the answer back.

        Text that cannot be a value of its kind is refused, or if not `strict` counts as no answer, as in other clients.

        Raises:
            AnswerError: there is no such question, it is computed, or the text cannot be a value of its kind.
        """
        node = self[path]
        definition = node.definition
        if not definition.is_leaf:
            raise AnswerError([problem("answer.no-value", _NO_VALUE, path=path, place=path)])
        if (
            definition.bind is not None
            and definition.bind.calculate is not None
            and (node.readonly or definition.control is None)
        ):
            raise AnswerError([problem("answer.computed", _COMPUTED, path=path, place=path)])
        value = nfc(text)
        if value:
            value = answers.ordered(node, answers.canonical(node, value))
            if value == "" and text.strip() and strict:
                raise AnswerError([problem("answer.value", _BAD_VALUE, path=path, text=text[:80], place=path)])
        ranked = definition.control is not None and definition.control.tag == "rank"
        value, aside = self._offered(node, value) if ranked or not strict else (value, "")
        with self._whole():
            self._put(node, value, aside=aside)
        return self._delta()

    def add_repeat(self, path: str, uid: str | None = None) -> Delta:
        """Add an instance at the end of a repeat. Raises AnswerError when the form decides how many there are."""
        range_ = self._repeat(path)
        if range_.fixed:
            raise AnswerError([problem("answer.counted", _COUNTED, path=path, place=path)])
        with self._whole():
            self._grow(range_, uid)
        return self._delta()

    def remove_repeat(self, path: str) -> Delta:
        """Remove one instance: `batteries[uid]`. Raises AnswerError when there is none or the form decides."""
        node = find(self.root, path)
        if node is None or node.definition.kind != "repeat-instance" or node.parent is None:
            raise AnswerError([problem("answer.no-repeat", _NO_REPEAT, path=path, place=path)])
        if node.parent.fixed:
            raise AnswerError([problem("answer.counted", _COUNTED, path=path, place=path)])
        with self._whole():
            self._shrink(node)
        return self._delta()

    def set_language(self, language: str) -> Delta:
        """Speak another language of the form; one that it does not have leaves everything as it is."""
        if language == self.language or language not in self.form.languages:
            return Delta()
        with self._whole():
            self._speak(language)
        return self._delta()

    # Paths ---------------------------------------------------------------------------------------------------------------

    def _repeat(self, path: str) -> Node:
        node = find(self.root, path)
        if node is not None and node.definition.kind == "repeat-instance":
            node = node.parent
        if node is None or node.definition.kind != "repeat":
            raise AnswerError([problem("answer.no-repeat", _NO_REPEAT, path=path, place=path)])
        return node
