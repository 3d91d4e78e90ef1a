"""Numbers, days and hours as Vietnamese papers write them, in the language that `_()` speaks."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from inspector.days import HERE
from inspector.i18n import _, language


def number(value: float | Decimal, decimals: int | None = None) -> str:
    """A number with the separators of the language; `decimals` None keeps those it has."""
    amount = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is None:
        text = f"{amount.normalize():,f}"
    else:
        text = f"{amount:,.{decimals}f}"
    return text if language() != "vi" else text.translate(_SWAPPED)


def percent(share: float | Decimal | None, decimals: int = 1) -> str:
    """A share of one as a percentage."""
    return "" if share is None else number(Decimal(str(share)) * 100, decimals) + "%"


def degrees(value: float) -> str:
    """A latitude or longitude: with a point in every language, as maps and positioning devices write it."""
    return f"{value:.5f}"


def day(value: date | None) -> str:
    """`24/11/2026`, in Vietnam's zone."""
    return "" if value is None else f"{local(value):%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """`14:05 24/11/2026`, in Vietnam's zone."""
    return "" if value is None else f"{local(value):%H:%M %d/%m/%Y}"


def hour(value: datetime) -> str:
    """`8 giờ 05 phút`, in English `08:05`, as minutes say it."""
    here = value.astimezone(HERE) if value.tzinfo else value
    return _("{hh}:{minute}").format(hour=here.hour, hh=f"{here.hour:02d}", minute=f"{here.minute:02d}")


def is_midnight(value: datetime) -> bool:
    """Whether only the day is known."""
    return (value.hour, value.minute, value.second) == (0, 0, 0)


def long_day(value: date) -> str:
    """`ngày 05 tháng 01 năm 2026`: days below 10 and months 1 and 2 get a leading nought, 3 does not."""
    here = local(value)
    month = f"{here.month:02d}" if here.month < 3 else str(here.month)
    return _("{day}/{month}/{year}").format(day=f"{here.day:02d}", month=month, year=here.year)


def two(value: int) -> str:
    """A count with two digits at least, as papers write small numbers."""
    return f"{value:02d}"


def count(value: int) -> str:
    """A count in a sentence: Vietnamese papers write 1 to 9 with two digits."""
    return two(value) if language() == "vi" and 0 < value < 10 else number(value)


class Counted(int):
    """A count that `ngettext` fills in as `count` writes it."""

    def __format__(self, form: str) -> str:
        return count(int(self))


def iso(value: datetime) -> str:
    """ISO 8601 with Vietnam's zone, as information on a signature is written."""
    return value.astimezone(HERE).isoformat(timespec="seconds")


def local(value: date) -> date:
    """A moment in Vietnam's zone; a plain day as it is."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(HERE)
    return value


def midnight(value: date) -> datetime:
    """The beginning of a day in Vietnam."""
    return datetime(value.year, value.month, value.day, tzinfo=HERE)


_SWAPPED = str.maketrans({",": ".", ".": ","})
