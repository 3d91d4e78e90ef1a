"""The door for checklists: what goes in, what comes out, and what is refused before it costs anything."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.form.problems import FormError
from inspector.form.xlsform import read
from inspector.i18n import set_language
from tests.form.sheets import comma_separated, excel, markdown

EARTH = """
    | survey   |                    |         |                        |                     |
    |          | type               | name    | label::Tiếng Việt (vi) | label::English (en) | relevant         |
    |          | begin_group        | earth   | Tiếp đất               | Earthing            |                  |
    |          | decimal            | ohm     | Điện trở               | Resistance          |                  |
    |          | select_one result  | state   | Tình trạng             | State               | ${ohm} > 10      |
    |          | end_group          |         |                        |                     |                  |
    | choices  |                    |         |                        |                     |
    |          | list_name          | name    | label::Tiếng Việt (vi) | label::English (en) |
    |          | result             | pass    | Đạt                    | Compliant           |
    |          | result             | fail    | Không đạt              | Non-compliant       |
    | settings |                    |         |                        |                     |
    |          | form_title         | form_id | version                | default_language    |
    |          | Tiếp đất nhà trạm  | earth   | 2026.11.1              | Tiếng Việt (vi)     |
"""


@pytest.fixture(autouse=True)
def _in_english():
    set_language("en")
    yield
    set_language("vi")


def problem(path: Path):
    with pytest.raises(FormError) as refused:
        read(path)
    return refused.value.problems[0]


def test_one_form_is_the_same_xform_from_every_kind_of_file(tmp_path: Path):
    forms = [
        read(path)
        for path in (
            excel(tmp_path, EARTH),
            markdown(tmp_path, EARTH),
            comma_separated(tmp_path, EARTH),
            comma_separated(tmp_path, EARTH, "semicolons.csv", delimiter=";"),
        )
    ]

    assert len({form.xform for form in forms}) == 1
    assert (forms[0].id, forms[0].version, forms[0].title) == ("earth", "2026.11.1", "Tiếp đất nhà trạm")
    assert all(form.problems == () for form in forms)


def test_an_old_xls_workbook_is_read_too(tmp_path: Path, request: pytest.FixtureRequest):
    """Made by LibreOffice; kept as data because nothing here writes this format any more."""
    path = request.path.parent.parent / "data" / "form" / "earth.xls"

    assert read(path).xform == read(markdown(tmp_path, EARTH)).xform


def test_the_content_says_what_a_file_is_and_not_its_name(tmp_path: Path):
    wrong = excel(tmp_path, EARTH).rename(tmp_path / "form.csv")

    assert read(wrong).id == "earth"


def test_a_ready_xform_passes_as_it_is(tmp_path: Path):
    converted = read(markdown(tmp_path, EARTH))
    ready = tmp_path / "earth.xml"
    ready.write_text(converted.xform, encoding="utf-8")

    again = read(ready)

    assert (again.xform, again.id, again.title) == (converted.xform, "earth", "Tiếp đất nhà trạm")


def test_every_node_knows_the_cell_it_was_written_in(tmp_path: Path):
    origin = read(excel(tmp_path, EARTH)).origin

    assert origin["/data/earth"] == ("survey", 2, "name")
    assert origin["/data/earth/state"] == ("survey", 4, "name")
    assert origin["/data/earth/state|relevant"] == ("survey", 4, "relevant")


def test_numbers_and_truths_of_cells_become_the_converters_words(tmp_path: Path):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    sheet.append(["type", "name", "label", "required", "default"])
    sheet.append(["decimal", "ohm", 12.0, True, 4.5])
    page = book.create_sheet("settings")
    page.append(["form_id", "version"])
    page.append(["earth", 2026.11])
    book.save(tmp_path / "form.xlsx")

    form = read(tmp_path / "form.xlsx")

    assert form.version == "2026.11"
    assert 'required="true()"' in form.xform
    assert "<ohm>4.5</ohm>" in form.xform
    assert "<label>12</label>" in form.xform


def test_a_bar_inside_a_markdown_cell_is_written_with_a_stroke(tmp_path: Path):
    text = """
        | survey |           |      |       |                                |
        |        | type      | name | label | calculation                    |
        |        | decimal   | a    | A     |                                |
        |        | decimal   | b    | B     |                                |
        |        | calculate | n    |       | count-non-empty(${a} BAR ${b}) |
    """
    whole = read(markdown(tmp_path, text.replace("BAR", r"\|")))
    cut = read(markdown(tmp_path, text.replace("BAR", "|"), "cut.md"))

    assert "count-non-empty( /data/a  |  /data/b )" in whole.xform
    assert "xlsform.cell-without-column" in {said.code for said in cut.problems}


def zip_file(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def repacked(path: Path, name: str, change) -> Path:
    """The workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts[name] = change(parts[name])
    return zip_file(path, parts)


def quickly(path: Path, *, seconds: float = 2.0, megabytes: int = 120):
    """The problem for which a file is refused, within bounds of time and memory."""
    read_once = time.process_time()
    tracemalloc.start()
    try:
        found = problem(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.process_time() - read_once < seconds
    assert peak < megabytes * 2**20
    return found


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    bomb = repacked(excel(tmp_path, EARTH), "xl/worksheets/sheet1.xml", lambda data: data + b" " * 60 * 2**20)

    assert quickly(bomb).code == "xlsform.too-large"


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path):
    data = bytearray(
        repacked(excel(tmp_path, EARTH), "xl/styles.xml", lambda data: data + b" " * 4 * 2**20).read_bytes()
    )
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/styles.xml"))
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    (tmp_path / "lies.xlsx").write_bytes(data)

    assert quickly(tmp_path / "lies.xlsx").code == "xlsform.damaged"


def test_xml_entities_in_a_workbook_are_refused(tmp_path: Path):
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    path = repacked(
        excel(tmp_path, EARTH),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"<worksheet", declared + b"<worksheet", 1),
    )

    assert quickly(path).code == "xlsform.entities"


def test_xml_entities_in_an_xform_are_refused(tmp_path: Path):
    path = tmp_path / "form.xml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        '<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms">&b;</h:html>',
        encoding="utf-8",
    )

    assert quickly(path).code == "xlsform.not-well-formed"


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing(tmp_path: Path):
    """The sheet claims 17 thousand million cells; only what stands near the top is read."""

    def far(data: bytes) -> bytes:
        cell = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        return data.replace(b"</sheetData>", cell).replace(b'<dimension ref="A1:E6"', b'<dimension ref="A1:XFD1048576"')

    path = repacked(excel(tmp_path, EARTH), "xl/worksheets/sheet1.xml", far)

    started = time.perf_counter()
    assert read(path).id == "earth"
    assert time.perf_counter() - started < 2


def with_rows(folder: Path, last: int) -> Path:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(7, last + 1))
    return repacked(
        excel(folder, EARTH),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"</sheetData>", rows + b"</sheetData>"),
    )


def test_a_million_rows_are_refused_at_once(tmp_path: Path):
    assert quickly(with_rows(tmp_path, 1_000_000)).code == "xlsform.too-large"


def test_a_sheet_with_more_rows_than_any_form_is_named(tmp_path: Path):
    found = problem(with_rows(tmp_path, 60_010))

    assert (found.code, found.sheet) == ("xlsform.too-large", "survey")


def test_a_row_of_a_million_cells_is_refused_at_once(tmp_path: Path):
    """No cell says where it stands, as a lazy writer may leave it."""
    cells = b'<row r="7">' + b"<c><v>1</v></c>" * 1_000_000 + b"</row></sheetData>"
    path = repacked(
        excel(tmp_path, EARTH), "xl/worksheets/sheet1.xml", lambda data: data.replace(b"</sheetData>", cells)
    )

    assert quickly(path).code == "xlsform.too-large"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("wide.csv", b"survey\n" + b",type" * 1_000_000),
        ("tall.csv", b"survey\n,type,name,label\n" + b",text,a,A\n" * 700_000),
        ("wide.md", b"| survey |\n| |" + b" type |" * 1_000_000),
        ("tall.md", b"| survey |\n| | type | name |\n" + b"| | text | a |\n" * 400_000),
        ("cell.csv", b"survey\n,type,name,label\n,text,a," + b"x" * 3_000_000 + b"\n"),
    ],
)
def test_a_gigantic_text_file_is_refused_at_once(tmp_path: Path, name: str, data: bytes):
    path = tmp_path / name
    path.write_bytes(data)

    assert quickly(path, seconds=4).code == "xlsform.too-large"


def test_a_damaged_old_workbook_is_read_or_refused_and_never_crashes(tmp_path: Path, request: pytest.FixtureRequest):
    """Every 256th byte is turned round, and the file is cut at every tenth."""
    whole = (request.path.parent.parent / "data" / "form" / "earth.xls").read_bytes()
    path = tmp_path / "earth.xls"
    for place in range(0, len(whole), 256):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        assert all(said.message for said in outcome(path))
    for tenth in range(1, 10):
        path.write_bytes(whole[: len(whole) * tenth // 10])
        assert all(said.message for said in outcome(path))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.xlsx", b"", "xlsform.empty"),
        ("zeros.xlsx", bytes(4096), "xlsform.empty"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(64), "xlsform.encoding"),
        ("words.xlsx", "Kính gửi: Công an tỉnh".encode(), "xlsform.not-a-form"),
        ("page.xls", b"<html><body><table><tr><td>type</td></tr></table></body></html>", "xlsform.not-a-form"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "xlsform.damaged"),
        (
            "locked.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "xlsform.password",
        ),
        ("half.xlsx", b"PK\x03\x04" + bytes(100), "xlsform.damaged"),
        ("list.csv", b"STT;Ma tram;Ten tram\n1;THA0123;Ba Dinh\n", "xlsform.no-survey"),
        ("broken.xml", b"<h:html xmlns='http://www.w3.org/2002/xforms'><", "xlsform.not-well-formed"),
        ("hollow.xml", b"<html xmlns='http://www.w3.org/2002/xforms'><model/></html>", "xlsform.no-instance"),
    ],
)
def test_a_file_that_is_no_form_is_refused_in_one_clear_line(tmp_path: Path, name: str, data: bytes, code: str):
    path = tmp_path / name
    path.write_bytes(data)

    found = problem(path)

    assert found.code == code
    assert "{" not in found.message


def test_an_archive_and_an_opendocument_file_are_told_apart(tmp_path: Path):
    assert problem(zip_file(tmp_path / "a.xlsx", {"readme.txt": b"x"})).code == "xlsform.not-a-form"
    assert problem(zip_file(tmp_path / "b.xlsx", {"content.xml": b"<x/>"})).code == "xlsform.ods"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    assert problem(tmp_path / "gone.xlsx").code == "xlsform.unreadable"


def outcome(path: Path):
    """Every problem of a file, whether it was refused or not."""
    try:
        return read(path).problems
    except FormError as refused:
        return refused.problems


def _base() -> bytes:
    buffer = io.BytesIO()
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    sheet.append(["type", "name", "label"])
    sheet.append(["decimal", "ohm", "Điện trở"])
    book.save(buffer)
    return buffer.getvalue()


BASE = _base()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(BASE) - 1), st.integers(0, 255)), min_size=1, max_size=12),
    st.integers(0, 400),
)
def test_a_damaged_workbook_is_read_or_refused_and_never_crashes(tmp_path_factory, changes, cut):
    data = bytearray(BASE)
    for place, value in changes:
        data[place] = value
    path = tmp_path_factory.mktemp("damaged") / "form.xlsx"
    path.write_bytes(bytes(data[: len(data) - cut]))

    assert all(said.message for said in outcome(path))


WORDS = st.sampled_from(
    [
        "text", "decimal", "note", "select_one r", "select_multiple r", "begin_group", "end_group", "begin_repeat",
        "end_repeat", "calculate", "range", "audit", "rank r", "select_one r or_other", "a", "b", "meta", "data", "ohm",
        "${a}", "${", "}", "${a", "yes", "no", "1 +", "'", '"', "<b>", "&amp;", "]]>", "tag", "zz:q", "::", "",
        "start=1", "key", "=", "\u200b", "Điện trở",
    ]
)  # fmt: skip
COLUMNS = st.lists(
    st.sampled_from(
        [
            "type", "name", "label", "label::vi", "label::en", "hint", "relevant", "constraint", "calculation", "default",
            "required", "appearance", "parameters", "choice_filter", "repeat_count", "trigger", "bind::zz:x", "bind::tag",
            "bind::", "media::image", "body::accuracyThreshold", "instance::x y", "save_to", "image", "::", "xyz",
        ]
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(COLUMNS, st.lists(st.lists(WORDS, max_size=8), max_size=8), st.booleans())
def test_a_nonsense_form_is_read_or_refused_and_never_crashes(tmp_path_factory, columns, rows, choices):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    sheet.append(["type", "name", *columns])
    for row in rows:
        sheet.append(row)
    if choices:
        page = book.create_sheet("choices")
        for line in (["list_name", "name", "label"], ["r", "x", "X"], ["r", "y", "Y"]):
            page.append(line)
    path = tmp_path_factory.mktemp("nonsense") / "form.xlsx"
    book.save(path)

    assert all(said.message for said in outcome(path))
    assert all(said.sheet for said in outcome(path) if said.fatal and said.code != "xlsform.converter-failed")
