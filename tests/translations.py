"""
Compile the Vietnamese catalogue: every fragment under resources/translations/vi/ into one vi.mo.

    python -m tests.translations            compile; exit 1 when a text of the program has no translation
    python -m tests.translations --check    the same, and exit 1 when vi.mo on disk is not what would be compiled
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"


def messages() -> dict[str | tuple[str, ...], str]:
    """Every text that the program marks for translation, and the first place that does."""
    found: dict[str | tuple[str, ...], str] = {}
    for package in ("inspector", "ui"):
        keywords = {"_": None, "N_": None, "ngettext": (1, 2)}
        extracted = extract_from_dir(str(ROOT / package), [("**.py", "python")], keywords=keywords)
        for file, line, message, _comments, _context in extracted:
            found.setdefault(message, f"{package}/{file}:{line}")
    return found


def merged() -> tuple[Catalog, list[str]]:
    """All fragments in one catalogue, and what two fragments say differently."""
    catalogue = Catalog(locale="vi", domain="inspector", fuzzy=False)
    clashes = []
    for path in sorted((FOLDER / "vi").glob("*.po")):
        with path.open("rb") as file:
            fragment = read_po(file, locale="vi")
        for message in fragment:
            if not message.id or not message.string:
                continue
            known = catalogue.get(message.id)
            if known is not None and known.string != message.string:
                clashes.append(f"{path.name}: {message.id!r} is {message.string!r} here and {known.string!r} elsewhere")
            catalogue.add(message.id, message.string)
    return catalogue, clashes


def compiled(catalogue: Catalog) -> bytes:
    """The .mo file as bytes; the same catalogue gives the same bytes."""
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def untranslated() -> list[str]:
    """Texts of the program that no fragment translates, with the place that says them."""
    catalogue, _clashes = merged()
    missing = []
    for message, place in sorted(messages().items(), key=lambda item: item[1]):
        found = catalogue.get(message[0] if isinstance(message, tuple) else message)
        if found is None or not found.string or (isinstance(message, tuple) and isinstance(found.id, str)):
            missing.append(f"{place}: {message!r}")
    return missing


def main(arguments: list[str]) -> int:
    catalogue, clashes = merged()
    missing = untranslated()
    for line in [*clashes, *missing]:
        print(line)
    target = FOLDER / "vi.mo"
    fresh = compiled(catalogue)
    stale = not target.exists() or target.read_bytes() != fresh
    if stale:
        target.write_bytes(fresh)
    if "--check" in arguments and stale:
        print(f"{target.name} was not up to date")
        return 1
    print(f"{len(catalogue)} texts, {len(missing)} untranslated, {len(clashes)} said twice")
    return 1 if missing or clashes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
