"""What a paper prints is what the store holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from inspector import finding_life, model, reports, visits
from inspector.i18n import speaking
from inspector.reports import gather, gather_period, minutes, minutes_parts, papers, pdf, summary
from inspector.reports.checklist_words import checklist_words
from inspector.reports.errors import NoFirePart, NothingBefore, ReportError
from inspector.reports.minutes_data import Domain, FindingLine, Item, Result, Side, State
from inspector.store import Store, open_store
from tests.reports import stored
from tests.reports.measure import Paper
from tests.reports.sample import visit


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with three visits."""
    with open_store(tmp_path_factory.mktemp("store") / "s.db") as opened:
        stored.fill(opened)
        yield opened


def test_minutes_are_gathered_from_the_store(store: Store):
    with store.read() as reader:
        data = gather.minutes_data(reader, "v2", digest="4f" * 32)

    assert (data.site_name, data.site_code, data.number, data.state) == (
        "Trạm BTS Hoằng Lộc 2",
        "THA-0123",
        "5",
        State.SIGNED,
    )
    assert (data.begun.hour, data.begun.minute, data.ended.hour) == (8, 5, 10)
    assert [(member.name, member.role, member.side) for member in data.team] == [
        ("Nguyễn Văn Ánh", "leader", Side.POLICE),
        ("Đỗ Thị Hạnh", "representative", Side.SITE),
        ("Trần Thị Bưởi", "deputy", Side.VNPT),
    ]
    assert data.grounds == ("Kế hoạch số 12/KH-ĐKTLN",)
    fire = next(domain for domain in data.domains if domain.key == "fire")
    assert len([item for item in fire.items if item.result is not Result.OPEN]) == 8
    failed = [item.code for item in fire.items if item.result is Result.FAIL]
    assert failed == ["PCCC-03", "PCCC-05"]
    assert fire.inspectors == ("Trần Thị Bưởi",)
    measured = next(item for item in fire.items if item.code == "PCCC-05")
    assert (measured.value, measured.unit, measured.limits) == ("0,5", "bản", "≥ 1")
    assert [domain.secret for domain in data.domains].count(True) == 1


def test_findings_carry_remedy_deadline_and_whether_they_are_repeated(store: Store):
    with store.read() as reader:
        data = gather.minutes_data(reader, "v2")

    found = {finding.code: finding for finding in data.findings}
    assert found["PCCC-03"].repeated
    assert not found["PCCC-05"].repeated
    assert found["PCCC-05"].due == date(2026, 1, 20)
    assert found["PCCC-05"].in_charge == "Tổ kỹ thuật Hoằng Hóa"
    assert not found["PCCC-05"].confirmed
    assert found["BMNN-02"].domain == "state_secret"


def test_recommendations_of_the_visit_before_stand_with_their_state(store: Store):
    with store.read() as reader:
        earlier = gather.minutes_data(reader, "v2").earlier

    assert [(row.code, row.made, row.state) for row in earlier] == [
        ("PCCC-03", date(2025, 9, 1), "Đã giao khắc phục, quá hạn 111 ngày")
    ]


def test_photographs_of_state_secrets_are_left_behind(store: Store):
    with store.read() as reader:
        photos = gather.minutes_data(reader, "v2").photos

    assert [photo.item for photo in photos] == ["PCCC-03"]


def test_items_that_apply_are_listed_even_when_nobody_answered(store: Store):
    with store.read() as reader:
        data = gather.minutes_data(reader, "v3")

    results = {item.code: item.result for item in data.domains[0].items}
    assert (results["PCCC-01"], results["PCCC-03"], results["PCCC-09"]) == (Result.PASS, Result.FAIL, Result.OPEN)


def test_a_visit_that_nobody_agreed_prints_as_a_draft(store: Store):
    with store.read() as reader:
        data = gather.minutes_data(reader, "v9")

    assert data.state is State.DRAFT
    assert data.ended is None
    assert "DỰ THẢO" in Paper(pdf.to_bytes(minutes.build(data))[0]).text


def test_the_printed_minutes_hold_every_failed_item(store: Store):
    with store.read() as reader:
        data = gather.minutes_data(reader, "v2", digest="4f" * 32)

    text = " ".join(Paper(pdf.to_bytes(minutes.build(data))[0]).text.split())
    for item in (item for domain in data.domains for item in domain.items if item.result is Result.FAIL):
        assert item.text in text
    assert "Nhà trạm BTS" in text
    assert "4f4f 4f4f" in text


def test_a_visit_that_is_not_there_is_refused(store: Store):
    with store.read() as reader, pytest.raises(visits.VisitUnknown, match="v404"):
        gather.minutes_data(reader, "v404")


@pytest.mark.parametrize("name", stored.FORMS)
def test_shipped_checklists_are_read_whole(name: str):
    words = checklist_words(stored.xform(name))

    assert words.form == name
    assert words.secret == (name == "state_secret")
    assert len({item.code for _path, item in words.items}) == len(words.items) >= 30
    assert all(item.text and item.section and item.severity for _path, item in words.items)
    english = checklist_words(stored.xform(name), "en")
    assert english.title != words.title
    assert [item.code for _path, item in english.items] == [item.code for _path, item in words.items]


@pytest.mark.parametrize("text", ["", "<", "<a/>", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_what_is_no_form_is_refused(text: str):
    with pytest.raises(ReportError):
        checklist_words(text)


def test_a_period_is_counted_from_the_store(store: Store):
    with store.read() as reader:
        data = gather_period.summary_data(reader, date(2026, 1, 1), date(2026, 3, 31), made_on=date(2026, 4, 2))

    assert data.sites == 3
    assert [(row.name, row.planned, row.made) for row in data.by_commune] == [
        ("Hải Bình", 1, 1),
        ("Hoằng Lộc", 1, 1),
        ("Lam Sơn", 1, 0),
    ]
    fire = next(row for row in data.domains if row.title.startswith("Phòng cháy"))
    assert (fire.checked, fire.met, fire.not_met, fire.not_applicable) == (16, 13, 3, 0)
    assert [(row.code, row.count, row.sites) for row in data.frequent] == [("PCCC-03", 2, 2), ("PCCC-05", 1, 1)]
    assert [(row.site_code, row.code, row.times) for row in data.repeated] == [("THA-0123", "PCCC-03", 2)]
    assert [(row.code, row.last) for row in data.unvisited] == [("THA-0300", None)]
    measured = [(row.site_code, row.code, row.value, row.limits) for row in data.measured]
    assert ("THA-0123", "PCCC-05", "0,5 bản", "≥ 1") in measured
    assert not any(row.code.startswith("BMNN") for row in data.measured)
    assert sum(row.total for row in data.sections) == 4
    (unit,) = data.units
    assert (unit.unit, unit.made, unit.overdue) == ("Tổ kỹ thuật Hoằng Hóa", 4, 4)
    assert next((row.code, row.days_late, row.secret) for row in data.overdue) == ("PCCC-03", 198, False)
    assert sum(row.secret for row in data.overdue) == 1


def test_the_period_before_is_remembered(store: Store):
    with store.read() as reader:
        data = gather_period.summary_data(reader, date(2026, 1, 1), date(2026, 6, 30), made_on=date(2026, 7, 2))

    fire = next(row for row in data.domains if row.title.startswith("Phòng cháy"))
    assert fire.rate_before == 7 / 8
    assert {rate.period for rate in data.rates} == {"3/2025", "1/2026"}


def test_the_summary_of_the_store_prints(store: Store):
    with store.read() as reader:
        data = gather_period.summary_data(reader, date(2026, 1, 1), date(2026, 3, 31), made_on=date(2026, 4, 2))

    text = " ".join(Paper(pdf.to_bytes(summary.build(data))[0]).text.split())
    assert "đã thực hiện 2/3 lượt kiểm tra theo kế hoạch" in text
    assert "Có 01 tồn tại lặp lại tại cùng địa điểm." in text


def test_findings_of_one_site_are_gathered_with_their_state(store: Store):
    with store.read() as reader:
        rows = gather_period.finding_rows(reader, date(2026, 2, 1), site=model.site_uid("THA-0123"))
        late = gather_period.overdue_rows(reader, date(2026, 2, 1))

    assert [(row.code, row.found, row.state, row.secret) for row in rows] == [
        ("BMNN-02", date(2026, 1, 5), "đã giao khắc phục, quá hạn 12 ngày", True),
        ("PCCC-03", date(2025, 9, 1), "đã giao khắc phục, quá hạn 138 ngày", False),
        ("PCCC-03", date(2026, 1, 5), "đã giao khắc phục, quá hạn 12 ngày", False),
        ("PCCC-05", date(2026, 1, 5), "đã giao khắc phục, quá hạn 12 ngày", False),
    ]
    assert [row.days_late for row in late] == [138, 12, 12, 12]


def test_papers_come_straight_from_the_store(store: Store):
    day = date(2026, 4, 2)
    with store.read() as reader:
        made = {
            "minutes": papers.minutes_of(reader, "v2"),
            "pc03": papers.minutes_of(reader, "v2", name="pc03"),
            "passport": papers.passport_of(reader, model.site_uid("THA-0123"), on=day),
            "reinspection": papers.reinspection_of(reader, "v2"),
            "day": papers.day_list(reader, date(2026, 2, 9)),
            **{
                name: papers.report_of(reader, name, first=date(2026, 1, 1), last=date(2026, 3, 31), on=day)
                for name in papers.PERIODIC
            },
        }

    texts = {name: " ".join(Paper(pdf.to_bytes(document)[0]).text.split()) for name, document in made.items()}
    assert set(texts) == set(reports.REPORTS) - {"blank"}
    for name, said in {
        "minutes": "BIÊN BẢN",
        "pc03": "mẫu PC03",
        "passport": "0,5 bản",
        "reinspection": "So sánh lần kiểm tra ngày 01/09/2025 với lần phúc tra ngày 05/01/2026: 0/1 kiến nghị",
        "day": "THA-0200",
        "overdue": "198",
        "findings": "Tổ kỹ thuật Hoằng Hóa",
        "summary": "2/3 lượt",
    }.items():
        assert said in texts[name], name


def test_a_visit_without_a_fire_checklist_has_no_fire_part(store: Store):
    """It said that fire safety was inspected and nothing found."""
    with store.read() as reader, pytest.raises(NoFirePart):
        papers.minutes_of(reader, "v9", name="pc03")


def test_the_kinds_of_a_site_are_told_apart():
    assert gather.type_names("exchange;tower", "vi") == "Tổng đài, trạm truyền dẫn; cột ăng ten"


def test_a_first_visit_has_nothing_to_be_compared_with(store: Store):
    with store.read() as reader, pytest.raises(NothingBefore):
        papers.reinspection_of(reader, "v1")


def test_photographs_that_are_not_here_leave_a_hole_in_the_minutes(store: Store):
    with store.read() as reader:
        document = papers.minutes_of(reader, "v2")

    assert "Chưa nhận được ảnh này." in Paper(pdf.to_bytes(document)[0]).text


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 2, 9), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 7, 1), date(2026, 7, 1), date(2026, 9, 30)),
    ],
)
def test_a_quarter_has_its_first_and_last_day(day: date, first: date, last: date):
    assert papers.quarter(day) == (first, last)


def test_supplementary_minutes_are_no_visit_that_a_re_inspection_is_compared_with(tmp_path: Path):
    with open_store(tmp_path / "s.db") as opened:
        stored.fill(opened)
        with opened.transact("supplement") as tx:
            tx.put(
                model.Visit(
                    uid="v2s",
                    site=model.site_uid("THA-0123"),
                    date="2026-01-09",
                    supplement_of="v2",
                    agreed="yes",
                    purpose="Sửa số liệu.",
                )
            )
            tx.put(
                model.Visit(
                    uid="v5", site=model.site_uid("THA-0123"), date="2026-02-20", purpose=finding_life.REINSPECTION
                )
            )
            tx.put(
                model.Signature(
                    uid="v2s/police/p", visit="v2s", side="police", person="p", at="2026-01-05T14:01:00+07:00"
                )
            )
        with opened.read() as reader:
            compared = Paper(pdf.to_bytes(papers.reinspection_of(reader, "v5"))[0]).text
            draft = Paper(pdf.to_bytes(papers.minutes_of(reader, "v5"))[0]).text
            supplement = Paper(pdf.to_bytes(papers.minutes_of(reader, "v2s"))[0]).text

    assert "05/01/2026" in compared
    assert "09/01/2026" not in compared
    assert "BIÊN BẢN PHÚC TRA" in draft
    assert "BIÊN BẢN BỔ SUNG" not in draft
    assert "0 giờ 00 phút" not in draft
    assert "14 giờ 01 phút" in " ".join(supplement.split())


def test_an_answer_that_is_not_agreed_on_is_not_counted_as_unchecked():
    items = (Item("A-1", "?", result=Result.PASS), Item("A-2", "?", result=Result.DISPUTED))
    assert minutes_parts.tally(Domain("a", "A", items=items)).startswith(
        "Đã kiểm tra 01 nội dung: 01 đạt. Còn 01 nội dung chưa thống nhất."
    )


def test_the_summary_of_results_counts_what_is_not_agreed_on_by_itself():
    """It stood among the items that nobody had checked."""
    items = (Item("A-1", "?", result=Result.PASS), Item("A-2", "?", result=Result.DISPUTED), Item("A-3", "?"))
    agreed = Domain("b", "B", items=items[:1])

    tables = [
        next(block for section in paper.sections for block in section.blocks if getattr(block, "name", "") == "TongHop")
        for domains in ((Domain("a", "A", items=items), agreed), (agreed,))
        for paper in [minutes.build(replace(visit(state=State.DRAFT), domains=domains))]
    ]

    assert [column.title for column in tables[0].columns[-2:]] == ["Chưa kiểm tra", "Chưa thống nhất"]
    assert (tables[0].rows[0][1:], tables[0].total[1:]) == ((3, 1, 0, 0, 1, 1), (4, 2, 0, 0, 1, 1))
    assert "Chưa thống nhất" not in [column.title for column in tables[1].columns]


def test_what_is_asked_for_says_when_its_item_is_not_agreed_on():
    """Beside agreed demands it read as one of them."""
    agreed = FindingLine("A-1", "a", "Thiếu nội quy.", remedy="Niêm yết nội quy.")
    disputed = FindingLine("A-2", "a", "Bình bị che khuất.", disputed=True)

    with speaking("vi"):
        rows = minutes_parts.recommendations([agreed, disputed]).rows

    assert [row[2] for row in rows] == ["Niêm yết nội quy.", "Bình bị che khuất (chưa thống nhất)"]


def test_a_deadline_that_was_put_off_counts_and_says_from_when(tmp_path: Path):
    """The list in the window knows the extension; a paper that did not would call a unit late that is not."""
    with open_store(tmp_path / "s.db") as opened:
        stored.fill(opened)
        with opened.transact("extend") as tx:
            tx.say("finding", "v3/fire/s1/pccc_03", "extension", "2026-03-10 Chờ vật tư.")
        with opened.read() as reader:
            before, after = (
                {row.site_code: row for row in gather_period.overdue_rows(reader, day)}
                for day in (date(2026, 3, 1), date(2026, 3, 12))
            )
            rows = gather_period.finding_rows(reader, date(2026, 3, 12), first=date(2026, 2, 1))

    assert "THA-0200" not in before
    late = after["THA-0200"]
    assert (late.due, late.days_late) == (date(2026, 3, 10), 2)
    assert late.reason == "Gia hạn từ ngày 24/02/2026: Chờ vật tư."
    assert [row.state for row in rows] == ["đã giao khắc phục, quá hạn 2 ngày"]


def test_minutes_of_a_re_inspection_say_what_it_found_of_each_recommendation(tmp_path: Path):
    with open_store(tmp_path / "s.db") as opened:
        stored.fill(opened)
        stored.visit(opened, "v5", "THA-0200", date(2026, 3, 2), ("fire",), fails=("pccc_03",), number="9")
        stored.visit(opened, "v6", "THA-0123", date(2026, 3, 2), ("fire",), fails=("pccc_05",), number="10")
        with opened.transact("re-inspect") as tx:
            for uid in ("v5", "v6"):
                tx.say("visit", uid, "purpose", finding_life.REINSPECTION)
            tx.say("finding", "v2/fire/s1/pccc_03", "state", model.FindingState.CLOSED)
        with opened.read() as reader:
            again, other = (gather.minutes_data(reader, uid).earlier for uid in ("v5", "v6"))

    assert [(row.code, row.state) for row in again] == [("PCCC-03", "Phúc tra không đạt")]
    assert {(row.code, row.made, row.state) for row in other} == {
        ("PCCC-03", date(2025, 9, 1), "Phúc tra đạt"),
        ("PCCC-03", date(2026, 1, 5), "Phúc tra đạt"),
        ("PCCC-05", date(2026, 1, 5), "Phúc tra không đạt"),
    }


def test_a_position_is_written_alike_in_every_paper(tmp_path: Path):
    with open_store(tmp_path / "s.db") as opened:
        stored.fill(opened)
        with opened.transact("place") as tx:
            tx.say("site", model.site_uid("THA-0300"), "lat", "19.76387")
            tx.say("site", model.site_uid("THA-0300"), "lon", "105.7")
        with opened.read() as reader:
            passport = papers.passport_of(reader, model.site_uid("THA-0300"), on=date(2026, 3, 1))
            listed = papers.day_list(reader, date(2026, 3, 1))
            told = [" ".join(Paper(pdf.to_bytes(paper)[0]).text.split()) for paper in (passport, listed)]

    assert "Vĩ độ: 19.76387 Kinh độ: 105.70000" in told[0]
    assert "19.76387, 105.70000" in told[1]


def test_the_parts_of_an_address_within_a_sentence_have_a_small_first_letter(tmp_path: Path):
    with open_store(tmp_path / "s.db") as opened:
        stored.fill(opened)
        with opened.transact("place") as tx:
            tx.say("site", model.site_uid("THA-0123"), "address", "Số 4, Thôn 7, Hoằng Tiến")
            tx.say("site", model.site_uid("THA-0123"), "commune", "Xã Hoằng Lộc")
        with opened.read() as reader:
            data = gather.minutes_data(reader, "v1")

    assert data.place == "Trạm BTS Hoằng Lộc 2, số 4, thôn 7, Hoằng Tiến, xã Hoằng Lộc"
    assert ("Xã, phường", "Xã Hoằng Lộc") in [(fact.label, fact.value) for fact in data.site]
