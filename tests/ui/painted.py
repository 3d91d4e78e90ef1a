"""What a widget paints in words: those that stand there whole, a line each."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from ui.widgets import paint


def whole(widget: QWidget, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that are painted without an ellipsis when the widget is drawn now."""
    found: list[str] = []
    before = paint.text

    def text(painter: QPainter, rect: QRectF, words: str, colour: str, font: QFont, *how: Any) -> None:
        if QFontMetrics(font).horizontalAdvance(words) <= rect.width() + 1:
            found.append(words)
        before(painter, rect, words, colour, font, *how)

    with monkeypatch.context() as patched:
        patched.setattr(paint, "text", text)
        widget.grab()
    return found
