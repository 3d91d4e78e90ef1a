"""Every place, empty and full: each text is translated and fits, each control has a name and is reached by keyboard."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from inspector import checklists, i18n, people, workplace
from inspector.model import RECORDS
from inspector.store import Reader
from tests import screenshots
from tests.ui import walk
from ui.app import Session
from ui.theme import Theme

SIZES = {"100 %": (1366, 768), "150 %": (910, 512)}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The stores of the demonstration: in the middle of a round, a supervisor's, and a new one."""
    before = i18n.language()
    try:
        return screenshots.prepare(tmp_path_factory.mktemp("places"))
    finally:
        i18n.set_language(before)


@pytest.fixture(scope="module")
def known(stores: dict[str, Path]) -> str:
    """What people and checklists say in any of the stores."""
    said = []
    for path in stores.values():
        with workplace.open_workplace(str(path)) as store, store.read() as reader:
            said += [data(reader), str(path).casefold()]
    return "\n".join(said)


@pytest.fixture(params=["laptop", "register", "empty"])
def opened(
    request: pytest.FixtureRequest,
    stores: dict[str, Path],
    qapp: QApplication,
    look: Theme,
    tmp_path: Path,
    memory: QSettings,
    speaks: str,
) -> Iterator[tuple[Session, list[screenshots.Scene], Path]]:
    """A window on one of the stores in the language of the test."""
    i18n.set_language(speaks)
    store = stores[request.param]
    session = Session(str(store), memory, look, tmp_path)
    with workplace.open_workplace(str(store)) as place, place.read() as reader:
        person = people.here(reader)
    assert person is not None
    session.open(person)
    yield session, [scene for scene in screenshots.SCENES if scene.store == request.param], store
    screenshots.settle(qapp, session)
    assert session.window is not None
    session.window.close()
    session.window.deleteLater()
    session.close()
    screenshots.settle(qapp, session)


def shown(opened: Any, qapp: QApplication, size: tuple[int, int]) -> Iterator[tuple[str, QWidget]]:
    """Each scene of the store, laid out in a window of this size: its name, and what a person sees."""
    session, scenes, store = opened
    window = session.window
    window.resize(*size)
    for scene in scenes:
        window.go(scene.place, **scene.target(store))
        screenshots.settle(qapp, session)
        dialog = scene.then(session, window.view(scene.place)) if scene.then is not None else None
        screenshots.settle(qapp, session)
        window = session.window
        window.resize(*size)
        screenshots.settle(qapp, session)
        yield scene.name, dialog or window
        if dialog is not None:
            dialog.close()


def data(reader: Reader) -> str:
    """Everything that people and checklists say in a store, in small letters."""
    said = [
        str(value) for model in RECORDS.values() for one in reader.all(model) for value in one.model_dump().values()
    ]
    for checklist in checklists.installed(reader):
        for item in checklists.items(checklists.form(reader, checklist.sha256)).values():
            said += [str(value) for value in dataclasses.astuple(item)]
    return "\n".join(said).casefold()


@pytest.mark.parametrize("speaks", ["xx"])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_text_is_marked_for_translation(
    opened: Any, qapp: QApplication, size: tuple[int, int], known: str
) -> None:
    """In a language that does not exist, whatever is not in its brackets and not data was never marked."""
    found = {
        f"{scene}: {text}"
        for scene, top in shown(opened, qapp, size)
        for widget in walk.visible(top)
        for text in walk.unmarked(widget, known)
    }

    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("speaks", ["vi", "xx"])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_no_text_is_cut_off(opened: Any, qapp: QApplication, size: tuple[int, int]) -> None:
    """Neither in Vietnamese nor in a language a third longer than English."""
    found = {
        f"{scene}: {walk.cut_off(widget)}"
        for scene, top in shown(opened, qapp, size)
        for widget in walk.visible(top)
        if walk.cut_off(widget)
    }

    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("speaks", ["vi"])
def test_every_control_has_a_name_and_is_reached_by_keyboard(opened: Any, qapp: QApplication) -> None:
    found = set()
    for scene, top in shown(opened, qapp, SIZES["100 %"]):
        for widget in walk.visible(top):
            if nameless := walk.nameless(widget):
                found.add(f"{scene}: no name: {nameless}")
            if hidden := walk.reachable(widget):
                found.add(f"{scene}: not reached by Tab: {hidden}")

    assert not found, "\n".join(sorted(found))
