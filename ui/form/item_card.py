"""One item of a checklist: what is asked, its answer in large segments, its measure, note, finding and photographs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector.history import Past
from inspector.i18n import _
from inspector.model import DISPUTED, Finding
from inspector.visits import Line
from ui import theme
from ui.form.finding_box import FindingBox
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.layout import label, row
from ui.widgets.segments import Segment, Segments

PAUSE_MS = 900
"""What is being typed is journalled after such a pause, so that a lost laptop loses a few letters, not a sentence."""


def limits(line: Line) -> str:
    """The limits of a measured value in words."""
    least, most, unit = line.item.least, line.item.most, line.item.unit
    if least is not None and most is not None:
        return f"{_number(least)} – {_number(most)} {unit}".strip()
    if least is not None:
        return f"≥ {_number(least)} {unit}".strip()
    return f"≤ {_number(most)} {unit}".strip() if most is not None else unit


def _number(value: float | None) -> str:
    return f"{value:g}".replace(".", ",") if value is not None else ""


class ItemCard(QFrame):
    """`answered(value)`, `measured(text)`, `noted(text)`, `picked()` and `wants_photo()` are what a person did."""

    answered = Signal(str)
    measured = Signal(str)
    noted = Signal(str)
    picked = Signal()
    wants_photo = Signal()
    same_wanted = Signal()
    go_on = Signal()

    def __init__(self, line: Line, past: Sequence[Past] = (), *, photos: bool = True) -> None:
        super().__init__()
        self.line = line
        self.past = tuple(past)
        self._photos = photos
        self._finding: Finding | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.keep_typed)
        self.setProperty("card", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.setSpacing(12)
        code = label(line.item.code, "code")
        code.setFixedWidth(84)
        whole.addWidget(code, 0, Qt.AlignmentFlag.AlignTop)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(10)
        whole.addLayout(self._lines, 1)
        self.text = label(line.item.text, wrap=True)
        self._lines.addWidget(self.text)
        self.segments = Segments(
            [
                Segment("pass", _("Pass"), "pass", "check", "1"),
                Segment("fail", _("Fail"), "fail", "cross", "2"),
                Segment("na", _("Not applicable"), "na", "dash", "3"),
            ],
            label=line.item.text,
        )
        self.segments.chosen.connect(self._on_answer)
        self.segments.cleared.connect(lambda: self._on_answer(""))
        self.unsaved = Chip(_("not saved"), "warn", "warn")
        self.unsaved.hide()
        self.disputed = Chip(_("two laptops differ"), "warn", "disagreement")
        self.disputed.hide()
        self._lines.addLayout(row(self.segments, self.disputed, self.unsaved, None))
        self._measure()
        self.note = QLineEdit()
        self.note.setAccessibleName(_("Note"))
        self.note.setPlaceholderText(_("Note"))
        self.note.editingFinished.connect(self._on_note)
        self.note.returnPressed.connect(self.go_on)
        self.note.textEdited.connect(lambda _text: self._pause.start())
        self.note.installEventFilter(self)
        self._lines.addWidget(self.note)
        self.finding = FindingBox(photos=photos)
        self.finding.wants_photo.connect(self.wants_photo)
        self.finding.phrase.connect(self._add_phrase)
        self.finding.hide()
        self._lines.addWidget(self.finding)
        self.show_line(line)
        self.segments.show_keys(False)
        self.setAccessibleName(f"{line.item.code} {line.item.text}")

    def _measure(self) -> None:
        item = self.line.item
        self.measure = QLineEdit()
        self.measure.setFixedWidth(110)
        self.measure.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.measure.setAccessibleName(item.measure_label or _("Measured"))
        self.measure.editingFinished.connect(self._on_measure)
        self.measure.returnPressed.connect(self.go_on)
        self.measure.textEdited.connect(lambda _text: self._on_typed())
        self.measure.installEventFilter(self)
        self.hint = Chip("", "plain")
        self.former = Button("", kind="quiet", keys="=")
        self.former.clicked.connect(self.same_wanted)
        self.former.hide()
        self._measure_name = label(item.measure_label or _("Measured"), "second", wrap=True)
        self._measure_name.setMinimumWidth(90)
        holder = QWidget()
        holder.setLayout(
            row(
                self._measure_name,
                self.measure,
                label(item.unit, "second"),
                self.hint,
                None,
            )
        )
        self._measuring = holder
        self._lines.addWidget(holder)
        if not item.measure:
            holder.hide()
        if self.past:
            last = self.past[0]
            self.former.say(_("last time {date}: {value}").format(date=_day(last.date), value=words(last.value)))
            self._lines.addLayout(row(self.former, None))
            self.former.show()

    def show_line(self, line: Line, finding: Finding | None = None, phrases: Sequence[str] = ()) -> None:
        """Show what stands; a field in which the person types is left alone."""
        self.line = line
        self.disputed.setVisible(line.value == DISPUTED)
        self.segments.set_value(line.value if line.value in ("pass", "fail", "na") else None)
        if not self.measure.hasFocus():
            self.measure.setText(line.measured.replace(".", ","))
        if not self.note.hasFocus():
            self.note.setText(line.note)
        self._finding = finding
        self.finding.setVisible(line.fails)
        if line.fails:
            self.finding.show_finding(finding, line.photos, phrases)
        self.note.setVisible(bool(line.note) or line.fails or self.note.hasFocus())
        self._judge()

    def set_current(self, current: bool) -> None:
        """Mark the item that the keys act on."""
        self.setProperty("card", "current" if current else "true")
        self.segments.show_keys(current)
        font = self.text.font()
        font.setBold(current)
        self.text.setFont(font)
        theme.restyle(self)

    def open_note(self) -> None:
        """Write a note."""
        self.note.show()
        self.note.setFocus()

    def open_measure(self) -> None:
        """Type the measured value."""
        if self.line.item.measure:
            self.measure.setFocus()
            self.measure.selectAll()

    def set_unsaved(self, unsaved: bool) -> None:
        """Say that what was typed here is not on the disk yet."""
        self.unsaved.setVisible(unsaved)

    def keep_typed(self) -> None:
        """Journal what stands in the fields, typed to its end or not."""
        self._pause.stop()
        self._on_measure()
        self._on_note()

    def _on_typed(self) -> None:
        self._judge()
        self._pause.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.picked.emit()
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.picked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        super().mousePressEvent(event)

    def _on_answer(self, value: str) -> None:
        self.picked.emit()
        self.finding.setVisible(value in self.line.item.fails_on and bool(value))
        self.note.setVisible(value in self.line.item.fails_on or bool(self.line.note))
        self.answered.emit(value)

    def _on_measure(self) -> None:
        text = self.measure.text().strip().replace(",", ".")
        if text != self.line.measured:
            self.measured.emit(text)

    def _on_note(self) -> None:
        if self.note.text().strip() != self.line.note:
            self.noted.emit(self.note.text().strip())

    def _add_phrase(self, phrase: str) -> None:
        text = self.note.text().strip()
        self.note.setText(f"{text}, {phrase}" if text else phrase[:1].upper() + phrase[1:])
        self._on_note()

    def _judge(self) -> None:
        text = self.measure.text().strip().replace(",", ".")
        if text and self.line.item.outside(text):
            self.hint.say(_("outside {limits}").format(limits=limits(self.line)), "fail", "cross")
        else:
            self.hint.say(limits(self.line) or "–", "plain", None)
        self.hint.setVisible(bool(limits(self.line)))


def words(value: str) -> str:
    """An answer in words."""
    return {"pass": _("Pass"), "fail": _("Fail"), "na": _("Not applicable")}.get(value, value)


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-")))
