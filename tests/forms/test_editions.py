"""Two versions of a checklist side by side: visits keep theirs, and a draft is moved only on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector import checklists, disagreements, editions, handover, history, register, signing_off, visits
from inspector.checklists import VersionUnknown
from inspector.editions import MoveDisputed, SameVersion
from inspector.model import DISPUTED, Answer, Finding, Op, Photo, Sheet, Signature, Site, site_uid
from inspector.store import open_store
from tests.form.sheets import markdown

FIRST = """
    | survey   |                   |        |                |                |                    |                    |                   |          |
    |          | type              | name   | label          | bind::ins:code | bind::ins:severity | bind::ins:due-days | bind::ins:fails-on | required |
    |          | select_one result | bond   | Is it bonded?  | E-01           | major              | 30                 | fail               | yes      |
    |          | select_one result | mark   | Is it marked?  | E-02           | minor              | 15                 | fail               | yes      |
    |          | select_one result | colour | Is it yellow?  | E-03           | minor              | 15                 | fail               | yes      |
    | choices  |                   |        |                |
    |          | list_name         | name   | label          |
    |          | result            | pass   | Compliant      |
    |          | result            | fail   | Non-compliant  |
    |          | result            | na     | Not applicable |
    | settings |                   |        |                |                               |
    |          | form_title        | form_id | version       | namespaces                    |
    |          | Earthing          | earth   | 1             | ins="urn:inspector:checklist" |
"""
SECOND = (
    FIRST.replace("| earth   | 1 ", "| earth   | 2 ")
    .replace("| mark   |", "| label_ |")
    .replace("    |          | select_one result | colour | Is it yellow?  | E-03           | minor              | 15                 | fail               | yes      |\n", "")
)  # fmt: skip
PHOTO = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture
def store(tmp_path: Path):
    with open_store(tmp_path / "laptop.db") as opened:
        with opened.transact(Op.EDIT_SITE, by="p") as tx:
            tx.put(Site(uid=site_uid("THA1"), code="THA1", name="Trạm một"))
        checklists.install(opened, markdown(tmp_path, FIRST, "first.md"))
        yield opened


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return markdown(tmp_path, SECOND, "second.md")


@pytest.fixture
def visit(store) -> str:
    return visits.start(store, site_uid("THA1"), ["earth"], by="p")


def answers(store, visit: str, form: str = "earth") -> dict[str, tuple[str, str]]:
    with store.read() as reader:
        found = reader.all(Answer, visit=visit, form=form)
    return {one.path: (one.value, one.note) for one in found if one.value or one.note}


def standing(store, visit: str) -> list[str]:
    with store.read() as reader:
        return [one.path for one in reader.all(Finding, visit=visit, stands=1)]


def version_of(store, visit: str) -> str:
    with store.read() as reader:
        return reader.get(Sheet, f"{visit}/earth").version


def test_a_new_version_is_for_new_visits_and_an_old_visit_keeps_its_own(store, visit, second):
    checklists.install(store, second)
    later = visits.start(store, site_uid("THA1"), ["earth"], by="p")

    assert (version_of(store, visit), version_of(store, later)) == ("1", "2")
    with store.read() as reader:
        assert [one.version for one in checklists.installed(reader)] == ["2"]
        assert [one.version for one in checklists.versions(reader, "earth")] == ["2", "1"]
        assert visits.instance(reader, visit, "earth")["colour"].relevant
        assert [line.item.code for line in visits.dossier(reader, later).pages[0].lines] == ["E-01", "E-02"]


def test_installing_the_same_again_changes_nothing(store, tmp_path):
    again = checklists.install(store, tmp_path / "first.md")

    with store.read() as reader:
        assert checklists.versions(reader, "earth") == [again]


def test_the_older_version_can_be_installed_again(store, second, tmp_path):
    checklists.install(store, second)
    checklists.install(store, tmp_path / "first.md")

    with store.read() as reader:
        assert [one.version for one in checklists.installed(reader)] == ["1"]


def test_a_draft_moves_with_answers_notes_photos_and_findings(store, visit, second):
    visits.record_answers(store, visit, "earth", {"mark": "fail", "bond": "pass"}, notes={"mark": "faded"}, by="p")
    visits.add_photo(store, visit, "earth", "mark", PHOTO, by="p", name="mark.jpg")
    with store.transact(Op.EDIT_FINDING, by="p") as tx:
        tx.say("finding", f"{visit}/earth/mark", "remedy", "paint it")
    checklists.install(store, second)

    editions.move(store, visit, "earth", "2", by="p")

    assert version_of(store, visit) == "2"
    assert answers(store, visit) == {"label_": ("fail", "faded"), "bond": ("pass", "")}
    assert standing(store, visit) == ["label_"]
    with store.read() as reader:
        assert reader.get(Finding, f"{visit}/earth/label_").remedy == "paint it"
        assert [one.path for one in reader.all(Photo, visit=visit, gone="")] == ["label_"]
        (page,) = visits.dossier(reader, visit).pages
        assert {line.item.code: line.value for line in page.lines} == {"E-01": "pass", "E-02": "fail"}
    assert store.rebuild()[1] == 0


def test_what_has_no_place_is_kept_aside_and_makes_no_finding(store, visit, second):
    visits.record_answers(store, visit, "earth", {"colour": "fail"}, notes={"colour": "green"}, by="p")
    visits.add_photo(store, visit, "earth", "colour", PHOTO, by="p")
    checklists.install(store, second)

    editions.move(store, visit, "earth", "2", by="p")

    assert answers(store, visit) == {}
    assert standing(store, visit) == []
    with store.read() as reader:
        (kept,) = editions.aside(reader, visit, "earth")
        assert (kept.form, kept.path, kept.value, kept.note) == ("earth@1", "colour", "fail", "green")
        assert [one.form for one in reader.all(Photo, visit=visit, gone="")] == ["earth@1"]
    assert store.rebuild()[1] == 0


def test_a_preview_says_what_would_happen_and_changes_nothing(store, visit, second):
    visits.record_answers(store, visit, "earth", {"colour": "fail", "bond": "pass"}, by="p")
    checklists.install(store, second)
    with store.read() as reader:
        before = reader.digest()
        planned = editions.preview(reader, visit, "earth", "2")

        assert planned.moved.kept == {"bond": "pass"}
        assert [one.text for one in planned.moved.aside] == ["fail"]
        assert planned.moved.open == ("label_",)
        assert len(planned.lines()) >= 3
        assert reader.digest() == before


def test_a_move_is_one_entry_and_can_be_taken_back_by_another_move(store, visit, second):
    visits.record_answers(store, visit, "earth", {"mark": "fail"}, notes={"mark": "faded"}, by="p")
    checklists.install(store, second)
    with store.read() as reader:
        count = reader.digest()[1]

    editions.move(store, visit, "earth", "2", by="p")

    with store.read() as reader:
        assert reader.digest()[1] == count + 1
    editions.move(store, visit, "earth", "1", by="p")
    assert answers(store, visit) == {"mark": ("fail", "faded")}
    assert standing(store, visit) == ["mark"]


def test_a_new_rule_makes_the_finding_that_it_asks_for(store, visit, tmp_path):
    """The answer stays as it is; only what it means has changed."""
    visits.record_answers(store, visit, "earth", {"bond": "fail"}, by="p")
    severe = FIRST.replace("| earth   | 1 ", "| earth   | 3 ").replace("| major    ", "| critical ")
    checklists.install(store, markdown(tmp_path, severe, "third.md"))

    editions.move(store, visit, "earth", "3", by="p")

    with store.read() as reader:
        assert reader.get(Finding, f"{visit}/earth/bond").severity == "critical"
    assert store.rebuild()[1] == 0


def test_a_version_that_is_not_here_or_is_the_same_is_refused(store, visit):
    with pytest.raises(VersionUnknown):
        editions.move(store, visit, "earth", "9", by="p")
    with pytest.raises(SameVersion):
        editions.move(store, visit, "earth", "1", by="p")


def test_a_signed_visit_is_not_moved(store, visit, second):
    checklists.install(store, second)
    with store.transact(Op.SIGN, by="p") as tx:
        for side in ("police", "vnpt"):
            tx.put(Signature(uid=f"{visit}/{side}/p", seal="00"))
        tx.put(visits.known(tx, visit).but(agreed="yes"))

    with pytest.raises(visits.VisitLocked):
        editions.move(store, visit, "earth", "2", by="p")


def test_a_checklist_in_disagreement_is_not_moved(store, visit, second, tmp_path):
    from sqlalchemy import select

    from inspector.journal import read
    from inspector.store.tables import entry

    checklists.install(store, second)
    with store.read() as reader:
        lines = reader.connection.execute(select(entry.c.line).order_by(entry.c.seq)).scalars().all()
    with open_store(tmp_path / "other.db") as other:
        with other.transact("merge") as tx:
            tx.add([read(line) for line in lines])
        checklists.install(other, tmp_path / "first.md")
        visits.record_answers(other, visit, "earth", {"bond": "fail"}, by="q")
        with other.read() as reader:
            theirs = reader.connection.execute(select(entry.c.line).order_by(entry.c.seq)).scalars().all()
    visits.record_answers(store, visit, "earth", {"bond": "pass"}, by="p")
    with store.transact("merge") as tx:
        tx.add([read(line) for line in theirs])

    with pytest.raises(MoveDisputed):
        editions.move(store, visit, "earth", "2", by="p")


@pytest.fixture
def register_with_two_editions(store, visit, second, tmp_path):
    """A visit that one laptop moved to the second version, and another there and back, in a register that took both."""
    checklists.install(store, second)
    handover.export(store, [visit], tmp_path / "first.xlsx", by="p")
    with open_store(tmp_path / "other.db") as other, open_store(tmp_path / "office.db") as office:
        register.merge(other, [tmp_path / "first.xlsx"])
        checklists.install(other, second)
        editions.move(other, visit, "earth", "2", by="q")
        history.undo(other, "q")
        editions.move(store, visit, "earth", "2", by="p")
        handover.export(store, [visit], tmp_path / "a.xlsx", by="p")
        handover.export(other, [visit], tmp_path / "b.xlsx", by="q")
        merged = register.merge(office, [tmp_path / "a.xlsx", tmp_path / "b.xlsx"])
        assert [one.verdict for one in merged.files] == ["merged", "merged"]
        yield office


def waiting(store):
    with store.read() as reader:
        return {one.field: one for one in disagreements.waiting(reader) if one.kind == "sheet"}


def test_a_visit_about_whose_edition_two_laptops_differ_opens_and_travels_with_both(
    register_with_two_editions, visit, tmp_path
):
    office = register_with_two_editions

    handover.export(office, [visit], tmp_path / "on.xlsx", by="r")
    with open_store(tmp_path / "next.db") as following:
        register.merge(following, [tmp_path / "on.xlsx"])
        with following.read() as reader:
            assert visits.dossier(reader, visit).pages[0].sheet.version == DISPUTED
            assert [one.version for one in checklists.versions(reader, "earth")] == ["2", "1"]
            against = signing_off.standing_against(reader, visit)
            assert [one.path for one in against if one.obstacle is signing_off.Obstacle.DISPUTED] == ["earth"]
            with pytest.raises(MoveDisputed):
                editions.preview(reader, visit, "earth", "2")


@pytest.mark.parametrize("field", ["version", "sha256"])
@pytest.mark.parametrize(("version", "items"), [("1", ["E-01", "E-02", "E-03"]), ("2", ["E-01", "E-02"])])
def test_an_edition_is_decided_as_one(register_with_two_editions, visit, field, version, items):
    office = register_with_two_editions
    differing = waiting(office)
    assert sorted(differing) == ["sha256", "version"]
    shown = [one.shown for one in differing[field].values]
    take = next(at for at, words in enumerate(shown, 1) if words.removeprefix("phiên bản ")[:1] == version)

    disagreements.decide(office, differing[field].id, take=take, reason="đúng bản đang dùng", by="r")

    assert waiting(office) == {}
    with office.read() as reader:
        page = visits.dossier(reader, visit).pages[0]
    assert page.sheet.version == version
    assert [line.item.code for line in page.lines] == items


def test_an_edition_that_nobody_chose_is_no_decision(register_with_two_editions):
    office = register_with_two_editions

    with pytest.raises(disagreements.ChoiceUnknown):
        disagreements.decide(office, waiting(office)["version"].id, value="3", reason="mới hơn", by="r")

    assert sorted(waiting(office)) == ["sha256", "version"]
