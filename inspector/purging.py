"""
Make room on a laptop: the photos of visits that the register acknowledged become smaller copies. Nothing else ever goes.

The journal stays whole, and so do answers, findings and signatures. A visit that was not acknowledged, or of which
something was said since, is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from inspector import handover, photos, receipts, visits
from inspector.errors import InspectorError
from inspector.i18n import N_
from inspector.model import Handover, Photo, Site
from inspector.store import Reader, Store, evidence
from inspector.store.tables import evidence as bytes_of


class NotReceived(InspectorError):
    """A visit that the register does not hold yet, as far as this laptop knows."""

    code = "purge.not-received"
    message = N_("The visit at {site} on {date} is not acknowledged by the register in its present state.")
    hint = N_("Hand it over, and take the receipt of the office first. Nothing was removed.")


@dataclass(frozen=True, slots=True)
class Purged:
    """How many photos became smaller copies, and how many bytes that freed."""

    photos: int
    bytes: int


def ready(reader: Reader) -> list[str]:
    """The visits whose photos may be made smaller here: acknowledged, unchanged since, and with photos."""
    left = {visit for one in reader.all(Handover, device=reader.device) for visit in one.visits.split()}
    known = [visit for visit in sorted(left) if receipts.received(reader, visit)]
    return [visit for visit in known if _held(reader, [visit])]


def room(reader: Reader, chosen: Sequence[str]) -> int:
    """How many bytes the photos of these visits take here."""
    shas = _held(reader, chosen)
    asked = select(func.sum(func.length(bytes_of.c.bytes))).where(bytes_of.c.sha256.in_(shas))
    return int(reader.rows(asked)[0][0] or 0) if shas else 0


def purge(store: Store, chosen: Sequence[str]) -> Purged:
    """
    Put smaller copies in the place of the photos of these visits. Photos that other visits show as well stay.

    Raises:
        NotReceived: one of the visits must stay; none was touched.
    """
    with store.transact("purge") as tx:
        for visit in chosen:
            if not receipts.received(tx, visit):
                found = visits.known(tx, visit)
                site = tx.get(Site, found.site)
                raise NotReceived(site=site.code if site else "–", date="/".join(reversed(found.date.split("-"))))
        number = freed = 0
        for sha256 in _held(tx, chosen):
            content = evidence.fetch(tx, sha256) or b""
            copy = photos.reduced(content, handover.REDUCED_SIDE, quality=70)
            if len(copy) >= len(content):
                continue
            evidence.keep_smaller(tx, sha256, copy)
            tx.connection.execute(delete(bytes_of).where(bytes_of.c.sha256 == sha256))
            number, freed = number + 1, freed + len(content) - len(copy)
    return Purged(number, freed)


def _held(reader: Reader, chosen: Sequence[str]) -> list[str]:
    """The photos of these visits that are here in full and belong to no other visit."""
    mine = {one.sha256 for visit in chosen for one in reader.all(Photo, visit=visit)}
    here = evidence.present(reader, mine)
    shared = (
        {one.sha256 for one in reader.all(Photo, sha256=sorted(here)) if one.visit not in chosen} if here else set()
    )
    return sorted(here - shared)
