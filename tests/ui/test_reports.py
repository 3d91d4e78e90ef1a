"""Báo cáo: every report of the registry is chosen, shown as it will be printed, and saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTableWidgetItem

from inspector import people, sites, visits, workplace
from inspector.model import Side
from inspector.overview import Failed
from inspector.reports import said
from inspector.reports.exported import EXPORTS
from inspector.reports.summary_data import SummaryData
from tests.reports.measure import Paper
from tests.ui.desk import PATIENCE_MS
from ui.app import Session
from ui.models.offered import offer
from ui.reports.view import ORDER, ReportsView
from ui.reports.writing import WordsDialog
from ui.theme import Theme
from ui.widgets.button import Button

UNITS = ("Trung tâm Viễn thông khu vực 1", "Trung tâm Viễn thông khu vực 2")


class Place:
    """The running window, at the reports."""

    def __init__(self, qtbot: Any, session: Session) -> None:
        self.qtbot, self.session = qtbot, session
        assert session.window is not None
        session.window.go("reports")
        view = session.window.view("reports")
        assert isinstance(view, ReportsView)
        self.view = view
        self.calm()

    def calm(self) -> None:
        self.qtbot.waitUntil(lambda: not self.session.tasks.busy, timeout=PATIENCE_MS)

    def choose(self, name: str) -> None:
        self.view.choose(name)
        self.calm()

    def save(self, path: Path, password: str = "") -> Path:
        self.view.save_to(path, password)
        self.calm()
        return path


@pytest.fixture
def place(qtbot: Any, qapp: QApplication, tmp_path: Path, memory: QSettings, look: Theme) -> Iterator[Place]:
    path = str(tmp_path / "laptop.db")
    with workplace.open_workplace(path) as store:
        person = people.settle(store, "Lê Văn Ví Dụ", side=Side.POLICE)
        site = sites.add(store, "THA0001", by=person.uid, name="Trạm Hoằng Lộc", types="bts", unit=UNITS[0])
        sites.add(store, "THA0002", by=person.uid, name="Trạm Hoằng Hà", types="bts", unit=UNITS[1])
        visit = visits.start(store, site.uid, ["infrastructure"], by=person.uid)
        with store.read() as reader:
            item = visits.dossier(reader, visit).pages[0].lines[0].item.path
        visits.record_answers(store, visit, "infrastructure", {item: "fail"}, by=person.uid)
    session = Session(path, memory, look, tmp_path)
    crashed: list[Any] = []
    session.tasks.crashed.connect(crashed.append)
    session.open(person)
    made = Place(qtbot, session)
    yield made
    made.calm()
    assert session.window is not None
    session.window.close()
    session.window.deleteLater()
    session.close()
    assert crashed == []


def test_every_report_is_shown_as_a_paper_or_says_why_not(place: Place) -> None:
    """Nothing was inspected again here, and the visit has no checklist of fire safety."""
    view = place.view
    for name in ORDER:
        place.choose(name)
        if name in EXPORTS or name in ("reinspection", "pc03"):
            assert view.shown.currentWidget() is view.empty
        else:
            assert view.shown.currentWidget() is view.paper, name
            assert view.paper.pdf.pageCount() >= 1
        assert view.as_pdf.isEnabled() == (view.document is not None)


def test_only_what_a_report_needs_is_asked(place: Place) -> None:
    view = place.view
    for name, wanted in (
        ("summary", {"first", "last"}),
        ("passport", {"site"}),
        ("pc03", {"visit"}),
        ("day", {"day"}),
        ("blank", {"form"}),
    ):
        place.choose(name)
        fields = ("first", "last", "day", "site", "visit", "form")
        assert {field for field in fields if not getattr(view, field).isHidden()} == wanted


def test_a_report_is_saved_sealed_as_pdf_and_as_workbook(place: Place, tmp_path: Path) -> None:
    place.choose("passport")

    sealed = place.save(tmp_path / "p.pdf", "Mật khẩu 1")
    book = place.save(tmp_path / "p.xlsx")

    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(sealed)
    assert openpyxl.load_workbook(book).sheetnames


def test_a_password_is_typed_twice_alike_or_once_where_it_is_seen(place: Place, tmp_path: Path) -> None:
    """A slip of the hand made a paper that nobody could open."""
    place.choose("passport")
    asked = place.view.ask_password(tmp_path / "p.pdf")
    for first, again, ready in (("Mật 1", "", False), ("Mật 1", "Mật 2", False), ("Mật 1", "Mật 1", True)):
        asked.first.setText(first)
        asked.again.setText(again)
        assert asked.yes.isEnabled() is ready
        assert bool(asked.differs.text()) is (again == "Mật 2")
        assert asked.first.echoMode() == QLineEdit.EchoMode.Password
    asked.again.clear()
    asked.shown.setChecked(True)
    assert asked.yes.isEnabled()
    assert asked.first.echoMode() == QLineEdit.EchoMode.Normal
    asked.yes.click()
    place.calm()

    pikepdf.open(tmp_path / "p.pdf", password="Mật 1").close()


def test_what_has_nothing_to_choose_from_is_not_offered(place: Place) -> None:
    """An empty list stood open to be pressed, and a password for what is no PDF."""
    view = place.view
    place.choose("minutes")
    assert not view.visit.isHidden()
    offer(view.visit, [])
    place.choose("pc03")
    assert view.visit.isHidden()
    assert not view.protect.isHidden()
    place.choose("register-answers")
    assert view.protect.isHidden()


def test_a_site_that_is_added_later_is_offered_too(place: Place) -> None:
    """It stopped the program: what was offered before was deleted twice."""
    view = place.view
    place.choose("passport")
    assert view.site.count() == 2
    person = place.session.person
    assert person is not None
    place.session.tasks.write(lambda store: sites.add(store, "THA0003", by=person.uid, name="Trạm Mới", types="bts"))
    place.calm()

    view.go_to()
    place.calm()

    assert view.site.count() == 3
    assert not view.site.isHidden()


def test_the_register_is_saved_without_being_shown(place: Place, tmp_path: Path) -> None:
    place.choose("register-answers")

    assert not place.view.as_pdf.isEnabled()
    assert openpyxl.load_workbook(place.save(tmp_path / "r.xlsx")).active.max_row == 2


def test_what_people_write_stands_in_the_report_and_is_found_again(place: Place, tmp_path: Path) -> None:
    place.choose("summary")
    view = place.view
    asked = view._asked()
    empty = WordsDialog(SummaryData(asked.first, asked.last, asked.last), view)
    empty.situation.setPlainText("Địa bàn ổn định.")
    for column, text in enumerate(("Phường Đông Sơn", "2", "", "một")):
        empty.incidents.setItem(0, column, QTableWidgetItem(text))
    for column, text in enumerate(("VNPT Thanh Hóa", "Bố trí kinh phí thay ắc quy")):
        empty.proposals.setItem(1, column, QTableWidgetItem(text))

    view.keep_words(empty.said())
    place.calm()

    printed = place.save(tmp_path / "giao-ban.pdf")
    text = " ".join(page.text for page in Paper(printed.read_bytes()).pages)
    text = " ".join(text.split())
    assert "Địa bàn ổn định." in text
    assert "2 incidents were recorded" in text
    assert "- VNPT Thanh Hóa: Bố trí kinh phí thay ắc quy" in text
    found: list[SummaryData] = []
    view.desk.tasks.read(said.read, asked.first, asked.last, then=found.append, owner=view)
    place.calm()
    kept = found[0]
    assert [(one.commune, one.theft, one.sabotage) for one in kept.incidents] == [("Phường Đông Sơn", 2, 0)]
    again = WordsDialog(kept, view)
    assert again.situation.toPlainText() == "Địa bàn ổn định."
    assert again.incidents.item(0, 1).text() == "2"


def test_the_overview_is_narrowed_to_a_unit_and_to_a_domain(place: Place) -> None:
    page = place.view.overview

    def shown() -> tuple[int, int]:
        place.calm()
        assert page.found is not None
        return page.found.planned, page.found.open_findings

    assert place.view.pages.currentWidget() is page
    assert shown() == (1, 1)
    page.domain.choose("fire")
    assert shown() == (0, 0)
    page.domain.choose("infrastructure")
    assert shown() == (1, 1)
    page.unit.choose(UNITS[1])
    assert shown() == (0, 0)
    page.unit.choose(UNITS[0])
    assert shown() == (1, 1)
    page.domain.choose(None)
    page.unit.choose(None)
    assert shown() == (1, 1)


def test_a_period_that_ends_before_it_begins_shows_nothing(place: Place) -> None:
    view = place.view
    view.first.setDate(view.last.date().addDays(1))
    place.calm()

    assert view.document is None
    assert view.shown.currentWidget() is view.empty
    assert not view.as_workbook.isEnabled()


def test_the_dossier_of_a_site_leads_to_its_paper(place: Place) -> None:
    window = place.session.window
    assert window is not None
    window.go("sites", site=_uid(place, "THA0001"))
    place.calm()
    card = window.view("sites").card
    place.qtbot.waitUntil(lambda: card.site is not None, timeout=PATIENCE_MS)
    card.tabs.setCurrentIndex(1)
    paper = next(one for one in card.findChildren(Button) if one.text() == "The whole history on paper")
    paper.click()
    place.calm()
    assert (window.current, place.view.name, place.view.site.currentData()) == ("reports", "passport", "THA0001")
    place.qtbot.waitUntil(lambda: place.view.document is not None, timeout=PATIENCE_MS)


def _uid(place: Place, code: str) -> str:
    with workplace.open_workplace(place.session.store) as store, store.read() as reader:
        return sites.named(reader, code).uid


def test_the_overview_is_walked_with_keys_and_leads_to_its_lists(place: Place) -> None:
    """Bars and figures were for the mouse alone."""
    window, page = place.session.window, place.view.overview
    assert window is not None
    assert page.found is not None
    failed = (Failed("HT-01", "Cổng, hàng rào", 2), Failed("HT-16", "Cáp treo", 1))
    short = next(short for form, short in page.offered.forms if form == "infrastructure")
    page._show(replace(page.found, frequent=failed, periods=("4/2026",), rates=((short, (0.9,)),)))

    page.failed.setFocus()
    place.qtbot.keyClick(page.failed, Qt.Key.Key_Down)
    place.qtbot.keyClick(page.failed, Qt.Key.Key_Home)
    assert page.failed.accessibleName() == "Items most often not met: HT-01 Cổng, hàng rào 2"
    place.qtbot.keyClick(page.failed, Qt.Key.Key_Return)
    place.calm()
    assert (window.current, window.view("findings").search.text()) == ("findings", "HT-01")

    window.go("reports")
    place.qtbot.keyClick(page.tiles["open"], Qt.Key.Key_Return)
    place.calm()
    assert window.view("findings").search.text() == ""
    assert window.view("findings").model.ask.filters == {"state": "open"}

    window.go("reports")
    place.qtbot.keyClick(page.coverage, Qt.Key.Key_Return)
    place.calm()
    assert window.current == "sites"

    window.go("reports")
    place.calm()
    page._show(replace(page.found, periods=("4/2026",), rates=((short, (0.9,)),)))
    place.qtbot.keyClick(page.rates, Qt.Key.Key_Return)
    place.calm()
    assert page.domain.value == "infrastructure"
