"""One site: its facts, its visits, and the button that starts the next one."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QDialog, QFormLayout, QVBoxLayout, QWidget

from inspector import checklists, i18n, sites, visits
from inspector.i18n import _
from inspector.model import Site, VisitState
from inspector.reports import gather
from inspector.store import Reader, Store, lists
from ui.place import Desk
from ui.widgets.button import Button
from ui.widgets.empty import EmptyState
from ui.widgets.layout import Card, clear, hairline, label, row, scrolled_plain

_APPLY = {
    "cable_route": {"infrastructure"},
    "manhole": {"infrastructure"},
    "cabinet": {"infrastructure", "fire"},
    "bts": {"fire", "equipment", "infrastructure"},
    "tower": {"infrastructure"},
    "shop": {"fire", "guard"},
    "warehouse": {"fire", "guard"},
    "office": {"fire", "guard", "state_secret"},
}


def suggested(types: str) -> set[str]:
    """The checklists that are usual for a site of these kinds; all of them where nothing is known."""
    found: set[str] = set()
    for kind in types.split():
        found |= _APPLY.get(kind, {"fire", "equipment", "infrastructure", "guard", "state_secret"})
    return found or {"fire", "equipment", "infrastructure"}


class SiteCard(Card):
    """The chosen site."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.site: Site | None = None
        self._uid = ""
        self._inside = QWidget()
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        self.body.addWidget(scrolled_plain(self._inside), 1)
        self._say_none()

    def show_site(self, uid: str) -> None:
        """Read a site and show it."""
        self._uid = uid
        self.refresh()

    def refresh(self) -> None:
        """Read the shown site again."""
        if self._uid:
            self.desk.tasks.read(_read, self._uid, then=self._show, owner=self)

    def start_visit(self) -> None:
        """Ask which checklists, then start a visit here."""
        if self.site is not None:
            self.desk.tasks.read(checklists.installed, then=self._ask, owner=self)

    def _say_none(self) -> None:
        clear(self._lines)
        self._lines.addWidget(
            EmptyState("site", _("No site is chosen."), _("Choose one in the list to see it and to start a visit."))
        )

    def _show(self, found: tuple[Site | None, list[Any]]) -> None:
        site, made = found
        if site is None:
            self._say_none()
            return
        self.site = site
        clear(self._lines)
        self._lines.addWidget(label(f"{site.code} · {site.name}", "heading", wrap=True, selectable=True))
        start = Button(_("Start a visit"), kind="primary", icon="play")
        start.clicked.connect(self.start_visit)
        self._lines.addLayout(row(start, None))
        facts = QFormLayout()
        facts.setHorizontalSpacing(16)
        language = i18n.language()
        place = f"{site.lat:.5f}, {site.lon:.5f}" if site.lat is not None and site.lon is not None else ""
        for name, value in (
            (_("Type"), gather.type_names(site.types, language)),
            (_("Address"), site.address),
            (_("Commune"), site.commune),
            (_("Former commune"), " · ".join(part for part in (site.old_commune, site.old_district) if part)),
            (_("Managing unit"), site.unit),
            (_("Person in charge"), " · ".join(part for part in (site.keeper, site.keeper_phone) if part)),
            (_("Position"), place),
            (_("Note"), site.note),
        ):
            if value:
                facts.addRow(label(name, "second"), label(value, wrap=True, selectable=True))
        self._lines.addLayout(facts)
        self._lines.addWidget(hairline())
        self._lines.addWidget(label(_("Visits"), "heading"))
        if not made:
            self._lines.addWidget(label(_("Nobody has been here yet."), "second", wrap=True))
        for one in made:
            state = _(visits.STATES[VisitState(one.state)])
            day = "/".join(reversed(one.date.split("-")))
            button = Button(f"{day} · {state}", kind="quiet", icon="visit")
            button.clicked.connect(partial(self.desk.go, "visit", visit=one.uid))
            self._lines.addWidget(button)
        self._lines.addStretch(1)

    def _ask(self, installed: list[checklists.Checklist]) -> None:
        if self.site is None:
            return
        dialog = NewVisit(self.site, installed, self)
        if dialog.exec() and self.desk.person is not None:
            self.desk.tasks.write(
                _started,
                self.site.uid,
                dialog.names(),
                self.desk.person.uid,
                then=lambda done: self.desk.go("visit", visit=done[0]),
                owner=self,
            )


class NewVisit(QDialog):
    """Which checklists the visit has; those that are usual for the site are chosen."""

    def __init__(self, site: Site, installed: list[checklists.Checklist], parent: QWidget) -> None:
        from PySide6.QtWidgets import QCheckBox

        super().__init__(parent)
        self.setWindowTitle(_("Start a visit"))
        self.setMinimumWidth(480)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(10)
        whole.addWidget(label(f"{site.code} · {site.name}", "title", wrap=True))
        whole.addWidget(label(_("Which checklists?"), "second"))
        usual = suggested(site.types)
        self._boxes: dict[str, QCheckBox] = {}
        for one in installed:
            box = QCheckBox(f"{one.title} ({one.items})")
            box.setChecked(one.name in usual)
            box.toggled.connect(lambda _on: self._check())
            self._boxes[one.name] = box
            whole.addWidget(box)
        self.start = Button(_("Start"), kind="primary")
        self.start.setDefault(True)
        self.start.clicked.connect(self.accept)
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        whole.addLayout(row(None, cancel, self.start))
        self._check()
        self.start.setFocus()

    def names(self) -> list[str]:
        """The chosen checklists."""
        return [name for name, box in self._boxes.items() if box.isChecked()]

    def _check(self) -> None:
        self.start.setEnabled(bool(self.names()))


def _read(reader: Reader, uid: str) -> tuple[Site | None, list[Any]]:
    site = sites.of_uid(reader, uid)
    return site, lists.visits(reader, lists.Slice(limit=20), site=uid)[0]


def _started(store: Store, site: str, names: list[str], by: str) -> list[str]:
    return [visits.start(store, site, names, by=by)]
