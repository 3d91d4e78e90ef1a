"""Frames of a camera become symbols, in the file lane: the newest frame only, quickly, and thoroughly on every fifth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PIL import Image
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from inspector.errors import InspectorError
from inspector.tags.scan import Symbol, symbols
from ui.tasks import Tasks

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame

THOROUGH_EVERY: Final = 5
SHOWN_SIDE: Final = 640
"""Pixels of the longer side of the picture that is shown."""
_PLANES: Final = ("YUV420P", "YUV422P", "YV12", "NV12", "NV21", "IMC1", "IMC2", "IMC3", "IMC4", "Y8")
_WOVEN: Final = {"YUYV": 0, "UYVY": 1, "P010": 1, "P016": 1, "Y16": 1}
"""Formats whose luminance is every second byte, and at which byte it begins."""
_COLOURS: Final = {"NV12": (0, 1), "NV21": (1, 0)}


@dataclass(frozen=True)
class Seen:
    """A frame that was looked at: what stands in it, its size in pixels, and a small picture of it."""

    symbols: tuple[Symbol, ...]
    width: int
    height: int
    picture: QImage


class Decoder(QObject):
    """`offer` it every frame; `seen(Seen)` comes for those that were looked at. While it is busy only the newest waits."""

    seen = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._busy = False
        self._next: QVideoFrame | None = None
        self.looked_at = 0
        self.dropped = 0

    def offer(self, frame: QVideoFrame) -> None:
        """Look at this frame, or at a newer one if there is one by then."""
        if not frame.isValid():
            return
        kept = type(frame)(frame)
        if self._busy:
            self.dropped += self._next is not None
            self._next = kept
        else:
            self._look(kept)

    def _look(self, frame: QVideoFrame) -> None:
        self._busy = True
        self.looked_at += 1
        thorough = self.looked_at % THOROUGH_EVERY == 0
        self._tasks.work(look, frame, thorough, then=self._take, otherwise=self._refused, owner=self)

    def _take(self, seen: Seen | None) -> None:
        self._busy = False
        waiting, self._next = self._next, None
        if waiting is not None:
            self._look(waiting)
        if seen is not None:
            self.seen.emit(seen)

    def _refused(self, _error: InspectorError) -> None:
        self._take(None)


def look(frame: QVideoFrame, thorough: bool) -> Seen | None:
    """The symbols in a frame and a small picture of it; None when the frame cannot be read."""
    read = _mapped(frame)
    if read is None:
        image = frame.toImage()
        if image.isNull():
            return None
        pixels, width, height = grey(image)
        shown = image.scaled(_reduced(width, height)[0], _reduced(width, height)[1])
    else:
        pixels, width, height, shown = read
    return Seen(tuple(symbols(pixels, width, height, thorough=thorough)), width, height, shown)


def in_image(image: QImage) -> list[str]:
    """The texts of the symbols in a picture that was pasted."""
    pixels, width, height = grey(image)
    return [one.text for one in symbols(pixels, width, height)]


def grey(image: QImage) -> tuple[bytes, int, int]:
    """A picture as one byte a pixel, with its width and height."""
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = plain.width(), plain.height()
    return _packed(plain.constBits(), plain.bytesPerLine(), width, height), width, height


def _mapped(frame: QVideoFrame) -> tuple[bytes, int, int, QImage] | None:
    """The luminance of a frame without a detour over a picture, where its format holds one."""
    name = frame.pixelFormat().name.removeprefix("Format_")
    if (name not in _PLANES and name not in _WOVEN) or not frame.map(frame.MapMode.ReadOnly):
        return None
    try:
        width, height = frame.width(), frame.height()
        if name in _WOVEN:
            lines = _packed(frame.bits(0), frame.bytesPerLine(0), 2 * width, height)
            pixels, colours = lines[_WOVEN[name] :: 2], None
        else:
            pixels = _packed(frame.bits(0), frame.bytesPerLine(0), width, height)
            colours = _colours(frame, name)
    finally:
        frame.unmap()
    return pixels, width, height, _picture(pixels, width, height, colours)


def _colours(frame: QVideoFrame, name: str) -> tuple[Image.Image, Image.Image] | None:
    """Blue and red differences of a mapped frame, at the size that they have there."""
    wide, high = (frame.width() + 1) // 2, (frame.height() + 1) // 2
    if name in _COLOURS:
        both = _packed(frame.bits(1), frame.bytesPerLine(1), 2 * wide, high)
        blue, red = (both[start::2] for start in _COLOURS[name])
    elif name == "YUV420P":
        blue, red = (_packed(frame.bits(plane), frame.bytesPerLine(plane), wide, high) for plane in (1, 2))
    else:
        return None
    return Image.frombytes("L", (wide, high), blue), Image.frombytes("L", (wide, high), red)


def _picture(pixels: bytes, width: int, height: int, colours: tuple[Image.Image, Image.Image] | None) -> QImage:
    size = _reduced(width, height)
    bright = Image.frombytes("L", (width, height), pixels).resize(size, Image.Resampling.BOX)
    if colours is None:
        return QImage(bright.tobytes(), *size, size[0], QImage.Format.Format_Grayscale8).copy()
    blue, red = (part.resize(size, Image.Resampling.BILINEAR) for part in colours)
    plain = Image.merge("YCbCr", (bright, blue, red)).convert("RGB")
    return QImage(plain.tobytes(), *size, 3 * size[0], QImage.Format.Format_RGB888).copy()


def _reduced(width: int, height: int) -> tuple[int, int]:
    times = max(1.0, max(width, height) / SHOWN_SIDE)
    return max(1, round(width / times)), max(1, round(height / times))


def _packed(lines: bytes | bytearray | memoryview, stride: int, width: int, height: int) -> bytes:
    """Rows of `width` bytes without the padding that stands behind each."""
    if stride == width:
        return bytes(lines[: width * height])
    return b"".join(bytes(lines[row * stride : row * stride + width]) for row in range(height))
