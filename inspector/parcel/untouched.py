"""
A workbook that no program has saved since it was written: its hidden sheets are read directly, its readable ones not at all.

The writer leaves a mark as the comment of the archive: the SHA-256 over every part that is no photo, as the file holds it.
A spreadsheet program that saves the file, or one changed byte, breaks the mark; then every sheet is read and compared.
The mark is no seal and nothing is believed because of it: entries, forms, photos and the manifest are checked in any case.
"""

from __future__ import annotations

import functools
import hashlib
import io
import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from inspector.parcel.layout import ENTRIES, FORMS, MANIFEST, PHOTOS

_MARK: Final = b"inspector parcel 1 "
_LENGTH: Final = len(_MARK) + 64
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _CELL, _TEXT = f"{_MAIN}row", f"{_MAIN}c", f"{_MAIN}t"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_LARGEST_FORMS: Final = 100_000_000
_TEXTS: Final = r'<c[^<>]* t="inlineStr"><is><t[^<>]*>([^<>\r]*)</t></is></c>'
_PAIR: Final = re.compile(rf"<row[^<>]*>{_TEXTS}{_TEXTS}</row>")
_REFERENCE: Final = re.compile(r"&(?:#([0-9]{1,7})|(amp|lt|gt|quot));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"'}

Rows = list[list[str]]


def marked(content: bytes) -> bytes:
    """The workbook with its mark; photos lie in it as they were."""
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = _mark(content, archive)
    return file.getvalue()


def is_marked(path: Path) -> bool:
    """Whether a file ends with the writer's mark: then it is a parcel, or none at all."""
    try:
        with path.open("rb") as file:
            file.seek(-_LENGTH, io.SEEK_END)
            return file.read(len(_MARK)) == _MARK
    except OSError:
        return False


def sheets(content: bytes, archive: zipfile.ZipFile) -> dict[str, Rows] | None:
    """The hidden sheets of a workbook whose mark holds; None when the whole workbook must be read."""
    if not archive.comment.startswith(_MARK) or archive.comment != _mark(content, archive):
        return None
    try:
        parts = _parts(archive)
        found = {MANIFEST: _rows(archive.read(parts[MANIFEST]))}
        entries = archive.read(parts[ENTRIES])
        pairs = _pairs(entries)
        found[ENTRIES] = _rows(entries) if pairs is None else pairs
        found[FORMS] = _forms(_packed(content, archive.getinfo(parts[FORMS])))
        if PHOTOS in parts:
            found[PHOTOS] = _rows(archive.read(parts[PHOTOS]))
    except (KeyError, ValueError, ElementTree.ParseError, zipfile.BadZipFile, zlib.error, struct.error):
        return None
    return found


def _mark(content: bytes, archive: zipfile.ZipFile) -> bytes:
    parts = sorted(archive.infolist(), key=lambda part: part.header_offset)
    ends = [*(part.header_offset for part in parts[1:]), archive.start_dir]
    total = hashlib.sha256()
    for part, end in zip(parts, ends, strict=False):
        if not part.filename.startswith("xl/media/"):
            total.update(memoryview(content)[part.header_offset : end])
    return _MARK + total.hexdigest().encode()


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    relations = {one.get("Id", ""): one.get("Target", "") for one in _tree(archive.read("xl/_rels/workbook.xml.rels"))}
    book = _tree(archive.read("xl/workbook.xml"))
    return {
        one.get("name", ""): _placed(relations[one.get(_RELATION, "")]) for one in book.iterfind(f".//{_MAIN}sheet")
    }


def _placed(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _rows(xml: bytes) -> Rows:
    """The cells of a sheet as text; every cell is written, none is left out between."""
    return [
        ["".join([text.text or "" for text in cell.iter(_TEXT)]).replace("_x005F_", "_") for cell in row.iter(_CELL)]
        for row in _tree(xml).iter(_ROW)
    ]


def _pairs(xml: bytes) -> Rows | None:
    """The rows of a sheet in which every row is two texts, read without a tree; None when anything else stands there."""
    try:
        text = xml.decode()
        start, end = text.index("<sheetData>") + 11, text.index("</sheetData>")
    except ValueError:
        return None
    pairs = _PAIR.findall(text, start, end)
    if len(pairs) != text.count("<row", start, end):
        return None
    return [
        [id, (_REFERENCE.sub(_referred, said) if "&" in said else said).replace("_x005F_", "_")] for id, said in pairs
    ]


def _referred(found: re.Match[str]) -> str:
    return chr(int(found[1])) if found[1] else _NAMED[found[2]]


def _packed(content: bytes, part: zipfile.ZipInfo) -> bytes:
    """A part as the file holds it."""
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise ValueError
    name, extra = struct.unpack_from("<HH", content, part.header_offset + 26)
    start = part.header_offset + 30 + name + extra
    return content[start : start + part.compress_size]


@functools.lru_cache(maxsize=16)
def _forms(packed: bytes) -> Rows:
    """The rows of a packed sheet; workbooks of one programme carry the same checklists, byte for byte."""
    xml = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, _LARGEST_FORMS)
    return [[row[0], "".join(row[1:])] for row in _rows(xml) if row]


def _tree(xml: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError
    return ElementTree.fromstring(xml)  # noqa: S314 - no document type, so no entities
