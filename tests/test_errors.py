"""What the terminal says when a file cannot be read: in Vietnamese, with the place and the cure, never a traceback."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from inspector.cli import main
from inspector.errors import FileUnreadable, fault_of

NOT_THERE = [
    ["verify", "khong-co.pdf"],
    ["verify", "khong-co.xlsx"],
    ["sites", "import", "khong-co.xlsx"],
    ["sites", "import", "khong-co.csv"],
    ["form", "check", "khong-co.xlsx"],
    ["form", "install", "khong-co.xlsx"],
    ["restore", "khong-co.db"],
]


@pytest.mark.parametrize("words", NOT_THERE, ids=" ".join)
def test_a_file_that_is_not_there_is_named_in_vietnamese(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--store", str(tmp_path / "a.db"), *words]) == 1
    said = capsys.readouterr().err
    assert words[-1] in said
    assert "không có tệp này" in said or "không tồn tại" in said
    assert "No such file" not in said
    assert "Traceback" not in said


def test_sentence_and_advice_are_two_sentences() -> None:
    line = FileUnreadable(file="a.xlsx", reason=fault_of(OSError(28, "No space left on device"))).line()
    assert "ổ đĩa đã đầy. Hãy" in line


def test_an_unusual_fault_keeps_the_words_of_the_system() -> None:
    assert fault_of(OSError(9999, "Something odd")) == "Something odd"
    assert fault_of(OSError()) == "OSError"


def test_a_workbook_that_is_open_in_excel_is_not_a_matter_of_rights() -> None:
    fault = PermissionError(13, "The process cannot access the file")
    fault.winerror = 32  # what Windows adds
    assert fault_of(fault) == fault_of(OSError(errno.EBUSY, "")) != fault_of(PermissionError(errno.EACCES, ""))
