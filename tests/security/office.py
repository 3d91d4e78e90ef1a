"""A made-up authority that issues certificates, key files and a software token: what people sign with, in tests."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from inspector.security import pades

PASS = "mật khẩu 1"
PIN = "1234"
DRIVER = Path("/usr/lib/softhsm/libsofthsm2.so")


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


@pytest.fixture(scope="session")
def office() -> Office:
    """One authority for all tests."""
    return Office()


@pytest.fixture(scope="session")
def token(office: Office, tmp_path_factory: pytest.TempPathFactory) -> pades.Certificate:
    """A software token with one key; it stands in for the real one."""
    folder = tmp_path_factory.mktemp("hsm")
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(config)
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "doan", "--so-pin", "12345678", "--pin", PIN],
        check=True,
        capture_output=True,
    )
    key, certificate = office.person("Lê Quốc Cường")
    pem = folder / "key.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    subprocess.run(
        ["softhsm2-util", "--import", pem, "--token", "doan", "--label", "khoa", "--id", "a1", "--pin", PIN],
        check=True,
        capture_output=True,
    )
    import pkcs11
    from pkcs11 import Attribute, CertificateType, ObjectClass

    with pkcs11.lib(str(DRIVER)).get_token(token_label="doan").open(user_pin=PIN, rw=True) as session:
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
    return pades.certificates(DRIVER)[0]
