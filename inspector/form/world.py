"""The world that a form's expressions ask: clock, secondary instances, translations, labels of choices, chance."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, TypedDict

from inspector.form.expression.compiler import Compiled, Context, ExpressionFailure, Scope, compile_expression
from inspector.i18n import N_

if TYPE_CHECKING:
    from inspector.form.instance import Instance
    from inspector.form.markup import Element
    from inspector.form.node import Node

_NO_QUESTION = N_("jr:choice-name() finds no question at “{path}”.")
_NO_CHOICES = N_("jr:choice-name() was asked about “{path}”, which offers no choices.")


class Document:
    """What stands above the root of the primary instance."""

    sort, local, namespace, relevant = "document", "", "", True
    definition = None

    def __init__(self) -> None:
        self.root: Any = None

    def string(self) -> str:
        """All text of the form."""
        return str(self.root.string())

    def up(self) -> None:
        """Nothing is above."""
        return

    def down(self) -> list[Any]:
        """The root."""
        return [self.root]

    def attributes(self) -> list[Any]:
        """None."""
        return []

    def name(self) -> str:
        """It has no name."""
        return ""


class Surroundings(TypedDict, total=False):
    """What an instance may be told of the world: clock, chance (0 up to 1), time zone, and properties of the device."""

    clock: Callable[[], datetime]
    chance: Callable[[], float]
    zone: tzinfo
    properties: Mapping[str, str]


class World:
    """One instance's surroundings; an Environment for expressions."""

    def __init__(self, home: Instance, given: Surroundings) -> None:
        self._home, self._clock = home, given.get("clock", _now)
        self.zone: tzinfo | None = given.get("zone")
        self.properties: Mapping[str, str] = given.get("properties", {})
        self.document = Document()
        self.primary: Any = None
        self.looked = 0
        self.random = given.get("chance") or random.SystemRandom().random
        self._paths: dict[tuple[str, int], Compiled | None] = {}

    def now(self) -> datetime:
        """This moment, in local time."""
        at = self._clock()
        if at.tzinfo is None:
            return at.astimezone()
        return at if self.zone is not None and at.tzinfo is self.zone else at.astimezone(self.zone)

    def instance(self, name: str) -> Element | None:
        """A secondary instance."""
        return self._home.form.instances.get(name)

    def itext(self, name: str) -> list[Any]:
        """An entry in the active language."""
        return self._home.form.translations.plain(self._home.language, name)

    def element_by_id(self, name: str) -> None:
        """Forms have no ids of this kind."""
        return

    def choice_name(self, value: str, path: str, context: Context) -> str:
        """The label of a choice of the question at `path`, in the active language; empty when it is not offered."""
        definition = getattr(context.current, "definition", None)
        key = (path, definition.index if definition is not None else -1)
        if key not in self._paths:
            scope = Scope(definition, self._home.form.root, namespaces=self._home.form.namespaces)
            self._paths[key] = compile_expression(path, scope)
        compiled = self._paths[key]
        found: list[Node] = compiled.nodes(Context(context.current, self)) if compiled is not None else []
        if not found:
            if compiled is not None and compiled.references:
                return ""
            raise ExpressionFailure(_NO_QUESTION, path=path)
        offered = self._home.choice_list(found[0])
        if offered is None:
            raise ExpressionFailure(_NO_CHOICES, path=path)
        choice = offered.by_value.get(value)
        return choice.label if choice is not None else ""


def _now() -> datetime:
    return datetime.now().astimezone()
