"""
Real forms and what expected.jsonl says of them: whether they load, and how many nodes of which kind they have.

Each is also filled by chance, several times: nothing unexpected may happen whatever is answered in whatever order.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.form import Form, FormError, load, xlsform
from tests.conformance.filling import fill

_KINDS = {"question", "note"}
TIMES = 8


def loaded(path: Path) -> Form:
    """A form from an XForm or an XLSForm workbook; attachments that are missing are empty."""
    if path.suffix == ".xml":
        return load(path.read_bytes(), missing_is_empty=True)
    made = xlsform.read(path)
    return load(made.xform, origin=made.origin, missing_is_empty=True)


def counted(form: Form) -> dict[str, int]:
    """Nodes, questions and relevant nodes of a new instance, as the cases count them."""
    nodes = list(form.new().root.walk())
    return {
        "nodes": len(nodes),
        "questions": sum(1 for node in nodes if node.kind in _KINDS),
        "relevant_nodes_at_load": sum(1 for node in nodes if node.relevant),
    }


def filled_by_chance(form: Form, times: int) -> None:
    """Fill it so many times, each time otherwise; the first seed with which something goes wrong is said by Hypothesis."""

    @settings(max_examples=times, deadline=None, derandomize=True, database=None)
    @given(seed=st.integers(0, 2**32))
    def course(seed: int) -> None:
        chance = random.Random(seed)
        filled = form.new()
        if form.languages:
            filled.set_language(chance.choice(list(form.languages)))
        fill(filled, 60, chance)

    course()


def check(case: dict[str, Any], folder: Path) -> list[str]:
    """What is different for one form; empty when it is as it should be."""
    peer = case["peer"]
    try:
        form = loaded(folder / case["form"])
        got = counted(form)
        filled_by_chance(form, TIMES)
    except FormError as refused:
        refuses = not peer.get("loads") or not case.get("pyxform_4_5_0", {}).get("converts", True)
        return [] if refuses else [f"refused: {refused.says()}"]
    if not peer.get("loads"):
        return []  # an engine may do better than the one that wrote the cases
    return [f"{key}: expected {peer[key]}, got {number}" for key, number in got.items() if peer.get(key) != number]
