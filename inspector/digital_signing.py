"""
Minutes signed with certificates: one PDF with an empty place for each party, signed here with a key file or a token, or by
an outside tool and taken back. What a file says of its signers is told in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector import days
from inspector.errors import FileUnreadable, fault_of
from inspector.i18n import N_, _
from inspector.reports import appearance, pdf
from inspector.reports.document import Document
from inspector.reports.files import written
from inspector.security import pades
from inspector.sides import SIDES

_FAULTS = {
    "unreadable": N_("the signature cannot be read"),
    "altered": N_("what was signed has been changed since; ask the one who has the original"),
    "invalid": N_("the signature does not belong to the certificate that stands in it"),
    "changed": N_("something other than a signature was added afterwards; ask the one who has the original"),
}


class NotTheFile(pades.SignatureError):
    """What came back from an outside tool is not the file that went out."""

    code = "signature.not-the-file"
    message = N_("{file} is not the file that went out with a signature added.")
    hint = N_("Let the other tool sign the file that was written here, and nothing else be changed in it.")


class NoPlaces(pades.SignatureError):
    """A PDF in which no party has a place to sign."""

    code = "signature.no-places"
    message = N_("{file} has no places for signatures of parties.")
    hint = N_("Write the file anew from the visit, then sign it.")


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A PKCS#12 file and what opens it."""

    path: Path
    passphrase: str


@dataclass(frozen=True, slots=True)
class Token:
    """A certificate on a token: the token's driver, the certificate chosen on it, and the PIN."""

    driver: Path
    certificate: pades.Certificate
    pin: str


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A file as it stands now, and who signed it."""

    path: Path
    content: bytes
    verdict: pades.Verdict


def prepare(document: Document, path: Path) -> SignedFile:
    """Write minutes with an empty place for each party."""
    content, rendered = pdf.to_bytes(document)
    places = [pades.Place(box.key, box.page, box.rectangle) for box in rendered.boxes]
    return _kept(path, pades.reserve(content, places))


def opened(path: Path) -> SignedFile:
    """
    A file that others may have signed already.

    Raises:
        NoPlaces: it is a PDF, but not one that was written for signing.
    """
    content = _content(path)
    verdict = pades.verify(content, name=path.name)
    if not verdict.parties and not verdict.open_places:
        raise NoPlaces(file=path.name)
    return SignedFile(path, content, verdict)


def sign(path: Path, side: str, using: KeyFile | Token) -> SignedFile:
    """Sign for one side; the file takes the signature whole or stays as it was."""
    content = _content(path)
    if isinstance(using, KeyFile):
        return _kept(path, _signed(content, side, pades.key_file(using.path, using.passphrase)))
    with pades.token_key(using.driver, using.certificate, using.pin) as key:
        return _kept(path, _signed(content, side, key))


def taken_back(known: SignedFile, path: Path) -> SignedFile:
    """
    Take the signatures that an outside tool added into the file here.

    Raises:
        NotTheFile: it does not begin with the file that went out, or nobody signed it.
    """
    content = _content(path)
    if not pades.grew_from(known.content, content):
        raise NotTheFile(file=path.name)
    if len(pades.verify(content, name=path.name).parties) <= len(known.verdict.parties):
        raise NotTheFile(file=path.name)
    return _kept(known.path, content)


def signed(verdict: pades.Verdict) -> list[str]:
    """Who signed when, and whose certificate it is."""
    return [_stood(party) for party in verdict.parties if not party.fault]


def waiting(verdict: pades.Verdict) -> list[str]:
    """Who has not signed yet."""
    return [_("{side}: not signed yet").format(side=side_words(place)) for place in verdict.open_places]


def problems(verdict: pades.Verdict) -> list[str]:
    """What is wrong with the signatures."""
    return [_said(party, _(_FAULTS[party.fault])) for party in verdict.parties if party.fault]


def side_words(place: str) -> str:
    """The party of a place."""
    return _(SIDES[place]) if place in SIDES else place


def _signed(content: bytes, side: str, key: pades.Key) -> bytes:
    at = days.now().isoformat()
    lines = (_("Digitally signed by {name}").format(name=key.certificate.subject), at)
    shown = appearance.draw(pades.place_size(content, side), lines)
    return pades.sign(content, side, key, appearance=shown)


def _stood(party: pades.Party) -> str:
    at = party.at.astimezone(days.HERE).strftime("%H:%M:%S, %d/%m/%Y") if party.at else "?"
    known = _("issued by {issuer}") if party.trusted else _("issued by {issuer}, whose root is not known here")
    return _said(party, _("signed at {at}, certificate {known}").format(at=at, known=known.format(issuer=party.issuer)))


def _said(party: pades.Party, words: str) -> str:
    return f"{side_words(party.field)}, {party.subject or '?'}: {words}"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise FileUnreadable(file=path.name, reason=fault_of(fault)) from None


def _kept(path: Path, content: bytes) -> SignedFile:
    with written(path) as file:
        file.write(content)
    return SignedFile(path, content, pades.verify(content))
