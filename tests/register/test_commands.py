"""The register from the terminal: disagreements are decided, parcels taken out, the store copied and put back."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from inspector import cli
from tests.scenario import Laptop


def test_a_register_is_kept_from_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a, b = Laptop(tmp_path, "a"), Laptop(tmp_path, "b", person="Phạm Minh Họa")
    visit = a.start()
    first = a.export(visit)
    b.merge(first)
    a.answer(visit, "s3/ht_16", "pass")
    b.answer(visit, "s3/ht_16", "fail")
    files = [str(a.export(visit)), str(b.export(visit))]
    a.store.close()
    b.store.close()

    def run(*words: str) -> tuple[int, dict[str, Any]]:
        code = cli.main(["--store", str(tmp_path / "register.db"), "--json", *words])
        return code, json.loads(capsys.readouterr().out or "{}")

    empty = run("digest")[1]
    code, seen = run("merge", *files, "--dry-run")
    assert (code, seen["digest"]) == (0, empty["digest"])
    code, merged = run("merge", *files)
    assert (code, merged["disagreements"]) == (3, 1)
    assert run("backup", str(tmp_path / "copy.db"))[0] == 0
    code, found = run("disagreements")
    assert (code, len(found["disagreements"][0]["values"])) == (3, 2)
    id = found["disagreements"][0]["id"]
    assert run("decide", id, "--take", "9", "--reason", "x", "--by", "Lê Văn Ví Dụ")[0] == 1
    assert run("decide", id, "--take", "1", "--reason", "Theo ảnh", "--by", "Lê Văn Ví Dụ")[0] == 0
    assert run("disagreements")[0] == 0
    assert run("takeout", "không-có")[0] == 1
    assert run("restore", str(tmp_path / "copy.db"))[0] == 0
    assert run("digest")[1]["digest"] == merged["digest"]
    assert run("rebuild")[1]["differences"] == 0

    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 301_000_000)
    code, refused = run("merge", str(bomb))
    assert (code, refused["files"][0]["verdict"], refused["digest"]) == (1, "refused", merged["digest"])
