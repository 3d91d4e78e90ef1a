"""One word for one thing, one way to write it."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime

import pytest

from inspector import i18n
from inspector.reports import words
from tests.translations import ROOT, messages

KEYS = re.compile(r"\b(Ctrl|Alt|Shift) (?![a-z])\S")
"""Keys that are pressed together, without the plus between them."""


def sentences() -> list[str]:
    """Every text of the program, plural forms one by one."""
    return [one for text in messages() for one in ([text] if isinstance(text, str) else text)]


def test_a_photo_is_called_a_photo() -> None:
    assert [text for text in sentences() if re.search(r"photograph|picture", text, re.IGNORECASE)] == []


def test_what_two_registers_compare_is_called_their_digest() -> None:
    assert [text for text in sentences() if re.search(r"code of the (register|store)", text, re.IGNORECASE)] == []


@pytest.mark.parametrize(("thing", "called"), [("passphrase", "cụm mật khẩu"), ("receipt", "biên nhận")])
def test_a_thing_has_one_name_in_vietnamese(thing: str, called: str) -> None:
    with i18n.speaking("vi"):
        said = {text: i18n._(text) for text in messages() if isinstance(text, str) and thing in text.lower()}

    assert said
    assert {text: words for text, words in said.items() if called not in words.lower()} == {}


def test_keys_are_written_as_the_menus_of_qt_write_them() -> None:
    """`Ctrl+K` on a cap, in a tip and in a menu: a field's own menu says `Ctrl+C`, which is not ours to change."""
    nodes = [one for file in (ROOT / "ui").rglob("*.py") for one in ast.walk(ast.parse(file.read_text("utf-8")))]
    texts = [one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)]

    assert [text for text in texts if KEYS.search(text)] == []


def test_an_hour_has_two_digits_in_english_and_is_said_in_vietnamese() -> None:
    begun = datetime(2026, 11, 16, 1, 50, tzinfo=UTC)

    with i18n.speaking("en"):
        assert words.hour(begun) == "08:50"
    with i18n.speaking("vi"):
        assert words.hour(begun) == "8 giờ 50 phút"
