"""Files that are no station lists, or want to hurt: one clear refusal, no memory filled, no file held."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from inspector.errors import InspectorError
from inspector.stationlist import StationListError, errors, limits, read
from tests.stationlist.books import HEAD, book

GOOD = {"Trạm": [HEAD, (1, "THA0001", "Một")]}


def altered(path: Path, part: str, change: tuple[bytes, bytes]) -> Path:
    """A good workbook with bytes of one part replaced."""
    good = book(path / "good.xlsx", GOOD)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path / "bad.xlsx", "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert change[0] in content
                content = content.replace(*change)
            target.writestr(name, content)
    return path / "bad.xlsx"


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.xlsx", b"%PDF-1.7 ...", errors.NotASpreadsheet),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n", errors.NotASpreadsheet),
        ("a.xlsx", b"\xff\xd8\xff\xe0", errors.NotASpreadsheet),
        ("a.xls", b"<html><table><tr><td>x</td></tr></table></html>", errors.NotASpreadsheet),
        ("a.csv", bytes(range(256)) * 20, errors.NotASpreadsheet),
        ("a.csv", b"", errors.NoStationTable),
        ("a.csv", b"xin chao\n", errors.NoStationTable),
        ("a.xlsx", b"PK\x03\x04" + bytes(200), errors.ListDamaged),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), errors.ListDamaged),
        ("~$a.xlsx", b"PK\x03\x04", errors.ListIsOwnerFile),
        (".~lock.a.xlsx#", b",user,", errors.ListIsOwnerFile),
        ("a.csv", b"\xff\xfe\x00", errors.ListDamaged),
    ],
)
def test_what_is_no_list_is_named(tmp_path: Path, name: str, content: bytes, error: type[StationListError]) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error) as refused:
        read(path)
    assert name in refused.value.says()
    assert refused.value.advice()
    assert "\n" not in refused.value.line()


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.99])
def test_a_workbook_that_is_cut_is_refused(tmp_path: Path, part: float) -> None:
    content = book(tmp_path / "good.xlsx", GOOD).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(content[: int(len(content) * part)])
    with pytest.raises(errors.ListDamaged):
        read(tmp_path / "cut.xlsx")


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.xlsx", tmp_path):
        with pytest.raises(errors.ListMissing):
            read(path)


def test_a_file_locked_by_another_user_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.xlsx", GOOD)

    def locked(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "locked")

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(errors.ListLocked) as refused:
        read(path)
    assert "a.xlsx" in refused.value.says()


def test_a_cell_at_the_far_corner_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = altered(tmp_path, "xl/worksheets/sheet1.xml", (b'r="A2"', b'r="XFD1048576"'))
    with pytest.raises(errors.ListTooLarge):
        read(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 1_000_000)
    path = book(tmp_path / "a.xlsx", GOOD)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", bytes(5_000_000))
    assert path.stat().st_size < 50_000
    with pytest.raises(errors.ListTooLarge):
        read(path)


def test_more_parts_than_any_workbook_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PARTS", 30)
    path = book(tmp_path / "a.xlsx", GOOD)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(40):
            archive.writestr(f"x/{number}", b"")
    with pytest.raises(errors.ListTooLarge):
        read(path)


def test_a_file_larger_than_any_list_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    (tmp_path / "a.csv").write_bytes(b"x" * 1001)
    with pytest.raises(errors.ListTooLarge):
        read(tmp_path / "a.csv")


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    """Ten lines of XML that grow to gigabytes, and one that asks for a file of this computer."""
    secret = tmp_path / "secret.txt"
    secret.write_text("THA9999")
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY s SYSTEM "file://%s">]>'
    )
    head = b"<worksheet"
    for entity in (b"&b;", b"&s;"):
        path = altered(tmp_path, "xl/worksheets/sheet1.xml", (head, bomb.replace(b"%s", str(secret).encode()) + head))
        try:
            found = read(path)
        except InspectorError:
            continue
        assert entity not in repr(found).encode()
        assert "THA9999" not in repr(found)


def test_other_office_files_are_named_for_what_they_are(tmp_path: Path) -> None:
    for part, found in (("word/document.xml", "Word"), ("content.xml", "OpenDocument"), ("x.txt", "ZIP")):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
            archive.writestr(part, b"<x/>")
        with pytest.raises(errors.NotASpreadsheet) as refused:
            read(tmp_path / "a.xlsx")
        assert found in refused.value.says()


def test_the_name_of_a_file_decides_nothing(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", GOOD).rename(tmp_path / "a.txt")
    assert [station.code for station in read(tmp_path / "a.txt").stations] == ["THA0001"]


def test_a_formula_is_text_and_one_without_a_value_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"Trạm": [HEAD, (1, "THA0001", '=HYPERLINK("http://x","y")')]})
    found = read(path)
    assert [station.code for station in found.stations] == ["THA0001"]
    assert "formulas.uncomputed" in [note.code for note in found.notes]


def test_an_xls_of_an_old_program_is_read() -> None:
    found = read(Path(__file__).parent.parent / "data" / "stations" / "old.xls")
    assert [(station.code, station.fields["name"], station.fields["lat"]) for station in found.stations] == [
        ("THA0001", "Trạm Hoằng Giang", "19.85"),
        ("THA0002", "Trạm Quảng Trạch", "19.72"),
    ]
