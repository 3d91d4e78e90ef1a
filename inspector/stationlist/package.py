"""
Look into the package of an .xlsx before the native reader lays it out: sizes, hidden rows and columns.

The reader allots the whole rectangle between the first and the last filled cell; one cell in XFD1048576 would ask for all
memory. So the parts are unpacked here first, by measure, and the rectangle is worked out. No XML parser touches the
sheets: patterns over bytes cannot be made to expand anything.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import Final

from inspector.stationlist import limits
from inspector.stationlist.errors import ListDamaged, ListProtected, ListTooLarge, NotASpreadsheet
from inspector.stationlist.workbook import SheetState

_CELL: Final = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^<>/]*>')
_ROW: Final = re.compile(rb"<(?:\w+:)?row\s([^<>]*)>")
_COL: Final = re.compile(rb"<(?:\w+:)?col\s([^<>]*)>")
_NO_VALUE: Final = re.compile(rb"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>")
_ATTRIBUTE: Final = re.compile(rb'(\w+)="([^"<>]{0,40})"')
_SHEET_PART: Final = re.compile(r"(?i)/?xl/worksheets/[^/]+\.xml")
_READ: Final = re.compile(r"(?i)(?:\[Content_Types\]\.xml|_rels/\.rels|/?xl/.*\.(?:xml|rels))")


def inspect(path: Path, content: bytes) -> dict[str, SheetState]:
    """
    What is hidden, by sheet name.

    Raises:
        StationListError: no workbook, a damaged one, or one that would not fit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _inspect(path, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError) as error:
        raise ListDamaged(file=path.name) from error
    except RuntimeError as error:  # zipfile says so when a part asks for a password
        raise ListProtected(file=path.name) from error


def _inspect(path: Path, archive: zipfile.ZipFile) -> dict[str, SheetState]:
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if len(entries) > limits.PARTS:
        raise ListTooLarge(file=path.name, what=f"{len(entries)} × zip")
    if "xl/workbook.xml" not in names and not any(name.endswith("xl/workbook.xml") for name in names):
        raise NotASpreadsheet(file=path.name, found=_kind(names))
    left = limits.UNPACKED_BYTES
    states: dict[str, SheetState] = {}
    small: dict[str, bytes] = {}
    for entry in entries:
        if not _READ.fullmatch(entry.filename):
            continue
        with archive.open(entry) as part:
            unpacked = part.read(left + 1)
        left -= len(unpacked)
        if left < 0:
            raise ListTooLarge(file=path.name, what=f"> {limits.UNPACKED_BYTES // 1_000_000} MB")
        name = entry.filename.lstrip("/").lower()
        if _SHEET_PART.fullmatch(entry.filename):
            states[name] = _state(path, _as_utf8(unpacked))
        elif name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            small[name] = unpacked
    parts = _parts(small.get("xl/workbook.xml", b""), small.get("xl/_rels/workbook.xml.rels", b""))
    return {sheet: states[part] for sheet, part in parts.items() if part in states}


def _kind(names: set[str]) -> str:
    if "word/document.xml" in names:
        return "Word"
    if "ppt/presentation.xml" in names:
        return "PowerPoint"
    if "content.xml" in names:
        return "OpenDocument"
    return "xlsb" if "xl/workbook.bin" in names else "ZIP"


def _as_utf8(unpacked: bytes) -> bytes:
    if unpacked[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return unpacked.decode("utf-16", "replace").encode()
    return unpacked


def _state(path: Path, part: bytes) -> SheetState:
    """Measure one sheet's rectangle; tell what is hidden on it."""
    lowest = rightmost = 0
    for letters, digits in _CELL.findall(part):
        lowest = max(lowest, int(digits))
        rightmost = max(rightmost, number_of(letters.decode()))
    if lowest > limits.ROWS or lowest * rightmost > limits.CELLS:
        raise ListTooLarge(file=path.name, what=f"{lowest} × {rightmost}")
    rows = set()
    for position, found in enumerate(_ROW.findall(part)):
        said = dict(_ATTRIBUTE.findall(found))
        if said.get(b"hidden") in (b"1", b"true"):
            number = said.get(b"r", b"%d" % (position + 1))
            rows.add(int(number) - 1 if number.isdigit() else position)
    columns: set[int] = set()
    for found in _COL.findall(part):
        said = dict(_ATTRIBUTE.findall(found))
        low, high = said.get(b"min", b""), said.get(b"max", b"")
        if said.get(b"hidden") in (b"1", b"true") and low.isdigit() and high.isdigit():
            columns.update(range(int(low) - 1, min(int(high), limits.COLUMNS)))
    return SheetState(frozenset(rows), frozenset(columns), len(_NO_VALUE.findall(part)))


def _parts(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Sheet name -> part name, lower case. An odd workbook gives fewer: only what is hidden would stay untold."""
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        targets = {
            item.get("Id"): (item.get("Target") or "").lstrip("/").lower() for item in ElementTree.fromstring(relations)
        }
        found = {}
        for item in ElementTree.fromstring(workbook).iter():
            if item.tag.endswith("}sheet"):
                key = next((value for name, value in item.attrib.items() if name.endswith("}id")), "")
                target = targets.get(key, "")
                found[item.get("name") or ""] = target if target.startswith("xl/") else f"xl/{target}"
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
        return {}
    return found


def number_of(letters: str) -> int:
    """'A' -> 1, 'AB' -> 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(number: int) -> str:
    """1 -> 'A', 28 -> 'AB'."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
