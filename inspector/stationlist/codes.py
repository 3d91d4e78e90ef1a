"""Codes of one place under several technologies: THA0123, THA0123_4G and 3G_THA0123 stand on one mast. Pure."""

from __future__ import annotations

import re
from typing import Final

from inspector.text import normalise_code, tidy

LONGEST: Final = 64
_BEHIND: Final = re.compile(r"(?i)[\s_\-.(]+(?:[2-5]G|LTE|NR|GSM|UMTS)\)?$")
_BEFORE: Final = re.compile(r"(?i)^(?:[2-5]G)[\s_\-.]+")
_LETTER: Final = re.compile(r"(?i)(?<=\d)[LUGN]$")


def without_technology(code: str) -> str:
    """The code without a technology that is plainly marked off; the code itself when there is none."""
    return _BEFORE.sub("", _BEHIND.sub("", code)) or code


def without_letter(code: str) -> str:
    """The code without a last letter that may name a technology (THA0123L). Only a guess: the rest must be a known code."""
    return _LETTER.sub("", code)


def in_cell(text: str) -> list[str]:
    """Codes in one cell, as written. A '/' parts codes only when they are of one place: B12/THA7 is one code."""
    parts = [tidy(part) for part in re.split(r"[;,\n]", text)]
    codes: list[str] = []
    for part in parts:
        pieces = [piece.strip() for piece in part.split("/")]
        same = {normalise_code(without_technology(piece)) for piece in pieces}
        codes.extend(pieces if len(same) == 1 and "" not in same else [part])
    return [code for code in dict.fromkeys(codes) if code]


def usable(code: str) -> bool:
    """Whether a text can be a code: some letter or digit, not too long, no error value, no words ('Chưa có mã')."""
    key = normalise_code(code)
    return (
        0 < len(key) <= LONGEST
        and any(sign.isalnum() for sign in key)
        and not key.startswith("#")
        and code.count(" ") <= 4
        and not (" " in code and not code.isascii() and not any(sign.isdigit() for sign in code))
        and code.isprintable()
    )
