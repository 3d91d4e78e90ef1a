"""
The site register: station lists are taken in, sites are found, shown and written out again.

A list never erases: what it leaves blank stays as it was, and what people still dispute is left to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from inspector.errors import InspectorError
from inspector.i18n import N_
from inspector.model import DISPUTED, Op, Site, site_uid
from inspector.store import Changes, Reader, Store, Transaction
from inspector.store.store import lexical
from inspector.store.tables import PROJECTIONS
from inspector.text import fold, normalise_code, tidy

if TYPE_CHECKING:
    from inspector.stationlist import StationList, StationRow

Progress = Callable[[int, int], None]
_FROM_LIST: Final = {"length_m": "length"}
_ROUTE: Final = ("route_start", "route_end")


class SiteUnknown(InspectorError):
    """A code that no site of this store has."""

    code = "site.unknown"
    message = N_("There is no site with the code {code} in this store.")
    hint = N_("Search for it by name, or import the station list that holds it.")


class SiteRefused(InspectorError):
    """A site that cannot be written down."""

    code = "site.refused"
    message = N_("A site needs a code.")
    hint = N_("Type the station's code as it stands on its label.")


@dataclass(frozen=True, slots=True)
class Planned:
    """What taking one station of a list would do; `changes` are (field, was, becomes)."""

    station: StationRow
    site: Site
    new: bool
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a list: every data row is in one of these counts, or in the list's problems as not taken."""

    rows: int
    added: int
    updated: int
    unchanged: int
    changes: Changes = field(default_factory=Changes)


def preview(reader: Reader, found: StationList) -> list[Planned]:
    """What taking a list would do, station by station, in its order. Nothing is written."""
    known = _Known(reader)
    return [_planned(known, station) for station in found.stations]


def counted(found: StationList, planned: Iterable[Planned]) -> Taken:
    """The counts of a plan. A row that was joined with another changes nothing of its own."""
    plan = list(planned)
    added = sum(one.new for one in plan)
    updated = sum(bool(one.changes) and not one.new for one in plan)
    return Taken(found.data_rows, added, updated, len(found.rows) - added - updated)


def take(store: Store, found: StationList, *, by: str, progress: Progress | None = None) -> Taken:
    """Take a list into the register, as one act. The same list again changes nothing."""
    with store.transact(Op.IMPORT_SITES, by=by) as tx:
        plan = preview(tx, found)
        for done, one in enumerate(plan, start=1):
            if one.new:
                tx.put(one.site)
            else:
                for name, _was, becomes in one.changes:
                    tx.say(Site.KIND, one.site.uid, name, becomes)
            if progress is not None and (done % 200 == 0 or done == len(plan)):
                progress(done, len(plan))
    counts = counted(found, plan)
    return Taken(counts.rows, counts.added, counts.updated, counts.unchanged, tx.changes)


def edit(store: Store, site: str, *, by: str, **fields: str) -> Changes:
    """Change what the register says of a site, field by field, in journal text."""
    with store.transact(Op.EDIT_SITE, by=by) as tx:
        if of_uid(tx, site) is None:
            raise SiteUnknown(code=site)
        for name, value in fields.items():
            tx.say(Site.KIND, site, name, tidy(value))
    return tx.changes


def add(store: Store, code: str, *, by: str, **fields: Any) -> Site:
    """Write down a site that no list had; the same code is the same site. Raises SiteRefused."""
    with store.transact(Op.EDIT_SITE, by=by) as tx:
        return put(tx, code, **fields)


def put(tx: Transaction, code: str, **fields: Any) -> Site:
    """The same within a transaction."""
    if not normalise_code(code):
        raise SiteRefused
    site = Site.model_validate({"uid": site_uid(code), "code": tidy(code), **fields})
    tx.put(site)
    return site


def named(reader: Reader, code: str) -> Site:
    """The site of that code, however it is spelled, or with that other code, or that uid. Raises SiteUnknown."""
    found = of_uid(reader, site_uid(code)) or of_uid(reader, code)
    if found is not None:
        return found
    key = normalise_code(code)
    others = [site for site in reader.all(Site) if key and key in map(normalise_code, site.alt_codes.split(";"))]
    if len(others) == 1:
        return others[0]
    raise SiteUnknown(code=code)


def known_codes(reader: Reader) -> frozenset[str]:
    """Every code by which a site is called here, spelled for comparing."""
    table = PROJECTIONS[Site.KIND]
    found = reader.rows(select(table.c.code, table.c.alt_codes).where(table.c.code != ""))
    spelled = (normalise_code(one) for row in found for one in (row.code, *row.alt_codes.split(";")))
    return frozenset(code for code in spelled if code)


def of_uid(reader: Reader, uid: str) -> Site | None:
    """The site of that uid, when this store knows it; one whose import was undone has no code and is none."""
    found = reader.get(Site, uid)
    return found if found is not None and found.code else None


def listed(reader: Reader, search: str = "") -> list[Site]:
    """The sites in the order of their codes; `search` finds words of code, name, commune and address, marks or not."""
    if not search.strip():
        return [site for site in reader.all(Site, order="code") if site.code]
    table = PROJECTIONS[Site.KIND]
    asked = select(*[table.c[name] for name in Site.model_fields]).where(table.c.code != "")
    for word in fold(search).split():
        asked = asked.where(table.c.search.contains(word, autoescape=True))
    return [Site.model_construct(**row._mapping) for row in reader.rows(asked.order_by(table.c.code))]


def described(site: Site) -> dict[str, Any]:
    """A site as the terminal prints it: lists as lists, blank fields left out but for the chief ones."""
    chief = ("code", "name", "commune", "lat", "lon", "types")
    said = {name: getattr(site, name) for name in Site.model_fields}
    said["types"] = site.types.split()
    said["alt_codes"] = [code for code in site.alt_codes.split(";") if code]
    return {name: value for name, value in said.items() if name in chief or value not in ("", None, [])}


def export(reader: Reader, path: Path, *, language: str = "vi") -> int:
    """Write the register as a workbook that can be imported again. Returns how many sites it holds."""
    from inspector.reports import site_list

    sites = listed(reader)
    site_list.write(path, sites, language=language)
    return len(sites)


class _Known:
    """The sites that the store has, by every code that stands for one."""

    def __init__(self, reader: Reader) -> None:
        self.sites = {site.uid: site for site in reader.all(Site) if site.code}
        self._others: dict[str, str] = {}
        for site in self.sites.values():
            for code in site.alt_codes.split(";"):
                if normalise_code(code):
                    self._others.setdefault(normalise_code(code), site.uid)

    def of(self, station: StationRow) -> Site | None:
        """The site that a station of a list is: by its code, else by a code that one site alone is also known by."""
        return self.sites.get(site_uid(station.code)) or self.sites.get(self._others.get(station.key, ""))


def _planned(known: _Known, station: StationRow) -> Planned:
    fields = _fields(station)
    site = known.of(station)
    if site is None:
        made = Site.model_validate({**fields, "uid": site_uid(station.code)})
        changes = tuple((name, "", lexical(getattr(made, name))) for name in fields)
        return Planned(station, made, True, changes)
    if site.uid != site_uid(station.code):
        fields.pop("code")
    if station.inferred and "types" in fields and site.types != DISPUTED:
        known_kinds = (*site.types.split(), *str(fields["types"]).split())
        fields["types"] = " ".join(dict.fromkeys(known_kinds))  # the name of a sheet takes no kind from a site
    wanted = Site.model_validate({**site.model_dump(), **fields})
    changes = tuple(
        (name, lexical(getattr(site, name)), lexical(getattr(wanted, name)))
        for name in fields
        if getattr(site, name) not in (DISPUTED, getattr(wanted, name))
    )
    return Planned(station, site, False, changes)


def _fields(station: StationRow) -> dict[str, Any]:
    fields = {_FROM_LIST.get(name, name): value for name, value in station.fields.items() if name not in _ROUTE}
    ends = [station.fields[name] for name in _ROUTE if name in station.fields]
    if ends:
        fields["points"] = "; ".join(ends)
    return fields
