"""Going about in a checklist: the current row, the one before and after, the next that is open, sections and checklists."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector.model import DISPUTED
from inspector.visits import Line
from ui.form.item_card import ItemCard
from ui.form.repeat_card import RepeatCard
from ui.form.row_card import RowCard

if TYPE_CHECKING:
    from ui.visits.filling import FillingView


class Going(QObject):
    """Moves the current row of `view`."""

    def __init__(self, view: FillingView) -> None:
        super().__init__(view)
        self._view = view

    def choose(self, key: str) -> None:
        """
        Make a row the current one, bring it into sight, and put the cursor where its answer is given. What is signed has
        no place for a cursor: the keys are on the column then.
        """
        view, column = self._view, self._view.column
        if key not in column.keys:
            return
        card = column.row(key)
        self.mark(key)
        column.bring(key)
        if view.locked:
            column.setFocus()
        elif isinstance(card, RepeatCard):
            card.begin()
        elif not (isinstance(card, ItemCard) and not card.line.value and card.editor.begin()):
            card.setFocus()

    def mark(self, key: str) -> None:
        """Make a row the current one where it is."""
        view, made = self._view, self._view.column.made
        card = made.get(key)
        if not isinstance(card, RowCard) or view.sheet is None:
            return
        if key == view.current and card.current:
            return
        before = made.get(view.current)
        if isinstance(before, RowCard) and view.current != key:
            before.set_current(False)
        view.current = key
        card.set_current(True)
        view.sections.set_current(view.sheet.sections.get(key, ""))
        view.help_soon()

    def step(self, by: int) -> None:
        """The row before or after."""
        rows = self._view.rows.stops
        at = rows.index(self._view.current) + by if self._view.current in rows else 0
        if 0 <= at < len(rows):
            self.choose(rows[at])

    def go_on(self, key: str) -> None:
        """A person is through with a row."""
        self._view.column.row(key).setFocus()
        if self._view.current == key:
            self.step(1)

    def tab(self, key: str, step: int) -> None:
        """Tab went out of a row at its end (1) or its beginning (-1)."""
        view, rows = self._view, self._view.rows.stops
        at = rows.index(key) + step
        if 0 <= at < len(rows):
            card = view.column.row(rows[at])
            self.mark(rows[at])
            view.column.bring(rows[at])
            assert isinstance(card, RowCard)
            card.enter(step)
        else:
            view.focusNextPrevChild(step > 0)

    def next_unanswered(self) -> None:
        """The next item without an answer, from the top again after the last."""
        self._next(lambda line: not line.value)

    def next_failed(self) -> None:
        """The next failed item."""
        self._next(lambda line: line.fails)

    def next_disputed(self) -> None:
        """The next item on which two laptops differ."""
        self._next(lambda line: line.value == DISPUTED)

    def next_violated(self) -> None:
        """The next item whose answer breaks a rule."""
        self._next(lambda line: bool(line.violation) and line.value not in ("", DISPUTED))

    def _next(self, wanted: Callable[[Line], bool]) -> None:
        view = self._view
        if view.sheet is None:
            return
        rows = view.rows.stops
        at = rows.index(view.current) + 1 if view.current in rows else 0
        items = [key for key in [*rows[at:], *rows[:at]] if "|" not in key]
        found = next((key for key in items if wanted(view.sheet.line(key))), None)
        if found is not None:
            self.choose(found)

    def to_section(self, section: str) -> None:
        """The first open item of a section, else its first."""
        sheet = self._view.sheet
        if sheet is not None:
            rows = [key for key in self._view.rows.stops if sheet.sections.get(key) == section]
            open_ = (key for key in rows if "|" not in key and sheet.line(key).value in ("", DISPUTED))
            self.choose(next(open_, rows[0] if rows else ""))
