"""The signatures under a visit: who signed or refused, whether it still covers the text, and who may sign now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from inspector import visits
from inspector.i18n import N_, _
from inspector.model import Person, Side, Signature, Visit, VisitState
from inspector.security.signing import Verdict
from ui.signing.cards import SIGNING
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.layout import Card, clear, label, row


@dataclass(frozen=True)
class Ending:
    """How far the end of a visit has come."""

    dossier: visits.Dossier
    verdicts: Mapping[str, Verdict]
    edited: Mapping[str, tuple[str, str]]
    known: Mapping[str, Person]
    supplements: tuple[Visit, ...]
    ready: bool

    @property
    def complete(self) -> bool:
        """Whether all have signed or refused, and the text has not changed since."""
        return self.dossier.state in (VisitState.SIGNED, VisitState.HANDED_OVER)

    def ended(self, side: str) -> bool:
        """Whether this side has signed the text as it is, or refused to."""
        done = (Verdict.VALID, Verdict.REFUSED)
        return any(self.verdicts.get(one.uid) in done for one in self.dossier.signatures if one.side == side)

    @property
    def shown(self) -> tuple[object, ...]:
        """What the card of the signatures shows of it; the same means that nothing needs to be drawn anew."""
        one = self.dossier
        names = tuple(self.name(member.person) for member in one.members)
        return (one.signatures, names, dict(self.verdicts), self.edited, self.supplements, self.ready, one.state)

    def name(self, person: str) -> str:
        """The name of a person."""
        return self.known[person].name if person in self.known else person


class SignaturesCard(Card):
    """`sign_wanted(side, name)`, `refusal_wanted(side, name)`, `paper_wanted(side)`, and what follows signing."""

    sign_wanted = Signal(str, str)
    refusal_wanted = Signal(str, str)
    paper_wanted = Signal(str)
    reopen_wanted = Signal()
    supplement_wanted = Signal()
    certificates_wanted = Signal()
    visit_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Signatures"))
        self.sign_buttons: dict[str, Button] = {}
        self.refuse_buttons: dict[str, Button] = {}
        self.paper_buttons: dict[str, Button] = {}
        self._shown: tuple[object, ...] = ()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.body.addLayout(self._lines)
        self.reopen = Button(_("Open the text again…"), icon="unlock")
        self.reopen.clicked.connect(self.reopen_wanted)
        self.supplement = Button(_("Supplementary minutes…"), icon="add")
        self.supplement.clicked.connect(self.supplement_wanted)
        self.certificates = Button(_("Sign the PDF with certificates…"), icon="shield")
        self.certificates.clicked.connect(self.certificates_wanted)
        self.body.addLayout(row(self.certificates, None))
        self.body.addLayout(row(self.reopen, None))
        self.body.addLayout(row(self.supplement, None))

    def show_ending(self, ending: Ending, side_here: str, name_here: str) -> None:
        """Show who signed, and offer what may be done now; a button that has the focus keeps it if nothing changed."""
        if (ending.shown, ending.dossier.visit.uid) == self._shown:
            return
        self._shown = (ending.shown, ending.dossier.visit.uid)
        clear(self._lines)
        self.sign_buttons, self.refuse_buttons, self.paper_buttons = {}, {}, {}
        for side, words in SIGNING:
            signed = [one for one in ending.dossier.signatures if one.side == side]
            member = next((one for one in ending.dossier.members if one.side == side), None)
            if side is Side.SITE and member is None and not signed:
                continue
            self._lines.addWidget(label(_(words), "strong"))
            for one in signed:
                self._show_signature(ending, one, _(words))
            if not ending.ended(side.value):
                here = name_here if side.value == side_here else ""
                self._offer(side.value, _(words), ending.name(member.person) if member else here, ready=ending.ready)
        for added in ending.supplements:
            day = "/".join(reversed(added.date.split("-")))
            link = Button(_("Supplementary minutes of {date}").format(date=day), kind="quiet", icon="arrow-right")
            link.clicked.connect(partial(self.visit_wanted.emit, added.uid))
            self._lines.addLayout(row(link, None))
        self.certificates.setVisible(ending.ready or ending.dossier.locked)
        self.reopen.setVisible(ending.dossier.locked and not ending.complete)
        self.supplement.setVisible(ending.complete)

    def _show_signature(self, ending: Ending, one: Signature, side: str) -> None:
        verdict = ending.verdicts.get(one.uid, Verdict.FORGED)
        tone, sign, words = _VERDICTS[verdict]
        line = row(label(ending.name(one.person), wrap=True), label(moment(one.at), "small"), None)
        line.addWidget(Chip(_(words), tone, sign))
        self._lines.addLayout(line)
        if one.refused:
            why = _("Reason: {reason} · Witnesses: {witnesses}").format(reason=one.refused, witnesses=one.witnesses)
            self._lines.addWidget(label(why, "small", wrap=True))
        at, who = ending.edited.get(one.uid, ("", ""))
        if verdict is Verdict.CHANGED and at:
            since = _("changed after the signature of {side} at {time}, by {person}")
            self._lines.addWidget(
                label(since.format(side=side, time=moment(at), person=who), "fail", wrap=True),
            )
        if verdict is Verdict.VALID:
            paper = Button(_("Photo of the signed paper…"), kind="quiet", icon="photo")
            paper.clicked.connect(partial(self.paper_wanted.emit, one.side))
            self.paper_buttons[one.side] = paper
            self._lines.addLayout(row(paper, None))

    def _offer(self, side: str, words: str, name: str, *, ready: bool) -> None:
        sign = Button(_("Sign…"), icon="pen", kind="primary")
        sign.setAccessibleName(_("{side}: signature").format(side=words))
        sign.clicked.connect(partial(self.sign_wanted.emit, side, name))
        refuse = Button(_("Refuses to sign…"), kind="quiet")
        refuse.setAccessibleName(_("{side}: refusal to sign").format(side=words))
        refuse.clicked.connect(partial(self.refusal_wanted.emit, side, name))
        for button in (sign, refuse):
            button.setEnabled(ready)
            button.setToolTip("" if ready else _("First settle what still stands against signing, at the top."))
        self.sign_buttons[side], self.refuse_buttons[side] = sign, refuse
        self._lines.addLayout(row(label(name or _("not signed yet"), "second", wrap=True), None, refuse, sign))


_VERDICTS: Final = {
    Verdict.VALID: ("pass", "check", N_("signed")),
    Verdict.REFUSED: ("warn", "cross", N_("refused to sign")),
    Verdict.CHANGED: ("fail", "warn", N_("text changed since")),
    Verdict.FORGED: ("fail", "warn", N_("not valid")),
}


def moment(at: str) -> str:
    """A moment in figures, as people write it: 24/11/2026 14:03."""
    day, _t, time = at.replace(" ", "T").partition("T")
    return f"{'/'.join(reversed(day.split('-')))} {time[:5]}".strip()
