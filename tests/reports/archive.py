"""
What PDF/A-2b (ISO 19005-2) asks of a file, read from its structure: a verifier of its own is not to be had offline.

    python -m tests.reports.archive FILE.pdf …

Not looked at: whether every operator of a page is one that the standard names, and the limits of numbers and nesting.
"""

from __future__ import annotations

import io
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from PIL import ImageCms

_ACTIONS = ("/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState")


def violations(content: bytes) -> list[str]:
    """Everything in a file that PDF/A-2b forbids, or that it misses."""
    return list(_violations(content))


def _violations(content: bytes) -> Iterator[str]:
    first, second = content.split(b"\n", 2)[:2]
    if not first.startswith(b"%PDF-1.") or second[:1] != b"%" or min(second[1:5], default=0) < 128:
        yield "6.1.2: the head names no version, or no binary comment follows it"
    if not content.rstrip().endswith(b"%%EOF"):
        yield "6.1.3: something follows the end"
    with pikepdf.open(io.BytesIO(content)) as file:
        if file.is_encrypted:
            yield "6.1.3: encrypted"
        if "/ID" not in file.trailer:
            yield "6.1.3: no file identifier"
        yield from _catalogue(file)
        yield from _metadata(file)
        for thing in file.objects:
            if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                yield from _thing(thing)


def _catalogue(file: pikepdf.Pdf) -> Iterator[str]:
    root: Any = file.Root
    intents = [intent for intent in root.get("/OutputIntents", []) if str(intent.S) == "/GTS_PDFA1"]
    if len(intents) != 1:
        yield "6.2.3: not one output intent"
    for intent in intents:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(intent.DestOutputProfile.read_bytes()))
        if profile.profile.xcolor_space.strip() != "RGB" or int(intent.DestOutputProfile.N) != 3:
            yield "6.2.3: the colour profile is none of three colours"
    for key in ("/AA", "/Requirements", "/OCProperties", "/Perms/UR3"):
        if key in root:
            yield f"6: {key} in the catalogue"
    if "/AcroForm" in root and (root.AcroForm.get("/NeedAppearances", False) or "/XFA" in root.AcroForm):
        yield "6.4: fields without a settled appearance"


def _metadata(file: pikepdf.Pdf) -> Iterator[str]:
    if "/Metadata" not in file.Root or "/Filter" in file.Root.Metadata:
        yield "6.6.2: no readable metadata"
        return
    said = file.docinfo
    with file.open_metadata() as meta:
        if meta.pdfa_status != "2B":
            yield "6.6.4: says not that it is PDF/A-2b"
        pairs = {
            "/Title": meta.get("dc:title"),
            "/Subject": meta.get("dc:description"),
            "/Author": ", ".join(meta.get("dc:creator", [])),
            "/Keywords": meta.get("pdf:Keywords"),
            "/Producer": meta.get("pdf:Producer"),
            "/Creator": meta.get("xmp:CreatorTool"),
        }
        for key, other in pairs.items():
            if key in said and str(said[key]) != str(other):
                yield f"6.6.3: {key} is told in two ways"


def _thing(thing: Any) -> Iterator[str]:
    kind = str(thing.get("/Type", ""))
    if str(thing.get("/SMask", "/None")) != "/None":
        yield "6.2.10: soft mask (transparency needs a blending space)"
    if any(float(thing[key]) < 1 for key in ("/CA", "/ca") if key in thing):
        yield "6.2.10: see-through paint"
    if str(thing.get("/S", "")) in _ACTIONS or "/JS" in thing or "/AA" in thing:
        yield "6.5: an action that is not allowed"
    if isinstance(thing, pikepdf.Stream):
        if "/F" in thing or "/LZWDecode" in str(thing.get("/Filter", "")):
            yield "6.1.7: stream outside the file, or LZW"
        if str(thing.get("/Subtype", "")) == "/Image" and (
            "/Alternates" in thing or "/OPI" in thing or thing.get("/Interpolate", False)
        ):
            yield "6.2.8: picture with alternates, OPI or interpolation"
        if str(thing.get("/ColorSpace", "")) == "/DeviceCMYK":
            yield "6.2.4: CMYK without a profile of its own"
        if "/Ref" in thing or str(thing.get("/Subtype", "")) == "/PS":
            yield "6.2.9: PostScript or a page of another file"
    if kind == "/Font" and str(thing.get("/Subtype", "")) in ("/TrueType", "/Type1"):
        yield from _font(thing)
    if kind == "/Annot" and str(thing.Subtype) != "/Popup":
        flags = int(thing.get("/F", 0))
        if not flags & 4 or flags & (1 | 2 | 32):
            yield "6.3.2: an annotation that is hidden or not printed"
        left, low, right, high = (float(value) for value in thing.Rect)
        if "/AP" not in thing and right > left and high > low:
            yield "6.3.3: an annotation without an appearance"


def _font(font: Any) -> Iterator[str]:
    name = str(font.BaseFont)
    held = font.get("/FontDescriptor", {})
    if "/FontFile2" not in held:
        yield f"6.2.11.4: {name} is not embedded"
        return
    if "/ToUnicode" not in font:
        yield f"6.2.11.7: {name} cannot be read back as text"
    if int(held.Flags) & 4 and "/Encoding" in font:
        yield f"6.2.11.6: {name} is symbolic and has an encoding"
    given = [float(width) for width in font.Widths]
    real = _advances(held.FontFile2.read_bytes())
    first = int(font.FirstChar)
    if any(abs(width - real.get(first + index, width)) > 1 for index, width in enumerate(given)):
        yield f"6.2.11.5: widths of {name} differ from those of its letters"


def _advances(program: bytes) -> dict[int, float]:
    """Code -> width of its glyph in a TrueType program with one table of codes, in thousandths."""

    def numbers(at: int, count: int) -> tuple[int, ...]:
        return struct.unpack(f">{count}H", program[at : at + 2 * count])

    tables = {
        program[at : at + 4]: struct.unpack(">L", program[at + 8 : at + 12])[0]
        for at in range(12, 12 + 16 * numbers(4, 1)[0], 16)
    }
    units = numbers(tables[b"head"] + 18, 1)[0]
    known = numbers(tables[b"hhea"] + 34, 1)[0]
    table = tables[b"cmap"] + struct.unpack(">L", program[tables[b"cmap"] + 8 :][:4])[0]
    kind, _length, _language, first, count = numbers(table, 5)
    if kind != 6:
        raise ValueError(f"table of codes of kind {kind}")
    widths = [numbers(tables[b"hmtx"] + 4 * glyph, 1)[0] * 1000 / units for glyph in range(known)]
    glyphs = enumerate(numbers(table + 10, count), first)
    return {code: widths[min(glyph, known - 1)] for code, glyph in glyphs if glyph}


if __name__ == "__main__":
    bad = 0
    for named in sys.argv[1:]:
        found = violations(Path(named).read_bytes())
        print(f"{named}: {'nothing against PDF/A-2b' if not found else ''}", *found, sep="\n  " if found else "")
        bad += bool(found)
    sys.exit(1 if bad else 0)
