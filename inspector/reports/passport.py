"""The passport of a site: its data, its visits, what is open, what was measured, on a sheet or two."""

from __future__ import annotations

from inspector.i18n import _, speaking
from inspector.reports import findings, phrases, words
from inspector.reports.document import Column, Document, KeyValues, Kind, Metadata, Seal, Section, Table, Title
from inspector.reports.registry_data import PassportData


def build(data: PassportData, *, language: str = "vi") -> Document:
    """Everything that is known of a site."""
    with speaking(language):
        title = _("Site passport – {code} {name}").format(code=data.code, name=data.name)
        name = Title(_("Site passport"), f"{data.code} – {data.name}")
        head = (
            phrases.letterhead(data.office, "", data.on, "HS-ĐKTLN"),
            name,
            KeyValues(tuple((fact.label, fact.value) for fact in data.facts)),
        )
        marks = phrases.within_marks()
        judged = dict(zip((True, False, None), (*marks, "–"), strict=True))
        values = Table(
            (
                Column(_("Day"), Kind.DATE),
                Column(_("Code"), Kind.CODE),
                Column(_("Measured"), weight=2.4),
                Column(_("Value"), weight=1),
                Column(_("Limits"), weight=1),
                Column(_("Judged"), Kind.CHOICE, marks=marks),
            ),
            [(v.day, v.code, v.what, v.value, v.limits, judged[v.within]) for v in data.values],
            empty=_("Nothing was measured here yet."),
            name="GiaTriDo",
        )
        visits = Table(
            (
                Column(_("Day"), Kind.DATE),
                Column(_("Minutes no."), Kind.CODE),
                Column(_("Domains"), weight=3),
                Column(_("Items checked"), Kind.NUMBER),
                Column(_("Non-compliant"), Kind.NUMBER),
                Column(_("State now"), weight=1.2),
            ),
            [(v.day, v.number, v.domains, v.checked, v.not_met, phrases.first_up(v.state)) for v in data.visits],
            empty=_("This site was never visited."),
            name="LuotKiemTra",
        )
        open_ = [row for row in data.findings if row.open and not row.secret]
        closed = [row for row in data.findings if not row.open and not row.secret]
        secret = [row for row in data.findings if row.secret]
        none = _("No finding is open.") if data.findings else _("No agreed visit recorded a finding here so far.")
        return Document(
            title=title,
            kind="passport",
            sections=(
                Section("", head, sheet=_("Site passport")),
                Section(_("1. Visits"), (visits,), sheet=_("Visits")),
                Section(
                    _("2. Open findings"),
                    (findings.table(open_, sites=False, empty=none),),
                    sheet=_("Open"),
                ),
                Section(
                    _("3. Closed findings"),
                    (findings.table(closed, sites=False, empty=_("No finding was closed yet.")),),
                    sheet=_("Closed"),
                ),
                Section(_("4. Measured values"), (values,), sheet=_("Measured values")),
            ),
            annexes=(phrases.secret_annex([findings.table(secret, sites=False)], name),) if secret else (),
            language=language,
            metadata=Metadata(subject=title, keywords=(data.code,), created=words.midnight(data.on)),
            seal=Seal(data.tag or data.code, _("Site {code}").format(code=data.code)),
        )
