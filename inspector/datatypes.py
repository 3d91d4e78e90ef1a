"""
Kinds of value, each once: how a text is made canonical, what value it stands for, and how it reads on a screen.

An answer is always stored as its canonical text. A text that is none of its kind becomes empty: the question is unanswered.

    kind_of("decimal").canonical("7")     "7.0"
    kind_of("decimal").value("7.0")       Decimal("7.0")
    kind_of("date").words("2026-03-14")   "14/03/2026" in Vietnamese
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from inspector import i18n
from inspector.i18n import N_, _

_ISO_DATE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T.*)?")
_ISO_TIME: Final = re.compile(r"\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})?")
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_SPACE: Final = " \t\r\n"


@dataclass(frozen=True)
class Kind:
    """One kind of value: text made canonical, text as a value, text as words for a person."""

    name: str
    label: str
    canonical: Callable[[str], str]
    value: Callable[[str], Any]
    words: Callable[[str], str]


def kind_of(name: str) -> Kind:
    """The kind called `name`; a kind that nobody knows is text."""
    return KINDS.get(name, KINDS["string"])


def nfc(text: str) -> str:
    """Text as it is stored: composed marks, no signs that XML cannot hold."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFC", text) if sign in "\t\n\r" or _writable(sign))


def _writable(sign: str) -> bool:
    code = ord(sign)
    return code >= 0x20 and not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF)


def decimal_text(number: float) -> str:
    """A number with a decimal point and without an exponent: 7 is "7.0"."""
    text = repr(number)
    if "e" in text or "n" in text:
        text = format(Decimal(text), "f") if number == number and abs(number) != float("inf") else ""
        if text and "." not in text:
            text += ".0"
    return text


def _number(text: str) -> float | None:
    text = text.strip(_SPACE)
    return float(text) if len(text) <= 400 and _NUMBER.fullmatch(text) else None


def _canonical_int(text: str) -> str:
    stripped = text.strip(_SPACE)
    if stripped.isascii() and stripped.isdigit() and len(stripped) < 19:
        return str(int(stripped))
    number = _number(text)
    return "" if number is None or abs(number) > 1e18 else str(int(number))


def _canonical_decimal(text: str) -> str:
    number = _number(text)
    return "" if number is None or abs(number) == float("inf") else decimal_text(number)


def _canonical_date(text: str) -> str:
    match = _ISO_DATE.fullmatch(text.strip(_SPACE))
    if match is None:
        return ""
    try:
        return date.fromisoformat(match[1]).isoformat()
    except ValueError:
        return ""


def _canonical_time(text: str) -> str:
    text = text.strip(_SPACE)
    if _ISO_TIME.fullmatch(text) is None:
        return ""
    try:
        time.fromisoformat(text[:8])
        if text[-6] in "+-" and (int(text[-5:-3]) > 14 or int(text[-2:]) > 59):
            return ""
    except ValueError:
        return ""
    return text


def _canonical_moment(text: str) -> str:
    text = text.strip(_SPACE)
    day, mark, clock = text.partition("T")
    return text if mark and len(day) == 10 and _canonical_date(day) and _canonical_time(clock) else ""


def _canonical_place(text: str) -> str:
    parts = text.split()
    numbers = [_number(part) for part in parts]
    known = [number for number in numbers if number is not None]
    if not 2 <= len(parts) <= 4 or len(known) != len(parts) or abs(known[0]) > 90 or abs(known[1]) > 180:
        return ""
    return " ".join(decimal_text(number) for number in known)


def _canonical_line(text: str) -> str:
    points = [_canonical_place(part) for part in re.sub(r"(\s*;)+\s*$", "", text.strip(_SPACE)).split(";")]
    return ";".join(points) if len(points) >= 2 and all(points) else ""


def _canonical_shape(text: str) -> str:
    line = _canonical_line(text)
    points = line.split(";")
    return line if len(points) >= 3 and points[0].split()[:2] == points[-1].split()[:2] else ""


def _as_it_is(text: str) -> str:
    return text


def _moment(text: str) -> datetime | None:
    text = _canonical_moment(text)
    return datetime.fromisoformat(text) if text else None


def _decimal_words(text: str) -> str:
    if not text:
        return ""
    shown = text[:-2] if text.endswith(".0") else text
    return shown.replace(".", ",") if i18n.language() == "vi" else shown


def _date_words(text: str) -> str:
    day = _canonical_date(text)
    return date.fromisoformat(day).strftime("%d/%m/%Y") if day else text


def _time_words(text: str) -> str:
    return text[:5] if _canonical_time(text) else text


def _moment_words(text: str) -> str:
    at = _moment(text)
    return at.strftime("%H:%M, %d/%m/%Y") if at else text


def _boolean_words(text: str) -> str:
    if text in ("true", "1"):
        return _("Yes")
    return _("No") if text in ("false", "0") else text


def _place_words(text: str) -> str:
    parts = text.split()
    return f"{float(parts[0]):.6f}, {float(parts[1]):.6f}" if _canonical_place(text) else text


def _choices(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _kind(
    name: str,
    label: str,
    canonical: Callable[[str], str],
    value: Callable[[str], Any],
    words: Callable[[str], str] = _as_it_is,
) -> Kind:
    return Kind(name, label, canonical, value, words)


KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        _kind("string", N_("Text"), _as_it_is, _as_it_is),
        _kind("int", N_("Whole number"), _canonical_int, lambda text: int(text) if text else None),
        _kind(
            "decimal", N_("Number"), _canonical_decimal, lambda text: Decimal(text) if text else None, _decimal_words
        ),
        _kind(
            "boolean", N_("Yes or no"), _as_it_is, lambda text: text in ("true", "1") if text else None, _boolean_words
        ),
        _kind(
            "date", N_("Date"), _canonical_date, lambda text: date.fromisoformat(text) if text else None, _date_words
        ),
        _kind(
            "time", N_("Time"), _canonical_time, lambda text: time.fromisoformat(text) if text else None, _time_words
        ),
        _kind("dateTime", N_("Date and time"), _canonical_moment, _moment, _moment_words),
        _kind("geopoint", N_("Place"), _canonical_place, _as_it_is, _place_words),
        _kind("geotrace", N_("Line on a map"), _canonical_line, _as_it_is),
        _kind("geoshape", N_("Area on a map"), _canonical_shape, _as_it_is),
        _kind("binary", N_("Photo or file"), _as_it_is, _as_it_is),
        _kind("barcode", N_("Barcode"), _as_it_is, _as_it_is),
        _kind("intent", N_("Text of another program"), _as_it_is, _as_it_is),
        _kind("select", N_("Choices"), _as_it_is, _choices),
    )
}
"""Every kind of value by the name that forms use."""
