"""What the terminal refuses changes nothing: not even that the person who asked becomes known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.cli import main
from inspector.store import open_store
from tests.scenario import Laptop

BY = ("--by", "Ngô Thị Mẫu")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    laptop = Laptop(tmp_path, "kho")
    laptop.start("THA0001")
    laptop.store.close()
    return next(tmp_path.glob("kho*.db"))


def digest(path: Path) -> tuple[str, int]:
    with open_store(path) as store, store.read() as reader:
        return reader.digest()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("visit", "new", "--site", "THA0001", "--form", "nope", "--side", "police", *BY), "nope chưa được cài"),
        (
            ("visit", "new", "--site", "THA0001", "--form", "fire", "nope", "--side", "police", *BY),
            "nope chưa được cài",
        ),
        (("visit", "sign", "zzz", "--side", "police", *BY), "không có lượt kiểm tra zzz"),
        (("decide", "zzz", "--take", "1", "--reason", "lý do", *BY), "zzz không phải bất đồng"),
        (("received", "ABCD1234", *BY), "ABCD1234 không khớp"),
        (("export", "zzz", "{folder}/ban-giao.xlsx", *BY), "không có lượt kiểm tra zzz"),
        (("merge", "{folder}/rac.xlsx", *BY), "từ chối"),
        (("merge", "{folder}/trong", *BY), "Không có tệp Excel nào"),
        (("minutes", "zzz", "{folder}/bien-ban.pdf"), "không có lượt kiểm tra zzz"),
        (("report", "summary", "{folder}/giao-ban.docx"), "giao-ban.docx không phải tên của tệp PDF"),
        (("form", "blank", "fire", "{folder}/giay.txt"), "giay.txt không phải tên của tệp PDF"),
        (("findings", "--state", "lost"), "không có trạng thái lost"),
        (("takeout", "39d8b92e-1"), "chưa nhận gói nào"),
    ],
)
def test_a_refused_command_says_why_and_changes_nothing(
    typed: tuple[str, ...], said: str, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rac.xlsx").write_bytes(b"x")
    (tmp_path / "trong").mkdir()
    before, there = digest(store), {"rac.xlsx", "trong", "backups"}

    assert main(["--store", str(store), *(word.format(folder=tmp_path) for word in typed)]) == 1

    told = "".join(capsys.readouterr())
    assert said in told
    assert digest(store) == before
    assert {one.name for one in tmp_path.iterdir() if "kho" not in one.name} <= there


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "HT-15,maybe,,",
            "tra-loi.csv, dòng 3: HT-15 không nhận câu trả lời maybe; hãy ghi một trong: fail, na, pass.",
        ),
        ("HT-15,fail,Cáp võng.,khong-co.jpg", "tra-loi.csv, dòng 3: Không đọc được khong-co.jpg"),
        ("HT-15,fail,Cáp võng.,tra-loi.csv", "tra-loi.csv, dòng 3: tra-loi.csv không phải ảnh"),
    ],
)
def test_answers_that_are_refused_are_named_by_file_and_row(
    row: str, said: str, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = ["--store", str(store), "--json"]
    listed = tmp_path / "tram.csv"
    listed.write_text("Mã trạm,Tên trạm,Loại,Xã\nTHA0090,Hải Hà,Tuyến cáp,Phường Nghi Sơn\n", "utf-8")
    main([*kept, "sites", "import", str(listed)])
    capsys.readouterr()
    main([*kept, "visit", "new", "--site", "THA0090", "--form", "infrastructure", *BY])
    visit = json.loads(capsys.readouterr().out)["visit"]
    before = digest(store)
    answers = tmp_path / "tra-loi.csv"
    answers.write_text(f"path,value,note,photo\nHT-14,pass,,\n{row}\n", "utf-8")

    assert main([*kept, "visit", "fill", visit, str(answers), *BY]) == 1

    printed = capsys.readouterr()
    assert said in printed.err
    assert said in json.loads(printed.out)["error"]["message"]
    assert digest(store) == before


def test_a_refusal_is_one_object_for_scripts(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", str(store), "--json", "visit", "show", "zzz"]) == 1

    printed = capsys.readouterr()
    told = json.loads(printed.out)["error"]
    assert told["code"] == "visit.unknown"
    assert told["message"] == printed.err.strip()


def test_a_preview_does_not_make_the_person_known_who_asks_for_it(store: Path, tmp_path: Path) -> None:
    (tmp_path / "rac.xlsx").write_bytes(b"x")
    before = digest(store)

    main(["--store", str(store), "merge", str(tmp_path / "rac.xlsx"), "--dry-run", *BY])

    assert digest(store) == before


def test_what_stands_against_signing_is_called_by_its_code(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--store", str(store), "--json", "visit", "list"])
    (visit,) = (one["visit"] for one in json.loads(capsys.readouterr().out)["visits"])

    assert main(["--store", str(store), "visit", "sign", visit, "--side", "police", *BY]) == 1

    assert "điểm đầu ở HT-15." in capsys.readouterr().err


def test_what_breaks_a_rule_is_called_by_its_code_where_scripts_read_a_path(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = ["--store", str(store)]
    main([*kept, "--json", "visit", "list"])
    (visit,) = (one["visit"] for one in json.loads(capsys.readouterr().out)["visits"])
    answers = tmp_path / "tra-loi.csv"
    answers.write_text("path,value\nHT-01,pass\n", "utf-8")

    assert main([*kept, "visit", "fill", visit, str(answers), *BY]) == 3
    told = capsys.readouterr().out
    assert main([*kept, "--json", "visit", "fill", visit, str(answers), *BY]) == 3

    assert "HT-01: Nội dung này không áp dụng" in told
    assert [one["path"] for one in json.loads(capsys.readouterr().out)["violations"]] == ["infrastructure/s1/ht_01"]


def test_a_checklist_that_a_visit_lacks_is_answered_with_those_it_has(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--store", str(store), "--json", "visit", "list"])
    (visit,) = (one["visit"] for one in json.loads(capsys.readouterr().out)["visits"])

    assert main(["--store", str(store), "form", "move", visit, "guard", "2", *BY]) == 1

    told = capsys.readouterr().err
    assert "guard không phải danh mục của lượt kiểm tra này. Hãy chọn một trong: infrastructure" in told
