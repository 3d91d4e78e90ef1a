"""
A checklist to fill by hand: on paper, or in a spreadsheet without the program.

Every page of the paper says in its QR which form, version and page it is. The workbook has drop-downs and lets only the
answers be filled; `filled.py` reads it back.
"""

from __future__ import annotations

from collections.abc import Sequence

from inspector.i18n import N_, _, ngettext, speaking
from inspector.reports import phrases, words
from inspector.reports.document import (
    Column,
    Document,
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

FORMAT = "inspector-checklist-1"
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


def build(checklist: Domain, *, office: Office | None = None, language: str = "vi") -> Document:
    """The paper to be filled by pen, and the sheet to be filled in a spreadsheet."""
    with speaking(language):
        title = _("Checklist: {domain}").format(domain=checklist.title)
        said = _("Form {form} · version {version}").format(form=checklist.key, version=checklist.version or "–")
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
                    ),
                ),
                Section("", (Paragraph(_("Other remarks:"), keep_next=True), Lines(3), Signatures((sign, site)))),
            ),
            language=language,
            metadata=Metadata(subject=title, keywords=(checklist.key, checklist.version)),
            seal=Seal(f"CL1;{checklist.key};{checklist.version};{{page}}", said),
            workbook=_workbook(checklist, language),
        )


def _workbook(checklist: Domain, language: str) -> Document:
    title = _("Checklist: {domain}").format(domain=checklist.title)
    graded = [item for item in checklist.items if item.graded and not item.repeated]
    results = tuple(phrases.result(result) for result in (Result.PASS, Result.FAIL, Result.NA))
    columns = (
        Column(_("Code"), Kind.CODE),
        Column(_("Checklist item"), weight=3),
        Column(_("Guidance"), weight=2.4),
        Column(_("Result"), Kind.CHOICE, marks=phrases.result_marks(), choices=results, fillable=True, least_mm=28),
        Column(_("What is measured"), weight=1.2),
        Column(_("Value"), weight=0.8, fillable=True, least_mm=20),
        Column(_("Unit and limits"), weight=0.9),
        Column(_("Notes"), weight=2, fillable=True, least_mm=50),
    )
    rows: list[Sequence[Value]] = [
        (item.code, item.text, item.hint, "", item.measure, "", _unit_limits(item), "") for item in graded
    ]
    table = Table(columns, rows, sections=_sections(graded), name="DanhMuc")
    note = Paragraph(
        _("Fill only the yellow cells. Hand the file to the supervisor; it is merged as answers of the named person."),
        Style.NOTE,
    )
    left = words.Counted(len(checklist.items) - len(graded))
    notes = [note]
    if left:
        said = ngettext(
            "{n} other question is answered in the program or on the paper, not here.",
            "{n} other questions are answered in the program or on the paper, not here.",
            left,
        )
        notes.append(Paragraph(said, Style.NOTE))
    fields = KeyValues(tuple((label, "") for label in _labels()), names=FIELDS)
    return Document(
        title=title,
        kind="blank",
        sections=(),
        sheets=(Section(title, (*notes, fields, table), sheet=checklist.title, landscape=True),),
        language=language,
        metadata=Metadata(subject=title, keywords=(checklist.key, checklist.version)),
        identity=(("format", FORMAT), ("form", checklist.key), ("version", checklist.version)),
        protected=True,
    )


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


def _asked(item: Item) -> Text:
    parts: list[Span | str] = [Span(item.text)]
    if item.hint:
        parts.append(Span("\n" + item.hint, italic=True))
    if item.repeated:
        parts.append(Span("\n" + _("(asked for each of them: use a further sheet)"), italic=True))
    if item.choices:
        parts.append("\n" + "\n".join(f"□\u00a0{choice}" for choice in item.choices))
    elif not item.graded and item.kind not in _SHORT:
        parts.append("\n" + "\n".join(["." * 44] * 2))
    parts.extend(phrases.basis("", item.confirmed))
    return tuple(parts)


def _measure(item: Item) -> str:
    if not item.measure:
        short = "" if item.graded or item.choices else _SHORT.get(item.kind, "")
        return _(short) if short else ""
    room = f"{'.' * 12} {item.unit}".strip()
    return f"{item.measure}:\n{room}" + (f"\n({item.limits})" if item.limits else "")


def _unit_limits(item: Item) -> str:
    return ", ".join(part for part in (item.unit, item.limits) if part)
