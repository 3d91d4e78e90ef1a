"""The keys of the filling view, in the registry of actions where the key help finds them; and the tools of its editors."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut

from inspector.i18n import N_, _
from ui.form.editors.base import Tools
from ui.form.finding_box import KEYS

if TYPE_CHECKING:
    from ui.visits.filling import FillingView

HELP: Final = (
    (N_("Answer and go on"), "1 2 3"),
    (N_("Item before, item after"), "↑ ↓"),
    (N_("Note"), "N"),
    (N_("Measured value"), "M"),
    (N_("Photo"), "P"),
    (N_("As last time"), "="),
    (N_("Next unanswered"), "Ctrl+↵"),
    (N_("Next failed"), "F"),
    (N_("Checklist before, checklist after"), "Ctrl+PgUp PgDn"),
    (N_("Check and sign"), "F8"),
    (N_("Severity, deadline, in charge, remedy, remedied on the spot"), "L H G B K"),
    (N_("Out of a field, back to the item"), "Esc"),
)


def bind(view: FillingView) -> None:
    """Give the view its keys; those of one letter act while no field is being typed in."""

    def here(run: Callable[[], object]) -> Callable[[], None]:
        def act() -> None:
            if view.current:
                run()

        return act

    def open_(name: str) -> None:
        card = view.rows.current_item()
        if card is not None and card.line.fails:
            card.finding.open_field(name)

    def note() -> None:
        card = view.rows.current_item()
        if card is not None:
            card.open_note()

    def measure() -> None:
        card = view.rows.current_item()
        if card is not None:
            card.open_measure() if card.line.item.measure else card.editor.begin()

    def leave() -> None:
        card = view.column.made.get(view.current)
        if card is not None:
            card.setFocus()

    bound: list[tuple[str, Callable[[], object]]] = [
        *((str(digit), partial(view.acting.digit, digit)) for digit in range(1, 10)),
        ("Up", partial(view.going.step, -1)),
        ("Down", partial(view.going.step, 1)),
        ("N", note),
        ("M", measure),
        ("P", lambda: view.pictures.ask(view.current)),
        ("=", lambda: view.acting.same(view.current)),
        ("F", view.going.next_failed),
        ("F8", lambda: view.bottom.sign_wanted.emit()),
        ("Ctrl+PgDown", partial(view.to_form, 1)),
        ("Ctrl+PgUp", partial(view.to_form, -1)),
        ("Ctrl+Return", view.going.next_unanswered),
        ("Ctrl+Enter", view.going.next_unanswered),
        ("Ctrl+V", lambda: view.pictures.take_from(QGuiApplication.clipboard().mimeData())),
        ("Esc", leave),
        *((keys, partial(open_, name)) for name, keys in KEYS.items()),
        *((f"Alt+{keys}", partial(open_, name)) for name, keys in KEYS.items()),
    ]
    for keys, run in bound:
        shortcut = QShortcut(QKeySequence(keys), view)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(here(run))
    for words, keys in HELP:
        view.desk.actions.hint(_(words), keys, owner=view)


def tools(view: FillingView) -> Tools:
    """What the window lends to the editors of the checklist that is shown."""
    site = view.opened.dossier.site if view.opened is not None else None
    place = (site.lat, site.lon) if site is not None and site.lat is not None and site.lon is not None else None
    secret = view.opened is not None and view.form in view.opened.secret
    form = view.form
    return Tools(
        add_picture=lambda path: view.pictures.ask(f"{form}/{path}"),
        keep_picture=lambda path, content, name: view.photos.take_bytes(
            view.pictures.target(f"{form}/{path}", answers=True), content, name
        ),
        scan=partial(_scan, view),
        site_place=place,
        picture_place=view.photos.ask_place,
        pictures=not secret,
    )


def _scan(view: FillingView, put: Callable[[str], None]) -> None:
    from ui.form.code_dialog import CodeDialog

    dialog = CodeDialog(view.desk.tasks, put, view)
    dialog.finished.connect(view.activateWindow)
    dialog.open()
