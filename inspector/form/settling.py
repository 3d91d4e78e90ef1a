"""
How a form that is being filled comes to rest: what depends on a change is evaluated in the order of the plan, and nothing else.

What waits to be evaluated stands in a heap by rank; a value that comes out the same stops the way there. What was done is
remembered until the act is over, so that an act that is refused can be taken back as a whole.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from inspector.datatypes import nfc
from inspector.form import answers, making, preloads
from inspector.form.address import down, targets
from inspector.form.definition import Action
from inspector.form.expression.compiler import Compiled, Context, ExpressionFailure
from inspector.form.expression.references import contains
from inspector.form.graph import Edge, Unit, route
from inspector.form.itemsets import ChoiceList
from inspector.form.node import Change, Delta, Node
from inspector.form.problems import AnswerError, FormError, problem
from inspector.form.world import World
from inspector.i18n import N_

if TYPE_CHECKING:
    from inspector.form.form import Form

MAX_STEPS: Final = 300_000
"""How many evaluations may follow from one act, besides those that it begins with."""
PATIENCE: Final = 20_000
"""After so many it is counted how often each comes again: rows that read one another do, but not more often than there are rows."""
MAX_LOOKED: Final = 3_000_000
"""How many nodes the evaluations that follow from one act may look at together."""
MAX_DEPTH: Final = 60
"""How far one action may set off another."""
MAX_FIRED: Final = 1_000
"""How often one question may set off the same action within one act."""

_ENDLESS: Final = N_("The form does not come to rest: its calculations change each other without end.")
_SELECTS: Final = ("select", "select1", "rank")


class Settling:
    """The nodes of a filled form and what waits to be evaluated at them."""

    def __init__(self, form: Form, world: World) -> None:
        self.form, self.world = form, world
        self.language = form.default_language
        self.instances = 0
        self._waiting: list[tuple[int, int, int, Unit, Node]] = []
        self._queued: set[tuple[int, int]] = set()
        self._serial = self._depth = self._looked = 0
        self._begun = self._silent = False
        self._gone: set[int] = set()
        self._changes: dict[tuple[str, str], Node] = {}
        self._fired: Counter[tuple[int, int]] = Counter()
        self._done: list[Callable[[], None]] = []
        self.root: Node

    def context(self, node: Node) -> Context:
        """Where an expression at a node is evaluated."""
        self._looked += self.world.looked
        self.world.looked = 0
        return Context(node, self.world)

    def choice_list(self, node: Node) -> ChoiceList | None:
        """What a question offers now; None when it offers no choices."""
        control = node.definition.control
        if control is None or control.choices is None:
            return None
        if node.list_cache is None:
            try:
                node.list_cache = control.choices.made(self.context(node), self.language)
            except ExpressionFailure as failure:
                if not self._begun:
                    place = node.definition.nodeset
                    raise FormError(
                        [problem("form.expression.fails", failure.template, place=place, **failure.fields)]
                    ) from None
                node.list_cache = ChoiceList([])
        return node.list_cache

    # Growing -------------------------------------------------------------------------------------------------------------

    def _grow(self, range_: Node, uid: str | None = None) -> None:
        if self.instances >= making.MAX_INSTANCES:
            raise making.full(range_)
        definition = range_.definition
        place, starts = len(range_.slots), definition.starts
        own = range_.fixed and place < len(starts)
        blank = starts[place] if own else definition.template
        made = making.instance_of(range_, blank, uid)
        self._remember(lambda: self._shrink(made))
        self._note(made, "added")
        for node in made.walk():
            assert node.parent is not None
            node.relevant = node.own_relevant and node.parent.relevant
            node.readonly = node.own_readonly or node.parent.readonly
            for unit in node.definition.units:
                self._queue(unit, node)
            for attribute in node.attrs:
                for unit in attribute.definition.units:
                    self._queue(unit, attribute)
        self._moved(made)
        for node in made.walk():
            self._preload(node)
        self._act("odk-new-repeat", made)

    def _shrink(self, node: Node) -> None:
        range_ = node.parent
        assert range_ is not None
        self._note(node, "removed")
        at = range_.slots.index(node)
        self._remember(lambda: self._put_back(range_, at, node))
        del range_.slots[at]
        after = range_.slots[at:]
        for one in node.walk():
            self._gone.add(id(one))
            self.instances -= one.definition.kind == "repeat-instance"
        for one in after:
            assert one.place is not None
            one.place -= 1
        for one in node.walk():
            self._wake(self.form.plan.edges, one)
        self._moved(node, *after)

    def _put_back(self, range_: Node, at: int, node: Node) -> None:
        """An instance that was removed, where it was."""
        range_.slots.insert(at, node)
        for one in node.walk():
            self._gone.discard(id(one))
            self.instances += one.definition.kind == "repeat-instance"
        for place, one in enumerate(range_.slots, 1):
            one.place = place
        self._moved(*range_.slots[at:])

    def _moved(self, *nodes: Node) -> None:
        """Wake whoever reads the order of instances, or how many there are."""
        range_ = nodes[0].parent
        assert range_ is not None
        for node in (range_, *nodes):
            self._wake(self.form.plan.edges, node)
            self._wake(self.form.plan.places, node)
        for node in nodes:
            for one in node.walk():
                self._wake(self.form.plan.edges, one)

    # Evaluating ----------------------------------------------------------------------------------------------------------

    def _queue(self, unit: Unit, node: Node) -> None:
        key = (unit.index, id(node))
        if key not in self._queued:
            self._queued.add(key)
            self._serial += 1
            heapq.heappush(self._waiting, (unit.rank, unit.index, self._serial, unit, node))

    def _wake(self, edges: dict[int, list[Edge]], node: Node) -> None:
        for edge in edges.get(node.definition.index, ()):
            top: Node | None = node
            for _ in range(edge.hops):
                top = top.parent if top is not None else None
            if top is not None:
                for found in down(top, edge.route):
                    if id(found) not in self._gone:
                        self._queue(edge.unit, found)

    def _settle(self) -> None:
        first = len(self._waiting)
        again: Counter[tuple[int, int]] = Counter()
        steps = self._looked = 0
        while self._waiting:
            _rank, index, _serial, unit, node = heapq.heappop(self._waiting)
            self._queued.discard((index, id(node)))
            steps += 1
            if self._looked > MAX_LOOKED:
                raise AnswerError([problem("answer.endless", _ENDLESS)])
            if steps > first + PATIENCE:
                key = index, id(node)
                again[key] += 1
                if steps > first + MAX_STEPS or again[key] > 100 + 2 * self.instances:
                    raise AnswerError([problem("answer.endless", _ENDLESS)])
            if id(node) not in self._gone:
                try:
                    self._evaluate(unit, node)
                except ExpressionFailure as failure:
                    self._fail(failure, unit, node)
        self._gone.clear()

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """One act with all that follows from it; when it is refused, nothing has changed."""
        try:
            yield
            self._settle()
        except FormError:
            self._take_back()
            raise
        finally:
            self._done.clear()
            self._fired.clear()

    def _remember(self, undo: Callable[[], None]) -> None:
        if self._begun and not self._silent:
            self._done.append(undo)

    def _take_back(self) -> None:
        self._waiting.clear()
        self._queued.clear()
        self._gone.clear()
        self._silent = True
        try:
            while self._done:
                self._done.pop()()
            self._settle()
        finally:
            self._silent = False
            self._changes.clear()

    def _fail(self, failure: ExpressionFailure, unit: Unit, node: Node) -> None:
        """A form that fails as it begins is refused; later the value is blank or false, and the inspection goes on."""
        if not self._begun:
            text = unit.compiled.text if unit.compiled is not None else None
            raise FormError(
                [
                    problem(
                        "form.expression.fails",
                        failure.template,
                        place=node.definition.nodeset,
                        text=text,
                        **failure.fields,
                    )
                ]
            )
        if unit.kind == "calculate":
            self._put(node, "")
        elif unit.kind == "relevant":
            self._relevance(node, False)
        elif unit.kind == "readonly":
            self._reading(node, False)
        elif unit.kind == "constraint":
            node.valid = node.value == ""
            self._note(node, "violation")

    def _evaluate(self, unit: Unit, node: Node) -> None:
        kind, compiled = unit.kind, unit.compiled
        if kind == "label":
            self._note(node, "label")
        elif kind == "choices":
            self._offer(node)
        elif kind == "count":
            assert compiled is not None
            self._count(node, compiled)
        elif kind == "calculate":
            assert compiled is not None
            if node.relevant:
                self._give(node, self._string(compiled, node))
        elif kind == "relevant":
            assert compiled is not None
            self._relevance(node, compiled.boolean(self.context(node)))
        elif kind == "readonly":
            assert compiled is not None
            self._reading(node, compiled.boolean(self.context(node)))
        else:
            assert compiled is not None
            self._rule(kind, node, compiled)

    def _string(self, compiled: Compiled, node: Node) -> str:
        return nfc(compiled.string(self.context(node)))

    def _rule(self, kind: str, node: Node, compiled: Compiled) -> None:
        before = node.violation
        if kind == "required":
            required = compiled.boolean(self.context(node))
            if required != node.required:
                node.required = required
                self._note(node, "required")
        else:
            node.valid = node.value == "" or compiled.boolean(self.context(node))
        if node.violation is not before:
            self._note(node, "violation")

    def _put(self, node: Node, value: str, *, aside: str = "") -> None:
        former, former_aside = node.value, node.aside
        if value == former and aside == former_aside:
            return
        self._remember(lambda: self._put(node, former, aside=former_aside))
        node.aside = aside
        if value == former:
            return
        before = node.violation
        node.value = value
        self._note(node, "value")
        for unit in node.definition.units:
            if unit.kind in ("constraint", "choices"):
                self._queue(unit, node)
        if node.violation is not before:
            self._note(node, "violation")
        self._wake(self.form.plan.edges, node)
        self._changed(node)

    def _changed(self, node: Node) -> None:
        """Do what the form wants done when this value changes, at once and in its order."""
        if self._silent:
            return
        for action in self.form.changing.get(node.definition.index, ()):
            key = (id(action), id(node))
            self._fired[key] += 1
            if self._fired[key] > MAX_FIRED or self._depth >= MAX_DEPTH:
                raise AnswerError([problem("answer.endless", _ENDLESS)])
            self._depth += 1
            try:
                for target in targets(action, node):
                    self._set(action, target)
            finally:
                self._depth -= 1

    def _relevance(self, node: Node, own: bool) -> None:
        node.own_relevant = own
        waiting = [node]
        while waiting:
            one = waiting.pop()
            relevant = one.own_relevant and (one.parent is None or one.parent.relevant)
            if relevant == one.relevant:
                continue
            before = one.violation
            one.relevant = relevant
            self._note(one, "relevant")
            if one.violation is not before:
                self._note(one, "violation")
            if relevant:
                for unit in one.definition.units:
                    if unit.kind in ("calculate", "choices", "count", "constraint"):
                        self._queue(unit, one)
            self._wake(self.form.plan.edges, one)
            waiting += one.slots
            waiting += one.attrs

    def _reading(self, node: Node, own: bool) -> None:
        node.own_readonly = own
        for one in node.walk():
            readonly = one.own_readonly or (one.parent is not None and one.parent.readonly)
            if readonly != one.readonly:
                one.readonly = readonly
                self._note(one, "readonly")

    def _offer(self, node: Node) -> None:
        former, node.list_cache = node.list_cache, None
        if not node.relevant:
            return
        offered = self.choice_list(node)
        assert offered is not None
        if not offered.same_as(former):
            self._note(node, "choices")
        if former is not None and [one.label for one in offered.choices] != [one.label for one in former.choices]:
            self._wake(self.form.plan.edges, node)  # whoever asks for the label of a choice
        value, aside = self._offered(node, node.aside or node.value)
        self._put(node, value, aside=aside)

    def _offered(self, node: Node, wanted: str) -> tuple[str, str]:
        """
        Of what is chosen that which is offered now, and what is kept aside.

        What is kept aside is chosen when it is offered (again) before anybody answers anew.
        """
        control = node.definition.control
        if not wanted or control is None or control.tag not in _SELECTS:
            return wanted, ""
        offered = self.choice_list(node)
        if offered is None:
            return wanted, ""
        chosen = [wanted] if control.tag == "select1" else wanted.split()
        kept = [one for one in chosen if one in offered.by_value]
        complete = len(kept) == len(chosen)
        if control.tag == "rank":
            kept += [
                one.value for one in offered.choices if one.value not in kept
            ]  # what is ranked is ranked as a whole
        return " ".join(kept), "" if complete else wanted

    def _count(self, range_: Node, compiled: Compiled) -> None:
        wanted = compiled.number(self.context(range_))
        if wanted != wanted:
            return  # a number that is being changed: what was filled in stays until there is a new one
        count = max(0, int(wanted)) if abs(wanted) != float("inf") else 0
        if count > making.MAX_INSTANCES:
            raise making.full(range_)
        while len(range_.slots) < count:
            self._grow(range_)
        while len(range_.slots) > count:
            self._shrink(range_.slots[-1])

    # Events --------------------------------------------------------------------------------------------------------------

    def _begin(self, *, restored: bool) -> None:
        if not restored:
            for node in list(self.root.walk()):
                self._preload(node)
            self._act("odk-instance-first-load", self.root)
            self._act("xforms-ready", self.root)
        self._act("odk-instance-load", self.root)
        self._settle()

    def _act(self, event: str, within: Node) -> None:
        if self._silent:
            return
        for action in self.form.actions:
            if event not in action.events or not contains(within.definition, action.target):
                continue
            reached = down(within, route(within.definition, action.target))
            if action.nodes is not None:
                chosen = {id(node) for node in action.nodes.nodes(self.context(within))}
                reached = [node for node in reached if id(node) in chosen]
            for target in reached:
                self._set(action, target)

    def _set(self, action: Action, target: Node) -> None:
        if action.kind != "setvalue":
            return
        try:
            text = self._string(action.value, target) if action.value is not None else action.literal
        except ExpressionFailure as failure:
            place = target.definition.nodeset
            if not self._begun:
                raise FormError(
                    [problem("form.expression.fails", failure.template, place=place, **failure.fields)]
                ) from None
            text = ""
        self._give(target, nfc(text))

    def _give(self, node: Node, text: str) -> None:
        """Set what the form says itself; of a choice only what is offered."""
        value, aside = self._offered(node, answers.canonical(node, text))
        self._put(node, value, aside=aside)

    def _speak(self, language: str) -> None:
        former, self.language = self.language, language
        self._remember(lambda: self._speak(former))
        for node in self.root.walk():
            node.list_cache = None
            if node.definition.control is not None:
                self._note(node, "label")
        for unit in self.form.plan.spoken:
            for node in down(self.root, unit.route):
                self._queue(unit, node)

    def _preload(self, node: Node) -> None:
        said = preloads.said(node, self.world)
        if said is not None:
            self._put(node, said)

    # Saying what changed -------------------------------------------------------------------------------------------------

    def _note(self, node: Node, what: str) -> None:
        self._changes.setdefault((node.path, what), node)

    def _delta(self) -> Delta:
        noted, self._changes = self._changes, {}
        values = {path: node.value for (path, what), node in noted.items() if what == "value"}
        return Delta(tuple(Change(path, what) for path, what in noted), values)
