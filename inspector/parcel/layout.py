"""
What a parcel holds, version 1.

Readable sheets are for people: a cover, one sheet for each checklist of each visit, findings, photos in place, an
explanation of marks. Hidden sheets are for the register: `_manifest` (one JSON text), `_entries` (id, then the canonical
line in pieces), `_forms` (SHA-256, then the XForm in pieces), `_cells` (JSON of sheet, column, code of the item and what the cell is about,
then the text of a readable answer, so that an edited one is found, also when the sheet was sorted or renamed). Photos are the workbook's own
pictures and known by the SHA-256 of their bytes; `_photos` holds those that a spreadsheet program does not show (HEIC,
WebP) as SHA-256 and media type, then base64 in pieces, and the visible picture is a copy.
The seal is over the manifest without it; the manifest names the digest of the entries, every photo and every form.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass, field
from typing import Any, Final

VERSION: Final = 1
PIECE: Final = 32_000
"""Signs in one cell; a spreadsheet cell holds 32,767."""
MANIFEST: Final = "_manifest"
ENTRIES: Final = "_entries"
FORMS: Final = "_forms"
CELLS: Final = "_cells"
PHOTOS: Final = "_photos"
HEAD: Final = 3
"""The row of a readable sheet in which the heads of its columns stand; its rows follow."""
SHOWN: Final = ("image/jpeg", "image/png")
"""What spreadsheet programs show."""
HIDDEN: Final = (MANIFEST, ENTRIES, FORMS, CELLS, PHOTOS)


def shown(value: Any) -> str:
    """What a readable cell says, as `_cells` keeps it: days as dd/mm/yyyy, moments with hh:mm behind."""
    if isinstance(value, datetime.datetime):
        return f"{value:%d/%m/%Y}" if value.time() == datetime.time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a parcel says of itself."""

    device: str
    number: int
    by: str
    at: str
    visits: tuple[str, ...]
    entries: int
    digest: str
    photos: tuple[str, ...]
    forms: tuple[str, ...]
    key: str = ""
    seal: str = ""
    version: int = VERSION
    purpose: str = ""
    """Empty for results that are handed over; `assignment` for work that is given."""
    reduced: tuple[str, ...] = ()
    """Photos of earlier visits that travel as smaller copies: `<SHA-256 of the original> <SHA-256 of the copy>`."""

    def sealed(self) -> bytes:
        """The bytes that the seal is over: everything but the seal, and of what may be absent only what is there."""
        said = {
            name: value
            for name, value in asdict(self).items()
            if name != "seal" and (value or name not in ("purpose", "reduced"))
        }
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def line(self) -> str:
        """As the hidden sheet holds it."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A readable sheet: a title, column heads with widths, and rows; `watched` columns are compared when it comes back."""

    title: str
    heading: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Any, ...], ...]
    watched: tuple[int, ...] = ()
    targets: tuple[tuple[str, ...], ...] = ()
    """For each row, what each watched cell is about: `<uid of the answer>|value`, `…|note`, `…|measured`."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo in place: its bytes, what it shows, and a JPEG copy where a spreadsheet program shows no such picture."""

    sha256: str
    media_type: str
    content: bytes
    caption: str
    copy: bytes = b""


@dataclass(frozen=True, slots=True)
class Card:
    """The cover: a title, and facts about the parcel as (label, text)."""

    title: str
    heading: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CellEdited:
    """
    A readable cell that says something else than the entries behind it. A row that is gone is named by the code that
    stood in it, a sheet that is gone by nothing.
    """

    sheet: str
    cell: str
    was: str
    now: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """The content of a workbook: entries as (id, line), forms by SHA-256, photos."""

    manifest: Manifest
    entries: tuple[tuple[str, str], ...]
    forms: dict[str, str]
    photos: tuple[Picture, ...]
    cover: Card | None = None
    sheets: tuple[Sheet, ...] = ()
    edited: tuple[CellEdited, ...] = ()
    problems: tuple[str, ...] = field(default=())
