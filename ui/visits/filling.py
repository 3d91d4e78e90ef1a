"""A visit that is filled: sections, items, help. Holds what is shown; the acts on it have files of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from inspector import history, i18n
from inspector.i18n import _
from inspector.model import Answer, Finding, Photo, Sheet, Visit
from ui.form.filled_sheet import FilledSheet
from ui.form.help_column import HelpColumn
from ui.form.item_card import ItemCard
from ui.form.tally import Counts
from ui.place import Desk, PlaceView
from ui.visits import keys, reading
from ui.visits.acting import Acting
from ui.visits.bottom_bar import BottomBar
from ui.visits.going import Going
from ui.visits.head import Head
from ui.visits.photo_desk import PhotoDesk
from ui.visits.pictures import Pictures
from ui.visits.reading import Opened
from ui.visits.rows import Rows
from ui.visits.sections import Sections
from ui.visits.writing import Writing
from ui.widgets.empty import EmptyState

COUNT_MS: Final = 40
HELP_MS: Final = 60
"""What stands beside the items follows when the answer is on the screen and, as a rule, on the disk."""
NARROW: Final = 900
"""Below this width of the place two columns stand side by side, and the sections become a menu in the head."""


class FillingView(PlaceView):
    """One checklist of a visit at a time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Visit"))
        self.visit = self.form = self.current = ""
        self.opened: Opened | None = None
        self.sheet: FilledSheet | None = None
        self.findings: dict[str, Finding] = {}
        self.language = ""
        self._wanted = ""
        self._sheets: dict[str, FilledSheet] = {}
        self.rows = Rows(self)
        self.cards = self.rows.cards
        self.column = self.area = self.rows.column
        self.going, self.acting, self.pictures = Going(self), Acting(self), Pictures(self)
        self.reload_soon = self._soon(self._reload)
        self.count_soon = self._soon(self._count, COUNT_MS)
        self.help_soon = self._soon(self._show_help, HELP_MS)
        self.writing = Writing(desk, self)
        self.photos = PhotoDesk(desk, self, self.writing)
        self.photos.small.connect(self._show_small)
        self.photos.attached.connect(self._on_attached)
        self.writing.unsaved.connect(self._on_unsaved)
        self.writing.written.connect(self._on_written)
        self.writing.refused.connect(lambda _key: self.reload_soon())
        self._build()
        desk.tasks.changed.connect(self._on_changed)
        keys.bind(self)
        self.setAcceptDrops(True)

    def _soon(self, run: Callable[[], object], after: int = 0) -> Callable[[], None]:
        """Do something once, when the events that wait now are done, or so many milliseconds after the first wish."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(run)

        def soon() -> None:
            if not timer.isActive():
                timer.start()

        return soon

    # building

    def _build(self) -> None:
        self.head = Head(self.header)
        self.head.form_wanted.connect(self._go_form)
        self.head.section_wanted.connect(self.going.to_section)
        self.head.language_wanted.connect(self._speak)
        self.head.before_wanted.connect(self._go_before)
        self.sections = Sections()
        self.sections.setFixedWidth(220)
        self.sections.chosen.connect(self.going.to_section)
        self.help = HelpColumn()
        self.help.set_narrow(False)
        self.help.opened.connect(lambda sha: self.photos.open(sha, "", None))
        self.empty = EmptyState("checklist", _("No item applies here."), _("Choose another checklist of this visit."))
        self._middle = QStackedWidget()
        self._middle.addWidget(self.column)
        self._middle.addWidget(self.empty)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self.sections)
        columns.addWidget(self._middle, 1)
        columns.addWidget(self.help)
        self.body.addLayout(columns, 1)
        self.bottom = BottomBar()
        self.bottom.failed_wanted.connect(self.going.next_failed)
        self.bottom.missing_wanted.connect(self.going.next_unanswered)
        self.bottom.violated_wanted.connect(self.going.next_violated)
        self.bottom.disputed_wanted.connect(self.going.next_disputed)
        self.bottom.sign_wanted.connect(lambda: self.desk.go("sign", visit=self.visit))
        self.body.addWidget(self.bottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.sections.setVisible(not narrow)
        self.help.set_narrow(narrow)
        if event.oldSize().width() != event.size().width():
            self.help_soon()
        self.head.set_narrow(narrow)

    # showing

    @property
    def locked(self) -> bool:
        """Whether the text is signed."""
        return self.opened is not None and self.opened.dossier.locked

    def go_to(self, **target: Any) -> None:
        visit = str(target.get("visit", self.visit))
        self._wanted = str(target.get("item", ""))
        if visit != self.visit:
            self.visit, self.form, self.current = visit, "", ""
            self.opened = self.sheet = None
            self.rows.clear()
            self.acting.forget()
            self._sheets, self.findings = {}, {}
        self._reload()

    def _reload(self) -> None:
        if self.visit:
            me = self.desk.person.uid if self.desk.person is not None else ""
            self.desk.tasks.read(reading.read_visit, self.visit, me, then=self._show, owner=self)

    def _show(self, opened: Opened) -> None:
        if opened.dossier.visit.uid != self.visit:
            return
        first = self.opened is None or self.opened.dossier.visit.uid != self.visit
        self.opened = opened
        self.photos.set_visit(self.visit, opened.dossier.visit.date)
        self.findings = {f"{one.form}/{one.path}": one for one in opened.dossier.findings}
        language = self.language or i18n.language()
        before = self._sheets
        self._sheets = {}
        for page in opened.dossier.pages:
            form = page.sheet.form
            filled = opened.filled[form]
            sheet = FilledSheet(page, filled, language)
            sheet.again(self.writing.under_way(form), self.writing.notes(form))
            self._sheets[form] = sheet
        wanted = self._wanted or (opened.last if first else "")
        form = wanted.partition("/")[0] or self.form
        self.form = form if form in self._sheets else next(iter(self._sheets), "")
        if self.sheet is None or before.get(self.form) is not self.sheet:
            self.rows.clear()
        self.sheet = self._sheets.get(self.form)
        self.arrange()
        self.rows.rebind()
        self._settle(wanted)
        self._wanted = ""

    def _settle(self, wanted: str) -> None:
        """Count, and go to the wanted item, or stay, or go to the first that is open."""
        self._count()
        keys_ = list(self.cards)
        if wanted in self.cards:
            self.choose(wanted)
        elif self.current not in self.column.keys and keys_:
            assert self.sheet is not None
            self.choose(next((key for key in keys_ if not self.sheet.line(key).value), keys_[0]))
        elif self.current in self.column.keys:
            self.going.mark(self.current)
            if self.locked and self.window().focusWidget() is None:
                self.column.setFocus()  # the row that had the cursor has come to be signed

    def arrange(self) -> None:
        """Show the rows that the form has now."""
        found = self.sheet.keys if self.sheet is not None else []
        self.rows.set_rows(found)
        self._middle.setCurrentWidget(self.column if found else self.empty)
        self.column.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.locked else Qt.FocusPolicy.NoFocus)
        if not found:
            self.help.clear()

    def _count(self) -> None:
        if self.opened is None:
            return
        counts = {form: sheet.counts() for form, sheet in self._sheets.items()}
        shown = counts.get(self.form, Counts())
        self.bottom.show_counts(shown)
        self.sections.show_sections(shown.sections)
        languages = self.sheet.filled.form.languages if self.sheet is not None else ()
        spoken = self.sheet.filled.language if self.sheet is not None else ""
        self.head.show_visit(self.opened, self.form, counts, self.sections.shown, languages, spoken)

    # going about

    def choose(self, key: str) -> None:
        """Make a row the current one, and put the cursor where its answer is given."""
        self.going.choose(key)

    def step(self, by: int) -> None:
        """The row before or after."""
        self.going.step(by)

    def _show_help(self) -> None:
        if self.sheet is None or self.current not in self.cards:
            self.help.clear()
            return
        line, node = self.sheet.line(self.current), self.sheet.node(self.current)
        names = {choice.value: choice.label for choice in node.choices} if len(node.choices) < 30 else {}
        guidance = "\n".join(part for part in (node.hint, node.guidance) if part)
        past, measured = self.rows.past(line.item.path), self.rows.past(line.item.measure)
        self.help.show_item(line, past, measured, guidance=guidance, choices=names)
        if past:
            key = self.current
            then = partial(self._show_former, key)
            self.desk.tasks.read(history.photos_before, self.visit, self.form, line.item.path, then=then, owner=self)

    def _show_former(self, key: str, found: list[history.FormerPhoto]) -> None:
        if self.help.shown == key and self.help.strip is None:
            self.help.show_photos(found)
            self.photos.want([one.sha256 for one in found])

    def _show_small(self, pictures: dict[str, bytes]) -> None:
        self.rows.show_small(pictures)
        if self.help.strip is not None:
            self.help.strip.show_pictures(pictures)

    def _go_form(self, form: str) -> None:
        if form in self._sheets:
            self.form, self.current = form, ""
            self.sheet = self._sheets[form]
            self.rows.clear()
            self.arrange()
            self._settle("")

    def to_form(self, by: int) -> None:
        """The checklist of this visit before or after the one that is shown."""
        forms = list(self._sheets)
        if len(forms) > 1:
            self._go_form(forms[(forms.index(self.form) + by) % len(forms)])

    def _go_before(self) -> None:
        if self.opened is not None and self.opened.dossier.site is not None:
            self.desk.go("sites", site=self.opened.dossier.site.uid)

    def _speak(self, language: str) -> None:
        """Another language of the form, at once."""
        self.language = language.rpartition("(")[2].rstrip(")") or language
        for sheet in self._sheets.values():
            sheet.set_language(self.language)
        self.rows.clear()
        self.arrange()
        self._settle(self.current)

    # pictures dropped on it

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.pictures.welcome(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.pictures.dropped(event.mimeData(), event.position().toPoint()):
            event.acceptProposedAction()

    # what others did, and what has come back

    def _on_changed(self, changes: Any) -> None:
        if not self.visit or changes.origin is self.writing.origin:
            return
        if any(changes.touch(kind, visit=self.visit) for kind in (Visit, Answer, Finding, Photo, Sheet)):
            self.reload_soon()

    def _on_written(self, key: str) -> None:
        """An act is on the disk; whether findings came, went or were completed by it is asked when it may be."""
        sheet = self._sheets.get(key.partition("/")[0])
        known = {one for one in self.findings if sheet is not None and one.startswith(f"{sheet.form}/")}
        if sheet is None or key in known or sheet.failing != known:
            self._read_findings()

    def _read_findings(self) -> None:
        self.desk.tasks.read(reading.findings_now, self.visit, then=self._show_findings, owner=self)

    def _show_findings(self, found: dict[str, Finding]) -> None:
        before, self.findings = self.findings, found
        for key in {*before, *found}:
            card = self.column.made.get(key)
            if before.get(key) != found.get(key) and isinstance(card, ItemCard):
                self.rows.refresh(key, card)

    def _on_attached(self, key: str) -> None:
        card = self.column.made.get(key)
        if isinstance(card, ItemCard) and self.sheet is not None:
            self.rows.refresh(key, card)

    def _on_unsaved(self, key: str, unsaved: bool) -> None:
        card = self.column.made.get(key)
        if isinstance(card, ItemCard):
            card.set_unsaved(unsaved)

    def sizeHint(self) -> QSize:
        return QSize(1100, 680)
