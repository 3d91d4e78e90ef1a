"""Photographs for paper: turned upright, no larger than print needs, always a plain JPEG. Nothing is written."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inspector.reports import theme

if TYPE_CHECKING:
    from PIL.Image import Image as Bitmap

_MAX_PIXELS = 80_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def for_print(content: bytes, side: float, *, limit: int = theme.PHOTO_BYTES) -> Picture | None:
    """
    A photograph as it is printed `side` points long, or None when the bytes are no picture.

    An upright JPEG that is light enough keeps its bytes; anything else is read at the size that print needs,
    turned as its camera says, and lowered in quality until it is lighter than `limit`.
    """
    from PIL import Image, ImageOps

    pixels = round(side / 72 * theme.PHOTO_DPI)
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > _MAX_PIXELS:
                return None
            if image.format == "JPEG" and len(content) <= limit and _plain(image):
                return Picture(content, image.width, image.height)
            image.draft("RGB", (pixels, pixels))
            upright = ImageOps.exif_transpose(image)
            flat = _flat(upright)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    if max(flat.size) > pixels:
        flat.thumbnail((pixels, pixels), Image.Resampling.LANCZOS, reducing_gap=2.0)
    for quality in (82, 70, 55, 40):
        out = io.BytesIO()
        flat.save(out, "JPEG", quality=quality)
        if out.tell() <= limit:
            break
    return Picture(out.getvalue(), flat.width, flat.height)


def _plain(image: Bitmap) -> bool:
    return image.mode in ("RGB", "L") and image.getexif().get(0x0112, 1) == 1


def _flat(image: Bitmap) -> Bitmap:
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        ground = Image.new("RGB", image.size, "white")
        rgba = image.convert("RGBA")
        ground.paste(rgba, mask=rgba.getchannel("A"))
        return ground
    return image.convert("RGB")
