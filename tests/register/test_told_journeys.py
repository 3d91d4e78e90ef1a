"""Stories of parcels and receipts on their way: receipts and room, parcels taken out, keys and versions, and what once was lost."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from inspector import arrivals, handover, proposals, purging, receipts, register, signing_off, trust, workplace
from inspector.demo.pictures import taken
from inspector.model import Handover, Photo, Side
from inspector.parcel import Card, Sheet
from inspector.parcel import read as parcel_read
from inspector.parcel import write as parcel_write
from inspector.security import keys
from inspector.store import bulk, evidence
from inspector.trust import Standing
from tests import stores
from tests.register.world import ITEM, OTHER, World
from tests.scenario import START, Laptop


def slip(world: World, laptop: Laptop) -> Path:
    """The receipt of the office for a laptop."""
    made = [one for one in receipts.make(world.office.store, by=world.office.by) if one.device == laptop.device]
    return receipts.write(made, world.folder)[0]


def code(world: World, laptop: Laptop) -> str:
    """The same to read out."""
    return next(one.code for one in receipts.make(world.office.store) if one.device == laptop.device)


def safe(world: World, laptop: Laptop) -> bool:
    with laptop.store.read() as reader:
        return receipts.received(reader, world.visit)


def missing(world: World, laptop: Laptop) -> tuple[int, ...]:
    with world.office.store.read() as reader:
        return next(one.missing for one in arrivals.parcels(reader) if one.device == laptop.device)


def parcel_of(path: Path) -> str:
    return handover.parcel_id(handover.read(path).manifest)


def without_photos(path: Path) -> Path:
    """The same parcel as it is when its pictures were lost on the way."""
    bare = replace(handover.read(path), photos=(), cover=Card("Bìa", "Bàn giao", ()))
    made = path.with_stem(f"{path.stem}-bare")
    made.write_bytes(parcel_write(bare))
    return made


def test_a_receipt_for_an_earlier_parcel_does_not_cover_later_work(world: World) -> None:
    world.taken(world.a.export(world.visit))
    paper = slip(world, world.a)
    world.a.answer(world.visit, ITEM, "fail")
    world.a.export(world.visit)
    world.a.merge(paper)
    assert not safe(world, world.a)


def test_a_lost_receipt_is_made_up_for_by_the_next(world: World) -> None:
    world.taken(world.a.export(world.visit))
    slip(world, world.a).unlink()
    world.taken(world.a.export(world.visit))
    assert world.a.merge(slip(world, world.a)).files[0].verdict == "merged"
    assert safe(world, world.a)


def test_a_receipt_and_workbooks_are_taken_in_one_go(world: World) -> None:
    world.taken(world.a.export(world.visit))
    found = world.a.merge(slip(world, world.a), world.b.export(world.visit)).files
    assert [one.verdict for one in found] == ["merged", "merged"]


def test_a_receipt_that_is_dropped_into_the_register_is_refused_in_words(world: World) -> None:
    world.taken(world.a.export(world.visit))
    assert world.a.device in world.refused(slip(world, world.a))


def test_a_code_that_was_read_out_wrong_by_one_sign_says_nothing(world: World) -> None:
    world.taken(world.a.export(world.visit))
    read = code(world, world.a)
    wrong = ("0" if read[0] != "0" else "1") + read[1:]
    with pytest.raises(receipts.CodeUnknown):
        receipts.take_code(world.a.store, wrong, by=world.a.by)
    assert not safe(world, world.a)


def test_the_code_of_another_laptop_says_nothing(world: World) -> None:
    world.a.export(world.visit)
    world.taken(world.b.export(world.visit))
    with pytest.raises(receipts.CodeUnknown):
        receipts.take_code(world.a.store, code(world, world.b), by=world.a.by)


def test_a_receipt_waits_for_a_photo_that_was_lost_on_the_way(world: World) -> None:
    sha = world.photographed(world.a)
    file = world.a.export(world.visit)
    (bare,) = world.taken(without_photos(file))
    assert (bare.verdict, bare.photos_missing) == ("merged", (sha,))
    assert receipts.make(world.office.store, [world.a.device]) == []
    world.taken(file)
    world.a.merge(slip(world, world.a))
    assert safe(world, world.a)


def test_room_is_made_only_for_what_arrived_and_the_register_keeps_the_whole_photo(world: World) -> None:
    sha = world.photographed(world.a)
    file = world.a.export(world.visit)
    with pytest.raises(purging.NotReceived):
        purging.purge(world.a.store, [world.visit])
    world.taken(file)
    world.a.merge(slip(world, world.a))
    purging.purge(world.a.store, [world.visit])
    with world.a.store.read() as reader:
        assert evidence.shown(reader, sha) is not None
    world.taken(world.a.export(world.visit))
    assert world.has(sha)


def test_the_photo_of_a_signed_paper_travels(world: World) -> None:
    world.signed(world.a)
    content = taken("cable", "paper", START)
    signing_off.attach_paper(
        world.a.store, world.visit, side=Side.POLICE, content=content, media_type="image/jpeg", by=world.a.by
    )
    (one,) = world.given(world.a)
    with world.office.store.read() as reader:
        (photo,) = reader.all(Photo, visit=world.visit)
    assert (photo.stage, one.photos_missing, world.has(photo.sha256)) == (signing_off.PAPERS, (), True)


def test_a_photo_that_was_taken_away_is_no_hole(world: World) -> None:
    world.photographed(world.a)
    with world.a.store.transact("photo.remove", by=world.a.by) as tx:
        (photo,) = tx.all(Photo, visit=world.visit)
        tx.put(photo.but(gone="yes"))
    (one,) = world.given(world.a)
    assert (one.verdict, one.photos_missing) == ("merged", ())


def test_taken_out_and_in_again_is_as_if_nothing_had_been(world: World) -> None:
    world.a.answer(world.visit, ITEM, "fail", "Cáp võng.")
    file = world.a.export(world.visit)
    world.taken(file)
    before = world.office.digest(), world.office.tables()
    arrivals.takeout(world.office.store, parcel_of(file))
    world.taken(file)
    assert (world.office.digest(), world.office.tables()) == before


def test_what_another_parcel_brought_as_well_stays(world: World) -> None:
    world.a.answer(world.visit, ITEM, "fail")
    first = world.a.export(world.visit)
    world.a.answer(world.visit, OTHER, "pass")
    world.taken(first, world.a.export(world.visit))
    assert arrivals.takeout(world.office.store, parcel_of(first)).entries_removed == 0
    assert (world.line(ITEM).value, world.line(OTHER).value) == ("fail", "pass")
    assert missing(world, world.a) == (1, 2)


def test_taking_out_brings_back_what_it_had_replaced(world: World) -> None:
    world.a.answer(world.visit, ITEM, "pass")
    world.taken(world.a.export(world.visit))
    world.a.answer(world.visit, ITEM, "fail")
    last = world.a.export(world.visit)
    world.taken(last)
    arrivals.takeout(world.office.store, parcel_of(last))
    assert world.line().value == "pass"


def test_taking_out_one_side_ends_the_disagreement(world: World) -> None:
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, ITEM, "fail")
    file = world.b.export(world.visit)
    world.taken(world.a.export(world.visit), file)
    arrivals.takeout(world.office.store, parcel_of(file))
    assert (world.office.waiting(), world.line().value) == ([], "pass")


def test_a_decision_stays_when_a_side_is_taken_out_and_stands_when_it_comes_again(world: World) -> None:
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, ITEM, "fail")
    file = world.b.export(world.visit)
    world.taken(world.a.export(world.visit), file)
    world.office.decide(take=1)
    decided = world.line().value
    assert arrivals.takeout(world.office.store, parcel_of(file)).decisions_kept == 1
    world.taken(file)
    assert (world.line().value, world.office.waiting()) == (decided, [])


def test_a_parcel_that_was_taken_out_leaves_the_next_receipt(world: World) -> None:
    first = world.a.export(world.visit)
    world.taken(first, world.a.export(world.visit))
    arrivals.takeout(world.office.store, parcel_of(first))
    (made,) = receipts.make(world.office.store, [world.a.device])
    assert parcel_of(first) not in made.parcels
    assert len(made.parcels) == 1


def test_a_parcel_that_never_came_is_not_taken_out(world: World) -> None:
    world.given(world.a)
    before = world.office.digest()
    with pytest.raises(arrivals.ParcelUnknown):
        arrivals.takeout(world.office.store, "00000000-1-00000000")
    assert world.office.digest() == before


def test_what_was_asked_of_a_person_goes_with_its_parcel(world: World) -> None:
    import openpyxl

    world.a.answer(world.visit, ITEM, "fail", "Cáp võng.")
    file = world.a.export(world.visit)
    book = openpyxl.load_workbook(file)
    cell = next(
        cell for sheet in book.worksheets[:3] for row in sheet.iter_rows() for cell in row if cell.value == "Cáp võng."
    )
    cell.value = "Khác."
    book.save(file)
    world.taken(file)
    arrivals.takeout(world.office.store, parcel_of(file))
    with world.office.store.read() as reader:
        assert proposals.waiting(reader) == []


def test_an_old_parcel_that_is_replayed_after_newer_ones_adds_nothing(world: World) -> None:
    world.a.answer(world.visit, ITEM, "fail")
    old = world.a.export(world.visit)
    copy = Path(shutil.copy(old, world.folder / "replayed.xlsx"))
    world.a.answer(world.visit, ITEM, "pass")
    world.taken(old, world.a.export(world.visit))
    before = world.office.digest(), world.office.tables()
    (one,) = world.taken(copy)
    assert one.verdict == "nothing new"
    assert (world.office.digest(), world.office.tables()) == before


def test_one_workbook_under_two_names_in_one_go_counts_once(world: World) -> None:
    file = world.a.export(world.visit)
    copy = Path(shutil.copy(file, world.folder / "copy.xlsx"))
    assert [one.verdict for one in world.taken(file, copy)] == ["merged", "nothing new"]
    with world.office.store.read() as reader:
        assert len(arrivals.listed(reader)) == 1


def test_a_laptop_takes_its_own_workbook_and_nothing_is_new(world: World) -> None:
    before = world.a.digest()
    file = world.a.export(world.visit)
    after = world.a.digest()
    (one,) = world.a.merge(file).files
    assert (one.verdict, one.standing) == ("nothing new", Standing.OWN)
    assert before != after == world.a.digest()


def test_a_key_that_an_assignment_names_is_known_when_its_parcel_comes(world: World) -> None:
    """The office knows laptop b; a laptop that was given work by the office then knows b as well."""
    world.given(world.b)
    planned = world.office.start("THA0123")
    path = world.folder / "phan-cong.xlsx"
    handover.assign(world.office.store, [planned], path, by=world.office.by)
    with workplace.open_workplace(stores.named(world.folder, "c")) as c:
        register.merge(c, [path])
        (one,) = register.merge(c, [world.b.export(world.visit)], first_use=False).files
    assert (one.verdict, one.standing) == ("merged", Standing.KNOWN)


def test_a_parcel_of_a_key_that_was_changed_waits_and_comes_on_a_persons_word(world: World) -> None:
    world.given(world.a)
    file = world.a.export(world.visit)
    parcel = handover.read(file)
    pair = keys.make()
    made = replace(parcel.manifest, key=pair.public)
    made = replace(made, seal=keys.seal(pair.secret, made.sealed()))
    path = world.folder / "new-key.xlsx"
    path.write_bytes(parcel_write(replace(parcel, manifest=made, cover=Card("Bìa", "Bàn giao", ()))))
    assert trust.fingerprint(pair.public) in world.refused(path)
    code = trust.fingerprint(pair.public)
    assert register.merge(world.office.store, [path], accepted=[code], by=world.office.by).files[0].verdict == "merged"


def test_a_laptop_that_was_set_back_to_a_copy_gives_a_number_twice_and_both_parcels_stay(world: World) -> None:
    world.a.store.close()
    kept = world.folder / "copy"
    kept.mkdir()
    stores.copied(world.folder, "a", kept)
    a = world.laptop("a")
    a.answer(world.visit, ITEM, "fail", "Trước khi hỏng.")
    first = a.export(world.visit)
    back = Laptop(kept, "a", skew=60)
    back.answer(world.visit, OTHER, "pass", "Sau khi khôi phục.")
    second = back.export(world.visit)
    back.store.close()
    found = world.taken(first, second)
    assert [(one.verdict, one.number) for one in found] == [("merged", found[0].number), ("merged", found[0].number)]
    assert (world.line(ITEM).note, world.line(OTHER).note) == ("Trước khi hỏng.", "Sau khi khôi phục.")
    assert world.office.store.rebuild()[1] == 0


def test_a_parcel_of_an_earlier_program_that_says_less_of_itself_is_taken(world: World) -> None:
    """Its manifest knows no purpose and no smaller copies; its seal was made without them."""
    parcel = handover.read(world.a.export(world.visit))

    class Earlier(type(parcel.manifest)):  # type: ignore[misc]
        def line(self) -> str:
            said = json.loads(super().line())
            return json.dumps({name: value for name, value in said.items() if name not in ("purpose", "reduced")})

    made = Earlier(**{name: getattr(parcel.manifest, name) for name in parcel.manifest.__dataclass_fields__})
    content = parcel_write(replace(parcel, manifest=made, cover=Card("Bìa", "Bàn giao", ())))
    path = world.folder / "earlier.xlsx"
    path.write_bytes(content)
    assert world.taken(path)[0].verdict == "merged"


def test_a_cell_in_the_second_row_of_a_repeat_is_told_from_the_first(world: World) -> None:
    parcel = handover.read(world.a.export(world.visit))
    columns = (("Mã", 12), ("Ghi chú", 40))
    rows = (("TU-01", "Tủ một."), ("TU-01 (2)", "Tủ hai."))
    sheet = Sheet("Tủ", "Tủ", columns, rows, watched=(1,), targets=(("v/f/tu[1]|note",), ("v/f/tu[2]|note",)))
    content = parcel_write(replace(parcel, sheets=(sheet,), cover=Card("Bìa", "Bàn giao", ())))
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in (4, 5):
        assert book["Tủ"].cell(row, 2).value in ("Tủ một.", "Tủ hai.")
    book["Tủ"]["B5"].value = "Tủ hai đã khóa."
    out = io.BytesIO()
    book.save(out)
    (cell,) = parcel_read(out.getvalue(), file="x").edited
    assert (cell.target, cell.was, cell.now) == ("v/f/tu[2]|note", "Tủ hai.", "Tủ hai đã khóa.")


def test_a_parcel_of_which_another_speaks_is_missed_before_any_of_its_device_came(world: World) -> None:
    """b read a's hand-over; the office hears of it from b alone."""
    world.given(world.b)
    assert missing(world, world.a) == (1,)
    with world.office.store.read() as reader:
        (left,) = next(one.left for one in arrivals.parcels(reader) if one.device == world.a.device)
    assert isinstance(left, Handover)
    assert world.visit in left.visits


def test_a_parcel_whose_digest_begins_with_an_a_is_no_assignment(world: World) -> None:
    world.given(world.b)
    with world.office.store.transact("x") as tx:
        for name in ("arrival", "brought"):
            bulk.run(tx.connection, f"UPDATE {name} SET parcel = ?", f"{world.b.device}-1-abcdef01")
    assert missing(world, world.a) == (1,)


def test_two_stores_fed_in_different_orders_read_out_the_same_characters(world: World) -> None:
    world.a.answer(world.visit, ITEM, "pass")
    world.b.answer(world.visit, ITEM, "fail")
    files = [world.a.export(world.visit), world.b.export(world.visit), world.a.export(world.a.start("THA0777"))]
    with (
        workplace.open_workplace(stores.named(world.folder, "one")) as one,
        workplace.open_workplace(stores.named(world.folder, "other")) as other,
    ):
        assert register.merge(one, files).digest == register.merge(other, files[::-1]).digest
