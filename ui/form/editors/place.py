"""Positions: typed in decimals or degrees, taken from the site, or from a photograph; lines and areas point by point."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.datatypes import kind_of
from inspector.i18n import _
from inspector.stationlist.coordinates import pair
from ui.form.editors.base import Asked, Editor, TypedEditor
from ui.form.editors.number import beside
from ui.widgets.button import Button
from ui.widgets.growing_text import GrowingText
from ui.widgets.layout import label, row


def point(typed: str) -> str | None:
    """`19,8072 105,7764`, `19.8072, 105.7764` or `19°48'26"N 105°46'35"E` as a geopoint; None when it is none."""
    canonical = kind_of("geopoint").canonical(typed.replace(",", " ") if typed.count(",") == 1 else typed)
    if canonical:
        return canonical
    found = pair(typed)
    return kind_of("geopoint").canonical(f"{found[0]} {found[1]}") if found is not None else None


class PlaceEditor(TypedEditor):
    """One position."""

    field_width = 240

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.field.setPlaceholderText(_("19.8072, 105.7764"))
        buttons = []
        if asked.tools.site_place is not None:
            site = Button(_("Of the site"), kind="quiet", icon="site")
            site.clicked.connect(lambda: self._put(*asked.tools.site_place))
            buttons.append(site)
        if asked.tools.picture_place is not None and asked.tools.pictures:
            picture = Button(_("From a photo"), kind="quiet", icon="photo")
            picture.clicked.connect(lambda: asked.tools.picture_place(self._put))
            buttons.append(picture)
        beside(self, *reversed(buttons))

    def parse(self, typed: str) -> str | None:
        if not typed:
            return ""
        return self.shown if typed == self.words(self.shown) else point(typed)

    def words(self, text: str) -> str:
        return kind_of("geopoint").words(text)

    def wrong(self) -> str:
        return _("Write latitude and longitude, for example 19.8072, 105.7764.")

    def _put(self, latitude: float, longitude: float) -> None:
        self.put(kind_of("geopoint").canonical(f"{latitude} {longitude}"))


class PathEditor(Editor):
    """A line or an area: one position a line; an area is closed by itself."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._area = asked.node.definition.type == "geoshape"
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        self.field = GrowingText(lines=3, enter_leaves=False)
        self.field.setAccessibleName(asked.node.label or asked.node.local)
        self.field.setPlaceholderText(_("One position a line, for example 19.8072, 105.7764"))
        self.field.editingFinished.connect(self.keep_typed)
        whole.addWidget(self.field)
        self.problem = label("", "fail", wrap=True)
        self.problem.hide()
        whole.addWidget(self.problem)
        if asked.tools.site_place is not None:
            site = Button(_("Add the position of the site"), kind="quiet", icon="site")
            site.clicked.connect(self._add_site)
            whole.addLayout(row(site, None), 0)
            whole.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.show_value(asked.node.value)

    def show_value(self, text: str) -> None:
        super().show_value(text)
        if not self.field.hasFocus():
            points = [part for part in text.split(";") if part.strip()]
            if self._area and len(points) > 1:
                points = points[:-1]
            self.field.setText("\n".join(kind_of("geopoint").words(part) for part in points))

    def stops(self) -> list[QWidget]:
        return [self.field]

    def keep_typed(self) -> None:
        lines = [line for line in self.field.text().splitlines() if line.strip()]
        points = [point(line.strip()) for line in lines]
        wrong = next((at for at, one in enumerate(points) if one is None), None)
        least = 3 if self._area else 2
        if wrong is not None:
            self._say_wrong(_("Line {n} is no position.").format(n=wrong + 1))
            return
        if points and len(points) < least:
            self._say_wrong(_("At least {n} positions are needed.").format(n=least))
            return
        self._say_wrong("")
        known = [one for one in points if one]
        if self._area and known:
            known.append(known[0])
        self.say(kind_of(self.node.definition.type).canonical(";".join(known)))

    def _say_wrong(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _add_site(self) -> None:
        place = self.asked.tools.site_place
        if place is not None:
            text = self.field.text().rstrip()
            self.field.setText(f"{text}\n{place[0]}, {place[1]}".strip())
            self.keep_typed()
