"""`report`: every option that is given does something to the paper, or is refused with the reports it is for."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from inspector.cli import main
from inspector.commands.options import TAKEN_BY
from inspector.reports import REPORTS, papers
from inspector.reports.exported import EXPORTS
from tests.scenario import Laptop

NAMES = (*REPORTS, *EXPORTS)
PERIOD = ("from", "to")
USES = {**{option: names for option, names in TAKEN_BY.items() if option not in PERIOD}, "for": tuple(REPORTS)}


@pytest.mark.parametrize(("option", "name"), [pair for pair in product(USES, NAMES) if pair[1] not in USES[pair[0]]])
def test_an_option_that_a_report_makes_no_use_of_is_wrong_usage(
    option: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    value = "2026-11-24" if option == "on" else "x"
    code = main(
        ["--store", str(tmp_path / "kho.db"), "--json", "report", name, str(tmp_path / "a.xlsx"), f"--{option}", value]
    )

    told = capsys.readouterr()
    assert code == 2
    assert f"Báo cáo {name} không dùng --{option}. --{option} chỉ dành cho: {', '.join(USES[option])}." in told.err
    assert json.loads(told.out)["error"]["code"] == "report.option"
    assert not list(tmp_path.iterdir())


def test_the_help_names_the_reports_that_an_option_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())

    for names in TAKEN_BY.values():
        assert f"; dùng cho {', '.join(names)} " in said


def test_what_an_option_is_for_is_the_same_in_the_terminal_and_in_the_papers() -> None:
    assert TAKEN_BY["site"] == papers.OF_SITE
    assert TAKEN_BY["visit"] == papers.OF_VISIT
    assert TAKEN_BY["team"] == papers.OF_DAY
    assert TAKEN_BY["form"] == papers.OF_FORM
    assert {name for names in TAKEN_BY.values() for name in names} == set(NAMES)


def test_options_that_a_report_takes_change_its_paper(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    laptop = Laptop(tmp_path, "kho")
    visit = laptop.start("THA0001", "fire", types="exchange")
    laptop.store.close()
    store = str(next(tmp_path.glob("kho*.db")))
    typed = {
        "site": ("passport", "THA0001", "THA0099"),
        "visit": ("minutes", visit, "khong-co"),
        "form": ("blank", "fire", "khong-co"),
    }

    for option, (name, known, unknown) in typed.items():
        paper = tmp_path / f"{name}.xlsx"
        assert main(["--store", store, "report", name, str(paper), f"--{option}", unknown]) == 1
        assert not paper.exists()
        assert main(["--store", store, "report", name, str(paper), f"--{option}", known]) == 0
        assert paper.exists()
    assert capsys.readouterr().err


@pytest.mark.parametrize("name", NAMES)
def test_a_period_is_told_where_it_changes_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Any report may be given one, so that a script can give the same to all; but nobody is left to believe in it."""
    main(["--store", str(tmp_path / "kho.db"), "report", name, str(tmp_path / "a.xlsx"), "--from", "2026-01-01"])

    said = f"Báo cáo {name} không theo kỳ" in capsys.readouterr().err
    assert said == (name not in TAKEN_BY["from"])


def test_an_export_is_not_written_in_the_clear_when_it_was_to_be_protected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "a.xlsx"
    assert main(["--store", str(tmp_path / "kho.db"), "report", "register-answers", str(book), "--protect"]) == 1

    assert "a.xlsx" in capsys.readouterr().err
    assert not book.exists()
