"""
Merging workbooks of one visit with 174 answers each, beside a tool as it is usually written and beside the floor.

Workbooks are made once and kept under INSPECTOR_BENCHMARKS (default: a folder among the temporary files). MERGE_COUNT sets
how many (1,000). Every merge runs in a process of its own, so that its memory is its own. Four times as many are measured
three times, each between two merges of the usual number, and the medians are compared: a machine that is shared is now
quicker and now slower by a tenth. Each single comparison is said, too.

What is counted: a workbook of one visit with 174 answers holds 178 entries. Of these we keep rows of four kinds: the entries
as they were sealed, what each of them says, which parcel brought them, and the tables that people read (answers, findings,
checklists, visit, team). `rows_per_workbook` is all of them together, about 600, and the peers write as many, so that
the comparison is about the work and not about how much is kept. A tool without a journal would keep the tables that people
read alone, about 200 rows: that is the line "usual tool, answers alone", which is harder on us and asks for nothing.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inspector import register, workplace
from tests.benchmarks import merge_peers, merge_workbooks

COUNT = int(os.environ.get("MERGE_COUNT", "1000"))
FOLDER = Path(os.environ.get("INSPECTOR_BENCHMARKS", Path(tempfile.gettempdir()) / "inspector-benchmarks"))
USUAL = 30
FLOOR = 200
RESAVED = 100
ROUNDS = 3
TABLES = (
    "entry",
    "saying",
    "arrival",
    "brought",
    "answer",
    "finding",
    "photo",
    "sheet",
    "visit",
    "site",
    "member",
)


def run() -> Iterator[dict[str, Any]]:
    """One object for each figure that was asked for."""
    plain = merge_workbooks.made(FOLDER, COUNT * 4)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        first = _apart("plain", COUNT)
        rows = round(first["rows"] / COUNT)
        began = time.process_time()
        usual = merge_peers.usual(plain[: min(USUAL, COUNT)], folder, rows) / min(USUAL, COUNT)
        usual_busy = (time.process_time() - began) / min(USUAL, COUNT)
        read = round(first["read"] / COUNT)
        (folder / "alone").mkdir()
        alone = merge_peers.usual(plain[: min(USUAL, COUNT)], folder / "alone", read) / min(USUAL, COUNT)
        began = time.process_time()
        floor = merge_peers.floor(plain[: min(FLOOR, COUNT)], folder, rows) / min(FLOOR, COUNT)
        floor_busy = (time.process_time() - began) / min(FLOOR, COUNT)
    ours = first["seconds"] / COUNT
    base = {"workbooks": COUNT, "rows_per_workbook": rows, "unit": "ms per workbook", "ours": _ms(ours)}
    yield {"name": "merge: usual tool", **base, **_beside(usual, usual / ours, 10, at_least=True)}
    busy = first["busy"] / COUNT
    yield {
        "name": "merge: how long the processor is busy",
        "unit": "ms per workbook",
        "ours": _ms(busy),
        "usual": _ms(usual_busy),
        "floor": _ms(floor_busy),
        "beside_usual": round(usual_busy / busy, 2),
        "beside_floor": round(busy / floor_busy, 2),
    }
    yield {
        "name": "merge: usual tool, answers alone",
        **base,
        "rows_per_workbook": read,
        "peer": _ms(alone),
        "ratio": round(alone / ours, 2),
    }
    yield {"name": "merge: floor", **base, **_beside(floor, ours / floor, 2, at_least=False)}
    yield _limit("merge: visits per second", 1 / ours, "visits/s", 100, at_least=True)
    yield _limit("merge: memory", first["memory_mb"], "MB", 300, at_least=False)
    once, more = [first], []
    for _round in range(ROUNDS):
        more.append(_apart("plain", COUNT * 4))
        once.append(_apart("plain", COUNT))
    each = [
        round(2 * four["seconds"] / (before["seconds"] + after["seconds"]), 2)
        for four, before, after in zip(more, once, once[1:], strict=False)
    ]
    growth = _limit("merge: four times as many", _times(more, once, "seconds"), "times", 4.4, at_least=False)
    last = round(statistics.median(one["growth"] for one in more), 2)
    busy = round(_times(more, once, "busy"), 2)
    yield {**growth, "each": each, "busy": busy, "last_beside_first_quarter": last}
    memory = max(one["memory_mb"] for one in more)
    yield _limit("merge: memory of four times as many", memory, "MB", 300, at_least=False)
    resaved = _apart("resaved", min(RESAVED, COUNT))
    yield _limit(
        "merge: saved by another program", min(RESAVED, COUNT) / resaved["seconds"], "visits/s", 20, at_least=True
    )
    pictured = max(COUNT // 5, 1)
    merge_workbooks.made(FOLDER, pictured, photos=True)
    photos = _apart("photos", pictured)
    with_photos = _limit("merge: with ten photos", pictured / photos["seconds"], "visits/s", 30, at_least=True)
    yield {**with_photos, "busy": round(pictured / photos["busy"], 2)}


def _times(more: list[dict[str, float]], once: list[dict[str, float]], name: str) -> float:
    """How often a merge of the usual number goes into one of four times as many."""
    return statistics.median(one[name] for one in more) / statistics.median(one[name] for one in once)


def _apart(kind: str, count: int) -> dict[str, float]:
    """A merge in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.merge", kind, str(count)], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _child(kind: str, count: int) -> None:
    files = merge_workbooks.made(FOLDER, count, photos=kind == "photos")
    with tempfile.TemporaryDirectory() as place:
        if kind == "resaved":
            files = [_unmarked(path, Path(place)) for path in files]
        with workplace.open_workplace(str(Path(place) / "register.db")) as store:
            marks: dict[int, float] = {}
            start, began = time.perf_counter(), time.process_time()
            merged = register.merge(
                store, files, progress=lambda done, _all: marks.setdefault(done, time.perf_counter())
            )
            seconds, busy = time.perf_counter() - start, time.process_time() - began
            assert {one.verdict for one in merged.files} == {"merged"}, merged.files[0].reason
            with store.read() as reader:
                counted = [
                    reader.connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar() for name in TABLES
                ]
                assert counted[TABLES.index("visit")] == count
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    numbers = [one or 0 for one in counted]
    quarter = max(1, count // 4)
    told = {
        "seconds": seconds,
        "busy": busy,
        "memory_mb": memory,
        "growth": round((marks[count] - marks[count - quarter]) / (marks[quarter] - start), 2),
        "rows": sum(numbers),
        "read": sum(numbers[TABLES.index("answer") :]),
    }
    print(json.dumps(told))


def _unmarked(path: Path, folder: Path) -> Path:
    """A copy without the writer's mark, as after another program saved it: every sheet is read and compared."""
    content = path.read_bytes()
    at = content.rindex(b"PK\x05\x06")
    copy = folder / path.name
    copy.write_bytes(content[: at + 20] + b"\x00\x00")
    return copy


def _beside(peer: float, ratio: float, wanted: float, *, at_least: bool) -> dict[str, Any]:
    holds = ratio >= wanted if at_least else ratio <= wanted
    return {
        "peer": _ms(peer),
        "ratio": round(ratio, 2),
        "wanted": f"{'>=' if at_least else '<='} {wanted}",
        "holds": holds,
    }


def _limit(name: str, ours: float, unit: str, wanted: float, *, at_least: bool) -> dict[str, Any]:
    holds = ours >= wanted if at_least else ours <= wanted
    sign = ">=" if at_least else "<="
    return {"name": name, "ours": round(ours, 2), "unit": unit, "wanted": f"{sign} {wanted}", "holds": holds}


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


if __name__ == "__main__":
    _child(sys.argv[1], int(sys.argv[2]))
