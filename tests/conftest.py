"""
Laws are not timed: on a busy machine a slow example is no fault of the program. On a server the databases of a test go
with it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests import stores

pytest_plugins = ["tests.security.office"]

settings.register_profile("laws", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("laws")


@pytest.fixture(autouse=True)
def _swept() -> Iterator[None]:
    with stores.swept():
        yield
