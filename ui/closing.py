"""The wish to close the window: what is typed goes to the disk first; what cannot is named, and a person decides."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from inspector.errors import InspectorError
from inspector.i18n import _
from ui.messages import Dialog
from ui.tasks import Tasks
from ui.widgets.button import Button
from ui.widgets.layout import label

WAITED_S: Final = 3.0
LONGEST: Final = 90
NAMED: Final = 8
"""So many things that would be lost are named one by one."""


class Closing(QObject):
    """Decides whether a window may close."""

    def __init__(self, window: QWidget, tasks: Tasks) -> None:
        super().__init__(window)
        self._window, self._tasks = window, tasks
        self._why: InspectorError | None = None
        self._lose = False
        self.dialog: UnsavedDialog | None = None
        tasks.unsaved.connect(self._on_unsaved)

    def may_close(self) -> bool:
        """Whether everything is on the disk, or the person said to lose the rest; else they are asked."""
        focus = QApplication.focusWidget()
        if focus is not None and focus.window() is self._window:
            focus.clearFocus()
        if self._lose or self._tasks.finish(WAITED_S):
            return True
        if self.dialog is None:
            self._ask()
        return False

    def _ask(self) -> None:
        self.dialog = UnsavedDialog(self._window)
        self.dialog.retry.clicked.connect(self._tasks.retry_now)
        self.dialog.finished.connect(self._answered)
        self.dialog.show_work(self._tasks.unsaved_work, self._why)
        self.dialog.open()

    def _answered(self, result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
        self._lose = result == UnsavedDialog.LOSE
        if result in (UnsavedDialog.LOSE, UnsavedDialog.SAVED):
            self._window.close()

    def _on_unsaved(self, count: int, error: InspectorError | None) -> None:
        self._why = error
        if self.dialog is not None:
            if count == 0 and not self._tasks.unsaved_work:
                self.dialog.done(UnsavedDialog.SAVED)
            else:
                self.dialog.show_work(self._tasks.unsaved_work, error)


class UnsavedDialog(Dialog):
    """Names what would be lost; ends with SAVED, LOSE, or 0 for staying."""

    SAVED: Final = 2
    LOSE: Final = 3

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Not everything is saved"), sign="warn", tone="fail", parent=parent)
        self.why = label("", wrap=True)
        self.lost = label("", "second", wrap=True, selectable=True)
        self.body.addWidget(self.why)
        self.body.addWidget(label(_("If the program closes now, this is lost:"), "strong", wrap=True))
        self.body.addWidget(self.lost)
        self.lose = Button(_("Close and lose it"), kind="danger")
        self.lose.clicked.connect(lambda: self.done(self.LOSE))
        self.retry = Button(_("Try again"), icon="redo")
        self.stay = Button(_("Keep open"), kind="primary")
        self.stay.clicked.connect(self.reject)
        for button in (self.lose, self.retry, self.stay):
            self.add(button)
        self.stay.setFocus()

    def show_work(self, work: list[str], why: InspectorError | None) -> None:
        """Show what is not on the disk yet, and why."""
        said = f"{why.says()} {why.advice()}".strip() if why is not None else _("The store is still being written.")
        self.why.setText(said)
        named = list(dict.fromkeys(_short(about) for about in work if about))
        lines = [f"• {about}" for about in named[:NAMED]]
        if len(named) > NAMED:
            lines.append(_("and {n} more").format(n=len(named) - NAMED))
        if "" in work:
            lines.append("• " + _("other changes"))
        self.lost.setText("\n".join(lines))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}…"
