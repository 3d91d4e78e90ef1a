"""A file dialog begins where a person last was; the first time on a stick, else among the documents."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ui import files

UI = Path(files.__file__).parent


class Kept(dict[str, Any]):
    """A memory of a window."""

    def value(self, key: str, default: Any = None) -> Any:
        return self.get(key, default)

    def setValue(self, key: str, value: Any) -> None:
        self[key] = value


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "documents"
    made.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _which: str(made))
    monkeypatch.setattr(files, "roots", lambda: ["/", "/home"])
    return made


def test_the_next_dialog_begins_where_the_last_file_was_opened(
    documents: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    def chosen(_parent: object, _title: str, where: str, _kinds: str) -> tuple[str, str]:
        begun.append(where)
        return str(tmp_path / "goi.xlsx"), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", chosen)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    window, memory = QWidget(), Kept()
    qtbot.addWidget(window)

    files.open_one(window, memory, "Open", "*.xlsx")
    files.save(window, memory, "Save", "bien-ban.pdf", "*.pdf")

    assert begun == [str(documents), str(tmp_path / "bien-ban.pdf")]


def test_a_dialog_that_was_cancelled_is_not_remembered(
    documents: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: "")
    window, memory = QWidget(), Kept()
    qtbot.addWidget(window)

    assert files.folder(window, memory, "Folder") is None
    assert memory == {}


@pytest.mark.parametrize(
    ("typed", "kinds", "written"),
    [
        ("bien-ban-24.11", "*.pdf", "bien-ban-24.11.pdf"),
        ("bien-ban.PDF", "*.pdf", "bien-ban.PDF"),
        ("bien-ban", "*.pdf *.xlsx", "bien-ban.pdf"),
        ("bien-ban.xlsx", "*.pdf *.xlsx", "bien-ban.xlsx"),
    ],
)
def test_a_name_without_an_ending_gets_it(
    typed: str, kinds: str, written: str, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / typed), ""))
    window = QWidget()
    qtbot.addWidget(window)

    assert files.save(window, Kept(), "Save", "bien-ban.pdf", kinds) == tmp_path / written


@pytest.mark.parametrize("agreed", [True, False])
def test_a_file_that_the_name_without_its_ending_would_replace_is_asked_about(
    agreed: bool, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dialog itself asks only about the name that was typed."""
    (tmp_path / "bien-ban.pdf").write_text("the minutes of yesterday")
    asked: list[str] = []

    def answer(_parent: object, title: str, *_words: str, **_how: bool) -> bool:
        asked.append(title)
        return agreed

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "bien-ban"), ""))
    monkeypatch.setattr(files.messages, "ask", answer)
    window = QWidget()
    qtbot.addWidget(window)

    chosen = files.save(window, Kept(), "Save", "bien-ban.pdf", "*.pdf")

    assert chosen == (tmp_path / "bien-ban.pdf" if agreed else None)
    assert len(asked) == 1
    assert "bien-ban.pdf" in asked[0]


def test_the_first_time_a_stick_that_is_in_comes_before_the_documents(
    documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "roots", lambda: ["/", "/media/an/STICK"])
    monkeypatch.setattr(files.sys, "platform", "linux")

    assert files.beginning(Kept()) == "/media/an/STICK"


def test_a_folder_that_has_gone_is_forgotten(documents: Path, tmp_path: Path) -> None:
    assert files.beginning(Kept({files.FOLDER: str(tmp_path / "stick-was-here")})) == str(documents)


def test_every_dialog_for_files_is_asked_in_this_way() -> None:
    """A QFileDialog of one's own would begin in the folder of the program."""
    asking = {
        str(file.relative_to(UI))
        for file in UI.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Name) and node.id == "QFileDialog"
    }

    assert asking == {"files.py"}
