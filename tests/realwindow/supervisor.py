"""
A supervisor's morning at the real window: workbooks are merged after a look at them, a disagreement is decided, undone
and done again, a finding is closed, and a parcel is taken out.

    python -m tests.realwindow --supervisor [DIR]
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any, Final

from inspector import arrivals, disagreements, findings, people, workplace
from inspector.demo import story
from inspector.model import Finding, FindingState, Side
from inspector.store import Reader, Store
from tests.realwindow.screen import screen, until
from tests.realwindow.window import BRAND, Window

MERGE: Final = (1000, 690, 1366, 768)
"""Where the button stands that merges."""
DECIDING, PARCELS = (385, 143), (664, 143)
"""The tabs of the register."""
OUT: Final = (1274, 303)
"""The button that takes the first of the parcels out."""
TRUST: Final = (1263, 669)
"""The button that trusts the last of the laptops that are new here."""
PUT_AWAY: Final = (1318, 97)
"""The cross of what is said above a place."""
LAPTOPS: Final = 2
CLOSE: Final = (1102, 140)
"""The button of a finding that closes it."""
AGREED: Final = "Da xem anh va hoa don."


class Morning(Window):
    """One supervisor, and what the laptops handed over."""

    def merge(self, books: list[Path]) -> None:
        """The workbooks were named at the start; the preview is looked at, then they are merged."""
        for _laptop in range(LAPTOPS):
            self._until_rest("the preview")
            self.shoot("preview")
            before = self._asked()
            self.screen.click(TRUST)
            until(lambda before=before: self._asked() != before, "the laptop that is trusted")
            self.screen.do("mousemove", 683, 384)
        until(lambda: self.screen.areas(BRAND, MERGE), "the button that merges")
        self._until_rest("the preview again")
        self.press_until("ctrl+Return", lambda: len(self.read(arrivals.listed)) == len(books), "the merged parcels")
        self._until_rest("what was merged")
        self.shoot("merged")
        self.screen.click(PUT_AWAY)

    def _asked(self) -> bytes:
        """How many laptops are asked about, as it looks."""
        return self.screen.picture().crop((216, 520, 1000, 640)).tobytes()

    def decide(self) -> None:
        """The first value holds, for a reason; undone by its key, and done again."""
        asked = self._waiting()
        self._turn_to(DECIDING)
        self.screen.key("Right", "Left", "Return")
        self.screen.type(AGREED)
        self.shoot("decided")
        self.screen.key("Return")
        until(lambda: self._waiting() == asked - 1, "the decision")
        self._until_rest("what can be undone")
        self.press_until("ctrl+z", lambda: self._waiting() == asked, "the decision taken back")
        self._until_rest("what can be done again")
        self.shoot("undone")
        self.press_until("ctrl+shift+z", lambda: self._waiting() == asked - 1, "the decision made again")

    def _until_rest(self, what: str) -> None:
        until(lambda: self.screen.rests(self._pid), what)

    def _waiting(self) -> int:
        return len(self.read(disagreements.waiting))

    def close(self, main: str) -> None:
        """The first of the open findings is closed on proof."""
        before = self.screen.picture().crop((200, 60, 500, 112)).tobytes()
        self.screen.key("ctrl+4")
        until(lambda: self.screen.picture().crop((200, 60, 500, 112)).tobytes() != before, "the findings")
        self._until_rest("the list of findings")
        self.screen.key("Down", "Return")
        self._until_rest("the finding")
        self.shoot("finding")
        self.screen.click(CLOSE)
        self.dialog("Đóng tồn tại")
        self.screen.type(AGREED)
        self.shoot("closing")
        self.screen.key("ctrl+Return")
        until(lambda: self.read(_closed), "the closed finding")
        self.alone(main)

    def take_out(self, main: str) -> None:
        """The first parcel of the list leaves the register again."""
        before = len(self.read(arrivals.listed))
        self.screen.key("ctrl+6")
        self._turn_to(PARCELS)
        self.screen.click(OUT)
        self.dialog("Lấy gói")
        self.shoot("taking-out")
        self.screen.key("Tab", "space")
        until(lambda: len(self.read(arrivals.listed)) == before - 1, "the parcel taken out")
        self.alone(main)
        self._until_rest("the list of parcels")
        self.shoot("taken-out")

    def _turn_to(self, tab: tuple[int, int]) -> None:
        self._until_rest("the register")
        self.screen.click(tab)
        self._until_rest("what the tab shows")


def _closed(reader: Reader) -> list[Finding]:
    return [one for one in reader.all(Finding) if findings.state_of(one) is FindingState.CLOSED]


def run(pictures: Path) -> dict[str, Any]:
    """The whole morning; what stands in the register at its end."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name, screen() as shown:
        folder = Path(name)
        story.tell(folder / "demo", _silent)
        books = sorted((folder / "demo" / "ban-giao").glob("*doan*.xlsx"))
        with workplace.open_workplace(str(folder / "register.db")) as opened:
            _settle(opened)
        told = Morning(shown, folder, folder / "register.db", pictures)
        try:
            found = _told(told, books)
        finally:
            told.store.close()
    return {**found, "books": len(books), "pictures": told.shots, "seconds": round(time.monotonic() - began, 1)}


def _settle(store: Store) -> None:
    people.settle(store, "Trần Văn Thử Nghiệm", side=Side.POLICE, unit="Phòng PC07")


def _silent(_line: str) -> None:
    """The demonstration tells its story to nobody."""


def _told(told: Morning, books: list[Path]) -> dict[str, Any]:
    with told.window(*books) as main:
        told.merge(books)
        merged = len(told.read(arrivals.listed))
        asked = len(told.read(disagreements.waiting))
        told.decide()
        told.close(main)
        waiting = told.read(disagreements.waiting)
        told.take_out(main)
    closed = told.read(_closed)
    (said,) = told.read(lambda reader: list(reader.connection.exec_driver_sql("PRAGMA integrity_check").scalars()))
    return {
        "merged": merged,
        "parcels": len(told.read(arrivals.listed)),
        "decided": asked - len(waiting),
        "closed": len(closed),
        "store": said,
    }


def whole(found: dict[str, Any]) -> bool:
    """Whether all of it is there."""
    taken = found["merged"] == found["books"] == found["parcels"] + 1
    return taken and found["decided"] == 1 and found["closed"] == 1 and found["store"] == "ok"
