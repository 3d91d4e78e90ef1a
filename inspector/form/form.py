"""A form that was loaded: what it asks, in which languages, and new instances of it to be filled. Never changed afterwards."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Unpack

from inspector import collecting
from inspector.form import xform
from inspector.form.definition import Action, Control, Definition, Question, in_language
from inspector.form.texts import Text

if TYPE_CHECKING:
    from inspector.form.graph import Plan
    from inspector.form.instance import Instance
    from inspector.form.markup import Element
    from inspector.form.problems import Origin, Problem
    from inspector.form.secondary import Resources
    from inspector.form.texts import Translations
    from inspector.form.world import Surroundings


class Form:
    """A published form: its questions, its languages, and the instances that are filled from it."""

    def __init__(self, read: xform.Read) -> None:
        self.id, self.version, self.title, self.sha = read.id, read.version, read.title, read.sha
        self.root: Definition = read.root
        self.translations: Translations = read.translations
        self.instances: dict[str, Element] = read.instances
        self.actions = read.actions
        self.plan: Plan = read.plan
        self.namespaces = read.namespaces
        self.warnings: tuple[Problem, ...] = read.warnings

    def __repr__(self) -> str:
        return f"<Form {self.id} {self.version}>"

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its texts, in its own order; empty when it has one without a name."""
        return self.translations.languages

    @property
    def default_language(self) -> str:
        """The language that an instance begins with."""
        return self.translations.default

    def spoken(self, language: str | None = None) -> str:
        """The form's own name of a language: `en` finds `English (en)`; of one that it does not have, its default language."""
        own = (name for name in self.languages if name == language or name.endswith(f"({language})"))
        return next(own, self.default_language)

    def title_in(self, language: str | None) -> str:
        """Its title. A form has one; what it is called in other languages are attributes such as `ins:title-en`."""
        return in_language(self.attributes, "ins:title", language) or self.title

    @cached_property
    def changing(self) -> dict[int, list[Action]]:
        """By the index of a definition: what happens when its value changes."""
        found: dict[int, list[Action]] = {}
        for action in self.actions:
            if action.owner is not None and "xforms-value-changed" in action.events:
                found.setdefault(action.owner.index, []).append(action)
        return found

    @cached_property
    def attributes(self) -> dict[str, str]:
        """What its settings say in foreign namespaces, as `ins:domain`."""
        return {one.qualified: one.default for one in self.root.attributes if one.namespace}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question and calculation, in the order of the form."""
        return tuple(
            self.question_of(one) for one in self.root.walk() if one.kind == "question" and not _is_meta(one, self.root)
        )

    @cached_property
    def _by_path(self) -> dict[str, Definition]:
        return {one.path: one for one in self.root.walk() if one.kind not in ("attribute", "repeat-instance")}

    def question_of(self, definition: Definition) -> Question:
        """A definition as lists and reports see it."""
        return Question(definition, self._said)

    def questions_in(self, language: str | None) -> tuple[Question, ...]:
        """Its questions, that speak this language unless they are asked for another."""
        return tuple(replace(one, spoken=self.spoken(language)) for one in self.questions)

    def label(self, path: str, language: str | None = None) -> str:
        """The label of a group or question; empty when it has none or is not there."""
        control = self._control(path)
        return self._said(control.label, language) if control else ""

    def hint(self, path: str, language: str | None = None) -> str:
        """The hint of a question; empty when it has none or is not there."""
        control = self._control(path)
        return self._said(control.hint, language) if control else ""

    def new(self, **surroundings: Unpack[Surroundings]) -> Instance:
        """A new instance, with what the form begins with."""
        from inspector.form.instance import Instance

        with collecting.put_off():
            return Instance(self, **surroundings)

    def restore(self, data: str | bytes, **surroundings: Unpack[Surroundings]) -> Instance:
        """A draft that was serialised, to go on with. Raises FormError when it is none of this form."""
        from inspector.form.instance import Instance

        with collecting.put_off():
            return Instance(self, data=data, **surroundings)

    def edit(self, data: str | bytes, **surroundings: Unpack[Surroundings]) -> Instance:
        """A finished record, to correct it: its id becomes the deprecated one. Raises FormError as restore does."""
        from inspector.form.instance import Instance

        with collecting.put_off():
            return Instance(self, data=data, finished=True, **surroundings)

    def _control(self, path: str) -> Control | None:
        found = self._by_path.get(path)
        return found.control if found is not None else None

    def _said(self, text: Text | None, language: str | None = None) -> str:
        if text is None:
            return ""
        return text.say(None, self.spoken(language) or "") or ""


def _is_meta(definition: Definition, root: Definition) -> bool:
    parent = definition.parent
    return parent is not None and parent.parent is root and parent.local == "meta"


def load(
    source: str | bytes,
    *,
    resources: Resources | None = None,
    origin: Origin | None = None,
    missing_is_empty: bool = False,
) -> Form:
    """
    A form from its XForm. `resources` are its attached files by their address; `origin` says where a node was written.

    An attached file that is missing is a problem, unless `missing_is_empty`.

    Raises:
        FormError: with every problem at once.
    """
    with collecting.put_off():
        return Form(xform.read(source, resources, origin, missing_is_empty=missing_is_empty))
