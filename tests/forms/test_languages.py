"""A checklist in the language that is asked for: its title, items, units, findings, and how two versions differ."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector import checklists, finding_life, findings, i18n, measures, people, sites, visits, workplace
from inspector.form import Form, load
from inspector.form.versions import diff
from inspector.model import Side
from inspector.paths import resource
from inspector.store import Store, lists

TAG = "Do extinguishers carry a valid inspection/service tag?"
DAY = datetime.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with i18n.speaking("en"):
        yield


@pytest.fixture
def fire() -> Form:
    return load(resource("checklists", "fire.xml").read_text("utf-8"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A visit in which one extinguisher fails, measured, and of which nobody has written why."""
    with workplace.open_workplace(str(tmp_path / "laptop.db")) as opened:
        by = people.settle(opened, "Lê Văn Ví Dụ", side=Side.POLICE).uid
        site = sites.add(opened, "THA0090", by=by, name="Hải Hà", types="exchange")
        visit = visits.start(opened, site.uid, ["fire"], by=by, on=DAY)
        with opened.read() as reader:
            line = next(one for one in visits.dossier(reader, visit).pages[0].lines if one.item.code == "PCCC-28")
        visits.record_answers(opened, visit, "fire", {line.item.path: "fail", line.item.measure: "14"}, by=by)
        yield opened


def test_a_form_finds_a_language_by_its_code(fire: Form) -> None:
    assert fire.languages == ("Tiếng Việt (vi)", "English (en)")
    assert [fire.spoken(wanted) for wanted in ("en", "English (en)", "vi", "fr", "", None)] == [
        "English (en)", "English (en)", *["Tiếng Việt (vi)"] * 4
    ]  # fmt: skip


def test_title_items_and_units_are_of_the_language(fire: Form) -> None:
    said = {
        code: next(one for one in checklists.items(fire, code).values() if one.code == "PCCC-28")
        for code in ("vi", "en")
    }

    assert (said["en"].text, said["en"].unit) == (TAG, "months")
    assert said["vi"].unit == "tháng"
    assert fire.title_in("en") == "Fire prevention, fire fighting and rescue"
    assert fire.title_in("vi") == fire.title_in("fr") == fire.title


def test_a_visit_is_read_in_a_language_or_in_that_of_the_form(store: Store) -> None:
    with store.read() as reader:
        visit = lists.visits(reader, lists.Slice())[0][0].uid
        (english,) = visits.dossier(reader, visit, language="en").pages
        (own,) = visits.dossier(reader, visit).pages

    words = {line.item.code: (line.item.text, line.said) for line in english.lines}
    assert words["PCCC-28"] == (TAG, "Non-compliant")
    assert english.title == "Fire prevention, fire fighting and rescue"
    assert own.title.startswith("Phòng cháy")
    assert {line.item.code: line.said for line in own.lines}["PCCC-28"] == "Không đạt"


def test_a_finding_that_nobody_put_into_words_is_called_as_its_item_in_the_language_of_the_program(
    store: Store,
) -> None:
    with store.read() as reader:
        (line,), _total = findings.lines(reader, lists.Slice(), today=DAY.isoformat())
        life = finding_life.read(reader, line.uid, today=DAY)

    assert (line.text, line.item_text) == ("", TAG)
    assert life.listed.item == TAG


def test_measured_values_are_named_by_code_and_words(store: Store) -> None:
    with store.read() as reader:
        site = sites.named(reader, "THA0090").uid
        (found,) = measures.measured_at(reader, site, "en")

    assert (found.code, found.label, found.unit) == ("PCCC-28", "Months since the last maintenance", "months")


def test_titles_are_of_the_language_of_the_program(store: Store) -> None:
    with store.read() as reader:
        assert checklists.titles(reader)["guard"] == "Guarding and internal protection"
        with i18n.speaking("vi"):
            assert checklists.titles(reader)["guard"].startswith("Lực lượng bảo vệ")


def test_two_versions_are_compared_in_the_language_that_is_asked_for(fire: Form) -> None:
    text = resource("checklists", "fire.xml").read_text("utf-8")
    changed = load(
        text.replace('ins:title-en="Fire prevention', 'ins:title-en="Preventing fire').replace("Non-compliant", "Fails")
    )

    told = [change.sentence() for change in diff(fire, changed, "en")]

    called = "The checklist is called “Preventing fire, fire fighting and rescue” instead of “Fire prevention, fire fighting and rescue”."
    assert told[0] == called
    assert all("reads “Fails” instead of “Non-compliant”" in one for one in told[1:])
    assert len(told) > 40
    assert diff(fire, changed) == []
    (reworded, *_rest) = diff(fire, load(text.replace(TAG, "Is the tag valid?")))
    assert reworded.sentence() == f"PCCC-28 reads “Is the tag valid?” instead of “{TAG}” (English)."
