"""`python -m ui [--store FILE] [--lang vi|en] [FILE …]`: the window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from inspector import i18n
from inspector.i18n import _


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window and stay until it is closed; its exit code."""
    parser = argparse.ArgumentParser(prog="inspector-window")
    parser.add_argument("--store", default="", help=_("the store to work on"))
    parser.add_argument("--lang", default="", choices=["", *i18n.LANGUAGES], help=_("language of messages"))
    parser.add_argument("files", nargs="*", metavar="FILE")
    args = parser.parse_args(arguments)
    from ui.app import run

    return run(args.store, args.lang, [Path(name) for name in args.files])


if __name__ == "__main__":
    sys.exit(main())
