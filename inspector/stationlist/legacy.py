"""
Vietnamese in the encodings of before Unicode, and what became of it on the way: found out, and put right when certain.

    TCVN3 (fonts .VnTime)    'Céng hßa' is Cộng hòa
    VNI (fonts VNI-Times)    'Coäng hoøa' is Cộng hòa
    UTF-8 read as Latin      'ThÃ nh phá»‘' is Thành phố

What is right is decided by words: Vietnamese syllables have few shapes, and a wrong reading gives shapes that do not exist.
A text is changed only when its present reading is impossible and the other one is entirely possible.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_TCVN3_SIGNS: Final = (
    "¡Ă ¢Â £Ê ¤Ô ¥Ơ ¦Ư §Đ ¨ă ©â ªê «ô ¬ơ \u00adư ®đ µà ¶ả ·ã ¸á ¹ạ »ằ ¼ẳ ½ẵ ¾ắ Æặ Çầ Èẩ Éẫ Êấ Ëậ Ìè Îẻ Ïẽ Ðé Ñẹ Òề Óể Ôễ Õế Öệ "
    "×ì Øỉ Üĩ Ýí Þị ßò áỏ âõ ãó äọ åồ æổ çỗ èố éộ êờ ëở ìỡ íớ îợ ïù ñủ òũ óú ôụ õừ öử ÷ữ øứ ùự úỳ ûỷ üỹ ýý þỵ"
)
_TCVN3: Final = {pair[0]: pair[1] for pair in _TCVN3_SIGNS.split(" ")}

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_HAT, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_VNI_MARKS: Final = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT, "â": _HAT,
    "á": _HAT + _ACUTE, "à": _HAT + _GRAVE, "å": _HAT + _HOOK, "ã": _HAT + _TILDE, "ä": _HAT + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS: Final = {
    "ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
    "Ô": "Ơ", "Ö": "Ư", "Ñ": "Đ", "Í": "Í", "Ì": "Ì", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "Î": "Ỵ",
}  # fmt: skip
_VOWELS: Final = frozenset("aeouyAEOUY")

_RIME_LIST: Final = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et "
    "ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong ooc oong "
    "op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn "
    "uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu "
    "y yêm yên yêng yêt yêu"
)
_RIMES: Final = frozenset(_RIME_LIST.split(" "))
_ONSET: Final = re.compile("(ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?(.*)")
_WORD: Final = re.compile("[A-Za-z\u00a1-\u024f\u0300-\u036f\u1e00-\u1eff\u2013-\u2122]+")


@dataclass(frozen=True)
class Reading:
    """One way to read damaged text."""

    name: str
    turn: Callable[[str], str]


def from_tcvn3(text: str) -> str:
    """Text typed with a .VnTime font. Capitals of the .VnTimeH fonts are recognised by the plain letters beside them."""

    def word(match: re.Match[str]) -> str:
        found = match[0]
        turned = "".join(_TCVN3.get(sign, sign) for sign in found)
        plain = [sign for sign in found if sign.isascii()]
        return turned.upper() if len(plain) > 1 and all(sign.isupper() for sign in plain) else turned

    return re.sub("[A-Za-z\u00a1-\u00ff]+", word, text)


def from_vni(text: str) -> str:
    """Text typed with a VNI font: a vowel is followed by the sign of its marks."""
    out: list[str] = []
    for sign in text:
        mark = _VNI_MARKS.get(sign.lower())
        if mark and out and out[-1] and out[-1] in "aeouyAEOUYơƠưƯ":
            last = out[-1]
            if last not in _VOWELS and len(mark) > 1:
                out.append(sign)
                continue
            out[-1] = unicodedata.normalize("NFC", last + mark)
        else:
            out.append(_VNI_LETTERS.get(sign, sign))
    return "".join(out)


def from_twice_encoded(text: str) -> str:
    """UTF-8 that some program took for Windows Latin; unchanged where it is not that."""
    out = bytearray()
    for sign in text:
        try:
            out += sign.encode("cp1252")
        except UnicodeEncodeError:
            if ord(sign) > 255:
                return text
            out.append(ord(sign))
    try:
        return out.decode("utf-8")
    except UnicodeDecodeError:
        return text


READINGS: Final = (Reading("UTF-8", from_twice_encoded), Reading("TCVN3", from_tcvn3), Reading("VNI", from_vni))


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Whether `word` has the shape of a Vietnamese syllable, with its marks."""
    signs = unicodedata.normalize("NFD", word.lower())
    tones = sum(sign in (_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT) for sign in signs)
    if tones > 1 or len(word) > 8:
        return False
    plain = unicodedata.normalize(
        "NFC", "".join(sign for sign in signs if sign not in (_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT))
    )
    match = _ONSET.fullmatch(plain)
    if match is None:
        return False
    onset, rime = match[1] or "", match[2]
    return rime in _RIMES or (onset == "gi" and (rime == "" or "i" + rime in _RIMES))


def marked_words(text: str) -> list[str]:
    """Words with a sign outside ASCII: the only ones that can tell an encoding."""
    return [word for word in _WORD.findall(unicodedata.normalize("NFC", text)) if not word.isascii()]


def encoding_of(texts: Iterable[str]) -> Reading | None:
    """The old encoding of a whole sheet; None when it reads well as it is, or when nothing reads better."""
    sample = [text for text in texts if not text.isascii()][:4000]
    words = [word for text in sample for word in marked_words(text)]
    if not words:
        return None
    best, score = None, _share(words)
    if score > 0.8:
        return None
    for reading in READINGS:
        turned = [word for text in sample for word in marked_words(reading.turn(text))]
        share = _share(turned) if turned and turned != words else 0.0
        if share > score + 0.25:
            best, score = reading, share
    return best


def repaired(text: str, sheet: Reading | None) -> tuple[str, bool]:
    """
    `text` as it was meant, and whether that is certain.

    A text that reads well stays, unless the sheet as a whole is in another encoding and the text reads well in that too.
    """
    if text.isascii():
        return text, True
    words = marked_words(text)
    sound = not words or _share(words) == 1.0
    if sheet is None and sound:
        return text, True
    if sheet is not None:
        turned = sheet.turn(text)
        if _possible(turned):
            return turned, True
        if sound:
            return text, True
    for reading in READINGS:
        turned = reading.turn(text)
        if turned != text and _possible(turned) and len(words) > 1:
            return turned, True
    return text, not _gibberish(text, words)


def decode_bytes(content: bytes) -> str:
    """Text that is no Unicode: Windows-1258, or Latin when its signs then are TCVN3 or VNI."""
    latin = content.decode("latin-1")
    try:
        vietnamese = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        return content.decode("cp1252", "ignore") if _is_cp1252(content) else latin
    as_it_is = _share(marked_words(vietnamese[:60_000]))
    others = max(_share(marked_words(reading.turn(latin[:60_000]))) for reading in READINGS[1:])
    return vietnamese if as_it_is >= others else latin


def _is_cp1252(content: bytes) -> bool:
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def _share(words: list[str]) -> float:
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def _possible(text: str) -> bool:
    words = marked_words(text)
    return bool(words) and all(map(is_syllable, words))


def _gibberish(text: str, words: list[str]) -> bool:
    """Signs that no Vietnamese text has, inside words that do not exist. A foreign name is no gibberish."""
    odd = sum(not is_syllable(word) for word in words)
    signs = sum("\u00a1" <= sign <= "\u00ff" and unicodedata.normalize("NFC", sign) not in _KNOWN for sign in text)
    return odd > 0 and signs > 0 and odd * 2 >= len(words)


_KNOWN: Final = frozenset("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ°º²³·±×«»\u00a0§¼½¾")
