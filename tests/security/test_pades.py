"""Digital signatures in a PDF: by key file and by token, one party after the other, checked by a second tool."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from pathlib import Path

import pikepdf
import pytest

from inspector.cli import main
from inspector.reports import appearance, minutes, pdf
from inspector.security import pades
from tests.reports.archive import violations
from tests.reports.sample import SCRIBBLE, visit
from tests.security.office import DRIVER, PASS, Office


@pytest.fixture(scope="module")
def reserved() -> bytes:
    """Minutes with an empty place for each of three parties."""
    content, rendered = pdf.to_bytes(minutes.build(visit(signed=False)))
    return pades.reserve(content, [pades.Place(box.key, box.page, box.rectangle) for box in rendered.boxes])


@pytest.fixture(scope="module")
def keys(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pades.Key]:
    """A key file for each side."""
    folder = tmp_path_factory.mktemp("keys")
    names = {"police": "Nguyễn Văn Ánh", "vnpt": "Trần Thị Bưởi", "site": "Đỗ Thị Hạnh"}
    return {side: pades.key_file(office.key_file(name, folder / f"{side}.p12"), PASS) for side, name in names.items()}


def test_every_party_finds_its_empty_place(reserved: bytes):
    verdict = pades.verify(reserved)

    assert verdict.open_places == ("police", "vnpt", "site")
    assert not verdict.intact


def test_two_parties_sign_one_after_the_other_and_both_stay_valid(reserved: bytes, keys, office: Office):
    first = pades.sign(reserved, "police", keys["police"], reason="Đã kiểm tra", place="Thanh Hóa")
    second = pades.sign(first, "vnpt", keys["vnpt"])

    verdict = pades.verify(second, roots=[office.trusted])

    assert verdict.intact
    assert [(party.field, party.subject) for party in verdict.parties] == [
        ("police", "Nguyễn Văn Ánh"),
        ("vnpt", "Trần Thị Bưởi"),
    ]
    assert all(party.intact and party.valid and party.trusted and not party.changed_after for party in verdict.parties)
    assert verdict.open_places == ("site",)
    assert pades.grew_from(first, second)


def test_a_second_tool_agrees(reserved: bytes, keys, tmp_path: Path):
    """poppler's pdfsig checks the mathematics; it knows nothing of our certificates."""
    path = tmp_path / "signed.pdf"
    content = reserved
    for side in ("police", "vnpt", "site"):
        content = pades.sign(content, side, keys[side])
    path.write_bytes(content)

    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout

    assert said.count("Signature is Valid.") == 3
    for name in ("Nguyễn Văn Ánh", "Trần Thị Bưởi", "Đỗ Thị Hạnh"):
        assert name in said
    assert said.count("ETSI.CAdES.detached") == 3


def test_one_changed_byte_is_noticed_by_both(reserved: bytes, keys, tmp_path: Path):
    signed = bytearray(pades.sign(reserved, "police", keys["police"]))
    place = signed.index(b"stream") + 20
    signed[place] ^= 1

    verdict = pades.verify(bytes(signed))

    assert not verdict.intact
    assert [(party.field, party.fault) for party in verdict.parties] == [("police", "altered")]
    path = tmp_path / "altered.pdf"
    path.write_bytes(bytes(signed))
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert "Digest Mismatch" in said


def test_verify_names_every_party_in_words_and_nothing_else(
    reserved: bytes, keys, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    path = tmp_path / "two.pdf"
    path.write_bytes(pades.sign(pades.sign(reserved, "police", keys["police"]), "vnpt", keys["vnpt"]))

    assert main(["verify", str(path)]) == 0

    done = capfd.readouterr()
    assert done.err == ""
    assert done.out.splitlines()[:3] == ["Nguyên vẹn.", "Người ký: Nguyễn Văn Ánh", "Người ký: Trần Thị Bưởi"]
    assert "Công an, Nguyễn Văn Ánh: ký lúc " in done.out
    assert "Cơ sở: chưa ký" in done.out


def test_verify_says_in_words_what_was_altered(
    reserved: bytes, keys, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    path = tmp_path / "altered.pdf"
    signed = bytearray(pades.sign(reserved, "police", keys["police"]))
    signed[signed.index(b"stream") + 20] ^= 1
    path.write_bytes(signed)

    assert main(["verify", str(path)]) == 1

    done = capfd.readouterr()
    assert done.err == ""
    assert "Công an, Nguyễn Văn Ánh: nội dung đã ký bị thay đổi sau khi ký" in done.out


def test_a_signed_file_stays_fit_for_the_archive(reserved: bytes, keys):
    signed = pades.sign(pades.sign(reserved, "police", keys["police"]), "vnpt", keys["vnpt"])

    assert violations(signed) == []


def test_a_page_added_after_the_signature_is_noticed(reserved: bytes, keys):
    signed = pades.sign(reserved, "police", keys["police"])
    with pikepdf.open(io.BytesIO(signed)) as file:
        file.add_blank_page()
        out = io.BytesIO()
        file.save(out)

    assert not pades.verify(out.getvalue()).intact


def test_the_first_signature_certifies_and_allows_only_signatures(reserved: bytes, keys):
    signed = pades.sign(reserved, "police", keys["police"])

    with pikepdf.open(io.BytesIO(signed)) as file:
        assert "/DocMDP" in file.Root.Perms
        assert int(file.Root.Perms.DocMDP.Reference[0].TransformParams.P) == 2


def test_a_visible_appearance_brings_its_own_fonts(reserved: bytes, keys, tmp_path: Path):
    shown = appearance.draw((148, 71), ("Nguyễn Văn Ánh", "2026-01-05T11:25:00+07:00"), SCRIBBLE)
    path = tmp_path / "signed.pdf"

    path.write_bytes(pades.sign(reserved, "police", keys["police"], appearance=shown))

    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "2026-01-05T11:25:00+07:00" in said
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    assert " no " not in "".join(line[50:72] for line in fonts.splitlines()[2:])
    assert pades.verify(path.read_bytes()).intact


def test_without_the_root_a_signature_is_valid_but_not_trusted(reserved: bytes, keys):
    party = pades.verify(pades.sign(reserved, "police", keys["police"])).parties[0]

    assert (party.intact, party.valid, party.trusted) == (True, True, False)


def test_a_place_that_is_taken_is_refused(reserved: bytes, keys):
    signed = pades.sign(reserved, "police", keys["police"])

    with pytest.raises(pades.FieldTaken, match="police"):
        pades.sign(signed, "police", keys["vnpt"])
    with pytest.raises(pades.FieldTaken):
        pades.sign(signed, "landlord", keys["vnpt"])


def test_a_wrong_passphrase_is_refused(office: Office, tmp_path: Path):
    path = office.key_file("Nguyễn Văn Ánh", tmp_path / "key.p12")

    with pytest.raises(pades.KeyFileRefused, match=r"key\.p12"):
        pades.key_file(path, "sai")
    with pytest.raises(pades.KeyFileRefused):
        pades.key_file(tmp_path / "none.p12", PASS)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 cut", b"not a pdf at all"])
def test_what_is_no_pdf_is_refused(content: bytes, keys):
    with pytest.raises(pades.NotAPdf):
        pades.verify(content)
    with pytest.raises(pades.NotAPdf):
        pades.sign(content, "police", keys["police"])


def test_back_from_an_outside_tool_the_beginning_must_be_ours(reserved: bytes, keys):
    signed = pades.sign(reserved, "police", keys["police"])

    assert pades.grew_from(reserved, signed)
    assert not pades.grew_from(signed, reserved)
    assert not pades.grew_from(reserved, signed[:100] + b"x" + signed[101:])


def test_certificates_of_a_token_are_listed_by_name_and_validity(token: pades.Certificate):
    assert token.subject == "Lê Quốc Cường"
    assert "CA thử nghiệm" in token.issuer
    assert token.ends > dt.datetime.now(dt.UTC) > token.begins
    assert token.token == "doan"


def test_a_token_signs_as_a_key_file_does(token: pades.Certificate, reserved: bytes, office: Office, keys):
    with pades.token_key(DRIVER, token, "1234") as key:
        signed = pades.sign(reserved, "police", key)
    signed = pades.sign(signed, "site", keys["site"])

    verdict = pades.verify(signed, roots=[office.trusted])
    assert verdict.intact
    assert [party.subject for party in verdict.parties] == ["Lê Quốc Cường", "Đỗ Thị Hạnh"]


def test_a_wrong_pin_is_refused(token: pades.Certificate):
    with pytest.raises(pades.TokenRefused), pades.token_key(DRIVER, token, "0000"):
        pass


def test_a_driver_that_is_none_is_refused(tmp_path: Path):
    path = tmp_path / "driver.so"
    path.write_bytes(b"none")

    with pytest.raises(pades.TokenRefused):
        pades.certificates(path)
