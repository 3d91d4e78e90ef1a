"""The register from the terminal: disagreements are decided, parcels taken out, the store copied and put back."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from inspector import arrivals, backups, cli, register
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


def test_a_merge_that_writes_nothing_makes_no_backup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The last ten are kept, so a copy of what did not change pushes out one that somebody may need."""
    laptop = Laptop(tmp_path, "a")
    visit = laptop.start()
    first = laptop.export(visit)
    second = laptop.export(visit)
    laptop.store.close()
    store = tmp_path / "register.db"
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(first.read_bytes()[:2000])

    def backed_up(*files: Path) -> tuple[int, bool]:
        code = cli.main(["--store", str(store), "--json", "merge", *map(str, files)])
        made = json.loads(capsys.readouterr().out)["backup"]
        assert not made or Path(made).is_file()
        return code, bool(made)

    assert backed_up(first) == (0, False)  # of an empty store
    assert backed_up(cut) == (1, False)
    assert backed_up(first, cut) == (3, False)
    assert backed_up(cut, first, second) == (3, True)
    assert backed_up(first, second) == (0, False)
    assert len(list((tmp_path / "backups").glob("*.db"))) == 1


def test_what_a_merge_does_before_it_writes_sees_the_store_as_it_was(tmp_path: Path) -> None:
    laptop, office = Laptop(tmp_path, "a"), Laptop(tmp_path, "office")
    file = laptop.export(laptop.start())
    before = office.digest()
    seen: list[str] = []

    register.merge(office.store, [file], before=lambda: seen.append(office.digest()))

    assert seen == [before]
    assert office.digest() != before


def test_a_takeout_that_is_refused_makes_no_backup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The last ten are kept: ten refusals would push out every copy that somebody may need."""
    laptop, office = Laptop(tmp_path, "a"), Laptop(tmp_path, "office")
    visit = laptop.start()
    office.merge(laptop.export(visit))
    office.answer(visit, "s3/ht_16", "pass")
    with office.store.read() as reader:
        (came,) = arrivals.listed(reader)
    former = backups.before_merge(office.store)  # None: an office's database, which is not copied from here

    def copies() -> list[Path]:
        return sorted(path for path, _bytes, _made in backups.listed(office.store.name))

    def taken_out() -> tuple[int, dict[str, Any]]:
        code = cli.main(["--store", office.store.name, "--json", "takeout", came.parcel])
        return code, json.loads(capsys.readouterr().out)

    before = office.digest()
    code, refused = taken_out()
    assert (code, refused["error"]["code"]) == (1, "parcel.needed")
    assert office.digest() == before
    assert copies() == ([former] if former else [])

    office.merge(laptop.export(visit))
    code, done = taken_out()
    assert (code, done["entries_removed"]) == (0, 0)
    assert copies() == sorted(Path(one) for one in (former, done["backup"]) if one)
