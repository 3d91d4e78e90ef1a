"""Workbooks are read by a process beside: the same comes of it as without, whatever becomes of that process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector import ahead, handover, register, workplace
from tests import stores
from tests.laws.laws import state
from tests.scenario import Laptop


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three workbooks, and between them one that was cut and one that is none."""
    folder = tmp_path_factory.mktemp("files")
    laptop = Laptop(folder, "laptop")
    made = []
    for number in range(3):
        visit = laptop.start(f"THA00{number}")
        laptop.answer(visit, "s3/ht_16", "fail", "Cáp võng.")
        made.append(laptop.export(visit))
    laptop.store.close()
    cut, none = folder / "cut.xlsx", folder / "none.xlsx"
    cut.write_bytes(made[0].read_bytes()[:-900])
    none.write_text("Không phải sổ.", "utf-8")
    return [made[0], cut, made[1], none, made[2]]


@pytest.fixture(scope="module")
def alone(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> register.Merged:
    """What becomes of them without a process beside."""
    with stores.lasting(), workplace.open_workplace(stores.named(tmp_path_factory.mktemp("alone"), "alone")) as store:
        return register.merge(store, files)


@pytest.fixture
def helper(files: list[Path]) -> Iterator[ahead.Ahead]:
    found = ahead.Ahead(files)
    found.wait()
    yield found
    found.close()


def test_what_is_read_ahead_is_what_is_read_here(files: list[Path], helper: ahead.Ahead) -> None:
    assert helper.opened(files[0]) is None, "the first is wanted before anything was asked for"
    assert helper.opened(files[1]) is None, "a refused one is refused here"
    for path in (files[2], files[4]):
        told, here = helper.opened(path), ahead.opened(handover.read(path))
        assert told is not None
        assert here is not None
        assert told.entries == here.entries
        assert told.parcel.manifest == here.parcel.manifest
        assert told.parcel.forms == here.parcel.forms
        assert told.parcel.photos == here.parcel.photos
    assert helper.opened(files[2]) is None, "what was told is not told again"


def test_a_checklist_is_told_once(files: list[Path]) -> None:
    """Every workbook of a programme carries the same ones, and they are longer than all that it says."""
    sent: set[str] = set()
    forms = handover.read(files[0]).forms

    first, second = (ahead._read(path, sent)[0] for path in (files[0], files[2]))

    assert all(text.encode() in first and text.encode() not in second for text in forms.values())


@pytest.mark.parametrize("dies", [None, 0, 2])
def test_a_merge_comes_out_the_same_with_and_without_and_when_the_process_dies(
    files: list[Path], alone: register.Merged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies: int | None
) -> None:
    monkeypatch.setattr(ahead, "MANY", 1)
    begun = ahead.Ahead.__init__
    helpers: list[ahead.Ahead] = []

    def waited(self: ahead.Ahead, given: list[Path]) -> None:
        begun(self, given)
        self.wait()
        helpers.append(self)

    def progress(done: int, _total: int) -> None:
        if done - 1 == dies and helpers[0]._process is not None:
            helpers[0]._process.kill()

    monkeypatch.setattr(ahead.Ahead, "__init__", waited)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    with workplace.open_workplace(stores.named(tmp_path, "helped")) as store:
        assert register.preview(store, files).files == register.preview(store, files).files
        helpers.clear()
        helped = register.merge(store, files, progress=progress)
    assert helped == alone
    assert [one.verdict for one in helped.files] == ["merged", "refused", "merged", "refused", "merged"]
    assert all(one._process is None for one in helpers), "no process is left"


def test_where_no_process_can_be_started_everything_is_read_here(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/nonexistent/python")
    helper = ahead.Ahead(files)
    helper.wait()
    assert [helper.opened(path) for path in files] == [None] * len(files)
    helper.close()


def test_a_merge_comes_out_the_same_however_often_what_was_read_is_put_into_the_tables(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for name, order, at_once in (("whole", files, 16), ("one by one", files, 1), ("turned", files[::-1], 2)):
        monkeypatch.setattr(register, "AT_ONCE", at_once)
        with workplace.open_workplace(stores.named(tmp_path, name)) as store:
            register.merge(store, order)
            found.append(state(store))
            assert store.rebuild()[1] == 0
    assert found == [found[0]] * 3
