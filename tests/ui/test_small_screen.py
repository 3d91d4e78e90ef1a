"""A laptop of 1366 x 768 at 150 per cent has 911 x 512 to offer: nothing that is wanted is gone, and words are whole."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from inspector import people, signing_off, sites, visits
from inspector.model import Side
from inspector.security import pades
from inspector.store import Store
from tests.ui.desk import Desk, write
from tests.ui.test_signing import asked, press, ready
from tests.ui.test_window import people_uid, started
from ui.signing.certificates import CertificatesDialog
from ui.signing.pad import SignaturePad
from ui.sites.view import SitesView
from ui.theme import Theme, tokens
from ui.theme_tokens import contrast
from ui.visits.filling import FillingView
from ui.visits.listing import VisitsView
from ui.widgets import on_screen
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


def test_the_dossier_shows_all_its_tabs(small: Desk) -> None:
    view: SitesView = small.place("sites")
    small.window.go("sites", site=small.read(sites.named, "THA0043").uid)
    small.until(lambda: view.card.site is not None)
    small.calm()
    bar = view.card.tabs.tabBar()

    assert not [one for one in bar.findChildren(QToolButton) if one.isVisible()]
    assert all(bar.rect().contains(bar.tabRect(at)) for at in range(bar.count()))


def test_the_pin_is_in_sight_beside_the_certificate(
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
    assert dialog.certificate.shown() == dialog.certificate.currentText() or dialog.certificate.shown().endswith("…")
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
