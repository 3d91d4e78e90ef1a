"""Stories of what people say: one visit on two laptops, one site, one person, clocks, findings, photos, versions."""

from __future__ import annotations

from sqlalchemy import select

from inspector import arrivals, disagreements, finding_life, findings, history, people, signing_off, sites, visits
from inspector.model import DISPUTED, Answer, Decision, Finding, Op, Person, Round, Sheet, Side, Site, Visit, VisitState
from inspector.security.signing import Verdict
from inspector.store.tables import saying
from tests.register.world import FORM, ITEM, MEASURED, OTHER, THIRD, World
from tests.scenario import START


def test_two_laptops_answer_different_items_of_one_visit(world: World) -> None:
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, OTHER, "fail", "Cáp cũ.")
    world.given(world.b, world.a)
    assert (world.line(ITEM).value, world.line(OTHER).value, world.line(OTHER).note) == ("pass", "fail", "Cáp cũ.")
    assert world.office.waiting() == []


def test_two_laptops_fill_different_checklists_of_one_visit(world: World) -> None:
    with world.b.store.transact(Op.EDIT_VISIT, by=world.b.by) as tx:
        visits.add_sheet(tx, world.visit, "guard")
    guard = next(line for line in world.b.lines(world.visit).values() if line.form == "guard")
    world.b.answer(world.visit, guard.item.path, "pass", form="guard")
    world.a.answer(world.visit, ITEM, "fail")
    world.given(world.a, world.b)
    assert (world.line(ITEM).value, world.line(guard.item.path).value) == ("fail", "pass")
    with world.office.store.read() as reader:
        assert {sheet.form for sheet in reader.all(Sheet, visit=world.visit)} == {FORM, "guard"}


def test_both_laptops_add_the_same_checklist(world: World) -> None:
    for one in (world.a, world.b):
        with one.store.transact(Op.EDIT_VISIT, by=one.by) as tx:
            visits.add_sheet(tx, world.visit, "guard")
    world.given(world.a, world.b)
    assert world.office.waiting() == []


def test_one_measures_and_the_other_judges(world: World) -> None:
    world.a.answer(world.visit, MEASURED, "4.2")
    world.b.answer(world.visit, ITEM, "fail")
    world.given(world.a, world.b)
    assert (world.line().value, world.line().measured) == ("fail", "4.2")


def test_two_different_measurements_both_stand(world: World) -> None:
    world.a.answer(world.visit, MEASURED, "4.2")
    world.b.answer(world.visit, MEASURED, "4.3")
    world.given(world.a, world.b)
    assert world.values(MEASURED) == {"4.2", "4.3"}
    assert world.line().measured == DISPUTED


def test_three_laptops_say_three_things(world: World) -> None:
    c = world.laptop("c", person="Trần Văn Thử")
    c.merge(world.a.export(world.visit))
    for one, value in ((world.a, "pass"), (world.b, "fail"), (c, "na")):
        one.answer(world.visit, ITEM, value)
    world.given(c, world.a, world.b)
    assert world.values() == {"pass", "fail", "na"}


def test_two_agree_against_one_and_still_people_decide(world: World) -> None:
    c = world.laptop("c", person="Trần Văn Thử")
    c.merge(world.a.export(world.visit))
    for one, value in ((world.a, "fail"), (world.b, "pass"), (c, "fail")):
        one.answer(world.visit, ITEM, value)
    world.given(c, world.a, world.b)
    (found,) = world.office.waiting()
    assert {stand.value: stand.by.count(",") + 1 for stand in found.values} == {"fail": 2, "pass": 1}


def test_a_disagreement_names_person_side_day_and_photos(world: World) -> None:
    world.a.answer(world.visit, ITEM, "fail")
    sha256 = world.photographed(world.a)
    world.b.answer(world.visit, ITEM, "pass")
    world.given(world.a, world.b)
    (found,) = world.office.waiting()
    one, other = sorted(found.values, key=lambda stand: stand.value)
    assert (one.by, one.side, one.at[:10], one.photos) == ("Lê Văn Ví Dụ", "police", "2026-11-24", (sha256,))
    assert (other.by, other.photos) == ("Phạm Minh Họa", ())
    assert found.heading == "THA0090 · 24/11/2026"
    assert found.asked.startswith("HT-16 ")


def test_a_note_that_was_typed_after_the_answer_stands_beside_its_value(world: World) -> None:
    world.a.answer(world.visit, ITEM, "fail")
    world.a.answer(world.visit, ITEM, "fail", "Võng sát đường.")
    world.b.answer(world.visit, ITEM, "pass")
    world.given(world.a, world.b)
    (found,) = world.office.waiting()
    assert {stand.value: stand.note for stand in found.values} == {"fail": "Võng sát đường.", "pass": ""}


def test_a_note_of_a_third_person_is_shown_beside_a_disagreement(world: World) -> None:
    c = world.laptop("c", person="Trần Văn Thử")
    c.merge(world.a.export(world.visit))
    c.answer(world.visit, ITEM, "", "Đo lại chiều nay.")
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, ITEM, "fail")
    world.given(world.a, world.b, c)
    found = next(one for one in world.office.waiting() if one.field == "value")
    assert found.notes == ("Đo lại chiều nay.",)


def test_a_decision_that_a_late_parcel_opens_again_is_shown_with_its_reason(world: World) -> None:
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, ITEM, "fail")
    world.given(world.a, world.b)
    world.office.decide(reason="Ảnh của máy b.")
    world.a.answer(world.visit, ITEM, "na")
    world.given(world.a)
    (found,) = world.office.waiting()
    assert found.former is not None
    assert (found.former.reason, found.former.by) == ("Ảnh của máy b.", "Hoàng Thị Giả Định")


def test_a_decision_takes_a_third_value_that_nobody_had_said(world: World) -> None:
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, ITEM, "fail")
    world.given(world.a, world.b)
    disagreements.decide(
        world.office.store, world.office.waiting()[0].id, value="na", reason="Không có cáp.", by=world.office.by
    )
    assert world.line().value == "na"
    assert world.office.waiting() == []


def test_two_offices_decide_the_same_alike_and_otherwise(world: World) -> None:
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, ITEM, "fail")
    files = [world.a.export(world.visit), world.b.export(world.visit)]
    second = world.laptop("second office", person="Vũ Thị Thí Dụ")
    for office in (world.office, second):
        office.merge(*files)
    world.office.decide(1, "Theo ảnh.")
    second.decide(2, "Theo lời trạm.")
    world.taken(second.export(world.visit))
    waiting = {(one.kind, one.field): {stand.value for stand in one.values} for one in world.office.waiting()}
    assert waiting["answer", "value"] == {"pass", "fail"}
    assert waiting["decision", "reason"] == {"Theo ảnh.", "Theo lời trạm."}


def test_a_decision_travels_back_and_the_laptop_no_longer_waits(world: World) -> None:
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, ITEM, "fail")
    world.given(world.a, world.b)
    world.office.decide(1)
    world.a.merge(world.office.export(world.visit))
    assert world.line(at=world.a).value == "fail"
    with world.a.store.read() as reader:
        assert [one.reason for one in reader.all(Decision)] == ["Ảnh cho thấy rõ."]


def test_one_site_is_written_down_under_one_code_on_two_laptops(world: World) -> None:
    one, other = world.a.start("THA0007"), world.b.start("tha-0007")
    world.taken(world.a.export(one), world.b.export(other))
    with world.office.store.read() as reader:
        assert len({visits.known(reader, visit).site for visit in (one, other)}) == 1


def test_two_laptops_give_one_site_two_names(world: World) -> None:
    one = world.a.start("THA0007")
    sites.edit(world.a.store, world.site(world.a, one), by=world.a.by, name="Trạm Hải Hà")
    other = world.b.start("THA0007")
    sites.edit(world.b.store, world.site(world.b, other), by=world.b.by, name="Trạm Hải Hòa")
    world.taken(world.a.export(one), world.b.export(other))
    assert [one.field for one in world.office.waiting() if one.kind == "site"] == ["name"]


def test_two_laptops_complete_one_site_by_different_facts(world: World) -> None:
    site = world.site(world.a, world.visit)
    sites.edit(world.a.store, site, by=world.a.by, address="Thôn 3")
    sites.edit(world.b.store, site, by=world.b.by, keeper="Bùi Văn Thí Điểm")
    world.given(world.a, world.b)
    with world.office.store.read() as reader:
        found = reader.get(Site, site)
    assert found is not None
    assert (found.address, found.keeper) == ("Thôn 3", "Bùi Văn Thí Điểm")


def test_two_teams_visit_one_site_on_one_day_and_both_visits_stay(world: World) -> None:
    other = world.b.start("THA0090")
    world.b.answer(other, ITEM, "fail")
    world.a.answer(world.visit, ITEM, "pass")
    world.taken(world.a.export(world.visit), world.b.export(other))
    assert (world.office.value(world.visit, ITEM), world.office.value(other, ITEM)) == ("pass", "fail")


def test_one_person_works_on_two_laptops(world: World) -> None:
    c = world.laptop("c", person="Lê Văn Ví Dụ")
    assert c.by == world.a.by
    visit = c.start("THA0091")
    world.taken(world.a.export(world.visit), c.export(visit))
    with world.office.store.read() as reader:
        assert [one.uid for one in reader.all(Person, name="Lê Văn Ví Dụ")] == [world.a.by]


def test_one_person_is_spelled_with_marks_in_two_orders(world: World) -> None:
    composed, decomposed = "Nguyễn Thị Hòa", "Nguyễn Thị Hòa"
    assert people.introduce(world.a.store, composed).uid == people.introduce(world.b.store, decomposed).uid


def test_one_person_is_said_to_be_of_two_units(world: World) -> None:
    for one, unit in ((world.a, "PC07"), (world.b, "PA04")):
        people.introduce(one.store, "Trần Văn Thử", side=Side.POLICE, unit=unit, by=one.by)
    world.given(world.a, world.b)
    assert [(one.kind, one.field) for one in world.office.waiting()] == [("person", "unit")]


def test_two_people_of_one_name_are_told_apart_by_what_is_added(world: World) -> None:
    one = people.introduce(world.a.store, "Lê Văn Ví Dụ (PC07)", by=world.a.by)
    assert one.uid != world.a.by


def test_a_clock_a_year_ahead_wins_nothing(world: World) -> None:
    late = world.laptop("b", skew=525_600)
    late.answer(world.visit, ITEM, "fail")
    world.a.merge(late.export(world.visit))
    world.a.answer(world.visit, ITEM, "pass")
    world.given(world.a, late)
    assert (world.line().value, world.office.waiting()) == ("pass", [])


def test_a_clock_before_the_year_2000_loses_nothing(world: World) -> None:
    late = world.laptop("b", skew=-15_000_000)
    late.answer(world.visit, OTHER, "fail")
    world.given(world.a, late)
    assert world.line(OTHER).value == "fail"


def test_a_finding_is_completed_by_different_people_in_different_fields(world: World) -> None:
    world.a.answer(world.visit, ITEM, "fail")
    world.b.merge(world.a.export(world.visit))
    uid = f"{world.visit}/{FORM}/{ITEM}"
    findings.edit(world.a.store, uid, by=world.a.by, remedy="Căng lại.")
    findings.edit(world.b.store, uid, by=world.b.by, in_charge="Tổ 2")
    world.given(world.a, world.b)
    with world.office.store.read() as reader:
        found = reader.get(Finding, uid)
    assert found is not None
    assert (found.remedy, found.in_charge) == ("Căng lại.", "Tổ 2")
    assert world.office.waiting() == []


def test_two_deadlines_of_one_finding_both_stand(world: World) -> None:
    world.a.answer(world.visit, ITEM, "fail")
    world.b.merge(world.a.export(world.visit))
    uid = f"{world.visit}/{FORM}/{ITEM}"
    for one, due in ((world.a, "2026-12-01"), (world.b, "2026-12-31")):
        findings.edit(one.store, uid, by=one.by, due=due)
    world.given(world.a, world.b)
    assert [(one.kind, one.field) for one in world.office.waiting()] == [("finding", "due")]


def test_a_disputed_answer_still_shows_its_finding(world: World) -> None:
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, ITEM, "fail")
    world.given(world.a, world.b)
    with world.office.store.read() as reader:
        assert [one.path for one in visits.dossier(reader, world.visit).findings] == [ITEM]


def test_a_finding_that_was_closed_at_the_office_is_not_opened_by_an_old_parcel(world: World) -> None:
    world.a.answer(world.visit, ITEM, "fail")
    file = world.a.export(world.visit)
    world.taken(file)
    uid = f"{world.visit}/{FORM}/{ITEM}"
    findings.close(world.office.store, uid, note="Đã khắc phục.", by=world.office.by)
    world.taken(file)
    with world.office.store.read() as reader:
        found = reader.get(Finding, uid)
    assert found is not None
    assert found.state == "closed"


def test_a_remedy_is_reported_by_one_and_time_is_given_by_another(world: World) -> None:
    world.a.answer(world.visit, ITEM, "fail")
    world.b.merge(world.a.export(world.visit))
    uid = f"{world.visit}/{FORM}/{ITEM}"
    findings.report(world.a.store, uid, "Đã căng lại.", by=world.a.by)
    findings.extend(world.b.store, uid, "2026-12-20", reason="Chờ vật tư.", by=world.b.by)
    world.given(world.a, world.b)
    with world.office.store.read() as reader:
        found = reader.get(Finding, uid)
    assert found is not None
    assert found.reported.endswith("Đã căng lại.")
    assert found.extension.endswith("Chờ vật tư.")


def test_an_item_of_a_checklist_that_one_took_out_keeps_what_the_other_said(world: World) -> None:
    with world.b.store.transact(Op.EDIT_VISIT, by=world.b.by) as tx:
        tx.say("sheet", f"{world.visit}/{FORM}", "gone", "yes")
    world.a.answer(world.visit, ITEM, "fail", "Cáp võng.")
    world.given(world.b, world.a)
    with world.office.store.read() as reader:
        found = reader.get(Answer, f"{world.visit}/{FORM}/{ITEM}")
    assert found is not None
    assert (found.value, found.note) == ("fail", "Cáp võng.")


def test_who_fills_a_checklist_is_everybody_who_did(world: World) -> None:
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, OTHER, "pass")
    world.given(world.a, world.b)
    with world.office.store.read() as reader:
        sheet = reader.get(Sheet, f"{world.visit}/{FORM}")
    assert sheet is not None
    assert set(sheet.filler.split()) == {world.a.by, world.b.by}
    assert world.office.waiting() == []


def test_two_laptops_put_the_visit_on_two_days(world: World) -> None:
    for one, date in ((world.a, "2026-11-25"), (world.b, "2026-11-26")):
        visits.edit(one.store, world.visit, by=one.by, purpose=f"Ngày {date}")
    world.given(world.a, world.b)
    assert [(one.kind, one.field) for one in world.office.waiting()] == [("visit", "purpose")]


def test_signed_on_one_laptop_and_changed_on_the_other(world: World) -> None:
    world.signed(world.a)
    world.b.answer(world.visit, THIRD, "fail")
    world.given(world.a, world.b)
    with world.office.store.read() as reader:
        assert set(signing_off.verdicts(reader, world.visit).values()) == {Verdict.CHANGED}


def test_each_side_signs_on_its_own_laptop(world: World) -> None:
    world.a.answer_all(world.visit)
    world.a.sign(world.visit, "Lê Văn Ví Dụ", Side.POLICE)
    world.b.merge(world.a.export(world.visit))
    world.b.sign(world.visit, "Ngô Thị Mẫu", Side.VNPT)
    world.given(world.a, world.b)
    with world.office.store.read() as reader:
        assert set(signing_off.verdicts(reader, world.visit).values()) == {Verdict.VALID}
        assert visits.state(reader, visits.known(reader, world.visit)) is VisitState.HANDED_OVER


def test_a_side_refuses_to_sign_with_witnesses(world: World) -> None:
    world.a.answer_all(world.visit)
    world.a.sign(world.visit, "Lê Văn Ví Dụ", Side.POLICE)
    person = people.introduce(world.a.store, "Ngô Thị Mẫu", side=Side.VNPT, by=world.a.by)
    signing_off.refuse(
        world.a.store, world.visit, side=Side.VNPT, person=person.uid, reason="Không đồng ý.", witnesses="Bùi Văn A", by=world.a.by
    )  # fmt: skip
    world.given(world.a)
    with world.office.store.read() as reader:
        assert set(signing_off.verdicts(reader, world.visit).values()) == {Verdict.VALID, Verdict.REFUSED}


def test_supplementary_minutes_come_with_the_first_or_alone(world: World) -> None:
    world.signed(world.a)
    second = signing_off.supplement(world.a.store, world.visit, correction="Ghi sai số cột.", by=world.a.by)
    alone = world.a.export(second)
    (one,) = world.taken(alone)
    assert (one.verdict, one.visits) == ("merged", (second,))
    world.given(world.a)
    with world.office.store.read() as reader:
        assert [visit.uid for visit in signing_off.supplements(reader, world.visit)] == [second]


def test_a_signed_text_is_opened_again_and_the_office_sees_it(world: World) -> None:
    world.signed(world.a)
    world.given(world.a)
    signing_off.reopen(world.a.store, world.visit, reason="Ghi nhầm mục.", by=world.a.by)
    world.given(world.a)
    with world.office.store.read() as reader:
        found = reader.get(Visit, world.visit)
    assert found is not None
    assert found.reopened.endswith("Ghi nhầm mục.")


def test_an_undone_answer_is_undone_at_the_office_and_stays_in_history(world: World) -> None:
    world.a.answer(world.visit, ITEM, "fail", "Nhầm.")
    history.undo(world.a.store, world.a.by)
    world.given(world.a)
    assert world.line().value == ""
    with world.office.store.read() as reader:
        said = select(saying.c.value).where(saying.c.uid == f"{world.visit}/{FORM}/{ITEM}")
        assert "Nhầm." in {row.value for row in reader.rows(said)}


def test_a_visit_is_begun_by_one_and_never_answered(world: World) -> None:
    visit = world.a.start("THA0555")
    (one,) = world.taken(world.a.export(visit))
    assert one.visits == (visit,)
    with world.office.store.read() as reader:
        assert visits.known(reader, visit).date == START.date().isoformat()


def test_three_visits_leave_in_one_workbook(world: World) -> None:
    more = [world.a.start(f"THA010{n}") for n in range(2)]
    for n, visit in enumerate(more):
        world.a.answer(visit, ITEM, "fail", f"lần {n}")
    (one,) = world.taken(world.a.export(world.visit, *more))
    assert set(one.visits) == {world.visit, *more}
    assert [world.office.lines(visit)[ITEM].note for visit in more] == ["lần 0", "lần 1"]


def test_a_round_arrives_with_its_visits(world: World) -> None:
    world.given(world.a)
    with world.office.store.transact(Op.PLAN, by=world.office.by) as tx:
        tx.put(Round(uid="r1", name="Quý IV"))
        tx.say("visit", world.visit, "round", "r1")
    world.a.merge(world.office.export(world.visit))
    with world.a.store.read() as reader:
        assert [one.name for one in reader.all(Round)] == ["Quý IV"]


def test_a_decision_is_withdrawn_by_name_and_both_sides_stand_again_as_they_said_it(world: World) -> None:
    """An undo is said by the office; the values remain those of the people who said them, with their notes."""
    world.a.answer(world.visit, ITEM, "pass", "Đã xem.")
    world.b.answer(world.visit, ITEM, "fail", "Cáp võng.")
    world.given(world.a, world.b)
    before = {(one.field, one.values) for one in world.office.waiting()}
    for field in ("value", "note"):
        one = next(one for one in world.office.waiting() if one.field == field)
        disagreements.decide(world.office.store, one.id, take=1, reason="Theo ảnh.", by=world.office.by)
    assert world.office.waiting() == []

    with world.office.store.read() as reader:
        act = history.next_undo(reader, world.office.by)
    assert act is not None
    assert act.name == "quyết định HT-16"
    for _decision in range(2):
        history.undo(world.office.store, world.office.by)

    found = {one.field: one for one in world.office.waiting()}
    told = {(one.field, tuple((s.value, s.by, s.side, s.at, s.device) for s in one.values)) for one in found.values()}
    assert told == {(field, tuple((s.value, s.by, s.side, s.at, s.device) for s in values)) for field, values in before}
    former = found["value"].former
    assert former is not None
    assert (former.reason, former.by, former.withdrawn_by) == ("Theo ảnh.", "Hoàng Thị Giả Định", "Hoàng Thị Giả Định")
    for _decision in range(2):
        history.redo(world.office.store, world.office.by)
    assert world.office.waiting() == []
    assert (world.line().value, world.line().note) == ("fail", "Cáp võng.")
    history.undo(world.office.store, world.office.by)
    history.undo(world.office.store, world.office.by)
    world.a.merge(world.office.export(world.visit))
    assert {stand.value for one in world.a.waiting() if one.field == "value" for stand in one.values} == {
        "pass",
        "fail",
    }


def test_what_came_after_a_decision_stands_beside_what_its_undo_brings_back(world: World) -> None:
    c = world.laptop("c", person="Trần Văn Thử")
    c.merge(world.a.export(world.visit))
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, ITEM, "fail")
    world.given(world.a, world.b)
    world.office.decide(1)
    c.answer(world.visit, ITEM, "na")
    world.given(c)
    assert world.values() == {"fail", "na"}

    history.undo(world.office.store, world.office.by)
    assert world.values() == {"pass", "fail", "na"}
    history.redo(world.office.store, world.office.by)
    assert world.values() == {"fail", "na"}


def test_an_answer_to_what_was_disputed_is_undone_to_the_dispute(world: World) -> None:
    """The item was left empty, and what two people had said was gone from it."""
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, ITEM, "fail")
    world.b.merge(world.a.export(world.visit))
    world.b.answer(world.visit, ITEM, "na")
    history.undo(world.b.store, world.b.by)
    (found,) = [one for one in world.b.waiting() if one.field == "value"]
    assert {(stand.value, stand.by) for stand in found.values} == {("pass", "Lê Văn Ví Dụ"), ("fail", "Phạm Minh Họa")}


def test_a_parcel_can_be_taken_out_after_a_decision_about_it_was_withdrawn(world: World) -> None:
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, ITEM, "fail")
    world.given(world.a, world.b)
    world.office.decide(1)
    history.undo(world.office.store, world.office.by)
    with world.office.store.read() as reader:
        came = arrivals.listed(reader)
    assert {arrivals.takeout(world.office.store, one.parcel).decisions_kept for one in came} == {1}
    with world.office.store.read() as reader:
        assert arrivals.listed(reader) == []


def test_the_life_of_a_finding_tells_what_was_decided_and_that_it_was_withdrawn(world: World) -> None:
    """It said that the office had inspected the item twice, once with each result."""
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, ITEM, "fail")
    world.given(world.a, world.b)
    world.office.decide(1, "Theo ảnh.")
    history.undo(world.office.store, world.office.by)
    uid = f"{world.visit}/{FORM}/{ITEM}"
    with world.office.store.read() as reader:
        steps = finding_life.read(reader, uid, today=START.date()).steps
    assert [(step.what, step.who) for step in steps if step.who == "Hoàng Thị Giả Định"] == [
        ("Đã quyết định: Không đạt (Theo ảnh.)", "Hoàng Thị Giả Định"),
        ("Đã rút lại quyết định; bất đồng lại chờ quyết định", "Hoàng Thị Giả Định"),
    ]
