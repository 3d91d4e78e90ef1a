"""
Workbook -> Parcel. Everything in the file is hostile until its ids and its manifest say otherwise.

Bounded before anything is unpacked: size of the file, number and size of its parts, and how much they swell.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import functools
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Final

from inspector.errors import InspectorError
from inspector.i18n import N_, _
from inspector.journal import clean_json
from inspector.parcel import untouched
from inspector.parcel.layout import (
    CELLS,
    ENTRIES,
    FORMS,
    HEAD,
    HIDDEN,
    MANIFEST,
    PHOTOS,
    VERSION,
    CellEdited,
    Manifest,
    Parcel,
    Picture,
    shown,
)

MAX_PARTS: Final = 5_000
MAX_SHEETS: Final = 600
MAX_TEXT: Final = 300_000_000
MAX_MEDIA: Final = 1_500_000_000
SMALL: Final = 8_000_000
DENSEST_TEXT: Final = 60
DENSEST_PHOTO: Final = 3
"""Beyond a small size no real sheet is packed more densely: its entries are hashes, and photos are packed already."""
_MOST_PARCELS: Final = 2**31
MEDIA: Final = ("xl/media/", "Pictures/")
"""Where pictures lie, in a workbook and in one that was saved as an OpenDocument spreadsheet."""
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_DEVICE: Final = re.compile(r"[0-9a-f]{8}")
_DAY: Final = re.compile(r"\d\d/\d\d/\d{4}")
_SERIAL: Final = re.compile(r"[1-9]\d{4}")
_DAY_NOUGHT: Final = datetime.date(1899, 12, 30)
"""From which spreadsheets count days."""
_TYPES: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "heic": "image/heic",
}


class ParcelError(InspectorError):
    """A workbook that is no parcel, or one that was cut or changed underneath."""

    code = "parcel"
    message = N_("{file} is not a hand-over workbook that can be taken: {reason}")
    hint = N_("Nothing was changed. Ask the laptop that made it to export it again.")


class NoParcelError(ParcelError):
    """A workbook of something else."""

    hint = N_(
        "Nothing was changed. If it is a station list, open it with “Import a list…” under Site list; if a laptop handed "
        "it over, have it exported there again."
    )


def read(content: bytes, *, file: str) -> Parcel:
    """
    The parcel in a workbook.

    Raises:
        ParcelError: it is no workbook, holds no parcel, is too new, or an entry in it does not match its manifest.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _bounded(archive, file)
            media = {name: archive.read(name) for name in archive.namelist() if name.startswith(MEDIA)}
            direct = untouched.sheets(content, archive)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError, zipfile.zlib.error):  # type: ignore[attr-defined]
        raise ParcelError(file=file, reason=_("it is no workbook, or it was cut")) from None
    if direct is not None:
        try:
            return _parcel(direct, media, file)
        except ParcelError:
            pass  # what does not hold together is read again in full, so that the reason is told from the whole file
    return _parcel(_sheets(content, file), media, file)


def _parcel(sheets: dict[str, list[list[str]]], media: dict[str, bytes], file: str) -> Parcel:
    if MANIFEST not in sheets or ENTRIES not in sheets:
        raise NoParcelError(file=file, reason=_("it holds no journal entries of this program"))
    manifest = _manifest(sheets[MANIFEST], file)
    entries = tuple(
        [(row[0], row[1] if len(row) == 2 else "".join(row[1:])) for row in sheets[ENTRIES] if row and row[0]]
    )
    if len(entries) != manifest.entries:
        reason = _("{found} of {n} entries are there").format(found=len(entries), n=manifest.entries)
        raise ParcelError(file=file, reason=reason)
    for number, (id, line) in enumerate(entries, 1):
        if hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest() != id:
            raise ParcelError(file=file, reason=_("entry {n} does not match its number").format(n=number))
    forms = {row[0]: "".join(row[1:]) for row in sheets.get(FORMS, []) if row and row[0] in manifest.forms}
    if any(_sha(text) != sha for sha, text in forms.items()):
        raise ParcelError(file=file, reason=_("a checklist in it was changed"))
    return Parcel(
        manifest, entries, forms, _photos(media, sheets.get(PHOTOS, []), manifest), edited=tuple(_edited(sheets))
    )


@functools.lru_cache(maxsize=64)
def _sha(text: str) -> str:
    """Of a checklist; workbooks of one programme carry the same ones."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _bounded(archive: zipfile.ZipFile, file: str) -> None:
    parts = archive.infolist()
    photos = [one for one in parts if one.filename.startswith(MEDIA)]
    media = sum(one.file_size for one in photos)
    text = sum(one.file_size for one in parts) - media
    packed = sum(one.compress_size for one in parts)
    swollen = text > SMALL + DENSEST_TEXT * packed or media > SMALL + DENSEST_PHOTO * packed
    if len(parts) > MAX_PARTS or text > MAX_TEXT or media > MAX_MEDIA or swollen:
        raise ParcelError(file=file, reason=_("it is too large to be one"))


def _sheets(content: bytes, file: str) -> dict[str, list[list[str]]]:
    """Every sheet as rows of text; a sheet that does not open makes the file no parcel."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        if len(book.sheet_names) > MAX_SHEETS:
            raise ParcelError(file=file, reason=_("it is too large to be one"))
        return {
            name: [
                [cell if isinstance(cell, str) else shown(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in book.sheet_names
        }
    except ParcelError:
        raise
    except Exception:
        raise ParcelError(file=file, reason=_("its sheets cannot be read")) from None


def _manifest(rows: list[list[str]], file: str) -> Manifest:
    text = "".join(rows[0][1:]) if rows else ""
    try:
        said = json.loads(text)
        version = int(said["version"])
        lists = {name: tuple(map(str, said[name])) for name in ("visits", "photos", "forms")}
        lists["reduced"] = tuple(map(str, said.get("reduced", ())))
        found = Manifest(
            device=str(said["device"]),
            number=int(said["number"]),
            by=str(said["by"]),
            at=str(said["at"]),
            entries=int(said["entries"]),
            digest=str(said["digest"]),
            key=str(said["key"]),
            seal=str(said["seal"]),
            version=version,
            purpose=str(said.get("purpose", "")),
            **lists,
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ParcelError(file=file, reason=_("its manifest cannot be read")) from None
    if version > VERSION:
        raise ParcelError(file=file, reason=_("it was made by a newer version of the program"))
    hashes = (*found.photos, *found.forms, *(sha for pair in found.reduced for sha in pair.split(" ")))
    good = clean_json(json.dumps(said, ensure_ascii=False)) and 0 < found.number < _MOST_PARCELS
    if not good or not _DEVICE.fullmatch(found.device) or not all(map(_HASH.fullmatch, hashes)):
        raise ParcelError(file=file, reason=_("its manifest cannot be read"))
    return found


def _photos(media: dict[str, bytes], others: list[list[str]], manifest: Manifest) -> tuple[Picture, ...]:
    wanted = set(manifest.photos)
    found: dict[str, Picture] = {}
    for name, content in media.items():
        sha256 = hashlib.sha256(content).hexdigest()
        kind = _TYPES.get(name.rpartition(".")[2].lower(), "")
        if sha256 in wanted and kind:
            found[sha256] = Picture(sha256, kind, content, "")
    for row in others:
        sha256, _space, kind = (row[0] if row else "").partition(" ")
        try:
            content = base64.b64decode("".join(row[1:]), validate=True)
        except (ValueError, binascii.Error):
            continue
        if sha256 in wanted and kind in _TYPES.values() and hashlib.sha256(content).hexdigest() == sha256:
            found[sha256] = Picture(sha256, kind, content, "")
    return tuple(found[sha256] for sha256 in manifest.photos if sha256 in found)


def _edited(sheets: dict[str, list[list[str]]]) -> Iterator[CellEdited]:
    """Readable answers that differ from what was written; a row is found by the code in its first column."""
    rows = {
        name: {row[0]: number for number, row in reversed(list(enumerate(found, 1))) if row and row[0]}
        for name, found in sheets.items()
        if name not in HIDDEN
    }
    watched: dict[str, list[tuple[str, str, str, str]]] = {}
    for line in sheets.get(CELLS, []):
        try:
            name, letter, code, target = map(str, json.loads(line[0]))
        except (ValueError, TypeError, IndexError, RecursionError):
            continue
        if re.fullmatch(r"[A-Z]{1,3}", letter):
            watched.setdefault(name, []).append((letter, code, target, "".join(line[1:])))
    for name, cells in watched.items():
        found = name if name in rows else _renamed(rows, set(watched), {code for _letter, code, _target, _was in cells})
        if not found:
            yield CellEdited(name, "", name, "")
            continue
        for letter, code, target, was in cells:
            number = rows[found].get(code)
            if number and (now := _day_again(was, _at(sheets[found][number - 1], letter))) != was:
                yield CellEdited(found, f"{letter}{number}", was, now, target)
        yield from _removed(found, rows[found], cells)
        yield from _added(found, sheets[found], cells)


def _removed(name: str, rows: dict[str, int], cells: list[tuple[str, str, str, str]]) -> Iterator[CellEdited]:
    """Rows that are gone, by the code that stood in them; one in which nothing was said is not missed."""
    left: dict[str, list[str]] = {}
    for _letter, code, _target, was in cells:
        if was and code not in rows:
            left.setdefault(code, []).append(was)
    for code, said in left.items():
        yield CellEdited(name, code, " · ".join(said), "")


def _added(name: str, rows: list[list[str]], cells: list[tuple[str, str, str, str]]) -> Iterator[CellEdited]:
    """Rows that were not there: of an item that is on the sheet, where they say something else of it; of nothing that is."""
    items: dict[str, list[tuple[str, str, str]]] = {}
    for letter, code, target, was in cells:
        items.setdefault(code, []).append((letter, target, was))
    seen: set[str] = set()
    in_place = len(rows) >= HEAD and sum(map(bool, rows[HEAD - 1])) > 2
    for number, row in enumerate(rows, 1):
        code = row[0] if row else ""
        if code in seen:
            for letter, target, was in items[code]:
                if (now := _day_again(was, _at(row, letter))) != was:
                    yield CellEdited(name, f"{letter}{number}", was, now, target)
        elif code in items:
            seen.add(code)
        elif any(row) and number > HEAD and (in_place or seen):
            yield CellEdited(name, f"A{number}", "", " · ".join(filter(None, row)))


def _renamed(rows: dict[str, dict[str, int]], named: set[str], codes: set[str]) -> str:
    """The sheet that took another name: the one that holds the codes of the items; empty when it is gone."""
    left = [name for name in rows if name not in named and codes & rows[name].keys()]
    return max(left, key=lambda name: len(codes & rows[name].keys()), default="")


def _day_again(was: str, now: str) -> str:
    """A day whose cell lost its format, or was written as text, in the words that it was shown in."""
    if not _DAY.fullmatch(was):
        return now
    try:
        if _SERIAL.fullmatch(now):
            return shown(_DAY_NOUGHT + datetime.timedelta(days=int(now)))
        return shown(datetime.datetime.fromisoformat(now))
    except ValueError:
        return now


def _at(row: list[str], letter: str) -> str:
    column = 0
    for sign in letter:
        column = column * 26 + ord(sign) - 64
    return row[column - 1] if column <= len(row) else ""
