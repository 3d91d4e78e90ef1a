"""Open the store that a command or a window works on: the one named, else the user's own; with the shipped checklists."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from inspector import checklists, leaving, paths
from inspector.store import Store, open_store

if TYPE_CHECKING:
    from inspector.store.store import Clock, Progress


def named(name: str = "") -> str:
    """The store called `name`; without a name the one in INSPECTOR_STORE, else the user's own."""
    return name or os.environ.get("INSPECTOR_STORE", "") or str(paths.default_store())


def open_workplace(
    name: str = "",
    *,
    key: str | None = None,
    clock: Clock | None = None,
    practice: bool = False,
    progress: Progress | None = None,
) -> Store:
    """The store called `name` (a file or a PostgreSQL URL), made and furnished when it is new. Raises StoreError."""
    clocked = {} if clock is None else {"clock": clock}
    store = open_store(named(name), key, practice=practice, progress=progress, **clocked)
    try:
        checklists.install_shipped(store)
        leaving.finish(store)
    except BaseException:
        store.close()
        raise
    return store
