"""The last look at a visit: what stands against signing, the team, the site's words, the signatures, the paper beside it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector import findings, handover, i18n, paths, people, photos, reports, signing_off, visits
from inspector.errors import InspectorError
from inspector.i18n import N_, _
from inspector.model import Finding, Member, Person, Photo, Signature, Visit
from inspector.reports import papers
from inspector.reports.document import Document
from inspector.security.signing import Verdict
from inspector.store import Changes, Reader, Store
from ui import files
from ui.place import Desk, PlaceView
from ui.signing.cards import SIGNING, ReservationsCard, TeamCard, WordsCard
from ui.signing.certificates import CertificatesDialog
from ui.signing.dialogs import PICTURES, RefuseDialog, SignDialog, ask_reason
from ui.signing.paper import PaperView
from ui.signing.signatures import Ending, SignaturesCard, moment
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.layout import Card, clear, row, scrolled
from ui.widgets.line_button import LineButton

OBSTACLES: Final = {
    signing_off.Obstacle.UNANSWERED: N_("not answered"),
    signing_off.Obstacle.VIOLATION: N_("breaks a rule"),
    signing_off.Obstacle.PHOTO: N_("a photo is missing"),
    signing_off.Obstacle.DISPUTED: N_("two laptops differ"),
    signing_off.Obstacle.FINDING: N_("the finding has no deadline"),
    signing_off.Obstacle.TEAM: N_("the team is not complete"),
    signing_off.Obstacle.EMPTY: N_("there is no checklist"),
}
FEW_OBSTACLES: Final = 5
"""So many lines at first: the team and the signatures stay in sight below them."""
ROOMY: Final = 980
"""Below this width of the place the way back is an arrow alone: the head says which site it is."""
WORDS: Final = ("statement", "opinion")
KINDS: Final = (Visit, Member, Finding, Photo, Signature)


class SigningView(PlaceView):
    """Left what is to be done, right the paper."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Check and sign"))
        self.visit = ""
        self._site = ""
        self.ending: Ending | None = None
        self._unwritten: dict[tuple[str, str], str] = {}
        """Words of the site by visit and field that are not on the disk yet."""
        self._buttons()
        self.against = Card(_("To settle before signing"))
        self.team = TeamCard()
        self.words = WordsCard()
        self.reservations = ReservationsCard()
        self.signatures = SignaturesCard()
        self.reopened = Banner("", tone="warn", sign="unlock")
        self.reopened.hide()
        inside = QWidget()
        left = QVBoxLayout(inside)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(12)
        cards = (self.against, self.team, self.words, self.reservations, self.signatures)
        for part in (self.reopened, *cards):
            left.addWidget(part)
        left.addStretch(1)
        self._against: tuple[str, list[signing_off.Standing]] | None = None
        self._every = False
        self._obstacles = QVBoxLayout()
        self._obstacles.setSpacing(0)
        self.against.body.addLayout(self._obstacles)
        self.paper = PaperView(desk.tasks)
        self.area = scrolled(inside)
        self.area.setFixedWidth(460)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.area)
        line.addWidget(self.paper, 1)
        self.body.addLayout(line, 1)
        self._connect()

    def _buttons(self) -> None:
        self.back = Button(_("Checklists"), icon="arrow-left", tip=_("Back to the checklists"))
        self.back.clicked.connect(lambda: self.desk.go("visit", visit=self.visit))
        self.print = Button(_("Minutes (PDF)"), icon="pdf")
        self.print.clicked.connect(self._save)
        self.export = Button(_("Hand over (Excel)"), icon="export")
        self.export.clicked.connect(self._export)
        self.done = Button(_("Done"), icon="check", kind="primary")
        self.done.clicked.connect(lambda: self.desk.go("visits"))
        for part in (self.back, self.print, self.export, self.done):
            self.header.add(part)

    def _connect(self) -> None:
        self.team.added.connect(self._add_member)
        self.team.removed.connect(lambda person: self._write(visits.remove_member, self.visit, person))
        self.words.edited.connect(self._keep_words)
        self.reservations.edited.connect(self._reserve)
        self.signatures.sign_wanted.connect(self.ask_signature)
        self.signatures.refusal_wanted.connect(self.ask_refusal)
        self.signatures.paper_wanted.connect(self._choose_paper)
        self.signatures.reopen_wanted.connect(self._ask_reopen)
        self.signatures.supplement_wanted.connect(self._ask_supplement)
        self.signatures.certificates_wanted.connect(self.ask_certificates)
        self.signatures.visit_wanted.connect(lambda uid: self.desk.go("sign", visit=uid))
        self.desk.tasks.changed.connect(self._on_changed)
        self.desk.tasks.unsaved.connect(lambda count, _error: self.words.unsaved.setVisible(bool(count)))

    # showing

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.back.say(_("Checklists") if self.width() >= ROOMY else "")
        self.back.setAccessibleName(_("Back to the checklists"))

    def go_to(self, **target: Any) -> None:
        self.words.keep()
        visit = str(target.get("visit", self.visit))
        self._every = self._every and visit == self.visit
        self.visit = visit
        self._reload()

    def _reload(self) -> None:
        if self.visit:
            self.desk.tasks.read(_read, self.visit, then=self._show, owner=self)
            self.desk.tasks.read(_minutes, self.visit, then=self.paper.show_document, owner=self)

    def _show(self, found: tuple[Ending, list[signing_off.Standing]]) -> None:
        ending, standing = found
        dossier = ending.dossier
        if dossier.visit.uid != self.visit:
            return
        self.ending = ending
        self._site = dossier.site.code if dossier.site else ""
        title = _("Supplementary minutes") if dossier.visit.supplement_of else _("Check and sign")
        state = _(visits.STATES[dossier.state])
        if dossier.locked:
            state = _("{state} · the text is locked").format(state=state)
        self.header.say(f"{title} · {self._site}" if self._site else title, state)
        self._show_reopened(ending)
        self._show_obstacles(dossier, standing)
        self.against.setVisible(not dossier.locked)
        self.team.show_team(dossier, ending.known)
        words = {field: self._unwritten.get((self.visit, field), getattr(dossier.visit, field)) for field in WORDS}
        self.words.show_words(words["statement"], words["opinion"], locked=dossier.locked)
        self.reservations.show_findings(dossier)
        self.reservations.setVisible(bool(dossier.pages))
        here, focus = self.desk.person, self.window().focusWidget()
        signing = focus if focus is not None and self.signatures.isAncestorOf(focus) else None
        self.signatures.show_ending(ending, here.side if here else "", here.name if here else "")
        if signing is not None and not signing.isVisibleTo(self):
            QTimer.singleShot(0, self, self._go_on)  # buttons that were added are shown from the next turn on

    def _go_on(self) -> None:
        """A side has signed: the keys go to the next that signs, and after the last to the hand-over."""
        left = [button for button in self.signatures.sign_buttons.values() if button.isEnabled()]
        following = left[0] if left else self.export
        following.setFocus(Qt.FocusReason.TabFocusReason)
        if left:
            self.area.ensureWidgetVisible(following)

    def _show_reopened(self, ending: Ending) -> None:
        at, _space, reason = ending.dossier.visit.reopened.partition(" ")
        self.reopened.setVisible(bool(at))
        if at:
            if Verdict.CHANGED in ending.verdicts.values():
                said = _(
                    "The signed text was opened again at {time} and has changed. Reason: {reason}. Whoever signed signs again."
                )
            else:
                said = _("The signed text was opened again at {time}. Reason: {reason}. It has not changed so far.")
            self.reopened.text.setText(said.format(time=moment(at), reason=reason.rstrip(".")))
            self.reopened.setAccessibleName(self.reopened.text.text())

    def _show_obstacles(self, dossier: visits.Dossier, standing: list[signing_off.Standing]) -> None:
        if self._against == (self.visit, standing):
            return
        self._against = (self.visit, standing)
        clear(self._obstacles)
        if not standing:
            self._obstacles.addLayout(row(Chip(_("Nothing. It can be signed."), "pass", "check"), None))
            return
        lines = {line.path: line for page in dossier.pages for line in page.lines}
        shown = standing if self._every else standing[:FEW_OBSTACLES]
        for one in shown:
            line = lines.get(one.path)
            code = line.item.code if line else one.path.rpartition("/")[2]
            what = f"{code} · {_(OBSTACLES[one.obstacle])}".removeprefix(" · ")
            button = LineButton(what, line.item.text if line else "", icon="arrow-right")
            button.clicked.connect(partial(self.desk.go, "visit", visit=self.visit, item=one.path))
            self._obstacles.addWidget(button)
        if len(shown) < len(standing):
            every = Button(_("Show all {n}").format(n=len(standing)), kind="quiet", icon="chevron-down")
            every.clicked.connect(partial(self._show_every, dossier, standing))
            self._obstacles.addWidget(every)

    def _show_every(self, dossier: visits.Dossier, standing: list[signing_off.Standing]) -> None:
        self._every, self._against = True, None
        self._show_obstacles(dossier, standing)

    # acting

    def _write(self, function: Any, *args: Any, **options: Any) -> None:
        if self.desk.person is not None:
            self.desk.tasks.write(function, *args, by=self.desk.person.uid, **options)

    def _add_member(self, name: str, side: str) -> None:
        self._write(_with_member, self.visit, name, side, about=_("member of the team {name}").format(name=name))

    def _keep_words(self, field: str, text: str) -> None:
        said = (self.visit, field)
        self._unwritten[said] = text

        def back(_outcome: object) -> None:
            if self._unwritten.get(said) == text:
                del self._unwritten[said]

        def refused(error: InspectorError) -> None:
            back(error)
            self.desk.tasks.failed.emit(error)

        self._write(visits.edit, self.visit, about=text, then=back, otherwise=refused, owner=self, **{field: text})

    def _reserve(self, path: str, text: str) -> None:
        self._write(findings.edit, f"{self.visit}/{path}", about=text, reservation=text)

    def ask_signature(self, side: str, name: str) -> SignDialog:
        """Let one side sign."""
        dialog = SignDialog(_side(side), name, self.desk.tasks, self.desk.memory, self)
        dialog.accepted.connect(lambda: self._sign(side, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _sign(self, side: str, dialog: SignDialog) -> None:
        paper = dialog.paper
        self.desk.tasks.write(
            _signed,
            self.visit,
            side,
            dialog.name.text().strip(),
            strokes=dialog.pad.text(),
            paper=paper.content if paper else b"",
            media_type=paper.media_type if paper else "",
            about=_("signature of {name}").format(name=dialog.name.text().strip()),
        )

    def ask_refusal(self, side: str, name: str) -> RefuseDialog:
        """Note that a side refuses."""
        dialog = RefuseDialog(_side(side), name, self)
        dialog.accepted.connect(
            lambda: self._write(
                _refused,
                self.visit,
                side,
                dialog.name.text().strip(),
                reason=dialog.reason.toPlainText(),
                witnesses=dialog.witnesses.text(),
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _choose_paper(self, side: str) -> None:
        path = files.open_one(self, self.desk.memory, _("Photo of the signed paper…"), PICTURES, kept=files.PHOTOS)
        if path is not None:
            self.take_paper(side, path)

    def take_paper(self, side: str, path: Path) -> None:
        """Keep a photo of the paper that a side signed by hand."""
        self.desk.tasks.work(photos.take, path, then=partial(self._keep_paper, side), owner=self)

    def _keep_paper(self, side: str, picture: photos.Picture) -> None:
        self._write(
            signing_off.attach_paper,
            self.visit,
            side=side,
            content=picture.content,
            media_type=picture.media_type,
        )

    def _ask_reopen(self) -> None:
        ask_reason(
            self,
            _("Open the text again?"),
            _("The signatures stay. If the text is changed, they show it, and whoever signed has to sign again."),
            _("Reason"),
            _("Open again"),
            lambda reason: self._write(signing_off.reopen, self.visit, reason=reason),
        )

    def _ask_supplement(self) -> None:
        ask_reason(
            self,
            _("Supplementary minutes"),
            _("The signed minutes stay as they are. The supplement refers to them and is signed by the same sides."),
            _("What is corrected or added"),
            _("Begin"),
            self._supplement,
        )

    def _supplement(self, correction: str) -> None:
        go_on = partial(self._go_to_supplement, self.visit)
        self._write(_supplemented, self.visit, correction, then=go_on, owner=self)

    def _go_to_supplement(self, first: str, made: tuple[str, Changes]) -> None:
        if self.visit == first:
            self.desk.go("sign", visit=made[0])

    # papers and files

    def ask_certificates(self) -> None:
        """Sign the PDF with certificates."""
        self.desk.tasks.read(_minutes, self.visit, then=self._show_certificates, owner=self)

    def _show_certificates(self, document: Document) -> None:
        suggested = f"bien-ban-{self._site}-ky-so"
        dialog = CertificatesDialog(document, suggested, self.desk.tasks, self.desk.memory, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self) -> None:
        suggested = paths.file_name(f"bien-ban-{self._site}", suffix=".pdf")
        path = files.save(self, self.desk.memory, _("Minutes (PDF)"), suggested, "*.pdf *.xlsx")
        if path is not None:
            self.save_minutes(path)

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
        path = files.save(self, self.desk.memory, _("Hand over (Excel)"), suggested, "*.xlsx")
        if path is not None:
            self.hand_over(path)

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

    def _on_changed(self, changes: Changes) -> None:
        shown = self.visit and self.isVisible()
        if shown and any(changes.touch(kind, visit=self.visit) for kind in KINDS):
            self._reload()


def _side(side: str) -> str:
    return next(_(words) for known, words in SIGNING if known == side)


def _read(reader: Reader, visit: str) -> tuple[Ending, list[signing_off.Standing]]:
    dossier = visits.dossier(reader, visit, language=i18n.language())
    verdicts = signing_off.verdicts(reader, visit)
    standing = [] if dossier.locked else signing_off.standing_against(reader, visit)
    changed = [one for one in dossier.signatures if verdicts.get(one.uid) is Verdict.CHANGED]
    ending = Ending(
        dossier,
        verdicts,
        {one.uid: signing_off.edited_after(reader, one) for one in changed},
        {person.uid: person for person in reader.all(Person)},
        tuple(signing_off.supplements(reader, visit)),
        ready=not standing,
    )
    return ending, standing


def _minutes(reader: Reader, visit: str) -> Document:
    return papers.minutes_of(reader, visit, language=i18n.language())


def _signed(
    store: Store, visit: str, side: str, name: str, *, strokes: str = "", paper: bytes = b"", media_type: str = ""
) -> Changes:
    person = people.introduce(store, name, side=side)
    return signing_off.sign(store, visit, side=side, by=person.uid, strokes=strokes, paper=paper, media_type=media_type)


def _refused(store: Store, visit: str, side: str, name: str, *, reason: str, witnesses: str, by: str) -> Changes:
    person = people.introduce(store, name, side=side, by=by)
    return signing_off.refuse(store, visit, side=side, person=person.uid, reason=reason, witnesses=witnesses, by=by)


def _with_member(store: Store, visit: str, name: str, side: str, *, by: str) -> Changes:
    person = people.introduce(store, name, side=side, by=by)
    role = "representative" if side == "site" else "member"
    return visits.put_member(store, visit, person.uid, side=side, role=role, by=by)


def _supplemented(store: Store, visit: str, correction: str, *, by: str) -> tuple[str, Changes]:
    made = signing_off.supplement(store, visit, correction=correction, by=by)
    return made, Changes(op="start-visit", touched=frozenset({(Visit.KIND, made)}))
