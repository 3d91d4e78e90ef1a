"""A finding's life is told from the failed answer to its closing, and a deadline that was extended counts everywhere."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector import (
    finding_life,
    findings,
    handover,
    history,
    i18n,
    people,
    photos,
    signing_off,
    sites,
    visits,
    workplace,
)
from inspector.demo.pictures import taken
from inspector.model import Finding, Side, Visit
from inspector.reports import papers
from inspector.store import Store, lists

DAY = datetime.date(2026, 11, 2)
AT = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.UTC)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[tuple[Store, str, str]]:
    """A store, its person, and the uid of a finding whose deadline has passed."""
    with workplace.open_workplace(str(tmp_path / "one.db"), clock=lambda: AT) as store:
        me = people.settle(store, "Lê Văn Ví Dụ", side=Side.POLICE)
        site = sites.add(store, "THA9001", by=me.uid, name="Trạm Mẫu", types="bts")
        visit = visits.start(store, site.uid, ["fire"], by=me.uid, on=DAY)
        with store.read() as reader:
            item = visits.dossier(reader, visit).pages[0].lines[0].item
        visits.record_answers(store, visit, "fire", {item.path: "fail"}, by=me.uid)
        visits.add_photo(store, visit, "fire", item.path, taken("extinguishers", "mẫu", AT), by=me.uid)
        finding = findings.uid_of(visit, "fire", item.path)
        findings.edit(store, finding, by=me.uid, due="2026-11-10", in_charge="Tổ kỹ thuật", remedy="Thay bình")
        yield store, me.uid, finding


def listed(store: Store, state: str, today: str) -> list[str]:
    with store.read() as reader:
        return [one.uid for one in lists.findings(reader, state=state, today=today)[0]]


def life_of(store: Store, finding: str) -> finding_life.Life:
    """The life, told in English."""
    with i18n.speaking("en"), store.read() as reader:
        return finding_life.read(reader, finding, today=DAY)


def ready_to_sign(store: Store, finding: str, by: str) -> str:
    """The visit of a finding with every other item answered, and the finding in words."""
    visit, _form, failed = finding.split("/", 2)
    with store.read() as reader:
        paths = [line.item.path for line in visits.dossier(reader, visit).pages[0].lines]
    visits.record_answers(store, visit, "fire", {path: "na" for path in paths if path != failed}, by=by)
    findings.edit(store, finding, by=by, text="Bình quá hạn")
    return visit


def test_a_life_is_told_in_order(story: tuple[Store, str, str]) -> None:
    store, by, finding = story
    findings.report(store, finding, "Đã thay hai bình", by=by)
    findings.extend(store, finding, "2026-12-01", reason="chờ vật tư", by=by)
    made, _changes = finding_life.reinspect(store, [finding], on=datetime.date(2026, 12, 2), by=by)
    _visit, form, path = finding.split("/", 2)
    visits.record_answers(store, made[0], form, {path: "pass"}, by=by)
    visits.add_photo(store, made[0], form, path, taken("extinguishers", "sau", AT), by=by)
    findings.reinspect(store, finding, met=True, note="đủ bình", by=by)

    with store.read() as reader:
        life = finding_life.read(reader, finding, today=datetime.date(2026, 12, 3))
        again = reader.get(Visit, made[0])

    told = [step.tone for step in life.steps if step.tone != "plain"]
    assert told[0] == "fail"
    assert told[-1] == "pass"
    assert {"brand", "warn"} <= set(told)
    assert life.signed_due == "2026-11-10"
    assert len(life.before) == len(life.after) == 1
    assert life.before[0].sha256 != life.after[0].sha256
    assert life.listed.state == "closed"
    assert life.again == made[0]
    assert again is not None
    assert again.purpose == "reinspection"


@pytest.mark.parametrize(
    ("met", "words"),
    [(True, "Closed: đã xem"), (False, "Not met at re-inspection: đã xem")],
)
def test_what_a_reinspection_found_is_one_step_in_one_word(
    story: tuple[Store, str, str], met: bool, words: str
) -> None:
    """A closing stood twice in the life, and what was still not met was told as a report of the unit."""
    store, by, finding = story
    findings.report(store, finding, "Đã thay hai bình", by=by)
    before = life_of(store, finding).steps

    findings.reinspect(store, finding, met=met, note="đã xem", by=by)

    after = life_of(store, finding).steps
    assert [step.what for step in after[len(before) :]] == [words]
    assert after[-1].tone == ("pass" if met else "fail")


def test_the_answer_is_told_before_its_note(story: tuple[Store, str, str]) -> None:
    store, by, finding = story
    visit, form, path = finding.split("/", 2)
    visits.record_answers(store, visit, form, {path: "pass"}, by=by)
    visits.record_answers(store, visit, form, {path: "fail"}, notes={path: "quá hạn"}, by=by)

    told = [step.what for step in life_of(store, finding).steps]
    assert told[-2:] == ["Not met at the inspection", "Note: quá hạn"]


def test_what_was_said_after_the_signatures_is_taken_back_and_the_text_stays_locked(
    story: tuple[Store, str, str],
) -> None:
    """The menu offered to undo the report of a remedy, and then it was refused."""
    store, by, finding = story
    visit = ready_to_sign(store, finding, by)
    signing_off.refuse(
        store, visit, side=Side.SITE, person="Trần Thị Bưởi", reason="vắng", witnesses="Tổ dân phố", by=by
    )
    findings.report(store, finding, "Đã thay hai bình", by=by)

    assert history.names(store, by)[0].startswith("tồn tại") or history.names(store, by)[0].startswith("finding")
    history.undo(store, by)

    with store.read() as reader:
        taken_back = reader.get(Finding, finding)
    assert taken_back is not None
    assert (taken_back.reported, taken_back.state) == ("", "")
    history.redo(store, by)
    with pytest.raises(visits.VisitLocked):
        findings.edit(store, finding, by=by, due="2026-11-20")


@pytest.mark.parametrize("redone", [False, True])
def test_a_closing_that_was_taken_back_is_told_so_and_is_not_the_last_word(
    story: tuple[Store, str, str], redone: bool
) -> None:
    store, by, finding = story
    findings.extend(store, finding, "2026-12-01", reason="chờ vật tư", by=by)
    findings.close(store, finding, note="đã thay bình", by=by)

    history.undo(store, by)
    if redone:
        history.redo(store, by)

    life = life_of(store, finding)
    told = [step.what for step in life.steps]
    assert sum("taken back" in what for what in told) == 1
    assert ("taken back" in told[-1]) is not redone
    assert (life.listed.state == "closed") is redone


def test_photos_of_a_remedy_come_after_the_signatures_and_break_none(
    story: tuple[Store, str, str], tmp_path: Path
) -> None:
    """They are shown as proof, are taken back with the report, travel, and stand in no minutes."""
    store, by, finding = story
    visit = ready_to_sign(store, finding, by)
    signing_off.sign(store, visit, side=Side.POLICE, by=by)
    proof = photos.read(taken("extinguishers", "bình mới", AT), name="binh-moi.jpg")

    findings.report(store, finding, "Đã thay hai bình", by=by, pictures=[proof])

    assert history.names(store, by)[0].startswith(("tồn tại", "finding"))
    assert _after(store, finding) == [proof.sha256]
    with store.read() as reader:
        assert {one.value for one in signing_off.verdicts(reader, visit).values()} == {"valid"}
        minutes = papers.minutes_data(reader, visit, None, "vi")
    assert proof.sha256 not in {one.sha256 for one in minutes.photos}
    history.undo(store, by)
    assert _after(store, finding) == []
    history.redo(store, by)
    assert _after(store, finding) == [proof.sha256]
    handover.export(store, [visit], tmp_path / "given.xlsx", by=by)
    assert proof.sha256 in {one.sha256 for one in handover.read(tmp_path / "given.xlsx").photos}


def test_no_photo_proves_the_remedy_of_a_state_secret(story: tuple[Store, str, str]) -> None:
    store, by, _finding = story
    site = sites.add(store, "THA9002", by=by, name="Tổng trạm", types="exchange")
    visit = visits.start(store, site.uid, ["state_secret"], by=by, on=DAY)
    with store.read() as reader:
        path = visits.dossier(reader, visit).pages[0].lines[0].item.path
    visits.record_answers(store, visit, "state_secret", {path: "fail"}, by=by)
    secret = findings.uid_of(visit, "state_secret", path)
    proof = photos.read(taken("extinguishers", "mẫu", AT))

    for act in (findings.report, findings.close):
        with pytest.raises(visits.PhotoRefused):
            act(store, secret, **{"text" if act is findings.report else "note": "xong"}, by=by, pictures=[proof])
    with store.read() as reader:
        assert not finding_life.read(reader, secret, today=DAY).photos
        found = reader.get(Finding, secret)
    assert found is not None
    assert found.state == ""


def _after(store: Store, finding: str) -> list[str]:
    with store.read() as reader:
        return [one.sha256 for one in finding_life.read(reader, finding, today=DAY).after]


def test_an_extended_deadline_counts_in_every_list(story: tuple[Store, str, str]) -> None:
    store, by, finding = story

    before = listed(store, "overdue", "2026-11-20")
    findings.extend(store, finding, "2026-12-01", reason="chờ vật tư", by=by)

    assert before == [finding]
    assert listed(store, "overdue", "2026-11-20") == []
    assert listed(store, "overdue", "2026-12-05") == [finding]
    with store.read() as reader:
        assert lists.counts(reader, today="2026-11-20").overdue == 0
        assert lists.findings(reader, today="2026-11-20")[0][0].due == "2026-12-01"


def test_a_finding_with_somebody_in_charge_is_assigned(story: tuple[Store, str, str]) -> None:
    store, _by, finding = story

    assert listed(store, "assigned", "2026-11-05") == [finding]
    assert listed(store, "new", "2026-11-05") == []


def test_one_visit_for_all_findings_of_a_site(story: tuple[Store, str, str]) -> None:
    store, by, finding = story
    visit = finding.partition("/")[0]
    with store.read() as reader:
        other = visits.dossier(reader, visit).pages[0].lines[1].item.path
    visits.record_answers(store, visit, "fire", {other: "fail"}, by=by)

    made, changes = finding_life.reinspect(
        store, [finding, findings.uid_of(visit, "fire", other)], on=datetime.date(2026, 12, 2), by=by
    )

    assert len(made) == 1
    assert len(changes.entries) == 1
