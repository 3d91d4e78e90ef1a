"""
The words of a checklist for print, from its XForm: items in their sections, measures with units and limits, bases.

Only what stands in the form is read; which items apply to a site is the form engine's to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from typing import Any

from inspector.checklists import RESULTS
from inspector.repeats import asked
from inspector.reports.errors import ReportError
from inspector.reports.minutes_data import Domain, Item

_XFORMS = "{http://www.w3.org/2002/xforms}"
_HTML = "{http://www.w3.org/1999/xhtml}"
_INSTANCE = re.compile(r"instance\('([^']+)'\)")
_OURS = "{urn:inspector:checklist}"
_ITEXT = re.compile(r"jr:itext\('([^']+)'\)")
SECRET = "state_secret"  # noqa: S105 - a domain, not a password
"""The domain whose results print apart and which never has photographs."""


@dataclass(frozen=True)
class Checklist:
    """A checklist as it is printed: nothing is answered yet."""

    form: str
    domain: str
    title: str
    version: str
    items: tuple[tuple[str, Item], ...]
    """Path inside the form, and the item."""
    measures: dict[str, str]
    """Path of an item -> path of the value measured for it."""
    questions: tuple[tuple[str, Item], ...]
    """Everything that a person may be asked, in order: a question without a code has its number instead."""
    bounds: dict[str, tuple[Decimal | None, Decimal | None]]
    """Path of a measured value -> its limits, either of which may be missing."""

    @property
    def secret(self) -> bool:
        """Whether it is about state secrets."""
        return self.domain == SECRET

    @property
    def short(self) -> str:
        """How the codes of its items begin, for where there is no room for the title."""
        code = self.items[0][1].code if self.items else ""
        return code.rpartition("-")[0] or self.title

    def item(self, path: str) -> Item | None:
        """The item at a path, in whichever row of a repeat."""
        return self._by_path.get(asked(path))

    def number(self, path: str) -> str:
        """The code of a question at a path, or its number where it has none; nothing where nobody is asked."""
        return self._numbers.get(asked(path), "")

    @cached_property
    def _numbers(self) -> dict[str, str]:
        return {path: item.code for path, item in self.questions}

    @cached_property
    def _by_path(self) -> dict[str, Item]:
        return dict(self.items)

    def measure(self, path: str) -> str:
        """The path of the value measured for the item at a path, in the same row; empty where nothing is measured."""
        found = self.measures.get(asked(path), "")
        return f"{path.rpartition('/')[0]}/{found.rpartition('/')[2]}".lstrip("/") if found else ""

    def blank(self) -> Domain:
        """The checklist with nothing filled in."""
        return Domain(self.form, self.title, self.version, tuple(item for _path, item in self.questions), self.secret)


@lru_cache(maxsize=64)
def checklist_words(xform: str, language: str = "vi") -> Checklist:
    """
    What a checklist says, in `language` where it has it and in its own default language where it has not.

    Raises:
        ReportError: the text is no XForm.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(xform)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ReportError(reason=str(error)) from error
    return _Reading(root, language).checklist()


class _Reading:
    def __init__(self, root: Any, language: str) -> None:
        self._root = root
        self._language = language
        model = root.find(f"{_HTML}head/{_XFORMS}model")
        if model is None:
            raise ReportError(reason="model")
        self._model = model
        instance = model.find(f"{_XFORMS}instance")
        data: Any = next(iter(instance), None) if instance is not None else None
        if data is None:
            raise ReportError(reason="instance")
        self._data = data
        self._controls: dict[str, Any] = {}
        self._name = self._data.tag.rpartition("}")[2]
        self._texts = self._itext()
        self._repeats = [repeat.get("nodeset", "") for repeat in root.iter(f"{_XFORMS}repeat")]
        self._lists = {
            one.get("id", ""): [item for item in one.iter() if item.tag.rpartition("}")[2] == "item"]
            for one in model.iter(f"{_XFORMS}instance")
        }
        self._binds = {bind.get("nodeset", ""): bind for bind in model.iter(f"{_XFORMS}bind")}

    def checklist(self) -> Checklist:
        data = self._data
        form = data.get("id", "")
        title = self._root.findtext(f"{_HTML}head/{_HTML}title", "")
        if self._language != "vi":
            title = data.get(f"{_OURS}title-{self._language}") or title
        measures = self._measures()
        items: list[tuple[str, Item]] = []
        questions: list[tuple[str, Item]] = []
        body = self._root.find(f"{_HTML}body")
        for path, section, element in self._questions(body, "") if body is not None else ():
            bind = self._binds.get(path)
            code = bind.get(f"{_OURS}code", "") if bind is not None else ""
            if code:
                items.append((self._inside(path), self._item(element, bind, code, section, measures.get(path))))
            if bind is not None and self._fillable(element, bind):
                number = code or str(len(questions) + 1)
                item = self._item(element, bind, number, section, measures.get(path))
                choices = self._choices(element)
                graded = bind.get(f"{_OURS}fails-on") is not None or (
                    bool(choices) and {value for value, _label in choices} <= RESULTS
                )
                item = replace(
                    item,
                    graded=graded,
                    choices=() if graded else tuple(label for _value, label in choices),
                    kind=bind.get("type", "").rpartition(":")[2],
                    repeated=any(path.startswith(f"{one}/") for one in self._repeats),
                )
                questions.append((self._inside(path), item))
        found = {self._inside(item): self._inside(measure) for item, measure in measures.items()}
        domain = data.get(f"{_OURS}domain") or form
        bounds = {
            self._inside(path): (_number(self._binds[path], "min"), _number(self._binds[path], "max"))
            for path in measures.values()
        }
        return Checklist(form, domain, title, data.get("version", ""), tuple(items), found, tuple(questions), bounds)

    def _item(self, element: Any, bind: Any, code: str, section: str, measure: str | None) -> Item:
        measured = self._binds[measure] if measure else None
        asked = self._controls.get(measure) if measure else None
        return Item(
            code=code,
            text=self._label(element, "label"),
            section=section,
            severity=bind.get(f"{_OURS}severity", ""),
            basis=bind.get(f"{_OURS}legal-basis", ""),
            confirmed=bind.get(f"{_OURS}legal-status", "confirmed") != "unconfirmed",
            hint=self._label(element, "hint"),
            measure=self._label(asked, "label") if asked is not None else "",
            unit=self._unit(measured) if measured is not None else "",
            limits=self._limits(measured) if measured is not None else "",
        )

    @staticmethod
    def _fillable(element: Any, bind: Any) -> bool:
        """Whether a person can answer on paper: no note, no file, nothing filled in or measured for another item."""
        kind = element.tag.rpartition("}")[2]
        if kind not in ("input", "select", "select1", "rank", "range"):
            return False
        if bind.get(f"{_OURS}measure-of") or bind.get(f"{_OURS}role") or bind.get("calculate"):
            return False
        return bool(bind.get("readonly", "") != "true()")

    def _choices(self, element: Any) -> list[tuple[str, str]]:
        """Values and labels of a closed list, written beside the question or in a list of the form."""
        found = [
            (item.findtext(f"{_XFORMS}value", ""), self._label(item, "label"))
            for item in element.iter(f"{_XFORMS}item")
        ]
        for itemset in element.iter(f"{_XFORMS}itemset"):
            name = _INSTANCE.search(itemset.get("nodeset", ""))
            for item in self._lists.get(name[1], ()) if name else ():
                said = {part.tag.rpartition("}")[2]: (part.text or "") for part in item}
                label = self._texts.get(said.get("itextId", ""), "") or said.get("label", "") or said.get("name", "")
                found.append((said.get("name", ""), label))
        return found

    def _unit(self, bind: Any) -> str:
        own = bind.get(f"{_OURS}unit-{self._language}") if self._language != "vi" else None
        return str(own or bind.get(f"{_OURS}unit", ""))

    def _limits(self, bind: Any) -> str:
        low, high = (bind.get(f"{_OURS}{name}", "") for name in ("min", "max"))
        if self._language == "vi":
            low, high = low.replace(".", ","), high.replace(".", ",")
        if low and high:
            return f"{low} – {high}"
        return f"≥ {low}" if low else f"≤ {high}" if high else ""

    def _measures(self) -> dict[str, str]:
        """Path of an item -> path of its measured value; the form names the item by its last part."""
        found = {}
        for path, bind in self._binds.items():
            of = bind.get(f"{_OURS}measure-of")
            if of:
                found[f"{path.rpartition('/')[0]}/{of}"] = path
        return found

    def _questions(self, parent: Any, section: str) -> list[tuple[str, str, Any]]:
        found: list[tuple[str, str, Any]] = []
        for element in parent:
            kind = element.tag.rpartition("}")[2]
            if kind in ("group", "repeat"):
                own = self._label(element, "label") if kind == "group" else ""
                found += self._questions(element, own or section)
            elif element.get("ref"):
                self._controls[element.get("ref")] = element
                found.append((element.get("ref"), section, element))
        return found

    def _label(self, element: Any, part: str) -> str:
        found = element.find(f"{_XFORMS}{part}")
        if found is None:
            return ""
        match = _ITEXT.search(found.get("ref", ""))
        return self._texts.get(match[1], "") if match else "".join(found.itertext()).strip()

    def _itext(self) -> dict[str, str]:
        """Texts in the wanted language over those in the form's own."""
        texts: dict[str, str] = {}
        translations = list(self._model.iter(f"{_XFORMS}translation"))
        wanted = [
            t for t in translations if f"({self._language})" in t.get("lang", "") or t.get("lang") == self._language
        ]
        default = [t for t in translations if t.get("default") == "true()"] or translations[:1]
        for translation in [*default, *wanted]:
            for text in translation.iter(f"{_XFORMS}text"):
                value = next((v for v in text.iter(f"{_XFORMS}value") if not v.get("form")), None)
                said = "".join(value.itertext()).strip() if value is not None else ""
                if said and said != "-":
                    texts[text.get("id", "")] = said
        return texts

    def _inside(self, path: str) -> str:
        return path.removeprefix(f"/{self._name}/")


def _number(bind: Any, name: str) -> Decimal | None:
    try:
        return Decimal(bind.get(f"{_OURS}{name}", ""))
    except InvalidOperation:
        return None
