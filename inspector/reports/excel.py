"""
Lay a Document out as a workbook and write it: real tables, native charts, pages that print on A4.

Words of a paper stand on a sheet of narrow columns, as on the printed page; a section or annex that names a sheet
becomes a real table with filters and a frozen head. Text of people never becomes a formula.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.i18n import _, speaking
from inspector.reports import excel_file
from inspector.reports.document import (
    Annex,
    Block,
    Document,
    Heading,
    Kind,
    Paragraph,
    Section,
    Signatures,
    Table,
    Title,
)
from inspector.reports.excel_charts import ChartData
from inspector.reports.excel_paper import PaperSheet
from inspector.reports.excel_sheet import SheetNames
from inspector.reports.excel_styles import Styles, put, text
from inspector.reports.excel_table import TableSheet
from inspector.reports.files import written
from inspector.reports.phrases import first_down

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

IDENTITY = "_inspector"
"""Name of the hidden sheet on which a workbook says what it is."""

Progress = Callable[[int, int], None]


def render(document: Document, path: Path, *, progress: Progress | None = None) -> None:
    """Write `document` as a workbook to `path`. `progress(done, total)` may raise Cancelled: then no file stays."""
    content = to_bytes(document, progress=progress)
    with written(path) as file:
        file.write(content)


def to_bytes(document: Document, *, progress: Progress | None = None) -> bytes:
    """The workbook in memory."""
    document = document.workbook or document
    from openpyxl.workbook import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    with speaking(document.language):
        _Book(document, workbook).write(progress or (lambda done, total: None))
    made = document.metadata.created or datetime(2000, 1, 1, tzinfo=UTC)
    out = io.BytesIO()
    excel_file.save(workbook, out, made)
    return out.getvalue()


def alike(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks in groups whose tables have the same columns; the words before a table go with it."""
    groups: list[list[Block]] = [[]]
    shape: list[Kind] | None = None
    for block in blocks:
        if isinstance(block, Table) and block.rows:
            mine = [column.kind for column in block.columns]
            if shape is not None and mine != shape:
                before = groups[-1]
                lead = next((n for n in range(len(before), 0, -1) if not _leads(before[n - 1])), 0)
                groups[-1] = before[:lead]
                groups.append(before[lead:])
            shape = mine
        groups[-1].append(block)
    return groups


def _leads(block: Block) -> bool:
    """Whether a block belongs to what follows it."""
    return isinstance(block, Heading) or (isinstance(block, Paragraph) and block.keep_next)


def _listing(section: Section) -> bool:
    """Whether a section is one list with words around it; a table that ends in sums is read and not filtered."""
    tables = [block for block in section.blocks if isinstance(block, Table) and block.rows and not block.total]
    signed = any(isinstance(block, Signatures) for block in section.blocks)
    return (
        bool(section.sheet and tables) and not signed and sum(isinstance(block, Table) for block in section.blocks) == 1
    )


def _further(name: str, group: Sequence[Block]) -> str:
    """Name of a further sheet of a section: that of its table, or what its heading begins with."""
    for block in group:
        match block:
            case Table(title=title) if title:
                return title
            case Heading(text=said):
                return f"{name} – {first_down(said.partition(',')[0])}"
    return name


class _Book:
    def __init__(self, document: Document, workbook: Workbook) -> None:
        self._document = document
        self._workbook = workbook
        self._protect = document.protected
        self._names = SheetNames()
        self._styles = Styles(workbook)
        self._figures: ChartData | None = None
        self._places: dict[str, str] = {}

    def write(self, progress: Progress) -> None:
        document = self._document
        meta = document.metadata
        properties = self._workbook.properties
        properties.title, properties.creator = text(document.title), text(meta.author or "inspector")
        properties.subject, properties.keywords = text(meta.subject), text(", ".join(meta.keywords))
        properties.language = document.language
        total = len(document.sections) + len(document.sheets) + len(document.annexes)
        paper: PaperSheet | None = None
        for number, section in enumerate(document.sections):
            progress(number, total)
            if section.sheet and (number or _listing(section)):
                self._table(section)
                continue
            if paper is None:
                paper = PaperSheet(
                    self._workbook[self._sheet(section.sheet or document.title)], self._styles, document, self._charts
                )
            if section.title:
                paper.block(Heading(section.title, 1))
            paper.blocks(section.blocks)
        if paper is not None:
            paper.close(self._protect)
        for number, section in enumerate(document.sheets):
            progress(len(document.sections) + number, total)
            self._table(section)
        for number, annex in enumerate(document.annexes):
            progress(total - len(document.annexes) + number, total)
            self._annex(annex)
        progress(total, total)
        if self._figures is not None:  # the figures behind the charts come last
            self._workbook.move_sheet(self._figures.title, offset=len(self._workbook.sheetnames))
        if document.identity:
            self._identity()
        self._styles.close()
        self._workbook.active = 0

    def _identity(self) -> None:
        """What the workbook says of itself, and where its named cells stand, on a hidden sheet."""
        sheet = self._workbook.create_sheet(self._names.free(IDENTITY))
        sheet.sheet_state = "hidden"
        for row, (name, value) in enumerate([*self._document.identity, *self._places.items()], 1):
            put(sheet.cell(row, 1), name)
            put(sheet.cell(row, 2), value)

    def _sheet(self, title: str) -> str:
        name = self._names.free(title)
        self._workbook.create_sheet(name)
        return name

    def _table(self, section: Section) -> None:
        self._sheets(section.sheet or section.title, section.title, section.blocks, section.landscape)

    def _annex(self, annex: Annex) -> None:
        title = Title(annex.title, annex.subject, annex.remark)
        self._sheets(annex.sheet or annex.subject, title, annex.blocks, annex.landscape, numbered_anew=True)

    def _sheets(
        self, name: str, title: str | Title, blocks: Sequence[Block], landscape: bool, *, numbered_anew: bool = False
    ) -> None:
        """Blocks on a sheet; a table of other columns begins a sheet of its own, since columns have one width."""
        for number, group in enumerate(alike(blocks)):
            named = _further(name, group) if number else name
            sheet = TableSheet(
                self._workbook[self._sheet(named)], self._styles, self._document, self._charts, landscape
            )
            sheet.numbered_anew = numbered_anew and not number
            sheet.write("" if number else title, group, self._names)
            sheet.close(self._protect)
            self._places.update(sheet.places)

    def _charts(self) -> ChartData:
        if self._figures is None:
            self._figures = ChartData(self._workbook.create_sheet(self._names.free(_("Chart data"))))
        return self._figures
