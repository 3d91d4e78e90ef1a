"""No spreadsheet program has anything to repair in a workbook of ours, and it never calculates what people wrote."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from inspector import reports
from inspector.reports import excel, minutes, stream
from inspector.reports.document import Column, Kind
from inspector.reports.minutes_data import State
from tests.reports.packages import faults
from tests.reports.sample import visit
from tests.reports.test_registry import sample


@pytest.mark.parametrize("name", sorted(set(reports.REPORTS) - {"minutes"}))
def test_the_workbook_of_a_report_is_sound(name: str):
    assert faults(excel.to_bytes(reports.build(name, sample(name)))) == []


@pytest.mark.parametrize("state", [State.DRAFT, State.SUPPLEMENTARY])
def test_the_workbook_of_a_visit_is_sound(state: State):
    data = replace(visit(state=state, photos=3, team=12), statement="=1+1", refers_to="Biên bản số 03/BB-ĐKTLN")

    content = excel.to_bytes(minutes.build(data))

    assert faults(content) == []
    assert b"=1+1" in b"".join(_parts(content))


def test_a_streamed_list_is_sound(tmp_path: Path):
    columns = tuple(Column(f"Cột {n}", Kind.CODE if n == 0 else Kind.TEXT) for n in range(30))

    stream.write(tmp_path / "a.xlsx", "Sổ: địa điểm / [2026]", columns, [["=1+1", *["x"] * 29]] * 3)

    content = (tmp_path / "a.xlsx").read_bytes()
    assert faults(content) == []
    assert b'fitToWidth="4"' in b"".join(_parts(content))  # thirty columns are not printed as fine as dust


def test_what_would_be_repaired_is_found():
    """The check itself."""
    content = excel.to_bytes(reports.build("passport", sample("passport")))
    spoilt = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(spoilt, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b"<sheetData>", b'<pageMargins left="1"/><sheetData>')
            if name != "xl/worksheets/sheet2.xml":
                new.writestr(name, part)

    assert {one.partition(":")[0] for one in faults(spoilt.getvalue())} == {
        "xl/worksheets/sheet1.xml",
        "xl/_rels/workbook.xml.rels",
        "type of nothing",
    }


def _parts(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]
