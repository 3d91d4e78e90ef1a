"""Where in the window a scene is: what `go` is told besides the place."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any


@cache
def draft(store: Path) -> dict[str, Any]:
    """The visit that is being filled, at an item that fails."""
    visit = going_on(store)["visit"]
    return {"visit": visit, "item": item_of(store, visit, "PCCC-28")}


@cache
def going_on(store: Path) -> dict[str, Any]:
    """The same visit, where it goes on."""
    from inspector.store import lists, open_store

    with open_store(store) as opened, opened.read() as reader:
        found, _number = lists.visits(reader, lists.Slice(limit=1), state="draft")
    return {"visit": found[0].uid}


def signed(store: Path) -> dict[str, Any]:
    """A visit that is signed and handed over."""
    from inspector.store import lists, open_store

    with open_store(store) as opened, opened.read() as reader:
        found, _number = lists.visits(reader, lists.Slice(limit=1), search="THA0043", state="handed_over")
    return {"visit": found[0].uid}


def site(store: Path) -> dict[str, Any]:
    """A site that was inspected."""
    from inspector import sites
    from inspector.store import open_store

    with open_store(store) as opened, opened.read() as reader:
        return {"site": sites.named(reader, "THA0043").uid}


def finding(store: Path) -> dict[str, Any]:
    """A finding with a photo, that is late."""
    from inspector.store import lists, open_store

    with open_store(store) as opened, opened.read() as reader:
        found, _number = lists.findings(reader, lists.Slice(limit=1), search="PCCC-28", today="2026-12-31")
    return {"finding": found[0].uid}


def resumed(store: Path) -> dict[str, Any]:
    """The visit where it stopped, in the middle of a note."""
    from inspector import people, visits
    from inspector.store import open_store

    uid = going_on(store)["visit"]
    path = item_of(store, uid, "PCCC-29").partition("/")[2]
    with open_store(store) as opened:
        with opened.read() as reader:
            me = people.here(reader)
        assert me is not None
        visits.record_answers(
            opened, uid, "fire", {path: "fail"}, notes={path: "Bình CO2 ở hành lang bị tủ hồ"}, by=me.uid
        )
    return {"visit": uid}


def page(key: str) -> Callable[[Path], dict[str, Any]]:
    """A page of the settings."""
    return lambda _store: {"page": key}


def item_of(store: Path, visit: str, code: str) -> str:
    """The item of a visit that has this code, as `go` takes it."""
    from inspector import visits
    from inspector.store import open_store

    with open_store(store) as opened, opened.read() as reader:
        lines = (line for page in visits.dossier(reader, visit).pages for line in page.lines)
        return next(line.path for line in lines if line.item.code == code)


def paper(name: str) -> Callable[[Path], dict[str, Any]]:
    """A report."""
    return lambda _store: {"name": name}
