"""Commands about the store itself: digest, rebuild, backup, restore, move."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from inspector import backups, moving, paths
from inspector.commands import DONE, WAITS
from inspector.commands.opening import open_for
from inspector.commands.out import Out
from inspector.i18n import _, ngettext
from inspector.journal import short
from inspector.paths import is_url


def digest(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.read() as reader:
        found, entries = reader.digest()
    out.result({"digest": found, "entries": entries})
    if not out.as_json:
        out.line(f"{short(found)}  {found}  " + ngettext("{n} entry", "{n} entries", entries))
    return DONE


def rebuild(args: Namespace, out: Out) -> int:
    with open_for(args) as store:
        entries, differences = store.rebuild(out.progress)
    out.result({"entries": entries, "differences": differences})
    if not out.as_json:
        out.line(
            _("{entries} entries read; {differences} differences.").format(entries=entries, differences=differences)
        )
    return WAITS if differences else DONE


def backup(args: Namespace, out: Out) -> int:
    with open_for(args) as store:
        backups.make(store, Path(args.file))
    out.result({"file": args.file})
    out.line(_("The backup is in {file}.").format(file=args.file))
    return DONE


def restore(args: Namespace, out: Out) -> int:
    name = args.store or os.environ.get("INSPECTOR_STORE", "") or str(paths.default_store())
    if is_url(name):
        raise backups.NotAFile(store=name)
    aside = backups.restore(Path(args.file), Path(name), key=os.environ.get("INSPECTOR_PASSPHRASE") or None)
    out.result({"file": args.file, "store": name, "aside": str(aside)})
    out.line(_("{file} is the store now; the former one is kept as {aside}.").format(file=args.file, aside=aside.name))
    return DONE


def move(args: Namespace, out: Out) -> int:
    name = args.store or os.environ.get("INSPECTOR_STORE", "") or str(paths.default_store())
    done = moving.move(Path(name), args.to, key=os.environ.get("INSPECTOR_PASSPHRASE") or None)
    out.result({"digest": done.digest, "entries": done.entries, "aside": str(done.aside)})
    out.line(_("The register is in the database now: {digest}").format(digest=short(done.digest)))
    out.line(_("The file is kept as {file}; nobody works on it any more.").format(file=done.aside.name))
    return DONE
