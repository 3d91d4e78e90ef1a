"""An entry is its line: the same parts give the same bytes everywhere, and any change of them is noticed."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.journal import Entry, EntryError, Says, digest, packed, read, short, tallied, tally

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
OVER = st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), max_size=2).map(tuple)
SAYS = st.builds(Says, st.sampled_from(["answer", "visit"]), TEXT, st.sampled_from(["value", "note"]), TEXT, OVER)


def entry(*says: Says, number: int = 1, previous: str = "") -> Entry:
    return Entry.make(
        device="07",
        number=number,
        previous=previous,
        at="2026-11-24T08:00:00+07:00",
        person="p",
        op="answer",
        says=says,
    )


@given(st.lists(SAYS, max_size=5, unique_by=lambda say: say[:3]))
def test_a_line_reads_back_as_the_entry_that_wrote_it(says):
    made = entry(*says)

    assert read(made.line, id=made.id) == made


def test_the_id_is_the_sha256_of_a_line_that_another_program_can_make():
    made = entry(Says("answer", "v/fire/s1/pccc_01", "value", "Đạt"))

    assert made.line == (
        '["entry",1,"07",1,"","2026-11-24T08:00:00+07:00","p","answer",[["answer","v/fire/s1/pccc_01","value","Đạt",[]]]]'
    )
    assert made.id == hashlib.sha256(made.line.encode()).hexdigest()


def test_composed_and_decomposed_text_give_the_same_entry():
    one = entry(Says("answer", "u", "note", "Hòa"))
    two = entry(Says("answer", "u", "note", "Ho\u0300a"))

    assert one.id == two.id


def test_the_order_in_which_replaced_entries_are_named_does_not_matter():
    a, b = "a" * 64, "b" * 64

    assert entry(Says("k", "u", "f", "v", (b, a, b))).id == entry(Says("k", "u", "f", "v", (a, b))).id


@given(st.data())
def test_one_changed_character_is_noticed(data):
    made = entry(Says("answer", "u", "value", "pass"), Says("answer", "u", "note", "còi kêu"))
    at = data.draw(st.integers(0, len(made.line) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda sign: sign != made.line[at]))

    with pytest.raises(EntryError):
        read(made.line[:at] + other + made.line[at + 1 :], id=made.id)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{}",
        "[]",
        "[" * 10_000,
        '["entry",2,"07",1,"","t","p","o",[]]',
        '["entry",true,"07",1,"","t","p","o",[]]',
        '["entry",1,"07",0,"","t","p","o",[]]',
        '["entry",1,"07",1,"","t","p","o",[["k","u","f","a\\u0000b",[]]]]',
        '["entry",1,"07",1,"short","t","p","o",[]]',
        '["entry",1,"07",1,"","t","p","o",[["k","u","f"]]]',
        '["entry",1,"07",1,"","t","p","o",[["k","u","f","v",["x"]]]]',
        '["entry",1,"07",1,"","t","p","o",[["k","u","f","v",[]],["k","u","f","w",[]]]]',
        '["entry", 1,"07",1,"","t","p","o",[]]',
        '["entry",1,"07",1,"","t","p","o",[]] ',
    ],
)
def test_what_is_not_an_entry_in_canonical_form_is_refused(line):
    with pytest.raises(EntryError):
        read(line)


@given(st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), max_size=6), st.randoms())
def test_a_digest_does_not_know_the_order_of_arrival(ids, random):
    shuffled = random.sample(ids, len(ids))

    assert digest(ids) == digest(shuffled)


def test_a_digest_notices_one_entry_more():
    assert digest(["a" * 64]) != digest(["a" * 64, "b" * 64])
    assert short("7f3a91c2" + "0" * 56) == "7F3A 91C2"


def test_the_line_is_json_that_any_program_reads():
    assert json.loads(entry(Says("k", "u", "f", 'a"b\\c\n', ())).line)[8][0][3] == 'a"b\\c\n'


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Hoà\nhai\tba", True), ("C:\\users\\binh", True), ("\x00", False), ("a\x08", False), ("a\rb", False), ("\x7f", False),
        ("\ud800", False),
    ],
)  # fmt: skip
def test_control_characters_and_half_letters_are_in_no_entry(text: str, clean: bool) -> None:
    raw = ["entry", 1, "d", 1, "", "", "p", "answer", [["answer", "v/f/a", "note", text, []]]]
    line = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    if clean:
        assert read(line).says[0].value == text
    else:
        with pytest.raises(EntryError):
            read(line)


def test_a_number_that_no_device_reaches_is_refused() -> None:
    with pytest.raises(EntryError):
        read('["entry",1,"d",' + str(2**31) + ',"","","p","answer",[]]')


@given(st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), max_size=6, unique=True), st.data())
def test_a_store_has_the_same_digest_whatever_came_first_and_in_how_many_parts(ids, data):
    mixed = data.draw(st.permutations(ids))
    cut = data.draw(st.integers(0, len(ids)))
    whole = tallied([packed(tally(ids))])

    assert tallied([packed(tally(mixed[:cut])), packed(tally(mixed[cut:]))]) == whole
    assert tallied([packed(tally([*ids, "f" * 63]) - tally(["f" * 63]))]) == whole
    assert not ids or tallied([packed(tally(ids[1:]))]) != whole
