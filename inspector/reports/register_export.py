"""The whole register as plain tables, one row at a time: every answer, or every finding, of any number of visits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from inspector.i18n import _, speaking
from inspector.model import Severity
from inspector.reports import phrases, stream
from inspector.reports.document import Column, Kind
from inspector.reports.minutes_data import Result
from inspector.reports.registry_data import FindingRow

Progress = Callable[[int, int], None]
_FIGURE: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DIGITS: Final = 15
"""Digits that a spreadsheet keeps of a figure."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer of one visit."""

    visit: str
    day: date
    site_code: str
    site: str
    commune: str
    domain: str
    code: str
    item: str
    result: Result
    value: str = ""
    """What was measured, with a point."""
    unit: str = ""
    limits: str = ""
    note: str = ""
    by: str = ""
    at: datetime | None = None
    said: str = ""
    """What was answered to a question that is neither met nor not met."""


def answers(
    path: Path,
    rows: Iterable[AnswerRow],
    *,
    total: int = 0,
    progress: Progress | None = None,
    language: str = "vi",
) -> int:
    """Write every answer; says how many there were. `progress` may raise Cancelled: then no file stays."""
    with speaking(language):
        columns = (
            _column(_("Site code"), 12),
            Column(_("Day"), Kind.DATE),
            _column(_("Site"), 17),
            _column(_("Commune"), 14),
            _column(_("Domain"), 22),
            _column(_("Code"), 10),
            _column(_("Checklist item"), 33),
            _column(_("Result"), 10),
            _column(_("Value"), 8),
            _column(_("Unit of measure"), 8),
            _column(_("Limits"), 10),
            _column(_("Notes"), 17),
            _column(_("Answered by"), 12),
            Column(_("Answered at"), Kind.MOMENT),
            _column(_("Visit"), 26),
        )
        words = {result: phrases.result(result) for result in Result}
        made = (
            (
                row.site_code,
                row.day,
                row.site,
                row.commune,
                row.domain,
                row.code,
                row.item,
                row.said or words[row.result],
                _measured(row.value),
                row.unit,
                row.limits,
                row.note,
                row.by,
                row.at,
                row.visit,
            )
            for row in rows
        )
        return stream.write(
            path, _("All answers"), columns, made, total=total, progress=progress, printed=len(columns) - 1
        )


def findings(
    path: Path,
    rows: Iterable[FindingRow],
    *,
    total: int = 0,
    progress: Progress | None = None,
    language: str = "vi",
) -> int:
    """Write every finding; says how many there were."""
    with speaking(language):
        columns = (
            _column(_("Site code"), 12),
            Column(_("Found on"), Kind.DATE),
            _column(_("Site"), 15),
            _column(_("Commune"), 12),
            _column(_("Unit"), 14),
            _column(_("Domain"), 17),
            _column(_("Code"), 10),
            _column(_("Finding"), 30),
            _column(_("Severity"), 10),
            _column(_("State now"), 14),
            _column(_("What must be done"), 21),
            _column(_("In charge"), 13),
            Column(_("Deadline"), Kind.DATE),
            Column(_("Closed on"), Kind.DATE),
        )
        words = {one.value: phrases.severity(one) for one in Severity}
        made = (
            (
                row.site_code,
                row.found,
                row.site,
                row.commune,
                row.unit,
                row.domain,
                row.code,
                row.text,
                words.get(row.severity, row.severity),
                phrases.first_up(row.state),
                row.remedy,
                row.in_charge,
                row.due,
                row.closed,
            )
            for row in rows
        )
        return stream.write(path, _("All findings"), columns, made, total=total, progress=progress)


def _column(title: str, width: int) -> Column:
    """Words, so many digits wide; the columns of a register stand side by side on A4 across, in letters of 8 points."""
    return Column(title, weight=stream.weight(width))


def _measured(text: str) -> str | Decimal:
    """A figure that a spreadsheet can count with; other words, and more digits than it keeps, stay as they are."""
    return Decimal(text) if len(text) <= _DIGITS and _FIGURE.fullmatch(text) else text
