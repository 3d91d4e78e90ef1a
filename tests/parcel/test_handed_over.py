"""A workbook on its way: intact until somebody edits it, and then the cell is named."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from inspector import cli, handover, i18n, register, visits, workplace
from inspector.demo.pictures import taken
from tests import stores
from tests.scenario import Laptop


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    made = Laptop(tmp_path, "a")
    yield made
    made.store.close()


@pytest.fixture
def workbook(laptop: Laptop) -> Path:
    visit = laptop.start()
    laptop.answer(visit, "s3/ht_16", "fail", "=1+1 không phải công thức")
    return laptop.export(visit)


def test_a_workbook_as_it_was_made_is_intact(workbook: Path) -> None:
    found = handover.verify(workbook)

    assert (found.intact, found.signed_by, found.problems) == (True, ("Lê Văn Ví Dụ",), ())


def test_an_edited_cell_is_named_and_the_entries_are_merged(workbook: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    sheet = book.worksheets[1]
    row = next(row for row in sheet.iter_rows(min_row=4) if row[0].value == "HT-16")
    row[5].value = "đã sửa"
    book.save(workbook)
    with workplace.open_workplace(stores.named(tmp_path, "register")) as store:
        taken = register.merge(store, [workbook]).files[0]

    assert not handover.verify(workbook).intact
    assert taken.verdict == "merged"
    edits = [(one.sheet, one.cell, one.was, one.now) for one in taken.cells_edited]
    assert edits == [(sheet.title, row[5].coordinate, "=1+1 không phải công thức", "đã sửa")]


def test_an_entry_that_was_changed_underneath_is_refused(workbook: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    cell = book["_entries"]["B1"]
    cell.value = str(cell.value).replace("2026", "2025", 1)
    book.save(workbook)
    with workplace.open_workplace(stores.named(tmp_path, "register")) as store:
        with store.read() as reader:
            before = reader.digest()
        assert register.merge(store, [workbook]).files[0].verdict == "refused"
        with store.read() as reader:
            assert reader.digest() == before


def test_merging_keeps_the_installed_checklists_on_offer(workbook: Path, laptop: Laptop) -> None:
    """A checklist that arrives in a parcel and is here already stays offered for new visits."""
    from inspector import checklists

    with laptop.store.transact("x") as tx:
        here = checklists.named(tx, "infrastructure")
        text = handover.read(workbook).forms[here.sha256]
        checklists.keep(tx, text, sha256=here.sha256)
        assert checklists.named(tx, "infrastructure").sha256 == here.sha256


def test_the_command_line_merges_twice(workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "register.db")

    def run(*words: str) -> tuple[int, dict[str, object]]:
        code = cli.main(["--store", store, "--json", *words])
        return code, json.loads(capsys.readouterr().out)

    assert run("merge", str(workbook))[0] == 0
    before = run("digest")
    code, again = run("merge", str(workbook))
    assert (code, again["files"][0]["verdict"]) == (0, "nothing new")  # type: ignore[index]
    assert run("digest") == before
    assert run("rebuild")[1]["differences"] == 0
    assert run("verify", str(workbook))[0] == 0
    assert run("parcels")[0] == 0


def test_a_workbook_of_an_english_window_is_english_and_as_intact(laptop: Laptop) -> None:
    visit = laptop.start()
    laptop.answer(visit, "s3/ht_16", "fail")
    with i18n.speaking("en"):
        made = laptop.export(visit)
    sheet, failed = openpyxl.load_workbook(made).worksheets[1:3]
    rows = {str(row[0]): row for row in sheet.iter_rows(values_only=True)}
    asked = "Is cable along streets and lanes high enough?"

    assert str(sheet["A1"].value).startswith("Safety of infrastructure, masts, routes and outside assets · THA0090")
    assert rows["HT-16"][1:3] == (asked, "▲ Fail")
    assert [row[1] for row in failed.iter_rows(values_only=True) if row[0] == "THA0090 HT-16"] == [asked]
    assert handover.verify(made).intact


def test_photos_say_their_time_as_people_write_it_and_no_page_parts_them_from_their_words(laptop: Laptop) -> None:
    visit = laptop.start()
    moment = datetime.datetime(2026, 11, 16, 10, 36, 58, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
    for path in ("s3/ht_16", "s3/ht_17", "s4/ht_20", "s4/ht_21"):
        content = taken("cable", path, moment)
        visits.add_photo(
            laptop.store, visit, "infrastructure", path, content, by=laptop.by, taken_at=moment.isoformat()
        )

    book = openpyxl.load_workbook(laptop.export(visit))

    shown = [str(cell.value) for sheet in readable(book) for row in sheet.iter_rows() for cell in row if cell.value]
    assert sum("16/11/2026 10:36" in words for words in shown) >= 1
    assert not [words for words in shown if re.search(r"\d{4}-\d\d-\d\d", words)]
    sheet: Any = next(one for one in readable(book) if one._images)
    captions = [image.anchor._from.row for image in sheet._images]
    ended = {one.id for one in sheet.row_breaks.brk}
    assert ended
    assert ended < {row - 1 for row in captions}
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage


def readable(book: openpyxl.Workbook) -> list[Any]:
    """The sheets that people see."""
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def test_figures_of_a_workbook_stand_clear_of_the_line_beside_them(laptop: Laptop) -> None:
    """LibreOffice forgets the indent of most right-hand cells, so the room is part of how a figure is written."""
    visit = laptop.start()
    laptop.answer(visit, "s3/ht_16", "fail", "Cáp võng")
    moment = datetime.datetime(2026, 11, 16, 10, 36, 58, tzinfo=datetime.UTC)
    laptop.photograph(visit, "s3/ht_16", taken("cable", "HT-16", moment))
    sheet = openpyxl.load_workbook(laptop.export(visit)).worksheets[1]

    figures = [cell for row in sheet.iter_rows(min_row=4) for cell in row if isinstance(cell.value, int | float)]
    assert {(cell.number_format, cell.alignment.indent) for cell in figures} == {("General_0", 0)}


def test_readable_sheets_print_in_letters_that_are_read_and_every_page_says_whose_it_is(workbook: Path) -> None:
    """Letters of 11 points came out smaller than 8, and the second page of a checklist named no site."""
    book = openpyxl.load_workbook(workbook)
    pages = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and sheet.freeze_panes == "A4"]

    assert pages
    for sheet in pages:
        points = sum(column.width for column in sheet.column_dimensions.values()) * 5.25
        margins = (sheet.page_margins.left + sheet.page_margins.right) * 72
        assert sheet.page_setup.orientation == "landscape"
        assert 11 * (842 - margins) / points >= 9.5
        assert sheet.print_title_rows == "$1:$3"
        assert "&P" in str(sheet.oddFooter.right.text)


def test_a_readable_row_is_no_higher_than_its_words(workbook: Path) -> None:
    """A question that stood on one line had the room of two."""
    sheet = openpyxl.load_workbook(workbook).worksheets[1]
    high = {row[0].value: sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows(min_row=4)}
    long = {row[0].value: len(str(row[1].value)) for row in sheet.iter_rows(min_row=4)}

    assert {code for code, height in high.items() if height > 15 and code != "HT-16"} <= {
        code for code, signs in long.items() if signs > 50
    }
    assert all(high[code] >= 30 for code, signs in long.items() if signs > 60)


def test_the_head_of_figures_stands_over_them_and_a_caption_ends_no_line_in_a_dot(laptop: Laptop) -> None:
    visit = laptop.start()
    laptop.answer(visit, "s3/ht_16", "fail", "Cáp võng.")
    at, photo = "2026-11-24T09:05:00+07:00", taken("cable", "x", laptop.now)
    visits.add_photo(laptop.store, visit, "infrastructure", "s3/ht_16", photo, by=laptop.by, name="a.jpg", taken_at=at)
    book = openpyxl.load_workbook(laptop.export(visit))
    answers = book.worksheets[1]
    sides = {head.value: head.alignment.horizontal for head in answers[3]}

    assert (sides["Ảnh"], sides["Lúc"], sides["Nội dung"]) == ("right", "right", None)
    caption = str(book["Ảnh"]["A1"].value).split("\n")
    assert len(caption) == 2
    assert "HT-16" in caption[0]
    assert re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d", caption[1])
