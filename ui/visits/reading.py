"""What the filling view reads of a visit, each in one snapshot; plain functions for the store lane."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inspector import findings, history, photos, visits
from inspector.i18n import N_, _
from inspector.model import Finding, Person
from inspector.store import Reader, evidence

if TYPE_CHECKING:
    from inspector.form import Instance

SHORT = {
    "fire": N_("Fire safety"),
    "equipment": N_("Equipment"),
    "infrastructure": N_("Infrastructure"),
    "guard": N_("Guarding"),
    "state_secret": N_("State secrets"),
}
"""The word for a checklist where there is little room, by its domain."""


@dataclass(frozen=True)
class Opened:
    """What the view shows of a visit."""

    dossier: visits.Dossier
    filled: dict[str, Instance]
    past: dict[tuple[str, str], tuple[history.Past, ...]]
    last: str
    secret: frozenset[str]
    before: int = 0
    fillers: dict[str, str] = field(default_factory=dict)
    """By form, who else fills it."""

    def page(self, form: str) -> visits.Page | None:
        """One checklist of the visit."""
        return next((page for page in self.dossier.pages if page.sheet.form == form), None)


def read_visit(reader: Reader, visit: str, me: str) -> Opened:
    """Everything that the view needs, in one snapshot."""
    filled: dict[str, Instance] = {}
    found = visits.dossier(reader, visit, kept=filled)
    secret = frozenset(page.sheet.form for page in found.pages if not visits.takes_photos(reader, page.sheet))
    others = {page.sheet.form: [uid for uid in page.sheet.filler.split() if uid != me] for page in found.pages}
    mine = {page.sheet.form for page in found.pages if me in page.sheet.filler.split()}
    wanted = sorted({uid for uids in others.values() for uid in uids})
    sides = {one.uid: one for one in reader.all(Person, uid=wanted)} if wanted else {}
    fillers = {
        form: ", ".join(_who(sides[uid]) for uid in uids if uid in sides)
        for form, uids in others.items()
        if uids and form not in mine
    }
    return Opened(
        found,
        filled,
        history.at_site(reader, visit),
        history.last_answered(reader, visit),
        secret,
        history.open_before(reader, visit),
        fillers,
    )


def _who(person: Person) -> str:
    return {"police": _("Police"), "vnpt": _("VNPT")}.get(person.side, "") or person.name


def short_title(page: visits.Page) -> str:
    """The word for a checklist in the header: of its domain, else the first words of its title."""
    words = SHORT.get(page.sheet.form)
    if words:
        return _(words)
    title = page.title
    inner = title.rpartition("(")[2].rstrip(") ")
    if title.endswith(")") and 1 < len(inner) <= 8:
        return inner
    return title if len(title) <= 18 else " ".join(title.split()[:3])


def findings_now(reader: Reader, visit: str) -> dict[str, Finding]:
    """The findings that stand, by `<form>/<path>`."""
    return {f"{one.form}/{one.path}": one for one in reader.all(Finding, visit=visit, stands=1)}


def offers(reader: Reader, form: str, path: str) -> tuple[list[str], list[str]]:
    """Phrases for an item, and who was in charge before."""
    return findings.phrases(reader, form, path), findings.in_charge_before(reader)


def contents(reader: Reader, wanted: list[str]) -> dict[str, bytes]:
    """The bytes of pictures by SHA-256, as far as they are here."""
    found = {sha: evidence.shown(reader, sha) for sha in wanted}
    return {sha: content for sha, content in found.items() if content is not None}


def enlarged(content: bytes) -> bytes:
    """A picture for the screen."""
    return photos.reduced(content, 1400)
