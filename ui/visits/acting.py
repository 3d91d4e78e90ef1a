"""What a person does to a checklist: every act is evaluated at once, shown at once, written at once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector import repeats
from inspector.findings import SEVERITIES
from inspector.form import FormError
from inspector.i18n import _
from ui.form.editors.moment import day_words
from ui.form.filled_sheet import REPEAT
from ui.form.finding_box import FIELDS
from ui.form.item_card import ItemCard, words
from ui.form.repeat_card import RepeatCard
from ui.visits import reading

if TYPE_CHECKING:
    from ui.visits.filling import FillingView


class Acting(QObject):
    """Answers, notes, rows and findings of the checklist that `view` shows."""

    def __init__(self, view: FillingView) -> None:
        super().__init__(view)
        self._view = view
        self._offered: set[str] = set()

    def forget(self) -> None:
        """Another visit is shown."""
        self._offered = set()

    # answers

    def digit(self, digit: int) -> None:
        """A figure: answers the current item; a pass goes on, a fail opens its finding, a measure is asked for."""
        view = self._view
        card = view.rows.current_item()
        if card is None or not card.editor.take_digit(digit):
            return
        value = card.line.value
        if value != "na" and card.line.item.measure and not card.measure.text():
            card.open_measure()
        elif card.line.fails:
            card.open_note()
        elif card.editor.stops() and card.editor.shown == "":
            return
        elif view.sheet is not None and view.sheet.node(view.current).question.control in ("select1", "trigger"):
            view.going.step(1)

    def answered(self, key: str, value: str, *, taken: bool = False) -> None:
        """An item has its answer."""
        self._say(key, key.partition("/")[2], value, taken=taken)

    def cell_answered(self, path: str, value: str) -> None:
        """A cell of a repeat has its answer."""
        self._say(f"{self._view.form}/{path}", path, value)

    def measured(self, key: str, text: str) -> None:
        """A measured value was typed."""
        if self._view.sheet is not None:
            self._say(key, self._view.sheet.line(key).item.measure, text)

    def same(self, key: str) -> None:
        """Take the answer of the visit before; it is recorded as taken."""
        card = self._view.rows.current_item() if key == self._view.current else None
        if card is not None and card.past:
            self.answered(key, card.past[0].value, taken=True)
            self._view.going.step(1)

    def _say(self, key: str, path: str, value: str, *, taken: bool = False) -> None:
        """Evaluate an answer, show what follows, write it."""
        view = self._view
        if view.sheet is None or view.locked:
            return
        view.writing.begin(path)
        try:
            touched = view.sheet.answer(path, value, taken=taken)
        except FormError as refused:
            view.desk.tasks.failed.emit(refused)
            return
        self._follow(touched)
        measured = path != key.partition("/")[2] and key in view.cards
        unit = view.sheet.line(key).item.unit if measured else ""
        about = self._about(key, f"{value.replace('.', ',')} {unit}".strip() if measured else words(value))
        view.writing.answer(view.visit, view.form, key, path, value, taken=taken, about=about)

    def _follow(self, touched: set[str]) -> None:
        view = self._view
        assert view.sheet is not None
        if view.sheet.arrange():
            view.arrange()
            view.reload_soon()
        view.rows.show_touched(touched)
        view.count_soon()

    def noted(self, key: str, text: str) -> None:
        """A note, or the wording of a finding."""
        view = self._view
        if view.sheet is not None and not view.locked:
            view.sheet.put_line(key, replace(view.sheet.line(key), note=text))
            card = view.column.made.get(key)
            if isinstance(card, ItemCard):
                card.line = view.sheet.line(key)
            view.writing.note(view.visit, view.form, key, text, about=self._about(key, text))

    def _about(self, key: str, said: str) -> str:
        """An act in a person's words: which item, and what of it."""
        sheet = self._view.sheet
        if sheet is None or key not in self._view.cards:
            return said
        return f"{sheet.line(key).item.code}: {said or _('answer taken back')}"

    # rows of a repeat

    def add_row(self, key: str) -> None:
        """One more row."""
        view = self._view
        if view.sheet is None or view.locked:
            return
        view.writing.begin(key)
        path, place, touched = view.sheet.add_row(key.partition("|")[2])
        about = self._about(key, _("a row added"))
        view.writing.answer(view.visit, view.form, key, path, place, taken=False, about=about)
        self._follow(touched)
        card = view.column.row(key)
        assert isinstance(card, RepeatCard)
        card.show_new_row()

    def remove_row(self, path: str) -> None:
        """Take a row out."""
        view = self._view
        if view.sheet is None or view.locked:
            return
        view.writing.begin(path)
        touched = view.sheet.remove_row(path)
        key, removed = f"{REPEAT}{path}", repeats.REMOVED
        about = self._about(key, _("a row removed"))
        view.writing.answer(view.visit, view.form, key, path, removed, taken=False, about=about)
        self._follow(touched)
        for card in view.column.made.values():
            if isinstance(card, RepeatCard):
                card.show_node(rows=True)

    # findings

    def finding_edited(self, key: str, field: str, value: str) -> None:
        """A person completes a finding."""
        self._view.writing.begin(f"{key}|{field}")
        words_ = _(FIELDS[field][1]) if field in FIELDS else _("Remedied on the spot")
        about = self._about(key, f"{words_}: {day_words(value) if field == 'due' else value}")
        self._view.writing.finding(f"{self._view.visit}/{key}", key, {field: value}, about=about)

    def judged(self, key: str, severity: str, reason: str) -> None:
        """A person judges a finding otherwise."""
        self._view.writing.begin(f"{key}|severity")
        words_ = SEVERITIES.get(severity, severity)
        about = self._about(key, f"{_('Severity')}: {_(words_)}")
        self._view.writing.severity(f"{self._view.visit}/{key}", key, severity, reason, about=about)

    def offer(self, key: str) -> None:
        """Phrases and people for a finding that came to stand, once."""
        if key not in self._offered:
            self._offered.add(key)
            form, _slash, path = key.partition("/")
            then = partial(self._show_offers, key)
            self._view.desk.tasks.read(reading.offers, form, path, then=then, owner=self)

    def _show_offers(self, key: str, found: tuple[list[str], list[str]]) -> None:
        self._offered.discard(key)
        card = self._view.column.made.get(key)
        if isinstance(card, ItemCard) and card.line.fails:
            self._offered.add(key)
            card.finding.show_phrases(found[0])
            card.finding.offer_in_charge(found[1])
