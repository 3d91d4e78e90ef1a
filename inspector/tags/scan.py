"""Symbols in a picture: grey pixels in, the texts of all QR symbols out."""

from __future__ import annotations

from typing import Any


def texts(pixels: bytes | memoryview, width: int, height: int, *, thorough: bool = True) -> list[str]:
    """
    The texts of the symbols in a picture, from the top down, each once.

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
    return list(dict.fromkeys(one.text for one in ordered if one.valid and one.text))
