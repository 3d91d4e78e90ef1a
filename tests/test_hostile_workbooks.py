"""Workbooks that were cut, changed, swollen or made by somebody else are refused; the register stays as it is."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from inspector import handover, register
from inspector.cli import main
from inspector.errors import InspectorError
from inspector.parcel.layout import ENTRIES, FORMS, MANIFEST
from tests.scenario import Laptop


@pytest.fixture(scope="module")
def parcel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    laptop = Laptop(tmp_path_factory.mktemp("source"), "Lê Văn Ví Dụ")
    visit = laptop.start()
    laptop.answer(visit, "s3/ht_16", "fail", "Cáp võng.")
    laptop.answer(visit, "s3/ht_19", "pass")
    return laptop.export(visit)


@pytest.fixture
def office(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path, "Hoàng Thị Giả Định")


def refused(office: Laptop, content: bytes, name: str = "bad.xlsx") -> register.FilePreview:
    """Merging these bytes must be refused, alone, and change nothing."""
    path = office.folder / name
    path.write_bytes(content)
    before = office.digest()
    (found,) = office.merge(path).files
    assert found.verdict == "refused"
    assert found.reason
    assert office.digest() == before
    assert not handover.verify(path).intact
    return found


def rewritten(parcel: Path, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.load_workbook(parcel)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(parcel: Path, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(parcel) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            target.writestr(item, content if item.filename == name else source.read(item))
        if name not in source.namelist():
            target.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"PK\x03\x04",
        b"PK\x05\x06" + bytes(18),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"%PDF-1.7",
    ],
)
def test_what_is_no_workbook(office: Laptop, content: bytes) -> None:
    refused(office, content)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_workbook_that_was_cut(office: Laptop, parcel: Path, part: float) -> None:
    content = parcel.read_bytes()
    refused(office, content[: int(len(content) * part)])


def test_a_workbook_of_somebody_else(office: Laptop) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Sổ chi tiêu"
    out = io.BytesIO()
    book.save(out)
    refused(office, out.getvalue())


def test_an_entry_that_was_changed(office: Laptop, parcel: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in book[ENTRIES].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "Cáp võng." in cell.value:
                    cell.value = cell.value.replace("Cáp võng.", "Cáp tốt.")

    refused(office, rewritten(parcel, change))


def test_an_entry_that_was_taken_out(office: Laptop, parcel: Path) -> None:
    refused(office, rewritten(parcel, lambda book: book[ENTRIES].delete_rows(3)))


def test_a_checklist_that_was_changed(office: Laptop, parcel: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        cell = book[FORMS].cell(1, 2)
        cell.value = str(cell.value).replace("<h:title>", "<h:title>X", 1)

    refused(office, rewritten(parcel, change))


@pytest.mark.parametrize(
    "manifest",
    ["", "{}", "[]", "null", "not json", '{"version": 99}', "[" * 5000, '{"version":1,"device":"../../x","number":-1}'],
)
def test_a_manifest_that_is_none(office: Laptop, parcel: Path, manifest: str) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book[MANIFEST].cell(1, 1).value = None
        for row in book[MANIFEST].iter_rows():
            for cell in row:
                cell.value = None
        book[MANIFEST].cell(1, 1).value = manifest
        book[MANIFEST].cell(1, 2).value = manifest

    refused(office, rewritten(parcel, change))


@pytest.mark.parametrize(
    "said", [{"number": 2**70}, {"number": 0}, {"by": "a\x00b"}, {"at": "\ud800"}, {"visits": ["\x1b[2J"]}]
)
def test_a_manifest_that_was_sealed_by_somebody_who_means_harm(office: Laptop, parcel: Path, said: dict) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in book[MANIFEST].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("{"):
                    cell.value = json.dumps(json.loads(cell.value) | {"key": "", "seal": ""} | said)

    refused(office, rewritten(parcel, change))


def test_a_parcel_of_a_newer_program_says_so(office: Laptop, parcel: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in book[MANIFEST].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("{"):
                    said = json.loads(cell.value)
                    said["version"] = 2
                    cell.value = json.dumps(said, ensure_ascii=False, sort_keys=True)

    found = refused(office, rewritten(parcel, change))
    assert "mới hơn" in found.reason or "newer" in found.reason


def test_a_swollen_workbook_is_refused_before_it_is_unpacked(office: Laptop, parcel: Path) -> None:
    refused(office, with_part(parcel, "xl/worksheets/sheet99.xml", b"\0" * 400_000_000))


def test_a_workbook_with_too_many_parts(office: Laptop) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for number in range(20_000):
            target.writestr(f"xl/worksheets/sheet{number}.xml", b"")
    refused(office, out.getvalue())


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY e SYSTEM "file:///etc/passwd">]><sst>&c;&e;</sst>"""


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_xml_with_entities(office: Laptop, parcel: Path, part: str) -> None:
    content = with_part(parcel, part, ENTITIES)
    path = office.folder / "entities.xlsx"
    path.write_bytes(content)
    before = office.digest()
    (found,) = office.merge(path).files
    if found.verdict == "refused":
        assert office.digest() == before
    else:
        assert "root:" not in str(office.tables())


def test_paths_out_of_the_workbook_lead_nowhere(office: Laptop, parcel: Path) -> None:
    content = with_part(parcel, "../../escaped.txt", b"x")
    path = office.folder / "paths.xlsx"
    path.write_bytes(content)
    office.merge(path)
    assert not (office.folder.parent.parent / "escaped.txt").exists()
    assert not (office.folder.parent / "escaped.txt").exists()


def test_one_bad_file_costs_no_other(office: Laptop, parcel: Path) -> None:
    bad = office.folder / "cut.xlsx"
    bad.write_bytes(parcel.read_bytes()[:900])
    done = office.merge(bad, parcel, office.folder / "none.xlsx")
    assert [one.verdict for one in done.files] == ["refused", "merged", "refused"]


def test_random_damage_is_refused_or_merged_whole(office: Laptop, parcel: Path) -> None:
    """What is merged from a damaged workbook has the digest that the sound one gives."""
    whole = Laptop(office.folder, "nguyên vẹn")
    whole.merge(parcel)
    content = parcel.read_bytes()
    chance = random.Random(7)
    path = office.folder / "damaged.xlsx"
    before = office.digest()
    merged_from: list[int] = []
    for _number in range(120):
        damaged = bytearray(content)
        for _flip in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            with office.store.read() as reader:
                assert reader.digest()[0] == before
            planned = register.preview(office.store, [path])
        except InspectorError:
            continue
        if planned.files[0].verdict == "merged":
            merged_from.append(planned.files[0].entries_new)
    sound = register.preview(office.store, [parcel]).files[0].entries_new
    assert set(merged_from) <= {sound}


def test_the_terminal_says_it_in_one_line(office: Laptop, parcel: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = office.folder / "cut.xlsx"
    bad.write_bytes(parcel.read_bytes()[:900])
    assert main(["--store", str(office.folder / "x.db"), "merge", str(bad)]) == 1
    assert main(["verify", str(bad)]) == 1
    printed = capsys.readouterr()
    assert "cut.xlsx" in printed.out + printed.err
    assert "Traceback" not in printed.err
