"""The whole register as plain tables, one row at a time: every answer, or every finding, of any number of visits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from inspector.i18n import _, speaking
from inspector.model import Severity
from inspector.reports import phrases, stream
from inspector.reports.document import Column, Kind
from inspector.reports.minutes_data import Result
from inspector.reports.registry_data import FindingRow

Progress = Callable[[int, int], None]


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
            Column(_("Visit")),
            Column(_("Day"), Kind.DATE),
            Column(_("Site code"), Kind.CODE),
            Column(_("Site"), weight=1.6),
            Column(_("Commune")),
            Column(_("Domain"), weight=2.8),
            Column(_("Code"), Kind.CODE),
            Column(_("Checklist item"), weight=3),
            Column(_("Result"), weight=0.2),
            Column(_("Value"), weight=0.2),
            Column(_("Unit of measure"), weight=0.2),
            Column(_("Limits"), weight=0.4),
            Column(_("Notes"), weight=2),
            Column(_("Answered by"), weight=0.8),
            Column(_("Answered at"), Kind.MOMENT),
        )
        words = {result: phrases.result(result) for result in Result}
        made = (
            (
                row.visit,
                row.day,
                row.site_code,
                row.site,
                row.commune,
                row.domain,
                row.code,
                row.item,
                row.said or words[row.result],
                row.value,
                row.unit,
                row.limits,
                row.note,
                row.by,
                row.at,
            )
            for row in rows
        )
        return stream.write(path, _("All answers"), columns, made, total=total, progress=progress)


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
            Column(_("Site code"), Kind.CODE),
            Column(_("Site"), weight=1.6),
            Column(_("Commune")),
            Column(_("Unit"), weight=1.4),
            Column(_("Found on"), Kind.DATE),
            Column(_("Domain"), weight=2.8),
            Column(_("Code"), Kind.CODE),
            Column(_("Finding"), weight=3.6),
            Column(_("Severity"), weight=0.3),
            Column(_("State now"), weight=2),
            Column(_("What must be done"), weight=2.4),
            Column(_("In charge"), weight=1.4),
            Column(_("Deadline"), Kind.DATE),
            Column(_("Closed on"), Kind.DATE),
        )
        words = {one.value: phrases.severity(one) for one in Severity}
        made = (
            (
                row.site_code,
                row.site,
                row.commune,
                row.unit,
                row.found,
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
