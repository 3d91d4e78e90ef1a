"""A cell that was edited in a spreadsheet program is a proposed change; hints say what may be worth a look."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from inspector import cli, handover, hints, proposals, register, visits
from inspector.demo.pictures import taken
from inspector.model import Decision, Finding, Photo
from inspector.store import Store
from tests.scenario import Laptop

ITEM = "s3/ht_16"
COLUMNS = {"value": 2, "measured": 3, "note": 5}


def edited(file: Path, text: str, column: str = "note", code: str = "HT-16", rename: str = "") -> Path:
    book = openpyxl.load_workbook(file)
    sheet = next(sheet for sheet in book if any(row[0].value == code for row in sheet.iter_rows()))
    row = next(row for row in sheet.iter_rows(min_row=4) if row[0].value == code)
    row[COLUMNS[column]].value = text
    if rename:
        sheet.title = rename
    book.save(file)
    return file


def answer(store: Store, visit: str) -> tuple[str, str]:
    with store.read() as reader:
        line = next(line for line in visits.dossier(reader, visit).pages[0].lines if line.item.path == ITEM)
    return line.value, line.note


@pytest.mark.parametrize(
    ("column", "text", "stands"),
    [
        ("note", "Đã kéo lại.", ("fail", "Đã kéo lại.")),
        ("note", "", ("fail", "")),
        ("value", "Đạt", ("pass", "Cáp võng.")),
        ("value", "● Pass", ("pass", "Cáp võng.")),
        ("value", "○", ("na", "Cáp võng.")),
        ("value", "khong ap dung", ("na", "Cáp võng.")),
        ("value", "có lẽ", ("fail", "Cáp võng.")),
    ],
)
def test_an_edited_cell_is_taken_with_a_reason_or_told(
    laptop: Laptop, office: Store, column: str, text: str, stands: tuple[str, str]
) -> None:
    visit = laptop.start()
    laptop.answer(visit, ITEM, "fail", "Cáp võng.")
    file = edited(laptop.export(visit), text, column)
    (merged,) = register.merge(office, [file]).files
    assert answer(office, visit) == ("fail", "Cáp võng.")

    (one,) = proposals.take(office, merged.cells_edited, by=laptop.by, reason="Sửa tay trong Excel.")
    assert answer(office, visit) == stands
    assert bool(one.problem) == (text == "có lẽ")
    with office.read() as reader:
        reasons = [decision.reason for decision in reader.all(Decision)]
    assert reasons == ([] if one.problem else ["Sửa tay trong Excel."])


@pytest.mark.parametrize("form", ["date", "text", "number"])
def test_a_deadline_is_a_day_of_the_spreadsheet_and_another_day_is_proposed(
    laptop: Laptop, office: Store, form: str
) -> None:
    visit = laptop.start()
    laptop.answer(visit, ITEM, "fail", "Cáp võng.")
    file = laptop.export(visit)
    book = openpyxl.load_workbook(file)
    cell = next(sheet for sheet in book if sheet["A4"].value == "THA0090 HT-16")["E4"]
    assert cell.is_date
    assert cell.number_format.startswith("dd/mm/yyyy")
    was = cell.value.date()
    later = was + datetime.timedelta(days=9)
    if form == "text":
        cell.value, cell.number_format = f"{later:%d/%m/%Y}", "@"
    else:
        cell.value = later
        if form == "number":
            cell.number_format = "General"
    book.save(file)

    (merged,) = register.merge(office, [file]).files
    assert [(one.was, one.now) for one in merged.cells_edited] == [(f"{was:%d/%m/%Y}", f"{later:%d/%m/%Y}")]
    (taken,) = proposals.take(office, merged.cells_edited, by=laptop.by, reason="Theo đề nghị của cơ sở.")
    assert not taken.problem
    with office.read() as reader:
        assert reader.all(Finding)[0].due == later.isoformat()


def test_moments_stand_in_a_workbook_as_the_clocks_of_vietnam_show_them(laptop: Laptop) -> None:
    visit = laptop.start()
    laptop.now = datetime.datetime(2026, 11, 24, 22, 30, tzinfo=datetime.UTC)
    laptop.answer(visit, ITEM, "pass")
    book = openpyxl.load_workbook(laptop.export(visit))
    sheet = book.worksheets[1]
    row = next(row for row in sheet.iter_rows(min_row=4) if row[0].value == "HT-16")

    assert f"{row[8].value:%d/%m/%Y %H:%M}" == "25/11/2026 05:30"
    assert row[8].number_format.startswith("dd/mm/yyyy hh:mm")


def test_a_renamed_sheet_is_still_compared(laptop: Laptop, office: Store) -> None:
    visit = laptop.start()
    laptop.answer(visit, ITEM, "fail", "Cáp võng.")
    file = edited(laptop.export(visit), "Đã sửa.", rename="Trang của tôi")
    (merged,) = register.merge(office, [file]).files

    assert [(cell.sheet, cell.was, cell.now) for cell in merged.cells_edited] == [
        ("Trang của tôi", "Cáp võng.", "Đã sửa.")
    ]


def test_a_sheet_that_was_taken_out_is_named(laptop: Laptop, office: Store) -> None:
    visit = laptop.start()
    file = laptop.export(visit)
    book = openpyxl.load_workbook(file)
    gone = next(sheet for sheet in book if any(row[0].value == "HT-16" for row in sheet.iter_rows()))
    book.remove(gone)
    book.save(file)
    (merged,) = register.merge(office, [file]).files

    assert merged.verdict == "merged"
    assert [(cell.sheet, cell.cell) for cell in merged.cells_edited] == [(gone.title, "")]
    assert proposals.take(office, merged.cells_edited, by=laptop.by, reason="x")[0].problem


def test_without_a_reason_nothing_is_taken(office: Store) -> None:
    with pytest.raises(proposals.ReasonMissing):
        proposals.take(office, [], by="x", reason=" ")


def test_the_terminal_takes_edits(laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    visit = laptop.start()
    laptop.answer(visit, ITEM, "fail", "Cáp võng.")
    file = str(edited(laptop.export(visit), "Đã sửa."))

    def run(*words: str) -> tuple[int, Any]:
        code = cli.main(["--store", str(tmp_path / "r.db"), "--json", *words])
        return code, json.loads(capsys.readouterr().out or "{}")

    assert run("merge", file, "--take-edits")[0] == 1
    code, found = run("merge", file)
    assert (code, found["files"][0]["cells_edited"][0]["now"]) == (3, "Đã sửa.")
    code, found = run("merge", file, "--take-edits", "--by", "Lê Văn Ví Dụ", "--reason", "Đã hỏi lại.")
    assert (code, found["edits"][0]["problem"]) == (0, "")
    assert run("visit", "show", visit)[1]["answers"][f"infrastructure/{ITEM}"]["note"] == "Đã sửa."


def test_photos_are_stored_without_compression(laptop: Laptop) -> None:
    import zipfile

    visit = laptop.start()
    laptop.answer(visit, ITEM, "fail")
    content = taken("cable", "x", datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC))
    visits.add_photo(laptop.store, visit, "infrastructure", ITEM, content, by=laptop.by)
    with zipfile.ZipFile(laptop.export(visit)) as archive:
        kinds = {one.compress_type for one in archive.infolist() if one.filename.startswith("xl/media/")}

    assert kinds == {zipfile.ZIP_STORED}


def test_hints_name_what_may_be_worth_a_look(laptop: Laptop, tmp_path: Path) -> None:
    """The same picture at two stations, taken before either visit; the same fault three times; a clock ten hours late."""
    content = taken("cable", "x", datetime.datetime(2026, 11, 1, 9, tzinfo=datetime.UTC))
    for code in ("THA0090", "THA0090", "THA0090", "THA0091"):
        visit = laptop.start(code)
        laptop.answer(visit, ITEM, "fail")
        visits.add_photo(
            laptop.store, visit, "infrastructure", ITEM, content, by=laptop.by, taken_at="2026-11-01T09:00:00+07:00"
        )
    late = Laptop(tmp_path, "b", skew=-600)
    late.merge(laptop.export(visit))
    late.answer(visit, ITEM, "pass")
    laptop.merge(late.export(visit))
    with laptop.store.read() as reader:
        made = [one.uid.partition("/")[0] for one in reader.all(Photo)]
        found = hints.of(reader, made)
    kinds = {(one.kind, one.visit == visit) for one in found}
    late.store.close()

    assert {("old-picture", True), ("same-picture", True), ("third-time", False), ("clock", True)} <= kinds
    assert not any(kind == "quick" for kind, _last in kinds)
    third = {one.says for one in found if one.kind == "third-time"}
    assert third == {"HT-16: đã ghi nhận tồn tại trong 3 lượt kiểm tra tại đây."}


def test_answers_within_seconds_are_a_hint(laptop: Laptop) -> None:
    visit = laptop.start()
    laptop.store.clock = lambda: laptop.now
    with laptop.store.read() as reader:
        paths = [line.item.path for line in visits.dossier(reader, visit).pages[0].lines]
    for path in paths[:12]:
        laptop.answer(visit, path, "pass")
    with laptop.store.read() as reader:
        assert [one.kind for one in hints.of(reader, [visit])] == ["quick"]


def test_a_parcel_names_what_its_cells_are_about(laptop: Laptop) -> None:
    visit = laptop.start()
    laptop.answer(visit, ITEM, "fail", "x")
    (cell,) = handover.read(edited(laptop.export(visit), "y")).edited

    assert cell.target == f"{visit}/infrastructure/{ITEM}|note"


@pytest.mark.parametrize("where", [4, 6])
def test_rows_that_were_added_are_named_and_wait(laptop: Laptop, office: Store, where: int) -> None:
    visit = laptop.start()
    laptop.answer(visit, ITEM, "fail", "Cáp võng.")
    file = laptop.export(visit)
    book = openpyxl.load_workbook(file)
    sheet = next(sheet for sheet in book if any(row[0].value == "HT-16" for row in sheet.iter_rows()))
    copied = [cell.value for cell in next(row for row in sheet.iter_rows(min_row=4) if row[0].value == "HT-16")]
    copied[5] = "Dòng chép lại, sửa khác"
    sheet.insert_rows(where)
    sheet.cell(where, 1).value, sheet.cell(where, 6).value = "HT-99", "Nội dung thêm"
    last = sheet.max_row + 1
    for column, value in enumerate(copied, 1):
        sheet.cell(last, column).value = value
    book.save(file)

    (merged,) = register.merge(office, [file]).files

    assert {(cell.cell, cell.was, cell.now) for cell in merged.cells_edited} == {
        (f"A{where}", "", "HT-99 · Nội dung thêm"),
        (f"F{last}", "Cáp võng.", "Dòng chép lại, sửa khác"),
    }
    assert answer(office, visit) == ("fail", "Cáp võng.")
    (alien, copy) = sorted(
        proposals.take(office, merged.cells_edited, by=laptop.by, reason="Xem."), key=lambda one: one.uid
    )
    assert "không thuộc nội dung nào" in alien.problem
    assert (copy.problem, answer(office, visit)) == ("", ("fail", "Dòng chép lại, sửa khác"))
    with office.read() as reader:
        assert [one.cell for one in proposals.waiting(reader)] == [alien.cell]
