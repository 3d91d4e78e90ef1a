"""Below the items: how far the checklist is, what failed, what waits, and the way to the signatures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from inspector.i18n import _, ngettext
from inspector.visits import Line
from ui.widgets.button import Button
from ui.widgets.chip import ChipButton
from ui.widgets.layout import Card, label, row
from ui.widgets.progress import PartsBar


class BottomBar(Card):
    """`failed_wanted`, `missing_wanted`, `violated_wanted` lead to the next such item; `sign_wanted` to the signatures."""

    failed_wanted = Signal()
    missing_wanted = Signal()
    violated_wanted = Signal()
    sign_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(padding=10)
        self.done = label("", "second")
        self.parts = PartsBar()
        self.failed = ChipButton("", "fail", "cross", keys="F")
        self.violated = ChipButton("", "warn", "warn")
        self.missing = ChipButton("", "plain", "circle", keys="Ctrl ↵")
        for chip, signal in (
            (self.failed, self.failed_wanted),
            (self.violated, self.violated_wanted),
            (self.missing, self.missing_wanted),
        ):
            chip.clicked.connect(signal)
        self.sign = Button(_("Check and sign"), kind="primary", icon="arrow-right", trailing=True, keys="F8")
        self.sign.clicked.connect(self.sign_wanted)
        line = row(self.done, spacing=12)
        line.addWidget(self.parts, 1)
        for part in (self.failed, self.violated, self.missing, self.sign):
            line.addWidget(part)
        self.body.addLayout(line)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Count."""
        done = sum(bool(line.value) for line in lines)
        failed = sum(line.fails for line in lines)
        passed = sum(bool(line.value) and not line.fails and line.value != "na" for line in lines)
        na = sum(line.value == "na" for line in lines)
        violated = sum(bool(line.violation and line.value) for line in lines)
        self.done.setText(_("{done}/{all} answered").format(done=done, all=len(lines)))
        self.parts.set_parts(
            [(passed, "pass"), (failed, "fail"), (na, "na")], max(len(lines), 1), says=self.done.text()
        )
        self.failed.say(_("{n} failed").format(n=failed))
        self.failed.setVisible(bool(failed))
        self.violated.say(ngettext("{n} breaks a rule", "{n} break a rule", violated))
        self.violated.setVisible(bool(violated))
        self.missing.say(_("{n} unanswered").format(n=len(lines) - done))
        self.missing.setVisible(done < len(lines))
