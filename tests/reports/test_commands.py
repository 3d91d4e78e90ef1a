"""Every report of the registry from the terminal: as PDF, as a workbook, sealed, and refused with a reason."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pikepdf
import pytest

from inspector import cli, reports
from inspector.reports.exported import EXPORTS
from tests.scenario import Laptop

NEEDS = {"passport": "--site", "minutes": "--visit", "pc03": "--visit", "reinspection": "--visit", "blank": "--form"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A store with two visits to one site, and the second of them."""
    laptop = Laptop(tmp_path_factory.mktemp("papers"), "Office")
    for value in ("fail", "pass"):
        visit = laptop.start("THA0001", "infrastructure", "fire")
        path = next(line.item.path for line in laptop.lines(visit).values() if line.form == "infrastructure")
        laptop.answer(visit, path, value, "Cửa không khóa được")
    laptop.store.close()
    return str(laptop.folder / "Office.db"), visit


def report(store: tuple[str, str], name: str, out: Path, *more: str) -> int:
    options = {"--site": "THA0001", "--visit": store[1], "--form": "infrastructure"}
    needed = (NEEDS[name], options[NEEDS[name]]) if name in NEEDS else ()
    return cli.main(["--store", store[0], "report", name, str(out), *needed, *more])


@pytest.mark.parametrize("name", sorted(set(reports.REPORTS) - {"reinspection"}))
@pytest.mark.parametrize("suffix", ["pdf", "xlsx"])
def test_every_report_is_written(store: tuple[str, str], name: str, suffix: str, tmp_path: Path):
    out = tmp_path / f"{name}.{suffix}"

    assert report(store, name, out) == 0
    if suffix == "pdf":
        with pikepdf.open(out) as pdf:
            assert len(pdf.pages) >= 1
    else:
        assert openpyxl.load_workbook(out).sheetnames


def test_a_reinspection_without_an_agreed_visit_before_says_so(
    store: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert report(store, "reinspection", tmp_path / "r.pdf") == 1
    assert "chưa được kiểm tra" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_visit_without_a_fire_checklist_has_no_fire_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """It said that fire safety was inspected and nothing was found."""
    laptop = Laptop(tmp_path, "Office")
    visit = laptop.start("THA0001")
    laptop.store.close()

    assert (
        cli.main(["--store", str(tmp_path / "Office.db"), "report", "pc03", str(tmp_path / "r.pdf"), "--visit", visit])
        == 1
    )
    assert "không có danh mục PCCC" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(NEEDS))
def test_a_report_of_one_thing_asks_of_which(
    store: tuple[str, str], name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert cli.main(["--store", store[0], "report", name, str(tmp_path / "r.pdf")]) == 1
    assert NEEDS[name] in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_the_register_is_exported_as_a_workbook_only(store: tuple[str, str], name: str, tmp_path: Path):
    assert report(store, name, tmp_path / "r.pdf") == 1
    assert report(store, name, tmp_path / "r.xlsx") == 0
    assert openpyxl.load_workbook(tmp_path / "r.xlsx").active.max_row == (3 if name == "register-answers" else 2)


def test_a_sealed_report_opens_with_its_password_only(
    store: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("INSPECTOR_PASSWORD", "Mật khẩu 1")

    assert report(store, "summary", tmp_path / "s.pdf", "--protect") == 0
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(tmp_path / "s.pdf")
    with pikepdf.open(tmp_path / "s.pdf", password="Mật khẩu 1") as pdf:
        assert pdf.encryption.R == 6


def test_a_workbook_is_not_written_in_the_clear_when_a_seal_was_asked_for(
    store: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("INSPECTOR_PASSWORD", "x")

    assert report(store, "summary", tmp_path / "s.xlsx", "--protect") == 1
    assert not list(tmp_path.iterdir())


def test_a_paper_to_be_sealed_without_a_password_is_refused(
    store: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("INSPECTOR_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    assert report(store, "summary", tmp_path / "s.pdf", "--protect") == 1
    assert not list(tmp_path.iterdir())
