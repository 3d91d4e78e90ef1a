"""
A second reader, written from the words of `inspector/parcel/README.md` alone: whoever reads that page can read a parcel.

Nothing of the program reads here; the program only makes the workbook, and is asked at the end what it put into it.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector.demo.pictures import taken
from tests.scenario import Laptop

ITEM = "s3/ht_16"
NOTE = "Cáp võng _x0041_ " + "rất dài " * 8_000
SPREADSHEET = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def hidden_sheets(workbook: Path) -> dict[str, dict[str, str]]:
    """The hidden sheets: what stands in A -> the pieces from B on, joined."""
    with zipfile.ZipFile(workbook) as archive:

        def tree(part: str) -> ElementTree.Element:
            return ElementTree.fromstring(archive.read(part))

        def words(item: ElementTree.Element) -> str:
            return "".join(text.text or "" for text in item.iterfind(".//m:t", SPREADSHEET))

        shared = "xl/sharedStrings.xml"
        known = tree(shared).findall("m:si", SPREADSHEET) if shared in archive.namelist() else []
        parts = {one.get("Id"): one.get("Target", "").lstrip("/") for one in tree("xl/_rels/workbook.xml.rels")}
        found = {}
        for sheet in tree("xl/workbook.xml").iterfind("m:sheets/m:sheet", SPREADSHEET):
            if sheet.get("state") not in ("hidden", "veryHidden"):
                continue
            target = parts[sheet.get(RELATION)]
            xml = tree(target if target.startswith("xl/") else f"xl/{target}")
            rows: dict[str, str] = {}
            for row in xml.iterfind("m:sheetData/m:row", SPREADSHEET):
                texts = {}
                for cell in row:
                    column = "".join(filter(str.isalpha, cell.get("r", "")))
                    if cell.get("t") == "inlineStr":
                        texts[column] = words(cell)
                    elif cell.get("t") == "s":
                        texts[column] = words(known[int(cell.findtext("m:v", "0", SPREADSHEET))])
                pieces = [texts[name] for name in sorted(texts, key=lambda name: (len(name), name)) if name != "A"]
                rows[unescaped(texts.get("A", ""))] = "".join(map(unescaped, pieces))
            found[sheet.get("name", "")] = rows
    return found


def unescaped(text: str) -> str:
    return text.replace("_x005F_", "_")


def sayings(entries: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for line in entries.values():
        for kind, uid, field, value, _over in json.loads(line)[8]:
            yield kind, uid, field, value


def seal_holds(manifest: dict[str, Any]) -> bool:
    said = {name: value for name, value in manifest.items() if name != "seal"}
    said = {name: value for name, value in said.items() if value or name not in ("purpose", "reduced")}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(manifest["key"]))
    try:
        key.verify(bytes.fromhex(manifest["seal"]), text.encode())
    except InvalidSignature:
        return False
    return True


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    laptop = Laptop(tmp_path_factory.mktemp("readme"), "a")
    visit = laptop.start()
    laptop.answer(visit, ITEM, "fail", NOTE)
    moment = datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC)
    laptop.photograph(visit, ITEM, taken("cable", "x", moment))
    path = laptop.export(visit)
    laptop.store.close()
    return path, visit


def test_the_manifest_and_its_digest(handed: tuple[Path, str]) -> None:
    path, visit = handed
    sheets = hidden_sheets(path)
    manifest, entries = json.loads(sheets["_manifest"][""]), sheets["_entries"]

    assert (manifest["version"], manifest["visits"], manifest["entries"]) == (1, [visit], len(entries))
    assert all(hashlib.sha256(line.encode()).hexdigest() == id for id, line in entries.items())
    assert hashlib.sha256("".join(f"{id}\n" for id in sorted(entries)).encode()).hexdigest() == manifest["digest"]
    assert seal_holds(manifest)
    assert not seal_holds({**manifest, "by": "Người khác"})


def test_what_was_said(handed: tuple[Path, str]) -> None:
    path, visit = handed
    said = set(sayings(hidden_sheets(path)["_entries"]))

    assert ("answer", f"{visit}/infrastructure/{ITEM}", "value", "fail") in said
    assert ("answer", f"{visit}/infrastructure/{ITEM}", "note", NOTE.strip()) in said
    assert ("person", "name", "Lê Văn Ví Dụ") in {(kind, field, value) for kind, _uid, field, value in said}


def test_forms_and_photos_by_their_hashes(handed: tuple[Path, str]) -> None:
    path, _visit = handed
    sheets = hidden_sheets(path)
    manifest = json.loads(sheets["_manifest"][""])
    with zipfile.ZipFile(path) as archive:
        media = {
            hashlib.sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
            if name.startswith("xl/media/")
        }

    assert {hashlib.sha256(text.encode()).hexdigest() for text in sheets["_forms"].values()} == set(manifest["forms"])
    assert sheets["_forms"].keys() == set(manifest["forms"])
    assert media >= set(manifest["photos"]) != set()


def test_what_the_readable_cells_said(handed: tuple[Path, str]) -> None:
    path, visit = handed
    cells = {tuple(json.loads(key)): text for key, text in hidden_sheets(path)["_cells"].items()}
    target = f"{visit}/infrastructure/{ITEM}|value"

    assert [text for (_sheet, _letter, code, about), text in cells.items() if about == target and code == "HT-16"]
