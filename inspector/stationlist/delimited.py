"""Text tables: any separator, any encoding that an office of the last twenty years has saved."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path
from typing import Final

from inspector.stationlist import header, legacy, limits
from inspector.stationlist.errors import ListDamaged, ListTooLarge, NotASpreadsheet
from inspector.stationlist.workbook import Cell, Sheet

SEPARATORS: Final = (",", ";", "\t", "|")
_LOOK: Final = 40


def read(path: Path, content: bytes) -> Sheet:
    """
    The table as one sheet, named after the file.

    Raises:
        StationListError: not text, or no table.
    """
    text = decode(path, content)
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml", "<table", "<meta")):
        raise NotASpreadsheet(file=path.name, found="HTML/XML")
    named = text[:6].lower()
    if named.startswith("sep=") and len(text) > 4:
        separator = text[4]
    else:
        separator = _separator(text)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(list(row[: limits.COLUMNS]))
            if len(rows) > limits.ROWS:
                raise ListTooLarge(file=path.name, what=f"> {limits.ROWS}")
    except csv.Error as error:
        raise ListDamaged(file=path.name) from error
    if named.startswith("sep="):
        rows = rows[1:]  # Excel takes the line that names the separator away and counts from the next
    if sum(len(row) for row in rows) > limits.CELLS:
        raise ListTooLarge(file=path.name, what=f"> {limits.CELLS}")
    return Sheet(name=path.stem, rows=rows, typed=False)


def decode(path: Path, content: bytes) -> str:
    """Bytes as text: UTF-8 and UTF-16 by mark or shape, else the Vietnamese code page that gives Vietnamese words."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(name)
            except UnicodeDecodeError as error:
                raise ListDamaged(file=path.name) from error
    sample = content[:4000]
    zeros = sample.count(0)
    if zeros:
        even = sample[::2].count(0)
        if len(content) % 2 == 0 and zeros >= len(sample) // 8 and even in (0, zeros):
            try:
                return content.decode("utf-16-be" if even else "utf-16-le")
            except UnicodeDecodeError as error:
                raise ListDamaged(file=path.name) from error
        raise NotASpreadsheet(file=path.name, found="binary")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if sum(byte < 9 or 13 < byte < 32 for byte in sample) > len(sample) // 50:
        raise NotASpreadsheet(file=path.name, found="binary")
    return legacy.decode_bytes(content)


def _separator(text: str) -> str:
    """The separator under which a header row shows; else the one that gives the most even rows."""
    lines = text[:60_000].splitlines()[:_LOOK]
    best, score = ",", (-1, -1.0)
    for separator in SEPARATORS:
        try:
            rows = list(csv.reader(lines, delimiter=separator))
        except csv.Error:
            continue
        named = max((header.named_columns(row) for row in rows), default=0)
        widths = [len(row) for row in rows if len(row) > 1]
        even = max((widths.count(width) for width in set(widths)), default=0) / max(len(rows), 1)
        if (named, even) > score:
            best, score = separator, (named, even)
    return best
