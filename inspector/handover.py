"""
Visits leave this laptop as a parcel, and a workbook is read back with a verdict.

The parcel holds every entry that speaks of the visits, and of the people, the site and the keys that they need.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import ColumnElement, select

from inspector import digital_signing, findings, i18n, people, photos, repeats, visits
from inspector.days import HERE
from inspector.errors import FileUnreadable, fault_of
from inspector.i18n import N_, _
from inspector.journal import digest, short
from inspector.leaving import left
from inspector.model import VISIT_KINDS, Answer, Finding, FindingState, Handover, Op, Person, Photo, Site, Visit
from inspector.parcel import Card, Manifest, Parcel, ParcelError, Picture, Sheet
from inspector.parcel import read as parcel_read
from inspector.parcel import write as parcel_write
from inspector.parcel.layout import SHOWN
from inspector.security import keys, pades
from inspector.signing_off import PAPERS
from inspector.store import Reader, Store, Transaction, bulk, evidence
from inspector.store.tables import checklist, saying

Progress = Callable[[int, int], None]
LIMIT = 2_000_000_000
REDUCED_SIDE = 800
ASSIGNMENT = "assignment"
GIVEN = "assignments"
SEVERITIES = {"critical": N_("critical"), "major": N_("major"), "minor": N_("minor")}
FINDING_FIELDS = ("text", "severity", "remedy", "due")
"""What the columns of the sheet of findings are about, after its code."""
KEPT = "parcel:"
"""Where the store keeps what its own parcels are called, by number, so that a receipt is recognised."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A parcel that was written."""

    parcel: str
    device: str
    number: int
    entries: int
    photos: int
    path: Path


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether a file is as it was made, by whom, and what is wrong with it; of a sealed parcel the device and its key."""

    intact: bool
    signed_by: tuple[str, ...]
    problems: tuple[str, ...]
    device: str = ""
    key: str = ""
    remarks: tuple[str, ...] = ()
    """What a person should know besides: when each party signed, whose certificate it is, who has not signed yet."""


def export(store: Store, chosen: Sequence[str], path: Path, *, by: str, progress: Progress | None = None) -> Exported:
    """Hand visits over as one workbook. The number of the parcel is only used when the file was written."""
    with left(store, path, Op.HAND_OVER, by=by) as (tx, file):
        for visit in chosen:
            visits.known(tx, visit)
        number = max([one.number for one in tx.all(Handover, device=tx.device)], default=0) + 1
        key = people.device_key(tx)
        tx.put(Handover(uid=f"{tx.device}-{number}", visits=" ".join(chosen), at=tx.at))
        tx.finish()
        parcel = _gathered(tx, chosen, number, by, key, progress)
        tx.set_local(f"{KEPT}{number}", parcel_id(parcel.manifest))
        file.write(parcel_write(parcel))
    made = parcel.manifest
    return Exported(parcel_id(made), made.device, made.number, made.entries, len(parcel.photos), path)


def assign(store: Store, chosen: Sequence[str], path: Path, *, by: str, progress: Progress | None = None) -> Exported:
    """
    Give planned visits to a team as one workbook: their sites, checklists and people, what the last visits there said and
    left open, their photos as smaller copies, and the keys that this office knows. It hands no visit over.
    """
    with left(store, path, Op.PLAN, by=by) as (tx, file):
        for visit in chosen:
            visits.known(tx, visit)
        number = int(tx.local(GIVEN, "0")) + 1
        key = people.device_key(tx)
        tx.set_local(GIVEN, str(number))
        tx.finish()
        parcel = _gathered(tx, chosen, number, by, key, progress, purpose=ASSIGNMENT, earlier=_earlier(tx, chosen))
        file.write(parcel_write(parcel))
    made = parcel.manifest
    return Exported(parcel_id(made), made.device, made.number, made.entries, len(parcel.photos), path)


def keep_reduced(tx: Transaction, made: Manifest) -> None:
    """Remember which smaller copies that came with an assignment stand for which photos."""
    for pair in made.reduced:
        original, copy = pair.split(" ")
        evidence.stands_for(tx, original, copy)


def _earlier(tx: Reader, chosen: Sequence[str]) -> list[str]:
    """The visits that came before at the same sites: the last one that was begun, and those with open findings."""
    found: list[str] = []
    for uid in chosen:
        visit = visits.known(tx, uid)
        same = [one for one in tx.all(Visit, site=visit.site) if one.uid not in chosen and one.date <= visit.date]
        begun = [one for one in same if tx.all(Answer, visit=one.uid)]
        last = max(begun, key=lambda one: (one.date, one.uid), default=None)
        for one in begun:
            still = [f for f in tx.all(Finding, visit=one.uid, stands=1) if f.state != FindingState.CLOSED]
            if (one is last or still) and one.uid not in found:
                found.append(one.uid)
    return found


def parcel_id(manifest: Manifest) -> str:
    """What a parcel is called: device and number (of an assignment: A and number), and what is in it."""
    mark = "A" if manifest.purpose else ""
    return f"{manifest.device}-{mark}{manifest.number}-{manifest.digest[:8]}"


def is_assignment(parcel: str) -> bool:
    """Whether the parcel of that name was work given, rather than results handed over."""
    return "-A" in parcel


def is_laptop(device: str) -> bool:
    """Whether the name is that of a computer with a store, rather than of a checklist that was filled by hand."""
    return len(device) == 8


def read(path: Path) -> Parcel:
    """The parcel in a workbook. Raises FileUnreadable, ParcelError."""
    try:
        if path.stat().st_size > LIMIT:
            raise ParcelError(file=path.name, reason=_("it is too large to be one"))
        content = path.read_bytes()
    except OSError as fault:
        raise FileUnreadable(file=path, reason=fault_of(fault)) from None
    return parcel_read(content, file=path.name)


def sealed(parcel: Parcel) -> bool:
    """Whether there is a seal, and it holds over what is there."""
    made = parcel.manifest
    return whole(parcel) and bool(made.seal)


def whole(parcel: Parcel) -> bool:
    """Whether the entries are those that the manifest names, and its seal holds when it has one."""
    made = parcel.manifest
    found = digest(id for id, _line in parcel.entries)
    unsealed = not made.key and not made.seal
    return found == made.digest and (unsealed or keys.holds(made.key, made.sealed(), made.seal))


def verify(path: Path) -> Verified:
    """Whether a workbook or a signed PDF is intact, and by whom."""
    if path.suffix.lower() == ".pdf":
        return _verify_pdf(path)
    try:
        parcel = read(path)
    except ParcelError as refused:
        return Verified(False, (), (refused.line(),))
    problems = [
        _("{sheet}, cell {cell}: was “{was}”, now “{now}”").format(
            sheet=one.sheet, cell=one.cell, was=one.was, now=one.now
        )
        for one in parcel.edited
    ]
    held = sealed(parcel)
    if not held:
        problems.insert(0, _("The seal does not hold."))
    here = {photo.sha256 for photo in parcel.photos}
    missing = [sha for sha in parcel.manifest.photos if sha not in here]
    problems += [_("The photo {sha} is missing.").format(sha=sha[:8]) for sha in missing]
    name = parcel.manifest.by or parcel.manifest.device
    key = (parcel.manifest.device, parcel.manifest.key) if held else ("", "")
    return Verified(held and not problems, (name,) if held else (), tuple(problems), *key)


def _verify_pdf(path: Path) -> Verified:
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise FileUnreadable(file=path, reason=fault_of(fault)) from None
    try:
        found = pades.verify(content, name=path.name)
    except pades.SignatureError as refused:
        return Verified(False, (), (refused.line(),))
    names = tuple(party.subject for party in found.parties if party.subject)
    problems = digital_signing.problems(found)
    if not found.parties:
        return Verified(False, (), (*problems, _("The file is not signed.")))
    return Verified(
        found.intact, names, tuple(problems), remarks=(*digital_signing.signed(found), *digital_signing.waiting(found))
    )


def _editions(reader: Reader, sheets: Sequence[str]) -> list[str]:
    """The checklists that these sheets are filled with; of one about which two laptops differ, both."""
    asked = "SELECT DISTINCT value FROM saying WHERE kind = 'sheet' AND field = 'sha256' AND head = 1 AND uid {among}"
    return sorted(row[0] for row in bulk.rows(reader.connection, asked, sheets))


def _gathered(
    tx: Transaction,
    chosen: Sequence[str],
    number: int,
    by: str,
    key: keys.KeyPair,
    progress: Progress | None,
    *,
    purpose: str = "",
    earlier: Sequence[str] = (),
) -> Parcel:
    lines = _entries(tx, [*chosen, *earlier])
    dossiers = [visits.dossier(tx, visit, language=i18n.language()) for visit in chosen]
    before = [visits.dossier(tx, visit) for visit in earlier]
    shas = _editions(tx, [page.sheet.uid for one in (*dossiers, *before) for page in one.pages])
    asked = select(checklist.c.sha256, checklist.c.xform).where(checklist.c.sha256.in_(shas))
    forms = {str(row.sha256): str(row.xform) for row in tx.rows(asked)}
    pictures = _photos(tx, dossiers, progress)
    reduced = _reduced(_photos(tx, before, None))
    pictures += reduced.values()
    person = tx.get(Person, by)
    own = {photo.sha256 for one in chosen for photo in tx.all(Photo, visit=one, gone="")}
    names = tuple(sorted(own | {copy.sha256 for copy in reduced.values()}))
    manifest = Manifest(
        device=tx.device,
        number=number,
        by=person.name if person else "",
        at=tx.at,
        visits=tuple(chosen),
        entries=len(lines),
        digest=digest(id for id, _line in lines),
        photos=names,
        forms=tuple(shas),
        key=key.public,
        purpose=purpose,
        reduced=tuple(f"{original} {copy.sha256}" for original, copy in sorted(reduced.items())),
    )
    manifest = replace(manifest, seal=keys.seal(key.secret, manifest.sealed()))
    sheets = [sheet for one in dossiers for sheet in _pages(tx, one)]
    sheets += [_findings(tx, dossiers)] if any(one.findings for one in dossiers) else []
    return Parcel(manifest, tuple(lines), forms, tuple(pictures), _cover(tx, manifest, dossiers), tuple(sheets))


def _entries(tx: Reader, chosen: Iterable[str]) -> list[tuple[str, str]]:
    """Every entry that speaks of the visits or of what they need, in the order in which they were made here."""
    wanted: set[int] = set()
    for visit in chosen:
        found = visits.known(tx, visit)
        for kind in VISIT_KINDS:
            within = (saying.c.uid >= f"{visit}/") & (saying.c.uid < f"{visit}0")
            wanted |= _speaking(tx, (saying.c.kind == kind) & ((saying.c.uid == visit) | within))
        wanted |= _speaking(tx, (saying.c.kind == "site") & (saying.c.uid == found.site))
        wanted |= _speaking(tx, (saying.c.kind == "round") & (saying.c.uid == found.round))
        wanted |= _speaking(tx, (saying.c.kind == "decision") & saying.c.uid.contains(visit))
    wanted |= _speaking(tx, saying.c.kind.in_(["person", "device", "key", "handover"]))
    asked = "SELECT id, line FROM entry WHERE seq {among} ORDER BY seq"
    return [(str(id), str(line)) for id, line in bulk.rows(tx.connection, asked, wanted)]


def _speaking(tx: Reader, where: ColumnElement[bool]) -> set[int]:
    return {int(row.seq) for row in tx.rows(select(saying.c.seq).where(where).distinct())}


def _photos(tx: Reader, dossiers: Iterable[visits.Dossier], progress: Progress | None) -> list[Picture]:
    """Every photo of these visits whose bytes are here: of items, also of those that no longer apply, and of signed papers."""
    wanted: dict[str, tuple[Photo, str]] = {}
    for one in dossiers:
        lines = {line.path: line for page in one.pages for line in page.lines}
        place = {path: number for number, path in enumerate(lines)}
        taken = tx.all(Photo, visit=one.visit.uid, gone="", order="taken_at")
        for photo in sorted(taken, key=lambda photo: place.get(f"{photo.form}/{photo.path}", len(place))):
            line = lines.get(photo.path if photo.form == findings.REMEDY else f"{photo.form}/{photo.path}")
            about = (line.item.code, line.item.text) if line else (_("Signed paper"),) if photo.stage == PAPERS else ()
            site = one.site.code if one.site else ""
            shown = " · ".join(part for part in (site, *about) if part)
            caption = "\n".join(part for part in (shown, _time(photo.taken_at)) if part)
            wanted.setdefault(photo.sha256, (photo, caption))
    found = []
    for done, (photo, caption) in enumerate(wanted.values(), 1):
        content = evidence.fetch(tx, photo.sha256)
        if content is not None:
            copy = b"" if photo.media_type in SHOWN else photos.reduced(content)
            found.append(Picture(photo.sha256, photo.media_type, content, caption, copy))
        if progress is not None:
            progress(done, len(wanted))
    return found


def _reduced(pictures: Iterable[Picture]) -> dict[str, Picture]:
    """Photos of earlier visits as copies that are light enough to be given along, by the SHA-256 of the original."""
    found = {}
    for one in pictures:
        copy = photos.reduced(one.content, REDUCED_SIDE, quality=70)
        found[one.sha256] = Picture(hashlib.sha256(copy).hexdigest(), "image/jpeg", copy, one.caption)
    return found


def _cover(tx: Reader, made: Manifest, dossiers: Sequence[visits.Dossier]) -> Card:
    places = "\n".join(_place(tx, one) for one in dossiers)
    facts = (
        (_("Number") if made.purpose else _("Parcel"), f"{made.number:03d}"),
        (_("Device"), made.device),
        (_("Given by") if made.purpose else _("Handed over by"), made.by),
        (_("At"), _time(made.at)),
        (_("Visits"), places),
        (_("Entries"), str(made.entries)),
        (_("Photos"), str(len(made.photos))),
        (_("Code to read out"), short(made.digest)),
        (_("Marks"), _("● pass   ▲ fail   ○ not applicable   (blank) not answered")),
        (
            _("Note"),
            _("Widths, filters and comments may be changed. A changed answer is shown when the file is merged."),
        ),
    )
    heading = _("Assignment of inspections") if made.purpose else _("Hand-over of inspection results")
    return Card(_("Cover"), heading, facts)


def _place(tx: Reader, one: visits.Dossier) -> str:
    site = one.site or Site(uid="")
    state = _(visits.STATES[one.state])
    return " · ".join(part for part in (site.code, site.name, site.commune, _day(one.visit.date), state) if part)


def _pages(tx: Reader, one: visits.Dossier) -> list[Sheet]:
    words = {"pass": _("● Pass"), "fail": _("▲ Fail"), "na": _("○ N/A")}
    columns = (
        (_("Code"), 11), (_("Item"), 54), (_("Result"), 14), (_("Measured value"), 9), (_("Unit"), 10), (_("Note"), 30),
        (_("Photos"), 6), (_("By"), 16), (_("At"), 17),
    )  # fmt: skip
    sheets = []
    site = one.site.code if one.site else ""
    for page in one.pages:
        codes = repeats.told_apart(line.item.code for line in page.lines)
        rows = tuple(
            (
                code, line.item.text, words.get(line.value, line.said), _measured(line.measured),
                line.item.unit if line.item.measure else "", line.note, len(line.photos) or None, line.by, _when(line.at),
            )
            for code, line in zip(codes, page.lines, strict=True)
        )  # fmt: skip
        heading = " · ".join(
            part for part in (page.title, site, one.site.name if one.site else "", _day(one.visit.date)) if part
        )
        targets = tuple(_targets(one.visit.uid, line) for line in page.lines)
        sheets.append(Sheet(f"{site} {page.title}", heading, columns, rows, watched=(2, 3, 5), targets=targets))
    return sheets


def _targets(visit: str, line: visits.Line) -> tuple[str, str, str]:
    """What the watched cells of an item's row are about."""
    measured = f"{visit}/{line.form}/{line.item.measure}|measured" if line.item.measure else ""
    return f"{visit}/{line.path}|value", measured, f"{visit}/{line.path}|note"


def _time(at: str) -> str:
    """A moment as people write it: dd/mm/yyyy hh:mm."""
    when = _when(at)
    return when if isinstance(when, str) else f"{when:%d/%m/%Y %H:%M}"


def _when(at: str) -> datetime.datetime | str:
    """A moment as a spreadsheet keeps it, on the clocks of Vietnam; what is none stays as it was said."""
    try:
        return datetime.datetime.fromisoformat(at).astimezone(HERE).replace(microsecond=0, tzinfo=None)
    except ValueError:
        return at


def _date(text: str) -> datetime.date | str:
    """A day as a spreadsheet keeps it; what is none stays as it was said."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return text


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-")))


def _measured(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _findings(tx: Transaction, dossiers: Iterable[visits.Dossier]) -> Sheet:
    columns = ((_("Code"), 18), (_("Finding"), 54), (_("Severity"), 13), (_("Remedy"), 50), (_("Deadline"), 12))
    today = datetime.date.fromisoformat(tx.at[:10])
    listed = [one for each in dossiers for one in findings.listed(tx, today=today, visit=each.visit.uid)]
    codes = repeats.told_apart(f"{one.site_code} {one.code}".strip() for one in listed)
    rows = tuple(
        (
            code, one.finding.text or findings.item_words(tx, one), _(SEVERITIES.get(one.finding.severity, "")) if one.finding.severity else "",
            one.finding.remedy, _date(findings.deadline(one.finding)),
        )
        for code, one in zip(codes, listed, strict=True)
    )  # fmt: skip
    targets = tuple(tuple(f"{one.finding.uid}|{name}" for name in FINDING_FIELDS) for one in listed)
    return Sheet(_("Findings"), _("Findings and recommendations"), columns, rows, watched=(1, 2, 3, 4), targets=targets)
