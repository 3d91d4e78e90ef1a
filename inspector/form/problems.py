"""What can be wrong with a form: one Problem for each mistake, all of them together in one FormError."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from inspector.errors import InspectorError
from inspector.form import cures
from inspector.i18n import N_, _

Place = tuple[str | None, int | None, str | None]
"""Sheet, row and column of a workbook."""

Origin = Mapping[str, Place]
"""Where a nodeset of the XForm was written in the workbook. `nodeset|column` may name one cell."""


@dataclass(frozen=True)
class Problem:
    """One mistake in a form: what it is, where it stands, and what may cure it."""

    code: str
    template: str
    fields: tuple[tuple[str, Any], ...] = ()
    place: str | None = None
    text: str | None = None
    offset: int | None = None
    suggestion: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    fatal: bool = True

    @property
    def message(self) -> str:
        """The sentence in the active language, without the place."""
        said = _(self.template).format_map(_Fields(self.fields))
        if self.suggestion:
            return said + " " + _("Did you mean {suggestion}?").format(suggestion=cures.excerpt(self.suggestion))
        return said

    @property
    def where(self) -> str:
        """Sheet, row and column, or else the path of the node; empty when the whole form is meant."""
        parts = []
        if self.sheet:
            parts.append(self.sheet)
        if self.row:
            parts.append(_("row {row}").format(row=self.row))
        if self.column:
            parts.append(self.column)
        if not self.sheet and self.place:
            parts.insert(0, self.place)
        return ", ".join(parts)

    @property
    def cure(self) -> str:
        """What to do about it, in the active language; empty when the sentence says it already."""
        return "" if self.suggestion else cures.cure(self.code)

    def line(self) -> str:
        """Place, sentence, the text that is meant, and the cure on one line."""
        text = f"“{cures.excerpt(self.text)}”" if self.text and self.text not in self.message else ""
        said = " ".join(part for part in (self.message, text and _("In: {text}.").format(text=text), self.cure) if part)
        return f"{self.where}: {said}" if self.where else said

    def at(self, origin: Origin | None) -> Problem:
        """The same problem with the workbook's sheet, row and column, where they are known."""
        if origin is None or self.sheet or not self.place:
            return self
        found = origin.get(f"{self.place}|{self.column}") or origin.get(self.place)
        if found is None:
            return self
        sheet, row, column = found
        return replace(self, sheet=sheet, row=row, column=self.column or column)


class FormError(InspectorError):
    """A form cannot be used, or was asked for something it does not have; says every problem at once."""

    code = "form.refused"
    message = N_("The form cannot be used: {problems}")
    hint = N_("Correct the form where it is shown, then load it again.")

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__()

    def says(self) -> str:
        """All problems, one on each line."""
        lines = [problem.line() for problem in self.problems]
        return _(self.message).format(problems=("\n" if len(lines) > 1 else "") + "\n".join(lines))


class AnswerError(FormError):
    """An instance was asked for something that is not there or may not be done; nothing of it stays."""

    code = "form.answer"
    message = N_("This cannot be done in the form: {problems}")
    hint = ""


def problem(code: str, template: str, **fields: Any) -> Problem:
    """A problem with its fields; `place`, `text`, `offset`, `suggestion`, `column` and `fatal` are set apart."""
    known: dict[str, Any] = {
        key: fields.pop(key) for key in ("place", "offset", "suggestion", "column", "fatal") if key in fields
    }
    if "text" in fields:
        known["text"] = fields["text"]
    return Problem(code, template, tuple(fields.items()), **known)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant."""
    if len(word) > 100:
        return None
    found = difflib.get_close_matches(
        word, [name for name in known if abs(len(name) - len(word)) <= 4][:2000], n=1, cutoff=0.7
    )
    return found[0] if found else None


class _Fields(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
