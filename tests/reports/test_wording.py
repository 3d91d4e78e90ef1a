"""Sentences of the papers: what they count, on which day, and what they do not claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from inspector import finding_life, model, overview, reports
from inspector.reports import gather_period, minutes, minutes_parts, papers, pc03, pdf, summary
from inspector.reports.document import Chart, Document, Table
from inspector.reports.minutes_data import Domain, Item, MinutesData, Result, State
from inspector.reports.registry_data import DayData, FindingsData, OverdueData, ReinspectionData, Stop
from inspector.reports.summary_data import Overdue, SummaryData, Visits
from inspector.store import Store, open_store
from tests.reports import stored
from tests.reports.measure import Paper
from tests.reports.period import period
from tests.reports.sample import visit
from tests.reports.test_registry import TODAY, finding_rows

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


def said(document: Document) -> str:
    """The words of a paper on one line."""
    return " ".join(Paper(pdf.to_bytes(document)[0]).text.split())


@pytest.fixture
def store(tmp_path: Path):
    with open_store(tmp_path / "s.db") as opened:
        stored.fill(opened)
        yield opened


def test_what_follows_from_another_visit_is_in_no_plan(store: Store):
    with store.transact("follow") as tx:
        site = model.site_uid("THA-0300")
        tx.put(model.Visit(uid="v8", site=site, date="2026-03-09", supplement_of="v2", agreed="yes", purpose="Sửa."))
        tx.put(model.Visit(uid="v7", site=site, date="2026-03-09", purpose=finding_life.REINSPECTION))
    with store.read() as reader:
        data = gather_period.summary_data(reader, FIRST, LAST, made_on=LAST)
        shown = overview.read(reader, FIRST, LAST, on=LAST)

    assert (sum(row.planned for row in data.by_unit), sum(row.made for row in data.by_unit)) == (3, 2)
    assert (shown.planned, shown.made) == (3, 2)
    assert [row.code for row in data.unvisited] == ["THA-0300"]  # supplementary minutes were written at a desk


def test_a_draft_counts_in_no_paper_of_the_register_but_in_its_export(store: Store):
    """The list of findings counted 21 where the summary of the same days counted 19."""
    with store.transact("draft") as tx:
        tx.say("visit", "v3", "agreed", "")
        site = tx.get(model.Visit, "v3").site
    with store.read() as reader:
        data = gather_period.summary_data(reader, FIRST, LAST, made_on=LAST)
        rows = gather_period.finding_rows(reader, LAST, first=FIRST, last=LAST)
        passport = said(papers.passport_of(reader, site, on=LAST))
        every = gather_period.finding_rows(reader, LAST, first=FIRST, last=LAST, drafts=True)

    assert len(rows) == sum(row.critical + row.major + row.minor for row in data.sections) < len(every)
    assert "Chưa có tồn tại nào được ghi nhận trong các lượt kiểm tra đã thống nhất" in passport


def test_a_period_in_which_nothing_was_visited_says_so_of_every_site(store: Store):
    with store.read() as reader:
        data = gather_period.summary_data(reader, date(2020, 1, 1), date(2020, 3, 31), made_on=LAST)

    text = said(summary.build(data))
    assert f"danh mục quản lý có {len(data.unvisited):02d} địa điểm, đều chưa được kiểm tra trong kỳ" in text
    assert "trong đó" not in text.partition("II. ")[0]


def test_a_list_of_all_teams_says_whose_visit_each_is(store: Store):
    with store.transact("plan") as tx:
        for number, team in enumerate(("Đoàn 2", "Đoàn 1", "")):
            site = model.site_uid("THA-0300")
            tx.put(model.Visit(uid=f"p{number}", site=site, date="2026-05-04", team=team))
    with store.read() as reader:
        every = papers.day_list(reader, date(2026, 5, 4))
        one = papers.day_list(reader, date(2026, 5, 4), team="Đoàn 1")

    def teams(paper: Document) -> list[str]:
        (table,) = (block for block in paper.sections[0].blocks if isinstance(block, Table))
        heads = [column.title for column in table.columns]
        return [str(row[heads.index("Đoàn")]) for row in table.rows] if "Đoàn" in heads else []

    assert teams(every) == ["–", "Đoàn 1", "Đoàn 2"]
    assert teams(one) == []


def test_a_site_is_described_in_words_without_the_numbers_of_a_list(store: Store):
    with store.transact("site") as tx:
        tx.say("site", model.site_uid("THA-0123"), "sharing", "0")
    with store.read() as reader:
        text = said(papers.passport_of(reader, model.site_uid("THA-0123"), on=LAST))

    assert "Không dùng chung" in text
    assert "0 - " not in text


def test_a_finding_without_words_names_the_item_that_was_not_met(store: Store):
    with store.transact("finding") as tx:
        (finding,) = (one for one in tx.all(model.Finding, visit="v3", stands=1))
        tx.say("finding", finding.uid, "text", "")
        tx.say("finding", finding.uid, "remedy", "")
        tx.say("answer", finding.uid, "note", "")
    with store.read() as reader:
        rows = gather_period.finding_rows(reader, LAST, first=date(2026, 2, 1), last=LAST)
        late = gather_period.overdue_rows(reader, date(2026, 12, 1))
        minutes = said(papers.minutes_of(reader, "v3"))

    assert [row.text.startswith("Không đạt: ") for row in rows] == [True]
    assert any(row.text.startswith("Không đạt: ") for row in late)
    assert "Không đạt: " in minutes


def test_nothing_is_claimed_of_what_nobody_checked():
    items = (Item("A-1", "?", result=Result.PASS), Item("A-2", "?", result=Result.OPEN))

    assert minutes_parts.tally(Domain("a", "A", items=items)).endswith(
        "Trong các nội dung đã kiểm tra, không phát hiện tồn tại."
    )
    assert minutes_parts.tally(Domain("a", "A", items=items[:1])).endswith("01 đạt. Không phát hiện tồn tại.")


def test_a_period_without_anything_says_each_thing_once():
    text = said(summary.build(SummaryData(FIRST, LAST, LAST, sites=3)))

    assert "không có lượt kiểm tra nào theo kế hoạch" in text
    assert text.count("Không có lượt kiểm tra nào theo kế hoạch") == 1
    assert "Đã kiểm tra 0" not in text
    assert "Phát hiện 0" not in text
    assert "0/0" not in text
    assert "–." not in text


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (reports.build("findings", FindingsData(TODAY, ())), "Trong kỳ không phát hiện tồn tại"),
        (
            reports.build("reinspection", ReinspectionData("THA-1", "Trạm", date(2026, 1, 5), TODAY, ())),
            "nên không có gì để đối chiếu",
        ),
        (reports.build("day", DayData(TODAY, "", (), ())), "Ngày này chưa phân công địa điểm nào"),
    ],
)
def test_an_empty_list_says_so_once_and_what_to_do(document: Document, words: str):
    text = said(document)

    assert text.count(words) == 1
    assert ("Hãy chọn" in text) == (document.kind != "reinspection")
    assert "0/0" not in text
    assert "gồm 0" not in text
    assert "Có 0" not in text


def test_the_overdue_sentence_names_its_day():
    assert "Tính đến ngày 03/07/2026, còn 14 kiến nghị quá hạn; lâu nhất" in said(summary.build(period()))


def test_what_is_overdue_critical_and_kept_apart_is_said_in_two_sentences():
    """“trong đó …; trong đó …” left open of which number the second was a part."""
    late = [replace(row, severity="critical" if n < 2 else "major") for n, row in enumerate(period().overdue[:5])]

    def of(*rows: Overdue) -> str:
        return said(reports.build("overdue", OverdueData(TODAY, rows)))

    aside = "Có 01 kiến nghị nêu tại phụ lục riêng về bảo vệ bí mật nhà nước."
    apart = of(*late[:4], replace(late[4], secret=True))
    assert f"Có 05 kiến nghị quá hạn, trong đó 02 kiến nghị mức nghiêm trọng. {aside}" in apart
    assert "Có 02 kiến nghị quá hạn, đều ở mức nghiêm trọng." in of(*late[:2])
    assert "Có 01 kiến nghị quá hạn, ở mức nghiêm trọng." in of(late[0])


def test_what_stands_in_the_separate_annex_is_counted_apart():
    data = period()
    late = (replace(data.overdue[0], secret=True), *data.overdue[1:])
    apart = "trong đó 01 nêu tại phụ lục riêng về bảo vệ bí mật nhà nước"
    overdue = said(reports.build("overdue", OverdueData(TODAY, late)))
    found = finding_rows(5)
    findings = said(reports.build("findings", FindingsData(TODAY, (replace(found[0], secret=True), *found[1:]))))

    assert "Có 01 kiến nghị nêu tại phụ lục riêng" in overdue
    assert f"Danh sách gồm 14 kiến nghị, {apart}" in overdue
    assert f"Có 14 kiến nghị quá hạn, {apart}" in said(summary.build(replace(data, overdue=late)))
    assert f"Danh sách gồm 05 tồn tại, {apart}" in findings
    assert apart not in said(summary.build(data))


@pytest.mark.parametrize("build", [minutes.build, pc03.build])
def test_who_signs_with_a_reservation_does_not_agree_with_everything(build: Callable[[MinutesData], Document]):
    data = visit()
    whole = replace(data, findings=tuple(replace(finding, reservation="") for finding in data.findings))

    held = said(build(data))

    assert "PCCC-12: Cơ sở đề nghị gia hạn" in held
    assert "nhất trí với nội dung, trừ các ý kiến bảo lưu đã ghi, và cùng ký tên dưới đây" in held
    assert "nhất trí với nội dung và cùng ký tên dưới đây" in said(build(whole))


@pytest.mark.parametrize("build", [minutes.build, pc03.build])
def test_an_hour_that_nobody_wrote_is_left_open(build: Callable[[MinutesData], Document]):
    day = visit().begun.replace(hour=0, minute=0, second=0)

    assert "Hồi ....... giờ ....... phút, ngày 05 tháng 01 năm 2026" in said(build(replace(visit(), begun=day)))


def test_the_fire_part_of_a_visit_that_is_not_signed_is_a_draft():
    marks = [pc03.build(replace(visit(), state=state)).watermark for state in (State.DRAFT, State.SIGNED)]

    assert marks == ["DỰ THẢO", "ĐỂ SAO CHÉP"]


def test_what_has_no_commune_comes_last_in_a_summary(store: Store):
    with store.transact("no commune") as tx:
        tx.say("site", model.site_uid("THA-0123"), "commune", "")
    with store.read() as reader:
        data = gather_period.summary_data(reader, FIRST, LAST, made_on=LAST)
        early = gather_period.summary_data(reader, date(2020, 1, 1), date(2020, 3, 31), made_on=LAST)

    assert [row.name for row in data.by_commune] == ["Hải Bình", "Lam Sơn", "(chưa ghi)"]
    assert [row.commune for row in early.unvisited][-1] == ""


def test_communes_of_the_same_rate_stand_in_a_chart_as_in_their_table():
    names = ("Phường Đông Sơn", "Phường Nghi Sơn", "Xã Lam Sơn", "(chưa ghi)")
    data = replace(period(), by_commune=(*(Visits(name, 1, 1) for name in names), Visits("Xã Yên Định", 2, 1)))
    blocks = [block for section in reports.build("summary", data).sections for block in section.blocks]

    assert next(block for block in blocks if isinstance(block, Chart)).categories == ("Xã Yên Định", *names)


def test_a_day_list_follows_the_alphabet_of_communes_and_has_the_unnamed_last(store: Store):
    with store.transact("plan") as tx:
        for code, commune in (("A-1", ""), ("A-2", "Phường Nghi Sơn"), ("A-3", "Phường Đông Sơn")):
            tx.put(model.Site(uid=model.site_uid(code), code=code, name=code, commune=commune))
            tx.put(model.Visit(uid=code, site=model.site_uid(code), date="2026-05-04", team="Đoàn 1"))
    with store.read() as reader:
        words = said(papers.day_list(reader, date(2026, 5, 4)))

    assert words.index("A-3") < words.index("A-2") < words.index("A-1")


def test_a_re_inspection_of_nothing_has_no_table_that_says_it_again():
    paper = reports.build("reinspection", ReinspectionData("THA-1", "Trạm", date(2026, 1, 5), TODAY, ()))

    assert not [block for section in paper.sections for block in section.blocks if isinstance(block, Table)]
    assert "1. Trước và sau" not in said(paper)


def test_a_day_of_one_team_names_it(store: Store):
    with store.transact("plan") as tx:
        tx.put(model.Visit(uid="p0", site=model.site_uid("THA-0300"), date="2026-05-04", team="Đoàn 1"))
    with store.read() as reader:
        paper = papers.day_list(reader, date(2026, 5, 4))

    assert "Đoàn 1" in paper.title
    assert said(paper).count("Đoàn 1") == 1


def test_a_day_list_has_the_column_of_last_visits_where_there_were_some():
    stop = Stop("THA-1", "Trạm", "Hoằng Lộc", team="Đoàn 1")
    first = said(reports.build("day", DayData(TODAY, "", (stop, stop))))
    again = said(reports.build("day", DayData(TODAY, "", (stop, replace(stop, last=date(2026, 1, 5))))))

    assert "gần nhất" not in first
    assert "gần nhất" in again
    assert "05/01/2026" in again
