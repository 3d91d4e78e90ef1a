"""
The report for a period: five parts in sentences with the figures already in them, then ten tables and their charts.

Parts as a giao ban report has them: general situation, results, findings and causes, tasks, proposals. Tables are
those of the programme; each is a sheet of its own in the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable

from inspector.i18n import N_, _, ngettext, speaking
from inspector.reports import phrases, summary_tables, words
from inspector.reports.document import (
    Block,
    Document,
    Heading,
    Metadata,
    PageBreak,
    Paragraph,
    Recipients,
    Section,
    SignatureColumn,
    Signatures,
    Style,
    Title,
)
from inspector.reports.minutes_data import Side
from inspector.reports.summary_data import DomainCount, SummaryData

SYMBOL = "BC-ĐKTLN"

PARTS = (
    N_("General situation"),
    N_("Results"),
    N_("Findings, limits and their causes"),
    N_("Directions and tasks"),
    N_("Recommendations and proposals"),
)


def build(data: SummaryData, *, language: str = "vi") -> Document:
    """The report for a period."""
    with speaking(language):
        return _Summary(data).document(language)


class _Summary:
    def __init__(self, data: SummaryData) -> None:
        self._data = data
        self._planned = sum(row.planned for row in data.by_unit)
        self._made = sum(row.made for row in data.by_unit)
        self._met = sum(row.met for row in data.domains)
        self._not_met = sum(row.not_met for row in data.domains)

    def document(self, language: str) -> Document:
        data = self._data
        title = _("Results of joint inspections from {first} to {last}").format(
            first=words.day(data.first), last=words.day(data.last)
        )
        secret = [row for row in data.overdue if row.secret]
        head = Title(_("Report"), title)
        return Document(
            title=title,
            kind="summary",
            sections=(self._text(head), *summary_tables.sections(data)),
            annexes=(
                (phrases.secret_annex([summary_tables.overdue_table(secret)], head, landscape=True),) if secret else ()
            ),
            language=language,
            metadata=Metadata(
                author=" – ".join(data.office.body),
                subject=title,
                created=words.midnight(data.made_on),
            ),
        )

    def _text(self, head: Title) -> Section:
        data = self._data
        parts: tuple[list[Block], ...] = (
            [*lines(data.situation), Paragraph(self._situation())],
            self._results(),
            [*(Paragraph(text) for text in self._findings()), *lines(data.causes)],
            self._tasks(),
            self._proposals(),
        )
        blocks: list[Block] = [
            phrases.letterhead(data.office, data.number, data.made_on, SYMBOL),
            head,
        ]
        for number, (name, said) in enumerate(zip(PARTS, parts, strict=True), 1):
            roman = ("I", "II", "III", "IV", "V")[number - 1]
            blocks.append(Heading(f"{roman}. {_(name).upper()}", 1))
            blocks.extend(said)
        blocks += [
            Paragraph(_("The figures are in tables 1 to 10 of this report") + "./."),
            self._signatures(),
            Recipients(_("Recipients:"), ("- " + _("Archive: clerical office, file."),)),
            PageBreak(),
        ]
        return Section("", tuple(blocks), sheet=_("Report"))

    def _situation(self) -> str:
        data = self._data
        if not self._planned and len(data.unvisited) == data.sites:
            return _(
                "From {first} to {last} no visit was planned; "
                "the register holds {sites} sites, none of which was visited in the period."
            ).format(first=words.day(data.first), last=words.day(data.last), sites=words.count(data.sites))
        if not self._planned:
            return _(
                "From {first} to {last} no visit was planned; "
                "the register holds {sites} sites, of which {left} were not visited in the period."
            ).format(
                first=words.day(data.first),
                last=words.day(data.last),
                sites=words.count(data.sites),
                left=words.count(len(data.unvisited)),
            )
        return _(
            "From {first} to {last} the joint teams made {made} of {planned} planned visits ({share}); "
            "the register holds {sites} sites, of which {left} were not visited in the period."
        ).format(
            first=words.day(data.first),
            last=words.day(data.last),
            made=words.number(self._made),
            planned=words.number(self._planned),
            share=words.percent(self._made / self._planned),
            sites=words.count(data.sites),
            left=words.count(len(data.unvisited)),
        )

    def _results(self) -> list[Block]:
        applied = self._met + self._not_met
        if not any(row.checked for row in self._data.domains):
            return [
                Paragraph(_("No item was checked in the period.")),
                *(Paragraph(said) for said in self._followed()),
            ]
        checked = _(
            "{checked} items were checked: {met} compliant, {not_met} non-compliant, {na} not applicable; "
            "the rate met is {rate}."
        ).format(
            checked=words.count(sum(row.checked for row in self._data.domains)),
            met=words.count(self._met),
            not_met=words.count(self._not_met),
            na=words.count(sum(row.not_applicable for row in self._data.domains)),
            rate=words.percent(self._met / applied) if applied else "–",
        )
        domains = [_domain_sentence(domain) for domain in self._data.domains if domain.rate is not None]
        return [
            Paragraph(checked),
            *(Paragraph(f"- {said}", Style.POINT) for said in domains),
            *(Paragraph(said) for said in self._followed()),
        ]

    def _followed(self) -> Iterable[str]:
        made = sum(unit.made for unit in self._data.units)
        if made:
            yield _(
                "{made} recommendations were made: {in_time} closed in time, {late} closed late, "
                "{not_due} not yet due, {overdue} overdue."
            ).format(
                made=words.count(made),
                in_time=words.count(sum(unit.closed_in_time for unit in self._data.units)),
                late=words.count(sum(unit.closed_late for unit in self._data.units)),
                not_due=words.count(sum(unit.not_due for unit in self._data.units)),
                overdue=words.count(sum(unit.overdue for unit in self._data.units)),
            )
        if self._data.reinspected:
            yield _("{n} re-inspections were made: {passed} recommendations were met, {failed} were not.").format(
                n=words.count(len(self._data.reinspected)),
                passed=words.count(sum(row.passed for row in self._data.reinspected)),
                failed=words.count(sum(row.failed for row in self._data.reinspected)),
            )

    def _findings(self) -> Iterable[str]:
        data = self._data
        critical, major, minor = (
            sum(getattr(row, name) for row in data.sections) for name in ("critical", "major", "minor")
        )
        if critical + major + minor:
            yield _("{total} findings were made: {critical} critical, {major} major, {minor} minor.").format(
                total=words.count(critical + major + minor),
                critical=words.count(critical),
                major=words.count(major),
                minor=words.count(minor),
            )
        else:
            yield _("No finding was made in the period.")
        if data.frequent:
            most = data.frequent[0]
            yield _("Most frequent: {code} “{text}”, {count} times at {sites} sites.").format(
                code=most.code, text=most.text, count=words.count(most.count), sites=words.count(most.sites)
            )
        named = [row for row in data.overdue if not row.secret]
        if named:
            worst = max(named, key=lambda row: row.days_late)
            yield _(
                "On {day} {count} recommendations are overdue; the longest, {code} at {site}, by {days} days."
            ).format(
                day=words.day(data.made_on),
                count=words.count(len(data.overdue)),
                code=worst.code,
                site=worst.site,
                days=words.count(worst.days_late),
            )
        elif data.overdue:
            yield _("On {day} {count} recommendations are overdue.").format(
                day=words.day(data.made_on), count=words.count(len(data.overdue))
            )
        if data.repeated:
            yield ngettext(
                "{n} finding was made again at the same site.",
                "{n} findings were made again at the same site.",
                words.Counted(len(data.repeated)),
            )
        if data.measured:
            yield ngettext(
                "{n} measured value was outside its limits.",
                "{n} measured values were outside their limits.",
                words.Counted(len(data.measured)),
            )
        incidents = sum(row.theft + row.fire + row.sabotage for row in data.incidents)
        if incidents:
            yield ngettext(
                "{n} incident was recorded (theft, fire, sabotage).",
                "{n} incidents were recorded (theft, fire, sabotage).",
                words.Counted(incidents),
            )

    def _tasks(self) -> list[Block]:
        data = self._data
        said: list[Block] = []
        if data.overdue:
            said.append(
                Paragraph(
                    ngettext(
                        "Settle the {n} overdue recommendation for good.",
                        "Settle the {n} overdue recommendations for good.",
                        words.Counted(len(data.overdue)),
                    )
                )
            )
        if data.unvisited:
            said.append(
                Paragraph(
                    ngettext(
                        "Visit the {n} site that was not visited in the period.",
                        "Visit the {n} sites that were not visited in the period.",
                        words.Counted(len(data.unvisited)),
                    )
                )
            )
        said += [Paragraph(f"- {text}", Style.POINT) for text in data.plan]
        return said or [Paragraph(_("Go on with the inspection plan."))]

    def _proposals(self) -> list[Block]:
        if not self._data.proposals:
            return [Paragraph(_("None."))]
        return [Paragraph(f"- {row.to}: {row.text}", Style.POINT) for row in self._data.proposals]

    def _signatures(self) -> Signatures:
        first = self._data.office.first
        sides = (first, Side.VNPT if first is Side.POLICE else Side.POLICE)
        captions = {Side.POLICE: _("For the police"), Side.VNPT: _("For VNPT")}
        return Signatures(tuple(SignatureColumn(side.value, captions[side], _("(Sign, full name)")) for side in sides))


def lines(text: str) -> list[Paragraph]:
    """One paragraph for each line."""
    return [Paragraph(line.strip()) for line in text.splitlines() if line.strip()]


def _domain_sentence(domain: DomainCount) -> str:
    before, now = domain.rate_before, domain.rate
    if now is None:
        return ""
    if before is None:
        return _("{domain}: {rate} met.").format(domain=domain.title, rate=words.percent(now))
    said = (
        _("{domain}: {rate} met, up {points} points from the period before.")
        if now >= before
        else _("{domain}: {rate} met, down {points} points from the period before.")
    )
    points = words.number(round(abs(now - before) * 100, 1), 1)
    return said.format(domain=domain.title, rate=words.percent(now), points=points)
