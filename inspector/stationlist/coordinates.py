"""Positions as people write them: decimal point or comma, degrees and minutes, both in one cell, swapped. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from inspector.stationlist.cells import shown, text_of
from inspector.stationlist.workbook import Cell

BOX: Final = (19.2, 20.7, 104.3, 106.1)
"""Thanh Hóa: south, north, west, east in degrees, WGS84."""
_COUNTRY: Final = (7.5, 24.0, 101.5, 118.0)
_DECIMAL: Final = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,14})?")
_ANGLE: Final = re.compile(
    r"(?P<d>\d{1,3})\s*[°dD]\s*(?:(?P<m>\d{1,2}(?:[.,]\d{1,8})?)\s*['m]\s*(?:(?P<s>\d{1,2}(?:[.,]\d{1,8})?)\s*(?:\"|''|s)?\s*)?)?"
)
_SPACED: Final = re.compile(r"(\d{1,3})[ :](\d{1,2})[ :](\d{1,2}(?:[.,]\d{1,8})?)")


@dataclass(frozen=True)
class Position:
    """Latitude and longitude as the register writes them, and what had to be noticed: codes of problems."""

    lat: str = ""
    lon: str = ""
    notices: tuple[str, ...] = ()


def degrees(cell: Cell) -> float | None:
    """One coordinate in degrees; None when the cell is no coordinate."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float | int):
        return float(cell) if cell == cell and abs(cell) <= 180 else None
    text = _plain(text_of(cell))
    text = re.sub(r"^[NEBĐnebđ]\s*|\s*[NEBĐnebđ]$", "", text).strip()
    if _DECIMAL.fullmatch(text):
        value = float(text.replace(",", "."))
        return value if abs(value) <= 180 else None
    if re.fullmatch(r"[+-]?\d{1,3}[.,]\d{1,14}\s*°", text):
        return float(text.rstrip("° ").replace(",", "."))
    match = _ANGLE.fullmatch(text)
    parts = (match["d"], match["m"], match["s"]) if match else None
    if parts is None and (spaced := _SPACED.fullmatch(text)):
        parts = (spaced[1], spaced[2], spaced[3])
    if parts is None:
        return None
    whole, minutes, seconds = (float((part or "0").replace(",", ".")) for part in parts)
    value = whole + minutes / 60 + seconds / 3600
    return value if minutes < 60 and seconds < 60 and value <= 180 else None


def pair(cell: Cell) -> tuple[float, float] | None:
    """Both coordinates of one cell, in the order written; None when there are not exactly two."""
    if not isinstance(cell, str):
        return None
    text = _plain(cell)
    for separator in (r"\s*;\s*", r"\s*[|/]\s*", r"\s*,\s+", r"\s+-\s+", r"\s*,\s*", r"\s+"):
        parts = [part for part in re.split(separator, text) if part.strip(" ,")]
        if len(parts) == 2:
            one, other = (degrees(part.strip(" ,()")) for part in parts)
            if one is not None and other is not None and _split_is_sure(separator, parts):
                return one, other
    found = re.findall(r"\d{1,3}\s*°[^NEBĐ°]*?(?:\"|'')\s*[NEBĐ]?", text)
    if len(found) == 2:
        one, other = (degrees(part) for part in found)
        if one is not None and other is not None:
            return one, other
    return None


def position(lat: Cell, lon: Cell) -> Position:
    """The position that two cells give, put into order where they are plainly swapped."""
    for cell, other in ((lat, lon), (lon, lat)):
        both = pair(cell)
        if both is not None and (text_of(other).strip() == "" or other == cell):
            return _settled(*both)
    blank = [text_of(cell).strip() in ("", "-", "N/A", "#N/A", "null", "NULL") for cell in (lat, lon)]
    if all(blank):
        return Position()
    north, east = degrees(lat), degrees(lon)
    if all(value is None or value == 0 for value in (north, east)) and (north == 0 or east == 0):
        return Position(notices=("position.zero",))
    if any(blank):
        return Position(notices=("position.half",))
    if north is None or east is None:
        metres = [_metres(cell) for cell in (lat, lon)]
        return Position(notices=("position.metres" if all(metres) else "position.unreadable",))
    if north == 0 or east == 0:
        return Position(notices=("position.half",))
    return _settled(north, east)


def _settled(north: float, east: float) -> Position:
    notices = []
    if _inside(east, north, _COUNTRY) and not _inside(north, east, _COUNTRY):
        north, east = east, north
        notices.append("position.swapped")
    if abs(north) > 90:
        return Position(notices=("position.unreadable",))
    if north == 0 and east == 0:
        return Position(notices=("position.zero",))
    if not _inside(north, east, BOX):
        notices.append("position.outside")
    return Position(shown(round(north, 7)), shown(round(east, 7)), tuple(notices))


def _inside(north: float, east: float, box: tuple[float, float, float, float]) -> bool:
    return box[0] <= north <= box[1] and box[2] <= east <= box[3]


def _metres(cell: Cell) -> bool:
    """Whether a cell looks like a VN-2000 or UTM coordinate."""
    if isinstance(cell, str):
        digits = re.sub(r"[\s.,m]", "", cell)
        return digits.isdigit() and 6 <= len(digits) <= 11
    return isinstance(cell, float | int) and 100_000 <= cell < 10_000_000


def _split_is_sure(separator: str, parts: list[str]) -> bool:
    """'19,8067' is one number with a comma, not the pair 19 and 8067."""
    if separator != r"\s*,\s*":
        return True
    return all("." in part or "°" in part for part in parts)


def _plain(text: str) -> str:
    """One sign for each of the many that stand for degree, minute and second."""
    text = text.replace("\u00a0", " ").replace("º", "°").replace("˚", "°").replace("ᵒ", "°").replace("⁰", "°")
    text = re.sub("[’‘′`´]", "'", text).replace("”", '"').replace("“", '"').replace("″", '"').replace("''", '"')
    return re.sub(r"\s+", " ", text).strip()
