"""One cell, one value: numbers, dates, phones, yes and no, as people type them. Pure."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from inspector.stationlist import limits
from inspector.stationlist.workbook import Cell
from inspector.text import fold, tidy

_NUMBER: Final = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,12})?")
_DATE: Final = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{2}|\d{4})")
_ISO: Final = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:[T ]\d.*)?")
_MONTH: Final = re.compile(r"(?:thang\s*)?(\d{1,2})\s*[/.\-]\s*(\d{4})")
_WORDS: Final = re.compile(r"ngay\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_YEAR: Final = re.compile(r"(?:nam\s*)?(\d{4})")
PHONE: Final = re.compile(r"(?:\+|00)?\d(?:[\s.\-()]{0,2}\d){6,13}")
_YES: Final = frozenset({"x", "co", "yes", "y", "1", "true", "v", "dung", "✓", "✔"})
_NO: Final = frozenset({"khong", "no", "n", "0", "false", "k", "-", "sai", "ko"})
FIRST_YEAR: Final = 1950
LAST_YEAR: Final = 2100


def text_of(cell: Cell) -> str:
    """What a person reads in the cell; whole numbers without a decimal point. Long texts are cut."""
    if isinstance(cell, str):
        return cell[: limits.TEXT]
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float | int):
        if cell != cell or abs(cell) == float("inf"):
            return ""
        return str(int(cell)) if cell == int(cell) and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def number(cell: Cell) -> float | None:
    """A measure such as '45,5 m²' or '42m'; None when the cell holds no single number."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float | int):
        return float(cell) if cell == cell and abs(cell) < 1e12 else None
    found = re.fullmatch(r"([+-]?[\d.,\s]{1,24})\s*(?:m2|m²|m|met|tang|kva|km)?\.?", fold(text_of(cell)))
    if not found:
        return None
    digits = re.sub(r"\s", "", found[1])
    if re.fullmatch(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):  # 1.250 and 1.250,5: the dot parts thousands
        digits = digits.replace(".", "").replace(",", ".")
    return float(digits.replace(",", ".")) if _NUMBER.fullmatch(digits) else None


def shown(value: float) -> str:
    """A number as the register writes it: no exponent, no needless zeros."""
    return f"{value:.7f}".rstrip("0").rstrip(".") if value != int(value) else str(int(value))


def date(cell: Cell) -> str | None:
    """
    ISO date of the cell; 'YYYY-MM' or 'YYYY' when it says no more. None when it is no date.

    Day before month, as everybody here writes; Excel's serial numbers and plain years are told apart by their size.
    """
    if isinstance(cell, dt.datetime):
        return _valid(cell.year, cell.month, cell.day)
    if isinstance(cell, dt.date):
        return _valid(cell.year, cell.month, cell.day)
    if isinstance(cell, bool | dt.time | dt.timedelta):
        return None
    folded = fold(text_of(cell))
    if isinstance(cell, float | int) or re.fullmatch(r"\d{4,5}(?:\.0+)?", folded):
        value = float(folded or 0)
        if FIRST_YEAR <= value <= LAST_YEAR and value == int(value):
            return str(int(value))
        if 18_264 <= value < 73_415:  # 1950 to 2100
            return (dt.date(1899, 12, 30) + dt.timedelta(days=int(value))).isoformat()
        return None
    if found := _ISO.fullmatch(folded):
        return _valid(int(found[1]), int(found[2]), int(found[3]))
    if found := _DATE.fullmatch(folded) or _WORDS.fullmatch(folded):
        year = int(found[3])
        year += 0 if year > 99 else 2000 if year < 70 else 1900
        return _valid(year, int(found[2]), int(found[1]))
    if found := _MONTH.fullmatch(folded):
        return _valid(int(found[2]), int(found[1]), 1, parts=2)
    if found := _YEAR.fullmatch(folded):
        return _valid(int(found[1]), 1, 1, parts=1)
    return None


def yes_or_no(cell: Cell) -> str | None:
    """'yes', 'no', '' for a blank cell, None for anything else."""
    folded = fold(text_of(cell))
    if not folded:
        return ""
    return "yes" if folded in _YES else "no" if folded in _NO else None


def phones(text: str) -> tuple[list[str], str]:
    """Telephone numbers in a text, each with its leading 0, and what is left of the text without them."""
    found = []
    rest = text
    for match in PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if match[0].startswith(("+84", "0084")) or (digits.startswith("84") and len(digits) in (11, 12)):
            digits = "0" + digits.removeprefix("00").removeprefix("84")
        elif not digits.startswith("0") and len(digits) in (9, 10):
            digits = "0" + digits  # the cell was a number, and numbers have no leading zero
        if 10 <= len(digits) <= 11 and digits.startswith("0"):
            found.append(digits)
            rest = rest.replace(match[0], " ")
    return list(dict.fromkeys(found)), tidy(rest)


def people(text: str) -> str:
    """Names in one cell, parted by '; ' however they were parted."""
    cleaned = re.sub(r"(?i)(?:đt|sđt|tel|phone|dđ|đ/c)\s*[:.]?\s*(?=[;,/\n)\-–]|$)", " ", text)
    parts = re.split(r"[;,/\n&+]|\s[-–]\s|\s+và\s+", cleaned)
    names = [tidy(re.sub(r"[():]", " ", part)).strip("-–. ") for part in parts]
    return "; ".join(dict.fromkeys(name for name in names if name))


def _valid(year: int, month: int, day: int, parts: int = 3) -> str | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return "-".join(dt.date(year, month, day).isoformat().split("-")[:parts])
    except ValueError:
        return None
