"""What a register took comes back to the laptop as a signed file or as eight characters; until then nothing may go."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from inspector import arrivals, cli, receipts, register, visits, workplace
from inspector.demo.pictures import taken
from inspector.errors import FileUnreadable
from inspector.model import Handover, Op
from inspector.store import Store, evidence
from tests import stores
from tests.scenario import Laptop


def waits(laptop: Laptop) -> list[int]:
    with laptop.store.read() as reader:
        return [one.number for one in receipts.awaited(reader)]


def safe(laptop: Laptop, visit: str) -> bool:
    with laptop.store.read() as reader:
        return receipts.received(reader, visit)


def test_a_receipt_says_what_arrived_and_the_visit_may_go(laptop: Laptop, office: Store, tmp_path: Path) -> None:
    visit = laptop.start()
    file = laptop.export(visit)
    assert (waits(laptop), safe(laptop, visit)) == ([1], False)

    register.merge(office, [file])
    (path,) = receipts.write(receipts.make(office), tmp_path)
    planned = register.preview(laptop.store, [path]).files[0]
    assert (planned.verdict, waits(laptop)) == ("merged", [1])
    assert laptop.merge(path).files[0].verdict == "merged"
    assert (waits(laptop), safe(laptop, visit)) == ([], True)
    assert laptop.merge(path).files[0].verdict == "nothing new"

    laptop.answer(visit, "s3/ht_16", "fail")
    laptop.export(visit)
    assert (waits(laptop), safe(laptop, visit)) == ([2], False)


@pytest.mark.parametrize("lost", [(), (1,), (2,), (4,), (1, 4), (2, 3)])
def test_eight_characters_say_the_same(laptop: Laptop, office: Store, lost: tuple[int, ...]) -> None:
    visit = laptop.start()
    files = {number: laptop.export(visit) for number in range(1, 5)}
    register.merge(office, [file for number, file in files.items() if number not in lost])
    (made,) = receipts.make(office)
    told = receipts.take_code(laptop.store, made.code.lower(), by=laptop.by)

    assert told.new == tuple(number for number in files if number not in lost)
    assert waits(laptop) == list(lost)


def test_a_wrong_code_is_refused_and_changes_nothing(laptop: Laptop) -> None:
    laptop.export(laptop.start())
    before = laptop.digest()
    with pytest.raises(receipts.CodeUnknown):
        receipts.take_code(laptop.store, "0000 0000", by=laptop.by)

    assert laptop.digest() == before


def test_making_receipts_leaves_the_register_as_it_is(laptop: Laptop, office: Store) -> None:
    register.merge(office, [laptop.export(laptop.start())])
    with office.read() as reader:
        before = reader.digest()
    receipts.make(office)

    with office.read() as reader:
        assert reader.digest() == before


@pytest.mark.parametrize("harm", ["device", "seal", "parcels", "json", "empty", "version", "binary"])
def test_a_receipt_that_was_changed_is_refused(laptop: Laptop, office: Store, tmp_path: Path, harm: str) -> None:
    register.merge(office, [laptop.export(laptop.start())])
    (path,) = receipts.write(receipts.make(office), tmp_path)
    said = json.loads(path.read_text("utf-8"))
    changed: Any = {
        "device": {**said, "device": "00000000"},
        "seal": {**said, "seal": "00"},
        "parcels": {**said, "parcels": ["x"]},
        "json": [],
        "empty": {},
        "version": {**said, "receipt": 2},
    }.get(harm)
    path.write_bytes(b"\xff\xfe" if harm == "binary" else json.dumps(changed).encode())
    before = laptop.digest()

    assert laptop.merge(path).files[0].verdict == "refused"
    assert laptop.digest() == before


def test_a_receipt_of_another_laptop_is_refused(laptop: Laptop, office: Store, tmp_path: Path) -> None:
    other = Laptop(tmp_path, "b")
    register.merge(office, [other.export(other.start())])
    (path,) = receipts.write(receipts.make(office), tmp_path)

    assert laptop.merge(path).files[0].verdict == "refused"
    with pytest.raises(FileUnreadable):
        receipts.read(tmp_path / "none.json")
    other.store.close()


def test_the_terminal_gives_and_takes_receipts(
    laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = laptop.start()
    first, second = laptop.export(visit), laptop.export(visit)

    def run(store: str, *words: str) -> tuple[int, Any, str]:
        code = cli.main(
            ["--store", stores.named(tmp_path, "a") if store == "a.db" else str(tmp_path / store), "--json", *words]
        )
        printed = capsys.readouterr()
        return code, json.loads(printed.out or "{}"), printed.err

    out = tmp_path / "usb"
    code, merged, err = run("r.db", "merge", str(first), "--receipts", str(out))
    assert (code, len(merged["receipts"]), merged["files"][0]["key"]["introduced"]) == (0, 1, True)
    assert merged["files"][0]["key"]["code"] in err
    assert run("r.db", "verify", str(first))[1]["key"]["standing"] == "known"
    _code, again, _err = run("r.db", "merge", str(second))
    assert Path(again["backup"]).is_file()
    _code, given, _err = run("r.db", "receipt", str(out))
    laptop.store.close()
    assert run("a.db", "merge", str(out))[0] == 0
    code, told, _err = run("a.db", "received", given["receipts"][0]["code"])
    assert (code, told["known"], told["awaited"]) == (0, [1, 2], [])
    assert run("a.db", "received", "1234 5678")[0] == 1
    laptop.store = workplace.open_workplace(stores.named(tmp_path, "a"))


def test_only_known_keys_from_the_terminal(laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = laptop.export(laptop.start())

    def run(*words: str) -> tuple[int, Any]:
        code = cli.main(["--store", str(tmp_path / "strict.db"), "--json", *words])
        return code, json.loads(capsys.readouterr().out)

    code, held = run("merge", str(file), "--known-keys-only")
    assert (code, held["files"][0]["verdict"], held["files"][0]["key"]["asks"]) == (1, "refused", True)
    code, taken = run("merge", str(file), "--known-keys-only", "--trust", held["files"][0]["key"]["code"])
    assert (code, taken["files"][0]["verdict"]) == (0, "merged")


def test_a_store_with_a_passphrase_is_copied_and_put_back(
    laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = laptop.export(laptop.start())
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", "một câu dài")
    store, copy = tmp_path / "sealed.db", tmp_path / "copy.db"

    def run(*words: str) -> tuple[int, Any]:
        code = cli.main(["--store", str(store), "--json", *words])
        return code, json.loads(capsys.readouterr().out or "{}")

    assert run("merge", str(file))[0] == 0
    digest = run("digest")[1]["digest"]
    assert run("backup", str(copy))[0] == 0
    store.write_bytes(b"damaged")
    assert run("digest")[0] == 1
    assert run("restore", str(copy))[0] == 0
    assert run("digest")[1]["digest"] == digest
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", "câu khác")
    assert run("restore", str(copy))[0] == 1


def test_a_photo_hole_is_named_and_healed_by_any_later_parcel(laptop: Laptop, office: Store) -> None:
    """The first parcel lost its picture on the way; the next one of the same visit brings it."""
    visit = laptop.start()
    laptop.answer(visit, "s3/ht_16", "fail")
    content = taken("cable", "x", datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC))
    visits.add_photo(laptop.store, visit, "infrastructure", "s3/ht_16", content, by=laptop.by)
    whole, holed = laptop.export(visit), laptop.export(visit)
    book = openpyxl.load_workbook(holed)
    for sheet in book:
        sheet._images = []  # type: ignore[attr-defined]
    book.save(holed)
    (first,) = register.merge(office, [holed]).files
    sha = hashlib.sha256(content).hexdigest()
    assert (first.verdict, first.photos_missing) == ("merged", (sha,))

    (second,) = register.merge(office, [whole]).files
    assert (second.verdict, second.photos_missing) == ("merged", ())
    with office.read() as reader:
        assert evidence.fetch(reader, sha) == content


def test_a_number_that_no_laptop_reaches_does_not_hold_up_the_register(office: Store) -> None:
    far = 2**53 - 1
    with office.transact(Op.HAND_OVER, by="p") as tx:
        tx.put(Handover(uid=f"0a0a0a0a-{far}", visits="v", at="2026-11-24T08:00:00+07:00"))
    with office.read() as reader:
        (device,) = arrivals.parcels(reader)
    assert device.missing[:2] == (1, 2)
    assert device.missing[-1] == far
    assert len(device.missing) == arrivals.MOST_MISSING + 1


def test_a_number_that_did_not_arrive_is_missing_until_it_does(laptop: Laptop, office: Store) -> None:
    visit = laptop.start()
    files = [laptop.export(visit) for _number in range(3)]
    register.merge(office, [files[2]])
    with office.read() as reader:
        assert arrivals.parcels(reader)[0].missing == (1, 2)
    register.merge(office, files)
    with office.read() as reader:
        assert arrivals.parcels(reader)[0].missing == ()
