"""
Compare Vietnamese text the way people mean it. Pure: no tables, no files.

Three keys, from strict to loose:

    spelling    letters and marks count; composed or not, old or new place of the tone mark, case and spaces do not
    fold        the same without any marks: what a search box looks for
    normalise_code    a site code without its spaces, hyphens, underscores and dots
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_BLANKS: Final = re.compile(r"[\s\u00a0\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]+")
_CODE_NOISE: Final = re.compile(r"[\s\u00a0\u00ad\u2000-\u2015\u2028-\u202f\u205f\u2060\u2212\u3000\ufeff\-_.]+")


def tidy(text: str) -> str:
    """`text` in NFC with every run of spaces (non-breaking and invisible ones too) as one, and none at the ends."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Search key: lower case, no marks, đ as d, single spaces. 'Cột Đèn', 'cot den' and its NFD are one."""
    plain = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", plain)).strip()


def spelling(text: str) -> str:
    """
    Key that keeps the marks but not their place: 'Hoá' and 'Hóa' are one, 'Đông' and 'Đồng' are two.

    A syllable has one tone; it is taken out and put behind the syllable, so it cannot matter on which vowel it stood.
    """
    words = []
    for word in tidy(text).lower().split(" "):
        signs = unicodedata.normalize("NFD", word)
        tones = "".join(sign for sign in signs if sign in TONES)
        words.append(unicodedata.normalize("NFC", "".join(sign for sign in signs if sign not in TONES)) + tones)
    return " ".join(words)


def normalise_code(text: str) -> str:
    """
    A site code for comparing: NFC, upper case, without spaces, '-', '_' and '.'. Leading zeros stay.

    'tha-0123 ', 'THA 0123' and 'THA_0123' are one code. The letter O and the digit 0 stay two: that is a suspicion.
    """
    return _CODE_NOISE.sub("", unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).upper()))


def shortened(text: str, most: int) -> str:
    """A text of so many signs at most; a longer one ends after a whole word, and with a sign that says so."""
    if len(text) <= most:
        return text.strip()
    cut = text[: most - 1]
    return (cut.rpartition(" ")[0].rstrip(" ,;.–-") or cut.strip()) + "…"
