"""Symbols in a picture: grey pixels in, the texts of all QR symbols and where they stand out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol that was read: its text and its four corners in pixels, clockwise from its upper left."""

    text: str
    corners: tuple[tuple[int, int], ...]


def symbols(pixels: bytes | memoryview, width: int, height: int, *, thorough: bool = True) -> list[Symbol]:
    """
    The symbols in a picture, from the top down, each text once.

    Args:
        pixels: `width * height` bytes, one a pixel, 0 is black.
        thorough: try turned, inverted and reduced copies; without it a frame of a camera takes half the time.
    """
    import zxingcpp

    if width < 1 or height < 1 or len(pixels) != width * height:
        return []
    frame: Any = memoryview(pixels).cast("B", shape=(height, width))
    found = zxingcpp.read_barcodes(
        frame,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_rotate=thorough,
        try_downscale=thorough,
        try_invert=thorough,
    )
    ordered = sorted(found, key=lambda one: (one.position.top_left.y, one.position.top_left.x))
    kept: dict[str, Symbol] = {}
    for one in ordered:
        if one.valid and one.text:
            at = one.position
            corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            kept.setdefault(one.text, Symbol(one.text, tuple((int(point.x), int(point.y)) for point in corners)))
    return list(kept.values())


def texts(pixels: bytes | memoryview, width: int, height: int, *, thorough: bool = True) -> list[str]:
    """The texts of the symbols in a picture, as `symbols` finds them."""
    return [one.text for one in symbols(pixels, width, height, thorough=thorough)]
