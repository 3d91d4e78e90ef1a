"""The finding that a failed item opens in place: severity, deadline, remedy, who, on the spot, phrases, photographs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from inspector.findings import SEVERITIES
from inspector.i18n import _
from inspector.model import Finding, Photo
from ui.widgets.button import Button
from ui.widgets.chip import Chip, ChipButton
from ui.widgets.layout import FlowLayout, clear, label, row

THUMB = QSize(96, 72)
PHRASE = 32
TONES = {"critical": "fail", "major": "warn", "minor": "plain"}


class FindingBox(QFrame):
    """`edited(field, value)` when a person completes the finding."""

    edited = Signal(str, str)
    phrase = Signal(str)
    wants_photo = Signal()

    def __init__(self, *, photos: bool) -> None:
        super().__init__()
        self.setProperty("card", "fail")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 10, 14, 12)
        whole.setSpacing(10)
        self.severity = Chip("", "warn")
        self.on_the_spot = QCheckBox(_("Remedied on the spot"))
        self.on_the_spot.clicked.connect(lambda on: self.edited.emit("on_the_spot", "yes" if on else ""))
        whole.addLayout(row(label(_("Finding"), "strong"), self.severity, 8, self.on_the_spot, None))
        self.phrases = QWidget()
        self._phrases = FlowLayout(self.phrases)
        whole.addWidget(self.phrases)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        self.fields: dict[str, QLineEdit] = {}
        for place, (name, words) in enumerate(
            (("remedy", _("Remedy")), ("in_charge", _("In charge")), ("due", _("Deadline")))
        ):
            field = QLineEdit()
            field.setAccessibleName(words)
            field.editingFinished.connect(partial(self._on_edited, name))
            if name == "due":
                field.setPlaceholderText(_("dd/mm/yyyy"))
            self.fields[name] = field
            grid.addWidget(label(words, "second"), place, 0)
            grid.addWidget(field, place, 1)
        whole.addLayout(grid)
        self._strip = QWidget()
        self._photos = FlowLayout(self._strip)
        whole.addWidget(self._strip)
        self.add = Button(_("Photo…"), icon="photo", keys="P")
        self.add.clicked.connect(self.wants_photo)
        if not photos:
            self.add.hide()
        self.secret = label(
            _("No photographs are taken for state secrets; write in neutral words."), "small", wrap=True
        )
        if photos:
            self.secret.hide()
        whole.addWidget(self.secret)
        whole.addLayout(row(self.add, None))
        self._shown: dict[str, str] = {}
        self._thumbs: dict[str, QLabel] = {}

    def show_finding(self, finding: Finding | None, photos: Sequence[Photo], phrases: Sequence[str]) -> None:
        """Show what stands of it; fields in which the person types are left alone."""
        severity = finding.severity if finding else ""
        self.severity.setVisible(bool(severity))
        self.severity.say(_(SEVERITIES.get(severity, severity)) if severity else "", TONES.get(severity, "plain"))  # type: ignore[call-overload]
        self.on_the_spot.setChecked(bool(finding and finding.on_the_spot))
        due = "/".join(reversed((finding.due if finding else "").split("-")))
        self._shown = {
            "remedy": finding.remedy if finding else "",
            "in_charge": finding.in_charge if finding else "",
            "due": due,
        }
        for name, field in self.fields.items():
            if not field.hasFocus():
                field.setText(self._shown[name])
        clear(self._phrases)
        for text in phrases:
            chip = ChipButton(f"+ {text}" if len(text) <= PHRASE else f"+ {text[:PHRASE].rstrip()}…", "brand")
            chip.setToolTip(text)
            chip.clicked.connect(partial(self.phrase.emit, text))
            self._phrases.addWidget(chip)
        self.phrases.setVisible(bool(phrases))
        clear(self._photos)
        self._thumbs = {}
        for photo in photos:
            thumb = QLabel()
            thumb.setFixedSize(THUMB)
            thumb.setAlignment(Qt.AlignmentFlag.AlignCenter)
            thumb.setAccessibleName(photo.name or photo.sha256[:8])
            thumb.setToolTip(photo.name)
            thumb.setProperty("thumb", "true")
            self._thumbs[photo.sha256] = thumb
            self._photos.addWidget(thumb)
        self._strip.setVisible(bool(photos))

    def show_thumbs(self, thumbs: dict[str, bytes]) -> None:
        """Fill in the small pictures when they have been read."""
        for sha256, content in thumbs.items():
            picture = QPixmap()
            if sha256 in self._thumbs and picture.loadFromData(content):
                self._thumbs[sha256].setPixmap(
                    picture.scaled(
                        THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                    )
                )

    def _on_edited(self, name: str) -> None:
        text = self.fields[name].text().strip()
        if text == self._shown.get(name, ""):
            return
        self._shown[name] = text
        if name == "due" and "/" in text:
            parts = text.split("/")
            text = "-".join(part.zfill(2) for part in reversed(parts))
        self.edited.emit(name, text)
