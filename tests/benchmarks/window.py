"""
The window while a person fills: from the start of the process to a usable window, opening a visit of 174 items, a key until
it is painted with 1,000 items, an answer until it is on the disk, and changing visits in a store of 20,000.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import insert

from inspector import checklists, people, sites, visits, workplace
from inspector.model import Answer, Person, Sheet, Side, Site, Visit
from inspector.store import Store
from inspector.store.tables import PROJECTIONS
from tests.ui.watchdog import Longest
from ui.app import Session
from ui.theme import Theme
from ui.visits.filling import FillingView

TYPES: Final = "bts tower exchange dc office shop warehouse cable_route cabinet manhole"
FORMS: Final = ("fire", "state_secret", "equipment", "infrastructure", "guard")
KEYS: Final = 120
SCROLLS: Final = 400
BLOCKED: Final = ("today", "sites", "visits", "findings", "rounds", "register", "reports", "settings", "visit", "sign")
ITEMS, SITES, VISITS, STARTS = 1_000, 5_000, 20_000, 5
BLOCK_MS: Final = 50.0
LENGTHS: Final = ("blocked", "used")
WANTED: Final = {
    "start_to_window_ratio": 3.0,
    "open_visit_174_items_ms": 300.0,
    "key_painted_p99_ms": 16.0,
    "committed_p99_ms": 50.0,
    "switch_visit_p99_ms": 150.0,
    "scroll_p99_ms": 16.0,
}
BARE: Final = """
import json, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            window.removeEventFilter(self)
            QTimer.singleShot(0, done)
        return False
def done():
    print(json.dumps({"window": time.monotonic()}), flush=True)
    application.quit()
application = QApplication([])
window = QMainWindow()
watch = Watch()
window.installEventFilter(watch)
window.resize(1366, 768)
window.show()
application.exec()
"""
OURS: Final = """
import sys
from tests.benchmarks._start import measured
measured(sys.argv[1], bool(sys.argv[2]))
"""


def run() -> list[dict[str, Any]]:
    """Each figure with what is wanted of it and whether it holds in this run."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "laptop.db"
        with workplace.open_workplace(str(store)) as opened:
            person, large, many, switched = _furnished(opened, Path(folder))
        figures = _started(store)
        application = QApplication.instance() or QApplication([])
        assert isinstance(application, QApplication)
        memory = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        session = Session(str(store), memory, Theme(application, "light"), Path(folder))
        session.open(person)
        figures |= _filled(session, large, many, switched)
        assert session.window is not None
        session.window.close()
        session.close()
    return [_figure(name, value) for name, value in figures.items()]


def _figure(name: str, value: float) -> dict[str, Any]:
    wanted = BLOCK_MS if name.startswith(("block_", "start_longest_block_of")) else WANTED.get(name)
    unit = "ratio" if name.endswith("ratio") else "ms"
    said: dict[str, Any] = {"name": f"window.{name}", "ours": value, "unit": unit}
    return said if wanted is None else {**said, "wanted": wanted, "holds": value <= wanted}


# the store


def _furnished(store: Store, folder: Path) -> tuple[Person, list[str], str, list[str]]:
    """5,000 sites and 20,000 visits beside those that are opened; a checklist of 1,000 items."""
    person = people.settle(store, "Lê Văn Ví Dụ", side=Side.POLICE)
    site = sites.add(store, "THA0001", by=person.uid, name="Trạm", types=TYPES)
    (folder / "many.xml").write_text(_thousand(), encoding="utf-8")
    checklists.install(store, folder / "many.xml")
    large = [visits.start(store, site.uid, FORMS, by=person.uid) for _ in range(4)]
    many = visits.start(store, site.uid, ["many"], by=person.uid)
    others = [sites.add(store, f"THB{at:04d}", by=person.uid, name=f"Trạm {at}", types=TYPES) for at in range(10)]
    switched = [visits.start(store, one.uid, FORMS, by=person.uid) for one in others]
    _fill_up(store)
    return person, large, many, switched


def _fill_up(store: Store) -> None:
    """The tables as if so much had been inspected; in bulk, for only their size is wanted."""
    with store.transact("benchmark") as tx:
        fire = checklists.named(tx, "fire")
        paths = list(checklists.items(checklists.form(tx, fire.sha256)))[:4]

        def put(kind: str, rows: list[dict[str, Any]]) -> None:
            for start in range(0, len(rows), 2000):
                tx.connection.execute(insert(PROJECTIONS[kind]), rows[start : start + 2000])

        places = [Site(uid=f"s{at}", code=f"BM{at:05d}", name=f"Trạm {at}").model_dump() for at in range(SITES)]
        put("site", [{**row, "search": row["code"].lower()} for row in places])
        numbers = range(VISITS)
        put(
            "visit",
            [
                Visit(uid=f"v{at}", site=f"s{at % SITES}", date=f"2026-{at % 12 + 1:02d}-05").model_dump()
                for at in numbers
            ],
        )
        put(
            "sheet",
            [
                Sheet(
                    uid=f"v{at}/fire", visit=f"v{at}", form="fire", version=fire.version, sha256=fire.sha256
                ).model_dump()
                for at in numbers
            ],
        )
        put(
            "answer",
            [
                Answer(uid=f"v{at}/fire/{path}", visit=f"v{at}", form="fire", path=path, value="pass").model_dump()
                for at in numbers
                for path in paths
            ],
        )


def _thousand() -> str:
    names = [f"q{at}" for at in range(ITEMS)]
    model = "".join(f"<{name}/>" for name in names)
    binds = "".join(
        f'<bind nodeset="/data/{name}" type="string" ins:code="M-{name}" ins:fails-on="fail" ins:severity="minor"/>'
        for name in names
    )
    items = "".join(
        f"<item><label>{words}</label><value>{value}</value></item>"
        for value, words in (("pass", "Đạt"), ("fail", "Không đạt"), ("na", "Không áp dụng"))
    )
    body = "".join(
        f'<select1 ref="/data/{name}"><label>Mục kiểm tra số {name} có đạt yêu cầu không?</label>{items}</select1>'
        for name in names
    )
    return (
        '<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:ins="urn:inspector:checklist"><h:head><h:title>Nghìn mục</h:title><model>'
        f'<instance><data id="many" version="1">{model}</data></instance>{binds}</model></h:head>'
        f"<h:body>{body}</h:body></h:html>"
    )


# the figures


def _started(store: Path) -> dict[str, float]:
    """
    From the start of the process until the window is painted and answers, and until Today's records are in it; beside a
    bare QMainWindow. Both are warm: files in memory, Python's modules compiled by a first start that is not counted, as
    an installed program's are.
    """
    with tempfile.TemporaryDirectory() as compiled:
        _process(compiled, ["-c", BARE])
        _process(compiled, ["-c", OURS, str(store), ""])
        bare, ours = [], []
        for _ in range(STARTS):
            bare.append(_process(compiled, ["-c", BARE])["window"])
            ours.append(_process(compiled, ["-c", OURS, str(store), ""]))
        tried = _process(compiled, ["-c", OURS, str(store), "tried"])
    window = _middle([one["window"] for one in ours])
    return {
        "bare_window_ms": _ms(_middle(bare)),
        "start_to_window_ms": _ms(window),
        "start_to_window_ratio": round(window / _middle(bare), 2),
        "start_to_answer_ms": _ms(tried["answered"]),
        "start_to_today_ms": _ms(_middle([one["today"] for one in ours])),
        "start_longest_block_ms": _ms(_middle([one["blocked"] for one in ours])),
        "start_longest_block_of_its_own_ms": _ms(_middle([one["used"] for one in ours])),
    }


def _process(compiled: str, arguments: list[str]) -> dict[str, float]:
    """The moments that a process tells, counted from its start; the lengths as they are."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "INSPECTOR_HOME": home, "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        before = time.monotonic()
        done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=environment, check=True)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {name: told[name] if name in LENGTHS else told[name] - before for name in told}


def _filled(session: Session, large: list[str], many: str, switched: list[str]) -> dict[str, float]:
    window = session.window
    assert window is not None
    view = window.view("visit")
    assert isinstance(view, FillingView)
    _until(lambda: not session.tasks.busy)

    def opened(visit: str) -> float:
        before = time.perf_counter()
        window.go("visit", visit=visit)
        _until(lambda: view.opened is not None and view.opened.dossier.visit.uid == visit and view.current)
        window.grab()
        spent = time.perf_counter() - before
        _until(lambda: not session.tasks.busy)
        return spent

    opening = [opened(visit) for visit in large]
    switching = [opened(visit) for visit in [*switched, *switched]]
    opened(many)
    window.activateWindow()
    _until(window.isActiveWindow)
    painted, committed = [], []
    for at in range(KEYS):
        card = view.cards[view.current]
        card.setFocus()
        key = view.current
        before = time.perf_counter()
        QTest.keyClick(card, (Qt.Key.Key_1, Qt.Key.Key_3)[at % 2])
        _paint(window)
        painted.append(time.perf_counter() - before)
        assert view.sheet is not None
        assert view.sheet.line(key).value in ("pass", "na")
        _until(lambda: view.writing.quiet)
        committed.append(time.perf_counter() - before)
        if at % 3 == 0:  # a person presses on while lists are still read
            _until(lambda: not session.tasks.busy)
    scrolled = _scrolled(window, view)
    blocks = _blocks(session, large[0])
    return {
        "open_visit_first_ms": _ms(opening[0]),
        "open_visit_174_items_ms": _ms(max(opening[1:])),
        "switch_visit_median_ms": _ms(_middle(switching)),
        "switch_visit_p99_ms": _ms(max(switching)),
        "key_painted_p50_ms": _ms(_middle(painted)),
        "key_painted_p99_ms": _ms(_late(painted)),
        "committed_p50_ms": _ms(_middle(committed)),
        "committed_p99_ms": _ms(_late(committed)),
        "scroll_p50_ms": _ms(_middle(scrolled)),
        "scroll_p99_ms": _ms(_late(scrolled)),
        **blocks,
    }


def _scrolled(window: QWidget, view: FillingView) -> list[float]:
    """How long each frame takes while a form of 1,000 items is scrolled from end to end by the wheel's steps."""
    bar = view.column.verticalScrollBar()
    frames = []
    for at in range(SCROLLS):
        before = time.perf_counter()
        bar.setValue(
            bar.minimum() + (bar.maximum() - bar.minimum()) * at // SCROLLS if at % 40 == 0 else bar.value() + 60
        )
        _paint(window)
        frames.append(time.perf_counter() - before)
        QApplication.processEvents()
    return frames


def _blocks(session: Session, visit: str) -> dict[str, float]:
    """The longest processor time that the UI thread took at a stretch, in each place: the second time one goes there."""
    window, longest = session.window, Longest()
    assert window is not None
    found = {}
    for _ in range(2):
        for place in BLOCKED:
            longest.take()
            window.go(place, **({"visit": visit} if place in ("visit", "sign") else {}))
            _until(lambda: not session.tasks.busy)
            found[f"block_{place}_ms"] = _ms(longest.take())
    return found


def _paint(window: QWidget) -> None:
    """Lay out and paint what waits for it, as the next turn of the event loop does."""
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    QApplication.sendPostedEvents(window, QEvent.Type.UpdateRequest.value)


def _until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Run the event loop until it is true."""
    loop, end = QEventLoop(), time.monotonic() + seconds
    wake = QTimer()
    wake.timeout.connect(loop.quit)
    wake.start(1)
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        loop.exec()


def _middle(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


def _late(times: list[float]) -> float:
    """Of a hundred, the slowest but one."""
    return sorted(times)[max(0, round(len(times) * 0.99) - 1)]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
