"""The list of recommendations past their deadline, the latest first."""

from __future__ import annotations

from dataclasses import replace

from inspector.i18n import _, ngettext, speaking
from inspector.reports import phrases, words
from inspector.reports.document import Document, Metadata, Paragraph, Section, Title
from inspector.reports.registry_data import OverdueData
from inspector.reports.summary_tables import overdue_table


def build(data: OverdueData, *, language: str = "vi") -> Document:
    """The overdue list of one day."""
    with speaking(language):
        title = _("Overdue recommendations on {day}").format(day=words.day(data.on))
        secret = [row for row in data.rows if row.secret]
        critical = sum(1 for row in data.rows if row.severity == "critical")
        head = Title(_("List"), title)
        late = words.Counted(len(data.rows))
        said = ngettext("{n} recommendation is overdue.", "{n} recommendations are overdue.", late)
        apart = phrases.kept_apart(len(secret))
        if critical:
            told = _("{overdue}, {n} of them critical.")
            if critical == len(data.rows):
                told = _("{overdue}, all of them critical.") if critical > 1 else _("{overdue}, and it is critical.")
            said = told.format(overdue=said.rstrip("."), n=words.count(critical))
            said = " ".join(part for part in (said, phrases.stands_apart(len(secret))) if part)
        elif apart:
            said = f"{said.rstrip('.')}, {apart}."
        total = ngettext("The list holds {n} recommendation.", "The list holds {n} recommendations.", late)
        if apart:
            total = f"{total.rstrip('.')}, {apart}."
        paper = Document(
            title=title,
            kind="overdue",
            sections=(
                Section(
                    "",
                    (
                        phrases.letterhead(data.office, "", data.on, "DS-ĐKTLN"),
                        head,
                        *([Paragraph(said)] if data.rows else []),
                        overdue_table([row for row in data.rows if not row.secret]),
                    ),
                    sheet=_("Overdue"),
                    landscape=True,
                ),
                *([Section("", phrases.drawn_up(total), landscape=True)] if data.rows else []),
            ),
            annexes=(phrases.secret_annex([overdue_table(secret)], head, landscape=True),) if secret else (),
            language=language,
            metadata=Metadata(author=" – ".join(data.office.body), subject=title, created=words.midnight(data.on)),
        )
        return replace(paper, workbook=replace(paper, sections=paper.sections[:1]))  # what is signed is printed
