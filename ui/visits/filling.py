"""A visit that is filled: sections, items, help; every act is written at once and can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector import findings, history, photos, visits
from inspector.i18n import _
from inspector.model import Answer, Finding, Photo, Visit
from inspector.store import Reader, evidence
from ui.form.help_column import HelpColumn
from ui.form.item_card import ItemCard
from ui.place import Desk, PlaceView
from ui.visits.sections import Sections
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.chip import Chip, ChipButton
from ui.widgets.empty import EmptyState
from ui.widgets.layout import Card, clear, label, row, scrolled
from ui.widgets.progress import PartsBar


@dataclass(frozen=True)
class Opened:
    """What the view shows of a visit."""

    dossier: visits.Dossier
    past: dict[tuple[str, str], tuple[history.Past, ...]]
    phrases: dict[str, list[str]]
    last: str
    secret: frozenset[str]


def read_visit(reader: Reader, visit: str) -> Opened:
    """Everything that the view needs, in one snapshot."""
    found = visits.dossier(reader, visit)
    phrases: dict[str, list[str]] = {}
    for page in found.pages:
        paths = [line.item.path for line in page.lines]
        texts = findings.earlier_texts(reader, page.sheet.form, paths)
        phrases |= {line.path: findings.learned(texts.get(line.item.path, [])) for line in page.lines}
    secret = frozenset(page.sheet.form for page in found.pages if not visits.takes_photos(reader, page.sheet))
    return Opened(found, history.at_site(reader, visit), phrases, history.last_answered(reader, visit), secret)


class FillingView(PlaceView):
    """One checklist of a visit at a time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Visit"))
        self.visit = ""
        self.form = ""
        self.opened: Opened | None = None
        self.cards: dict[str, ItemCard] = {}
        self.current = ""
        self._wanted = ""
        self._seeking = ""
        self._pending: dict[str, int] = {}
        self.sections = Sections()
        self.sections.chosen.connect(self._go_section)
        inside = QWidget()
        self._items = QVBoxLayout(inside)
        self._items.setContentsMargins(2, 2, 8, 2)
        self._items.setSpacing(10)
        self.area: QScrollArea = scrolled(inside)
        self.area.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._bring_into_sight())
        self.help = HelpColumn()
        self._columns = QHBoxLayout()
        self._columns.setSpacing(16)
        self._columns.addWidget(self.sections)
        self._columns.addWidget(self.area, 1)
        self._columns.addWidget(self.help)
        self.body.addLayout(self._columns, 1)
        self._bottom()
        self.setAcceptDrops(False)
        self._keys()
        desk.tasks.changed.connect(self._on_changed)
        desk.tasks.unsaved.connect(self._on_unsaved)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(self._reload)

    # building

    def _bottom(self) -> None:
        bar = Card(padding=12)
        self.done = label("", "second")
        self.parts = PartsBar()
        self.failed = Chip("", "fail", "cross")
        self.missing = ChipButton("", "plain")
        self.missing.clicked.connect(self.next_unanswered)
        self.sign = Button(_("Check and sign"), kind="primary", icon="arrow-right", trailing=True)
        self.sign.clicked.connect(lambda: self.desk.go("sign", visit=self.visit))
        line = row(self.done, spacing=12)
        line.addWidget(self.parts, 1)
        for part in (self.failed, self.missing, self.sign):
            line.addWidget(part)
        bar.body.addLayout(line)
        self.body.addWidget(bar)

    def _keys(self) -> None:
        for keys, run in (
            ("1", partial(self.answer, "pass")),
            ("2", partial(self.answer, "fail")),
            ("3", partial(self.answer, "na")),
            ("Up", partial(self.step, -1)),
            ("Down", partial(self.step, 1)),
            ("N", lambda: self._card().open_note()),
            ("M", lambda: self._card().open_measure()),
            ("P", lambda: self._add_photo(self.current)),
            ("=", lambda: self._same(self.current)),
            ("F", self.next_failed),
            ("Ctrl+Return", self.next_unanswered),
            ("Ctrl+V", self._paste),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._act, run))

    def _act(self, run: Any) -> None:
        if self.cards and self.current:
            run()

    # showing

    def go_to(self, **target: Any) -> None:
        visit = str(target.get("visit", self.visit))
        self._wanted = str(target.get("item", ""))
        if visit != self.visit:
            self.visit, self.form, self.current = visit, "", ""
            self._empty()
        self._reload()

    def _reload(self) -> None:
        if self.visit:
            self.desk.tasks.read(read_visit, self.visit, then=self._show, owner=self)

    def _empty(self) -> None:
        clear(self._items)
        self.cards = {}

    def _show(self, opened: Opened) -> None:
        if opened.dossier.visit.uid != self.visit:
            return
        first = self.opened is None or self.opened.dossier.visit.uid != self.visit
        self.opened = opened
        wanted = self._wanted or (opened.last if first else "")
        form = wanted.partition("/")[0] or self.form
        forms = [page.sheet.form for page in opened.dossier.pages]
        if form not in forms:
            form = forms[0] if forms else ""
        self.form = form
        self._head(opened.dossier)
        self._cards(opened)
        self._count()
        if wanted in self.cards:
            self.choose(wanted)
        elif self.current not in self.cards and self.cards:
            self.choose(
                next((path for path, card in self.cards.items() if not card.line.value), next(iter(self.cards)))
            )
        self._wanted = ""

    def _head(self, dossier: visits.Dossier) -> None:
        site = dossier.site
        title = f"{site.code} · {site.name}" if site else _("Visit")
        day = "/".join(reversed(dossier.visit.date.split("-")))
        said = [site.commune if site else "", _("Visit of {date}").format(date=day), dossier.visit.team]
        said.append(_(visits.STATES[dossier.state]))
        self.header.say(title, " · ".join(part for part in said if part))
        self.header.clear_chips()
        if dossier.locked:
            self.header.add_chip(Chip(_("signed: the text is locked"), "pass", "lock"))
        for page in dossier.pages:
            done = sum(bool(line.value) for line in page.lines)
            chip = ChipButton(
                f"{_short(page.title)} {done}/{len(page.lines)}", "brand" if page.sheet.form == self.form else "plain"
            )
            chip.clicked.connect(partial(self._go_form, page.sheet.form))
            self.header.add_chip(chip)

    def _page(self) -> visits.Page | None:
        pages = self.opened.dossier.pages if self.opened else ()
        return next((page for page in pages if page.sheet.form == self.form), None)

    def _cards(self, opened: Opened) -> None:
        page = self._page()
        if page is None:
            self._empty()
            self._items.addWidget(
                EmptyState("checklist", _("No item applies here."), _("Choose another checklist of this visit."))
            )
            return
        paths = [line.path for line in page.lines]
        if list(self.cards) != paths:
            self._rebuild(page, opened)
        locked = opened.dossier.locked
        found = {f"{one.form}/{one.path}": one for one in opened.dossier.findings}
        for line in page.lines:
            card = self.cards[line.path]
            if line.path not in self._pending:
                card.show_line(line, found.get(line.path), opened.phrases.get(line.path, ()))
            card.setEnabled(not locked)
        self._thumbs(page)

    def _rebuild(self, page: visits.Page, opened: Opened) -> None:
        """Put the cards of the items that apply now in order; those that applied before stay as they are."""
        before, self.cards = self.cards, {}
        while (item := self._items.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and not isinstance(widget, ItemCard):
                widget.hide()
                widget.deleteLater()
        section = ""
        for line in page.lines:
            if line.item.section != section:
                section = line.item.section
                self._items.addWidget(label(section, "heading", wrap=True))
            card = before.pop(line.path, None) or self._made(line, opened)
            self.cards[line.path] = card
            self._items.addWidget(card)
        self._items.addStretch(1)
        for card in before.values():
            card.hide()
            card.deleteLater()

    def _made(self, line: visits.Line, opened: Opened) -> ItemCard:
        past = opened.past.get((line.form, line.item.path), ())
        card = ItemCard(line, past, photos=line.form not in opened.secret)
        card.answered.connect(partial(self._answered, line.path))
        card.measured.connect(partial(self._measured, line.path))
        card.noted.connect(partial(self._noted, line.path))
        card.picked.connect(partial(self._picked, line.path))
        card.wants_photo.connect(partial(self._add_photo, line.path))
        card.same_wanted.connect(partial(self._same, line.path))
        card.go_on.connect(partial(self._go_on, line.path))
        card.finding.edited.connect(partial(self._finding_edited, line.path))
        return card

    def _thumbs(self, page: visits.Page) -> None:
        wanted = {line.path: line.photos for line in page.lines if line.photos}
        if wanted:
            self.desk.tasks.read(_small, wanted, then=self._show_thumbs, owner=self)

    def _show_thumbs(self, found: dict[str, dict[str, bytes]]) -> None:
        for path, thumbs in found.items():
            if path in self.cards:
                self.cards[path].finding.show_thumbs(thumbs)

    def _count(self) -> None:
        page = self._page()
        lines = page.lines if page else ()
        done = sum(bool(line.value) for line in lines)
        failed = sum(line.fails for line in lines)
        self.done.setText(_("{done}/{all} answered").format(done=done, all=len(lines)))
        passed = sum(line.value == "pass" for line in lines)
        na = sum(line.value == "na" for line in lines)
        self.parts.set_parts(
            [(passed, "pass"), (failed, "fail"), (na, "na")], max(len(lines), 1), says=self.done.text()
        )
        self.failed.say(_("{n} failed").format(n=failed))
        self.failed.setVisible(bool(failed))
        self.missing.say(_("{n} unanswered · Ctrl ↵").format(n=len(lines) - done))
        self.missing.setVisible(done < len(lines))
        self.sections.show_lines(lines)

    # going about

    def choose(self, path: str) -> None:
        """Make an item the current one and bring it into sight."""
        if path in self.cards:
            self._picked(path)
            card = self.cards[path]
            card.setFocus()
            self._seeking = path
            QTimer.singleShot(0, self._bring_into_sight)
            QTimer.singleShot(300, self._stop_seeking)

    def _bring_into_sight(self) -> None:
        """Once when it is chosen, and again while cards that are new find their places."""
        if self._seeking in self.cards:
            card = self.cards[self._seeking]
            self.area.ensureVisible(0, card.y() + card.height(), 0, 60)
            self.area.ensureVisible(0, card.y(), 0, 60)

    def _stop_seeking(self) -> None:
        self._seeking = ""

    def step(self, by: int) -> None:
        """The item before or after."""
        paths = list(self.cards)
        at = paths.index(self.current) + by if self.current in paths else 0
        if 0 <= at < len(paths):
            self.choose(paths[at])

    def next_unanswered(self) -> None:
        """The next item without an answer, from the top again after the last."""
        self._next(lambda card: not card.line.value)

    def next_failed(self) -> None:
        """The next failed item."""
        self._next(lambda card: card.line.fails)

    def _next(self, wanted: Any) -> None:
        paths = list(self.cards)
        at = paths.index(self.current) + 1 if self.current in paths else 0
        found = next((path for path in [*paths[at:], *paths[:at]] if wanted(self.cards[path])), None)
        if found is not None:
            self.choose(found)

    def _picked(self, path: str) -> None:
        if path == self.current and path in self.cards and self.cards[path].property("card") == "current":
            return
        if self.current in self.cards:
            self.cards[self.current].set_current(False)
        self.current = path
        card = self.cards[path]
        card.set_current(True)
        self.help.show_item(card.line, card.past)
        self.sections.set_current(card.line.item.section)

    def _go_form(self, form: str) -> None:
        self.form, self.current, self._wanted = "", "", f"{form}/"
        self._reload()

    def _go_section(self, section: str) -> None:
        path = next((path for path, card in self.cards.items() if card.line.item.section == section), "")
        self.choose(path)

    def _card(self) -> ItemCard:
        return self.cards[self.current]

    def _go_on(self, path: str) -> None:
        self.cards[path].setFocus()
        if self.current == path:
            self.step(1)

    # acting

    def answer(self, value: str) -> None:
        """Answer the current item as the keys do: a pass goes on, a fail opens its finding, a measure is asked for."""
        card = self._card()
        if not card.isEnabled():
            return
        card.segments.choose(value)
        if value != "na" and card.line.item.measure and not card.measure.text():
            card.open_measure()
        elif value in card.line.item.fails_on:
            card.open_note()
        else:
            self.step(1)

    def _answered(self, path: str, value: str) -> None:
        self._write(path, {self._path(path): value})

    def _measured(self, path: str, text: str) -> None:
        self._write(path, {self.cards[path].line.item.measure: text})

    def _noted(self, path: str, text: str) -> None:
        self._write(path, {}, {self._path(path): text})

    def _same(self, path: str) -> None:
        card = self.cards[path]
        if card.past and card.isEnabled():
            card.segments.set_value(card.past[0].value)
            self._write(path, {self._path(path): card.past[0].value}, taken=[self._path(path)])
            self.step(1)

    @staticmethod
    def _path(path: str) -> str:
        return path.partition("/")[2]

    def _write(
        self, path: str, values: dict[str, str], notes: dict[str, str] | None = None, taken: list[str] | None = None
    ) -> None:
        if self.desk.person is None:
            return
        self._pending[path] = self._pending.get(path, 0) + 1
        self.desk.tasks.write(
            visits.record_answers,
            self.visit,
            self.form,
            values,
            notes=notes or {},
            taken=taken or [],
            by=self.desk.person.uid,
            then=lambda _changes: self._written(path),
            otherwise=lambda error: self._refused(path, error),
            owner=self,
        )

    def _written(self, path: str) -> None:
        self._pending[path] = self._pending.get(path, 1) - 1
        if self._pending[path] <= 0:
            self._pending.pop(path)
            if path in self.cards:
                self.cards[path].set_unsaved(False)

    def _refused(self, path: str, error: Any) -> None:
        self._written(path)
        self.desk.tasks.failed.emit(error)
        self._again.start()

    def _finding_edited(self, path: str, field: str, value: str) -> None:
        if self.desk.person is not None:
            said: dict[str, Any] = {field: value}
            self.desk.tasks.write(findings.edit, f"{self.visit}/{path}", by=self.desk.person.uid, **said)

    def _add_photo(self, path: str) -> None:
        if self.opened is None or self.form in self.opened.secret or not self.cards[path].isEnabled():
            return
        names, _filter = QFileDialog.getOpenFileNames(
            self, _("Choose photographs"), "", "*.jpg *.jpeg *.png *.heic *.webp"
        )
        if names:
            self.take_photos(path, [Path(name) for name in names])

    def take_photos(self, path: str, files: list[Path]) -> None:
        """Read picture files and attach them to an item."""
        self.desk.tasks.work(photos.take_all, files, then=partial(self._attach, path), owner=self)

    def _attach(self, path: str, read: tuple[list[photos.Picture], list[photos.PictureError]]) -> None:
        pictures, refused = read
        if self.desk.person is None or self.opened is None:
            return
        for picture in pictures:
            if picture.older_than(self.opened.dossier.visit.date):
                self.desk.notify(
                    Banner(
                        _("{file} was taken before the day of this visit.").format(file=picture.name),
                        _("It was attached all the same; the paper shows its time."),
                        tone="warn",
                        close_text=_("Put away"),
                    )
                )
            self.desk.tasks.write(
                visits.add_photo,
                self.visit,
                self.form,
                self._path(path),
                picture.content,
                by=self.desk.person.uid,
                name=picture.name,
                media_type=picture.media_type,
                taken_at=picture.taken_at,
            )
        for error in refused:
            self.desk.tasks.failed.emit(error)

    def _paste(self) -> None:
        image = QGuiApplication.clipboard().image()
        if image.isNull() or self.opened is None or self.form in self.opened.secret or self.desk.folder is None:
            return
        file = self.desk.folder / "pasted.png"
        if image.save(str(file)):
            self.take_photos(self.current, [file])

    # what others did

    def _on_changed(self, changes: Any) -> None:
        if self.visit and any(changes.touch(kind, visit=self.visit) for kind in (Visit, Answer, Finding, Photo)):
            self._again.start()

    def _on_unsaved(self, count: int, _error: Any) -> None:
        for path in self._pending:
            if path in self.cards:
                self.cards[path].set_unsaved(bool(count))


def _short(title: str, most: int = 26) -> str:
    return title if len(title) <= most else f"{title[:most].rstrip()}…"


def _small(reader: Reader, wanted: dict[str, tuple[Photo, ...]]) -> dict[str, dict[str, bytes]]:
    found = {}
    for path, held in wanted.items():
        contents = {photo.sha256: evidence.fetch(reader, photo.sha256) for photo in held}
        found[path] = photos.thumbnails({sha: content for sha, content in contents.items() if content is not None})
    return found
