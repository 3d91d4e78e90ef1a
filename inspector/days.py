"""Vietnam's time: the one by which days are counted and papers are dated, whatever zone a computer is set to."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Final

HERE: Final = timezone(timedelta(hours=7), "+07")
"""Vietnam has one zone and no summer time."""


def now() -> datetime:
    """This moment, to the second."""
    return datetime.now(HERE).replace(microsecond=0)


def today() -> date:
    """The day that it is in Vietnam."""
    return datetime.now(HERE).date()
