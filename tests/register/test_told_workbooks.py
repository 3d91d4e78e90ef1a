"""Stories of what people and spreadsheets do to a workbook on its way: what it brings all the same, and what is asked about."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from inspector import handover, proposals
from inspector.demo.pictures import taken
from inspector.parcel import CellEdited
from inspector.parcel.layout import CELLS, ENTRIES, MANIFEST
from tests import stores
from tests.register.world import FORM, ITEM, MEASURED
from tests.scenario import Laptop

NOTE = "Cáp võng."
MANY = 10
CODE = 1
RESULT, VALUE_OF, NOTED, BY = 3, 4, 6, 8
"""Columns of a checklist's sheet."""


@dataclass
class Handed:
    """A workbook that a laptop handed over, and the sheets in it that people change."""

    path: Path
    visit: str

    def __post_init__(self) -> None:
        self.book = openpyxl.load_workbook(self.path)

    @property
    def sheet(self) -> Worksheet:
        """The checklist."""
        return next(one for one in self._sheets() if any(cell.value in ("HT-16", "HT16") for cell in one["A"]))

    @property
    def findings(self) -> Worksheet:
        """The sheet of findings."""
        return next(one for one in self._sheets() if str(one["A4"].value or "").startswith("THA0090"))

    def _sheets(self) -> list[Worksheet]:
        return [one for one in self.book.worksheets if not one.title.startswith("_")]

    def row(self, code: str = "HT-16") -> int:
        """Where an item stands."""
        return next(cell.row for cell in self.sheet["A"] if cell.value == code)

    def noted(self) -> list[int]:
        """The rows that have a note."""
        return [cell.row for cell in self.sheet["F"][3:] if cell.value]

    def put(self, column: int, value: Any, row: int = 0) -> None:
        """Type something into a cell, as a person would."""
        cell = self.sheet.cell(row or self.row(), column)
        cell.value = value


Doing = Callable[[Handed], None]
HARMLESS: dict[str, Doing] = {}
ASKED: dict[str, tuple[Doing, Callable[[list[CellEdited]], bool]]] = {}


def harmless(name: str) -> Callable[[Doing], Doing]:
    def remember(doing: Doing) -> Doing:
        HARMLESS[name] = doing
        return doing

    return remember


def asked(name: str, sees: Callable[[list[CellEdited]], bool]) -> Callable[[Doing], Doing]:
    def remember(doing: Doing) -> Doing:
        ASKED[name] = (doing, sees)
        return doing

    return remember


@harmless("columns are made wider and rows higher")
def _wider(handed: Handed) -> None:
    for letter in "ABCF":
        handed.sheet.column_dimensions[letter].width = 90
    handed.sheet.row_dimensions[5].height = 200


@harmless("rows are sorted by their result")
def _sorted(handed: Handed) -> None:
    rows = [[cell.value for cell in row] for row in handed.sheet.iter_rows(min_row=4)]
    for number, row in enumerate(sorted(rows, key=lambda row: (str(row[2]), str(row[1]))), 4):
        for column, value in enumerate(row, 1):
            handed.sheet.cell(number, column).value = value


@harmless("rows are filtered by their result")
def _filtered(handed: Handed) -> None:
    handed.sheet.auto_filter.add_filter_column(2, ["▲ Không đạt"])
    for number in range(4, 20):
        handed.sheet.row_dimensions[number].hidden = True


@harmless("cells are commented")
def _commented(handed: Handed) -> None:
    handed.sheet.cell(handed.row(), NOTED).comment = Comment("Hỏi lại anh em.", "Tổ trưởng")


@harmless("cells are coloured")
def _coloured(handed: Handed) -> None:
    for column in range(1, 10):
        handed.sheet.cell(handed.row(), column).fill = PatternFill("solid", fgColor="FFFF00")


@harmless("panes are frozen elsewhere and the sheet is magnified")
def _frozen(handed: Handed) -> None:
    handed.sheet.freeze_panes = "C9"
    handed.sheet.sheet_view.zoomScale = 150


@harmless("cells of the heading are merged")
def _merged(handed: Handed) -> None:
    handed.sheet.merge_cells("A1:F1")


@harmless("an empty row is put between")
def _gap(handed: Handed) -> None:
    handed.sheet.insert_rows(6)


@harmless("a title is put above everything")
def _titled(handed: Handed) -> None:
    handed.sheet.insert_rows(1, 3)
    handed.sheet["A1"].value = "TÀI LIỆU LÀM VIỆC"


@harmless("own remarks are written in a column behind")
def _remarked(handed: Handed) -> None:
    handed.sheet.cell(3, 12).value = "Ý kiến"
    handed.sheet.cell(handed.row(), 12).value = "Đã gọi điện."


@harmless("a row is copied to the end, where it stays as it was")
def _copied(handed: Handed) -> None:
    handed.sheet.append([cell.value for cell in handed.sheet[handed.row()]])


@harmless("an own sheet is added in front")
def _added(handed: Handed) -> None:
    handed.book.create_sheet("Ghi chú của tôi", 0)["A1"].value = "HT-16"


@harmless("sheets are put into another order")
def _ordered(handed: Handed) -> None:
    handed.book.move_sheet(handed.sheet, 5)
    handed.book.move_sheet(handed.book[ENTRIES], -6)


@harmless("hidden sheets are shown")
def _shown(handed: Handed) -> None:
    for sheet in handed.book.worksheets:
        sheet.sheet_state = "visible"


@harmless("the sheet takes another name")
def _renamed(handed: Handed) -> None:
    handed.sheet.title = "Trang của tôi"


@harmless("the sheet is locked")
def _locked(handed: Handed) -> None:
    handed.sheet.protection.sheet = True
    handed.sheet.protection.password = "1234"


@harmless("a part is chosen for printing")
def _printed(handed: Handed) -> None:
    handed.sheet.print_area = "A1:F20"


@harmless("the cover is written over")
def _covered(handed: Handed) -> None:
    handed.book.worksheets[0]["B5"].value = "Người khác"


@harmless("who answered is written over, which is no answer")
def _by_another(handed: Handed) -> None:
    handed.put(BY, "Người khác")


@harmless("the wording of an item is corrected, which is no answer")
def _worded(handed: Handed) -> None:
    handed.put(2, "Cáp treo không võng?")


@harmless("a number is typed again as a text of the same digits")
def _as_text(handed: Handed) -> None:
    handed.put(VALUE_OF, "0.3")


@harmless("the result is typed again as it was")
def _again(handed: Handed) -> None:
    handed.put(RESULT, str(handed.sheet.cell(handed.row(), RESULT).value))


def was_now(*pairs: tuple[str, str]) -> Callable[[list[CellEdited]], bool]:
    return lambda cells: sorted((one.was, one.now) for one in cells) == sorted(pairs)


def row_gone(cells: list[CellEdited]) -> bool:
    """One row is missed, and named by its code with all it said; what was typed instead is named by its place."""
    gone = [one for one in cells if one.was]
    return [(one.cell, one.target) for one in gone] == [("HT-16", "")] and NOTE in gone[0].was.split(" · ")


@asked("a note is changed", was_now((NOTE, "Đã kéo lại.")))
def _note(handed: Handed) -> None:
    handed.put(NOTED, "Đã kéo lại.")


@asked("a note is emptied", was_now((NOTE, "")))
def _emptied(handed: Handed) -> None:
    handed.put(NOTED, None)


@asked("a space is left behind a note", was_now((NOTE, NOTE + " ")))
def _spaced(handed: Handed) -> None:
    handed.put(NOTED, NOTE + " ")


@asked("a line is added to a note", was_now((NOTE, NOTE + "\nĐoạn 2.")))
def _longer(handed: Handed) -> None:
    handed.put(NOTED, NOTE + "\nĐoạn 2.")


@asked("quotes are made curly while one types", was_now((NOTE, "Cáp “võng”.")))
def _curly(handed: Handed) -> None:
    handed.put(NOTED, "Cáp “võng”.")


@asked("the result becomes a word of its own", lambda cells: [one.now for one in cells] == ["Đạt"])
def _word(handed: Handed) -> None:
    handed.put(RESULT, "Đạt")


@asked("a result is deleted", lambda cells: [one.now for one in cells] == [""])
def _no_result(handed: Handed) -> None:
    handed.put(RESULT, None)


@asked("result and note of one row are both changed", lambda cells: {one.now for one in cells} == {"Đạt", "Xong."})
def _both(handed: Handed) -> None:
    handed.put(RESULT, "Đạt")
    handed.put(NOTED, "Xong.")


@asked("a number is typed with a comma", was_now(("0.3", "0,3")))
def _comma(handed: Handed) -> None:
    handed.put(VALUE_OF, "0,3")


@asked("a number becomes a date while one types", lambda cells: len(cells) == 1 and "2026" in cells[0].now)
def _dated(handed: Handed) -> None:
    handed.put(VALUE_OF, datetime.datetime(2026, 3, 1))  # noqa: DTZ001 - a cell has no zone


@asked("a note of digits loses its zeros", was_now(("007", "7")))
def _zeros(handed: Handed) -> None:
    row = next(row for row in handed.noted() if handed.sheet.cell(row, NOTED).value == "007")
    handed.put(NOTED, 7, row)


@asked("a note becomes a formula", lambda cells: [one.was for one in cells] == [NOTE])
def _formula(handed: Handed) -> None:
    handed.put(NOTED, "=1+1")


@asked("a note becomes an error", lambda cells: [one.was for one in cells] == [NOTE])
def _error(handed: Handed) -> None:
    handed.put(NOTED, "#REF!")
    handed.sheet.cell(handed.row(), NOTED).data_type = "e"


@asked("more cells are changed than a list shows", lambda cells: len(cells) == 2 * MANY > 12)
def _many(handed: Handed) -> None:
    for row in handed.noted()[:MANY]:
        handed.put(NOTED, "Mới", row)
        handed.put(RESULT, "khong dat", row)


@asked("the notes of two rows are swapped", lambda cells: len(cells) == 2 and cells[0].now == cells[1].was)
def _swapped(handed: Handed) -> None:
    one, other = handed.noted()[:2]
    first, second = (handed.sheet.cell(row, NOTED).value for row in (one, other))
    handed.put(NOTED, second, one)
    handed.put(NOTED, first, other)


@asked("rows are sorted and one note is changed", was_now((NOTE, "Đã kéo lại.")))
def _sorted_and_changed(handed: Handed) -> None:
    _sorted(handed)
    handed.put(NOTED, "Đã kéo lại.")


@asked("the sheet takes another name and a note is changed", was_now((NOTE, "Đã kéo lại.")))
def _renamed_and_changed(handed: Handed) -> None:
    handed.put(NOTED, "Đã kéo lại.")
    handed.sheet.title = "Của tôi"


@asked("a row is deleted", row_gone)
def _deleted(handed: Handed) -> None:
    handed.sheet.delete_rows(handed.row())


@asked("the code of a row is typed anew", row_gone)
def _recoded(handed: Handed) -> None:
    handed.put(CODE, "HT16")


@asked("a whole sheet is deleted", lambda cells: [one.cell for one in cells] == [""])
def _no_sheet(handed: Handed) -> None:
    handed.book.remove(handed.sheet)


@asked("the text of a finding is changed", lambda cells: [one.target.partition("|")[2] for one in cells] == ["text"])
def _finding(handed: Handed) -> None:
    handed.findings["B4"].value = "Cáp võng thấp hơn 4 m."


@asked("the severity of a finding is changed", lambda cells: [one.now for one in cells] == ["Nghiêm trọng!"])
def _severity(handed: Handed) -> None:
    handed.findings["C4"].value = "Nghiêm trọng!"


@asked("the remedy of a finding is written in", was_now(("", "Căng lại cáp.")))
def _remedy(handed: Handed) -> None:
    handed.findings["D4"].value = "Căng lại cáp."


@asked("the deadline of a finding is put off", lambda cells: [one.now for one in cells] == ["31/12/2026"])
def _deadline(handed: Handed) -> None:
    handed.findings["E4"].value = "31/12/2026"


@asked(
    "findings are sorted and one is changed",
    lambda cells: [one.target.partition("|")[2] for one in cells] == ["remedy"],
)
def _findings_sorted(handed: Handed) -> None:
    rows = [[cell.value for cell in row] for row in handed.findings.iter_rows(min_row=4)]
    for number, row in enumerate(reversed(rows), 4):
        for column, value in enumerate(row, 1):
            handed.findings.cell(number, column).value = value
    handed.findings["D4"].value = "Thay cáp."


@pytest.fixture(scope="module")
def story(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Handed:
    """A visit with more notes than a list shows, a measured number, a photo and findings, handed over."""
    folder = tmp_path_factory.mktemp("story")
    stores.copied(begun, "a", folder)
    visit = (begun / "visit").read_text()
    laptop = Laptop(folder, "a")
    for number, path in enumerate(path for path in list(laptop.lines(visit))[: MANY + 3] if path != ITEM):
        laptop.answer(visit, path, "fail" if number == 0 else "pass", "007" if number == 1 else f"Ghi chú {number}.")
    laptop.answer(visit, ITEM, "fail", NOTE)
    laptop.answer(visit, MEASURED, "0.3")
    laptop.photograph(visit, ITEM, taken("cable", "x", datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC)))
    path = laptop.export(visit)
    laptop.store.close()
    return Handed(path, visit)


@pytest.fixture
def handed(story: Handed, tmp_path: Path) -> Handed:
    """A copy of the workbook."""
    return Handed(shutil.copy(story.path, tmp_path / "ban-giao.xlsx"), story.visit)


@pytest.fixture
def office(begun: Path, tmp_path: Path) -> Iterator[Laptop]:
    """A register that knows nothing of the visit yet."""
    stores.copied(begun, "register", tmp_path)
    made = Laptop(tmp_path, "register")
    yield made
    made.store.close()


def saved(handed: Handed) -> Path:
    handed.book.save(handed.path)
    return handed.path


@pytest.mark.parametrize("name", HARMLESS)
def test_nothing_is_asked_when(name: str, handed: Handed, story: Handed) -> None:
    """What was done on a readable sheet and says nothing: the parcel is whole, and nobody is bothered."""
    HARMLESS[name](handed)
    found, before = handover.read(saved(handed)), handover.read(story.path)

    assert handover.sealed(found)
    assert (found.entries, found.edited) == (before.entries, ())
    assert [one.sha256 for one in found.photos] == [one.sha256 for one in before.photos]


@pytest.mark.parametrize("name", ASKED)
def test_all_is_taken_and_somebody_is_asked_when(name: str, handed: Handed, office: Laptop) -> None:
    """A cell that says something else is named and waits; what the laptop said arrives as it was said."""
    doing, sees = ASKED[name]
    doing(handed)
    (one,) = office.merge(saved(handed)).files

    assert one.verdict == "merged"
    assert sees(list(one.cells_edited)), one.cells_edited
    line = office.lines(handed.visit)[ITEM]
    assert (line.value, line.note, line.measured) == ("fail", NOTE, "0.3")
    with office.store.read() as reader:
        assert {(one.cell.was, one.cell.now) for one in proposals.waiting(reader)} == {
            (cell.was, cell.now) for cell in one.cells_edited
        }


def _gone(name: str) -> Doing:
    return lambda handed: handed.book.remove(handed.book[name])


def _entry_changed(handed: Handed) -> None:
    cell = next(cell for cell in handed.book[ENTRIES]["B"] if NOTE in str(cell.value))
    cell.value = cell.value.replace(NOTE, "Cáp tốt.")


def _entry_gone(handed: Handed) -> None:
    handed.book[ENTRIES].delete_rows(3)


def _manifest_changed(handed: Handed) -> None:
    cell = handed.book[MANIFEST]["B1"]
    cell.value = cell.value.replace('"number": ', '"number": 4')


def _newer(handed: Handed) -> None:
    cell = handed.book[MANIFEST]["B1"]
    cell.value = cell.value.replace('"version": 1', '"version": 2')


REFUSED: dict[str, Doing] = {
    "its hidden entries are deleted": _gone(ENTRIES),
    "its manifest is deleted": _gone(MANIFEST),
    "one hidden entry is rewritten": _entry_changed,
    "one hidden entry is deleted": _entry_gone,
    "its manifest is rewritten": _manifest_changed,
    "it says that a newer program made it": _newer,
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_and_nothing_changes_when(name: str, handed: Handed, office: Laptop) -> None:
    """What lies under the seal was touched."""
    before = office.digest(), office.tables()
    REFUSED[name](handed)
    (one,) = office.merge(saved(handed)).files

    assert (one.verdict, one.asks) == ("refused", False)
    assert one.reason
    assert (office.digest(), office.tables()) == before


def test_a_workbook_without_its_list_of_cells_is_taken_and_nothing_can_be_asked(handed: Handed, office: Laptop) -> None:
    handed.put(NOTED, "Đã kéo lại.")
    _gone(CELLS)(handed)
    (one,) = office.merge(saved(handed)).files

    assert (one.verdict, one.cells_edited) == ("merged", ())
    assert office.lines(handed.visit)[ITEM].note == NOTE


def test_a_workbook_whose_photos_were_deleted_is_taken_and_the_hole_is_named(
    handed: Handed, story: Handed, office: Laptop
) -> None:
    photos = next(one for one in handed.book.worksheets if one._images)
    handed.book.remove(photos)
    (one,) = office.merge(saved(handed)).files
    assert (one.verdict, len(one.photos_missing)) == ("merged", 1)

    (whole,) = office.merge(story.path).files
    assert (whole.verdict, whole.entries_new, whole.photos_missing) == ("merged", 0, ())


def test_the_same_edited_workbook_twice_asks_once(handed: Handed, office: Laptop) -> None:
    _note(handed)
    office.merge(saved(handed))
    office.merge(handed.path)
    with office.store.read() as reader:
        assert len(proposals.waiting(reader)) == 1


def test_the_workbook_as_it_was_made_follows_the_edited_one(handed: Handed, story: Handed, office: Laptop) -> None:
    _note(handed)
    office.merge(saved(handed))
    (one,) = office.merge(story.path).files
    assert (one.verdict, one.cells_edited) == ("nothing new", ())
    with office.store.read() as reader:
        assert len(proposals.waiting(reader)) == 1


def test_two_people_edited_two_copies_of_one_workbook(handed: Handed, story: Handed, office: Laptop) -> None:
    other = Handed(shutil.copy(story.path, handed.path.with_name("ban-giao (2).xlsx")), story.visit)
    handed.put(NOTED, "Đã kéo lại.")
    other.put(NOTED, "Chưa làm gì.")
    office.merge(saved(handed), saved(other))
    with office.store.read() as reader:
        waiting = proposals.waiting(reader)
    found = proposals.take(office.store, [one.cell for one in waiting], by=office.by, reason="Hỏi lại.")

    assert {one.cell.now for one in waiting} == {"Đã kéo lại.", "Chưa làm gì."}
    assert all(one.problem for one in found)
    assert office.lines(handed.visit)[ITEM].note == NOTE


def test_more_than_a_list_shows_is_taken_at_once(handed: Handed, office: Laptop) -> None:
    _many(handed)
    (one,) = office.merge(saved(handed)).files
    found = proposals.take(office.store, one.cells_edited, by=office.by, reason="Đã đối chiếu.")
    assert not any(each.problem for each in found)
    assert sum(line.note == "Mới" for line in office.lines(handed.visit).values()) == MANY
    with office.store.read() as reader:
        assert proposals.waiting(reader) == []


def test_a_finding_that_was_edited_is_taken_as_the_finding_that_it_is(handed: Handed, office: Laptop) -> None:
    handed.findings["D4"].value = "Căng lại cáp."
    (one,) = office.merge(saved(handed)).files
    (found,) = proposals.take(office.store, one.cells_edited, by=office.by, reason="Theo biên bản.")
    assert (found.kind, found.field, found.value, found.problem) == ("finding", "remedy", "Căng lại cáp.", "")
    assert found.uid.startswith(f"{handed.visit}/{FORM}/")


@pytest.mark.parametrize(
    "name",
    [
        "Bàn giao trạm (bản sao 2).xlsx",
        "BAN-GIAO.XLSX",
        "tên rất dài " * 12 + ".xlsx",
        "ban-giao.xlsx.xlsx",
        "'x'.xlsm",
    ],
    ids=["accents and brackets", "capital ending", "a very long name", "two endings", "another ending"],
)
def test_a_workbook_is_found_and_taken_under_another_name(
    name: str, story: Handed, office: Laptop, tmp_path: Path
) -> None:
    from inspector import arrivals

    (tmp_path / "usb" / "thư mục").mkdir(parents=True)
    shutil.copy(story.path, tmp_path / "usb" / "thư mục" / name)
    (one,) = office.merge(*arrivals.walked([tmp_path / "usb"])).files
    assert (one.verdict, Path(one.file).name) == ("merged", name)


def test_what_a_spreadsheet_keeps_beside_an_open_workbook_is_passed_over(
    story: Handed, office: Laptop, tmp_path: Path
) -> None:
    from inspector import arrivals

    (tmp_path / "usb").mkdir()
    shutil.copy(story.path, tmp_path / "usb" / "ban-giao.xlsx")
    (tmp_path / "usb" / "~$ban-giao.xlsx").write_bytes(b"owner")
    (tmp_path / "usb" / "._ban-giao.xlsx").write_bytes(b"resource")
    (one,) = office.merge(*arrivals.walked([tmp_path / "usb"])).files
    assert one.verdict == "merged"


def test_a_workbook_that_is_locked_with_a_password_is_refused_in_words(office: Laptop, tmp_path: Path) -> None:
    path = tmp_path / "khoa.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"EncryptedPackage".ljust(4096, b"\0"))
    (one,) = office.merge(path).files
    assert one.verdict == "refused"
    assert "khoa.xlsx" in one.reason


def test_a_workbook_that_goes_between_preview_and_merge_hinders_no_other(
    story: Handed, office: Laptop, tmp_path: Path
) -> None:
    from inspector import register

    gone = Path(shutil.copy(story.path, tmp_path / "gone.xlsx"))
    assert [one.verdict for one in register.preview(office.store, [gone]).files] == ["merged"]
    gone.unlink()
    assert [one.verdict for one in office.merge(gone, story.path).files] == ["refused", "merged"]
