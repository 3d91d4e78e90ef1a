"""What a list of the window shows, as a workbook: its columns in their order, its rows, nothing that was filtered away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from inspector.reports import stream
from inspector.reports.document import Column, Kind, Value

_NARROWEST, _WIDEST = 8, 44
"""Digits that a column of words is wide."""


def write(
    path: Path,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Value]],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write rows under named columns; dates stay dates and figures stay figures. How many rows there were."""
    kinds = [_kind([row[at] for row in rows]) for at in range(len(columns))]
    made = tuple(
        Column(name, kind, weight=stream.weight(_width(name, [row[at] for row in rows])))
        for at, (name, kind) in enumerate(zip(columns, kinds, strict=True))
    )
    return stream.write(path, title, made, rows, total=len(rows), progress=progress)


def day(text: str) -> Value:
    """An ISO day as a date; other words as they are."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _width(title: str, values: Sequence[Value]) -> int:
    """As wide as the longest words, so that codes leave their room to sentences."""
    said = (len(value) for value in values if isinstance(value, str))
    return min(_WIDEST, max(_NARROWEST, len(title) + 4, *said, 0) + 2)


def _kind(values: Sequence[Value]) -> Kind:
    said = [value for value in values if value not in ("", None)]
    if said and all(isinstance(value, date) for value in said):
        return Kind.DATE
    if said and all(isinstance(value, int | float) for value in said):
        return Kind.NUMBER
    return Kind.TEXT
