"""Randomness for uids and keys: the system's, except where a demonstration must come out alike each time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_draw: Callable[[int], bytes] = secrets.token_bytes


def drawn(size: int) -> bytes:
    """`size` random bytes."""
    return _draw(size)


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """Draw the same bytes each time, in the same order. Only for made-up data: whoever knows the seed knows the keys."""
    global _draw
    before, count = _draw, 0

    def next_bytes(size: int) -> bytes:
        nonlocal count
        count += 1
        return hashlib.shake_256(f"{seed}:{count}".encode()).digest(size)

    _draw = next_bytes
    try:
        yield
    finally:
        _draw = before
