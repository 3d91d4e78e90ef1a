"""The tab of what people must decide: found by words, one after the other, by keyboard."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector import disagreements, photos
from inspector.disagreements import Disagreement
from inspector.i18n import _
from inspector.store import Reader, evidence
from inspector.text import fold
from ui.form.photo_dialog import enlarge
from ui.place import Desk
from ui.register.decision import DecisionCard, shown_of
from ui.widgets.chip import Chip
from ui.widgets.empty import EmptyState, on_card
from ui.widgets.layout import clear, label, row, scrolled
from ui.widgets.search_field import SearchField

PAGE: Final = 20
"""So many stand on the page at once; the next come as these are decided, or are found by words."""


class Deciding(QWidget):
    """What waits, with a search and the last reason kept for the next; `emptied` when the last one was decided."""

    emptied = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.cards: list[DecisionCard] = []
        self._found: list[Disagreement] = []
        self._reason = ""
        self._going_on = -1
        self._decided = False
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 0)
        whole.setSpacing(10)
        self.search = SearchField(_("Find a site, an item, a person…"))
        self.search.setMinimumWidth(320)
        self.search.searched.connect(lambda _text: self._show())
        self.search.left.connect(lambda: self.go_to(0))
        self.count = Chip("", "warn", "disagreement")
        self.keys = label(_("← → choose a side · ↵ decide · Leaving it loses nothing"), "second", wrap=True)
        head = row(self.search, self.count, 6)
        head.addWidget(self.keys, 1)
        whole.addLayout(head)
        self.told = label("", "second", wrap=True)
        self.told.hide()
        whole.addWidget(self.told)
        inside = QWidget()
        whole_inside = QVBoxLayout(inside)
        whole_inside.setContentsMargins(0, 0, 0, 0)
        self._nothing, self._cards = QVBoxLayout(), QVBoxLayout()
        self._cards.setSpacing(12)
        whole_inside.addLayout(self._nothing, 1)
        whole_inside.addLayout(self._cards)
        whole_inside.addStretch(0)
        self._area = scrolled(inside)
        whole.addWidget(self._area, 1)

    def begin(self) -> None:
        """The keys go to the first that waits, as soon as it is shown."""
        self._going_on = 0
        self._go_on()

    def show_waiting(self, found: list[Disagreement]) -> None:
        """Show these; what a person is about to write stays while the same ones wait."""
        if [one.id for one in found] != [one.id for one in self._found] or found != self._found or not found:
            if len(found) > len(self._found):
                self.told.hide()  # it was taken back, or more has come
            self._found = found
            self._show()

    def _show(self) -> None:
        words = fold(self.search.text())
        fits = [one for one in self._found if not words or words in fold(_words(one))]
        shown = fits[:PAGE]
        self.count.say(shown_of(len(shown), len(self._found)), "warn", "disagreement")
        self.count.setVisible(bool(self._found))
        self.search.setVisible(bool(self._found))
        self.keys.setVisible(bool(self._found))
        clear(self._nothing)
        if not shown:
            empty = (
                EmptyState("search", _("Nothing matches."), _("Try fewer letters, or clear the filters."))
                if self._found
                else EmptyState(
                    "disagreement",
                    _("Nothing waits for a decision."),
                    _("Where two laptops say different things, both stand here until you choose."),
                )
            )
            self._nothing.addWidget(on_card(empty))
        before = {card.found.id: card for card in self.cards}
        wanted: list[str] = []
        self.cards = []
        for at, one in enumerate(shown):
            card = before.pop(one.id, None)
            if card is None or card.found != one:
                before |= {one.id: card} if card is not None else {}
                card = self._card(one)
                wanted += card.shas()
            card.offer(self._reason)
            self.cards.append(card)
            self._cards.insertWidget(at, card)
            card.show()
        self._go_on()
        for gone in before.values():
            gone.hide()
            gone.deleteLater()
        if wanted:
            self.desk.tasks.read(_pictures, wanted, then=self._show_pictures, owner=self)

    def _card(self, one: Disagreement) -> DecisionCard:
        card = DecisionCard(one)
        card.decided.connect(partial(self._decide, one.id))
        card.opened.connect(partial(self.desk.go, "visit", visit=one.visit))
        card.pictured.connect(lambda sha256: enlarge(self.desk, sha256, self))
        return card

    def _go_on(self) -> None:
        """The next one has the keys where the decided one stood; before that goes, or Qt would look for another."""
        if self._going_on >= 0 and self.cards:
            self.go_to(self._going_on)
            self._going_on = -1
        elif self._decided and not self._found:
            self.emptied.emit()
        self._decided = False

    def go_to(self, at: int = 0) -> None:
        """The keys go to one of those that are shown."""
        if self.cards:
            card = self.cards[min(at, len(self.cards) - 1)]
            card.values[0].setFocus()
            self._area.ensureWidgetVisible(card)

    def _decide(self, id: str, take: int, value: str, reason: str) -> None:
        if self.desk.person is not None:
            self._reason = reason
            self._going_on = next((at for at, card in enumerate(self.cards) if card.found.id == id), -1)
            self._decided = True
            chosen = {"take": take} if take else {"value": value}
            card = next(card for card in self.cards if card.found.id == id)
            told = partial(
                self._tell, card.found.label, card.values[take - 1].stand.shown if take else card.other.text()
            )
            self.desk.tasks.write(
                disagreements.decide, id, reason=reason, by=self.desk.person.uid, then=told, owner=self, **chosen
            )

    def _tell(self, item: str, value: str, _changes: object) -> None:
        """Say what was decided, where a person looks for the next."""
        self.told.setText(_("Decided: {item} is “{value}”.").format(item=item, value=value or "–"))
        self.told.show()

    def _show_pictures(self, pictures: dict[str, bytes]) -> None:
        for card in self.cards:
            card.show_pictures(pictures)


def _words(one: Disagreement) -> str:
    return " ".join((one.label, *(f"{stand.shown} {stand.by} {stand.note}" for stand in one.values)))


def _pictures(reader: Reader, shas: list[str]) -> dict[str, bytes]:
    held = {sha256: evidence.shown(reader, sha256) for sha256 in dict.fromkeys(shas)}
    return photos.thumbnails({sha256: content for sha256, content in held.items() if content is not None})
