"""One registry of everything that can be done: menus, keys, the palette and the key help are drawn from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from inspector.i18n import N_
from ui import theme

GO: Final = N_("Go to")
DO: Final = N_("Do")
EDIT: Final = N_("Edit")
WINDOW: Final = N_("Window")
HERE: Final = N_("In this place")
GROUPS: Final = (GO, DO, EDIT, HERE, WINDOW)


@dataclass(frozen=True)
class KeyLine:
    """A line of the key help: what, and which keys."""

    group: str
    text: str
    keys: str


class Actions(QObject):
    """
    The commands of the window. `add` once for what is always there; `add(..., owner=view)` for what acts in one view:
    its key works while the focus is in there, and the command goes when the view goes.
    """

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, str] = {}
        self._hints: list[tuple[KeyLine, QWidget | None]] = []

    def add(
        self,
        key: str,
        text: str,
        run: Callable[[], object],
        *,
        keys: str | tuple[str, ...] = (),
        icon: str = "",
        group: str = DO,
        owner: QWidget | None = None,
    ) -> QAction:
        """Make a command. `text` is already translated; `keys` such as "Ctrl+K"."""
        action = QAction(text, owner or self._window)
        action.setObjectName(key)
        action.setShortcuts([QKeySequence(one) for one in ((keys,) if isinstance(keys, str) else keys) if one])
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut if owner else Qt.ShortcutContext.WindowShortcut
        action.setShortcutContext(context)
        action.triggered.connect(lambda _checked=False: run())
        action.enabledChanged.connect(lambda _on: self.changed.emit())
        if icon:
            theme.set_icon(action, icon)
        (owner or self._window).addAction(action)
        self._actions[key] = action
        self._groups[key] = group
        action.destroyed.connect(lambda _object=None, key=key, action=action: self._forget(key, action))
        self.changed.emit()
        return action

    def hint(self, text: str, keys: str, group: str = HERE, *, owner: QWidget | None = None) -> None:
        """Name keys in the key help that a view handles itself; they are told while the view is in sight."""
        line = KeyLine(group, text, keys)
        if line not in (known for known, _owner in self._hints):
            self._hints.append((line, owner))

    def get(self, key: str) -> QAction:
        """A command by its key."""
        return self._actions[key]

    def all(self) -> list[QAction]:
        """Every command that can be run now, in the order of the groups."""
        live = [(key, action) for key, action in self._actions.items() if action.isEnabled() and action.isVisible()]
        live.sort(key=lambda pair: GROUPS.index(self._groups[pair[0]]))
        return [action for _key, action in live]

    def menu(self, keys: list[str | None], parent: QWidget) -> QMenu:
        """A menu of these commands; None is a line between them."""
        made = QMenu(parent)
        for key in keys:
            if key is None:
                made.addSeparator()
            elif key in self._actions:
                made.addAction(self._actions[key])
        return made

    def key_lines(self) -> list[KeyLine]:
        """For the key help: every command that has a key, and the hints of the views."""
        lines = [
            KeyLine(self._groups[key], action.text(), keys_text(action))
            for key, action in self._actions.items()
            if action.shortcuts() and _in_sight(action.parent())
        ]
        hints = [line for line, owner in self._hints if _in_sight(owner)]
        return [line for group in GROUPS for line in [*lines, *hints] if line.group == group]

    def _forget(self, key: str, action: QAction) -> None:
        if self._actions.get(key) is action:
            del self._actions[key]
            del self._groups[key]


def _in_sight(owner: QObject | None) -> bool:
    """Whether keys of this owner can act: those of a view only while it is shown."""
    return not isinstance(owner, QWidget) or (shiboken6.isValid(owner) and (owner.isWindow() or owner.isVisible()))


def keys_text(action: QAction) -> str:
    """The first key of a command as it is written on screen: `Ctrl+K`."""
    shortcuts = action.shortcuts()
    words = shortcuts[0].toString(QKeySequence.SequenceFormat.NativeText) if shortcuts else ""
    return words.replace("Left", "←").replace("Right", "→")
