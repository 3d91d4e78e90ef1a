"""
How a visit ends: what still stands against signing, the seals of the sides, a refusal, and reopening in the open.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from inspector import people, visits
from inspector.i18n import N_
from inspector.model import DISPUTED, Finding, Key, Member, Op, Sheet, Side, Signature
from inspector.security import signing
from inspector.security.signing import Verdict
from inspector.store import Changes, Reader, Store, Transaction
from inspector.store.tables import saying


class Obstacle(StrEnum):
    """Why a visit cannot be signed yet."""

    UNANSWERED = "unanswered"
    VIOLATION = "violation"
    PHOTO = "photo"
    DISPUTED = "disputed"
    FINDING = "finding"
    TEAM = "team"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that stands against signing, and the item it is about."""

    obstacle: Obstacle
    path: str = ""
    message: str = ""


class NotReady(visits.VisitError):
    code = "visit.not-ready"
    message = N_("The visit cannot be signed yet: {n} things stand against it, the first at {path}.")
    hint = N_("Show the visit to see what is missing, answer it, then sign.")


class SideWrong(visits.VisitError):
    code = "visit.side"
    message = N_("{side} is not a side that signs.")
    hint = N_("Sign for one of: police, vnpt, site.")


def standing_against(reader: Reader, visit: str) -> list[Standing]:
    """Everything that still stands against signing, in the order of the checklists."""
    dossier = visits.dossier(reader, visit)
    found = []
    if not dossier.pages:
        found.append(Standing(Obstacle.EMPTY))
    for page in dossier.pages:
        photos = visits.takes_photos(reader, page.sheet)
        for line in page.lines:
            if line.value == DISPUTED:
                found.append(Standing(Obstacle.DISPUTED, line.path))
            elif line.violation:
                obstacle = Obstacle.UNANSWERED if not line.value else Obstacle.VIOLATION
                found.append(Standing(obstacle, line.path, line.violation))
            elif photos and line.value in line.item.photo_on and not line.photos:
                found.append(Standing(Obstacle.PHOTO, line.path))
    found += [
        Standing(Obstacle.FINDING, finding.path)
        for finding in dossier.findings
        if not finding.due and not finding.on_the_spot
    ]
    return found


def agree(store: Store, visit: str, *, by: str) -> Changes:
    """Say that the text is what both sides agreed on; it may be signed from now on. Raises NotReady."""
    with store.transact(Op.EDIT_VISIT, by=by) as tx:
        found = visits.changeable(tx, visit)
        _ready(tx, visit)
        tx.put(found.but(agreed="yes"))
    return tx.changes


def sign(store: Store, visit: str, *, side: Side | str, by: str, strokes: str = "") -> Changes:
    """
    Seal the digest of the visit for one side. The first signature closes the text, the list of the team with it:
    whoever signs later without being in the team is named by the signature alone. Raises NotReady, SideWrong.
    """
    if str(side) not in (Side.POLICE, Side.VNPT, Side.SITE):
        raise SideWrong(side=side)
    with store.transact(Op.SIGN, by=by) as tx:
        found = visits.known(tx, visit)
        if not found.agreed:
            visits.changeable(tx, visit)
            _ready(tx, visit)
        if not found.agreed and tx.get(Member, f"{visit}/{by}") is None:
            tx.put(
                Member(uid=f"{visit}/{by}", side=str(side), role="representative" if side == Side.SITE else "member")
            )
        tx.put(found.but(agreed="yes", reopened=""))
        for sheet in tx.all(Sheet, visit=visit, gone="", ended=""):
            tx.put(sheet.but(ended=tx.at))
        pair = people.person_key(tx, by)
        digest = digest_of(tx, visit)
        seal = signing.seal(pair.secret, visit=visit, side=str(side), person=by, digest=digest)
        uid = f"{visit}/{side}/{by}"
        tx.put(Signature(uid=uid, digest=digest, seal=seal, key=pair.public, at=tx.at, strokes=strokes))
    return tx.changes


def refuse(store: Store, visit: str, *, side: Side | str, person: str, reason: str, witnesses: str, by: str) -> Changes:
    """Note that a side refuses to sign, with the reason and who saw it. That too is a way to end."""
    with store.transact(Op.REFUSE, by=by) as tx:
        found = visits.known(tx, visit)
        if not found.agreed:
            _ready(tx, visit)
            tx.put(found.but(agreed="yes"))
        uid = f"{visit}/{side}/{person}"
        tx.put(Signature(uid=uid, at=tx.at, refused=reason.strip(), witnesses=witnesses.strip()))
    return tx.changes


def reopen(store: Store, visit: str, *, reason: str, by: str) -> Changes:
    """Open a signed text again, in the open: the signatures stay and say that the text has changed since."""
    with store.transact(Op.REOPEN, by=by) as tx:
        found = visits.known(tx, visit)
        tx.put(found.but(agreed="", reopened=f"{tx.at} {reason.strip()}"))
    return tx.changes


def digest_of(reader: Reader, visit: str) -> str:
    """The digest of what stands of a visit, with what a transaction has said so far: what a signature covers."""
    columns = (saying.c.kind, saying.c.uid, saying.c.field, saying.c.value)
    asked = select(*columns).where(saying.c.head == 1, saying.c.kind.in_(signing.SIGNED_KINDS))
    asked = asked.where((saying.c.uid == visit) | ((saying.c.uid > f"{visit}/") & (saying.c.uid < f"{visit}0")))
    standing = {(kind, uid, name, value) for kind, uid, name, value in reader.connection.execute(asked)}
    if isinstance(reader, Transaction):
        for say in reader.pending():
            if say.uid.partition("/")[0] == visit:
                standing = {row for row in standing if row[:3] != say[:3]} | {(say.kind, say.uid, say.field, say.value)}
    return signing.visit_digest(standing)


def verdicts(reader: Reader, visit: str) -> dict[str, Verdict]:
    """What a check of each signature of a visit finds: uid of the signature -> verdict."""
    now = digest_of(reader, visit)
    found = {}
    for one in reader.all(Signature, visit=visit):
        key = reader.get(Key, one.key)
        if one.refused:
            found[one.uid] = Verdict.REFUSED
        elif key is None or key.person != one.person:
            found[one.uid] = Verdict.FORGED
        else:
            found[one.uid] = signing.check(
                one.key, one.seal, visit=visit, side=one.side, person=one.person, signed=one.digest, now=now
            )
    return found


def _ready(reader: Reader, visit: str) -> None:
    against = standing_against(reader, visit)
    if against:
        raise NotReady(n=len(against), path=against[0].path or visit)


def open_findings(reader: Reader, visit: str) -> list[Finding]:
    """The findings of a visit that stand, worst first."""
    order = {"critical": 0, "major": 1, "minor": 2}
    return sorted(reader.all(Finding, visit=visit, stands=1), key=lambda one: (order.get(one.severity, 3), one.path))
