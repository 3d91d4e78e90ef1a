"""A number between two ends, dragged or typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider, QWidget

from inspector.datatypes import kind_of
from inspector.i18n import _
from ui.form.editors.base import Asked, TypedEditor
from ui.form.editors.number import plain
from ui.widgets.layout import label


def _number(text: str, fallback: float) -> float:
    try:
        return float(text)
    except ValueError:
        return fallback


class SliderEditor(TypedEditor):
    """A slider with its ends written beside it, and a field for those who know the number."""

    field_width = 90

    def __init__(self, asked: Asked) -> None:
        control = asked.node.definition.control
        said = dict(control.attributes) if control else {}
        self.low, self.high = (control.limits if control else None) or (0.0, 10.0)
        self.step = abs(_number(said.get("step", "1"), 1.0)) or 1.0
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, round((self.high - self.low) / self.step))
        self.slider.setAccessibleName(asked.node.label or asked.node.local)
        self.slider.setMinimumHeight(40)
        self.slider.setMinimumWidth(160)
        super().__init__(asked)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.insertWidget(0, label(self.words(str(self.low)), "small"))
        self.line.insertWidget(1, self.slider, 4)
        self.line.insertWidget(2, label(self.words(str(self.high)), "small"))
        self.slider.valueChanged.connect(self._on_moved)

    def parse(self, typed: str) -> str | None:
        if not typed:
            return ""
        number = super().parse(plain(typed))
        return number if number and self.low <= float(number) <= self.high else None

    def words(self, text: str) -> str:
        return kind_of("decimal").words(text)

    def wrong(self) -> str:
        return _("Between {low} and {high}.").format(low=self.words(str(self.low)), high=self.words(str(self.high)))

    def show_value(self, text: str) -> None:
        super().show_value(text)
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(round((_number(text, self.low) - self.low) / self.step))
        self.slider.blockSignals(blocked)

    def stops(self) -> list[QWidget]:
        return [self.slider, self.field]

    def begin(self) -> bool:
        self.slider.setFocus()
        return True

    def _on_moved(self, place: int) -> None:
        value = round(self.low + place * self.step, 6)
        text = kind_of(self.node.definition.type).canonical(f"{value:g}")
        self.field.setText(self.words(text))
        self.say(text)
