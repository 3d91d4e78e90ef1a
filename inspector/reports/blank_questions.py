"""Every question of a checklist that a person may be asked, and how it is answered away from the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from inspector.reports.checklist_words import Checklist
from inspector.reports.minutes_data import Item

if TYPE_CHECKING:
    from inspector.form import Form, Question

RESULT: Final = "result"
"""Met, not met or not applicable; the other kinds are those of `document.Entry`."""
_KINDS: Final = {"string": "text", "int": "whole", "decimal": "decimal", "date": "date", "time": "time"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. Without a kind it is answered in the program alone, as a photograph or what is in rows of a repeat."""

    path: str
    item: Item
    kind: str = RESULT
    type: str = "select"
    choices: tuple[str, ...] = ()
    """Labels, as they are read."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Label in any language of the form, without regard to case -> name of the choice."""
    measure: str = ""
    measured: str = "decimal"
    """The type of the value that is measured."""
    repeat: str = ""
    """Title of the rows it is in."""


def questions(form: Form, words: Checklist, language: str | None = None) -> tuple[Asked, ...]:
    """The questions of a form in their order; a measured value goes with its item."""
    from inspector import checklists

    language = next((one for one in form.languages if language and (one == language or f"({language})" in one)), None)
    coded = dict(words.items)
    by_path = {question.path: question for question in form.questions}
    found = []
    for path, item in checklists.items(form, language).items():
        question = by_path[path]
        if not item.graded and path not in coded and _only_shown(question):
            continue
        printed = coded.get(path) or Item("", item.text, item.section, hint=item.hint, graded=item.graded)
        kind, repeat = _kind(question), _repeat(form, path, question, language)
        choices = _choices(question, language)
        names = {name.casefold(): name for name, _said in question.choices()}
        for spoken in (*form.languages, None):
            names |= {said.strip().casefold(): name for name, said in question.choices(spoken)}
        names |= {said.casefold(): name for said, name in choices.items()}
        found.append(
            Asked(
                path=path,
                item=printed,
                kind="" if repeat else kind,
                type=question.type,
                choices=tuple(choices),
                names=names,
                measure=item.measure,
                measured=by_path[item.measure].type if item.measure else "decimal",
                repeat=repeat,
            )
        )
    return tuple(found)


def _choices(question: Question, language: str | None) -> dict[str, str]:
    """Label -> name; a label that comes twice has the name beside it."""
    found: dict[str, str] = {}
    for name, said in question.choices(language):
        label = said.strip() or name
        found[f"{label} ({name})" if label in found else label] = name
    return found


def _only_shown(question: Question) -> bool:
    bind = question.definition.bind
    return bind is not None and (bind.calculate is not None or bind.readonly is not None)


def _kind(question: Question) -> str:
    from inspector.checklists import RESULTS

    choices = question.choices()
    if question.control == "select1" and choices:
        return RESULT if {name for name, _label in choices} <= RESULTS else "choice"
    if question.control == "select" and choices:
        return "choices"
    return _KINDS.get(question.type, "") if question.control in ("input", "range") else ""


def _repeat(form: Form, path: str, question: Question, language: str | None) -> str:
    if not question.in_repeat:
        return ""
    at = question.parent
    while at is not None and at.kind != "repeat-instance":
        at = at.parent
    stem = "/".join(path.split("/")[:-1])
    label = form.label(stem, language)
    return label or (at.local if at is not None else stem)
