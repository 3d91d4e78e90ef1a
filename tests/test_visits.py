"""A visit: started at a site, filled by people, completed, signed by each side, and closed to change."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector import finding_life, findings, history, people, rounds, signing_off, sites, visits, workplace
from inspector.demo.pictures import taken
from inspector.findings import SeverityReasonMissing
from inspector.model import Finding, FindingState, Side, Visit, VisitState
from inspector.security.signing import Verdict
from inspector.signing_off import Obstacle
from inspector.store import Store

DAY = datetime.date(2026, 11, 24)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with workplace.open_workplace(str(tmp_path / "laptop.db")) as opened:
        yield opened


@pytest.fixture
def officer(store: Store) -> str:
    return people.settle(store, "Lê Văn Ví Dụ", side=Side.POLICE, unit="Phòng PC07").uid


@pytest.fixture
def engineer(store: Store, officer: str) -> str:
    return people.introduce(store, "Phạm Minh Họa", side=Side.VNPT, by=officer).uid


@pytest.fixture
def visit(store: Store, officer: str) -> str:
    site = sites.add(store, "THA0090", by=officer, name="Hải Hà", types="cable_route")
    return visits.start(store, site.uid, ["infrastructure"], by=officer, on=DAY)


def answer(store: Store, visit: str, code: str, value: str, by: str, *, note: str = "", measured: str = "") -> str:
    """Answer the item of that code; the uid of its answer."""
    with store.read() as reader:
        line = next(
            line for page in visits.dossier(reader, visit).pages for line in page.lines if line.item.code == code
        )
    said = {line.item.path: value} | ({line.item.measure: measured} if measured else {})
    visits.record_answers(store, visit, line.form, said, notes={line.item.path: note} if note else {}, by=by)
    return f"{visit}/{line.path}"


def fill(store: Store, visit: str, by: str, value: str = "na") -> None:
    with store.read() as reader:
        lines = [line for page in visits.dossier(reader, visit).pages for line in page.lines]
    for line in lines:
        visits.record_answers(store, visit, line.form, {line.item.path: value}, by=by)


def state(store: Store, visit: str) -> VisitState:
    with store.read() as reader:
        return visits.state(reader, visits.known(reader, visit))


def against(store: Store, visit: str) -> set[Obstacle]:
    with store.read() as reader:
        return {one.obstacle for one in signing_off.standing_against(reader, visit)}


def finding(store: Store, uid: str) -> Finding:
    with store.read() as reader:
        found = reader.get(Finding, uid)
    assert found is not None
    return found


def test_lists_only_items_that_apply_to_the_site(store: Store, visit: str) -> None:
    with store.read() as reader:
        codes = [line.item.code for page in visits.dossier(reader, visit).pages for line in page.lines]
    assert "HT-16" in codes
    assert "HT-06" not in codes


def test_visits_are_known_in_the_order_of_their_days_however_they_began(store: Store, visit: str, officer: str) -> None:
    """What belongs to a visit lies by its uid: days apart would be written all over a register."""
    with store.read() as reader:
        site = visits.known(reader, visit).site
    before = visits.start(store, site, ["infrastructure"], by=officer, on=DAY - datetime.timedelta(days=1))
    again = visits.start(store, site, ["infrastructure"], by=officer, on=DAY)
    after = DAY + datetime.timedelta(days=400)
    stop = rounds.Stop(site, "THA0090", "Hải Hà", "", ("infrastructure",), team="Đoàn 1", on=after.isoformat())
    rounds.write_plan(store, "Đợt 1", [stop], [rounds.Team("Đoàn 1", {})], starts=after, ends=after, by=officer)
    fill(store, visit, officer, "fail")
    with store.read() as reader:
        (planned,) = (one.uid for one in reader.all(Visit, date=after.isoformat()))
        finding = reader.all(Finding)[0].uid
    (looked,), _changes = finding_life.reinspect(store, [finding], on=after + datetime.timedelta(days=1), by=officer)

    assert len({before, visit, again, planned, looked}) == 5
    assert before < min(visit, again) < max(visit, again) < planned < looked
    assert {len(one) for one in (before, visit, again, planned, looked)} == {24}


def test_a_failed_item_makes_a_finding_with_severity_and_deadline(store: Store, visit: str, officer: str) -> None:
    uid = answer(store, visit, "HT-16", "fail", officer, note="Cáp võng.", measured="3.2")
    found = finding(store, uid)
    assert (found.severity, found.text) == ("major", "Cáp võng.")
    assert found.due > DAY.isoformat()
    answer(store, visit, "HT-16", "pass", officer)
    with store.read() as reader:
        assert signing_off.open_findings(reader, visit) == []


def test_severity_is_changed_only_with_a_reason(store: Store, visit: str, officer: str) -> None:
    uid = answer(store, visit, "HT-16", "fail", officer)
    with pytest.raises(SeverityReasonMissing):
        findings.set_severity(store, uid, "critical", reason=" ", by=officer)
    findings.set_severity(store, uid, "critical", reason="Ngay trước cổng trường.", by=officer)
    assert finding(store, uid).severity == "critical"


def test_names_everybody_who_answered_a_checklist(store: Store, visit: str, officer: str, engineer: str) -> None:
    answer(store, visit, "HT-16", "pass", officer)
    answer(store, visit, "HT-19", "pass", engineer)
    with store.read() as reader:
        page = visits.dossier(reader, visit).pages[0]
    assert set(page.sheet.filler.split()) == {officer, engineer}
    assert {line.by for line in page.lines if line.value} == {"Lê Văn Ví Dụ", "Phạm Minh Họa"}


def test_an_unknown_visit_or_checklist_is_refused(store: Store, visit: str, officer: str) -> None:
    with pytest.raises(visits.VisitUnknown):
        visits.record_answers(store, "nowhere", "fire", {"s1/x": "pass"}, by=officer)
    with pytest.raises(visits.SheetUnknown):
        visits.record_answers(store, visit, "fire", {"s1/x": "pass"}, by=officer)


def test_state_secrets_take_no_photograph(store: Store, officer: str) -> None:
    site = sites.add(store, "THA0046", by=officer, name="Trụ sở", types="office")
    visit = visits.start(store, site.uid, ["state_secret"], by=officer, on=DAY)
    picture = taken("rack", "x", datetime.datetime(2026, 11, 24, 9, 0))  # noqa: DTZ001
    with store.read() as reader:
        before = reader.digest()
    with pytest.raises(visits.PhotoRefused):
        visits.add_photo(store, visit, "state_secret", "s1/bmnn_01", picture, by=officer)
    with store.read() as reader:
        assert reader.digest() == before


def test_photographs_are_kept_once_and_can_be_taken_off(store: Store, visit: str, officer: str) -> None:
    picture = taken("cable", "x", datetime.datetime(2026, 11, 24, 9, 0))  # noqa: DTZ001
    changes = visits.add_photo(store, visit, "infrastructure", "s3/ht_16", picture, by=officer, name="a.jpg")
    assert visits.add_photo(store, visit, "infrastructure", "s3/ht_16", picture, by=officer, name="a.jpg").entries == ()
    photo = next(uid for kind, uid in changes.touched if kind == "photo")
    visits.remove_photo(store, photo, by=officer)
    with store.read() as reader:
        assert all(not line.photos for page in visits.dossier(reader, visit).pages for line in page.lines)


def test_what_stands_against_signing_is_named(store: Store, visit: str, officer: str) -> None:
    assert against(store, visit) == {Obstacle.UNANSWERED}
    with pytest.raises(signing_off.NotReady):
        signing_off.sign(store, visit, side=Side.POLICE, by=officer)
    fill(store, visit, officer)
    assert against(store, visit) == set()
    uid = answer(store, visit, "HT-16", "fail", officer, measured="3.2")
    assert against(store, visit) == {Obstacle.PHOTO}
    picture = taken("cable", "x", datetime.datetime(2026, 11, 24, 9, 0))  # noqa: DTZ001
    visits.add_photo(store, visit, "infrastructure", uid.partition("infrastructure/")[2], picture, by=officer)
    assert against(store, visit) == set()


def test_both_sides_and_the_present_site_sign(store: Store, visit: str, officer: str, engineer: str) -> None:
    fill(store, visit, officer)
    keeper = people.introduce(store, "Bùi Văn Thí Điểm", side=Side.SITE, by=officer).uid
    visits.put_member(store, visit, keeper, side=Side.SITE, role="representative", by=officer)
    assert state(store, visit) is VisitState.DRAFT
    signing_off.sign(store, visit, side=Side.POLICE, by=officer)
    assert state(store, visit) is VisitState.AGREED
    signing_off.sign(store, visit, side=Side.VNPT, by=engineer)
    assert state(store, visit) is VisitState.AGREED
    signing_off.sign(store, visit, side=Side.SITE, by=keeper)
    assert state(store, visit) is VisitState.SIGNED
    with store.read() as reader:
        assert set(signing_off.verdicts(reader, visit).values()) == {Verdict.VALID}


def test_a_refusal_with_witnesses_ends_the_signing_too(store: Store, visit: str, officer: str, engineer: str) -> None:
    fill(store, visit, officer)
    keeper = people.introduce(store, "Bùi Văn Thí Điểm", side=Side.SITE, by=officer).uid
    visits.put_member(store, visit, keeper, side=Side.SITE, role="representative", by=officer)
    signing_off.sign(store, visit, side=Side.POLICE, by=officer)
    signing_off.sign(store, visit, side=Side.VNPT, by=engineer)
    signing_off.refuse(store, visit, side=Side.SITE, person=keeper, reason="Vắng.", witnesses="Công an xã", by=officer)
    assert state(store, visit) is VisitState.SIGNED


def test_a_signed_text_is_locked_until_it_is_reopened_with_a_trace(
    store: Store, visit: str, officer: str, engineer: str
) -> None:
    fill(store, visit, officer)
    signing_off.sign(store, visit, side=Side.POLICE, by=officer)
    signing_off.sign(store, visit, side=Side.VNPT, by=engineer)
    with pytest.raises(visits.VisitLocked):
        visits.edit(store, visit, by=officer, statement="khác")
    signing_off.reopen(store, visit, reason="Ghi nhầm số đo.", by=officer)
    assert state(store, visit) is VisitState.DRAFT
    answer(store, visit, "HT-19", "pass", officer)
    with store.read() as reader:
        assert set(signing_off.verdicts(reader, visit).values()) == {Verdict.CHANGED}
        reopened = reader.get(type(visits.known(reader, visit)), visit)
    assert reopened is not None
    assert "Ghi nhầm số đo." in reopened.reopened


def test_nobody_signs_for_a_side_that_does_not_exist(store: Store, visit: str, officer: str) -> None:
    fill(store, visit, officer)
    with pytest.raises(signing_off.SideWrong):
        signing_off.sign(store, visit, side="neighbours", by=officer)


def test_a_finding_lives_from_report_to_closing(store: Store, visit: str, officer: str, engineer: str) -> None:
    uid = answer(store, visit, "HT-19", "fail", officer)
    findings.edit(store, uid, by=officer, in_charge="Trung tâm khu vực 6", due="2026-12-01")
    assert findings.state_of(finding(store, uid)) is FindingState.ASSIGNED
    findings.report(store, uid, "Đã gỡ cáp cũ.", by=engineer)
    assert findings.state_of(finding(store, uid)) is FindingState.REPORTED
    findings.reinspect(store, uid, met=False, note="Còn một điểm.", by=officer)
    assert findings.state_of(finding(store, uid)) is FindingState.FAILED_AGAIN
    findings.extend(store, uid, "2026-12-20", reason="Chờ vật tư.", by=officer)
    assert findings.deadline(finding(store, uid)) == "2026-12-20"
    assert finding(store, uid).due == "2026-12-01"
    findings.reinspect(store, uid, met=True, note="", by=officer)
    assert findings.state_of(finding(store, uid)) is FindingState.CLOSED
    with pytest.raises(findings.FindingEnded):
        findings.report(store, uid, "lại", by=engineer)


def test_a_finding_is_overdue_on_the_day_after_its_deadline(store: Store, visit: str, officer: str) -> None:
    uid = answer(store, visit, "HT-19", "fail", officer)
    findings.edit(store, uid, by=officer, due="2026-12-01")
    with store.read() as reader:
        for day, late in ((1, 0), (2, 1), (31, 30)):
            today = datetime.date(2026, 12, day)
            assert [one.days_late for one in findings.listed(reader, today=today)] == [late]
        assert findings.listed(reader, today=datetime.date(2026, 12, 1), overdue=True) == []


def test_undo_takes_the_last_act_back_and_redo_does_it_again(store: Store, visit: str, officer: str) -> None:
    uid = answer(store, visit, "HT-19", "fail", officer)
    with store.read() as reader:
        act = history.next_undo(reader, officer)
    assert act is not None
    history.undo(store, officer)
    with store.read() as reader:
        lines = {line.item.code: line.value for page in visits.dossier(reader, visit).pages for line in page.lines}
    assert lines["HT-19"] == ""
    history.redo(store, officer)
    assert finding(store, uid).severity == "minor"


def test_several_answers_to_one_question_are_undone_and_redone_one_by_one(
    store: Store, visit: str, officer: str
) -> None:
    def value() -> str:
        with store.read() as reader:
            pages = visits.dossier(reader, visit).pages
        return next(line.value for page in pages for line in page.lines if line.item.code == "HT-19")

    for said in ("pass", "fail", "na"):
        answer(store, visit, "HT-19", said, officer)
    for then in ("fail", "pass", ""):
        history.undo(store, officer)
        assert value() == then
    for then in ("pass", "fail"):
        history.redo(store, officer)
        assert value() == then
    for then in ("pass", ""):
        history.undo(store, officer)
        assert value() == then


def test_the_last_answers_at_a_site_are_known(store: Store, visit: str, officer: str) -> None:
    answer(store, visit, "HT-19", "fail", officer, note="Cáp cũ.")
    with store.read() as reader:
        site = visits.known(reader, visit).site
    later = visits.start(store, site, ["infrastructure"], by=officer, on=DAY + datetime.timedelta(days=90))
    with store.read() as reader:
        past = history.at_site(reader, later)
    assert [(one.value, one.note) for one in past["infrastructure", "s3/ht_19"]] == [("fail", "Cáp cũ.")]


def test_after_a_measured_value_a_person_goes_on_at_its_item(store: Store, officer: str) -> None:
    site = sites.add(store, "THA0001", by=officer, name="Hạc Thành", types="exchange")
    visit = visits.start(store, site.uid, ["equipment"], by=officer, on=DAY)
    with store.read() as reader:
        (page,) = visits.dossier(reader, visit).pages
    line = next(line for line in page.lines if line.item.measure)
    visits.record_answers(store, visit, "equipment", {line.item.measure: "12.5"}, by=officer)

    with store.read() as reader:
        assert history.last_answered(reader, visit) == line.path
