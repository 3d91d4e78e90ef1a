"""Merging is union: in any order, any grouping and any number of times; what differs waits for people."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from inspector import arrivals, handover, photos, register, visits
from inspector.demo.pictures import taken
from inspector.model import Side, VisitState
from inspector.store import evidence
from tests.scenario import START, Laptop, merged, projections
from tests.test_photos import picture

A, B, C = "s3/ht_16", "s3/ht_19", "s3/ht_20"


@pytest.fixture
def laptop(tmp_path: Path) -> Callable[..., Laptop]:
    def make(name: str, **more: object) -> Laptop:
        return Laptop(tmp_path, name, **more)  # type: ignore[arg-type]

    return make


@pytest.fixture
def pair(laptop: Callable[..., Laptop]) -> tuple[Laptop, Laptop, str]:
    """Two laptops that share a visit: the second took the first one's parcel."""
    first, second = laptop("Lê Văn Ví Dụ"), laptop("Ngô Thị Mẫu", side=Side.VNPT, skew=-1800)
    visit = first.start()
    second.merge(first.export(visit))
    return first, second, visit


def test_different_items_of_one_visit_become_one_visit(pair: tuple[Laptop, Laptop, str]) -> None:
    first, second, visit = pair
    first.answer(visit, A, "pass")
    second.answer(visit, B, "fail", "Cáp cũ.")
    first.merge(second.export(visit))
    found = first.lines(visit)
    assert (found[A].value, found[B].value, found[B].note) == ("pass", "fail", "Cáp cũ.")
    assert first.waiting() == []


def test_equal_answers_are_no_disagreement(pair: tuple[Laptop, Laptop, str]) -> None:
    first, second, visit = pair
    first.answer(visit, A, "pass")
    second.answer(visit, A, "pass")
    first.merge(second.export(visit))
    assert first.waiting() == []
    assert first.lines(visit)[A].value == "pass"


def test_different_fields_of_one_item_are_no_disagreement(pair: tuple[Laptop, Laptop, str]) -> None:
    first, second, visit = pair
    first.answer(visit, A, "fail")
    second.merge(first.export(visit))
    first.answer(visit, A, "fail", "Võng sát đường.")
    second.answer(visit, A, "pass")
    first.merge(second.export(visit))
    assert first.waiting() == []
    assert (first.lines(visit)[A].value, first.lines(visit)[A].note) == ("pass", "Võng sát đường.")


def test_what_was_known_is_replaced_and_no_disagreement(pair: tuple[Laptop, Laptop, str]) -> None:
    first, second, visit = pair
    first.answer(visit, A, "fail")
    second.merge(first.export(visit))
    second.answer(visit, A, "pass")
    first.merge(second.export(visit))
    assert first.waiting() == []
    assert first.lines(visit)[A].value == "pass"


def test_a_disagreement_shows_both_sides_until_it_is_decided_and_travels(pair: tuple[Laptop, Laptop, str]) -> None:
    first, second, visit = pair
    first.answer(visit, A, "pass")
    second.answer(visit, A, "fail", "Cáp võng.")
    first.merge(second.export(visit))
    (found,) = first.waiting()
    said = {(stand.value, stand.by, stand.side, stand.note) for stand in found.values}
    assert said == {("pass", "Lê Văn Ví Dụ", "police", ""), ("fail", "Ngô Thị Mẫu", "vnpt", "Cáp võng.")}
    take = next(number for number, stand in enumerate(found.values, 1) if stand.value == "fail")
    first.decide(take)
    assert first.waiting() == []
    assert first.lines(visit)[A].value == "fail"
    second.merge(first.export(visit))
    assert second.waiting() == []
    assert second.lines(visit)[A].value == "fail"


def test_a_late_parcel_reopens_a_decision_visibly(
    pair: tuple[Laptop, Laptop, str], laptop: Callable[..., Laptop]
) -> None:
    first, second, visit = pair
    third = laptop("Trần Văn Thử", skew=300)
    third.merge(first.export(visit))
    first.answer(visit, A, "pass")
    second.answer(visit, A, "fail")
    first.merge(second.export(visit))
    first.decide(1)
    assert first.waiting() == []
    third.answer(visit, A, "na")
    first.merge(third.export(visit))
    assert len(first.waiting()) == 1
    assert "na" in {stand.value for stand in first.waiting()[0].values}


def test_the_same_site_written_down_twice_is_one_site(laptop: Callable[..., Laptop]) -> None:
    first, second = laptop("Lê Văn Ví Dụ"), laptop("Ngô Thị Mẫu")
    one, other = first.start("THA0007"), second.start("tha-0007")
    first.merge(second.export(other))
    with first.store.read() as reader:
        places = {visits.known(reader, visit).site for visit in (one, other)}
    assert len(places) == 1
    assert {wait.field for wait in first.waiting()} == {"code", "name"}


def test_six_workbooks_in_all_orders_give_one_register(pair: tuple[Laptop, Laptop, str], tmp_path: Path) -> None:
    first, second, visit = pair
    other = second.start("THA0002")
    files = [first.export(visit)]
    for number, (who, path, value) in enumerate(
        [(first, A, "pass"), (second, A, "fail"), (first, B, "na"), (second, C, "pass")]
    ):
        who.answer(visit, path, value, f"lần {number}")
        files.append(who.export(visit))
    second.answer(other, A, "pass")
    files.append(second.export(other))
    expected = merged(tmp_path, "expected", files)
    with expected.read() as reader:
        digest, tables = reader.digest(), projections(reader)
    for number, order in enumerate(list(itertools.permutations(files))[::29]):
        store = merged(tmp_path, f"order-{number}", order)
        with store.read() as reader:
            assert (reader.digest(), projections(reader)) == (digest, tables), order
        store.close()
    expected.close()


def test_grouping_and_repetition_change_nothing(pair: tuple[Laptop, Laptop, str], tmp_path: Path) -> None:
    first, second, visit = pair
    first.answer(visit, A, "pass")
    second.answer(visit, A, "fail")
    files = [first.export(visit), second.export(visit)]
    whole = merged(tmp_path, "whole", files)
    again = merged(tmp_path, "again", [files[1], files[0], files[1], files[0]])
    nested = Laptop(tmp_path, "Người gom")
    nested.merge(files[1])
    with whole.read() as one, again.read() as other:
        assert one.digest() == other.digest()
    repeated = register.merge(whole, files)
    assert [one.entries_new for one in repeated.files] == [0, 0]
    assert {one.verdict for one in repeated.files} == {"nothing new"}


def test_a_preview_says_what_a_merge_does_and_writes_nothing(pair: tuple[Laptop, Laptop, str]) -> None:
    first, second, visit = pair
    second.answer(visit, A, "pass")
    file = second.export(visit)
    before = first.digest()
    planned = register.preview(first.store, [file])
    assert first.digest() == before
    done = first.merge(file)
    assert [(one.verdict, one.entries_new, one.visits) for one in planned.files] == [
        (one.verdict, one.entries_new, one.visits) for one in done.files
    ]


def test_parcels_are_numbered_and_a_missing_one_is_seen(pair: tuple[Laptop, Laptop, str], tmp_path: Path) -> None:
    first, _second, visit = pair
    files = [first.export(visit) for _number in range(3)]
    store = merged(tmp_path, "gaps", [files[0], files[2]])
    with store.read() as reader:
        (device,) = arrivals.parcels(reader)
    assert device.received == (2, 4)
    assert device.missing == (1, 3)
    register.merge(store, [files[1]])
    with store.read() as reader:
        assert arrivals.parcels(reader)[0].missing == (1,)


def test_taking_a_parcel_out_removes_what_it_alone_brought(pair: tuple[Laptop, Laptop, str], tmp_path: Path) -> None:
    first, second, visit = pair
    first.answer(visit, A, "pass")
    one = first.export(visit)
    second.answer(visit, B, "fail")
    two = second.export(visit)
    store = merged(tmp_path, "both", [one, two])
    alone = merged(tmp_path, "alone", [one])
    with store.read() as reader:
        came = next(item for item in arrivals.listed(reader) if item.device == second.device)
    arrivals.takeout(store, came.parcel)
    with store.read() as reader, alone.read() as expected:
        assert reader.digest() == expected.digest()
        assert projections(reader) == projections(expected)
    register.merge(store, [two])
    with pytest.raises(arrivals.ParcelUnknown):
        arrivals.takeout(store, "nowhere")


def test_photographs_travel_and_holes_are_healed(pair: tuple[Laptop, Laptop, str], tmp_path: Path) -> None:
    first, _second, visit = pair
    picture = taken("cable", "x", START)
    first.answer(visit, A, "fail")
    first.photograph(visit, A, picture)
    file = first.export(visit)
    store = merged(tmp_path, "photos", [file])
    with store.read() as reader:
        photo = visits.dossier(reader, visit).pages[0].lines
        sha = next(line.photos[0].sha256 for line in photo if line.photos)
        assert evidence.fetch(reader, sha) == picture


def test_signatures_stay_valid_in_the_register(pair: tuple[Laptop, Laptop, str], tmp_path: Path) -> None:
    from inspector import signing_off

    first, _second, visit = pair
    first.answer_all(visit)
    first.sign(visit, "Lê Văn Ví Dụ", Side.POLICE)
    first.sign(visit, "Ngô Thị Mẫu", Side.VNPT)
    store = merged(tmp_path, "signed", [first.export(visit)])
    with store.read() as reader:
        assert {verdict.value for verdict in signing_off.verdicts(reader, visit).values()} == {"valid"}
        assert visits.state(reader, visits.known(reader, visit)) is VisitState.HANDED_OVER


def test_a_change_after_signing_is_seen_in_the_register(pair: tuple[Laptop, Laptop, str], tmp_path: Path) -> None:
    from inspector import signing_off

    first, second, visit = pair
    first.answer_all(visit)
    first.sign(visit, "Lê Văn Ví Dụ", Side.POLICE)
    second.answer(visit, A, "fail")
    store = merged(tmp_path, "late", [first.export(visit), second.export(visit)])
    with store.read() as reader:
        assert {verdict.value for verdict in signing_off.verdicts(reader, visit).values()} == {"changed"}


def test_text_stays_text_in_the_workbook(pair: tuple[Laptop, Laptop, str], tmp_path: Path) -> None:
    first, _second, visit = pair
    notes = {A: '=HYPERLINK("http://x")', B: "+84900000000", C: "007"}
    for path, note in notes.items():
        first.answer(visit, path, "fail", note)
    file = first.export(visit)
    book = openpyxl.load_workbook(file)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value in notes.values()]
    assert {cell.value for cell in cells} == set(notes.values())
    assert {cell.data_type for cell in cells} == {"s"}
    assert handover.verify(file).intact


def test_widths_filters_and_comments_leave_it_intact_and_an_edited_answer_is_named(
    pair: tuple[Laptop, Laptop, str], tmp_path: Path
) -> None:
    first, second, visit = pair
    first.answer(visit, A, "fail", "Cáp võng.")
    file = first.export(visit)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "re"), str(file)], check=True, capture_output=True, timeout=120
    )
    resaved = tmp_path / "re" / file.name
    assert handover.verify(resaved).intact

    book = openpyxl.load_workbook(resaved)
    place = next(
        (sheet, cell)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == "Cáp võng." and sheet.sheet_state == "visible"
    )
    sheet, cell = place
    cell.value = "Cáp đã kéo lại."
    sheet.column_dimensions["A"].width = 50
    edited = tmp_path / "edited.xlsx"
    book.save(edited)
    verdict = handover.verify(edited)
    assert not verdict.intact
    assert any("Cáp đã kéo lại." in problem and cell.coordinate in problem for problem in verdict.problems)
    done = second.merge(edited)
    assert done.files[0].verdict == "merged"
    assert [(one.was, one.now) for one in done.files[0].cells_edited] == [("Cáp võng.", "Cáp đã kéo lại.")]
    assert second.lines(visit)[A].note == "Cáp võng."


@pytest.mark.parametrize("kind", ["WEBP", "HEIF"])
def test_photographs_that_spreadsheets_do_not_show_travel_too(
    pair: tuple[Laptop, Laptop, str], tmp_path: Path, kind: str
) -> None:
    first, _second, visit = pair
    content = picture(kind)
    first.answer(visit, A, "fail")
    visits.add_photo(
        first.store, visit, "infrastructure", A, content, by=first.by, media_type=photos.read(content).media_type
    )
    file = first.export(visit)
    assert handover.verify(file).intact
    store = merged(tmp_path, "others", [file])
    with store.read() as reader:
        sha = next(line.photos[0].sha256 for line in visits.dossier(reader, visit).pages[0].lines if line.photos)
        assert evidence.fetch(reader, sha) == content


def test_a_sorted_sheet_is_intact(pair: tuple[Laptop, Laptop, str], tmp_path: Path) -> None:
    first, _second, visit = pair
    first.answer(visit, A, "fail", "Cáp võng.")
    first.answer(visit, B, "pass", "Đủ thẻ.")
    file = first.export(visit)
    book = openpyxl.load_workbook(file)
    sheet = next(sheet for sheet in book if sheet.sheet_state == "visible" and sheet.auto_filter.ref)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    for number, values in enumerate(reversed(rows), 4):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value
    book.save(tmp_path / "sorted.xlsx")
    assert handover.verify(tmp_path / "sorted.xlsx").intact


@pytest.mark.parametrize(
    "note", ["_x0041_", "a_x000D_b", "&lt;b&gt; & <b>", "\u200b \ufeff x", "𝔘𝔫𝔦 🔥", "x" * 40_000, "'=1"]
)
def test_any_text_travels_unchanged(pair: tuple[Laptop, Laptop, str], tmp_path: Path, note: str) -> None:
    first, _second, visit = pair
    first.answer(visit, A, "fail", note)
    file = first.export(visit)
    assert handover.verify(file).problems == ()
    store = merged(tmp_path, "text", [file])
    with store.read() as reader:
        line = next(line for line in visits.dossier(reader, visit).pages[0].lines if line.item.path == A)
    assert line.note == note.strip()
