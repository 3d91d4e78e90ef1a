"""The ten tables of a report for a period, each a sheet of its own in a workbook, with the charts that go with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inspector.i18n import N_, _, ngettext
from inspector.model import gravity
from inspector.reports import phrases, words
from inspector.reports.document import (
    Block,
    Chart,
    ChartKind,
    Column,
    Kind,
    Paragraph,
    Section,
    Series,
    Style,
    Table,
    Value,
)
from inspector.reports.summary_data import DomainCount, Overdue, SummaryData, UnitCount, Visits


def sections(data: SummaryData) -> Iterable[Section]:
    """The tables in the order of the programme."""
    return _Tables(data).sections()


class _Tables:
    def __init__(self, data: SummaryData) -> None:
        self._data = data

    def sections(self) -> Iterable[Section]:
        tables: tuple[tuple[str, list[Block]], ...] = (
            (N_("Visits planned and made"), self._visits()),
            (N_("Results by domain"), self._domains()),
            (N_("Findings by severity"), self._severity()),
            (N_("State of recommendations"), self._recommendations()),
            (N_("Overdue recommendations"), self._overdue()),
            (N_("Re-inspections"), self._reinspections()),
            (N_("Sites not visited"), [self._unvisited()]),
            (N_("Values outside limits"), [self._measured()]),
            (N_("Incidents"), self._incidents()),
            (N_("Proposals and plan"), self._plan()),
        )
        for number, (title, blocks) in enumerate(tables, 1):
            yield Section(
                _("Table {number}. {title}").format(number=number, title=_(title)),
                tuple(blocks),
                sheet=f"{number}. {_(title)}",
                landscape=number == 5,
            )

    def _visits(self) -> list[Block]:
        data = self._data
        if not data.by_unit:
            return [Paragraph(_("No visit was planned or made."))]
        communes = sorted(data.by_commune, key=lambda row: row.made / row.planned if row.planned else 0)
        return [
            _visit_table(_("By unit"), _("Unit"), data.by_unit, "LuotDonVi"),
            _visit_table(_("By commune"), _("Commune"), data.by_commune, "LuotXa"),
            _visit_table(_("By type of site"), _("Type"), data.by_type, "LuotLoai", of=data.by_unit),
            *(
                [
                    Paragraph(
                        _("A site of several types counts under each of them; the total counts it once."), Style.NOTE
                    )
                ]
                if sum(row.planned for row in data.by_type) > sum(row.planned for row in data.by_unit)
                else []
            ),
            Chart(
                ChartKind.BAR,
                _("Coverage by commune (share of planned visits made)"),
                tuple(row.name for row in communes[:30]),
                (
                    Series(
                        _("Made"),
                        tuple(round(row.made / row.planned * 100, 1) if row.planned else None for row in communes[:30]),
                    ),
                ),
                unit="%",
                highest=100,
            ),
        ]

    def _domains(self) -> list[Block]:
        domains = self._data.domains
        periods = list(dict.fromkeys(rate.period for rate in self._data.rates))
        said = {(rate.domain, rate.period): rate.rate for rate in self._data.rates}
        names = list(dict.fromkeys(rate.domain for rate in self._data.rates))
        return [
            Table(
                (
                    Column(_("Domain"), weight=3),
                    Column(_("Items checked"), Kind.NUMBER),
                    Column(_("Compliant"), Kind.NUMBER),
                    Column(_("Non-compliant"), Kind.NUMBER),
                    Column(_("Not applicable"), Kind.NUMBER),
                    Column(_("Rate met"), Kind.PERCENT, decimals=1, bars=True),
                    Column(_("Change"), Kind.CHOICE),
                ),
                [(d.title, d.checked, d.met, d.not_met, d.not_applicable, d.rate, _change(d)) for d in domains],
                total=_all_domains(domains) if len(domains) > 1 else None,
                empty=_("No item was checked in the period."),
                name="LinhVuc",
            ),
            Chart(
                ChartKind.LINE,
                _("Rate met over time, by domain"),
                tuple(periods),
                tuple(Series(name, tuple(_hundred(said.get((name, period))) for period in periods)) for name in names),
                unit="%",
                highest=100,
            )
            if len(periods) > 1  # a line needs two ends
            else Chart(
                ChartKind.BAR,
                _("Rate met, by domain"),
                tuple(names),
                (
                    Series(
                        _("Rate met"), tuple(_hundred(said.get((name, period))) for period in periods for name in names)
                    ),
                ),
                unit="%",
                highest=100,
            ),
        ]

    def _severity(self) -> list[Block]:
        data = self._data
        severities = tuple(phrases.severity(name) for name in ("critical", "major", "minor"))
        rows: list[Sequence[Value]] = [
            (row.domain, row.section, row.critical, row.major, row.minor, row.total) for row in data.sections
        ]
        sums = [sum(getattr(row, name) for row in data.sections) for name in ("critical", "major", "minor", "total")]
        domains = list(dict.fromkeys(row.domain for row in data.sections))
        return [
            Table(
                (
                    Column(_("Domain"), weight=2),
                    Column(_("Section"), weight=2),
                    *(Column(name, Kind.NUMBER, group=_("Severity")) for name in severities),
                    Column(_("Total"), Kind.NUMBER, bars=True),
                ),
                rows,
                total=(_("Total"), "", *sums) if rows else None,
                empty=_("No finding was made in the period."),
                name="MucDo",
            ),
            Chart(
                ChartKind.STACKED,
                _("Findings by domain and severity"),
                tuple(domains),
                tuple(
                    Series(
                        label,
                        tuple(float(sum(getattr(r, name) for r in data.sections if r.domain == d)) for d in domains),
                    )
                    for label, name in zip(severities, ("critical", "major", "minor"), strict=True)
                ),
            ),
            Table(
                (
                    Column(_("No."), Kind.ORDER),
                    Column(_("Code"), Kind.CODE),
                    Column(_("Checklist item"), weight=4),
                    Column(_("Times"), Kind.NUMBER, bars=True),
                    Column(_("Sites"), Kind.NUMBER),
                ),
                [(n, row.code, row.text, row.count, row.sites) for n, row in enumerate(data.frequent[:10], 1)],
                title=_("The ten most frequent items"),
                name="NhieuNhat",
            ),
            Chart(
                ChartKind.BAR,
                _("The ten most frequent items"),
                tuple(row.code for row in data.frequent[:10]),
                (Series(_("Times"), tuple(float(row.count) for row in data.frequent[:10])),),
            ),
        ]

    def _recommendations(self) -> list[Block]:
        units = self._data.units
        names = ("closed_in_time", "closed_late", "not_due", "overdue")
        titles = (_("Closed in time"), _("Closed late"), _("Not yet due"), _("Overdue"))
        rows: list[Sequence[Value]] = [
            (u.unit, u.made, u.closed_in_time, u.closed_late, u.not_due, u.overdue, _kept(u)) for u in units
        ]
        sums = [sum(getattr(unit, name) for unit in units) for name in ("made", *names)]
        return [
            Table(
                (
                    Column(_("Responsible unit"), weight=3),
                    Column(_("Recommendations made"), Kind.NUMBER),
                    *(Column(title, Kind.NUMBER) for title in titles),
                    Column(_("Deadlines kept"), Kind.PERCENT, decimals=1, bars=True),
                ),
                rows,
                total=(_("Total"), *sums, _kept(_together(units))) if rows else None,
                empty=_("No recommendation was made in the period."),
                name="KienNghi",
            ),
            Chart(
                ChartKind.STACKED,
                _("Deadlines kept, by responsible unit"),
                tuple(unit.unit for unit in units[:12]),
                tuple(
                    Series(title, tuple(float(getattr(unit, name)) for unit in units[:12]))
                    for title, name in zip(titles, names, strict=True)
                ),
            ),
        ]

    def _overdue(self) -> list[Block]:
        late = self._data.overdue
        blocks: list[Block] = [overdue_table([row for row in late if not row.secret])]
        if apart := phrases.kept_apart(sum(row.secret for row in late)):
            total = words.Counted(len(late))
            said = ngettext("{n} recommendation is overdue", "{n} recommendations are overdue", total)
            blocks.append(Paragraph(f"{said}, {apart}.", Style.NOTE))
        return blocks

    def _reinspections(self) -> list[Block]:
        data = self._data
        return [
            Table(
                (
                    Column(_("Site code"), Kind.CODE),
                    Column(_("Site"), weight=2),
                    Column(_("Day"), Kind.DATE),
                    Column(_("Recommendations checked"), Kind.NUMBER),
                    Column(_("Compliant"), Kind.NUMBER),
                    Column(_("Non-compliant"), Kind.NUMBER),
                ),
                [(r.site_code, r.site, r.day, r.checked, r.passed, r.failed) for r in data.reinspected],
                empty=_("There was no re-inspection in the period."),
                name="PhucTra",
            ),
            Table(
                (
                    Column(_("Site code"), Kind.CODE),
                    Column(_("Site"), weight=1.5),
                    Column(_("Code"), Kind.CODE),
                    Column(_("Finding"), weight=3),
                    Column(_("Times"), Kind.NUMBER),
                ),
                [(r.site_code, r.site, r.code, r.text, r.times) for r in data.repeated],
                title=_("Repeat findings at the same site"),
                empty=_("No finding was made twice at the same site."),
                name="LapLai",
            ),
        ]

    def _unvisited(self) -> Table:
        rows: list[Sequence[Value]] = [
            (n, r.code, r.name, r.commune, r.unit, r.last) for n, r in enumerate(self._data.unvisited, 1)
        ]
        columns: tuple[Column, ...] = (
            Column(_("No."), Kind.ORDER),
            Column(_("Site code"), Kind.CODE),
            Column(_("Site"), weight=2),
            Column(_("Commune"), weight=1.3),
            Column(_("Unit"), weight=1.6),
            Column(_("Last visit"), Kind.DATE),
        )
        if all(row.last is None for row in self._data.unvisited):  # none of them was ever visited
            columns, rows = columns[:-1], [row[:-1] for row in rows]
        return Table(
            columns,
            rows,
            empty=_("Every site was visited in the period."),
            name="ChuaKiemTra",
        )

    def _measured(self) -> Table:
        return Table(
            (
                Column(_("Site code"), Kind.CODE),
                Column(_("Site"), weight=1.6),
                Column(_("Code"), Kind.CODE),
                Column(_("Measured"), weight=2),
                Column(_("Value"), weight=0.8),
                Column(_("Limits"), weight=0.8),
                Column(_("Day"), Kind.DATE),
            ),
            [(r.site_code, r.site, r.code, r.what, r.value, r.limits, r.day) for r in self._data.measured],
            empty=_("No measured value was outside its limits."),
            name="NgoaiNguong",
        )

    def _incidents(self) -> list[Block]:
        rows = self._data.incidents
        return [
            Table(
                (
                    Column(_("Commune"), weight=3),
                    Column(_("Theft"), Kind.NUMBER),
                    Column(_("Fire"), Kind.NUMBER),
                    Column(_("Sabotage"), Kind.NUMBER),
                    Column(_("Total"), Kind.NUMBER),
                ),
                [(r.commune, r.theft, r.fire, r.sabotage, r.theft + r.fire + r.sabotage) for r in rows],
                empty=_("No incident was recorded in the period."),
                name="SuCo",
            )
        ]

    def _plan(self) -> list[Block]:
        data = self._data
        rows: list[Sequence[Value]] = [(_("Proposal"), row.to, row.text) for row in data.proposals]
        rows += [(_("Next period"), "", text) for text in data.plan]
        return [
            Table(
                (Column(_("What it is"), weight=1), Column(_("To"), weight=1.4), Column(_("Content"), weight=4)),
                rows,
                empty=_("None."),
                name="DeXuat",
            )
        ]


def overdue_table(rows: Sequence[Overdue]) -> Table:
    """Recommendations past their deadline: the gravest first, and of those the latest."""
    late = sorted(rows, key=lambda row: (gravity(row.severity), -row.days_late, row.site_code))
    return Table(
        (
            Column(_("No."), Kind.ORDER),
            Column(_("Site code"), Kind.CODE),
            Column(_("Site"), weight=1.5),
            Column(_("Code"), Kind.CODE),
            Column(_("Recommendation"), weight=3),
            Column(_("Severity"), Kind.CHOICE, marks=phrases.severity_marks()),
            Column(_("Deadline"), Kind.DATE),
            Column(_("Days late"), Kind.NUMBER, bars=True),
            Column(_("In charge"), weight=1.6),
            Column(_("Reason"), weight=1.4, least_mm=28),
        ),
        [
            (
                number,
                row.site_code,
                row.site,
                row.code,
                row.text,
                phrases.severity(row.severity),
                row.due,
                row.days_late,
                row.in_charge,
                row.reason,
            )
            for number, row in enumerate(late, 1)
        ],
        empty=_("No recommendation is overdue."),
        name="QuaHan",
    )


def _visit_table(
    title: str, head: str, rows: Sequence[Visits], name: str, *, of: Sequence[Visits] | None = None
) -> Table:
    """Visits by something; `of` has the rows that add up when those shown count a visit more than once."""
    planned, made = sum(row.planned for row in of or rows), sum(row.made for row in of or rows)
    return Table(
        (
            Column(head, weight=3),
            Column(_("Planned"), Kind.NUMBER),
            Column(_("Made"), Kind.NUMBER),
            Column(_("Share"), Kind.PERCENT, decimals=1, bars=True),
        ),
        [(row.name, row.planned, row.made, row.made / row.planned if row.planned else None) for row in rows],
        title=title,
        total=(_("Total"), planned, made, made / planned if planned else None) if len(rows) > 1 else None,
        empty=_("No visit was planned or made."),
        name=name,
    )


def _change(domain: DomainCount) -> str:
    if domain.rate is None or domain.rate_before is None:
        return "–"
    points = (domain.rate - domain.rate_before) * 100
    sign = "▲" if points > 0.05 else "▼" if points < -0.05 else "="
    return f"{sign} {words.number(round(abs(points), 1), 1)}"


def _all_domains(domains: Sequence[DomainCount]) -> Sequence[Value]:
    met, not_met = sum(d.met for d in domains), sum(d.not_met for d in domains)
    rate = met / (met + not_met) if met + not_met else None
    return (
        _("Total"),
        sum(d.checked for d in domains),
        met,
        not_met,
        sum(d.not_applicable for d in domains),
        rate,
        "",
    )


def _together(units: Sequence[UnitCount]) -> UnitCount:
    return UnitCount(
        "",
        sum(unit.closed_in_time for unit in units),
        sum(unit.closed_late for unit in units),
        sum(unit.not_due for unit in units),
        sum(unit.overdue for unit in units),
    )


def _hundred(rate: float | None) -> float | None:
    return None if rate is None else round(rate * 100, 1)


def _kept(unit: UnitCount) -> float | None:
    due = unit.closed_in_time + unit.closed_late + unit.overdue
    return unit.closed_in_time / due if due else None
