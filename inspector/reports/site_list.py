"""The site register as a plain workbook, with the column names that station lists have: it can be imported again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from inspector import model
from inspector.i18n import N_, _, speaking
from inspector.reports import gather, stream
from inspector.reports.document import Column, Value

COLUMNS: Final = (
    ("code", N_("Site code"), 12),
    ("name", N_("Name"), 18),
    ("types", N_("Type"), 14),
    ("address", N_("Address"), 18),
    ("commune", N_("Commune (since 2025)"), 13),
    ("old_commune", N_("Former commune"), 12),
    ("old_district", N_("Former district"), 11),
    ("lat", N_("Latitude"), 11),
    ("lon", N_("Longitude"), 11),
    ("unit", N_("Managing unit"), 16),
    ("keeper", N_("Person in charge"), 12),
    ("keeper_phone", N_("Telephone"), 12),
    ("police_unit", N_("Police in charge"), 14),
    ("status", N_("Status"), 10),
    ("note", N_("Note"), 12),
    ("alt_codes", N_("Other codes"), 20),
    ("structure", N_("Structure"), 20),
    ("owner", N_("Owner"), 14),
    ("tower_type", N_("Kind of mast"), 18),
    ("tower_height", N_("Height of mast (m)"), 10),
    ("power", N_("Power"), 20),
)
"""Field, head, and the most digits that its column is wide."""
_PRINTED: Final = 15
"""Where and whose a site is stands side by side on A4 across, in letters of 8 points; what it is built of follows beside."""
_NARROWEST: Final = 10


def write(path: Path, sites: Iterable[model.Site], *, language: str = "vi") -> int:
    """Write the sites, one a row; says how many there were."""
    with speaking(language):
        rows = [[_value(site, field, language) for field, _title, _width in COLUMNS] for site in sites]
        longest = [max((len(str(value)) for value in values), default=0) for values in zip(*rows, strict=True)]
        columns = [
            Column(_(title), weight=stream.weight(min(widest, max(_NARROWEST, most + 2))))
            for (_field, title, widest), most in zip(COLUMNS, longest or [0] * len(COLUMNS), strict=True)
        ]
        return stream.write(path, _("Site register"), columns, rows, total=len(rows), printed=_PRINTED)


def _value(site: model.Site, field: str, language: str) -> Value:
    value: str | float | None = getattr(site, field)
    if field == "old_district" and not value:
        return "–"
    if value is None:
        return ""
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if field == "types":
        return " + ".join(gather.type_names(kind, language) for kind in value.split())
    return gather.choice_name(field, value, language)
