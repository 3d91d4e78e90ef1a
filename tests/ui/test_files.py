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
