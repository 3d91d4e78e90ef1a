"""The head of the filling view: which visit, which checklists with how much of them is done, and what is known from before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from inspector import visits
from inspector.i18n import _, ngettext
from ui.form.editors.moment import day_words
from ui.form.tally import Counts, Section
from ui.visits.reading import Opened, short_title
from ui.widgets.chip import Chip, ChipButton
from ui.widgets.header import Header


class Head(QObject):
    """Writes into a Header; `form_wanted`, `section_wanted`, `language_wanted`, `before_wanted` are what was pressed."""

    form_wanted = Signal(str)
    section_wanted = Signal(str)
    language_wanted = Signal(str)
    before_wanted = Signal()

    def __init__(self, header: Header) -> None:
        super().__init__(header)
        self._header = header
        header.chips_right()
        self._narrow = False
        self._shown: tuple[object, ...] = ()
        self._last: tuple[object, ...] = ()
        self._chips: dict[str, ChipButton] = {}

    def set_narrow(self, narrow: bool) -> None:
        """Two columns: the sections become a menu here."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._shown = ()
            if self._last:
                self.show_visit(*self._last)  # type: ignore[arg-type]

    def show_visit(
        self,
        opened: Opened,
        form: str,
        counts: Mapping[str, Counts],
        sections: Sequence[Section],
        languages: Sequence[str],
        spoken: str,
    ) -> None:
        """Show where this is and how far it is."""
        self._last = (opened, form, counts, sections, languages, spoken)
        dossier, site = opened.dossier, opened.dossier.site
        title = f"{site.code} · {site.name}" if site else _("Visit")
        day = day_words(dossier.visit.date)
        said = [site.commune if site else "", day if self._narrow else _("Visit of {date}").format(date=day)]
        said += [dossier.visit.team, _(visits.STATES[dossier.state])]
        self._header.say(title, " · ".join(part for part in said if part))
        shown = (dossier.visit.uid, dossier.state, form, tuple(counts), tuple(languages), spoken, opened.before,
                 tuple(sorted(opened.fillers.items())), self._narrow, tuple(one.name for one in sections))  # fmt: skip
        if shown != self._shown:
            self._shown = shown
            self._build(opened, form, counts, sections, languages, spoken)
        for page in dossier.pages:
            name = page.sheet.form
            if name in self._chips:
                words = _far(opened, counts, name, short_title(page))
                if words != self._chips[name].text():
                    self._chips[name].say(words)

    def _build(
        self,
        opened: Opened,
        form: str,
        counts: Mapping[str, Counts],
        sections: Sequence[Section],
        languages: Sequence[str],
        spoken: str,
    ) -> None:
        self._header.clear_chips()
        self._chips = {}
        dossier = opened.dossier
        titles = {one: filled.form.title_in(spoken) for one, filled in opened.filled.items()}
        many = len(dossier.pages) > (1 if self._narrow else 3)
        if dossier.locked:
            words = _("signed: the text is locked")
            lock = Chip(_("locked") if self._narrow else words, "pass", "lock")
            lock.setToolTip(words)
            self._header.add_chip(lock)
        for page in dossier.pages:
            if many and page.sheet.form != form:
                continue
            chip = ChipButton("", "brand" if page.sheet.form == form else "plain")
            chip.mark_chosen(page.sheet.form == form)
            chip.setToolTip(titles[page.sheet.form])
            if many:
                _open_menu(chip, _("Checklists"), partial(self._checklists, titles), form, self.form_wanted.emit)
            else:
                chip.clicked.connect(partial(self.form_wanted.emit, page.sheet.form))
            self._chips[page.sheet.form] = chip
            self._header.add_chip(chip)
        if self._narrow and len(sections) > 1:
            self._menu(_("Sections"), self._sections, "", self.section_wanted.emit)
        if len(languages) > 1:
            short = spoken.rpartition("(")[2].rstrip(")").upper() or spoken
            names = [(name, name.partition("(")[0].strip()) for name in languages]
            self._menu(short, lambda: names, spoken, self.language_wanted.emit)
        if opened.before:
            words = ngettext("{n} open from before", "{n} open from before", opened.before)
            before = ChipButton(words, "warn")
            before.setToolTip(_("Findings of earlier visits to this site that are still open"))
            before.clicked.connect(self.before_wanted)
            self._header.add_chip(before)

    def _checklists(self, titles: Mapping[str, str]) -> list[tuple[str, str]]:
        """The checklists of the visit, with how far each is now, or who else fills it."""
        opened, counts = self._last[0], self._last[2]
        assert isinstance(opened, Opened)
        assert isinstance(counts, Mapping)
        return [(form, _far(opened, counts, form, title)) for form, title in titles.items()]

    def _sections(self) -> list[tuple[str, str]]:
        """The sections of the checklist, with how far each is now."""
        sections = self._last[3]
        assert isinstance(sections, Sequence)
        return [(one.name, f"{one.name}  {one.done}/{one.total}") for one in sections]

    def _menu(
        self, text: str, lines: Callable[[], Sequence[tuple[str, str]]], chosen: str, choose: Callable[[str], None]
    ) -> None:
        chip = ChipButton(text, "plain")
        _open_menu(chip, text, lines, chosen, choose)
        self._header.add_chip(chip)


def _far(opened: Opened, counts: Mapping[str, Counts], form: str, title: str) -> str:
    """A checklist with how far it is; or who else fills it, while it may be filled."""
    other = "" if opened.dossier.locked else opened.fillers.get(form, "")
    if other:
        return _("{checklist} – {who} is filling").format(checklist=title, who=other)
    count = counts.get(form, Counts())
    return f"{title} {count.done}/{count.total}"


def _open_menu(
    chip: ChipButton,
    name: str,
    lines: Callable[[], Sequence[tuple[str, str]]],
    chosen: str,
    choose: Callable[[str], None],
) -> None:
    """Let a chip open a menu, whose lines are asked for when it opens."""
    menu = QMenu(chip)
    menu.setAccessibleName(name)

    def fill() -> None:
        menu.clear()
        for key, words in lines():
            action = QAction(words.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(key == chosen)
            action.triggered.connect(lambda _checked=False, key=key: choose(key))
            menu.addAction(action)

    menu.aboutToShow.connect(fill)
    fill()
    chip.set_menu(menu)
