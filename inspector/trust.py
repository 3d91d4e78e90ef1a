"""
Whose parcel is it? A parcel is sealed by the key of a device; a store knows that key, or a person vouches for it.

A key becomes known when an assignment of a known office names it, when a person accepts it after its eight characters
were read out, or, where nobody watches (the terminal), on first use. From then on it is pinned: a parcel that names the
same device and is sealed by another key waits for a person. What is known here is no entry and travels nowhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sqlalchemy import select

from inspector.i18n import N_, _
from inspector.journal import Entry, short
from inspector.parcel import Manifest
from inspector.store import Reader, Transaction
from inspector.store.tables import local, private_key

_NAME: Final = "trust:"
ASSIGNMENT: Final = "assignment"


class Standing(StrEnum):
    """What this store knows of the key that sealed a parcel."""

    OWN = "own"
    KNOWN = "known"
    NEW = "new"
    CHANGED = "changed"
    UNSEALED = "unsealed"


class Source(StrEnum):
    """How a key became known."""

    ASSIGNMENT = "assignment"
    PERSON = "person"
    FIRST_USE = "first-use"


@dataclass(frozen=True, slots=True)
class Key:
    """A key that this store knows, of which device, and how it became known."""

    device: str
    public: str
    source: Source
    at: str = ""
    by: str = ""

    @property
    def code(self) -> str:
        """Eight characters to read out."""
        return fingerprint(self.public)


@dataclass(frozen=True, slots=True)
class Judged:
    """The standing of a parcel, and the eight characters that a person compares before vouching for it."""

    standing: Standing
    code: str
    known: str = ""

    def says(self) -> str:
        """Why a person is asked, in words; empty when nobody needs to be."""
        said = _REASONS.get(self.standing, "")
        return _(said).format(code=self.code, known=self.known) if said else ""


@dataclass(slots=True)
class Word:
    """What a person has vouched for: codes that were read out, and whether a key may be new. Pins of this run beside it."""

    accepted: Collection[str] = ()
    first_use: bool = True
    pinned: dict[str, set[str]] = field(default_factory=dict)

    def vouched(self, code: str) -> bool:
        """Whether a person gave this code."""
        return plain(code) in {plain(one) for one in self.accepted}

    def source(self, code: str, *, introduced: bool) -> Source:
        """How the key of a parcel that was taken became known."""
        return Source.FIRST_USE if introduced and not self.vouched(code) else Source.PERSON

    def takes(self, judged: Judged) -> bool:
        """Whether a parcel of that standing is taken."""
        if judged.standing in (Standing.OWN, Standing.KNOWN) or self.vouched(judged.code):
            return True
        return self.first_use and judged.standing is Standing.NEW


_REASONS: Final = {
    Standing.NEW: N_(
        "This store does not know the key of that computer (code {code}). "
        "Have the code read out at that computer, then take the workbook on your word."
    ),
    Standing.CHANGED: N_(
        "It is sealed by another key (code {code}) than the one known of that computer ({known}). "
        "Ask who handed it over; take it on your word only if the computer was set up anew."
    ),
    Standing.UNSEALED: N_(
        "It carries no seal, so nobody answers for it (code {code}). Take it on your word only if you know its maker."
    ),
}


def fingerprint(public: str) -> str:
    """Eight characters of a public key that people read out to each other."""
    return short(hashlib.sha256(public.encode()).hexdigest())


def plain(code: str) -> str:
    """A code as it is compared: without spaces, dashes and case."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def judge(reader: Reader, made: Manifest, pinned: Mapping[str, Collection[str]] | None = None) -> Judged:
    """What this store knows of the key that sealed a parcel. `pinned` holds keys that are about to become known."""
    if not made.key and not made.seal:
        return Judged(Standing.UNSEALED, short(made.digest))
    return judge_key(reader, made.device, made.key, pinned)


def judge_key(reader: Reader, device: str, public: str, pinned: Mapping[str, Collection[str]] | None = None) -> Judged:
    """What this store knows of a key that claims to be of a device."""
    code = fingerprint(public)
    if device == reader.device:
        mine = own(reader)
        return Judged(Standing.OWN if public == mine else Standing.CHANGED, code, fingerprint(mine) if mine else "–")
    keys = {key.public for key in of_device(reader, device)} | set((pinned or {}).get(device, ()))
    if public in keys:
        return Judged(Standing.KNOWN, code)
    known = ", ".join(sorted(fingerprint(key) for key in keys))
    return Judged(Standing.CHANGED if keys else Standing.NEW, code, known)


def own(reader: Reader) -> str:
    """The public key that seals what this device hands over; empty before it handed anything over."""
    found = reader.rows(select(private_key.c.public).where(private_key.c.owner == "device"))
    return str(found[0].public) if found else ""


def of_device(reader: Reader, device: str) -> list[Key]:
    """The keys that are known of a device, in the order in which they became known."""
    return _read(device, reader.local(_NAME + device, "[]"))


def known(reader: Reader) -> list[Key]:
    """Every key that this store knows, by device."""
    asked = select(local.c.name, local.c.value).where(local.c.name.startswith(_NAME)).order_by(local.c.name)
    return [key for row in reader.rows(asked) for key in _read(row.name.removeprefix(_NAME), row.value)]


def learn(tx: Transaction, device: str, public: str, source: Source, *, by: str = "") -> bool:
    """Know a key of a device from now on; False when it was known already."""
    found = of_device(tx, device)
    if public in {key.public for key in found}:
        return False
    said = [[key.public, key.source.value, key.at, key.by] for key in found] + [[public, source.value, tx.at, by]]
    tx.set_local(_NAME + device, json.dumps(said, ensure_ascii=False))
    return True


def forget(tx: Transaction, device: str) -> int:
    """Know no key of a device any more; how many there were. Its next parcel waits for a person."""
    found = of_device(tx, device)
    tx.set_local(_NAME + device, "[]")
    return len(found)


def introduce(tx: Transaction, made: Manifest, entries: Iterable[Entry]) -> list[str]:
    """The devices whose keys became known because an assignment names them. A key that is pinned stays pinned."""
    if made.purpose != ASSIGNMENT:
        return []
    learnt = []
    for entry in entries:
        for say in entry.says:
            fresh = (say.kind, say.field) == ("device", "key") and say.value and say.uid not in (tx.device, made.device)
            if fresh and not of_device(tx, say.uid):
                learn(tx, say.uid, say.value, Source.ASSIGNMENT, by=made.by)
                learnt.append(say.uid)
    return learnt


def _read(device: str, text: str) -> list[Key]:
    return [Key(device, public, Source(source), at, by) for public, source, at, by in json.loads(text)]
