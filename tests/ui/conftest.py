"""Windows are tested without a screen unless QT_QPA_PLATFORM says otherwise; every test has its own data folder."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false;qt.qpa.*=false")

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from inspector import i18n, people, workplace
from tests.ui.desk import PATIENCE_MS, Desk, furnished, write
from ui.app import Session
from ui.tasks import Tasks
from ui.theme import Theme


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("INSPECTOR_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tests read English; the translations have tests of their own."""
    before = i18n.language()
    i18n.set_language("en")
    yield
    i18n.set_language(before)


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(qapp, "light")
    yield theme
    theme.setParent(None)
    theme.deleteLater()
    qapp.setStyleSheet("")


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


class Box:
    """A store as far as the lanes are concerned."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.closed = False

    @contextmanager
    def read(self) -> Iterator[Box]:
        yield self

    def tidy(self) -> None:
        self.lines.append("tidied")

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def tasks(qapp: QApplication, box: Box) -> Iterator[Tasks]:
    lanes = Tasks(lambda: box)
    yield lanes
    lanes.drain()


@pytest.fixture
def desk(qtbot: Any, qapp: QApplication, tmp_path: Path, memory: QSettings, look: Theme) -> Iterator[Desk]:
    store = tmp_path / "laptop.db"
    write(store, furnished)
    session = Session(str(store), memory, look, tmp_path)
    crashed: list[Any] = []
    session.tasks.crashed.connect(crashed.append)
    with workplace.open_workplace(str(store)) as opened, opened.read() as reader:
        person = people.here(reader)
    assert person is not None
    session.open(person)
    made = Desk(qtbot, session, store)
    with qtbot.waitActive(made.window, timeout=PATIENCE_MS):
        made.window.activateWindow()
    made.calm()
    yield made
    made.calm()
    made.window.close()
    made.window.deleteLater()
    session.close()
    assert crashed == []
