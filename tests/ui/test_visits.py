"""Starting a visit in the window: the site is found, the checklists that apply are offered, the team is named by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import Qt

from inspector import sites, visits
from inspector.model import Member, Side
from tests.ui.desk import Desk, write
from tests.ui.test_window import people_uid
from ui.visits.filling import FillingView
from ui.visits.listing import VisitsView
from ui.visits.new_visit import NewVisitDialog
from ui.widgets.chip import ChipButton
from ui.widgets.empty import EmptyState


def asked(running: Desk) -> NewVisitDialog:
    running.window.go("visits")
    running.calm()
    dialog: NewVisitDialog = running.place("visits").new_visit()
    running.until(lambda: dialog.boxes)
    running.calm()
    return dialog


def test_a_visit_starts_at_the_site_that_was_found_without_marks(desk: Desk) -> None:
    dialog = asked(desk)
    code = dialog.found.item(2).text().partition(" ")[0]

    desk.keys(dialog.search, code.lower(), Qt.Key.Key_Return)
    desk.until(lambda: dialog.site is not None and dialog.site.code == code and dialog.found.count() == 1)
    desk.calm()
    desk.keys(dialog.team[Side.VNPT], "Pham Minh Hoa, Tran Van Mau")
    desk.qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)

    view: FillingView = desk.place("visit")
    desk.until(lambda: view.visit and view.cards)
    dossier: visits.Dossier = desk.read(visits.dossier, view.visit)
    assert dossier.site is not None
    assert dossier.site.code == code
    sides = sorted(member.side for member in dossier.members)
    assert sides == ["police", "vnpt", "vnpt"]


def test_the_sites_found_take_no_more_room_than_they_fill_and_say_when_there_are_none(desk: Desk) -> None:
    """In a low window the checklists below were cut off beside an empty list."""
    dialog = asked(desk)
    many = dialog.found.height()
    code = dialog.found.item(2).text().partition(" ")[0]

    desk.keys(dialog.search, code.lower(), Qt.Key.Key_Return)
    desk.until(lambda: dialog.found.count() == 1)
    one = dialog.found.height()
    desk.keys(dialog.search, "zzzz", Qt.Key.Key_Return)
    desk.until(lambda: dialog.site is None)

    assert one < many
    assert dialog.found.visualItemRect(dialog.found.item(0)).bottom() < one
    assert dialog.found.item(0).text() == "Nothing matches."
    assert not dialog.start.isEnabled()


def test_only_checklists_with_items_for_the_site_are_offered(desk: Desk) -> None:
    dialog = asked(desk)

    assert dialog.site is not None
    ticked = {name for name, box in dialog.boxes.items() if box.isChecked()}
    assert ticked == {name for name, box in dialog.boxes.items() if box.isEnabled()}
    assert set(dialog.forms()) == ticked

    for box in dialog.boxes.values():
        box.setChecked(False)

    assert not dialog.start.isEnabled()
    dialog.reject()


def test_nothing_is_written_when_the_dialog_is_put_away(desk: Desk) -> None:
    dialog = asked(desk)

    dialog.reject()
    desk.calm()

    def members(reader: Any) -> int:
        return len(reader.all(Member))

    assert desk.read(members) == 0


def test_tab_goes_from_the_date_through_the_checklists_to_the_team(desk: Desk) -> None:
    dialog = asked(desk)
    chain = [dialog.date.nextInFocusChain()]
    while chain[-1] is not dialog.team[Side.POLICE]:
        chain.append(chain[-1].nextInFocusChain())

    assert [one for one in chain if one in dialog.boxes.values()] == list(dialog.boxes.values())
    assert not set(chain) & {dialog.start, dialog.team[Side.VNPT], dialog.team[Side.SITE]}


def test_the_list_of_visits_is_written_as_it_is_shown(desk: Desk, tmp_path: Path) -> None:
    site = desk.read(sites.named, "THA0001")
    for _turn in range(2):
        write(desk.store, lambda store: visits.start(store, site.uid, ["fire"], by=people_uid(store)))
    view: VisitsView = desk.place("visits")
    desk.window.go("visits")
    desk.until(lambda: view.model.total == 2)
    view.export(tmp_path / "luot.xlsx")
    desk.until(lambda: desk.window.banner is not None)
    sheet = openpyxl.load_workbook(tmp_path / "luot.xlsx").worksheets[0]
    said = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert sum("THA0001" in [str(value) for value in row] for row in said) == 2


def test_a_search_that_finds_nothing_is_taken_back_by_a_button(desk: Desk) -> None:
    site = desk.read(sites.named, "THA0001")
    write(desk.store, lambda store: visits.start(store, site.uid, ["fire"], by=people_uid(store)))
    desk.window.go("visits")
    view: VisitsView = desk.place("visits")
    desk.until(lambda: view.model.total)
    every = view.model.total
    assert view.state.text() == "State"
    view.state.choose("signed")
    desk.keys(view.search, "zzzz")
    desk.until(lambda: not view.model.total)

    nothing = next(one for one in view.findChildren(EmptyState) if one.accessibleName() == "Nothing matches.")
    nothing.button.click()
    desk.until(lambda: view.model.total == every)

    assert (view.search.text(), view.state.value, view.search.hasFocus()) == ("", None, True)


def test_the_chip_of_the_shown_checklist_is_marked_as_chosen(desk: Desk) -> None:
    site = desk.read(sites.named, "THA0001")
    visit = write(desk.store, lambda store: visits.start(store, site.uid, ["fire", "guard"], by=people_uid(store)))
    desk.window.go("visit", visit=visit)
    view: FillingView = desk.place("visit")
    desk.until(lambda: view.cards)

    chips = view.header.findChildren(ChipButton)
    chosen = [one.text() for one in chips if one.is_chosen()]

    assert len(chips) >= 2
    assert len(chosen) == 1
