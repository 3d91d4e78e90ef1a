"""A person plans a round, follows a finding to its closing, changes settings, reads the overview."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from inspector import backups, days, findings, i18n, paths, preferences, rounds, sites, visits
from inspector.model import Round, Visit
from inspector.reports import papers
from inspector.store import lists
from tests.ui.desk import PATIENCE_MS, Desk, write
from tests.ui.test_window import people_uid
from ui.findings.view import FindingsView
from ui.reports.view import ReportsView
from ui.rounds.plan import PlanPage
from ui.rounds.view import RoundsView
from ui.settings.checklists import LinesDialog
from ui.settings.view import SettingsView
from ui.sites.plot import Legend
from ui.theme import tokens
from ui.widgets.button import Button
from ui.widgets.empty import EmptyState

TODAY = days.today()


def press(desk: Desk, button: Any) -> None:
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.calm()


def failed(desk: Desk, codes: tuple[str, ...] = ("THA0001", "THA0043")) -> list[str]:
    """A visit to each site whose first fire item failed; its deadline passed five days ago at the first."""
    made = []
    for late, code in enumerate(codes):
        site = desk.read(sites.named, code)
        visit = write(desk.store, lambda store, uid=site.uid: visits.start(store, uid, ["fire"], by=people_uid(store)))
        path = desk.read(lambda reader, uid=visit: visits.dossier(reader, uid).pages[0].lines[0].item.path)
        uid = findings.uid_of(visit, "fire", path)
        due = (TODAY + datetime.timedelta(days=-5 if late == 0 else 30)).isoformat()

        def fail(store: Any, visit: str = visit, path: str = path, uid: str = uid, due: str = due) -> None:
            by = people_uid(store)
            visits.record_answers(store, visit, "fire", {path: "fail"}, by=by)
            findings.edit(store, uid, by=by, due=due, in_charge="Tổ kỹ thuật")

        write(desk.store, fail)
        made.append(uid)
    return made


def open_findings(desk: Desk) -> FindingsView:
    desk.window.go("findings")
    desk.calm()
    view: FindingsView = desk.place("findings")
    return view


def shown(view: FindingsView) -> list[str]:
    return [view.model.record(row).uid for row in range(view.model.rowCount())]


def test_overdue_findings_come_first_and_chips_filter(desk: Desk) -> None:
    late, soon = failed(desk)
    view = open_findings(desk)
    assert shown(view) == [late, soon]
    assert view.model.columns[6].words(view.model.record(0)) == "5 days"

    press(desk, view.which["overdue"])
    assert shown(view) == [late]

    press(desk, view.which["soon"])
    assert shown(view) == []


def test_without_findings_the_place_leads_to_the_visits(desk: Desk) -> None:
    view = open_findings(desk)
    (empty,) = [one for one in view.findChildren(EmptyState) if one.isVisible()]

    press(desk, empty.button)

    assert desk.window.current == "visits"


def test_a_finding_is_extended_with_a_reason_and_then_closed(desk: Desk) -> None:
    late, _soon = failed(desk)
    view = open_findings(desk)
    view.table.selectRow(0)
    desk.keys(view.table, Qt.Key.Key_Return)
    desk.until(lambda: view.page.life is not None)

    extension = view.page.ask_extension()
    assert not extension.agree.isEnabled()
    extension.words.setPlainText("chờ vật tư")
    press(desk, extension.agree)
    desk.until(lambda: view.page.life is not None and view.page.life.listed.days_late == 0)
    closing = view.page.ask_close()
    closing.words.setPlainText("có ảnh và hóa đơn")
    with desk.qtbot.waitActive(closing, timeout=PATIENCE_MS):
        closing.activateWindow()
    desk.qtbot.keyClick(closing.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: view.page.life is not None and view.page.life.listed.state == "closed")

    assert view.page.life is not None
    assert "chờ vật tư" in " ".join(step.what for step in view.page.life.steps)
    assert not view.page.extend.isVisible()
    press(desk, view.page.back)
    assert late not in shown(view)


def test_a_selection_is_looked_at_again_and_what_is_shown_goes_to_excel(desk: Desk, tmp_path: Path) -> None:
    failed(desk)
    view = open_findings(desk)
    view.table.selectAll()
    dialog = view.ask_reinspection()
    press(desk, dialog.plan)
    planned = desk.read(lambda reader: reader.all(Visit, purpose="reinspection"))

    view.export(tmp_path / "findings.xlsx")
    desk.until(lambda: (tmp_path / "findings.xlsx").exists())
    desk.calm()

    rows = list(load_workbook(tmp_path / "findings.xlsx").active.values)
    assert len(planned) == 2
    assert [row[0] for row in rows[1:]] == ["THA0001", "THA0043"]
    assert isinstance(rows[1][5], datetime.datetime)


def test_a_round_is_planned_from_a_filter_and_its_files_are_written(desk: Desk, tmp_path: Path) -> None:
    desk.window.go("rounds")
    desk.calm()
    view: RoundsView = desk.place("rounds")
    assert view.pages.currentWidget() is view.empty
    press(desk, view.plan)
    page = view.page
    page.search.setText("THA000")
    desk.until(lambda: 0 < page.model.total < 20)
    desk.keys(page.search, Qt.Key.Key_Down)
    assert desk.window.focusWidget() is page.table
    press(desk, page.add_all)
    desk.until(lambda: len(page.stops) == page.model.total)
    assert not page.write.isEnabled()

    desk.keys(page.name, "Quý I")
    page.name.setText("Quý I/2027")
    page.teams.lines[0][1].setText("Lê Văn Ví Dụ")
    press(desk, page.write)
    desk.until(lambda: view.files)
    focused = desk.window.focusWidget()
    assert isinstance(focused, Button)
    assert focused.text() == "Files for the teams…"
    assert desk.window.banner is not None
    assert desk.window.banner.isAncestorOf(focused)
    uid = desk.read(lambda reader: reader.all(Round)[0].uid)
    view.hand_out(uid, tmp_path / "out")
    desk.calm()

    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [
        f"{what}-Quy-I-2027-Team-{n}.{ending}"
        for what, ending in (("nhan", "pdf"), ("phan-cong", "xlsx"))
        for n in (1, 2)
    ]
    progress = desk.read(rounds.listed)[0]
    assert len(progress.visits) == len(page.stops)


def planning(desk: Desk, n: int = 0) -> PlanPage:
    """The page on which a round is planned, with the first `n` sites."""
    desk.window.go("rounds")
    view: RoundsView = desk.place("rounds")
    view.start_plan()
    desk.calm()
    view.page.add([view.page.model.record(row).uid for row in range(n)])
    desk.until(lambda: len(view.page.stops) == n)
    return view.page


def test_a_site_is_taken_out_of_the_plan_again(desk: Desk) -> None:
    page = planning(desk, 3)
    page.plan.selectRow(0)
    gone = page.plan.records()[0].site

    press(desk, page.remove)

    assert gone not in {one.site for one in page.stops}
    assert len(page.stops) == 2
    assert isinstance(page.team, QComboBox)


def test_sites_of_a_plan_show_their_commune_where_there_is_room(desk: Desk) -> None:
    desk.window.go("rounds")
    view: RoundsView = desk.place("rounds")
    view.start_plan()
    desk.calm()
    commune = next(at for at, one in enumerate(view.page.model.columns) if one.order == "commune")

    desk.window.resize(1366, 768)
    desk.until(lambda: view.page.table.isColumnHidden(commune))
    desk.window.resize(911, 512)
    desk.until(lambda: not view.page.table.isColumnHidden(commune))


def test_the_legend_of_a_plan_stands_on_the_ground_of_its_card(desk: Desk) -> None:
    desk.window.go("rounds")
    view: RoundsView = desk.place("rounds")
    view.start_plan()
    view.page.as_plot.click()
    desk.calm()

    card = view.page.choosing
    (legend,) = view.page.pages.currentWidget().findChildren(Legend)
    corner = legend.mapTo(card, legend.rect().topLeft())
    assert card.grab().toImage().pixelColor(corner).name() == tokens().surface


def test_a_team_that_a_person_chose_stays_when_the_plan_is_shared_out_anew(desk: Desk) -> None:
    page = planning(desk, 4)
    page.plan.selectRow(0)
    (moved,) = page.plan.records()
    assert moved.team == "Team 1"

    page.team.activated.emit(1)
    page.add([page.model.record(row).uid for row in range(4, 6)])
    desk.until(lambda: len(page.stops) == 6)
    name = page.teams.lines[1][0]
    name.setText("Tổ Bắc")
    name.editingFinished.emit()

    assert {one.site: one.team for one in page.stops}[moved.site] == "Tổ Bắc"


def test_the_key_that_begins_a_plan_does_not_empty_the_one_that_is_drawn_up(desk: Desk) -> None:
    page = planning(desk)
    page.name.setText("Quý I/2027")
    page.add([page.model.record(0).uid])
    desk.until(lambda: page.stops)

    desk.window.actions_.get("plan-round").trigger()

    assert (page.name.text(), len(page.stops)) == ("Quý I/2027", 1)


def test_a_search_for_sites_of_a_plan_that_finds_nothing_is_taken_back_by_a_button(desk: Desk) -> None:
    page = planning(desk)
    all_ = page.model.total
    desk.keys(page.search, "khong co tram nay")
    desk.until(lambda: page.model.total == 0 and page.listed.nothing.isVisible())

    press(desk, page.listed.nothing.button)

    desk.until(lambda: page.model.total == all_ and page.table.isVisible())
    assert page.search.text() == ""
    assert desk.window.focusWidget() is page.search


def settings(desk: Desk, page: str) -> SettingsView:
    desk.window.go("settings", page=page)
    desk.calm()
    view: SettingsView = desk.place("settings")
    return view


def test_the_letterhead_is_kept_and_printed_with_the_chosen_side_first(desk: Desk) -> None:
    view = settings(desk, "letterhead")
    field = view.letterhead.fields["place"]
    field.setText("Sầm Sơn")  # type: ignore[union-attr]
    view.letterhead.keep("place", "Sầm Sơn")
    view.letterhead.keep("first_side", "vnpt")
    desk.calm()

    office = desk.read(preferences.office)

    assert office.place == "Sầm Sơn"
    assert office.superior == ("VNPT Thanh Hóa", "Công an tỉnh Thanh Hóa")
    paper = desk.read(lambda reader: papers.day_list(reader, TODAY, language="vi"))
    assert "Sầm Sơn" in repr(paper.sections)


def test_an_empty_place_is_refused_where_it_was_typed(desk: Desk) -> None:
    view = settings(desk, "letterhead")

    view.letterhead.keep("place", "  ")
    desk.calm()

    assert "must not be empty" in view.letterhead._notes["place"].text()
    assert desk.read(preferences.read)["place"] == "Thanh Hóa"


def test_a_backup_is_made_listed_and_taken_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    view = settings(desk, "backups")
    press(desk, view.backups.now)
    desk.until(lambda: view.backups.lines)
    site = desk.read(sites.named, "THA0001")
    write(desk.store, lambda store: visits.start(store, site.uid, ["fire"], by=people_uid(store)))
    monkeypatch.setattr("ui.messages.ask", lambda *_words, **_options: True)

    desk.qtbot.mouseClick(view.backups.lines[0], Qt.MouseButton.LeftButton)
    desk.calm()

    assert desk.read(lambda reader: reader.all(Visit)) == []
    (taken,) = backups.listed(str(desk.store))
    (aside,) = desk.store.parent.glob(f"{desk.store.stem}-*{desk.store.suffix}")
    assert desk.window.banner is not None
    assert desk.window.banner.accessibleName() == (
        f"{taken[0].name} is the store now. What was here before is kept in {aside}."
    )


def test_checklists_are_listed_checked_and_compared(desk: Desk) -> None:
    view = settings(desk, "checklists")
    assert len(view.checklists.lines) == 5

    view.checklists.check_file(Path("forms/fire.xlsx"))
    desk.until(lambda: desk.window.banner is not None)

    assert desk.window.banner is not None
    assert "no mistakes" in desk.window.banner.text.text()


def test_two_versions_of_a_checklist_are_told_of_and_compared(desk: Desk, tmp_path: Path) -> None:
    view = settings(desk, "checklists")
    desk.until(lambda: view.checklists.lines)
    assert view.checklists.lines["fire"].accessibleName().endswith("43 items")
    text = paths.resource("checklists", "fire.xml").read_text("utf-8")
    (tmp_path / "fire.xml").write_text(text.replace("2026.11.1", "2027.1"), "utf-8")

    view.checklists.install_file(tmp_path / "fire.xml")
    desk.until(lambda: view.checklists.lines["fire"].accessibleName().endswith("2 versions here"))
    view.checklists.compare("fire")
    desk.until(lambda: [one for one in view.findChildren(LinesDialog) if one.isVisible()])

    (dialog,) = view.findChildren(LinesDialog)
    assert dialog.windowTitle() == "Fire prevention, fire fighting and rescue: from 2026.11.1 to 2027.1"
    assert dialog.lines == ["Nothing that people see has changed."]
    dialog.accept()


def test_the_language_changes_in_the_open_window(desk: Desk) -> None:
    view = settings(desk, "look")

    view.look.language.choose("vi")
    desk.calm()

    button = desk.window.rail.button("today")
    assert button is not None
    assert button.text() == "Hôm nay"
    assert i18n.language() == "vi"


def test_a_new_language_leaves_a_person_at_the_page_and_with_the_way_back(desk: Desk) -> None:
    """The new window began at the first page of the settings, with no way back to the findings."""
    desk.window.go("findings")
    view = settings(desk, "look")

    view.look.language.choose("vi")
    desk.calm()

    desk.until(lambda: desk.place("settings").names.currentRow() == 1)
    desk.window.back()
    desk.until(lambda: isinstance(desk.window.stack.currentWidget(), FindingsView))


def test_enter_in_a_field_takes_the_name(desk: Desk) -> None:
    view = settings(desk, "person")

    desk.keys(view.person.post, "Doi truong", Qt.Key.Key_Return)
    desk.calm()

    assert desk.session.person is not None
    assert desk.session.person.post == "Doi truong"


def test_what_is_typed_of_a_person_and_not_yet_taken_says_so(desk: Desk) -> None:
    page = settings(desk, "person").person
    assert page.waits.isHidden()

    desk.keys(page.post, "Doi truong")
    assert page.waits.isVisible()
    assert page.waits.text == "not applied yet"
    before = page.name.text()
    page.name.selectAll()
    desk.keys(page.name, Qt.Key.Key_Delete)
    assert page.waits.text == "name and side are needed"
    page.name.setText(before)
    page.post.selectAll()
    desk.keys(page.post, Qt.Key.Key_Delete)
    assert page.waits.isHidden()

    desk.keys(page.post, "To truong")
    press(desk, page.keep)
    desk.until(lambda: desk.session.person is not None and desk.session.person.post == "To truong")
    desk.until(lambda: desk.place("settings").person.waits.isHidden())


def test_the_overview_counts_what_the_register_holds(desk: Desk) -> None:
    for uid in failed(desk):
        visit = uid.partition("/")[0]
        write(desk.store, lambda store, visit=visit: visits.edit(store, visit, by=people_uid(store), agreed="yes"))
    desk.window.go("reports")
    desk.calm()
    view: ReportsView = desk.place("reports")
    desk.until(lambda: view.overview.found is not None)

    found = view.overview.found

    assert found is not None
    assert (found.planned, found.open_findings, found.overdue, found.longest) == (2, 2, 1, 5)
    assert view.overview.tiles["open"].accessibleName().startswith("Open findings: 2")
    assert found.frequent[0].count == 2
    desk.calm()
    assert len(view.overview.plot.spots) == len(desk.read(lambda reader: lists.positions(reader, "2026-11-24"))) > 0


def test_the_counts_of_the_rail_follow_what_happens(desk: Desk) -> None:
    failed(desk)
    desk.session._count()
    desk.calm()

    button = desk.window.rail.button("findings")

    assert button is not None
    assert button.accessibleName() == "Findings (1)"
