"""A re-inspection, before and after: what was asked, what was found, photographs side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inspector.i18n import _, speaking
from inspector.reports import phrases, words
from inspector.reports.document import (
    Block,
    Column,
    Document,
    Heading,
    Kind,
    Metadata,
    Paragraph,
    Photo,
    PhotoGrid,
    Section,
    Table,
    Title,
)
from inspector.reports.minutes_data import Result
from inspector.reports.registry_data import Compared, ReinspectionData


def build(data: ReinspectionData, *, language: str = "vi") -> Document:
    """Before and after of one site."""
    with speaking(language):
        title = _("Re-inspection of {site}").format(site=data.site)
        met = sum(row.met for row in data.rows)
        said = _(
            "Visit of {before} compared with the re-inspection of {after}: {met} of {all} recommendations are met."
        ).format(
            before=words.day(data.before),
            after=words.day(data.after),
            met=words.number(met),
            all=words.number(len(data.rows)),
        )
        if not data.rows:
            said = _(
                "No recommendation of the visit of {before} was checked again at the visit of {after}, so there is nothing to compare."
            ).format(before=words.day(data.before), after=words.day(data.after))
        secret = [row for row in data.rows if row.secret]
        apart = phrases.stands_apart(len(secret))
        name = Title(_("Re-inspection result"), title)
        head: tuple[Block, ...] = (
            phrases.letterhead(data.office, "", data.after, "PT-ĐKTLN"),
            name,
            Paragraph(f"{said} {apart}".rstrip()),
        )
        shown = [row for row in data.rows if not row.secret]
        table = (Heading(_("1. Before and after"), 1), _table(shown)) if shown else ()
        pictures = [block for row in data.rows for block in _pair(row)]
        sections = [
            Section("", (*head, *table), sheet=_("Before and after")),
        ]
        if pictures:
            sections.append(Section(_("2. Photos"), tuple(pictures), sheet=_("Photo evidence")))
        signed = _signed(len(data.rows), met)
        paper = Document(
            title=title,
            kind="reinspection",
            sections=(*sections, Section("", signed)) if data.rows else tuple(sections),
            annexes=(phrases.secret_annex([_table(secret)], name),) if secret else (),
            language=language,
            metadata=Metadata(subject=title, keywords=(data.site_code,), created=words.midnight(data.after)),
            photos=data.bytes_of,
        )
        return replace(paper, workbook=replace(paper, sections=tuple(sections)))  # what is signed is printed


def _signed(checked: int, met: int) -> tuple[Block, ...]:
    """The end: what came of it, and who signs."""
    said = _("Recommendations checked again: {checked}; met: {met}; not met: {failed}.").format(
        checked=words.count(checked), met=words.count(met), failed=words.count(checked - met)
    )
    return phrases.drawn_up(said, _("Prepared by"))


def _table(rows: Sequence[Compared]) -> Table:
    return Table(
        (
            Column(_("No."), Kind.ORDER),
            Column(_("Code"), Kind.CODE),
            Column(_("Recommendation"), weight=2.4),
            Column(_("Before"), weight=1.8),
            Column(_("After"), weight=1.8),
            Column(_("Result"), Kind.CHOICE, marks=phrases.result_marks()),
        ),
        [
            (n, row.code, row.text, row.before, row.after, phrases.result(Result.PASS if row.met else Result.FAIL))
            for n, row in enumerate(rows, 1)
        ],
        name="PhucTra",
    )


def _pair(row: Compared) -> list[Block]:
    """Photographs of one item side by side; never for state secrets."""
    if row.secret or not (row.photo_before or row.photo_after):
        return []
    photos = tuple(
        Photo(sha256 or "-", f"{row.code} – {label}")
        for sha256, label in ((row.photo_before, _("Before")), (row.photo_after, _("After")))
    )
    return [Heading(f"{row.code}. {row.text}"), PhotoGrid(photos, missing=_("There is no photo."))]
