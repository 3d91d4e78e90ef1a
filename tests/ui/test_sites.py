"""Địa điểm: sites are found, filtered and plotted; a dossier tells what happened; lists come in as a person says; tags go out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, QRectF, QSettings, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QLabel, QListWidget

from inspector import paths, people, sites, stationlist, tagging, tags, visits, workplace
from inspector.model import Device, Side
from inspector.store import Store, lists
from inspector.tags import scan
from tests.ui import painted
from tests.ui.desk import PATIENCE_MS
from ui.app import Session
from ui.messages import AskDialog
from ui.scan.decoding import grey
from ui.sites.importing import ImportDialog
from ui.sites.mapping import MappingDialog
from ui.sites.plot import SitePlot, nice_length
from ui.sites.reading import distance_km
from ui.sites.tag_sheets import TagSheetDialog
from ui.sites.view import SitesView
from ui.theme import Theme
from ui.widgets.charts import Sparkline, Spot
from ui.widgets.chip import Chip


class Office:
    """The running window, at the list of sites."""

    def __init__(self, qtbot: Any, session: Session, store: Path) -> None:
        self.qtbot, self.session, self.path = qtbot, session, store

    @property
    def view(self) -> SitesView:
        assert self.session.window is not None
        if self.session.window.current != "sites":
            self.session.window.go("sites")
        view = self.session.window.view("sites")
        assert isinstance(view, SitesView)
        return view

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=PATIENCE_MS)

    def calm(self) -> None:
        self.until(lambda: not self.session.tasks.busy)

    def read(self, function: Callable[..., Any], *args: Any) -> Any:
        with workplace.open_workplace(str(self.path)) as store, store.read() as reader:
            return function(reader, *args)


def furnished(store: Store) -> None:
    person = people.settle(store, "Lê Văn Ví Dụ", side=Side.POLICE, unit="Phòng PC07")
    sites.take(store, stationlist.read(paths.resource("sample", "stations.xlsx")), by=person.uid)


def visited(store: Store) -> None:
    """Two visits at THA0001; the room was too warm both times."""
    for value, day in (("34", date(2026, 5, 4)), ("36.5", None)):
        measured(store, value, day)


def measured(store: Store, value: str, day: date | None) -> None:
    """One visit at which the temperature of the room was measured and the item failed."""
    with store.read() as reader:
        site, person = sites.named(reader, "THA0001"), people.here(reader)
        assert person is not None
    visit = visits.start(store, site.uid, ["equipment"], by=person.uid, on=day)
    with store.read() as reader:
        (page,) = visits.dossier(reader, visit).pages
    line = next(one for one in page.lines if one.item.code == "TB-29")
    said = {line.item.path: "fail", line.item.measure: value}
    visits.record_answers(store, visit, "equipment", said, by=person.uid)


@pytest.fixture
def office(qtbot: Any, tmp_path: Path, memory: QSettings, look: Theme) -> Iterator[Office]:
    path = tmp_path / "laptop.db"
    with workplace.open_workplace(str(path)) as store:
        furnished(store)
        visited(store)
        with store.read() as reader:
            person = people.here(reader)
    assert person is not None
    session = Session(str(path), memory, look, tmp_path)
    crashed: list[Any] = []
    session.tasks.crashed.connect(crashed.append)
    session.open(person)
    made = Office(qtbot, session, path)
    made.until(lambda: made.view.model.total)
    made.calm()
    yield made
    made.calm()
    assert session.window is not None
    session.window.close()
    session.window.deleteLater()
    session.close()
    assert crashed == []


def test_filters_narrow_the_list_and_what_is_shown_goes_to_excel(office: Office, tmp_path: Path) -> None:
    view = office.view
    every = view.model.total
    view.filters["state"].choose("open")
    office.until(lambda: view.model.total == 1)
    commune = view.model.record(0).commune
    view.filters["state"].choose("long_ago")
    office.until(lambda: view.model.total == 0)
    (late,) = office.read(lambda reader: lists.sites(reader, state="open")[0])
    for day, wanted in ((late.due, 1), ("2026-01-01", 0)):
        assert len(office.read(lambda reader, day=day: lists.sites(reader, state="soon", today=day)[0])) == wanted
    view.filters["state"].choose(None)
    office.until(lambda: view.model.total == every)
    view.filters["unit"].choose("Trung tâm Viễn thông khu vực 99")
    office.until(lambda: view.model.total == 0)
    view.filters["unit"].choose(None)
    assert office.session.window is not None
    office.session.window.go("sites", commune=commune)
    office.calm()
    assert view.filters["commune"].text() == commune
    office.until(lambda: 1 < view.model.total < every)
    wanted = view.model.total

    view.export(tmp_path / "shown.xlsx")
    office.until(lambda: (tmp_path / "shown.xlsx").is_file())
    office.calm()
    again = stationlist.read(tmp_path / "shown.xlsx")
    assert len(again.stations) == wanted
    assert {row.fields["commune"] for row in again.stations} == {commune}


def test_a_dossier_tells_what_happened_and_goes_on_with_the_visit(office: Office) -> None:
    view, card = office.view, office.view.card
    card.show_site(office.read(sites.named, "THA0001").uid)
    office.until(lambda: card.site is not None and card.site.code == "THA0001")
    office.calm()

    (curve,) = [one for one in card.findChildren(Sparkline) if not one.isHidden()]
    assert "36.5" in curve.accessibleName()
    assert "34" in curve.accessibleName()
    assert card.start.text() == "Continue the visit"
    assert [one.text for one in card.findChildren(Chip) if "late" in one.text]
    (near,) = [one for one in card.findChildren(QListWidget) if one.accessibleName() == "Neighbours"]
    assert near.count() == 8
    assert office.session.window is not None
    card.start.click()
    office.until(lambda: office.session.window is not None and office.session.window.current == "visit")

    office.view.card.show_site(office.read(sites.named, "THA0162").uid)
    office.until(lambda: view.card.start.text() == "Start a visit")


LIST = "STT;Mã trạm;Tên trạm;Xã;Nơi dựng cột;Ghi chú\n1;THX0001;Trạm Một;Hoằng Lộc;Sau nhà văn hóa;cũ\n"


def open_import(office: Office, path: Path) -> ImportDialog:
    office.view.take_list(path)
    office.until(lambda: [one for one in office.view.findChildren(ImportDialog) if one.isVisible()])
    office.calm()
    return next(one for one in office.view.findChildren(ImportDialog) if one.isVisible())


def test_columns_are_put_right_once_and_remembered(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "tram.csv"
    path.write_text(LIST, "utf-8")
    first = open_import(office, path)
    assert "address" not in first._found.stations[0].fields
    first.remap.click()
    (dialog,) = first.findChildren(MappingDialog)
    box = dialog.boxes[first._found.tables[0].sheet, "address"]
    box.setCurrentIndex(box.findData("E"))
    dialog.accept()
    office.until(
        lambda: [one for one in office.view.findChildren(ImportDialog) if one.isVisible() and one is not first]
    )
    second = next(one for one in office.view.findChildren(ImportDialog) if one.isVisible())
    assert second._found.stations[0].fields["address"] == "Sau nhà văn hóa"
    assert "THX0001" not in {site.code for site in office.read(sites.listed)}
    second.reject()

    third = open_import(office, path)
    assert third._found.stations[0].fields["address"] == "Sau nhà văn hóa"
    office.until(third.take.isEnabled)
    third.take.click()
    office.until(lambda: not third.isVisible())
    office.calm()
    assert office.read(sites.named, "THX0001").address == "Sau nhà văn hóa"


def test_the_preview_of_a_list_says_in_words_what_the_register_keeps_as_codes(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "tram.csv"
    path.write_text("STT;Mã trạm;Tên trạm;Loại cột\n1;THX0001;Trạm Một;dây co\n", "utf-8")

    dialog = open_import(office, path)

    office.until(lambda: dialog._changes)
    told = dialog._changes_model.columns[3].words(dialog._changes_model.record(0))
    assert "Kind of mast: Guyed" in told
    dialog.reject()


def test_tags_are_sealed_laid_out_and_written(office: Office, tmp_path: Path) -> None:
    uids = [office.read(sites.named, code).uid for code in ("THA0001", "THA0043", "THA0162")]
    dialog = TagSheetDialog(office.view.desk, uids, office.view)
    dialog.open()
    office.until(lambda: len(dialog.sites) == 3)
    dialog.layouts.setCurrentIndex(1)
    dialog.start.setValue(7)
    dialog.seal.click()
    office.until(lambda: "2 sheets" in dialog.count.text() and dialog.pdf.pageCount() == 2)
    office.calm()
    path = tmp_path / "tags.pdf"
    dialog.write(path)
    office.until(path.is_file)
    office.calm()

    paper = QPdfDocument()
    paper.load(str(path))
    read = []
    for page in range(paper.pageCount()):
        picture = paper.render(page, QSize(1654, 2339))
        picture = picture.convertToFormat(picture.Format.Format_ARGB32)
        sheet = picture.copy()
        sheet.fill(Qt.GlobalColor.white)
        painter = QPainter(sheet)
        painter.drawImage(0, 0, picture)
        painter.end()
        read += [tags.read_payload(text) for text in scan.texts(*grey(sheet))]
    assert sorted(tag.code for tag in read) == ["THA0001", "THA0043", "THA0162"]
    known = [device.key for device in office.read(lambda reader: reader.all(Device))]
    assert all(tagging.trusted(tag, known) for tag in read)


def test_a_code_that_nobody_knows_is_written_down(office: Office) -> None:
    view = office.view
    view.go_to(new="KHO-01")
    (dialog,) = view.findChildren(AskDialog)
    assert not dialog.yes.isEnabled()
    dialog.field.setText("Kho Ví Dụ")
    dialog.yes.click()
    office.until(lambda: view.card.site is not None and view.card.site.code == "KHO-01")
    assert office.read(sites.named, "KHO-01").name == "Kho Ví Dụ"
    office.until(lambda: view.model.row_of(lambda one: one.code == "KHO-01") >= 0)


SPOTS = [
    Spot("a", "A", 19.80, 105.70, "pass"),
    Spot("b", "B", 19.80, 105.80, "fail"),
    Spot("c", "C", 19.90, 105.80, "warn"),
]


def test_the_plot_is_worked_with_keys_and_shows_north_up(qtbot: Any, look: Theme) -> None:
    plot = SitePlot()
    qtbot.addWidget(plot)
    plot.resize(500, 400)
    plot.show()
    chosen: list[object] = []
    plot.chosen.connect(chosen.append)
    plot.set_spots(SPOTS, current="a")
    a, b, c = (plot.place_of(key) for key in "abc")
    assert a is not None
    assert b is not None
    assert c is not None
    assert a.x() < b.x()
    assert c.y() < b.y()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Return):
        qtbot.keyClick(plot, key)
    assert chosen == ["b", "c"]
    before = plot.px_a_km
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.px_a_km > before
    qtbot.keyClick(plot, Qt.Key.Key_0)
    assert plot.px_a_km == pytest.approx(before)
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=a.toPoint())
    assert chosen[-1] == "a"
    assert not plot.grab().isNull()
    QApplication.processEvents()


@given(st.floats(0.05, 2000))
def test_the_bar_of_kilometres_has_a_round_length_that_fits(px_a_km: float) -> None:
    km = nice_length(px_a_km)
    assert 60 - 1e-6 <= km * px_a_km <= 150 + 1e-6
    assert f"{km:e}"[0] in "125"


def test_distances_are_those_of_the_earth() -> None:
    assert distance_km(19.0, 105.0, 20.0, 105.0) == pytest.approx(111.19, abs=0.05)
    assert distance_km(19.8, 105.7, 19.8, 105.8) == pytest.approx(10.46, abs=0.02)


def test_five_thousand_positions_are_drawn_once_while_the_mouse_goes_over_them(qtbot: Any, look: Theme) -> None:
    plot = SitePlot()
    qtbot.addWidget(plot)
    plot.resize(650, 570)
    tones = ("na", "pass", "warn", "fail")
    many = [Spot(at, f"THA{at:04d}", 19.3 + at % 71 / 71, 104.6 + at // 71 / 71, tones[at % 4]) for at in range(5000)]
    plot.set_spots(many)
    plot.grab()
    drawn = plot._ground
    place = plot.place_of(2500)
    assert place is not None
    none = Qt.MouseButton.NoButton
    moved = QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(plot, moved)
    plot.grab()
    assert plot._near == 2500
    assert plot._ground is drawn


def test_an_import_is_undone_by_name_and_done_again(office: Office, tmp_path: Path) -> None:
    """What stood before stands again: new sites are gone, changed ones say what they said."""
    before = office.read(sites.listed)
    path = tmp_path / "tram.csv"
    path.write_text("Mã trạm;Tên trạm;Xã\nTHX0001;Trạm Một;Hoằng Lộc\nTHA0001;Tên Khác;\n", "utf-8")
    dialog = open_import(office, path)
    office.until(dialog.take.isEnabled)
    dialog.take.click()
    office.until(lambda: not dialog.isVisible())
    office.calm()
    assert office.read(sites.named, "THA0001").name == "Tên Khác"
    window = office.session.window
    assert window is not None
    assert window.banner is not None
    assert window.banner.accessibleName() == (
        "The list tram.csv is in the register. 1 new ·\u00a01 changed. Ctrl+Z takes the list back."
    )
    undo = window.actions_.get("undo")
    office.until(lambda: undo.text() == "Undo: import of the station list")
    undo.trigger()
    office.until(lambda: office.view.model.total == len(before))
    office.until(lambda: window.banner is None)
    office.calm()
    assert office.read(sites.listed) == before
    with pytest.raises(sites.SiteUnknown):
        office.read(sites.named, "THX0001")
    redo = window.actions_.get("redo")
    office.until(redo.isEnabled)
    redo.trigger()
    office.until(lambda: office.view.model.total == len(before) + 1)
    office.calm()
    assert office.read(sites.named, "THX0001").name == "Trạm Một"
    office.until(undo.isEnabled)
    undo.trigger()
    office.until(lambda: office.view.model.total == len(before))
    office.calm()
    again = open_import(office, path)
    office.until(again.take.isEnabled)
    assert [chip.text for chip in again.summary.findChildren(Chip)][:2] == ["1 new", "1 changed"]
    again.reject()


@pytest.mark.parametrize("size", [(360, 300), (900, 300), (240, 500)])
def test_the_bar_of_kilometres_covers_no_sign(qtbot: Any, look: Theme, size: tuple[int, int]) -> None:
    plot = SitePlot()
    qtbot.addWidget(plot)
    plot.resize(*size)
    plot.set_spots([Spot(f"{at}", f"T{at}", 19.8 + at % 3 / 50, 105.7 + at // 3 / 50, "pass") for at in range(9)])

    places = [plot.place_of(f"{at}") for at in range(9)]

    assert all(
        place is not None and plot.rect().adjusted(16, 16, -16, -16).contains(place.toPoint()) for place in places
    )
    bar = QRectF(0, plot.height() - 40, 180, 40).adjusted(-8, -8, 8, 8)
    assert not any(place is not None and bar.contains(place) for place in places)


def test_the_name_of_a_position_takes_a_second_line_on_a_narrow_plot(
    qtbot: Any, look: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "THA0043 · Tổng đài trung tâm · còn tồn tại nghiêm trọng"
    plot = SitePlot()
    qtbot.addWidget(plot)
    plot.resize(280, 300)
    plot.set_spots([Spot("a", name, 19.80, 105.70, "fail"), Spot("b", "THA0045", 19.90, 105.80, "pass")])
    plot.show()
    place = plot.place_of("a")
    assert place is not None
    qtbot.mouseMove(plot, place.toPoint())
    QApplication.processEvents()

    said = " · ".join(painted.whole(plot, monkeypatch))
    assert name in said


def test_names_on_the_plot_touch_no_sign_and_no_other_name(qtbot: Any, look: Theme) -> None:
    plot = SitePlot()
    qtbot.addWidget(plot)
    plot.resize(500, 400)
    plot.set_spots([Spot(at, f"THA{at:04d} · BTS", 19.8 + at % 5 / 90, 105.7 + at // 5 / 90, "na") for at in range(30)])

    named = [where for _name, where in plot.names_shown()]
    signs = [place for at in range(30) if (place := plot.place_of(at)) is not None]

    assert named
    assert not any(one.intersects(other) for at, one in enumerate(named) for other in named[:at])
    assert not any(where.contains(place) for where in named for place in signs)


def test_the_arrow_to_the_north_hides_no_sign_while_another_corner_is_free(qtbot: Any, look: Theme) -> None:
    plot = SitePlot()
    qtbot.addWidget(plot)
    plot.resize(500, 400)
    plot.set_spots([*SPOTS, Spot("d", "D", 19.90, 105.90, "fail")])
    upper_right = QRectF(plot.width() - 36, 4, 28, 56).adjusted(-8, -8, 8, 8)

    plot.enlarge(1.1, QPointF(476, 400))
    corner = plot.place_of("d")

    assert corner is not None
    assert upper_right.contains(corner)
    assert not plot.compass().adjusted(-8, -8, 8, 8).contains(corner)


def test_a_search_that_finds_no_site_says_so_with_its_count_and_is_taken_back(office: Office) -> None:
    view = office.view
    office.until(lambda: view.model.total > 0)
    every = view.model.total
    view.search.setText("zzzz")
    view.filters["state"].choose("never")
    office.until(lambda: view.model.total == 0)
    assert any("0" in one.text() for one in view.header.findChildren(QLabel))
    view.pages.widget(0).nothing.button.click()
    office.until(lambda: view.model.total == every)
    assert (view.search.text(), view.filters["state"].value) == ("", None)
