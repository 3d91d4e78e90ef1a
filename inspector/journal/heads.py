"""
Say what a field is worth, from all that was ever said of it. Pure: no files, no database, no clock.

A saying names the sayings it replaces. Those that nobody has replaced are the heads of the field:

    no head          never said
    heads agree      that is the value
    heads differ     a disagreement: both stand until a decision replaces them

Order of arrival plays no part, so two registers that know the same sayings agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Saying(NamedTuple):
    """What one entry said of one field, and which entries' word it replaces."""

    entry: str
    value: str
    over: tuple[str, ...] = ()


def heads(sayings: Iterable[Saying]) -> frozenset[Saying]:
    """The sayings that no other saying replaces."""
    known = frozenset(sayings)
    replaced = {id for saying in known for id in saying.over}
    return frozenset(saying for saying in known if saying.entry not in replaced)


def agreed(standing: Iterable[Saying]) -> str | None:
    """The value that all heads give, or None when there is none or they differ."""
    values = {saying.value for saying in standing}
    return values.pop() if len(values) == 1 else None


def disputed(standing: Iterable[Saying]) -> bool:
    """Whether the heads of a field differ, so that a person must decide."""
    return len({saying.value for saying in standing}) > 1
