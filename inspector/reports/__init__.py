"""
Papers: builders say what a report holds (a Document), renderers lay it out as PDF or as a workbook.

A new report is one module with a `build` and one line in REPORTS.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from inspector.i18n import N_, _, speaking

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspector.reports.document import Document


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of paper: its name for scripts, its title for people, the module whose `build` makes it."""

    name: str
    title: str
    module: str

    def says(self) -> str:
        """The title in the active language."""
        return _(self.title)

    def build(self, data: Any, *, language: str = "vi") -> Document:
        """The paper of this data."""
        from inspector.reports.disputed import in_words

        with speaking(language):
            told = in_words(data, _("(not agreed yet)"))
        made: Document = import_module(f"inspector.reports.{self.module}").build(told, language=language)
        return made


REPORTS: Final[dict[str, Report]] = {
    report.name: report
    for report in (
        Report("minutes", N_("Joint inspection minutes"), "minutes"),
        Report("pc03", N_("Fire part in the order of form PC03"), "pc03"),
        Report("summary", N_("Summary report for a period"), "summary"),
        Report("overdue", N_("Overdue recommendations"), "overdue"),
        Report("findings", N_("Findings by responsible unit"), "findings"),
        Report("passport", N_("Site passport"), "passport"),
        Report("reinspection", N_("Re-inspection, before and after"), "reinspection"),
        Report("day", N_("Day list of a team"), "day"),
        Report("blank", N_("Blank checklist"), "blank"),
    )
}


def build(name: str, data: Any, *, language: str = "vi") -> Document:
    """The report `name` of this data."""
    from inspector.reports.errors import ReportUnknown

    if name not in REPORTS:
        raise ReportUnknown(name=name, known=", ".join(sorted(REPORTS)))
    return REPORTS[name].build(data, language=language)


def render(
    document: Document,
    path: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    password: str | None = None,
) -> None:
    """
    Write a paper as what the name of the file asks for: .xlsx a workbook, .pdf a PDF.

    Raises:
        NeitherKind: the name ends otherwise.
        NotProtected: a password was given for a workbook, which would be written in the clear.
    """
    from inspector.reports.errors import NeitherKind, NotProtected

    kind = path.suffix.lower()
    if kind == ".xlsx":
        from inspector.reports import excel

        if password:
            raise NotProtected(file=path.name)
        excel.render(document, path, progress=progress)
    elif kind == ".pdf":
        from inspector.reports import pdf

        pdf.render(document, path, progress=progress, password=password or None)
    else:
        raise NeitherKind(file=path.name)
