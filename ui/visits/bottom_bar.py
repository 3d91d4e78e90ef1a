"""Below the items: how far the checklist is, what failed, what waits, and the way to the signatures."""

from __future__ import annotations

from PySide6.QtCore import Signal

from inspector.i18n import _, ngettext
from ui.form.tally import Counts
from ui.widgets.button import Button
from ui.widgets.chip import ChipButton
from ui.widgets.layout import Card, label, row
from ui.widgets.progress import PartsBar


class BottomBar(Card):
    """`failed_wanted`, `missing_wanted`, … lead to the next such item; `sign_wanted` to the signatures."""

    failed_wanted = Signal()
    missing_wanted = Signal()
    violated_wanted = Signal()
    disputed_wanted = Signal()
    sign_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(padding=10)
        self.done = label("", "second")
        self.parts = PartsBar()
        self.failed = ChipButton("", "fail", "cross", keys="F")
        self.violated = ChipButton("", "warn", "warn")
        self.disputed = ChipButton("", "warn", "disagreement")
        self.missing = ChipButton("", "plain", "circle", keys="Ctrl+↵")
        for chip, signal in (
            (self.failed, self.failed_wanted),
            (self.violated, self.violated_wanted),
            (self.disputed, self.disputed_wanted),
            (self.missing, self.missing_wanted),
        ):
            chip.clicked.connect(signal)
        self.sign = Button(_("Check and sign"), kind="primary", icon="arrow-right", trailing=True, keys="F8")
        self.sign.clicked.connect(self.sign_wanted)
        line = row(self.done, spacing=10)
        line.addWidget(self.parts, 1)
        for part in (self.failed, self.violated, self.disputed, self.missing, self.sign):
            line.addWidget(part)
        self.body.addLayout(line)

    def show_counts(self, counts: Counts) -> None:
        """Show how far it is."""
        self.done.setText(_("{done}/{all} answered").format(done=counts.done, all=counts.total))
        parts = [(counts.passed, "pass"), (counts.failed, "fail"), (counts.na, "na"), (counts.disputed, "warn")]
        self.parts.set_parts(parts, max(counts.total, 1), says=self.done.text())
        self.failed.say(_("{n} failed").format(n=counts.failed))
        self.failed.setVisible(bool(counts.failed))
        self.violated.say(ngettext("{n} breaks a rule", "{n} break a rule", counts.violated))
        self.violated.setVisible(bool(counts.violated))
        self.disputed.say(ngettext("{n} disagreement", "{n} disagreements", counts.disputed))
        self.disputed.setVisible(bool(counts.disputed))
        missing = counts.total - counts.done - counts.disputed
        self.missing.say(_("{n} unanswered").format(n=missing))
        self.missing.setVisible(bool(missing))
