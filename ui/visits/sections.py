"""The sections of a checklist with how many of their items are answered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from inspector.visits import Line
from ui.widgets.layout import Card


class Sections(Card):
    """`chosen(section)` when a person wants to go there."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(padding=8)
        self.setFixedWidth(212)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.list.setSpacing(2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda item: self.chosen.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.body.addWidget(self.list)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Count the items of each section."""
        counts: dict[str, list[int]] = {}
        for line in lines:
            count = counts.setdefault(line.item.section, [0, 0, 0])
            count[0] += bool(line.value)
            count[1] += 1
            count[2] += line.fails
        names = [self.list.item(at).data(Qt.ItemDataRole.UserRole) for at in range(self.list.count())]
        if names != list(counts):
            self.list.clear()
            for name in counts:
                item = QListWidgetItem()
                item.setData(Qt.ItemDataRole.UserRole, name)
                self.list.addItem(item)
        for at, (name, (done, total, failed)) in enumerate(counts.items()):
            sign = "×" if failed else "✓" if done == total else "○"
            self.list.item(at).setText(f"{sign}  {name}  {done}/{total}")

    def set_current(self, section: str) -> None:
        """Mark where the person is."""
        for at in range(self.list.count()):
            if self.list.item(at).data(Qt.ItemDataRole.UserRole) == section:
                self.list.setCurrentRow(at)
