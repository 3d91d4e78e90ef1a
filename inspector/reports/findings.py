"""Findings unit by unit: what each must do, with all of them in one table of the workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from inspector.i18n import _, ngettext, speaking
from inspector.reports import phrases, words
from inspector.reports.document import Block, Column, Document, Kind, Metadata, Paragraph, Section, Table, Title, Value
from inspector.reports.registry_data import FindingRow, FindingsData
from inspector.text import fold


def build(data: FindingsData, *, language: str = "vi") -> Document:
    """The findings of every responsible unit."""
    with speaking(language):
        title = _("Findings by responsible unit on {day}").format(day=words.day(data.on))
        by_unit: dict[str, list[FindingRow]] = defaultdict(list)
        rows = [row for row in data.rows if not row.secret]
        secret = [row for row in data.rows if row.secret]
        for row in rows:
            by_unit[row.in_charge or row.unit].append(row)
        head = Title(_("List"), title)
        sections = [
            Section(
                "",
                (
                    phrases.letterhead(data.office, "", data.on, "DS-ĐKTLN"),
                    head,
                    _counts(by_unit),
                ),
                sheet=_("List"),
                landscape=True,
            )
        ]
        for number, unit in enumerate(sorted(by_unit, key=_last_unnamed), 1):
            mine = by_unit[unit]
            said = _("{open} open of {all} findings.").format(
                open=words.number(sum(row.open for row in mine)), all=words.number(len(mine))
            )
            blocks: tuple[Block, ...] = (Paragraph(said, keep_next=True), table(mine))
            named = unit or _("No unit named")
            sections.append(Section(f"{number}. {named}", blocks, landscape=True))
        total = ngettext("The list holds {n} finding.", "The list holds {n} findings.", words.Counted(len(rows)))
        if apart := phrases.kept_apart(len(secret)):
            every = words.Counted(len(data.rows))
            total = ngettext("The list holds {n} finding.", "The list holds {n} findings.", every)
            total = f"{total.rstrip('.')}, {apart}."
        if data.rows:  # what holds nothing has said so already
            sections.append(Section("", phrases.drawn_up(total), landscape=True))
        paper = Document(
            title=title,
            kind="findings",
            sections=tuple(sections),
            annexes=(phrases.secret_annex([table(secret, units=True)], head, landscape=True),) if secret else (),
            sheets=(Section(_("All findings"), (table(rows, units=True),), _("All findings"), True),),
            language=language,
            metadata=Metadata(author=" – ".join(data.office.body), subject=title, created=words.midnight(data.on)),
        )
        # ten columns do not fit an upright sheet: in a workbook one table is filtered by unit instead
        return replace(paper, workbook=replace(paper, sections=paper.sections[:1]))


def _last_unnamed(unit: str) -> tuple[bool, str]:
    """Units by name; what nobody is in charge of comes last."""
    return not unit, fold(unit)


def _counts(by_unit: dict[str, list[FindingRow]]) -> Table:
    rows: list[Sequence[Value]] = []
    for unit in sorted(by_unit, key=_last_unnamed):
        found = by_unit[unit]
        counted = [sum(1 for row in found if row.severity == name) for name in ("critical", "major", "minor")]
        rows.append((unit or _("No unit named"), len(found), sum(row.open for row in found), *counted))
    sums = [sum(int(str(row[column])) for row in rows) for column in range(1, 6)]
    return Table(
        (
            Column(_("Responsible unit"), weight=3),
            Column(_("Findings"), Kind.NUMBER),
            Column(_("Open"), Kind.NUMBER),
            *(Column(phrases.severity(name), Kind.NUMBER) for name in ("critical", "major", "minor")),
        ),
        rows,
        total=(_("Total"), *sums) if len(rows) > 1 else None,
        empty=_("No finding was made in the period. Choose another period, or look at the list of visits."),
        name="DonVi",
    )


def table(rows: Sequence[FindingRow], *, units: bool = False, sites: bool = True, empty: str = "") -> Table:
    """Findings in the order of site and item; of one site, without the columns that name it."""
    columns = [
        Column(_("No."), Kind.ORDER),
        Column(_("Site code"), Kind.CODE),
        Column(_("Site"), weight=1.6),
        Column(_("Commune"), weight=1.3),
        Column(_("Code"), Kind.CODE),
        Column(_("Finding"), weight=2.6),
        Column(_("Severity"), Kind.CHOICE, marks=phrases.severity_marks()),
        Column(_("What must be done"), weight=2.2),
        Column(_("Found on"), Kind.DATE),
        Column(_("Deadline"), Kind.DATE),
        Column(_("State now"), weight=1.2),
    ]
    if units:
        columns.insert(4, Column(_("Responsible unit"), weight=1.6))
    if not sites:
        del columns[1:4]
    told: list[Sequence[Value]] = []
    for number, row in enumerate(sorted(rows, key=lambda row: (row.site_code, row.code)), 1):
        cells: list[Value] = [
            number,
            row.site_code,
            row.site,
            row.commune,
            row.code,
            row.text,
            phrases.severity(row.severity),
            row.remedy,
            row.found,
            row.due,
            phrases.first_up(row.state),
        ]
        if units:
            cells.insert(4, row.in_charge or row.unit)
        if not sites:
            del cells[1:4]
        told.append(cells)
    return Table(tuple(columns), told, empty=empty or _("No finding was made."), name="TonTai")
