"""What a report may be about: the visits, sites and checklists that can be chosen from."""

from __future__ import annotations

from dataclasses import dataclass

from inspector import checklists, model
from inspector.store import Reader


@dataclass(frozen=True, slots=True)
class Choices:
    """(key, words) of everything there is; visits begin with the latest."""

    sites: tuple[tuple[str, str], ...]
    visits: tuple[tuple[str, str], ...]
    forms: tuple[tuple[str, str], ...]


def read(reader: Reader) -> Choices:
    """The choices of this store."""
    known = {site.uid: site for site in reader.all(model.Site)}
    sites = sorted((site.code, f"{site.code} · {site.name}".rstrip(" ·")) for site in known.values())
    visits = []
    for visit in reversed(reader.all(model.Visit, order="date")):
        site = known.get(visit.site)
        day = "/".join(reversed(visit.date[:10].split("-")))
        visits.append((visit.uid, f"{day} · {site.code if site else visit.uid[:8]} · {site.name if site else ''}"))
    forms = [(one.name, checklists.title(reader, one.sha256)) for one in checklists.installed(reader)]
    return Choices(tuple(sites), tuple(visits), tuple(forms))
