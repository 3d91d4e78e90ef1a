"""
A visit at the real window, from the first key to the quit, and once more: nothing is reached into, everything is pressed.

    python -m tests.realwindow [DIR]    the whole run: 43 items, one failed with photographs and a deadline; signed,
                                        opened again, signed by three parties, supplementary minutes signed by them
    python -m tests.realwindow --short  a few items, one failed with a photograph
    python -m tests.realwindow --supervisor    another story: merge, decide, undo, close a finding, take a parcel out

DIR (out/realwindow) receives pictures of the screen. The store is read by this process, never by the window's own.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from inspector import days, paths, people, signing_off, sites, stationlist, visits, workplace
from inspector.demo.pictures import taken
from inspector.model import Side, Visit
from inspector.store import Reader, Store
from tests.realwindow import supervisor
from tests.realwindow.screen import NotSeen, screen, until
from tests.realwindow.window import BRAND, Window

SITE: Final = "THA0162"
FAILED: Final = 3
"""The failed item, counted from nought."""
SHORT: Final = 6
NOTE: Final = "Noi quy da mo, khong doc duoc."
NEW, PHOTO, CHOOSE, SIGN = "Lượt kiểm tra mới", "Ảnh", "Chọn ảnh", "Ký"
REOPEN, SUPPLEMENT = "Mở lại văn bản", "Biên bản bổ sung"
"""How the titles of the windows begin in which a person works."""
PARTIES: Final = (200, 110, 690, 768)
"""Where the parties sign, in the column beside the minutes."""
ITEMS: Final = (450, 120, 1060, 690)
"""Where the items of a checklist stand; the present one has a frame."""
HEAD: Final = (200, 60, 620, 112)
"""Where the name of a place stands, and of what is open in it."""
TICK: Final = (12, 12)
BACK: Final = (735, 91)
"""The button at the head of the minutes that leads back to the checklist."""
LAST: Final = (300, 716)
"""The button below the signatures, once that column is at its end."""


class Run(Window):
    """An inspector's day."""

    reopened = ""

    def lines(self, visit: str) -> tuple[visits.Line, ...]:
        """The items of the visit as they stand on the disk."""
        page: visits.Page = self.read(visits.dossier, visit).pages[0]
        return page.lines

    # what a person does

    def begin(self, main: str) -> str:
        """A new visit with the fire checklist alone, by keys: Ctrl+3, Ctrl+N."""
        first = self.screen.areas(BRAND)
        self.press_until("ctrl+3", lambda: self.screen.areas(BRAND) not in (first, []), "the list of visits")
        self.press_until("ctrl+n", lambda: NEW in self.named(), "the dialog of a new visit")
        dialog = self.dialog(NEW)
        until(lambda: self._ticked(dialog), "the checklists of the first site")
        before = self._ticked(dialog)
        self.screen.type(SITE.lower())
        site = self.read(sites.named, SITE)
        from ui.visits.new_visit import applying

        offered = [one for one in self.read(applying, site.types) if one.items]
        until(lambda: len(self._ticked(dialog)) == len(offered) and self._ticked(dialog) != before, "its checklists")
        until(lambda: self.screen.rests(self._pid), "an end of the search")
        self.screen.key("Down", "Tab", "Tab", "Tab", "Tab")
        left = len(offered)
        for one in offered:
            if one.name != "fire":
                self.screen.key("space")
                left -= 1
                until(lambda left=left: len(self._ticked(dialog)) == left, f"{one.name} without its tick")
            self.screen.key("Tab")
        self.screen.key("Tab")
        self.screen.type("Pham Minh Hoa")
        self.screen.key("Tab")
        self.screen.type("Bui Van Thi Diem")
        self.shoot("new-visit")
        self.screen.key("Tab", "Tab", "space")
        until(lambda: self.read(lambda reader: reader.all(Visit)), "the visit on the disk")
        self.alone(main)
        until(lambda: self.screen.shows(BRAND, ITEMS), "the first item")
        return str(self.read(lambda reader: reader.all(Visit)[0].uid))

    def _ticked(self, dialog: str) -> list[tuple[int, int]]:
        """The ticks at the checklists in the dialog of a new visit."""
        left, top, _right, bottom = self.screen.place(dialog)
        return self.screen.areas(BRAND, (left + 150, top + 200, left + 200, bottom), TICK)

    def fill(self, main: str, visit: str, number: int) -> None:
        """Answer so many items by keys; the fourth fails, with wording, deadline, remedy and photographs."""
        for at, line in enumerate(self.lines(visit)[:number]):
            if at == FAILED:
                self.fail(main, visit, line.item.code)
                self.screen.key("Down")
                continue
            self.screen.key("1")
            if line.item.measure:
                value = line.item.least if line.item.least is not None else line.item.most or 1
                self.screen.type(f"{value:g}".replace(".", ","))
                self.screen.key("Return")
            until(lambda at=at: self.lines(visit)[at].value == "pass", f"{line.item.code} on the disk")

    def fail(self, main: str, visit: str, code: str) -> None:
        """A finding with everything: pasted from the clipboard, and chosen from a folder by its name."""
        self.screen.key("2")
        self.screen.type(NOTE)
        self.screen.key("Escape", "h", "ctrl+a")
        self.screen.type("05/12/2026")
        self.screen.key("Return", "b")
        self.screen.type("In lai noi quy")
        self.screen.key("Return")
        with self.screen.copied(self.folder / "one.png"):
            self.screen.key("ctrl+v")
            until(lambda: len(self.lines(visit)[FAILED].photos) == 1, "the pasted photograph")
        self.screen.key("p")
        self.dialog(PHOTO)
        self.press_until("f", lambda: CHOOSE in self.named(), "the choice of files")
        self.dialog(CHOOSE)
        self.screen.type(str(self.folder / "two.jpg"))
        self.shoot("folder")
        self.screen.key("Return")
        self.alone(main)
        until(lambda: len(self.lines(visit)[FAILED].photos) == 2, "the chosen photograph")
        line = self.lines(visit)[FAILED]
        assert (line.item.code, line.value, line.note) == (code, "fail", NOTE)
        self.shoot("failed")

    def click_primary(self, within: tuple[int, int, int, int], which: int = -1) -> None:
        """Press a button that stands out, with the mouse."""
        until(lambda: self.screen.areas(BRAND, within), "a button to press")
        self.screen.click(self.screen.areas(BRAND, within)[which])

    def finish(self, main: str, visit: str) -> str:
        """Check and sign, with the mouse: one side signs, the text is opened again, all sign, and a supplement as well."""
        self.click_primary((900, 700, 1366, 768))
        self.sign(main, visit, 1)
        self.ask(main, REOPEN, "Sua ghi chu PCCC-04")
        until(lambda: self.read(visits.dossier, visit).visit.reopened, "the text that is open again")
        self.reopened = self.read(visits.dossier, visit).visit.reopened.partition(" ")[2]
        self.screen.click(BACK)
        until(lambda: self.screen.areas(BRAND, (900, 700, 1366, 768)), "the checklist")
        self.press_until("3", lambda: self.lines(visit)[-1].value == "na", "the last answer, changed")
        self.screen.key("F8")
        self.sign(main, visit, 3)
        self.ask(main, SUPPLEMENT, "Bo sung so binh MFZ8")
        until(lambda: self.read(signing_off.supplements, visit), "the supplementary minutes on the disk")
        (added,) = self.read(signing_off.supplements, visit)
        self.sign(main, added.uid, 3)
        return str(added.uid)

    def sign(self, main: str, visit: str, sides: int) -> None:
        """So many sides sign, one after the other; each draws."""
        for number in range(1, sides + 1):
            until(lambda: self._ready(PARTIES), "the buttons to sign")
            before = self._given(visit)
            self.screen.click(self.screen.areas(BRAND, PARTIES)[0])
            dialog = self.dialog(SIGN)
            x, y, right, bottom = self.screen.place(dialog)
            until(lambda box=(x, y, right, bottom): self.screen.areas(BRAND, box), "the button of the dialog")
            middle = (y + bottom) // 2
            self.screen.draw([(x + 80 + 18 * step, middle - 10 + (step % 3) * 12) for step in range(14)])
            self.shoot(f"drawn-{number}")
            self.click_primary((x, y, right, bottom))
            until(lambda before=before: self._given(visit) != before, "the signature")
            self.alone(main)

    def _given(self, visit: str) -> list[tuple[str, str]]:
        """Who signed, and when."""
        return [(one.side, one.at) for one in self.read(visits.dossier, visit).signatures]

    def ask(self, main: str, title: str, words: str) -> None:
        """Press the last button below the signatures, and say in its dialog why or what."""
        until(lambda: self._asked(title), title)
        dialog = self.dialog(title)
        self.screen.type(words)
        self.shoot("asked")
        self.click_primary(self.screen.place(dialog))
        self.alone(main)

    def _asked(self, title: str) -> bool:
        self.screen.wheel((440, 600), 30)
        self.screen.click(LAST)
        return any(name.startswith(title) for name in self.named())

    def _ready(self, within: tuple[int, int, int, int]) -> bool:
        self.screen.wheel((440, 600), 30)
        return bool(self.screen.areas(BRAND, within))


def furnished(store: Store) -> None:
    """A person, and the stations of the sample."""
    person = people.settle(store, "Lê Văn Ví Dụ", side=Side.POLICE, unit="Phòng PC07")
    sites.take(store, stationlist.read(paths.resource("sample", "stations.xlsx")), by=person.uid)


def run(pictures: Path, *, short: bool = False) -> dict[str, Any]:
    """The whole story; what stands in the store at its end."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name, screen() as shown:
        folder = Path(name)
        store = folder / "laptop.db"
        with workplace.open_workplace(str(store)) as opened:
            furnished(opened)
        now = days.now()
        (folder / "two.jpg").write_bytes(taken("sign", SITE, now))
        from PIL import Image

        Image.new("RGB", (640, 480), (40, 110, 80)).save(folder / "one.png")
        told = Run(shown, folder, store, pictures)
        try:
            found = _told(told, short=short)
        except NotSeen:
            print((folder / "said.txt").read_text(errors="replace")[-3000:], file=sys.stderr)
            raise
        finally:
            told.store.close()
    return {**found, "pictures": told.shots, "seconds": round(time.monotonic() - began, 1)}


def _told(told: Run, *, short: bool) -> dict[str, Any]:
    def shown() -> bytes:
        return told.screen.picture().crop(HEAD).tobytes()

    with told.window() as main:
        visit = told.begin(main)
        number = SHORT if short else len(told.lines(visit))
        told.fill(main, visit, number)
        told.shoot("filled")
        added = "" if short else told.finish(main, visit)
        told.shoot("before-quit")
        head = shown()
    with told.window():
        until(lambda: shown() == head, "the place that was left")
        told.shoot("again")
    return {**told.read(_stands, visit, added), "reopened": told.reopened}


def _stands(reader: Reader, visit: str, added: str) -> dict[str, Any]:
    dossier = visits.dossier(reader, visit)
    supplement = visits.dossier(reader, added) if added else None
    lines = dossier.pages[0].lines
    (said,) = reader.connection.exec_driver_sql("PRAGMA integrity_check").scalars()
    return {
        "items": len(lines),
        "answered": sum(bool(line.value) for line in lines),
        "failed": [line.item.code for line in lines if line.fails],
        "photos": sum(len(line.photos) for line in lines),
        "due": [one.due for one in dossier.findings],
        "remedy": [one.remedy for one in dossier.findings],
        "signed": sorted(one.side for one in dossier.signatures),
        "strokes": all(bool(one.strokes) for one in dossier.signatures),
        "state": str(dossier.state),
        "supplement": sorted(one.side for one in supplement.signatures) if supplement else [],
        "supplement_state": str(supplement.state) if supplement else "",
        "store": said,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it, print what stands; 0 when all of it is there."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.realwindow", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("out/realwindow"))
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--supervisor", action="store_true")
    args = parser.parse_args(arguments)
    if args.supervisor:
        found = supervisor.run(args.folder)
        print(json.dumps(found, ensure_ascii=False))
        return 0 if supervisor.whole(found) else 1
    found = run(args.folder, short=args.short)
    print(json.dumps(found, ensure_ascii=False))
    wanted = SHORT if args.short else found["items"]
    whole = found["answered"] == wanted and found["photos"] == 2 and found["store"] == "ok"
    parties = found["signed"] == found["supplement"] == ["police", "site", "vnpt"]
    ended = parties and found["state"] == found["supplement_state"] == "signed" and bool(found["reopened"])
    return 0 if whole and (args.short or ended) else 1


if __name__ == "__main__":
    sys.exit(main())
