"""
A store to practise on: invented stations, a round that runs today, a visit that is half done. It is a store of its own,
known by its device (model.is_practice): nothing of it is ever merged into a real register, nor the other way round.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Final

from inspector import paths, people, rounds, sites, stationlist, visits, workplace
from inspector.i18n import _
from inspector.model import Person
from inspector.store import Store

NAME: Final = "practice.db"
VISITED: Final = (("THA0001", ("fire", "equipment")), ("THA0043", ("fire", "guard")), ("THA0045", ("fire",)))
ANSWERED: Final = 9
"""Items of the first visit that are answered already, one of them as not met."""


def store_in(folder: Path) -> Path:
    """Where the practice store of this person is."""
    return folder / NAME


def make(path: Path, person: Person) -> Path:
    """Make the practice store when there is none yet, with `person` at work in it."""
    fresh = not path.exists()
    with workplace.open_workplace(str(path), practice=True) as store:
        settled = people.settle(store, person.name, side=person.side, unit=person.unit, post=person.post)
        if fresh:
            _furnish(store, settled.uid)
    return path


def _furnish(store: Store, by: str) -> None:
    sites.take(store, stationlist.read(paths.resource("sample", "stations.xlsx")), by=by)
    today = store.clock().date()
    ends = today + datetime.timedelta(days=13)
    plan = rounds.plan(store, _("Practice round"), starts=today, ends=ends, by=by)
    made = []
    for days, (code, forms) in enumerate(VISITED):
        with store.read() as reader:
            site = sites.named(reader, code).uid
        on = today + datetime.timedelta(days=days)
        made.append(rounds.put_visit(store, plan, site, forms, on=on, team=_("Practice team"), by=by))
    with store.read() as reader:
        page = visits.dossier(reader, made[0]).pages[0]
    for number, line in enumerate(page.lines[:ANSWERED]):
        value = "fail" if number == ANSWERED - 2 else "pass"
        visits.record_answers(store, made[0], page.sheet.form, {line.item.path: value}, by=by)
