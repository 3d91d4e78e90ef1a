"""
A screen without a monitor (Xvfb), the hands before it (xdotool), and the eyes: its pixels, read from its frame buffer.

There is no window manager: a window that has just come gets the keys as if a person had clicked on it.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PIL import Image

SIZE: Final = (1366, 768)
PATIENCE_S: Final = 60.0
GRID: Final = 4
"""Pixels are looked at in this raster when something is searched for by its colour."""
BUTTON: Final = (28, 20)
"""A button is at least so wide and so high."""
COPY: Final = """
import sys
from PySide6.QtGui import QGuiApplication, QImage
application = QGuiApplication(sys.argv)
application.clipboard().setImage(QImage(sys.argv[1]))
print("copied", flush=True)
application.exec()
"""


class NotSeen(AssertionError):
    """What a person would have waited for did not come."""


class Screen:
    """Keys, mouse, windows and pixels of one display."""

    def __init__(self, display: str, folder: Path) -> None:
        self.environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self.environment.pop("WAYLAND_DISPLAY", None)
        self._buffer = folder / "Xvfb_screen0"

    # hands

    def do(self, *arguments: object) -> str:
        """Ask xdotool for something; what it printed."""
        command = ["xdotool", *(str(one) for one in arguments)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False).stdout.strip()

    def key(self, *keys: str) -> None:
        """Press keys one after another, such as `ctrl+k`."""
        self.do("key", "--delay", 25, *keys)

    def type(self, text: str) -> None:
        """Type letters, not so fast that they would be taken for those of a hand scanner."""
        self.do("type", "--delay", 60, text)
        time.sleep(0.25)

    def click(self, at: tuple[int, int]) -> None:
        """Press the left button of the mouse somewhere."""
        self.do("mousemove", *at, "click", 1)

    def wheel(self, at: tuple[int, int], notches: int) -> None:
        """Turn the wheel down so many notches."""
        self.do("mousemove", *at, "click", "--repeat", notches, "--delay", 15, 5)

    def draw(self, points: Sequence[tuple[int, int]]) -> None:
        """Draw a line with the button held down."""
        moves = [part for point in points[1:] for part in ("mousemove", *point, "sleep", "0.02")]
        self.do("mousemove", *points[0], "mousedown", 1, *moves, "mouseup", 1)

    # windows

    def windows(self, process: int) -> list[str]:
        """The windows that a process shows, the newest last."""
        return self.do("search", "--onlyvisible", "--pid", process, "--name", ".+").split()

    def rests(self, process: int) -> bool:
        """Whether a process waits for a person: no thread of it runs, and none did since a moment ago."""
        before = _work(process)
        time.sleep(0.1)
        after = _work(process)
        return before == after and not any(running for running, _used in after)

    def place(self, window: str) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of a window."""
        said = dict(
            line.split("=") for line in self.do("getwindowgeometry", "--shell", window).splitlines() if "=" in line
        )
        left, top = int(said["X"]), int(said["Y"])
        return left, top, left + int(said["WIDTH"]), top + int(said["HEIGHT"])

    def focus(self, window: str) -> None:
        """Give a window the keys."""
        self.do("windowraise", window, "windowfocus", "--sync", window)

    # eyes

    def picture(self) -> Image.Image:
        """What is on the screen."""
        raw = self._buffer.read_bytes()
        head = struct.unpack(">25I", raw[:100])
        width, height, line, colours = head[4], head[5], head[12], head[19]
        start = head[0] + colours * 12
        return Image.frombuffer("RGB", (width, height), raw[start : start + line * height], "raw", "BGRX", line, 1)

    def shows(self, colour: tuple[int, int, int], within: tuple[int, int, int, int]) -> bool:
        """Whether anything there has this colour, be it a thin line."""
        part = self.picture().crop(within)
        return colour in {found for _count, found in part.getcolors(part.width * part.height) or ()}

    def areas(
        self,
        colour: tuple[int, int, int],
        within: tuple[int, int, int, int] | None = None,
        least: tuple[int, int] = BUTTON,
    ) -> list[tuple[int, int]]:
        """The middles of the areas of this colour that are at least so large, from the top down."""
        shown = self.picture()
        left, top, right, bottom = within or (0, 0, *SIZE)
        cells = {
            (x, y)
            for y in range(top, min(bottom, SIZE[1]), GRID)
            for x in range(left, min(right, SIZE[0]), GRID)
            if shown.getpixel((x, y)) == colour
        }
        found = []
        while cells:
            edge, area = [cells.pop()], []
            while edge:
                x, y = edge.pop()
                area.append((x, y))
                for near in ((x + GRID, y), (x - GRID, y), (x, y + GRID), (x, y - GRID)):
                    if near in cells:
                        cells.remove(near)
                        edge.append(near)
            xs, ys = [x for x, _y in area], [y for _x, y in area]
            if max(xs) - min(xs) >= least[0] and least[1] <= max(ys) - min(ys) <= 60:
                found.append(((min(xs) + max(xs)) // 2, min(ys) + 6))
        return sorted(found, key=lambda at: (at[1], at[0]))

    # others at the same screen

    @contextmanager
    def copied(self, picture: Path) -> Iterator[None]:
        """Another program has copied a picture to the clipboard."""
        command = [sys.executable, "-c", COPY, str(picture)]
        with subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None
            if other.stdout.readline() != "copied\n":
                raise NotSeen("the picture was not copied")
            try:
                yield
            finally:
                other.kill()


@contextmanager
def screen() -> Iterator[Screen]:
    """A screen of its own for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        reading, writing = os.pipe()
        size = f"{SIZE[0]}x{SIZE[1]}x24"
        command = [
            "Xvfb",
            "-ac",
            "-noreset",
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            size,
            "-fbdir",
            folder,
            "-nolisten",
            "tcp",
        ]
        with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
            os.close(writing)
            with os.fdopen(reading) as said:
                number = said.readline().strip()
            try:
                yield Screen(f":{number}", Path(folder))
            finally:
                server.terminate()


def _work(process: int) -> list[tuple[bool, int]]:
    """Of each thread whether it runs, and how much it has computed."""
    said = [path.read_text().rpartition(")")[2].split() for path in Path(f"/proc/{process}/task").glob("*/stat")]
    return [(fields[0] == "R", int(fields[11]) + int(fields[12])) for fields in said]


def until(true: Callable[[], object], what: str, seconds: float = PATIENCE_S) -> None:
    """Look again and again until something is so."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise NotSeen(what)
        time.sleep(0.03)
