"""Any form takes any course: random valid answers, instances that come and go, languages, drafts; nothing unexpected happens."""

from __future__ import annotations

from functools import cache

import pytest

from inspector import paths
from inspector.form import Form, load
from tests.conformance.form_cases import filled_by_chance
from tests.form.everything import everything
from tests.form.test_laws import form as laws


@cache
def form(name: str) -> Form:
    if name == "everything":
        return everything()
    if name == "laws":
        return laws()
    return load(paths.resource("checklists", name).read_text("utf-8"))


NAMES = [
    "everything",
    "laws",
    *(f"{path.stem}.xml" for path in paths.shipped_forms()[:2]),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_form_takes_any_course(name: str):
    filled_by_chance(form(name), 4)
