"""
Pictures of every place of the window, from the stores of the demonstration, to be looked at by a person.

    python -m tests.screenshots [DIR] [--only WORD …] [--look LOOK …] [--scale 1 1.5] [--lang vi en]

Every place empty and full, in light, dark and high contrast, on a screen of 1366 x 768 at 100 and 150 per cent, in both
languages: DIR/<language>-<scale>/<place>-<full|empty>-<look>.png. The demonstration is told once, into DIR/demo.
A new place or dialog is a line of tests.scenes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from inspector.store import Store
from tests.scenes import AFTERWARDS, EMPTY, LAPTOP, REGISTER, SCENES, Scene
from tests.scenes.acts import KEPT

LOOKS = ("light", "dark", "contrast")
SCALES = ("1", "1.5")
LANGUAGES = ("vi", "en")
SCREEN = (1366, 768)
PATIENCE_S = 20
CALM_TURNS = 5
"""After so many turns of the loop in which nothing was due, nothing follows from what was done."""
FAULT = "Hai bình MFZ8 quá hạn kiểm tra từ tháng 9/2026, kim áp suất ở vạch đỏ."


def prepare(folder: Path) -> dict[str, Path]:
    """The stores, made from a demonstration that is told in Vietnamese when it is not there yet."""
    from inspector import demo, i18n, people, workplace

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
                fill(store, person.uid)
    return stores


def fill(store: Store, by: str) -> None:
    """A visit of today that is half done: one failed item with its finding in full, one without a photo yet."""
    from inspector import days, findings, sites, visits
    from inspector.demo.pictures import taken

    now = days.now()
    with store.read() as reader:
        place = sites.named(reader, "THA0043").uid
    visit = visits.start(store, place, ["fire", "guard"], by=by, on=now.date(), team="Đoàn 1")
    with store.read() as reader:
        lines = visits.dossier(reader, visit).pages[0].lines
    for line in lines[:27]:
        failed = line.item.code in ("PCCC-09", "PCCC-28")
        said = {line.item.path: "fail" if failed else "pass"}
        if line.item.code == "PCCC-28":
            said[line.item.measure] = "14"
        notes = {line.item.path: FAULT} if line.item.code == "PCCC-28" else {}
        visits.record_answers(store, visit, "fire", said, notes=notes, by=by)
    path = next(line.item.path for line in lines if line.item.code == "PCCC-28")
    findings.edit(
        store,
        findings.uid_of(visit, "fire", path),
        by=by,
        remedy="Kiểm tra, nạp lại và dán tem mới.",
        in_charge="Tổ kỹ thuật số 2",
    )
    for number in (1, 2):
        caption = f"THA0043 · PCCC-28 · {now:%d/%m/%Y} · {number}"
        content = taken("extinguisher", caption, now)
        name = f"THA0043-PCCC-28-{number}.jpg"
        visits.add_photo(store, visit, "fire", path, content, by=by, name=name, taken_at=now.isoformat())


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
                shown = present(application, session, scene, store, folder / "demo")
                settle(application, session, calm_s=0.25)
                window = session.window
                window.resize(round(SCREEN[0] / ratio), round(SCREEN[1] / ratio))
                for look in looks:
                    theme.set_mode(look)
                    settle(application, session)
                    picture = (shown or window).grab()
                    picture.save(str(target / f"{scene.name}-{'empty' if key == EMPTY else 'full'}-{look}.png"))
                    made += 1
                leave(session, scene, shown)
            window.close()
            window.deleteLater()
            session.close()
            settle(application, session)
    return made


def present(application: Any, session: Any, scene: Scene, store: Path, told: Path) -> Any:
    """Do what a scene says; the dialog that is shown, or None when it is the window."""
    session.window.go(scene.place, **scene.target(store))
    settle(application, session)
    if scene.then is not None:
        scene.then(session, session.window.view(scene.place), told)
        settle(application, session)
    if not scene.dialog:
        return None
    found = [one for one in application.topLevelWidgets() if type(one).__name__ == scene.dialog and one.isVisible()]
    if not found:
        raise LookupError(f"{scene.name}: no {scene.dialog} is open")
    return found[-1]


def leave(session: Any, scene: Scene, shown: Any) -> None:
    """Close what a scene opened, and put right what it left in the window."""
    if shown is not None:
        shown.close()
        shown.deleteLater()
    KEPT.clear()
    if scene.name in AFTERWARDS:
        AFTERWARDS[scene.name](session)
    session.window._put_away()


def settle(application: Any, session: Any, *, calm_s: float = 0.04) -> None:
    """Let the lanes bring what they have, the timers ring that are due within `calm_s`, and the window draw it."""
    import time

    from PySide6.QtCore import QCoreApplication, QEvent

    last = time.monotonic() + PATIENCE_S
    calm = 0
    while calm < CALM_TURNS and time.monotonic() < last:
        application.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        busy = session.tasks.busy or ringing(application, session, round(calm_s * 1000))
        if busy or drawn_elsewhere(application):
            calm = 0
            time.sleep(0.002)
        else:
            calm += 1


def ringing(application: Any, session: Any, within_ms: int) -> bool:
    """Whether something of the program waits for a timer that rings once, and soon."""
    from PySide6.QtCore import QTimer

    timers = (timer for one in (session, *application.topLevelWidgets()) for timer in one.findChildren(QTimer))
    return any(timer.isSingleShot() and 0 <= timer.remainingTime() <= within_ms for timer in timers)


def drawn_elsewhere(application: Any) -> bool:
    """Whether there are papers whose pages a thread drew, and that are drawn where they are shown from now on."""
    from PySide6.QtPdf import QPdfPageRenderer

    here = QPdfPageRenderer.RenderMode.SingleThreaded
    found = [one for top in application.topLevelWidgets() for one in top.findChildren(QPdfPageRenderer)]
    elsewhere = [one for one in found if one.renderMode() != here]
    for one in elsewhere:
        one.setRenderMode(here)
    return bool(elsewhere)


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
    laptop = args.folder / "screen.json"
    laptop.write_text(json.dumps({"screens": [{"name": "laptop", "width": SCREEN[0], "height": SCREEN[1]}]}))
    for language in args.lang:
        for scale in args.scale:
            environment = {**os.environ, "QT_SCALE_FACTOR": scale}
            if environment.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
                environment["QT_QPA_PLATFORM"] = f"offscreen:configfile={laptop.resolve()}"
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
