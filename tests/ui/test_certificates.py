"""The PDF of the minutes is signed with certificates: by a key file, a token, and another program, in the open dialog."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from inspector import digital_signing, handover
from inspector.security import pades
from tests.security.office import DRIVER, PASS, PIN, Office
from tests.ui.desk import Desk
from tests.ui.test_signing import asked, press, ready, represent
from ui.signing.certificates import CertificatesDialog


@pytest.fixture
def dialog(desk: Desk, tmp_path: Path) -> CertificatesDialog:
    """Opened by the keyboard over a visit that can be signed, with a file that nobody has signed."""
    _visit, view = ready(desk, "TC-001/KV2", "infrastructure")
    represent(desk, view, "Bui Van Thi Diem")
    press(desk, view.signatures.certificates)
    opened: CertificatesDialog = asked(desk, view, CertificatesDialog)
    assert not opened.yes.isEnabled()
    assert not opened.back.isEnabled()
    opened.write_file(tmp_path / "minutes.pdf")
    desk.until(lambda: opened.file is not None)
    return opened


def signed_by(desk: Desk, dialog: CertificatesDialog, side: str, key: Path) -> None:
    dialog.place.setCurrentIndex(dialog.place.findData(side))
    dialog.key_path.setText(str(key))
    desk.keys(dialog.passphrase, PASS)
    press(desk, dialog.yes)
    desk.until(dialog.isEnabled)


def test_each_party_signs_the_same_file_in_its_turn(
    desk: Desk,
    dialog: CertificatesDialog,
    office: Office,
    token: pades.Certificate,
    tmp_path: Path,
) -> None:
    file = tmp_path / "minutes.pdf"
    signed_by(desk, dialog, "police", office.key_file("Lê Văn Ví Dụ", tmp_path / "police.p12"))
    assert [dialog.place.itemData(at) for at in range(dialog.place.count())] == ["vnpt", "site"]

    dialog.kind.choose("token")
    dialog.driver.setText(str(DRIVER))
    press(desk, dialog.look)
    desk.until(lambda: dialog.certificate.count() == 1)
    assert dialog.certificate.currentText().startswith(f"{token.subject} · valid until ")
    desk.keys(dialog.pin, PIN)
    press(desk, dialog.yes)
    desk.until(dialog.isEnabled)

    found = handover.verify(file)
    assert (found.intact, found.signed_by) == (True, ("Lê Văn Ví Dụ", token.subject))
    said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid.") == 2
    assert dialog.pin.text() == dialog.passphrase.text() == ""
    assert desk.window.memory.value("signing/driver") == str(DRIVER)


def test_a_wrong_passphrase_leaves_the_file_as_it_was(
    desk: Desk,
    dialog: CertificatesDialog,
    office: Office,
    tmp_path: Path,
) -> None:
    before = (tmp_path / "minutes.pdf").read_bytes()
    dialog.key_path.setText(str(office.key_file("Lê Văn Ví Dụ", tmp_path / "police.p12")))
    desk.keys(dialog.passphrase, "sai")
    press(desk, dialog.yes)
    desk.until(dialog.isEnabled)

    assert "police.p12" in dialog.said.text()
    assert (tmp_path / "minutes.pdf").read_bytes() == before
    assert dialog.yes.isEnabled()


def test_another_program_signs_a_copy_and_it_is_taken_back(
    desk: Desk,
    dialog: CertificatesDialog,
    office: Office,
    tmp_path: Path,
) -> None:
    file, copy = tmp_path / "minutes.pdf", tmp_path / "copy.pdf"
    key = pades.key_file(office.key_file("Trần Thị Bưởi", tmp_path / "vnpt.p12"), PASS)
    copy.write_bytes(pades.sign(file.read_bytes(), "vnpt", key))
    dialog.take_back(copy)
    desk.until(dialog.isEnabled)
    assert file.read_bytes() == copy.read_bytes()
    assert handover.verify(file).signed_by == ("Trần Thị Bưởi",)

    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.7\n" + copy.read_bytes())
    dialog.take_back(other)
    desk.until(dialog.isEnabled)
    assert "other.pdf" in dialog.said.text()
    assert file.read_bytes() == copy.read_bytes()


def test_a_file_that_was_changed_is_not_signed_any_more(
    desk: Desk,
    dialog: CertificatesDialog,
    office: Office,
    tmp_path: Path,
) -> None:
    signed_by(desk, dialog, "police", office.key_file("Lê Văn Ví Dụ", tmp_path / "police.p12"))
    content = bytearray((tmp_path / "minutes.pdf").read_bytes())
    content[content.index(b"stream") + 20] ^= 1
    (tmp_path / "changed.pdf").write_bytes(content)

    dialog.open_file(tmp_path / "changed.pdf")
    desk.until(lambda: dialog.file is not None and dialog.file.path.name == "changed.pdf")

    assert not dialog.yes.isEnabled()
    assert dialog.file is not None
    assert "has been changed since" in digital_signing.problems(dialog.file.verdict)[0]


def test_a_paper_without_places_is_refused_in_words(desk: Desk, dialog: CertificatesDialog, tmp_path: Path) -> None:
    plain = tmp_path / "plain.pdf"
    assert dialog.file is not None
    from inspector.reports import pdf

    pdf.render(dialog._document, plain)
    dialog.open_file(plain)
    desk.until(dialog.isEnabled)

    assert "plain.pdf" in dialog.said.text()
    desk.keys(dialog, Qt.Key.Key_Escape)
    desk.until(lambda: not dialog.isVisible())
