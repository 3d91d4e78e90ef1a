"""
Workbooks that were damaged, cut, put together wrongly, edited or made to harm, by the thousand, merged into one register.

Each must end in one of two ways:

    refused    with a reason in words; the register's digest is what it was
    merged     with every entry and every checklist that the sound workbook brings, and no other; photos only such as hash
               to their names, and the missing ones named; readable cells that were edited are named

Nothing but an InspectorError may come out of reading one (merge turns it into the refusal), and memory stays bounded.
"""

from __future__ import annotations

import functools
import io
import random
import resource
import shutil
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from inspector import handover, register
from inspector.errors import InspectorError
from inspector.parcel.layout import CELLS, ENTRIES, FORMS, MANIFEST
from inspector.store import open_store
from inspector.store.tables import checklist, evidence
from tests.laws import orders, world

SHORT: Final = 150
MOST_MB: Final = 300
"""No damaged workbook takes more than this beside what the sound ones took; those are small here."""

Mutation = Callable[[bytes, bytes, random.Random], bytes]


def run(times: int, seed: int) -> dict[str, Any]:
    """Merge so many mutated workbooks; what became of them."""
    began, chance = time.monotonic(), random.Random(seed)
    outcomes: dict[str, Counter[str]] = {name: Counter() for name in MUTATIONS}
    wrong: list[str] = []
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        sound = _made(Path(folder))
        desk = _Desk(Path(folder), sound)
        before_mb = _peak_mb()
        for number in range(times):
            name = list(MUTATIONS)[number % len(MUTATIONS)]
            one, other = chance.sample(sound, 2)
            content = MUTATIONS[name](one, other, chance)
            at = time.process_time()
            outcome = desk.take(content, wrong, f"{name} {number}")
            slowest = max(slowest, time.process_time() - at)
            outcomes[name][outcome] += 1
            if number % 500 == 499:
                print(f"{number + 1} workbooks, {len(wrong)} wrong, {_peak_mb():.0f} MB", file=sys.stderr)
        desk.store.close()
    totals = sum(outcomes.values(), Counter())
    peak = _peak_mb()
    return {
        "workbooks": times,
        "refused": totals["refused"],
        "merged": totals["merged"],
        "merged_with_edits_named": totals["merged, edits named"],
        "merged_with_photos_missing": totals["merged, photos missing"],
        "by_mutation": {name: dict(found) for name, found in outcomes.items()},
        "wrong": wrong[:20],
        "peak_mb": round(peak),
        "peak_mb_before": round(before_mb),
        "slowest_cpu_seconds": round(slowest, 2),
        "seconds": round(time.monotonic() - began, 1),
        "wanted": f"0 wrong, peak at most {MOST_MB} MB above that of the sound ones",
        "holds": not wrong and peak - before_mb < MOST_MB and sum(totals.values()) == times,
    }


class _Desk:
    """A register that is wound back after each workbook that it took."""

    def __init__(self, folder: Path, sound: list[bytes]) -> None:
        self.path = folder / "mutated.xlsx"
        self.blank = open_store(":memory:")
        self.store = open_store(":memory:")
        world.wind_back(self.blank, self.store)
        self.before = self._state()
        self.entries: set[str] = set()
        self.forms: set[str] = set()
        self.photos: set[str] = set()
        for content in sound:
            self.path.write_bytes(content)
            parcel = handover.read(self.path)
            self.entries |= {id for id, _line in parcel.entries}
            self.forms |= parcel.forms.keys()
            self.photos |= set(parcel.manifest.photos)
        self.whole = {handover.parcel_id(handover.read(self._with(one)).manifest): self._ids() for one in sound}

    def _with(self, content: bytes) -> Path:
        self.path.write_bytes(content)
        return self.path

    def _ids(self) -> set[str]:
        return {id for id, _line in handover.read(self.path).entries}

    def _state(self) -> tuple[str, int]:
        with self.store.read() as reader:
            return reader.digest()

    def take(self, content: bytes, wrong: list[str], name: str) -> str:
        """What became of one workbook; whatever should not have happened goes to `wrong`."""
        self._with(content)
        try:
            (seen,) = register.preview(self.store, [self.path]).files
            (found,) = register.merge(self.store, [self.path]).files
            _verified(self.path)
        except Exception as fault:
            wrong.append(f"{name}: {''.join(traceback.format_exception(fault)[-3:])}"[-1200:])
            world.wind_back(self.blank, self.store)
            return "fault"
        if (seen.verdict, seen.reason) != (found.verdict, found.reason):
            wrong.append(
                f"{name}: the preview says {seen.verdict} {seen.reason}, the merge {found.verdict} {found.reason}"
            )
        if found.verdict == "refused":
            if self._state() != self.before:
                wrong.append(f"{name}: refused, but the register changed")
            if not found.reason.strip():
                wrong.append(f"{name}: refused without a reason")
            return "refused"
        self._look(found, wrong, name)
        world.wind_back(self.blank, self.store)
        if found.photos_missing:
            return "merged, photos missing"
        return "merged, edits named" if found.cells_edited else "merged"

    def _look(self, found: register.FilePreview, wrong: list[str], name: str) -> None:
        with self.store.read() as reader:
            ids = set(reader.entry_ids())
            forms = set(reader.connection.execute(select(checklist.c.sha256)).scalars())
            photos = set(reader.connection.execute(select(evidence.c.sha256)).scalars())
        if ids != self.whole.get(found.parcel):
            wrong.append(f"{name}: merged other entries than the sound workbook holds")
        if not forms <= self.forms or not photos <= self.photos:
            wrong.append(f"{name}: merged a checklist or a photo that no sound workbook holds")


def _verified(path: Path) -> None:
    with suppress(InspectorError):
        handover.verify(path)


def _made(folder: Path) -> list[bytes]:
    """The sound ones: six workbooks of one story, with photos, notes, findings and a signature."""
    begun = world.Beginning(workbooks=True)
    found = [path.read_bytes() for path in orders.told(begun.again())]
    shutil.rmtree(begun.pool.folder, ignore_errors=True)
    return found


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _flipped(one: bytes, _other: bytes, chance: random.Random) -> bytes:
    """A few bits."""
    damaged = bytearray(one)
    for _flip in range(chance.randint(1, 6)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _overwritten(one: bytes, _other: bytes, chance: random.Random) -> bytes:
    """A stretch of zeros or noise, as a failing stick leaves it."""
    start, length = chance.randrange(len(one)), chance.choice((16, 512, 4096))
    stretch = bytes(length) if chance.random() < 0.5 else chance.randbytes(length)
    return (one[:start] + stretch + one[start + length :])[: len(one)]


def _cut(one: bytes, _other: bytes, chance: random.Random) -> bytes:
    return one[: chance.randrange(len(one))]


def _joined(one: bytes, other: bytes, chance: random.Random) -> bytes:
    """Two files in one, or bytes before or after."""
    return chance.choice(
        (
            one + other,
            other[: chance.randrange(len(other))] + one,
            chance.randbytes(99) + one,
            one + chance.randbytes(99),
        )
    )


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    import warnings

    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")  # a name twice is meant
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def _swapped(one: bytes, other: bytes, chance: random.Random) -> bytes:
    """A part of another workbook, or two parts of the same in each other's place."""
    mine, theirs = _parts(one), _parts(other)
    name = chance.choice(sorted(mine))
    if chance.random() < 0.5 and name in theirs:
        mine[name] = theirs[name]
    else:
        second = chance.choice(sorted(mine))
        mine[name], mine[second] = mine[second], mine[name]
    return _packed(list(mine.items()))


def _without(one: bytes, _other: bytes, chance: random.Random) -> bytes:
    """A part is gone, or empty."""
    parts = _parts(one)
    name = chance.choice(sorted(parts))
    if chance.random() < 0.5:
        del parts[name]
    else:
        parts[name] = b""
    return _packed(list(parts.items()))


def _twice(one: bytes, other: bytes, chance: random.Random) -> bytes:
    """A name that is there twice, with another content the second time."""
    parts = list(_parts(one).items())
    name, content = chance.choice(parts)
    instead = _parts(other).get(name, b"x") if chance.random() < 0.7 else content[: len(content) // 2]
    parts.insert(chance.randrange(len(parts) + 1), (name, instead))
    return _packed(parts)


def _mis_sized(one: bytes, _other: bytes, chance: random.Random) -> bytes:
    """The directory of the archive lies about sizes, sums or places."""
    damaged = bytearray(one)
    places = []
    at = one.find(b"PK\x01\x02")
    while at >= 0:
        places.append(at)
        at = one.find(b"PK\x01\x02", at + 4)
    for place in chance.sample(places, min(len(places), chance.randint(1, 3))):
        field = chance.choice((10, 16, 20, 24, 28, 42))
        width = 2 if field in (10, 28) else 4
        value = chance.choice((0, 1, 0xFFFF, 0xFFFFFFFF, 0x7FFFFFFF, chance.getrandbits(32))) % (1 << (8 * width))
        damaged[place + field : place + field + width] = value.to_bytes(width, "little")
    return bytes(damaged)


def _xml(one: bytes, _other: bytes, chance: random.Random) -> bytes:
    """One of the parts says what XML can say to do harm."""
    parts = _parts(one)
    name = chance.choice([name for name in sorted(parts) if name.endswith((".xml", ".rels"))])
    content = parts[name]
    kind = chance.randrange(7)
    if kind == 0:
        declared = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
            b'<!ENTITY a%d "%s">' % (level, b"&a%s;" % (b"%d" % (level - 1) if level else b"") * 10)
            for level in range(9)
        )
        content = content.replace(b"?>", b"?>" + declared + b"]>", 1).replace(b"</", b"&a8;</", 1)
    elif kind == 1:
        outside = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        content = content.replace(b"?>", b"?>" + outside, 1).replace(b"</", b"&e;</", 1)
    elif kind == 2:
        content = b"<a>" * 200_000
    elif kind == 3:
        content = content[: chance.randrange(len(content) + 1)]
    elif kind == 4:
        content = content.replace(b'encoding="UTF-8"', b'encoding="UTF-16"', 1)
    elif kind == 5:
        number = b"%d" % chance.choice((0, -1, 2**31, 2**63, 10**30))
        content = content.replace(b'r="1"', b'r="' + number + b'"', 1).replace(b'"A1"', b'"ZZZZZ99999999"', 1)
    else:
        content = bytes(byte ^ (chance.random() < 0.002) for byte in content)
    parts[name] = content
    return _packed(list(parts.items()))


def _bomb(one: bytes, _other: bytes, chance: random.Random) -> bytes:
    """A part that swells, a photo that swells, or thousands of parts."""
    name, megabytes = chance.choice(
        (
            ("xl/worksheets/sheet1.xml", 320),
            ("xl/sharedStrings.xml", 250),
            ("xl/worksheets/sheet2.xml", 40),
            ("xl/media/image99.png", 400),
            ("xl/media/image99.png", 60),
            ("", 0),
        )
    )
    return _swollen(one, name, megabytes)


@functools.lru_cache(maxsize=64)
def _swollen(one: bytes, name: str, megabytes: int) -> bytes:
    import warnings

    out = io.BytesIO(_packed(list(_parts(one).items())))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        warnings.simplefilter("ignore")
        if name:
            with archive.open(name, "w") as part:
                for _megabyte in range(megabytes):
                    part.write(bytes(1_000_000))
        else:
            for number in range(100, 5200):
                archive.writestr(f"xl/worksheets/sheet{number}.xml", b"<worksheet/>")
    return out.getvalue()


def _edited(one: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Cells are written over in a spreadsheet program, readable or hidden ones."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(one))
    hidden = chance.random() < 0.4
    names = [name for name in book.sheetnames if (name in (MANIFEST, ENTRIES, FORMS, CELLS)) == hidden]
    sheet = book[chance.choice(names)]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for cell in chance.sample(cells, min(len(cells), chance.randint(1, 3))):
        cell.value = chance.choice(
            ("Đạt", "Đã sửa.", "", 7, 1e300, "=1/0", "'", "x" * 40_000, None, True, str(cell.value)[:-1])
        )
    return _saved(book)


def _rearranged(one: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Sheets renamed, removed or moved; rows and columns taken out or put in."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(one))
    sheet = book[chance.choice(book.sheetnames)]
    kind = chance.randrange(6)
    if kind == 0:
        sheet.title = "Trang của tôi"
    elif kind == 1 and len(book.sheetnames) > 1:
        book.remove(sheet)
        if all(one.sheet_state != "visible" for one in book):
            book.worksheets[0].sheet_state = "visible"
    elif kind == 2:
        sheet.delete_rows(chance.randint(1, 5))
    elif kind == 3:
        sheet.insert_rows(chance.randint(1, 5))
    elif kind == 4:
        sheet.delete_cols(chance.randint(1, 3))
    else:
        book.move_sheet(sheet, chance.randint(-3, 3))
    return _saved(book)


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _photo(one: bytes, other: bytes, chance: random.Random) -> bytes:
    """A photo is damaged, gone, exchanged, or calls itself something else."""
    parts = _parts(one)
    media = [name for name in sorted(parts) if name.startswith("xl/media/")]
    if not media:
        return _without(one, other, chance)
    name = chance.choice(media)
    kind = chance.randrange(4)
    content = parts.pop(name)
    if kind == 0:
        parts[name] = _flipped(content, content, chance)
    elif kind == 1:
        parts[name.rpartition(".")[0] + chance.choice((".png", ".exe", ""))] = content
    elif kind == 2:
        parts[name] = b"MZ" + content
    return _packed(list(parts.items()))


def _paths(one: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Names that lead out of the workbook, or to nothing."""
    parts = list(_parts(one).items())
    name = chance.choice(
        ("../../x", "/etc/x", "C:\\x", "xl/media/../../x.png", "xl\\media\\x.png", "a\x00b", "x" * 5000, "con")
    )
    where = chance.randrange(len(parts))
    if chance.random() < 0.5:
        parts.insert(where, (name, b"x"))
    else:
        parts[where] = (name, parts[where][1])
    return _packed(parts)


MUTATIONS: Final[dict[str, Mutation]] = {
    "bits flipped": _flipped,
    "stretch overwritten": _overwritten,
    "cut": _cut,
    "joined": _joined,
    "parts swapped": _swapped,
    "part missing": _without,
    "part twice": _twice,
    "sizes that lie": _mis_sized,
    "hostile XML": _xml,
    "bomb": _bomb,
    "cells edited": _edited,
    "sheets rearranged": _rearranged,
    "photo changed": _photo,
    "hostile names": _paths,
}
