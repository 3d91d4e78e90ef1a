"""One disagreement: every value with who said it, on which side, when, its note and photos; one is taken, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QMenu, QSizePolicy, QWidget

from inspector.disagreements import Disagreement, Stand
from inspector.i18n import _, ngettext
from inspector.sides import SIDES
from ui.form.photo_strip import PhotoStrip
from ui.theme import tokens
from ui.theme_tokens import CARD_RADIUS
from ui.widgets import paint
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.figures import KEPT
from ui.widgets.layout import Card, column, label, row

TONES: Final = {"pass": ("pass", "check"), "fail": ("fail", "cross"), "na": ("na", "dash")}

VALUE: Final = 340
"""A value with who said it and when wants so much room."""


class ValueCard(QWidget):
    """What one side says. Pressed, or reached by the arrows, it is the one that is chosen (`chosen`)."""

    chosen = Signal()
    moved = Signal(int)
    entered = Signal()

    def __init__(self, stand: Stand) -> None:
        super().__init__()
        self.stand, self._on = stand, False
        self.setAccessibleName(_("Take {value}").format(value=stand.shown))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        body = column(spacing=6, margins=(14, 12, 14, 12))
        chips = [Chip(stand.shown, *TONES[stand.value])] if stand.value in TONES else []
        chips += [Chip(_(SIDES[stand.side]), "brand", square=True)] if stand.side in SIDES else []
        if chips:
            body.addLayout(row(*chips, None, spacing=8))
        when = f"{'/'.join(reversed(stand.at[:10].split('-')))} {stand.at[11:16]}"
        computer = _("computer {device}").format(device=stand.device[:4].upper())
        who = (stand.by, when.replace(" ", KEPT), computer.replace(" ", KEPT))
        body.addWidget(label(paint.dotted(who), "second", wrap=True))
        if stand.value not in TONES:
            body.addWidget(label(stand.shown, wrap=True))
        if stand.note:
            body.addWidget(label(stand.note, wrap=True))
        elif stand.value in TONES:
            body.addWidget(label(_("No note."), "second"))
        self.photos = PhotoStrip(adds=False)
        self.photos.show_photos([(sha256, _("Photo"), "") for sha256 in stand.photos])
        if stand.photos:
            body.addWidget(self.photos)
        body.addStretch(1)
        self.setLayout(body)

    def set_on(self, on: bool) -> None:
        """Be the one that is chosen, or not."""
        self._on = on
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step:
            self.moved.emit(step)
        elif event.key() == Qt.Key.Key_Space:
            self.chosen.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        edge = look.brand if self._on or self.hasFocus() else look.line
        fill = look.brand_ground if self._on else look.surface
        paint.rounded(painter, QRectF(self.rect()), CARD_RADIUS, fill, edge, 2 if self._on else 1)
        painter.end()


class DecisionCard(Card):
    """`decided(take, value, reason)`; `take` counts from 1, 0 when another value is written. `opened(visit)` shows the visit."""

    decided = Signal(int, str, str)
    opened = Signal()
    pictured = Signal(str)

    def __init__(self, found: Disagreement) -> None:
        super().__init__()
        self.found, self._chosen, self._other_value = found, 0, ""
        self.setAccessibleName(found.label)
        head = row(label(found.heading, "strong"), spacing=10)
        head.addWidget(label(found.asked, "second", wrap=True), 1)
        if found.visit:
            show = Button(_("Open the visit"), kind="quiet", icon="eye")
            show.clicked.connect(self.opened)
            head.addWidget(show)
        self.body.addLayout(head)
        if found.former is not None:
            day = "/".join(reversed(found.former.at[:10].split("-")))
            said = _("Decided on {day} by {by}: “{reason}”. What arrived later opened it again.")
            if found.former.withdrawn_at:
                said = _("Decided on {day} by {by}: “{reason}”. Withdrawn on {end} by {ended}.")
            end = "/".join(reversed(found.former.withdrawn_at[:10].split("-")))
            ended = found.former.withdrawn_by or "–"
            told = said.format(day=day, by=found.former.by or "–", reason=found.former.reason, end=end, ended=ended)
            again = row(Chip(_("open again"), "warn", "warn"), spacing=10)
            again.addWidget(label(told, "second", wrap=True), 1)
            self.body.addLayout(again)
        self._side_by_side = 0
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self.values = [ValueCard(stand) for stand in found.values]
        for number, card in enumerate(self.values, start=1):
            card.chosen.connect(lambda number=number: self.choose(number))
            card.moved.connect(lambda step, number=number: self._move(number + step))
            card.entered.connect(self._enter)
            card.photos.opened.connect(self.pictured)
        self._arrange(2)
        self.body.addLayout(self._grid)
        for note in found.notes:
            self.body.addWidget(label(_("Note beside it: {note}").format(note=note), "second", wrap=True))
        self.other = QLineEdit()
        self.other.setAccessibleName(_("Another value"))
        self.other.setPlaceholderText(_("The value that holds"))
        self.other.textChanged.connect(lambda _text: self._allow())
        self.other.hide()
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason of the decision"))
        self.reason.setPlaceholderText(_("Reason of the decision, both sides can read it later"))
        self.reason.setToolTip(self.reason.placeholderText())
        self.reason.textChanged.connect(lambda _text: self._allow())
        self.reason.returnPressed.connect(self._decide)
        self.another = Button(_("Another value…"))
        results = {"pass": _("Pass"), "fail": _("Fail"), "na": _("Not applicable")}
        there = {stand.value for stand in found.values}
        if (found.kind, found.field) == ("answer", "value") and there <= {"", *results}:
            menu = QMenu(self.another)
            for value, words in results.items():
                if value not in there:
                    menu.addAction(words, partial(self._take_other, value, words))
            self.another.setMenu(menu)
            if menu.isEmpty():
                self.another.hide()
        else:
            self.another.clicked.connect(self._ask_other)
        self.decide = Button(_("Decide"), kind="primary", keys="↵")
        self.decide.clicked.connect(self._decide)
        under = row(self.other, self.reason, self.another, self.decide, spacing=10)
        under.setStretch(0, 1)
        under.setStretch(1, 2)
        self.body.addLayout(under)
        self._allow()

    def _arrange(self, side_by_side: int) -> None:
        """So many values beside one another, the others below them."""
        if side_by_side != self._side_by_side:
            self._side_by_side = side_by_side
            for at, card in enumerate(self.values):
                self._grid.addWidget(card, at // side_by_side, at % side_by_side)
            for column in range(len(self.values)):
                self._grid.setColumnStretch(column, int(column < side_by_side))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(max(1, min(len(self.values), event.size().width() // VALUE)))

    def minimumSizeHint(self) -> QSize:
        """Two values: where three stood beside one another a narrower window puts one below."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), 2 * VALUE), hint.height())

    def choose(self, number: int) -> None:
        """Choose a value, counted from 1."""
        self._chosen = number
        self.other.hide()
        for place, card in enumerate(self.values, start=1):
            card.set_on(place == number)
        self._allow()

    def offer(self, reason: str) -> None:
        """The reason of the last decision, where a person has not begun to write one."""
        if not self.reason.text():
            self.reason.setText(reason)

    def shas(self) -> Sequence[str]:
        """The photos that it shows."""
        return [sha256 for card in self.values for sha256 in card.stand.photos]

    def show_pictures(self, pictures: dict[str, bytes]) -> None:
        """Fill in the small pictures."""
        for card in self.values:
            card.photos.show_pictures(pictures)

    def _move(self, number: int) -> None:
        if 1 <= number <= len(self.values):
            self.choose(number)
            self.values[number - 1].setFocus()

    def _enter(self) -> None:
        if self.reason.text().strip():
            self._decide()
        else:
            self.reason.setFocus()

    def _take_other(self, value: str, words: str) -> None:
        self._ask_other()
        self._other_value = value
        self.other.setText(words)
        self.other.setReadOnly(True)
        self.reason.setFocus()

    def _ask_other(self) -> None:
        self.choose(0)
        self.other.show()
        self.other.setFocus()

    def _allow(self) -> None:
        said = bool(self._chosen) or (not self.other.isHidden() and bool(self.other.text().strip()))
        self.decide.setEnabled(said and bool(self.reason.text().strip()))

    def _decide(self) -> None:
        if self.decide.isEnabled():
            self.decide.setEnabled(False)
            value = "" if self._chosen else self._other_value or self.other.text().strip()
            self.decided.emit(self._chosen, value, self.reason.text().strip())


def shown_of(shown: int, total: int) -> str:
    """How many of all are shown."""
    if shown == total:
        return ngettext("{n} waits for a decision", "{n} wait for a decision", total).format(n=total)
    return _("{shown} of {total} are shown").format(shown=shown, total=total)
