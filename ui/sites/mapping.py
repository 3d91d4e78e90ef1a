"""Which column of a station list holds what: chosen by a person, remembered for lists with the same header."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from inspector.i18n import N_, _
from inspector.stationlist import StationList, Table
from ui.widgets.button import Button
from ui.widgets.layout import fields, hairline, label, row, scrolled
from ui.widgets.on_screen import OnScreen
from ui.widgets.table import Memory

NAME_WIDTH: Final = 212
Mapping = dict[str, dict[str, str]]
FIELDS: Final = {
    "code": N_("Code"),
    "alt_codes": N_("Other codes"),
    "name": N_("Name"),
    "types": N_("Type"),
    "address": N_("Address"),
    "commune": N_("Commune (since 2025)"),
    "old_commune": N_("Former commune"),
    "any_commune": N_("Commune (new or former)"),
    "old_district": N_("Former district"),
    "lat": N_("Latitude"),
    "lon": N_("Longitude"),
    "position": N_("Latitude and longitude in one"),
    "unit": N_("Managing unit"),
    "keeper": N_("Person in charge"),
    "keeper_phone": N_("Telephone"),
    "police_unit": N_("Police in charge"),
    "owner": N_("Owner"),
    "structure": N_("Structure"),
    "tower_type": N_("Kind of mast"),
    "tower_height": N_("Height of mast (m)"),
    "floor_area": N_("Floor area (m²)"),
    "power": N_("Power"),
    "start_date": N_("In service since"),
    "status": N_("Status"),
    "note": N_("Note"),
}


def fingerprint(found: StationList) -> str:
    """The same for lists whose tables have the same titles in the same columns."""
    titles = [[f"{column.letter}={column.header}" for column in table.columns] for table in found.tables]
    return hashlib.sha256(json.dumps(titles, ensure_ascii=False).encode()).hexdigest()[:16]


def remembered(memory: Memory, found: StationList) -> Mapping | None:
    """What a person said about such a list before."""
    try:
        kept = json.loads(str(memory.value(f"columns/{fingerprint(found)}", "") or "{}"))
    except ValueError:
        return None
    if not isinstance(kept, dict):
        return None
    return {str(sheet): {str(key): str(letter) for key, letter in said.items()} for sheet, said in kept.items()} or None


def remember(memory: Memory, found: StationList, said: Mapping) -> None:
    """Keep what a person said about such a list."""
    memory.setValue(f"columns/{fingerprint(found)}", json.dumps(said, ensure_ascii=False))


class MappingDialog(OnScreen):
    """For each of the register's fields the column of the file; `said` holds what differs from what was recognised."""

    def __init__(self, found: StationList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Columns of the list"))
        self.resize(620, 520)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        whole.addWidget(label(_("Columns of the list"), "title"))
        whole.addWidget(label(_("Say for each field in which column of the file it stands."), "second", wrap=True))
        self.boxes: dict[tuple[str, str], QComboBox] = {}
        self._before: dict[tuple[str, str], str] = {}
        self.sheets = QComboBox()
        self.sheets.setAccessibleName(_("Sheet"))
        pages = QStackedWidget()
        for table in found.tables:
            if table.sheet not in {sheet for sheet, _field in self.boxes}:
                self.sheets.addItem(table.sheet)
                pages.addWidget(scrolled(self._sheet(table)))
        self.sheets.currentIndexChanged.connect(pages.setCurrentIndex)
        whole.addLayout(fields((_("Sheet"), self.sheets), name_width=NAME_WIDTH))
        whole.addWidget(hairline())
        whole.addWidget(pages, 1)
        take = Button(_("Read with these columns"), kind="primary")
        take.clicked.connect(self.accept)
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        whole.addLayout(row(None, cancel, take))

    def _sheet(self, table: Table) -> QWidget:
        inside = QWidget()
        lines: list[tuple[str, QWidget]] = []
        held = {column.field: column.letter for column in reversed(table.columns) if column.field}
        for key, name in FIELDS.items():
            box = QComboBox()
            box.setAccessibleName(_(name))
            box.addItem("–", "")
            for column in table.columns:
                box.addItem(f"{column.letter} · {column.header}", column.letter)
            box.setCurrentIndex(max(0, box.findData(held.get(key, ""))))
            self.boxes[table.sheet, key] = box
            self._before[table.sheet, key] = held.get(key, "")
            lines.append((_(name), box))
        form = fields(*lines, name_width=NAME_WIDTH)
        form.setContentsMargins(0, 0, 0, 0)
        inside.setLayout(form)
        return inside

    @property
    def said(self) -> Mapping:
        """By sheet: field and letter ('' for no column), where the person changed something."""
        changed: Mapping = {}
        for (sheet, key), box in self.boxes.items():
            letter = str(box.currentData() or "")
            if letter != self._before[sheet, key]:
                changed.setdefault(sheet, {})[key] = letter
        return changed
