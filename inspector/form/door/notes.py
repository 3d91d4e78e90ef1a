"""A list of problems while a workbook is looked through; each says its sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from inspector.form.problems import Problem, nearest


class Notes(list[Problem]):
    """Problems in the order they were found."""

    def error(self, code: str, template: str, sheet: str, row: int | None, column: str | None, **fields: Any) -> None:
        """Something that keeps the form from being used. `among` gives the known words for a suggestion."""
        self._add(code, template, sheet, row, column, True, fields)

    def warn(self, code: str, template: str, sheet: str, row: int | None, column: str | None, **fields: Any) -> None:
        """Something that the author should look at; the form can be used."""
        self._add(code, template, sheet, row, column, False, fields)

    @property
    def fatal(self) -> bool:
        """Whether the form cannot be used."""
        return any(problem.fatal for problem in self)

    def _add(
        self,
        code: str,
        template: str,
        sheet: str,
        row: int | None,
        column: str | None,
        fatal: bool,
        fields: dict[str, Any],
    ) -> None:
        among: Iterable[str] | None = fields.pop("among", None)
        text = fields.get("text")
        suggestion = nearest(str(text), among) if among is not None and text is not None else None
        self.append(
            Problem(
                f"xlsform.{code}",
                template,
                tuple(fields.items()),
                text=text if text is None else str(text)[:200],
                suggestion=suggestion,
                sheet=sheet,
                row=row,
                column=column,
                fatal=fatal,
            )
        )
