"""Stories begin alike: two laptops that share a visit, and an office; made once, copied for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.register.world import World
from tests.scenario import Laptop


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two laptops that share a visit and an office with a person."""
    folder = tmp_path_factory.mktemp("begun")
    a, b, office = (Laptop(folder, name) for name in ("a", "b", "register"))
    visit = a.start()
    b.merge(a.export(visit))
    (folder / "visit").write_text(visit)
    for one in (a, b, office):
        one.store.close()
    return folder


@pytest.fixture
def world(begun: Path, tmp_path: Path) -> Iterator[World]:
    made = World(begun, tmp_path)
    yield made
    made.close()
