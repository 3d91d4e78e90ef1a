"""
What a signature under a visit covers, and whether it still does.

The digest of a visit is over what stands of it, value by value, not over the entries that said so: to say the same again
does not break a signature, to say something else does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from enum import StrEnum

from inspector.security import keys

SIGNED_KINDS = ("visit", "sheet", "member", "answer", "photo", "finding")
UNSIGNED_FIELDS = frozenset(
    {("visit", "agreed"), ("visit", "reopened"), ("finding", "state"), ("finding", "reported")}
) | {
    ("finding", "extension"),
    ("finding", "closed"),
}


class Verdict(StrEnum):
    """What a check of a signature found."""

    VALID = "valid"
    CHANGED = "changed"
    FORGED = "forged"
    REFUSED = "refused"


def visit_digest(standing: Iterable[tuple[str, str, str, str]]) -> str:
    """SHA-256 over the sorted (kind, uid, field, value) that stand of a visit, without what follows its signing."""
    covered = sorted(
        {row for row in standing if row[0] in SIGNED_KINDS and (row[0], row[2]) not in UNSIGNED_FIELDS and row[3]}
    )
    text = json.dumps(covered, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal(secret: str, *, visit: str, side: str, person: str, digest: str) -> str:
    """A person's seal, for one side, over the digest of a visit."""
    return keys.seal(secret, _message(visit, side, person, digest))


def check(public: str, seal: str, *, visit: str, side: str, person: str, signed: str, now: str) -> Verdict:
    """Whether the seal is that key's, and the visit still says what was signed."""
    if not keys.holds(public, _message(visit, side, person, signed), seal):
        return Verdict.FORGED
    return Verdict.VALID if signed == now else Verdict.CHANGED


def _message(visit: str, side: str, person: str, digest: str) -> bytes:
    return json.dumps(["visit-signature", 1, visit, side, person, digest], ensure_ascii=False).encode()
