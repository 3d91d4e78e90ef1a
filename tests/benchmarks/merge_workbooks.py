"""
Many workbooks for the benchmarks, each of one visit with 174 answers, made from one that the program wrote.

Every one has a laptop, a key, a site, a visit and a day of its own: sixteen visits are made on a day, as in an office that
makes 4,000 in a year. Its entries are hashed and chained anew, its manifest is sealed, and it carries the writer's mark, so a
register cannot tell it from one that was exported. Made once, kept in a folder.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from inspector import chance, handover, people, sites, visits, workplace
from inspector.journal import digest
from inspector.model import Side, visit_uid
from inspector.parcel import untouched
from inspector.parcel.layout import MANIFEST
from inspector.security import keys

FORMS: Final = ("fire", "state_secret", "equipment", "infrastructure", "guard")
TYPES: Final = "bts tower exchange dc office shop warehouse cable_route cabinet manhole"
PHOTOS: Final = 10
PHOTO_BYTES: Final = 200_000
A_DAY: Final = 16
FIRST_DAY: Final = datetime.date(2025, 1, 2)
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_DATE: Final = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)|\b(\d\d)/(\d\d)/(20\d\d)\b")


def made(folder: Path, count: int, *, photos: bool = False) -> list[Path]:
    """So many workbooks; those that are in the folder already are taken as they are."""
    folder = folder / ("dated-with-photos" if photos else "dated")
    wanted = [folder / f"{number // 1000}" / f"ban-giao-{number:05d}.xlsx" for number in range(count)]
    missing = [path for path in wanted if not path.exists()]
    if missing:
        maker = _Maker(_exported(folder, photos))
        for path in missing:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".part")
            partial.write_bytes(maker.workbook(int(path.stem.rpartition("-")[2])))
            partial.rename(path)
        parcel = handover.read(wanted[-1])
        assert handover.sealed(parcel)
        assert len(parcel.photos) == (PHOTOS if photos else 0)
    return wanted


def _exported(folder: Path, photos: bool) -> Path:
    """The workbook that all others are made from: every item answered, every twelfth one failed, one entry for each."""
    if (folder / "first.xlsx").exists():
        return folder / "first.xlsx"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with workplace.open_workplace(str(folder / "laptop.db")) as laptop:
        by = people.settle(laptop, "Lê Văn Ví Dụ", side=Side.POLICE).uid
        site = sites.add(laptop, "THA0001", by=by, name="Trạm Ví Dụ", types=TYPES)
        visit = visits.start(laptop, site.uid, FORMS, by=by)
        with laptop.read() as reader:
            pages = visits.dossier(reader, visit).pages
        items = [(page.sheet.form, line.item.path) for page in pages for line in page.lines]
        for number, (form, path) in enumerate(items):
            fails = number % 12 == 0
            notes = {path: "Bình bột hết áp, kim ở vạch đỏ."} if fails and form != "state_secret" else None
            visits.record_answers(laptop, visit, form, {path: "fail" if fails else "pass"}, notes=notes, by=by)
        for number in range(PHOTOS if photos else 0):
            visits.add_photo(laptop, visit, *items[number], _picture(number), by=by)
        handover.export(laptop, [visit], folder / "first.xlsx", by=by)
    return folder / "first.xlsx"


def _picture(number: int) -> bytes:
    """A photograph of that size; what follows the end of a JPEG is ignored by whoever shows it."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (640, 480), (number * 20 % 256, 90, 120)).save(out, "JPEG")
    noise = b"".join(hashlib.sha256(f"{number}-{block}".encode()).digest() for block in range(PHOTO_BYTES // 32))
    return out.getvalue() + noise


class _Maker:
    """Writes the same visit again as another one's."""

    def __init__(self, path: Path) -> None:
        self._parcel = handover.read(path)
        with zipfile.ZipFile(path) as archive:
            self._parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
            self._manifest = untouched._parts(archive)[MANIFEST]
        made = self._parcel.manifest
        self._visit = made.visits[0]
        first = json.loads(next(line for _id, line in self._parcel.entries if '"visit"' in line and '"site"' in line))
        self._site = next(say[3] for say in first[8] if say[0] == "visit" and say[2] == "site")
        self._made = datetime.date.fromisoformat(made.at[:10])
        self._names = re.compile("|".join([self._visit, self._site, made.device, made.key, "THA0001"]))
        plain = [(name, content) for name, content in self._parts if not name.startswith("xl/media/")]
        self._same = {name: _deflated(content) for name, content in plain if self._common(content.decode())}

    def _common(self, text: str) -> bool:
        """Whether a part says the same of every visit."""
        return not self._names.search(text) and self._dated(text, self._made + datetime.timedelta(days=1)) == text

    def _dated(self, text: str, day: datetime.date) -> str:
        """The text as of a visit of that day: what lies at or after the day of the first one moves with it."""

        def moved(found: re.Match[str]) -> str:
            iso = found[1] is not None
            date = datetime.date(*(int(found[at]) for at in ((1, 2, 3) if iso else (6, 5, 4))))
            if date < self._made:
                return found[0]
            date += day - self._made
            return date.isoformat() if iso else f"{date:%d/%m/%Y}"

        return _DATE.sub(moved, text)

    def workbook(self, number: int) -> bytes:
        old = self._parcel.manifest
        pair = keys.make()
        drawn = hashlib.sha256(f"visit {number}".encode()).hexdigest()
        day = FIRST_DAY + datetime.timedelta(days=number // A_DAY)
        with chance.seeded(f"visit {number}"):
            visit = visit_uid(day)
        names = {
            self._visit: visit,
            self._site: drawn[24:48],
            old.device: drawn[-8:],
            old.key: pair.public,
            "THA0001": f"THA{number:05d}",
        }
        ids: dict[str, str] = {}
        media = {}
        for name, content in self._parts:
            if name.startswith("xl/media/"):
                media[name] = content[:-4] + struct.pack(">I", number)
                ids[_sha(content)] = _sha(media[name])

        def renamed(text: str) -> str:
            plain = self._names.sub(lambda found: names[found[0]], self._dated(text, day))
            return _HASH.sub(lambda found: ids.get(found[0], found[0]), plain)

        entries = []
        for id, line in self._parcel.entries:
            line = renamed(line)
            ids[id] = _sha(line.encode())
            entries.append((ids[id], line))
        manifest = replace(
            old,
            device=names[old.device],
            at=self._dated(old.at, day),
            visits=(visit,),
            digest=digest(id for id, _line in entries),
            photos=tuple(sorted(ids[sha] for sha in old.photos)),
            key=pair.public,
        )
        manifest = replace(manifest, seal=keys.seal(pair.secret, manifest.sealed()))
        told = escape(manifest.line()).encode("ascii", "xmlcharrefreplace")
        return untouched.marked(_zipped(self._changed(renamed, media, told)))

    def _changed(self, renamed: object, media: dict[str, bytes], told: bytes) -> Iterable[tuple[str, bytes, bytes]]:
        """Each part with what it is packed to; what no visit changes is packed once."""
        assert callable(renamed)
        for name, content in self._parts:
            if name in media:
                yield name, media[name], b""
            elif name == self._manifest:
                at = content.index(b"<t>{") + 3
                new = content[:at] + told + content[content.index(b"</t>", at) :]
                yield name, new, _deflated(new)
            elif name in self._same:
                yield name, content, self._same[name]
            else:
                new = renamed(content.decode()).encode()
                yield name, new, _deflated(new)


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _deflated(content: bytes) -> bytes:
    packing = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(content) + packing.flush()


def _zipped(parts: Iterable[tuple[str, bytes, bytes]]) -> bytes:
    """An archive of parts that are packed already (an empty one: is stored)."""
    out, directory, number = io.BytesIO(), io.BytesIO(), 0
    for name, content, packed in parts:
        body = packed or content
        method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        said = struct.pack(
            "<HHHHHLLLHH", 20, 0, method, 0, 0x5C21, zlib.crc32(content), len(body), len(content), len(name), 0
        )
        directory.write(b"PK\x01\x02" + struct.pack("<H", 20) + said + struct.pack("<HHHLL", 0, 0, 0, 0, out.tell()))
        directory.write(name.encode())
        out.write(b"PK\x03\x04" + said + name.encode() + body)
        number += 1
    start = out.tell()
    out.write(directory.getvalue())
    out.write(b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, number, number, out.tell() - start, start, 0))
    return out.getvalue()
