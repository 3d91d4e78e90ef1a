"""What the terminal refuses changes nothing: not even that the person who asked becomes known."""

from __future__ import annotations

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
        (("decide", "zzz", "--take", "1", "--reason", "lý do", *BY), "zzz không phải điểm khác nhau"),
        (("received", "ABCD1234", *BY), "ABCD1234 không khớp"),
        (("export", "zzz", "{folder}/ban-giao.xlsx", *BY), "không có lượt kiểm tra zzz"),
        (("merge", "{folder}/rac.xlsx", *BY), "từ chối"),
        (("merge", "{folder}/trong", *BY), "Không có tệp Excel nào"),
        (("minutes", "zzz", "{folder}/bien-ban.pdf"), "không có lượt kiểm tra zzz"),
        (("report", "summary", "{folder}/giao-ban.docx"), "giao-ban.docx không phải tên của tệp PDF"),
        (("form", "blank", "fire", "{folder}/giay.txt"), "giay.txt không phải tên của tệp PDF"),
        (("findings", "--state", "lost"), "không có trạng thái lost"),
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


def test_a_preview_does_not_make_the_person_known_who_asks_for_it(store: Path, tmp_path: Path) -> None:
    (tmp_path / "rac.xlsx").write_bytes(b"x")
    before = digest(store)

    main(["--store", str(store), "merge", str(tmp_path / "rac.xlsx"), "--dry-run", *BY])

    assert digest(store) == before
