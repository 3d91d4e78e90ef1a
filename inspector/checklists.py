"""
Checklists that this device can fill: installing one stores its XForm, so that no converter runs on site.

A checklist is known by the SHA-256 of its XForm; visits name it by form, version and that number, so that signed minutes
keep the version that was used.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from inspector import i18n, paths, repeats
from inspector.datatypes import kind_of
from inspector.errors import InspectorError
from inspector.i18n import N_
from inspector.store import Reader, Store, Transaction
from inspector.store.tables import checklist, checklist_item

if TYPE_CHECKING:
    from inspector.form import Form, Question


RESULTS = frozenset({"pass", "fail", "na"})
"""What an item is answered with."""


class ChecklistUnknown(InspectorError):
    """A checklist that is not installed here."""

    code = "checklist.unknown"
    message = N_("The checklist {name} is not installed on this computer.")
    hint = N_("Install its workbook under Settings, Checklists, or take one of: {known}.")


class ChecklistRefused(InspectorError):
    """A file that is no checklist, or one with mistakes; nothing was installed."""

    code = "checklist.refused"
    message = N_("{file}: {reason}")


class VersionUnknown(InspectorError):
    """A version of a checklist that this store does not hold."""

    code = "checklist.version-unknown"
    message = N_("Version {number} of the checklist {name} is not on this computer.")
    hint = N_("Install its workbook first. Versions here: {known}.")


@dataclass(frozen=True, slots=True)
class Checklist:
    """An installed checklist."""

    sha256: str
    name: str
    version: str
    title: str
    items: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One item as its checklist describes it; `measure` is the question that holds its measured value."""

    path: str
    code: str
    section: str
    text: str
    hint: str
    fails_on: tuple[str, ...]
    severity: str
    due_days: int | None
    photo_on: tuple[str, ...]
    basis: str
    confirmed: bool
    measure: str = ""
    measure_label: str = ""
    unit: str = ""
    least: float | None = None
    most: float | None = None
    graded: bool = True
    """Whether it is met or not met; other questions only have an answer."""

    def outside(self, value: str) -> bool:
        """Whether a measured value lies outside the limits; a person decides what that means."""
        try:
            number = float(value)
        except ValueError:
            return False
        return (self.least is not None and number < self.least) or (self.most is not None and number > self.most)


def install_shipped(store: Store) -> None:
    """Install the checklists that come with the program, where they are not yet."""
    files = sorted(paths.resource("checklists").glob("*.xml"))
    texts = {hashlib.sha256(text.encode()).hexdigest(): text for text in (path.read_text("utf-8") for path in files)}
    with store.read() as reader:
        have = set(reader.connection.execute(select(checklist.c.sha256)).scalars())
        installed = set(reader.connection.execute(select(checklist.c.name).where(checklist.c.installed == 1)).scalars())
    missing = {sha: text for sha, text in texts.items() if sha not in have}
    if not missing:
        return
    with store.transact("install") as tx:
        for sha, text in missing.items():
            keep(tx, text, sha256=sha, install=True, unless=installed)


def install(store: Store, path: Path) -> Checklist:
    """
    Install a checklist from an XLSForm workbook or an XForm; the earlier version stays for the visits that use it.

    Raises:
        ChecklistRefused: the file is no checklist, or has mistakes.
    """
    from inspector.form import FormError, xlsform

    try:
        converted = xlsform.read(path)
        with store.transact("install") as tx:
            return keep(tx, converted.xform, install=True)
    except FormError as refused:
        raise ChecklistRefused(file=path.name, reason=refused.line()) from refused


def keep(
    tx: Transaction, xform: str, *, sha256: str | None = None, install: bool = False, unless: set[str] | None = None
) -> Checklist:
    """Store an XForm and what it says of its items; `install` offers it for new visits in place of other versions."""
    sha256 = sha256 or hashlib.sha256(xform.encode()).hexdigest()
    form = _load(sha256, xform)
    install = install and form.id not in (unless or set())
    if install:
        tx.connection.execute(update(checklist).where(checklist.c.name == form.id).values(installed=0))
    if tx.connection.execute(select(checklist.c.sha256).where(checklist.c.sha256 == sha256)).first():
        if install:
            tx.connection.execute(update(checklist).where(checklist.c.sha256 == sha256).values(installed=1))
    else:
        tx.connection.execute(
            insert(checklist).values(
                sha256=sha256, name=form.id, version=form.version, title=form.title, xform=xform, installed=int(install)
            )
        )
    tx.connection.execute(delete(checklist_item).where(checklist_item.c.sha256 == sha256))
    described = items(form)
    rows = [
        dict(
            sha256=sha256,
            path=item.path,
            position=position,
            code=item.code,
            section=item.section,
            text=item.text,
            fails_on=" ".join(item.fails_on),
            severity=item.severity,
            due_days=item.due_days,
            measure_of="",
        )
        for position, item in enumerate(described.values())
    ]
    if rows:
        tx.connection.execute(insert(checklist_item), rows)
    return Checklist(sha256, form.id, form.version, form.title, len(described))


def installed(reader: Reader) -> list[Checklist]:
    """The checklists that new visits may use, by name."""
    asked = select(checklist).where(checklist.c.installed == 1).order_by(checklist.c.name)
    return [_found(reader, row) for row in reader.connection.execute(asked)]


def named(reader: Reader, name: str) -> Checklist:
    """The installed checklist of that name. Raises ChecklistUnknown."""
    for found in installed(reader):
        if found.name == name:
            return found
    raise ChecklistUnknown(name=name, known=", ".join(one.name for one in installed(reader)))


def versions(reader: Reader, name: str) -> list[Checklist]:
    """Every version of a checklist that this store holds; the installed one comes first."""
    asked = select(checklist).where(checklist.c.name == name)
    rows = reader.rows(asked.order_by(checklist.c.installed.desc(), checklist.c.version.desc(), checklist.c.sha256))
    return [_found(reader, row) for row in rows]


def version(reader: Reader, name: str, number: str) -> Checklist:
    """One version of a checklist. Raises VersionUnknown."""
    known = versions(reader, name)
    for one in known:
        if one.version == number:
            return one
    raise VersionUnknown(name=name, number=number, known=", ".join(one.version for one in known))


def form(reader: Reader, sha256: str) -> Form:
    """The form of a checklist, loaded once. Raises ChecklistUnknown when it never arrived here."""
    if sha256 in _forms:
        _forms.move_to_end(sha256)
        return _forms[sha256]
    xform = reader.connection.execute(select(checklist.c.xform).where(checklist.c.sha256 == sha256)).scalar()
    if xform is None:
        raise ChecklistUnknown(name=sha256[:8], known=", ".join(one.name for one in installed(reader)))
    return _load(sha256, xform)


def items(form: Form, language: str | None = None) -> dict[str, Item]:
    """The items of a form in its order, in a language; a question that measures another belongs to that item."""
    return dict(_items(form, form.spoken(language)))


@lru_cache(maxsize=64)
def _items(form: Form, language: str) -> dict[str, Item]:
    questions = [question for question in form.questions if question.control]
    measures = {
        _sibling(q.path, q.attributes["ins:measure-of"]): q for q in questions if "ins:measure-of" in q.attributes
    }
    found = {}
    for question in questions:
        attributes = question.attributes
        if "ins:measure-of" in attributes or attributes.get("ins:role") or question.control == "trigger":
            continue
        found[question.path] = described(form, question, measures.get(question.path), language)
    return found


def item(reader: Reader, sha256: str, path: str, language: str | None = None) -> Item | None:
    """One item of a checklist, in whichever row of a repeat; None when this version is not here."""
    try:
        return _items(known := form(reader, sha256), known.spoken(language)).get(repeats.asked(path))
    except ChecklistUnknown:
        return None


def answer_words(form: Form, path: str, value: str, language: str | None = None) -> str:
    """An answer in the words of its checklist: labels of choices, numbers and days as people write them."""
    question = _questions(form)[repeats.asked(path)]
    return in_words(value, question.type, dict(question.choices(form.spoken(language))))


def in_words(value: str, kind: str, labels: Mapping[str, str]) -> str:
    """A value in the labels of its choices, or as people write its kind."""
    return ", ".join(labels.get(one, one) for one in value.split()) if labels else kind_of(kind).words(value)


@lru_cache(maxsize=64)
def _questions(form: Form) -> dict[str, Question]:
    return {question.path: question for question in form.questions}


def titles(reader: Reader) -> dict[str, str]:
    """
    The title of each checklist that is or was installed here, by name, in the language of the program; the installed
    version speaks.
    """
    rows = reader.rows(select(checklist.c.name, checklist.c.sha256).order_by(checklist.c.installed))
    return {name: title(reader, sha256) for name, sha256 in {row.name: row.sha256 for row in rows}.items()}


def title(reader: Reader, sha256: str) -> str:
    """The title of a checklist in the language of the program. Raises ChecklistUnknown."""
    return form(reader, sha256).title_in(i18n.language())


def described(form: Form, question: Question, measure: Question | None = None, language: str | None = None) -> Item:
    """One question as an item, in a language of the form."""
    said: Mapping[str, str] = question.attributes
    limits = measure.attributes if measure else {}
    return Item(
        path=question.path,
        code=said.get("ins:code", question.path.rpartition("/")[2]),
        section=form.label(question.path.rpartition("/")[0], language) if "/" in question.path else "",
        text=form.label(question.path, language),
        hint=form.hint(question.path, language),
        fails_on=tuple(said.get("ins:fails-on", "").split()),
        severity=said.get("ins:severity", ""),
        due_days=_days(said.get("ins:due-days", "")),
        photo_on=tuple(said.get("ins:photo-on", "").split()),
        basis=said.get("ins:legal-basis", ""),
        confirmed=said.get("ins:legal-status", "confirmed") != "unconfirmed",
        measure=measure.path if measure else "",
        measure_label=form.label(measure.path, language) if measure else "",
        unit=measure.said("ins:unit", language) if measure else "",
        least=_number(limits.get("ins:min", "")),
        most=_number(limits.get("ins:max", "")),
        graded="ins:fails-on" in said or _graded(question),
    )


def _graded(question: Question) -> bool:
    return (
        question.control == "select1"
        and bool(question.choices())
        and {value for value, _label in question.choices()} <= RESULTS
    )


_forms: OrderedDict[str, Form] = OrderedDict()
_KEPT = 24


def _load(sha256: str, xform: str) -> Form:
    from inspector.form import load

    loaded = _forms.get(sha256) or load(xform)
    _forms[sha256] = loaded
    _forms.move_to_end(sha256)
    while len(_forms) > _KEPT:
        _forms.popitem(last=False)
    return loaded


def _found(reader: Reader, row: object) -> Checklist:
    mapping = row._mapping  # type: ignore[attr-defined]
    counted = select(checklist_item.c.path).where(checklist_item.c.sha256 == mapping["sha256"])
    items = len(list(reader.connection.execute(counted)))
    return Checklist(mapping["sha256"], mapping["name"], mapping["version"], mapping["title"], items)


def _sibling(path: str, name: str) -> str:
    folder = path.rpartition("/")[0]
    return f"{folder}/{name}" if folder else name


def _days(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
