"""A laptop of 1366 x 768 at 150 per cent has 911 x 512 to offer: nothing that is wanted is gone, and words are whole."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QMenu, QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from inspector import i18n, people, signing_off, sites, visits
from inspector.arrivals import Arrival, DeviceParcels
from inspector.model import Handover, Side
from inspector.security import pades
from inspector.store import Store
from tests.ui.desk import Desk, write
from tests.ui.test_merging import asking, workbooks
from tests.ui.test_signing import asked, press, ready
from tests.ui.test_window import people_uid, started
from ui.findings.view import FindingsView
from ui.register.parcels import Shelf
from ui.register.view import PARCELS, ROWS, RegisterView, Waiting
from ui.signing.certificates import CertificatesDialog
from ui.signing.pad import SignaturePad
from ui.sites.view import SitesView
from ui.theme import Theme, tokens
from ui.theme_tokens import CONTROL_HEIGHT, ROW_HEIGHT, contrast
from ui.visits.filling import FillingView
from ui.visits.listing import VisitsView
from ui.widgets import on_screen
from ui.widgets.button import Button
from ui.widgets.chip import Chip, ChipButton
from ui.widgets.layout import Elided

SMALL = QSize(911, 512)


@pytest.fixture
def small(desk: Desk) -> Desk:
    desk.window.resize(SMALL)
    desk.calm()
    return desk


def test_the_list_of_visits_goes_to_excel_and_says_what_it_searches(small: Desk) -> None:
    view: VisitsView = small.place("visits")
    small.window.go("visits")
    small.until(view.isVisible)
    small.calm()

    assert view.excel.isVisible()
    assert view.excel.text() == ""
    assert view.excel.accessibleName() == view.excel.toolTip() == "Write what the list shows to Excel"
    words = QFontMetrics(view.search.font()).horizontalAdvance(view.search.placeholderText())
    assert view.search.width() >= words + 50


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_filters_of_findings_stand_in_one_line(small: Desk, language: str) -> None:
    """In Vietnamese the last one took a line of its own, and the list lost a row to it."""
    i18n.set_language(language)
    small.window.go("findings")
    view: FindingsView = small.place("findings")
    small.until(view.isVisible)
    small.calm()

    chips = [*view.which.values(), *view.filters.values()]
    small.until(lambda: chips[-1].x() + chips[-1].width() <= view.chips.width() > 0)
    assert len({chip.y() for chip in chips}) == 1


def test_the_head_of_a_visit_names_the_site_in_full_and_opens_every_checklist(small: Desk) -> None:
    """Two checklists, findings of an earlier visit, sections and a language: the name of the site has room beside them."""
    site = small.read(sites.named, "THA0043")
    first = str(
        write(
            small.store,
            lambda store: visits.start(store, site.uid, ["fire"], by=people_uid(store), on=datetime.date(2026, 11, 2)),
        )
    )
    line = small.read(visits.dossier, first).pages[0].lines[0]
    write(
        small.store,
        lambda store: visits.record_answers(store, first, "fire", {line.item.path: "fail"}, by=people_uid(store)),
    )
    started(small, "THA0043", "fire", "guard")
    view: FillingView = small.place("visit")
    small.calm()
    small.until(lambda: [one for one in view.header.findChildren(ChipButton) if one.isVisible()])
    title = next(one for one in view.header.findChildren(Elided) if one.whole().startswith("THA0043"))
    chips = [one for one in view.header.findChildren(ChipButton) if one.isVisible()]

    assert title.text() == title.whole()
    assert [one.text() for one in chips] == ["Fire safety 0/40", "Sections", "EN", "1 open from before"]
    menu = chips[0].findChild(QMenu)
    assert menu is not None
    assert [one.text() for one in menu.actions()][1] == "Guarding and internal protection 0/21"

    view.cards[view.current].segments.choose("pass")
    small.until(lambda: chips[0].text() == "Fire safety 1/40")
    menu.aboutToShow.emit()
    assert menu.actions()[0].text().endswith(" 1/40")
    menu.actions()[1].trigger()
    small.until(lambda: view.form == "guard")


def test_the_menu_of_checklists_says_who_else_fills_one(small: Desk) -> None:
    site = small.read(sites.named, "THA0043")

    def shared(store: Store) -> str:
        made = visits.start(store, site.uid, ["fire", "guard"], by=people_uid(store))
        other = people.introduce(store, "Phạm Minh Họa", side=Side.VNPT, by=people_uid(store)).uid
        with store.read() as reader:
            path = visits.dossier(reader, made).pages[1].lines[0].item.path
        visits.record_answers(store, made, "guard", {path: "pass"}, by=other)
        return made

    visit = write(small.store, shared)
    view: FillingView = small.place("visit")
    small.window.go("visit", visit=visit)
    small.until(lambda: [one for one in view.header.findChildren(ChipButton) if one.isVisible()])
    menu = next(one for one in view.header.findChildren(QMenu) if one.accessibleName() == "Checklists")

    assert menu.actions()[1].text() == "Guarding and internal protection – VNPT is filling"


def test_the_head_of_a_signed_visit_names_the_site_in_full(small: Desk) -> None:
    visit, _signing = ready(small, "THA0043", "infrastructure")
    write(small.store, lambda store: signing_off.sign(store, visit, side=Side.POLICE, by=people_uid(store)))
    view: FillingView = small.place("visit")
    small.window.go("visit", visit=visit)
    small.until(lambda: view.locked and [one for one in view.header.findChildren(Chip) if one.isVisible()])
    (lock,) = [one for one in view.header.findChildren(Chip) if one.isVisible()]
    title = next(one for one in view.header.findChildren(Elided) if one.whole().startswith("THA0043"))

    assert (lock.text, lock.toolTip()) == ("locked", "signed: the text is locked")
    assert title.text() == title.whole()


def test_the_line_below_the_title_of_a_signed_visit_is_whole(small: Desk) -> None:
    """Of whose visit it is and how far it has come nothing was seen."""
    visit, _signing = ready(small, "THA0043", "infrastructure")
    write(
        small.store,
        lambda store: visits.edit(
            store, visit, team="Đoàn kiểm tra liên ngành số 12 (Hoằng Hóa)", by=people_uid(store)
        ),
    )
    write(small.store, lambda store: signing_off.sign(store, visit, side=Side.POLICE, by=people_uid(store)))
    view: FillingView = small.place("visit")
    small.window.go("visit", visit=visit)
    small.until(lambda: view.locked and [one for one in view.header.findChildren(Chip) if one.isVisible()])
    below = next(one for one in view.header.findChildren(Elided) if one.whole().startswith("Phường Đông Sơn · "))

    assert below.whole().endswith("Đoàn kiểm tra liên ngành số 12 (Hoằng Hóa) · awaiting signatures")
    small.until(lambda: below.text().replace("·", "").split() == below.whole().replace("·", "").split())
    small.until(lambda: below.height() >= below.sizeHint().height())


def test_the_keys_go_about_in_a_signed_visit(small: Desk) -> None:
    """Its rows take no cursor, and the keys were at a count in the bar below."""
    visit, _signing = ready(small, "THA0043", "infrastructure")
    write(small.store, lambda store: signing_off.sign(store, visit, side=Side.POLICE, by=people_uid(store)))
    view: FillingView = small.place("visit")
    small.window.go("visit", visit=visit)
    small.until(lambda: view.locked and view.current)
    small.calm()
    assert small.window.focusWidget() is view.column

    first, second = view.rows.stops[:2]
    assert view.current == first
    small.keys(view.column, Qt.Key.Key_Down)
    assert view.current == second
    assert small.window.focusWidget() is view.column
    small.keys(view.column, Qt.Key.Key_Up)
    assert view.current == first


def test_workbooks_are_in_sight_beside_what_is_asked_about_them(small: Desk, tmp_path: Path) -> None:
    """Three computers are new: one and a half rows were seen, the last of them cut."""
    view: RegisterView = small.place("register")
    small.session.take_files(workbooks(tmp_path / "people"))
    small.until(lambda: [one for one in asking(view) if len(one.buttons) == 3])
    small.calm()
    table = view.table
    assert table is not None
    button = asking(view)[-1].buttons[0]

    small.until(lambda: table.viewport().height() >= ROWS * ROW_HEIGHT)
    small.until(lambda: button.visibleRegion().boundingRect().height() == button.height())
    bar = view.tabs.tabBar()
    assert not [one for one in bar.findChildren(QToolButton) if one.isVisible()]
    choose = next(one for one in view.findChildren(Button) if one.text() == "Choose workbooks…" and one.isVisible())
    assert choose.height() == CONTROL_HEIGHT
    small.window.resize(1366, 768)
    small.until(view.header.isVisible)
    assert view.header.isAncestorOf(choose)
    small.until(choose.isVisible)


def test_a_laptop_with_many_parcels_is_read_whole(small: Desk) -> None:
    """Names of files were cut, and the numbers of what is missing went beyond the edge."""
    file = "ban-giao_may-doan-1_20261124_003_ban-sao-tu-the-nho.xlsx"
    device = DeviceParcels("5cd8aa", tuple(range(1, 40, 2)), tuple(range(2, 40, 2)))
    came = Arrival("5cd8aa-3", "5cd8aa", 3, file, "Nguyễn Phước Hoàng Minh", "2026-11-24T08:00", 1240)
    view: RegisterView = small.place("register")
    small.window.go("register")
    view.tabs.setCurrentIndex(PARCELS)
    small.calm()
    sites_ = {f"v{at}": f"THA{at:04d}" for at in range(24)}
    own = Handover(uid="own", number=3, device="5cd8aa", visits=" ".join(sites_), at="2026-11-24T08:00")
    view.parcels.show_shelf(Shelf([device], [came], {"5cd8aa-3"}, {}, [own], sites_, [], 0, "", ""))
    small.until(lambda: [one for one in view.parcels.findChildren(Elided) if one.isVisible()])
    (name,) = [one for one in view.parcels.findChildren(Elided) if one.isVisible()]
    area = view.parcels.findChildren(QScrollArea)[0].viewport()

    small.until(lambda: name.text().replace("\n", "") == file)
    chips = [one for one in view.parcels.findChildren(Chip) if one.isVisible()]
    assert len(chips) == 4
    places = next(one for one in view.parcels.findChildren(QLabel) if one.text() == ", ".join(sites_.values()))
    assert places.height() >= places.heightForWidth(places.width())
    for one in (*chips, *view.parcels.findChildren(Button)):
        if one.isVisible() and area.isAncestorOf(one):
            left = one.mapTo(area, QPoint(0, 0)).x()
            assert 0 <= left <= left + one.width() <= area.width(), one.accessibleName()


def test_what_is_missing_leaves_the_button_that_merges_in_sight(small: Desk, tmp_path: Path) -> None:
    odd = tuple(range(1, 30, 2))
    devices = [DeviceParcels(f"{at}cd8aa", odd, tuple(range(2, 30, 2))) for at in range(4)]
    view: RegisterView = small.place("register")
    small.session.take_files(workbooks(tmp_path / "people"))
    small.until(lambda: asking(view))
    small.calm()
    view._show_waiting(Waiting([], [], Shelf(devices, [], set(), {}, [], {}, [], 0, "", ""), "0" * 64))
    (chip,) = [one for one in view.findChildren(Chip) if one.isVisible() and one.text.startswith("Not received")]
    small.calm()

    for one in (chip, view.merge, view.put_away):
        left = one.mapTo(view, QPoint(0, 0)).x()
        assert 0 <= left <= left + one.width() <= small.window.width() - view.mapTo(small.window, QPoint(0, 0)).x()
    assert view.minimumSizeHint().width() <= view.width()
    (says,) = [one for one in view.findChildren(QLabel) if one.text().startswith("First say")]
    assert 0 < says.heightForWidth(says.width()) <= says.height(), "it is cut"
    assert chip.text.endswith("+3")
    assert "computer 3CD8 no. 2, 4, 6" in chip.toolTip()


def test_the_dossier_shows_all_its_tabs(small: Desk) -> None:
    view: SitesView = small.place("sites")
    small.window.go("sites", site=small.read(sites.named, "THA0043").uid)
    small.until(lambda: view.card.site is not None)
    small.calm()
    bar = view.card.tabs.tabBar()

    assert not [one for one in bar.findChildren(QToolButton) if one.isVisible()]
    assert all(bar.rect().contains(bar.tabRect(at)) for at in range(bar.count()))


def test_the_certificate_is_read_whole_and_the_pin_is_in_sight_beside_it(
    small: Desk, token: pades.Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_screen, "room", lambda _window: QSize(SMALL.width(), SMALL.height() - on_screen.TITLE_BAR))
    _visit, view = ready(small, "TC-001/KV2", "infrastructure")
    press(small, view.signatures.certificates)
    dialog: CertificatesDialog = asked(small, view, CertificatesDialog)
    dialog.write_file(tmp_path / "minutes.pdf")
    small.until(lambda: dialog.file is not None)
    dialog.kind.choose("token")
    dialog._show_certificates([token])
    small.calm()
    small.until(lambda: dialog.pin.isVisible())

    assert within(dialog.pin, dialog._scrolled.viewport())
    assert dialog.certificate.shown() == dialog.certificate.currentText()
    dialog.certificate.setItemText(
        0, "Nguyễn Văn Rất Dài Tên · valid until 01/03/2028 · issued by Tổ chức cung cấp dịch vụ"
    )
    assert dialog.certificate.shown().endswith("…")


def within(widget: QWidget, view: QWidget) -> bool:
    """Whether a widget is in sight as a whole."""
    corner = widget.mapTo(view, QPoint(0, 0))
    return view.rect().contains(corner) and view.rect().contains(
        corner + QPoint(widget.width() - 1, widget.height() - 1)
    )


def test_the_line_to_sign_on_is_seen(qtbot: QtBot, look: Theme) -> None:
    """Three to one or better, as for the edge of a control."""
    pad = SignaturePad()
    qtbot.addWidget(pad)
    pad.resize(400, 160)
    pad.show()
    picture = pad.grab().toImage()
    row = round((pad.height() - 44) * picture.devicePixelRatio())
    inks = {picture.pixelColor(x, row).name() for x in range(24, picture.width() - 24)}

    assert max(contrast(ink, tokens().surface) for ink in inks) >= 3
