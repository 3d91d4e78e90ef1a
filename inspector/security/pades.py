"""
Digital signatures inside a PDF (PAdES): places reserved for each party, signed one after the other, checked later.

Each signature is added at the end of the file, so those before it stay valid; the first one certifies what may still
happen: further signatures and nothing else. Nothing is ever fetched from a network. A verdict is a value.
"""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from inspector.errors import InspectorError
from inspector.i18n import N_

logging.getLogger("pyhanko").addHandler(logging.NullHandler())
"""A verdict says what was found; the library would print its own account of it, with a traceback, to the terminal."""


class SignatureError(InspectorError):
    """A PDF cannot be signed."""

    code = "signature"
    message = N_("The file cannot be signed: {reason}")


class KeyFileRefused(SignatureError):
    """A key file does not open."""

    code = "signature.key-file"
    message = N_("The key file {file} does not open with this passphrase.")
    hint = N_("Type the passphrase again, or ask whoever issued the certificate.")


class TokenRefused(SignatureError):
    """A token does not open, or is not there."""

    code = "signature.token"
    message = N_("The token refused: {reason}")
    hint = N_("Plug the token in, choose its driver in the settings, and check the PIN.")


class FieldTaken(SignatureError):
    """The place of a party is already signed, or there is none."""

    code = "signature.field"
    message = N_("There is no empty place for {field} in this file.")
    hint = N_("Check who has signed already; a correction is a supplementary paper.")


class NotAPdf(SignatureError):
    """The file is no PDF that can be read."""

    code = "signature.not-a-pdf"
    message = N_("{file} is not a PDF that can be read.")
    hint = N_("Choose the PDF itself; if it came by stick, copy it once more.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one party signs: page from 0, corners in points from the lower left of the page."""

    name: str
    page: int
    rectangle: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who a key belongs to, as a person chooses it from a list."""

    subject: str
    issuer: str
    begins: datetime
    ends: datetime
    fingerprint: str
    token: str = ""
    key_id: bytes = b""


@dataclass(frozen=True, slots=True)
class Party:
    """One signature as it was found."""

    field: str
    subject: str
    at: datetime | None
    intact: bool
    """What it covers was not changed."""
    valid: bool
    """The signature belongs to the certificate that stands in it."""
    trusted: bool
    """The certificate was issued by one of the roots given."""
    changed_after: bool
    """Something other than further signatures was added later."""
    issuer: str = ""

    @property
    def fault(self) -> str:
        """What is wrong: `unreadable`, `altered`, `invalid` or `changed`; empty when nothing is."""
        if not self.subject:
            return "unreadable"
        if not self.intact:
            return "altered"
        return "changed" if self.valid and self.changed_after else "" if self.valid else "invalid"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a file found."""

    intact: bool
    parties: tuple[Party, ...]
    open_places: tuple[str, ...]


class Key:
    """A private key that can sign, with its certificate. Made by `key_file` or `token_key`."""

    def __init__(self, signer: Any, certificate: Certificate) -> None:
        self.signer = signer
        self.certificate = certificate


def key_file(path: Path, passphrase: str) -> Key:
    """
    The key of a PKCS#12 file (.p12, .pfx).

    Raises:
        KeyFileRefused: wrong passphrase, or no such file.
    """
    from cryptography.hazmat.primitives.serialization import pkcs12
    from pyhanko.sign.signers import SimpleSigner

    try:
        content = path.read_bytes()
        key, certificate, _others = pkcs12.load_key_and_certificates(content, passphrase.encode())
    except (OSError, ValueError) as error:
        raise KeyFileRefused(file=path.name) from error
    signer = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=passphrase.encode())
    if key is None or certificate is None or signer is None:
        raise KeyFileRefused(file=path.name)
    return Key(signer, _certificate(signer.signing_cert))


def certificates(module: Path) -> list[Certificate]:
    """
    The certificates on every token that this driver sees; no PIN is needed to look.

    Raises:
        TokenRefused: the driver is none, or no token answers.
    """
    import pkcs11
    from asn1crypto import x509
    from pkcs11 import Attribute, ObjectClass

    found: list[Certificate] = []
    with _token_errors():
        for slot in pkcs11.lib(str(module)).get_slots(token_present=True):
            try:
                token = slot.get_token()
                session = token.open()
            except pkcs11.TokenNotRecognised:  # an empty slot, or a token that nobody has set up
                continue
            with session:
                for thing in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
                    certificate = x509.Certificate.load(thing[Attribute.VALUE])
                    found.append(_certificate(certificate, token=token.label, key_id=bytes(thing[Attribute.ID])))
    return sorted(found, key=lambda certificate: (certificate.subject, certificate.ends))


@contextmanager
def token_key(module: Path, chosen: Certificate, pin: str) -> Iterator[Key]:
    """
    The key on a token that belongs to a chosen certificate; the token is closed afterwards.

    Raises:
        TokenRefused: wrong PIN, token gone, or no such key on it.
    """
    import pkcs11
    from pyhanko.sign.pkcs11 import PKCS11Signer

    with _token_errors():
        session = pkcs11.lib(str(module)).get_token(token_label=chosen.token).open(user_pin=pin)
    with session:
        signer = PKCS11Signer(session, cert_id=chosen.key_id, key_id=chosen.key_id)
        with _token_errors():
            known = signer.signing_cert
        if known is None:
            raise TokenRefused(reason=chosen.subject)
        yield Key(signer, chosen)


def reserve(source: bytes, places: Sequence[Place]) -> bytes:
    """The file with an empty signature field for each party."""
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    writer = _writer(source)
    for place in places:
        left, low, right, high = (round(value) for value in place.rectangle)
        append_signature_field(writer, SigFieldSpec(place.name, on_page=place.page, box=(left, low, right, high)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def place_size(source: bytes, field: str) -> tuple[float, float]:
    """
    Width and height of a party's empty place, in points.

    Raises:
        FieldTaken: no empty place of that name.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    with _pdf_errors("PDF"):
        for name, value, reference in enumerate_sig_fields(PdfFileReader(io.BytesIO(source))):
            if name == field and value is None:
                left, low, right, high = (float(side) for side in reference.get_object()["/Rect"])
                return right - left, high - low
    raise FieldTaken(field=field)


def sign(
    source: bytes, field: str, key: Key, *, reason: str = "", place: str = "", appearance: bytes | None = None
) -> bytes:
    """
    The file with one party's signature. The first signature certifies: afterwards only signatures may be added.

    Args:
        appearance: a one-page PDF that is shown in the party's place; its fonts must be embedded.
    Raises:
        FieldTaken: no empty place of that name.
        TokenRefused: the token refused while signing.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    with _pdf_errors("PDF"):
        reader = PdfFileReader(io.BytesIO(source))
        fields = {name: value for name, value, _reference in enumerate_sig_fields(reader)}
    if field not in fields or fields[field] is not None:
        raise FieldTaken(field=field)
    meta = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        reason=reason or None,
        location=place or None,
        name=key.certificate.subject,
        subfilter=SigSeedSubFilter.PADES,
        certify=all(value is None for value in fields.values()),
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    with tempfile.TemporaryDirectory() as folder:
        style = _style(Path(folder), appearance)
        out = io.BytesIO()
        try:
            with _token_errors():
                PdfSigner(meta, key.signer, stamp_style=style).sign_pdf(_writer(source), output=out)
        except SigningError as error:
            raise SignatureError(reason=str(error)) from error
    return out.getvalue()


def verify(content: bytes, *, roots: Sequence[bytes] = (), name: str = "PDF") -> Verdict:
    """
    Who signed a file and whether it still is what they signed. `roots`: certificates (DER) that are trusted; `name`: what
    the file is called when it is refused.

    Raises:
        NotAPdf: the file cannot be read at all.
    """
    from asn1crypto import x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    with _pdf_errors(name):
        reader = PdfFileReader(io.BytesIO(content))
        open_places = tuple(name for name, value, _ref in enumerate_sig_fields(reader) if value is None)
        signatures = list(reader.embedded_regular_signatures)
    trusted = [x509.Certificate.load(root) for root in roots]
    parties: list[Party] = []
    for signature in signatures:
        context = ValidationContext(trust_roots=trusted, allow_fetching=False, revocation_mode="soft-fail")
        try:
            status = validate_pdf_signature(signature, signer_validation_context=context)
        except Exception:  # a damaged signature raises whatever its parser raises: the verdict names it
            parties.append(Party(signature.field_name or "?", "", None, False, False, False, False))
            continue
        from pyhanko.sign.diff_analysis import ModificationLevel

        changed = status.modification_level not in (
            None,
            ModificationLevel.NONE,
            ModificationLevel.LTA_UPDATES,
            ModificationLevel.FORM_FILLING,
        )
        parties.append(
            Party(
                signature.field_name,
                _name(signature.signer_cert),
                signature.self_reported_timestamp,
                bool(status.intact),
                bool(status.valid),
                bool(status.trusted),
                changed,
                _called(signature.signer_cert.issuer),
            )
        )
    return Verdict(bool(parties) and not any(party.fault for party in parties), tuple(parties), open_places)


def grew_from(before: bytes, after: bytes) -> bool:
    """Whether `after`, back from an outside signing tool, is `before` with something added and nothing changed."""
    return len(after) > len(before) and after[: len(before)] == before


def _style(folder: Path, appearance: bytes | None) -> Any:
    from pyhanko.pdf_utils import layout
    from pyhanko.stamp import StaticStampStyle

    if appearance is None:
        return None
    page = folder / "appearance.pdf"
    page.write_bytes(appearance)
    middle = layout.AxisAlignment.ALIGN_MID
    tight = layout.SimpleBoxLayoutRule(x_align=middle, y_align=middle, margins=layout.Margins(0, 0, 0, 0))
    return StaticStampStyle.from_pdf_file(str(page), border_width=0, background_opacity=1.0, background_layout=tight)


def _writer(source: bytes) -> Any:
    """Adds to a file and leaves what it says of itself: PDF/A wants that told the same way in both of its places."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    with _pdf_errors("PDF"):
        writer = IncrementalPdfFileWriter(io.BytesIO(source))
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    return writer


def _certificate(certificate: Any, *, token: str = "", key_id: bytes = b"") -> Certificate:
    return Certificate(
        _name(certificate),
        _called(certificate.issuer),
        certificate.not_valid_before,
        certificate.not_valid_after,
        certificate.sha256.hex(),
        token.strip(),
        key_id,
    )


def _name(certificate: Any) -> str:
    return _called(certificate.subject)


def _called(named: Any) -> str:
    return str(named.native.get("common_name") or named.human_friendly)


@contextmanager
def _token_errors() -> Iterator[None]:
    import pkcs11

    try:
        yield
    except (pkcs11.PKCS11Error, RuntimeError) as error:
        raise TokenRefused(reason=str(error) or type(error).__name__) from error


@contextmanager
def _pdf_errors(name: str) -> Iterator[None]:
    from pyhanko.pdf_utils.misc import PdfError

    try:
        yield
    except (PdfError, ValueError, KeyError, OSError, RecursionError) as error:
        raise NotAPdf(file=name, reason=str(error) or type(error).__name__) from error
