"""What the frame of the window asks of the store. Each runs in the store lane, and imports there what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inspector import days
from ui.tasks import importing

if TYPE_CHECKING:
    from inspector.model import Person
    from inspector.store import Reader, Store


@dataclass(frozen=True)
class Who:
    """Who works in a store, and whether it is for practice."""

    person: Person | None
    practice: bool


@dataclass(frozen=True)
class Acts:
    """What undo and redo would do, and when was saved last."""

    undo: str
    redo: str
    saved: str


def opened(store: str, key: str | None, practice: bool) -> Store:
    """The store, opened; raises StoreError."""
    with importing:
        from inspector import workplace
    return workplace.open_workplace(store, key=key, practice=practice)


def who(reader: Reader) -> Who:
    """Who works here."""
    from inspector import people

    return Who(people.here(reader), reader.practice)


def in_work(reader: Reader, visit: str) -> bool:
    """Whether a visit is still being filled: it is here, and its text is not locked by a signature."""
    from inspector import visits
    from inspector.model import Signature, Visit

    found = reader.get(Visit, visit)
    return found is not None and not visits.is_locked(found, reader.all(Signature, visit=visit))


def settled(store: Store, name: str, side: str, unit: str) -> list[Person]:
    """Say who works here."""
    from inspector import people

    return [people.settle(store, name, side=side, unit=unit)]


def acts(reader: Reader, by: str) -> Acts:
    """What this person could take back or do again."""
    from inspector import history

    undo, redo = history.next_undo(reader, by), history.next_redo(reader, by)
    return Acts(undo.name if undo else "", redo.name if redo else "", history.last_saved(reader))


def undo(store: Store, by: str) -> Any:
    """Take back what this person did last."""
    from inspector import history

    return history.undo(store, by)


def redo(store: Store, by: str) -> Any:
    """Do it again."""
    from inspector import history

    return history.redo(store, by)


def counts(reader: Reader) -> dict[str, int]:
    """How much waits in each place."""
    from inspector import agenda
    from inspector.store import lists

    day = days.today().isoformat()
    found = lists.counts(reader, today=day)
    return {
        "today": agenda.read(reader, day).waits,
        "visits": found.unfinished,
        "findings": found.overdue,
        "register": found.disagreements,
    }


def looked_up(reader: Reader, query: str) -> tuple[Any, Any]:
    """The first sites and visits that a search finds."""
    from inspector.store import lists

    piece = lists.Slice(limit=6)
    return lists.sites(reader, piece, search=query)[0], lists.visits(reader, piece, search=query)[0]
