"""
Words of a form: labels, hints and messages, in several languages, with computed parts.

    Translations   every entry of <itext>: language -> id -> form (long, short, guidance, image, audio, video …) -> parts
    Text           what a label, hint or message is: parts, or a reference to an entry
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from inspector.form import markup
from inspector.form.expression.compiler import Compiled, Context, ExpressionFailure
from inspector.form.markup import Leaf

Part = str | Compiled
RawPart = str | tuple[str]
"""A piece of text as it is, or (in a tuple) an expression that is not compiled yet."""


def raw_parts(element: Any) -> tuple[RawPart, ...]:
    """The text of an element, with the expressions of its <output>s in between."""
    parts: list[RawPart] = []
    if element.text:
        parts.append(element.text)
    for child in markup.elements(element):
        if markup.local_name(child) == "output":
            parts.append(((child.get("value") or child.get("ref") or "").strip(),))
        else:
            parts += raw_parts(child)
        if child.tail:
            parts.append(child.tail)
    return tuple(parts)


@dataclass
class Translations:
    """The <itext> of a form."""

    languages: tuple[str, ...] = ()
    default: str = ""
    entries: dict[str, dict[str, dict[str, tuple[RawPart, ...]]]] = field(default_factory=dict)
    _nodes: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    def forms(self, language: str, name: str) -> dict[str, tuple[RawPart, ...]] | None:
        """All forms of an entry. What a language lacks (or holds a mere dash for) is said in the default language."""
        found = self.entries.get(language, {}).get(name)
        if language != self.default and (found is None or all(parts in (("-",), ()) for parts in found.values())):
            found = self.entries.get(self.default, {}).get(name) or found
        return found

    def plain(self, language: str, name: str) -> list[Any]:
        """The entry's text as a node-set of one, or none."""
        known = self._nodes.get((language, name))
        if known is None:
            forms = self.forms(language, name)
            parts = chosen(forms, ("", "long", "short")) if forms else None
            text = None if parts is None else "".join(part for part in parts if isinstance(part, str))
            known = [] if text is None else [Leaf("element", text, None, "value")]
            self._nodes[(language, name)] = known
        return known


def chosen(forms: dict[str, tuple[RawPart, ...]], order: Iterable[str]) -> tuple[RawPart, ...] | None:
    """The first form of an entry that there is, in the given order."""
    return next((forms[name] for name in order if name in forms), None)


def read(element: Any) -> Translations:
    """The <itext> element."""
    found = Translations()
    languages: list[str] = []
    for translation in markup.elements(element):
        if markup.local_name(translation) != "translation":
            continue
        language = translation.get("lang") or ""
        if language not in found.entries:
            languages.append(language)
        default = translation.get("default")
        if default is not None and default not in ("false()", "false") and not found.default:
            found.default = language
        entries = found.entries.setdefault(language, {})
        for text in markup.elements(translation):
            forms: dict[str, tuple[RawPart, ...]] = {}
            for value in markup.elements(text):
                if markup.local_name(value) == "value":
                    forms.setdefault(value.get("form") or "", raw_parts(value))
            entries[text.get("id") or ""] = forms
    found.languages = tuple(languages)
    found.default = found.default or (languages[0] if languages else "")
    return found


Compile = Callable[[str], Compiled | None]


@dataclass(slots=True)
class Text:
    """A label, hint or message. Exactly one of `parts`, `entry` (an id) and `reference` (an expression) is there."""

    parts: tuple[Part, ...] | None = None
    entry: str | None = None
    reference: Compiled | None = None
    translations: Translations | None = None
    compile: Compile | None = None
    compiled: dict[str, Compiled | None] = field(default_factory=dict)

    @property
    def expressions(self) -> list[Compiled]:
        """Everything that is computed in it, in any language."""
        found = [part for part in self.parts or () if isinstance(part, Compiled)]
        if self.reference is not None:
            found.append(self.reference)
        return found + [one for one in self.compiled.values() if one is not None]

    @property
    def translated(self) -> bool:
        """Whether it changes with the language."""
        return self.entry is not None or self.reference is not None

    def say(self, c: Context | None, language: str, order: tuple[str, ...] = ("", "long", "short")) -> str | None:
        """The words in a language; None when there are none. Without a context what is computed is left out."""
        if c is not None:
            c.env.looked = 0
        if self.parts is not None:
            return _joined(self.parts, c)
        name = self.entry
        if name is None:
            if c is None or self.reference is None:
                return None
            name = _entry_of(self.reference, c)
            if name is None:
                return self.reference.string(c)
        assert self.translations is not None
        forms = self.translations.forms(language, name)
        raw = chosen(forms, order) if forms else None
        if raw is None:
            return None
        return _joined(tuple(part if isinstance(part, str) else self._compiled(part[0]) or "" for part in raw), c)

    def prepare(self) -> None:
        """Compile what is computed in any language, so that mistakes show when the form is loaded."""
        if self.entry is None or self.translations is None:
            return
        for entries in self.translations.entries.values():
            for parts in entries.get(self.entry, {}).values():
                for part in parts:
                    if not isinstance(part, str):
                        self._compiled(part[0])

    def _compiled(self, text: str) -> Compiled | None:
        if text not in self.compiled:
            self.compiled[text] = self.compile(text) if self.compile else None
        return self.compiled[text]


def _entry_of(reference: Compiled, c: Context) -> str | None:
    """The id that `jr:itext(…)` asks for; None when the reference is not such a call but a plain value."""
    inner = reference.entry
    return None if inner is None else inner(c)


def _joined(parts: tuple[Part, ...], c: Context | None) -> str:
    if len(parts) == 1 and isinstance(parts[0], str):
        return parts[0]
    return "".join(part if isinstance(part, str) else _computed(part, c) for part in parts)


def _computed(part: Compiled, c: Context | None) -> str:
    if c is None:
        return "…"
    try:
        return part.string(c)
    except ExpressionFailure:
        return "…"
