"""
The fire part of a visit in the order of form PC03, for the police to copy from.

Only the fire authority draws up PC03. This paper therefore has no number, no letterhead of an office and says what it
is; it only spares the officer the typing.
"""

from __future__ import annotations

from dataclasses import replace

from inspector.i18n import _, speaking
from inspector.reports import minutes_parts, phrases, words
from inspector.reports.document import (
    Block,
    Document,
    Heading,
    KeyValues,
    Letterhead,
    Metadata,
    Paragraph,
    Section,
    Signatures,
    Style,
    Title,
)
from inspector.reports.minutes_data import MinutesData, Side, State

FIRE = "fire"
"""The key of the domain."""


def build(data: MinutesData, *, language: str = "vi") -> Document:
    """The fire part alone."""
    with speaking(language):
        domains = tuple(domain for domain in data.domains if domain.key == FIRE)
        part = replace(
            data,
            domains=domains,
            findings=tuple(finding for finding in data.findings if finding.domain == FIRE),
            photos=(),
        )
        title = _("Fire part of the joint inspection at {site}, in the order of form PC03").format(site=data.site_name)
        return Document(
            title=title,
            kind="pc03",
            sections=(Section("", tuple(_blocks(part)), sheet="PC03"),),
            language=language,
            metadata=Metadata(subject=title, keywords=(data.site_code, data.visit), created=data.ended or data.begun),
            watermark=_("DRAFT") if data.state is State.DRAFT else _("FOR COPYING"),
            seal=minutes_parts.seal(data),
        )


def _blocks(data: MinutesData) -> list[Block]:
    police = [member for member in data.team if member.side is Side.POLICE]
    site = [member for member in data.team if member.side is Side.SITE]
    others = [member for member in data.team if member.side not in (Side.POLICE, Side.SITE)]
    earlier = [row for row in data.earlier if not data.domains or row.code in {i.code for i in data.domains[0].items}]
    blocks: list[Block] = [
        Letterhead((), data.office.superior[:1], "", f"{data.office.place}, {phrases.dated(data.begun)}"),
        Title(_("Inspection of fire safety"), _("(content for form PC03)")),
        Paragraph(_("Not the form itself: only the fire authority draws up PC03."), Style.NOTE),
        Paragraph(
            _("At {hour} on {day}, at {place}.").format(
                hour=minutes_parts.hour_begun(data), day=words.long_day(data.begun), place=data.place or data.site_name
            )
        ),
        Heading(_("We are:"), 2),
        *minutes_parts.members(police),
        Heading(_("With the site's representatives:"), 2),
        *minutes_parts.members(site),
        *([Heading(_("With other persons concerned:"), 2), *minutes_parts.members(others)] if others else []),
        Paragraph(_("inspected fire safety at {site}.").format(site=data.site_name)),
        Heading(_("1. Content and results of the inspection"), 1),
        Heading(_("a) Statement of the site's representative"), 2),
        *(minutes_parts.paragraphs(data.statement) or [Paragraph(_("The site made no statement of its own."))]),
        Heading(_("b) Results of the inspection"), 2),
        KeyValues(tuple((fact.label, fact.value) for fact in data.site)),
    ]
    for domain in data.domains:
        blocks += minutes_parts.full_checklist(domain)
    if earlier:
        blocks.append(Paragraph(_("Earlier findings:"), keep_next=True))
        blocks += [
            Paragraph(f"- {row.code}: {row.text} – {phrases.first_down(row.state)}", Style.POINT) for row in earlier
        ]
    blocks.append(Heading(_("c) Gaps and violations found"), 2))
    failed = [block for domain in data.domains for block in minutes_parts.failed_items(domain, data.findings)]
    blocks += failed or [Paragraph(_("None found."))]
    blocks.append(Heading(_("2. Recommendations"), 1))
    open_ = [finding for finding in data.findings if not finding.fixed_on_the_spot]
    blocks.append(minutes_parts.recommendations(open_) if open_ else Paragraph(_("The team has no recommendation.")))
    blocks += minutes_parts.reservations(data.findings)
    unsigned = replace(data, signatures=())
    blocks += [
        Paragraph(minutes_parts.closing(unsigned, pages=_("......")), keep_next=True),
        Signatures(tuple(minutes_parts.signature_columns(unsigned, (Side.SITE, Side.OTHER, Side.POLICE)))),
    ]
    return blocks
