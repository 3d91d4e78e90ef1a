"""Commands about checklists, and stores that are locked or full, as a script sees them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from inspector import paths, workplace
from inspector.cli import main
from inspector.store import Store

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: str) -> tuple[int, Any, str]:
        code = main(["--store", str(tmp_path / "laptop.db"), "--json", *arguments])
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if printed.out else None, printed.err

    return command


def workbook(
    path: Path, *rows: tuple[str, ...], columns: tuple[str, ...] = ("type", "name", "label", "calculation")
) -> str:
    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in (columns, *rows):
        survey.append(row)
    settings = book.create_sheet("settings")
    for row in (("form_id", "version"), ("mine", "1")):
        settings.append(row)
    book.save(path)
    return str(path)


BROKEN = {
    "cycle": [("calculate", "a", "", "${b} + 1"), ("calculate", "b", "", "${a} + 1"), ("text", "t", "Tên", "")],
    "unknown function": [("text", "t", "Tên", ""), ("calculate", "a", "", "frobnicate(1)")],
    "unknown reference": [("text", "t", "Tên", ""), ("calculate", "a", "", "${nowhere}")],
    "unknown type": [("telepathy", "t", "Tên", "")],
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_checklist_is_not_installed_and_changes_nothing(run: Run, tmp_path: Path, kind: str) -> None:
    file = workbook(tmp_path / "form.xlsx", *BROKEN[kind])
    before = run("digest")[1], run("form", "list")[1]
    code, _found, err = run("form", "install", file)
    assert code == 1
    assert "form.xlsx" in err or "survey" in err
    assert "Traceback" not in err
    assert (run("digest")[1], run("form", "list")[1]) == before


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_checklist_is_named_by_its_file(run: Run, tmp_path: Path, kind: str) -> None:
    broken = workbook(tmp_path / "hong.xlsx", *BROKEN[kind])
    sound = workbook(tmp_path / "lanh.xlsx", ("text", "t", "Tên", ""))
    for typed in (("diff", sound, broken), ("diff", broken, sound)):
        code, found, err = run("form", *typed)
        assert (code, len(err.splitlines())) == (1, 1)
        assert err.startswith("hong.xlsx: Không dùng được biểu mẫu")
        assert found["error"]["code"] == "checklist.refused"


def test_a_checklist_that_cannot_be_converted_is_named_by_its_file(run: Run, tmp_path: Path) -> None:
    broken = workbook(tmp_path / "hong.xlsx", *BROKEN["unknown type"])
    code, _found, err = run("form", "convert", broken, str(tmp_path / "ra.xml"))
    assert code == 1
    assert err.startswith("hong.xlsx: ")
    assert not (tmp_path / "ra.xml").exists()


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_checklist_is_checked_with_sheet_and_row(run: Run, tmp_path: Path, kind: str) -> None:
    code, found, err = run("form", "check", workbook(tmp_path / "form.xlsx", *BROKEN[kind]))
    assert code in (1, 3)
    assert "Traceback" not in err
    if found is not None:
        assert found["problems"]
        assert any(one["sheet"] == "survey" and one["row"] for one in found["problems"])


def test_the_shipped_checklists_have_no_problems_and_convert(run: Run, tmp_path: Path) -> None:
    for path in paths.shipped_forms():
        code, found, _err = run("form", "check", str(path))
        assert (code, found["problems"]) == (0, [])
    code, _found, _err = run("form", "convert", str(path), str(tmp_path / "out.xml"))
    assert code == 0
    assert (tmp_path / "out.xml").read_text("utf-8").startswith("<?xml")


def test_a_checklist_is_installed_shown_and_printed_blank(run: Run, tmp_path: Path) -> None:
    file = workbook(tmp_path / "form.xlsx", ("text", "t", "Tên trạm", ""))
    assert run("form", "install", file)[0] == 0
    assert "mine" in [one["name"] for one in run("form", "list")[1]["forms"]]
    assert run("form", "show", "fire")[0] == 0
    code, _found, err = run("form", "show", "nothing")
    assert code == 1
    assert "nothing" in err
    for name in ("fire.pdf", "fire.xlsx"):
        assert run("form", "blank", "fire", str(tmp_path / name))[0] == 0
        assert (tmp_path / name).stat().st_size > 5000


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04cut", b"<h:html", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_a_file_that_is_no_checklist_is_refused(run: Run, tmp_path: Path, content: bytes) -> None:
    for suffix in ("xlsx", "xml"):
        file = tmp_path / f"bad.{suffix}"
        file.write_bytes(content)
        code, _found, err = run("form", "install", str(file))
        assert code == 1
        assert f"bad.{suffix}" in err
        assert "Traceback" not in err


HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_store_that_another_program_holds_is_said_to_be_so(run: Run, tmp_path: Path) -> None:
    assert run("visit", "list")[0] == 0
    listed = tmp_path / "tram.csv"
    listed.write_text("Mã trạm,Tên trạm\nTHA0090,Hải Hà\n", "utf-8")
    command = [sys.executable, "-c", HOLD, str(tmp_path / "laptop.db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        code, _found, err = run("sites", "import", str(listed))
        holder.communicate("")
    assert code == 1
    assert "Traceback" not in err
    assert len(err.splitlines()) == 1
    assert run("sites", "list")[1] == {"sites": []}


def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    """The database may not grow any more: what is said is refused whole."""
    from inspector import sites, stationlist
    from inspector.store import StoreError

    store: Store = workplace.open_workplace(str(tmp_path / "full.db"))
    with store.read() as reader:
        before = reader.digest()
        pages = reader.connection.exec_driver_sql("PRAGMA page_count").scalar()
    found = stationlist.read(paths.resource("sample", "stations.xlsx"))

    def limited(tx_store: Store) -> None:
        with tx_store.transact("import-sites") as tx:
            tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            for planned in sites.preview(tx, found):
                tx.put(planned.site)

    with pytest.raises(StoreError):
        limited(store)
    with store.read() as reader:
        assert reader.digest() == before
    store.close()


def test_what_people_read_is_of_their_language_and_what_scripts_read_is_of_the_form(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ["--store", str(tmp_path / "laptop.db"), "--lang", "en"]
    main([*store, "form", "list"])
    listed = capsys.readouterr().out
    main([*store, "form", "show", "fire"])
    shown = capsys.readouterr().out

    assert "Fire prevention, fire fighting and rescue" in listed
    assert "Do extinguishers carry a valid inspection/service tag?" in shown
    assert run("--lang", "en", "form", "list")[1]["forms"][1]["title"].startswith("Phòng cháy")
