"""What stands against a workbook as a package: what makes a spreadsheet program offer to repair it."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]


def faults(content: bytes) -> list[str]:
    """Every fault found; none for a sound workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    found = [f"twice: {name}" for name in set(names) if names.count(name) > 1]
    trees = {}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = ElementTree.fromstring(part)
            except ElementTree.ParseError as error:
                found.append(f"{name}: {error}")
    return found + _types(trees, names) + _links(trees, parts) + _sheets(trees)


def _types(trees: dict[str, ElementTree.Element], names: list[str]) -> list[str]:
    types = trees["[Content_Types].xml"]
    endings = {one.get("Extension", "").lower() for one in types.iter(f"{_TYPES}Default")}
    named = [one.get("PartName", "").lstrip("/") for one in types.iter(f"{_TYPES}Override")]
    found = [f"no type: {n}" for n in names if n not in named and n.rpartition(".")[2].lower() not in endings]
    found += [f"type of nothing: {name}" for name in named if name not in names]
    return found + [f"type twice: {name}" for name in set(named) if named.count(name) > 1]


def _links(trees: dict[str, ElementTree.Element], parts: dict[str, bytes]) -> list[str]:
    found = []
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder, _slash, file = name.replace("_rels/", "").rpartition("/")
        source = posixpath.join(folder, file.removesuffix(".rels"))
        ids = []
        for link in tree.iter(f"{_RELS}Relationship"):
            ids.append(link.get("Id", ""))
            target = posixpath.normpath(posixpath.join(folder, link.get("Target", ""))).lstrip("/")
            if link.get("Target", "").startswith("/"):
                target = link.get("Target", "").lstrip("/")
            if link.get("TargetMode") != "External" and target not in parts:
                found.append(f"{name}: leads nowhere: {target}")
        used = set(re.findall(rb'r:(?:id|embed|link)="([^"]+)"', parts.get(source, b"")))
        found += [f"{source}: no link {one.decode()}" for one in used if one.decode() not in ids]
    return found


def _sheets(trees: dict[str, ElementTree.Element]) -> list[str]:
    found = []
    tables: list[str] = []
    for name, tree in trees.items():
        if tree.tag == f"{_MAIN}worksheet":
            order = [_ORDER.index(child.tag.removeprefix(_MAIN)) for child in tree if child.tag.startswith(_MAIN)]
            if order != sorted(order):
                found.append(f"{name}: parts of the sheet out of order")
            found += _cells(name, tree)
        if tree.tag == f"{_MAIN}table":
            tables += [tree.get("displayName", ""), tree.get("id", "")]
            columns = [one.get("name", "").lower() for one in tree.iter(f"{_MAIN}tableColumn")]
            if len(set(columns)) != len(columns) or not all(columns):
                found.append(f"{name}: two columns of the same name")
    for name in {one for one in tables if tables.count(one) > 1}:
        found.append(f"two tables: {name}")
    book = trees["xl/workbook.xml"]
    titles = [one.get("name", "") for one in book.iter(f"{_MAIN}sheet")]
    found += [f"name of a sheet: {title}" for title in titles if len(title) > 31 or set(title) & set("[]:*?/\\")]
    if len({title.lower() for title in titles}) != len(titles):
        found.append("two sheets of the same name")
    return found


def _cells(name: str, tree: ElementTree.Element) -> list[str]:
    found = [f"{name}: a formula" for _one in tree.iter(f"{_MAIN}f")][:1]
    merged = [one.get("ref", "") for one in tree.iter(f"{_MAIN}mergeCell")]
    if len(set(merged)) != len(merged):
        found.append(f"{name}: merged twice")
    rows = [int(row.get("r", "0")) for row in tree.iter(f"{_MAIN}row")]
    if rows != sorted(set(rows)):
        found.append(f"{name}: rows out of order")
    if any(len(one.text or "") > 32_767 for one in tree.iter(f"{_MAIN}t")):
        found.append(f"{name}: a text too long for a cell")
    return found
