"""Measured values and their limits, as people write them in the language of the program."""

from __future__ import annotations

from inspector.datatypes import kind_of

KEPT = "\u00a0"
"""A space at which no line ends: a sign or a number alone at the end of a line is misread."""


def figure(value: float | str) -> str:
    """A measured value in words."""
    return kind_of("decimal").words(value if isinstance(value, str) else f"{value:g}")


def limits(least: float | None, most: float | None, unit: str = "") -> str:
    """What a measured value is to keep to; nothing where nothing is asked."""
    if least is not None and most is not None:
        said = f"{figure(least)} – {figure(most)}"
    elif least is not None:
        said = f"≥ {figure(least)}"
    else:
        said = f"≤ {figure(most)}" if most is not None else ""
    return f"{said} {unit}".strip().replace(" ", KEPT) if said else ""
