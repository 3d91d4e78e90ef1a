"""
Merge workbooks of many laptops into one register: union in any order, nothing lost, nothing counted twice.

A merge writes no entry of its own, so two registers that took the same parcels have the same digest. What arrived in
which parcel is kept beside the journal, so that a parcel can be taken out again.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select

from inspector import (
    ahead,
    arrivals,
    checklists,
    collecting,
    disagreements,
    filled_checklists,
    handover,
    proposals,
    receipts,
    trust,
)
from inspector.errors import Cancelled, InspectorError
from inspector.form import FormError
from inspector.i18n import _
from inspector.journal import Entry
from inspector.model import Op
from inspector.parcel import CellEdited, Parcel, ParcelError
from inspector.parcel.untouched import is_marked
from inspector.store import Reader, Store, StoreError, Transaction, bulk, evidence, project
from inspector.store.tables import arrival, brought, checklist, disagreement

Progress = Callable[[int, int], None]
GROUP = 256
GROUP_BYTES = 60_000_000
"""So many workbooks, and so many bytes of them, are taken in one transaction."""
AT_ONCE = 16
"""After so many workbooks what they said is put into the tables: more at once do not fit the processor's own memory."""
MUCH = 16
"""From so many workbooks on a merge is written the way that is quickest for much."""


@dataclass(frozen=True, slots=True)
class FilePreview:
    """
    What taking one workbook does, or did. `verdict`: merged, nothing new, refused.

    `standing` is what this store knows of the key that sealed it, `code` the eight characters of that key. `asks` says that
    it was refused only because nobody has vouched for it; `introduced` that its key became known by this merge.
    `disagreements` is how many it would open, beside those that wait; only a preview counts them.
    """

    file: str
    verdict: str
    reason: str = ""
    parcel: str = ""
    device: str = ""
    number: int = 0
    by: str = ""
    visits: tuple[str, ...] = ()
    entries_new: int = 0
    cells_edited: tuple[CellEdited, ...] = ()
    photos_missing: tuple[str, ...] = ()
    path: Path = Path()
    standing: str = ""
    code: str = ""
    asks: bool = False
    introduced: bool = False
    entries_known: int = 0
    disagreements: int = 0
    team: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do; `disagreements` counts those that wait already."""

    files: tuple[FilePreview, ...]
    disagreements: int


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did."""

    files: tuple[FilePreview, ...]
    disagreements: int
    digest: str


@dataclass(slots=True)
class _Run:
    """What the parcels of one preview or merge know of each other: what a person vouched for, and what is on its way."""

    word: trust.Word
    helper: ahead.Ahead | None = None
    coming: dict[str, Entry] = field(default_factory=dict)
    here: dict[str, int] = field(default_factory=dict)
    forms: set[str] | None = None
    arrived: dict[str, tuple[FilePreview, list[str]]] = field(default_factory=dict)
    _filled: dict[Path, bool] = field(default_factory=dict)

    def filled(self, path: Path) -> bool:
        """Whether a workbook is a checklist that was filled by hand; asked of the file once."""
        if path not in self._filled:
            self._filled[path] = not is_marked(path) and filled_checklists.recognised(path)
        return self._filled[path]

    def settle(self, tx: Transaction) -> None:
        """Put into the store what is on its way, all of it at once."""
        places, dirty = project.add(tx.connection, self.coming.values(), here=())
        self.here |= places
        known = bulk.present(tx.connection, arrival, "parcel", self.arrived)
        new = {parcel: found for parcel, found in self.arrived.items() if parcel not in known}
        columns = ("parcel", "device", "number", "file", "at", "by", "sealed", "entries")
        rows = [
            (
                *(parcel, seen.device, seen.number, _printable(seen.path.name)),
                *(tx.at, seen.by, str(seen.standing), len(set(ids))),
            )
            for parcel, (seen, ids) in new.items()
        ]
        bulk.insert(tx.connection, arrival, columns, rows)
        spans = [
            (parcel, *span) for parcel, (_seen, ids) in new.items() for span in _spans({self.here[id] for id in ids})
        ]
        bulk.run(tx.connection, "DELETE FROM local WHERE name {among}", [arrivals.OUT + parcel for parcel in new])
        bulk.insert(tx.connection, brought, ("parcel", "first", "last"), spans)
        project.project(tx.connection, dirty)
        self.coming, self.here, self.arrived = {}, {}, {}


def _spans(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """From one place in the journal to another, of those that follow one another."""
    ordered = sorted(places)
    starts = [at for at in range(len(ordered)) if not at or ordered[at] > ordered[at - 1] + 1]
    for start, stop in itertools.pairwise([*starts, len(ordered)]):
        yield ordered[start], ordered[stop - 1]


@dataclass(frozen=True, slots=True)
class _Opened:
    """A workbook that may be taken: its parcel, its entries, and which of them are here."""

    parcel: Parcel
    entries: list[Entry]
    here: dict[str, int]
    photos: set[str]


def preview(
    store: Store,
    files: Sequence[Path],
    *,
    accepted: Collection[str] = (),
    first_use: bool = True,
    progress: Progress | None = None,
) -> Preview:
    """What merging these workbooks would do; nothing is written."""
    found = []
    with ahead.reading(files) as helper:
        run = _Run(trust.Word(accepted, first_use), helper)
        for done, path in enumerate(files, 1):
            with store.read() as reader:
                found.append(
                    _acknowledged(reader, path, run.word) if receipts.is_receipt(path) else _foreseen(reader, path, run)
                )
            if progress is not None:
                progress(done, len(files))
    with store.read() as reader:
        return Preview(tuple(found), _waiting(reader))


def merge(
    store: Store,
    files: Sequence[Path],
    *,
    by: str = "",
    before: Callable[[], object] | None = None,
    accepted: Collection[str] = (),
    first_use: bool = True,
    progress: Progress | None = None,
) -> Merged:
    """
    Take workbooks into the store, each whole or not at all; a refused one hinders no other. They are taken in groups, a
    transaction for each group and within it a savepoint for each workbook.

    A parcel whose key is not known here is taken when a person vouches for it by its code (`accepted`), or when it is the
    first of its device and `first_use` allows that. `before` is called once, before anything is written; a merge of which all
    is refused or known writes nothing.

    Raises:
        StoreError: the medium refused. Cancelled: by `progress`; workbooks taken before stay taken.
    """
    found: list[FilePreview] = []
    word = trust.Word(accepted, first_use)
    with store.pouring() if len(files) >= MUCH else nullcontext(), ahead.reading(files) as helper:
        for group in _groups(files):
            told = functools.partial(_told, progress, len(found), len(files))
            if before is not None:
                if idle := _idle(store, group, word, helper, told):
                    found += idle
                    continue
                before()
                before = None
            if receipts.is_receipt(group[0]):
                found.append(_receipt(store, group[0], by, word))
                told(1)
            else:
                with collecting.put_off():
                    found += _taken(store, group, by, word, helper, told)
    with store.read() as reader:
        return Merged(tuple(found), _waiting(reader), reader.digest()[0])


def _groups(files: Sequence[Path]) -> Iterator[list[Path]]:
    """Workbooks that are taken in one transaction: many small ones or a few large ones; a receipt is alone."""
    group: list[Path] = []
    weight = 0
    for path in files:
        alone = receipts.is_receipt(path)
        size = path.stat().st_size if path.is_file() else 0
        if group and (alone or len(group) == GROUP or weight + size > GROUP_BYTES or receipts.is_receipt(group[0])):
            yield group
            group, weight = [], 0
        group.append(path)
        weight += size
    if group:
        yield group


def _told(progress: Progress | None, before: int, total: int, done: int) -> None:
    if progress is not None:
        progress(before + done, total)


def _waiting(reader: Reader) -> int:
    return len(reader.rows(select(disagreement.c.uid)))


def _opened(reader: Reader, path: Path, run: _Run) -> ahead.Opened:
    """The parcel in a workbook with its entries read. Raises InspectorError."""
    if run.filled(path):
        found = ahead.opened(filled_checklists.parcel(reader, path))
    else:
        found = (run.helper.opened(path) if run.helper else None) or ahead.opened(handover.read(path))
    if found is None:
        raise ParcelError(file=path.name, reason=_("its seal does not hold: it was changed after it was handed over"))
    reader.belong(found.entries)
    return found


def _seen(reader: Reader, path: Path, run: _Run) -> tuple[FilePreview, _Opened | None]:
    """What a workbook would bring besides what is here or comes in this run; not opened when it is not to be taken."""
    try:
        parcel, entries = _opened(reader, path, run)
        new_forms = _new_forms(reader, parcel, run)
    except (InspectorError, FormError) as refused:
        if isinstance(refused, StoreError | Cancelled):
            raise
        return FilePreview(str(path), "refused", _reason(refused), path=path), None
    ids = {one.id for one in entries}
    here = project.known(reader.connection, entries)
    new = len(ids - here.keys() - run.coming.keys())
    brought = {photo.sha256 for photo in parcel.photos}
    made = parcel.manifest
    photos = evidence.present(reader, {*made.photos, *brought})
    judged = trust.judge(reader, made, run.word.pinned)
    taken = run.word.takes(judged) or run.filled(path)
    seen = FilePreview(
        str(path),
        "merged" if new or new_forms or brought - photos else "nothing new",
        parcel=handover.parcel_id(made),
        device=made.device,
        number=made.number,
        by=made.by,
        visits=made.visits,
        entries_new=new,
        entries_known=len(ids) - new,
        cells_edited=parcel.edited,
        photos_missing=tuple(sha for sha in made.photos if sha not in photos | brought),
        path=path,
        standing=judged.standing,
        code=judged.code,
        introduced=judged.standing is trust.Standing.NEW and taken,
        team=_team(entries, made.visits),
    )
    if not taken:
        return replace(seen, verdict="refused", reason=judged.says(), asks=True), None
    return seen, _Opened(parcel, entries, here, photos)


def _foreseen(reader: Reader, path: Path, run: _Run) -> FilePreview:
    """The same with the disagreements that it would open; the next workbooks of the run are seen as coming after it."""
    seen, opened = _seen(reader, path, run)
    if opened is None:
        return seen
    fresh = [one for one in opened.entries if one.id not in opened.here and one.id not in run.coming]
    opens = disagreements.arising(reader, fresh, run.coming.values())
    run.coming |= {one.id: one for one in fresh}
    made = opened.parcel.manifest
    if made.key:
        run.word.pinned.setdefault(made.device, set()).add(made.key)
    return replace(seen, disagreements=opens)


def _team(entries: Iterable[Entry], visits: Collection[str]) -> str:
    """The teams of the visits that are handed over, as their entries name them."""
    teams = {
        say.uid: say.value
        for one in entries
        for say in one.says
        if say.field == "team" and say.kind == "visit" and say.uid in visits and say.value
    }
    return ", ".join(sorted(set(teams.values())))


def _new_forms(reader: Reader, parcel: Parcel, run: _Run) -> list[str]:
    """The checklists that it brings and that are not here; every one of them loads."""
    from inspector.form import load

    if run.forms is None:
        run.forms = {str(row.sha256) for row in reader.rows(select(checklist.c.sha256))}
    found = [sha for sha in parcel.forms if sha not in run.forms]
    for sha in found:
        load(parcel.forms[sha])
    return found


def _idle(
    store: Store, paths: Sequence[Path], word: trust.Word, helper: ahead.Ahead | None, told: Callable[[int], None]
) -> list[FilePreview]:
    """What becomes of workbooks of which nothing is to be written; none of them as soon as one has something."""
    found: list[FilePreview] = []
    run = _Run(word, helper)
    with store.read() as reader:
        for path in paths:
            seen = _acknowledged(reader, path, word) if receipts.is_receipt(path) else _seen(reader, path, run)[0]
            if _brings(reader, seen):
                return []
            found.append(seen)
            told(len(found))
    return found


def _brings(reader: Reader, seen: FilePreview) -> bool:
    """Whether taking a workbook or a receipt writes something: a parcel without a new entry may have come on another way."""
    if seen.verdict != "nothing new":
        return seen.verdict == "merged"
    return (
        seen.standing in (trust.Standing.NEW, trust.Standing.CHANGED)
        or bool(seen.parcel and not bulk.present(reader.connection, arrival, "parcel", [seen.parcel]))
        or proposals.proposes(reader, seen.parcel, seen.cells_edited)
    )


def _taken(
    store: Store,
    paths: Sequence[Path],
    by: str,
    word: trust.Word,
    helper: ahead.Ahead | None,
    told: Callable[[int], None],
) -> list[FilePreview]:
    """Take workbooks in one transaction, each within a savepoint; where the whole fails, one by one."""
    found: list[FilePreview] = []
    stopped: Cancelled | None = None
    try:
        with store.transact("merge", by=by) as tx:
            run = _Run(word, helper)
            for path in paths:
                if run.filled(path):  # it is read against the tables
                    run.settle(tx)
                found.append(_one(tx, path, by, run))
                if len(run.arrived) >= AT_ONCE:
                    run.settle(tx)
                try:
                    told(len(found))
                except Cancelled as cancelled:
                    stopped = cancelled
                    break
            run.settle(tx)
    except (StoreError, Cancelled):
        raise
    except Exception:
        if len(paths) == 1:
            raise
        alone: list[FilePreview] = []
        for path in paths:
            before = len(alone)
            alone += _taken(store, [path], by, word, None, lambda done, before=before: told(before + done))  # type: ignore[misc]
        return alone
    if stopped is not None:
        raise stopped
    return found


def _one(tx: Transaction, path: Path, by: str, run: _Run) -> FilePreview:
    """Take one workbook whole, or leave no trace of it. Its entries are put into the journal with those of its group."""
    seen, opened = _seen(tx, path, run)
    if opened is None:
        return seen
    parcel = opened.parcel
    made = parcel.manifest
    new_forms = [sha for sha in parcel.forms if sha not in (run.forms or ())]
    try:
        with tx.connection.begin_nested() if new_forms else nullcontext():
            for sha in new_forms:
                checklists.keep(tx, parcel.forms[sha], sha256=sha)
            evidence.keep_all(tx, [photo for photo in parcel.photos if photo.sha256 not in opened.photos])
            if seen.standing in (trust.Standing.NEW, trust.Standing.CHANGED):
                source = run.word.source(seen.code, introduced=seen.introduced)
                trust.learn(tx, made.device, made.key, source, by=by)
            trust.introduce(tx, made, opened.entries)
            handover.keep_reduced(tx, made)
            proposals.remember(tx, seen.parcel, seen.path.name, seen.by, seen.cells_edited)
    except (InspectorError, FormError) as refused:
        if isinstance(refused, StoreError | Cancelled):
            raise
        return FilePreview(str(path), "refused", _reason(refused), path=path)
    if run.forms is not None:
        run.forms |= parcel.forms.keys()
    run.coming |= {one.id: one for one in opened.entries if one.id not in opened.here}
    run.here |= opened.here
    run.arrived.setdefault(seen.parcel, (seen, [one.id for one in opened.entries]))
    return seen


def _receipt(store: Store, path: Path, by: str, word: trust.Word) -> FilePreview:
    """Take a receipt: what it acknowledges is said of this laptop's hand-overs."""
    with store.transact(Op.ACKNOWLEDGE, by=by) as tx:
        seen = _acknowledged(tx, path, word)
        if seen.verdict != "refused":
            found = receipts.read(path)
            receipts.take(tx, found, file=path.name)
            trust.learn(tx, found.register, found.key, word.source(seen.code, introduced=seen.introduced), by=by)
    return seen


def _acknowledged(reader: Reader, path: Path, word: trust.Word) -> FilePreview:
    """What taking a receipt would do."""
    try:
        found = receipts.read(path)
        told = receipts.preview(reader, found, file=path.name)
    except InspectorError as refused:
        return FilePreview(str(path), "refused", _reason(refused), path=path)
    judged = receipts.judge(reader, found, word)
    taken = word.takes(judged)
    numbers = ", ".join(map(str, (*told.new, *told.known)))
    return FilePreview(
        str(path),
        "refused" if not taken else "merged" if told.new else "nothing new",
        _("receipt for parcels {numbers}").format(numbers=numbers or "–") if taken else judged.says(),
        device=found.register,
        by=found.by,
        entries_new=int(bool(told.new)),
        path=path,
        standing=judged.standing,
        code=judged.code,
        asks=not taken,
        introduced=taken and judged.standing is trust.Standing.NEW,
    )


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode()


def _reason(refused: InspectorError | FormError) -> str:
    return refused.line() if isinstance(refused, InspectorError) else str(refused)
