"""
The only place where an error becomes words on screen. A refusal: sentence, what to do, details to copy. A bug: a
crash window, with a report saved beside the data; the store is intact because every write is one transaction.
"""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from inspector import __version__
from inspector.errors import InspectorError
from inspector.i18n import _
from ui import theme
from ui.widgets import on_screen
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.layout import label, row
from ui.widgets.on_screen import OnScreen, ScrolledBody
from ui.widgets.sign import Sign

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """A refusal in words."""

    sentence: str
    advice: str
    details: str


def words(error: InspectorError) -> Words:
    """What happened, what to do, and what to copy into a message to whoever helps."""
    fields = "\n".join(f"{key}: {value}" for key, value in error.fields.items())
    head = f"{error.code} · {__version__} · {datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}"
    details = "\n".join(part for part in (head, error.says(), error.advice(), fields) if part)
    return Words(error.says(), error.advice(), details)


def banner(error: InspectorError, parent: QWidget | None = None) -> Banner:
    """The refusal as a banner with a button that copies its details."""
    said = words(error)
    made = Banner(said.sentence, said.advice, tone="fail", sign="warn", close_text=_("Put away"), parent=parent)
    copy = Button(_("Copy details"), kind="quiet", icon="copy")
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(said.details))
    made.add(copy)
    return made


def ask(parent: QWidget, title: str, text: str, yes: str, *, no: str | None = None, danger: bool = False) -> bool:
    """A question that must be answered now; True for `yes`."""
    dialog = Dialog(title, text, parent=parent, sign="help", tone="brand")
    agree = Button(yes, kind="danger" if danger else "primary")
    agree.clicked.connect(dialog.accept)
    refuse = Button(no or _("Cancel"))
    refuse.clicked.connect(dialog.reject)
    dialog.add(refuse)
    dialog.add(agree)
    (refuse if danger else agree).setFocus()
    return dialog.exec() == QDialog.DialogCode.Accepted


class Dialog(OnScreen):
    """A window with a sign, a title, a text, room for more that is scrolled where the screen is low, and buttons."""

    def __init__(
        self, title: str, text: str = "", *, sign: str = "info", tone: str = "brand", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(460)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 22, 24, 20)
        whole.setSpacing(12)
        whole.addLayout(row(Sign(sign, tone, 24), label(title, "title", wrap=True), spacing=12))
        if text:
            whole.addWidget(label(text, "second", wrap=True, selectable=True))
        self._scrolled = ScrolledBody()
        self.body = self._scrolled.column
        self.body.setSpacing(10)
        whole.addWidget(self._scrolled, 1)
        whole.addSpacing(4)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        self._buttons.addStretch(1)
        whole.addLayout(self._buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words need at this width, unless it was given a size."""
        self._scrolled.setVisible(not self.body.isEmpty())
        layout = self.layout()
        if layout is not None and not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
            self.setMinimumHeight(0)
            self.resize(self._wanted())
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        """What comes into it while it is shown finds room: it grows, and never shrinks below what a person gave it."""
        asked = event.type() == QEvent.Type.LayoutRequest
        done = super().event(event)
        if asked and self.isVisible():
            wanted = self._wanted().boundedTo(on_screen.room(self)).expandedTo(self.size())
            if wanted != self.size():
                self.grow(wanted)
        return done

    def _wanted(self) -> QSize:
        """How large it must be to show all it holds."""
        layout = self.layout()
        assert layout is not None
        width = max(self.width(), layout.totalMinimumSize().width())
        return QSize(width, layout.totalHeightForWidth(width))

    def add(self, button: Button) -> None:
        """A button, from left to right."""
        self._buttons.addWidget(button)


class AskDialog(Dialog):
    """One line is asked for; `agreed(text)` when it was given."""

    agreed = Signal(str)

    def __init__(
        self,
        title: str,
        asked: str,
        yes: str,
        parent: QWidget,
        *,
        text: str = "",
        sign: str = "pen",
    ) -> None:
        super().__init__(title, text, sign=sign, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit()
        self.field.setAccessibleName(asked)
        self.body.addWidget(label(asked, "second"))
        self.body.addWidget(self.field)
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.yes = Button(yes, kind="primary", icon="check")
        self.yes.setEnabled(False)
        self.yes.setDefault(True)
        self.yes.clicked.connect(self.accept)
        self.field.textChanged.connect(lambda text: self.yes.setEnabled(bool(text.strip())))
        self.accepted.connect(lambda: self.agreed.emit(self.field.text()))
        self.add(cancel)
        self.add(self.yes)
        self.field.setFocus()


class RefusalWindow(Dialog):
    """A refusal that stands in the way of everything, such as a store that cannot be opened."""

    def __init__(self, error: InspectorError, parent: QWidget | None = None) -> None:
        said = words(error)
        super().__init__(said.sentence, said.advice, sign="warn", tone="fail", parent=parent)
        copy = Button(_("Copy details"), icon="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(said.details))
        close = Button(_("Close"), kind="primary")
        close.clicked.connect(self.accept)
        self.add(copy)
        self.add(close)
        close.setFocus()


class CrashWindow(Dialog):
    """Our bug, said plainly: work is saved, here is the report."""

    def __init__(self, report: str, saved_at: Path | None, parent: QWidget | None = None) -> None:
        where = _("The report is saved in {file}.").format(file=saved_at) if saved_at else ""
        text = _(
            "This is a fault of the program, not yours. Everything that was saved is intact. "
            "Please send the report to whoever looks after the program."
        )
        super().__init__(_("Something went wrong"), text, sign="warn", tone="fail", parent=parent)
        self.resize(640, 420)
        if where:
            self.body.addWidget(label(where, "small", wrap=True, selectable=True))
        shown = QPlainTextEdit(report)
        shown.setReadOnly(True)
        shown.setAccessibleName(_("Report"))
        shown.setFont(theme.font(12, tabular=True))
        self.body.addWidget(shown, 1)
        copy = Button(_("Copy the report"), icon="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        go_on = Button(_("Go on working"), kind="primary")
        go_on.clicked.connect(self.accept)
        self.add(copy)
        self.add(go_on)
        go_on.setFocus()


def crash_report(error: BaseException) -> str:
    """What a programmer needs: where, and on what; never the values of variables, which may be answers or names."""
    lines = [
        f"inspector {__version__}",
        f"{platform.platform()} · Python {platform.python_version()}",
        f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}",
        "",
        *(line.rstrip("\n") for line in traceback.format_exception(error)),
    ]
    return "\n".join(lines)


def save_report(report: str, folder: Path) -> Path | None:
    """Keep a report beside the data; None when even that is refused."""
    path = folder / "reports" / f"crash-{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report, encoding="utf-8")
    except OSError:
        log.exception("the report could not be saved")
        return None
    return path


class CrashCatcher:
    """Turns every exception that nobody caught into one crash window; more of them while it is open are only saved."""

    def __init__(self, folder: Path, parent: Callable[[], QWidget | None]) -> None:
        self._folder, self._parent = folder, parent
        self._open = False

    def install(self) -> None:
        """Catch what Python could not hand to anybody."""
        sys.excepthook = self._hook

    def caught(self, error: BaseException) -> None:
        """Show and save a bug."""
        report = crash_report(error)
        path = save_report(report, self._folder)
        log.error("a bug", exc_info=error)
        if self._open:
            return
        self._open = True
        window = CrashWindow(report, path, self._parent())
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.finished.connect(self._on_closed)
        window.open()

    def _on_closed(self, _result: int) -> None:
        self._open = False

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.caught(error)
