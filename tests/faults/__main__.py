"""
Make things go wrong again and again, and count what was lost: one JSON object per fault on standard output.

    python -m tests.faults                     all of them, few times each
    python -m tests.faults kill --times 1000   one of them
    python -m tests.faults kill --seed 7       the same accidents again
    python -m tests.faults laws --histories 30000
    python -m tests.faults media --times 0 --operation merge --kind enospc     every call, not a spread of them
    python -m tests.faults workbooks --times 10000
    python -m tests.faults forms --times 10000 --folder DIR

A fault is a module of this package with `run(times, seed) -> dict`: what was tried, what was found, and `holds`. The
suite runs each of them once with the `SHORT` number of times that its module names. Exit: 0 all hold, 1 one does not.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys
from collections.abc import Sequence
from typing import Any

import tests.faults
from tests.faults import media


def names() -> list[str]:
    """The faults that there are: modules of this package whose name begins with a letter."""
    return sorted(module.name for module in pkgutil.iter_modules(tests.faults.__path__) if module.name[0] != "_")


def run(name: str, times: int | None = None, seed: int = 1, **options: str) -> dict[str, Any]:
    """Let one fault happen so many times, or as often as the suite does."""
    module = importlib.import_module(f"tests.faults.{name}")
    return {"name": name, **module.run(times=module.SHORT if times is None else times, seed=seed, **options)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the faults that are asked for; the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("fault", nargs="*", metavar="FAULT", help=", ".join(names()))
    parser.add_argument("--times", "--histories", type=int, help="how many times; without it the few of the suite")
    parser.add_argument("--seed", type=int, default=1, help="the same number gives the same accidents")
    parser.add_argument("--operation", choices=media.OPERATIONS, help="of media: this one only")
    parser.add_argument("--kind", choices=media.KINDS, help="of media: this fault only")
    parser.add_argument("--folder", help="of forms: begin also with the forms of this folder")
    args = parser.parse_args(arguments)
    unknown = [name for name in args.fault if name not in names()]
    if unknown:
        parser.error(f"no fault {', '.join(unknown)}; there are {', '.join(names())}")
    held = True
    for name in args.fault or names():
        chosen = {"operation": args.operation or "", "kind": args.kind or ""} if name == "media" else {}
        if name == "forms":
            chosen = {"folder": args.folder or ""}
        found = run(name, args.times, args.seed, **chosen)
        held = held and bool(found["holds"])
        print(json.dumps(found, ensure_ascii=False, default=str), flush=True)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
