"""One item of a checklist: what is asked, its answer, its measured value with the limits, note, finding and photographs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector.history import Past
from inspector.i18n import _
from inspector.model import DISPUTED, Finding
from inspector.visits import Line
from ui import theme
from ui.form import editors
from ui.form.editors.base import PAUSE_MS, Asked, Editor, Tools
from ui.form.editors.choice import SegmentsEditor
from ui.form.editors.moment import day_words
from ui.form.editors.number import plain
from ui.form.finding_box import FindingBox
from ui.form.row_card import RowCard
from ui.widgets.button import Button
from ui.widgets.chip import Chip, ChipButton
from ui.widgets.figures import figure, limits
from ui.widgets.layout import FlowLayout, label
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from inspector.form import Node

CODE_WIDTH = 72
NAME_WIDTH = 250
"""The name of a measure stands in so many pixels, on two lines when it must."""


def _measured_as(line: Line) -> tuple[bool, str, str]:
    return bool(line.item.measure), line.item.measure_label, line.item.unit


def words(value: str) -> str:
    """An answer in words."""
    return {"pass": _("Pass"), "fail": _("Fail"), "na": _("Not applicable")}.get(value, value)


class ItemCard(RowCard):
    """`answered(value)`, `measured(text)`, `noted(text)`, `picked()` and `wants_photo()` are what a person did."""

    answered = Signal(str)
    measured = Signal(str)
    noted = Signal(str)
    wants_photo = Signal()
    photo_opened = Signal(str)
    same_wanted = Signal()
    go_on = Signal()
    opened_finding = Signal()
    """The finding has come to stand here; phrases are wanted."""

    def __init__(self, line: Line, node: Node, past: Sequence[Past] = (), *, tools: Tools | None = None) -> None:
        super().__init__()
        self.line = line
        self.past = tuple(past)
        self.former_measure = ""
        self._tools = tools or Tools()
        self._box: FindingBox | None = None
        self._photos: list[tuple[str, str, str]] = []
        self._note_open = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.keep_typed)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 11, 16, 13)
        whole.setSpacing(0)
        self.code = label(line.item.code, "code", wrap=True)
        self.code.setFixedWidth(CODE_WIDTH)
        self.code.setContentsMargins(0, 2, 0, 0)
        whole.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        whole.addLayout(self._lines, 1)
        self.text = label(line.item.text, wrap=True)
        self._lines.addWidget(self.text)
        self.editor: Editor = editors.made(Asked(node, self._tools))
        self._answer()
        self._measure()
        self.violation = label("", "fail", wrap=True)
        self.violation.hide()
        self._lines.addWidget(self.violation)
        self.show_line(line)
        self.editor.show_keys(False)
        self._show_former(False)

    def take(self, line: Line, node: Node, past: Sequence[Past], tools: Tools, former_measure: str = "") -> bool:
        """
        Ask another item, if it is asked in just the same way; False when it is not, and nothing is changed. A card that
        has been written on otherwise than by its segments stays what it is.
        """
        written = self._box is not None or self._note_open or self._pause.isActive()
        if written or _measured_as(self.line) != _measured_as(line) or not self.editor.take(Asked(node, tools)):
            return False
        self.line, self.past, self.former_measure, self._tools = line, tuple(past), former_measure, tools
        self._photos = []
        self.code.setText(line.item.code)
        self.show_line(line)
        self.set_unsaved(False)
        self.set_current(False)
        return True

    # building

    def _answer(self) -> None:
        self.editor.edited.connect(self._on_answer)
        self.editor.go_on.connect(self.go_on)
        self.watch(*self.editor.stops())
        self.unsaved = Chip(_("not saved, trying again"), "warn", "warn")
        self.disputed = Chip(_("two laptops differ"), "warn", "disagreement")
        self.taken = Chip(_("as last time"), "plain", "equal")
        self.former = Button("", kind="quiet", keys="=")
        self.former.clicked.connect(self.same_wanted)
        answer = FlowLayout() if isinstance(self.editor, SegmentsEditor) else QHBoxLayout()
        answer.addWidget(self.editor)
        for part in (self.disputed, self.unsaved, self.taken):
            part.hide()
            answer.addWidget(part)
        if not self.line.item.measure:
            answer.addWidget(self.former)
        self._lines.addLayout(answer)

    def _measure(self) -> None:
        item = self.line.item
        self.measure = QLineEdit(self)
        if not item.measure:
            self.measure.hide()
            return
        self.hint = Chip("", "plain")
        self.suggest = ChipButton(_("choose: Fail"), "fail", "arrow-right", keys="2")
        self.suggest.clicked.connect(lambda: self.segments.choose("fail"))
        self._measuring = QWidget(self)
        line = FlowLayout(self._measuring, line_spacing=0)
        name = label(item.measure_label or _("Measured"), "second", wrap=True)
        wanted = QFontMetrics(theme.font()).horizontalAdvance(name.text()) + 6
        name.setFixedWidth(max(60, min(NAME_WIDTH, wanted)))
        name.setMinimumHeight(40)
        self.measure.setFixedWidth(84)
        self.measure.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.measure.setAccessibleName(item.measure_label or _("Measured"))
        self.measure.editingFinished.connect(self._on_measure)
        self.measure.returnPressed.connect(self.go_on)
        self.measure.textEdited.connect(lambda _text: self._on_typed())
        line.addWidget(name)
        line.addWidget(self.measure)
        if item.unit:
            unit = label(item.unit, "second")
            unit.setMinimumHeight(40)
            line.addWidget(unit)
        line.addWidget(self.hint)
        line.addWidget(self.suggest)
        self.suggest.hide()
        self.watch(self.measure)
        line.addWidget(self.former)
        self._lines.addWidget(self._measuring)

    @property
    def segments(self) -> Segments:
        """The segments, where the answer is given by them."""
        assert isinstance(self.editor, SegmentsEditor)
        return self.editor.segments

    @property
    def finding(self) -> FindingBox:
        """Note, finding and photographs; made when they are first wanted."""
        if self._box is None:
            box = FindingBox(photos=self._tools.pictures)
            box.hide()
            self._box = box
            self._lines.addWidget(box)
            box.phrase.connect(self._add_phrase)
            box.done.connect(self.setFocus)
            box.strip.wanted.connect(self.wants_photo)
            box.strip.opened.connect(self.photo_opened)
            box.note.setText(self.line.note)
            box.note.editingFinished.connect(self._on_note)
            box.note.returnPressed.connect(self.go_on)
            box.note.textEdited.connect(lambda _text: self._pause.start())
            self.watch(box.note, *box.fields.values())
            box.show_keys(self._keys_act)
        return self._box

    @property
    def note(self) -> QWidget:
        """The field for the note, or the wording of the finding."""
        return self.finding.note

    # showing

    def show_line(
        self,
        line: Line,
        finding: Finding | None = None,
        photos: Sequence[tuple[str, str, str]] | None = None,
        *,
        due: str = "",
    ) -> None:
        """Show what stands; a field in which the person types is left alone."""
        self.line = line
        node = self.editor.node
        self.text.setText((node.label or line.item.text).strip())
        self.setAccessibleName(f"{line.item.code} {self.text.text()}")
        self.disputed.setVisible(line.value == DISPUTED)
        self.taken.setVisible(line.taken)
        self.editor.show_value("" if line.value == DISPUTED else line.value)
        if not self.measure.hasFocus():
            self.measure.setText(figure(line.measured))
        self.violation.setText(line.violation)
        self.violation.setVisible(bool(line.violation) and line.value not in ("", DISPUTED))
        if photos is not None:
            self._photos = list(photos)
        if line.fails or line.note or self._photos or self._box is not None:
            box = self.finding
            box.set_fails(line.fails)
            box.show_finding(finding, self._photos, preset=line.item.severity, due=due)
            if not box.note.hasFocus():
                box.note.setText(line.note)
            self._show_box()
            if line.fails:
                self.opened_finding.emit()
        self._judge()

    def _show_box(self) -> None:
        box = self._box
        if box is None:
            return
        fails = self.line.fails
        noted = bool(self.line.note) or fails or self._note_open or box.note.hasFocus()
        box.note.setVisible(noted)
        box.strip.setVisible(bool(self._photos) or (fails and self._tools.pictures))
        box.setVisible(noted or bool(self._photos))

    def show_node(self) -> None:
        """The form speaks another language, offers other choices or computed another label."""
        self.editor.show_choices()
        self.editor.show_value(self.editor.node.value)
        self.editor.show_keys(self._keys_act)

    def set_current(self, current: bool) -> None:
        super().set_current(current)
        self._show_keys()
        look = "strong" if current else None
        if self.text.property("look") != look:
            self.text.setProperty("look", look)
            theme.restyle(self.text)
        self._show_former(current)

    @property
    def _keys_act(self) -> bool:
        """Whether 1 2 3 and the others do something here: on the current card, while the text is not signed."""
        return self.current and self.isEnabled()

    def _show_keys(self) -> None:
        self.editor.show_keys(self._keys_act)
        if self._box is not None:
            self._box.show_keys(self._keys_act)
        if self.line.item.measure:
            self.suggest.show_keys(self._keys_act)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and self.current:
            self._show_keys()

    def _show_former(self, current: bool) -> None:
        """The answer of the visit before, in grey; the key that takes it where it acts."""
        last = self.past[0] if self.past else None
        differs = last is not None and last.value != self.line.value
        self.former.setVisible(last is not None and (current or differs))
        if last is not None:
            measure = figure(self.former_measure)
            value = " · ".join(part for part in (words(last.value), f"{measure} {self.line.item.unit}".strip()) if part)
            self.former.say(_("before: {value}").format(value=value if measure else words(last.value)))
            self.former.setToolTip(_("last time {date}: {value}").format(date=day_words(last.date), value=value))

    def set_unsaved(self, unsaved: bool) -> None:
        """Say that what was typed here is not on the disk yet."""
        self.unsaved.setVisible(unsaved)

    # what a person does

    def open_note(self) -> None:
        """Write a note."""
        self._note_open = True
        box = self.finding
        self._show_box()
        box.note.setFocus()

    def open_measure(self) -> None:
        """Type the measured value."""
        if self.line.item.measure:
            self.measure.setFocus()
            self.measure.selectAll()

    def keep_typed(self) -> None:
        """Journal what stands in the fields, typed to its end or not."""
        self._pause.stop()
        self.editor.keep_typed()
        self._on_measure()
        self._on_note()

    def _on_typed(self) -> None:
        self._judge()
        self._pause.start()

    def _on_answer(self, value: str) -> None:
        self.picked.emit()
        self.answered.emit(value)

    def _on_measure(self) -> None:
        text = plain(self.measure.text().strip())
        if text != self.line.measured and self.line.item.measure:
            self.measured.emit(text)

    def _on_note(self) -> None:
        if self._box is not None and self._box.note.text().strip() != self.line.note:
            self.noted.emit(self._box.note.text().strip())

    def _add_phrase(self, phrase: str) -> None:
        note = self.finding.note
        text = note.text().strip().rstrip(".")
        note.setText(f"{text}, {phrase}" if text else phrase[:1].upper() + phrase[1:])
        self._on_note()

    def _judge(self) -> None:
        """A value outside the limits is said, and Fail is suggested; the person decides."""
        item = self.line.item
        if not item.measure:
            return
        text = plain(self.measure.text().strip())
        said = limits(self.line.item.least, self.line.item.most, self.line.item.unit)
        outside = bool(text) and item.outside(text)
        if outside:
            self.hint.say(_("outside {limits}").format(limits=said), "fail", "cross")
        else:
            self.hint.say(said, "plain", None)
        self.hint.setVisible(bool(said))
        self.suggest.setVisible(outside and "fail" in item.fails_on and self.line.value != "fail")
        state = "fail" if outside else ""
        if (self.measure.property("state") or "") != state:
            self.measure.setProperty("state", state)
            theme.restyle(self.measure)
