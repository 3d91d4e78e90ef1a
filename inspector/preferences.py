"""The settings of a store: read with their defaults, changed one at a time; and the letterhead that follows from them."""

from __future__ import annotations

from inspector import settings
from inspector.reports.minutes_data import Office, Side
from inspector.settings import STORE
from inspector.store import Reader, Store

_KEPT = "setting:"


def read(reader: Reader) -> dict[str, str]:
    """Every setting of the store: what was chosen, else its default."""
    found = {}
    for one in settings.SETTINGS.values():
        if one.kept == STORE:
            found[one.name] = reader.local(f"{_KEPT}{one.name}", one.default)
    return found


def put(store: Store, values: dict[str, str]) -> dict[str, str]:
    """Change settings of the store, all or none. Returns what is kept. Raises SettingRefused, SettingUnknown."""
    kept = {name: settings.named(name).clean(text) for name, text in values.items()}
    with store.transact("settings") as tx:
        for name, value in kept.items():
            tx.set_local(f"{_KEPT}{name}", value)
    return kept


def office(reader: Reader) -> Office:
    """The letterhead of this store's papers."""
    said = read(reader)
    first = Side(said["first_side"])
    bodies = (said["police_body"], said["vnpt_body"])
    return Office(
        superior=bodies if first == Side.POLICE else bodies[::-1],
        body=(said["team_body"],),
        place=said["place"],
        symbol=said["symbol"],
        first=first,
    )
