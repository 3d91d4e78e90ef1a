"""
A workbook of very many rows, written row by row: memory stays flat, a person can watch and cancel.

One sheet with a frozen head, filters, number formats and page setup. Written as plain text into the zip, since the
libraries take four to six times as long for the same cells.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import quoteattr

from inspector.days import HERE
from inspector.i18n import _
from inspector.reports.document import Column, Kind, Value, plain
from inspector.reports.excel_styles import BESIDE
from inspector.reports.files import written
from inspector.reports.typeset import cell_lines, headed

Progress = Callable[[int, int], None]

_MOST_ROWS = 1_048_575
_MOST_SIGNS = 32_767
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": ""})
_FORMULA = ("=", "+", "-", "@")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's own count of days has no zone
_DAY_ONE = (1980, 1, 1, 0, 0, 0)
_CHUNK = 2000
_LINE = 13.0
"""Points of a line of words of 11 points."""
_DIGIT = 5.25
"""Points of a digit of 11 points, in which widths are counted, as Excel rounds them."""
_WIDE = 7.5
"""Points that no sign of 11 points is wider than, in words of more than a few of them."""
_PLAIN_HEIGHT = 18
"""Points of a row whose words take one line."""
_MOST_LINES = 31
"""Lines of the highest row that a spreadsheet takes."""
_SIGNS_ACROSS = 240
"""Widths of columns that an A4 sheet lying across holds when it is printed small."""
_TEXT, _HEAD, _WHOLE, _DECIMAL, _DATE, _MOMENT, _PERCENT, _QUOTED, _WORDS, _AS_IT_IS = range(10)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def write(
    path: Path,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    total: int = 0,
    progress: Progress | None = None,
    printed: int | None = None,
) -> int:
    """
    Write rows to a workbook and say how many there were; `rows` is taken one at a time.

    Rows beyond what a sheet can hold go on to a second sheet. `progress` may raise Cancelled: then no file stays.
    Of the columns the first `printed` ones stand on paper, else all.
    """
    paper = columns[:printed]
    with written(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        counter = _Counter(rows, total, progress)
        sheets = 0
        while sheets == 0 or counter.more():
            sheets += 1
            with archive.open(_entry(f"xl/worksheets/sheet{sheets}.xml"), "w", force_zip64=True) as out:
                out.write(_sheet_head(columns, first=sheets == 1))
                rooms = [_Room(column) for column in columns]
                held: list[str] = []
                for number, row in enumerate(counter.take(_MOST_ROWS), 2):
                    held.append(_row(number, columns, rooms, row))
                    if len(held) == _CHUNK:
                        out.write("".join(held).encode())
                        held.clear()
                out.write("".join(held).encode())
                out.write(_sheet_foot(columns, paper, counter.on_sheet, title))
        names = [title if number == 1 else f"{title} ({number})" for number in range(1, sheets + 1)]
        for name, content in (*_parts(names, columns, paper, counter.sizes), ("docProps/core.xml", _core(title))):
            archive.writestr(_entry(name), content)
    if progress:
        progress(counter.count, max(total, counter.count))
    return counter.count


class _Counter:
    """Rows, counted and watched on their way."""

    def __init__(self, rows: Iterable[Sequence[Value]], total: int, progress: Progress | None) -> None:
        self._rows = iter(rows)
        self._held: list[Sequence[Value]] = []
        self._total = total
        self._progress = progress
        self.count = 0
        self.on_sheet = 0
        self.sizes: list[int] = []

    def more(self) -> bool:
        """Whether another row waits."""
        if not self._held:
            self._held.extend(row for row in [next(self._rows, None)] if row is not None)
        return bool(self._held)

    def take(self, most: int) -> Iterable[Sequence[Value]]:
        """At most so many rows."""
        self.on_sheet = 0
        while self.on_sheet < most and self.more():
            self.on_sheet += 1
            self.count += 1
            if self._progress and self.count % _CHUNK == 0:
                self._progress(self.count, max(self._total, self.count))
            yield self._held.pop()
        self.sizes.append(self.on_sheet)


class _Room:
    """How many lines words take in a column. Only those that may not stand on one are measured, and most of them once."""

    def __init__(self, column: Column) -> None:
        self._points = _room(column)
        self._known: dict[str, int] = {}
        self.few = int(self._points / _WIDE)
        self.code = _width(column) - 2

    def lines(self, said: str) -> int:
        """Lines of these words."""
        found = self._known.get(said)
        if found is None:
            if len(self._known) > _CHUNK:
                self._known.clear()
            found = self._known[said] = cell_lines(said, 11, self._points)
        return found


def letter(number: int) -> str:
    """Name of a column, from 1."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = _LETTERS[rest] + name
    return name


def _row(number: int, columns: Sequence[Column], rooms: Sequence[_Room], values: Sequence[Value]) -> str:
    """A row as high as its longest words."""
    cells = []
    lines = 1
    for column, room, value in zip(columns, rooms, values, strict=True):
        if value is None or value == "":
            cells.append("<c/>")
        elif isinstance(value, (int, float, Decimal)):
            cells.append(f'<c s="{_figure(column)}"><v>{value}</v></c>')
        elif isinstance(value, datetime):
            there = value.astimezone(HERE).replace(tzinfo=None) if value.tzinfo else value
            days = (there - _EPOCH).total_seconds() / 86400
            style = _DATE if column.kind is Kind.DATE else _MOMENT
            cells.append(f'<c s="{style}"><v>{int(days) if style == _DATE else round(days, 9)}</v></c>')
        elif isinstance(value, date):
            cells.append(f'<c s="{_DATE}"><v>{value.toordinal() - 693594}</v></c>')
        else:
            said = value if isinstance(value, str) else plain(value)
            if _BAD.search(said):
                said = _BAD.sub("", said)
            said = said[:_MOST_SIGNS]
            if (len(said) > room.few and (" " in said or len(said) > room.code)) or "\n" in said:
                lines = max(lines, room.lines(said))
            said = said.translate(_ESCAPE)
            space = ' xml:space="preserve"' if said[:1].isspace() or said[-1:].isspace() or "\n" in said else ""
            style = _QUOTED if said.startswith(_FORMULA) else _WORDS
            cells.append(f'<c t="inlineStr" s="{style}"><is><t{space}>{said}</t></is></c>')
    high = f' ht="{_LINE * min(lines, _MOST_LINES) + 5}" customHeight="1"' if lines > 1 else ""
    return f'<row r="{number}"{high}>{"".join(cells)}</row>'


def _figure(column: Column) -> int:
    """The style of a number; one that stands among words keeps the digits that it has."""
    match column.kind:
        case Kind.PERCENT:
            return _PERCENT
        case Kind.TEXT:
            return _AS_IT_IS
    return _DECIMAL if column.decimals else _WHOLE


def _sheet_head(columns: Sequence[Column], *, first: bool) -> bytes:
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{_width(column)}" customWidth="1"/>' for n, column in enumerate(columns, 1)
    )
    rooms = [_room(column) for column in columns]
    heads = [headed(column.title, 11, room) for column, room in zip(columns, rooms, strict=True)]
    lines = max(cell_lines(head, 11, room, bold=True) for head, room in zip(heads, rooms, strict=True))
    titles = "".join(f'<c t="inlineStr" s="{_HEAD}"><is><t>{head.translate(_ESCAPE)}</t></is></c>' for head in heads)
    selected = ' tabSelected="1"' if first else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"{selected}>'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="{_PLAIN_HEIGHT}" customHeight="1"/>'
        f'<cols>{widths}</cols><sheetData><row r="1" ht="{max(32.0, _LINE * lines + 5)}" customHeight="1">{titles}</row>'
    ).encode()


def _sheet_foot(columns: Sequence[Column], paper: Sequence[Column], rows: int, title: str) -> bytes:
    reference = f"A1:{letter(len(columns))}{rows + 1}"
    said = quoteattr(title.replace("&", "&&"))[1:-1]
    return (
        f'</sheetData><autoFilter ref="{reference}"/>'
        '<printOptions gridLines="1"/>'
        '<pageMargins left="0.5" right="0.4" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="landscape" fitToWidth="{_pages(paper)}" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>&amp;C{said}</oddHeader><oddFooter>&amp;R&amp;P/&amp;N</oddFooter></headerFooter>"
        "</worksheet>"
    ).encode()


def _pages(columns: Sequence[Column]) -> int:
    """Pages side by side, so that words of 11 points are printed with 6 at least."""
    return -(-sum(map(_width, columns)) // _SIGNS_ACROSS)


def weight(width: int) -> float:
    """The weight of a column of words that is to be so many digits wide."""
    return (width - 14) / 12


def _room(column: Column) -> float:
    """Points in which the words of a column stand."""
    return _width(column) * _DIGIT - 2


def _width(column: Column) -> int:
    match column.kind:
        case Kind.TEXT:
            return round(14 + 12 * column.weight)
        case Kind.DATE:
            return 11
        case Kind.MOMENT:
            return 16
    return max(12, len(column.title) // 2 + 4)


def _parts(
    names: Sequence[str], columns: Sequence[Column], paper: Sequence[Column], sizes: Sequence[int]
) -> Iterable[tuple[str, str]]:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    numbers = range(1, len(names) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{office}worksheet+xml"/>' for n in numbers
    )
    yield (
        "[Content_Types].xml",
        f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{office}sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{office}styles+xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    yield (
        "_rels/.rels",
        f'{head}<Relationships xmlns="{package}">'
        f'<Relationship Id="rId1" Type="{base}/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{package}/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
    )
    sheets, defined, links = "", "", ""
    for n, (name, size) in enumerate(zip(_sheet_names(names), sizes, strict=True), 1):
        sheets += f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        quoted = "'" + name.replace("'", "''").translate(_ESCAPE) + "'"
        area = f"$A$1:${letter(len(columns))}${size + 1}"
        defined += (
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n - 1}" hidden="1">{quoted}!{area}</definedName>'
            f'<definedName name="_xlnm.Print_Area" localSheetId="{n - 1}">{quoted}!$A$1:${letter(len(paper))}${size + 1}</definedName>'
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{n - 1}">{quoted}!$A:$A,{quoted}!$1:$1</definedName>'
        )
        links += f'<Relationship Id="rId{n}" Type="{base}/worksheet" Target="worksheets/sheet{n}.xml"/>'
    yield (
        "xl/workbook.xml",
        f'{head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{base}">'
        f"<sheets>{sheets}</sheets><definedNames>{defined}</definedNames></workbook>",
    )
    links += f'<Relationship Id="rId{len(names) + 1}" Type="{base}/styles" Target="styles.xml"/>'
    yield "xl/_rels/workbook.xml.rels", f'{head}<Relationships xmlns="{package}">{links}</Relationships>'
    yield "xl/styles.xml", head + _STYLES


def _core(title: str) -> str:
    package = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    said = _BAD.sub("", title).translate(_ESCAPE)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<cp:coreProperties xmlns:cp="{package}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{said}</dc:title><dc:creator>inspector</dc:creator></cp:coreProperties>"
    )


def _sheet_names(names: Sequence[str]) -> list[str]:
    from inspector.reports.excel_sheet import SheetNames

    free = SheetNames()
    return [free.free(name or _("Sheet")) for name in names]


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DAY_ONE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


_FORMATS = ("@", "@", f"#,##0{BESIDE}", f"#,##0.00####{BESIDE}", "dd/mm/yyyy", "hh:mm dd/mm/yyyy", f"0.0%{BESIDE}")
_WRAPPED = '<alignment vertical="center" wrapText="1"/>'
_SHEET_STYLES = (
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="10"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1">'
    '<alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    + "".join(
        f'<xf numFmtId="{164 + n}" fontId="0" applyNumberFormat="1" applyAlignment="1"><alignment {where} vertical="center"/></xf>'
        for n in range(2, 7)
        for where in ('horizontal="center"' if n in (_DATE, _MOMENT) else 'horizontal="right"',)
    )
    + f'<xf numFmtId="49" fontId="0" quotePrefix="1" applyNumberFormat="1" applyAlignment="1">{_WRAPPED}</xf>'
    f'<xf numFmtId="0" fontId="0" applyAlignment="1">{_WRAPPED}</xf>'
    f'<xf numFmtId="{164 + _AS_IT_IS}" fontId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment horizontal="right" vertical="center"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)
_STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="6">'
    + "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{_FORMATS[n]}"/>' for n in range(2, 7))
    + f'<numFmt numFmtId="{164 + _AS_IT_IS}" formatCode="General{BESIDE}"/></numFmts>'
    + '<fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font>'
    '<font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE3E8EE"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f"{_SHEET_STYLES}</styleSheet>"
)
