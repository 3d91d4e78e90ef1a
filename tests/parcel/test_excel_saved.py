"""
What Excel is known to do to a workbook that it opens and saves, done to a real parcel one by one: it is intact afterwards.

Each rewriting takes the parts of the package (name -> bytes) and gives them back as Excel leaves them.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.utils.datetime import from_excel

from inspector import handover, parcel
from inspector.demo.pictures import taken
from tests.scenario import Laptop

ITEM, MEASURED = "s3/ht_16", "s3/ht_16_m"
NOTE = "  Dòng một\nDòng hai _x0041_ &amp; <b> "
Parts = dict[str, bytes]
REWRITINGS: dict[str, Callable[[Parts], Parts]] = {}
SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")


def rewriting(name: str) -> Callable[[Callable[[Parts], Parts]], Callable[[Parts], Parts]]:
    def note(function: Callable[[Parts], Parts]) -> Callable[[Parts], Parts]:
        REWRITINGS[name] = function
        return function

    return note


def on_sheets(parts: Parts, change: Callable[[str], str]) -> Parts:
    return {name: change(part.decode()).encode() if SHEET.fullmatch(name) else part for name, part in parts.items()}


def with_part(parts: Parts, name: str, content: str, kind: str) -> Parts:
    """One part more, named in the list of content types."""
    types = parts["[Content_Types].xml"].decode()
    types = types.replace("</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>')
    return {**parts, name: content.encode(), "[Content_Types].xml": types.encode()}


def with_relation(parts: Parts, kind: str, target: str, part: str = "xl/_rels/workbook.xml.rels") -> Parts:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    one = f'<Relationship Id="rId900{len(parts)}" Type="{base}/{kind}" Target="{target}"/>'
    return {**parts, part: parts[part].replace(b"</Relationships>", one.encode() + b"</Relationships>")}


def _shared(parts: Parts, item: Callable[[str], str]) -> Parts:
    """Texts in the cells move to the table of shared strings, each once."""
    places: dict[str, int] = {}

    def moved(found: re.Match[str]) -> str:
        place = places.setdefault(found[2], len(places))
        return f'<c{found[1]} t="s"><v>{place}</v></c>'

    parts = on_sheets(
        parts,
        lambda xml: re.sub(
            r'<c([^>]*?) t="inlineStr"><is><t(?: xml:space="preserve")?>(.*?)</t></is></c>', moved, xml, flags=re.S
        ),
    )
    body = "".join(f"<si>{item(text)}</si>" for text in places)
    xml = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="{len(places)}">{body}</sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts = with_part(parts, "xl/sharedStrings.xml", xml, kind)
    return with_relation(parts, "sharedStrings", "sharedStrings.xml")


def _kept_space(text: str) -> str:
    return f'<t xml:space="preserve">{text}</t>' if text != text.strip() or "\n" in text else f"<t>{text}</t>"


@rewriting("texts move to the shared strings")
def shared(parts: Parts) -> Parts:
    return _shared(parts, _kept_space)


@rewriting("a text becomes runs of rich text with a phonetic hint")
def rich(parts: Parts) -> Parts:
    def item(text: str) -> str:
        half = len(text) // 2 if "&" not in text else 0
        runs = "".join(
            f'<r><rPr><sz val="11"/></rPr><t xml:space="preserve">{one}</t></r>' for one in (text[:half], text[half:])
        )
        return runs + '<phoneticPr fontId="1"/>'

    return _shared(parts, item)


@rewriting("line ends are written as _x000D_ and a line feed")
def carriage(parts: Parts) -> Parts:
    return _shared(parts, lambda text: _kept_space(text.replace("\n", "_x000D_\n")))


@rewriting("a chain of calculation appears")
def calc_chain(parts: Parts) -> Parts:
    xml = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A1" i="1"/></calcChain>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    return with_relation(with_part(parts, "xl/calcChain.xml", xml, kind), "calcChain", "calcChain.xml")


@rewriting("properties and theme are dropped")
def dropped(parts: Parts) -> Parts:
    gone = [name for name in parts if name.startswith(("docProps/", "xl/theme/"))]
    for name in gone:
        parts["[Content_Types].xml"] = re.sub(
            rb'<Override[^>]*PartName="/' + re.escape(name.encode()) + rb'"[^>]*/>', b"", parts["[Content_Types].xml"]
        )
    for rels in ("_rels/.rels", "xl/_rels/workbook.xml.rels"):
        parts[rels] = re.sub(rb"<Relationship [^>]*(?:docProps|theme)[^>]*/>", b"", parts[rels])
    return {name: part for name, part in parts.items() if name not in gone}


@rewriting("styles are written anew and cells lose theirs")
def styles(parts: Parts) -> Parts:
    return on_sheets(parts, lambda xml: re.sub(r'(<(?:c|row|col)\b[^>]*?) s="\d+"', r"\1", xml))


@rewriting("the parts of the package stand in another order")
def order(parts: Parts) -> Parts:
    return dict(sorted(parts.items(), reverse=True))


@rewriting("targets are absolute paths")
def absolute(parts: Parts) -> Parts:
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = re.sub(rb'Target="/?(?:xl/)?([^"]*)"', rb'Target="/xl/\1"', parts[rels])
    return parts


@rewriting("targets are relative paths")
def relative(parts: Parts) -> Parts:
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b'Target="/xl/', b'Target="')
    return parts


@rewriting("sheets get other file names")
def renumbered(parts: Parts) -> Parts:
    last = max(int(found[1]) for name in parts if (found := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)))

    def other(found: re.Match[bytes]) -> bytes:
        return b"sheet%d.xml" % (last + 1 - int(found[1]))

    made = {}
    for name, part in parts.items():
        if name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
            part = re.sub(rb"sheet(\d+)\.xml", other, part)
        made[re.sub(rb"sheet(\d+)\.xml", other, name.encode()).decode()] = part
    return made


@rewriting("pictures get other file names and endings")
def pictures(parts: Parts) -> Parts:
    made = {}
    for name, part in parts.items():
        if name.startswith("xl/drawings/_rels/"):
            part = part.replace(b".jpeg", b"0.jpg")
        made[re.sub(r"(xl/media/.*)\.jpeg", r"\g<1>0.jpg", name)] = part
    made["[Content_Types].xml"] = made["[Content_Types].xml"].replace(
        b"</Types>", b'<Default Extension="jpg" ContentType="image/jpeg"/></Types>'
    )
    return made


@rewriting("namespaces of later versions and extension lists appear")
def extended(parts: Parts) -> Parts:
    later = (
        '<worksheet xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" '
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
        'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
        'xr:uid="{00000000-0001-0000-0000-000000000000}" '
    )
    end = '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"/></extLst></worksheet>'
    return on_sheets(
        parts,
        lambda xml: (
            re.sub(r"<row ", '<row x14ac:dyDescent="0.25" spans="1:9" ', xml)
            .replace("<worksheet ", later, 1)
            .replace("</worksheet>", end)
        ),
    )


@rewriting("the XML begins with a mark of its byte order and a standalone declaration")
def declared(parts: Parts) -> Parts:
    head = '\ufeff<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    return {
        name: (head + re.sub(r"^<\?xml.*?\?>\s*", "", part.decode())).encode() if name.endswith(".xml") else part
        for name, part in parts.items()
    }


@rewriting("empty cells are left out")
def sparse(parts: Parts) -> Parts:
    return on_sheets(parts, lambda xml: re.sub(r'<c r="[A-Z]+\d+"(?: s="\d+")?(?: t="n")?\s*(?:/>|></c>)', "", xml))


@rewriting("rows are hidden by a filter, and its name is defined")
def filtered(parts: Parts) -> Parts:
    return on_sheets(parts, lambda xml: re.sub(r'<row r="([5-9])"', r'<row r="\1" hidden="1"', xml))


@rewriting("hidden sheets are made visible")
def shown(parts: Parts) -> Parts:
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'state="hidden"', b'state="visible"')
    return parts


@rewriting("hidden sheets become very hidden")
def very_hidden(parts: Parts) -> Parts:
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'state="hidden"', b'state="veryHidden"')
    return parts


@rewriting("a comment is added to a cell")
def commented(parts: Parts) -> Parts:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = (
        f'<comments xmlns="{main}"><authors><author>A</author></authors><commentList><comment ref="B4" authorId="0">'
        "<text><t>Xem lại.</t></text></comment></commentList></comments>"
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
    parts = with_part(parts, "xl/comments1.xml", xml, kind)
    rels = "xl/worksheets/_rels/sheet2.xml.rels"
    parts.setdefault(
        rels, b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    return with_relation(parts, "comments", "../comments1.xml", rels)


@rewriting("it is saved as strict Open XML")
def strict(parts: Parts) -> Parts:
    main = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    office = (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    return {
        name: part.replace(*main).replace(*office) if name.endswith((".xml", ".rels")) else part
        for name, part in parts.items()
    }


@rewriting("a measured number is stored as text")
def number_as_text(parts: Parts) -> Parts:
    return on_sheets(
        parts,
        lambda xml: re.sub(r'<c (r="D\d+"[^>]*?)(?: t="n")?><v>([\d.]+)</v></c>', r'<c \1 t="str"><v>\2</v></c>', xml),
    )


@rewriting("a measured number is written with all its digits")
def long_number(parts: Parts) -> Parts:
    return on_sheets(parts, lambda xml: xml.replace("<v>0.3</v>", "<v>0.29999999999999999</v>"))


@rewriting("days and moments are written as in the strict form of the format")
def dates(parts: Parts) -> Parts:
    return on_sheets(
        parts,
        lambda xml: re.sub(
            r'<c r="(\w+)" (s="\d+") t="n"><v>(4\d{4}(?:\.\d+)?)</v></c>',
            lambda cell: f'<c r="{cell[1]}" {cell[2]} t="d"><v>{from_excel(float(cell[3])).isoformat()}</v></c>',
            xml,
        ),
    )


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    laptop = Laptop(tmp_path_factory.mktemp("excel"), "a")
    visit = laptop.start()
    laptop.answer(visit, ITEM, "fail", NOTE)
    laptop.answer(visit, MEASURED, "0.3")
    moment = datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC)
    laptop.photograph(visit, ITEM, taken("cable", "x", moment))
    content = laptop.export(visit).read_bytes()
    laptop.store.close()
    return content


def opened(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def saved(parts: Parts, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


@pytest.mark.parametrize("name", REWRITINGS)
def test_it_is_intact_when(name: str, handed: bytes, tmp_path: Path) -> None:
    before = opened(handed)
    parts = REWRITINGS[name](dict(before))
    assert list(parts.items()) != list(before.items()), "this rewriting does nothing"
    path = saved(parts, tmp_path / "saved.xlsx")
    found = handover.verify(path)

    assert (found.intact, found.problems) == (True, ())
    assert handover.read(path).entries == parcel.read(handed, file="x").entries


def test_it_is_intact_when_all_of_it_happens_at_once(handed: bytes, tmp_path: Path) -> None:
    parts = opened(handed)
    for change in REWRITINGS.values():
        if change not in (rich, carriage, very_hidden, dates, long_number):  # each stands instead of another one
            parts = change(parts)
    found = handover.verify(saved(parts, tmp_path / "saved.xlsx"))

    assert (found.intact, found.problems) == (True, ())
