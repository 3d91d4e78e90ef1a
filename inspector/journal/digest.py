"""One number for many entries: two stores that hold the same entries have the same digest, whatever came first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def digest(ids: Iterable[str]) -> str:
    """SHA-256 over the sorted ids, a line each, in hexadecimal."""
    total = hashlib.sha256()
    for id in sorted(ids):
        total.update(id.encode("ascii") + b"\n")
    return total.hexdigest()


def short(digest: str) -> str:
    """The eight characters that people read out to each other: `7F3A 91C2`."""
    return f"{digest[:4]} {digest[4:8]}".upper()
