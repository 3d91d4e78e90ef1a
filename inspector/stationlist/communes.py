"""
Which of today's 166 communes a list means: by name, by former name and former district, never by a code alone.

A former commune that was split among several goes to none of them: that a person decides. So does a name that two communes
had, when the list does not say the district.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from inspector import paths
from inspector.text import fold, spelling, tidy

_KIND = re.compile(r"(?i)^(xã|xa|phường|phuong|thị trấn|thi tran|p|x|tt)\b[\s.:]*(?=\S)")
_DISTRICT = re.compile(r"^(thanh pho|thi xa|huyen|tp|tx|h|t\s*p|t\s*x|quan|q)\b[\s.:]*(?=\S)")
_IN_ADDRESS = re.compile(r"(?i)(?:^|[,;\-–(]|\s)\s*((?:xã|phường|thị trấn|tt\.?|p\.|x\.)\s*[^,;\-–()\d]{2,40})")
_DISTRICT_IN_ADDRESS = re.compile(
    r"(?i)(?:^|[,;\-–(]|\s)((?:huyện|thành phố|thị xã|tp\.?|tx\.?|h\.)\s*[^,;\-–()\d]{2,40})"
)
_T = TypeVar("_T")
KINDS = {"xa": "Xã", "x": "Xã", "phuong": "Phường", "p": "Phường", "thi tran": "Thị trấn", "tt": "Thị trấn"}


@dataclass(frozen=True)
class Former:
    """A commune of before July 2025 and the communes that its land went to."""

    name: str
    district: str
    now: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """What a list's words came to. `notice` is the code of a problem, '' when all is plain; `choices` go with it."""

    code: str = ""
    commune: str = ""
    old_commune: str = ""
    old_district: str = ""
    notice: str = ""
    choices: tuple[str, ...] = ()


@dataclass
class Gazetteer:
    """The two tables, found by the keys that people's spellings share."""

    codes: dict[str, str]
    formers: list[Former]
    districts: dict[str, str]
    _new: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _old: dict[tuple[str, str], list[Former]] = field(default_factory=lambda: defaultdict(list))
    _old_anywhere: dict[str, list[Former]] = field(default_factory=lambda: defaultdict(list))
    _lands: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for name in self.codes:
            for key in _keys(name):
                self._new[key].append(name)
        for former in self.formers:
            for key in _keys(former.name):
                self._old[key, former.district].append(former)
                self._old_anywhere[key].append(former)
            for name in former.now:
                self._lands[name].add(former.district)

    def district(self, text: str) -> str:
        """The former district that `text` names ('H. Quảng Xương', 'TP Thanh Hoá'), or ''."""
        words = _words(text)
        words = re.sub(r"\s*(?:tinh)?\s*thanh hoa$", "", words) or words if words.count(" ") > 3 else words
        return self.districts.get(words) or self.districts.get(_DISTRICT.sub("", words)) or ""

    def knows_new(self, text: str) -> bool:
        """Whether `text` is the name of a commune of today."""
        return bool(self._new_named(text))

    def today(self, text: str) -> Match:
        """`text` as a commune of today, where the list says that it is one."""
        found = self._new_named(text)
        if len(found) == 1:
            return Match(self.codes[found[0]], found[0])
        return Match(notice="commune.several" if found else "commune.unknown", choices=tuple(found))

    def former(self, text: str, district: str) -> Match:
        """`text` as a former commune, with its district where that is known."""
        formers = self._formers_named(text, district)
        if not formers:
            return Match(old_district=district, notice="commune.unknown")
        if len(formers) > 1:
            goals = {former.now for former in formers}
            same = formers[0].now if len(goals) == 1 else ()
            if len(same) != 1:
                choices = tuple(f"{former.name}, {former.district}" for former in formers)
                return Match(old_district=district, notice="commune.several", choices=choices)
            return Match(self.codes[same[0]], same[0], tidy(text), district)
        only = formers[0]
        if len(only.now) > 1:
            return Match("", "", only.name, only.district, "commune.split", only.now)
        return Match(self.codes[only.now[0]], only.now[0], only.name, only.district)

    def either(self, text: str, district: str, *, list_is_new: bool) -> Match:
        """
        `text` from a column that does not say whether it means today's communes or the former ones.

        With a district it is a former one first, since districts are former too. Without, it is today's when the whole
        list speaks of today's communes (`list_is_new`), or when no former one of that name went elsewhere.
        """
        if district:
            found = self.former(text, district)
            if found.notice != "commune.unknown":
                return found
            now = self.today(text)
            if now.commune and district in self._lands[now.commune]:
                return Match(now.code, now.commune, "", district)
            return Match(old_district=district, notice="commune.not-in-district")
        now = self.today(text)
        if now.commune:
            elsewhere = [
                former for former in self._formers_named(text, "", strict=True) if former.now != (now.commune,)
            ]
            if list_is_new or not elsewhere:
                return now
            choices = (now.commune, *(f"{former.name}, {former.district}" for former in elsewhere))
            return Match(notice="commune.several", choices=choices)
        if now.choices:
            return now
        return self.former(text, "")

    def _new_named(self, text: str) -> list[str]:
        return self._best(text, lambda key: self._new.get(key, []), str)

    def _formers_named(self, text: str, district: str, *, strict: bool = False) -> list[Former]:
        def look(key: str) -> list[Former]:
            return self._old.get((key, district), []) if district else self._old_anywhere.get(key, [])

        return self._best(text, look, lambda former: former.name, strict=strict)

    @staticmethod
    def _best(
        text: str, look: Callable[[str], list[_T]], name_of: Callable[[_T], str], *, strict: bool = False
    ) -> list[_T]:
        """
        By name with kind and marks, without kind, then without marks: the first key that finds anything decides.

        Text typed without any marks says nothing about them: 'xa nga thanh' may be Nga Thanh and Nga Thành.
        """
        kind, bare = split_kind(text)
        if not bare:
            return []
        exact = [spelling(f"{kind} {bare}")] if kind else []
        loose = [f"{fold(f'{kind} {bare}')}!"] if kind else []
        exact.append(f"~{spelling(bare)}")
        loose.append(f"~{fold(bare)}!")
        for key in exact if strict else loose if tidy(text).isascii() else [*exact, *loose]:
            found = list(dict.fromkeys(look(key)))
            if found and kind and len(found) > 1:
                found = [one for one in found if split_kind(name_of(one))[0] == kind] or found
            if found:
                return found
        return []


@cache
def gazetteer(folder: Path | None = None) -> Gazetteer:
    """The tables shipped with the program, or those of another folder."""
    base = folder or paths.resource("reference")
    codes = {row["name"]: row["code"] for row in _rows(base / "communes_thanh_hoa.csv")}
    now: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in _rows(base / "communes_old_to_new.csv"):
        now[row["old_name"], row["old_district"]].append(row["new_name"])
    formers = [Former(name, district, tuple(goals)) for (name, district), goals in now.items()]
    districts: dict[str, str] = {}
    for district in dict.fromkeys(former.district for former in formers):
        districts[_words(district)] = district
        districts[_DISTRICT.sub("", _words(district))] = district
    for row in _rows(base / "district_names.csv"):
        districts.setdefault(row["written"], row["district"])
    return Gazetteer(codes, formers, districts)


def split_kind(text: str) -> tuple[str, str]:
    """'P. Đông Thọ' -> ('Phường', 'Đông Thọ'); 'Hoằng Lộc' -> ('', 'Hoằng Lộc')."""
    tidied = tidy(text).strip(" .,;-")
    match = _KIND.match(tidied)
    if not match:
        return "", tidied
    return KINDS[fold(match[1])], tidied[match.end() :].strip()


def in_address(address: str) -> tuple[str, str]:
    """Commune and district as far as an address says them with their kind: 'Thôn 3, xã Hoằng Lộc, huyện Hoằng Hóa'."""
    text = tidy(address)
    commune = _IN_ADDRESS.search(text)
    district = _DISTRICT_IN_ADDRESS.search(text)
    return (commune[1].strip() if commune else "", district[1].strip() if district else "")


def apart(text: str) -> tuple[str, str]:
    """A commune cell that says its district too: 'Hoằng Lộc - Hoằng Hóa' -> ('Hoằng Lộc', 'Hoằng Hóa')."""
    parts = [part.strip() for part in re.split(r"\s*[,;]\s*|\s+[-–]\s+|\s*\(|\)", tidy(text)) if part.strip()]
    if len(parts) >= 2 and gazetteer().district(parts[1]):
        return parts[0], parts[1]
    return tidy(text), ""


def speak_new(texts: Iterable[str]) -> bool:
    """Whether a list without districts names today's communes: every name is one of today's."""
    names = {tidy(text) for text in texts if text.strip()}
    return bool(names) and all(gazetteer().knows_new(name) for name in names)


def _keys(name: str) -> tuple[str, ...]:
    _kind, bare = split_kind(name)
    return spelling(name), f"~{spelling(bare)}", f"{fold(name)}!", f"~{fold(bare)}!"


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
