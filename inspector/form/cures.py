"""What an author does about a mistake that the engine found, by the code of the problem."""

from __future__ import annotations

import re
from typing import Final

from inspector.i18n import N_, _

_CURES: Final = {
    "form.cycle": N_("Write at least one of them without the others; only a constraint may use its own question."),
    "form.expression.syntax": N_(
        "Complete it or take away what is too much: texts stand in quotation marks, brackets in pairs."
    ),
    "form.expression.function": N_("Use a function of ODK; their names are in small letters."),
    "form.expression.arity": N_("Write as many values as the function takes."),
    "form.expression.nodes": N_("Give it questions, for example ${name}."),
    "form.expression.pattern": N_(
        "Write a simpler pattern: brackets in pairs, no repetition inside a repetition, for example [a-z]+."
    ),
    "form.reference.unknown": N_("Correct the name, or add the question."),
    "form.reference.bare": N_("Put a text into quotation marks; write a question as ${name}."),
    "form.reference.place": N_("Write it as ${name}, or move the question there."),
    "form.reference.instance": N_("Correct the name, or add the list or file."),
    "form.resource.missing": N_("Write its rows on the sheet choices: a checklist is one file."),
    "form.repeat.count": N_("Write a number or ${name} into repeat_count."),
}
_PATH: Final = re.compile(
    r"(?<![\w.)\]*])(?: (/[\w.\-]+(?:/[\w.\-]+)*/)([\w.\-]+) |(/[\w.\-]+(?:/[\w.\-]+)*/)([\w.\-]+))"
)
"""A path from the root; one that stands for ${name} has a blank of its own on each side."""
_LONG: Final = 70


def cure(code: str) -> str:
    """The advice in the active language; empty for a code that has none."""
    found = _CURES.get(code)
    return _(found) if found is not None else ""


def excerpt(text: str) -> str:
    """The beginning of an expression, with questions written as authors write them."""
    said = " ".join(_PATH.sub(lambda found: f"${{{found[2] or found[4]}}}", text).split())
    return said if len(said) <= _LONG else said[:_LONG] + "…"
