"""What the papers may refuse."""

from __future__ import annotations

from inspector.errors import InspectorError
from inspector.i18n import N_


class ReportError(InspectorError):
    """A paper cannot be made."""

    code = "report"
    message = N_("The paper cannot be made: {reason}")


class FontMissing(ReportError):
    """A shipped font is not where it should be."""

    code = "report.font-missing"
    message = N_("The font file {file} is missing or damaged.")
    hint = N_("Install the program again.")


class ReportUnknown(ReportError):
    """No report goes by this name."""

    code = "report.unknown"
    message = N_("There is no report named {name}.")
    hint = N_("Known reports: {known}.")


class NothingBefore(ReportError):
    """A re-inspection has nothing to be compared with."""

    code = "report.nothing-before"
    message = N_("There was no visit to this site before.")
    hint = N_("Print the minutes of the visit instead.")


class NoFirePart(ReportError):
    """The fire part of a visit that no fire checklist belongs to: nothing may be said of what nobody inspected."""

    code = "report.no-fire-part"
    message = N_("Fire safety was not inspected at this visit: it has no fire checklist.")
    hint = N_("Print the minutes of the visit instead.")


class ReportNeeds(ReportError):
    """A report of one thing, and it was not said of which."""

    code = "report.needs"
    message = N_("“{report}” needs {option}.")
    hint = N_("Say of which site, visit or checklist the report is.")


class NeitherKind(ReportError):
    """The name of a file that is neither of a PDF nor of a workbook."""

    code = "report.neither-kind"
    message = N_("{file} is neither a PDF nor a workbook.")
    hint = N_("Give a name that ends in .pdf or .xlsx.")


class NotAWorkbook(ReportError):
    """An export of the register goes into a workbook only."""

    code = "report.workbook-only"
    message = N_("{file} is not the name of a workbook; the register is exported as .xlsx.")
    hint = N_("Give a name that ends in .xlsx.")


class NotProtected(ReportError):
    """Only a PDF is sealed with a password."""

    code = "report.not-protected"
    message = N_("{file} cannot be protected with a password; only a PDF can.")
    hint = N_("Give a name that ends in .pdf, or leave the password out.")
