"""
Any XLSForm file -> plain tables of text with the row numbers a person sees. Never trusts the file's name or size.

A workbook is read row by row within LIMITS, so a ZIP bomb, a sheet of a million rows or an entity is refused before
it costs memory. Cells become text exactly as the converter would make them.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final, Literal

from inspector.form.problems import FormError, Problem
from inspector.i18n import N_

Kind = Literal["xlsx", "xls", "csv", "md", "xml"]

MAX_FILE: Final = 24 * 2**20
MAX_UNPACKED: Final = 48 * 2**20
MAX_RATIO: Final = 200
MAX_PARTS: Final = 2_000
MAX_ROWS: Final = 60_000
MAX_ALL_ROWS: Final = 200_000
MAX_COLUMNS: Final = 1_000
MAX_CELL: Final = 2**20
MAX_CELLS: Final = 600_000
MAX_BLANK_ROWS: Final = 500
MAX_STRINGS: Final = 400_000

FORM_SHEETS: Final = ("survey", "choices", "settings", "external_choices", "entities", "osm")
TEST_SHEETS: Final = ("tests", "test", "kiểm thử", "trường hợp thử")


@dataclass(frozen=True)
class Row:
    """One row below the header: its number as the spreadsheet shows it, and its non-empty cells by column name."""

    number: int
    cells: Mapping[str, str]
    beyond: tuple[str, ...] = ()

    def get(self, *names: str) -> str:
        """The first non-empty cell among `names`, or empty text."""
        return next((self.cells[name] for name in names if self.cells.get(name)), "")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name as written, the row of its header, the column names in order, and the rows below."""

    name: str
    header_row: int = 1
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tables:
    """All sheets of one file by their name in lower case, and the names of sheets that are no part of a form."""

    kind: Kind
    sheets: Mapping[str, Sheet]
    others: tuple[str, ...] = ()
    xml: str = field(default="", repr=False)

    def get(self, name: str) -> Sheet:
        """The sheet of that name; an empty one if there is none."""
        return self.sheets.get(name) or Sheet(name)

    @property
    def tests(self) -> Sheet | None:
        """The sheet of test cases, if the author wrote one."""
        return next((self.sheets[name] for name in TEST_SHEETS if name in self.sheets), None)


def read_tables(path: Path) -> Tables:
    """
    The tables of a workbook, or the text of an XForm that is ready already.

    Raises:
        FormError: not a file of these kinds, damaged, protected by a password, or too large to be a form.
    """
    data = _bytes(path)
    kind = sniff(data)
    if kind == "xml":
        return Tables(kind, {}, xml=_text(data))
    try:
        sheets = list(_READERS[kind](data))
    except FormError:
        raise
    except Exception as error:  # whatever a damaged or hostile file makes its reader raise
        raise _refusal(
            "xlsform.damaged",
            N_(
                "The workbook is damaged and cannot be read ({reason}). Open it in Excel or LibreOffice and save it again."
            ),
            reason=type(error).__name__,
        ) from error
    return _arranged(kind, sheets)


def sniff(data: bytes) -> Kind:
    """What kind of file these bytes are, whatever its name says; refuses what is no form."""
    if data.startswith(b"PK\x03\x04"):
        return _sniff_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _refusal(
                "xlsform.password",
                N_("The workbook is protected by a password. Remove the password in Excel, save it, then try again."),
            )
        return "xls"
    text = _text(data)
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        if "http://www.w3.org/2002/xforms" not in text[:200_000]:
            raise _refusal(
                "xlsform.not-a-form",
                N_("The file is XML or a web page, not a form. Give an XLSForm workbook or an ODK XForm."),
            )
        return "xml"
    if start.startswith("|") or re.search(r"^\s*\|.*\|\s*$", start[:5_000], re.MULTILINE):
        return "md"
    if len(re.findall(r"[,;\t]", start[:5_000])) >= 2:
        return "csv"
    raise _refusal(
        "xlsform.not-a-form",
        N_("The file holds no form. Give an XLSForm workbook (.xlsx, .xls, .csv, Markdown table) or an ODK XForm."),
    )


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise _refusal(
            "xlsform.unreadable",
            N_("{file} cannot be read: {reason}. Check that it exists and is not open elsewhere."),
            file=path.name,
            reason=error.strerror or type(error).__name__,
        ) from error
    if len(data) > MAX_FILE:
        raise _too_large(N_("Too large for a form: the file is larger than {limit} MB."), MAX_FILE // 2**20)
    if not data.strip(b"\x00 \t\r\n"):
        raise _refusal("xlsform.empty", N_("The file is empty. Copy it again from where it came."))
    return data


def _sniff_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MAX_PARTS:
                raise _too_large(N_("Too large for a form: the workbook has more than {limit} parts."), MAX_PARTS)
            if "xl/workbook.xml" not in names:
                if "content.xml" in names:
                    raise _refusal(
                        "xlsform.ods",
                        N_("This is an OpenDocument file. Save it as .xlsx in LibreOffice, then try again."),
                    )
                raise _refusal(
                    "xlsform.not-a-form",
                    N_("The file is a ZIP archive, not a workbook. Give an XLSForm workbook (.xlsx)."),
                )
            _inspect(archive, parts)
    except FormError:
        raise
    except Exception as error:  # a damaged archive makes zipfile and zlib raise a dozen things
        raise _refusal(
            "xlsform.damaged",
            N_(
                "The workbook is damaged and cannot be read ({reason}). Open it in Excel or LibreOffice and save it again."
            ),
            reason=type(error).__name__,
        ) from error
    return "xlsx"


def _inspect(archive: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo]) -> None:
    """Unpack every XML part in small pieces, before any parser sees it: real size, no entities, no flood of strings."""
    total = strings = rows = 0
    for part in parts:
        packed = max(part.compress_size, 1)
        if part.file_size > MAX_UNPACKED or (part.file_size > 2**20 and part.file_size / packed > MAX_RATIO):
            raise _too_large(N_("Too large for a form: it unpacks to more than {limit} MB."), MAX_UNPACKED // 2**20)
        if not part.filename.endswith((".xml", ".rels", ".vml")):
            continue
        tail = b""
        with archive.open(part) as file:
            while piece := file.read(2**18):
                total += len(piece)
                if total > MAX_UNPACKED:
                    raise _too_large(
                        N_("Too large for a form: it unpacks to more than {limit} MB."), MAX_UNPACKED // 2**20
                    )
                seen = tail + piece
                if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen or b"\x00" in seen:
                    raise _refusal(
                        "xlsform.entities",
                        N_(
                            "The workbook contains XML declarations that no spreadsheet program writes. It was refused."
                        ),
                    )
                strings += piece.count(b"<si")
                rows += piece.count(b"<row ")
                tail = piece[-16:]
        if rows > MAX_ALL_ROWS:
            raise _too_large(N_("Too large for a form: the sheets have more than {limit} rows."), MAX_ALL_ROWS)
        if strings > MAX_STRINGS:
            raise _too_large(N_("Too large for a form: it holds more than {limit} different texts."), MAX_STRINGS)


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _refusal(
            "xlsform.encoding",
            N_("The file is not text in Unicode (UTF-8). Save it as .xlsx, or as CSV UTF-8, then try again."),
        ) from error
    if "\x00" in text:
        raise _refusal(
            "xlsform.not-a-form",
            N_("The file holds no form. Give an XLSForm workbook (.xlsx, .xls, .csv, Markdown table) or an ODK XForm."),
        )
    return text


_Raw = tuple[str, list[tuple[int, list[str]]]]
"""Name of a sheet and its rows, each with its number; the first row is the header."""


def _bounded(sheet: str, rows: int, columns: int) -> None:
    """Refuse a sheet that no form needs, while it is being read."""
    if rows > MAX_ROWS:
        raise _too_large(N_("Too large for a form: the sheet has more than {limit} rows."), MAX_ROWS, sheet=sheet)
    if columns > MAX_COLUMNS:
        raise _too_large(N_("Too large for a form: the sheet has more than {limit} columns."), MAX_COLUMNS, sheet=sheet)


class _Meter:
    """Counts what was read of one file and refuses at the limits."""

    def __init__(self) -> None:
        self.cells = 0

    def rows(self, sheet: str, rows: Iterable[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
        kept: list[tuple[int, list[str]]] = []
        blank = 0
        for number, cells in rows:
            while cells and not cells[-1]:
                cells.pop()
            blank = 0 if cells else blank + 1
            if blank > MAX_BLANK_ROWS:
                break
            _bounded(sheet, number, len(cells))
            self.cells += len(cells)
            if self.cells > MAX_CELLS:
                raise _too_large(N_("Too large for a form: it has more than {limit} cells."), MAX_CELLS, sheet=sheet)
            kept.append((number, cells))
        while kept and not kept[-1][1]:
            kept.pop()
        return kept


def _xlsx(data: bytes) -> Iterator[_Raw]:
    from openpyxl.reader.excel import ExcelReader

    # Not load_workbook: it would name the file in its errors and refuse by extension.
    reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    meter = _Meter()
    wanted = _wanted(reader.wb.sheetnames)
    try:
        for name in reader.wb.sheetnames:
            sheet = reader.wb[name]
            if name not in wanted or not hasattr(sheet, "iter_rows"):
                yield name, []
                continue
            sheet.reset_dimensions()  # the size that a file claims is not to be trusted
            values = enumerate(sheet.iter_rows(values_only=True), start=1)
            yield name, meter.rows(name, ((number, [_cell(value) for value in row]) for number, row in values))
    finally:
        reader.wb.close()
        reader.archive.close()


def _xls(data: bytes) -> Iterator[_Raw]:
    import xlrd  # type: ignore[import-untyped]  # the reader that the converter itself depends on

    meter = _Meter()
    with xlrd.open_workbook(file_contents=data, on_demand=True, ragged_rows=True, logfile=io.StringIO()) as book:
        wanted = _wanted(book.sheet_names())
        for name in book.sheet_names():
            if name not in wanted:
                yield name, []
                continue
            sheet = book.sheet_by_name(name)
            rows = (
                (number + 1, [_xls_cell(cell, book.datemode) for cell in sheet.row(number)])
                for number in range(sheet.nrows)
            )
            yield name, meter.rows(name, rows)


def _csv(data: bytes) -> Iterator[_Raw]:
    """One file for all sheets: the first column names the sheet, the next row is its header."""
    text = _text(data)
    head = text[:20_000]
    comma = max(",;\t", key=lambda sign: len(re.findall(rf"^[^,;\t\n]*{sign}", head, re.MULTILINE)))
    csv.field_size_limit(MAX_CELL)
    sheets: dict[str, list[tuple[int, list[str]]]] = {}
    name, rows = "", None
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=comma), start=1):
            if not row:
                continue
            if row[0].strip():
                name = row[0].strip()
                rows = sheets.setdefault(name, [])
            cells = [cell.strip() for cell in row[1:]]
            if rows is not None and any(cells):
                rows.append((number, cells))
                _bounded(name, len(rows), len(cells))
    except csv.Error as error:  # the only one that a text can cause
        raise _too_large(N_("Too large for a form: a cell is longer than {limit} characters."), MAX_CELL) from error
    meter = _Meter()
    for name, found in sheets.items():
        yield name, meter.rows(name, found)


def _md(data: bytes) -> Iterator[_Raw]:
    """Markdown tables; rows are counted within each sheet, the header is row 1. `\\|` is a bar inside a cell."""
    sheets: dict[str, list[list[str]]] = {}
    name, rows = "", None
    for line in _text(data).splitlines():
        _bounded(name, len(rows or ()), line.count("|") - 2)
        found = re.match(r"\s*\|(.*)\|\s*(?:#[^|]*)?$", line)
        if line.lstrip().startswith("#") or not found or re.fullmatch(r"[\s|:-]+", line):
            continue
        first, *cells = (cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", found[1]))
        if first:
            name = first
            rows = sheets.setdefault(name, [])
        if rows is not None and any(cells):
            rows.append(cells)
    meter = _Meter()
    for name, lines in sheets.items():
        yield name, meter.rows(name, enumerate(lines, start=1))


_READERS: Final = {"xlsx": _xlsx, "xls": _xls, "csv": _csv, "md": _md}


def _wanted(names: Sequence[str]) -> set[str]:
    if len(names) == 1:
        return set(names)
    return {name for name in names if name.strip().lower() in (*FORM_SHEETS, *TEST_SHEETS)}


def _arranged(kind: Kind, raw: Sequence[_Raw]) -> Tables:
    sheets: dict[str, Sheet] = {}
    others: list[str] = []
    for name, rows in raw:
        key = name.strip().lower()
        if key not in FORM_SHEETS and key not in TEST_SHEETS:
            if len(raw) > 1:
                others.append(name)
                continue
            key = "survey"  # a workbook of one sheet is its survey, whatever it is called
        sheets.setdefault(key, _sheet(name, rows))
    return Tables(kind, sheets, tuple(others))


def _sheet(name: str, rows: Sequence[tuple[int, list[str]]]) -> Sheet:
    if not rows:
        return Sheet(name)
    header_row, header = rows[0]
    columns = [re.sub(r" +", " ", cell) for cell in header]
    repeated = [column for column in dict.fromkeys(columns) if column and columns.count(column) > 1]
    below = []
    for number, cells in rows[1:]:
        found: dict[str, str] = {}
        beyond = []
        for place, text in enumerate(cells):
            if not text:
                continue
            column = columns[place] if place < len(columns) else ""
            if column:
                found.setdefault(column, text)
            else:
                beyond.append(text)
        below.append(Row(number, found, tuple(beyond)))
    return Sheet(name, header_row, tuple(column for column in columns if column), tuple(below), tuple(repeated))


def _cell(value: Any) -> str:
    """A cell's value as the converter writes it: whole numbers without a point, TRUE and FALSE, ISO dates."""
    if value is None:
        return ""
    if value is True or value is False:
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\xa0", " ").strip()


def _xls_cell(cell: Any, datemode: int) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return _cell(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        parts = xlrd.xldate_as_tuple(cell.value, datemode)
        return str(time(*parts[3:]) if parts[:3] == (0, 0, 0) else datetime(*parts))  # noqa: DTZ001 - a cell has no zone
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ""
    return _cell(cell.value)


def _refusal(code: str, template: str, **fields: Any) -> FormError:
    return FormError([Problem(code, template, tuple(fields.items()))])


def _too_large(template: str, limit: int, *, sheet: str | None = None) -> FormError:
    shown = f"{limit:,}".replace(",", " ")
    return FormError([Problem("xlsform.too-large", template, (("limit", shown),), sheet=sheet)])
