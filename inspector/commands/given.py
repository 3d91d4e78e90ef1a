"""What was typed, before anything is done: days, names of files to write, folders. Each is right, or refused in words."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Final

from inspector.errors import FileUnwritable, InspectorError, fault_of, nowhere
from inspector.i18n import N_

YEARS: Final = range(1900, 3000)
_WRITTEN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class DateWrong(InspectorError):
    """A date that is none."""

    code = "date"
    message = N_("{option} {text} is not a date.")
    hint = N_("Write year, month and day, for example 2026-11-24; or 24/11/2026.")


class PeriodWrong(InspectorError):
    """A period that ends before it begins."""

    code = "period"
    message = N_("The period from {first} to {last} ends before it begins.")
    hint = N_("Give the earlier day with --from, the later one with --to.")


class EndingWrong(InspectorError):
    """A file whose name would say something else than what it holds."""

    code = "file.ending"
    message = N_("{file} is not a name that ends in {ending}.")
    hint = N_("Give a name that ends in {ending}. Nothing was written.")


def day(text: str, option: str) -> datetime.date | None:
    """A date as scripts (2026-11-24) or people (24/11/2026) write it; empty is None. Raises DateWrong."""
    if not text:
        return None
    by_hand = _WRITTEN.fullmatch(text.strip())
    try:
        if by_hand:
            found = datetime.date(int(by_hand[3]), int(by_hand[2]), int(by_hand[1]))
        else:
            found = datetime.date.fromisoformat(text.strip())
    except ValueError:
        raise DateWrong(option=option, text=text) from None
    if found.year not in YEARS:
        raise DateWrong(option=option, text=text)
    return found


def to_write(name: str, ending: str) -> Path:
    """The path of a file that is to be written. Raises EndingWrong."""
    if Path(name).suffix.lower() != ending:
        raise EndingWrong(file=Path(name).name or name, ending=ending)
    return Path(name)


def folder(name: str) -> Path:
    """A folder that is there now. Raises FileUnwritable."""
    found = Path(name)
    try:
        found.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise FileUnwritable(file=name, reason=fault_of(NotADirectoryError(20, ""))) from None
    except FileNotFoundError as fault:
        raise FileUnwritable(file=name, reason=nowhere(Path(fault.filename or name))) from None
    except OSError as fault:
        raise FileUnwritable(file=name, reason=fault_of(fault)) from None
    return found
