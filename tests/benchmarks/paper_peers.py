"""The same papers through the libraries' own ways: what `paper.py` is compared with."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from inspector.reports import theme
from inspector.reports.document import (
    Block,
    Document,
    Heading,
    KeyValues,
    Letterhead,
    Paragraph,
    PhotoGrid,
    Recipients,
    Signatures,
    Table,
    Title,
    plain,
)
from inspector.reports.grid import column_widths, shown
from inspector.reports.typeset import face


def platypus(document: Document, *, tuned: bool) -> bytes:
    """
    A Document through reportlab's own layout.

    Default: a Paragraph in every cell, ASCII85, as its manual shows. Tuned: plain strings wrapped by measure in a
    LongTable, no ASCII85: the quickest way found with reportlab's own layout.
    """
    from reportlab import rl_config
    from reportlab.platypus import Image, LongTable, PageBreak, SimpleDocTemplate, Spacer
    from reportlab.platypus import Paragraph as Para
    from reportlab.platypus import Table as Grid

    for bold in (False, True):
        for italic in (False, True):
            face(bold, italic)
    before = rl_config.useA85
    rl_config.useA85 = 0 if tuned else 1
    width = theme.PAGE[0] - theme.LEFT - theme.RIGHT
    styles = _styles()
    story: list[Any] = []

    def table(block: Table) -> Any:
        columns = block.columns
        texts = [[plain(shown(v, c)) for v, c in zip(row, columns, strict=True)] for row in block.rows]
        widths = column_widths(columns, texts, width)
        cells: list[list[Any]] = [[Para(escape(column.title), styles["head"]) for column in columns]]
        for row in texts:
            if tuned:
                cells.append([_wrapped(text, width - 7) for text, width in zip(row, widths, strict=True)])
            else:
                cells.append([Para(escape(text).replace("\n", "<br/>"), styles["cell"]) for text in row])
        made = (LongTable if tuned else Grid)(cells, colWidths=widths, repeatRows=1)
        made.setStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, "black"),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("FONT", (0, 0), (-1, -1), "LiberationSerif-Regular", 11, 12.65),
                ("BACKGROUND", (0, 0), (-1, 0), "#eeeeee"),
            ]
        )
        return made

    def add(block: Block) -> None:
        match block:
            case Paragraph(text) | Heading(text):
                story.append(Para(escape(plain(text)), styles["body"]))
            case Title(kind, subject, _remark):
                story.extend([Para(escape(kind), styles["title"]), Para(escape(subject), styles["title"])])
            case Letterhead(superior, body, number, place, _boxed):
                story.append(Para(escape(" ".join((*superior, *body, theme.NATION, number, place))), styles["title"]))
            case KeyValues(rows, _names):
                story.extend(Para(escape(f"{label}: {plain(text)}"), styles["body"]) for label, text in rows)
            case Table():
                if block.rows:
                    story.append(table(block))
            case Signatures(columns):
                story.append(Grid([[c.caption for c in columns], [c.name for c in columns]]))
            case Recipients(title, lines):
                story.extend(Para(escape(line), styles["body"]) for line in (title, *lines))
            case PhotoGrid(photos, _across, _missing):
                for photo in photos:
                    content = document.photos(photo.sha256)
                    if content:
                        story.append(Image(io.BytesIO(content), 229, 172))
                    story.append(Para(escape(" ".join((photo.caption, *photo.lines))), styles["cell"]))

    try:
        for section in document.sections:
            if section.title:
                story.append(Para(escape(section.title), styles["title"]))
            for block in section.blocks:
                add(block)
            story.append(Spacer(1, 6))
        for annex in document.annexes:
            story.extend([PageBreak(), Para(escape(annex.title), styles["title"])])
            for block in annex.blocks:
                add(block)
        out = io.BytesIO()
        SimpleDocTemplate(
            out, pagesize=theme.PAGE, leftMargin=theme.LEFT, rightMargin=theme.RIGHT, topMargin=theme.TOP
        ).build(story)
        return out.getvalue()
    finally:
        rl_config.useA85 = before


def _wrapped(text: str, width: float) -> str:
    from reportlab.lib.utils import simpleSplit

    return "\n".join(simpleSplit(text, "LiberationSerif-Regular", 11, width))


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    body = ParagraphStyle("body", fontName="LiberationSerif-Regular", fontSize=13, leading=15, alignment=4)
    return {
        "body": body,
        "cell": ParagraphStyle("cell", body, fontSize=11, leading=12.65, alignment=0),
        "head": ParagraphStyle("head", body, fontName="LiberationSerif-Bold", fontSize=11, alignment=1),
        "title": ParagraphStyle("title", body, fontName="LiberationSerif-Bold", alignment=1),
    }


class SameWorkbook:
    """The cells of a finished workbook, to be written again the way openpyxl's manual shows."""

    def __init__(self, content: bytes, photos: list[bytes]) -> None:
        import openpyxl

        self._photos = photos
        self._sheets = []
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
            cells = [
                (cell.row, cell.column, cell.value, cell.number_format, cell.font, cell.alignment, cell.border)
                for row in sheet.iter_rows()
                for cell in row
                if type(cell).__name__ == "Cell" and (cell.value is not None or cell.has_style)
            ]
            merged = [str(area) for area in sheet.merged_cells.ranges]
            self._sheets.append((sheet.title, cells, merged, len(sheet._images)))

    def write(self) -> bytes:
        """All of it, styles given cell by cell, photographs added as pictures, saved as usual."""
        from openpyxl import Workbook
        from openpyxl.drawing.image import Image
        from openpyxl.styles import Alignment, Border, Font, Side

        book = Workbook()
        book.remove(book.worksheets[0])
        left = list(self._photos)
        for title, cells, merged, pictures in self._sheets:
            sheet = book.create_sheet(title)
            for row, column, value, form, font, alignment, border in cells:
                cell: Any = sheet.cell(row, column, value)
                cell.font = Font(name=font.name, size=font.size, bold=font.bold, italic=font.italic)
                cell.alignment = Alignment(
                    horizontal=alignment.horizontal, vertical=alignment.vertical, wrap_text=alignment.wrap_text
                )
                if border.left.style:
                    thin = Side(style="thin")
                    cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
                cell.number_format = form
            for area in merged:
                sheet.merge_cells(area)
            for number in range(min(pictures, len(left))):
                sheet.add_image(Image(io.BytesIO(left.pop())), f"A{number + 1}")
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
