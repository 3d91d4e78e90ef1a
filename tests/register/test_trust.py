"""A key is known, new, another one, or missing; what nobody vouches for waits and changes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from inspector import handover, register, trust, workplace
from inspector.parcel import Card, Parcel
from inspector.parcel import write as parcel_write
from inspector.security import keys
from inspector.store import Store
from inspector.trust import Source, Standing
from tests import stores
from tests.scenario import Laptop


def digest(store: Store) -> tuple[str, int]:
    with store.read() as reader:
        return reader.digest()


def known(store: Store) -> list[trust.Key]:
    with store.read() as reader:
        return trust.known(reader)


def sealed_by_another(parcel: Parcel, folder: Path, name: str = "other.xlsx", **changes: object) -> Path:
    """The same parcel, sealed by a key that somebody else made."""
    pair = keys.make()
    manifest = replace(parcel.manifest, key=pair.public, **changes)  # type: ignore[arg-type]
    manifest = replace(manifest, seal=keys.seal(pair.secret, manifest.sealed()))
    return written(replace(parcel, manifest=manifest), folder / name)


def unsealed(parcel: Parcel, folder: Path) -> Path:
    return written(replace(parcel, manifest=replace(parcel.manifest, key="", seal="")), folder / "unsealed.xlsx")


def written(parcel: Parcel, path: Path) -> Path:
    """A parcel that was read has no readable sheets; a workbook needs one."""
    path.write_bytes(parcel_write(replace(parcel, cover=Card("Bìa", "Bàn giao", ()))))
    return path


def test_the_first_parcel_of_a_device_introduces_its_key(laptop: Laptop, office: Store) -> None:
    file = laptop.export(laptop.start())
    (first,) = register.merge(office, [file]).files
    (again,) = register.merge(office, [file]).files

    assert (first.standing, first.introduced, first.verdict) == (Standing.NEW, True, "merged")
    assert (again.standing, again.introduced) == (Standing.KNOWN, False)
    (key,) = known(office)
    assert (key.device, key.code, key.source) == (first.device, first.code, Source.FIRST_USE)


def test_where_only_known_keys_are_taken_a_new_one_waits_for_a_word(laptop: Laptop, office: Store) -> None:
    file = laptop.export(laptop.start())
    before = digest(office)
    (held,) = register.merge(office, [file], first_use=False).files

    assert (held.verdict, held.asks, held.standing) == ("refused", True, Standing.NEW)
    assert held.code in held.reason
    assert held.entries_new > 0
    assert (digest(office), known(office)) == (before, [])

    spelled = held.code.replace(" ", "-").lower()
    (taken,) = register.merge(office, [file], first_use=False, accepted=[spelled], by=laptop.by).files
    assert taken.verdict == "merged"
    assert [(key.source, key.by) for key in known(office)] == [(Source.PERSON, laptop.by)]


def test_another_key_of_a_known_device_waits_even_on_first_use(laptop: Laptop, office: Store, tmp_path: Path) -> None:
    visit = laptop.start()
    first = laptop.export(visit)
    register.merge(office, [first])
    laptop.answer(visit, "s3/ht_16", "fail")
    second = laptop.export(visit)
    forged = sealed_by_another(handover.read(second), tmp_path)
    before = digest(office)
    (held,) = register.merge(office, [forged]).files

    assert (held.verdict, held.asks, held.standing) == ("refused", True, Standing.CHANGED)
    assert digest(office) == before
    assert register.merge(office, [second]).files[0].verdict == "merged"
    assert register.merge(office, [forged], accepted=[held.code]).files[0].verdict == "nothing new"
    assert len(known(office)) == 2


def test_two_keys_for_one_new_device_in_one_run_are_not_both_taken(
    laptop: Laptop, office: Store, tmp_path: Path
) -> None:
    file = laptop.export(laptop.start())
    forged = sealed_by_another(handover.read(file), tmp_path)
    planned = register.preview(office, [file, forged]).files
    done = register.merge(office, [file, forged]).files

    assert [one.verdict for one in planned] == [one.verdict for one in done] == ["merged", "refused"]


def test_a_parcel_without_a_seal_waits_and_is_not_intact(laptop: Laptop, office: Store, tmp_path: Path) -> None:
    file = unsealed(handover.read(laptop.export(laptop.start())), tmp_path)
    before = digest(office)
    (held,) = register.merge(office, [file]).files

    assert (held.verdict, held.asks, held.standing) == ("refused", True, Standing.UNSEALED)
    assert digest(office) == before
    assert not handover.verify(file).intact
    assert register.merge(office, [file], accepted=[held.code]).files[0].verdict == "merged"
    assert known(office) == []


def test_a_seal_that_does_not_hold_is_no_question_of_trust(laptop: Laptop, office: Store, tmp_path: Path) -> None:
    parcel = handover.read(laptop.export(laptop.start()))
    path = written(replace(parcel, manifest=replace(parcel.manifest, number=99)), tmp_path / "broken.xlsx")
    (held,) = register.merge(office, [path], accepted=[trust.fingerprint(parcel.manifest.key)]).files

    assert (held.verdict, held.asks) == ("refused", False)


def test_a_parcel_that_claims_to_be_of_this_device_needs_its_key(laptop: Laptop, tmp_path: Path) -> None:
    file = laptop.export(laptop.start())
    forged = sealed_by_another(handover.read(file), tmp_path)

    assert laptop.merge(file).files[0].standing == Standing.OWN
    assert laptop.merge(forged).files[0].standing == Standing.CHANGED


def test_keys_stay_out_of_the_journal(laptop: Laptop, office: Store, tmp_path: Path) -> None:
    """Two registers that took the same parcels agree, whoever vouched for what."""
    file = laptop.export(laptop.start())
    with workplace.open_workplace(stores.named(tmp_path, "second")) as second:
        code = register.preview(second, [file]).files[0].code
        register.merge(office, [file])
        register.merge(second, [file], accepted=[code], first_use=False)
        assert digest(office) == digest(second)


def test_a_forgotten_key_waits_again(laptop: Laptop, office: Store) -> None:
    file = laptop.export(laptop.start())
    device = register.merge(office, [file]).files[0].device
    with office.transact("forget") as tx:
        assert trust.forget(tx, device) == 1

    assert register.merge(office, [file], first_use=False).files[0].asks


def test_the_manifest_says_only_what_is_there(laptop: Laptop) -> None:
    made = handover.read(laptop.export(laptop.start())).manifest

    assert not {"purpose", "reduced", "seal"} & set(json.loads(made.sealed()))
