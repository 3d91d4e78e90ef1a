"""Which rows of a table are stations, and which are titles, groups, totals and notes. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from inspector.stationlist.communes import gazetteer
from inspector.stationlist.header import Header
from inspector.text import fold, tidy


class Kind(StrEnum):
    """What a row that holds text is, if it is no station."""

    TITLE = "title"
    HEADER = "header"
    SECTION = "section"
    TOTAL = "total"
    NOTE = "note"
    NUMBER = "number"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Section:
    """A row between stations that says what the next ones have in common."""

    district: str = ""
    unit: str = ""


_TOTAL: Final = re.compile(r"(?i)^(?:tổng(?!\s*đài)|tong (?:cong|so)\b|cộng\b|cong\s*:|toång|total\b|grand total\b)")
_NOTE: Final = re.compile(
    r"^\(?\*?(?:ghi chu|luu y|chu thich|nguoi lap|lap bieu|giam doc|pho giam doc|truong phong|thu truong|ke toan|xac nhan|"
    r"noi nhan|nguon\s*:|ky ten|ky,|\(ky|ngay \d|ngay\s*\.|thanh hoa,? ngay|.{2,20}, ?ngay .{0,12}thang|dai dien|"
    r"(?:tm|kt|tl)\. ?|so lieu|danh sach (?:nay|tren|gom))"
)
_UNIT: Final = re.compile(r"^(?:trung tam|ttvt|to |doi |cum |khu vuc|phong )")
_COUNTER: Final = re.compile(r"^(?:[ivxlc]{1,6}|[a-z]|\d{1,4})[.)]?$")
_LEAD: Final = re.compile(r"^(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*)\s*[.):\-–]\s*")


def kind_of(row: Sequence[str], header: Header) -> tuple[Kind | None, Section]:
    """The kind of a row under `header`, None when it must be a station; with what a section says."""
    number = header.column("number")
    counter = number.index if number else -1
    filled = [(index, cell) for index, cell in enumerate(row) if cell and index != counter]
    counted = row[counter] if 0 <= counter < len(row) else ""
    if not filled:
        return _alone(counted)
    code = header.column("code")
    name = header.column("name")
    coded = _cell(row, code.index if code else None)
    named = _cell(row, name.index if name else None)
    first = filled[0][1]
    left_of_code = code is None or filled[0][0] <= code.index or not coded
    if (_TOTAL.match(first) and left_of_code and " " not in coded.replace(first, "")) or _TOTAL.match(counted):
        return Kind.TOTAL, Section()
    if len(filled) == 1 or (len(filled) == 2 and _COUNTER.match(fold(first))):
        text = filled[-1][1]
        section = section_of(text)
        if section and (not coded or coded == text or _COUNTER.match(fold(coded))):
            return Kind.SECTION, section
        if len(filled) == 1 and (not coded or coded == text) and _is_sentence(text):
            return Kind.NOTE, Section()
    if len(filled) <= 3 and (not coded or coded == first) and _NOTE.match(fold(first)):
        return Kind.NOTE, Section()
    if len(filled) <= 3 and not coded and not named and all(_NOTE.match(fold(cell)) for _index, cell in filled):
        return Kind.NOTE, Section()
    return None, Section()


def section_of(text: str) -> Section | None:
    """'I. HUYỆN HOẰNG HÓA' names a district, 'Trung tâm Viễn thông 3' a unit; other texts no section."""
    bare = tidy(_LEAD.sub("", text)).rstrip(":. ")
    folded = fold(bare)
    if re.match(r"(?:huyen|thanh pho|thi xa|tp|tx|h\.|dia ban|khu vuc)\b", folded):
        place = re.sub(r"^(?:dia ban|khu vuc)\s+", "", folded)
        district = gazetteer().district(place) or gazetteer().district(re.split(r"[(:,\-–]", place)[0])
        if district:
            return Section(district=district)
    if _UNIT.match(folded) and len(bare) <= 80:
        return Section(unit=bare)
    return None


def _alone(text: str) -> tuple[Kind, Section]:
    """A row that holds nothing but something in the column of running numbers."""
    if _TOTAL.match(text):
        return Kind.TOTAL, Section()
    section = section_of(text)
    if section:
        return Kind.SECTION, section
    return (Kind.NUMBER if len(text) <= 6 else Kind.NOTE), Section()


def _is_sentence(text: str) -> bool:
    return text.count(" ") >= 5 or bool(_NOTE.match(fold(text))) or text.startswith(("(*)", "*", "- "))


def _cell(row: Sequence[str], index: int | None) -> str:
    return row[index] if index is not None and index < len(row) else ""
