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
from inspector.store import Store
from inspector.store.engine import StoreLocked


def open_for(args: Namespace) -> Store:
    """The store named on the command line, in INSPECTOR_STORE, or the user's own."""
    key = os.environ.get("INSPECTOR_PASSPHRASE") or None
    told = functools.partial(Out(as_json=args.json).progress, what=_("The store is brought up to this version:"))
    try:
        return workplace.open_workplace(args.store, key=key, progress=told)
    except StoreLocked:
        if key or not sys.stdin.isatty():
            raise
        import getpass

        return workplace.open_workplace(args.store, key=getpass.getpass(_("Passphrase: ")), progress=told)


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
