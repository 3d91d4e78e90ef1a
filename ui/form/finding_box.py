"""
The finding that a failed item opens in place: its state in chips that are changed where they stand, its wording with
phrases that learn, and its photographs. On an item that does not fail it holds the note and the photographs alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector.findings import SEVERITIES
from inspector.i18n import N_, _
from inspector.model import Finding
from ui import theme
from ui.form.editors.moment import day_words, read_date
from ui.form.photo_strip import PhotoStrip
from ui.widgets.button import Button
from ui.widgets.chip import ChipButton
from ui.widgets.growing_text import GrowingText
from ui.widgets.layout import FlowLayout, clear, label
from ui.widgets.segments import Segment, Segments

TONES = {"critical": "fail", "major": "fail", "minor": "warn"}
FIELDS = {
    "due": ("H", N_("Deadline"), N_("Deadline {value}")),
    "in_charge": ("G", N_("In charge"), N_("In charge: {value}")),
    "remedy": ("B", N_("Remedy"), N_("Remedy: {value}")),
}
KEYS = {"severity": "L", **{name: keys for name, (keys, _words, _said) in FIELDS.items()}, "on_the_spot": "K"}
"""Keys that act on the card of a failed item: severity, deadline, in charge, remedy, remedied on the spot."""


class FindingBox(QFrame):
    """`edited(field, value)` when a person completes the finding; `judged(severity, reason)` when they judge otherwise."""

    edited = Signal(str, str)
    judged = Signal(str, str)
    phrase = Signal(str)
    done = Signal()
    """The person is through with a field of it; the focus goes back to the card."""

    def __init__(self, *, photos: bool) -> None:
        super().__init__()
        self._fails = False
        self._preset = self._severity = ""
        self._shown: dict[str, str] = dict.fromkeys(FIELDS, "")
        self._texts: tuple[str, ...] | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        self._whole = whole
        self._head()
        self._editing()
        self.note = GrowingText()
        self.note.setAccessibleName(_("Note"))
        self.note.setPlaceholderText(_("Note"))
        whole.addWidget(self.note)
        self.phrases = QWidget()
        self._phrases = FlowLayout(self.phrases, spacing=6, line_spacing=-8)
        self.phrases.hide()
        whole.addWidget(self.phrases)
        self.strip = PhotoStrip(adds=photos)
        whole.addWidget(self.strip)
        self.secret = label(_("No photos are taken for state secrets; write in neutral words."), "small", wrap=True)
        self.secret.setVisible(not photos)
        whole.addWidget(self.secret)
        self._photos = photos
        self.set_fails(False)

    @property
    def add(self) -> QWidget:
        """The tile that adds a photograph; never in sight where none are taken."""
        return self.strip.add if self.strip.add is not None else self._no_tile

    def _head(self) -> None:
        self.head = QWidget()
        flow = FlowLayout(self.head, spacing=6, line_spacing=-8)
        title = label(_("Finding"), "strong")
        title.setMinimumHeight(40)
        flow.addWidget(title)
        self.severity = ChipButton("", "warn", keys=KEYS["severity"])
        self.severity.clicked.connect(lambda: self.open_field("severity"))
        self.chips: dict[str, ChipButton] = {}
        self.on_the_spot = ChipButton(
            _("Remedied on the spot"), "plain", "square", checkable=True, keys=KEYS["on_the_spot"]
        )
        self.on_the_spot.clicked.connect(self._on_spot)
        for name, (keys, _words, _said) in FIELDS.items():
            chip = ChipButton("", "plain", keys=keys, folds=True)
            chip.clicked.connect(partial(self.open_field, name))
            self.chips[name] = chip
        due, in_charge, remedy = self.chips.values()
        for chip in (self.severity, due, in_charge, self.on_the_spot, remedy):
            flow.addWidget(chip)
        self._whole.addWidget(self.head)
        self._no_tile = QWidget(self)
        self._no_tile.hide()

    def _editing(self) -> None:
        self._edit = QWidget()
        line = QHBoxLayout(self._edit)
        line.setContentsMargins(0, 0, 0, 6)
        line.setSpacing(8)
        self.fields: dict[str, QLineEdit] = {}
        for name, (_keys, words, _said) in FIELDS.items():
            field = QLineEdit()
            field.setAccessibleName(_(words))
            field.setPlaceholderText(_("dd/mm/yyyy") if name == "due" else _(words))
            field.editingFinished.connect(partial(self._on_edited, name))
            field.returnPressed.connect(partial(self._close_field, name))
            if name == "due":
                field.setMaximumWidth(160)
            field.hide()
            self.fields[name] = field
            line.addWidget(field)
        self.severities = Segments(
            [
                Segment(str(key), _(words), TONES[str(key)], None, str(at + 1))
                for at, (key, words) in enumerate(SEVERITIES.items())
            ],
            label=_("Severity"),
        )
        self.severities.chosen.connect(self._on_severity)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason for another severity"))
        self.reason.setPlaceholderText(_("Why is it more or less serious here?"))
        self.reason.returnPressed.connect(self._judge)
        self.judge = Button(_("Change"), kind="plain")
        self.judge.clicked.connect(self._judge)
        for part in (self.severities, self.reason, self.judge):
            part.hide()
            line.addWidget(part)
        line.addStretch(0)
        self._edit.hide()
        self._whole.addWidget(self._edit)

    # what stands

    def set_fails(self, fails: bool) -> None:
        """Be a finding, or only the place of note and photographs."""
        if fails == self._fails and self.property("box"):
            return
        self._fails = fails
        self.setProperty("box", "finding" if fails else "plain")
        self.setProperty("card", "fail" if fails else "")
        self._whole.setContentsMargins(*((14, 2, 12, 10) if fails else (0, 0, 0, 0)))
        self.head.setVisible(fails)
        self.note.setPlaceholderText(_("What is wrong, in one sentence") if fails else _("Note"))
        if not fails:
            self._edit.hide()
            self.phrases.hide()
        self.secret.setVisible(fails and not self._photos)
        theme.restyle(self)

    def show_finding(
        self, finding: Finding | None, photos: Sequence[tuple[str, str, str]], *, preset: str = "", due: str = ""
    ) -> None:
        """Show what stands of it, or until it has come back from the disk what the checklist presets."""
        self._preset = preset
        self._severity = (finding.severity if finding else "") or preset
        self.severity.setVisible(bool(self._severity))
        if self._severity:
            words = SEVERITIES.get(self._severity, self._severity)
            self.severity.say(_(words), TONES.get(self._severity, "plain"), "warn")
            reason = finding.severity_reason if finding else ""
            self.severity.setToolTip(reason or _("Set by the checklist; changed with a reason."))
        spot = bool(finding and finding.on_the_spot)
        self.on_the_spot.setChecked(spot)
        self.on_the_spot.say(_("Remedied on the spot"), sign="check" if spot else "square")
        self._shown = {
            "remedy": finding.remedy if finding else "",
            "in_charge": finding.in_charge if finding else "",
            "due": (finding.due if finding else "") or due,
        }
        for name, value in self._shown.items():
            self._show_chip(name, value)
            if not self.fields[name].hasFocus():
                self.fields[name].setText(day_words(value) if name == "due" else value)
        self.strip.show_photos(photos)

    def _show_chip(self, name: str, value: str) -> None:
        _keys, words, said = FIELDS[name]
        shown = day_words(value) if name == "due" else value
        self.chips[name].say(_(said).format(value=shown) if value else f"+ {_(words)}")
        self.chips[name].setToolTip(shown)

    def show_phrases(self, phrases: Sequence[str]) -> None:
        """Offer these pieces of sentences."""
        if self._texts == tuple(phrases):
            self.phrases.setVisible(self._fails and bool(phrases))
            return
        self._texts = tuple(phrases)
        clear(self._phrases)
        for text in phrases:
            chip = ChipButton(f"+ {text}", "brand", folds=True)
            chip.clicked.connect(partial(self.phrase.emit, text))
            self._phrases.addWidget(chip)
        self.phrases.setVisible(self._fails and bool(phrases))

    def offer_in_charge(self, names: Sequence[str]) -> None:
        """Complete who is in charge from who was before."""
        completer = QCompleter(list(names), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.fields["in_charge"].setCompleter(completer)

    def show_keys(self, shown: bool) -> None:
        """Key caps on the current card only."""
        for chip in (self.severity, self.on_the_spot, *self.chips.values()):
            chip.show_keys(shown)

    # what a person does

    def open_field(self, name: str, _checked: bool = False) -> None:
        """Open one part of it to be written, below the chips."""
        if not self._fails:
            return
        if name == "on_the_spot":
            self.on_the_spot.click()
            return
        for known, field in self.fields.items():
            field.setVisible(known == name)
        for part in (self.severities, self.reason, self.judge):
            part.setVisible(name == "severity")
        self._edit.show()
        if name == "severity":
            self.severities.set_value(self._severity)
            self.reason.clear()
            self._on_severity(self._severity)
            self.severities.button(self._severity or "minor").setFocus()
        else:
            self.fields[name].setFocus()
            self.fields[name].selectAll()

    def _close_field(self, name: str) -> None:
        self._on_edited(name)
        if self.fields[name].property("state") != "fail":
            self._edit.hide()
            self.done.emit()

    def _on_severity(self, severity: str) -> None:
        needs = severity != self._preset
        self.reason.setVisible(needs)
        if severity == self._severity:
            self.judge.setVisible(False)
            self.reason.setVisible(False)
        elif needs:
            self.judge.setVisible(True)
            self.reason.setFocus()
        else:
            self._judge()

    def _judge(self) -> None:
        severity = self.severities.value or ""
        if severity != self._preset and not self.reason.text().strip():
            self.reason.setProperty("state", "fail")
            theme.restyle(self.reason)
            self.reason.setFocus()
            return
        self.reason.setProperty("state", "")
        theme.restyle(self.reason)
        self.judged.emit(severity, self.reason.text().strip())
        self._edit.hide()
        self.done.emit()

    def _on_spot(self, on: bool) -> None:
        self.on_the_spot.say(_("Remedied on the spot"), sign="check" if on else "square")
        self.edited.emit("on_the_spot", "yes" if on else "")

    def _on_edited(self, name: str) -> None:
        field = self.fields[name]
        text = field.text().strip()
        wrong = False
        if name == "due" and text:
            read = read_date(text)
            wrong = read is None
            text = read or ""
        if bool(field.property("state")) != wrong:
            field.setProperty("state", "fail" if wrong else "")
            theme.restyle(field)
        if wrong or text == self._shown.get(name, ""):
            return
        self._shown[name] = text
        self._show_chip(name, text)
        self.edited.emit(name, text)
