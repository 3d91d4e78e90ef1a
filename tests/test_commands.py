"""The command line as a script sees it: JSON, exit codes, one clear line for a refusal."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector.cli import main
from inspector.commands import COMMANDS
from inspector.model import FindingState
from inspector.tags.label import LAYOUTS

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a store of the test: its exit code, its JSON, and what stands on standard error."""

    def command(*arguments: str, store: str = "laptop.db") -> tuple[int, Any, str]:
        code = main(["--store", str(tmp_path / store), "--json", *arguments])
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if printed.out else None, printed.err

    return command


@pytest.fixture
def visit(run: Run, tmp_path: Path) -> str:
    listed = tmp_path / "tram.csv"
    listed.write_text("Mã trạm,Tên trạm,Loại,Xã\nTHA0090,Hải Hà,Tuyến cáp,Phường Nghi Sơn\n", "utf-8")
    assert run("sites", "import", str(listed))[0] in (0, 3)
    by = ("--by", "Lê Văn Ví Dụ", "--side", "police")
    code, found, _err = run("visit", "new", "--site", "tha0090", "--form", "infrastructure", *by, "--on", "2026-11-24")
    assert code == 0
    return str(found["visit"])


def shown(run: Run, visit: str) -> Any:
    return run("visit", "show", visit)[1]


def answers(path: Path, rows: list[tuple[str, str, str]]) -> str:
    lines = ["path,value,note,photo", *(",".join((*row, "")) for row in rows)]
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        assert main([*command.words.split(), "--help"]) == 0
        assert command.example in capsys.readouterr().out


def test_every_argument_says_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        parser = argparse.ArgumentParser()
        command.options(parser)
        assert [one.dest for one in parser._actions if not one.help] == [], command.words
    main(["findings", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert [state.value for state in FindingState if state not in told] == []
    main(["tags", "--help"])
    told = capsys.readouterr().out
    assert [name for name in LAYOUTS if name not in told] == []


def test_a_person_reads_words_and_dates_where_scripts_read_codes(
    run: Run, visit: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(
        "visit",
        "fill",
        visit,
        answers(tmp_path / "a.csv", [("HT-15", "fail", "Cáp võng.")]),
        "--by",
        "Lê Văn Ví Dụ",
    )
    for typed in (["findings"], ["visit", "show", visit], ["visit", "list"], ["sites", "show", "THA0090"]):
        main(["--store", str(tmp_path / "laptop.db"), *typed])
    told = capsys.readouterr().out
    assert not re.search(r"\d{4}-\d\d-\d\d|\b(fail|draft|new|critical|major|minor|types|commune)\b", told)
    assert "Không đạt" in told
    assert "đang kiểm tra" in told


def test_wrong_usage_is_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["visit", "new"]) == 2
    assert main(["nonsense"]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["mrege", "usb"], "Có phải ý bạn là 'merge'?"),
        (["visit", "sing"], "Có phải ý bạn là 'sign'?"),
        (["visit", "sign"], "còn thiếu: VISIT, --by, --side"),
        (["tags", "nhan.pdf", "--start", "x"], "--start: giá trị không hợp lệ: 'x'"),
        (["digest", "--nope"], "không nhận ra: --nope"),
    ],
)
def test_wrong_usage_is_answered_in_vietnamese_with_a_cure(
    typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(typed) == 2

    told = capsys.readouterr().err
    assert said in told
    assert "Ví dụ: " in told or "--help" in told
    assert "argument" not in told
    assert "usage" not in told


def test_the_help_has_no_english_words_of_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    for typed in ([], ["visit"], ["tags"]):
        main([*typed, "--help"])
        told = capsys.readouterr().out
        assert "cách dùng: " in told
        assert not [word for word in ("usage", "options:", "positional", "show this", "exit") if word in told]


def test_the_shipped_checklists_are_installed_in_a_new_store(run: Run) -> None:
    code, found, _err = run("form", "list")
    assert code == 0
    assert {one["name"]: one["items"] for one in found["forms"]} == {
        "fire": 43,
        "state_secret": 34,
        "equipment": 38,
        "infrastructure": 32,
        "guard": 27,
    }


def test_a_visit_shows_every_relevant_item_unanswered(run: Run, visit: str) -> None:
    found = shown(run, visit)
    assert found["site"] == "THA0090"
    assert found["answers"]
    assert {one["value"] for one in found["answers"].values()} == {""}


def test_fills_shows_and_signs_a_visit(run: Run, visit: str, tmp_path: Path) -> None:
    paths = list(shown(run, visit)["answers"])
    file = answers(tmp_path / "a.csv", [(path, "na", "") for path in paths])
    code, filled, _err = run("visit", "fill", visit, file, "--by", "Lê Văn Ví Dụ")
    assert (code, filled["answers"], filled["violations"]) == (0, len(paths), [])
    assert {one["by"] for one in shown(run, visit)["answers"].values()} == {"Lê Văn Ví Dụ"}

    code, signed, _err = run("visit", "sign", visit, "--by", "Lê Văn Ví Dụ", "--side", "police")
    assert (code, signed["state"]) == (0, "agreed")
    code, signed, _err = run("visit", "sign", visit, "--by", "Phạm Minh Họa", "--side", "vnpt")
    assert (code, signed["state"]) == (0, "signed")
    assert [one["verdict"] for one in shown(run, visit)["signatures"]] == ["valid", "valid"]
    assert run("visit", "fill", visit, file)[0] == 1


def test_a_visit_with_open_items_is_not_signed(run: Run, visit: str) -> None:
    before = run("digest")[1]
    code, found, err = run("visit", "sign", visit, "--by", "Lê Văn Ví Dụ", "--side", "police")
    assert (code, list(found)) == (1, ["error"])
    assert len(err.splitlines()) == 1
    assert run("digest")[1]["entries"] - before["entries"] <= 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("path,value\nnowhere/x,pass\n", "nowhere/x"),
        ("code,value\nHT-01,pass\n", "path"),
        ("path,value\ninfrastructure/s3/ht_16,maybe\n", "maybe"),
        ('{"answers": 3', "JSON"),
        ("[[[[", "JSON"),
        ("path,value,photo\ninfrastructure/s3/ht_16,fail,none.jpg\n", "none.jpg"),
        ("", "path"),
    ],
)
def test_a_wrong_answer_file_changes_nothing(run: Run, visit: str, tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text(content, "utf-8")
    before = run("digest")[1]
    code, _found, err = run("visit", "fill", visit, str(file))
    assert code == 1
    assert says in err
    assert "Traceback" not in err
    assert run("digest")[1] == before


def test_answers_that_are_not_utf8_are_refused(run: Run, visit: str, tmp_path: Path) -> None:
    file = tmp_path / "latin.csv"
    file.write_bytes("path,value,note\ninfrastructure/s3/ht_16,fail,võng\n".encode("latin-1"))
    assert run("visit", "fill", visit, str(file))[0] == 1


def test_minutes_are_written_as_pdf_and_as_workbook(run: Run, visit: str, tmp_path: Path) -> None:
    for name, magic in (("bb.pdf", b"%PDF"), ("bb.xlsx", b"PK")):
        code, found, _err = run("minutes", visit, str(tmp_path / name))
        assert (code, found["file"]) == (0, str(tmp_path / name))
        assert (tmp_path / name).read_bytes().startswith(magic)


def test_papers_for_an_unknown_visit_or_report_leave_no_file(run: Run, tmp_path: Path) -> None:
    for command in (("minutes", "nowhere"), ("report", "nonsense")):
        code, _found, err = run(*command, str(tmp_path / "x.pdf"))
        assert code == 1
        assert command[1] in err
        assert not (tmp_path / "x.pdf").exists()


def test_a_folder_that_is_not_there_is_said(run: Run, visit: str, tmp_path: Path) -> None:
    code, _found, err = run("minutes", visit, str(tmp_path / "missing" / "x.pdf"))
    assert code == 1
    assert "Traceback" not in err


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00" + bytes(4000), b"x" * 5000])
def test_a_file_that_is_no_store_is_refused_and_left_alone(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.db").write_bytes(content)
    code, _found, err = run("visit", "list", store="bad.db")
    if content:
        assert code == 1
        assert "bad.db" in err
        assert (tmp_path / "bad.db").read_bytes() == content
    else:
        assert code == 0


def test_a_store_that_needs_a_passphrase_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", "đúng rồi")
    assert run("visit", "list", store="locked.db")[0] == 0
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", "sai")
    assert run("visit", "list", store="locked.db")[0] == 1
    monkeypatch.delenv("INSPECTOR_PASSPHRASE")
    assert run("visit", "list", store="locked.db")[0] == 1
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", "đúng rồi")
    assert run("visit", "list", store="locked.db")[0] == 0


def test_messages_follow_the_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = ["--store", str(tmp_path / "laptop.db")]
    main([*store, "--lang", "en", "visit", "show", "nowhere"])
    assert "There is no visit nowhere" in capsys.readouterr().err
    main([*store, "visit", "show", "nowhere"])
    assert "không có lượt kiểm tra nowhere" in capsys.readouterr().err
