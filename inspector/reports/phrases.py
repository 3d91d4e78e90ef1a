"""Words that several papers say: results, severities, sides, roles, letterhead, numbered annexes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from inspector.findings import SEVERITIES
from inspector.i18n import N_, _, ngettext
from inspector.reports import words
from inspector.reports.document import (
    Annex,
    Block,
    Letterhead,
    Mark,
    Paragraph,
    Recipients,
    SignatureColumn,
    Signatures,
    Span,
    Title,
)
from inspector.reports.minutes_data import Item, Member, Office, Result, Side

RESULTS = {
    Result.PASS: N_("Compliant"),
    Result.FAIL: N_("Non-compliant"),
    Result.NA: N_("Not applicable"),
    Result.OPEN: N_("Not checked yet"),
    Result.DISPUTED: N_("Not agreed yet"),
}
ROLES = {
    "leader": N_("Team leader"),
    "deputy": N_("Deputy leader"),
    "secretary": N_("Team secretary"),
    "member": N_("Team member"),
    "representative": N_("Site representative"),
}
CAPTIONS = {
    Side.POLICE: N_("For the inspection team – police"),
    Side.VNPT: N_("For VNPT"),
    Side.SITE: N_("For the inspected site"),
    Side.OTHER: N_("Other persons concerned"),
}
SECRET_READERS = frozenset({"police", "vnpt"})
MARK = "*"
_OPENLY = ("(cần xác nhận)", "(to be confirmed)")
UNCONFIRMED = N_("to be checked against the original text")


def result(value: Result) -> str:
    """The word for a result."""
    return _(RESULTS[value])


def answer(item: Item) -> str:
    """The word for the result of an item, or what was answered to any other question."""
    return result(item.result) if item.graded else item.said or "–"


def severity(value: str) -> str:
    """The word for a severity; one that is not known stays as it is."""
    return _(SEVERITIES[value]) if value in SEVERITIES else value


def role(value: str) -> str:
    """The word for a role; one that is not known stays as it is."""
    return _(ROLES[value]) if value in ROLES else value


def result_marks() -> dict[str, Mark]:
    """What the words for results mean, for shapes and colours."""
    marks = {
        Result.PASS: Mark.GOOD,
        Result.FAIL: Mark.BAD,
        Result.NA: Mark.NONE,
        Result.OPEN: Mark.WARN,
        Result.DISPUTED: Mark.WARN,
    }
    return {result(value): mark for value, mark in marks.items()}


def severity_marks() -> dict[str, Mark]:
    """What the words for severities mean."""
    marks = {"critical": Mark.SEVERE, "major": Mark.BAD, "minor": Mark.WARN}
    return {severity(value): mark for value, mark in marks.items()}


def within_marks() -> dict[str, Mark]:
    """Words for a measured value within its limits and outside them."""
    return {_("Within limits"): Mark.GOOD, _("Out of limits"): Mark.BAD}


def not_met(item: str) -> str:
    """What was found where nobody wrote it down: the item is not met."""
    return _("Not met: {item}").format(item=item) if item else result(Result.FAIL)


def basis(text: str, confirmed: bool) -> tuple[Span, ...]:
    """A legal basis on a line of its own, each act with a mark while nobody has compared it with its original text."""
    named = acts(text)
    if not named:
        return () if confirmed else (Span(f"\n({_(UNCONFIRMED)})", italic=True),)
    doubtful = unread(text, confirmed)
    said = "; ".join(marked(act, act in doubtful) for act in named)
    return (Span("\n" + _("Basis: {act}").format(act=said), italic=True),)


def unread(text: str, confirmed: bool) -> set[str]:
    """The acts of a legal basis that bear the mark: those whose words do not say themselves that somebody has to confirm them."""
    return set() if confirmed else {act for act in acts(text) if not act.endswith(_OPENLY)}


def marked(act: str, doubtful: bool) -> str:
    """An act with the mark where nobody has compared it."""
    return f"{act}{MARK}" if doubtful else act


def acts(text: str) -> list[str]:
    """The acts of a legal basis, one by one."""
    return [act.strip().rstrip(".") for act in text.split(";") if act.strip()]


def measured(item: Item) -> str:
    """`12,5 Ω` and on the next line `(≤ 10)`, for a column that says what the brackets mean; or nothing."""
    value = f"{item.value} {item.unit}".strip().replace(" ", "\u00a0") if item.value else ""
    return f"{value}\n({item.limits})".replace(" ", "\u00a0") if value and item.limits else value


def value_and_limits(value: str, limits: str) -> str:
    """A measured value with the limits it was judged by."""
    if not value:
        return ""
    value, limits = value.replace(" ", "\u00a0"), limits.replace(" ", "\u00a0")
    return _("{value} (limits: {limits})").format(value=value, limits=limits) if limits else value


def person(member: Member) -> str:
    """Name, post, unit and role on one line."""
    told = ", ".join(part for part in (member.post, member.unit) if part)
    line = f"{member.name} – {told}" if told else member.name
    return f"{line} – {role(member.role)}" if member.role else line


def letterhead(office: Office, number: str, day: date | None, symbol: str = "") -> Letterhead:
    """The head of a paper of this office; without a number, room to write one."""
    sign = symbol or office.symbol
    written = number.strip() or "\u00a0" * 8
    if written.isdecimal():
        written = words.two(int(written))
    whole = written if "/" in written or not sign else f"{written}/{sign}"
    return Letterhead(
        office.superior,
        office.body,
        _("No.: {number}").format(number=whole) if sign or number else "",
        f"{office.place}, {dated(day)}",
    )


def dated(day: date | None) -> str:
    """A long day, or room to write one."""
    return words.long_day(day) if day else _("date ........................")


def annex(number: int) -> str:
    """Name of an annex in Roman numbers; 0: the only one, which has none."""
    from inspector.reports import theme

    if not number:
        return _("Annex")
    sign = theme.ANNEX_LETTERS[number - 1] if number <= len(theme.ANNEX_LETTERS) else str(number)
    return _("Annex {number}").format(number=sign)


def secret_annex(blocks: Iterable[Block], of: Title, *, landscape: bool = False) -> Annex:
    """What is said of state secrets, apart from the rest and only for those who may carry it."""
    title = _("Protection of state secrets")
    return Annex(annex(0), title, tuple(blocks), _("State secrets"), landscape, SECRET_READERS, enclosed(of))


def kept_apart(count: int) -> str:
    """How many of what is counted stand in the annex about state secrets, and so not in the table; or nothing."""
    if not count:
        return ""
    number = words.Counted(count)
    return ngettext("of which {n} stands in the separate annex", "of which {n} stand in the separate annex", number)


def stands_apart(count: int) -> str:
    """The same as a sentence of its own, where a part was named already; or nothing."""
    if not count:
        return ""
    return ngettext(
        "{n} recommendation stands in the separate annex.",
        "{n} recommendations stand in the separate annex.",
        words.Counted(count),
    )


def enclosed(of: Title) -> str:
    """Which paper an annex belongs to, in brackets."""
    name = of.subject if of.subject[1:2].isupper() or of.subject[1:2].isdigit() else first_down(of.subject)
    kind, said = of.kind.lower().split(), name.split()
    twice = next((n for n in range(len(kind), 0, -1) if kind[-n:] == [word.lower() for word in said[:n]]), 0)
    return _("(enclosed with: {paper})").format(paper=" ".join([of.kind, *said[twice:]]))


def drawn_up(lines: str, author: str = "") -> tuple[Block, ...]:
    """The end of a list: how much it holds, and who signs it. `author`: what the one who drew it up is called."""
    sign = _("(Sign, full name)")
    return (
        Paragraph(lines.rstrip(".") + "./."),
        Signatures(
            (
                SignatureColumn("author", author or _("Drawn up by"), sign),
                SignatureColumn("leader", _("For the inspection team\nTeam leader"), sign),
            )
        ),
        Recipients(_("Recipients:"), ("- " + _("Archive: clerical office, file."),)),
    )


def joined(parts: Iterable[str]) -> str:
    """Parts with semicolons between."""
    return "; ".join(part for part in parts if part)


def first_up(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def first_down(text: str) -> str:
    """With a small first letter."""
    return text[:1].lower() + text[1:]


def grouped(text: str, size: int = 4, count: int = 8) -> str:
    """The beginning of a digest in groups that an eye can compare."""
    kept = text[: size * count]
    return " ".join(kept[start : start + size] for start in range(0, len(kept), size))
