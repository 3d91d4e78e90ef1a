"""Bytes addressed by their SHA-256: photos and files that answers point to. The same bytes are kept once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final, Protocol

from sqlalchemy import insert, select

from inspector.store import bulk
from inspector.store.store import Reader, Transaction
from inspector.store.tables import evidence

_SMALL: Final = "small:"
"""Where the store keeps which smaller copy stands for which photo."""


class File(Protocol):
    """Bytes with their SHA-256 and their kind."""

    @property
    def sha256(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def content(self) -> bytes: ...


def keep(tx: Transaction, content: bytes, *, media_type: str) -> str:
    """Keep the bytes; their SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    if not present(tx, [sha256]):
        tx.connection.execute(insert(evidence).values(sha256=sha256, media_type=media_type, bytes=content))
    return sha256


def keep_all(tx: Transaction, files: Iterable[File]) -> None:
    """Keep files whose SHA-256 was checked already and that are not here."""
    rows = {one.sha256: (one.sha256, one.media_type, one.content) for one in files}
    bulk.insert(tx.connection, evidence, ("sha256", "media_type", "bytes"), list(rows.values()))


def fetch(reader: Reader, sha256: str) -> bytes | None:
    """The bytes, or None when they have not arrived on this device."""
    found = reader.connection.execute(select(evidence.c.bytes).where(evidence.c.sha256 == sha256)).scalar()
    return None if found is None else bytes(found)


def keep_smaller(tx: Transaction, sha256: str, copy: bytes) -> None:
    """Keep a smaller copy that stands for a photo that is not here."""
    tx.set_local(f"{_SMALL}{sha256[:48]}", keep(tx, copy, media_type="image/jpeg"))


def stands_for(tx: Transaction, sha256: str, copy: str) -> None:
    """Say that the bytes of one SHA-256 are a smaller copy of another."""
    tx.set_local(f"{_SMALL}{sha256[:48]}", copy)


def shown(reader: Reader, sha256: str) -> bytes | None:
    """The bytes, or the smaller copy that stands for them here; None when there is neither."""
    found = fetch(reader, sha256)
    if found is None:
        copy = reader.local(f"{_SMALL}{sha256[:48]}")
        found = fetch(reader, copy) if copy else None
    return found


def present(reader: Reader, sha256s: Iterable[str]) -> set[str]:
    """Which of them this device has."""
    return bulk.present(reader.connection, evidence, "sha256", set(sha256s))
