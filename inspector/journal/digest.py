"""
One number for many entries: two stores that hold the same entries have the same digest, whatever came first.

Of a parcel, whose digest is sealed, it is the SHA-256 over the sorted ids. A store has too many entries to sort them each
time: it keeps their tally, the sum of a long number drawn from each id, to which entries are added and from which they are
taken, and its digest is the SHA-256 of that. The sum has 2,048 bits, so nobody can look for two sets with the same one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

_BYTES: Final = 256


def digest(ids: Iterable[str]) -> str:
    """SHA-256 over the sorted ids, a line each, in hexadecimal."""
    lines = sorted(ids)
    total = hashlib.sha256()
    for start in range(0, len(lines), 10_000):
        total.update(("\n".join(lines[start : start + 10_000]) + "\n").encode("ascii"))
    return total.hexdigest()


def tally(ids: Iterable[str]) -> int:
    """The sum over these ids of the number that SHAKE-128 draws from each; tallies add up modulo 2^2048."""
    drawn = [hashlib.shake_128(id.encode("ascii")).digest(_BYTES) for id in ids]
    return sum([int.from_bytes(one, "big") for one in drawn]) % (1 << _BYTES * 8)


def packed(total: int) -> bytes:
    """A tally as it is kept; less than nothing is what was taken away."""
    return (total % (1 << _BYTES * 8)).to_bytes(_BYTES, "big")


def tallied(totals: Iterable[bytes]) -> str:
    """The digest of a store, from the tallies of its parts."""
    return hashlib.sha256(packed(sum(int.from_bytes(one, "big") for one in totals))).hexdigest()


def short(digest: str) -> str:
    """The eight characters that people read out to each other: `7F3A 91C2`."""
    return f"{digest[:4]} {digest[4:8]}".upper()
