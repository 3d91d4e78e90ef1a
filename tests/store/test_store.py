"""A store says one entry a transaction or nothing, and its tables are what the journal says, in whatever order it came."""

import itertools
import shutil
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.journal import Entry, Says, heads
from inspector.journal.heads import Saying
from inspector.model import DISPUTED, Answer, Finding, Op, Person, Site, Visit, person_uid
from inspector.store import StoreError, open_store
from inspector.store.tables import disagreement
from tests import stores


@pytest.fixture
def store(tmp_path):
    with open_store(stores.named(tmp_path, "laptop")) as opened:
        yield opened


def said(store):
    with store.read() as reader:
        return reader.digest()


def test_a_transaction_is_one_entry(store):
    with store.transact(Op.START_VISIT, by="p") as tx:
        tx.put(Visit(uid="v", site="s", date="2026-11-24"))
        tx.put(Answer(uid="v/fire/s1/a", value="pass"))

    assert said(store)[1] == 1
    with store.read() as reader:
        assert reader.get(Visit, "v").date == "2026-11-24"
        assert reader.all(Answer, visit="v")[0].path == "s1/a"
    assert tx.changes.touch(Answer, visit="v")
    assert not tx.changes.touch(Answer, visit="other")


def test_saying_what_stands_already_says_nothing(store):
    record = Person(uid=person_uid("Trần Minh Đức"), name="Trần Minh Đức", side="police")
    for _time in range(2):
        with store.transact(Op.SET_UP, by="p") as tx:
            tx.put(record)

    assert said(store)[1] == 1
    assert not tx.changes


def test_a_failed_transaction_leaves_nothing(store):
    before = said(store)

    with pytest.raises(ZeroDivisionError), store.transact(Op.ANSWER, by="p") as tx:
        tx.put(Answer(uid="v/fire/s1/a", value=str(1 / 0)))

    assert said(store) == before


def test_a_tidy_store_has_everything_in_its_one_file(tmp_path):
    with open_store(tmp_path / "laptop.db") as opened:
        for at in range(5):
            with opened.transact(Op.ANSWER, by="p") as tx:
                tx.put(Answer(uid=f"v/fire/s1/q{at}", value="pass"))
        opened.tidy()
        shutil.copy(tmp_path / "laptop.db", tmp_path / "alone.db")  # as one would be left that lost SQLite's log
        expected = said(opened)
    with open_store(tmp_path / "alone.db") as alone:
        assert said(alone) == expected


def test_a_snapshot_cannot_write(store):
    with store.read() as reader:
        reader.connection.exec_driver_sql("INSERT INTO local VALUES ('x', 'y')")

    with store.read() as reader:
        assert reader.local("x") == ""


def test_numbers_of_a_device_have_no_gap_and_name_the_entry_before(store):
    for value in ("pass", "fail", "na"):
        with store.transact(Op.ANSWER, by="p") as tx:
            tx.put(Answer(uid="v/fire/s1/a", value=value))

    with store.read() as reader:
        lines = reader.connection.exec_driver_sql("SELECT id, number, line FROM entry ORDER BY seq").all()
    assert [number for _id, number, _line in lines] == [1, 2, 3]
    assert lines[0][0] in lines[1][2]
    assert lines[1][0] in lines[2][2]


def test_a_failed_item_is_a_finding_until_it_passes(store):
    for value, standing in (("fail", 1), ("pass", 0), ("fail", 1)):
        with store.transact(Op.ANSWER, by="p") as tx:
            tx.put(Answer(uid="v/fire/s1/a", value=value, note="bình hết hạn"))
        with store.read() as reader:
            assert len(reader.all(Finding, stands=1)) == standing


def test_a_number_in_a_record_comes_back_as_it_was(store):
    with store.transact(Op.EDIT_SITE, by="p") as tx:
        tx.put(Site(uid="s", code="THA-0123", lat=19.8067, lon=105.0, name="Trạm Điện Biên"))

    with store.read() as reader:
        site = reader.get(Site, "s")
    assert (site.lat, site.lon) == (19.8067, 105.0)


def test_a_transaction_sees_what_it_has_said(store):
    with store.transact(Op.EDIT_SITE, by="p") as tx:
        tx.put(Site(uid="s", code="THA1", lat=19.5))
        assert tx.get(Site, "s").lat == 19.5
        tx.put(tx.get(Site, "s").but(lat=None, name="Mới"))
        assert tx.get(Site, "s").lat is None


def test_two_laptops_that_differ_are_a_disagreement_and_both_values_stand(store):
    a = saying("a", "pass")
    b = saying("b", "fail")
    merge(store, [a, b])

    with store.read() as reader:
        assert reader.get(Answer, "v/fire/s1/a").value == DISPUTED
        assert len(reader.rows(disagreement.select())) == 1
        assert reader.all(Finding, stands=1), "a fault that one side saw stands until people decide"


def test_two_laptops_that_agree_are_none(store):
    merge(store, [saying("a", "pass"), saying("b", "pass")])

    with store.read() as reader:
        assert reader.get(Answer, "v/fire/s1/a").value == "pass"
        assert not reader.rows(disagreement.select())


def test_what_was_replaced_before_it_arrived_does_not_stand(store):
    first = saying("a", "pass")
    second = saying("a", "fail", number=2, previous=first.id, over=(first.id,))

    merge(store, [second])
    merge(store, [first])

    with store.read() as reader:
        assert reader.get(Answer, "v/fire/s1/a").value == "fail"
    assert store.rebuild() == (2, 0)


def saying(device: str, value: str, *, number: int = 1, previous: str = "", over: tuple[str, ...] = ()) -> Entry:
    says = (Says("answer", "v/fire/s1/a", "value", value, over),)
    return Entry.make(
        device=device,
        number=number,
        previous=previous,
        at="2026-11-24T08:00:00+07:00",
        person="p",
        op="answer",
        says=says,
    )


def merge(store, entries) -> None:
    with store.transact("merge") as tx:
        tx.add(entries)


@st.composite
def histories(draw):
    """Entries of three devices about three fields; each may replace any that came before it anywhere."""
    made: list[Entry] = []
    for at in range(draw(st.integers(1, 7))):
        field = draw(st.sampled_from(["s1/a", "s1/b"]))
        uid = f"v/fire/{field}"
        known = [entry.id for entry in made if entry.says[0].uid == uid]
        over = tuple(draw(st.lists(st.sampled_from(known), unique=True))) if known else ()
        value = draw(st.sampled_from(["pass", "fail", "na", ""]))
        device = draw(st.sampled_from("abc"))
        says = (Says("answer", uid, "value", value, over),)
        made.append(Entry.make(device=device, number=at + 1, previous="", at="", person="p", op="answer", says=says))
    return made


@settings(max_examples=40, deadline=None)
@given(histories(), st.randoms())
def test_order_grouping_and_repetition_of_arrival_do_not_matter(entries, random):
    outcomes = []
    for _order in range(3):
        order = random.sample(entries, len(entries)) + random.sample(entries, len(entries) // 2)
        cut = random.randrange(len(order) + 1)
        with open_store(stores.another()) as store:
            merge(store, order[:cut])
            merge(store, order[cut:])
            with store.read() as reader:
                outcomes.append(
                    (
                        reader.digest(),
                        reader.all(Answer),
                        reader.all(Finding),
                        sorted(reader.rows(disagreement.select())),
                    )
                )
            assert store.rebuild() == (len({entry.id for entry in entries}), 0)

    assert outcomes[0] == outcomes[1] == outcomes[2]
    for uid, group in itertools.groupby(sorted(entries, key=lambda e: e.says[0].uid), key=lambda e: e.says[0].uid):
        standing = heads(Saying(e.id, e.says[0].value, e.says[0].over) for e in group)
        shown = next((answer.value for answer in outcomes[0][1] if answer.uid == uid), None)
        values = {head.value for head in standing}
        assert shown == (values.pop() if len(values) == 1 else DISPUTED)


@pytest.mark.parametrize("key", [None, "mật khẩu dài"])
def test_a_store_opens_again_with_its_passphrase_only(tmp_path, key):
    path = tmp_path / "store.db"
    with open_store(path, key) as store, store.transact(Op.SET_UP, by="p") as tx:
        tx.put(Person(uid="p", name="Bí mật"))

    with open_store(path, key) as store, store.read() as reader:
        assert reader.get(Person, "p").name == "Bí mật"
    with pytest.raises(StoreError) as refused:
        open_store(path, "sai" if key else "thừa")
    assert refused.value.code == "store.passphrase"
    assert ("Bí mật".encode() in path.read_bytes()) == (key is None)


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "notes.db"
    path.write_bytes(b"hello")

    with pytest.raises(StoreError) as refused:
        open_store(path)

    assert refused.value.code == "store.damaged"
    assert path.read_bytes() == b"hello"


def test_a_store_of_a_newer_program_is_refused_by_name(tmp_path):
    name = stores.named(tmp_path, "s")
    with open_store(name) as store, store.transact("x") as tx:
        tx.set_local("version", "99")

    with pytest.raises(StoreError) as refused:
        open_store(name)

    assert refused.value.code == "store.too-new"
    assert "99" in refused.value.line()


def test_a_store_in_use_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("inspector.store.engine.BUSY_MS", 50)
    with open_store(tmp_path / "s.db") as one, open_store(tmp_path / "s.db") as two, one.transact("x") as tx:
        tx.set_local("a", "b")
        with pytest.raises(StoreError) as refused, two.transact("y"):
            pass

    assert refused.value.code == "store.busy"


VISITOR = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("ROLLBACK")
"""


def test_a_store_that_is_open_twice_here_keeps_its_locks(tmp_path):
    """Another program that comes and goes must not take the log of an open store for one that nobody uses any more."""
    path = tmp_path / "twice.db"
    with open_store(path) as first:
        with open_store(path) as second:
            said(second)
        subprocess.run([sys.executable, "-c", VISITOR, str(path)], check=True)
        assert path.with_name("twice.db-wal").exists()
        with first.transact(Op.START_VISIT, by="p") as tx:
            tx.put(Visit(uid="v", site="s", date="2026-11-24"))
        with open_store(path) as second:
            assert said(second)[1] == 1


def test_a_store_into_which_much_is_poured_is_open_to_others_between_and_ahead_afterwards(tmp_path):
    path = tmp_path / "poured.db"
    with open_store(path) as one:
        with one.pouring():
            with one.transact(Op.START_VISIT, by="p") as tx:
                tx.put(Visit(uid="v", site="s", date="2026-11-24"))
            assert not path.with_name("poured.db-wal").exists()
            with one.transact(Op.ANSWER, by="p") as tx:
                tx.put(Answer(uid="v/fire/s1/a", value="pass"))
                with open_store(path) as two:
                    assert said(two)[1] == 1
            with open_store(path) as two:
                assert said(two)[1] == 2
            with one.transact(Op.ANSWER, by="p") as tx:
                tx.put(Answer(uid="v/fire/s1/b", value="pass"))
        assert path.with_name("poured.db-wal").exists()
        assert said(one)[1] == 3


def test_a_store_that_is_open_elsewhere_takes_much_as_well(tmp_path):
    path = tmp_path / "poured.db"
    with open_store(path) as one, open_store(path) as two:
        said(two)
        with one.pouring(), one.transact(Op.START_VISIT, by="p") as tx:
            tx.put(Visit(uid="v", site="s", date="2026-11-24"))
            assert said(two)[1] == 0
        assert said(two)[1] == 1
