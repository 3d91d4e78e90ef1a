"""The rows of a checklist on screen: made when they come into sight, and kept like what stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from inspector import findings, history
from inspector.visits import Line
from ui import theme
from ui.form.filled_sheet import HEADING, NOTE, REPEAT
from ui.form.item_card import CODE_WIDTH, ItemCard
from ui.form.repeat_card import LINE, RepeatCard
from ui.form.row_card import RowCard
from ui.visits import keys
from ui.widgets.layout import column, label
from ui.widgets.lazy_column import LazyColumn

if TYPE_CHECKING:
    from ui.visits.filling import FillingView


class Cards(Mapping[str, ItemCard]):
    """The cards of the items in order; a card is made when it is asked for."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __getitem__(self, key: str) -> ItemCard:
        if key not in self:
            raise KeyError(key)
        card = self._rows.column.row(key)
        assert isinstance(card, ItemCard)
        return card

    def __contains__(self, key: object) -> bool:
        return key in self._rows.item_keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows.item_keys)

    def __len__(self) -> int:
        return len(self._rows.item_keys)


class Rows(QObject):
    """Headings, notes, items and repeats of the checklist that `view` shows."""

    def __init__(self, view: FillingView) -> None:
        super().__init__(view)
        self._view = view
        self.column = LazyColumn(self._made, self._guess, keep=self._kept, reuse=self._reused)
        self.item_keys: dict[str, None] = {}
        self.stops: list[str] = []
        """The rows at which a person stops: all but headings and notes."""
        self.cards = Cards(self)

    def set_rows(self, keys_: list[str]) -> None:
        """Show these rows, in this order."""
        self.item_keys = dict.fromkeys(key for key in keys_ if "|" not in key)
        self.stops = [key for key in keys_ if not key.startswith((HEADING, NOTE))]
        self.column.set_rows(keys_)

    def clear(self) -> None:
        """Put every row away; they are made anew."""
        self.item_keys, self.stops = {}, []
        self.column.clear()

    def current_item(self) -> ItemCard | None:
        """The card of the current item, while it may be answered."""
        card = self.column.made.get(self._view.current)
        return card if isinstance(card, ItemCard) and card.isEnabled() else None

    # made

    def _kept(self, key: str) -> bool:
        return key == self._view.current or self._view.writing.waits(key)

    def _guess(self, key: str, width: int) -> int:
        sheet = self._view.sheet
        if key.startswith(HEADING):
            return 26
        if key.startswith(REPEAT):
            return 140 + LINE * min(12, len(sheet.node(key).children) if sheet is not None else 1)
        if key.startswith(NOTE) or sheet is None:
            return 64
        line = sheet.line(key)
        letters = QFontMetrics(theme.font()).averageCharWidth()
        rows = 1 + len(line.item.text) * letters // max(60, width - CODE_WIDTH - 40)
        height = 26 + rows * 20 + 50 + (48 if line.item.measure else 0)
        return height + (190 if line.fails else 44 if line.note else 0) + (60 if line.photos else 0)

    def _made(self, key: str) -> QWidget:
        view = self._view
        assert view.sheet is not None
        node = view.sheet.node(key)
        if key.startswith(HEADING):
            made = QWidget()
            made.setLayout(column(label(node.label or "", "code"), margins=(4, 2, 4, 0)))
            return made
        if key.startswith(NOTE):
            noted = RowCard()
            noted.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            noted.setLayout(column(label(node.label or "", "second", wrap=True), margins=(16, 12, 16, 12)))
            return noted
        tools = keys.tools(view)
        card: RowCard
        if key.startswith(REPEAT):
            table = RepeatCard(node, tools)
            table.answered.connect(view.acting.cell_answered)
            table.row_wanted.connect(partial(view.acting.add_row, key))
            table.row_unwanted.connect(view.acting.remove_row)
            card = table
            card.picked.connect(partial(view.going.mark, key))
            card.left.connect(partial(view.going.tab, key))
        else:
            card = self._item(key, view.sheet.line(key), node, tools)
        card.typing.connect(view.writing.begin)
        card.setEnabled(not view.locked)
        return card

    def _reused(self, key: str, widget: QWidget) -> bool:
        """Make this row out of one that nobody sees."""
        view = self._view
        if "|" in key or view.sheet is None or not isinstance(widget, ItemCard):
            return False
        line = view.sheet.line(key)
        past = self.past(line.item.path)
        if not widget.take(line, view.sheet.node(key), past, keys.tools(view), self._former_measure(line, past)):
            return False
        self._show_stored(key, widget)
        widget.setEnabled(not view.locked)
        return True

    def _item(self, key: str, line: Line, node: Any, tools: Any) -> ItemCard:
        view, acting = self._view, self._view.acting
        card = ItemCard(line, node, self.past(line.item.path), tools=tools)
        card.former_measure = self._former_measure(line, card.past)
        # a card may come to ask another item: its key is the one that it has then
        card.picked.connect(lambda: view.going.mark(card.line.path))
        card.left.connect(lambda step: view.going.tab(card.line.path, step))
        card.opened_finding.connect(lambda: acting.offer(card.line.path))
        card.answered.connect(lambda value: acting.answered(card.line.path, value))
        card.measured.connect(lambda text: acting.measured(card.line.path, text))
        card.noted.connect(lambda text: acting.noted(card.line.path, text))
        card.same_wanted.connect(lambda: acting.same(card.line.path))
        card.wants_photo.connect(lambda: view.pictures.ask(card.line.path))
        card.photo_opened.connect(lambda sha256: view.pictures.open(card.line.path, sha256))
        card.go_on.connect(lambda: view.going.go_on(card.line.path))
        self._show_stored(key, card)
        return card

    def _show_stored(self, key: str, card: ItemCard) -> None:
        view = self._view
        self.refresh(key, card)
        if view.writing.waits(key):
            card.set_unsaved(view.desk.tasks.unsaved_count > 0)

    # kept like what stands

    def rebind(self) -> None:
        """The visit was read anew: the same cards, the new nodes."""
        sheet = self._view.sheet
        if sheet is None:
            return
        for key, card in self.column.made.items():
            if isinstance(card, RepeatCard):
                card.rebind(sheet.node(key))
            elif isinstance(card, ItemCard):
                card.editor.asked = replace(card.editor.asked, node=sheet.node(key))
                if _choices_change(card.editor.node):
                    card.show_node()
                self.refresh(key, card)
            card.setEnabled(not self._view.locked)

    def show_touched(self, touched: set[str]) -> None:
        """An answer changed what these items show."""
        for key, card in list(self.column.made.items()):
            if key in touched and isinstance(card, ItemCard):
                self.refresh(key, card)
                if _choices_change(card.editor.node):
                    card.show_node()
            elif isinstance(card, RepeatCard):
                card.show_node()

    def refresh(self, key: str, card: ItemCard) -> None:
        """Show what stands of an item, its finding and its photographs."""
        view = self._view
        assert view.sheet is not None
        line = view.sheet.line(key)
        first = card._box is None
        photos = {one.sha256: (one.sha256, one.name, view.photos.warning(one)) for one in line.photos}
        photos |= {one[0]: one for one in view.writing.pictures(key)}
        finding = view.writing.completed(key, f"{view.visit}/{key}", view.findings.get(key))
        card.show_line(line, finding, list(photos.values()), due=self._preset_due(line))
        if card._box is not None:
            if first:
                card.finding.edited.connect(partial(view.acting.finding_edited, key))
                card.finding.judged.connect(partial(view.acting.judged, key))
            view.photos.want(card.finding.strip.lacking())

    def show_small(self, pictures: dict[str, bytes]) -> None:
        """Small pictures that have come."""
        for card in self.column.made.values():
            if isinstance(card, ItemCard) and card._box is not None:
                card.finding.strip.show_pictures(pictures)

    def past(self, path: str) -> tuple[history.Past, ...]:
        """What earlier visits to this site say of a question."""
        view = self._view
        return view.opened.past.get((view.form, path), ()) if view.opened is not None and path else ()

    def _former_measure(self, line: Line, past: tuple[history.Past, ...]) -> str:
        """The value that was measured when the item was answered last."""
        measured = self.past(line.item.measure)
        return measured[0].value if measured and past and measured[0].visit == past[0].visit else ""

    def _preset_due(self, line: Line) -> str:
        opened = self._view.opened
        if opened is None or line.item.due_days is None:
            return ""
        return findings.preset_due(opened.dossier.visit.date, line.item.due_days)


def _choices_change(node: Any) -> bool:
    """Whether other answers may change what a question offers."""
    control = node.definition.control
    return control is not None and control.choices is not None and control.choices.changes
