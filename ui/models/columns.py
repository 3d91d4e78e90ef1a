"""What a column of a list is: its title, what it shows of a record, how. A list is a table of these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import QDate

from inspector import days

LEFT: Final = "left"
RIGHT: Final = "right"


@dataclass(frozen=True)
class Mark:
    """A chip in a cell: words, tone, sign. The tone "words", alone in its cell, is plain text instead of a chip."""

    text: str
    tone: str = "plain"
    sign: str | None = None


@dataclass(frozen=True)
class Column:
    """
    One column. `title` is a source text, translated where it is shown; `value` takes what is shown from a record;
    `show` turns it into words; `marks` shows chips instead; `order` is the key by which the database sorts.
    """

    title: str
    value: Callable[[Any], Any]
    show: Callable[[Any], str] | None = None
    align: str = LEFT
    width: int = 120
    stretch: bool = False
    order: str | None = None
    marks: Callable[[Any], list[Mark]] | None = None
    strong: bool = False
    quiet: bool = False
    hidden: bool = False
    spare: bool = False
    """Left out where there is no room for all."""

    def words(self, record: Any) -> str:
        """What the cell says, also read aloud and exported."""
        if self.marks is not None:
            return ", ".join(mark.text for mark in self.marks(record))
        value = self.value(record)
        if value is None or value == "":
            return ""
        return self.show(value) if self.show is not None else str(value)


def this_day() -> QDate:
    """The day that it is in Vietnam, as a field takes it."""
    day = days.today()
    return QDate(day.year, day.month, day.day)


def local_date(value: date | datetime) -> str:
    """dd/mm/yyyy."""
    if isinstance(value, datetime):
        value = _local(value)
    return value.strftime("%d/%m/%Y")


def clock(value: datetime) -> str:
    """HH:MM:SS."""
    return _local(value).strftime("%H:%M:%S")


def figure(value: int | float | Decimal, *, language: str = "vi") -> str:
    """A number with the separators of the language: 1.214 in Vietnamese."""
    words = f"{value:,}"
    return words.translate(str.maketrans(",.", ".,")) if language == "vi" else words


def _local(value: datetime) -> datetime:
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone()
