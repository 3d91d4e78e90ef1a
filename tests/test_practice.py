"""Practice and earnest never meet: the core refuses both ways, and papers of practice say so."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from inspector import backups, handover, people, practice, register, sites, visits, workplace
from inspector.model import Person, Visit, is_practice, new_device, person_uid
from inspector.reports import papers
from inspector.store.store import PracticeMixed

ME = Person(uid=person_uid("Lê Văn Ví Dụ"), name="Lê Văn Ví Dụ", side="police", unit="Phòng PC07")


@pytest.fixture
def practised(tmp_path: Path) -> Path:
    return practice.make(tmp_path / "practice.db", ME)


@pytest.fixture
def real(tmp_path: Path) -> Path:
    path = tmp_path / "real.db"
    with workplace.open_workplace(str(path)) as store:
        people.settle(store, ME.name, side=ME.side)
        site = sites.add(store, "THA9001", by=ME.uid, name="Trạm Mẫu")
        visits.start(store, site.uid, ["fire"], by=ME.uid, on=datetime.date(2026, 11, 20))
    return path


def handed_over(path: Path, out: Path) -> Path:
    with workplace.open_workplace(str(path)) as store:
        with store.read() as reader:
            uid = reader.all(Visit)[0].uid
        handover.export(store, [uid], out, by=ME.uid)
    return out


@pytest.mark.parametrize("way", ["practice into real", "real into practice"])
def test_a_workbook_of_the_other_kind_is_refused_and_changes_nothing(
    way: str, practised: Path, real: Path, tmp_path: Path
) -> None:
    source, target = (practised, real) if way == "practice into real" else (real, practised)
    parcel = handed_over(source, tmp_path / "parcel.xlsx")
    with workplace.open_workplace(str(target)) as store:
        with store.read() as reader:
            before = reader.digest()

        merged = register.merge(store, [parcel])

        with store.read() as reader:
            assert reader.digest() == before
    assert [one.verdict for one in merged.files] == ["refused"]
    assert "never put together" in merged.files[0].reason or "không bao giờ" in merged.files[0].reason


@pytest.mark.parametrize("way", ["practice into real", "real into practice"])
def test_entries_are_refused_by_the_lowest_door_too(way: str, practised: Path, real: Path) -> None:
    from sqlalchemy import select

    from inspector.journal import read as read_entry
    from inspector.store.tables import entry

    source, target = (practised, real) if way == "practice into real" else (real, practised)
    with workplace.open_workplace(str(source)) as store, store.read() as reader:
        entries = [read_entry(row.line) for row in reader.rows(select(entry.c.line))]

    with (
        workplace.open_workplace(str(target)) as store,
        pytest.raises(PracticeMixed),
        store.transact("merge") as tx,
    ):
        tx.add(entries)


def test_practice_workbooks_merge_with_one_another(practised: Path, tmp_path: Path) -> None:
    parcel = handed_over(practised, tmp_path / "parcel.xlsx")
    other = practice.make(tmp_path / "other.db", ME)

    with workplace.open_workplace(str(other)) as store:
        merged = register.merge(store, [parcel])

    assert [one.verdict for one in merged.files] == ["merged"]


def test_a_backup_of_practice_does_not_replace_a_real_store(practised: Path, real: Path, tmp_path: Path) -> None:
    with workplace.open_workplace(str(practised)) as store:
        backups.make(store, tmp_path / "copy.db")

    with pytest.raises(PracticeMixed):
        backups.restore(tmp_path / "copy.db", real)


def test_papers_of_practice_say_so_on_every_page(practised: Path, real: Path) -> None:
    marks = []
    for path in (practised, real):
        with workplace.open_workplace(str(path)) as store, store.read() as reader:
            paper = papers.minutes_of(reader, reader.all(Visit)[0].uid, language="vi")
            marks.append((paper.watermark, paper.title.startswith("[Luyện tập]")))

    assert marks[0] == ("LUYỆN TẬP", True)
    assert marks[1][0] != "LUYỆN TẬP"
    assert not marks[1][1]


def test_no_real_device_is_called_like_one_of_practice() -> None:
    assert all(not is_practice(new_device()) for _ in range(200))
    assert is_practice(new_device(practice=True))
    assert len(new_device(practice=True)) == 8
