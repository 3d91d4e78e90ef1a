"""Two editions of a checklist: what changed, in plain words, and where the answers of a draft go."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector import paths
from inspector.form import Form, load
from inspector.form.transfer import move
from inspector.form.versions import diff
from inspector.form.xlsform import read
from inspector.i18n import set_language
from tests.form.sheets import markdown

OLD = """
    | survey   |                   |         |                |              |            |                |                    |                    |
    |          | type              | name    | label          | relevant     | constraint | bind::ins:code | bind::ins:severity | bind::ins:due-days |
    |          | begin_group       | earth   | Earthing       |              |            |                |                    |                    |
    |          | select_one result | bond    | Is it bonded?  |              |            | E-01           | major              | 30                 |
    |          | decimal           | ohm     | Resistance     | ${bond}!=''  | . >= 0     |                |                    |                    |
    |          | select_one result | mark    | Is it marked?  |              |            | E-02           | minor              | 15                 |
    |          | text              | colour  | Its colour     |              |            |                |                    |                    |
    |          | end_group         |         |                |              |            |                |                    |                    |
    |          | begin_repeat      | pole    | Pole           |              |            |                |                    |                    |
    |          | decimal           | height  | Height         |              |            |                |                    |                    |
    |          | end_repeat        |         |                |              |            |                |                    |                    |
    | choices  |                   |         |                |
    |          | list_name         | name    | label          |
    |          | result            | pass    | Compliant      |
    |          | result            | fail    | Non-compliant  |
    |          | result            | na      | Not applicable |
    | settings |                   |         |                |                               |
    |          | form_title        | form_id | version        | namespaces                    |
    |          | Earthing          | earth   | 1              | ins="urn:inspector:checklist" |
"""


@pytest.fixture(autouse=True)
def _in_english():
    set_language("en")
    yield
    set_language("vi")


@pytest.fixture
def form(tmp_path: Path):
    def made(*changes: tuple[str, str]) -> Form:
        text = OLD
        for was, now in changes:
            assert was in text
            text = text.replace(was, now)
        return load(read(markdown(tmp_path, text)).xform)

    return made


def without(line: str) -> tuple[str, str]:
    """The change that deletes the row which holds this."""
    return next((f"{row}\n", "") for row in OLD.splitlines() if line in row)


CHANGES = [
    ((("Is it bonded?", "Is it well bonded?"),), "reworded", "E-01", "Is it well bonded?"),
    ((("| major ", "| critical "),), "severity", "E-01", "critical"),
    ((("| 15  ", "| 7   "),), "deadline", "E-02", "7 days instead of 15"),
    (((". >= 0", ". > 1 "),), "constraint", "Resistance", ". > 1"),
    ((("${bond}!=''", "${bond}='fail'"),), "relevant", "Resistance", "${bond} ='fail'"),
    ((("| decimal           | ohm ", "| integer           | ohm "),), "type", "Resistance", "int"),
    ((("Not applicable", "Does not apply"),), "choices", "E-01", "Does not apply"),
    ((("|          | result            | na      | Not applicable |\n", ""),), "choices", "E-01", "Not applicable"),
    ((without("colour"),), "removed", "Its colour", "Its colour"),
    ((("| mark  ", "| label_"),), "renamed", "E-02", "label_"),
    ((("| Earthing       |", "| Earth          |"),), "section", "Earth", "Earthing"),
    ((("| Earthing          | earth", "| Earth             | earth"),), "title", "Earth", "Earthing"),
]


@pytest.mark.parametrize(("changes", "kind", "item", "words"), CHANGES, ids=lambda value: str(value)[:20])
def test_a_change_is_told_in_plain_words(form, changes, kind, item, words):
    told = {(change.kind, change.item): change.sentence() for change in diff(form(), form(*changes))}

    assert (kind, item) in told
    assert words in told[kind, item]
    assert "{" not in told[kind, item].replace("${", "")


def test_a_new_item_is_told_and_nothing_else(form):
    row = "    |          | note              | thanks  | Thank you      |              |            |                |                    |                    |\n"
    new = form(("    |          | end_group", row + "    |          | end_group"))

    assert [(change.kind, change.new) for change in diff(form(), new)] == [("added", "earth/thanks")]


def test_nothing_changed_says_nothing(form):
    assert diff(form(), form()) == []
    shipped = [load(path.read_text("utf-8")) for path in sorted(paths.resource("checklists").glob("*.xml"))]
    assert [diff(one, one) for one in shipped] == [[]] * 5


def test_every_change_can_be_said_in_vietnamese(form):
    found = [change for changes, *_rest in CHANGES for change in diff(form(), form(*changes))]
    english = [change.sentence() for change in found]
    set_language("vi")

    assert not [said for said, change in zip(english, found, strict=True) if said == change.sentence()]


def test_an_answer_follows_its_item_by_its_code(form):
    new = form(("| mark  ", "| label_"), ("Is it marked?", "Is it labelled?"))

    moved = move({"earth/mark": "fail", "earth/bond": "pass"}, form(), new)

    assert moved.kept == {"earth/label_": "fail", "earth/bond": "pass"}
    assert moved.paths["earth/mark"] == "earth/label_"
    assert moved.aside == ()


def test_an_item_that_is_gone_is_kept_aside_with_its_answer(form):
    moved = move({"earth/colour": "yellow"}, form(), form(without("colour")))

    (aside,) = moved.aside
    assert (aside.path, aside.text, aside.stays) == ("earth/colour", "yellow", "")
    assert "Its colour" in aside.reason
    assert "yellow" in aside.reason
    assert any("yellow" in line for line in moved.preview())


def test_an_answer_that_is_no_longer_offered_is_kept_aside_and_its_item_stays(form):
    new = form(("|          | result            | na      | Not applicable |\n", ""))

    moved = move({"earth/mark": "na"}, form(), new)

    assert [(aside.path, aside.text, aside.stays) for aside in moved.aside] == [("earth/mark", "na", "earth/mark")]
    assert "earth/mark" not in moved.kept


def test_a_value_of_another_kind_is_kept_aside(form):
    new = form(("| decimal           | ohm ", "| integer           | ohm "))

    assert [aside.text for aside in move({"earth/ohm": "1.5"}, form(), new).aside] == ["1.5"]
    assert move({"earth/ohm": "2"}, form(), new).kept == {"earth/ohm": "2"}


def test_the_preview_says_what_waits_and_what_is_hidden(form):
    new = form(("${bond}!=''", "${bond}='fail'"))

    moved = move({"earth/bond": "pass", "earth/ohm": "3"}, form(), new)

    assert moved.kept == {"earth/bond": "pass", "earth/ohm": "3"}
    assert moved.hidden == ("earth/ohm",)


def test_instances_of_a_repeat_move_with_their_uids(form):
    new = form(("| pole    | Pole ", "| mast    | Mast "))

    moved = move({"pole[a1]": "", "pole[a1]/height": "12"}, form(), new)

    assert moved.kept == {"mast[a1]": "", "mast[a1]/height": "12"}
    assert moved.aside == ()


def test_two_items_may_change_places(form):
    new = form(
        ("| bond    | Is it bonded?", "| mark2   | Is it bonded?"), ("${bond}!", "${mark2}!"), ("| mark  ", "| bond  ")
    )

    moved = move({"earth/bond": "pass", "earth/mark": "fail"}, form(), new)

    assert moved.kept == {"earth/mark2": "pass", "earth/bond": "fail"}


PATHS = st.sampled_from(
    [
        "earth/bond",
        "earth/ohm",
        "earth/mark",
        "earth/colour",
        "pole[a1]",
        "pole[a1]/height",
        "gone",
        "gone[x]/y",
        "earth",
    ]
)
EDITS = st.lists(st.sampled_from([changes[0] for changes, *_rest in CHANGES]), unique=True, max_size=4)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(PATHS, st.sampled_from(["", "pass", "na", "1.5", "x y"])), EDITS)
def test_no_answer_is_ever_dropped(tmp_path_factory, answers, edits):
    folder = tmp_path_factory.mktemp("editions")
    text = OLD
    for was, now in edits:
        text = text.replace(was, now)
    old, new = (load(read(markdown(folder, one)).xform) for one in (OLD, text))

    moved = move(answers, old, new)

    aside = {one.path: one.text for one in moved.aside}
    assert aside.keys() | moved.paths.keys() == answers.keys()
    assert not aside.keys() & moved.paths.keys()
    assert {**aside, **{path: moved.kept[now] for path, now in moved.paths.items()}} == answers
