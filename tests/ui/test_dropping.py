"""Files that are dropped go where they belong; a search without a match does not say that there is nothing at all."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inspector import handover, paths
from tests.ui.desk import Desk, write
from tests.ui.test_places import failed
from tests.ui.test_window import people_uid, started
from ui.register.view import RegisterView
from ui.sites.importing import ImportDialog
from ui.sites.view import SitesView
from ui.widgets.button import Button
from ui.widgets.empty import EmptyState


def test_a_station_list_is_previewed_and_a_parcel_goes_to_the_register(desk: Desk, tmp_path: Path) -> None:
    shutil.copyfile(paths.resource("sample", "stations.xlsx"), tmp_path / "tram.xlsx")
    desk.session.take_files([tmp_path / "tram.xlsx"])
    view: SitesView = desk.place("sites")
    desk.until(lambda: view.findChildren(ImportDialog))
    assert desk.window.current == "sites"
    view.findChildren(ImportDialog)[0].reject()

    visit = started(desk, "TC-001/KV2", "infrastructure")
    write(desk.store, lambda store: handover.export(store, [visit], tmp_path / "a.xlsx", by=people_uid(store)))
    desk.session.take_files([tmp_path / "a.xlsx"])
    register: RegisterView = desk.place("register")
    desk.until(lambda: register.files == [tmp_path / "a.xlsx"])
    assert desk.window.current == "register"


def test_a_search_without_a_match_says_so(desk: Desk) -> None:
    view: SitesView = desk.place("sites")
    desk.window.go("sites")
    desk.until(lambda: view.model.total)
    view.search.setText("khong co tram nay")
    desk.until(lambda: view.model.total == 0)
    desk.until(lambda: _said(view))


@pytest.mark.parametrize("place", ["sites", "findings", "visits"])
def test_what_was_sought_is_cleared_where_nothing_matches(desk: Desk, place: str) -> None:
    """The list rests as it did before: findings show the open ones."""
    failed(desk)
    view: Any = desk.place(place)
    desk.window.go(place)
    desk.until(lambda: view.model.total)
    before, asked = view.model.total, view.model.ask
    view.search.setText("khong co gi het")
    desk.until(lambda: view.model.total == 0)
    desk.until(lambda: _said(view))
    (nothing,) = _said(view)
    desk.qtbot.mouseClick(nothing.findChild(Button), Qt.MouseButton.LeftButton)

    desk.until(lambda: view.model.total == before)
    assert (view.search.text(), view.model.ask) == ("", asked)
    assert view.search.hasFocus()


def _said(view: QWidget) -> list[EmptyState]:
    shown = (one for one in view.findChildren(EmptyState) if one.isVisible())
    return [one for one in shown if one.accessibleName() == "Nothing matches."]
