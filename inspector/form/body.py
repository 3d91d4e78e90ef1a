"""The body of an XForm: which control shows which node, with what label, hint, choices and appearance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from inspector.form import markup
from inspector.form.definition import JR, Control, Definition
from inspector.form.expression import references
from inspector.form.expression.compiler import Compiled, Context, compile_expression
from inspector.form.expression.grammar import Call, Path, Step, SyntaxProblem, parse
from inspector.form.expression.values import text_number
from inspector.form.itemsets import Choices
from inspector.form.problems import problem
from inspector.form.texts import Text
from inspector.i18n import N_

if TYPE_CHECKING:
    from inspector.form.xform import Source

_QUESTIONS: Final = frozenset({"input", "select1", "select", "rank", "range", "upload", "trigger", "secret"})
_MEDIA: Final = re.compile(r"[\w*.+-]+/[\w*.+-]+(\s*[,;\s]\s*[\w*.+=-]+(/[\w*.+-]+)?)*", re.ASCII)
MAX_DEPTH: Final = 40

_NO_NODE: Final = N_("A question stands in the form's body for “{name}”, which the form's data does not have.")
_NO_CHOICES: Final = N_("The question “{name}” offers choices and has none.")
_BAD_MEDIA: Final = N_("“{name}” is not a kind of file; write it as image/* or application/pdf.")
_NO_VALUE: Final = N_("A choice of “{name}” has no value.")
_BAD_COUNT: Final = N_("The number of repeats of “{name}” is not an expression.")


def repeats(controls: Any, primary: Any) -> set[str]:
    """Absolute nodesets of all repeats, with the names as the model writes them."""
    if controls is None:
        return set()
    found: set[str] = set()
    _repeats(controls, f"/{_name(primary)}", found, 0)
    return found


def _name(element: Any) -> str:
    return f"{element.prefix}:{markup.local_name(element)}" if element.prefix else markup.local_name(element)


def _repeats(parent: Any, base: str, found: set[str], depth: int) -> None:
    if depth > MAX_DEPTH:
        return
    for element in markup.elements(parent):
        kind = markup.local_name(element)
        ref = (element.get("nodeset") or element.get("ref") or "").strip()
        at = base if not ref else ref if ref.startswith("/") else f"{base}/{ref.removeprefix('./')}"
        if kind == "repeat":
            found.add(at)
        if kind in ("repeat", "group"):
            _repeats(element, at, found, depth + 1)


def read(controls: Any, made: Source) -> None:
    """Attach every control of the body to its definition."""
    _children(controls, made, made.root, 0)


def _children(parent: Any, made: Source, base: Definition, depth: int) -> None:
    from inspector.form.xform import action

    if depth > MAX_DEPTH:
        return
    for element in markup.elements(parent):
        kind = markup.local_name(element)
        if kind in _QUESTIONS:
            _question(element, kind, made, base)
        elif kind == "group":
            target = _target(element, made, base)
            if target is not None:
                _describe(element, target, kind, made)
            _children(element, made, target or base, depth + 1)
        elif kind == "repeat":
            target = _target(element, made, base)
            if target is not None:
                _repeat(element, target, made)
            _children(element, made, target or base, depth + 1)
        elif not action(element, made, base if base.kind != "root" else None, base):
            continue


def _target(element: Any, made: Source, base: Definition) -> Definition | None:
    ref = element.get("ref") or element.get("nodeset")
    bound = element.get("bind")
    found = made.finder.find(ref, base) if ref else made.binds.get(bound or "", [])
    if not found and (ref or bound):
        last = (ref or bound or "").rpartition("/")[2]
        suggestion = made.meant(last)
        made.problems.append(
            problem("form.control.nowhere", _NO_NODE, name=ref or bound, suggestion=suggestion, fatal=False)
        )
    return found[0] if found else None


def _describe(element: Any, target: Definition, kind: str, made: Source) -> Control:
    from inspector.form.xform import foreign

    control = target.control if target.control is not None and kind in ("group", "repeat") else Control(kind)
    control.appearance = element.get("appearance") or control.appearance
    for child in markup.elements(element):
        name = markup.local_name(child)
        if name == "label" and control.label is None:
            control.label = made.text(child, target, "label")
        elif name == "hint" and control.hint is None:
            control.hint = made.text(child, target, "hint")
    control.attributes.update(foreign(element))
    target.control = control
    return control


def _repeat(element: Any, target: Definition, made: Source) -> None:
    if target.kind != "repeat-instance" or target.parent is None:
        return
    range_ = target.parent
    # The group around a repeat carries its label; both say the same thing to a person.
    control = Control("repeat", label=target.control.label if target.control else None)
    control.appearance = element.get("appearance") or (target.control.appearance if target.control else "")
    range_.control = control
    _describe(element, target, "repeat", made)
    count = element.get(f"{{{JR}}}count")
    if count is not None:
        control.count = made.compile(count, range_, "count")
        if control.count is None:
            made.problems.append(problem("form.repeat.count", _BAD_COUNT, name=target.nodeset, place=target.nodeset))
    control.fixed = element.get(f"{{{JR}}}noAddRemove") in ("true()", "true", "1")


def _question(element: Any, kind: str, made: Source, base: Definition) -> None:
    from inspector.form.xform import action

    target = _target(element, made, base)
    if target is None:
        return
    if target.control is not None:
        # A node may be shown twice; the first control says what it is.
        for child in markup.elements(element):
            action(child, made, target, base)
        return
    control = _describe(element, target, kind, made)
    control.media = element.get("mediatype") or ""
    if kind == "upload" and control.media and not _MEDIA.fullmatch(control.media.strip()):
        made.problems.append(problem("form.upload.media", _BAD_MEDIA, name=control.media, place=target.nodeset))
    if kind == "range":
        control.limits = _limits(element)
    for key, value in element.attrib.items():
        if key in ("start", "end", "step", "rows", "accuracyThreshold", "unacceptableAccuracyThreshold", "query"):
            control.attributes[key] = value
    if kind in ("select", "select1", "rank"):
        _choices(element, target, control, made)
    if (
        kind == "range"
        and control.choices is None
        and any(markup.local_name(one) == "itemset" for one in markup.elements(element))
    ):
        _choices(element, target, control, made)
    for child in markup.elements(element):
        action(child, made, target, base)


def _limits(element: Any) -> tuple[float, float] | None:
    ends = [text_number(element.get(name) or "") for name in ("start", "end")]
    return (min(ends), max(ends)) if all(end == end for end in ends) else None


def _choices(element: Any, target: Definition, control: Control, made: Source) -> None:
    written: list[tuple[str, Text | None]] = []
    for child in markup.elements(element):
        name = markup.local_name(child)
        if name == "itemset":
            control.choices = _itemset(child, target, made)
            return
        if name == "item":
            value = next((one for one in markup.elements(child) if markup.local_name(one) == "value"), None)
            label = next((one for one in markup.elements(child) if markup.local_name(one) == "label"), None)
            text = "".join(value.itertext()).strip() if value is not None else ""
            if not text:
                made.problems.append(
                    problem("form.choice.value", _NO_VALUE, name=target.local, place=target.nodeset, fatal=False)
                )
                continue
            written.append((text, made.text(label, target, "label") if label is not None else None))
    if not written and not element.get("query"):
        made.problems.append(
            problem("form.choice.none", _NO_CHOICES, name=target.local, place=target.nodeset, fatal=False)
        )
    control.choices = Choices(written=written, default_language=made.translations.default)


def _itemset(element: Any, target: Definition, made: Source) -> Choices:
    nodeset = element.get("nodeset") or ""
    choices = Choices(default_language=made.translations.default)
    choices.nodes = made.compile(nodeset, target, "choices")
    item, tree = _item_definition(nodeset, target, made)
    for child in markup.elements(element):
        name, ref = markup.local_name(child), child.get("ref") or ""
        scope = made.scope(item, origin=target, check=item is not None)
        if name == "value":
            choices.value = compile_expression(ref, scope)
            made.take(scope, target, "choices")
        elif name == "label":
            compiled = compile_expression(ref, scope)
            made.take(scope, target, "label")
            if compiled is not None:
                choices.label = Text(
                    reference=compiled,
                    translations=made.translations,
                    compile=lambda text: made.compile(text, target, "label"),
                )
    if choices.value is None:
        choices.value = compile_expression(".", made.scope(item, origin=target, check=False))
    if choices.nodes is None:
        choices.written = []
    if tree is not None and item is None:
        choices.unfiltered = lambda: _unfiltered(tree, made)
    return choices


def _unfiltered(tree: Path, made: Source) -> tuple[Compiled | None, Context]:
    from inspector.form.xform import Unanswered

    world = Unanswered(made.instances, made.translations)
    return _without_filters(tree, made.scope(None, check=False)), Context(world.primary, world)


def _without_filters(tree: Path, scope: Any) -> Compiled | None:
    call = tree.start
    if not isinstance(call, Call) or call.name != "instance" or not call.args:
        return None
    names = "/".join(step.test for step in tree.steps)
    name = getattr(call.args[0], "value", None)
    return (
        compile_expression(f"instance('{name}')/{names}", scope) if isinstance(name, str) and "'" not in name else None
    )


def _item_definition(nodeset: str, target: Definition, made: Source) -> tuple[Definition | None, Path | None]:
    """The definition of the items when the list is a repeat of this form; and the path without a surrounding randomize()."""
    try:
        tree = parse(nodeset)
    except SyntaxProblem:
        return None, None
    if isinstance(tree, Call) and tree.name == "randomize" and tree.args:
        tree = tree.args[0]
    if not isinstance(tree, Path):
        return None, None
    bare = Path(
        tree.start, tuple(Step(step.axis, step.test, (), step.at, step.argument) for step in tree.steps), tree.at
    )
    return references.only(bare, made.scope(target, check=False)), bare
