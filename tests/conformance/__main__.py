"""
Replay conformance cases on the form engine.

    python -m tests.conformance DIR [--json] [--verbose] [--today DATE]

DIR holds scenarios.jsonl, xpath.jsonl, or expected.jsonl beside real forms. Exit 1 when a case fails. Every case of a file is
run; a topic is left out only if it stands in SKIPPED, and is then named with the reason.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.conformance import form_cases, scenario_cases, xpath_cases

ZONE = ZoneInfo("America/Phoenix")
SKIPPED: dict[str, str] = {}
"""Topics that are not run, with the reason. None: the engine knows all axes and node types of XPath 1.0."""


MADE = date(2026, 11, 23)
"""The day on which the cases were recorded; some compare it with today()."""


def main(arguments: list[str] | None = None) -> int:
    """Run the cases of a folder; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--verbose", action="store_true", help="say what is different in each case that fails")
    parser.add_argument(
        "--today", type=date.fromisoformat, default=MADE, help="the day on which the cases were recorded"
    )
    args = parser.parse_args(arguments)

    def now() -> datetime:
        return datetime.combine(args.today, clock(12), ZONE)

    started = time.perf_counter()
    suites = [
        replay(path, partial(check, now))
        for name, check in _SUITES.items()
        for path in sorted(args.folder.glob(name))
        if path.is_file()
    ]
    if not suites:
        print(f"{args.folder} holds no cases ({', '.join(_SUITES)})", file=sys.stderr)
        return 2
    failed = any(suite["failed"] for suite in suites)
    if args.json:
        result = {"passed": not failed, "seconds": round(time.perf_counter() - started, 2), "suites": suites}
        print(json.dumps(result, ensure_ascii=False, indent=1))
        return 1 if failed else 0
    for suite in suites:
        _print(suite, args.verbose)
    return 1 if failed else 0


def replay(path: Path, check: Callable[[dict[str, Any], Path], list[str]]) -> dict[str, Any]:
    """Every case of one file: how many hold, and what is different in those that do not."""
    failures: dict[str, list[str]] = {}
    skipped: Counter[str] = Counter()
    passed = 0
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        case = json.loads(line)
        topic = case.get("topic", "")
        if topic in SKIPPED:
            skipped[topic] += 1
            continue
        try:
            differs = check(case, path.parent)
        except Exception as bug:  # a bug in one case must not hide the others
            differs = [f"{type(bug).__name__}: {bug}"]
        if differs:
            failures[case.get("id") or case.get("form") or f"line {number}"] = differs
        else:
            passed += 1
    return {
        "file": path.name,
        "cases": passed + len(failures) + skipped.total(),
        "passed": passed,
        "failed": len(failures),
        "skipped": {topic: {"cases": count, "reason": SKIPPED[topic]} for topic, count in skipped.items()},
        "failures": failures,
    }


def _print(suite: dict[str, Any], verbose: bool) -> None:
    skipped = sum(one["cases"] for one in suite["skipped"].values())
    print(f"{suite['file']}: {suite['cases']} cases, {suite['passed']} pass, {suite['failed']} fail, {skipped} skipped")
    for topic, one in suite["skipped"].items():
        print(f"  skipped: {topic} ({one['cases']}): {one['reason']}")
    for name, differs in suite["failures"].items():
        print(f"  fails: {name}")
        for line in differs if verbose else ():
            print(f"      {line}")


Now = Callable[[], datetime]


def _scenario(now: Now, case: dict[str, Any], folder: Path) -> list[str]:
    return scenario_cases.check(case, folder, ZONE, now)


def _xpath(now: Now, case: dict[str, Any], _folder: Path) -> list[str]:
    differs = xpath_cases.check(case, ZONE, now)
    return [] if differs is None else [differs]


def _form(_now: Now, case: dict[str, Any], folder: Path) -> list[str]:
    return form_cases.check(case, folder)


_SUITES: dict[str, Callable[[Now, dict[str, Any], Path], list[str]]] = {
    "scenarios*.jsonl": _scenario,
    "xpath*.jsonl": _xpath,
    "expected*.jsonl": _form,
}

if __name__ == "__main__":
    sys.exit(main())
