"""What a widget paints in words: those that stand there whole, a line each."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from ui.widgets import paint


def lines(widget: QWidget, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """The lines that are painted when the widget is drawn now, and whether each is there without an ellipsis."""
    found: list[tuple[str, bool]] = []
    before = paint.text

    def text(painter: QPainter, rect: QRectF, words: str, colour: str, font: QFont, *how: Any) -> None:
        found.append((words, QFontMetrics(font).horizontalAdvance(words) <= rect.width() + 1))
        before(painter, rect, words, colour, font, *how)

    with monkeypatch.context() as patched:
        patched.setattr(paint, "text", text)
        widget.grab()
    return found


def whole(widget: QWidget, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that are painted without an ellipsis when the widget is drawn now."""
    return [words for words, all_there in lines(widget, monkeypatch) if all_there]
