"""A visit that is filled: sections, items, help; every act is evaluated at once, written at once, and can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFontMetrics, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from inspector import findings, history, i18n, photos, repeats
from inspector.form import FormError
from inspector.i18n import _
from inspector.model import Answer, Finding, Photo, Sheet, Visit
from inspector.visits import Line
from ui import theme
from ui.form.filled_sheet import HEADING, NOTE, REPEAT, FilledSheet, language_of
from ui.form.help_column import HelpColumn
from ui.form.item_card import CODE_WIDTH, ItemCard
from ui.form.repeat_card import LINE, RepeatCard
from ui.form.row_card import RowCard
from ui.place import Desk, PlaceView
from ui.visits import keys, reading
from ui.visits.bottom_bar import BottomBar
from ui.visits.head import Head
from ui.visits.photo_desk import PhotoDesk
from ui.visits.reading import Opened
from ui.visits.sections import Sections
from ui.visits.writing import Writing
from ui.widgets.empty import EmptyState
from ui.widgets.layout import column, label
from ui.widgets.lazy_column import LazyColumn

NARROW: Final = 900
"""Below this width of the place two columns stand side by side, and the sections become a menu in the head."""


class Cards(Mapping[str, ItemCard]):
    """The cards of the items in order; a card is made when it is asked for."""

    def __init__(self, view: FillingView) -> None:
        self._view = view

    def __getitem__(self, key: str) -> ItemCard:
        if key not in self:
            raise KeyError(key)
        card = self._view.column.row(key)
        assert isinstance(card, ItemCard)
        return card

    def __contains__(self, key: object) -> bool:
        return key in self._view.item_keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._view.item_keys)

    def __len__(self) -> int:
        return len(self._view.item_keys)


class FillingView(PlaceView):
    """One checklist of a visit at a time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Visit"))
        self.visit = self.form = self.current = ""
        self.opened: Opened | None = None
        self.sheet: FilledSheet | None = None
        self.item_keys: dict[str, None] = {}
        self.cards = Cards(self)
        self.findings: dict[str, Finding] = {}
        self.language = ""
        self._wanted = ""
        self._sheets: dict[str, FilledSheet] = {}
        self._offered: set[str] = set()
        self.photos = PhotoDesk(desk, self)
        self.photos.small.connect(self._show_small)
        self.writing = Writing(desk, self)
        self.writing.unsaved.connect(self._on_unsaved)
        self.writing.written.connect(lambda _path: self._read_findings())
        self._build()
        desk.tasks.changed.connect(self._on_changed)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(self._reload)
        self.writing.refused.connect(lambda _key: self._again.start())
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(0)
        self._counting.timeout.connect(self._count)
        self._helping = QTimer(self)
        self._helping.setSingleShot(True)
        self._helping.setInterval(0)
        self._helping.timeout.connect(self._show_help)
        keys.bind(self)
        self.setAcceptDrops(True)

    # building

    def _build(self) -> None:
        self.head = Head(self.header)
        self.head.form_wanted.connect(self._go_form)
        self.head.section_wanted.connect(self._go_section)
        self.head.language_wanted.connect(self._speak)
        self.head.before_wanted.connect(self._go_before)
        self.sections = Sections()
        self.sections.setFixedWidth(220)
        self.sections.chosen.connect(self._go_section)
        self.column = LazyColumn(self._made, self._guess, keep=self._kept)
        self.area = self.column
        self.help = HelpColumn()
        self.help.setFixedWidth(268)
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
        self.bottom.failed_wanted.connect(self.next_failed)
        self.bottom.missing_wanted.connect(self.next_unanswered)
        self.bottom.violated_wanted.connect(lambda: self._next(lambda line: bool(line.violation and line.value)))
        self.bottom.sign_wanted.connect(lambda: self.desk.go("sign", visit=self.visit))
        self.body.addWidget(self.bottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.sections.setVisible(not narrow)
        self.help.setFixedWidth(228 if narrow else 268)
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
            self.column.clear()
            self.item_keys, self._sheets, self._offered, self.findings = {}, {}, set(), {}
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
            sheet = FilledSheet(page, filled, language_of(filled.form.languages, language))
            sheet.again(self.writing.under_way(form))
            self._sheets[form] = sheet
        wanted = self._wanted or (opened.last if first else "")
        form = wanted.partition("/")[0] or self.form
        self.form = form if form in self._sheets else next(iter(self._sheets), "")
        if self.sheet is None or before.get(self.form) is not self.sheet:
            self.column.clear()
        self.sheet = self._sheets.get(self.form)
        self._arrange()
        for key, card in self.column.made.items():
            self._rebind(key, card)
        self._settle(wanted)
        self._wanted = ""

    def _settle(self, wanted: str) -> None:
        """Count, and go to the wanted item, or stay, or go to the first that is open."""
        self._count()
        keys_ = list(self.item_keys)
        if wanted in self.item_keys:
            self.choose(wanted)
        elif self.current not in self.column.keys and keys_:
            assert self.sheet is not None
            self.choose(next((key for key in keys_ if not self.sheet.line(key).value), keys_[0]))
        elif self.current in self.column.keys:
            self._mark(self.current)

    def _arrange(self) -> None:
        """Show the rows that the form has now."""
        found = self.sheet.keys if self.sheet is not None else []
        self.item_keys = dict.fromkeys(key for key in found if "|" not in key)
        self.column.set_rows(found)
        self._middle.setCurrentWidget(self.column if found else self.empty)
        if not found:
            self.help.clear()

    def _count(self) -> None:
        if self.opened is None:
            return
        lines = self.sheet.lines() if self.sheet is not None else ()
        self.bottom.show_lines(lines)
        self.sections.show_lines(lines)
        counts = {form: sheet.lines() if sheet is not self.sheet else lines for form, sheet in self._sheets.items()}
        languages = self.sheet.filled.form.languages if self.sheet is not None else ()
        spoken = self.sheet.filled.language if self.sheet is not None else ""
        self.head.show_visit(self.opened, self.form, counts, self.sections.shown, languages, spoken)

    # rows

    def _guess(self, key: str, width: int) -> int:
        if key.startswith(HEADING):
            return 26
        if key.startswith(REPEAT):
            node = self.sheet.node(key) if self.sheet is not None else None
            return 140 + LINE * min(12, len(node.children) if node is not None else 1)
        if key.startswith(NOTE) or self.sheet is None:
            return 64
        line = self.sheet.line(key)
        letters = QFontMetrics(theme.font()).averageCharWidth()
        rows = 1 + len(line.item.text) * letters // max(60, width - CODE_WIDTH - 40)
        height = 26 + rows * 20 + 50 + (48 if line.item.measure else 0)
        return height + (190 if line.fails else 44 if line.note else 0) + (60 if line.photos else 0)

    def _made(self, key: str) -> QWidget:
        assert self.sheet is not None
        sheet, node = self.sheet, self.sheet.node(key)
        if key.startswith(HEADING):
            made = QWidget()
            made.setLayout(column(label(node.label or "", "code"), margins=(4, 2, 4, 0)))
            return made
        if key.startswith(NOTE):
            noted = RowCard()
            noted.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            noted.setLayout(column(label(node.label or "", "second", wrap=True), margins=(16, 12, 16, 12)))
            return noted
        tools = keys.tools(self)
        card: RowCard
        if key.startswith(REPEAT):
            table = RepeatCard(node, tools)
            table.answered.connect(self._cell_answered)
            table.row_wanted.connect(partial(self._add_row, key))
            table.row_unwanted.connect(self._remove_row)
            card = table
        else:
            card = self._item(key, sheet.line(key), node, tools)
        card.picked.connect(partial(self._mark, key))
        card.left.connect(partial(self._tab, key))
        card.setEnabled(not self.locked)
        return card

    def _item(self, key: str, line: Line, node: Any, tools: Any) -> ItemCard:
        card = ItemCard(line, node, self._past(line.item.path), tools=tools)
        measured = self._past(line.item.measure)
        card.former_measure = (
            measured[0].value if measured and card.past and measured[0].visit == card.past[0].visit else ""
        )
        card.opened_finding.connect(partial(self._offer, key))
        card.answered.connect(partial(self._answered, key))
        card.measured.connect(partial(self._measured, key))
        card.noted.connect(partial(self._noted, key))
        card.wants_photo.connect(partial(self.add_photo, key))
        card.photo_opened.connect(partial(self._open_photo, key))
        card.same_wanted.connect(partial(self.same, key))
        card.go_on.connect(partial(self._go_on, key))
        self._refresh(key, card)
        if self.writing.waits(key):
            card.set_unsaved(self.desk.tasks.unsaved_count > 0)
        return card

    def _rebind(self, key: str, card: QWidget) -> None:
        """The visit was read anew: the same card, the new node."""
        assert self.sheet is not None
        if isinstance(card, RepeatCard):
            card.rebind(self.sheet.node(key))
        elif isinstance(card, ItemCard):
            card.editor.asked = replace(card.editor.asked, node=self.sheet.node(key))
            if _choices_change(card.editor.node):
                card.show_node()
            self._refresh(key, card)
        card.setEnabled(not self.locked)

    def _refresh(self, key: str, card: ItemCard) -> None:
        assert self.sheet is not None
        line = self.sheet.line(key)
        first = card._box is None
        photos_ = [(one.sha256, one.name, self.photos.warning(one)) for one in line.photos]
        card.show_line(line, self.findings.get(key), photos_, due=self._preset_due(line))
        if card._box is not None:
            if first:
                card.finding.edited.connect(partial(self._finding_edited, key))
                card.finding.judged.connect(partial(self._judged, key))
            self.photos.want(card.finding.strip.lacking())

    def _past(self, path: str) -> tuple[history.Past, ...]:
        return self.opened.past.get((self.form, path), ()) if self.opened is not None and path else ()

    def _preset_due(self, line: Line) -> str:
        if self.opened is None or line.item.due_days is None:
            return ""
        return findings.preset_due(self.opened.dossier.visit.date, line.item.due_days)

    def _kept(self, key: str) -> bool:
        return key == self.current or self.writing.waits(key)

    def _show_small(self, pictures: dict[str, bytes]) -> None:
        for card in self.column.made.values():
            if isinstance(card, ItemCard) and card._box is not None:
                card.finding.strip.show_pictures(pictures)
        if self.help.strip is not None:
            self.help.strip.show_pictures(pictures)

    # going about

    def choose(self, key: str) -> None:
        """Make a row the current one, bring it into sight, and put the cursor where its answer is given."""
        if key not in self.column.keys:
            return
        card = self.column.row(key)
        self._mark(key)
        self.column.bring(key)
        if isinstance(card, RepeatCard):
            card.begin()
        elif not (isinstance(card, ItemCard) and not card.line.value and card.editor.begin()):
            card.setFocus()

    def _rows(self) -> list[str]:
        return [key for key in self.column.keys if not key.startswith((HEADING, NOTE))]

    def step(self, by: int) -> None:
        """The row before or after."""
        rows = self._rows()
        at = rows.index(self.current) + by if self.current in rows else 0
        if 0 <= at < len(rows):
            self.choose(rows[at])

    def _tab(self, key: str, step: int) -> None:
        rows = self._rows()
        at = rows.index(key) + step
        if 0 <= at < len(rows):
            card = self.column.row(rows[at])
            self._mark(rows[at])
            self.column.bring(rows[at])
            assert isinstance(card, RowCard)
            card.enter(step)
        else:
            self.focusNextPrevChild(step > 0)

    def next_unanswered(self) -> None:
        """The next item without an answer, from the top again after the last."""
        self._next(lambda line: not line.value)

    def next_failed(self) -> None:
        """The next failed item."""
        self._next(lambda line: line.fails)

    def _next(self, wanted: Callable[[Line], bool]) -> None:
        if self.sheet is None:
            return
        rows = self._rows()
        at = rows.index(self.current) + 1 if self.current in rows else 0
        items = [key for key in [*rows[at:], *rows[:at]] if "|" not in key]
        found = next((key for key in items if wanted(self.sheet.line(key))), None)
        if found is not None:
            self.choose(found)

    def _mark(self, key: str) -> None:
        card = self.column.made.get(key)
        if not isinstance(card, RowCard) or self.sheet is None:
            return
        if key == self.current and card.current:
            return
        before = self.column.made.get(self.current)
        if isinstance(before, RowCard) and self.current != key:
            before.set_current(False)
        self.current = key
        card.set_current(True)
        self.sections.set_current(self.sheet.sections.get(key, ""))
        self._helping.start()

    def _show_help(self) -> None:
        if self.sheet is None or self.current not in self.item_keys:
            self.help.clear()
            return
        line, node = self.sheet.line(self.current), self.sheet.node(self.current)
        names = {choice.value: choice.label for choice in node.choices} if len(node.choices) < 30 else {}
        guidance = "\n".join(part for part in (node.hint, node.guidance) if part)
        self.help.show_item(
            line, self._past(line.item.path), self._past(line.item.measure), guidance=guidance, choices=names
        )
        if self._past(line.item.path):
            key = self.current
            then = partial(self._show_former, key)
            self.desk.tasks.read(history.photos_before, self.visit, self.form, line.item.path, then=then, owner=self)

    def _show_former(self, key: str, found: list[history.FormerPhoto]) -> None:
        if self.help.shown == key and self.help.strip is None:
            self.help.show_photos(found)
            self.photos.want([one.sha256 for one in found])

    def _go_form(self, form: str) -> None:
        if form in self._sheets:
            self.form, self.current = form, ""
            self.sheet = self._sheets[form]
            self.column.clear()
            self._arrange()
            self._settle("")

    def _go_section(self, section: str) -> None:
        if self.sheet is not None:
            rows = [key for key in self._rows() if self.sheet.sections.get(key) == section]
            open_ = (key for key in rows if "|" not in key and not self.sheet.line(key).value)
            self.choose(next(open_, rows[0] if rows else ""))

    def _go_before(self) -> None:
        if self.opened is not None and self.opened.dossier.site is not None:
            self.desk.go("sites", site=self.opened.dossier.site.uid)

    def _go_on(self, key: str) -> None:
        self.column.row(key).setFocus()
        if self.current == key:
            self.step(1)

    def _speak(self, language: str) -> None:
        """Another language of the form, at once."""
        self.language = language.rpartition("(")[2].rstrip(")") or language
        for sheet in self._sheets.values():
            sheet.set_language(language_of(sheet.filled.form.languages, self.language))
        self.column.clear()
        self._arrange()
        self._settle(self.current)

    # acting

    def _card(self) -> ItemCard | None:
        card = self.column.made.get(self.current)
        return card if isinstance(card, ItemCard) and card.isEnabled() else None

    def digit(self, digit: int) -> None:
        """A figure: answers the current item; a pass goes on, a fail opens its finding, a measure is asked for."""
        card = self._card()
        if card is None or not card.editor.take_digit(digit):
            return
        value = card.line.value
        if value != "na" and card.line.item.measure and not card.measure.text():
            card.open_measure()
        elif card.line.fails:
            card.open_note()
        elif card.editor.stops() and card.editor.shown == "":
            return
        elif self.sheet is not None and self.sheet.node(self.current).question.control in ("select1", "trigger"):
            self.step(1)

    def answer(self, value: str) -> None:
        """Answer the current item by its value, as its key does."""
        card = self._card()
        if card is not None:
            values = [choice.value for choice in card.editor.node.choices]
            if value in values:
                self.digit(values.index(value) + 1)

    def _answered(self, key: str, value: str, *, taken: bool = False) -> None:
        self._say(key, key.partition("/")[2], value, taken=taken)

    def _cell_answered(self, path: str, value: str) -> None:
        self._say(f"{self.form}/{path}", path, value)

    def _measured(self, key: str, text: str) -> None:
        if self.sheet is not None:
            self._say(key, self.sheet.line(key).item.measure, text)

    def _say(self, key: str, path: str, value: str, *, taken: bool = False) -> None:
        """Evaluate an answer, show what follows, write it."""
        if self.sheet is None or self.locked:
            return
        try:
            touched = self.sheet.answer(path, value, taken=taken)
        except FormError as refused:
            self.desk.tasks.failed.emit(refused)
            return
        self._follow(touched)
        self.writing.answers(self.visit, self.form, key, {path: value}, taken=[path] if taken else [])

    def _follow(self, touched: set[str]) -> None:
        assert self.sheet is not None
        if self.sheet.arrange():
            self._arrange()
            self._again.start()
        for key, card in list(self.column.made.items()):
            if key in touched and isinstance(card, ItemCard):
                self._refresh(key, card)
                if _choices_change(card.editor.node):
                    card.show_node()
            elif isinstance(card, RepeatCard):
                card.show_node()
        self._counting.start()

    def _add_row(self, key: str) -> None:
        if self.sheet is None or self.locked:
            return
        path, place, touched = self.sheet.add_row(key.partition("|")[2])
        self.writing.answers(self.visit, self.form, key, {path: place})
        self._follow(touched)
        card = self.column.row(key)
        assert isinstance(card, RepeatCard)
        card.show_new_row()

    def _remove_row(self, path: str) -> None:
        if self.sheet is None or self.locked:
            return
        touched = self.sheet.remove_row(path)
        self.writing.answers(self.visit, self.form, f"{REPEAT}{path}", {path: repeats.REMOVED})
        self._follow(touched)
        for card in self.column.made.values():
            if isinstance(card, RepeatCard):
                card.show_node(rows=True)

    def _noted(self, key: str, text: str) -> None:
        if self.sheet is not None and not self.locked:
            self.sheet.put_line(key, replace(self.sheet.line(key), note=text))
            card = self.column.made.get(key)
            if isinstance(card, ItemCard):
                card.line = self.sheet.line(key)
            self.writing.answers(self.visit, self.form, key, {}, notes={key.partition("/")[2]: text})

    def same(self, key: str) -> None:
        """Take the answer of the visit before; it is recorded as taken."""
        card = self._card() if key == self.current else None
        if card is not None and card.past:
            self._answered(key, card.past[0].value, taken=True)
            self.step(1)

    def _finding_edited(self, key: str, field: str, value: str) -> None:
        self.writing.finding(f"{self.visit}/{key}", key, {field: value})

    def _judged(self, key: str, severity: str, reason: str) -> None:
        self.writing.severity(f"{self.visit}/{key}", key, severity, reason)

    def _offer(self, key: str) -> None:
        """Phrases and people for a finding that came to stand, once."""
        if key not in self._offered:
            self._offered.add(key)
            form, _slash, path = key.partition("/")
            self.desk.tasks.read(reading.offers, form, path, then=partial(self._show_offers, key), owner=self)

    def _show_offers(self, key: str, found: tuple[list[str], list[str]]) -> None:
        self._offered.discard(key)
        card = self.column.made.get(key)
        if isinstance(card, ItemCard) and card.line.fails:
            self._offered.add(key)
            card.finding.show_phrases(found[0])
            card.finding.offer_in_charge(found[1])

    # photographs

    def add_photo(self, key: str) -> None:
        """Ask for photographs of an item; never for state secrets."""
        if not self._takes_photos() or key not in self.item_keys or self.sheet is None:
            return
        line, node = self.sheet.line(key), self.sheet.node(key)
        about = f"{line.item.code} · {line.item.text}"
        self.photos.ask(about, self.form, line.item.path, answers=node.definition.type == "binary")

    def take_photos(self, key: str, files: list[Path]) -> None:
        """Read picture files and attach them to an item."""
        if self._takes_photos() and self.sheet is not None:
            node = self.sheet.node(key)
            self.photos.take_files(self.form, key.partition("/")[2], files, answers=node.definition.type == "binary")

    def _takes_photos(self) -> bool:
        return self.opened is not None and self.form not in self.opened.secret and not self.locked

    def _open_photo(self, key: str, sha256: str) -> None:
        if self.sheet is None:
            return
        photo = next((one for one in self.sheet.line(key).photos if one.sha256 == sha256), None)
        if photo is not None:
            remove = None if self.locked else partial(self.writing.remove_photo, photo.uid)
            self.photos.open(sha256, photo.name, remove)

    def take_from(self, held: QMimeData) -> bool:
        """Pictures that were dropped or pasted go to the current item."""
        files = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
        pictures = [file for file in files if file.suffix.lower() in photos.SUFFIXES]
        if not self._takes_photos() or self.current not in self.item_keys:
            return False
        if pictures and len(pictures) == len(files):
            self.take_photos(self.current, pictures)
            return True
        image = QGuiApplication.clipboard().image() if held.hasImage() and not files else None
        if image is not None and not image.isNull():
            from ui.form.photo_dialog import encoded

            path = self.current.partition("/")[2]
            self.photos.take_bytes(self.form, path, encoded(image, "PNG"), _("pasted.png"))
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files and all(file.suffix.lower() in photos.SUFFIXES for file in files) and self._takes_photos():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        over = self.column.viewport().mapFrom(self, event.position().toPoint())
        for key, card in self.column.made.items():
            if key in self.item_keys and card.geometry().contains(over):
                self._mark(key)
        if self.take_from(event.mimeData()):
            event.acceptProposedAction()

    # what others did, and what has come back

    def _on_changed(self, changes: Any) -> None:
        if not self.visit or changes.origin is self.writing.origin:
            return
        if any(changes.touch(kind, visit=self.visit) for kind in (Visit, Answer, Finding, Photo, Sheet)):
            self._again.start()

    def _read_findings(self) -> None:
        self.desk.tasks.read(reading.findings_now, self.visit, then=self._show_findings, owner=self)

    def _show_findings(self, found: dict[str, Finding]) -> None:
        before, self.findings = self.findings, found
        for key in {*before, *found}:
            card = self.column.made.get(key)
            if before.get(key) != found.get(key) and isinstance(card, ItemCard):
                self._refresh(key, card)

    def _on_unsaved(self, key: str, unsaved: bool) -> None:
        card = self.column.made.get(key)
        if isinstance(card, ItemCard):
            card.set_unsaved(unsaved)

    def sizeHint(self) -> QSize:
        return QSize(1100, 680)


def _choices_change(node: Any) -> bool:
    """Whether other answers may change what a question offers."""
    control = node.definition.control
    return control is not None and control.choices is not None and control.choices.changes
