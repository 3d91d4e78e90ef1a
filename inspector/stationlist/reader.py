"""
A station list as supervisors have it becomes columns, rows and problems. No store, no decision about what is in it already.

Every row of the file that holds any text is found again in exactly one place: in `rows`, in `problems` with `taken` false,
or in `skipped` with what it is. Nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from inspector.stationlist import communes, duplicates, reference
from inspector.stationlist.errors import NoStationTable
from inspector.stationlist.grid import DASHES, Grid, fill_down, laid_out
from inspector.stationlist.header import Column, Header, header_at, is_numbering
from inspector.stationlist.kinds import Kind, Section, kind_of
from inspector.stationlist.package import letters_of
from inspector.stationlist.problems import Note, RowProblem
from inspector.stationlist.record import StationRow, Surroundings, read_row
from inspector.stationlist.workbook import Sheet, open_sheets
from inspector.text import fold

HEADER: Final = "header"
"""Reserved key of a mapping: the number of the last header row, as Excel counts; '0' when there is none."""
Mappings = Mapping[str, Mapping[str, str]]
_STEP: Final = 250


@dataclass(frozen=True)
class SkippedRow:
    """A row with text that is no station, and what it is: title, header, section, total, note, number or outside."""

    sheet: str
    row: int
    kind: str


@dataclass(frozen=True)
class Table:
    """One table of a sheet as it was recognised. Header rows as Excel counts, (0, 0) when there are none."""

    sheet: str
    header_rows: tuple[int, int]
    columns: tuple[Column, ...]
    district: str = ""
    encoding: str = ""


@dataclass(frozen=True)
class StationList:
    """All that a file says about stations."""

    file: str
    tables: tuple[Table, ...]
    rows: tuple[StationRow, ...]
    problems: tuple[RowProblem, ...]
    skipped: tuple[SkippedRow, ...]
    notes: tuple[Note, ...]

    @property
    def stations(self) -> list[StationRow]:
        """One row for each station: those joined with another are in that one."""
        return [row for row in self.rows if not row.part_of]

    @property
    def untaken(self) -> list[RowProblem]:
        """The problems of rows that did not become stations, one for each row."""
        return [problem for problem in self.problems if not problem.taken]

    @property
    def data_rows(self) -> int:
        """Rows of stations in the file, taken or not."""
        return len(self.rows) + len(self.untaken)


def read(
    path: Path | str, *, mapping: Mappings | None = None, progress: Callable[[int, int], None] | None = None
) -> StationList:
    """
    Read a station list.

    Args:
        path: .xlsx, .xls or text table, whatever its name ends in.
        mapping: what a person said about columns: sheet name -> {field: letter}, '*' for every sheet. A letter of ''
            means that no column holds the field. HEADER names the last header row where none was recognised.
        progress: called with (rows done, rows in all); may raise.
    Raises:
        StationListError: the file as a whole cannot be read, or holds no table of stations.
    """
    file = Path(path)
    sheets = open_sheets(file)
    walk = _Walk(mapping or {}, progress, sum(len(sheet.rows) for sheet in sheets))
    for sheet in sheets:
        walk.sheet(sheet)
    if not walk.tables:
        raise NoStationTable(file=file.name)
    rows, more = duplicates.joined(walk.rows)
    left = {(row.sheet, row.row) for row in rows} | {(p.sheet, p.row) for p in more if not p.taken}
    assert all((row.sheet, row.row) in left for row in walk.rows)
    lost = {(problem.sheet, problem.row) for problem in more if not problem.taken}
    problems = [p for p in walk.problems if not (p.taken and (p.sheet, p.row) in lost)]
    order = {sheet.name: place for place, sheet in enumerate(sheets)}
    problems = sorted([*problems, *more], key=lambda problem: (order[problem.sheet], problem.row))
    return StationList(
        file.name, tuple(walk.tables), tuple(rows), tuple(problems), tuple(walk.skipped), tuple(walk.notes)
    )


@dataclass
class _Walk:
    """The way through all sheets, and what was found on it."""

    mapping: Mappings
    progress: Callable[[int, int], None] | None
    total: int
    done: int = 0
    tables: list[Table] = field(default_factory=list)
    rows: list[StationRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def sheet(self, sheet: Sheet) -> None:
        """Read one sheet: titles, then one table after the other."""
        grid = laid_out(sheet)
        said = {**self.mapping.get("*", {}), **self.mapping.get(sheet.name, {})}
        headers = _headers(grid, said)
        if not headers:
            outside = [row for row in range(len(grid.texts)) if grid.filled(row)]
            self.skipped += [SkippedRow(sheet.name, row + 1, Kind.OUTSIDE) for row in outside]
            if outside:
                self.notes.append(Note(sheet.name, "sheet.no-table", {"count": len(outside)}))
            self.done += len(grid.texts)
            return
        self._tell(grid)
        for row in range(headers[0].first):
            if grid.filled(row):
                self.skipped.append(SkippedRow(sheet.name, row + 1, Kind.TITLE))
        ends = [*(header.first for header in headers[1:]), len(grid.texts)]
        title = " ".join(text for line in grid.texts[: max(headers[0].first, 0)] for text in line)
        around = _around(grid, headers, title)
        for header, end in zip(headers, ends, strict=True):
            self._table(grid, header, end, around)

    def _table(self, grid: Grid, header: Header, end: int, around: Surroundings) -> None:
        name = grid.sheet.name
        rows = (header.first + 1, header.last + 1)
        self.tables.append(Table(name, rows, header.columns, around.district, grid.encoding))
        fill_down(grid, header.last + 1, grid.sheet.merged)
        self.skipped += [SkippedRow(name, row + 1, Kind.HEADER) for row in range(max(header.first, 0), header.last + 1)]
        section = Section()
        district = header.column("old_district")
        above = ""
        for row in range(header.last + 1, end):
            self._advance()
            if not grid.filled(row):
                continue
            if row == header.last + 1 and is_numbering(grid.texts[row]):
                self.skipped.append(SkippedRow(name, row + 1, Kind.HEADER))
                continue
            kind, begun = kind_of(grid.texts[row], header)
            if kind is not None:
                self.skipped.append(SkippedRow(name, row + 1, kind))
                section = Section(begun.district or section.district, begun.unit or section.unit) if begun else section
                above = "" if begun.district else above
                continue
            if district is not None:
                said = grid.text(row, district.index)
                above = "" if said in DASHES else said or above
                grid.lend(row, district.index, above, above)
            inherited = Surroundings(
                section.district or around.district, section.unit or around.unit, around.types, around.list_is_new
            )
            station, problems = read_row(grid, header, row, inherited)
            self.problems += problems
            if station is not None:
                self.rows.append(station)
        self._untitled(grid, header, end)

    def _advance(self) -> None:
        self.done += 1
        if self.progress is not None and self.done % _STEP == 0:
            self.progress(min(self.done, self.total), self.total)

    def _tell(self, grid: Grid) -> None:
        """Note what a person who looks at the file does not see."""
        sheet = grid.sheet
        if sheet.hidden:
            self.notes.append(Note(sheet.name, "sheet.hidden"))
        rows = [row for row in sorted(sheet.hidden_rows) if row < len(grid.texts) and grid.filled(row)]
        if rows:
            self.notes.append(Note(sheet.name, "rows.hidden", {"rows": _ranges([row + 1 for row in rows])}))
        columns = [
            letters_of(column + 1)
            for column in sorted(sheet.hidden_columns)
            if any(grid.text(row, column) for row in range(len(grid.texts)))
        ]
        if columns:
            self.notes.append(Note(sheet.name, "columns.hidden", {"columns": ", ".join(columns)}))
        if sheet.uncomputed:
            self.notes.append(Note(sheet.name, "formulas.uncomputed", {"count": sheet.uncomputed}))
        if grid.encoding:
            self.notes.append(Note(sheet.name, "text.converted", {"encoding": grid.encoding}))

    def _untitled(self, grid: Grid, header: Header, end: int) -> None:
        """Note the columns whose content no field received."""
        known = {column.index: column for column in header.columns}
        counts: dict[int, int] = {}
        for row in range(header.last + 1, end):
            for index, text in enumerate(grid.texts[row]):
                column = known.get(index)
                if text and (column is None or not column.field):
                    counts[index] = counts.get(index, 0) + 1
        for index, count in sorted(counts.items()):
            letter = letters_of(index + 1)
            title = known[index].header if index in known else ""
            if title:
                self.notes.append(Note(grid.sheet.name, "columns.unknown", {"column": letter, "header": title}))
            elif count > 1:
                self.notes.append(Note(grid.sheet.name, "columns.untitled", {"column": letter, "count": count}))


def _headers(grid: Grid, said: Mapping[str, str]) -> list[Header]:
    """The headers of a sheet from top to bottom, as recognised and then as a person corrected them."""
    columns = {name: letter for name, letter in said.items() if name != HEADER}
    found: list[Header] = []
    row = 0
    while row < len(grid.texts):
        header = header_at(grid.texts, row, grid.sheet.merged)
        if header is None:
            row += 1
        else:
            found.append(header)
            row = header.last + 1
    if said.get(HEADER, "").isdigit():
        last = int(said[HEADER]) - 1
        titles = grid.texts[last] if 0 <= last < len(grid.texts) else []
        recognised = next((header for header in found if header.last == last), None)
        named = tuple(Column(letters_of(i + 1), text, "") for i, text in enumerate(titles) if text)
        found = [recognised or Header(last, last, named), *(header for header in found if header.first > last)]
    elif not found and columns:
        found = [Header(-1, -1, ())]
    return [header.mapped(columns) for header in found] if columns else found


def _around(grid: Grid, headers: Sequence[Header], title: str) -> Surroundings:
    """What the sheet's name and its title say of all its rows."""
    places = communes.gazetteer()
    name = grid.sheet.name
    # a sheet called 'Thanh Hóa' is more often the whole province than the former city
    district = places.district(name) if fold(name).strip() != "thanh hoa" else ""
    kinds, strange = reference.site_types(name)
    texts = [
        grid.text(row, column.index)
        for header, end in zip(headers, [*(h.first for h in headers[1:]), len(grid.texts)], strict=True)
        for column in header.all_of("any_commune")
        if not header.column("old_district")
        for row in range(header.last + 1, end)
        if kind_of(grid.texts[row], header)[0] is None
    ]
    new = not district and communes.speak_new(communes.apart(text)[0] for text in texts)
    return Surroundings(district=district, types="" if strange else " ".join(kinds), list_is_new=new)


def _ranges(numbers: list[int]) -> str:
    """[3, 4, 5, 9] -> '3-5, 9'."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1][-1:] = [parts[-1][-1], number] if len(parts[-1]) == 1 else [number]
        else:
            parts.append([number])
    return ", ".join(f"{part[0]}-{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts)
