"""A code that is scanned with the camera, read with a hand scanner, or typed."""

from __future__ import annotations

from inspector.datatypes import nfc
from inspector.i18n import _
from ui.form.editors.base import Asked, TypedEditor
from ui.form.editors.number import beside
from ui.scan.burst import SCANNED_INTO
from ui.widgets.button import Button


class BarcodeEditor(TypedEditor):
    """The code as text."""

    field_width = 240

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.field.setProperty(SCANNED_INTO, True)
        scan = asked.tools.scan
        if scan is not None:
            button = Button(_("Scan"), icon="scan")
            button.clicked.connect(lambda: scan(self.put))
            beside(self, button)

    def parse(self, typed: str) -> str | None:
        return nfc(typed)
