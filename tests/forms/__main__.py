"""
Make the shipped XForms again from the workbooks; needed after any change in `forms/`.

    python -m tests.forms            say which are not what their workbooks make; exit 1 if any
    python -m tests.forms --write    write them; those without a workbook are deleted
"""

from __future__ import annotations

import argparse
import sys

from inspector import paths
from tests.forms import made


def main(arguments: list[str] | None = None) -> int:
    """Compare or write; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.forms", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the XForms")
    write = parser.parse_args(arguments).write
    wanted = made()
    folder = paths.resource("checklists")
    stale = [path for path, xform in wanted.items() if not path.exists() or path.read_text("utf-8") != xform]
    stray = [path for path in sorted(folder.glob("*.xml")) if path not in wanted]
    if write:
        folder.mkdir(parents=True, exist_ok=True)
        for path in stale:
            path.write_text(wanted[path], encoding="utf-8", newline="\n")
        for path in stray:
            path.unlink()
    for path in (*stale, *stray):
        print(f"{'written' if write and path in wanted else 'deleted' if write else 'stale'}: {path.name}")
    return 0 if write or not (stale or stray) else 1


if __name__ == "__main__":
    sys.exit(main())
