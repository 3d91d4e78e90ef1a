"""The end of a visit as people see it: two fill, three sign, one thing is corrected, and supplementary minutes follow."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from inspector import findings, handover, people, register, signing_off, sites, visits, workplace
from inspector.demo.pictures import taken
from inspector.i18n import _
from inspector.model import Side, Signature, Visit, VisitState
from inspector.reports import gather, phrases
from inspector.store import Reader, Store
from tests.ui.desk import Desk, write
from tests.ui.test_window import AT, lines, people_uid, started
from ui.signing.dialogs import ReasonDialog, RefuseDialog, SignDialog
from ui.signing.view import SigningView
from ui.visits.filling import FillingView

NAMES = {"police": "Lê Văn Ví Dụ", "vnpt": "Phạm Minh Họa", "site": "Bùi Văn Thí Điểm"}


def fill(store: Store, visit: str, form: str, value: str, by: str) -> None:
    """Answer every item of one checklist."""
    with store.read() as reader:
        found = [line for page in visits.dossier(reader, visit).pages for line in page.lines if line.form == form]
    for line in found:
        visits.record_answers(store, visit, form, {line.item.path: value}, by=by)


def ready(desk: Desk, code: str, *forms: str) -> tuple[str, SigningView]:
    """A visit that can be signed, shown."""
    visit = started(desk, code, *forms)
    for form in forms:
        write(desk.store, lambda store, form=form: fill(store, visit, form, "na", people_uid(store)))
    return visit, shown(desk, visit)


def shown(desk: Desk, visit: str) -> SigningView:
    view: SigningView = desk.place("sign")
    desk.window.go("sign", visit=visit)
    desk.until(lambda: view.ending is not None and view.ending.dossier.visit.uid == visit)
    desk.calm()
    return view


def press(desk: Desk, button: QWidget) -> None:
    """Press a button as the keyboard does."""
    desk.calm()
    desk.until(button.isEnabled)
    button.window().activateWindow()
    button.setFocus()
    desk.until(button.hasFocus)
    QTest.keyClick(button, Qt.Key.Key_Space)


def asked(desk: Desk, view: SigningView, kind: type[Any]) -> Any:
    desk.until(lambda: any(one.isVisible() for one in view.findChildren(kind)))
    return next(one for one in view.findChildren(kind) if one.isVisible())


def represent(desk: Desk, view: SigningView, name: str) -> None:
    """Give the site its representative, by keys."""
    desk.keys(view.team.name, name)
    view.team.side.setCurrentIndex(2)
    desk.keys(view.team.name, Qt.Key.Key_Return)
    desk.until(lambda: "site" in view.signatures.sign_buttons)
    desk.calm()


def sign(desk: Desk, view: SigningView, side: str, *, draw: bool = False) -> None:
    """Sign for one side: the name typed, and drawn with the mouse or left for the paper."""
    desk.until(lambda: side in view.signatures.sign_buttons and view.signatures.sign_buttons[side].isEnabled())
    desk.calm()
    press(desk, view.signatures.sign_buttons[side])
    dialog: SignDialog = asked(desk, view, SignDialog)
    dialog.name.clear()
    desk.keys(dialog.name, *NAMES[side])
    if draw:
        left = Qt.MouseButton.LeftButton
        QTest.mousePress(dialog.pad, left, pos=QPoint(40, 60))
        for step in range(1, 9):
            QTest.mouseMove(dialog.pad, QPoint(40 + 20 * step, 60 + (step % 3) * 18))
        QTest.mouseRelease(dialog.pad, left, pos=QPoint(200, 80))
        desk.until(lambda: dialog.pad.strokes)
    press(desk, dialog.yes)
    desk.until(lambda: view.ending is not None and view.ending.ended(side))
    desk.calm()


def state(desk: Desk, visit: str) -> VisitState:
    return VisitState(desk.read(visits.dossier, visit).state)


def test_two_fill_three_sign_one_corrects_and_a_supplement_follows(desk: Desk, tmp_path: Path) -> None:
    """Two checklists on two laptops become one visit; all that follows happens in the window."""
    visit = started(desk, "TC-001/KV2", "infrastructure", "guard")
    write(desk.store, lambda store: handover.export(store, [visit], tmp_path / "given.xlsx", by=people_uid(store)))

    def elsewhere(store: Store) -> None:
        other = people.settle(store, NAMES["vnpt"], side=Side.VNPT)
        register.merge(store, [tmp_path / "given.xlsx"])
        visits.put_member(store, visit, other.uid, side="vnpt", role="deputy", by=other.uid)
        fill(store, visit, "guard", "na", other.uid)
        handover.export(store, [visit], tmp_path / "guard.xlsx", by=other.uid)

    write(tmp_path / "other.db", elsewhere)
    write(desk.store, lambda store: fill(store, visit, "infrastructure", "na", people_uid(store)))
    write(desk.store, lambda store: register.merge(store, [tmp_path / "guard.xlsx"]))
    view = shown(desk, visit)
    represent(desk, view, "Bui Van Thi Diem")
    desk.keys(view.words.fields["statement"], "Nhat tri.")
    view.words.keep()
    desk.calm()
    for side in ("police", "vnpt", "site"):
        sign(desk, view, side, draw=side == "police")

    assert state(desk, visit) is VisitState.HANDED_OVER, "signed, and one parcel had left already"
    assert desk.read(visits.dossier, visit).visit.statement == "Nhat tri."
    strokes = desk.read(lambda reader: [one.strokes for one in reader.all(Signature, visit=visit, side="police")])
    assert len(json.loads(strokes[0])[0]) > 4
    view.hand_over(tmp_path / "out.xlsx")
    desk.until((tmp_path / "out.xlsx").exists)
    desk.calm()
    assert handover.verify(tmp_path / "out.xlsx").intact
    assert view.signatures.reopen.isHidden()
    press(desk, view.signatures.supplement)
    dialog: ReasonDialog = asked(desk, view, ReasonDialog)
    assert not dialog.yes.isEnabled()
    desk.keys(dialog.reason, "Ten thu kho.")
    press(desk, dialog.yes)
    desk.until(lambda: view.visit != visit and view.ending and view.ending.dossier.visit.uid == view.visit)
    assert desk.read(lambda reader: reader.get(Visit, view.visit)).supplement_of == visit
    for side in ("police", "vnpt", "site"):
        sign(desk, view, side)
    assert state(desk, view.visit) is VisitState.SIGNED
    desk.until(lambda: view.paper.pdf.pageCount() > 0)


def test_the_first_signature_locks_and_a_reopening_is_seen(desk: Desk) -> None:
    visit, view = ready(desk, "TC-001/KV2", "infrastructure")
    sign(desk, view, "police")
    assert [field.isVisibleTo(view) for field in view.words.fields.values()] == [False, False]
    assert [said.isVisibleTo(view) for said in view.words.said.values()] == [True, True]
    assert view.words.said["statement"].text() == "Nothing was said."
    assert view.team.name.isHidden()
    filling: FillingView = desk.place("visit")
    desk.window.go("visit", visit=visit)
    desk.calm()
    assert not any(card.isEnabled() for card in filling.cards.values())
    view = shown(desk, visit)
    press(desk, view.signatures.reopen)
    dialog: ReasonDialog = asked(desk, view, ReasonDialog)
    assert any("If the text is changed" in part.text() for part in dialog.findChildren(QLabel))
    desk.keys(dialog.reason, "Sua muc 1")
    press(desk, dialog.yes)
    desk.until(view.reopened.isVisible)
    assert view.words.fields["statement"].isVisibleTo(view)
    assert view.words.said["statement"].isHidden()
    assert "Sua muc 1. It has not changed so far." in view.reopened.text.text()
    path = next(iter(lines(desk, visit).values())).item.path

    def correct(store: Store) -> None:
        visits.record_answers(store, visit, "infrastructure", {path: "pass"}, by=people_uid(store))

    write(desk.store, correct)
    view = shown(desk, visit)
    said = [part.text() for part in view.signatures.findChildren(QWidget) if part.property("look") == "fail"]
    assert any("changed after the signature of Police" in text for text in said), said
    assert "Sua muc 1. Whoever signed signs again." in view.reopened.text.text()
    sign(desk, view, "police")
    desk.until(view.reopened.isHidden)


def test_a_refusal_with_reason_and_witnesses_is_an_end(desk: Desk) -> None:
    visit, view = ready(desk, "TC-001/KV2", "infrastructure")
    represent(desk, view, "Bui Van Thi Diem")
    sign(desk, view, "police")
    sign(desk, view, "vnpt")
    press(desk, view.signatures.refuse_buttons["site"])
    dialog: RefuseDialog = asked(desk, view, RefuseDialog)
    assert not dialog.yes.isEnabled()
    assert dialog.yes.toolTip().endswith(": Reason; Witnesses, separated by semicolons.")
    desk.keys(dialog.reason, "Khong nhat tri.")
    assert dialog.yes.toolTip().endswith(": Witnesses, separated by semicolons.")
    desk.keys(dialog.witnesses, "Ngo Thi Mau")
    press(desk, dialog.yes)
    desk.until(lambda: view.ending is not None and view.ending.complete)
    signed = next(one for one in desk.read(visits.dossier, visit).signatures if one.refused)
    assert (signed.side, signed.refused, signed.witnesses) == ("site", "Khong nhat tri.", "Ngo Thi Mau")


def test_a_photo_of_the_signed_paper_is_kept(desk: Desk, tmp_path: Path) -> None:
    _visit, view = ready(desk, "TC-001/KV2", "infrastructure")
    (tmp_path / "paper.jpg").write_bytes(taken("sign", "TC-001/KV2", AT))
    dialog = view.ask_signature("police", NAMES["police"])
    dialog.take(tmp_path / "paper.jpg")
    desk.until(lambda: dialog.paper is not None)
    press(desk, dialog.yes)
    desk.until(lambda: view.ending is not None and view.ending.ended("police"))
    desk.until(lambda: "police" in view.signatures.paper_buttons)
    photos = desk.read(lambda reader: [one.path for one in _photos(reader, view.visit)])
    assert photos == ["police"]


def _photos(reader: Any, visit: str) -> list[Any]:
    from inspector.model import Photo

    return list(reader.all(Photo, visit=visit, form="signature"))


def test_a_reservation_is_kept_with_its_finding(desk: Desk) -> None:
    visit = started(desk, "TC-001/KV2", "infrastructure")

    def failing(store: Store) -> None:
        by = people_uid(store)
        fill(store, visit, "infrastructure", "na", by)
        with store.read() as reader:
            path = visits.dossier(reader, visit).pages[0].lines[0].item.path
        visits.record_answers(store, visit, "infrastructure", {path: "fail"}, by=by)
        findings.edit(store, f"{visit}/infrastructure/{path}", by=by, due="2026-12-31")

    write(desk.store, failing)
    view = shown(desk, visit)
    desk.until(lambda: len(view.reservations.fields) == 1)
    (field,) = view.reservations.fields.values()
    desk.keys(field, "Da co ke hoach thay.", Qt.Key.Key_Return)
    desk.calm()
    assert desk.read(visits.dossier, visit).findings[0].reservation == "Da co ke hoach thay."

    with_photo = desk.read(visits.dossier, visit).findings[0].path

    def signed(store: Store) -> None:
        by = people_uid(store)
        visits.add_photo(store, visit, "infrastructure", with_photo, taken("earth", "", AT), by=by, name="a.jpg")
        signing_off.sign(store, visit, side=Side.POLICE, by=by)

    write(desk.store, signed)
    view = shown(desk, visit)
    (field,) = view.reservations.fields.values()
    (said,) = view.reservations.said.values()
    assert (field.isHidden(), said.isHidden(), said.text()) == (True, False, "Reservation: Da co ke hoach thay.")


def test_the_people_beside_the_minutes_are_those_in_the_minutes(desk: Desk) -> None:
    """Whoever filled a checklist or signed without having been put into the team is named in both, by the same words."""
    visit, _view = ready(desk, "TC-001/KV2", "infrastructure")

    def ended(store: Store) -> None:
        by = people_uid(store)
        helper = people.introduce(store, "Ngô Thị Mẫu", side=Side.VNPT, by=by).uid
        fill(store, visit, "infrastructure", "pass", helper)
        signing_off.sign(store, visit, side=Side.POLICE, by=by)
        signing_off.sign(store, visit, side=Side.VNPT, by=people.introduce(store, NAMES["vnpt"], by=by).uid)

    write(desk.store, ended)
    view = shown(desk, visit)
    said = [one.text() for one in view.team.findChildren(QLabel) if one.isVisibleTo(view)]

    def named(reader: Reader) -> list[tuple[str, str]]:
        team = gather.minutes_data(reader, visit, language="en").team
        return [(one.name, phrases.role(one.role)) for one in team]

    people_said = [(name, role) for name, role in pairwise(said) if role in {*map(_, phrases.ROLES.values())}]
    assert sorted(people_said) == sorted(desk.read(named))
    assert {name for name, _role in people_said} == {NAMES["police"], NAMES["vnpt"], "Ngô Thị Mẫu"}


@pytest.mark.parametrize("kind", ["other", "mine"])
def test_words_that_are_being_typed_are_not_overwritten(desk: Desk, kind: str) -> None:
    """Another act in the meantime reads the visit again; the half sentence stays, and is journalled when left."""
    visit, view = ready(desk, "TC-001/KV2", "infrastructure")
    field = view.words.fields["opinion"]
    field.setFocus()
    desk.keys(field, "Co so de ngh")
    if kind == "mine":
        view.words.keep()
    view._reload()
    desk.calm()
    desk.keys(field, "i")
    assert field.toPlainText() == "Co so de nghi"
    view.words.keep()
    desk.calm()
    assert desk.read(visits.dossier, visit).visit.opinion == "Co so de nghi"
    assert desk.read(sites.named, "TC-001/KV2")
    with workplace.open_workplace(str(desk.store)) as store:
        assert store.rebuild()[1] == 0


def test_a_signed_text_shows_no_keys_that_would_change_it(desk: Desk) -> None:
    visit, _view = ready(desk, "THA0001", "infrastructure")
    filling: FillingView = desk.place("visit")
    desk.window.go("visit", visit=visit)
    desk.until(lambda: filling.opened is not None and filling.current)
    choice = filling.cards[filling.current].segments.button("na")
    with_keys = choice.sizeHint().width()

    write(desk.store, lambda store: signing_off.sign(store, visit, side=Side.POLICE, by=people_uid(store)))
    desk.window.go("today")
    desk.window.go("visit", visit=visit)
    desk.until(lambda: filling.locked)
    desk.calm()

    assert filling.cards[filling.current].current
    assert choice.sizeHint().width() < with_keys


def test_after_a_side_has_signed_the_keys_are_at_the_next_and_then_at_the_hand_over(desk: Desk) -> None:
    _visit, view = ready(desk, "THA0001", "infrastructure")

    sign(desk, view, "police")
    desk.until(lambda: desk.window.focusWidget() is view.signatures.sign_buttons["vnpt"])

    sign(desk, view, "vnpt")
    desk.until(lambda: desk.window.focusWidget() is view.export)


def test_a_button_that_waits_for_answers_says_so(desk: Desk) -> None:
    view = shown(desk, started(desk, "THA0001", "fire"))
    buttons = view.signatures.sign_buttons["police"], view.signatures.refuse_buttons["police"]

    assert [one.isEnabled() for one in buttons] == [False, False]
    assert {one.toolTip() for one in buttons} == {"First settle what still stands against signing, at the top."}
