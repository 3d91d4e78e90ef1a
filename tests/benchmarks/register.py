"""
A register of 100,000 visits (15 million answers and more): what a person waits for in it, and what a further parcel takes.

    python -m tests.benchmarks register
    python -m tests.benchmarks.register --visits 10000    a smaller one

The register is made once and kept under INSPECTOR_BENCHMARKS; further parcels that are merged into it stay.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from inspector import overview, register, visits, workplace
from inspector.store import Reader, Store, lists
from tests.benchmarks import register_visits
from tests.benchmarks.merge import FOLDER
from tests.benchmarks.merge_workbooks import made

VISITS: Final = int(os.environ.get("REGISTER_VISITS", "100000"))
TIMES: Final = 20
PARCELS: Final = 20
LIMIT: Final = 100.0
PATIENCE_MS: Final = 10_000
"""A question that takes far too long is not asked again and again."""
TODAY: Final = register_visits.LAST.isoformat()
Asked = Callable[[Reader, int], Any]


def run(count: int = VISITS, only: str = "") -> Iterator[dict[str, Any]]:
    """One object for each question: how long 50 and 95 of a hundred askers wait at most, how long the processor is busy."""
    path = FOLDER / f"register-{count}" / "register.db"
    seconds, answers = register_visits.made(path, count)
    size = {"visits": count, "answers": answers, "file_gb": round(path.stat().st_size / 1e9, 2)}
    yield {"name": "register: made", **size, "seconds": round(seconds), "unit": "s"}
    with workplace.open_workplace(str(path)) as store:
        for name, asked in _questions(store).items():
            if only in name:
                yield {"name": f"register: {name}", **_waited(store, asked)}
        if only in "a further parcel":
            yield from _further(store, path)


def _questions(store: Store) -> dict[str, Asked]:
    with store.read() as reader:
        some = [line.uid for line in lists.visits(reader, lists.Slice(limit=TIMES))[0]]
    last = register_visits.LAST
    first = last.replace(day=1) - datetime.timedelta(days=60)
    page = lists.Slice
    return {
        "visits": lambda reader, _turn: lists.visits(reader),
        "visits, a page far down": lambda reader, turn: lists.visits(reader, page(offset=1000 * turn)),
        "visits, handed over": lambda reader, turn: lists.visits(reader, page(100 * turn), state="handed_over"),
        "visits, unfinished": lambda reader, _turn: lists.visits(reader, unfinished=True),
        "visits, searched": lambda reader, turn: lists.visits(reader, search=f"doi sim {turn}"),
        "findings": lambda reader, turn: lists.findings(reader, page(100 * turn), today=TODAY),
        "findings, open": lambda reader, turn: lists.findings(reader, page(100 * turn), state="open", today=TODAY),
        "findings, overdue": lambda reader, turn: lists.findings(
            reader, page(100 * turn), state="overdue", today=TODAY
        ),
        "findings, open and critical": lambda reader, _turn: lists.findings(
            reader, state="open", severity="critical", today=TODAY
        ),
        "findings, open in a commune": lambda reader, turn: lists.findings(
            reader, state="open", commune=f"Xã {register_visits.WORDS[turn * 7 % 8]} {turn + 1}", today=TODAY
        ),
        "findings, open, searched": lambda reader, turn: lists.findings(
            reader, state="open", search=f"ben da {turn}", today=TODAY
        ),
        "findings, choices of filters": lambda reader, _turn: lists.finding_choices(reader),
        "sites": lambda reader, turn: lists.sites(reader, page(100 * turn), today=TODAY),
        "sites, overdue": lambda reader, _turn: lists.sites(reader, state="overdue", today=TODAY),
        "sites, searched": lambda reader, turn: lists.sites(reader, search=f"cau tre {turn}", today=TODAY),
        "what waits, in the rail": lambda reader, _turn: lists.counts(reader, today=TODAY),
        "dashboard of a quarter": lambda reader, _turn: overview.read(reader, first, last, on=last),
        "positions of every site": lambda reader, _turn: lists.positions(reader, TODAY),
        "a visit opened": lambda reader, turn: visits.dossier(reader, some[turn]),
        "digest": lambda reader, _turn: reader.digest(),
    }


def _waited(store: Store, asked: Asked) -> dict[str, Any]:
    times, busy = [], []
    with store.read() as reader:
        asked(reader, 0)
    for turn in range(TIMES):
        if sum(times) > PATIENCE_MS:
            break
        start, began = time.perf_counter(), time.process_time()
        with store.read() as reader:
            asked(reader, turn)
        times.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - began) * 1000)
    p95 = sorted(times)[math.ceil(len(times) * 0.95) - 1]
    return {
        "p50": round(statistics.median(times), 1),
        "p95": round(p95, 1),
        "busy": round(statistics.median(busy), 1),
        "unit": "ms",
        "wanted": f"p95 < {LIMIT:.0f}",
        "holds": p95 < LIMIT,
    }


def _further(store: Store, path: Path) -> Iterator[dict[str, Any]]:
    """Parcels one by one into an empty register, and others into this one."""
    noted = path.with_suffix(".taken.json")
    taken = json.loads(noted.read_text()) if noted.exists() else 0
    files = made(FOLDER, taken + 2 * PARCELS)[taken:]
    noted.write_text(json.dumps(taken + 2 * PARCELS))
    with tempfile.TemporaryDirectory() as place, workplace.open_workplace(str(Path(place) / "empty.db")) as empty:
        pairs = zip(files[:PARCELS], files[PARCELS:], strict=True)
        both = [(_merged(empty, one), _merged(store, other)) for one, other in pairs]
    here, there = (statistics.median(one[side][0] for one in both) for side in (0, 1))
    busy = [round(statistics.median(one[side][1] for one in both), 1) for side in (0, 1)]
    yield {
        "name": "register: a further parcel",
        "ours": round(there, 1),
        "first": round(here, 1),
        "unit": "ms",
        "ratio": round(there / here, 2),
        "busy": busy[1],
        "busy_first": busy[0],
        "wanted": "<= 1.25",
        "holds": there <= here * 1.25,
    }


def _merged(store: Store, file: Path) -> tuple[float, float]:
    """How long merging it took, and how long of that the processor was busy."""
    start, began = time.perf_counter(), time.process_time()
    done = register.merge(store, [file])
    assert done.files[0].verdict == "merged", done.files[0].reason
    return (time.perf_counter() - start) * 1000, (time.process_time() - began) * 1000


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--visits", type=int, default=VISITS)
    options.add_argument("--only", default="", metavar="WORD", help="questions whose name contains a word")
    chosen = options.parse_args()
    for figure in run(chosen.visits, chosen.only):
        sys.stdout.write(json.dumps(figure, ensure_ascii=False) + "\n")
        sys.stdout.flush()
