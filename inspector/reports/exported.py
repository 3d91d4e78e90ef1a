"""The whole register out of the store as a workbook, visit after visit: memory holds one visit at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select

from inspector import checklists, model, repeats
from inspector.i18n import N_, _, speaking
from inspector.reports import gather, gather_period, register_export
from inspector.reports.disputed import in_words
from inspector.reports.errors import NotAWorkbook
from inspector.reports.minutes_data import Item, Result
from inspector.reports.register_export import AnswerRow, Progress
from inspector.store import Reader
from inspector.store.tables import PROJECTIONS, sheet_of

_answer, _visit, _sheet = (PROJECTIONS[kind] for kind in ("answer", "visit", "sheet"))
EXPORTS: Final[Mapping[str, str]] = {
    "register-answers": N_("Register: all answers"),
    "register-findings": N_("Register: all findings"),
}
"""Exports by their name for scripts, with their title for people; workbooks only."""
_AT_ONCE = 2000


def export(
    reader: Reader,
    name: str,
    path: Path,
    *,
    first: date,
    last: date,
    on: date | None = None,
    progress: Progress | None = None,
    language: str = "vi",
) -> int:
    """
    Write an export of visits between two days, with findings as they stand on a day (else the last one); says how many
    rows there were. `progress` may raise Cancelled.

    Raises:
        NotAWorkbook: the file is not to be a workbook.
    """
    if path.suffix.lower() != ".xlsx":
        raise NotAWorkbook(file=path.name)
    if name == "register-findings":
        found = gather_period.finding_rows(reader, on or last, first=first, last=last, drafts=True, language=language)
        return register_export.findings(path, found, total=len(found), progress=progress, language=language)
    with speaking(language):
        total = int(reader.rows(_between(select(func.count()), first, last))[0][0])
        rows = _answers(reader, first, last, language)
    return register_export.answers(path, rows, total=total, progress=progress, language=language)


def _between(asked: Any, first: date, last: date) -> Any:
    return (
        asked.select_from(_answer.join(_visit, _visit.c.uid == _answer.c.visit))
        .where(_visit.c.date >= first.isoformat(), _visit.c.date <= last.isoformat())
        .where(_answer.c.value != "")
    )


def _answers(reader: Reader, first: date, last: date, language: str) -> Iterator[AnswerRow]:
    sites = {site.uid: site for site in reader.all(model.Site)}
    people = {person.uid: person.name for person in reader.all(model.Person)}
    asked = (
        select(
            _answer.c.visit, _answer.c.form, _answer.c.path, _answer.c.value, _answer.c.note,
            _visit.c.site, _visit.c.date, _sheet.c.sha256, _sheet.c.filler, _sheet.c.started,
        )
        .select_from(_answer.join(_visit, _visit.c.uid == _answer.c.visit).join(_sheet, sheet_of(_answer)))
        .where(_visit.c.date >= first.isoformat(), _visit.c.date <= last.isoformat(), _answer.c.value != "")
        .order_by(_visit.c.date, _answer.c.visit, _answer.c.form, _answer.c.path)
        .execution_options(yield_per=_AT_ONCE)
    )  # fmt: skip
    for _key, group in groupby(reader.connection.execute(asked), key=lambda row: (row.visit, row.form)):
        rows = list(group)
        words = gather.checklist_of(reader, rows[0].sha256, language)
        form = checklists.form(reader, rows[0].sha256)
        known_items = checklists.items(form)
        values = {row.path: row.value for row in rows}
        for row in rows:
            known = known_items.get(repeats.asked(row.path))
            if known is None:  # a measured value, which stands beside its item, or a row of a repeat
                continue
            site = sites.get(row.site) or model.Site(uid=row.site)
            item = (words.item(row.path) if words else None) or Item(known.code, known.text)
            measured = values.get(words.measure(row.path) if words else "", "")
            result = gather.result_of(known, row.value)
            line = AnswerRow(
                row.visit,
                gather.day_of(row.date) or date.min,
                site.code,
                site.name,
                site.commune,
                words.title if words else row.form,
                item.code,
                item.text,
                result,
                measured,
                item.unit,
                item.limits,
                row.note,
                ", ".join(people.get(uid, uid) for uid in row.filler.split()),
                gather.moment_of(row.started),
                "" if known.graded or result is Result.DISPUTED else checklists.answer_words(form, row.path, row.value),
            )
            yield in_words(line, _("(not agreed yet)"))
