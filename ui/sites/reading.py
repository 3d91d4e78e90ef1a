"""What the dossier of a site shows, read in one go; and the sites around it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from inspector import days, findings, i18n, measures, sites
from inspector.measures import Measured
from inspector.model import Site
from inspector.reports import site_list
from inspector.store import Reader, evidence, lists
from inspector.store.tables import PROJECTIONS

EARTH_KM: Final = 6371.0
NEIGHBOURS: Final = 8
PHOTOS: Final = 8


@dataclass(frozen=True)
class Dossier:
    """A site with all that happened there."""

    site: Site
    visits: list[lists.VisitLine] = field(default_factory=list)
    findings: list[lists.FindingLine] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)
    photos: dict[str, list[str]] = field(default_factory=dict)
    """By visit: the SHA-256 of the pictures taken there."""
    places: list[lists.Position] = field(default_factory=list)
    """Every site that has a position."""
    near: list[tuple[float, lists.Position]] = field(default_factory=list)
    """The nearest other sites and how many kilometres away they are."""


def today() -> str:
    """The day here, as lists want it."""
    return days.today().isoformat()


def dossier(reader: Reader, uid: str) -> Dossier | None:
    """Everything about a site; None when this store does not know it."""
    site = sites.of_uid(reader, uid)
    if site is None:
        return None
    day = today()
    made = lists.visits(reader, lists.Slice(limit=200), site=uid)[0]
    found = findings.lines(reader, lists.Slice(limit=1000), site=uid, today=day)[0]
    places = lists.positions(reader, day)
    return Dossier(
        site,
        made,
        found,
        measures.measured_at(reader, uid, i18n.language()),
        _photos(reader, [one.uid for one in made]),
        places,
        nearest(site, places),
    )


def nearest(site: Site, places: list[lists.Position]) -> list[tuple[float, lists.Position]]:
    """The sites nearest to this one, the nearest first."""
    if site.lat is None or site.lon is None:
        return []
    away = [(distance_km(site.lat, site.lon, one.lat, one.lon), one) for one in places if one.uid != site.uid]
    return sorted(away, key=lambda pair: pair[0])[:NEIGHBOURS]


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance between two positions in degrees (haversine, a sphere of 6371 km)."""
    north, east = math.radians(other_lat - lat) / 2, math.radians(other_lon - lon) / 2
    part = math.sin(north) ** 2 + math.cos(math.radians(lat)) * math.cos(math.radians(other_lat)) * math.sin(east) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(part)))


def pictures(reader: Reader, sha256s: list[str]) -> dict[str, bytes]:
    """The bytes of pictures that are on this device."""
    held = {sha256: evidence.shown(reader, sha256) for sha256 in sha256s}
    return {sha256: content for sha256, content in held.items() if content is not None}


def export(reader: Reader, path: Path, *, language: str, search: str, filters: dict[str, Any]) -> int:
    """Write the sites that a list shows as a workbook; how many they are."""
    shown, _total = lists.sites(reader, lists.Slice(0, 1_000_000), search=search, today=today(), **filters)
    wanted = {one.uid for one in shown}
    return site_list.write(
        path, [site for site in reader.all(Site, order="code") if site.uid in wanted], language=language
    )


def _photos(reader: Reader, visits: list[str]) -> dict[str, list[str]]:
    table = PROJECTIONS["photo"]
    asked = select(table.c.visit, table.c.sha256).where(table.c.visit.in_(visits), table.c.gone == "")
    found: dict[str, list[str]] = {}
    for row in reader.rows(asked.order_by(table.c.taken_at, table.c.uid)):
        found.setdefault(row.visit, []).append(row.sha256)
    return found
