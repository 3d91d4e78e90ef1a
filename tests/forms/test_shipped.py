"""The shipped checklists are what their workbooks say, and say what an inspection needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from inspector import paths
from inspector.form import xlsform
from tests.forms import made

NAMES = ("equipment", "fire", "guard", "infrastructure", "state_secret")
ITEMS = {"equipment": 38, "fire": 43, "guard": 27, "infrastructure": 32, "state_secret": 34}
INS = "{urn:inspector:checklist}"
XF = "{http://www.w3.org/2002/xforms}"


@pytest.fixture(scope="module")
def texts() -> dict[Path, str]:
    return made()


def binds(xform: str) -> list[Any]:
    return list(ElementTree.fromstring(xform.encode()).iter(f"{XF}bind"))


def itext(xform: str) -> dict[str, dict[str, str]]:
    """Language -> id -> text."""
    return {
        translation.get("lang", ""): {
            text.get("id", ""): text.findtext(f"{XF}value") or "" for text in translation.iter(f"{XF}text")
        }
        for translation in ElementTree.fromstring(xform.encode()).iter(f"{XF}translation")
    }


def test_the_shipped_forms_are_made_of_the_workbooks(texts):
    """`python -m tests.forms --write` makes them again."""
    shipped = {path: path.read_text("utf-8") for path in paths.resource("checklists").glob("*.xml")}

    assert shipped == texts


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_converts_without_a_word(name):
    converted = xlsform.read(paths.root() / "forms" / f"{name}.xlsx")

    assert converted.problems == ()
    assert converted.id == name
    assert converted.tests is not None


@pytest.mark.parametrize("name", NAMES)
def test_every_item_says_its_code_basis_severity_and_deadline(name, texts):
    items = [bind for bind in binds(texts[paths.resource("checklists", f"{name}.xml")]) if bind.get(f"{INS}code")]

    assert len(items) == ITEMS[name]
    for item in items:
        assert item.get(f"{INS}severity") in ("critical", "major", "minor")
        assert item.get(f"{INS}legal-basis")
        assert item.get(f"{INS}legal-status") in ("confirmed", "unconfirmed")
        assert int(item.get(f"{INS}due-days", "0")) > 0
        assert item.get(f"{INS}fails-on") == "fail"


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_there_in_both_languages(name, texts):
    said = itext(texts[paths.resource("checklists", f"{name}.xml")])

    assert list(said) == ["Tiếng Việt (vi)", "English (en)"]
    vietnamese, english = said.values()
    assert vietnamese.keys() == english.keys()
    assert all(text not in ("", "-") for text in (*vietnamese.values(), *english.values()))


def test_state_secret_items_take_no_photo_and_no_free_text(texts):
    root = ElementTree.fromstring(texts[paths.resource("checklists", "state_secret.xml")].encode())

    assert not list(root.iter(f"{XF}upload"))
    assert not [bind.get("nodeset") for bind in root.iter(f"{XF}bind") if bind.get(f"{INS}photo-on")]
    kinds = {bind.get("nodeset"): bind.get("type") for bind in root.iter(f"{XF}bind")}
    asked = [control.get("ref") for control in root.iter(f"{XF}input")]
    assert asked
    assert {kinds[ref] for ref in asked} <= {"decimal", "int", "date"}
