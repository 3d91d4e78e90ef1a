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
