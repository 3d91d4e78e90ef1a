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
    return [name for name in found if not name.startswith("_") and not name.endswith("_peers")]


def figures(found: Any) -> Iterator[dict[str, Any]]:
    """What a benchmark measured, one figure at a time: it may give one, a list of them, or named ones."""
    if isinstance(found, Mapping) and "name" not in found and "holds" not in found:
        for name, inside in found.items():
            for figure in figures(inside) if isinstance(inside, Mapping | list) else ():
                yield {"name": name, **figure}
    elif isinstance(found, Mapping):
        yield dict(found)
    else:
        for one in found:
            yield from figures(one)


def main(wanted: Sequence[str]) -> int:
    unknown = [name for name in wanted if name not in names()]
    if unknown:
        print(f"No benchmark {', '.join(unknown)}; there are {', '.join(names())}.", file=sys.stderr)
        return 2
    for name in wanted or names():
        print(f"{name} …", file=sys.stderr, flush=True)
        for figure in figures(importlib.import_module(f"tests.benchmarks.{name}").run()):
            print(json.dumps(figure, ensure_ascii=False, default=str), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
