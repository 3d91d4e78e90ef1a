"""
A checklist to fill by hand: on paper, or in a spreadsheet without the program.

Every page of the paper says in its QR which form, version and page it is. The workbook has drop-downs and lets only the
answers be filled; `filled.py` reads it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inspector.i18n import N_, _, speaking
from inspector.reports import phrases
from inspector.reports.blank_questions import RESULT, Asked
from inspector.reports.document import (
    Column,
    Document,
    Entry,
    KeyValues,
    Kind,
    Letterhead,
    Lines,
    Metadata,
    Paragraph,
    Seal,
    Section,
    SignatureColumn,
    Signatures,
    Span,
    Style,
    Table,
    Text,
    Title,
    Value,
)
from inspector.reports.minutes_data import Domain, Item, Office, Result

FORMAT = "inspector-checklist-2"
ANSWER, VALUE, NOTE, KEY = 3, 5, 7, 8
"""Columns of the workbook, after the section where there is one."""
_SHORT = {
    "int": N_("Figure: ..........."),
    "decimal": N_("Figure: ..........."),
    "date": N_("Day: .... /.... /......"),
    "time": N_("Hour: ..... : ....."),
    "dateTime": N_("Day and hour: ..........."),
}
"""Room for an answer of a kind that needs little."""
FIELDS = ("site", "day", "person")
_NONE = "\u00a0"
"""Where a box is for other items."""
DOTS = 112
"""As long as a line beside a label."""


def build(
    checklist: Domain, asked: Sequence[Asked] = (), *, office: Office | None = None, language: str = "vi"
) -> Document:
    """The paper to be filled by pen, and the sheet to be filled in a spreadsheet, which asks what is `asked`."""
    asked = asked or tuple(Asked(item.code, item, RESULT if item.graded else "") for item in checklist.items)
    with speaking(language):
        title = _("Checklist: {domain}").format(domain=checklist.title)
        said = _("Form {form} · version {version}").format(form=_named(checklist), version=checklist.version or "–")
        head = Letterhead((), (office or Office()).body)
        columns = (
            Column(_("Code"), Kind.CODE),
            Column(_("Checklist item"), weight=3.4),
            Column(phrases.result(Result.PASS), Kind.BOX),
            Column(phrases.result(Result.FAIL), Kind.BOX),
            Column(_("N/A"), Kind.BOX),
            Column(_("Measured value"), weight=1.4, least_mm=28),
            Column(_("Notes"), weight=1.8, least_mm=34),
        )
        rows: list[Sequence[Value]] = [
            (item.code, _asked(item), *[None if item.graded else _NONE] * 3, _measure(item), "")
            for item in checklist.items
        ]
        table = Table(
            columns,
            rows,
            sections=_sections(checklist.items),
            empty=_("The checklist has no item for this kind of site."),
            lines=2,
        )
        labels = list(_labels())
        labels.insert(1, _("Site"))
        fields = KeyValues(tuple((label, "." * DOTS) for label in labels))
        how = _("Tick one box for each item; {na}: {not_applicable}.").format(
            na=_("N/A"), not_applicable=phrases.first_down(phrases.result(Result.NA))
        )
        sign = SignatureColumn("inspector", _("Inspector"), _("(Sign, full name)"))
        site = SignatureColumn("site", phrases.role("representative"), _("(Sign, full name)"))
        return Document(
            title=title,
            kind="blank",
            sections=(
                Section(
                    "",
                    (
                        head,
                        Title(_("Checklist sheet"), checklist.title, f"({said})"),
                        fields,
                        Paragraph(how, Style.NOTE),
                        table,
                        *(Paragraph(mark, Style.NOTE) for mark in _mark(checklist.items)),
                    ),
                ),
                Section("", (Paragraph(_("Other remarks:"), keep_next=True), Lines(3), Signatures((sign, site)))),
            ),
            language=language,
            metadata=Metadata(subject=title, keywords=(checklist.key, checklist.version)),
            seal=Seal(f"CL1;{checklist.key};{checklist.version};{{page}}", said),
            workbook=_workbook(checklist, asked, language),
        )


def _workbook(checklist: Domain, asked: Sequence[Asked], language: str) -> Document:
    title = _("Checklist: {domain}").format(domain=checklist.title)
    results = tuple(phrases.result(result) for result in (Result.PASS, Result.FAIL, Result.NA))
    head = _("Result") if all(one.kind == RESULT for one in asked) else _("Result or answer")
    columns = (
        Column(_("Code"), Kind.CODE),
        Column(_("Checklist item"), weight=3),
        Column(_("Guidance"), weight=2.4),
        Column(head, Kind.CHOICE, marks=phrases.result_marks(), choices=results, fillable=True, least_mm=28),
        Column(_("What is measured"), weight=1.2),
        Column(_("Value"), weight=0.8, fillable=True, least_mm=20),
        Column(_("Unit and limits"), weight=0.9),
        Column(_("Notes"), weight=2, fillable=True, least_mm=50),
        Column("_key", Kind.CODE, hidden=True),
    )
    items = [one.item for one in asked]
    rows: list[Sequence[Value]] = [
        (one.item.code, _marked(one.item), _guidance(one), "", one.item.measure, "", _unit(one), "", one.path)
        for one in asked
    ]
    table = Table(columns, rows, sections=_sections(items), name="DanhMuc", entries=_entries(asked))
    how = _("Fill only the yellow cells. Hand the file to the supervisor; it is merged as answers of the named person.")
    note = Paragraph("\n".join((how, *_mark(items))), Style.NOTE)
    fields = KeyValues(tuple((label, "") for label in _labels()), names=FIELDS)
    return Document(
        title=title,
        kind="blank",
        sections=(),
        sheets=(Section(title, (note, fields, table), sheet=checklist.title, landscape=True),),
        language=language,
        metadata=Metadata(subject=title, keywords=(checklist.key, checklist.version)),
        identity=(
            ("format", FORMAT),
            ("form", checklist.key),
            ("version", checklist.version),
            ("before", "1" if table.sections else "0"),
        ),
        protected=True,
    )


def _named(checklist: Domain) -> str:
    """How people name a checklist: as the codes of its items begin; without codes, its name for programs."""
    return (checklist.items[0].code if checklist.items else "").rpartition("-")[0] or checklist.key


def _labels() -> tuple[str, str, str]:
    return _("Site code"), _("Day of the check"), _("Checked by")


def _sections(items: Sequence[Item]) -> dict[int, str]:
    found: dict[int, str] = {}
    current = ""
    for number, item in enumerate(items):
        if item.section != current:
            current = item.section
            if current:
                found[number] = current
    return found


def _entries(asked: Sequence[Asked]) -> dict[tuple[int, int], Entry]:
    """What the cells of answers and values take, row by row."""
    found: dict[tuple[int, int], Entry] = {}
    for row, one in enumerate(asked):
        if not one.kind:
            found |= dict.fromkeys([(row, ANSWER), (row, VALUE), (row, NOTE)], Entry())
            continue
        if one.kind != RESULT:
            found[row, ANSWER] = Entry(one.kind, one.choices, _several(one))
        if one.item.measure:
            found[row, VALUE] = Entry("whole" if one.measured == "int" else "decimal")
        elif one.kind != RESULT:
            found[row, VALUE] = Entry()
    return found


def _guidance(one: Asked) -> str:
    return "\n".join(part for part in (one.item.hint, _several(one), _in_program(one)) if part)


def _several(one: Asked) -> str:
    if one.kind != "choices":
        return ""
    return _("One or more, parted by “;”: {choices}").format(choices="; ".join(one.choices))


def _in_program(one: Asked) -> str:
    """Why a question is not answered here. Nobody knows beforehand how many rows there will be."""
    if one.kind:
        return ""
    if one.repeat:
        return _("The rows of “{rows}” are filled in the program.").format(rows=one.repeat)
    return _("This is answered in the program.")


def _unit(one: Asked) -> str:
    match one.kind:
        case "whole":
            return _("Whole number")
        case "decimal":
            return _("Number")
        case "date":
            return _("Date")
        case "time":
            return _("Time")
    return _unit_limits(one.item)


def _asked(item: Item) -> Text:
    parts: list[Span | str] = [Span(_marked(item))]
    if item.hint:
        parts.append(Span("\n" + item.hint, italic=True))
    if item.repeated:
        parts.append(Span("\n" + _("(asked for each of them: use a further sheet)"), italic=True))
    if item.choices:
        parts.append("\n" + "\n".join(f"□\u00a0{choice}" for choice in item.choices))
    elif not item.graded and item.kind not in _SHORT:
        parts.append("\n" + "\n".join(["." * 44] * 2))
    return tuple(parts)


def _marked(item: Item) -> str:
    """The words of an item, with a mark while nobody has compared its legal basis with the act."""
    return item.text if item.confirmed else f"{item.text}\u00a0{phrases.MARK}"


def _mark(items: Sequence[Item]) -> Iterable[str]:
    """What the mark means, once, where an item bears it."""
    if not all(item.confirmed for item in items):
        yield f"({phrases.MARK}) {_('The legal basis of these items is to be checked against the original text.')}"


def _measure(item: Item) -> str:
    if not item.measure:
        short = "" if item.graded or item.choices else _SHORT.get(item.kind, "")
        return _(short) if short else ""
    room = f"{'.' * (12 if len(item.unit) < 7 else 8)}\u00a0{item.unit.replace(' ', chr(160))}".strip()
    return f"{item.measure}:\n{room}" + (f"\n({item.limits})" if item.limits else "")


def _unit_limits(item: Item) -> str:
    limits = item.limits.replace(" ", "\u00a0")  # no line ends between a sign and its number
    return ", ".join(part for part in (item.unit, limits) if part)
