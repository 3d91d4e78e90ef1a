"""Real forms and what expected.jsonl says of them: whether they load, and how many nodes of which kind they have."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from inspector.form import Form, FormError, load, xlsform
from tests.conformance.filling import fill

_KINDS = {"question", "note"}


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


def check(case: dict[str, Any], folder: Path) -> list[str]:
    """What is different for one form; empty when it is as it should be."""
    peer = case["peer"]
    try:
        form = loaded(folder / case["form"])
        got = counted(form)
        fill(form.new(), 150, random.Random(len(case["form"])))
    except FormError as refused:
        refuses = not peer.get("loads") or not case.get("pyxform_4_5_0", {}).get("converts", True)
        return [] if refuses else [f"refused: {refused.says()}"]
    if not peer.get("loads"):
        return []  # an engine may do better than the one that wrote the cases
    return [f"{key}: expected {peer[key]}, got {number}" for key, number in got.items() if peer.get(key) != number]
