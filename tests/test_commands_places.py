"""Commands about sites and tags as a script sees them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector import paths
from inspector.cli import main
from tests.tags.test_tags import pictures

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: str) -> tuple[int, Any, str]:
        code = main(["--store", str(tmp_path / "laptop.db"), "--json", *arguments])
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if printed.out else None, printed.err

    return command


@pytest.fixture
def sample(run: Run) -> Any:
    code, found, _err = run("sites", "import", str(paths.resource("sample", "stations.xlsx")))
    assert code == 3
    return found


def test_every_row_of_the_sample_is_in_one_count_or_in_the_problems(sample: Any) -> None:
    untaken = [one for one in sample["problems"] if not one["taken"]]
    assert sample["rows"] == sample["added"] + sample["updated"] + sample["unchanged"] + len(untaken)
    assert sample["added"] > 300
    assert all(one["sheet"] and one["row"] and one["code"] and one["message"] for one in sample["problems"])


def test_the_same_file_again_changes_nothing(run: Run, sample: Any) -> None:
    before = run("digest")[1]
    again = run("sites", "import", str(paths.resource("sample", "stations.xlsx")))[1]
    assert (again["added"], again["updated"]) == (0, 0)
    assert again["unchanged"] == sample["added"] + sample["updated"] + sample["unchanged"]
    assert run("digest")[1] == before


def test_a_dry_run_counts_and_writes_nothing(run: Run, sample: Any, tmp_path: Path) -> None:
    listed = tmp_path / "more.csv"
    listed.write_text(
        "Mã trạm,Tên trạm,Xã\nTHA0001,BTS Hoằng Đồng Mới,Xã Hoằng Hóa\nTHA9999,Mới,Xã Hoằng Hóa\n", "utf-8"
    )
    before = run("digest")[1]
    planned = run("sites", "import", str(listed), "--dry-run")[1]
    assert (planned["added"], planned["updated"]) == (1, 1)
    assert run("digest")[1] == before


def test_sites_are_found_without_marks(run: Run, sample: Any) -> None:
    for search in ("hoang dong 1", "HOẰNG ĐỒNG 1", "tha0001"):
        found = run("sites", "list", "--search", search)[1]["sites"]
        assert "THA0001" in [one["code"] for one in found]
    assert run("sites", "list", "--search", "không có trạm này")[1] == {"sites": []}


def test_one_site_is_shown_by_its_code_however_it_is_spelled(run: Run, sample: Any) -> None:
    code, found, _err = run("sites", "show", "tha-0043")
    assert code == 0
    site = found["sites"][0]
    assert (site["code"], site["types"], site["lat"]) == ("THA0043", ["exchange"], 19.76387)
    code, _found, err = run("sites", "show", "THA7777")
    assert code == 1
    assert "THA7777" in err


def test_the_register_is_exported_and_imported_again(run: Run, sample: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    code, found, _err = run("sites", "export", str(out))
    assert code == 0
    assert found["sites"] == sample["added"]
    again = run("sites", "import", str(out))[1]
    assert (again["added"], again["updated"]) == (0, 0)


def test_tags_are_printed_and_scanned(run: Run, sample: Any, tmp_path: Path) -> None:
    code, found, _err = run("tags", str(tmp_path / "t.pdf"), "--site", "THA0001", "THA0043", "--layout", "2x4")
    assert (code, found) == (0, {"tags": 2, "pages": 1})
    picture = tmp_path / "t.png"
    pictures(tmp_path / "t.pdf")[0].save(picture)
    (tmp_path / "none.jpg").write_bytes(b"no picture")
    code, found, _err = run("scan", str(picture))
    assert code == 0
    assert [tag["site"] for tag in found["images"][0]["tags"]] == ["THA0001", "THA0043"]
    code, found, err = run("scan", str(picture), str(tmp_path / "none.jpg"))
    assert code == 3
    assert found["images"][1]["error"]
    code, _found, err = run("scan", str(tmp_path / "none.jpg"))
    assert code == 1
    assert "none.jpg" in err


def test_a_store_without_sites_prints_no_tags(run: Run, tmp_path: Path) -> None:
    assert run("tags", str(tmp_path / "t.pdf"))[0] == 1
    assert not (tmp_path / "t.pdf").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.xlsx", b"PK\x03\x04" + bytes(100)),
        ("text.xlsx", b"hello"),
        ("empty.csv", b""),
        ("none.csv", None),
        ("page.xlsx", b"<html><table><tr><td>x</td></tr></table></html>"),
    ],
)
def test_a_file_that_is_no_station_list_changes_nothing(
    run: Run, sample: Any, tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = run("digest")[1]
    code, found, err = run("sites", "import", str(tmp_path / name))
    assert (code, list(found)) == (1, ["error"])
    assert name in err
    assert "Traceback" not in err
    assert run("digest")[1] == before
