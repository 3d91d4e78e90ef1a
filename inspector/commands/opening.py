"""The store a command works on; a passphrase comes from INSPECTOR_PASSPHRASE or a prompt, never from an argument."""

from __future__ import annotations

import functools
import os
import sys
from argparse import Namespace

from inspector import people, workplace
from inspector.commands.out import Out
from inspector.i18n import _
from inspector.model import Person, person_uid
from inspector.paths import is_url
from inspector.store import Store
from inspector.store.engine import StoreLocked


def open_for(args: Namespace) -> Store:
    """The store named on the command line, in INSPECTOR_STORE, or the user's own."""
    key = os.environ.get("INSPECTOR_PASSPHRASE") or None
    out = Out(as_json=args.json)
    name = workplace.named(args.store)
    fresh = not is_url(name) and not os.path.exists(name)
    told = functools.partial(out.progress, what=_("The store is brought up to this version:"))
    try:
        store = workplace.open_workplace(name, key=key, progress=told)
    except StoreLocked as locked:
        if key or not sys.stdin.isatty():
            raise
        store = workplace.open_workplace(name, key=_asked(locked), progress=told)
    if fresh:
        out.note(_("New store: {file}").format(file=name))
    return store


def _asked(locked: StoreLocked) -> str:
    import getpass

    try:
        return getpass.getpass(_("Passphrase: "))
    except EOFError:
        raise locked from None


def whoever(store: Store, name: str, *, side: str = "") -> Person:
    """The person named with --by; without a name, whoever set this device up."""
    return people.introduce(store, name, side=side) if name else _own(store)


def would_be(store: Store, name: str) -> str:
    """The uid of the person named with --by, without making them known to a store that may be told nothing else."""
    if not name:
        return _own(store).uid
    with store.read() as reader:
        found = people.find(reader, name)
    return found.uid if found else person_uid(name)


def _own(store: Store) -> Person:
    with store.read() as reader:
        name = reader.local("person")
        return (people.find(reader, name) if name else None) or Person(uid="")
