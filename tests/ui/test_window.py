"""The whole window on a real store: a person finds a site, fills a checklist, signs, hands over; a supervisor merges."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QWidget

from inspector import (
    days,
    disagreements,
    handover,
    people,
    register,
    sites,
    visits,
)
from inspector.demo.pictures import taken
from inspector.model import Side
from inspector.store import Store
from tests.ui.desk import PATIENCE_MS, Desk, write
from ui.register.decision import DecisionCard
from ui.register.questions import VouchCard
from ui.register.view import RegisterView
from ui.scan.view import ScanDialog
from ui.signing.view import SigningView
from ui.sites.view import SitesView
from ui.visits.filling import FillingView
from ui.visits.new_visit import NewVisitDialog

AT = days.now()


def started(desk: Desk, code: str, *forms: str) -> str:
    """A visit at a site, opened in the window."""
    site = desk.read(sites.named, code)
    visit = str(write(desk.store, lambda store: visits.start(store, site.uid, forms, by=people_uid(store))))
    desk.window.go("visit", visit=visit)
    view: FillingView = desk.place("visit")
    desk.until(lambda: view.visit == visit and view.cards and view.current)
    desk.until(lambda: next(iter(view.cards.values())).editor.height() > 20)
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    view.cards[view.current].setFocus()
    return visit


def people_uid(store: Store) -> str:
    with store.read() as reader:
        person = people.here(reader)
    assert person is not None
    return person.uid


def lines(desk: Desk, visit: str) -> dict[str, visits.Line]:
    dossier = desk.read(visits.dossier, visit)
    return {line.item.code: line for page in dossier.pages for line in page.lines}


def test_a_site_is_found_without_marks_and_a_visit_begins(desk: Desk) -> None:
    view: SitesView = desk.place("sites")
    desk.window.go("sites")
    desk.keys(view.search, "hoang dong 1", Qt.Key.Key_Return)
    desk.until(lambda: view.model.total and view.model.record(0) and view.model.record(0).code == "THA0001")
    view.table.select_row(0)
    desk.until(lambda: view.card.site is not None)
    assert view.card.site is not None
    assert view.card.site.code == "THA0001"
    view.card.start_visit()
    (dialog,) = view.card.findChildren(NewVisitDialog)
    desk.until(lambda: dialog.site is not None and dialog.site.code == "THA0001" and dialog.start.isEnabled())
    desk.qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.window.current == "visit" and desk.place("visit").cards)


def test_an_item_is_answered_by_the_mouse_and_undone_by_name(desk: Desk) -> None:
    visit = started(desk, "THA0001", "fire")
    view: FillingView = desk.place("visit")
    desk.until(lambda: view.current)
    card = next(iter(view.cards.values()))
    desk.qtbot.mouseClick(card.segments.button("fail"), Qt.MouseButton.LeftButton)
    desk.calm()
    desk.until(card.finding.isVisible)
    assert lines(desk, visit)[card.line.item.code].value == "fail"
    undo = desk.window.actions_.get("undo")
    desk.until(lambda: undo.isEnabled() and card.line.item.code in undo.text())
    undo.trigger()
    desk.until(lambda: card.segments.value is None)
    desk.calm()
    assert lines(desk, visit)[card.line.item.code].value == ""


def test_undo_and_redo_say_when_nothing_is_left(desk: Desk) -> None:
    """Both keys were silent; and what was answered a moment ago is no nothing."""
    started(desk, "THA0001", "fire")
    view: FillingView = desk.place("visit")
    card = view.cards[view.current]
    undo, redo, saved = desk.window.actions_.get("undo"), desk.window.actions_.get("redo"), desk.window.top.saved
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

    desk.qtbot.keyClick(card, Qt.Key.Key_1)
    desk.until(lambda: card.line.item.code in undo.text())
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_Z, control)
    desk.until(lambda: redo.isEnabled() and not undo.isEnabled())
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_Z, control)
    desk.until(lambda: saved.text() == "Nothing left to undo." and saved.isVisible())
    saved._passing.timeout.emit()
    assert saved.text().startswith("Saved")
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_Y, control)
    desk.until(lambda: undo.isEnabled() and not redo.isEnabled())
    for keys in ((Qt.Key.Key_Z, control | shift), (Qt.Key.Key_Y, control)):
        desk.qtbot.keyClick(desk.window, *keys)
        desk.until(lambda: saved.text() == "Nothing left to redo.")
        saved._passing.timeout.emit()

    desk.qtbot.keyClick(desk.window, Qt.Key.Key_Z, control)
    desk.until(lambda: not undo.isEnabled())
    desk.qtbot.keyClick(card, Qt.Key.Key_2)
    assert not undo.isEnabled()
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_Z, control)
    desk.until(lambda: card.line.value == "" and redo.isEnabled())
    assert saved.text() != "Nothing left to undo."


def test_a_value_outside_the_limits_is_said(desk: Desk) -> None:
    started(desk, "THA0001", "equipment")
    view: FillingView = desk.place("visit")
    desk.until(lambda: view.current)
    card = next(card for card in view.cards.values() if card.line.item.code == "TB-29")
    card.measure.setFocus()
    desk.keys(card.measure, "36,5")
    assert card.hint.tone == "fail"
    desk.keys(card.measure, Qt.Key.Key_Return)
    desk.calm()
    assert card.line.measured == "36.5"


def test_a_photograph_is_attached_and_shown(desk: Desk, tmp_path: Path) -> None:
    visit = started(desk, "THA0001", "fire")
    view: FillingView = desk.place("visit")
    desk.until(lambda: view.current)
    path, card = next((path, card) for path, card in view.cards.items() if card.line.item.code == "PCCC-04")
    card.segments.choose("fail")
    (tmp_path / "a.jpg").write_bytes(taken("sign", "THA0001", AT))
    (tmp_path / "b.jpg").write_bytes(b"no picture")
    view.pictures.take_files(path, [tmp_path / "a.jpg", tmp_path / "b.jpg"])
    desk.until(lambda: lines(desk, visit)["PCCC-04"].photos)
    desk.until(lambda: desk.window.banner is not None)
    desk.calm()
    assert [photo.name for photo in lines(desk, visit)["PCCC-04"].photos] == ["a.jpg"]


def test_state_secrets_offer_no_photograph(desk: Desk) -> None:
    started(desk, "THA0043", "state_secret")
    view: FillingView = desk.place("visit")
    desk.until(lambda: view.current)
    card = next(iter(view.cards.values()))
    card.segments.choose("fail")
    desk.calm()
    assert not card.finding.add.isVisibleTo(card.finding)
    assert card.finding.secret.isVisibleTo(card.finding)


def test_the_window_opens_at_the_item_that_was_answered_last(desk: Desk) -> None:
    visit = started(desk, "THA0001", "fire")
    view: FillingView = desk.place("visit")
    desk.until(lambda: view.current)
    path = list(view.cards)[7]
    view.choose(path)
    view.cards[path].segments.choose("na")
    desk.calm()
    view.visit, view.opened, view.current = "", None, ""
    desk.window.go("visit", visit=visit)
    desk.until(lambda: view.current == path)


def test_the_next_start_opens_the_visit_that_was_left(desk: Desk) -> None:
    visit = started(desk, "THA0001", "fire")
    first: FillingView = desk.place("visit")
    path = list(first.cards)[5]
    first.choose(path)
    first.cards[path].segments.choose("pass")
    desk.calm()

    desk.session.open(desk.session.person)

    again: FillingView = desk.place("visit")
    desk.until(lambda: again is not first and again.current == path)
    assert (desk.window.current, again.visit) == ("visit", visit)


def test_the_current_question_stands_out_also_after_the_look_has_changed(desk: Desk) -> None:
    started(desk, "THA0001", "fire")
    view: FillingView = desk.place("visit")
    first, second = list(view.cards)[:2]
    mode = desk.session.theme.mode
    desk.session.theme.set_mode("dark")
    try:
        view.choose(second)
        desk.until(lambda: view.cards[second].text.font().weight() >= QFont.Weight.DemiBold)
        assert view.cards[first].text.font().weight() == QFont.Weight.Normal
    finally:
        desk.session.theme.set_mode(mode)


def test_what_stands_against_signing_leads_to_its_item(desk: Desk) -> None:
    visit = started(desk, "THA0001", "fire")
    view: SigningView = desk.place("sign")
    desk.window.go("sign", visit=visit)
    desk.until(lambda: view._obstacles.count() > 5)
    assert desk.window.rail.button("visits").isChecked()
    few = view._obstacles.count()
    desk.qtbot.mouseClick(view._obstacles.itemAt(few - 1).widget(), Qt.MouseButton.LeftButton)
    desk.until(lambda: view._obstacles.count() > few)
    button = view._obstacles.itemAt(4).widget()
    desk.until(lambda: button.isVisible() and button.width() > 50 and not button.visibleRegion().isEmpty())
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    filling: FillingView = desk.place("visit")
    desk.until(lambda: desk.window.current == "visit" and filling.current == list(filling.cards)[4])


def test_workbooks_are_previewed_merged_and_a_disagreement_is_decided(desk: Desk, tmp_path: Path) -> None:
    visit = started(desk, "THA0001", "fire")
    line = next(iter(lines(desk, visit).values()))
    write(desk.store, lambda store: handover.export(store, [visit], tmp_path / "a.xlsx", by=people_uid(store)))
    other = tmp_path / "other.db"

    def elsewhere(store: Store) -> None:
        person = people.settle(store, "Ngô Thị Mẫu", side=Side.VNPT)
        register.merge(store, [tmp_path / "a.xlsx"])
        visits.record_answers(store, visit, "fire", {line.item.path: "fail"}, by=person.uid)
        handover.export(store, [visit], tmp_path / "b.xlsx", by=person.uid)

    write(other, elsewhere)
    write(
        desk.store,
        lambda store: visits.record_answers(store, visit, "fire", {line.item.path: "pass"}, by=people_uid(store)),
    )
    (tmp_path / "cut.xlsx").write_bytes((tmp_path / "b.xlsx").read_bytes()[:2000])
    view: RegisterView = desk.place("register")
    desk.session.take_files([tmp_path / "b.xlsx", tmp_path / "cut.xlsx"])
    desk.until(lambda: view.findChildren(VouchCard))
    assert not view.merge.isEnabled()
    desk.qtbot.mouseClick(view.findChildren(VouchCard)[0].buttons[0], Qt.MouseButton.LeftButton)
    desk.until(view.merge.isEnabled)
    before = desk.read(lambda reader: reader.digest())
    desk.qtbot.mouseClick(view.merge, Qt.MouseButton.LeftButton)
    desk.until(lambda: view.tabs.currentIndex() == 1)
    assert desk.read(lambda reader: reader.digest()) != before
    waiting = desk.read(disagreements.waiting)
    assert len(waiting) == 1
    desk.until(lambda: view.findChildren(DecisionCard))
    card = view.findChildren(DecisionCard)[-1]
    card.values[0].setFocus()
    desk.qtbot.keyClick(card.values[0], Qt.Key.Key_Right)
    assert not card.decide.isEnabled()
    card.reason.setText("Ảnh chụp lúc 09:41.")
    desk.qtbot.keyClick(card.reason, Qt.Key.Key_Return)
    desk.until(lambda: desk.read(disagreements.waiting) == [])
    assert list((tmp_path / "backups").glob("*.db"))

    undo = desk.window.actions_.get("undo")
    desk.until(lambda: undo.isEnabled() and undo.text() == f"Undo: decision {line.item.code}")
    desk.until(lambda: not view.deciding.cards)
    with desk.qtbot.waitActive(desk.window, timeout=PATIENCE_MS):
        desk.window.activateWindow()
    desk.qtbot.keyClick(view.tabs, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: len(view.deciding.cards) == 1)
    (card,) = view.deciding.cards
    assert {(one.stand.shown, one.stand.by) for one in card.values} == {
        ("Pass", "Lê Văn Ví Dụ"),
        ("Fail", "Ngô Thị Mẫu"),
    }
    told = [one.text() for one in card.findChildren(QLabel)]
    assert any("“Ảnh chụp lúc 09:41.”" in words and "Withdrawn on" in words for words in told)
    desk.until(lambda: desk.window.actions_.get("redo").text() == f"Redo: decision {line.item.code}")
    desk.qtbot.keyClick(view.tabs, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: not view.deciding.cards)


def test_a_typed_code_opens_its_site(desk: Desk) -> None:
    found: list[str] = []
    dialog = ScanDialog(desk.session.tasks, found.append, desk.window)
    desk.keys(dialog.code, "tha-0001", Qt.Key.Key_Return)
    desk.until(lambda: found)
    assert desk.read(sites.of_uid, found[0]).code == "THA0001"
    other = ScanDialog(desk.session.tasks, found.append, desk.window)
    desk.keys(other.code, "XX99", Qt.Key.Key_Return)
    desk.until(lambda: "XX99" in other.says.text())


def test_every_place_opens_and_every_control_has_a_name(desk: Desk) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

    for key in ("sites", "visits", "findings", "register", "reports", "settings"):
        desk.window.go(key)
        desk.calm()
        for widget in desk.place(key).findChildren(QWidget):
            if isinstance(widget, QLineEdit | QPlainTextEdit | QComboBox | QAbstractButton) and widget.isVisible():
                named = widget.accessibleName() or getattr(widget, "text", str)() or widget.toolTip()
                inner = widget.objectName().startswith("qt_") or type(widget).__module__.startswith("PySide6")
                assert named or inner, (key, type(widget).__name__)
