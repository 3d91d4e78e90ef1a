"""The closed lists of the register and the spellings that station lists use for them."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Final

from inspector import paths
from inspector.text import fold

CHOICE_FIELDS: Final = (
    "structure", "importance", "sharing", "owner", "fire_group", "fire_category", "fire_manager", "tower_type", "status",
)  # fmt: skip


def choice(field: str, text: str) -> str | None:
    """The key of `text` in the closed list `field`; None when the list does not know it."""
    known = _choices().get(field, {})
    words = _words(text)
    return known.get(words) or known.get(words.split(" ")[0] if re.match(r"\d\b", words) else "")


def site_types(text: str) -> tuple[list[str], list[str]]:
    """
    The kinds of place that a cell names, the main one first, and the words that name none.

    'Nhà trạm BTS + cột' is bts and tower.
    """
    known = _site_types()
    whole = _words(text)
    if whole in known:
        return [known[whole]], []
    keys: list[str] = []
    strange: list[str] = []
    for part in re.split(r"[+,;&/\n]|\s[-–]\s|\s+và\s+", text):
        words = _words(part)
        if not words:
            continue
        key = known.get(words)
        if key is None:
            strange.append(part.strip())
        elif key not in keys:
            keys.append(key)
    return keys, strange


@cache
def _site_types() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _rows("site_types.csv"):
        for name in (row["key"], row["vi"], row["en"], *row["also"].split(";")):
            found.setdefault(_words(name), row["key"])
        for name in row["vi"].split(","):
            found.setdefault(_words(name), row["key"])
    found.pop("", None)
    return found


@cache
def _choices() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in _rows("choices.csv"):
        words = found.setdefault(row["field"], {})
        for name in (row["key"], row["vi"], row["en"], *row["also"].split(";")):
            if _words(name):
                words.setdefault(_words(name), row["key"])
    return found


def _rows(name: str) -> list[dict[str, str]]:
    with paths.resource("reference", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))
