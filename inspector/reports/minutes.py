"""
The joint minutes (Biên bản kiểm tra liên ngành): what is said, in which order. Layout is the renderer's.

State secrets stand in an annex of their own, for the readers who may carry it: not in the body, never with a
photograph, never under a secrecy stamp.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from inspector.i18n import _, speaking
from inspector.reports import minutes_parts, phrases, words
from inspector.reports.checklist_words import SECRET
from inspector.reports.document import (
    Annex,
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    Kind,
    Metadata,
    Paragraph,
    PhotoGrid,
    Recipients,
    Section,
    Signatures,
    Span,
    Table,
    Title,
    Value,
)
from inspector.reports.minutes_data import (
    Domain,
    MinutesData,
    Result,
    Side,
    State,
)


def build(data: MinutesData, *, language: str = "vi") -> Document:
    """The minutes of a visit, complete: use `copy_for` for a reader who should not carry every annex."""
    with speaking(language):
        return _Minutes(data, language).document()


class _Minutes:
    def __init__(self, data: MinutesData, language: str) -> None:
        self._data = data
        self._language = language
        self._secret = {domain.key for domain in data.domains if domain.secret}
        self._state = data.becomes if data.refers_to and data.state is State.DRAFT else data.state
        self._part = 7 if data.correction else 6
        """The number of the results, under which each domain has its own."""
        self._open = [domain for domain in data.domains if not domain.secret]
        self._apart = self._secret | {SECRET}
        """What never stands in the body, whether its checklist is among those of the visit or was taken out."""
        self._findings = [finding for finding in data.findings if finding.domain not in self._apart]

    def document(self) -> Document:
        data = self._data
        sections = [self._head(), *self._numbered(), self._foot()]
        return Document(
            title=_("Joint inspection minutes – {site}").format(site=data.site_name or data.site_code),
            kind="minutes",
            sections=tuple(sections),
            annexes=self._named(list(self._annexes())),
            sheets=tuple(self._sheets()),
            language=self._language,
            metadata=Metadata(
                author=" – ".join(data.office.body),
                subject=self._subject(),
                keywords=(data.site_code, data.visit),
                created=data.ended or data.begun,
            ),
            watermark=_("DRAFT") if data.state is State.DRAFT else "",
            seal=minutes_parts.seal(data),
            photos=data.bytes_of,
        )

    def _head(self) -> Section:
        data = self._data
        kinds = {
            State.SUPPLEMENTARY: _("Supplementary minutes"),
            State.REINSPECTION: _("Re-inspection minutes"),
        }
        remark = ""
        if data.refers_to:
            again = self._state is State.REINSPECTION
            said = _("(re-inspection after {paper})") if again else _("(completes {paper})")
            remark = said.format(paper=data.refers_to)
        return Section(
            "",
            (
                phrases.letterhead(data.office, data.number, data.begun),
                Title(kinds.get(self._state, _("Minutes")), self._subject(), remark),
                *minutes_parts.grounds(data.grounds),
            ),
            sheet=_("Minutes"),
        )

    def _subject(self) -> str:
        data = self._data
        said = _("Joint inspection of fire safety, security and order at {site}")
        if self._state is State.REINSPECTION:
            said = _("Remedy of the findings of the joint inspection at {site}")
        return data.subject or said.format(site=data.site_name)

    def _numbered(self) -> Iterable[Section]:
        parts: list[tuple[str, Sequence[Block]]] = [
            (_("Time and place"), self._time_and_place()),
            (_("Composition"), list(self._composition())),
            (_("Inspected site"), self._site()),
            (_("What is corrected or added"), list(minutes_parts.paragraphs(self._data.correction))),
            (_("Scope of the inspection"), list(self._scope())),
            (_("Statement of the site"), self._statement()),
            (_("Results of the inspection"), list(self._results())),
            (_("Findings remedied on the spot"), self._fixed()),
            (_("Earlier recommendations"), self._earlier()),
            (_("Recommendations"), self._recommendations()),
            (_("Opinions of the parties"), list(self._opinions())),
        ]
        if not self._data.correction:
            del parts[3]
        elif not self._data.domains:
            checked = {_("Scope of the inspection"), _("Results of the inspection"), _("Recommendations")}
            checked |= {_("Findings remedied on the spot"), _("Earlier recommendations")}
            if not self._data.statement.strip():
                checked.add(_("Statement of the site"))
            parts = [part for part in parts if part[0] not in checked]
        for number, (title, blocks) in enumerate(parts, 1):
            yield Section(f"{number}. {title}", tuple(blocks))

    def _time_and_place(self) -> list[Block]:
        data = self._data
        said = _("Begun at {hour} on {day}, at {place}, we, the persons named below, carried out a joint inspection.")
        if self._state is State.REINSPECTION and data.refers_to:
            said = _(
                "Begun at {hour} on {day}, at {place}, we, the persons named below, inspected again "
                "whether the findings named in {paper} are remedied."
            )
        elif self._state is State.SUPPLEMENTARY and data.refers_to:
            said = (
                _(
                    "At {hour} on {day}, at {place}, we, the persons named below, inspected further "
                    "and drew up these minutes, which supplement {paper}."
                )
                if data.domains
                else _(
                    "At {hour} on {day}, at {place}, we, the persons named below, "
                    "drew up these minutes, which supplement {paper}."
                )
            )
        hour = minutes_parts.hour_begun(data)
        place = data.place or data.site_name
        return [Paragraph(said.format(hour=hour, day=words.long_day(data.begun), place=place, paper=data.refers_to))]

    def _composition(self) -> Iterable[Block]:
        first = self._data.office.first
        second = Side.VNPT if first is Side.POLICE else Side.POLICE
        titles = {
            Side.POLICE: _("The inspection team – police"),
            Side.VNPT: _("The inspection team – VNPT"),
            Side.SITE: _("The inspected site"),
            Side.OTHER: _("Other persons present"),
        }
        letters = iter("abcd")
        for side in (first, second, Side.SITE, Side.OTHER):
            present = [member for member in self._data.team if member.side is side]
            if not present and side is Side.OTHER:
                continue
            yield Heading(f"{next(letters)}) {titles[side]}", 3)
            yield from minutes_parts.members(present)

    def _site(self) -> list[Block]:
        facts = [(fact.label, fact.value) for fact in self._data.site]
        return [KeyValues(tuple(facts or [(_("Name"), self._data.site_name or self._data.site_code)]))]

    def _scope(self) -> Iterable[Block]:
        rows: list[Sequence[Value]] = [
            (number, domain.title, domain.version, len(domain.items))
            for number, domain in enumerate(self._data.domains, 1)
        ]
        yield Table(
            (
                Column(_("No."), Kind.ORDER),
                Column(_("Domain"), weight=3),
                Column(_("Checklist version"), Kind.CODE),
                Column(_("Items"), Kind.NUMBER),
            ),
            rows,
            empty=_("No checklist was opened."),
            name="PhamVi",
        )

    def _statement(self) -> list[Block]:
        text = self._data.statement.strip()
        return (
            list(minutes_parts.paragraphs(text)) if text else [Paragraph(_("The site made no statement of its own."))]
        )

    def _results(self) -> Iterable[Block]:
        yield self._counts()
        number = 0
        for number, domain in enumerate(self._open, 1):
            yield Heading(f"{self._part}.{number}. {domain.title}", 2)
            yield Paragraph(
                minutes_parts.tally(domain), keep_next=any(item.result is Result.FAIL for item in domain.items)
            )
            yield from minutes_parts.failed_items(domain, self._findings)
        if self._secret:
            number += 1
            title = _("Protection of state secrets")
            yield Heading(f"{self._part}.{number}. {title}", 2)
            yield Paragraph(
                _("Results of this part are in a separate annex, enclosed only with the copies that may carry it.")
            )

    def _counts(self) -> Table:
        columns = [
            Column(_("Domain"), weight=3),
            Column(_("Items"), Kind.NUMBER),
            Column(_("Compliant"), Kind.NUMBER),
            Column(_("Non-compliant"), Kind.NUMBER),
            Column(_("Not applicable"), Kind.NUMBER),
            Column(_("Not checked yet"), Kind.NUMBER),
            Column(_("Not agreed yet"), Kind.NUMBER),
        ]
        counts = [minutes_parts.tallied(domain) for domain in self._open]
        sums = [sum(column) for column in zip(*counts, strict=True)] or [0]
        if not sums[-1]:  # most visits have nothing that two laptops say differently
            columns.pop()
        rows: list[Sequence[Value]] = [
            (domain.title, *counted)[: len(columns)] for domain, counted in zip(self._open, counts, strict=True)
        ]
        return Table(
            tuple(columns),
            rows,
            title=_("Summary of results"),
            total=(_("Total"), *sums)[: len(columns)] if len(rows) > 1 else None,
            empty=_("No checklist was opened."),
            name="TongHop",
        )

    def _fixed(self) -> list[Block]:
        rows: list[Sequence[Value]] = [
            (number, finding.code, finding.text, finding.remedy)
            for number, finding in enumerate((f for f in self._findings if f.fixed_on_the_spot), 1)
        ]
        columns = (
            Column(_("No."), Kind.ORDER),
            Column(_("Code"), Kind.CODE),
            Column(_("Finding"), weight=2),
            Column(_("What was done on the spot"), weight=2),
        )
        return [Table(columns, rows, empty=_("Nothing was remedied on the spot."), name="KhacPhucTaiCho")]

    def _earlier(self) -> list[Block]:
        rows: list[Sequence[Value]] = [
            (number, earlier.code, earlier.text, earlier.made, earlier.in_charge, earlier.due, earlier.state)
            for number, earlier in enumerate(self._data.earlier, 1)
        ]
        columns = (
            Column(_("No."), Kind.ORDER),
            Column(_("Code"), Kind.CODE),
            Column(_("Recommendation"), weight=3),
            Column(_("Made on"), Kind.DATE),
            Column(_("In charge"), weight=1.4),
            Column(_("Deadline"), Kind.DATE),
            Column(_("State now"), weight=1.2),
        )
        return [
            Table(columns, rows, empty=_("There is no open recommendation of an earlier visit."), name="KienNghiCu")
        ]

    def _recommendations(self) -> list[Block]:
        open_ = [finding for finding in self._findings if not finding.fixed_on_the_spot]
        if not open_:
            return [Paragraph(_("The team has no recommendation."))]
        return [
            Paragraph(_("The inspected site is asked to remedy the findings below:"), keep_next=True),
            minutes_parts.recommendations(open_),
            *minutes_parts.reservations(self._findings),
        ]

    def _opinions(self) -> Iterable[Block]:
        for opinion in self._data.opinions:
            yield Paragraph((Span(f"{opinion.who}: ", bold=True), opinion.text))
        if not self._data.opinions:
            yield Paragraph(_("The parties have no other opinion."))

    def _foot(self) -> Section:
        data = self._data
        return Section(
            "",
            (
                Paragraph(minutes_parts.closing(data), keep_next=True),
                Signatures(tuple(minutes_parts.signature_columns(data))),
                Recipients(_("Recipients:"), minutes_parts.recipients(data)),
            ),
        )

    @staticmethod
    def _named(annexes: list[Annex]) -> tuple[Annex, ...]:
        """The only annex has no number."""
        return (replace(annexes[0], title=phrases.annex(0)),) if len(annexes) == 1 else tuple(annexes)

    def _annexes(self) -> Iterable[Annex]:
        data = self._data
        number = 0
        of = minutes_parts.enclosed(data)
        for domain in self._open:
            number += 1
            yield Annex(
                phrases.annex(number),
                _("Checklist: {domain}").format(domain=domain.title),
                (*minutes_parts.inspectors(domain), *minutes_parts.full_checklist(domain)),
                sheet=domain.title,
                remark=of,
            )
        photos = [photo for photo in data.photos if photo.domain not in self._apart]
        if photos:
            number += 1
            yield Annex(
                phrases.annex(number),
                _("Photo evidence"),
                (
                    PhotoGrid(
                        tuple(minutes_parts.photo(photo_) for photo_ in photos),
                        missing=_("This photo has not arrived."),
                    ),
                ),
                sheet=_("Photo evidence"),
                remark=of,
            )
        for domain in data.domains:
            if domain.secret:
                number += 1
                yield self._secret_annex(domain, number, of)

    def _sheets(self) -> Iterable[Section]:
        """Findings as a table to be filtered; those about state secrets stay in their annex."""
        if self._findings:
            titles = {domain.key: domain.title for domain in self._open}
            yield Section(
                _("Findings and recommendations"),
                (minutes_parts.findings_table(self._findings, titles),),
                sheet=_("Findings"),
                landscape=True,
            )

    def _secret_annex(self, domain: Domain, number: int, of: str) -> Annex:
        mine = [finding for finding in self._data.findings if finding.domain == domain.key]
        open_ = [finding for finding in mine if not finding.fixed_on_the_spot]
        blocks: list[Block] = [
            Paragraph(minutes_parts.tally(domain)),
            *minutes_parts.inspectors(domain),
            *minutes_parts.full_checklist(domain),
        ]
        if open_:
            blocks += [
                Heading(_("Recommendations"), 2),
                minutes_parts.recommendations(open_),
                *minutes_parts.reservations(mine),
            ]
        return Annex(
            phrases.annex(number),
            _("Protection of state secrets"),
            tuple(blocks),
            sheet=_("State secrets"),
            audience=self._data.secret_readers,
            remark=of,
        )
