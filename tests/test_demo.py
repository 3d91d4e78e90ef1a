"""The demonstration does the main job on real stores, workbooks and papers, and comes out alike each time."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from inspector import arrivals, demo, disagreements, i18n, register, visits, workplace
from inspector.cli import main
from inspector.model import VisitState
from inspector.store import Store
from tests import workbooks
from tests.told import once


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> demo.Made:
    i18n.set_language("vi")
    return once(tmp_path_factory, tmp_path_factory.mktemp("demo") / "out")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    made: list[Store] = []

    def make(name: str) -> Store:
        made.append(workplace.open_workplace(str(tmp_path / name)))
        return made[-1]

    yield make
    for store in made:
        store.close()


def digest(store: Store) -> str:
    with store.read() as reader:
        return reader.digest()[0]


def test_makes_visits_parcels_and_minutes(told: demo.Made) -> None:
    assert len(told.visits) >= 6
    assert len(told.minutes) == len(told.visits)
    assert told.disagreements == 1
    assert all(path.stat().st_size > 1000 for path in [*told.workbooks, *told.minutes, *told.reports, told.tags])


def test_every_team_hands_over_at_least_two_parcels(told: demo.Made) -> None:
    store = workplace.open_workplace(str(told.register))
    with store.read() as reader:
        counted = {one.device: len(one.received) for one in arrivals.parcels(reader)}
        missing = [one for one in arrivals.parcels(reader) if one.missing]
    store.close()
    assert sorted(counted.values()) == [2, 3]
    assert missing == []


def test_the_office_gives_work_and_hands_no_results_over(told: demo.Made) -> None:
    """The cover of the demonstration's assignment said that results of an inspection were handed over."""
    given, *handed = (openpyxl.load_workbook(path).worksheets[0] for path in told.workbooks)

    assert given["A1"].value == "Phân công kiểm tra"
    assert "Người giao" in [row[0] for row in given.iter_rows(values_only=True)]
    assert {cover["A1"].value for cover in handed} == {"Bàn giao kết quả kiểm tra"}


def test_reversed_order_gives_the_same_register(told: demo.Made, empty: Callable[[str], Store]) -> None:
    store = empty("reversed.db")
    register.merge(store, told.workbooks[::-1])
    assert digest(store) == told.digest


def test_a_second_merge_adds_nothing(told: demo.Made, empty: Callable[[str], Store]) -> None:
    store = empty("twice.db")
    register.merge(store, told.workbooks)
    again = register.merge(store, told.workbooks)
    assert [one.entries_new for one in again.files] == [0] * len(told.workbooks)
    assert again.digest == told.digest


def test_rebuild_of_the_register_finds_no_difference(told: demo.Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rebuild", "--store", str(told.register), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["differences"] == 0


def test_all_but_the_disputed_visit_are_signed_and_handed_over(told: demo.Made) -> None:
    store = workplace.open_workplace(str(told.register))
    with store.read() as reader:
        states = [visits.state(reader, visits.known(reader, visit)) for visit in told.visits]
        waiting = disagreements.waiting(reader)
    store.close()
    assert states.count(VisitState.HANDED_OVER) == len(told.visits) - 1
    assert [(one.kind, one.field) for one in waiting] == [("answer", "value")]
    assert {stand.side for stand in waiting[0].values} == {"police", "vnpt"}


def test_minutes_hold_the_site_and_every_failed_item(told: demo.Made) -> None:
    store = workplace.open_workplace(str(told.register))
    with store.read() as reader:
        dossiers = {visit: visits.dossier(reader, visit) for visit in told.visits}
    store.close()
    for path, visit in zip(told.minutes, told.visits, strict=True):
        text = _words(_text(path))
        assert text == unicodedata.normalize("NFC", text)
        dossier = dossiers[visit]
        assert dossier.site is not None
        assert _words(dossier.site.name) in text
        for page in dossier.pages:
            for line in page.lines:
                if line.fails:
                    assert _in_a_column(line.item.text, _text(path, "-raw")), (path.name, line.item.text)


def test_minutes_say_where_the_site_is(told: demo.Made) -> None:
    printed = " ".join(_text(next(path for path in told.minutes if "TC-001" in path.name)).split())

    assert "tại Tuyến cáp Xuân Lập - Tam Chung, chúng tôi gồm" in printed


def test_papers_say_in_words_what_two_laptops_say_differently(told: demo.Made, tmp_path: Path) -> None:
    store = ["--store", str(told.register)]
    printed = _text(next(path for path in told.minutes if "THA0264" in path.name))
    assert main([*store, "report", "register-answers", str(tmp_path / "answers.xlsx")]) == 0
    rows = list(openpyxl.load_workbook(tmp_path / "answers.xlsx").worksheets[0].iter_rows(values_only=True))
    disputed = [row for row in rows if "Chưa thống nhất" in row]

    assert "Chưa thống" in printed
    assert "□" not in printed
    assert [("THA0264" in row, "PCCC-29" in row) for row in disputed] == [(True, True)]


def test_every_font_of_the_minutes_is_embedded(told: demo.Made) -> None:
    for path in told.minutes:
        listed = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
        fonts = listed.splitlines()[2:]
        assert fonts
        assert all(line.split()[-5] == "yes" for line in fonts), listed


def test_workbooks_survive_a_spreadsheet_program(
    told: demo.Made, empty: Callable[[str], Store], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "resaved")]
    subprocess.run([*command, *map(str, told.workbooks)], check=True, capture_output=True, timeout=240)
    resaved = sorted((tmp_path / "resaved").glob("*.xlsx"))
    assert len(resaved) == len(told.workbooks)
    for path in resaved:
        assert main(["verify", str(path), "--json"]) == 0, capsys.readouterr().out
    store = empty("resaved.db")
    register.merge(store, resaved)
    assert digest(store) == told.digest


def test_workbooks_have_nothing_that_a_spreadsheet_program_would_repair(told: demo.Made) -> None:
    """The station list stands for somebody else's file, mistakes and all."""
    made = [path for path in sorted(told.folder.rglob("*.xlsx")) if path.parent != told.folder]
    assert len(made) > len(told.workbooks) + len(told.visits)
    assert {path.name: found for path in made if (found := workbooks.faults(path))} == {}


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "mine"
    kept.mkdir()
    (kept / "letter.txt").write_text("keep me", "utf-8")
    assert main(["demo", str(kept)]) == 1
    assert "mine" in capsys.readouterr().err
    assert [path.name for path in kept.iterdir()] == ["letter.txt"]


def test_an_earlier_demonstration_is_replaced_by_one_that_comes_out_alike(told: demo.Made, tmp_path: Path) -> None:
    copy = tmp_path / "out"
    shutil.copytree(told.folder, copy)
    (copy / "old.txt").write_text("old", "utf-8")
    again = demo.tell(copy, lambda _line: None)
    assert not (copy / "old.txt").exists()
    assert (again.digest, again.visits) == (told.digest, told.visits)


def _text(path: Path, *how: str) -> str:
    return subprocess.run(["pdftotext", *how, path, "-"], capture_output=True, text=True, check=True).stdout


def _words(text: str) -> str:
    return " ".join(text.split())


def _in_a_column(sentence: str, text: str) -> bool:
    """Whether the words stand there in order; cells beside may come between the lines of a column."""
    rest: Any = iter(text.split())
    return all(word in rest for word in sentence.split())
