"""Rows that speak of one station: joined when they can be, told when they cannot. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import Final

from inspector.stationlist import codes
from inspector.stationlist.problems import RowProblem
from inspector.stationlist.record import StationRow
from inspector.text import fold, normalise_code

APART_M: Final = 300.0
"""Two positions further apart than this are two places; phones on a roof and at the gate of one site are not."""
_LISTS: Final = ("alt_codes", "keeper", "keeper_phone")
_QUIET: Final = frozenset({"code", "alt_codes", "name", "lat", "lon", "note", "types", *_LISTS})


def joined(rows: list[StationRow]) -> tuple[list[StationRow], list[RowProblem]]:
    """
    The rows with those of one station joined, in their order, and what is to be said about it.

    A row that cannot be joined with the one that has its code is left out, with the problem that says so.
    """
    problems: list[RowProblem] = []
    heads: dict[str, int] = {}
    out: list[StationRow | None] = list(rows)
    for place, row in enumerate(_renamed(rows)):
        first = heads.get(row.key)
        if first is None:
            heads[row.key] = place
            out[place] = row
            continue
        head = out[first]
        assert head is not None
        why = _differ(head, row, named_apart=row.code != rows[place].code or head.code != rows[first].code)
        if why:
            out[place] = None
            said = {"code": row.code, "other": head.row, "sheet": head.sheet, "why": why}
            problems.append(RowProblem(row.sheet, row.row, "", "duplicate.differs", said))
            continue
        together, unlike = _together(head, row, rows[place].code)
        out[first] = together
        out[place] = replace(row, part_of=head.code)
        said = {"code": head.code, "other": head.row, "sheet": head.sheet}
        problems.append(RowProblem(row.sheet, row.row, "", "duplicate.joined", said))
        if unlike:
            said = {**said, "fields": ", ".join(unlike)}
            problems.append(RowProblem(row.sheet, row.row, "", "duplicate.fields", said))
    kept = [row for row in out if row is not None]
    return kept, [*problems, *_letters_o(kept)]


def _renamed(rows: list[StationRow]) -> list[StationRow]:
    """Rows of one place under the code that they have in common, their own code kept beside it."""
    known = {row.key for row in rows}
    groups: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        groups[normalise_code(codes.without_technology(row.code))].add(row.key)
    renamed = []
    for row in rows:
        base = codes.without_technology(row.code)
        key = normalise_code(base)
        if key == row.key:
            base = codes.without_letter(row.code)
            key = normalise_code(base)
            if key == row.key or key not in known:
                renamed.append(row)
                continue
        elif len(groups[key]) < 2:
            renamed.append(row)  # alone in the list: nothing says that the technology is no part of the code
            continue
        others = [row.code, *filter(None, row.fields.get("alt_codes", "").split(";"))]
        fields = {**row.fields, "code": base, "alt_codes": ";".join(dict.fromkeys(others))}
        renamed.append(replace(row, code=base, key=key, fields=fields))
    return renamed


def _differ(one: StationRow, other: StationRow, *, named_apart: bool) -> str:
    """Why two rows of one code are two places; '' when nothing says so."""
    metres = distance_m(one.fields, other.fields)
    if metres is not None and metres > APART_M:
        return f"{metres / 1000:.1f} km"
    for name in ("commune", "old_commune"):
        a, b = one.fields.get(name, ""), other.fields.get(name, "")
        if a and b and fold(a) != fold(b):
            return f"{a} / {b}"
    a, b = one.fields.get("name", ""), other.fields.get("name", "")
    if a and b and metres is None and not named_apart and not _alike(a, b):
        return f"{a} / {b}"
    return ""


def _alike(one: str, other: str) -> bool:
    a, b = set(fold(one).split()), set(fold(other).split())
    return a <= b or b <= a or len(a & b) * 2 >= max(len(a), len(b))


def _together(head: StationRow, row: StationRow, written: str) -> tuple[StationRow, list[str]]:
    fields = dict(head.fields)
    unlike = []
    for name, value in row.fields.items():
        had = fields.get(name, "")
        if name in _LISTS:
            fields[name] = ";".join(dict.fromkeys(part for part in (*had.split(";"), *value.split(";")) if part))
        elif name == "types":
            fields[name] = " ".join(dict.fromkeys((*had.split(), *value.split())))
        elif not had:
            fields[name] = value
        elif fold(had) != fold(value) and name not in _QUIET:
            unlike.append(name)
    mine = normalise_code(head.code)
    others = [part for part in fields.get("alt_codes", "").split(";") if part and normalise_code(part) != mine]
    if normalise_code(written) != mine:
        others.append(written)
    unique = {normalise_code(code): code for code in reversed(others)}
    fields["alt_codes"] = ";".join(reversed(unique.values()))
    if not fields["alt_codes"]:
        del fields["alt_codes"]
    return replace(head, fields=fields, inferred=head.inferred and row.inferred), unlike


def distance_m(one: dict[str, str], other: dict[str, str]) -> float | None:
    """Metres between two positions; None when one of them is not known."""
    if not (one.get("lat") and other.get("lat")):
        return None
    lat, lon = float(one["lat"]), float(one["lon"])
    north = (float(other["lat"]) - lat) * 111_195
    east = (float(other["lon"]) - lon) * 111_195 * math.cos(math.radians(lat))
    return math.hypot(north, east)


def _letters_o(rows: list[StationRow]) -> list[RowProblem]:
    """Codes that are one when the letter O is read as the digit 0: told, never joined."""
    by_digits: dict[str, dict[str, StationRow]] = defaultdict(dict)
    for row in rows:
        if not row.part_of:
            by_digits[row.key.replace("O", "0")].setdefault(row.key, row)
    problems = []
    for twins in by_digits.values():
        first, *others = twins.values()
        for row in others:
            problems.append(
                RowProblem(row.sheet, row.row, "", "code.letter-o", {"text": row.code, "other": first.code})
            )
    return problems
