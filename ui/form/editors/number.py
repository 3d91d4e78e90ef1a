"""Numbers, written as in Vietnam: a comma before the decimals; a point is understood as well."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inspector.datatypes import kind_of
from inspector.i18n import _
from ui.form.editors.base import Asked, TypedEditor

_GROUPED = re.compile(r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?")


def plain(typed: str) -> str:
    """`1.234,5` and `1234.5` as `1234.5`. One point alone stands before decimals, for people who type it so."""
    text = typed.replace(" ", "").replace(" ", "").replace("−", "-")
    if _GROUPED.fullmatch(text) and ("," in text or text.count(".") > 1):
        text = text.replace(".", "")
    return text.replace(",", ".")


class IntegerEditor(TypedEditor):
    """A whole number."""

    field_width = 130

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)

    def parse(self, typed: str) -> str | None:
        text = plain(typed)
        if text and not re.fullmatch(r"[-+]?\d+(\.0+)?", text):
            return None
        return super().parse(text.partition(".")[0])

    def wrong(self) -> str:
        return _("A whole number is needed, for example 12.")


class DecimalEditor(TypedEditor):
    """A number with decimals."""

    field_width = 130

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)

    def parse(self, typed: str) -> str | None:
        return super().parse(plain(typed))

    def words(self, text: str) -> str:
        return kind_of("decimal").words(text)

    def wrong(self) -> str:
        return _("A number is needed, for example 12,5.")


def beside(editor: TypedEditor, *parts: QWidget) -> None:
    """Put parts behind the field, before what stretches."""
    for part in parts:
        editor.line.insertWidget(editor.line.indexOf(editor.field) + 1, part)
