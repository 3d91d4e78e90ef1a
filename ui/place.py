"""What a place of the program is, and what it is given: everything it needs, so that it looks for nothing by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.later import Later
from ui.widgets.header import Header
from ui.widgets.layout import scrolled

if TYPE_CHECKING:
    from ui.actions import Actions
    from ui.tasks import Tasks
    from ui.widgets.banner import Banner
    from ui.widgets.table import Memory

MAIN: Final = "main"
SUPERVISOR: Final = "supervisor"
BELOW: Final = "below"
HIDDEN: Final = "hidden"


class Go(Protocol):
    """Show a place; what follows says what in it, e.g. `go("sites", site=uid)`."""

    def __call__(self, place: str, **target: Any) -> None: ...


@dataclass(frozen=True)
class Desk:
    """What a place works with."""

    tasks: Tasks
    actions: Actions
    memory: Memory
    go: Go
    notify: Callable[[Banner], None]
    """Show a banner above the place."""
    person: Any = None
    """The person at this computer (inspector.model.Person), or None before the first start is done."""
    folder: Path | None = None
    """The data folder: caches and receipts."""
    settings: Any = None
    """The settings of inspector.settings, as far as they are there."""
    restart: Callable[[], None] | None = None
    """Build the window again, after the language or the person changed."""


Factory = Callable[[Desk], QWidget]
"""Makes the view of a place."""


@dataclass(frozen=True)
class Place:
    """An entry of the left rail. `name` is a source text; HIDDEN places are reached by `go` only."""

    key: str
    name: str
    icon: str
    factory: Later[Factory]
    """The module of the view is imported when the place is first shown."""
    group: str = MAIN
    keys: str = ""
    under: str = ""
    """The entry of the rail that a hidden place belongs to."""


class PlaceView(QWidget):
    """A place: a header, and below it whatever it shows. Subclasses fill `body`; `scrolls` for what may be long."""

    counted = Signal(int)
    """How many things wait here; shown on the rail."""

    def __init__(self, desk: Desk, title: str = "", *, scrolls: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("ground", "bg")
        self.setAccessibleName(title)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 16)
        whole.setSpacing(12)
        self.header = Header(title)
        whole.addWidget(self.header)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        if scrolls:
            inside = QWidget()
            inside.setLayout(self.body)
            self.body.setContentsMargins(0, 0, 0, 0)
            whole.addWidget(scrolled(inside), 1)
        else:
            whole.addLayout(self.body, 1)

    def go_to(self, **target: Any) -> None:
        """Show something in this place; called after every `go`, with nothing when the place itself is wanted."""
