"""Any form takes any course: random valid answers, instances that come and go, languages, drafts; nothing unexpected happens."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector import paths
from inspector.form import Form, load
from tests.conformance.filling import fill
from tests.conformance.form_cases import loaded
from tests.form.everything import everything
from tests.form.test_laws import form as laws

FOREIGN = Path(__file__).parents[3] / "shared" / "conformance" / "forms"
"""Forms of other people, which are used when they lie beside this repository."""


@cache
def form(name: str) -> Form:
    if name == "everything":
        return everything()
    if name == "laws":
        return laws()
    if name.startswith("shipped "):
        return load(paths.resource("checklists", name.removeprefix("shipped ")).read_text("utf-8"))
    return loaded(FOREIGN / name)


NAMES = [
    "everything",
    "laws",
    *(f"shipped {path.stem}.xml" for path in paths.shipped_forms()[:2]),
    *sorted(path.name for path in FOREIGN.glob("*.x*")),
]


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_form_takes_any_course(name: str, seed: int):
    chance = random.Random(seed)
    filled = form(name).new()
    if filled.form.languages:
        filled.set_language(chance.choice(list(filled.form.languages)))
    fill(filled, 40, chance)
