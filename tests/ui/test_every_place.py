"""Every place, empty and full: each text is translated and fits, each control has a name and is reached by keyboard."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from inspector import arrivals, checklists, i18n, people, stationlist, workplace
from inspector.model import RECORDS
from inspector.store import Reader
from tests import screenshots
from tests.scenes import SCENES, Scene
from tests.scenes.acts import SIGNED_FILE
from tests.told import once
from tests.ui import painted, walk
from ui.app import PLACES, Session
from ui.place import HIDDEN
from ui.settings.view import SettingsView
from ui.theme import Theme
from ui.widgets import on_screen

SENTENCES = 80
"""What is longer than a name may end in an ellipsis, where a tip or the words beside it say the whole."""
SIZES = {"100 %": (1366, 768), "150 %": (910, 512)}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The stores of the demonstration: in the middle of a round, a supervisor's, and a new one."""
    folder = tmp_path_factory.mktemp("places")
    once(tmp_path_factory, folder / "demo")
    return screenshots.prepare(folder)


@pytest.fixture(scope="module")
def known(stores: dict[str, Path]) -> str:
    """What people and checklists say in any of the stores."""
    said = []
    for path in stores.values():
        with workplace.open_workplace(str(path)) as store, store.read() as reader:
            said += [data(reader), str(path).casefold()]
    table = stationlist.read(stores["laptop"].parents[1] / "demo" / "danh-sach-tram.xlsx")
    said += [f"{one.sheet} {' '.join(column.header for column in one.columns)}".casefold() for one in table.tables]
    return "\n".join(said)


@pytest.fixture(scope="module")
def vietnamese(stores: dict[str, Path]) -> set[str]:
    """What the checklists say in Vietnamese, as far as they say it otherwise in English; short ones are left out."""
    said: set[str] = set()
    with workplace.open_workplace(str(stores["laptop"])) as store, store.read() as reader:
        for one in checklists.installed(reader):
            form = checklists.form(reader, one.sha256)
            pairs = [(form.title_in(None), form.title_in("en"))]
            for mine, theirs in zip(*(checklists.items(form, code).values() for code in ("vi", "en")), strict=True):
                names = ("text", "section", "hint", "measure_label")
                pairs += [(getattr(mine, name), getattr(theirs, name)) for name in names]
            said |= {mine for mine, theirs in pairs if mine != theirs and mine.count(" ") > 2}
    return said


@pytest.fixture(params=["laptop", "register", "empty"])
def opened(
    request: pytest.FixtureRequest,
    stores: dict[str, Path],
    qapp: QApplication,
    look: Theme,
    tmp_path: Path,
    memory: QSettings,
    before: str,
    speaks: str,
) -> Iterator[tuple[Session, list[Scene], Path]]:
    """A window on one of the stores; every place was seen in one language before another was chosen."""
    i18n.set_language(before)
    store = tmp_path / stores[request.param].name
    shutil.copyfile(stores[request.param], store)
    session = Session(str(store), memory, look, tmp_path)
    with workplace.open_workplace(str(store)) as place, place.read() as reader:
        person = people.here(reader)
    assert person is not None
    session.open(person)
    assert session.window is not None
    for place in PLACES:
        if place.group != HIDDEN:
            session.window.go(place.key)
    screenshots.settle(qapp, session)
    settings = session.window.view("settings")
    assert isinstance(settings, SettingsView)
    settings.look.language.chosen.emit(speaks)
    screenshots.settle(qapp, session)
    yield session, [scene for scene in SCENES if scene.store == request.param and not scene.long], store
    screenshots.settle(qapp, session)
    assert session.window is not None
    session.window.close()
    session.window.deleteLater()
    session.close()
    screenshots.settle(qapp, session)


def shown(opened: Any, qapp: QApplication, size: tuple[int, int], told: Path) -> Iterator[tuple[str, QWidget]]:
    """Each scene of the store, laid out in a window of this size: its name, and what a person sees."""
    session, scenes, store = opened
    session.window.resize(*size)
    for scene in scenes:
        top = screenshots.present(qapp, session, scene, store, told)
        session.window.resize(*size)
        screenshots.settle(qapp, session)
        yield scene.name, top or session.window
        screenshots.leave(session, scene, top)


def data(reader: Reader) -> str:
    """Everything that people and checklists say in a store, in small letters."""
    said = [
        str(value) for model in RECORDS.values() for one in reader.all(model) for value in one.model_dump().values()
    ]
    said += [one.file for one in arrivals.listed(reader)]
    for checklist in checklists.installed(reader):
        for item in checklists.items(checklists.form(reader, checklist.sha256)).values():
            said += [str(value) for value in dataclasses.astuple(item)]
    return "\n".join(said).casefold()


@pytest.mark.parametrize(
    ("before", "speaks", "size"),
    [("vi", "xx", "100 %"), ("en", "xx", "150 %"), ("xx", "vi", "150 %"), ("vi", "en", "150 %")],
    ids=["xx at 100 %", "xx at 150 %", "vi at 150 %", "en at 150 %"],
)
def test_every_text_is_of_the_chosen_language_and_fits_and_every_control_is_reached(
    opened: Any,
    qapp: QApplication,
    size: str,
    speaks: str,
    known: str,
    vietnamese: set[str],
    stores: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    After the language was switched in the open window. In a language that does not exist, whatever is not in its brackets
    and not data was never marked for translation; back in Vietnamese no bracket is left; in English a checklist speaks it.
    """
    found = set()
    screen = QSize(SIZES[size][0], SIZES[size][1] - on_screen.TITLE_BAR)
    monkeypatch.setattr(on_screen, "room", lambda _window: screen)
    told = stores["laptop"].parents[1] / "demo"
    texts = f"{known}\n{opened[2]}\n{told / SIGNED_FILE}".casefold()
    for scene, top in shown(opened, qapp, SIZES[size], told):
        if isinstance(top, QDialog) and (top.height() > screen.height() or top.width() > screen.width()):
            found.add(f"{scene}: {top.width()}×{top.height()} on a screen of {screen.width()}×{screen.height()}")
        if speaks != "xx":
            cut = (words for words, whole in painted.lines(top, monkeypatch) if not whole and len(words) <= SENTENCES)
            found.update(f"{scene}: shortened: {words!r}" for words in cut)
        for widget in walk.visible(top):
            left = walk.unmarked(widget, texts) if speaks == "xx" else walk.bracketed(widget)
            left += walk.foreign(widget, vietnamese) if speaks == "en" else []
            found.update(f"{scene}: another language: {text}" for text in left)
            for wrong, words in (
                ("cut off", walk.cut_off(widget)),
                ("no name", walk.nameless(widget)),
                ("not reached by Tab", walk.reachable(widget)),
            ):
                if words:
                    found.add(f"{scene}: {wrong}: {words}")

    assert not found, "\n".join(sorted(found))
