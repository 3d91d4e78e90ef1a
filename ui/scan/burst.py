"""
A hand scanner types like a person, only faster: this tells the two apart, anywhere in the window.

The first key of a burst goes through at once, so nobody who types waits. A key that follows within the limit is held
back; when the pause grows longer the held keys are given back in order, and when Enter or Tab ends six or more of them
they may be a scanner's: the text is announced, and the first key is taken out of its field again. Once a scanner was
used here, the first key waits too where it would be a command and not a letter in a field.

Programs that keep passwords or phrases type like scanners. So in a field, and wherever another dialog stands before the
window, a burst is taken only when it is a tag; else it is given back, and its Enter acts as typed. A field for secrets,
or one into which codes are scanned, keeps every key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

LIMIT_MS: Final = 35
LEAST: Final = 6
SCANNED_INTO: Final = "scannedInto"
"""The property of a field that is meant for what a scanner types."""
_ENDS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_MODIFIERS: Final = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr)
_PLAIN: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_INTERRUPTS: Final = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.FocusOut,
    QEvent.Type.InputMethod,
    QEvent.Type.Hide,
)

Clock = Callable[[QKeyEvent], float]


def moment(event: QKeyEvent) -> float:
    """When a key was pressed, in milliseconds, as the system says it; 0 for a key that came from no keyboard."""
    return float(event.timestamp())


class BurstWatch(QObject):
    """Follows the focus of the whole program; `caught(text)` when a hand scanner typed something."""

    caught = Signal(str)

    def __init__(
        self,
        parent: QObject,
        *,
        clock: Clock = moment,
        limit_ms: int = LIMIT_MS,
        seen_before: bool = False,
        tag: Callable[[str], bool],
        free: Callable[[], bool] = lambda: True,
    ) -> None:
        """`tag`: whether a text is a tag; `free`: whether a burst is a scan wherever it goes into no field."""
        super().__init__(parent)
        self.wary = seen_before
        self._tag, self._free = tag, free
        self._clock, self._limit = clock, limit_ms
        self._watched: QWidget | None = None
        self._text = ""
        self._last = 0.0
        self._held: list[tuple[QWidget, QKeyEvent]] = []
        self._trace: _Trace | None = None
        self._releases: set[int] = set()
        self._giving_back = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setTimerType(Qt.TimerType.PreciseTimer)
        self._pause.setInterval(limit_ms)
        self._pause.timeout.connect(self.give_back)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)
        self._follow(None, application.focusWidget())

    def stop(self) -> None:
        """Watch no longer; held keys are given back."""
        self.give_back()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._follow)
        self._leave()

    def give_back(self) -> None:
        """No burst after all: what was held goes where it was meant to go, in order."""
        self._pause.stop()
        held, self._held = self._held, []
        self._text, self._trace = "", None
        self._giving_back = True
        try:
            for widget, event in held:
                if shiboken6.isValid(widget):
                    _deliver(widget, event)
        finally:
            self._giving_back = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._giving_back or watched is not self._watched or self._watched is None:
            return False
        kind = event.type()
        if isinstance(event, QKeyEvent):
            if _keeps_all(self._watched):
                self.give_back()
                return False
            if kind == QEvent.Type.ShortcutOverride:
                return self._override(self._watched, event)
            if kind == QEvent.Type.KeyPress:
                return self._pressed(self._watched, event)
            return kind == QEvent.Type.KeyRelease and self._released(self._watched, event)
        if kind in _INTERRUPTS and self._text:
            self.give_back()
        return False

    def _override(self, widget: QWidget, event: QKeyEvent) -> bool:
        """A key that would be held must not act as a shortcut first."""
        if self._clock(event) and _letter(event) and (self._follows(event) or self._waits(widget)):
            event.accept()
            return True
        return False

    def _pressed(self, widget: QWidget, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIERS:
            return False
        follows = self._follows(event)
        if _ends(event) and follows and len(self._text) >= LEAST and self._is_scan(widget):
            self._releases.add(event.key())
            self._catch()
            return True
        if not _letter(event) or not self._clock(event):
            self.give_back()
            return False
        if follows:
            self._hold(widget, event)
            return True
        self.give_back()
        self._text, self._last = event.text(), self._clock(event)
        if self._waits(widget):
            self._held.append((widget, event.clone()))
            self._pause.start()
            return True
        self._trace = _Trace(widget)
        return False

    def _hold(self, widget: QWidget, event: QKeyEvent) -> None:
        self._text += event.text()
        self._last = self._clock(event)
        self._held.append((widget, event.clone()))
        self._pause.start()

    def _released(self, widget: QWidget, event: QKeyEvent) -> bool:
        if event.key() in self._releases:
            self._releases.discard(event.key())
            return True
        if any(held.key() == event.key() for _widget, held in self._held):
            self._held.append((widget, event.clone()))
            return True
        return False

    def _catch(self) -> None:
        text, trace = self._text, self._trace
        self._pause.stop()
        released = {held.key() for _widget, held in self._held if held.type() == QEvent.Type.KeyRelease}
        self._releases |= {held.key() for _widget, held in self._held} - released
        self._held, self._text, self._trace = [], "", None
        if trace is not None:
            trace.take_out(text[0])
        self.wary = True
        QTimer.singleShot(0, self, lambda: self.caught.emit(text))

    def _is_scan(self, widget: QWidget) -> bool:
        return (_field_of(widget) is None and self._free()) or self._tag(self._text)

    def _follows(self, event: QKeyEvent) -> bool:
        return bool(self._text) and 0 <= self._clock(event) - self._last < self._limit

    def _waits(self, widget: QWidget) -> bool:
        """Whether even a first key is held: where a scanner is in use and the key might be a command."""
        return self.wary and _field_of(widget) is None

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._giving_back:
            return
        self._leave()
        self._watched = now or QApplication.activeWindow()
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def _leave(self) -> None:
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None


class _Trace:
    """What a field held before the first key of a burst went into it."""

    def __init__(self, widget: QWidget) -> None:
        self._field = _field_of(widget)
        self._chosen = _chosen(self._field)
        self._length = _length(self._field)

    def take_out(self, letter: str) -> None:
        """Put the field back, if the letter did go into it."""
        field = self._field
        if field is None or not shiboken6.isValid(field):
            return
        if _length(field) != self._length - len(self._chosen) + 1:
            return
        if isinstance(field, QLineEdit):
            at = field.cursorPosition()
            if field.text()[at - 1 : at] == letter:
                field.backspace()
                field.insert(self._chosen)
        else:
            cursor = field.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor)
            if cursor.selectedText() == letter:
                cursor.insertText(self._chosen)


Field = QLineEdit | QTextEdit | QPlainTextEdit


def _ends(event: QKeyEvent) -> bool:
    """Whether a key ends a burst: Enter, Tab, or the line feed that some scanners send as Ctrl+J."""
    return (event.key() in _ENDS or event.text() in ("\r", "\n", "\t")) and not event.isAutoRepeat()


def _letter(event: QKeyEvent) -> bool:
    """Whether a key types one plain sign, as scanners do."""
    text = event.text()
    return (
        len(text) == 1
        and text.isascii()
        and text.isprintable()
        and not event.isAutoRepeat()
        and not event.modifiers() & ~_PLAIN
    )


def _field_of(widget: QWidget) -> Field | None:
    """The field that typing into this widget fills."""
    field: QWidget | None = widget
    if isinstance(widget, QComboBox):
        field = widget.lineEdit() if widget.isEditable() else None
    elif widget.inherits("QAbstractSpinBox"):
        field = widget.findChild(QLineEdit)
    if not isinstance(field, QLineEdit | QTextEdit | QPlainTextEdit) or field.isReadOnly():
        return None
    return field


def _keeps_all(widget: QWidget) -> bool:
    field = _field_of(widget)
    secret = isinstance(field, QLineEdit) and field.echoMode() != QLineEdit.EchoMode.Normal
    return secret or (field is not None and bool(field.property(SCANNED_INTO)))


def _length(field: Field | None) -> int:
    if field is None:
        return -1
    return len(field.text()) if isinstance(field, QLineEdit) else field.document().characterCount()


def _chosen(field: Field | None) -> str:
    if field is None:
        return ""
    return field.selectedText() if isinstance(field, QLineEdit) else field.textCursor().selectedText()


def _deliver(widget: QWidget, event: QKeyEvent) -> None:
    """Give a key to a widget as the system would: it may claim it, else a shortcut takes it, else it is pressed."""
    if event.type() == QEvent.Type.KeyPress:
        claim = QKeyEvent(QEvent.Type.ShortcutOverride, event.key(), event.modifiers(), event.text())
        claim.ignore()
        QCoreApplication.sendEvent(widget, claim)
        if not claim.isAccepted() and _run_shortcut(widget, event):
            return
    QCoreApplication.sendEvent(widget, event)


def _run_shortcut(widget: QWidget, event: QKeyEvent) -> bool:
    """Run the shortcut of this key that is in force where the focus is."""
    keys = QKeySequence(event.keyCombination())
    window = widget.window()
    near = (Qt.ShortcutContext.WidgetShortcut, Qt.ShortcutContext.WidgetWithChildrenShortcut)
    owner: QWidget | None = widget
    while owner is not None:
        for shortcut in owner.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
            local = shortcut.context() in near
            in_force = owner is widget or shortcut.context() != Qt.ShortcutContext.WidgetShortcut
            if shortcut.key() == keys and shortcut.isEnabled() and (in_force or not local):
                shortcut.activated.emit()
                return True
        for action in owner.actions():
            if isinstance(action, QAction) and keys in action.shortcuts() and action.isEnabled():
                action.trigger()
                return True
        owner = owner.parentWidget() if owner is not window else None
    return False
