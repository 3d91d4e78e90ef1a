"""The last look at a visit: what stands against signing, the team by side, the site's words, and the paper beside it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from inspector import handover, i18n, paths, people, reports, signing_off, visits
from inspector.i18n import N_, _
from inspector.model import Person, Side, Visit, VisitState
from inspector.reports import papers
from inspector.reports.document import Document
from inspector.store import Reader, Store
from ui.place import Desk, PlaceView
from ui.signing.paper import PaperView
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.layout import Card, clear, label, row, scrolled

OBSTACLES: Final = {
    signing_off.Obstacle.UNANSWERED: N_("not answered"),
    signing_off.Obstacle.VIOLATION: N_("breaks a rule"),
    signing_off.Obstacle.PHOTO: N_("a photograph is missing"),
    signing_off.Obstacle.DISPUTED: N_("two laptops differ"),
    signing_off.Obstacle.FINDING: N_("the finding has no deadline"),
    signing_off.Obstacle.TEAM: N_("the team is not complete"),
    signing_off.Obstacle.EMPTY: N_("there is no checklist"),
}
SIDES: Final = ((Side.POLICE, N_("Police")), (Side.VNPT, N_("VNPT")), (Side.SITE, N_("Site")))


class SigningView(PlaceView):
    """Left what is to be done, right the paper."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Check and sign"))
        self.visit = ""
        self._site = ""
        back = Button(_("Back to the checklists"), icon="arrow-left")
        back.clicked.connect(lambda: desk.go("visit", visit=self.visit))
        save = Button(_("Save the minutes…"), icon="pdf")
        save.clicked.connect(self._save)
        export = Button(_("Hand over…"), icon="export", kind="primary")
        export.clicked.connect(self._export)
        for part in (back, save, export):
            self.header.add(part)
        inside = QWidget()
        self._left = QVBoxLayout(inside)
        self._left.setContentsMargins(0, 0, 8, 0)
        self._left.setSpacing(12)
        self.against = Card(_("What stands against signing"))
        self.signing = Card(_("Signatures"))
        self.words = Card(_("Words of the site"))
        self.statement = QPlainTextEdit()
        self.opinion = QPlainTextEdit()
        for field, words in ((self.statement, _("Statement")), (self.opinion, _("Opinion on the result"))):
            field.setAccessibleName(words)
            field.setMaximumHeight(72)
            field.setTabChangesFocus(True)
            self.words.body.addWidget(label(words, "second"))
            self.words.body.addWidget(field)
        keep = Button(_("Keep these words"))
        keep.clicked.connect(self._keep_words)
        self.words.body.addLayout(row(None, keep))
        for card in (self.against, self.words, self.signing):
            self._left.addWidget(card)
        self._left.addStretch(1)
        self._obstacles = QVBoxLayout()
        self.against.body.addLayout(self._obstacles)
        self._signers = QVBoxLayout()
        self._signers.setSpacing(10)
        self.signing.body.addLayout(self._signers)
        self.paper = PaperView(desk.tasks)
        area = scrolled(inside)
        area.setFixedWidth(430)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(area)
        line.addWidget(self.paper, 1)
        self.body.addLayout(line, 1)
        self.signers: dict[str, QLineEdit] = {}
        self.sign_buttons: dict[str, Button] = {}
        desk.tasks.changed.connect(self._on_changed)

    def go_to(self, **target: Any) -> None:
        self.visit = str(target.get("visit", self.visit))
        self._reload()

    def _reload(self) -> None:
        if self.visit:
            self.desk.tasks.read(_read, self.visit, then=self._show, owner=self)
            self.desk.tasks.read(_minutes, self.visit, then=self.paper.show_document, owner=self)

    def _show(
        self, found: tuple[visits.Dossier, list[signing_off.Standing], dict[str, Any], dict[str, Person]]
    ) -> None:
        dossier, standing, verdicts, known = found
        self._site = dossier.site.code if dossier.site else ""
        self.header.say(
            _("Check and sign") + (f" · {self._site}" if self._site else ""), _(visits.STATES[dossier.state])
        )
        for field, text in ((self.statement, dossier.visit.statement), (self.opinion, dossier.visit.opinion)):
            if not field.hasFocus():
                field.setPlainText(text)
        self._show_obstacles(dossier, standing)
        self._show_signers(dossier, verdicts, known, ready=not standing)

    def _show_obstacles(self, dossier: visits.Dossier, standing: list[signing_off.Standing]) -> None:
        clear(self._obstacles)
        if not standing:
            self._obstacles.addLayout(row(Chip(_("Nothing. It can be signed."), "pass", "check"), None))
            return
        lines = {line.path: line for page in dossier.pages for line in page.lines}
        for one in standing[:60]:
            line = lines.get(one.path)
            code = line.item.code if line else one.path.rpartition("/")[2]
            button = Button(f"{code} · {_(OBSTACLES[one.obstacle])}", kind="quiet", icon="arrow-right")
            button.clicked.connect(partial(self.desk.go, "visit", visit=self.visit, item=one.path))
            self._obstacles.addWidget(button)
        if len(standing) > 60:
            self._obstacles.addWidget(label(_("and {n} more").format(n=len(standing) - 60), "small"))

    def _show_signers(
        self, dossier: visits.Dossier, verdicts: dict[str, Any], known: dict[str, Person], *, ready: bool
    ) -> None:
        clear(self._signers)
        self.signers, self.sign_buttons = {}, {}
        for side, words in SIDES:
            signed = [one for one in dossier.signatures if one.side == side]
            member = next((one for one in dossier.members if one.side == side), None)
            if side == Side.SITE and member is None and not signed:
                continue
            self._signers.addWidget(label(_(words), "strong"))
            for one in signed:
                person = known.get(one.person)
                verdict = str(verdicts.get(one.uid, ""))
                tone, sign = ("pass", "check") if verdict == "valid" else ("fail", "warn")
                time = one.at[:16].replace("T", " ")
                said = {"valid": _("signed"), "changed": _("text changed since"), "refused": _("refused to sign")}
                self._signers.addLayout(
                    row(
                        label(person.name if person else one.person),
                        label(time, "small"),
                        None,
                        Chip(said.get(verdict, _("not valid")), tone, sign),
                    )
                )
            if any(str(verdicts.get(one.uid)) == "valid" for one in signed):
                continue
            here = self.desk.person
            name = known[member.person].name if member and member.person in known else ""
            if not name and here is not None and here.side == side:
                name = here.name
            field = QLineEdit(name)
            field.setAccessibleName(_("Who signs for {side}").format(side=_(words)))
            button = Button(_("Sign"), icon="pen", kind="primary")
            button.setEnabled(ready)
            button.clicked.connect(partial(self._sign, side.value))
            self.signers[side.value], self.sign_buttons[side.value] = field, button
            self._signers.addLayout(row(field, button))
        if dossier.state in (VisitState.AGREED, VisitState.SIGNED, VisitState.HANDED_OVER):
            reason = QLineEdit()
            reason.setPlaceholderText(_("Reason for opening the text again"))
            reason.setAccessibleName(_("Reason for opening the text again"))
            again = Button(_("Open again"), icon="unlock")
            again.clicked.connect(lambda: self._reopen(reason.text()))
            self._signers.addLayout(row(reason, again))

    def _sign(self, side: str) -> None:
        name = self.signers[side].text().strip()
        if name:
            self.desk.tasks.write(_signed, self.visit, side, name, owner=self)

    def _reopen(self, reason: str) -> None:
        if reason.strip() and self.desk.person is not None:
            self.desk.tasks.write(signing_off.reopen, self.visit, reason=reason, by=self.desk.person.uid)

    def _keep_words(self) -> None:
        if self.desk.person is not None:
            self.desk.tasks.write(
                visits.edit,
                self.visit,
                by=self.desk.person.uid,
                statement=self.statement.toPlainText(),
                opinion=self.opinion.toPlainText(),
            )

    def _save(self) -> None:
        suggested = paths.file_name(f"bien-ban-{self._site}", suffix=".pdf")
        name, _filter = QFileDialog.getSaveFileName(self, _("Save the minutes…"), suggested, "*.pdf *.xlsx")
        if name:
            self.save_minutes(Path(name))

    def save_minutes(self, path: Path) -> None:
        """Write the minutes as PDF or workbook."""
        self.desk.tasks.read(
            _minutes,
            self.visit,
            then=lambda document: self.desk.tasks.work(
                reports.render, document, path, then=lambda _none: self._said(path), owner=self
            ),
            owner=self,
        )

    def _export(self) -> None:
        suggested = paths.file_name(f"ban-giao-{self._site}", suffix=".xlsx")
        name, _filter = QFileDialog.getSaveFileName(self, _("Hand over…"), suggested, "*.xlsx")
        if name:
            self.hand_over(Path(name))

    def hand_over(self, path: Path) -> None:
        """Write the parcel of this visit."""
        by = self.desk.person.uid if self.desk.person else ""
        self.desk.tasks.write(
            handover.export,
            [self.visit],
            path,
            by=by,
            title=_("Writing {file}").format(file=path.name),
            then=lambda _made: self._said(path),
            owner=self,
        )

    def _said(self, path: Path) -> None:
        self.desk.notify(
            Banner(_("Written: {file}").format(file=path), tone="pass", sign="check", close_text=_("Put away"))
        )
        self._reload()

    def _on_changed(self, changes: Any) -> None:
        if (self.visit and self.isVisible() and changes.touch(Visit, visit=self.visit)) or changes.op in (
            "sign",
            "hand-over",
        ):
            self._reload()


def _read(
    reader: Reader, visit: str
) -> tuple[visits.Dossier, list[signing_off.Standing], dict[str, Any], dict[str, Person]]:
    dossier = visits.dossier(reader, visit)
    return (
        dossier,
        signing_off.standing_against(reader, visit),
        dict(signing_off.verdicts(reader, visit)),
        {person.uid: person for person in reader.all(Person)},
    )


def _minutes(reader: Reader, visit: str) -> Document:
    return papers.minutes_of(reader, visit, language=i18n.language())


def _signed(store: Store, visit: str, side: str, name: str) -> Any:
    person = people.introduce(store, name, side=side)
    return signing_off.sign(store, visit, side=side, by=person.uid)
