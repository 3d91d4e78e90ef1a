"""What is imported when it is first wanted: the window stands before the heavy libraries of its places are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from ui.tasks import Tasks, importing

T = TypeVar("T")


class Later(Generic[T]):
    """`load` imports a module and gives something out of it; once that was done the thing is known."""

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._made: T | None = None

    @property
    def known(self) -> bool:
        """Whether it can be had without waiting."""
        return self._made is not None

    def load(self) -> T:
        """The thing; in any lane, one import at a time."""
        if self._made is None:
            with importing:
                self._made = self._load()
        return self._made

    def want(self, tasks: Tasks, then: Callable[[T], object], owner: QObject) -> None:
        """Hand it over, at once when it is known, else when a lane has imported it."""
        if self._made is not None:
            then(self._made)
        else:
            tasks.work(self.load, then=then, owner=owner)
