"""
What a tag says, as text. Pure: no pictures, no keys, no clock.

    $1KTHA0123              version 1, check character K, the code
    $1KTHA0123$<98 signs>   the same with the seal of an office

A tag carries the code and nothing else of the site. Every sign is one of QR's alphanumeric set, so the symbol stays
small. The check character covers all other signs: it finds each wrong sign and each swap of two, which a hand scanner
behind a Vietnamese keyboard makes easily. A seal is an Ed25519 signature over the code with two bytes that say by whose
key; who forges a tag cannot make one. A later version keeps the first three signs, so that an older program can say
that it is too old rather than that the tag is damaged.

Texts that do not begin with `$` are taken as they are: labels that were there before, a code alone or among other words.
"""

from __future__ import annotations

import hashlib
import json
import re
import urllib.parse
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from inspector.tags.errors import CodeUnusable
from inspector.text import normalise_code, tidy

VERSION: Final = "1"
ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ%*+-./:"
"""43 signs, a prime, of QR's 45: the space gets lost on the way, and the dollar divides."""
MARK: Final = "$"
LONGEST: Final = 60
_VALUE: Final = {sign: value for value, sign in enumerate(ALPHABET)}
_PLAIN: Final = frozenset(ALPHABET) - {"%"}
_BASE: Final = len(ALPHABET)
_ROOT: Final = 3
_KEY_BYTES: Final = 2
_SEAL_BYTES: Final = 64
_SEAL_SIGNS: Final = 98
_ESCAPED: Final = re.compile(r"%([0-9A-F]{2})")
_DIVIDED: Final = re.compile(r"[;|,\t\r\n]+|\s{2,}")


class State(StrEnum):
    """What became of reading a tag."""

    OURS = "ours"
    PLAIN = "plain"
    DAMAGED = "damaged"
    NEWER = "newer"


@dataclass(frozen=True, slots=True)
class Tag:
    """
    A tag that was read. `code` is blank when it is damaged or newer than this program.

    `key` (four hexadecimal digits of the office's key) and `seal` are blank when nobody sealed it; whether the seal
    holds is for whoever knows the keys to say. `others` are further codes that a plain text may mean.
    """

    text: str
    code: str
    state: State
    key: str = ""
    seal: str = ""
    others: tuple[str, ...] = ()


def payload_of(code: str) -> str:
    """What the QR of the site with this code says. Raises CodeUnusable."""
    return _checked(_escaped(code))


def message_of(code: str) -> bytes:
    """The bytes that an office seals."""
    return json.dumps(["site-tag", 1, tidy(code)], ensure_ascii=False).encode()


def key_mark(public: str) -> str:
    """The four hexadecimal digits by which a tag names a public key."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[: 2 * _KEY_BYTES]


def sealed_payload(code: str, *, public: str, seal: str) -> str:
    """
    The same with an office's seal over `message_of(code)`.

    Args:
        public: 32 bytes in hexadecimal.
        seal: 64 bytes in hexadecimal.
    """
    number = int(key_mark(public) + seal, 16)
    signs = []
    for _place in range(_SEAL_SIGNS):
        number, value = divmod(number, _BASE)
        signs.append(ALPHABET[value])
    return _checked(_escaped(code) + MARK + "".join(signs))


def read_payload(text: str) -> Tag:
    """What a scanned or typed text says; never raises."""
    plain = tidy(text)
    if not plain.startswith(MARK):
        first, *others = _codes_in(text) or [""]
        return Tag(text, first, State.PLAIN, others=tuple(others))
    signs = plain.upper()
    version, check, body = signs[1:2], signs[2:3], signs[3:]
    if version not in _VALUE or not body or _check(version, body) != check:
        return Tag(text, "", State.DAMAGED)
    if version != VERSION:
        return Tag(text, "", State.NEWER)
    escaped, _mark, sealed = body.partition(MARK)
    code = _unescaped(escaped)
    key, seal = _unsealed(sealed)
    if not code or (MARK in body and not seal):
        return Tag(text, "", State.DAMAGED)
    return Tag(text, code, State.OURS, key, seal)


def is_tag(text: str, known: Container[str]) -> bool:
    """Whether a text is a tag and no mere words: one of ours, or one that means one of these codes (normalised)."""
    tag = read_payload(text)
    if tag.state is State.PLAIN:
        return any(normalise_code(code) in known for code in (tag.code, *tag.others))
    return tag.state is not State.DAMAGED


def _checked(body: str) -> str:
    return f"{MARK}{VERSION}{_check(VERSION, body)}{body}"


def _check(version: str, body: str) -> str:
    """
    The check character: the sum of the signs, each weighted with a power of 3 modulo 43.

    3 is a primitive root of 43, so weights of neighbours always differ. '' when a sign is not of the alphabet.
    """
    total, weight = 0, 1
    for sign in version + body:
        value = _VALUE.get(sign, -1) if sign != MARK else 0
        if value < 0:
            return ""
        total += weight * value
        weight = weight * _ROOT % _BASE
    return ALPHABET[total % _BASE]


def _escaped(code: str) -> str:
    code = tidy(code)
    if not 0 < len(code) <= LONGEST or not code.isprintable():
        raise CodeUnusable(code=code[:80])
    return "".join(
        sign if sign in _PLAIN else "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogatepass"))
        for sign in code
    )


def _unescaped(text: str) -> str:
    """The code; '' when the escapes are not those that `_escaped` writes."""
    raw = bytearray()
    at = 0
    while at < len(text):
        found = _ESCAPED.match(text, at)
        if found:
            raw.append(int(found[1], 16))
            at = found.end()
        elif text[at] == "%":
            return ""
        else:
            raw += text[at].encode()
            at += 1
    try:
        code = raw.decode()
        return code if _escaped(code) == text and tidy(code) == code else ""
    except (UnicodeDecodeError, CodeUnusable):
        return ""


def _unsealed(signs: str) -> tuple[str, str]:
    """Key mark and seal in hexadecimal, blank when these are no 98 signs of 66 bytes."""
    if len(signs) != _SEAL_SIGNS or MARK in signs:
        return "", ""
    number = 0
    for sign in reversed(signs):
        number = number * _BASE + _VALUE[sign]
    size = _KEY_BYTES + _SEAL_BYTES
    if number >> (8 * size):
        return "", ""
    raw = number.to_bytes(size, "big").hex()
    return raw[: 2 * _KEY_BYTES], raw[2 * _KEY_BYTES :]


def _codes_in(text: str) -> list[str]:
    """Codes that a plain text may mean, the likeliest first: its last part of an address, values behind a colon, all."""
    found: list[str] = []
    text = text[:5000]
    try:
        address = urllib.parse.urlsplit(text.strip())
    except ValueError:
        address = urllib.parse.SplitResult("", "", "", "", "")
    if address.scheme and address.netloc:
        found += [value for _name, value in urllib.parse.parse_qsl(address.query)]
        found += reversed([urllib.parse.unquote(part) for part in address.path.split("/") if part])
    else:
        parts = _DIVIDED.split(text)
        found += [text] if len(parts) == 1 else parts
        found += [part.partition(":")[2] for part in parts if ":" in part]
    codes = [tidy(part) for part in found]
    return list(dict.fromkeys(code for code in codes if 0 < len(code) <= LONGEST))[:12]
