"""
A form that is being filled. An answer re-evaluates what depends on it, in the order of the plan, and nothing else.

What waits to be evaluated stands in a heap by rank; a value that comes out the same stops the way there.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Unpack

from inspector.datatypes import nfc
from inspector.form import answers, making, preloads, record
from inspector.form.address import down, find, inside, targets
from inspector.form.definition import Action
from inspector.form.expression.compiler import Compiled, Context, ExpressionFailure
from inspector.form.graph import Edge, Unit, route
from inspector.form.itemsets import ChoiceList
from inspector.form.node import Change, Delta, Node
from inspector.form.problems import AnswerError, FormError, problem
from inspector.form.world import Document, Surroundings, World
from inspector.i18n import N_

if TYPE_CHECKING:
    from inspector.form.form import Form

MAX_STEPS: Final = 2_000_000

_NO_NODE: Final = N_("The form has no question “{path}”.")
_NO_REPEAT: Final = N_("“{path}” is not a repeat, or has no such instance.")
_NO_VALUE: Final = N_("“{path}” takes no answer.")
_COMPUTED: Final = N_("“{path}” is computed by the form.")
_BAD_VALUE: Final = N_("“{text}” is not an answer to “{path}”.")
_COUNTED: Final = N_("The form decides how many instances “{path}” has.")
_ENDLESS: Final = N_("The form does not come to rest: its calculations change each other without end.")
_SELECTS: Final = ("select", "select1", "rank")


class Instance:
    """One filled form. Every act gives a Delta; an act that is refused changes nothing."""

    def __init__(
        self,
        form: Form,
        *,
        data: str | bytes | None = None,
        finished: bool = False,
        **surroundings: Unpack[Surroundings],
    ) -> None:
        self.form = form
        self.language = form.default_language
        self.world = World(self, surroundings)
        self.document: Document = self.world.document
        self._waiting: list[tuple[int, int, int, Unit, Node]] = []
        self._queued: set[tuple[int, int]] = set()
        self._serial = self.instances = 0
        self._begun = False
        self._gone: set[int] = set()
        self._changes: dict[tuple[str, str], Node] = {}
        self.root = Node(form.root, None, self)
        self.document.root = self.root
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
        for unit in form.plan.order:
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

    def context(self, node: Node) -> Context:
        """Where an expression at a node is evaluated."""
        return Context(node, self.world)

    def choice_list(self, node: Node) -> ChoiceList | None:
        """What a question offers now; None when it offers no choices."""
        control = node.definition.control
        if control is None or control.choices is None:
            return None
        if node.list_cache is None:
            try:
                node.list_cache = control.choices.made(self.context(node), self.language)
            except ExpressionFailure:
                if not self._begun:
                    raise
                node.list_cache = ChoiceList([])
        return node.list_cache

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
        before = node.value
        ranked = definition.control is not None and definition.control.tag == "rank"
        value, aside = self._offered(node, value) if ranked or not strict else (value, "")
        self._put(node, value, aside=aside)
        try:
            self._settle()
        except FormError:
            self._rest()
            self._put(node, before)
            self._settle()
            self._changes.clear()
            raise
        return self._delta()

    def add_repeat(self, path: str, uid: str | None = None) -> Delta:
        """Add an instance at the end of a repeat. Raises AnswerError when the form decides how many there are."""
        range_ = self._repeat(path)
        if range_.fixed:
            raise AnswerError([problem("answer.counted", _COUNTED, path=path, place=path)])
        made = self._grow(range_, uid)
        try:
            self._settle()
        except FormError:
            self._rest()
            self._shrink(made)
            self._settle()
            self._changes.clear()
            raise
        return self._delta()

    def remove_repeat(self, path: str) -> Delta:
        """Remove one instance: `batteries[uid]`. Raises AnswerError when there is none or the form decides."""
        node = find(self.root, path)
        if node is None or node.definition.kind != "repeat-instance" or node.parent is None:
            raise AnswerError([problem("answer.no-repeat", _NO_REPEAT, path=path, place=path)])
        if node.parent.fixed:
            raise AnswerError([problem("answer.counted", _COUNTED, path=path, place=path)])
        self._shrink(node)
        self._settle()
        return self._delta()

    def set_language(self, language: str) -> Delta:
        """Speak another language of the form; one that it does not have leaves everything as it is."""
        if language == self.language or language not in self.form.languages:
            return Delta()
        self.language = language
        for node in self.nodes():
            node.list_cache = None
            if node.definition.control is not None:
                self._note(node, "label")
        for unit in self.form.plan.spoken:
            for node in down(self.root, unit.route):
                self._queue(unit, node)
        self._settle()
        return self._delta()

    # Paths ---------------------------------------------------------------------------------------------------------------

    def _repeat(self, path: str) -> Node:
        node = find(self.root, path)
        if node is not None and node.definition.kind == "repeat-instance":
            node = node.parent
        if node is None or node.definition.kind != "repeat":
            raise AnswerError([problem("answer.no-repeat", _NO_REPEAT, path=path, place=path)])
        return node

    # Growing -------------------------------------------------------------------------------------------------------------

    def _grow(self, range_: Node, uid: str | None = None) -> Node:
        if self.instances >= making.MAX_INSTANCES:
            raise making.full(range_)
        definition = range_.definition
        place, starts = len(range_.slots), definition.starts
        own = range_.fixed and place < len(starts)
        blank = starts[place] if own else definition.template
        made = making.instance_of(range_, blank, uid)
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
        return made

    def _shrink(self, node: Node) -> None:
        range_ = node.parent
        assert range_ is not None
        self._note(node, "removed")
        after = range_.slots[range_.slots.index(node) + 1 :]
        range_.slots.remove(node)
        for one in node.walk():
            self._gone.add(id(one))
            self.instances -= one.definition.kind == "repeat-instance"
        for one in after:
            assert one.place is not None
            one.place -= 1
        for one in node.walk():
            self._wake(self.form.plan.edges, one)
        self._moved(node, *after)

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
        steps = 0
        while self._waiting:
            _rank, index, _serial, unit, node = heapq.heappop(self._waiting)
            self._queued.discard((index, id(node)))
            steps += 1
            if steps > MAX_STEPS:
                raise AnswerError([problem("answer.endless", _ENDLESS)])
            if id(node) not in self._gone:
                try:
                    self._evaluate(unit, node)
                except ExpressionFailure as failure:
                    self._fail(failure, unit, node)
        self._gone.clear()

    def _rest(self) -> None:
        self._waiting.clear()
        self._queued.clear()
        self._gone.clear()

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
        node.aside = aside
        if value == node.value:
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
        for action in self.form.actions:
            if action.owner is node.definition and "xforms-value-changed" in action.events:
                for target in targets(action, node):
                    self._set(action, target)

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
        for action in self.form.actions:
            if event not in action.events or not inside(action.target, within.definition):
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
