"""
Pictures of every place of the window, from the stores of the demonstration, to be looked at by a person.

    python -m tests.screenshots [DIR] [--only WORD …] [--look LOOK …] [--scale 1 1.5] [--lang vi en]

Every place empty and full, in light, dark and high contrast, on a screen of 1366 x 768 at 100 and 150 per cent, in both
languages: DIR/<language>-<scale>/<place>-<full|empty>-<look>.png. The demonstration is told once, into DIR/demo.
A new place or dialog is a line in SCENES.
"""

from __future__ import annotations

import argparse
import datetime
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOOKS = ("light", "dark", "contrast")
SCALES = ("1", "1.5")
LANGUAGES = ("vi", "en")
SCREEN = (1366, 768)
LAPTOP, REGISTER, EMPTY = "laptop", "register", "empty"
"""The stores: that of an inspector in the middle of a round, that of a supervisor, and a new one."""
PATIENCE_S = 20


@dataclass(frozen=True)
class Scene:
    """What is shown: the store, where to go, and what else to press before the picture is taken."""

    name: str
    store: str
    place: str
    target: Callable[[Path], dict[str, Any]] = lambda _store: {}
    then: Callable[[Any, Any], Any] | None = None
    """Given (session, view); may give a dialog, which is taken instead of the window."""


def draft(store: Path) -> dict[str, Any]:
    """The visit that is being filled."""
    from inspector.store import lists, open_store

    with open_store(store) as opened, opened.read() as reader:
        found, _number = lists.visits(reader, lists.Slice(limit=1), state="draft")
    return {"visit": found[0].uid}


def signed(store: Path) -> dict[str, Any]:
    """A visit that is signed and handed over."""
    from inspector.store import lists, open_store

    with open_store(store) as opened, opened.read() as reader:
        found, _number = lists.visits(reader, lists.Slice(limit=1), search="THA0043", state="handed_over")
    return {"visit": found[0].uid}


def site(store: Path) -> dict[str, Any]:
    """A site that was inspected."""
    from inspector import sites
    from inspector.store import open_store

    with open_store(store) as opened, opened.read() as reader:
        return {"site": sites.named(reader, "THA0043").uid}


def report_words(_session: Any, view: Any) -> Any:
    """What people add to the report for a period."""
    from inspector.reports.summary_data import Incidents, Proposal, SummaryData
    from ui.reports.writing import WordsDialog

    day = datetime.date(2026, 11, 16)
    written = SummaryData(
        day,
        day + datetime.timedelta(days=14),
        day,
        situation="Tình hình an ninh, an toàn mạng lưới trên địa bàn ổn định.",
        incidents=(Incidents("Phường Đông Sơn", 2, 0, 1),),
        proposals=(Proposal("VNPT Thanh Hóa", "Bố trí kinh phí thay ắc quy quá hạn."),),
    )
    return WordsDialog(written, view)


def palette(session: Any, _view: Any) -> Any:
    """The box that finds everything, while it is searched."""
    session.window.open_palette()
    found = [child for child in session.window.children() if type(child).__name__ == "Palette"][-1]
    found.field.setText("tram")
    return found


def keys(session: Any, _view: Any) -> Any:
    """The key help."""
    session.window.open_keys()
    return [child for child in session.window.children() if type(child).__name__ == "KeyHelp"][-1]


def finding(store: Path) -> dict[str, Any]:
    """A finding with a photo, that is late."""
    from inspector.store import lists, open_store

    with open_store(store) as opened, opened.read() as reader:
        found, _number = lists.findings(reader, lists.Slice(limit=1), search="PCCC-28", today="2026-12-31")
    return {"finding": found[0].uid}


def planning(_session: Any, view: Any) -> None:
    """A round that is being planned: the sites of one commune, two teams."""
    view.start_plan()
    view.page.name.setText("Kiểm tra liên ngành quý I/2027")
    view.page.model.show(search="tha00")
    view.page._add_shown()


def practising(session: Any, _view: Any) -> None:
    """The practice store."""
    session.open_practice()


def welcome(_session: Any, _view: Any) -> Any:
    """The first start, with a passphrase."""
    from ui.welcome import Welcome

    made = Welcome(new_store=True)
    made.name.setText("Trần Văn Thử Nghiệm")
    made.side.set_value("police")
    made.seal.setChecked(True)
    made.show()
    return made


def passphrase(_session: Any, _view: Any) -> Any:
    """A sealed store."""
    from ui.welcome import PassphraseDialog

    made = PassphraseDialog("inspector.db", "")
    made.show()
    return made


SCENES = (
    Scene("today", LAPTOP, "today"),
    Scene("today", EMPTY, "today"),
    Scene("rounds", REGISTER, "rounds"),
    Scene("rounds", EMPTY, "rounds"),
    Scene("rounds-plan", REGISTER, "rounds", then=planning),
    Scene("welcome", EMPTY, "today", then=welcome),
    Scene("passphrase", EMPTY, "today", then=passphrase),
    Scene("sites", LAPTOP, "sites", site),
    Scene("sites", EMPTY, "sites"),
    Scene("visits", LAPTOP, "visits"),
    Scene("visits", EMPTY, "visits"),
    Scene("visit", LAPTOP, "visit", draft),
    Scene("sign", LAPTOP, "sign", draft),
    Scene("sign-done", LAPTOP, "sign", signed),
    Scene("findings", REGISTER, "findings"),
    Scene("findings", EMPTY, "findings"),
    Scene("findings-one", REGISTER, "findings", finding),
    Scene("register", REGISTER, "register"),
    Scene("register", EMPTY, "register"),
    Scene("reports", REGISTER, "reports"),
    Scene("reports", EMPTY, "reports"),
    Scene("reports-paper", REGISTER, "reports", lambda _store: {"name": "summary"}),
    Scene("reports-words", REGISTER, "reports", lambda _store: {"name": "summary"}, then=report_words),
    Scene("settings", LAPTOP, "settings"),
    Scene("settings", EMPTY, "settings"),
    Scene("settings-letterhead", LAPTOP, "settings", lambda _store: {"page": "letterhead"}),
    Scene("settings-checklists", LAPTOP, "settings", lambda _store: {"page": "checklists"}),
    Scene("settings-backups", LAPTOP, "settings", lambda _store: {"page": "backups"}),
    Scene("settings-about", LAPTOP, "settings", lambda _store: {"page": "about"}),
    Scene("palette", LAPTOP, "sites", then=palette),
    Scene("keys", LAPTOP, "sites", then=keys),
    Scene("practice", LAPTOP, "settings", then=practising),
)


def prepare(folder: Path) -> dict[str, Path]:
    """The stores, made from a demonstration that is told in Vietnamese when it is not there yet."""
    from inspector import demo, i18n, people, sites, visits, workplace

    told = folder / "demo"
    if not (told / "so-tong-hop.db").is_file():
        i18n.set_language("vi")
        demo.tell(told, lambda line: print(line, file=sys.stderr))
    stores = {LAPTOP: folder / "stores" / "may-doan-1.db", REGISTER: folder / "stores" / "so-tong-hop.db"}
    stores[EMPTY] = folder / "stores" / "moi.db"
    shutil.rmtree(folder / "stores", ignore_errors=True)
    (folder / "stores").mkdir(parents=True)
    shutil.copyfile(told / "may" / "may-doan-1.db", stores[LAPTOP])
    shutil.copyfile(told / "so-tong-hop.db", stores[REGISTER])
    for path in stores.values():
        with workplace.open_workplace(str(path)) as store:
            person = people.settle(store, "Trần Văn Thử Nghiệm", side="police", unit="Phòng PA04")
            if path == stores[LAPTOP]:
                with store.read() as reader:
                    place = sites.named(reader, "THA0043").uid
                today = datetime.datetime.now().astimezone().date()
                visit = visits.start(store, place, ["fire", "guard"], by=person.uid, on=today, team="Đoàn 1")
                with store.read() as reader:
                    lines = visits.dossier(reader, visit).pages[0].lines
                for number, line in enumerate(lines[:27]):
                    value = "fail" if number in (8, 21) else "pass"
                    visits.record_answers(store, visit, "fire", {line.item.path: value}, by=person.uid)
    return stores


def take(folder: Path, language: str, looks: list[str], only: list[str]) -> int:
    """Every scene in one language at the scale of this process; how many pictures were made."""
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from inspector import i18n, people, workplace
    from ui.app import Session
    from ui.immortal import make_immortal
    from ui.theme import Theme

    make_immortal()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    ratio = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    target = folder / f"{language}-{round(ratio * 100)}"
    target.mkdir(parents=True, exist_ok=True)
    i18n.set_language(language)
    theme = Theme(application, looks[0])
    made = 0
    for key in (LAPTOP, REGISTER, EMPTY):
        scenes = [one for one in SCENES if one.store == key and (not only or any(word in one.name for word in only))]
        if not scenes:
            continue
        with tempfile.TemporaryDirectory() as home:
            name = {LAPTOP: "may-doan-1.db", REGISTER: "so-tong-hop.db", EMPTY: "moi.db"}[key]
            store = Path(home) / name
            shutil.copyfile(folder / "stores" / name, store)
            os.environ["INSPECTOR_HOME"] = home
            memory = QSettings(str(Path(home) / "window.ini"), QSettings.Format.IniFormat)
            session = Session(str(store), memory, theme, Path(home))
            with workplace.open_workplace(str(store)) as opened, opened.read() as reader:
                person = people.here(reader)
            assert person is not None
            session.open(person)
            window = session.window
            assert window is not None
            window.resize(round(SCREEN[0] / ratio), round(SCREEN[1] / ratio))
            for scene in scenes:
                window.go(scene.place, **scene.target(store))
                settle(application, session)
                shown = scene.then(session, window.view(scene.place)) if scene.then is not None else None
                settle(application, session)
                window = session.window
                window.resize(round(SCREEN[0] / ratio), round(SCREEN[1] / ratio))
                for look in looks:
                    theme.set_mode(look)
                    settle(application, session)
                    picture = (shown or window).grab()
                    picture.save(str(target / f"{scene.name}-{'empty' if key == EMPTY else 'full'}-{look}.png"))
                    made += 1
                if shown is not None:
                    shown.close()
            window.close()
            window.deleteLater()
            session.close()
            settle(application, session)
    return made


def settle(application: Any, session: Any) -> None:
    """Let the lanes bring what they have, and the window draw it."""
    import time

    from PySide6.QtCore import QCoreApplication, QEvent

    last = time.monotonic() + PATIENCE_S
    calm = 0
    while calm < 4 and time.monotonic() < last:
        application.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        calm = 0 if session.tasks.busy else calm + 1
        time.sleep(0.01)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots")
    parser.add_argument("folder", nargs="?", default="screenshots", type=Path, metavar="DIR")
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD", help="scenes whose name contains a word")
    parser.add_argument("--look", nargs="+", default=list(LOOKS), choices=LOOKS)
    parser.add_argument("--scale", nargs="+", default=list(SCALES))
    parser.add_argument("--lang", nargs="+", default=list(LANGUAGES), choices=[*LANGUAGES, "xx"])
    parser.add_argument("--within", default="", help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    if args.within:
        print(take(args.folder, args.within, args.look, args.only))
        return 0
    args.folder.mkdir(parents=True, exist_ok=True)
    prepare(args.folder)
    total = 0
    for language in args.lang:
        for scale in args.scale:
            environment = {**os.environ, "QT_SCALE_FACTOR": scale}
            environment.setdefault("QT_QPA_PLATFORM", "offscreen")
            environment.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false;qt.qpa.*=false;*.warning=false")
            command = [sys.executable, "-m", "tests.screenshots", str(args.folder), "--within", language]
            command += ["--look", *args.look, *(["--only", *args.only] if args.only else [])]
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
            if done.returncode:
                return done.returncode
            total += int(done.stdout.split()[-1])
    print(f"{total} pictures in {args.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
