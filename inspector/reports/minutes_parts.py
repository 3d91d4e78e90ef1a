"""Pieces that several minutes share: tables of items and recommendations, closing sentence, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from inspector.i18n import _, ngettext
from inspector.reports import phrases, words
from inspector.reports.document import (
    PAGES,
    Block,
    Column,
    Kind,
    Paragraph,
    Photo,
    Seal,
    SignatureColumn,
    Span,
    Style,
    Table,
    Text,
    Value,
)
from inspector.reports.minutes_data import (
    Domain,
    FindingLine,
    Item,
    Member,
    MinutesData,
    Picture,
    Result,
    Side,
    Signed,
)


def grounds(lines: Sequence[str]) -> Iterable[Paragraph]:
    """Grounds in italics, one per line: a semicolon after each, a full stop after the last."""
    for number, line in enumerate(lines, 1):
        ended = line.strip().rstrip(";.")
        yield Paragraph(ended + (";" if number < len(lines) else "."), Style.GROUNDS)


def paragraphs(text: str) -> Iterable[Paragraph]:
    """One paragraph for each line of a longer text."""
    return [Paragraph(line.strip()) for line in text.splitlines() if line.strip()]


def members(present: Sequence[Member]) -> Iterable[Block]:
    """People, one per line."""
    if not present:
        yield Paragraph(_("Nobody."), Style.POINT)
    for number, member in enumerate(present, 1):
        end = ";" if number < len(present) else "."
        yield Paragraph(f"{number}. {phrases.person(member)}{end}", Style.POINT)


def tallied(domain: Domain) -> tuple[int, int, int, int, int, int]:
    """Items in all, met, not met, not applicable, not checked, and not agreed on."""
    results = [item.result for item in domain.items if item.graded]
    return (
        len(results),
        results.count(Result.PASS),
        results.count(Result.FAIL),
        results.count(Result.NA),
        results.count(Result.OPEN),
        results.count(Result.DISPUTED),
    )


def tally(domain: Domain) -> str:
    _total, passed, failed, not_applicable, unchecked, disputed = tallied(domain)
    counted = (
        (passed, _("{n} compliant")),
        (failed, _("{n} non-compliant")),
        (not_applicable, _("{n} not applicable")),
    )
    found = ", ".join(said.format(n=words.two(count)) for count, said in counted if count)
    if not found:
        return _("No item was checked.")
    said = _("{total} items checked: {found}.").format(total=words.two(passed + failed + not_applicable), found=found)
    if unchecked:
        said += " " + ngettext("{n} item was not checked.", "{n} items were not checked.", words.Counted(unchecked))
    if disputed:
        said += " " + ngettext("{n} item is not agreed yet.", "{n} items are not agreed yet.", words.Counted(disputed))
    if not failed:
        rest = _("No finding was made among the items that were checked.")
        said += " " + (rest if unchecked or disputed else _("No finding was made."))
    return said


def failed_items(domain: Domain, findings: Iterable[FindingLine]) -> Iterable[Block]:
    """The items of a domain that are not met, and once below what a mark at an act means."""
    said = {finding.code: finding for finding in findings if finding.domain == domain.key}
    failed = [item for item in domain.items if item.result is Result.FAIL]
    if not failed:
        return
    columns = [
        Column(_("No."), Kind.ORDER),
        Column(_("Code"), Kind.CODE),
        Column(_("Checklist item"), weight=3),
        Column(_("Finding"), weight=2.4),
        Column(_("Measured value (limits)"), weight=1.3),
        Column(_("Severity"), Kind.CHOICE, marks=phrases.severity_marks()),
    ]
    rows = [_failed_row(number, item, said.get(item.code)) for number, item in enumerate(failed, 1)]
    if not any(item.value for item in failed):
        del columns[4]
        rows = [[*row[:4], row[5]] for row in rows]
    yield Table(tuple(columns), rows, name="KhongDat")
    if any(phrases.unread(item.basis, item.confirmed) for item in failed):
        yield Paragraph(_mark(), Style.NOTE)


def _failed_row(number: int, item: Item, finding: FindingLine | None) -> Sequence[Value]:
    text = finding.text if finding and finding.text else item.note
    if text in ("", phrases.not_met(item.text)):  # the question stands beside it
        text = item.note or phrases.result(Result.FAIL)
    if finding and finding.repeated:
        text = _("{finding} (repeat finding)").format(finding=text.strip().rstrip(".")).strip()
    basis = phrases.basis(item.basis, item.confirmed)
    value = phrases.measured(item)
    severity = phrases.severity(finding.severity if finding and finding.severity else item.severity)
    cell: Text = (Span(item.text), *basis) if basis else item.text
    return number, item.code, cell, text, value, severity


def recommendations(findings: Sequence[FindingLine]) -> Table:
    """What must be done, by whom, until when."""
    return Table(
        (
            Column(_("No."), Kind.ORDER),
            Column(_("Code"), Kind.CODE),
            Column(_("What must be done"), weight=3.2),
            Column(_("In charge"), weight=1.6),
            Column(_("Deadline"), Kind.DATE),
        ),
        [
            (number, finding.code, _demanded(finding), finding.in_charge, finding.due)
            for number, finding in enumerate(findings, 1)
        ],
        name="KienNghi",
    )


def _demanded(finding: FindingLine) -> str:
    said = finding.remedy or finding.text
    return f"{said.strip().rstrip('.')} {_('(not agreed yet)')}".strip() if finding.disputed else said


def findings_table(findings: Sequence[FindingLine], domains: Mapping[str, str]) -> Table:
    """Every finding with all that is known of it, for a workbook."""
    return Table(
        (
            Column(_("Code"), Kind.CODE),
            Column(_("Domain"), weight=1.4),
            Column(_("Finding"), weight=2),
            Column(_("Severity"), Kind.CHOICE, marks=phrases.severity_marks()),
            Column(_("Measured value"), weight=1),
            Column(_("What must be done"), weight=2),
            Column(_("In charge"), weight=1.4),
            Column(_("Deadline"), Kind.DATE),
            Column(_("Remedied on the spot"), Kind.CHOICE),
            Column(_("Reservation"), weight=1.4),
        ),
        [
            (
                finding.code,
                domains.get(finding.domain, finding.domain),
                finding.text,
                phrases.severity(finding.severity),
                phrases.value_and_limits(finding.value, finding.limits),
                finding.remedy,
                finding.in_charge,
                finding.due,
                _("Yes") if finding.fixed_on_the_spot else _("No"),
                finding.reservation,
            )
            for finding in findings
        ],
        name="TonTai",
    )


def reservations(findings: Sequence[FindingLine]) -> Iterable[Block]:
    """What a party does not agree with, finding by finding."""
    held = [finding for finding in findings if finding.reservation.strip()]
    if held:
        yield Paragraph((Span(_("Reservations:"), bold=True),), keep_next=True)
    for finding in held:
        yield Paragraph(f"- {finding.code}: {finding.reservation.strip()}", Style.POINT)


def full_checklist(domain: Domain) -> Iterable[Block]:
    """Every item of a checklist in its sections; the acts it rests on are named once, below, by number."""
    acts: dict[str, int] = {}
    unread: set[str] = set()
    sections: dict[int, str] = {}
    rows: list[Sequence[Value]] = []
    section = ""
    for item in domain.items:
        if item.section != section:
            section = item.section
            sections[len(rows)] = section or (domain.title if rows else "")
        named = phrases.acts(item.basis)
        numbers = sorted(acts.setdefault(act, len(acts) + 1) for act in named)
        unread.update(phrases.unread(item.basis, item.confirmed))
        cited = ",\u00a0".join(map(str, numbers))
        text = f"{item.text}\u00a0[{cited}]" if cited else item.text
        rows.append((item.code, text, phrases.answer(item), phrases.measured(item), item.note))
    yield Table(
        (
            Column(_("Code"), Kind.CODE),
            Column(_("Checklist item"), weight=3),
            Column(_("Result"), Kind.CHOICE, marks=phrases.result_marks()),
            Column(_("Measured value (limits)"), weight=1.2),
            Column(_("Notes"), weight=1.8),
        ),
        rows,
        sections={row: title for row, title in sections.items() if title},
        empty=_("The checklist has no item for this kind of site."),
        name="DanhMuc",
    )
    if acts:
        said = "; ".join(f"[{number}]\u00a0{phrases.marked(act, act in unread)}" for act, number in acts.items())
        below = f"\n{_mark()}" if unread else ""  # in one paragraph, so that it never begins a page
        told = Span(f"{said}.{below}", italic=True)
        yield Paragraph((Span(_("Basis of the items:") + " ", bold=True), told), Style.NOTE)


def _mark() -> str:
    """What the mark at an act means."""
    return f"({phrases.MARK}) {phrases.first_up(_(phrases.UNCONFIRMED))}."


def enclosed(data: MinutesData) -> str:
    """Which minutes an annex belongs to, in brackets."""
    day = words.long_day(data.begun).replace(" ", "\u00a0")  # the line is parted before the place
    if data.number.strip():
        whole = phrases.letterhead(data.office, data.number, data.begun).number
        return _("(enclosed with the minutes {number} of {day} at {site})").format(
            number=whole[:1].lower() + whole[1:].replace(": ", " "), day=day, site=data.site_name
        )
    return _("(enclosed with the minutes of {day} at {site})").format(day=day, site=data.site_name)


def inspectors(domain: Domain) -> Iterable[Block]:
    parts = []
    if domain.version:
        parts.append(_("Checklist version: {version}.").format(version=domain.version))
    if domain.inspectors:
        parts.append(_("Checked by: {names}.").format(names=", ".join(domain.inspectors)))
    if parts:
        yield Paragraph(" ".join(parts))


def photo(photo: Picture) -> Photo:
    lines = []
    if photo.taken:
        lines.append(_("Taken at {moment}").format(moment=words.moment(photo.taken)))
    lines.append(f"SHA-256: {phrases.grouped(photo.sha256, 8, 4)}")
    caption = f"{photo.item}: {photo.caption}" if photo.item and photo.caption else photo.item or photo.caption
    return Photo(photo.sha256, caption, tuple(lines))


def hour_begun(data: MinutesData) -> str:
    """When the inspection began; room to write it where only the day is known."""
    return _("....... hours ....... minutes") if words.is_midnight(data.begun) else words.hour(data.begun)


def closing(data: MinutesData, *, pages: str = PAGES) -> Text:
    """The closing sentence: hour, pages, copies, who keeps which, read aloud, reservations, refusals."""
    ended = data.ended
    parts: list[Span | str] = [
        _(
            "The minutes were closed at {hour} on {day}, have {pages} pages "
            "and were made in {copies} copies of equal value"
        ).format(
            hour=words.hour(ended) if ended else _("....... hours ....... minutes"),
            day=phrases.dated(ended),
            pages=pages,
            copies=words.two(data.copies),
        )
    ]
    if data.kept_by:
        parts.append(_(", kept by: {keepers}.").format(keepers=", ".join(data.kept_by)))
    else:
        parts.append(_(", of which each party keeps one.") if data.copies == len(set(sides(data))) else ".")
    refused = [signed for signed in data.signatures if signed.refused]
    parts.append(" ")
    if refused:
        said = _("The minutes were read aloud to those present; those who agreed with the content signed below")
    elif any(finding.reservation.strip() for finding in data.findings):
        said = _(
            "The minutes were read aloud to those present, who agreed with the content "
            "except for the reservations stated and signed below"
        )
    else:
        said = _("The minutes were read aloud to those present, who agreed with the content and signed below")
    parts.append(said)
    for signed in refused:
        parts.append(". " + refusal(signed, whole=True).rstrip("."))
    parts.append("./.")
    return tuple(parts)


def refusal(signed: Signed, *, whole: bool = False) -> str:
    """That a party refused to sign, why, and before whom."""
    reason = signed.reason.strip().rstrip(".") or _("not given")
    if whole:
        said = _("{name} refused to sign. Reason: {reason}.").format(
            name=signed.name or signed.caption or _(phrases.CAPTIONS[signed.side]), reason=reason
        )
    else:
        said = _("Refused to sign. Reason: {reason}.").format(reason=reason)
    if signed.witnesses:
        said += " " + _("Witnesses: {names}.").format(names=", ".join(signed.witnesses))
    return said


def sides(data: MinutesData) -> tuple[Side, Side, Side]:
    """The three parties, the first side of the letterhead first."""
    first = data.office.first
    return first, Side.VNPT if first is Side.POLICE else Side.POLICE, Side.SITE


def signature_columns(data: MinutesData, only: Sequence[Side] = ()) -> Iterable[SignatureColumn]:
    """One column for each party, the first side of the letterhead first; empty ones where nobody signed yet."""
    wanted = list(only or sides(data))
    keys: dict[str, int] = {}
    given = sorted(data.signatures, key=lambda signed: wanted.index(signed.side) if signed.side in wanted else 9)
    for side in wanted:
        if not any(signed.side is side for signed in given):
            given.insert(wanted.index(side), Signed(side))
    for signed in given:
        if only and signed.side not in only:
            continue
        number = keys[signed.side] = keys.get(signed.side, 0) + 1
        lines = []
        if signed.at:
            when = _("Noted at {moment}") if signed.refused else _("Signed at {moment}")
            lines.append(when.format(moment=words.iso(signed.at)))
        if signed.seal:
            lines.append(_("Seal: {seal}").format(seal=phrases.grouped(signed.seal, 4, 4)))
        yield SignatureColumn(
            key=signed.side.value if number == 1 else f"{signed.side.value}{number}",
            caption=signed.caption or _(phrases.CAPTIONS[signed.side]),
            instruction=_("(Sign, full name)"),
            strokes=() if signed.refused else signed.strokes,
            name=signed.name,
            post=signed.post,
            lines=tuple(lines),
            refusal=refusal(signed) if signed.refused else "",
        )


def recipients(data: MinutesData) -> tuple[str, ...]:
    """Recipients with dashes; the archive is always the last."""
    lines = [f"- {line.strip().rstrip(';.')};" for line in data.recipients]
    return (*lines, "- " + _("Archive: clerical office, file."))


def seal(data: MinutesData) -> Seal:
    """What the foot of every page says: which visit, which digest."""
    said = _("Visit {visit} · site {site} · digest {digest}").format(
        visit=data.visit, site=data.site_code, digest=phrases.grouped(data.digest) or "–"
    )
    return Seal(f"BB1;{data.visit};{data.site_code};{data.digest[:32]}", said)
