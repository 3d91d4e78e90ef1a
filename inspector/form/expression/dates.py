"""
Dates as forms know them: a day is a number of days since 1970, a day without a time begins at local midnight.

Text is read strictly (ISO 8601 with an optional time and offset); nothing else is a date. The time zone is the computer's.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

DAY: Final = 86_400.0
_TIME = r"\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_ISO: Final = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}})(?:T({_TIME})(Z|[-+]\d{{2}}:\d{{2}})?)?")
_CLOCK: Final = re.compile(r"\d{2}:\d{2}(?::[0-5]\d)?(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})?")
_UNPADDED: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(T.*)?")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
INVALID: Final = "Invalid Date"


class Moment:
    """A point in time as an expression's value; None stands for a date that is none."""

    __slots__ = ("at", "text")

    def __init__(self, at: datetime | None, text: str | None = None) -> None:
        self.at = at
        self.text = text if text is not None else (INVALID if at is None else moment_text(at))

    @property
    def days(self) -> float:
        """Days since 1970-01-01T00:00Z; NaN when there is no date."""
        return math.nan if self.at is None else days(self.at)


def days(at: datetime) -> float:
    """Days, and parts of days, since the beginning of 1970 in UTC."""
    passed = at - _EPOCH
    return (passed.days * 86_400_000 + passed.seconds * 1000 + passed.microseconds // 1000) / 86_400_000


def local(at: datetime, zone: tzinfo | None) -> datetime:
    """The same moment in the given zone, or in that of the computer."""
    return at.astimezone(zone)


def from_days(number: float, zone: tzinfo | None) -> datetime | None:
    """The moment that many days after 1970; None beyond the years 1 to 9999 or for no number."""
    try:
        return local(_EPOCH + timedelta(milliseconds=round(number * 86_400_000)), zone)
    except (OverflowError, ValueError):
        return None


@lru_cache(maxsize=4096)
def parse(text: str, zone: tzinfo | None = None) -> datetime | None:
    """The moment an ISO text names, in local time; None when it names none."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, clock, offset = match.groups()
    try:
        hour, minute, second, micro = _clock(clock or "00")
        naive = datetime(int(year), int(month), int(day), hour, minute, second, micro)  # noqa: DTZ001 - the zone follows
        if offset is None:
            return naive.replace(tzinfo=zone) if zone is not None else naive.astimezone()
        return local(naive.replace(tzinfo=_offset(offset)), zone)
    except (ValueError, OverflowError):
        return None


def parse_loosely(text: str, zone: tzinfo | None = None) -> datetime | None:
    """As parse(), and days or months of one digit are taken too."""
    match = _UNPADDED.fullmatch(text)
    if match is not None:
        year, month, day, rest = match.groups()
        text = f"{year}-{month.zfill(2)}-{day.zfill(2)}{rest or ''}"
    return parse(text, zone)


def time_of_day(text: str, zone: tzinfo | None) -> float:
    """`HH:MM[:SS[.fff]][offset]` as a part of a local day; NaN when it is no time."""
    if _CLOCK.fullmatch(text) is None:
        return float("nan")
    at = parse(f"1970-01-01T{text}", zone)
    if at is None:
        return float("nan")
    return (at.hour * 3600 + at.minute * 60 + at.second + at.microsecond // 1000 / 1000) / DAY


def moment_text(at: datetime) -> str:
    """As forms write it: a date when the clock says midnight, else date, time in milliseconds and offset."""
    if at.hour == at.minute == at.second == at.microsecond == 0:
        return f"{at.year:04d}-{at.month:02d}-{at.day:02d}"
    return stamp(at)


def stamp(at: datetime) -> str:
    """Date, time in milliseconds and offset, always all of them."""
    offset = at.utcoffset() or timedelta(0)
    minutes = int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"{at.strftime('%Y-%m-%dT%H:%M:%S').zfill(19)}.{at.microsecond // 1000:03d}{sign}{hours:02d}:{rest:02d}"


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def format_date(at: datetime, pattern: str) -> str:
    """`pattern` with %Y %y %m %n %b %d %e %a %H %h %M %S %3 filled in."""
    signs = {
        "Y": f"{at.year:04d}", "y": f"{at.year:04d}"[2:], "m": f"{at.month:02d}", "n": str(at.month),
        "b": _MONTHS[at.month - 1], "d": f"{at.day:02d}", "e": str(at.day), "a": _DAYS[at.weekday()],
        "H": f"{at.hour:02d}", "h": str(at.hour), "M": f"{at.minute:02d}", "S": f"{at.second:02d}",
        "3": f"{at.microsecond // 1000:03d}",
    }  # fmt: skip
    return re.sub(r"%([A-Za-z3])", lambda match: signs.get(match[1], match[0]), pattern)


def _clock(text: str) -> tuple[int, int, int, int]:
    parts = [*text.split(":"), "0", "0"][:3]
    second, _, fraction = parts[2].partition(".")
    whole = int(second)
    return int(parts[0]), int(parts[1]), min(whole, 59) if whole == 60 else whole, int((fraction + "000000")[:6])


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if text[0] == "-" else span)
