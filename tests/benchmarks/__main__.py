"""
Our figures beside a peer's, measured in one run: one JSON object per line on standard output.

    python -m tests.benchmarks            all of them
    python -m tests.benchmarks form       one of them
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import tests.benchmarks


def names() -> list[str]:
    """The benchmarks that there are: modules of this package with a `run`."""
    found = sorted(module.name for module in pkgutil.iter_modules(tests.benchmarks.__path__))
    return [
        name for name in found if not name.startswith("_") and not name.endswith(("_peers", "_workbooks", "_visits"))
    ]


def figures(name: str, found: Any) -> Iterator[dict[str, Any]]:
    """What a benchmark measured, one object at a time, each with a name; it may give one or several."""
    for one in [found] if isinstance(found, Mapping) else found:
        yield {"name": name, **one}


def main(wanted: Sequence[str]) -> int:
    unknown = [name for name in wanted if name not in names()]
    if unknown:
        print(f"No benchmark {', '.join(unknown)}; there are {', '.join(names())}.", file=sys.stderr)
        return 2
    for name in wanted or names():
        print(f"{name} …", file=sys.stderr, flush=True)
        for figure in figures(name, importlib.import_module(f"tests.benchmarks.{name}").run()):
            print(json.dumps(figure, ensure_ascii=False, default=str), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
