"""A workbook looked at from outside, part by part: what a strict spreadsheet program would repair or refuse."""

from __future__ import annotations

import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.cell_range import CellRange

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_KINDS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def fill_beside(sheet: Any, row: int, value: Any) -> None:
    """Write into the cell beside the label of a row, however many columns the label takes."""
    next(cell for cell in sheet[row][1:] if not isinstance(cell, MergedCell)).value = value


def faults(path: Path) -> list[str]:
    """What is wrong with a workbook, in words; nothing in one that opens everywhere."""
    with zipfile.ZipFile(path) as archive:
        found = [*_parts(archive), *_relations(archive), *_styles(archive)]
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        book = openpyxl.load_workbook(path)
    found += [*_tables(book), *_names(book), *_cells(book)]
    properties = book.properties
    found += [f"docProps: no {name}" for name in ("title", "creator") if not getattr(properties, name)]
    return found


def _parts(archive: zipfile.ZipFile) -> Iterator[str]:
    names = archive.namelist()
    if len({name.lower() for name in names}) != len(names):
        yield "a part is there twice"
    for name in names:
        if name.endswith((".xml", ".rels")):
            try:
                etree.fromstring(archive.read(name))
            except etree.XMLSyntaxError as error:
                yield f"{name}: {error}"
    types = etree.fromstring(archive.read("[Content_Types].xml"))
    defaults = {str(one.get("Extension")).lower() for one in types.iter(f"{_KINDS}Default")}
    overrides = [str(one.get("PartName")).lstrip("/") for one in types.iter(f"{_KINDS}Override")]
    for name in names:
        kind = name.rpartition(".")[2].lower()
        if name != "[Content_Types].xml" and name not in overrides and (kind == "xml" or kind not in defaults):
            yield f"[Content_Types]: {name} is unknown"
    yield from (f"[Content_Types]: {name} is not there" for name in overrides if name not in names)


def _relations(archive: zipfile.ZipFile) -> Iterator[str]:
    names = set(archive.namelist())
    for rels in (name for name in names if name.endswith(".rels")):
        folder, _slash, file = rels.rpartition("_rels/")
        ids = set()
        for one in etree.fromstring(archive.read(rels)):
            target = str(one.get("Target"))
            if one.get("Id") in ids:
                yield f"{rels}: {one.get('Id')} twice"
            ids.add(one.get("Id"))
            place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(folder + target)
            if one.get("TargetMode") != "External" and place not in names:
                yield f"{rels}: {target} is not there"
        source = folder + file.removesuffix(".rels")
        if source in names:
            tree = etree.fromstring(archive.read(source))
            used = {
                value for node in tree.iter() for name, value in node.attrib.items() if str(name).startswith(_OFFICE)
            }
            yield from (f"{source}: {one} leads nowhere" for one in sorted(map(str, used - ids)))
    for name in names:
        if (
            name.startswith("xl/worksheets/sheet")
            and f"xl/worksheets/_rels/{name.rpartition('/')[2]}.rels" not in names
        ):
            tree = etree.fromstring(archive.read(name))
            if any(str(key).startswith(_OFFICE) for node in tree.iter() for key in node.attrib):
                yield f"{name}: no relations"


def _styles(archive: zipfile.ZipFile) -> Iterator[str]:
    styles = etree.fromstring(archive.read("xl/styles.xml"))
    looks, formats = len(styles.findall(f".//{_MAIN}dxf")), len(styles.findall(f"{_MAIN}cellXfs/{_MAIN}xf"))
    for name in archive.namelist():
        if not name.startswith(("xl/worksheets/sheet", "xl/tables/")):
            continue
        for node in etree.fromstring(archive.read(name)).iter():
            for key, value in node.attrib.items():
                if str(key).lower().endswith("dxfid") and int(value) >= looks:
                    yield f"{name}: {key} {value} of {looks}"
            if node.tag == f"{_MAIN}c" and int(node.get("s", 0)) >= formats:
                yield f"{name}: {node.get('r')} has style {node.get('s')} of {formats}"
            if node.tag == f"{_MAIN}f":
                yield f"{name}: a formula: {(node.text or '')[:40]}"


def _tables(book: Any) -> Iterator[str]:
    taken: set[str] = set()
    for sheet in book.worksheets:
        whole = CellRange(sheet.dimensions)
        areas: list[CellRange] = []
        for table in sheet.tables.values():
            area = CellRange(table.ref)
            if table.displayName.lower() in taken or not re.fullmatch(r"[^\W\d]\w*", table.displayName):
                yield f"{sheet.title}: the table's name {table.displayName}"
            taken.add(table.displayName.lower())
            if not whole.issuperset(area) or area.size["rows"] < 2:
                yield f"{sheet.title}: {table.ref} is outside {sheet.dimensions}"
            others = [*areas, *sheet.merged_cells.ranges]
            yield from (
                f"{sheet.title}: {table.ref} lies over {one.coord}" for one in others if not area.isdisjoint(one)
            )
            areas.append(area)
            heads = [cell.value for cell in sheet[table.ref][0]]
            names = [str(one.name).replace("_x000a_", "\n") for one in table.tableColumns]
            if heads != names:
                yield f"{sheet.title}: heads {heads} are not {names}"
            if len({name.lower() for name in names}) != len(names):
                yield f"{sheet.title}: heads twice: {names}"
            if table.autoFilter is not None and table.autoFilter.ref != table.ref:
                yield f"{sheet.title}: filter {table.autoFilter.ref} of {table.ref}"
        if sheet.tables and sheet.auto_filter.ref:
            yield f"{sheet.title}: a filter of the sheet beside one of a table"


def _names(book: Any) -> Iterator[str]:
    titles = set(book.sheetnames)
    if len({title.lower() for title in titles}) != len(book.sheetnames):
        yield f"sheets twice: {book.sheetnames}"
    for title in titles:
        if len(title) > 31 or re.search(r"[\[\]:*?/\\]", title) or title != title.strip().strip("'"):
            yield f"the sheet's name {title!r}"
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible" and not sheet.title.startswith("_"):
            for name in ("print_area", "print_title_rows"):
                said = str(getattr(sheet, name) or "")
                if "#REF" in said:
                    yield f"{sheet.title}: {name} {said}"
    said = [(name, one.attr_text) for name, one in book.defined_names.items()]
    said += [
        (f"{sheet.title}: {name}", one.attr_text)
        for sheet in book.worksheets
        for name, one in sheet.defined_names.items()
    ]
    for name, text in said:
        for quoted, plain in re.findall(r"(?:'((?:[^']|'')+)'|([\w.]+))!", text or ""):
            if (quoted.replace("''", "'") or plain) not in titles:
                yield f"the name {name} is about {text}"


def _cells(book: Any) -> Iterator[str]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type in "fe":
                    yield f"{sheet.title}!{cell.coordinate}: {cell.data_type} {str(cell.value)[:40]}"
