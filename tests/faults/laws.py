"""
Laptops with wrong clocks say, repeat, photograph, sign, hand over, take over, decide and take out, in any order; then the
laws of tests/laws are asked: every register that took the parcels, however they came, says the same, and nothing is lost.

Most histories are short ones of journals (tests/laws/journals.py); one for every `SHARE` of them is told at four real
stores with every use case of the program (tests/laws/histories.py). Beside them all 720 orders in which six workbooks of
one of those can come. Seeds are printed; the same seed tells the same histories.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
import traceback
from collections import Counter
from typing import Any, Final

SHORT: Final = 500
SHARE: Final = 25
ORDERS: Final = 12
"""So many of the 720 orders are tried in the short form, in which half as many histories are told at stores."""
CHUNK: Final = 100
"""So many histories are told with one seed."""

Job = tuple[str, int, int]


def run(times: int, seed: int) -> dict[str, Any]:
    """Tell so many histories on all cores; what was done in them, and which broke a law."""
    began = time.monotonic()
    share = SHARE if times > SHORT else 2 * SHARE
    jobs: list[Job] = [("orders", 720 if times > SHORT else ORDERS, seed)]
    for number, start in enumerate(range(0, times, CHUNK)):
        many = min(CHUNK, times - start)
        jobs.append(("short", many, seed * 100_000 + number))
        jobs.append(("at stores", max(1, many // share), seed * 100_000 + number))
    told: dict[str, Counter[str]] = {"short": Counter(), "at stores": Counter(), "orders": Counter()}
    broken = []
    workers = min(os.cpu_count() or 1, len(jobs))
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for (kind, _many, of), did, fault in pool.imap_unordered(tell, jobs):
            told[kind].update(did)
            print(f"{sum(one['histories'] for one in told.values())} histories", file=sys.stderr)
            if fault:
                broken.append({"histories": kind, "seed": of, "account": fault})
    short, stores = told["short"].pop("histories", 0), told["at stores"].pop("histories", 0)
    return {
        "histories": short + stores,
        "short": short,
        "at_stores": stores,
        "orders_of_six": told["orders"]["orders"],
        "acts": sum(told["short"].values()) + sum(told["at stores"].values()),
        "acts_short": dict(told["short"]),
        "acts_at_stores": dict(told["at stores"]),
        "seeds": f"{seed * 100_000} … {seed * 100_000 + (times - 1) // CHUNK}",
        "broken": broken,
        "seconds": round(time.monotonic() - began, 1),
        "wanted": "the same digest and the same rows in every table, nothing lost, for every order, grouping, repetition",
        "holds": not broken and short + stores >= times,
    }


def tell(job: Job) -> tuple[Job, Counter[str], str]:
    """Tell some histories in a process of its own: what was done, and how a law was broken."""
    from hypothesis import HealthCheck, Phase, seed, settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.laws import histories, journals, orders

    kind, many, number = job
    if kind == "orders":
        return job, *_account(lambda: orders.hold(many, number), Counter(orders=many))
    machine, steps, did = {
        "short": (journals.ShortHistory, 14, journals.DID),
        "at stores": (histories.History, 20, histories.DID),
    }[kind]
    rules = settings(
        max_examples=many,
        stateful_step_count=steps,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    did.clear()
    _did, fault = _account(lambda: run_state_machine_as_test(seed(number)(machine), settings=rules), did)
    return job, Counter(did), fault


def _account(law: Any, did: Counter[str]) -> tuple[Counter[str], str]:
    try:
        law()
    except Exception as fault:
        notes = "\n".join(getattr(fault, "__notes__", ()))
        return did, f"{''.join(traceback.format_exception(fault)[-2:])}\n{notes}"[-4000:]
    return did, ""
