"""Every control, event, kind of list and attachment of the format, in one form."""

from __future__ import annotations

import pytest

from inspector.form import AnswerError, Instance, Violation
from tests.form.everything import everything


@pytest.fixture
def filled() -> Instance:
    return everything().new(properties={"deviceID": "máy 7", "username": "u"})


def test_what_the_form_begins_with(filled: Instance):
    values = {
        path: filled[path].value
        for path in ("made", "bound/@mark", "last", "deviceid", "username", "groups/inner/deep")
    }

    assert values == {
        "made": "made-b", "bound/@mark": "set", "last": "hôm qua", "deviceid": "máy 7", "username": "u", "groups/inner/deep": "7",
    }  # fmt: skip
    assert filled["start"].value.startswith(filled["today"].value)
    assert filled["orx:meta/orx:instanceID"].value.startswith("uuid:")
    assert (filled["where"].value, filled["end"].value, len(filled["r"].children)) == ("", "", 0)
    assert [one.slots[0].value for one in filled["fixed"].children] == ["1", "2"]


def test_texts_speak_the_language_that_is_set(filled: Instance):
    name = filled["name"]
    assert (name.label, name.guidance, name.media("image")) == ("Tên", "Ghi rõ hơn", "jr://images/name.png")
    assert [choice.label for choice in filled["one"].choices] == ["Một", "Hai"]

    filled.answer("whole", "4")
    assert name.hint == "Gợi ý 4"
    delta = filled.set_language("English (en)")

    assert "name" in delta.paths
    assert (name.label, name.hint) == ("Name", "Hint 4")
    assert [choice.label for choice in filled["one"].choices] == ["One", "Two"]
    assert not filled.set_language("Deutsch")


def test_rules_and_their_words(filled: Instance):
    assert filled["name"].violation is Violation.REQUIRED
    filled.answer("name", "a1")
    assert (filled["name"].violation, filled["name"].message) == (Violation.CONSTRAINT, "Không đúng: ")
    filled.answer("whole", "11")
    assert (filled["whole"].message, filled["name"].message) == ("0-10", "Không đúng: 11")
    assert [node.path for node in filled.violations()] == ["name", "whole"]


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("whole", "7", "7"), ("part", "7", "7.0"), ("day", "2024-02-29", "2024-02-29"), ("clock", "10:20:30", "10:20:30"),
        ("moment", "2024-05-06T10:00:00.000+07:00", "2024-05-06T10:00:00.000+07:00"), ("point", "10 106 0 0", "10.0 106.0 0.0 0.0"),
        ("photo", "a.jpg", "a.jpg"), ("code", "VN-1", "VN-1"), ("ok", "OK", "OK"), ("scale", "3", "3"), ("stars", "0.5", "0.5"),
        ("one", "a", "a"), ("many", "b a", "a b"), ("order", "c a b", "c a b"), ("town", "hue", "hue"), ("site", "s1", "s1"),
        ("seen", "true", "true"), ("groups/inner/deep", "x y", "x y"),
    ],
)  # fmt: skip
def test_an_answer_of_every_control(filled: Instance, path: str, text: str, value: str):
    if path == "many":
        assert [choice.value for choice in filled["many"].choices] != [], "in an order of its own"
        value = " ".join(choice.value for choice in filled["many"].choices)

    filled.answer(path, text)
    assert filled[path].value == value

    filled.answer(path, "")
    assert filled[path].value == ""


@pytest.mark.parametrize(
    ("path", "text"),
    [("whole", "x"), ("part", "1,5,"), ("day", "29/02"), ("moment", "soon"), ("point", "here")],
)
def test_what_is_no_answer_to_a_control_is_refused(filled: Instance, path: str, text: str):
    with pytest.raises(AnswerError):
        filled.answer(path, text)

    assert filled[path].value == ""


def test_lists_from_attachments_follow_the_answers(filled: Instance):
    assert [choice.label for choice in filled["town"].choices] == ["Hà Nội", "Huế;\ncố đô"]
    assert filled["district"].choices == ()

    filled.answer("town", "hue")
    filled.answer("district", "px")
    assert [choice.label for choice in filled["district"].choices] == ["Phú Xuân"]
    filled.answer("town", "hn")

    assert filled["district"].value == ""
    assert [choice.label for choice in filled["district"].choices] == ["Ba Đình"]


def test_events_set_values(filled: Instance):
    filled.answer("whole", "6")
    assert filled["kind"].value == "a"
    filled.answer("whole", "2")
    assert filled["kind"].value == "b"

    filled.add_repeat("r")
    filled.add_repeat("r", uid="mine")

    assert [one.slots[0].value for one in filled["r"].children] == ["10", "20"]
    assert filled["r[mine]/at"].value == "2"
    kept = filled["r[mine]/uidd"].value
    filled.remove_repeat("r[1]")
    assert (filled["r[mine]/at"].value, filled["r[mine]/uidd"].value, filled["r[mine]/v"].value) == ("1", kept, "20")


def test_repeats_of_every_kind(filled: Instance):
    filled.answer("whole", "3")
    assert len(filled["counted"].children) == 3
    for path in ("counted", "fixed"):
        with pytest.raises(AnswerError):
            filled.add_repeat(path)
        with pytest.raises(AnswerError):
            filled.remove_repeat(f"{path}[1]")

    filled.add_repeat("r")
    assert len(filled["r[1]/n"].children) == 0
    filled.add_repeat("r[1]/n")
    assert filled["r[1]/n[1]/w"].value == "w"


def test_places_choices_and_groups_are_read_by_expressions(filled: Instance):
    filled.answer("point", "1 1")
    filled.answer("many", "a")
    filled.answer("name", "An")
    filled.answer("one", "b")
    filled.answer("whole", "3")

    assert (filled["near"].value, filled["both"].value) == ("true", "2")
    assert filled["orx:meta/orx:instanceName"].value == "An-Hai"
    assert not filled["groups/inner/deep"].relevant
    assert "<deep>" not in filled.serialise()
    assert "<deep>" in filled.draft()


def test_what_is_written_reads_back_the_same(filled: Instance):
    filled.answer("whole", "2")
    filled.add_repeat("r")
    filled.add_repeat("r[1]/n")
    filled.answer("r[1]/n[1]/w", "<&>")

    edited = everything().edit(filled.serialise())
    again = everything().restore(filled.draft())

    assert [(one.path, one.value) for one in again.nodes()] == [(one.path, one.value) for one in filled.nodes()]
    assert edited["r[1]/n[1]/w"].value == "<&>"
    assert edited["orx:meta/orx:deprecatedID"].value == filled["orx:meta/orx:instanceID"].value
    assert filled["end"].value != ""
