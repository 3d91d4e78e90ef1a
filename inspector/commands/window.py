"""The command that opens the window; the window itself is found by name, so that the terminal needs no Qt."""

from __future__ import annotations

import importlib
from argparse import Namespace

from inspector.commands.out import Out


def gui(args: Namespace, _out: Out) -> int:
    window = importlib.import_module("ui.__main__")
    arguments = [*(["--store", args.store] if args.store else []), *(["--lang", args.lang] if args.lang else [])]
    return int(window.main([*arguments, *([args.file] if args.file else [])]))
