"""What a new laptop offers: open an assignment, import a station list, or try the practice data."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _
from ui.widgets.button import Button
from ui.widgets.empty import Medallion
from ui.widgets.layout import Card, label


class FirstSteps(QWidget):
    """Three choices of equal weight."""

    assignment = Signal()
    sites = Signal()
    practice = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        whole.addStretch(1)
        title = label(_("Nothing is on this computer yet. How do you want to begin?"), "title", wrap=True)
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        whole.addWidget(title)
        line = QHBoxLayout()
        line.setSpacing(16)
        self.buttons: list[Button] = []
        for icon, heading, words, step, said in (
            (
                "inbox",
                _("Open an assignment"),
                _("The workbook that your office gave your team: sites, checklists, people, last results."),
                _("Open an assignment…"),
                self.assignment,
            ),
            (
                "import",
                _("Import a station list"),
                _("Excel or CSV, however it is laid out. You see what is recognised before anything is taken."),
                _("Import a list…"),
                self.sites,
            ),
            (
                "play",
                _("Try it with practice data"),
                _("Invented stations in a store of their own. It never mixes with real results."),
                _("Practise"),
                self.practice,
            ),
        ):
            card = Card(padding=20)
            card.setAccessibleName(heading)
            card.setMaximumWidth(360)
            card.body.addWidget(Medallion(icon, 52), 0, Qt.AlignmentFlag.AlignHCenter)
            head = label(heading, "heading", wrap=True)
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            card.body.addWidget(head)
            text = label(words, "second", wrap=True)
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            card.body.addWidget(text, 1)
            button = Button(step, kind="primary" if icon == "inbox" else "plain")
            button.clicked.connect(said)
            self.buttons.append(button)
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            line.addWidget(card, 1)
        whole.addLayout(line)
        hint = label(_("Any of these files can also be dropped on the window."), "small", wrap=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        whole.addWidget(hint)
        whole.addStretch(2)
