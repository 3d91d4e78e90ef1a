"""
Stories begin alike: two laptops that share a visit, and an office; made once, copied for each; and the plain two, a laptop
and a register that know nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector import workplace
from inspector.store import Store
from tests import stores
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


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    made = Laptop(tmp_path, "a")
    yield made
    made.store.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    with workplace.open_workplace(stores.named(tmp_path, "register")) as store:
        yield store
