"""One site: its data, what happened there, what was measured, where it lies; and the button that goes on with a visit."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QListWidget, QListWidgetItem, QTabWidget, QVBoxLayout, QWidget

from inspector import i18n, photos, visits
from inspector.findings import SEVERITIES
from inspector.i18n import _, ngettext
from inspector.measures import Measured
from inspector.model import Severity, Site, VisitState
from inspector.reports import gather
from inspector.store import lists
from ui.form.photo_dialog import enlarge
from ui.form.photo_strip import PhotoStrip
from ui.place import Desk
from ui.sites import reading
from ui.sites.plot import MEANINGS, Legend, SitePlot
from ui.sites.reading import Dossier
from ui.visits.new_visit import NewVisitDialog
from ui.widgets.button import Button
from ui.widgets.charts import Sparkline, Spot
from ui.widgets.chip import Chip
from ui.widgets.empty import EmptyState
from ui.widgets.figures import figure, limits
from ui.widgets.layout import Card, clear, hairline, label, row, scrolled_plain

AROUND_KM: Final = 15.0
_OPEN: Final = (VisitState.PLANNED, VisitState.DRAFT, VisitState.AGREED)
_TONES: Final = {"critical": "fail", "major": "warn", "minor": "plain"}


class SiteCard(Card):
    """The chosen site."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.site: Site | None = None
        self._uid = ""
        self._open_visit = ""
        self.title = label("", "heading", wrap=True, selectable=True)
        self.start = Button(_("Start a visit"), kind="primary", icon="play")
        self.start.clicked.connect(self.go_on)
        self.tag = Button(_("Tag…"), icon="tag")
        self.chips = row(spacing=6)
        self.tabs = QTabWidget()
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(_("Dossier of the site"))
        self.tabs.setStyleSheet("QStackedWidget { background: transparent; }")
        self._pages = {}
        for key, name in (
            ("data", _("Data")),
            ("life", _("Timeline")),
            ("measured", _("Values")),
            ("place", _("Position")),
        ):
            inside = QWidget()
            lines = QVBoxLayout(inside)
            lines.setContentsMargins(0, 8, 4, 0)
            lines.setSpacing(8)
            self._pages[key] = lines
            self.tabs.addTab(scrolled_plain(inside), name)
        self.plot = SitePlot()
        self.plot.chosen.connect(lambda uid: self.show_site(str(uid)))
        self._inside = QWidget()
        whole = QVBoxLayout(self._inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.title)
        whole.addLayout(self.chips)
        whole.addLayout(row(self.start, self.tag, None))
        whole.addWidget(self.tabs, 1)
        self.none = EmptyState(
            "site", _("No site is chosen."), _("Choose one in the list to see it and to start a visit.")
        )
        self.body.addWidget(self.none, 1)
        self.body.addWidget(self._inside, 1)
        self._inside.hide()

    def show_site(self, uid: str) -> None:
        """Read a site and show it."""
        self._uid = uid
        self.refresh()

    @property
    def uid(self) -> str:
        """The site that is shown, or asked for."""
        return self._uid

    def refresh(self) -> None:
        """Read the shown site again."""
        if self._uid:
            self.desk.tasks.read(reading.dossier, self._uid, then=self._show, owner=self)

    def go_on(self) -> None:
        """Go on with the visit that is under way here, or start one."""
        if self._open_visit:
            self.desk.go("visit", visit=self._open_visit)
        else:
            self.start_visit()

    def start_visit(self) -> None:
        """Ask when, with which checklists and with whom, then start a visit here."""
        if self.site is not None:
            dialog = NewVisitDialog(self.desk, self, code=self.site.code)
            dialog.started.connect(lambda visit: self.desk.go("visit", visit=visit))
            dialog.open()

    def _show(self, found: Dossier | None) -> None:
        self.site = found.site if found else None
        self.none.setVisible(found is None)
        self._inside.setVisible(found is not None)
        if found is None or found.site.uid != self._uid:
            return
        self.title.setText(f"{found.site.code} · {found.site.name}".rstrip(" ·"))
        under_way = next((one for one in found.visits if VisitState(one.state) in _OPEN), None)
        self._open_visit = under_way.uid if under_way else ""
        self.start.say(_("Continue the visit") if under_way else _("Start a visit"), icon="play")
        self._summary(found)
        self._data(found)
        self._life(found)
        self._measured(found.measured)
        self._place(found)

    def _summary(self, found: Dossier) -> None:
        clear(self.chips)
        unsettled = [one for one in found.findings if not one.settled]
        late = [one for one in unsettled if one.days_late(reading.today())]
        if unsettled:
            tone = "fail" if any(one.severity == "critical" for one in unsettled) else "warn"
            self.chips.addWidget(
                Chip(ngettext("{n} open finding", "{n} open findings", len(unsettled)), tone, "finding")
            )
        if late:
            self.chips.addWidget(Chip(ngettext("{n} overdue", "{n} overdue", len(late)), "fail", "clock"))
        if found.visits and not unsettled:
            self.chips.addWidget(Chip(_("nothing open"), "pass", "check"))
        if not found.visits:
            self.chips.addWidget(Chip(_("never inspected"), "na", "circle"))
        self.chips.addStretch(1)

    def _data(self, found: Dossier) -> None:
        lines = self._pages["data"]
        clear(lines)
        facts = QFormLayout()
        facts.setHorizontalSpacing(16)
        facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for fact in gather.site_facts(found.site, i18n.language(), every=True):
            facts.addRow(label(fact.label, "second", wrap=True), label(fact.value, wrap=True, selectable=True))
        lines.addLayout(facts)
        lines.addStretch(1)

    def _life(self, found: Dossier) -> None:
        lines = self._pages["life"]
        clear(lines)
        if not found.visits:
            lines.addWidget(label(_("Nobody has been here yet."), "second", wrap=True))
        else:
            paper = Button(_("The whole history on paper"), kind="quiet", icon="pdf", tip=_("Site passport"))
            paper.clicked.connect(partial(self.desk.go, "reports", name="passport", site=found.site.code))
            lines.addLayout(row(paper, None))
        wanted: list[str] = []
        strips: list[PhotoStrip] = []
        for one in found.visits:
            state = _(visits.STATES[VisitState(one.state)])
            button = Button(f"{_day(one.date)} · {state}", kind="quiet", icon="visit")
            button.clicked.connect(partial(self.desk.go, "visit", visit=one.uid))
            lines.addLayout(row(button, None))
            for finding in (line for line in found.findings if line.visit == one.uid):
                lines.addLayout(self._finding(finding))
            taken = found.photos.get(one.uid, [])
            room = reading.PHOTOS - len(wanted)
            if taken and room > 0:
                strip = PhotoStrip(adds=False)
                strip.show_photos([(sha256, _day(one.date), "") for sha256 in taken[:room]])
                strip.opened.connect(lambda sha256: enlarge(self.desk, sha256, self))
                lines.addLayout(row(strip, margins=(12, 0, 0, 0)))
                strips.append(strip)
                wanted += taken[:room]
            elif taken:
                lines.addWidget(label(ngettext("{n} photo", "{n} photos", len(taken)), "small"))
            lines.addWidget(hairline())
        lines.addStretch(1)
        if wanted:
            self.desk.tasks.read(
                reading.pictures, wanted, then=lambda held: self._small(found.site.uid, held, strips), owner=self
            )

    def _finding(self, one: lists.FindingLine) -> QVBoxLayout:
        words = one.text or one.item_text
        known = one.severity in Severity._value2member_map_
        kind = _(SEVERITIES[Severity(one.severity)]) if known else _("finding")
        chip = Chip(kind, _TONES.get(one.severity, "plain"))
        end = Chip(_("closed"), "pass", "check") if one.settled else Chip(_("open"), "warn", "circle")
        days = one.days_late(reading.today())
        late = [Chip(ngettext("{n} day late", "{n} days late", days), "fail", "clock")] if days else []
        lines = QVBoxLayout()
        lines.setContentsMargins(12, 2, 0, 4)
        lines.setSpacing(4)
        lines.addLayout(row(label(one.item, "strong"), chip, *(late or [end]), None))
        lines.addWidget(label(words, wrap=True, selectable=True))
        return lines

    def _small(self, uid: str, held: dict[str, bytes], strips: list[PhotoStrip]) -> None:
        def show(thumbs: dict[str, bytes]) -> None:
            if uid == self._uid:
                for strip in strips:
                    strip.show_pictures(thumbs)

        self.desk.tasks.work(photos.thumbnails, held, then=show, owner=self)

    def _measured(self, measured: list[Measured]) -> None:
        lines = self._pages["measured"]
        clear(lines)
        if not measured:
            lines.addWidget(label(_("Nothing was measured here yet."), "second", wrap=True))
        for one in measured:
            day, last = one.values[-1]
            outside = (one.least is not None and last < one.least) or (one.most is not None and last > one.most)
            unit = f" {one.unit}" if one.unit else ""
            said = f"{figure(last)}{unit}"
            chip = Chip(said, "fail" if outside else "pass", "cross" if outside else "check")
            head = row(label(one.code, "code"), label(one.label, "strong", wrap=True), chip)
            head.setStretch(1, 1)
            lines.addLayout(head)
            curve = Sparkline()
            spoken = "; ".join(f"{_day(date)}: {figure(value)}{unit}" for date, value in one.values)
            curve.set_values(
                [value for _date, value in one.values],
                limit=one.most if one.most is not None else one.least,
                last_tone="fail" if outside else "pass",
                says=f"{one.code} {one.label}: {spoken}",
            )
            if len(one.values) > 1:
                lines.addWidget(curve)
            first = one.values[0][0]
            span = _day(day) if len(one.values) == 1 else f"{_day(first)} – {_day(day)}"
            lines.addWidget(label(f"{span} · {limits(one.least, one.most, one.unit)}".rstrip(" ·"), "small"))
        lines.addStretch(1)

    def _place(self, found: Dossier) -> None:
        lines = self._pages["place"]
        while lines.count():
            item = lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is self.plot:
                self.plot.hide()
            elif widget is not None:
                widget.hide()
                widget.deleteLater()
        if found.site.lat is None or found.site.lon is None:
            lines.addWidget(label(_("No position is known. Import a list with coordinates."), "second", wrap=True))
            lines.addStretch(1)
            return
        lines.addWidget(label(f"{found.site.lat:.5f}, {found.site.lon:.5f}", "code", selectable=True))
        lines.addWidget(self.plot, 1)
        lines.addWidget(Legend())
        self.plot.show()
        self.plot.set_spots(spots_at(found.places), current=found.site.uid, around_km=AROUND_KM)
        near = QListWidget()
        near.setAccessibleName(_("Neighbours"))
        near.setFixedHeight(136)
        near.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for away, one in found.near:
            line = QListWidgetItem(f"{figure(round(away, 1))} km · {one.code} · {one.name}")
            line.setData(Qt.ItemDataRole.UserRole, one.uid)
            near.addItem(line)
        near.itemActivated.connect(lambda item: self.show_site(item.data(Qt.ItemDataRole.UserRole)))
        lines.addWidget(label(_("Neighbours"), "strong"))
        lines.addWidget(near)


def spots(places: list[lists.SiteLine]) -> list[Spot]:
    """Sites as points of a plot, each with the sign of its state."""
    day = reading.today()
    return spots_at(
        lists.Position(one.code, one.uid, one.name, one.lat, one.lon, one.state(day))
        for one in places
        if one.lat is not None and one.lon is not None
    )


def spots_at(places: Iterable[lists.Position]) -> list[Spot]:
    """Positions as points of a plot."""
    meanings = {state: _(words) for state, words in MEANINGS.items()}
    return [
        Spot(one.uid, f"{one.code} · {one.name} · {meanings[one.state]}", one.lat, one.lon, one.state) for one in places
    ]


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-")))
