"""Laws are not timed: on a busy machine a slow example is no fault of the program."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.security.office"]

settings.register_profile("laws", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("laws")
