"""Tags in use: label sheets for sites of the register, and which site a scanned tag belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inspector import people, photos, sites, tags
from inspector.model import Device, Op, Site
from inspector.reports.files import written
from inspector.security import keys
from inspector.store import Changes, Reader, Store
from inspector.tags import label, scan
from inspector.tags.payload import key_mark

Progress = Callable[[int, int], None]
SIDE = 3200
"""Pixels of the longer side at which a picture is searched."""


class Seal(StrEnum):
    """What the seal on a tag is worth here."""

    NONE = "none"
    HOLDS = "holds"
    FORGED = "forged"
    STRANGER = "stranger"
    """By a key that this store has never heard of."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A tag that was read, and the site it belongs to where the register knows one."""

    tag: tags.Tag
    site: Site | None
    seal: Seal = Seal.NONE


def write_sheet(
    path: Path,
    chosen: Iterable[Site],
    *,
    layout: str = label.DEFAULT,
    start: int = 1,
    office: keys.KeyPair | None = None,
    progress: Progress | None = None,
) -> tuple[int, int]:
    """Write label sheets for these sites; how many tags and pages. Raises TagError, FileUnwritable."""
    labels = [label.Label(_said(site.code, office), site.code, site.name) for site in chosen]
    content = label.sheets(labels, layout=layout or label.DEFAULT, start=start, progress=progress)
    with written(path) as file:
        file.write(content)
    return len(labels), label.pages(len(labels), layout or label.DEFAULT, start)


def office_key(store: Store, *, by: str) -> tuple[keys.KeyPair, Changes]:
    """The key with which this device seals tags, and what its first use added to the journal."""
    with store.transact(Op.SET_UP, by=by) as tx:
        pair = people.device_key(tx)
    return pair, tx.changes


def _said(code: str, office: keys.KeyPair | None) -> str:
    if office is None:
        return tags.payload_of(code)
    return tags.sealed_payload(code, public=office.public, seal=keys.seal(office.secret, tags.message_of(code)))


def trusted(tag: tags.Tag, offices: Iterable[str]) -> bool:
    """Whether one of these offices (public keys) sealed the tag; a forged tag has no such seal."""
    return bool(tag.seal) and any(keys.holds(key, tags.message_of(tag.code), tag.seal) for key in offices)


def seal_of(reader: Reader, tag: tags.Tag) -> Seal:
    """Whether the seal on a tag holds, by the keys of the devices that this store knows."""
    if not tag.seal:
        return Seal.NONE
    known = [device.key for device in reader.all(Device) if device.key and key_mark(device.key) == tag.key]
    if not known:
        return Seal.STRANGER
    return Seal.HOLDS if trusted(tag, known) else Seal.FORGED


def texts_in(path: Path) -> list[str]:
    """The texts of the symbols in a picture, from the top down. Raises PictureError, FileUnreadable."""
    return scan.texts(*photos.grey(path, SIDE))


def in_picture(reader: Reader, path: Path) -> list[Scanned]:
    """The tags in a picture, from the top down. Raises PictureError, FileUnreadable."""
    return belonging(reader, texts_in(path))


def belonging(reader: Reader, texts: Sequence[str]) -> list[Scanned]:
    """The tags that these texts are, each with its site."""
    found = [tags.read_payload(text) for text in texts]
    return [Scanned(tag, site_of(reader, tag), seal_of(reader, tag)) for tag in found]


def site_of(reader: Reader, tag: tags.Tag) -> Site | None:
    """The site of a tag; None for one that is damaged, or that the register does not know."""
    for code in (tag.code, *tag.others):
        try:
            return sites.named(reader, code) if code else None
        except sites.SiteUnknown:
            continue
    return None
