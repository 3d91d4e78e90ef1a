"""Where a team goes on one day, on a sheet to take along: who keeps the site, what is open, room for a note by pen."""

from __future__ import annotations

from inspector.i18n import _, ngettext, speaking
from inspector.reports import phrases, words
from inspector.reports.document import Column, Document, Kind, Metadata, Paragraph, Section, Style, Table, Title
from inspector.reports.registry_data import DayData


def build(data: DayData, *, language: str = "vi") -> Document:
    """The day list of a team."""
    with speaking(language):
        day = words.day(data.day)
        title = _("Sites for {team} on {day}").format(team=data.team, day=day)
        if not data.team:
            title = _("Sites to visit on {day}").format(day=day)
        said = []
        if data.stops:
            said.append(
                Paragraph(ngettext("{n} site to visit.", "{n} sites to visit.", words.Counted(len(data.stops))))
            )
        if data.people:
            said.insert(0, Paragraph(_("Team: {names}.").format(names=", ".join(data.people))))
        teams = not data.team and any(stop.team for stop in data.stops)
        visited = any(stop.last for stop in data.stops)  # a column that says nothing would take the room of names
        table = Table(
            (
                Column(_("No."), Kind.ORDER),
                Column(_("Done"), Kind.BOX),
                *((Column(_("Team")),) if teams else ()),
                Column(_("Site code"), Kind.CODE),
                Column(_("Site"), weight=1.8),
                Column(_("Commune"), weight=1.1),
                Column(_("Address, position"), weight=1.6),
                Column(_("Keeper, telephone"), weight=1.4),
                *((Column(_("Last visit"), Kind.DATE),) if visited else ()),
                Column(_("Open"), Kind.NUMBER),
                Column(_("Checklists"), weight=1.4),
                Column(_("Notes"), weight=1.6, least_mm=34),
            ),
            [
                (
                    n,
                    "",
                    *((stop.team or "–",) if teams else ()),
                    stop.code,
                    stop.name,
                    stop.commune,
                    "\n".join(part for part in (stop.address, stop.position) if part),
                    stop.keeper,
                    *((stop.last,) if visited else ()),
                    stop.open_findings,
                    stop.checklists,
                    stop.note,
                )
                for n, stop in enumerate(data.stops, 1)
            ],
            empty=_("No site is assigned for this day. Choose another day, or plan visits in an inspection round."),
            lines=3,
            name="DiaDiem",
        )
        short = "; ".join(f"{code}: {name.removesuffix(f' ({code})')}" for code, name in data.checklists)
        named = [Paragraph(f"{short}.", Style.NOTE)] if short else []
        head = phrases.letterhead(data.office, "", data.day, "DS-ĐKTLN")
        return Document(
            title=title,
            kind="day",
            sections=(
                Section(
                    "",
                    (head, Title(_("Day list"), title), *said, table, *named),
                    sheet=_("Day list"),
                    landscape=True,
                ),
            ),
            language=language,
            metadata=Metadata(subject=title, created=words.midnight(data.day)),
        )
