"""What a checklist asks is what counts and what is printed: no item that is not asked any more, every row, every kind of answer."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from inspector import answer_files, checklists, findings, people, signing_off, sites, visits, workplace
from inspector.model import Side
from inspector.reports import exported, papers, pdf
from inspector.store import Store
from inspector.store.tables import saying

FORM = """
| survey | | | | | | | | |
| | type | name | label | relevant | bind::ins:code | bind::ins:fails-on | bind::ins:severity | bind::ins:due-days |
| | select_one yn | has | Trạm có máy phát không? | | | | | |
| | select_one r | fuel | Nhiên liệu có đủ không? | ${has} = 'yes' | MF-01 | fail | minor | 30 |
| | select_one r | door | Cửa có khóa không? | | MF-02 | fail | minor | 30 |
| | begin_repeat | bat | Tổ ắc quy | | | | | |
| | select_one r | swell | Ắc quy có phồng không? | | MF-03 | fail | minor | 30 |
| | end_repeat | | | | | | | |
| | text | who | Ai trực ca? | | | | | |
| | date | checked | Ngày bảo dưỡng | | | | | |
| | select_multiple wall | walls | Tường | | | | | |
| | decimal | litres | Số lít dầu | | | | | |
| choices | | | |
| | list_name | name | label |
| | yn | yes | Có |
| | yn | no | Không |
| | wall | brick | Tường gạch |
| | wall | steel | Tường tôn |
| | r | pass | Đạt |
| | r | fail | Không đạt |
| | r | na | Không áp dụng |
| settings | | | | |
| | form_title | form_id | version | namespaces |
| | Máy phát | gen | 1 | ins="urn:inspector:checklist" |
"""

EVERY_KIND = {
    "has": "no",
    "door": "pass",
    "who": "Ngô Thị Mẫu",
    "checked": "2026-03-14",
    "walls": "steel brick",
    "litres": "12.5",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with workplace.open_workplace(str(tmp_path / "laptop.db")) as opened:
        (tmp_path / "gen.md").write_text(FORM, "utf-8")
        checklists.install(opened, tmp_path / "gen.md")
        yield opened


@pytest.fixture
def by(store: Store) -> str:
    return people.settle(store, "Lê Văn Ví Dụ", side=Side.POLICE, unit="Phòng PC07").uid


@pytest.fixture
def visit(store: Store, by: str) -> str:
    site = sites.add(store, "THA0090", by=by, name="Hải Hà", types="bts")
    return visits.start(store, site.uid, ["gen"], by=by, on=datetime.date(2026, 11, 24))


def say(store: Store, visit: str, by: str, **values: str) -> None:
    visits.record_answers(store, visit, "gen", values, notes=dict.fromkeys(values, "Ghi chú."), by=by)


def listed(store: Store, visit: str) -> list[str]:
    with store.read() as reader:
        return [one.code for one in findings.listed(reader, today=datetime.date(2026, 11, 24), visit=visit)]


def printed(store: Store, visit: str, tmp_path: Path) -> str:
    import pypdfium2

    with store.read() as reader:
        pdf.render(papers.minutes_of(reader, visit), tmp_path / "minutes.pdf")
    with pypdfium2.PdfDocument(tmp_path / "minutes.pdf") as paper:
        return "\n".join(page.get_textpage().get_text_range() for page in paper)


def test_a_finding_at_an_item_that_is_not_asked_any_more_is_not_signed(
    store: Store, visit: str, by: str, tmp_path: Path
) -> None:
    say(store, visit, by, has="yes", fuel="fail", door="fail")
    say(store, visit, by, has="no")
    with store.read() as reader:
        assert [one.path for one in visits.dossier(reader, visit).findings] == ["door"]
    assert "MF-01" not in printed(store, visit, tmp_path)

    signing_off.sign(store, visit, side=Side.POLICE, by=by)
    assert listed(store, visit) == ["MF-02"]
    with store.read() as reader:
        said = reader.rows(select(saying.c.value).where(saying.c.uid == f"{visit}/gen/fuel", saying.c.field == "value"))
        assert {row.value for row in said} == {"fail", ""}
        assert all(one.value == "valid" for one in signing_off.verdicts(reader, visit).values())


def test_the_answer_is_there_again_when_the_item_is_asked_again(store: Store, visit: str, by: str) -> None:
    say(store, visit, by, has="yes", fuel="fail", door="pass")
    say(store, visit, by, has="no")
    say(store, visit, by, has="yes")

    signing_off.sign(store, visit, side=Side.POLICE, by=by)
    assert listed(store, visit) == ["MF-01"]


def test_a_file_cannot_answer_what_is_not_asked(store: Store, visit: str, by: str, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("path,value,note,photo\nhas,no,,\nfuel,fail,,\ndoor,pass,,\n", "utf-8")
    filled = answer_files.fill(store, visit, file, by=by)

    assert filled.answers == 2
    assert [path for path, _message in filled.violations] == ["gen/fuel"]
    assert listed(store, visit) == []


def test_every_row_of_a_repeat_is_on_the_paper(store: Store, visit: str, by: str, tmp_path: Path) -> None:
    say(store, visit, by, **{"has": "no", "door": "pass", "bat[1]/swell": "pass"})
    visits.record_answers(store, visit, "gen", {"bat[a1b2]": "2", "bat[a1b2]/swell": "fail"}, by=by)
    text = printed(store, visit, tmp_path)

    assert text.count("MF-03") >= 2
    assert "a1b2" not in text
    assert "Tổ ắc quy 2" in text


def test_answers_of_every_kind_are_on_the_paper_in_words(store: Store, visit: str, by: str, tmp_path: Path) -> None:
    say(store, visit, by, **EVERY_KIND)
    text = printed(store, visit, tmp_path)

    for words in (
        "Ngô Thị Mẫu",
        "14/03/2026",
        "Tường tôn, Tường gạch",
        "12,5",
        "Đã kiểm tra 01 nội dung: 01 đạt. Còn 01",
    ):
        assert words in text, words
    assert "steel" not in text


def test_answers_of_every_kind_are_in_the_register_of_all_answers(
    store: Store, visit: str, by: str, tmp_path: Path
) -> None:
    say(store, visit, by, **EVERY_KIND)
    visits.record_answers(store, visit, "gen", {"bat[a1b2]": "2", "bat[a1b2]/swell": "fail"}, by=by)
    day = datetime.date(2026, 11, 24)
    with store.read() as reader:
        exported.export(reader, "register-answers", tmp_path / "all.xlsx", first=day, last=day)
    rows = openpyxl.load_workbook(tmp_path / "all.xlsx").worksheets[0].iter_rows(values_only=True)
    said = {row[5]: row[7] for row in rows if row[-1] == visit}

    assert said == {
        "has": "Không",
        "MF-02": "Đạt",
        "MF-03": "Không đạt",
        "who": "Ngô Thị Mẫu",
        "checked": "14/03/2026",
        "walls": "Tường tôn, Tường gạch",
        "litres": "12,5",
    }
