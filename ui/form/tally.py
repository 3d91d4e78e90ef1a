"""How far a checklist is, kept up to date item by item: a form of a thousand items is not counted anew at each key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inspector.model import DISPUTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from inspector.visits import Line


@dataclass(frozen=True)
class Section:
    """One section: its name, and how many of its items are answered, there, failed, and disagreed on."""

    name: str
    done: int = 0
    total: int = 0
    failed: int = 0
    disputed: int = 0

    @property
    def sign(self) -> tuple[str, str]:
        """Icon and tone: failed before disagreed on before complete before open."""
        if self.failed:
            return "cross", "fail"
        if self.disputed:
            return "disagreement", "warn"
        return ("check", "pass") if self.done == self.total else ("circle", "plain")


@dataclass(frozen=True)
class Counts:
    """A checklist in figures. What two laptops say differently is not done: it waits for a person."""

    total: int = 0
    done: int = 0
    failed: int = 0
    passed: int = 0
    na: int = 0
    violated: int = 0
    disputed: int = 0
    sections: tuple[Section, ...] = ()


_FIGURES = 6
"""Of one item: done, failed, passed, not applicable, violated, disputed; 1 or 0 each."""


class Tally:
    """Counts the lines that `line(key)` gives."""

    def __init__(self, line: Callable[[str], Line]) -> None:
        self._line = line
        self._figures: dict[str, tuple[int, ...]] = {}
        self._section: dict[str, str] = {}
        self._totals: dict[str, list[int]] = {}
        self._changed: set[str] = set()

    def begin(self, order: Iterable[tuple[str, str]]) -> None:
        """These items in this order, each with its section."""
        self._section = dict(order)
        self._figures, self._totals = {}, {}
        for section in self._section.values():
            self._totals.setdefault(section, [0] * (_FIGURES + 1))[_FIGURES] += 1
        self._changed = set(self._section)

    def touch(self, keys: Iterable[str]) -> None:
        """Something of these items is other than before."""
        self._changed.update(keys)

    @property
    def failing(self) -> set[str]:
        """The items that fail now."""
        self._recount()
        return {key for key, figures in self._figures.items() if figures[1]}

    def counts(self) -> Counts:
        """The figures now; the sections in the order of their first items."""
        self._recount()
        sections = tuple(Section(name, at[0], at[_FIGURES], at[1], at[5]) for name, at in self._totals.items())
        done, failed, passed, na, violated, disputed, total = (
            sum(at[place] for at in self._totals.values()) for place in range(_FIGURES + 1)
        )
        return Counts(total, done, failed, passed, na, violated, disputed, sections)

    def _recount(self) -> None:
        for key in self._changed:
            if key in self._section:
                self._count(key)
        self._changed = set()

    def _count(self, key: str) -> None:
        line = self._line(key)
        disputed, failed, na = line.value == DISPUTED, line.fails, line.value == "na"
        done = bool(line.value) and not disputed
        passed, violated = done and not failed and not na, bool(line.violation and done)
        now = (int(done), int(failed), int(passed), int(na), int(violated), int(disputed))
        before = self._figures.get(key, (0,) * _FIGURES)
        totals = self._totals[self._section[key]]
        for place in range(_FIGURES):
            totals[place] += now[place] - before[place]
        self._figures[key] = now
