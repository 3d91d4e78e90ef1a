"""Beside the items: what the current one means, its legal basis, and what was found at this site before."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.history import FormerPhoto, Past
from inspector.i18n import _
from inspector.visits import Line
from ui.form.editors.moment import day_words
from ui.form.item_card import words
from ui.form.photo_strip import PhotoStrip
from ui.widgets.charts import Sparkline
from ui.widgets.chip import Chip
from ui.widgets.figures import figure, limits
from ui.widgets.layout import Card, Elided, clear, hairline, label, row, scrolled_plain

TONES = {"pass": ("pass", "check"), "fail": ("fail", "cross"), "na": ("na", "dash")}
SHORT = 10
NARROW, WIDE = 228, 268
AROUND = 44
"""Margins on both sides, and the bar that scrolls."""
GAP = 8


class HelpColumn(Card):
    """Shows one item at a time; `opened(sha256)` when a former photograph is pressed."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.body.setContentsMargins(16, 14, 10, 14)
        inside = QWidget()
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 6, 0)
        self._lines.setSpacing(6)
        self.body.addWidget(scrolled_plain(inside), 1)
        self.strip: PhotoStrip | None = None
        self.shown = ""
        self._room = WIDE

    def set_narrow(self, narrow: bool) -> None:
        """As wide as there is room for it."""
        self.setFixedWidth(NARROW if narrow else WIDE)
        self._room = (NARROW if narrow else WIDE) - AROUND

    def clear(self) -> None:
        """Nothing is asked here."""
        self.shown = ""
        self.strip = None
        clear(self._lines)

    def show_item(
        self,
        line: Line,
        past: Sequence[Past],
        measured: Sequence[Past] = (),
        *,
        guidance: str = "",
        choices: dict[str, str] | None = None,
    ) -> None:
        """Guidance, basis, history with the measured values as a curve."""
        self.clear()
        self.shown = line.path
        said = guidance or line.item.hint
        if said:
            self._lines.addWidget(label(_("Guidance"), "heading"))
            self._lines.addWidget(label(said, "second", wrap=True))
        if line.item.basis or line.item.fails_on:
            self._lines.addSpacing(4)
            self._lines.addWidget(label(_("Legal basis"), "heading"))
            self._lines.addWidget(label(line.item.basis or "–", "second", wrap=True))
            if not line.item.confirmed:
                words = _("to be checked against the original")
                self._lines.addWidget(label(f"⚠ {words}", "warn", wrap=True))
        if self._lines.count():
            self._lines.addSpacing(4)
            self._lines.addWidget(hairline())
        self._history(line, past, measured, choices or {})
        self._lines.addStretch(1)

    def _history(self, line: Line, past: Sequence[Past], measured: Sequence[Past], choices: dict[str, str]) -> None:
        self._lines.addWidget(label(_("At this site"), "heading"))
        if not past and not measured:
            self._lines.addWidget(label(_("This item was not inspected here before."), "second", wrap=True))
            return
        values = {one.visit: one.value for one in measured}
        unit = line.item.unit if len(line.item.unit) <= SHORT else ""
        for one in past[:4]:
            tone, sign = TONES.get(one.value, ("plain", "dot"))
            value = figure(values.get(one.visit, ""))
            said = words(one.value) if one.value in TONES else choices.get(one.value, one.value)
            text = f"{said} · {value} {unit}".rstrip() if value else said
            day = label(f"{one.date[5:7]}/{one.date[:4]}")
            day.setToolTip(day_words(one.date))
            if one.value in TONES:
                chip = Chip(text, tone, sign)
                if day.sizeHint().width() + chip.minimumWidth() + GAP > self._room:
                    self._lines.addWidget(day)
                    self._lines.addLayout(row(chip, None))
                else:
                    self._lines.addLayout(row(day, None, chip))
            else:
                self._lines.addLayout(row(day, 8, Elided(text, "strong"), None))
        self._curve(line, measured)

    def _curve(self, line: Line, measured: Sequence[Past]) -> None:
        points = []
        for one in reversed(measured):
            try:
                points.append(float(one.value))
            except ValueError:
                continue
        with contextlib.suppress(ValueError):
            points.append(float(line.measured))
        if len(points) < 2:
            return
        curve = Sparkline()
        limit = line.item.most if line.item.most is not None else line.item.least
        tone = "fail" if line.item.outside(str(points[-1])) else "brand"
        name = line.item.measure_label or _("Measured")
        said = " · ".join(part for part in (name, limits(line.item.least, line.item.most, line.item.unit)) if part)
        shown = ", ".join(figure(point) for point in points)
        curve.set_values(points, limit=limit, last_tone=tone, says=f"{said}: {shown}")
        self._lines.addSpacing(4)
        self._lines.addWidget(curve)
        self._lines.addWidget(label(said, "small", wrap=True))

    def show_photos(self, photos: Sequence[FormerPhoto]) -> None:
        """The last photographs of this item here."""
        if not photos:
            return
        self.strip = PhotoStrip(adds=False)
        self.strip.opened.connect(self.opened)
        self.strip.show_photos([(one.sha256, f"{one.name} · {day_words(one.date)}", "") for one in photos])
        at = max(0, self._lines.count() - 1)
        self._lines.insertWidget(at, label(_("Last photos"), "heading"))
        self._lines.insertWidget(at + 1, self.strip)
