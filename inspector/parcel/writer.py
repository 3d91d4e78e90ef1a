"""Parcel -> workbook. Text is written as text, whatever it begins with; photos keep their bytes."""

from __future__ import annotations

import base64
import datetime
import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from inspector.i18n import _
from inspector.parcel import untouched
from inspector.parcel.layout import CELLS, ENTRIES, FORMS, MANIFEST, PHOTOS, PIECE, SHOWN, Parcel, Picture, Sheet, shown
from inspector.text import shortened

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Spreadsheets read `_x0041_` as one letter (ECMA-376, ST_Xstring); the underscore is written so that it stays."""
_INK, _LINE, _FILL = "1F2937", "D0D5DD", "E8EEF7"
_WIDTH: Final = 480
_PHOTO_COLUMN: Final = 72
_ROW: Final = 15.0
"""Height of a row of which nothing is said, in points."""
_PHOTO_PAGE: Final = 680.0
"""Points of rows that stand on a page of photos for sure, also where a program rounds them to dots."""


def write(parcel: Parcel) -> bytes:
    """The workbook as bytes."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    book.properties.title = _CONTROL.sub("", parcel.cover.heading if parcel.cover else "") or "inspector"
    book.properties.creator = "inspector"
    _cover(book, parcel)
    cells: list[tuple[str, str]] = []
    for sheet in parcel.sheets:
        _readable(book, sheet, cells)
    if parcel.photos:
        _photos(book, parcel.photos)
    _hidden(book, MANIFEST, [("", parcel.manifest.line())])
    _hidden(book, ENTRIES, parcel.entries)
    _hidden(book, FORMS, parcel.forms.items())
    _hidden(book, CELLS, cells)
    others = [photo for photo in parcel.photos if photo.media_type not in SHOWN]
    if others:
        _hidden(
            book, PHOTOS, ((f"{one.sha256} {one.media_type}", base64.b64encode(one.content).decode()) for one in others)
        )
    out = io.BytesIO()
    ExcelWriter(book, _Archive(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True)).save()
    return untouched.marked(out.getvalue())


class _Archive(zipfile.ZipFile):
    """Photos are compressed already: they are stored as they are, which is quicker to write and to read."""

    def writestr(
        self, name: Any, data: Any, compress_type: int | None = None, compresslevel: int | None = None
    ) -> None:
        stored = str(getattr(name, "filename", name)).startswith("xl/media/")
        super().writestr(name, data, zipfile.ZIP_STORED if stored else compress_type, compresslevel)


def sheet_name(book: Workbook, title: str) -> str:
    """A name that spreadsheets take: 31 signs, none of the forbidden ones, no name twice."""
    plain = _FORBIDDEN.sub(" ", title).strip("' ") or "1"
    name, number = shortened(plain, 31).strip("' "), 2
    while name.lower() in {one.lower() for one in book.sheetnames}:
        ending = f" ({number})"
        name, number = shortened(plain, 31 - len(ending)) + ending, number + 1
    return name


def _cover(book: Workbook, parcel: Parcel) -> None:
    from openpyxl.styles import Alignment, Font

    card = parcel.cover
    if card is None:
        return
    sheet = book.create_sheet(sheet_name(book, card.title))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 84
    _text(sheet, 1, 1, card.heading).font = Font(name="Calibri", bold=True, size=14, color=_INK)
    for row, (label, text) in enumerate(card.facts, 3):
        name = _text(sheet, row, 1, label)
        name.font, name.alignment = Font(name="Calibri", bold=True, color=_INK), Alignment(vertical="top")
        _text(sheet, row, 2, text).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = _height((label, text), (("", 22), ("", 84)))
    _page(sheet, landscape=False)


def _readable(book: Workbook, said: Sheet, cells: list[tuple[str, str]]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    sheet = book.create_sheet(sheet_name(book, said.title))
    edge = Side(style="thin", color=_LINE)
    border, fill = Border(edge, edge, edge, edge), PatternFill("solid", fgColor=_FILL)
    wrap = Alignment(wrap_text=True, vertical="top")
    right = Alignment(horizontal="right", vertical="top")
    figures = {
        column for values in said.rows for column, value in enumerate(values, 1) if not isinstance(value, str | None)
    }
    _text(sheet, 1, 1, said.heading).font = Font(name="Calibri", bold=True, size=13, color=_INK)
    for column, (title, width) in enumerate(said.columns, 1):
        head = _text(sheet, 3, column, title)
        head.font, head.fill, head.border, head.alignment = (
            Font(name="Calibri", bold=True, color=_INK),
            fill,
            border,
            Alignment(horizontal="right" if column in figures else None, wrap_text=True, vertical="top"),
        )
        sheet.column_dimensions[head.column_letter].width = width
    for row, values in enumerate(said.rows, 4):
        for column, whole in enumerate(values, 1):
            value = f"{whole[: PIECE - 1]}…" if isinstance(whole, str) and len(whole) > PIECE else whole
            cell = _text(sheet, row, column, value)
            figure = value is not None and not isinstance(value, str)
            cell.border, cell.alignment = border, right if figure else wrap
            if figure:
                cell.number_format = f"{_format(value)}_0"  # clear of the line: LibreOffice forgets most indents
            if column - 1 in said.watched:
                targets = said.targets[row - 4] if said.targets else ()
                target = dict(zip(said.watched, targets, strict=False)).get(column - 1, "")
                key = [sheet.title, cell.column_letter, shown(values[0]), target]
                cells.append((json.dumps(key, ensure_ascii=False), shown(value)))
        sheet.row_dimensions[row].height = _height(values, said.columns)
    sheet.freeze_panes = "A4"
    if said.rows:
        sheet.auto_filter.ref = f"A3:{sheet.cell(3 + len(said.rows), len(said.columns)).coordinate}"
    sheet.print_title_rows = "1:3"
    _page(sheet, landscape=True)


def _height(values: Sequence[Any], columns: Sequence[tuple[str, int]]) -> float:
    """Points for as many lines as the longest cell takes; not every program works that out by itself."""
    lines = [_lines(shown(value), width) for value, (_title, width) in zip(values, columns, strict=True)]
    return min(_ROW * max([1, *lines]), 400.0)


def _lines(text: str, width: int) -> int:
    """
    Lines of a text in a column: a sign is a little narrower than a digit, and no word is parted.

    Of 1471 Vietnamese texts one in fifty takes a line more in narrow columns, one in a thousand in wide ones.
    """
    room = max(1, int(width * 1.08) - 1)
    count = 0
    for row in text.split("\n"):
        count, used = count + 1, 0
        for word in row.split(" "):
            if used and used + 1 + len(word) > room:
                count, used = count + 1, 0
            count += max(0, len(word) - 1) // room
            used += len(word) + bool(used)
    return count


def _photos(book: Workbook, photos: Iterable[Picture]) -> None:
    from openpyxl.drawing.image import Image
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.pagebreak import Break

    sheet = book.create_sheet(sheet_name(book, _("Photos")))
    sheet.column_dimensions["A"].width = _PHOTO_COLUMN
    breaks: Any = sheet.row_breaks
    row, used = 1, 0.0
    for photo in photos:
        caption = _text(sheet, row, 1, photo.caption)
        caption.alignment = Alignment(wrap_text=True, vertical="bottom")
        sheet.row_dimensions[row].height = _height((photo.caption,), (("", _PHOTO_COLUMN),))
        image: Any = Image(io.BytesIO(photo.copy or photo.content))
        scale = min(1.0, _WIDTH / max(1, image.width), _WIDTH / max(1, image.height))
        image.width, image.height = int(image.width * scale), int(image.height * scale)
        sheet.add_image(image, f"A{row + 1}")
        sheet.row_dimensions[row + 1].height = image.height * 0.75 + 8
        whole = float(sheet.row_dimensions[row].height or 0) + image.height * 0.75 + 8
        if used and used + whole > _PHOTO_PAGE:  # a caption is not parted from its photo
            breaks.append(Break(id=row - 1))
            used = 0.0
        used += whole + _ROW
        row += 3
    _page(sheet, landscape=False, fitted=False)


def _hidden(book: Workbook, name: str, rows: Iterable[tuple[str, str]]) -> None:
    sheet = book.create_sheet(name)
    for number, (id, text) in enumerate(rows, 1):
        _text(sheet, number, 1, id)
        for place in range(0, max(len(text), 1), PIECE):
            _text(sheet, number, 2 + place // PIECE, text[place : place + PIECE])
    sheet.sheet_state = "hidden"


def _text(sheet: Worksheet, row: int, column: int, value: Any) -> Any:
    """A cell; text stays text even where it looks like a formula or a number."""
    cell: Any = sheet.cell(row, column)
    if isinstance(value, str):
        clean = _CONTROL.sub("", value)
        if clean:
            cell.value, cell.data_type = _ESCAPED.sub("_x005F_", clean), "s"
        cell.number_format = "@"
        cell.quotePrefix = clean.startswith(("=", "+", "-", "@"))
    else:
        cell.value = value
    return cell


def _format(value: Any) -> str:
    if isinstance(value, datetime.date):
        return "dd/mm/yyyy hh:mm" if isinstance(value, datetime.datetime) else "dd/mm/yyyy"
    return "General"


def _page(sheet: Worksheet, *, landscape: bool, fitted: bool = True) -> None:
    """How a sheet prints; a spreadsheet that fits it to the paper may overlook where its pages are ended."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom, margins.footer = 0.5, 0.4, 0.6, 0.6, 0.3
    sheet.oddFooter.right.text = "&P/&N"  # type: ignore[union-attr]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = fitted  # type: ignore[union-attr]
