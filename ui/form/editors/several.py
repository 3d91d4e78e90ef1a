"""Several of a few choices, and an order of choices."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from inspector.i18n import _
from ui.form.editors.base import Asked, Editor
from ui.widgets.button import Button
from ui.widgets.keeps_keys import KeepsKeys
from ui.widgets.layout import clear, label, row


class SeveralEditor(Editor):
    """Boxes to tick; figures tick them."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self.boxes: dict[str, QCheckBox] = {}
        self.show_choices()

    def show_choices(self) -> None:
        clear(self._whole)
        self.boxes = {}
        for at, choice in enumerate(self.node.choices):
            figure = f"{at + 1}  " if at < 9 else ""
            box = QCheckBox(f"{figure}{choice.label}".replace("&", "&&"))
            box.setAccessibleName(choice.label)
            box.clicked.connect(partial(self._on_clicked, choice.value))
            self.boxes[choice.value] = box
            self._whole.addWidget(box)
        self.show_value(self.node.value)

    def show_value(self, text: str) -> None:
        super().show_value(text)
        chosen = text.split()
        for value, box in self.boxes.items():
            box.setChecked(value in chosen)

    def stops(self) -> list[QWidget]:
        return list(self.boxes.values())

    def begin(self) -> bool:
        return False

    def take_digit(self, digit: int) -> bool:
        values = list(self.boxes)
        if not 1 <= digit <= len(values):
            return False
        self.boxes[values[digit - 1]].click()
        return True

    def _on_clicked(self, _value: str, _checked: bool = False) -> None:
        self.say(" ".join(value for value, box in self.boxes.items() if box.isChecked()))


class _Order(QListWidget):
    """Ctrl+Up and Ctrl+Down move a line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.shift(step)
            return
        super().keyPressEvent(event)

    def shift(self, step: int) -> None:
        """The current line one up or down."""
        at = self.currentRow()
        if at >= 0 and 0 <= at + step < self.count():
            item = self.takeItem(at)
            self.insertItem(at + step, item)
            self.setCurrentRow(at + step)


class RankingEditor(Editor):
    """An order, best first: dragged, or moved with Ctrl+Up and Ctrl+Down. Nothing is said until it was touched."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        self.list = _Order()
        self.list.setAccessibleName(asked.node.label or asked.node.local)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.model().rowsInserted.connect(lambda *_given: self._moved())
        self.list.model().rowsMoved.connect(lambda *_given: self._moved())
        KeepsKeys(self.list)
        whole.addWidget(self.list)
        up, down = Button("", icon="arrow-up", tip=_("Up")), Button("", icon="arrow-down", tip=_("Down"))
        for button, step in ((up, -1), (down, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._step, step))
        self.keep = Button(_("The order is right"), kind="quiet", icon="check")
        self.keep.clicked.connect(self._say_order)
        whole.addLayout(row(up, down, self.keep, label("Ctrl+↑ ↓", "small"), None))
        self._showing = False
        self.show_choices()

    def show_choices(self) -> None:
        self.show_value(self.node.value)

    def show_value(self, text: str) -> None:
        super().show_value(text)
        labels = {choice.value: choice.label for choice in self.node.choices}
        order = [value for value in text.split() if value in labels]
        order += [value for value in labels if value not in order]
        if order != self.order() or any(self.list.item(at).text() != labels[v] for at, v in enumerate(order)):
            self._showing = True
            self.list.clear()
            for value in order:
                item = QListWidgetItem(labels[value])
                item.setData(Qt.ItemDataRole.UserRole, value)
                self.list.addItem(item)
            self._showing = False
            self.list.setFixedHeight(min(8, max(1, len(order))) * 42 + 8)
        self.keep.setVisible(not text)

    def order(self) -> list[str]:
        """The values as they stand."""
        return [self.list.item(at).data(Qt.ItemDataRole.UserRole) for at in range(self.list.count())]

    def stops(self) -> list[QWidget]:
        return [self.list, self.keep]

    def begin(self) -> bool:
        self.list.setFocus()
        self.list.setCurrentRow(max(0, self.list.currentRow()))
        return True

    def _step(self, step: int, _checked: bool = False) -> None:
        self.list.shift(step)

    def _moved(self) -> None:
        if not self._showing and self.list.count() == len(self.node.choices):
            self._say_order()

    def _say_order(self) -> None:
        self.keep.hide()
        self.say(" ".join(self.order()))
