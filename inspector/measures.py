"""What was measured at a site, visit after visit: the small curves of its dossier."""

from __future__ import annotations

from dataclasses import dataclass

from inspector import checklists
from inspector.store import Reader
from inspector.store.lists import answers_at


@dataclass(frozen=True, slots=True)
class Measured:
    """One item's measured values at one site, oldest first."""

    form: str
    path: str
    code: str
    label: str
    unit: str
    least: float | None
    most: float | None
    values: tuple[tuple[str, float], ...]


def measured_at(reader: Reader, site: str, language: str | None = None) -> list[Measured]:
    """What was measured at a site at least once, as curves, in a language; what was measured most often first."""
    values: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for date, _uid, form, path, value in answers_at(reader, site):
        try:
            values.setdefault((form, path), []).append((date, float(value)))
        except ValueError:
            continue
    found = []
    for one in checklists.installed(reader):
        for item in checklists.items(checklists.form(reader, one.sha256), language).values():
            points = values.get((one.name, item.measure))
            if item.measure and points:
                label = item.measure_label or item.text
                curve = Measured(one.name, item.path, item.code, label, item.unit, item.least, item.most, tuple(points))
                found.append(curve)
    return sorted(found, key=lambda one: -len(one.values))
