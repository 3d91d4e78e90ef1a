"""One site: its facts, its visits, and the button that starts the next one."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from inspector import i18n, sites, visits
from inspector.i18n import _
from inspector.model import Site, VisitState
from inspector.reports import gather
from inspector.store import Reader, lists
from ui.place import Desk
from ui.visits.new_visit import NewVisitDialog
from ui.widgets.button import Button
from ui.widgets.empty import EmptyState
from ui.widgets.layout import Card, clear, hairline, label, row, scrolled_plain


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
        """Ask when, with which checklists and with whom, then start a visit here."""
        if self.site is not None:
            dialog = NewVisitDialog(self.desk, self, code=self.site.code)
            dialog.started.connect(lambda visit: self.desk.go("visit", visit=visit))
            dialog.open()

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


def _read(reader: Reader, uid: str) -> tuple[Site | None, list[Any]]:
    site = sites.of_uid(reader, uid)
    return site, lists.visits(reader, lists.Slice(limit=20), site=uid)[0]
