"""
One entry of a journal: the canonical line, the id that is its SHA-256, and reading a line back.

The line is JSON with no choice left in it, so that another program can make the same bytes:

    ["entry",1,device,number,previous,at,person,op,[[kind,uid,field,value,[over,...]],...]]

UTF-8, no white space between tokens, characters outside ASCII written as themselves, text in NFC. `over` is sorted.
The id of an entry is the SHA-256 of that line, in hexadecimal. `previous` is the id of the device's entry before, or
empty for its first; `number` counts the device's entries from 1 without a gap. `at` is the wall clock of the device with
its offset; nothing is ever decided by it.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Final, NamedTuple

from pydantic_core import SchemaValidator, ValidationError, core_schema, to_json

from inspector.errors import InspectorError
from inspector.i18n import N_, _

VERSION: Final = 1
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\[ubfr]")
"""How a canonical line writes the control characters that no clean text holds."""
_MAX_LINE: Final = 4_000_000
_MAX_NUMBER: Final = 2**31 - 1


class EntryError(InspectorError):
    """A line is not an entry, or not the one that it says it is."""

    code = "journal.entry"
    message = N_("A journal entry is damaged: {reason}")
    hint = N_("Ask the laptop that wrote it to hand it over again.")


class Says(NamedTuple):
    """One thing that an entry says: this field of this record is worth `value`, instead of what `over` said."""

    kind: str
    uid: str
    field: str
    value: str
    over: tuple[str, ...] = ()


class Entry(NamedTuple):
    """What one person did on one device at one moment. `line` is the canonical text, `id` its SHA-256."""

    id: str
    device: str
    number: int
    previous: str
    at: str
    person: str
    op: str
    says: tuple[Says, ...]
    line: str

    @classmethod
    def make(
        cls, *, device: str, number: int, previous: str, at: str, person: str, op: str, says: tuple[Says, ...]
    ) -> Entry:
        """An entry from its parts; text is brought to NFC here."""
        clean = tuple(_clean(say) for say in says)
        fields = [device, number, previous, at, clean_text(person), op]
        line = _dump(["entry", VERSION, *fields, [[*say[:4], list(say.over)] for say in clean]])
        return cls(_sha(line), device, number, previous, at, clean_text(person), op, clean, line)


def read(line: str, *, id: str | None = None, hashed: bool = False) -> Entry:
    """
    The entry that `line` holds. `hashed` says that the caller has seen it hash to `id` already.

    Raises:
        EntryError: the line is not canonical, is of a later version, or does not hash to `id`.
    """
    if len(line) > _MAX_LINE:
        raise EntryError(reason=_("the line is too long"))
    content = line.encode("utf-8", "surrogatepass")
    found = id if hashed and id is not None else hashlib.sha256(content).hexdigest()
    if id is not None and found != id:
        raise EntryError(reason=f"{id[:8]} ≠ {found[:8]}")
    try:
        raw = _SHAPE.validate_json(content)
    except ValidationError:
        raise EntryError(reason=_fault(line)) from None
    _mark, _version, device, number, previous, at, person, op, says = raw
    said = tuple([Says._make(say) for say in says])
    if len(said) > 1 and len({say[:3] for say in said}) != len(said):
        raise EntryError(reason=_("it says one field twice"))
    if to_json(raw) != content or not clean_json(line):
        raise EntryError(reason=_("it is not in canonical form"))
    return Entry(found, device, number, previous, at, person, op, said, line)


def clean_text(text: str) -> str:
    """Text as the journal keeps it: NFC, lines ended by \\n, no control characters."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", unicodedata.normalize("NFC", text))


def clean_json(line: str) -> bool:
    """Whether a line of JSON holds no control characters besides tabs and ends of lines, and no half letters."""
    escaped = "\\" in line and _ESCAPED.search(line)
    return not escaped and (line.isascii() or not _CONTROL.search(line)) and "\x7f" not in line


def _clean(say: Says) -> Says:
    return Says(say.kind, clean_text(say.uid), say.field, clean_text(say.value), tuple(sorted(set(say.over))))


def _fault(line: str) -> str:
    """Why a line has not the shape of an entry."""
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        return _("it is not JSON")
    if not isinstance(raw, list) or len(raw) < 2 or raw[0] != "entry":
        return _("it is not an entry")
    if raw[1] != VERSION or isinstance(raw[1], bool):
        return f"version {raw[1]!r}"[:60]
    return _("a part of it has the wrong shape") if len(raw) == 9 else _("it is not an entry")


def _shape() -> SchemaValidator:
    """A line of version 1 in the words of the reader that parses and checks in one go."""
    text = core_schema.str_schema(strict=True)
    id = core_schema.str_schema(strict=True, pattern="^[0-9a-f]{64}$")
    previous = core_schema.str_schema(strict=True, pattern="^([0-9a-f]{64})?$")
    number = core_schema.int_schema(strict=True, ge=1, le=_MAX_NUMBER)
    over = core_schema.tuple_schema([id], variadic_item_index=0)
    says = core_schema.tuple_schema([core_schema.tuple_schema([*[text] * 4, over])], variadic_item_index=0)
    marks = [core_schema.literal_schema(["entry"]), core_schema.literal_schema([VERSION])]
    return SchemaValidator(core_schema.tuple_schema([*marks, text, number, previous, text, text, text, says]))


_SHAPE: Final = _shape()
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _sha(line: str) -> str:
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()
