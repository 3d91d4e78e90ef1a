"""Bytes addressed by their SHA-256: photos and files that answers point to. The same bytes are kept once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import insert, select

from inspector.store.store import Reader, Transaction
from inspector.store.tables import evidence


def keep(tx: Transaction, content: bytes, *, media_type: str) -> str:
    """Keep the bytes; their SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    if not present(tx, [sha256]):
        tx.connection.execute(insert(evidence).values(sha256=sha256, media_type=media_type, bytes=content))
    return sha256


def fetch(reader: Reader, sha256: str) -> bytes | None:
    """The bytes, or None when they have not arrived on this device."""
    found = reader.connection.execute(select(evidence.c.bytes).where(evidence.c.sha256 == sha256)).scalar()
    return None if found is None else bytes(found)


def present(reader: Reader, sha256s: Iterable[str]) -> set[str]:
    """Which of them this device has."""
    asked = sorted(set(sha256s))
    found: set[str] = set()
    for start in range(0, len(asked), 400):
        chunk = asked[start : start + 400]
        found.update(reader.connection.execute(select(evidence.c.sha256).where(evidence.c.sha256.in_(chunk))).scalars())
    return found
