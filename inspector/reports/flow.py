"""
Boxes onto pages: what stays together, what may be parted, where a page ends. No drawing, no words.

A box that must not be the last on its page moves with its follower; a box that does not fit is parted where it allows
it. So the number of pages is known before anything is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from inspector.reports import theme
from inspector.reports.boxes import Box


@dataclass(slots=True)
class Placed:
    """A box and how far its top is below the top of the frame."""

    box: Box
    offset: float


@dataclass(slots=True)
class Page:
    """What stands on one page. `part` 0 is the body, 1 the first annex; numbers start again in each."""

    part: int
    number: int
    landscape: bool
    placed: list[Placed] = field(default_factory=list)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        wide, high = theme.PAGE
        return (high, wide) if self.landscape else (wide, high)


def frame(landscape: bool) -> tuple[float, float]:
    """Width and height between the margins."""
    wide, high = (theme.PAGE[1], theme.PAGE[0]) if landscape else theme.PAGE
    return wide - theme.LEFT - theme.RIGHT, high - theme.TOP - theme.BOTTOM


class Run:
    """Boxes that follow one another on pages of one direction."""

    def __init__(self, boxes: Sequence[Box | None], landscape: bool) -> None:
        self.boxes = boxes
        """None: a new page."""
        self.landscape = landscape


def flow(runs: Sequence[Run], part: int) -> list[Page]:
    """The pages of one part. A run that changes the direction of the paper begins a page."""
    pages: list[Page] = []
    used = 0.0
    for run in runs:
        _width, height = frame(run.landscape)
        fresh = not pages or pages[-1].landscape != run.landscape
        waiting: list[Box | None] = list(reversed(run.boxes))
        while waiting:
            box = waiting.pop()
            if box is None:
                fresh = fresh or bool(pages[-1].placed)
                continue
            if fresh:
                pages.append(Page(part, len(pages) + 1, run.landscape))
                used, fresh = 0.0, False
            empty = not pages[-1].placed
            gap = 0.0 if empty else box.gap
            room = height - used - gap
            fits = box.height <= room + 0.01
            alone = fits and box.keep_end and not _followed(box, waiting, room, height)
            parted = box.tail(height) if alone else None
            if alone and parted is None and (stays := _before_headings(pages[-1])):
                waiting += [box, *(placed.box for placed in reversed(pages[-1].placed[stays:]))]
                del pages[-1].placed[stays:]
                fresh = True
                continue
            if fits and parted is None and (empty or _chain(box, waiting, height) <= room + 0.01):
                pages[-1].placed.append(Placed(box, used + gap))
                used += gap + box.height
                continue
            taken = parted is not None
            if not fits:
                parted = box.split(room, height)
            if parted is not None and (empty or taken or parted[0].height >= min(box.least(height), room) - 0.01):
                head, tail = parted
                pages[-1].placed.append(Placed(head, used + gap))
                waiting.append(tail)
                fresh = True
            elif empty:
                pages[-1].placed.append(Placed(box, used))
                used += box.height
            else:
                waiting.append(box)
                fresh = True
    return pages


def _chain(box: Box, waiting: Sequence[Box | None], page: float) -> float:
    """Height of a box and of what must stand on its page with it."""
    height = box.height
    position = len(waiting) - 1
    while box.keep_next and position >= 0:
        follower = waiting[position]
        if follower is None:
            break
        height += follower.gap + (follower.height if follower.keep_next else follower.least(page))
        box = follower
        position -= 1
    return height if height <= page else 0.0


def _before_headings(page: Page) -> int:
    """How many boxes of a page stay when what comes next goes to another page together with its headings."""
    count = len(page.placed)
    while count and page.placed[count - 1].box.keep_next:
        count -= 1
    return count


def _followed(box: Box, waiting: Sequence[Box | None], room: float, page: float) -> bool:
    """Whether what follows begins on the page of this box."""
    follower = waiting[-1] if waiting else None
    if follower is None:
        return True
    chain = (_chain(follower, waiting[:-1], page) or follower.height) if follower.keep_next else follower.least(page)
    return box.height + follower.gap + chain <= room + 0.01
