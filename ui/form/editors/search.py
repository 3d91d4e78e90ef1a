"""One of many choices, or several of many: typed in part, marks or no marks, and picked from what matches."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.text import fold
from ui.form.editors.base import Asked, Editor
from ui.widgets.chip import ChipButton
from ui.widgets.layout import FlowLayout, clear

SHOWN: Final = 200
HEIGHT: Final = 5 * 40 + 8


class SearchEditor(Editor):
    """A field with the matches below it while the cursor is in it: arrows go, Enter takes."""

    several = False

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._folded: list[str] | None = None
        self._matches: list[int] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        self._chosen = QWidget()
        self._chips = FlowLayout(self._chosen, line_spacing=0)
        self._chosen.setVisible(False)
        whole.addWidget(self._chosen)
        self.field = QLineEdit()
        self.field.setAccessibleName(asked.node.label or asked.node.local)
        self.field.setPlaceholderText(_("Type a few letters"))
        self.field.installEventFilter(self)
        self.field.textEdited.connect(lambda _text: self._filter())
        whole.addWidget(self.field)
        self._lines = QStringListModel(self)
        self.list = QListView()
        self.list.setModel(self._lines)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Matches"))
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.list.hide()
        whole.addWidget(self.list)
        self.show_value(asked.node.value)

    def show_choices(self) -> None:
        self._folded = None
        self.show_value(self.node.value)
        if self.list.isVisible():
            self._filter()

    def show_value(self, text: str) -> None:
        super().show_value(text)
        if self.several:
            self._show_chosen()
        elif not self.field.hasFocus():
            self.field.setText(self.label_of(text))

    def label_of(self, value: str) -> str:
        """The words of a choice."""
        found = self.node.home.choice_list(self.node)
        choice = found.by_value.get(value) if found else None
        return choice.label if choice else value

    def stops(self) -> list[QWidget]:
        return [self.field]

    def begin(self) -> bool:
        self.field.setFocus()
        self.field.selectAll()
        return True

    def take_digit(self, digit: int) -> bool:
        self.field.setFocus()
        self.field.setText(str(digit))
        self._filter()
        return True

    def matches(self, typed: str) -> list[int]:
        """Which choices have all the words that were typed, those that begin with them first."""
        if self._folded is None:
            self._folded = [fold(choice.label) for choice in self.node.choices]
        words = fold(typed).split()
        whole = " ".join(words)
        found = [at for at, text in enumerate(self._folded) if all(word in text for word in words)]
        return sorted(found, key=lambda at: not self._folded[at].startswith(whole)) if whole else found  # type: ignore[index]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            if event.type() == QEvent.Type.FocusIn:
                self._filter("" if self.several else None)
            elif event.type() == QEvent.Type.FocusOut:
                self.list.hide()
                self._leave()
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._key(event.key()):
                return True
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        row = self.list.currentIndex().row()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.isVisible() and self._matches:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._mark(min(max(0, row + step), self._lines.rowCount() - 1))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.several and not self.field.text().strip():
                self.go_on.emit()
            elif self._matches and row >= 0:
                self._take(row)
                if not self.several:
                    self.go_on.emit()
            return True
        if key == Qt.Key.Key_Escape and self.list.isVisible():
            self.list.hide()
            return True
        if key == Qt.Key.Key_Backspace and self.several and not self.field.text() and self.shown:
            self.say(" ".join(self.shown.split()[:-1]))
            self._show_chosen()
            return True
        return False

    def _filter(self, typed: str | None = None) -> None:
        text = self.field.text() if typed is None else typed
        if typed is None and not self.several and text == self.label_of(self.shown):
            text = ""
        self._matches = self.matches(text)[:SHOWN]
        choices = self.node.choices
        self._lines.setStringList([choices[at].label for at in self._matches])
        self.list.setFixedHeight(min(HEIGHT, max(1, len(self._matches)) * 44 + 8))
        self.list.setVisible(bool(self._matches))
        wanted = next((row for row, at in enumerate(self._matches) if choices[at].value == self.shown), 0)
        self._mark(wanted)

    def _mark(self, row: int) -> None:
        index = self._lines.index(row)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def _take(self, row: int) -> None:
        value = self.node.choices[self._matches[row]].value
        if self.several:
            chosen = self.shown.split()
            chosen = [one for one in chosen if one != value] if value in chosen else [*chosen, value]
            self.say(" ".join(chosen))
            self._show_chosen()
            self.field.clear()
            self._filter("")
            return
        self.say(value)
        self.field.setText(self.label_of(value))
        self.list.hide()

    def _leave(self) -> None:
        """An emptied field takes the answer back; half a word is no answer."""
        if self.several:
            self.field.clear()
        elif not self.field.text().strip():
            self.say("")
        else:
            self.field.setText(self.label_of(self.shown))

    def _show_chosen(self) -> None:
        clear(self._chips)
        for value in self.shown.split():
            chip = ChipButton(self.label_of(value), "brand", "cross")
            chip.setToolTip(_("Take it out"))
            chip.clicked.connect(lambda _checked=False, value=value: self._take_out(value))
            self._chips.addWidget(chip)
        self._chosen.setVisible(bool(self.shown))

    def _take_out(self, value: str) -> None:
        self.say(" ".join(one for one in self.shown.split() if one != value))
        self._show_chosen()


class SearchSeveralEditor(SearchEditor):
    """Several of many."""

    several = True
