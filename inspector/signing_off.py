"""
How a visit ends: what still stands against signing, the seals of the sides, a refusal, and reopening in the open.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, select

from inspector import findings, people, visits
from inspector.i18n import N_
from inspector.model import (
    DISPUTED,
    Finding,
    Key,
    Member,
    Op,
    Person,
    Photo,
    Sheet,
    Side,
    Signature,
    Visit,
    VisitState,
    gravity,
    visit_uid,
)
from inspector.security import signing
from inspector.security.signing import Verdict
from inspector.store import Changes, Reader, Store, Transaction, evidence
from inspector.store.tables import disagreement, entry, saying

if TYPE_CHECKING:
    from inspector.form import Instance

PAPERS: Final = "signature"
"""Photos of paper that was signed by hand lie beside the checklists: `<visit>/signature/<side>/<sha256>`. No seal covers
them, since they are taken of what was signed."""
APART: Final = (PAPERS, findings.REMEDY)
"""What stands beside the checklists and came after the signatures."""

Strokes = Sequence[Sequence[tuple[float, float, int]]]
"""A drawn signature: strokes of points, each (x, y, milliseconds since the first); y grows downwards."""


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
    name: str = ""
    """What a person calls the item: its code, or what it asks."""


class NotReady(visits.VisitError):
    code = "visit.not-ready"
    message = N_("The visit cannot be signed yet: {n} things stand against it, the first at {item}.")
    hint = N_("Show the visit to see what is missing, answer it, then sign.")


class NotSigned(visits.VisitError):
    code = "visit.not-signed"
    message = N_("The minutes are not signed by all yet; there is nothing to supplement.")
    hint = N_("Open the text again with a reason and correct it.")


class ReasonMissing(visits.VisitError):
    code = "visit.reason"
    message = N_("This needs a reason in words.")
    hint = N_("Write why; it is kept and printed.")


class SideWrong(visits.VisitError):
    code = "visit.side"
    message = N_("{side} is not a side that signs.")
    hint = N_("Sign for one of: police, vnpt, site.")


def standing_against(reader: Reader, visit: str, *, kept: dict[str, Instance] | None = None) -> list[Standing]:
    """Everything that still stands against signing, in the order of the checklists; `kept` takes the filled forms."""
    dossier = visits.dossier(reader, visit, kept=kept)
    found = []
    if not dossier.pages and not dossier.visit.supplement_of:
        found.append(Standing(Obstacle.EMPTY))
    found += [Standing(Obstacle.DISPUTED, uid.partition("/")[2]) for uid in _differing(reader, dossier)]
    names = {line.path: line.item.code or line.item.text for page in dossier.pages for line in page.lines}
    for page in dossier.pages:
        photos = visits.takes_photos(reader, page.sheet)
        for line in page.lines:
            if line.value == DISPUTED:
                found.append(Standing(Obstacle.DISPUTED, line.path, name=names[line.path]))
            elif line.violation:
                obstacle = Obstacle.UNANSWERED if not line.value else Obstacle.VIOLATION
                found.append(Standing(obstacle, line.path, line.violation, names[line.path]))
            elif photos and line.value in line.item.photo_on and not line.photos:
                found.append(Standing(Obstacle.PHOTO, line.path, name=names[line.path]))
    found += [
        Standing(Obstacle.FINDING, finding.path, name=names.get(f"{finding.form}/{finding.path}", ""))
        for finding in dossier.findings
        if not finding.due and not finding.on_the_spot
    ]
    return found


def _differing(reader: Reader, dossier: visits.Dossier) -> list[str]:
    """The visit and its sheets, as far as two laptops differ about them."""
    mine = [dossier.visit.uid, *(page.sheet.uid for page in dossier.pages)]
    asked = select(disagreement.c.uid).where(disagreement.c.kind.in_(["visit", "sheet"]), disagreement.c.uid.in_(mine))
    return sorted({str(row.uid) for row in reader.rows(asked)})


def agree(store: Store, visit: str, *, by: str) -> Changes:
    """Say that the text is what both sides agreed on; it may be signed from now on. Raises NotReady."""
    with store.transact(Op.EDIT_VISIT, by=by) as tx:
        found = visits.changeable(tx, visit)
        _close(tx, visit)
        tx.put(found.but(agreed="yes"))
    return tx.changes


def sign(
    store: Store, visit: str, *, side: Side | str, by: str, strokes: str = "", paper: bytes = b"", media_type: str = ""
) -> Changes:
    """
    Seal the digest of the visit for one side. The first signature closes the text, the list of the team with it:
    whoever signs later without being in the team is named by the signature alone. Raises NotReady, SideWrong.

    Args:
        strokes: the signature as it was drawn, see `drawn`.
        paper: a photo of the paper that was signed by hand.
    """
    if str(side) not in (Side.POLICE, Side.VNPT, Side.SITE):
        raise SideWrong(side=side)
    with store.transact(Op.SIGN, by=by) as tx:
        found = visits.known(tx, visit)
        if not found.agreed:
            visits.changeable(tx, visit)
            _close(tx, visit)
        if not found.agreed and tx.get(Member, f"{visit}/{by}") is None:
            tx.put(
                Member(uid=f"{visit}/{by}", side=str(side), role="representative" if side == Side.SITE else "member")
            )
        for sheet in tx.all(Sheet, visit=visit, gone="", ended=""):
            tx.put(sheet.but(ended=tx.at))
        pair = people.person_key(tx, by)
        digest = digest_of(tx, visit)
        seal = signing.seal(pair.secret, visit=visit, side=str(side), person=by, digest=digest)
        uid = f"{visit}/{side}/{by}"
        tx.put(Signature(uid=uid, digest=digest, seal=seal, key=pair.public, at=tx.at, strokes=strokes))
        tx.put(found.but(agreed="yes", reopened=_still_reopened(tx, found, digest, str(side))))
        if paper:
            _keep_paper(tx, visit, str(side), paper, media_type)
    return tx.changes


def attach_paper(store: Store, visit: str, *, side: Side | str, content: bytes, media_type: str, by: str) -> Changes:
    """Keep a photo of the paper that a side signed by hand; the text stays as it was signed."""
    with store.transact(Op.ADD_PHOTO, by=by) as tx:
        visits.known(tx, visit)
        _keep_paper(tx, visit, str(side), content, media_type)
    return tx.changes


def refuse(store: Store, visit: str, *, side: Side | str, person: str, reason: str, witnesses: str, by: str) -> Changes:
    """Note that a side refuses to sign, with the reason and who saw it. That too is a way to end. Raises ReasonMissing."""
    with store.transact(Op.REFUSE, by=by) as tx:
        found = visits.known(tx, visit)
        if not found.agreed:
            _close(tx, visit)
        uid = f"{visit}/{side}/{person}"
        tx.put(Signature(uid=uid, at=tx.at, refused=_reason(reason), witnesses=witnesses.strip()))
        tx.put(found.but(agreed="yes", reopened=_still_reopened(tx, found, digest_of(tx, visit), str(side))))
    return tx.changes


def reopen(store: Store, visit: str, *, reason: str, by: str) -> Changes:
    """Open a signed text again, in the open: the signatures stay and say that the text has changed since."""
    with store.transact(Op.REOPEN, by=by) as tx:
        found = visits.known(tx, visit)
        tx.put(found.but(agreed="", reopened=f"{tx.at} {_reason(reason)}"))
    return tx.changes


def supplement(store: Store, visit: str, *, correction: str, by: str, forms: Iterable[str] = ()) -> str:
    """
    Begin supplementary minutes for a visit that all have signed: same site, same team, and what is corrected, in words or
    by checklists that are filled again. Returns the uid of the new visit. Raises NotSigned, ReasonMissing.
    """
    today = store.clock().date()
    uid = visit_uid(today)
    with store.transact(Op.START_VISIT, by=by) as tx:
        first = visits.known(tx, visit)
        if visits.state(tx, first) not in (VisitState.SIGNED, VisitState.HANDED_OVER):
            raise NotSigned(visit=visit)
        tx.put(
            Visit(
                uid=uid,
                site=first.site,
                date=today.isoformat(),
                round=first.round,
                team=first.team,
                grounds=first.grounds,
                purpose=_reason(correction),
                supplement_of=visit,
            )
        )
        for name in forms:
            visits.add_sheet(tx, uid, name)
        for member in tx.all(Member, visit=visit, gone=""):
            tx.put(Member(uid=f"{uid}/{member.person}", side=member.side, role=member.role))
    return uid


def supplements(reader: Reader, visit: str) -> list[Visit]:
    """The supplementary minutes of a visit, oldest first."""
    return reader.all(Visit, supplement_of=visit, order="date")


def drawn(strokes: Strokes) -> str:
    """A drawn signature as it is stored."""
    rounded = [[(round(x, 1), round(y, 1), int(ms)) for x, y, ms in stroke] for stroke in strokes if stroke]
    return json.dumps(rounded, separators=(",", ":")) if rounded else ""


def edited_after(reader: Reader, signature: Signature) -> tuple[str, str]:
    """
    The last change of the text that came after a signature: when, and who made it. Empty when there is none.

    Times are those of the laptops that wrote them; whether a signature still covers the text is for `verdicts` to say.
    """
    since = _moment(signature.at)
    asked = select(entry.c.at, entry.c.person, saying.c.kind, saying.c.field).join(entry, entry.c.seq == saying.c.seq)
    asked = asked.where(saying.c.head == 1, saying.c.kind.in_(signing.SIGNED_KINDS), _of_visit(signature.visit))
    own = select(saying.c.entry).where(saying.c.kind == "signature", saying.c.uid == signature.uid)
    asked = asked.where(saying.c.entry.not_in(own))
    later = [
        (_moment(at), at, by)
        for at, by, kind, name in reader.connection.execute(asked)
        if (kind, name) not in signing.UNSIGNED_FIELDS and _moment(at) >= since
    ]
    if not later:
        return "", ""
    _when, at, by = max(later)
    person = reader.get(Person, by)
    return at, person.name if person else by


def _moment(at: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(at)


def _reason(text: str) -> str:
    if not text.strip():
        raise ReasonMissing
    return text.strip()


def _still_reopened(tx: Transaction, visit: Visit, digest: str, side: str) -> str:
    """What a reopened visit says of it until every side that had signed has signed the text as it is now."""
    others = [one for one in tx.all(Signature, visit=visit.uid) if one.seal and one.side != side]
    now = {one.side for one in others if one.digest == digest}
    return visit.reopened if {one.side for one in others} - now else ""


def _keep_paper(tx: Transaction, visit: str, side: str, content: bytes, media_type: str) -> None:
    sha256 = evidence.keep(tx, content, media_type=media_type)
    uid = f"{visit}/{PAPERS}/{side}/{sha256}"
    tx.put(Photo(uid=uid, media_type=media_type, taken_at=tx.at, stage=PAPERS))


def digest_of(reader: Reader, visit: str) -> str:
    """The digest of what stands of a visit, with what a transaction has said so far: what a signature covers."""
    columns = (saying.c.kind, saying.c.uid, saying.c.field, saying.c.value)
    asked = select(*columns).where(saying.c.head == 1, saying.c.kind.in_(signing.SIGNED_KINDS))
    asked = asked.where(_of_visit(visit))
    standing = {(kind, uid, name, value) for kind, uid, name, value in reader.connection.execute(asked)}
    if isinstance(reader, Transaction):
        for say in reader.pending():
            if say.uid.partition("/")[0] == visit:
                standing = {row for row in standing if row[:3] != say[:3]} | {(say.kind, say.uid, say.field, say.value)}
    apart = tuple(f"{visit}/{place}/" for place in APART)
    return signing.visit_digest(row for row in standing if not row[1].startswith(apart))


def _of_visit(visit: str) -> ColumnElement[bool]:
    own = (saying.c.uid == visit) | ((saying.c.uid > f"{visit}/") & (saying.c.uid < f"{visit}0"))
    for place in APART:
        own &= ~saying.c.uid.startswith(f"{visit}/{place}/", autoescape=True)
    return own


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


def _close(tx: Transaction, visit: str) -> None:
    """Nothing may stand against signing; what is not asked any more is no part of what is signed. Raises NotReady."""
    filled: dict[str, Instance] = {}
    against = standing_against(tx, visit, kept=filled)
    if against:
        raise NotReady(n=len(against), item=against[0].name or against[0].path or visit)
    visits.withdraw_unasked(tx, visit, filled)


def open_findings(reader: Reader, visit: str) -> list[Finding]:
    """The findings of a visit that stand, worst first."""
    return sorted(reader.all(Finding, visit=visit, stands=1), key=lambda one: (gravity(one.severity), one.path))
