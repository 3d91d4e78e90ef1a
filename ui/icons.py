"""Icons of the program: one-colour drawings in resources/icons, tinted with the colour that is asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from inspector import paths

SIGNS: Final = {
    "pass": "check",
    "fail": "cross",
    "na": "dash",
    "unanswered": "circle",
    "disagreement": "disagreement",
    "warn": "warn",
}
"""The shape that stands beside a colour, so that colour never stands alone."""


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    return paths.resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def names() -> list[str]:
    """All icons that are shipped."""
    return sorted(path.stem for path in paths.resource("icons").glob("*.svg"))


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, side: int = 20, ratio: float = 1.0) -> QPixmap:
    """The icon as a square picture of `side` logical pixels for a screen of that device pixel ratio."""
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    size = max(1, round(side * ratio))
    picture = QPixmap(QSize(size, size))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, colour: str, *, active: str | None = None, disabled: str | None = None) -> QIcon:
    """The icon for buttons and menus; `active` is its colour when chosen, `disabled` when it cannot be used."""
    made = QIcon()
    for side in (16, 20, 24):
        for ratio in (1.0, 2.0):
            made.addPixmap(pixmap(name, colour, side, ratio), QIcon.Mode.Normal)
            if active:
                made.addPixmap(pixmap(name, active, side, ratio), QIcon.Mode.Active)
                made.addPixmap(pixmap(name, active, side, ratio), QIcon.Mode.Selected)
            if disabled:
                made.addPixmap(pixmap(name, disabled, side, ratio), QIcon.Mode.Disabled)
    return made
