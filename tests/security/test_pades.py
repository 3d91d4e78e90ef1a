"""Digital signatures in a PDF: by key file and by token, one party after the other, checked by a second tool."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from inspector.cli import main
from inspector.reports import appearance, minutes, pdf
from inspector.security import pades
from tests.reports.archive import violations
from tests.reports.sample import SCRIBBLE, visit

PASS = "mật khẩu 1"
MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")


class Office:
    """A made-up authority that issues certificates."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        self.root = self._certificate("CA thử nghiệm", self.key, None)

    def _certificate(self, name: str, key: rsa.RSAPrivateKey, issuer: x509.Certificate | None) -> x509.Certificate:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        begins = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(begins + dt.timedelta(days=900))
            .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        if issuer is not None:
            usage = dict.fromkeys(
                (
                    "key_encipherment",
                    "data_encipherment",
                    "key_agreement",
                    "key_cert_sign",
                    "crl_sign",
                    "encipher_only",
                    "decipher_only",
                ),
                False,
            )
            builder = builder.add_extension(
                x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
            )
        return builder.sign(self.key, hashes.SHA256())

    def person(self, name: str) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        """A key and its certificate."""
        key = rsa.generate_private_key(65537, 2048)
        return key, self._certificate(name, key, self.root)

    def key_file(self, name: str, path: Path) -> Path:
        """The same as a PKCS#12 file."""
        key, certificate = self.person(name)
        content = pkcs12.serialize_key_and_certificates(
            name.encode(), key, certificate, [self.root], BestAvailableEncryption(PASS.encode())
        )
        path.write_bytes(content)
        return path

    @property
    def trusted(self) -> bytes:
        """The root as others trust it."""
        return self.root.public_bytes(serialization.Encoding.DER)


@pytest.fixture(scope="module")
def office() -> Office:
    """One authority for all tests."""
    return Office()


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


@pytest.fixture(scope="module")
def token(office: Office, tmp_path_factory: pytest.TempPathFactory) -> pades.Certificate:
    """A software token with one key; it stands in for the real one."""
    folder = tmp_path_factory.mktemp("hsm")
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(config)
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "doan", "--so-pin", "12345678", "--pin", "1234"],
        check=True,
        capture_output=True,
    )
    key, certificate = office.person("Lê Quốc Cường")
    pem = folder / "key.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    subprocess.run(
        ["softhsm2-util", "--import", pem, "--token", "doan", "--label", "khoa", "--id", "a1", "--pin", "1234"],
        check=True,
        capture_output=True,
    )
    import pkcs11
    from pkcs11 import Attribute, CertificateType, ObjectClass

    with pkcs11.lib(str(MODULE)).get_token(token_label="doan").open(user_pin="1234", rw=True) as session:
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.TOKEN: True,
                Attribute.PRIVATE: False,
                Attribute.LABEL: "khoa",
                Attribute.ID: bytes.fromhex("a1"),
                Attribute.SUBJECT: certificate.subject.public_bytes(),
                Attribute.VALUE: certificate.public_bytes(serialization.Encoding.DER),
            }
        )
    return pades.certificates(MODULE)[0]


def test_certificates_of_a_token_are_listed_by_name_and_validity(token: pades.Certificate):
    assert token.subject == "Lê Quốc Cường"
    assert "CA thử nghiệm" in token.issuer
    assert token.ends > dt.datetime.now(dt.UTC) > token.begins
    assert token.token == "doan"


def test_a_token_signs_as_a_key_file_does(token: pades.Certificate, reserved: bytes, office: Office, keys):
    with pades.token_key(MODULE, token, "1234") as key:
        signed = pades.sign(reserved, "police", key)
    signed = pades.sign(signed, "site", keys["site"])

    verdict = pades.verify(signed, roots=[office.trusted])
    assert verdict.intact
    assert [party.subject for party in verdict.parties] == ["Lê Quốc Cường", "Đỗ Thị Hạnh"]


def test_a_wrong_pin_is_refused(token: pades.Certificate):
    with pytest.raises(pades.TokenRefused), pades.token_key(MODULE, token, "0000"):
        pass


def test_a_driver_that_is_none_is_refused(tmp_path: Path):
    path = tmp_path / "driver.so"
    path.write_bytes(b"none")

    with pytest.raises(pades.TokenRefused):
        pades.certificates(path)
