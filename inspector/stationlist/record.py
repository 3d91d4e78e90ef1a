"""One row of a table becomes the fields of a station, with everything noticed on the way. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from inspector.stationlist import cells, codes, communes, coordinates, reference
from inspector.stationlist.grid import DASHES, Grid
from inspector.stationlist.header import Column, Header
from inspector.stationlist.problems import RowProblem
from inspector.stationlist.workbook import Cell
from inspector.text import normalise_code, tidy

_PLAIN: Final = ("name", "address", "unit", "police_unit", "power", "note", "route_start", "route_end")
_NUMBERS: Final = ("floor_area", "storeys", "tower_height", "length_m")
_BLANKS: Final = frozenset({"-", "--", "—", "n/a", "#n/a", "null", "không có", "k có", "…", "...", "?", "chưa có"})


@dataclass(frozen=True)
class StationRow:
    """
    One row that was taken. `row` as Excel counts.

    `fields` holds keys of the register and normalised text; a blank field is absent. Lists are parted by ';'
    (alt_codes, keeper, keeper_phone), kinds of site by a space. `part_of` names the code of the row that this one was
    joined with: its fields are already in that row. `inferred`: the row itself says no kind of site; that in `fields`
    follows from the name of the sheet or the list.
    """

    sheet: str
    row: int
    code: str
    key: str
    fields: dict[str, str]
    part_of: str = ""
    inferred: bool = False


@dataclass(frozen=True)
class Surroundings:
    """What a row inherits: from the sheet's name, from the group it stands in, from the list as a whole."""

    district: str = ""
    unit: str = ""
    types: str = ""
    list_is_new: bool = False


@dataclass
class Reading:
    """A row while it is being read."""

    grid: Grid
    header: Header
    row: int
    around: Surroundings
    fields: dict[str, str] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)

    def notice(self, code: str, column: Column | None, **said: Any) -> None:
        """Note a problem in this row."""
        letter = column.letter if column else ""
        self.problems.append(RowProblem(self.grid.sheet.name, self.row + 1, letter, code, said))

    def first(self, name: str) -> tuple[Column | None, Cell, str]:
        """The first column of a field, its cell and its text."""
        column = self.header.column(name)
        if column is None:
            return None, "", ""
        text = self.grid.text(self.row, column.index)
        if text.lower() in _BLANKS:
            return column, "", ""
        return column, self.grid.cell(self.row, column.index), text

    def put(self, name: str, value: str) -> None:
        """Set a field unless there is nothing to say."""
        if value:
            self.fields[name] = value


def read_row(grid: Grid, header: Header, row: int, around: Surroundings) -> tuple[StationRow | None, list[RowProblem]]:
    """The station of a row, or None with the problem that says why it is none."""
    reading = Reading(grid, header, row, around)
    code = _code(reading)
    if not code:
        return None, reading.problems
    for step in (_texts, _kinds, _choices, _measures, _position, _commune, _people):
        step(reading)
    inferred = not reading.first("types")[2]
    station = StationRow(grid.sheet.name, row + 1, code, normalise_code(code), reading.fields, inferred=inferred)
    return station, reading.problems


def _code(reading: Reading) -> str:
    column, cell, text = reading.first("code")
    written = codes.in_cell(text)
    alternatives = []
    for other in reading.header.all_of("alt_codes"):
        found = [code for code in codes.in_cell(reading.grid.text(reading.row, other.index)) if codes.usable(code)]
        alternatives += [code for code in found if code.lower() not in _BLANKS]
    if not written and alternatives:
        written = alternatives  # a row of a list by technology: its 4G code is the only one it has
    if not written:
        said = " | ".join(text for text in reading.grid.texts[reading.row] if text)[:120]
        name = reading.first("name")[2]
        reading.notice("code.missing" if name or column is None else "row.unclear", column, text=said)
        return ""
    if not codes.usable(written[0]):
        reading.notice("code.unusable", column, text=written[0][:80])
        return ""
    if isinstance(cell, float | int) and reading.grid.sheet.typed:
        reading.notice("code.number", column, text=written[0])
    keys = {normalise_code(written[0])}
    others = [code for code in (*written[1:], *alternatives) if codes.usable(code)]
    kept = [code for code in others if not (normalise_code(code) in keys or keys.add(normalise_code(code)))]  # type: ignore[func-returns-value]
    reading.fields["code"] = written[0]
    reading.put("alt_codes", ";".join(kept))
    return written[0]


def _texts(reading: Reading) -> None:
    for name in _PLAIN:
        column, _cell, text = reading.first(name)
        more = [reading.grid.text(reading.row, other.index) for other in reading.header.all_of(name)[1:]]
        reading.put(name, ", ".join(dict.fromkeys(part for part in (text, *more) if part)))
        if column and (reading.row, column.index) in reading.grid.doubtful:
            reading.notice("text.encoding", column, text=text[:80])
    if "unit" not in reading.fields:
        reading.put("unit", reading.around.unit)
    if "name" not in reading.fields:
        reading.notice("name.missing", reading.header.column("name"))


def _kinds(reading: Reading) -> None:
    column, _cell, text = reading.first("types")
    keys, strange = reference.site_types(text)
    if strange:
        reading.notice("types.unknown", column, text="; ".join(strange)[:80])
    if not text:
        keys = reading.around.types.split()
    reading.put("types", " ".join(keys))


def _choices(reading: Reading) -> None:
    for name in reference.CHOICE_FIELDS:
        column, _cell, text = reading.first(name)
        if not text:
            continue
        key = reference.choice(name, text)
        if key is None and name == "owner":
            reading.put(name, text)  # the name of the partner is worth more than a blank
        elif key is None:
            reading.notice("choice.unknown", column, text=text[:80])
        else:
            reading.put(name, key)
    for name in ("manned", "has_secrets"):
        column, cell, text = reading.first(name)
        answer = cells.yes_or_no(cell)
        if answer is None:
            reading.notice("choice.unknown", column, text=text[:80])
        reading.put(name, answer or "")


def _measures(reading: Reading) -> None:
    for name in _NUMBERS:
        column, cell, text = reading.first(name)
        value = cells.number(cell) if text else None
        if text and (value is None or value < 0):
            reading.notice("number.unreadable", column, text=text[:80])
        elif value is not None:
            reading.put(name, cells.shown(value))
    column, cell, text = reading.first("start_date")
    if text:
        date = cells.date(cell)
        if date is None:
            reading.notice("date.unreadable", column, text=text[:80])
        reading.put("start_date", date or "")
    kinds = reading.fields.get("types", "").split()
    if "bts" in kinds and "tower" not in kinds and float(reading.fields.get("tower_height", "0")) > 0:
        reading.fields["types"] = " ".join([*kinds, "tower"])  # a station whose mast is measured has a mast


def _position(reading: Reading) -> None:
    column, lat, lat_text = reading.first("lat")
    _lon_column, lon, lon_text = reading.first("lon")
    together, both, both_text = reading.first("position")
    if not lat_text and not lon_text and both_text:
        column = together
        lat, lon, lat_text = both, "", both_text
        found = coordinates.position(both, "")
        if found.notices == ("position.half",):
            found = coordinates.Position(notices=("position.unreadable",))
    else:
        found = coordinates.position(lat, lon)
    for code in found.notices:
        said = f"{found.lat}, {found.lon}" if found.lat else " | ".join(text for text in (lat_text, lon_text) if text)
        reading.notice(code, column, text=said[:80])
    reading.put("lat", found.lat)
    reading.put("lon", found.lon)


def _commune(reading: Reading) -> None:
    places = communes.gazetteer()
    district_column, _cell, district_text = reading.first("old_district")
    district_text = "" if district_text in DASHES else district_text
    district = places.district(district_text) if district_text else ""
    if district_text and not district:
        reading.notice("district.unknown", district_column, text=district_text[:80])
    column, match, text = _named(reading, district)
    if match is None:
        reading.put("old_district", district or reading.around.district)
        code_column, _cell, code = reading.first("commune_code")
        if code:
            reading.notice("commune.code-only", code_column, text=code)
        elif (
            reading.header.column("any_commune")
            or reading.header.column("commune")
            or reading.header.column("old_commune")
        ):
            reading.notice("commune.missing", column)
        return
    if match.notice:
        reading.notice(
            match.notice,
            column,
            text=match.old_commune or text[:80],
            district=match.old_district,
            choices=" / ".join(match.choices),
        )
    reading.put("commune_code", match.code)
    reading.put("commune", match.commune)
    reading.put("old_commune", match.old_commune or ("" if match.commune else text[:80]))
    reading.put("old_district", match.old_district or district)


def _named(reading: Reading, district: str) -> tuple[Column | None, communes.Match | None, str]:
    """What the row says about its commune: today's, the former one, either, or only in the address."""
    places = communes.gazetteer()
    new_column, _cell, new = reading.first("commune")
    old_column, _cell, old = reading.first("old_commune")
    any_column, _cell, either = reading.first("any_commune")
    around = district or reading.around.district
    if new:
        match = places.today(new)
        if match.notice and around:
            match = places.either(new, around, list_is_new=True)
        before = places.former(old, around) if old else communes.Match(old_district=district)
        if old and before.commune and match.commune and before.commune != match.commune:
            reading.notice(
                "commune.mismatch", new_column, old=before.old_commune, expected=before.commune, text=match.commune
            )
        merged = communes.Match(
            match.code, match.commune, before.old_commune or old, before.old_district, match.notice, match.choices
        )
        return new_column, merged, new
    text, column = (old, old_column) if old else (either, any_column)
    if text:
        name, inside = communes.apart(text)
        around = district or places.district(inside) or reading.around.district
        if old and any_column is None:
            match = places.former(name, around)
            if match.notice == "commune.unknown":
                match = places.either(name, around, list_is_new=reading.around.list_is_new)
        else:
            match = places.either(name, around, list_is_new=reading.around.list_is_new)
        return column, match, name
    address_column, _cell, address = reading.first("address")
    name, inside = communes.in_address(address)
    if name:
        around = district or places.district(inside) or reading.around.district
        return address_column, places.either(name, around, list_is_new=reading.around.list_is_new), name
    return any_column or old_column or new_column, None, ""


def _people(reading: Reading) -> None:
    names: list[str] = []
    numbers: list[str] = []
    for column in reading.header.all_of("keeper"):
        raw = reading.grid.cell(reading.row, column.index)
        found, rest = cells.phones(cells.text_of(raw).replace("\u00a0", " "))
        numbers += found
        names.append(cells.people(cells.text_of(raw) if not found else _without_phones(cells.text_of(raw))))
        if not rest and not found:
            names.pop()
    for column in reading.header.all_of("keeper_phone"):
        text = cells.text_of(reading.grid.cell(reading.row, column.index))
        if not tidy(text) or tidy(text).lower() in _BLANKS:
            continue
        found, rest = cells.phones(text)
        numbers += found
        letters = cells.people(_without_phones(text)) if found else ""
        if any(sign.isalpha() for sign in letters):
            names.append(letters)
        if not found:
            reading.notice("phone.unreadable", column, text=tidy(text)[:40])
            numbers.append(tidy(text)[:80])
    reading.put("keeper", "; ".join(dict.fromkeys(name for name in names if name)).replace("; ", ";"))
    reading.put("keeper_phone", ";".join(dict.fromkeys(numbers)))


def _without_phones(text: str) -> str:
    """The text with a ';' where a telephone number stood, so that the names beside it stay apart."""
    return cells.PHONE.sub(";", text)
