"""The command line where a script, a medium or a person does what nobody should: a clear line, the right code, nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import backups, workplace
from inspector.cli import main
from inspector.store.engine import StoreBusy
from tests.scenario import Laptop

BY = ("--by", "Ngô Thị Mẫu")


@pytest.fixture
def visit(tmp_path: Path) -> str:
    laptop = Laptop(tmp_path, "kho")
    made = laptop.start("THA0001", "fire", types="exchange")
    laptop.store.close()
    return str(made)


def run(tmp_path: Path, *typed: str) -> int:
    return main(["--store", str(next(tmp_path.glob("kho*.db"))), *typed])


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (("visit", "new", "--site", "THA0001", "--form", "fire", *BY, "--on", "31/02/2026"), 1, "--on 31/02/2026"),
        (("visit", "new", "--site", "THA0001", "--form", "fire", "--by", ""), 1, "Chưa rõ người thực hiện"),
        (("report", "summary", "{}/a.pdf", "--from", "0001-01-01"), 1, "--from 0001-01-01 không phải ngày"),
        (("report", "summary", "{}/a.pdf", "--from", "2026-12-31", "--to", "2026-01-01"), 1, "kết thúc trước khi"),
        (("report", "summary", "{}/khong-co/a.pdf"), 1, "không có thư mục {}/khong-co"),
        (("merge", ""), 2, "FILE: đang để trống"),
        (("--store", "", "digest"), 2, "--store: đang để trống"),
        (("--store", "/proc/kho.db", "digest"), 1, "Không ghi được kho dữ liệu kho.db"),
        (("--store", "mysql://x", "digest"), 1, "không phải địa chỉ"),
        (("export", "{visit}", "{}/goi.pdf"), 1, "goi.pdf không phải tên kết thúc bằng .xlsx"),
        (("sites", "export", "{}/tram.csv"), 1, "tram.csv không phải tên kết thúc bằng .xlsx"),
        (("tags", "{}/nhan.xlsx"), 1, "nhan.xlsx không phải tên kết thúc bằng .pdf"),
        (("takeout", "5cd89ba6-1"), 1, "chưa nhận gói nào"),
        (("receipt", "{}"), 1, "Ở đây chưa có gói đầy đủ nào"),
        (("merge", "{}/tep.csv", "--receipts", "{}/tep.csv"), 1, "không phải thư mục"),
        (("merge", "{}/tep.csv", "--receipts", "/proc/phieu"), 1, "không thể ghi gì vào thư mục /proc"),
        (("sites", "export", "/proc/tram.xlsx"), 1, "không thể ghi gì vào thư mục /proc"),
        (("report", "summary", "/proc/a.pdf"), 1, "không thể ghi gì vào thư mục /proc"),
        (("demo", "/proc/mau"), 1, "không thể ghi gì vào thư mục /proc"),
        (("demo", "{}/tep.csv"), 1, "{}/tep.csv là tệp"),
        (("restore", "{}"), 1, "đó là một thư mục"),
        (("restore", "{}/trong.db"), 1, "trong.db bị hỏng hoặc không phải kho dữ liệu"),
        (("backup", "{}/tep.csv/sao.db"), 1, "một phần đường dẫn không phải thư mục"),
        (("form", "diff", "{}/khong.xlsx", "{}/khong.xlsx"), 1, "không có tệp này"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_written(
    typed: tuple[str, ...], code: int, said: str, visit: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tep.csv").write_text("path,value\n", "utf-8")
    (tmp_path / "trong.db").touch()
    before = {path: path.stat().st_size for path in tmp_path.iterdir()}

    assert run(tmp_path, *(word.replace("{}", str(tmp_path)).format(visit=visit) for word in typed)) == code

    assert said.replace("{}", str(tmp_path)) in capsys.readouterr().err
    assert {path: path.stat().st_size for path in tmp_path.iterdir()} == before


def test_a_day_may_be_written_as_people_write_it(
    visit: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ("--json", "visit", "new", "--site", "THA0001", "--form", "fire", *BY, "--on", "24/11/2026")
    assert run(tmp_path, *typed) == 0

    made = json.loads(capsys.readouterr().out)["visit"]
    run(tmp_path, "--json", "visit", "list")
    assert {"visit": made, "site": "THA0001", "date": "2026-11-24", "state": "draft"} in json.loads(
        capsys.readouterr().out
    )["visits"]


@pytest.mark.parametrize("name", ["backup", "restore"])
def test_a_store_is_no_copy_of_itself(
    name: str, visit: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = next(tmp_path.glob("kho*.db"))

    assert run(tmp_path, name, str(store)) == 1

    assert "chính là kho dữ liệu" in capsys.readouterr().err
    assert [one.name for one in tmp_path.glob("*.db")] == [store.name]


def test_a_store_that_somebody_has_open_is_not_replaced(visit: str, tmp_path: Path) -> None:
    store = next(tmp_path.glob("kho*.db"))
    run(tmp_path, "backup", str(tmp_path / "copy.db"))
    held = workplace.open_workplace(str(store))

    with pytest.raises(StoreBusy):
        backups.restore(tmp_path / "copy.db", store)

    held.close()
    backups.restore(tmp_path / "copy.db", store)


def started(tmp_path: Path, typed: str, **names: str) -> subprocess.CompletedProcess[bytes]:
    """A command line of a shell; {i} is the program on the store of the test."""
    store = next(tmp_path.glob("kho*.db"))
    program = f"'{sys.executable}' -m inspector --store '{store}'"
    return subprocess.run(
        ["bash", "-c", typed.replace("{i}", program)], capture_output=True, env={**os.environ, **names}, check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix")
class TestInAShell:
    def test_a_reader_that_has_heard_enough_hinders_nothing(self, visit: str, tmp_path: Path) -> None:
        for typed in ("form show fire", "--help", "--json form show fire"):
            done = started(tmp_path, "{i} " + typed + " | head -c 1; exit ${PIPESTATUS[0]}")
            assert (done.returncode, done.stderr) == (0, b"")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
    def test_an_answer_that_cannot_be_written_is_said_in_one_line(self, visit: str, tmp_path: Path) -> None:
        for typed in ("digest", "--json digest", "form show fire", "--help"):
            done = started(tmp_path, "{i} " + typed + " > /dev/full")
            assert done.returncode == 1, typed
            assert done.stderr.decode().splitlines() == [
                "Không ghi được Kết quả của lệnh này: ổ đĩa đã đầy. Hãy đóng tệp ở chương trình khác, "
                "giải phóng dung lượng hoặc chọn thư mục khác rồi thử lại."
            ]

    def test_vietnamese_is_read_where_the_system_speaks_no_utf8(self, visit: str, tmp_path: Path) -> None:
        (tmp_path / "Bàn giao").mkdir()
        poor = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        done = started(tmp_path, f"{{i}} --json export {visit} '{tmp_path}/Bàn giao/Gói số 1.xlsx'", **poor)
        assert (done.returncode, json.loads(done.stdout)["number"]) == (0, 1)
        assert (tmp_path / "Bàn giao" / "Gói số 1.xlsx").is_file()

    def test_words_that_are_no_utf8_are_refused_in_words(self, visit: str, tmp_path: Path) -> None:
        done = started(tmp_path, "{i} visit show $'\\xe0'; exit $?")
        assert done.returncode == 1
        assert "không phải UTF-8" in done.stderr.decode()
        done = started(tmp_path, "{i} --json merge $'\\xe0.xlsx'")
        assert (done.returncode, json.loads(done.stdout)["files"][0]["verdict"]) == (1, "refused")

    def test_a_wrong_passphrase_is_one_line(self, visit: str, tmp_path: Path) -> None:
        done = started(tmp_path, "{i} digest", INSPECTOR_PASSPHRASE="sai")
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("path,value,note\nPCCC-01,pass,\nPCCC-01,fail,x\n", "dòng 3: PCCC-01 đã có ở dòng 2"),
        ("path,giá trị\nPCCC-01,pass\n", "dòng 1: không có cột value"),
        ('path,value,note\nPCCC-01,pass,"' + "x" * 200_000, "ngoặc kép chưa đóng"),
        ('{"answers":\n[}', "dòng 2: không phải JSON"),
        (b"path,value,note\nPCCC-01,pass,th\xe2\xecy\n", "dòng 2: văn bản không phải UTF-8"),
    ],
)
def test_answers_that_would_be_lost_in_silence_are_refused(
    content: str | bytes, said: str, visit: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "tra-loi.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)

    assert run(tmp_path, "visit", "fill", visit, str(file), *BY) == 1

    assert said in capsys.readouterr().err


def test_a_column_that_is_not_there_takes_nothing_away(
    visit: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "tra-loi.csv"
    for content in ("path,value,note\nPCCC-01,fail,Thiếu sổ\n", "path,note\nPCCC-01,Thiếu hai sổ\n"):
        file.write_text(content, "utf-16")  # as Excel saves “Unicode text”
        assert run(tmp_path, "visit", "fill", visit, str(file), *BY) in (0, 3)
    capsys.readouterr()

    run(tmp_path, "--json", "visit", "show", visit)

    found = json.loads(capsys.readouterr().out)["answers"]["fire/s1/pccc_01"]
    assert (found["value"], found["note"]) == ("fail", "Thiếu hai sổ")
