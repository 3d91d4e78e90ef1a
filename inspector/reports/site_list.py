"""The site register as a plain workbook, with the column names that station lists have: it can be imported again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from inspector import model
from inspector.i18n import N_, _, speaking
from inspector.reports import gather, stream
from inspector.reports.document import Column, Kind, Value

COLUMNS: Final = (
    ("code", N_("Site code"), Kind.CODE),
    ("alt_codes", N_("Other codes"), Kind.CODE),
    ("name", N_("Name"), Kind.TEXT),
    ("types", N_("Type"), Kind.TEXT),
    ("structure", N_("Structure"), Kind.TEXT),
    ("address", N_("Address"), Kind.TEXT),
    ("commune", N_("Commune (since 2025)"), Kind.TEXT),
    ("old_commune", N_("Former commune"), Kind.TEXT),
    ("old_district", N_("Former district"), Kind.TEXT),
    ("lat", N_("Latitude"), Kind.TEXT),
    ("lon", N_("Longitude"), Kind.TEXT),
    ("owner", N_("Owner"), Kind.TEXT),
    ("unit", N_("Managing unit"), Kind.TEXT),
    ("keeper", N_("Person in charge"), Kind.TEXT),
    ("keeper_phone", N_("Telephone"), Kind.CODE),
    ("police_unit", N_("Police in charge"), Kind.TEXT),
    ("tower_type", N_("Kind of mast"), Kind.TEXT),
    ("tower_height", N_("Height of mast (m)"), Kind.TEXT),
    ("power", N_("Power"), Kind.TEXT),
    ("status", N_("Status"), Kind.TEXT),
    ("note", N_("Note"), Kind.TEXT),
)

_WIDER: Final = {"name": 1.6, "types": 1.6, "unit": 1.6}


def write(path: Path, sites: Iterable[model.Site], *, language: str = "vi") -> int:
    """Write the sites, one a row; says how many there were."""
    with speaking(language):
        columns = tuple(Column(_(title), kind, weight=_WIDER.get(field, 1.0)) for field, title, kind in COLUMNS)
        rows = ([_value(site, field, language) for field, _title, _kind in COLUMNS] for site in sites)
        return stream.write(path, _("Site register"), columns, rows)


def _value(site: model.Site, field: str, language: str) -> Value:
    value: str | float | None = getattr(site, field)
    if field == "old_district" and not value:
        return "–"
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    if field == "types":
        return " + ".join(gather.type_names(kind, language) for kind in value.split())
    return gather.choice_name(field, value, language)
