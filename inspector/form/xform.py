"""
XForm XML -> Form definition: the model, its binds, its actions, its lists; every problem is gathered before any is raised.

Controls are read by body.py, the order of evaluation is made by graph.py.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from lxml import etree

from inspector.form import body, graph, markup, secondary, texts, tree
from inspector.form.definition import JR, ODK, ORX, XFORMS, Action, Bind, Definition
from inspector.form.expression.compiler import Compiled, Context, Scope, compile_expression
from inspector.form.markup import Element
from inspector.form.problems import FormError, Origin, Problem, nearest, problem
from inspector.form.secondary import Resources
from inspector.form.texts import Text, Translations
from inspector.i18n import N_

_NO_MODEL: Final = N_("This is not an XForm: it has no model with an instance.")
_NO_NODE: Final = N_("“{name}” is described, but the form's data has no such place.")
_ACTION_TARGET: Final = N_("An action sets “{name}”, which is not in the form.")
_BAD_TYPE: Final = N_("“{name}” is not a kind of value that is known; it is treated as text.")
_BAD_METHOD: Final = N_("Answers cannot be submitted by “{name}”; the method of forms is post.")
_TWICE: Final = N_("There are two lists called “{name}”.")
_MANY: Final = 200
"""After so many problems no suggestions are looked for."""
_EMPTY_EXPRESSION: Final = N_("An expression is empty.")

_EVENTS: Final = frozenset(
    {"odk-instance-first-load", "odk-instance-load", "odk-new-repeat", "xforms-value-changed", "xforms-ready"}
)
_TYPES: Final = {
    "string": "string", "int": "int", "integer": "int", "long": "int", "boolean": "boolean", "decimal": "decimal",
    "double": "decimal", "float": "decimal", "date": "date", "time": "time", "dateTime": "dateTime", "geopoint": "geopoint",
    "geotrace": "geotrace", "geoshape": "geoshape", "binary": "binary", "base64Binary": "binary", "barcode": "barcode",
    "intent": "intent", "select": "string", "select1": "string", "rank": "string", "odk:rank": "string", "anyURI": "string",
    "text": "string",
}  # fmt: skip
_COLUMNS: Final = {
    "relevant": "relevant", "required": "required", "readonly": "read_only", "constraint": "constraint",
    "calculate": "calculation", "label": "label", "hint": "hint", "choices": "choice_filter", "count": "repeat_count",
    "constraintMsg": "constraint_message", "requiredMsg": "required_message", "value": "trigger",
}  # fmt: skip


@dataclass
class Source:
    """Everything that is known while a form is read."""

    root: Definition
    finder: tree.Finder
    namespaces: dict[str, str]
    translations: Translations
    instances: dict[str, Element]
    problems: list[Problem] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    binds: dict[str, list[Definition]] = field(default_factory=dict)

    def compile(self, text: str | None, at: Definition, column: str, *, check: bool = True) -> Compiled | None:
        """An expression that stands at a definition, or None when there is none or it is wrong."""
        if text is None:
            return None
        scope = self.scope(at, check=check)
        found = compile_expression(text, scope)
        self.take(scope, at, column)
        return found

    def meant(self, name: str) -> str | None:
        """The question that a wrong name most likely meant; not asked any more when very many are wrong."""
        if name in self.root.names or self.crowded:
            return None
        return nearest(name, self.root.names)

    @property
    def crowded(self) -> bool:
        """Whether so much is wrong that suggestions would only cost time."""
        return len(self.problems) > _MANY

    def scope(self, at: Definition | None, *, origin: Definition | None = None, check: bool = True) -> Scope:
        """The scope of an expression at a definition."""
        return Scope(
            at,
            self.root,
            origin,
            namespaces=self.namespaces,
            check=check,
            instances=self.instances,
            crowded=self.crowded,
        )

    def take(self, scope: Scope, at: Definition, column: str) -> None:
        """Keep the problems of a scope, with their place."""
        for found in scope.problems:
            self.problems.append(_placed(found, at.nodeset, _COLUMNS.get(column, column)))

    def text(self, element: Any, at: Definition, column: str) -> Text | None:
        """The text of a <label>, <hint> or <value>, or of its `ref`."""
        ref = element.get("ref")
        if ref is not None and ref.strip():
            return self.referred(ref, at, column)
        raw = texts.raw_parts(element)
        parts = tuple(
            part if isinstance(part, str) else self.compile(part[0], at, column) or "" for part in raw
        )  # a computed part that is wrong is a problem already
        return Text(parts=parts or ("",))

    def referred(self, ref: str, at: Definition, column: str) -> Text | None:
        """A text that a reference (jr:itext('…'), a path, an expression) leads to."""
        made = Text(translations=self.translations, compile=lambda text: self.compile(text, at, column))
        literal = re.fullmatch(r"\s*jr:itext\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\s*", ref)
        if literal is not None:
            made.entry = literal[1] if literal[1] is not None else literal[2]
            made.prepare()
            return made
        made.reference = self.compile(ref, at, column)
        return made if made.reference is not None else None


def _placed(found: Problem, place: str, column: str) -> Problem:
    from dataclasses import replace

    return replace(found, place=found.place or place, column=found.column or column)


@dataclass(frozen=True)
class Read:
    """A form as it was read."""

    id: str
    version: str
    title: str
    sha: str
    root: Definition
    translations: Translations
    instances: dict[str, Element]
    actions: tuple[Action, ...]
    plan: graph.Plan
    namespaces: dict[str, str]
    warnings: tuple[Problem, ...]
    submission: dict[str, str]


def read(
    source: str | bytes, resources: Resources | None, origin: Origin | None, *, missing_is_empty: bool = False
) -> Read:
    """
    Everything an XForm says.

    Raises:
        FormError: with all the problems that were found.
    """
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else bytes(source)
    html = markup.read(source)
    model = next(html.iter("{*}model"), None)
    primary = _primary(model)
    if model is None or primary is None:
        raise FormError([problem("form.not-xform", _NO_MODEL)])
    namespaces = _namespaces(html, data)
    controls = next(html.iter("{*}body"), None)
    problems: list[Problem] = []
    root = tree.grow(primary, body.repeats(controls, primary), problems)
    tree.add_meta(root, primary.nsmap)
    root.names = frozenset(definition.local for definition in root.walk() if definition.kind != "attribute")
    instances = _secondary(model, primary, resources, problems, missing_is_empty)
    itext = next((one for one in markup.elements(model) if markup.local_name(one) == "itext"), None)
    translations = texts.read(itext) if itext is not None else Translations()
    made = Source(root, tree.Finder(root, namespaces), namespaces, translations, instances, problems)
    _binds(model, made)
    _actions(model, made, None)
    if controls is not None:
        body.read(controls, made)
    submission = _submission(model, problems)
    plan = graph.plan(made)
    _raise(made.problems, origin)
    return Read(
        id=primary.get("id") or markup.namespace(primary) or markup.local_name(primary),
        version=primary.get("version") or primary.get(f"{{{ORX}}}version") or "",
        title=_title(html),
        sha=hashlib.sha256(data).hexdigest(),
        root=root,
        translations=translations,
        instances=instances,
        actions=tuple(made.actions),
        plan=plan,
        namespaces=namespaces,
        warnings=tuple(found.at(origin) for found in _unique(made.problems) if not found.fatal),
        submission=submission,
    )


def _raise(problems: list[Problem], origin: Origin | None) -> None:
    fatal = [found.at(origin) for found in _unique(problems) if found.fatal]
    if fatal:
        raise FormError(fatal)


def _unique(problems: list[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))


def _primary(model: Any) -> Any:
    if model is None:
        return None
    for instance in markup.elements(model):
        if markup.local_name(instance) == "instance":
            return next(markup.elements(instance), None)
    return None


def _namespaces(html: Any, data: bytes) -> dict[str, str]:
    """Prefixes of the whole document; the first that declares one is right."""
    found = {prefix or "": uri for prefix, uri in html.nsmap.items()}
    if b"\0" in data or data.count(b"xmlns") != len(found):
        for element in html.iter(etree.Element):
            for prefix, uri in element.nsmap.items():
                found.setdefault(prefix or "", uri)
    return {"jr": JR, "orx": ORX, "odk": ODK} | found


def _title(html: Any) -> str:
    found = next(html.iter("{*}title"), None)
    return "".join(found.itertext()).strip() if found is not None else ""


def _submission(model: Any, problems: list[Problem]) -> dict[str, str]:
    found = next((one for one in markup.elements(model) if markup.local_name(one) == "submission"), None)
    if found is None:
        return {}
    method = (found.get("method") or "post").strip()
    if method not in ("post", "form-data-post", "multipart-post"):
        problems.append(problem("form.submission.method", _BAD_METHOD, name=method))
    return dict(found.attrib)


def _secondary(
    model: Any, primary: Any, resources: Resources | None, problems: list[Problem], missing_is_empty: bool
) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for instance in markup.elements(model):
        name = instance.get("id")
        if markup.local_name(instance) != "instance" or primary.getparent() is instance or name is None:
            continue
        if name in found:
            problems.append(problem("form.instance.twice", _TWICE, name=name, fatal=False))
            continue
        address = instance.get("src")
        try:
            if address and not len(instance):
                found[name] = secondary.external(name, address, resources, missing_is_empty=missing_is_empty)
            else:
                found[name] = secondary.inline(instance)
        except FormError as refused:
            problems += refused.problems
            found[name] = Element("instance")
    return found


def _binds(model: Any, made: Source) -> None:
    for element in markup.elements(model):
        if markup.local_name(element) != "bind":
            continue
        nodeset = (element.get("nodeset") or "").strip()
        targets = made.finder.find(nodeset)
        if element.get("id"):
            made.binds[element.get("id")] = targets
        if not targets:
            last = nodeset.rpartition("/")[2]
            made.problems.append(
                problem(
                    "form.bind.nowhere", _NO_NODE, name=nodeset, place=nodeset, fatal=False,
                    suggestion=made.meant(last),
                )
            )  # fmt: skip
        for target in targets:
            target.bind = _bind(element, target, made)


def _bind(element: Any, target: Definition, made: Source) -> Bind:
    kind = element.get("type")
    if kind:
        local = kind.rpartition(":")[2]
        if local not in _TYPES:
            made.problems.append(
                problem("form.bind.type", _BAD_TYPE, name=kind, place=target.nodeset, column="type", fatal=False)
            )
        target.type = _TYPES.get(local, "string")
    bind = target.bind or Bind()
    for name in ("relevant", "readonly", "required", "constraint", "calculate"):
        text = element.get(name)
        if text is None or (not text.strip() and name != "calculate"):
            continue
        if not text.strip():
            continue
        compiled = made.compile(text, target, name)
        if name in ("relevant", "readonly") and compiled is not None and _of_all_instances(compiled, target):
            # Known of the repeat as a whole, so also before there is an instance.
            assert target.parent is not None
            target.parent.bind = target.parent.bind or Bind()
            setattr(target.parent.bind, name, made.compile(text, target.parent, name, check=False))
            continue
        setattr(bind, name, compiled)
    bind.required_message = _message(element.get(f"{{{JR}}}requiredMsg"), target, made, "requiredMsg")
    bind.constraint_message = _message(element.get(f"{{{JR}}}constraintMsg"), target, made, "constraintMsg")
    bind.preload = element.get(f"{{{JR}}}preload") or ""
    bind.preload_params = element.get(f"{{{JR}}}preloadParams") or ""
    bind.attributes.update(foreign(element))
    return bind


def _of_all_instances(compiled: Compiled, target: Definition) -> bool:
    """Whether an expression at a repeat reads nothing that differs from instance to instance."""
    if target.kind != "repeat-instance" or re.search(r"position|last|\bonce|random|uuid", compiled.text):
        return False
    return all(target not in _line(reference.target) for reference in compiled.references)


def _line(definition: Definition) -> Iterator[Definition]:
    at: Definition | None = definition
    while at is not None:
        yield at
        at = at.parent


def _message(text: str | None, target: Definition, made: Source, column: str) -> Text | None:
    if text is None or not text.strip():
        return None
    if "jr:itext(" in text:
        return made.referred(text, target, column)
    return Text(parts=(text,))


def foreign(element: Any) -> dict[str, str]:
    """Attributes of foreign namespaces as `prefix:name`."""
    found: dict[str, str] = {}
    for key, value in element.attrib.items():
        if key.startswith("{"):
            space, _, local = key[1:].partition("}")
            if space not in (JR, XFORMS):
                prefix = next((p for p, uri in element.nsmap.items() if uri == space and p), "")
                found[f"{prefix}:{local}"] = value
    return found


def _actions(parent: Any, made: Source, within: Definition | None) -> None:
    """setvalue and its kin directly inside `parent`."""
    for element in markup.elements(parent):
        action(element, made, within)


def action(element: Any, made: Source, within: Definition | None, base: Definition | None = None) -> bool:
    """Take an element as an action; False when it is none. `within` is the control it stands in."""
    name = markup.local_name(element)
    if name not in ("setvalue", "setgeopoint", "recordaudio"):
        return False
    events = tuple(event for event in (element.get("event") or "").split() if event in _EVENTS)
    ref, bound = element.get("ref"), element.get("bind")
    targets = made.finder.find(_unfiltered(ref), base or within) if ref else made.binds.get(bound or "", [])
    if not targets:
        place = within.nodeset if within is not None else None
        made.problems.append(problem("form.action.target", _ACTION_TARGET, name=ref or bound or "", place=place))
        return True
    value = element.get("value")
    for target in targets:
        compiled = made.compile(value, target, "value") if value is not None and value.strip() else None
        nodes = made.compile(ref, within or made.root, "value") if ref and "[" in ref else None
        made.actions.append(Action(events, target, within, compiled, element.text or "", name, nodes))
    return True


def _unfiltered(ref: str) -> str:
    """A path without what stands in brackets."""
    kept: list[str] = []
    depth = 0
    for sign in ref:
        depth += sign == "["
        if not depth:
            kept.append(sign)
        depth -= sign == "]" and depth > 0
    return "".join(kept)


Clock = Callable[[], datetime]


class Unanswered:
    """A world without answers: enough to list all choices of a list."""

    zone = None

    def __init__(self, instances: dict[str, Element], translations: Translations) -> None:
        self._instances, self._translations = instances, translations
        self.document = self.primary = Element("nothing")
        self.looked = 0

    def now(self) -> datetime:
        """No particular moment."""
        return datetime(1970, 1, 1, tzinfo=UTC)

    def instance(self, name: str) -> Element | None:
        """A secondary instance."""
        return self._instances.get(name)

    def itext(self, name: str) -> list[Any]:
        """An entry in the default language."""
        return self._translations.plain(self._translations.default, name)

    def choice_name(self, value: str, path: str, context: Context) -> str:
        """Nobody has chosen."""
        return ""

    def element_by_id(self, name: str) -> None:
        """Forms have no ids of this kind."""
        return

    def random(self) -> float:
        """Order as it is."""
        return 0.0
