"""
Pictures on their way in: opened, checked and turned upright, with the time and the place that the camera wrote.

The original bytes are what is kept, under their SHA-256. What is shown and printed is a copy: upright, a plain JPEG, no
larger than asked for. A picture of several pictures (MPO of phones) is cut to its first. Everything here treats the
bytes as hostile: bounded size, bounded pixels, nothing of the file is believed but its picture.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from inspector import days
from inspector.errors import FileUnreadable, InspectorError, fault_of
from inspector.i18n import N_

if TYPE_CHECKING:
    from PIL.Image import Image as Bitmap

MOST_BYTES: Final = 40 * 1024 * 1024
MOST_PIXELS: Final = 120_000_000
FORMATS: Final = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "HEIF": "image/heic",
    "WEBP": "image/webp",
}
SUFFIXES: Final = (".jpg", ".jpeg", ".mpo", ".png", ".heic", ".heif", ".webp")
THUMB_SIDE: Final = 320
PAPER_SIDE: Final = 2000
_ORIENTATION, _TAKEN, _TAKEN_OFFSET, _CHANGED, _EXIF, _GPS = 0x0112, 0x9003, 0x9011, 0x0132, 0x8769, 0x8825


class PictureError(InspectorError):
    """A picture that cannot be taken in."""

    code = "picture"


class NotAPicture(PictureError):
    code = "picture.none"
    message = N_("{file} is not a photo that this program reads.")
    hint = N_("Use JPEG, PNG, HEIC or WebP, straight from the phone or camera.")


class PictureUnreadable(FileUnreadable, PictureError):
    """A picture file that the system does not give: gone, locked, or on a stick that was pulled out."""


class PictureTooLarge(PictureError):
    code = "picture.large"
    message = N_("{file} is too large: more than {limit}.")
    hint = N_("Take the photo again with a smaller setting of the camera.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that came in. `content` is what is kept; `thumb` is small, upright and a JPEG, for the screen."""

    sha256: str
    content: bytes
    media_type: str
    name: str
    thumb: bytes
    width: int
    height: int
    taken_at: str = ""
    latitude: float | None = None
    longitude: float | None = None

    def older_than(self, date: str) -> bool:
        """Whether the camera says that it was taken on a day before `date` (ISO)."""
        return bool(self.taken_at) and self.taken_at[:10] < date[:10]


def take(path: Path) -> Picture:
    """Read a picture file. Raises PictureError."""
    return read(_content(path), name=path.name)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PictureTooLarge(file=path.name, limit=f"{MOST_BYTES // 2**20} MB")
        return path.read_bytes()
    except OSError as fault:
        raise PictureUnreadable(file=path.name, reason=fault_of(fault)) from None


def take_all(paths: list[Path]) -> tuple[list[Picture], list[PictureError]]:
    """Read several; what was refused comes back beside what was taken, nothing is dropped silently."""
    taken: list[Picture] = []
    refused: list[PictureError] = []
    for path in paths:
        try:
            taken.append(take(path))
        except PictureError as error:
            refused.append(error)
    return taken, refused


def read(content: bytes, *, name: str = "") -> Picture:
    """A picture from its bytes (dropped, pasted, or from the camera). Raises PictureError."""
    if len(content) > MOST_BYTES:
        raise PictureTooLarge(file=name, limit=f"{MOST_BYTES // 2**20} MB")
    content = _first_of(content)
    image, media_type = _open(content, name)
    with image:
        size = image.size
        small = _upright(image, THUMB_SIDE, name)
        exif = image.getexif()
        tags = dict(exif.get_ifd(_EXIF))
        place = _place(dict(exif.get_ifd(_GPS)))
        taken = _moment(str(tags.get(_TAKEN) or exif.get(_CHANGED) or ""), str(tags.get(_TAKEN_OFFSET) or ""))
    turned = exif.get(_ORIENTATION, 1) in (5, 6, 7, 8)
    width, height = size[::-1] if turned and media_type != "image/heic" else size
    return Picture(
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        media_type=media_type,
        name=name,
        thumb=_jpeg(small, 80),
        width=width,
        height=height,
        taken_at=taken,
        latitude=place[0] if place else None,
        longitude=place[1] if place else None,
    )


def reduced(content: bytes, side: int = PAPER_SIDE, *, quality: int = 85) -> bytes:
    """A copy for paper or screen: upright, JPEG, its longest side at most `side` pixels. Raises PictureError."""
    image, _media_type = _open(content, "")
    with image:
        return _jpeg(_upright(image, side, ""), quality)


def grey(path: Path, side: int) -> tuple[bytes, int, int]:
    """The picture upright in grey, no side longer than `side` pixels: its bytes, width, height. Raises PictureError."""
    image, _type = _open(_first_of(_content(path)), path.name)
    upright = _upright(image, side, path.name).convert("L")
    return upright.tobytes(), upright.width, upright.height


def thumbnails(contents: dict[str, bytes]) -> dict[str, bytes]:
    """Small copies by SHA-256; what is no picture is left out."""
    found = {}
    for sha256, content in contents.items():
        try:
            found[sha256] = reduced(content, THUMB_SIDE, quality=80)
        except PictureError:
            continue
    return found


def _open(content: bytes, name: str) -> tuple[Bitmap, str]:
    from PIL import Image, ImageFile

    try:
        import pillow_heif
    except ImportError:
        pass
    else:
        pillow_heif.register_heif_opener(thumbnails=False)
    Image.init()
    try:
        image = Image.open(io.BytesIO(content), formats=[name for name in FORMATS if name in Image.OPEN])
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(file=name, limit=f"{MOST_PIXELS // 1_000_000} MP") from error
    except (OSError, ValueError, SyntaxError, KeyError, IndexError, OverflowError, RuntimeError) as error:
        raise NotAPicture(file=name) from error
    if image.width * image.height > MOST_PIXELS:
        raise PictureTooLarge(file=name, limit=f"{MOST_PIXELS // 1_000_000} MP")
    assert not ImageFile.LOAD_TRUNCATED_IMAGES  # a picture cut in half is refused, not half shown
    return image, FORMATS[image.format or "JPEG"]


def _upright(image: Bitmap, side: int, name: str) -> Bitmap:
    from PIL import Image, ImageOps

    try:
        if image.format == "JPEG":
            image.draft("RGB", (side, side))
        turned = ImageOps.exif_transpose(image)
        if turned.mode in ("RGBA", "LA", "P", "PA"):
            layered = turned.convert("RGBA")
            ground = Image.new("RGBA", layered.size, "white")
            ground.alpha_composite(layered)
            turned = ground
        turned = turned.convert("RGB")
        turned.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    except (OSError, ValueError, SyntaxError, KeyError, IndexError, OverflowError, RuntimeError, MemoryError) as error:
        raise NotAPicture(file=name) from error
    return turned


def _jpeg(image: Bitmap, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _first_of(content: bytes) -> bytes:
    """A JPEG without what follows it: phones append a second picture, a film or a depth map."""
    if not content.startswith(b"\xff\xd8"):
        return content
    end = _end_of_jpeg(content)
    return content[:end] if end else content


def _end_of_jpeg(content: bytes) -> int:
    """Where the first picture of a JPEG ends; 0 when its structure cannot be followed."""
    at = 2
    size = len(content)
    while at + 4 <= size:
        if content[at] != 0xFF:
            return 0
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            return at + 2
        if marker in (0x01, *range(0xD0, 0xD8)):
            at += 2
            continue
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker != 0xDA:
            continue
        while True:  # the scan: up to the next marker that is neither a stuffed byte nor a restart
            at = content.find(b"\xff", at)
            if at < 0 or at + 1 >= size:
                return 0
            if content[at + 1] == 0x00 or 0xD0 <= content[at + 1] <= 0xD7:
                at += 2
                continue
            break
    return 0


def _moment(text: str, offset: str) -> str:
    """`2026:11:23 14:03:22` as ISO 8601; without an offset the camera meant the time in Vietnam."""
    try:
        taken = datetime.strptime(text.strip("\x00 ")[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the zone follows
    except ValueError:
        return ""
    try:
        sign = -1 if offset[:1] == "-" else 1
        hours, minutes = (int(part) for part in offset.strip("\x00 ")[1:].split(":"))
        zone = timezone(sign * timedelta(hours=hours, minutes=minutes))
    except (ValueError, IndexError):
        zone = days.HERE
    return taken.replace(tzinfo=zone).isoformat()


def _place(gps: dict[int, Any]) -> tuple[float, float] | None:
    try:
        latitude = _degrees(gps[2]) * (-1 if str(gps.get(1, "N")).upper().startswith("S") else 1)
        longitude = _degrees(gps[4]) * (-1 if str(gps.get(3, "E")).upper().startswith("W") else 1)
    except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or (latitude == 0 and longitude == 0):
        return None
    return round(latitude, 6), round(longitude, 6)


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts[:3])
    return degrees + minutes / 60 + seconds / 3600
