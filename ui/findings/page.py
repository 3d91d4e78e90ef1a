"""The page of one finding: what it is, its life from the failed answer to its closing, photos before and after, what can be done."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QBoxLayout, QDateEdit, QFormLayout, QPlainTextEdit, QVBoxLayout, QWidget

from inspector import days, finding_life, findings, photos
from inspector.finding_life import Life, Step
from inspector.findings import ENDED, SEVERITIES, STATES
from inspector.i18n import _, ngettext
from inspector.model import FindingState, Severity
from inspector.photos import Picture
from inspector.store import Reader, evidence
from ui.findings.proof import ProofPhotos
from ui.form.photo_dialog import enlarge
from ui.form.photo_strip import PhotoStrip
from ui.messages import Dialog
from ui.models.columns import this_day
from ui.place import Desk
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.header import ChipRow
from ui.widgets.layout import Card, clear, label, row, scrolled
from ui.widgets.sign import Sign

TONES = {"critical": "fail", "major": "warn", "minor": "plain"}
SIGNS = {"fail": "cross", "pass": "check", "warn": "clock", "brand": "export", "plain": "dot"}
NARROW_BELOW = 820
THUMB = QSize(224, 168)


class FindingPage(QWidget):
    """`left` when the person goes back to the list."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.uid = ""
        self.life: Life | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        self.back = Button(_("All findings"), kind="quiet", icon="arrow-left")
        self.back.clicked.connect(self.left)
        self.report = self._act(_("Reported as remedied…"), "export", self.ask_report)
        self.extend = self._act(_("Extend…"), "clock", self.ask_extension)
        self.met = self._act(_("Met at re-inspection…"), "check", lambda: self.ask_again(met=True))
        self.not_met = self._act(_("Still not met…"), "cross", lambda: self.ask_again(met=False))
        self.close_ = self._act(_("Close…"), "lock", self.ask_close)
        self.visit = self._act(_("Open the item"), "visit", self._open_item)
        self.actions_row = ChipRow(self.back, self.report, self.extend, self.met, self.not_met, self.close_, self.visit)
        whole.addWidget(self.actions_row)
        inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(16)
        self.facts, self.steps = Card(), Card(_("Its life"))
        left, right = QVBoxLayout(), QVBoxLayout()
        self.pictures = Card(_("Photos"))
        left.setSpacing(12)
        left.addWidget(self.facts)
        left.addWidget(self.pictures)
        left.addStretch(1)
        right.addWidget(self.steps)
        right.addStretch(1)
        self._columns.addLayout(left, 1)
        self._columns.addLayout(right, 1)
        whole.addWidget(scrolled(inside), 1)
        self._facts, self._steps, self._pictures = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for card, lines in ((self.facts, self._facts), (self.steps, self._steps), (self.pictures, self._pictures)):
            lines.setSpacing(8)
            card.body.addLayout(lines)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_finding(self, uid: str) -> None:
        """Read the life of a finding and show it."""
        self.uid = uid
        self.refresh()
        self.back.setFocus()

    def refresh(self) -> None:
        """Read it again."""
        if self.uid:
            self.desk.tasks.read(finding_life.read, self.uid, today=_today(), then=self._show, owner=self)

    # what can be done

    def ask_report(self) -> ReasonDialog:
        """The unit says that the fault is remedied."""
        return self._ask(
            self._with_proof(_("Reported as remedied"), _("What was done, and who says so")),
            lambda dialog: self._write(findings.report, dialog.text(), pictures=dialog.pictures()),
        )

    def ask_extension(self) -> ReasonDialog:
        """More time, with a reason."""
        now = findings.deadline(self.life.listed.finding) if self.life else ""
        dialog = ReasonDialog(_("Extend the deadline"), _("Reason for the extension"), self, due=now)
        return self._ask(
            dialog,
            lambda dialog: self._write(findings.extend, dialog.day(), reason=dialog.text()),
        )

    def ask_again(self, *, met: bool) -> ReasonDialog:
        """What the re-inspection found."""
        title = _("Met at re-inspection") if met else _("Still not met at re-inspection")
        return self._ask(
            ReasonDialog(title, _("What was seen"), self),
            lambda dialog: self._write(findings.reinspect, met=met, note=dialog.text()),
        )

    def ask_close(self) -> ReasonDialog:
        """Close it on proof that needs no second visit."""
        return self._ask(
            self._with_proof(_("Close the finding"), _("The proof that it is remedied")),
            lambda dialog: self._write(findings.close, note=dialog.text(), pictures=dialog.pictures()),
        )

    def _with_proof(self, title: str, asked: str) -> ReasonDialog:
        """A dialog with room for photos of the remedy, where the item takes any."""
        if self.life is None or not self.life.photos:
            dialog = ReasonDialog(title, asked, self)
            words = _("No photos are taken for state secrets; write in neutral words.")
            dialog.body.addWidget(label(words, "small", wrap=True))
            return dialog
        one = self.life.listed
        return ReasonDialog(title, asked, self, proof=ProofPhotos(self.desk, f"{one.code} · {one.item}", one.date))

    def _act(self, words: str, icon: str, run: Callable[[], object]) -> Button:
        button = Button(words, icon=icon)
        button.clicked.connect(lambda: run())
        return button

    def _ask(self, dialog: ReasonDialog, agreed: Callable[[ReasonDialog], None]) -> ReasonDialog:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: agreed(dialog))
        dialog.open()
        return dialog

    def _write(self, act: Callable[..., Any], *args: Any, **said: Any) -> None:
        by = self.desk.person.uid if self.desk.person else ""
        self.desk.tasks.write(act, self.uid, *args, by=by, **said)

    def _open_item(self) -> None:
        if self.life is not None:
            one = self.life.listed.finding
            self.desk.go("visit", visit=one.visit, item=f"{one.form}/{one.path}")

    # what is shown

    def _show(self, life: Life) -> None:
        if life.listed.finding.uid != self.uid:
            return
        self.life = life
        ended = FindingState(life.listed.state) in ENDED
        for button in (self.report, self.extend, self.met, self.not_met, self.close_):
            button.setVisible(not ended)
        self._show_facts(life)
        clear(self._steps)
        for step in life.steps:
            self._steps.addWidget(_step(step))
        clear(self._pictures)
        wanted = [photo.sha256 for photo in (*life.before, *life.after)]
        if not wanted:
            self._pictures.addWidget(label(_("There is no photo of this item."), "second", wrap=True))
        else:
            self.desk.tasks.read(_held, wanted, then=lambda held: self._thumbs(life, held), owner=self)

    def _show_facts(self, life: Life) -> None:
        clear(self._facts)
        one, finding = life.listed, life.listed.finding
        self._facts.addWidget(label(finding.text or one.item, "heading", wrap=True, selectable=True))
        chips = ChipRow()
        if finding.severity in set(Severity):
            chips.add(Chip(_(SEVERITIES[Severity(finding.severity)]), TONES[finding.severity]))
        state = FindingState(one.state)
        chips.add(
            Chip(_(STATES[state]), "pass" if state in ENDED else "brand", "check" if state in ENDED else "circle")
        )
        if one.days_late:
            chips.add(Chip(ngettext("{n} day late", "{n} days late", one.days_late), "fail", "clock"))
        self._facts.addWidget(chips)
        lines = QFormLayout()
        lines.setHorizontalSpacing(16)
        lines.setVerticalSpacing(6)
        due = findings.deadline(finding)
        words = (
            _day(due)
            if due == life.signed_due
            else _("{due} (signed: {signed})").format(due=_day(due), signed=_day(life.signed_due))
        )
        for name, value in (
            (_("Site"), f"{one.site_code} · {one.site_name}"),
            (_("Item"), f"{one.code} · {one.item}"),
            (_("Remedy"), finding.remedy),
            (_("In charge"), finding.in_charge),
            (_("Deadline"), words),
        ):
            if value:
                lines.addRow(label(name, "second"), label(value, wrap=True, selectable=True))
        self._facts.addLayout(lines)

    def _thumbs(self, life: Life, held: dict[str, bytes]) -> None:
        self.desk.tasks.work(photos.thumbnails, held, then=lambda thumbs: self._show_pictures(life, thumbs), owner=self)

    def _show_pictures(self, life: Life, thumbs: dict[str, bytes]) -> None:
        if self.life is not life:
            return
        clear(self._pictures)
        for words, taken in ((_("Before"), life.before), (_("After"), life.after)):
            self._pictures.addWidget(label(words, "strong"))
            if not taken:
                self._pictures.addWidget(label(_("No photo yet."), "second"))
                continue
            strip = PhotoStrip(adds=False, size=THUMB)
            strip.show_photos([(one.sha256, f"{words} {one.name} {one.taken_at}".strip(), "") for one in taken])
            strip.show_pictures(thumbs)
            strip.opened.connect(lambda sha256: enlarge(self.desk, sha256, self))
            self._pictures.addWidget(strip)
            if any(one.sha256 not in thumbs for one in taken):
                self._pictures.addWidget(label(_("The photo is not on this computer."), "second", wrap=True))


class ReasonDialog(Dialog):
    """Words that are asked for, a new deadline when one is wanted, and photos where there is room for a `proof`."""

    def __init__(
        self,
        title: str,
        asked: str,
        parent: QWidget | None = None,
        *,
        due: str | None = None,
        proof: ProofPhotos | None = None,
    ) -> None:
        super().__init__(title, sign="pen", parent=parent)
        self.proof = proof
        self.date: QDateEdit | None = None
        if due is not None:
            start = QDate.fromString(due, "yyyy-MM-dd")
            latest = max(start if start.isValid() else this_day(), this_day())
            self.date = QDateEdit(latest.addDays(14))
            self.date.setDisplayFormat("dd/MM/yyyy")
            self.date.setCalendarPopup(True)
            self.date.setAccessibleName(_("New deadline"))
            self.body.addLayout(row(label(_("New deadline")), self.date, None))
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(asked)
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(96)
        self.body.addWidget(label(asked, "second"))
        self.body.addWidget(self.words)
        if proof is not None:
            self.body.addWidget(proof)
            self.setAcceptDrops(True)
            self.words.setAcceptDrops(False)  # what is dropped on them is for the photos, too
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.agree = Button(_("Write it down"), kind="primary", icon="check", keys="Ctrl+↵")
        self.agree.setShortcut("Ctrl+Return")
        self.agree.setEnabled(False)
        self.agree.clicked.connect(self.accept)
        self.words.textChanged.connect(lambda: self.agree.setEnabled(bool(self.text())))
        self.add(cancel)
        self.add(self.agree)
        self.words.setFocus()

    def text(self) -> str:
        """What was typed."""
        return self.words.toPlainText().strip()

    def pictures(self) -> list[Picture]:
        """The photos that were added."""
        return list(self.proof.pictures) if self.proof is not None else []

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.proof is not None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.proof is not None and self.proof.take_from(event.mimeData()):
            event.acceptProposedAction()

    def day(self) -> str:
        """The new deadline."""
        return self.date.date().toString("yyyy-MM-dd") if self.date is not None else ""


def _step(step: Step) -> QWidget:
    made = QWidget()
    when = f"{_day(step.at[:10])} {step.at[11:16]}"
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(label(step.what, "strong" if step.tone in ("fail", "pass") else "", wrap=True, selectable=True))
    words.addWidget(label(f"{when} · {step.who}", "small", wrap=True))
    line = row(Sign(SIGNS[step.tone], step.tone if step.tone != "plain" else "na"), spacing=10)
    line.addLayout(words, 1)
    line.setAlignment(Qt.AlignmentFlag.AlignTop)
    made.setLayout(line)
    return made


def _held(reader: Reader, wanted: list[str]) -> dict[str, bytes]:
    held = {sha256: evidence.shown(reader, sha256) for sha256 in wanted}
    return {sha256: content for sha256, content in held.items() if content is not None}


def _today() -> datetime.date:
    return days.today()


def _day(text: str) -> str:
    return "/".join(reversed(text[:10].split("-")))
