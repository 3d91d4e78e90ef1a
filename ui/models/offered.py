"""What a list offers to choose from, however much it is: (key, words) each, shown as they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QListView

_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)


class Offered(QAbstractListModel):
    """Choices by their keys."""

    def __init__(self, offered: Sequence[tuple[str, str]], parent: QComboBox) -> None:
        super().__init__(parent)
        self.offered = tuple(offered)
        self._places = {key: at for at, (key, _words) in enumerate(self.offered)}

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.offered)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        key, words = self.offered[index.row()]
        return words if role in _WORDS else key if role == Qt.ItemDataRole.UserRole else None

    def place(self, key: object) -> int:
        """Where a key stands; the first place when it is not offered, -1 when nothing is."""
        return self._places.get(str(key), 0) if self.offered else -1


def lasting(box: QComboBox) -> None:
    """Let a box be as wide as its place allows: it does not measure thousands of choices."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    view = box.view()
    if isinstance(view, QListView):
        view.setUniformItemSizes(True)


def offer(box: QComboBox, offered: Sequence[tuple[str, str]]) -> None:
    """Offer these; what is chosen stays chosen. What was offered before goes: the box owns it, and deletes it itself."""
    before = box.model()
    if isinstance(before, Offered) and before.offered == tuple(offered):
        return
    chosen = box.currentData()
    made = Offered(offered, box)
    box.setModel(made)
    box.setCurrentIndex(made.place(chosen))
