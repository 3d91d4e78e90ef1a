"""
What a supervisor may want to look at again: never an accusation, and nothing is decided by it.

A picture that is older than its visit, one picture at two stations, a checklist answered within seconds, the third time
that the same finding is made at a site, and laptops whose clocks disagree. All of it may have a good reason.
"""

from __future__ import annotations

import datetime
import itertools
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from inspector.i18n import _
from inspector.journal import read as read_entry
from inspector.model import Op
from inspector.store import Reader
from inspector.store.tables import PROJECTIONS, checklist_item, entry, saying, sheet_of

SECONDS: Final = 2.0
"""A median below this between answers is too quick to read the item."""
ANSWERS: Final = 10
SKEW: Final = datetime.timedelta(minutes=10)
MOST: Final = 500
"""So many visits at most are looked at in one go."""

_visit, _site, _photo, _finding, _sheet = (PROJECTIONS[kind] for kind in ("visit", "site", "photo", "finding", "sheet"))


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to look at. `kind`: old-picture, same-picture, quick, third-time, clock."""

    kind: str
    visit: str
    about: str
    says: str


def of(reader: Reader, visits: Iterable[str]) -> list[Hint]:
    """What may be worth a look in these visits, in the order of the visits."""
    wanted = list(dict.fromkeys(visits))[:MOST]
    found: list[Hint] = []
    for start in range(0, len(wanted), 100):
        chunk = wanted[start : start + 100]
        found += [*_pictures(reader, chunk), *_twice(reader, chunk), *_third(reader, chunk), *_times(reader, chunk)]
    return sorted(found, key=lambda one: (wanted.index(one.visit), one.kind, one.about))


def _pictures(reader: Reader, visits: Sequence[str]) -> Iterator[Hint]:
    asked = (
        select(_photo.c.uid, _photo.c.visit, _photo.c.taken_at, _visit.c.date)
        .join(_visit, _visit.c.uid == _photo.c.visit)
        .where(_photo.c.visit.in_(visits), _photo.c.gone == "", _photo.c.taken_at != "", _photo.c.stage != "before")
    )
    for row in reader.rows(asked):
        if row.date and row.taken_at[:10] < row.date[:10]:
            said = _("A photo was taken on {day}, before the visit of {date}.")
            yield Hint("old-picture", row.visit, row.uid, said.format(day=_day(row.taken_at), date=_day(row.date)))


def _twice(reader: Reader, visits: Sequence[str]) -> Iterator[Hint]:
    mine, theirs = _photo.alias("mine"), _photo.alias("theirs")
    here, there = _visit.alias("here"), _visit.alias("there")
    asked = (
        select(mine.c.uid, mine.c.visit, _site.c.code, there.c.date)
        .join(here, here.c.uid == mine.c.visit)
        .join(theirs, theirs.c.sha256 == mine.c.sha256)
        .join(there, there.c.uid == theirs.c.visit)
        .join(_site, _site.c.uid == there.c.site)
        .where(mine.c.visit.in_(visits), mine.c.gone == "", theirs.c.gone == "", here.c.site != there.c.site)
    )
    for row in reader.rows(asked):
        said = _("The same photo also belongs to {site}, visit of {date}.")
        yield Hint("same-picture", row.visit, row.uid, said.format(site=row.code, date=_day(row.date)))


def _third(reader: Reader, visits: Sequence[str]) -> Iterator[Hint]:
    mine, theirs = _finding.alias("mine"), _finding.alias("theirs")
    here, there = _visit.alias("here"), _visit.alias("there")
    asked = (
        select(mine.c.uid, mine.c.visit, mine.c.path, checklist_item.c.code, there.c.uid.label("other"))
        .join(here, here.c.uid == mine.c.visit)
        .join(theirs, (theirs.c.form == mine.c.form) & (theirs.c.path == mine.c.path))
        .join(there, (there.c.uid == theirs.c.visit) & (there.c.site == here.c.site))
        .outerjoin(_sheet, sheet_of(mine))
        .outerjoin(
            checklist_item, (checklist_item.c.sha256 == _sheet.c.sha256) & (checklist_item.c.path == mine.c.path)
        )
        .where(mine.c.visit.in_(visits), mine.c.stands == 1, theirs.c.stands == 1)
        .where(there.c.uid != here.c.uid, there.c.date <= here.c.date, here.c.site != "")
    )
    before: dict[tuple[str, str, str], set[str]] = {}
    for row in reader.rows(asked):
        code = row.code or row.path.rpartition("/")[2].upper().replace("_", "-")
        before.setdefault((row.visit, row.uid, code), set()).add(row.other)
    for (visit, uid, code), others in before.items():
        if len(others) >= 2:
            said = _("{code} has a finding in {n} visits of this site by now.")
            yield Hint("third-time", visit, uid, said.format(code=code, n=len(others) + 1))


def _times(reader: Reader, visits: Sequence[str]) -> Iterator[Hint]:
    """Answers within seconds, and entries that replace later ones."""
    for visit in visits:
        asked = (
            select(entry.c.id, entry.c.line)
            .where(entry.c.seq.in_(select(saying.c.seq).where(saying.c.uid >= f"{visit}/", saying.c.uid < f"{visit}0")))
            .order_by(entry.c.device, entry.c.number)
        )
        entries = {row.id: read_entry(row.line) for row in reader.rows(asked)}
        answered: dict[tuple[str, str], list[datetime.datetime]] = {}
        skewed: dict[tuple[str, str], datetime.timedelta] = {}
        for one in entries.values():
            at = _moment(one.at)
            forms = {
                say.uid.split("/")[1] for say in one.says if say.kind == "answer" and say.uid.startswith(f"{visit}/")
            }
            if one.op == Op.ANSWER and at is not None:
                for form in forms:
                    answered.setdefault((one.device, form), []).append(at)
            for over in {over for say in one.says for over in say.over}:
                former = entries.get(over)
                then = _moment(former.at) if former is not None else None
                if former is not None and at is not None and then is not None and then - at > SKEW:
                    pair = (one.device, former.device)
                    skewed[pair] = max(skewed.get(pair, SKEW), then - at)
        for (_device, form), times in answered.items():
            gaps = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(times)]
            if len(times) >= ANSWERS and statistics.median(gaps) < SECONDS:
                span = round((max(times) - min(times)).total_seconds())
                said = _("{n} answers of one checklist within {seconds} seconds.")
                yield Hint("quick", visit, f"{visit}/{form}", said.format(n=len(times), seconds=span))
        for (device, former_device), late in skewed.items():
            minutes = round(late.total_seconds() / 60)
            said = _("The clocks of computers {one} and {other} differ by at least {minutes} minutes.")
            about = f"{visit}/{device}/{former_device}"
            yield Hint("clock", visit, about, said.format(one=device, other=former_device, minutes=minutes))


def _day(text: str) -> str:
    return "/".join(reversed(text[:10].split("-")))


def _moment(text: str) -> datetime.datetime | None:
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
