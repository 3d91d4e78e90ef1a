"""Starting a visit in the window: the site is found, the checklists that apply are offered, the team is named by side."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from inspector import visits
from inspector.model import Member, Side
from tests.ui.desk import Desk
from ui.visits.filling import FillingView
from ui.visits.new_visit import NewVisitDialog


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
